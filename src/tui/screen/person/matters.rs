//! What her services left open: an inquiry with its last day, a slip that is still out.

use std::collections::BTreeMap;

use super::PersonScreen;
use super::list::Row;
use crate::form::MatterState;
use crate::service::Matter;
use crate::text::{Message, pad};
use crate::tui::job::Job;
use crate::tui::look;
use crate::tui::screen::Response;
use crate::tui::widget::{Line, Sections};

impl PersonScreen {
    pub(super) fn matters(&self, sections: &mut Sections<Row>) {
        if self.page.matters.is_empty() {
            return;
        }
        sections.begin(self.say(&Message::new("tui.matters")));
        for (place, matter) in self.page.matters.iter().enumerate().rev() {
            sections.row(Row::Matter(place), self.matter(matter));
        }
    }

    /// The line of one of them, as the top of the page and the list have it.
    pub(super) fn matter(&self, matter: &Matter) -> Line {
        let style = match matter.state {
            MatterState::Open => look::PLAIN,
            MatterState::Overdue => look::NOTE,
            _ => look::QUIET,
        };
        let label = pad(matter.label.say(self.desk.lang), 10);
        let state = self.say(&matter.message(self.desk.around.on));
        vec![
            (format!(" {label}"), look::LABEL),
            (format!("{}  ", matter.number), look::STRONG),
            (state, style),
        ]
    }

    /// Enter: what waits is answered by the service for it, the rest shows its record.
    pub(super) fn open_matter(&mut self, place: usize) -> Response {
        let Some(matter) = self.page.matters.get(place).cloned() else {
            return Response::stay();
        };
        let answered_by = self.desk.forms.values().find_map(|form| {
            let mut fields = form.matters();
            let (field, _) = fields.find(|(_, what)| *what == matter.what)?;
            Some((form.id.clone(), field.key.clone()))
        });
        match answered_by.filter(|_| matter.state.waits()) {
            Some((service, key)) => self.open(Job::Start {
                service,
                person: Some(self.page.person.key),
                seed: BTreeMap::from([(key, matter.number)]),
            }),
            None => self.open(Job::OpenRecord(matter.record)),
        }
    }
}
