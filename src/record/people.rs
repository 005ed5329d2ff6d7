use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::{Act, Applicant};
use super::person::{Facts, PersonKey};

/// What a clerk judged of two records, by the papers seen: that they are one person's, that they
/// are not after all, or that they never were.
///
/// Linking mixes nothing: each record keeps its own facts and its own acts, and an act always
/// belongs to the record of the number that was shown for it. So parting gives both records back
/// as they were, each with what was done under its number since.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PeopleJudged {
    /// One person, who had another number before (曾用号码).
    Linked {
        /// The record of the number she has now; `New` registers it by this very act.
        person: Applicant,
        /// What a new record begins with; empty for one that is there.
        facts: Facts,
        former: PersonKey,
        name: String,
        /// The paper that proves it.
        document: String,
    },
    /// A link undone: it was made in error.
    Parted {
        person: PersonKey,
        former: PersonKey,
        name: String,
        reason: String,
    },
    /// Two people who look alike; nobody is to ask again.
    Different {
        person: PersonKey,
        name: String,
        /// Key of the other one's identity paper, who may not be on record at all.
        paper: String,
    },
}

impl PeopleJudged {
    /// The person the act is listed under, with her name.
    pub fn about(&self) -> (Applicant, &str) {
        match self {
            PeopleJudged::Linked { person, name, .. } => (*person, name),
            PeopleJudged::Parted { person, name, .. }
            | PeopleJudged::Different { person, name, .. } => (Applicant::Known(*person), name),
        }
    }

    /// The other record, on whose page the act stands too.
    pub fn other(&self) -> Option<PersonKey> {
        match self {
            PeopleJudged::Linked { former, .. } | PeopleJudged::Parted { former, .. } => {
                Some(*former)
            }
            PeopleJudged::Different { .. } => None,
        }
    }
}

/// A link that stands: who made it, when, and by which paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The record of the number that came after.
    pub person: PersonKey,
    pub former: PersonKey,
    pub document: String,
    pub on: NaiveDate,
    pub clerk: String,
}

impl Link {
    pub fn new(act: &Act, person: PersonKey, former: PersonKey, document: &str) -> Link {
        Link {
            person,
            former,
            document: document.to_owned(),
            on: act.on,
            clerk: act.clerk.clone(),
        }
    }
}
