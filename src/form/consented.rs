//! Whether she consents to what a field asks.

use super::model::{Field, Form};
use crate::policy::{Names, Scalar};

/// How the names of the facts begin that the record held when the draft was started.
pub(super) const RECORD: &str = "record.";

impl Field {
    /// Whether the field may be asked as far as consent goes. Of the consents that open it, the
    /// first that she was asked for decides: who says no today is not asked, whatever she said
    /// before.
    pub(super) fn is_consented(&self, names: &dyn Names) -> bool {
        let said = self
            .consents
            .iter()
            .find_map(|consent| match names.value(consent) {
                Scalar::Bool(yes) => Some(yes),
                // What stands on her record.
                Scalar::Text(word) => Some(word == "yes"),
                _ => None,
            });
        self.consents.is_empty() || said == Some(true)
    }

    /// Whether what is asked here rests on a consent, asked here or on her record.
    pub(super) fn rests_on(&self, consent: &str) -> bool {
        let mut consents = self.consents.iter();
        consents.any(|one| one.strip_prefix(RECORD).unwrap_or(one) == consent)
    }
}

impl Form {
    /// The consents on her record that open fields of this form.
    pub(super) fn standing_consents(&self) -> impl Iterator<Item = &str> {
        let fields = self.steps.iter().flat_map(|step| &step.fields);
        let consents = fields.flat_map(|field| &field.consents);
        consents.filter_map(|consent| consent.strip_prefix(RECORD))
    }
}
