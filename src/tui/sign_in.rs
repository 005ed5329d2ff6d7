//! The page before a sealed hall is open: who is it, and her password.
//!
//! Nothing of the hall is known here but that it is one.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use zeroize::{Zeroize, Zeroizing};

use super::input::Input;
use super::keys::{Context, Key, Word, word};
use super::look;
use super::widget::{LineEdit, fill, hint_bar, put, wrapped};
use crate::office::SignIn;
use crate::text::Message;
use crate::text::{Lang, Said};

/// Characters of a password at most: more than any, so that a key that is stuck fills no memory.
const MOST: usize = 256;

/// Name and password as they are being typed.
pub struct SignInPage {
    lang: Lang,
    name: LineEdit,
    password: Zeroizing<String>,
    at_password: bool,
    said: Option<Said>,
}

/// What comes of an input.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Stays,
    Redraw,
    Leaves,
    Tries(SignIn),
}

impl SignInPage {
    /// The page with the name of whoever was there last, and what she must hear.
    pub fn new(lang: Lang, name: &str, said: Option<Said>) -> SignInPage {
        SignInPage {
            lang,
            name: LineEdit::fresh(name),
            password: Zeroizing::new(String::new()),
            at_password: !name.is_empty(),
            said,
        }
    }

    pub fn update(&mut self, input: Input) -> Outcome {
        match input {
            Input::HangUp | Input::OfficeGone => Outcome::Leaves,
            Input::Continued => Outcome::Redraw,
            Input::Key(key) => self.key(key),
            Input::Text(text) => {
                self.type_in(&text);
                Outcome::Stays
            }
            Input::Paste(mut text) => {
                self.type_in(&text);
                text.zeroize();
                Outcome::Stays
            }
            // A password typed quickly looks like a scanner's code with its Enter.
            Input::Scan(mut code) => {
                self.type_in(&code);
                code.zeroize();
                self.key(Key::Enter)
            }
            _ => Outcome::Stays,
        }
    }

    fn key(&mut self, key: Key) -> Outcome {
        match word(&[Context::SignIn, Context::Line, Context::Everywhere], key) {
            Some(Word::Quit) => return Outcome::Leaves,
            Some(Word::Redraw) => return Outcome::Redraw,
            Some(Word::Accept) => return self.accept(),
            Some(Word::Next | Word::Previous | Word::Up | Word::Down) => {
                self.at_password = !self.at_password;
            }
            Some(Word::Back | Word::EraseLine) if self.at_password => self.password.zeroize(),
            Some(Word::Back) => self.name = LineEdit::default(),
            Some(Word::EraseLeft) if self.at_password => {
                self.password.pop();
            }
            Some(other) if !self.at_password => {
                self.name.act(other);
            }
            Some(_) => {}
            None => {
                if let Key::Char(c) = key {
                    self.type_in(c.encode_utf8(&mut [0; 4]));
                }
            }
        }
        Outcome::Stays
    }

    fn type_in(&mut self, text: &str) {
        self.said = None;
        if !self.at_password {
            return self.name.insert(text);
        }
        for c in text.chars() {
            // The text is not to move in memory, where a copy of it would stay.
            if self.password.capacity() == 0 {
                self.password.reserve_exact(4 * MOST);
            }
            if self.password.len() + c.len_utf8() <= 4 * MOST {
                self.password.push(c);
            }
        }
    }

    fn accept(&mut self) -> Outcome {
        if !self.at_password {
            self.at_password = true;
            return Outcome::Stays;
        }
        let name = self.name.text().trim().to_owned();
        if name.is_empty() {
            self.at_password = false;
            return Outcome::Stays;
        }
        if self.password.is_empty() {
            return Outcome::Stays;
        }
        let tries = SignIn {
            name,
            password: self.password.to_string(),
        };
        self.password.zeroize();
        Outcome::Tries(tries)
    }

