//! Brings tables and changes together in one piece of work that can be done beside the counter.

use std::sync::Arc;

use super::base::Base;
use super::builder::Builder;
use super::recent::Recent;

/// Work that takes about a second for a million people and holds nobody up: the index goes on
/// answering and taking changes meanwhile.
pub struct Merge {
    pub(super) parts: Vec<Arc<Base>>,
    pub(super) recent: Recent,
}

/// New tables in the place of those that were merged.
pub struct Merged {
    pub(super) base: Base,
    /// How many tables it replaces, from the first on.
    pub(super) parts: usize,
    /// The last change that is in it.
    pub(super) stamp: u64,
}

impl Merge {
    pub fn run(self) -> Merged {
        let mut builder = Builder::default();
        for base in &self.parts {
            for slot in base.slots() {
                if !self.recent.replaces(base.key(slot)) {
                    builder.copy(&base.person(slot));
                }
            }
        }
        for person in self.recent.people() {
            builder.copy(person);
        }
        Merged {
            base: builder.tables(),
            parts: self.parts.len(),
            stamp: self.recent.stamp(),
        }
    }
}
