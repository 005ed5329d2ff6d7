use chrono::NaiveDate;

use crate::text::{Label, Message};

/// Why supplies do not move.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StockRefused {
    #[error("the profile has no supplies")]
    NoStock,
    #[error("the item {0} is not known")]
    UnknownItem(String),
    #[error("the batch {0} is not in the store")]
    UnknownBatch(String),
    #[error("a quantity of nothing")]
    Nothing,
    #[error("only {left} are there")]
    NotEnough { item: Label, unit: Label, left: u32 },
    #[error("the batch {number} expired on {last_day}")]
    Expired { number: String, last_day: NaiveDate },
    /// Goods that are over are not taken in.
    #[error("the goods expired on {last_day}")]
    ReceivedExpired { last_day: NaiveDate },
    /// One number, two expiries: a slip on one of the two days.
    #[error("the batch {number} stands in the store with the expiry {expiry}")]
    OtherExpiry { number: String, expiry: String },
    #[error("the counter does not give {}", .0.class)]
    NotAtTheCounter(Box<NotHere>),
    #[error("{left} of {cap} are left this year")]
    YearlyCap {
        class: Label,
        unit: Label,
        cap: u32,
        left: u32,
    },
    /// What she takes is health information: it stands beside her name only if she agrees.
    #[error("a named hand-out needs her consent")]
    NoConsent,
    #[error("a loss is approved by somebody")]
    NotApproved,
}

/// What the counter does not give, and where it is to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotHere {
    pub class: String,
    pub why_not: Label,
    pub article: Label,
    pub remedy: Label,
}

impl StockRefused {
    /// Whether a rule says no, rather than a slip of the pen.
    pub fn is_rule(&self) -> bool {
        !matches!(
            self,
            StockRefused::UnknownItem(_) | StockRefused::UnknownBatch(_) | StockRefused::Nothing
        )
    }

    pub fn message(&self) -> Message {
        match self {
            StockRefused::NoStock => Message::new("supplies.none"),
            StockRefused::UnknownItem(item) => {
                Message::new("supplies.unknown_item").with("item", item)
            }
            StockRefused::UnknownBatch(number) => {
                Message::new("supplies.unknown_batch").with("number", number)
            }
            StockRefused::Nothing => Message::new("supplies.nothing"),
            StockRefused::NotEnough { item, unit, left } => Message::new("supplies.not_enough")
                .with_said("item", item.clone())
                .with_said("unit", unit.clone())
                .with("left", left),
            StockRefused::Expired { number, last_day } => Message::new("supplies.expired")
                .with("number", number)
                .with("date", last_day),
            StockRefused::ReceivedExpired { last_day } => {
                Message::new("supplies.received_expired").with("date", last_day)
            }
            StockRefused::OtherExpiry { number, expiry } => Message::new("supplies.other_expiry")
                .with("number", number)
                .with("expiry", expiry),
            StockRefused::NotAtTheCounter(not_here) => Message::new("supplies.not_at_the_counter")
                .with_said("why_not", not_here.why_not.clone())
                .with_said("article", not_here.article.clone())
                .with_said("remedy", not_here.remedy.clone()),
            StockRefused::YearlyCap {
                class,
                unit,
                cap,
                left,
            } => Message::new("supplies.yearly_cap")
                .with_said("class", class.clone())
                .with_said("unit", unit.clone())
                .with("cap", cap)
                .with("left", left),
            StockRefused::NoConsent => Message::new("supplies.no_consent"),
            StockRefused::NotApproved => Message::new("supplies.not_approved"),
        }
    }
}
