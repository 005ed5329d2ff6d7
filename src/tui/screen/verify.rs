use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::wizard::Wizard;
use super::{Act, Response, Screen};
use crate::paper::seal::{Statement, Verdict};
use crate::text::{Lang, Message, pad, width};
use crate::tui::desk::Desk;
use crate::tui::job::{Job, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::look;
use crate::tui::widget::{LineEdit, Page, Scroll};

/// The service that registers the verification of a certificate from elsewhere.
const REGISTER: &str = "verify.certificate";
/// Columns of a label.
const LABEL: usize = 14;

/// Verifies the code on a certificate: scan, then one word that fills a bar, its reason, and every
/// field as the paper must show it.
pub struct VerifyScreen {
    /// Without a hall there is none, and nothing can be registered.
    desk: Option<Arc<Desk>>,
    lang: Lang,
    line: LineEdit,
    verdict: Option<Verdict>,
    /// The answer is on its way.
    checking: bool,
    /// A form is on its way.
    starting: bool,
}

/// Whether a text is meant for this screen rather than for the search box.
pub fn is_code(text: &str) -> bool {
    let text = text.trim();
    let format = text
        .strip_prefix("GTL")
        .or_else(|| text.strip_prefix("GT"))
        .and_then(|rest| rest.split_once(':'));
    let numbered = format.is_some_and(|(format, _)| format.parse::<u16>().is_ok());
    numbered || text.starts_with(crate::paper::seal::SAMPLE)
}

impl VerifyScreen {
    pub fn new(desk: Arc<Desk>) -> VerifyScreen {
        VerifyScreen {
            lang: desk.lang,
            desk: Some(desk),
            ..VerifyScreen::alone(Lang::default())
        }
    }

    /// Without a hall.
    pub fn alone(lang: Lang) -> VerifyScreen {
        VerifyScreen {
            desk: None,
            lang,
            line: LineEdit::default(),
            verdict: None,
            checking: false,
            starting: false,
        }
    }

    /// Opens with a code that was scanned elsewhere.
    pub fn open(desk: Arc<Desk>, code: &str) -> Response {
        let mut screen = VerifyScreen::new(desk);
        let asked = screen.check(code.to_owned());
        let mut response = Response::open(screen);
        response.effects.extend(asked.effects);
        response
    }

    fn say(&self, message: &Message) -> String {
        message.say(self.lang)
    }

    fn check(&mut self, code: String) -> Response {
        self.line = LineEdit::default();
        self.verdict = None;
        self.checking = true;
        Response::start(Job::VerifyCode(code))
    }

    fn accept(&mut self) -> Response {
        match self.line.text().trim() {
            "" => Response::no(Message::new("tui.scan_a_code")),
            text => {
                let text = text.to_owned();
                self.check(text)
            }
        }
    }

    /// Registers the verification, with what the code says already answered.
    fn register(&mut self) -> Response {
        let statement = self.verdict.as_ref().and_then(|one| one.statement.as_ref());
        let Some(statement) = statement else {
            return Response::no(Message::new("tui.nothing_to_register"));
        };
        let form = self.desk.as_ref().and_then(|desk| desk.form(REGISTER));
        if form.is_none() {
            return Response::no(Message::new("tui.no_service"));
        }
        let hall = self.verdict.as_ref().and_then(|one| one.hall.as_deref());
        let job = Job::Start {
            service: REGISTER.to_owned(),
            person: None,
            seed: seed(statement, hall.unwrap_or_default()),
        };
        match std::mem::replace(&mut self.starting, true) {
            true => Response::stay(),
            false => Response::start(job),
        }
    }

    fn word(&mut self, word: Word) -> Response {
        match word {
            Word::Accept => self.accept(),
            Word::Submit => self.register(),
            Word::Back => Response::close(),
            Word::NextCustomer => Response::home(),
            word => {
                self.line.act(word);
                Response::stay()
            }
        }
    }

    fn page(&self, columns: u16) -> Page {
        let mut page = Page::default();
        let Some(verdict) = &self.verdict else {
            let hint = match self.checking {
                true => Message::new("tui.code_checking"),
                false => Message::new("tui.code_hint"),
            };
            page.text(&self.say(&hint), 1, columns, look::QUIET);
            return page;
        };
        let (sign, style) = match verdict.is_genuine() {
            true => (Message::new("tui.code_genuine"), look::GOOD),
            false => (Message::new("tui.code_refused"), look::PROBLEM),
        };
        // A bar of three rows in the colour's reverse, which also says its word.
        let bar = style.add_modifier(Modifier::REVERSED);
        let sign = self.say(&sign);
        let left = usize::from(columns).saturating_sub(width(&sign)) / 2;
        let filled = pad(&format!("{}{sign}", " ".repeat(left)), usize::from(columns));
        let empty = " ".repeat(usize::from(columns));
        for row in [&empty, &filled, &empty] {
            page.line(row.clone(), bar);
        }
        page.gap();
        page.text(&self.say(&verdict.message()), 1, columns, style);
        page.gap();
        let fields = verdict.fields();
        if !fields.is_empty() {
            let compare = self.say(&Message::new("tui.code_compare"));
            page.line(format!(" {compare}"), look::HEADING);
        }
        for (label, text) in fields {
            let label = pad(&self.say(&label), LABEL);
            let text = text.say(self.lang);
            page.pieces(vec![
                (format!(" {label}"), look::LABEL),
                (text, Style::new().add_modifier(Modifier::BOLD)),
            ]);
        }
        page
    }
}

/// The answers of the register that the code gives. A masked number is no number.
fn seed(statement: &Statement, hall: &str) -> BTreeMap<String, String> {
    let until = statement.until.map(|until| until.to_string());
    // A couple's paper names both, and does not say who of them came.
    let of_one = !statement.name.contains('、');
    let name = match of_one {
        true => statement.name.clone(),
        false => String::new(),
    };
    let mut answers = vec![
        ("applicant.name", name.clone()),
        ("verification.legible", "yes".to_owned()),
        ("verification.name", name),
        ("verification.certificate_no", statement.number.clone()),
        ("verification.certificate_issuer", hall.to_owned()),
        ("verification.issue_date", statement.issued.to_string()),
        ("verification.expiry_date", until.unwrap_or_default()),
    ];
    if of_one && !statement.id.contains('*') {
        answers.push(("applicant.id", statement.id.clone()));
    }
    let answers = answers.into_iter().filter(|(_, text)| !text.is_empty());
    answers
        .map(|(path, text)| (path.to_owned(), text))
        .collect()
}

impl Screen for VerifyScreen {
    fn contexts(&self) -> Vec<Context> {
        match self.desk {
            Some(_) => vec![Context::Verify, Context::Line],
            None => vec![Context::VerifyAlone, Context::Line],
        }
    }

    fn act(&mut self, act: Act) -> Response {
        match act {
            Act::Word(word) => self.word(word),
            Act::Text(c) => {
                self.line.insert(c.encode_utf8(&mut [0; 4]));
                Response::stay()
            }
            Act::Paste(code) | Act::Scan(code) => self.check(code),
        }
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        match reply {
            Reply::CodeVerified(verdict) => {
                self.checking = false;
                self.verdict = Some((**verdict).clone());
                Some(Response::stay())
            }
            Reply::Draft(draft) => {
                self.starting = false;
                Some(Response::open(Wizard::new(
                    self.desk.clone()?,
                    (**draft).clone(),
                )?))
            }
            Reply::Failed(_) => {
                self.checking = false;
                self.starting = false;
                None
            }
            Reply::Opened(opened) => {
                self.desk = Some(opened.desk.clone());
                Some(Response::stay())
            }
            _ => None,
        }
    }

    fn awaits(&self) -> bool {
        self.starting
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let inner = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        let label = self.say(&Message::new("tui.code_box"));
        let mut heading = Page::default();
        heading.line(label, look::LABEL);
        let buffer = frame.buffer_mut();
        heading.draw(buffer, inner, Scroll::default(), look::NOTE);
        let line = Rect {
            y: inner.y + 1,
            height: 1.min(inner.height.saturating_sub(1)),
            ..inner
        };
        let caret = self.line.draw(buffer, line, look::FIELD);
        let below = Rect {
            y: inner.y + 3,
            height: inner.height.saturating_sub(3),
            ..inner
        };
        let page = self.page(inner.width);
        page.draw(buffer, below, Scroll::default(), look::NOTE);
        caret
    }
}

#[cfg(test)]
mod tests;
