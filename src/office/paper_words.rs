//! The sentences a profile prints on its papers, from its table `[text]`.

use crate::policy::Profile;

/// What is printed where the applicant did not say.
pub(super) const NOT_GIVEN: &str = "not_given";
/// The street's opinion on a case that ends in a certificate.
pub(super) const STREET_AGREES: &str = "street_agrees";
/// What comes next, on the notice of missing papers.
pub(super) const NEXT: &str = "notice_next";
/// What a delegate may do.
pub(super) const DELEGATED: &str = "delegated";
/// What the applicant can do against the notice.
pub(super) const REMEDY: &str = "notice_remedy";
/// What the street decides on an application about a certificate.
pub(super) const RENEWED: &str = "decide_renewed";
pub(super) const LOST: &str = "decide_lost";
pub(super) const DAMAGED: &str = "decide_damaged";
pub(super) const CORRECTED: &str = "decide_corrected";
pub(super) const NAME_CORRECTED: &str = "decide_name_corrected";
pub(super) const NAME_RESTORED: &str = "decide_name_restored";
pub(super) const ANNOTATED: &str = "decide_annotated";
pub(super) const CANCELLED: &str = "decide_cancelled";
/// How it names answers that have no words of their own.
pub(super) const YES: &str = "changed_yes";
pub(super) const NO: &str = "changed_no";
pub(super) const PHOTO: &str = "changed_photo";
pub(super) const NOTHING: &str = "changed_nothing";
/// How the application calls who told of a death or an error.
pub(super) const TOLD_BY: &str = "told_by";
/// Where she can complain about an answer to a request about her data.
pub(super) const RIGHTS_REMEDY: &str = "rights_remedy";
/// The committee of a community in a town, and of a village; `{name}` stands for its name.
const RESIDENTS: &str = "residents_committee";
const VILLAGERS: &str = "villagers_committee";

/// A sentence of the profile; empty under a profile that was made before it had the sentence.
pub(super) fn word<'a>(profile: &'a Profile, key: &str) -> &'a str {
    profile.text.get(key).map_or("", String::as_str)
}

/// The committee of a community as papers name it: a community called 村 is one of villagers.
pub(super) fn committee(profile: &Profile, community: &str) -> String {
    let pattern = match community.ends_with('村') {
        true => word(profile, VILLAGERS),
        false => word(profile, RESIDENTS),
    };
    if pattern.is_empty() || community.ends_with("委员会") {
        return community.to_owned();
    }
    pattern.replace("{name}", community)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Shipped;

    #[test]
    fn every_profile_has_every_sentence() {
        let shipped = Shipped::read().unwrap_or_else(|problem| panic!("{problem}"));
        for profile in shipped.profiles.values() {
            let opinions = [NOT_GIVEN, STREET_AGREES, NEXT, REMEDY, RESIDENTS, VILLAGERS];
            let decisions = [
                RENEWED,
                LOST,
                DAMAGED,
                CORRECTED,
                NAME_CORRECTED,
                NAME_RESTORED,
            ];
            let changes = [
                DELEGATED, ANNOTATED, CANCELLED, TOLD_BY, YES, NO, PHOTO, NOTHING,
            ];
            let rights = [
                RIGHTS_REMEDY,
                "rights_copied",
                "rights_ended",
                "rights_no_consent",
                "rights_cancelled",
                "rights_hidden",
                "rights_deleted",
                "rights_unknown",
                "rights_stays",
                "rights_kept",
            ];
            let keys = opinions.iter().chain(&decisions).chain(&changes);
            for key in keys.chain(&rights) {
                assert!(!word(profile, key).is_empty(), "{} {key}", profile.id);
            }
            // The telephone stands below the sentence on the notice.
            assert!(word(profile, REMEDY).contains("见下"), "{}", profile.id);
        }
    }

    #[test]
    fn a_village_has_a_committee_of_villagers() {
        let shipped = Shipped::read().unwrap_or_else(|problem| panic!("{problem}"));
        let profile = &shipped.profiles["hunan-2010"];
        for (community, named) in [
            ("白沙社区", "白沙社区居民委员会"),
            ("高兴村", "高兴村村民委员会"),
            ("高兴村村民委员会", "高兴村村民委员会"),
        ] {
            assert_eq!(committee(profile, community), named);
        }
    }
}
