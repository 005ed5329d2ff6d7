use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::{Act, Response, Screen};
use crate::disk::at_the_counter;
use crate::office::{AuditLine, AuditWish};
use crate::text::{Message, pad};
use crate::tui::app::Effect;
use crate::tui::desk::Desk;
use crate::tui::job::{Job, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::look;
use crate::tui::widget::{LineEdit, fill, put, window};

/// Rows that one key for a page moves by.
const PAGE: isize = 10;
/// Column of the box.
const BOX_AT: u16 = 10;
/// Columns of a member's name.
const MEMBER: usize = 10;

/// What an auditor sees of a day: who looked at whom, and what is unusual about it. The box keeps
/// one member's acts.
pub struct AuditScreen {
    desk: Arc<Desk>,
    on: NaiveDate,
    line: LineEdit,
    /// Every act of the day; the box picks from them.
    acts: Vec<AuditLine>,
    /// The day they are of; `None` until the office has told.
    told: Option<NaiveDate>,
    chosen: usize,
}

impl AuditScreen {
    /// The screen before its list is there, and the job that brings it.
    pub fn open(desk: Arc<Desk>) -> Response {
        let screen = AuditScreen {
            on: desk.around.on,
            desk,
            line: LineEdit::default(),
            acts: Vec::new(),
            told: None,
            chosen: 0,
        };
        let job = screen.job();
        Response::open(screen).and(Effect::Start(job))
    }

    /// The ledger is read once for a day, whatever is typed then.
    fn job(&self) -> Job {
        Job::Audit(AuditWish {
            from: self.on,
            to: self.on,
            member: String::new(),
        })
    }

    fn picked(&self) -> Vec<&AuditLine> {
        let member = self.line.text().trim();
        let acts = self.acts.iter();
        acts.filter(|act| act.member.contains(member)).collect()
    }

    fn turn(&mut self, to: Option<NaiveDate>) -> Response {
        self.on = to.unwrap_or(self.on);
        self.chosen = 0;
        Response::start(self.job())
    }

    fn move_by(&mut self, by: isize) -> Response {
        let last = self.picked().len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
        Response::stay()
    }

    fn word(&mut self, word: Word) -> Response {
        match word {
            Word::Left => self.turn(self.on.pred_opt()),
            Word::Right => self.turn(self.on.succ_opt()),
            Word::Up => self.move_by(-1),
            Word::Down => self.move_by(1),
            Word::PageUp => self.move_by(-PAGE),
            Word::PageDown => self.move_by(PAGE),
            Word::Back => Response::close(),
            Word::NextCustomer => Response::home(),
            word => {
                self.line.act(word);
                self.move_by(0)
            }
        }
    }

    fn say(&self, message: &Message) -> String {
        message.say(self.desk.lang)
    }

    fn text_of(&self, act: &AuditLine) -> String {
        let at = at_the_counter(act.at).format("%H:%M:%S");
        let said = act.said();
        let member = pad(&act.member, MEMBER);
        format!("{at}  {member}{}", said.say(self.desk.lang))
    }
}

impl Screen for AuditScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Audit, Context::Line]
    }

    fn act(&mut self, act: Act) -> Response {
        match act {
            Act::Word(word) => self.word(word),
            Act::Text(c) => {
                self.line.insert(c.encode_utf8(&mut [0; 4]));
                self.move_by(0)
            }
            Act::Paste(text) => {
                self.line.insert(&text);
                self.move_by(0)
            }
            Act::Scan(code) => Response::look_up(code),
        }
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        match reply {
            Reply::Audited(wish, acts) => {
                if wish.from == self.on {
                    self.acts.clone_from(acts);
                    self.told = Some(self.on);
                }
                Some(self.move_by(0))
            }
            // Whoever is no auditor hears it and is back where she was.
            Reply::Failed(notice) if self.told.is_none() => {
                Some(Response::close().notice(notice.clone()))
            }
            Reply::Opened(opened) => {
                self.desk = opened.desk.clone();
                Some(Response::stay())
            }
            _ => None,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let buffer = frame.buffer_mut();
        let picked = self.picked();
        let title = Message::new("tui.audit_title")
            .with("day", self.on)
            .with("count", picked.len());
        let title = match self.told == Some(self.on) {
            true => self.say(&title),
            false => self.say(&Message::new("tui.audit_reading").with("day", self.on)),
        };
        let width = area.width.saturating_sub(2);
        put(buffer, area.x + 1, area.y, width, &title, look::HEADING);
        let label = self.say(&Message::new("tui.audit_member"));
        put(buffer, area.x + 1, area.y + 2, BOX_AT, &label, look::LABEL);
        let place = Rect {
            x: area.x + BOX_AT,
            y: area.y + 2,
            width: area.width.saturating_sub(BOX_AT + 1),
            height: 1,
        };
        let caret = self.line.draw(buffer, place, look::FIELD);
        let rows = Rect {
            x: area.x + 1,
            y: area.y + 4,
            width,
            height: area.height.saturating_sub(4),
        };
        let range = window(self.chosen, picked.len(), usize::from(rows.height));
        for (place, y) in range.zip(rows.y..rows.bottom()) {
            let act = picked[place];
            let style = match act.out_of_hours || act.looks.is_some() {
                true => look::PROBLEM,
                false => look::PLAIN,
            };
            put(buffer, rows.x, y, rows.width, &self.text_of(act), style);
            if place == self.chosen {
                let row = Rect {
                    y,
                    height: 1,
                    ..rows
                };
                fill(buffer, row, look::SELECTED);
            }
        }
        caret
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::Audited;
    use crate::text::Lang;
    use crate::tui::tests::desk;

    fn line(member: &str) -> AuditLine {
        AuditLine {
            sequence: 5,
            at: 0,
            counter: 1,
            member: member.to_owned(),
            did: Audited::Looked,
            people: vec!["李春桃".to_owned()],
            about: String::new(),
            out_of_hours: false,
            looks: Some(4),
        }
    }

    #[test]
    fn the_box_keeps_one_members_acts_and_another_days_list_is_not_taken_for_this_one() {
        let mut screen = AuditScreen {
            on: desk(Lang::Zh).around.on,
            desk: desk(Lang::Zh),
            line: LineEdit::default(),
            acts: Vec::new(),
            told: None,
            chosen: 0,
        };
        let Job::Audit(wish) = screen.job() else {
            panic!("it asks for the day");
        };
        let acts = vec![line("陈静"), line("刘志强")];
        screen.reply(&Reply::Audited(wish.clone(), acts));
        assert_eq!(screen.picked().len(), 2);
        screen.act(Act::Word(Word::Down));
        for c in "刘志".chars() {
            screen.act(Act::Text(c));
        }
        assert_eq!((screen.picked().len(), screen.chosen), (1, 0));
        let said = screen.text_of(screen.picked()[0]);
        assert!(said.contains("刘志强") && said.contains("李春桃") && said.contains('4'));
        let turned = screen.act(Act::Word(Word::Left));
        assert_eq!(turned.effects.len(), 1);
        screen.reply(&Reply::Audited(wish, Vec::new()));
        assert_eq!(screen.told, Some(screen.on.succ_opt().expect("a day")));
        assert_eq!(screen.acts.len(), 2);
    }
}
