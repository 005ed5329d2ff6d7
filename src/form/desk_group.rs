use serde::Deserialize;

use crate::text::Message;

/// Where a service is found at the counter: the hall works on both sides of a move, for the people
/// who leave and for the people who come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskGroup {
    /// 流出: for people of this street's register.
    Outflow,
    /// 流入: for people who live in this street.
    Inflow,
    /// For either; listed among the others.
    #[default]
    Both,
    /// A step in the life of a certificate: started from the certificate, not from the list.
    Certificate,
}

impl DeskGroup {
    /// The groups of the list, in its order.
    pub const LISTED: [DeskGroup; 3] = [DeskGroup::Outflow, DeskGroup::Inflow, DeskGroup::Both];

    /// The heading of the group.
    pub fn message(self) -> Message {
        Message::new(match self {
            DeskGroup::Outflow => "form.group_outflow",
            DeskGroup::Inflow => "form.group_inflow",
            DeskGroup::Both => "form.group_other",
            DeskGroup::Certificate => "form.group_certificate",
        })
    }
}
