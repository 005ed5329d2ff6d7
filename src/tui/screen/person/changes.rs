//! Her certificates, each with what can be done with it today: a letter starts it.

use std::collections::BTreeMap;

use super::PersonScreen;
use super::list::Row;
use crate::policy::Refusal;
use crate::text::Message;
use crate::tui::job::{ChangeOffer, Job};
use crate::tui::look;
use crate::tui::notice::Notice;
use crate::tui::screen::Response;
use crate::tui::widget::{Sections, wrapped};

/// The letters of what can be done with her certificates; the others are those of services.
const LETTERS: std::ops::RangeInclusive<char> = 'a'..='j';
/// Columns of a reason.
const COLUMNS: usize = 72;

/// The answer that names the certificate a form is about.
const NUMBER: &str = "certificate.number";

impl PersonScreen {
    /// What may be done today, in the order of its letters.
    fn open_changes(&self) -> impl Iterator<Item = &ChangeOffer> {
        let offers = self.page.changes.iter();
        offers.filter(|offer| offer.refusals.is_empty())
    }

    pub(super) fn start_change(&mut self, letter: char) -> Response {
        let letter = letter.to_ascii_lowercase();
        let place = LETTERS.into_iter().position(|key| key == letter);
        let offer = place.and_then(|place| self.open_changes().nth(place).cloned());
        let Some(offer) = offer else {
            return Response::no(Message::new("tui.no_such_letter"));
        };
        self.start_with(&offer.service, &offer.number)
    }

    /// Starts a service for one of her certificates.
    pub(super) fn start_with(&mut self, service: &str, number: &str) -> Response {
        if std::mem::replace(&mut self.opening, true) {
            return Response::stay();
        }
        Response::start(Job::Start {
            service: service.to_owned(),
            person: Some(self.page.person.key),
            seed: BTreeMap::from([(NUMBER.to_owned(), number.to_owned())]),
        })
    }

    /// She asked for what she has: the way is its renewal, else the rules say why not.
    pub(super) fn instead(&mut self, service: &str, refusals: &[Refusal]) -> Response {
        let certified = refusals.iter().all(|refusal| refusal.rule == CERTIFIED);
        let renewal = self.open_changes().find(|offer| offer.service == RENEW);
        match renewal.filter(|_| certified).cloned() {
            Some(offer) => {
                self.told = Some(Message::new("tui.to_renewal"));
                self.start_with(&offer.service, &offer.number)
            }
            None => {
                let notice = Notice::refused(refusals, self.desk.lang);
                Response::stay().notice(notice.of_service(service, refusals))
            }
        }
    }

    /// What is possible in one line with its letters; below it what is not, once for each reason.
    pub(super) fn changes(&self, sections: &mut Sections<Row>, number: &str) {
        let lang = self.desk.lang;
        let letters = LETTERS.zip(self.open_changes());
        let open = letters.filter(|(_, offer)| offer.number == number);
        let open = open.map(|(letter, offer)| (letter, offer.title.say(lang)));
        let mut pieces = vec![("  ".to_owned(), look::PLAIN)];
        for (letter, title) in open {
            pieces.push((format!(" {letter} "), look::KEY));
            pieces.push((format!(" {title}  "), look::GOOD));
        }
        if pieces.len() > 1 {
            sections.line(pieces);
        }
        for (why, titles) in self.reasons(number) {
            for line in wrapped(&format!("✗ {titles}：{why}"), COLUMNS) {
                sections.line(vec![(format!("    {line}"), look::QUIET)]);
            }
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
