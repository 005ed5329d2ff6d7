use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::person::{Facts, PersonKey};
use crate::form::{FormRef, ProfileRef};

/// A part of an old register that was taken over. Its parts are the frames of one append, so that
/// all of them are in the ledger or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleImported {
    /// Name of the file, without its folder.
    pub file: String,
    /// Digest of its bytes (BLAKE3), in hexadecimal.
    pub digest: String,
    /// The place of this part, from 0, and how many there are.
    pub part: u16,
    pub parts: u16,
    /// People in all parts.
    pub total: u32,
    /// Rows of people under age, of whom nothing is kept.
    pub left_out: u32,
    /// The facts that are told of everybody here, in the order of `people`.
    pub names: Vec<String>,
    /// What is told of each person; empty where the register says nothing.
    pub people: Vec<Vec<String>>,
    pub form: FormRef,
    pub profile: ProfileRef,
}

impl PeopleImported {
    /// Everybody of this part, with the key each has once the part is the frame of `sequence`.
    pub fn people(&self, sequence: u64) -> impl Iterator<Item = (PersonKey, Facts)> {
        let keys = (0..=u16::MAX).map(move |place| PersonKey::within(sequence, place));
        keys.zip(self.people.iter().map(|texts| self.facts(texts)))
    }

    fn facts(&self, texts: &[String]) -> Facts {
        let told = self.names.iter().zip(texts);
        let told = told.filter(|(_, text)| !text.is_empty());
        told.map(|(name, text)| (name.clone(), text.clone()))
            .collect::<BTreeMap<_, _>>()
    }

    /// The frame of the last part, which stands in the day's list for all of them.
    pub fn last_frame(&self, sequence: u64) -> u64 {
        sequence + u64::from(self.parts.saturating_sub(1).saturating_sub(self.part))
    }

    /// What the day's list says of it, at its last part: the file, and how many people it brought.
    pub fn line(&self) -> Option<String> {
        let is_last = u32::from(self.part) + 1 == u32::from(self.parts);
        is_last.then(|| format!("{} ×{}", self.file, self.total))
    }
}
