//! Her certificates, each with what can be done with it today: a letter starts it.

use std::collections::BTreeMap;

use super::PersonScreen;
use crate::policy::Refusal;
use crate::record::{Certificate, CertificateState};
use crate::text::Message;
use crate::tui::job::{ChangeOffer, Job};
use crate::tui::look;
use crate::tui::notice::Notice;
use crate::tui::screen::Response;
use crate::tui::widget::Page;

/// The answer that names the certificate a form is about.
const NUMBER: &str = "certificate.number";

impl PersonScreen {
    /// What may be done today, in the order of its letters.
    fn open_changes(&self) -> impl Iterator<Item = &ChangeOffer> {
        let offers = self.page.changes.iter();
        offers.filter(|offer| offer.refusals.is_empty())
    }

    pub(super) fn start_change(&mut self, letter: char) -> Response {
        let place = u32::from(letter.to_ascii_lowercase()) - u32::from('a');
        let offer = self.open_changes().nth(place as usize).cloned();
        let Some(offer) = offer else {
            return Response::no(Message::new("tui.no_such_letter"));
        };
        self.start_with(&offer.service, &offer.number)
    }

    /// Starts a service for one of her certificates.
    pub(super) fn start_with(&mut self, service: &str, number: &str) -> Response {
        if std::mem::replace(&mut self.starting, true) {
            return Response::stay();
        }
        Response::start(Job::Start {
            service: service.to_owned(),
            person: Some(self.page.person.key),
            seed: BTreeMap::from([(NUMBER.to_owned(), number.to_owned())]),
        })
    }

    /// She asked for what she has: the way is its renewal, else the rules say why not.
    pub(super) fn instead(&mut self, refusals: &[Refusal]) -> Response {
        let certified = refusals.iter().all(|refusal| refusal.rule == CERTIFIED);
        let renewal = self.open_changes().find(|offer| offer.service == RENEW);
        match renewal.filter(|_| certified).cloned() {
            Some(offer) => {
                self.told = Some(Message::new("tui.to_renewal"));
                self.start_with(&offer.service, &offer.number)
            }
            None => Response::stay().notice(Notice::refused(refusals, self.desk.lang)),
        }
    }

    pub(super) fn certificates(&self, page: &mut Page, columns: u16) {
        page.line(self.say(&Message::new("tui.certificates")), look::HEADING);
        if self.page.certificates.is_empty() {
            page.line(
                format!(" {}", self.say(&Message::new("tui.none"))),
                look::QUIET,
            );
        }
        for certificate in self.page.certificates.iter().rev() {
            page.pieces(self.certificate(certificate));
            self.changes(page, columns, certificate.number());
        }
        page.gap();
    }

    fn certificate(&self, certificate: &Certificate) -> Vec<(String, ratatui::style::Style)> {
        let issued = &certificate.issued;
        let on = self.desk.around.on;
        let (state, style) = match certificate.state(on) {
            CertificateState::Valid => (Message::new("tui.valid"), look::GOOD),
            CertificateState::Expired => (Message::new("tui.expired"), look::NOTE),
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

    /// What is possible in one line with its letters; below it what is not, once for each reason.
    fn changes(&self, page: &mut Page, columns: u16, number: &str) {
        let lang = self.desk.lang;
        let letters = ('a'..='z').zip(self.open_changes());
        let open = letters.filter(|(_, offer)| offer.number == number);
        let open = open.map(|(letter, offer)| (letter, offer.title.say(lang)));
        let mut pieces = vec![("  ".to_owned(), look::PLAIN)];
        for (letter, title) in open {
            pieces.push((format!(" {letter} "), look::KEY));
            pieces.push((format!(" {title}  "), look::GOOD));
        }
        if pieces.len() > 1 {
            page.pieces(pieces);
        }
        for (why, titles) in self.reasons(number) {
            let line = format!("✗ {titles}：{why}");
            page.text(&line, 4, columns, look::QUIET);
        }
    }

    /// Each reason with the services it stands against, in the order of the services.
    fn reasons(&self, number: &str) -> Vec<(String, String)> {
        let lang = self.desk.lang;
        let mut reasons: Vec<(String, String)> = Vec::new();
        let offers = self.page.changes.iter();
        for offer in offers.filter(|offer| offer.number == number) {
            let title = offer.title.say(lang);
            for refusal in &offer.refusals {
                let why = refusal.why_not.say(lang);
                match reasons.iter_mut().find(|(known, _)| known == why) {
                    Some((_, titles)) => *titles = format!("{titles}、{title}"),
                    None => reasons.push((why.to_owned(), title.to_owned())),
                }
            }
        }
        reasons
    }
}

/// The rule that one person has one valid certificate, and the way out of it.
const CERTIFIED: &str = "one_valid_certificate";
const RENEW: &str = "certificate.renew";
