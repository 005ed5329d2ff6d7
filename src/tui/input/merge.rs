use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::Input;
use crate::text::clean_line;
use crate::tui::keys::Key;

/// Characters a scan has at least: shorter bursts are quick typing.
const SCAN_LENGTH: usize = 8;

/// One key press or paste with the moment it arrived, in milliseconds of any steady clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    pub at: u64,
    pub event: Event,
}

/// Joins what belongs together: characters of one burst, a scan and its Enter, the pieces of a
/// function key that a slow line tore apart.
#[derive(Debug, Default)]
pub struct Merger {
    run: String,
    /// When the last character arrived.
    last: u64,
    /// Characters were settled last, and `run` may be the rest of them: a machine that is held up
    /// reads one burst in two pieces, and half a line is not a scan.
    cut: bool,
    /// A bare Esc that may be the head of a torn function key, with what followed.
    torn: Option<String>,
    /// The terminal answers late: so many characters of its answer have been thrown away.
    answer: Option<(usize, u64)>,
    out: Vec<Input>,
}

impl Merger {
    /// The longest gap inside a burst.
    pub const BURST_GAP: u64 = 30;
    /// How long one lone character waits for a second. A person's next key comes later; the
    /// delay is too short to be felt.
    pub const FIRST_GAP: u64 = 12;
    /// How long after typed characters another burst may be the rest of them.
    pub const CUT_GAP: u64 = 300;
    /// How long a bare Esc waits for the rest of a function key.
    pub const ESC_GAP: u64 = 25;

    /// The longest gap inside an answer of the terminal, and its longest length.
    const ANSWER: (usize, u64) = (128, 50);

    /// How long to wait for more before [`Merger::settle`]; `None` if nothing is held back.
    pub fn patience(&self) -> Option<u64> {
        if self.torn.is_some() {
            return Some(Merger::ESC_GAP);
        }
        match self.run.chars().count() {
            0 => None,
            1 => Some(Merger::FIRST_GAP),
            _ => Some(Merger::BURST_GAP),
        }
    }

    /// Takes in one stroke; what is settled by it can be taken.
    pub fn push(&mut self, stroke: Stroke) {
        match stroke.event {
            Event::Paste(text) => {
                self.settle();
                self.cut = false;
                let text = clean_line(text.trim());
                self.out.push(Input::Paste(text));
            }
            Event::Resize(..) => self.out.push(Input::Resize),
            Event::Key(key) if key.kind != KeyEventKind::Release => self.key(key, stroke.at),
            _ => {}
        }
    }

    fn key(&mut self, key: KeyEvent, at: u64) {
        if self.is_answer(&key, at) {
            return;
        }
        if let Some(c) = typed(&key) {
            return self.char(c, at);
        }
        if let Some(behind) = behind_esc(&key) {
            self.settle();
            self.out.push(Input::Key(Key::Esc));
            return self.key(behind, at);
        }
        let scanned = key.code == KeyCode::Enter && self.is_scan(at);
        if scanned {
            let text = clean_line(&std::mem::take(&mut self.run));
            return self.out.push(Input::Scan(text));
        }
        self.settle();
        self.cut = false;
        match known(&key) {
            Some(Key::Esc) => self.torn = Some(String::new()),
            Some(key) => self.out.push(Input::Key(key)),
            None => {}
        }
    }

    /// Whether a key is a piece of an answer that came too late to be listened for: between Alt
    /// with a line and Alt with a backslash, as the terminal library reads its marks.
    fn is_answer(&mut self, key: &KeyEvent, at: u64) -> bool {
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let (longest, gap) = Merger::ANSWER;
        match (self.answer, key.code) {
            (None, KeyCode::Char('_')) if alt => self.answer = Some((0, at)),
            (None, _) => return false,
            (Some(_), KeyCode::Char('\\')) if alt => self.answer = None,
            (Some((length, last)), KeyCode::Char(_))
                if length < longest && at.saturating_sub(last) <= gap =>
            {
                self.answer = Some((length + 1, at));
            }
            (Some(_), _) => {
                self.answer = None;
                return false;
            }
        }
        true
    }

    fn char(&mut self, c: char, at: u64) {
        if let Some(torn) = &mut self.torn {
            torn.push(c);
            match read_torn(torn) {
                Torn::Open => return,
                Torn::Key(key) => {
                    self.torn = None;
                    return self.out.push(Input::Key(key));
                }
                Torn::Swallowed => {
                    self.torn = None;
                    return;
                }
                Torn::Nothing => return self.settle_torn(at),
            }
        }
        let gap = at.saturating_sub(self.last);
        if !self.run.is_empty() && gap > Merger::BURST_GAP {
            self.settle();
        }
        if self.run.is_empty() {
            self.cut &= gap <= Merger::CUT_GAP;
        }
        self.run.push(c);
        self.last = at;
    }

