use super::grave::Grave;
use super::role::{Right, Role};
use crate::text::{Lang, Message};

/// Why the office did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAllowed {
    /// No role of hers has this right.
    Right(Right),
    /// She has been signed in for ten hours.
    SessionOver,
    /// Another member has to agree, within the minute before.
    Second(Grave),
}

impl NotAllowed {
    pub fn message(self) -> Message {
        match self {
            NotAllowed::Right(right) => Message::new("staff.not_allowed")
                .with_said("right", right.message())
                .with_said("roles", said(right, Lang::Zh, Lang::En)),
            NotAllowed::SessionOver => Message::new("staff.session_over"),
            NotAllowed::Second(to) => {
                Message::new("staff.second_needed").with_said("what", to.message())
            }
        }
    }
}

/// The roles that have a right, as a list in both languages.
fn said(right: Right, zh: Lang, en: Lang) -> crate::text::Label {
    let list = |lang: Lang, between: &str| {
        let roles = Role::ALL.into_iter().filter(|role| right.belongs_to(*role));
        let roles: Vec<String> = roles.map(|role| role.message().say(lang)).collect();
        roles.join(between)
    };
    crate::text::Label {
        zh: list(zh, "、"),
        en: list(en, ", "),
    }
}
