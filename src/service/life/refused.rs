use chrono::NaiveDate;

use super::{LifeState, VerbKind};
use crate::record::{Certificate, Ended, HandedOver};
use crate::text::Message;

/// A step that is not possible: which, of which certificate, in which state, why, and what is
/// possible instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub number: String,
    pub state: LifeState,
    pub verb: VerbKind,
    pub why: Why,
    /// What can be done with this certificate now; empty if it has ended.
    pub instead: Vec<VerbKind>,
    /// Last valid day.
    pub expiry_date: NaiveDate,
    pub handed_over: Option<HandedOver>,
    pub ended: Option<Ended>,
}

/// Why a step is not possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was renewed, replaced or cancelled.
    Ended,
    Expired,
    /// It was handed over before.
    HandedOver,
    /// The sheet is still at the counter: nothing of the holder's is damaged.
    NotHandedOver,
    /// The old sheet has to come back; if it cannot, it is lost.
    SheetNotBack,
    /// She holds another certificate that is valid.
    OtherValid {
        number: String,
    },
    /// Not over age: she is `age`, the certificate is for women up to `age_max`.
    NotOverAge {
        age: u32,
        age_max: u32,
    },
}

impl Refused {
    pub fn new(certificate: &Certificate, verb: VerbKind, why: Why, on: NaiveDate) -> Refused {
        let state = LifeState::of(certificate, on);
        let mut instead = state.possible();
        instead.retain(|possible| *possible != verb);
        if why == Why::SheetNotBack {
            instead.retain(|possible| *possible == VerbKind::ReplaceLost);
        }
        if why == Why::NotHandedOver {
            instead.retain(|possible| *possible == VerbKind::Correct);
        }
        Refused {
            number: certificate.number().to_owned(),
            state,
            verb,
            why,
            instead,
            expiry_date: certificate.issued.expiry_date,
            handed_over: certificate.handed_over.clone(),
            ended: certificate.ended.clone(),
        }
    }

    /// "不能补证(遗失):证明 … 已于 2010-09-13 作废(遗失)。现行证明是 …。"
    pub fn message(&self) -> Message {
        Message::new("service.refused")
            .with("number", &self.number)
            .with_said("verb", self.verb.message())
            .with_said("why", self.why_message())
            .with_said("instead", self.instead_message())
    }

    pub fn why_message(&self) -> Message {
        match &self.why {
            Why::Ended => {
                let ended = Message::new("service.why_ended");
                match &self.ended {
                    Some(by) => ended
                        .with_said("state", by.end.message())
                        .with("date", by.on),
                    None => ended.with("state", "").with("date", ""),
                }
            }
            Why::Expired => Message::new("service.why_expired").with("date", self.expiry_date),
            Why::HandedOver => {
                let to = self.handed_over.as_ref();
                Message::new("service.why_handed_over")
                    .with("date", to.map(|to| to.on.to_string()).unwrap_or_default())
                    .with("receiver", to.map_or("", |to| to.receiver.as_str()))
            }
            Why::NotHandedOver => Message::new("service.why_not_handed_over"),
            Why::SheetNotBack => Message::new("service.why_sheet_not_back"),
            Why::OtherValid { number } => {
                Message::new("service.why_other_valid").with("other", number)
            }
            Why::NotOverAge { age, age_max } => Message::new("service.why_not_over_age")
                .with("age", age)
                .with("age_max", age_max),
        }
    }

    pub fn instead_message(&self) -> Message {
        let successor = self
            .ended
            .as_ref()
            .and_then(|ended| ended.successor.as_ref());
        if let Why::OtherValid { number } = &self.why {
            return Message::new("service.instead_successor").with("successor", number);
        }
        match (successor, self.instead.as_slice()) {
            (Some(successor), _) => {
                Message::new("service.instead_successor").with("successor", successor)
            }
            (None, []) => Message::new("service.instead_apply"),
            (None, verbs) => Message::new("service.instead").with_said("verbs", listed(verbs)),
        }
    }
}

/// The names of verbs, one after the other.
pub fn listed(verbs: &[VerbKind]) -> Message {
    let mut named = verbs.iter().map(|verb| verb.message());
    let first = named
        .next()
        .unwrap_or_else(|| Message::new("service.nothing"));
    named.fold(first, |list, verb| {
        Message::new("service.list")
            .with_said("list", list)
            .with_said("next", verb)
    })
}
