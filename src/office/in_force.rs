//! Whether the hall's policy is in force. A real hall gives no certificate under rules that are
//! not; a practice hall only shows so on the screen and on every paper.

use chrono::NaiveDate;

use super::error::OpenError;
use super::person::said;
use super::shelf::Shelf;
use crate::disk::Shipped;
use crate::form::{Consequence, Form};
use crate::policy::{Profile, Refusal};
use crate::text::Message;

/// The rule's name as a program reads it.
const RULE: &str = "profile_in_force";

/// The profile for a new hall: the newest of those in force on the day, else the newest of all.
///
/// # Errors
/// [`OpenError::Shipped`] for a program built from broken files.
pub fn profile_of_the_day(on: NaiveDate) -> Result<String, OpenError> {
    let shipped = Shipped::read()?;
    let profiles = shipped.profiles.values().map(AsRef::as_ref);
    Ok(newest(profiles, on).map_or_else(String::new, |profile| profile.id.clone()))
}

fn newest<'a>(profiles: impl Iterator<Item = &'a Profile>, on: NaiveDate) -> Option<&'a Profile> {
    profiles.max_by_key(|profile| (profile.in_force(on), profile.valid_from))
}

impl Shelf {
    /// What stands against a service because the hall's profile is not in force on the day.
    /// Putting a person on record is no service of a law and stays possible.
    pub(super) fn not_in_force(&self, form: &Form) -> Option<Refusal> {
        let profile = &self.around.profile;
        let on = self.around.on;
        let free = self.practice || form.consequence == Consequence::Registration;
        if free || profile.in_force(on) {
            return None;
        }
        let last = profile.valid_to.map(|last| last.to_string());
        let why_not = |title: &str| {
            Message::new("office.not_in_force")
                .with("title", title)
                .with("from", profile.valid_from)
                .with("to", last.clone().unwrap_or_else(|| "…".to_owned()))
        };
        let mut why = said(&why_not(&profile.title.zh));
        why.en = said(&why_not(&profile.title.en)).en;
        let current = newest(self.profiles.values().map(AsRef::as_ref), on);
        let current = current.map_or("", |profile| profile.id.as_str());
        let remedy = Message::new("office.not_in_force_remedy").with("profile", current);
        Some(Refusal {
            profile: profile.id.clone(),
            rule: RULE.to_owned(),
            why_not: why,
            article: profile.status_line.clone(),
            remedy: said(&remedy),
        })
    }
}
