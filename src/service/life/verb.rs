use crate::record::{CancelCause, Loss};
use crate::text::Message;

/// What is wanted of a certificate, with all that decides whether it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    HandOver,
    /// `old_back`: the old sheet was taken back.
    Renew {
        old_back: bool,
    },
    Replace {
        loss: Loss,
        old_back: bool,
    },
    Correct {
        old_back: bool,
    },
    Annotate,
    Cancel {
        cause: CancelCause,
    },
}

/// A verb without its circumstances, as it is offered to the clerk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerbKind {
    HandOver,
    Renew,
    ReplaceLost,
    ReplaceDamaged,
    Correct,
    Annotate,
    Cancel,
}

impl Verb {
    pub fn kind(&self) -> VerbKind {
        match self {
            Verb::HandOver => VerbKind::HandOver,
            Verb::Renew { .. } => VerbKind::Renew,
            Verb::Replace {
                loss: Loss::Lost { .. },
                ..
            } => VerbKind::ReplaceLost,
            Verb::Replace { .. } => VerbKind::ReplaceDamaged,
            Verb::Correct { .. } => VerbKind::Correct,
            Verb::Annotate => VerbKind::Annotate,
            Verb::Cancel { .. } => VerbKind::Cancel,
        }
    }
}

impl VerbKind {
    pub const ALL: [VerbKind; 7] = [
        VerbKind::HandOver,
        VerbKind::Renew,
        VerbKind::ReplaceLost,
        VerbKind::ReplaceDamaged,
        VerbKind::Correct,
        VerbKind::Annotate,
        VerbKind::Cancel,
    ];

    /// The verb in the circumstances that allow the most.
    pub fn at_best(self) -> Verb {
        let declared_on = chrono::NaiveDate::MIN;
        match self {
            VerbKind::HandOver => Verb::HandOver,
            VerbKind::Renew => Verb::Renew { old_back: true },
            VerbKind::ReplaceLost => Verb::Replace {
                loss: Loss::Lost { declared_on },
                old_back: false,
            },
            VerbKind::ReplaceDamaged => Verb::Replace {
                loss: Loss::Damaged,
                old_back: true,
            },
            VerbKind::Correct => Verb::Correct { old_back: true },
            VerbKind::Annotate => Verb::Annotate,
            VerbKind::Cancel => Verb::Cancel {
                cause: CancelCause::OwnWish,
            },
        }
    }

    pub fn message(self) -> Message {
        Message::new(match self {
            VerbKind::HandOver => "service.verb_hand_over",
            VerbKind::Renew => "service.verb_renew",
            VerbKind::ReplaceLost => "service.verb_replace_lost",
            VerbKind::ReplaceDamaged => "service.verb_replace_damaged",
            VerbKind::Correct => "service.verb_correct",
            VerbKind::Annotate => "service.verb_annotate",
            VerbKind::Cancel => "service.verb_cancel",
        })
    }
}