    pub fn view(&self, frame: &mut Frame) {
        let area = frame.area();
        let say = |key: &'static str| Message::new(key).say(self.lang);
        let buffer = frame.buffer_mut();
        let bar = Rect {
            height: 1.min(area.height),
            ..area
        };
        fill(buffer, bar, look::TITLE);
        put(
            buffer,
            1,
            area.y,
            area.width.saturating_sub(2),
            &say("tui.program"),
            look::TITLE,
        );
        let columns = area.width.saturating_sub(4).min(60);
        let mut row = Rect::new(area.x + 2, area.y + 3, columns, 1);
        let mut caret = Position::new(area.x, area.y);
        for password in [false, true] {
            let label = if password {
                "tui.sign_in_password"
            } else {
                "tui.sign_in_name"
            };
            put(buffer, row.x, row.y, columns, &say(label), look::LABEL);
            row.y += 1;
            let stars;
            let line = match password {
                false => &self.name,
                true => {
                    stars = LineEdit::new(&"*".repeat(self.password.chars().count()));
                    &stars
                }
            };
            let at = line.draw(buffer, row, look::FIELD);
            if password == self.at_password {
                caret = at;
            }
            row.y += 2;
        }
        if let Some(said) = &self.said {
            let lines = wrapped(&said.say(self.lang), usize::from(columns));
            for (line, y) in lines.iter().zip(row.y..area.bottom()) {
                put(buffer, row.x, y, columns, line, look::PROBLEM);
            }
        }
        let foot = Rect {
            y: area.bottom().saturating_sub(1),
            height: 1.min(area.height),
            ..area
        };
        hint_bar(
            buffer,
            foot,
            &[Context::SignIn, Context::Everywhere],
            self.lang,
        );
        frame.set_cursor_position(caret);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> SignInPage {
        SignInPage::new(Lang::Zh, "", None)
    }

    fn shown(page: &SignInPage) -> String {
        let backend = ratatui::backend::TestBackend::new(80, 24);
        let mut terminal = ratatui::Terminal::new(backend).expect("memory");
        terminal.draw(|frame| page.view(frame)).expect("memory");
        let buffer = terminal.backend().buffer().clone();
        buffer
            .content
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect()
    }

    #[test]
    fn a_name_and_a_password_are_tried_together_and_the_password_is_never_shown() {
        let mut page = page();
        assert_eq!(page.update(Input::Text("陈静".to_owned())), Outcome::Stays);
        assert_eq!(page.update(Input::Key(Key::Enter)), Outcome::Stays);
        for c in "red kettl".chars() {
            assert_eq!(page.update(Input::Key(Key::Char(c))), Outcome::Stays);
        }
        page.update(Input::Paste("ex".to_owned()));
        page.update(Input::Key(Key::Backspace));
        let shown = shown(&page);
        assert!(!shown.contains("red"), "{shown}");
        assert!(shown.contains(&"*".repeat(10)), "{shown}");
        let tried = SignIn {
            name: "陈静".to_owned(),
            password: "red kettle".to_owned(),
        };
        assert_eq!(page.update(Input::Key(Key::Enter)), Outcome::Tries(tried));
        assert!(page.password.is_empty());
    }

    #[test]
    fn a_password_typed_as_quickly_as_a_scanner_is_a_password() {
        let mut page = SignInPage::new(Lang::Zh, "陈静", None);
        let outcome = page.update(Input::Scan("430406".to_owned()));
        assert!(matches!(outcome, Outcome::Tries(tried) if tried.password == "430406"));
    }

    #[test]
    fn nothing_is_tried_without_a_name_and_a_password_and_leaving_always_works() {
        let mut page = page();
        page.update(Input::Key(Key::Enter));
        assert_eq!(page.update(Input::Key(Key::Enter)), Outcome::Stays);
        assert_eq!(page.update(Input::Key(Key::F(10))), Outcome::Leaves);
        assert_eq!(page.update(Input::HangUp), Outcome::Leaves);
    }
}
