//! What she was asked for and said, in the words of the form that asked.

use super::PersonScreen;
use super::list::Row;
use crate::record::Consent;
use crate::text::{Message, pad};
use crate::tui::look;
use crate::tui::widget::Sections;

impl PersonScreen {
    pub(super) fn consents(&self, sections: &mut Sections<Row>) {
        if self.page.person.consents.is_empty() {
            return;
        }
        sections.begin(self.say(&Message::new("tui.consents")));
        for consent in self.page.person.consents.iter().rev() {
            let label = format!(" {}", pad(&self.consent_name(consent), 30));
            let style = match consent.holds() {
                true => look::GOOD,
                false => look::QUIET,
            };
            let said = format!("{}  {}", consent.on, self.say(&consent.message()));
            sections.line(vec![(label, look::LABEL), (said, style)]);
        }
    }

    fn consent_name(&self, consent: &Consent) -> String {
        let form = self.desk.forms.get(&consent.form.id);
        let fields = form.iter().flat_map(|form| &form.steps);
        let mut fields = fields.flat_map(|step| &step.fields);
        let asked = fields.find(|field| field.key == consent.key);
        match asked {
            Some(field) => field.label.say(self.desk.lang).to_owned(),
            None => consent.key.clone(),
        }
    }
}
