//! Every key of the program stands in one table: dispatch, hint bar and help are read from it, so
//! none of them can say what another does not do.

mod table;

pub use table::TABLE;

use crate::text::{Lang, Message};

/// A key press, free of the terminal library that read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    Char(char),
    Ctrl(char),
    F(u8),
    Enter,
    Tab,
    BackTab,
    Esc,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Backspace,
    Delete,
    /// In the table only: any of 1 to 9.
    AnyDigit,
    /// In the table only: any of a to z.
    AnyLetter,
}

/// What a key means where it is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Word {
    Help,
    Guide,
    Quit,
    /// The keys of a sealed hall are dropped until somebody signs in.
    Lock,
    HowToQuit,
    Redraw,
    NextCustomer,
    Back,
    Accept,
    Next,
    Previous,
    Up,
    Down,
    PageUp,
    PageDown,
    Submit,
    /// Issues although no font has some character, whose place stays blank.
    LeaveToPen,
    Undo,
    Ties,
    AddRow,
    RemoveRow,
    AllSeen,
    /// The papers as they will be.
    Preview,
    ZoomIn,
    ZoomOut,
    /// A picture, characters, half blocks.
    OtherLook,
    /// The notice for an applicant who is refused.
    PrintNotice,
    ResumeDraft,
    DropDraft,
    NewPerson,
    OpenStock,
    /// The book of pre-printed blanks.
    OpenBlanks,
    /// Papers to the printer.
    Print,
    /// The last paper once more.
    PrintLast,
    OpenReports,
    /// 确认上报
    ConfirmReport,
    /// The page that verifies codes.
    VerifyCode,
    /// The ledger list of the day.
    DayList,
    /// Who looked at whom, for the auditor.
    OpenAudit,
    /// Day, month, year.
    Period,
    Export,
    /// A digit, as the place in a list from 1.
    Pick(u8),
    /// A letter that stands before something on the page.
    Letter(char),
    Left,
    Right,
    LineStart,
    LineEnd,
    EraseLeft,
    EraseRight,
    EraseWordLeft,
    EraseLine,
}

/// Where keys are pressed. A screen names the contexts it is in, the narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    Everywhere,
    /// A line of text has the caret.
    Line,
    Home,
    Person,
    /// What is on record under a number.
    Record,
    /// The code of a certificate is verified.
    Verify,
    /// So too, where there is no hall to register it in.
    VerifyAlone,
    /// The ledger list.
    Day,
    /// The reports of a month.
    Reports,
    Wizard,
    /// A rule stands against the applicant.
    Refused,
    /// A rule stands against her, and nothing is kept of her.
    KeepsNothing,
    /// The field is answered by a digit.
    Choice,
    /// Suggestions stand below the field.
    Suggestions,
    /// The field is a list of rows, or stands in one.
    Rows,
    Documents,
    /// A question is asked that a digit answers.
    Asking,
    /// Other numbers of a person, and the people she has to do with.
    Ties,
    Review,
    /// The papers as they will be.
    Preview,
    Result,
    /// The list of the store.
    Stock,
    /// A question about a movement.
    StockEntry,
    /// A movement that is to be agreed to.
    StockReady,
    /// Papers on their way out of the printer.
    Printing,
    /// A pre-printed blank is to be laid in first.
    PrintOnto,
    /// It is asked whether a paper came out.
    PrintAsked,
    /// The book of pre-printed blanks.
    Blanks,
    /// A page laid over the screen.
    Overlay,
    Guide,
    /// Nobody is signed in.
    SignIn,
    /// Another member signs in beside whoever is.
    Second,
    /// What the staff did on a day.
    Audit,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    pub context: Context,
    pub keys: &'static [Key],
    pub word: Word,
    /// Key of the sentence in the catalogue.
    pub label: &'static str,
    /// Whether the hint bar names it; help names every binding.
    pub hint: bool,
}

impl Binding {
    pub fn label(&self, lang: Lang) -> String {
        Message::new(self.label).say(lang)
    }

    /// The first key as it is printed: `F2`, `Ctrl-N`, `↓` by its word: terminals
    /// disagree on the width of arrows.
    pub fn first_key(&self, lang: Lang) -> String {
        self.keys
            .first()
            .map_or(String::new(), |key| key.name(lang))
    }

    pub fn all_keys(&self, lang: Lang) -> String {
        let names: Vec<String> = self.keys.iter().map(|key| key.name(lang)).collect();
        names.join(" ")
    }
}

impl Key {
    pub fn name(self, lang: Lang) -> String {
        match self {
            Key::Up if lang == Lang::Zh => "上".to_owned(),
            Key::Down if lang == Lang::Zh => "下".to_owned(),
            Key::Left if lang == Lang::Zh => "左".to_owned(),
            Key::Right if lang == Lang::Zh => "右".to_owned(),
            Key::Char(' ') => "Space".to_owned(),
            Key::Char(c) => c.to_string(),
            Key::Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
            Key::F(number) => format!("F{number}"),
            Key::Enter => "Enter".to_owned(),
            Key::Tab => "Tab".to_owned(),
            Key::BackTab => "Shift-Tab".to_owned(),
            Key::Esc => "Esc".to_owned(),
            Key::Up => "Up".to_owned(),
            Key::Down => "Down".to_owned(),
            Key::Left => "Left".to_owned(),
            Key::Right => "Right".to_owned(),
            Key::Home => "Home".to_owned(),
            Key::End => "End".to_owned(),
            Key::PageUp => "PgUp".to_owned(),
            Key::PageDown => "PgDn".to_owned(),
            Key::Backspace => "Backspace".to_owned(),
            Key::Delete => "Del".to_owned(),
            Key::AnyDigit => "1-9".to_owned(),
            Key::AnyLetter => "a-z".to_owned(),
        }
    }

    /// Whether a key of the table is the one that was pressed.
    fn is(self, pressed: Key) -> bool {
        match (self, pressed) {
            (Key::AnyDigit, Key::Char(c)) => ('1'..='9').contains(&c),
            (Key::AnyLetter, Key::Char(c)) => c.is_ascii_alphabetic(),
            _ => self == pressed,
        }
    }
}

/// What `key` means in `contexts`, the narrowest first.
pub fn word(contexts: &[Context], key: Key) -> Option<Word> {
    let binding = contexts.iter().find_map(|context| {
        TABLE
            .iter()
            .find(|line| line.context == *context && line.keys.iter().any(|known| known.is(key)))
    })?;
    match (binding.word, key) {
        (Word::Pick(_), Key::Char(digit)) => {
            let place = digit
                .to_digit(10)
                .and_then(|digit| u8::try_from(digit).ok());
            place.map(Word::Pick)
        }
        (Word::Letter(_), Key::Char(letter)) => Some(Word::Letter(letter)),
        (word, _) => Some(word),
    }
}

/// The bindings that hold in `contexts`, without those a narrower context hides.
pub fn bindings(contexts: &[Context]) -> Vec<&'static Binding> {
    let mut found: Vec<&'static Binding> = Vec::new();
    for context in contexts {
        for line in TABLE.iter().filter(|line| line.context == *context) {
            let hidden = line
                .keys
                .iter()
                .all(|key| found.iter().any(|known| known.keys.contains(key)));
            if !hidden {
                found.push(line);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
