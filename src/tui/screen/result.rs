use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::print::PrintScreen;
use super::{Act, Response, Screen};
use crate::form::{CertificateChange, MissingPaper};
use crate::text::{Message, pad, width};
use crate::tui::desk::Desk;
use crate::tui::job::{Done, Issued};
use crate::tui::keys::{Context, Word};
use crate::tui::look;
use crate::tui::widget::{Page, Scroll};

/// What came of it: the number, how long it is valid, the papers that were written.
pub struct ResultScreen {
    desk: Arc<Desk>,
    issued: Issued,
    scroll: Scroll,
}

impl ResultScreen {
    pub fn new(desk: Arc<Desk>, issued: Issued) -> ResultScreen {
        ResultScreen {
            desk,
            issued,
            scroll: Scroll::default(),
        }
    }

    /// Its papers to the printer: those of the certificate and of the application.
    fn print(&self) -> Response {
        if self.issued.papers.is_empty() {
            return Response::no(Message::new("print.nothing"));
        }
        let numbers: Vec<String> = match &self.issued.done {
            Done::Certificate { number, .. } | Done::Recorded { number, .. } => {
                vec![number.clone()]
            }
            Done::Waiting { case, .. } => vec![case.clone()],
            Done::Changed { number, case, .. } => {
                let both = [number, case]
                    .into_iter()
                    .filter(|number| !number.is_empty());
                both.cloned().collect()
            }
            Done::Registered { .. } => Vec::new(),
        };
        let papers = self.issued.papers.iter().map(|paper| paper.paper.clone());
        PrintScreen::open(self.desk.clone(), numbers, papers.collect())
    }

    fn say(&self, message: &Message) -> String {
        message.say(self.desk.lang)
    }

    fn layout(&self, columns: u16) -> Page {
        let mut page = Page::default();
        page.gap();
        match &self.issued.done {
            Done::Certificate {
                case,
                number,
                expiry_date,
            } => self.certificate(&mut page, case, number, *expiry_date),
            Done::Waiting {
                case,
                missing,
                open_until,
            } => self.waiting(&mut page, columns, case, missing, *open_until),
            Done::Recorded {
                service,
                case,
                number,
                values,
            } => self.recorded(&mut page, service, (case, number), values),
            Done::Changed {
                change,
                case,
                number,
                expiry_date,
                ended,
            } => {
                self.headline(&mut page, *change);
                page.gap();
                large(&mut page, number);
                page.gap();
                self.changed(&mut page, columns, (*expiry_date, case), ended.as_ref());
            }
            Done::Registered { known } => self.registered(&mut page, *known),
        }
        for note in &self.issued.notes {
            page.text(&format!("! {}", self.say(note)), 0, columns, look::NOTE);
        }
        page.gap();
        self.papers(&mut page, columns);
        page
    }

    fn certificate(&self, page: &mut Page, case: &str, number: &str, expiry_date: NaiveDate) {
        let done = match self.issued.repeated {
            true => Message::new("tui.issued_before"),
            false => Message::new("tui.issued"),
        };
        let done = done.with("name", &self.issued.name);
        page.line(format!("✓ {}", self.say(&done)), look::GOOD);
        page.gap();
        large(page, number);
        page.gap();
        let expires = Message::new("tui.expires").with("date", expiry_date);
        page.line(self.say(&expires), look::STRONG);
        let case = Message::new("tui.case_number").with("case", case);
        page.line(self.say(&case), look::PLAIN);
    }

    fn waiting(
        &self,
        page: &mut Page,
        columns: u16,
        case: &str,
        missing: &[MissingPaper],
        open_until: Option<NaiveDate>,
    ) {
        let done = Message::new("tui.suspended").with("name", &self.issued.name);
        page.text(&self.say(&done), 0, columns, look::NOTE);
        page.gap();
        large(page, case);
        page.gap();
        if let Some(open_until) = open_until {
            let until = Message::new("tui.open_until").with("date", open_until);
            page.line(self.say(&until), look::STRONG);
        }
        page.line(self.say(&Message::new("tui.still_missing")), look::HEADING);
        for paper in missing {
            let text = Message::new("tui.missing_paper")
                .with("name", &paper.name)
                .with("count", paper.count)
                .with("from", &paper.from);
            page.text(&format!("✗ {}", self.say(&text)), 1, columns, look::PROBLEM);
        }
    }

    fn recorded(
        &self,
        page: &mut Page,
        service: &str,
        (case, number): (&str, &str),
        values: &BTreeMap<String, String>,
    ) {
        let form = self.desk.form(service);
        let title = form.map_or(service, |form| form.title.say(self.desk.lang));
        let done = match self.issued.repeated {
            true => Message::new("tui.recorded_before"),
            false => Message::new("tui.recorded"),
        };
        let done = done.with("name", &self.issued.name).with("title", title);
        page.line(format!("✓ {}", self.say(&done)), look::GOOD);
        page.gap();
        large(page, number);
        page.gap();
        for rule in form.iter().flat_map(|form| &form.values) {
            if let (Some(label), Some(text)) = (&rule.label, values.get(&rule.name)) {
                let lang = self.desk.lang;
                let text = rule.read(text).map(|read| read.say(lang).to_owned());
                let line = format!("{}：{}", label.say(lang), text.unwrap_or_default());
                page.line(line, look::STRONG);
            }
        }
        if case != number {
            let case = Message::new("tui.case_number").with("case", case);
            page.line(self.say(&case), look::PLAIN);
        }
    }

