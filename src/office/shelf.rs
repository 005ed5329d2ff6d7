use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::OpenError;
use crate::disk::{FONTS, HallSettings, Shipped, ShippedLayout};
use crate::form::{Around, Form};
use crate::paper::RENDERER;
use crate::policy::{Profile, ServiceRules};
use crate::record::Issuer;
use crate::report::Reports;

/// What stands ready at the counter: forms, the policy in force, places, the day. Never changed;
/// a new day is a new shelf.
#[derive(Debug, Clone)]
pub struct Shelf {
    pub forms: BTreeMap<String, Arc<Form>>,
    pub around: Around,
    pub issuer: Issuer,
    /// A practice hall's papers are 样张 and its numbers another series.
    pub practice: bool,
    pub profiles: BTreeMap<String, Arc<Profile>>,
    pub layouts: BTreeMap<String, ShippedLayout>,
    pub reports: Reports,
    /// The text of every service, policy and layout, by its digest.
    pub(super) texts: BTreeMap<String, Arc<str>>,
}

impl Shelf {
    pub(super) fn new(
        shipped: Shipped,
        settings: &HallSettings,
        on: chrono::NaiveDate,
    ) -> Result<Shelf, OpenError> {
        let profile = shipped.profiles.get(&settings.profile).cloned();
        let profile = profile.ok_or_else(|| OpenError::UnknownProfile {
            profile: settings.profile.clone(),
            known: shipped.profiles.keys().cloned().collect(),
        })?;
        Ok(Shelf {
            forms: shipped.forms,
            around: Around {
                on,
                profile,
                divisions: shipped.divisions,
                working_days: shipped.working_days,
                area9: settings.issuer.area9.clone(),
            },
            issuer: settings.issuer.clone(),
            practice: settings.practice,
            profiles: shipped.profiles,
            layouts: shipped.layouts,
            reports: shipped.reports,
            texts: shipped.texts,
        })
    }

    pub fn form(&self, service: &str) -> Option<&Arc<Form>> {
        self.forms.get(service)
    }

    /// What the policy in force says of a service.
    pub fn rules(&self, service: &str) -> Option<&ServiceRules> {
        self.around.profile.service(service)
    }

    /// How a paper is made today, as [`crate::record::PrintedPaper`] keeps it; empty if there is
    /// no such paper.
    pub(super) fn making(&self, paper: &str) -> String {
        let layout = self.layouts.get(paper);
        layout.map_or_else(String::new, |shipped| {
            format!("{} {}", shipped.digest, press())
        })
    }
}

/// What sets and writes papers today: the version of the renderer and the digest of the fonts.
pub(super) fn press() -> String {
    format!("{RENDERER} {FONTS}")
}
