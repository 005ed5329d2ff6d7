//! The rows of the page: what can be chosen, in the order in which it stands there.

use super::PersonScreen;
use crate::office::deed;
use crate::record::{Certificate, CertificateState, DayLine};
use crate::text::{Message, pad};
use crate::tui::look;
use crate::tui::screen::home::{DEED, clock};
use crate::tui::screen::offers;
use crate::tui::widget::{Line, Sections};

/// What a row of the page stands for, by its place in the person's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    Offer(usize),
    Waiting(usize),
    Certificate(usize),
    Matter(usize),
    Tie(usize),
    Act(usize),
    Fact,
}

impl PersonScreen {
    /// What happened and the facts come last: on a wide screen they stand beside the others.
    pub(super) fn sections(&self) -> Sections<Row> {
        let mut sections = Sections::default();
        self.offers(&mut sections);
        self.waiting(&mut sections);
        self.certificates(&mut sections);
        self.matters(&mut sections);
        self.ties(&mut sections);
        self.consents(&mut sections);
        self.timeline(&mut sections);
        self.facts(&mut sections);
        sections
    }

    pub(super) fn say(&self, message: &Message) -> String {
        message.say(self.desk.lang)
    }

    /// What she can have today, by the side of the desk; the rest with the reason.
    fn offers(&self, sections: &mut Sections<Row>) {
        let heading = Message::new("tui.offers");
        let lang = self.desk.lang;
        offers::list(sections, &self.page.offers, &heading, lang, Row::Offer);
    }

    /// Cases that wait for papers.
    fn waiting(&self, sections: &mut Sections<Row>) {
        if self.page.waiting.is_empty() {
            return;
        }
        sections.begin(self.say(&Message::new("tui.waiting")));
        for (place, case) in self.page.waiting.iter().enumerate() {
            let Some(suspended) = &case.suspended else {
                continue;
            };
            let names: Vec<&str> = suspended
                .missing
                .iter()
                .map(|paper| paper.name.as_str())
                .collect();
            let text = Message::new("tui.case_waits")
                .with("case", &case.number)
                .with("until", suspended.open_until)
                .with("missing", names.join("、"));
            let line = format!(" ! {}", self.say(&text));
            sections.row(Row::Waiting(place), vec![(line, look::NOTE)]);
        }
    }

    fn certificates(&self, sections: &mut Sections<Row>) {
        sections.begin(self.say(&Message::new("tui.certificates")));
        if self.page.certificates.is_empty() {
            let none = self.say(&Message::new("tui.none"));
            sections.line(vec![(format!(" {none}"), look::QUIET)]);
        }
        for (place, (certificate, state)) in self.page.certificates.iter().enumerate().rev() {
            let line = self.certificate(certificate, *state);
            sections.row(Row::Certificate(place), line);
            self.changes(sections, certificate.number());
        }
    }

    pub(super) fn certificate(&self, certificate: &Certificate, state: CertificateState) -> Line {
        let issued = &certificate.issued;
        let left = (issued.expiry_date - self.desk.around.on).num_days();
        let (state, style) = match state {
            CertificateState::Valid => (
                Message::new("tui.valid_for").with("days", left + 1),
                look::GOOD,
            ),
            CertificateState::Expired => (
                Message::new("tui.expired_for").with("days", -left),
                look::NOTE,
            ),
            CertificateState::Ended(end) => (end.message(), look::NOTE),
        };
        let days = Message::new("tui.certificate_days")
            .with("issued", certificate.first_issued())
            .with("expires", issued.expiry_date);
        vec![
            (format!(" {}  ", certificate.number()), look::STRONG),
            (format!("{}  ", self.say(&days)), look::PLAIN),
            (self.say(&state), style),
        ]
    }

    /// Other names and numbers of hers, and the people she has to do with.
    fn ties(&self, sections: &mut Sections<Row>) {
        if self.page.ties.is_empty() {
            return;
        }
        sections.begin(self.say(&Message::new("tui.ties")));
        for (place, tie) in self.page.ties.iter().enumerate() {
            let line = format!(" {}", self.say(&tie.message()));
            sections.row(Row::Tie(place), vec![(line, look::PLAIN)]);
        }
    }

    /// Everything that was done, the newest first.
    fn timeline(&self, sections: &mut Sections<Row>) {
        sections.begin(self.say(&Message::new("tui.timeline")));
        for (place, line) in self.page.timeline.iter().enumerate().rev() {
            sections.row(Row::Act(place), vec![(self.act_line(line), look::PLAIN)]);
        }
    }

    fn act_line(&self, line: &DayLine) -> String {
        let did = deed(line, &self.desk.forms, self.desk.lang);
        format!(
            " {} {}  {}{}  {}",
            line.on,
            clock(line.at),
            pad(&did, DEED),
            pad(&line.number, 22),
            line.clerk
        )
    }
}
