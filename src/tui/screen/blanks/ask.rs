use std::collections::BTreeMap;

use crate::form::{Choice, Kind, Reading, RequestId, read};
use crate::office::{BlanksWish, CountBlanks, ReceiveBlanks};
use crate::record::{BlankStack, SpoiltReason};
use crate::text::{Label, Lang, Message, Said};
use crate::tui::desk::Desk;
use crate::tui::keys::Word;
use crate::tui::screen::Response;
use crate::tui::screen::wizard::field;
use crate::tui::widget::LineEdit;

/// What is to be done with blanks, in the order of its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Receive,
    Spoil,
    Count,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Question {
    pub key: &'static str,
    pub label: Message,
    pub kind: Kind,
    pub required: bool,
}

/// The questions of one act, with what was typed so far.
#[derive(Debug, Clone)]
pub struct Asking {
    pub what: What,
    pub chosen: Option<BlankStack>,
    pub questions: Vec<Question>,
    answers: BTreeMap<&'static str, String>,
    at: usize,
    pub line: LineEdit,
}

const MOST: i64 = 100_000;
/// The paper whose blanks nearly every parcel holds: the certificate.
const USUAL_PAPER: &str = "F2";

impl What {
    pub const ALL: [What; 3] = [What::Receive, What::Spoil, What::Count];

    pub fn title(self) -> Message {
        Message::new(match self {
            What::Receive => "print.did_receive",
            What::Spoil => "print.did_spoil",
            What::Count => "print.did_count",
        })
    }

    fn questions(self) -> Vec<Question> {
        let text = |max| Kind::Text { max };
        let number = || Kind::Number { min: 0, max: MOST };
        match self {
            What::Receive => vec![
                question("paper", "print.ask_paper", text(8), true),
                question("batch", "print.ask_batch", text(30), true),
                question("first", "print.ask_first", text(30), true),
                question("last", "print.ask_last", text(30), true),
                question("from", "print.ask_from", text(40), false),
                question("document", "print.ask_document", text(40), false),
            ],
            What::Spoil => vec![
                question("blank", "print.ask_blank", text(30), true),
                question("reason", "print.ask_reason", reasons(), true),
            ],
            What::Count => vec![
                question("found", "print.ask_found", number(), true),
                question("second", "print.ask_second", text(30), true),
                question("second_found", "print.ask_second_found", number(), true),
                question("note", "print.ask_note", text(60), false),
            ],
        }
    }
}

impl Asking {
    pub fn new(what: What, chosen: Option<BlankStack>) -> Asking {
        let mut answers = BTreeMap::new();
        if what == What::Receive {
            let paper = chosen.as_ref().map_or(USUAL_PAPER, |stack| &stack.paper);
            answers.insert("paper", paper.to_owned());
        }
        let mut asking = Asking {
            what,
            chosen,
            questions: what.questions(),
            answers,
            at: 0,
            line: LineEdit::default(),
        };
        asking.go_to(0);
        asking
    }

    pub fn text(&self, key: &str) -> &str {
        self.answers.get(key).map_or("", String::as_str)
    }

    /// Whether an answer stays out of sight: the second person counts without knowing what the
    /// first one found.
    pub fn is_hidden(&self, question: &Question) -> bool {
        question.key == "found" && self.at > 0 && !self.text("found").is_empty()
    }

    pub fn reading(&self, question: &Question, desk: &Desk) -> Reading {
        read(&question.kind, self.text(question.key), &desk.around)
    }

    pub fn place(&self) -> usize {
        self.at
    }

    pub fn kind(&self) -> Kind {
        let question = self.questions.get(self.at);
        question.map_or(Kind::YesNo, |question| question.kind.clone())
    }

    pub fn has_more(&self) -> bool {
        self.at + 1 < self.questions.len()
    }

    pub fn problem(&self, desk: &Desk) -> Option<Said> {
        self.problem_of(self.questions.get(self.at)?, desk)
    }

    fn problem_of(&self, question: &Question, desk: &Desk) -> Option<Said> {
        let reading = self.reading(question, desk);
        let missing = question.required && reading.canonical.is_none();
        let missing = missing.then(|| Message::new("form.required").into());
        reading.problem.or(missing)
    }