    fn is_scan(&self, at: u64) -> bool {
        !self.cut
            && self.run.len() >= SCAN_LENGTH
            && self.run.chars().all(|c| c.is_ascii_graphic())
            && at.saturating_sub(self.last) <= Merger::BURST_GAP
    }

    /// It was an Esc after all: the characters behind it were typed.
    fn settle_torn(&mut self, at: u64) {
        if let Some(typed) = self.torn.take() {
            self.out.push(Input::Key(Key::Esc));
            self.run.push_str(&typed);
            self.last = at;
        }
    }

    /// Nothing more will come: what was held back means what it says.
    pub fn settle(&mut self) {
        let at = self.last;
        self.settle_torn(at);
        let text = clean_line(&std::mem::take(&mut self.run));
        if !text.is_empty() {
            self.out.push(Input::Text(text));
            self.cut = true;
        }
    }

    pub fn take(&mut self) -> Vec<Input> {
        std::mem::take(&mut self.out)
    }
}

/// The character a key types. Shift is part of the character: a full-width Ａ carries it too.
fn typed(key: &KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char(c) if (key.modifiers - KeyModifiers::SHIFT).is_empty() => Some(c),
        _ => None,
    }
}

/// The key that was typed behind Esc, if both came in one read: terminals send the same bytes for
/// Alt, which has no meaning here. An arrow with Alt has bytes of its own.
fn behind_esc(key: &KeyEvent) -> Option<KeyEvent> {
    let is_typed = matches!(
        key.code,
        KeyCode::Char(_) | KeyCode::Enter | KeyCode::Tab | KeyCode::Backspace
    );
    let with_alt = is_typed && key.modifiers.contains(KeyModifiers::ALT);
    with_alt.then(|| KeyEvent::new(key.code, key.modifiers - KeyModifiers::ALT))
}

fn known(key: &KeyEvent) -> Option<Key> {
    Some(match key.code {
        KeyCode::Char(c) if key.modifiers.contains(KeyModifiers::CONTROL) => {
            Key::Ctrl(c.to_ascii_lowercase())
        }
        KeyCode::Enter => Key::Enter,
        KeyCode::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Esc => Key::Esc,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::F(number) => Key::F(number),
        _ => return None,
    })
}

enum Torn {
    /// More may come.
    Open,
    Key(Key),
    /// The tail of a key this program does not know.
    Swallowed,
    /// Not the tail of a key.
    Nothing,
}

/// Reads what followed a bare Esc: `[15~` is F5, `OP` is F1, `[A` is Up.
fn read_torn(tail: &str) -> Torn {
    let mut chars = tail.chars();
    let (head, body) = (chars.next(), chars.as_str());
    match (head, body.chars().last()) {
        (Some('[' | 'O'), None) => Torn::Open,
        (Some('['), Some(c)) if c.is_ascii_digit() || c == ';' => Torn::Open,
        (Some('['), Some('~')) => torn_number(body).map_or(Torn::Swallowed, Torn::Key),
        (Some('['), Some(c)) if c.is_ascii_alphabetic() => {
            torn_letter(c).map_or(Torn::Swallowed, Torn::Key)
        }
        (Some('O'), Some(c @ 'P'..='S')) => Torn::Key(Key::F(c as u8 - b'P' + 1)),
        _ => Torn::Nothing,
    }
}

fn torn_number(body: &str) -> Option<Key> {
    Some(match body.trim_end_matches('~') {
        "1" | "7" => Key::Home,
        "4" | "8" => Key::End,
        "3" => Key::Delete,
        "5" => Key::PageUp,
        "6" => Key::PageDown,
        "11" => Key::F(1),
        "12" => Key::F(2),
        "13" => Key::F(3),
        "14" => Key::F(4),
        "15" => Key::F(5),
        "17" => Key::F(6),
        "18" => Key::F(7),
        "19" => Key::F(8),
        "20" => Key::F(9),
        "21" => Key::F(10),
        _ => return None,
    })
}

