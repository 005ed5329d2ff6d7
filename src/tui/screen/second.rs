use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use zeroize::{Zeroize, Zeroizing};

use super::{Act, Response, Screen};
use crate::office::{Second, SignIn};
use crate::staff::Grave;
use crate::text::{Lang, Message, Said};
use crate::tui::app::Effect;
use crate::tui::job::{Job, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::look;
use crate::tui::widget::{LineEdit, put, wrapped};

/// Characters of a password at most.
const MOST: usize = 256;
/// Columns of the box.
const COLUMNS: u16 = 64;

/// Another member signs in for one act, or whoever is alone says why it cannot wait; then the act is
/// begun again. The page below it stays as it is.
pub struct SecondScreen {
    lang: Lang,
    to: Grave,
    about: String,
    /// What is done once it is agreed to.
    job: Job,
    name: LineEdit,
    password: Zeroizing<String>,
    reason: LineEdit,
    at: Field,
    said: Option<Said>,
    /// The office is at work.
    asking: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Name,
    Password,
    Reason,
}

impl Field {
    const ALL: [Field; 3] = [Field::Name, Field::Password, Field::Reason];

    fn label(self) -> Message {
        Message::new(match self {
            Field::Name => "tui.second_name",
            Field::Password => "tui.sign_in_password",
            Field::Reason => "tui.second_reason",
        })
    }

    fn moved(self, by: usize) -> Field {
        Field::ALL[(self as usize + by) % Field::ALL.len()]
    }
}

impl SecondScreen {
    pub fn new(lang: Lang, (to, about): (Grave, &str), job: Job) -> SecondScreen {
        SecondScreen {
            lang,
            to,
            about: about.to_owned(),
            job,
            name: LineEdit::default(),
            password: Zeroizing::new(String::new()),
            reason: LineEdit::default(),
            at: Field::Name,
            said: None,
            asking: false,
        }
    }

    fn line(&mut self) -> Option<&mut LineEdit> {
        match self.at {
            Field::Name => Some(&mut self.name),
            Field::Reason => Some(&mut self.reason),
            Field::Password => None,
        }
    }

    fn type_in(&mut self, text: &str) -> Response {
        self.said = None;
        match self.line() {
            Some(line) => line.insert(text),
            None => {
                // The text is not to move in memory, where a copy of it would stay.
                if self.password.capacity() == 0 {
                    self.password.reserve_exact(4 * MOST);
                }
                for c in text.chars() {
                    if self.password.len() + c.len_utf8() <= 4 * MOST {
                        self.password.push(c);
                    }
                }
            }
        }
        Response::stay()
    }

    fn accept(&mut self) -> Response {
        if self.asking {
            return Response::stay();
        }
        let name = self.name.text().trim().to_owned();
        let second = match self.at {
            Field::Name if !name.is_empty() => {
                self.at = Field::Password;
                return Response::stay();
            }
            Field::Password if !name.is_empty() && !self.password.is_empty() => {
                let password = self.password.to_string();
                self.password.zeroize();
                Second::Agrees(SignIn { name, password })
            }
            Field::Reason if !self.reason.text().trim().is_empty() => {
                Second::BreaksGlass(self.reason.text().to_owned())
            }
            _ => return Response::no(Message::new("tui.second_missing")),
        };
        self.asking = true;
        Response::start(Job::Agree {
            to: self.to,
            about: self.about.clone(),
            second,
        })
    }

    /// Nobody agreed; what was typed stays but for the password.
    fn refused(&mut self, why: impl Into<Said>) -> Response {
        self.asking = false;
        self.said = Some(why.into());
        Response::stay().and(Effect::Bell)
    }

    fn word(&mut self, word: Word) -> Response {
        match word {
            Word::Accept => return self.accept(),
            Word::Next | Word::Down => self.at = self.at.moved(1),
            Word::Previous | Word::Up => self.at = self.at.moved(2),
            Word::Back => return Response::close(),
            Word::EraseLeft if self.at == Field::Password => {
                self.password.pop();
            }
            Word::EraseLine if self.at == Field::Password => self.password.zeroize(),
            other => {
                if let Some(line) = self.line() {
                    line.act(other);
                }
            }
        }
        Response::stay()
    }
}

impl Screen for SecondScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Second, Context::Line]
    }

    fn act(&mut self, act: Act) -> Response {
        match act {
            Act::Word(word) => self.word(word),
            Act::Text(c) => self.type_in(c.encode_utf8(&mut [0; 4])),
            Act::Paste(mut text) => {
                let response = self.type_in(&text);
                text.zeroize();
                response
            }
            // A password typed quickly looks like a scanner's code with its Enter.
            Act::Scan(mut code) => {
                self.type_in(&code);
                code.zeroize();
                self.accept()
            }
        }
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        match reply {
            Reply::Agreed if self.asking => {
                Some(Response::close().and(Effect::Start(self.job.clone())))
            }
            Reply::NotAgreed(why) if self.asking => Some(self.refused(why.clone())),
            // The office could not even ask: a full disk, a view that is refused.
            Reply::Failed(notice) if self.asking => Some(self.refused(notice.headline.clone())),
            _ => None,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let buffer = frame.buffer_mut();
        let columns = area.width.saturating_sub(4).min(COLUMNS);
        let mut row = Rect::new(area.x + 2, area.y + 1, columns, 1);
        let what = self.to.message().say(self.lang);
        let heading = format!("{what}  {}", self.about);
        put(buffer, row.x, row.y, columns, &heading, look::HEADING);
        row.y += 2;
        let explained = Message::new("tui.second_explained").say(self.lang);
        for line in wrapped(&explained, usize::from(columns)) {
            put(buffer, row.x, row.y, columns, &line, look::PLAIN);
            row.y += 1;
        }
        row.y += 1;
        let mut caret = Position::new(area.x, area.y);
        for field in Field::ALL {
            let label = field.label().say(self.lang);
            put(buffer, row.x, row.y, columns, &label, look::LABEL);
            row.y += 1;
            let stars;
            let line = match field {
                Field::Name => &self.name,
                Field::Reason => &self.reason,
                Field::Password => {
                    stars = LineEdit::new(&"*".repeat(self.password.chars().count()));
                    &stars
                }
            };
            if row.y >= area.bottom() {
                break;
            }
            let at = line.draw(buffer, row, look::FIELD);
            if field == self.at {
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
        caret
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::RequestId;
    use crate::tui::notice::Notice;

    fn screen() -> SecondScreen {
        let job = Job::DropDraft(RequestId([1; 16]));
        SecondScreen::new(Lang::Zh, (Grave::Cancel, "4304060051000001X"), job)
    }

    fn typed(screen: &mut SecondScreen, text: &str) {
        for c in text.chars() {
            screen.act(Act::Text(c));
        }
    }

    fn accepted(screen: &mut SecondScreen) -> Vec<Effect> {
        screen.act(Act::Word(Word::Accept)).effects
    }

    #[test]
    fn another_member_signs_in_and_then_the_act_is_begun_again() {
        let mut screen = screen();
        typed(&mut screen, "刘志强");
        assert!(accepted(&mut screen).is_empty());
        typed(&mut screen, "red kettle");
        let second = Second::Agrees(SignIn {
            name: "刘志强".to_owned(),
            password: "red kettle".to_owned(),
        });
        let job = Job::Agree {
            to: Grave::Cancel,
            about: "4304060051000001X".to_owned(),
            second,
        };
        assert_eq!(accepted(&mut screen), [Effect::Start(job)]);
        assert!(screen.password.is_empty());
        assert!(accepted(&mut screen).is_empty(), "once");
        let done = screen.reply(&Reply::Agreed).expect("it is for this page");
        assert_eq!(
            done.effects,
            [Effect::Start(Job::DropDraft(RequestId([1; 16])))]
        );
    }

    #[test]
    fn a_hall_that_cannot_answer_says_so_and_the_page_goes_on() {
        let mut screen = screen();
        typed(&mut screen, "刘志强");
        accepted(&mut screen);
        typed(&mut screen, "red kettle");
        assert_eq!(accepted(&mut screen).len(), 1);
        let full = Notice::new(Message::new("ledger.append_no_space").with("cause", "full"));
        assert!(screen.reply(&Reply::Failed(full)).is_some());
        assert!(screen.said.is_some());
        typed(&mut screen, "red kettle");
        assert_eq!(accepted(&mut screen).len(), 1, "she can try again");
    }

    #[test]
    fn whoever_is_alone_says_why_and_a_refusal_loses_nothing() {
        let mut screen = screen();
        assert_eq!(accepted(&mut screen), [Effect::Bell]);
        screen.act(Act::Word(Word::Previous));
        typed(&mut screen, "急用");
        assert_eq!(accepted(&mut screen).len(), 1);
        screen.reply(&Reply::NotAgreed(Message::new("staff.no_reason")));
        typed(&mut screen, "，负责人外出");
        let job = Job::Agree {
            to: Grave::Cancel,
            about: "4304060051000001X".to_owned(),
            second: Second::BreaksGlass("急用，负责人外出".to_owned()),
        };
        assert_eq!(accepted(&mut screen), [Effect::Start(job)]);
    }
}
