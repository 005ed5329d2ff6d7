//! Collects who was found and lets every kind of match have its share of the answer.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::record::PersonKey;

use super::judge::Fit;
use super::{Field, MatchKind};

/// Where the texts of someone found are.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// A slot of one of the tables.
    Slot(u32, u32),
    Recent,
}

#[derive(Debug, Clone, Copy)]
pub struct Found {
    pub person: PersonKey,
    pub place: Place,
    pub served: u32,
    pub fit: Fit,
    /// Which reading of the query found the person.
    pub reading: usize,
}

impl Found {
    /// Best fit first, then whoever was served last, then the older key.
    fn order(&self) -> impl Ord + use<> {
        (
            self.fit.order(),
            Reverse(self.served),
            self.person,
            self.reading,
        )
    }

    /// Hits of one kind in one field share a quota.
    fn group(&self) -> (MatchKind, Field) {
        (self.fit.kind, self.fit.field)
    }
}

#[derive(Default)]
pub struct Pool {
    found: HashMap<PersonKey, Found, BuildHasherDefault<KeyHasher>>,
    /// Whether somebody who may match was not looked at.
    pub more: bool,
}

impl Pool {
    /// Keeps the better of two ways in which a person was found.
    pub fn add(&mut self, found: Found) {
        self.found
            .entry(found.person)
            .and_modify(|kept| {
                if found.order() < kept.order() {
                    *kept = found;
                }
            })
            .or_insert(found);
    }

    pub fn has(&self, person: PersonKey) -> bool {
        self.found.contains_key(&person)
    }

    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// At most `limit` people in order, and whether others match too.
    pub fn best(self, limit: usize) -> (Vec<Found>, bool) {
        let more = self.more || self.found.len() > limit;
        let mut found: Vec<Found> = self.found.into_values().collect();
        found.sort_unstable_by_key(Found::order);
        if found.len() > limit {
            found = share(&found, limit);
        }
        (found, more)
    }
}

/// Spreads keys, which the hall itself hands out one after the other: nobody can choose them so
/// that they collide.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = (self.0 ^ key)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(26);
    }
}

/// The same number of places for every group; what a small group leaves goes to the best groups.
fn share(found: &[Found], limit: usize) -> Vec<Found> {
    let groups: Vec<&[Found]> = found.chunk_by(|a, b| a.group() == b.group()).collect();
    let fair = limit / groups.len().max(1);
    let mut left = limit;
    let mut places: Vec<usize> = Vec::with_capacity(groups.len());
    for group in &groups {
        places.push(group.len().min(fair));
        left -= group.len().min(fair);
    }
    for (group, places) in groups.iter().zip(&mut places) {
        let extra = left.min(group.len() - *places);
        *places += extra;
        left -= extra;
    }
    let taken = groups
        .iter()
        .zip(places)
        .flat_map(|(group, places)| &group[..places]);
    taken.copied().collect()
}