    fn headline(&self, page: &mut Page, change: CertificateChange) {
        let done = match change {
            CertificateChange::HandOver => "tui.handed_over",
            CertificateChange::Renew => "tui.renewed",
            CertificateChange::Replace => "tui.replaced",
            CertificateChange::Correct => "tui.corrected",
            CertificateChange::Annotate => "tui.annotated",
            CertificateChange::Cancel => "tui.cancelled",
        };
        let done = Message::new(done).with("name", &self.issued.name);
        let mut line = format!("✓ {}", self.say(&done));
        if self.issued.repeated {
            line.push_str(&self.say(&Message::new("tui.done_before")));
        }
        page.line(line, look::GOOD);
    }

    /// What counts now, and what became void.
    fn changed(
        &self,
        page: &mut Page,
        columns: u16,
        (expiry_date, case): (Option<NaiveDate>, &str),
        ended: Option<&(String, Message)>,
    ) {
        if let Some((old, standing)) = ended {
            let old = Message::new("tui.old_certificate")
                .with("number", old)
                .with_said("standing", standing.clone());
            page.text(&format!("✗ {}", self.say(&old)), 0, columns, look::PROBLEM);
        }
        if let Some(expiry_date) = expiry_date {
            let expires = Message::new("tui.expires").with("date", expiry_date);
            page.line(self.say(&expires), look::STRONG);
        }
        if !case.is_empty() {
            let case = Message::new("tui.case_number").with("case", case);
            page.line(self.say(&case), look::PLAIN);
        }
    }

    fn registered(&self, page: &mut Page, known: bool) {
        let done = match known {
            true => Message::new("tui.registered_again"),
            false => Message::new("tui.registered"),
        };
        let done = done.with("name", &self.issued.name);
        page.line(format!("✓ {}", self.say(&done)), look::GOOD);
    }

    fn papers(&self, page: &mut Page, columns: u16) {
        if self.issued.papers.is_empty() {
            return;
        }
        page.line(self.say(&Message::new("tui.papers_written")), look::HEADING);
        for paper in &self.issued.papers {
            let title = self.desk.paper_title(&paper.paper);
            let copies = Message::new("tui.copies").with("copies", paper.copies);
            page.pieces(vec![
                (format!("✓ {}", pad(&title, 44)), look::PLAIN),
                (self.say(&copies), look::STRONG),
            ]);
            page.text(&paper.path.display().to_string(), 4, columns, look::QUIET);
        }
    }
}

/// A number as large as a terminal shows it without leaving its letters.
fn large(page: &mut Page, number: &str) {
    let number = spaced(number);
    let bar = " ".repeat(width(&number) + 6);
    page.line(bar.clone(), look::TITLE);
    page.line(format!("   {number}   "), look::TITLE);
    page.line(bar, look::TITLE);
}

/// A number in groups of four, as it is read out.
fn spaced(number: &str) -> String {
    let mut out = String::new();
    let head = number.chars().take_while(|c| !c.is_ascii()).count();
    for (place, c) in number.chars().enumerate() {
        let group = place >= head && (place - head) % 4 == 0;
        if group && place > 0 && !number.contains(['-', '/']) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

impl Screen for ResultScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Result]
    }

    fn act(&mut self, act: Act) -> Response {
        match act {
            Act::Word(Word::NextCustomer) => Response::home(),
            Act::Word(Word::Print) => self.print(),
            Act::Scan(code) => Response::look_up(code),
            Act::Word(Word::Down) => {
                self.scroll.down(1, self.layout(76).lines.len());
                Response::stay()
            }
            Act::Word(Word::Up) => {
                self.scroll.up(1);
                Response::stay()
            }
            Act::Text(_) | Act::Paste(_) => Response::no(Message::new("tui.press_enter")),
            Act::Word(_) => Response::stay(),
        }
    }

    fn must_be_seen(&self, _act: &Act) -> bool {
        true
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let inner = Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(4),
            ..area
        };
        let page = self.layout(inner.width);
        page.draw(frame.buffer_mut(), inner, self.scroll, look::NOTE);
        Position::new(inner.x, area.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_spaced_as_it_is_read_out() {
        assert_eq!(spaced("4304060051000001X"), "4304 0600 5100 0001 X");
        assert_eq!(spaced("样4304060051"), "样 4304 0600 51");
        assert_eq!(spaced("SQ-430406005-2010-00001"), "SQ-430406005-2010-00001");
    }
}