    pub fn first_problem(&self, desk: &Desk) -> Option<(usize, Said)> {
        let questions = self.questions.iter().enumerate();
        questions
            .filter_map(|(place, question)| Some((place, self.problem_of(question, desk)?)))
            .next()
    }

    pub fn go_to(&mut self, place: usize) {
        self.at = place.min(self.questions.len().saturating_sub(1));
        let key = self.questions.get(self.at).map_or("", |one| one.key);
        self.line = LineEdit::fresh(self.text(key));
    }

    pub fn step(&mut self, step: isize) -> Response {
        self.go_to(self.at.saturating_add_signed(step));
        Response::stay()
    }

    /// Takes the option of this number; tells whether there is one.
    pub fn pick(&mut self, number: usize, lang: Lang) -> bool {
        let options = field::options(&self.kind(), lang);
        let Some((code, _)) = options.get(number.wrapping_sub(1)) else {
            return false;
        };
        self.write(code);
        true
    }

    pub fn edit(&mut self, word: Word, lang: Lang) {
        if !field::is_chosen(&self.kind()) {
            self.line.act(word);
            let text = self.line.text().to_owned();
            return self.write(&text);
        }
        let options = field::options(&self.kind(), lang);
        let key = self.questions.get(self.at).map_or("", |one| one.key);
        let here = options.iter().position(|(code, _)| code == self.text(key));
        let next = match (word, here) {
            (Word::EraseLine, _) => return self.write(""),
            (Word::Left, Some(place)) => place.saturating_sub(1),
            (Word::Right, Some(place)) => place + 1,
            (Word::Left | Word::Right, None) => 0,
            _ => return,
        };
        if let Some((code, _)) = options.get(next) {
            self.write(code);
        }
    }

    pub fn type_char(&mut self, c: char) -> Response {
        if field::is_chosen(&self.kind()) {
            return Response::no(Message::new("tui.choose_by_digit"));
        }
        self.line.insert(c.encode_utf8(&mut [0; 4]));
        let text = self.line.text().to_owned();
        self.write(&text);
        Response::stay()
    }

    fn write(&mut self, text: &str) {
        if let Some(question) = self.questions.get(self.at) {
            self.answers.insert(question.key, text.to_owned());
        }
    }

    /// The act that the answers ask for.
    pub fn wish(&self, request: RequestId, desk: &Desk) -> BlanksWish {
        let read = |key: &str| self.canonical(key, desk);
        let count = |key: &str| read(key).parse().unwrap_or_default();
        let chosen = |part: fn(&BlankStack) -> &String| {
            self.chosen.as_ref().map(part).cloned().unwrap_or_default()
        };
        match self.what {
            What::Receive => BlanksWish::Receive(ReceiveBlanks {
                request,
                paper: read("paper"),
                batch: read("batch"),
                first: read("first"),
                last: read("last"),
                from: read("from"),
                document: read("document"),
            }),
            What::Spoil => BlanksWish::Spoil {
                request,
                paper: chosen(|stack| &stack.paper),
                blank: read("blank"),
                reason: reason(&read("reason")),
            },
            What::Count => BlanksWish::Count(CountBlanks {
                request,
                paper: chosen(|stack| &stack.paper),
                batch: chosen(|stack| &stack.batch),
                found: count("found"),
                second: read("second"),
                second_found: count("second_found"),
                note: read("note"),
            }),
        }
    }

    fn canonical(&self, key: &str, desk: &Desk) -> String {
        let question = self.questions.iter().find(|question| question.key == key);
        let reading = question.map(|question| self.reading(question, desk));
        let canonical = reading.and_then(|reading| reading.canonical);
        canonical.unwrap_or_default()
    }
}

fn question(key: &'static str, label: &'static str, kind: Kind, required: bool) -> Question {
    Question {
        key,
        label: Message::new(label),
        kind,
        required,
    }
}

fn reasons() -> Kind {
    let options = SpoiltReason::ALL.iter().map(|reason| Choice {
        code: reason.word().to_owned(),
        label: Label {
            zh: reason.message().say(Lang::Zh),
            en: reason.message().say(Lang::En),
        },
    });
    Kind::Choice {
        options: options.collect(),
    }
}

fn reason(word: &str) -> SpoiltReason {
    let mut all = SpoiltReason::ALL.into_iter();
    let own = all.find(|reason| reason.word() == word);
    own.unwrap_or(SpoiltReason::Other)
}