fn torn_letter(letter: char) -> Option<Key> {
    Some(match letter {
        'A' => Key::Up,
        'B' => Key::Down,
        'C' => Key::Right,
        'D' => Key::Left,
        'F' => Key::End,
        'H' => Key::Home,
        'Z' => Key::BackTab,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn merged(strokes: &[(u64, Event)]) -> Vec<Input> {
        let mut merger = Merger::default();
        for (at, event) in strokes {
            merger.push(Stroke {
                at: *at,
                event: event.clone(),
            });
        }
        merger.settle();
        merger.take()
    }

    fn typed_at(text: &str, gap: u64) -> Vec<(u64, Event)> {
        let strokes = text.chars().zip(0..).map(|(c, place)| {
            let event = match c {
                '\n' => press(KeyCode::Enter),
                c => press(KeyCode::Char(c)),
            };
            (place * gap, event)
        });
        strokes.collect()
    }

    #[test]
    fn eighteen_quick_characters_and_enter_are_a_scan() {
        let id = "11010119900307771X";
        let scan = [Input::Scan(id.to_owned())];
        assert_eq!(merged(&typed_at(&format!("{id}\n"), 0)), scan);
        assert_eq!(merged(&typed_at(&format!("{id}\n"), 20)), scan);
        let slow = merged(&typed_at(&format!("{id}\n"), 31));
        assert_eq!(slow.len(), 19, "typed by hand: {slow:?}");
    }

    #[test]
    fn the_second_half_of_a_line_is_no_scan_and_a_scan_after_a_while_is_one() {
        let mut strokes = typed_at("J430406-2", 0);
        let rest = typed_at("005-000123\n", 0);
        strokes.extend(rest.iter().map(|(_, event)| (45, event.clone())));
        assert_eq!(
            merged(&strokes),
            [
                Input::Text("J430406-2".to_owned()),
                Input::Text("005-000123".to_owned()),
                Input::Key(Key::Enter)
            ]
        );
        let mut later = typed_at("x", 0);
        later.extend(rest.iter().map(|(_, event)| (400, event.clone())));
        assert_eq!(
            merged(&later),
            [
                Input::Text("x".to_owned()),
                Input::Scan("005-000123".to_owned())
            ]
        );
    }

    #[test]
    fn chinese_and_short_bursts_are_typing() {
        assert_eq!(
            merged(&typed_at("欧阳春桃一二三四\n", 0)),
            [
                Input::Text("欧阳春桃一二三四".to_owned()),
                Input::Key(Key::Enter)
            ]
        );
        assert_eq!(
            merged(&typed_at("123\n", 0)),
            [Input::Text("123".to_owned()), Input::Key(Key::Enter)]
        );
    }

    #[test]
    fn a_function_key_torn_apart_behind_its_esc_is_whole_again() {
        let torn = [
            (0, press(KeyCode::Esc)),
            (10, press(KeyCode::Char('['))),
            (10, press(KeyCode::Char('1'))),
            (10, press(KeyCode::Char('5'))),
            (10, press(KeyCode::Char('~'))),
        ];
        assert_eq!(merged(&torn), [Input::Key(Key::F(5))]);
        assert_eq!(merged(&torn[..1]), [Input::Key(Key::Esc)]);
        let twice = [(0, press(KeyCode::Esc)), (1, press(KeyCode::Esc))];
        assert_eq!(merged(&twice).len(), 2);
    }

    #[test]
    fn a_commit_right_behind_esc_is_esc_and_text() {
        let alt = |code| Event::Key(KeyEvent::new(code, KeyModifiers::ALT));
        assert_eq!(
            merged(&[(0, alt(KeyCode::Char('中')))]),
            [Input::Key(Key::Esc), Input::Text("中".to_owned())]
        );
        let mut number = vec![(0, alt(KeyCode::Char('4')))];
        number.extend(typed_at("30406", 0));
        let read: Vec<Input> = merged(&number);
        let [Input::Key(Key::Esc), rest @ ..] = read.as_slice() else {
            panic!("{read:?}");
        };
        let text: String = (rest.iter())
            .map(|input| match input {
                Input::Text(text) => text.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(text, "430406", "no digit is lost");
        assert_eq!(
            merged(&[(0, alt(KeyCode::Enter))]),
            [Input::Key(Key::Esc), Input::Key(Key::Enter)]
        );
        let typed = [(0, press(KeyCode::Esc)), (1, press(KeyCode::Char('x')))];
        assert_eq!(
            merged(&typed),
            [Input::Key(Key::Esc), Input::Text("x".to_owned())]
        );
    }

    #[test]
    fn an_answer_that_comes_late_is_not_typed() {
        let alt = |c| Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::ALT));
        let mut strokes = vec![(0, alt('_'))];
        strokes.extend(typed_at("Gi=31;OK", 0));
        strokes.push((1, alt('\\')));
        strokes.extend([(2, press(KeyCode::Char('x')))]);
        assert_eq!(merged(&strokes), [Input::Text("x".to_owned())]);
        let by_hand = [(0, alt('_')), (500, press(KeyCode::Char('G')))];
        assert_eq!(merged(&by_hand), [Input::Text("G".to_owned())]);
    }

    #[test]
    fn a_paste_is_one_clean_line() {
        let paste = Event::Paste("张三\r\n\u{1b}[31m李四\n".to_owned());
        assert_eq!(
            merged(&[(0, paste)]),
            [Input::Paste("张三  [31m李四".to_owned())]
        );
    }

    #[test]
    fn full_width_letters_are_typed_and_releases_are_not() {
        let wide = Event::Key(KeyEvent::new(KeyCode::Char('Ａ'), KeyModifiers::SHIFT));
        let release = Event::Key(KeyEvent::new_with_kind(
            KeyCode::Char('b'),
            KeyModifiers::NONE,
            KeyEventKind::Release,
        ));
        assert_eq!(
            merged(&[(0, wide), (1, release)]),
            [Input::Text("Ａ".to_owned())]
        );
    }
}
