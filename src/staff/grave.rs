use serde::{Deserialize, Serialize};

use super::role::{Right, Role, Roles};
use crate::text::Message;

/// What two members do together. New kinds are added at the end and none is ever removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grave {
    /// Cancelling a certificate that was handed over.
    Cancel,
    /// Correcting one.
    Correct,
    /// A table with people in it.
    Export,
    /// Putting a backup in the place of the hall.
    Restore,
}

impl Grave {
    /// Whether a member with these roles may agree, when one with those asks: somebody answers for
    /// what cannot be taken back, and is not alone with it.
    pub fn fits(self, asks: Roles, agrees: Roles) -> bool {
        match self {
            Grave::Cancel | Grave::Correct => {
                agrees.has(Role::Supervisor)
                    || asks.has(Role::Supervisor) && agrees.may(Right::Serve)
            }
            Grave::Export | Grave::Restore => {
                let roles = [Role::Supervisor, Role::Auditor, Role::Administrator];
                roles.into_iter().any(|role| agrees.has(role))
            }
        }
    }

    pub fn message(self) -> Message {
        Message::new(match self {
            Grave::Cancel => "staff.grave_cancel",
            Grave::Correct => "staff.grave_correct",
            Grave::Export => "staff.grave_export",
            Grave::Restore => "staff.grave_restore",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_roles_is_as_it_was_decided() {
        let roles = Role::ALL.map(|role| Roles::of(&[role]));
        // Clerk, supervisor, auditor, administrator agree; the rows ask.
        let table =
            |grave: Grave| roles.map(|asks| roles.map(|agrees| u8::from(grave.fits(asks, agrees))));
        let life = [[0, 1, 0, 0], [1, 1, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0]];
        assert_eq!(table(Grave::Cancel), life);
        assert_eq!(table(Grave::Correct), life);
        assert_eq!(table(Grave::Export), [[0, 1, 1, 1]; 4]);
        assert_eq!(table(Grave::Restore), [[0, 1, 1, 1]; 4]);
    }
}
