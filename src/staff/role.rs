use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::Message;

/// What a member of the staff is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// 窗口经办: serves at the counter.
    Clerk,
    /// 窗口负责人: serves, and answers for what cannot be taken back.
    Supervisor,
    /// 审计员: looks at what was done and by whom, and changes nothing.
    Auditor,
    /// 管理员: staff, keys and backups; serves nobody and looks at nobody.
    Administrator,
}

impl Role {
    pub const ALL: [Role; 4] = [
        Role::Clerk,
        Role::Supervisor,
        Role::Auditor,
        Role::Administrator,
    ];

    /// The name in commands.
    pub fn code(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::Supervisor => "supervisor",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        }
    }

    pub fn message(self) -> Message {
        Message::new(match self {
            Role::Clerk => "staff.role_clerk",
            Role::Supervisor => "staff.role_supervisor",
            Role::Auditor => "staff.role_auditor",
            Role::Administrator => "staff.role_administrator",
        })
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(code: &str) -> Result<Role, ()> {
        let found = Role::ALL.into_iter().find(|role| role.code() == code);
        found.ok_or(())
    }
}

/// The roles of one member: in a small hall one person has more than one.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles(u8);

impl Roles {
    pub fn of(roles: &[Role]) -> Roles {
        Roles(roles.iter().fold(0, |bits, role| bits | role.bit()))
    }

    pub fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    pub fn is_empty(self) -> bool {
        self.each().next().is_none()
    }

    pub fn each(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }

    /// Whether one of the roles has this right.
    pub fn may(self, right: Right) -> bool {
        self.each().any(|role| right.belongs_to(role))
    }
}

impl fmt::Debug for Roles {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.each()).finish()
    }
}

/// What a verb of the office asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Right {
    /// Finding people, and looking at their records.
    Look,
    /// Serving an applicant: every form, the life of a certificate, her rights, her papers.
    Serve,
    /// Deciding who is who: numbers linked and parted, names corrected.
    Judge,
    /// Supplies and pre-printed blanks.
    Stock,
    /// Verifying the code of a certificate.
    Verify,
    /// The day's list and the reports, looked at and printed.
    Report,
    /// Confirming a report, which then does not change.
    Confirm,
    /// Taking over an old register.
    Import,
    /// Tables with people in them that leave the hall.
    Export,
    /// The keys that sign codes, and the halls that are trusted.
    Keys,
    /// Who looked at whom, and who signed in.
    Audit,
    /// Staff: joining, leaving, roles.
    Staff,
}

impl Right {
    pub const ALL: [Right; 12] = [
        Right::Look,
        Right::Serve,
        Right::Judge,
        Right::Stock,
        Right::Verify,
        Right::Report,
        Right::Confirm,
        Right::Import,
        Right::Export,
        Right::Keys,
        Right::Audit,
        Right::Staff,
    ];

    /// The table of roles and rights.
    pub fn belongs_to(self, role: Role) -> bool {
        use Role::{Administrator, Auditor, Clerk, Supervisor};
        let roles: &[Role] = match self {
            Right::Serve | Right::Judge | Right::Stock | Right::Verify => &[Clerk, Supervisor],
            Right::Look | Right::Report => &[Clerk, Supervisor, Auditor],
            Right::Confirm | Right::Import | Right::Export => &[Supervisor],
            Right::Audit => &[Auditor],
            Right::Keys | Right::Staff => &[Administrator],
        };
        roles.contains(&role)
    }

    pub fn message(self) -> Message {
        Message::new(match self {
            Right::Look => "staff.right_look",
            Right::Serve => "staff.right_serve",
            Right::Judge => "staff.right_judge",
            Right::Stock => "staff.right_stock",
            Right::Verify => "staff.right_verify",
            Right::Report => "staff.right_report",
            Right::Confirm => "staff.right_confirm",
            Right::Import => "staff.right_import",
            Right::Export => "staff.right_export",
            Right::Keys => "staff.right_keys",
            Right::Audit => "staff.right_audit",
            Right::Staff => "staff.right_staff",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_of_the_table_of_roles_and_rights_is_as_it_was_decided() {
        // Clerk, supervisor, auditor, administrator.
        let table = [
            (Right::Look, [true, true, true, false]),
            (Right::Serve, [true, true, false, false]),
            (Right::Judge, [true, true, false, false]),
            (Right::Stock, [true, true, false, false]),
            (Right::Verify, [true, true, false, false]),
            (Right::Report, [true, true, true, false]),
            (Right::Confirm, [false, true, false, false]),
            (Right::Import, [false, true, false, false]),
            (Right::Export, [false, true, false, false]),
            (Right::Keys, [false, false, false, true]),
            (Right::Audit, [false, false, true, false]),
            (Right::Staff, [false, false, false, true]),
        ];
        assert_eq!(table.map(|(right, _)| right), Right::ALL);
        for (right, cells) in table {
            for (role, may) in Role::ALL.into_iter().zip(cells) {
                assert_eq!(Roles::of(&[role]).may(right), may, "{right:?} {role:?}");
            }
        }
    }

    #[test]
    fn roles_add_up_and_are_read_by_their_code() {
        let both = Roles::of(&[Role::Administrator, Role::Supervisor]);
        assert!(both.may(Right::Staff) && both.may(Right::Import));
        assert!(!both.may(Right::Audit) && !both.is_empty());
        assert!(Roles::of(&[]).is_empty());
        for role in Role::ALL {
            assert_eq!(role.code().parse(), Ok(role));
        }
        assert_eq!("boss".parse::<Role>(), Err(()));
    }
}
