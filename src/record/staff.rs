//! What the staff do about themselves: signing in and out, joining and leaving.

use serde::{Deserialize, Serialize};

use super::person::PersonKey;
use crate::staff::{Grave, Roles};

/// An act of a member of the staff that is about the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffActed {
    /// The member's number; 0 for a name the hall does not know.
    pub member: u16,
    pub did: StaffDid,
}

/// New kinds are added at the end and none is ever removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StaffDid {
    SignedIn,
    SignedOut,
    /// A wrong password, the so many-th in a row. Entered with nobody signed in, so it is the one
    /// act of a sealed hall that everybody can read: it holds a number and no name.
    Failed {
        in_row: u32,
    },
    Joined(MemberSaid),
    Left(MemberSaid),
    PasswordSet(MemberSaid),
    RolesSet(MemberSaid),
    /// A password was set by two papers of the recovery key.
    Recovered(MemberSaid),
    /// New papers of the recovery key; those before are worth nothing any more.
    SharesPrinted,
    /// Another member agreed to one grave act, which follows.
    Agreed {
        /// Whoever agreed; `member` of the act is whoever asked.
        second: MemberSaid,
        to: Grave,
        /// The certificate's number, or what it is about.
        about: String,
    },
    /// A grave act was begun alone, which follows.
    BrokeGlass {
        to: Grave,
        about: String,
        reason: String,
    },
    /// People were looked for, and those found were shown.
    Searched {
        /// How many were found.
        found: u32,
        /// Those who were shown first.
        shown: Vec<PersonKey>,
    },
    /// Something with people in it was written for outside the hall.
    Exported {
        what: Exported,
        /// Which: a day, a month, a number.
        about: String,
    },
}

/// New kinds are added at the end and none is ever removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exported {
    /// The day's list as a table.
    List,
    /// A report as a table.
    Report,
    /// A copy of all that is kept of one person.
    Copy,
}

/// Whose record, or which, was shown to whoever acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordViewed {
    pub person: Option<PersonKey>,
    /// Certificate or case number; empty for a person's page.
    pub number: String,
}

/// The member an act is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberSaid {
    pub id: u16,
    pub name: String,
    pub roles: Roles,
}
