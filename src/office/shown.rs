//! A certificate that is shown as one of another place and is this hall's own: what the register says
//! of it.

use std::collections::BTreeMap;

use super::Office;
use crate::form::{Draft, Form, Kind, PaperNumberKind};
use crate::record::Certificate;
use crate::service::LifeState;
use crate::store::ViewError;
use crate::text::Lang;

const APPLICANT_ID: &str = "applicant.id";

impl Office {
    /// What the register says of the certificate whose number stands in a draft: its `state`
    /// (`in_force`, `expired`, `ended`), its `standing` as people read it, and whether it is the
    /// applicant's (`hers`). Empty where the number is not one of this hall.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn shown(&self, draft: &Draft) -> Result<BTreeMap<String, String>, ViewError> {
        self.allow(crate::staff::Right::Serve)?;
        let Some(form) = self.shelf.form(&draft.service) else {
            return Ok(BTreeMap::new());
        };
        let Some(path) = path_of(form) else {
            return Ok(BTreeMap::new());
        };
        let survey = form.survey(draft, &self.shelf.around);
        let read = |path: &str| {
            let question = survey.question(path);
            question.and_then(|question| question.reading.canonical.clone())
        };
        let number = read(path).unwrap_or_default();
        let Some(number) = self.certificate_number(&number)? else {
            return Ok(BTreeMap::new());
        };
        let Some(certificate) = self.store.certificate(&number)? else {
            return Ok(BTreeMap::new());
        };
        let holder = self.store.head(certificate.person)?;
        let hers = self.holder(&read(APPLICANT_ID).unwrap_or_default())? == Some(holder);
        Ok(self.standing_of(&certificate, hers))
    }

    /// Writes down in a draft what the register says of the certificate shown.
    pub(super) fn know_shown(&self, draft: &mut Draft) -> Result<(), ViewError> {
        let shown = self.shown(draft)?;
        draft.note_shown(&shown);
        Ok(())
    }

    fn standing_of(&self, certificate: &Certificate, hers: bool) -> BTreeMap<String, String> {
        let on = self.shelf.around.on;
        let state = match LifeState::of(certificate, on) {
            LifeState::Waiting | LifeState::InHand => "in_force",
            LifeState::Expired => "expired",
            LifeState::Ended(_) => "ended",
        };
        let standing = certificate.standing(on);
        let facts = [
            ("state", state.to_owned()),
            ("standing", standing.say(Lang::Zh)),
            ("standing_en", standing.say(Lang::En)),
            ("hers", if hers { "yes" } else { "no" }.to_owned()),
        ];
        let facts = facts.into_iter();
        facts.map(|(name, text)| (name.to_owned(), text)).collect()
    }
}

/// Where a form asks for the number of a certificate of another place.
fn path_of(form: &Form) -> Option<&str> {
    let mut fields = form.steps.iter().flat_map(|step| &step.fields);
    let paper = PaperNumberKind::ForeignCertificate;
    let field = fields.find(|field| field.kind == Kind::PaperNumber { paper });
    field.map(|field| field.key.as_str())
}
