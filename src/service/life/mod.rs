//! The life of a certificate: which step may follow in which state, and why not otherwise.

mod refused;
mod reissue;
mod verb;

#[cfg(test)]
mod tests;

pub use refused::{Refused, Why, listed};
pub use reissue::{Reissue, new_sheet_number, reissue};
pub use verb::{Verb, VerbKind};

use chrono::NaiveDate;

use crate::record::{Certificate, CertificateState, End, Loss};

/// Where a certificate stands. [`LifeState::Expired`] is computed, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LifeState {
    /// Issued, the sheet still at the counter.
    Waiting,
    /// Valid and handed over.
    InHand,
    Expired,
    Ended(End),
}

/// What a step does to the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    HandOver,
    /// The old one ends, a new one begins under the next number.
    Succeed(End),
    /// Another sheet; the policy says under which number.
    NewSheet {
        spoiled: bool,
    },
    Annotate,
    Cancel,
}

impl LifeState {
    pub fn of(certificate: &Certificate, on: NaiveDate) -> LifeState {
        match certificate.state(on) {
            CertificateState::Ended(end) => LifeState::Ended(end),
            CertificateState::Expired => LifeState::Expired,
            CertificateState::Valid if certificate.handed_over.is_some() => LifeState::InHand,
            CertificateState::Valid => LifeState::Waiting,
        }
    }

    /// What a verb does in this state: the whole life of a certificate in one table.
    ///
    /// A renewal, a damaged sheet and a correction bring the old sheet back, so that no two sheets
    /// of one certificate are in the world; whoever cannot bring it has lost it. A hall may have
    /// forgotten to note that it handed a sheet over, so a sheet that still waits can be lost.
    ///
    /// # Errors
    /// [`Why`] not.
    pub fn step(self, verb: &Verb) -> Result<Step, Why> {
        use LifeState::{Ended, Expired, InHand, Waiting};
        match (self, verb) {
            (Ended(_), _) => Err(Why::Ended),
            (Waiting, Verb::HandOver) => Ok(Step::HandOver),
            (InHand, Verb::HandOver) => Err(Why::HandedOver),
            (InHand, Verb::Renew { old_back: false }) => Err(Why::SheetNotBack),
            (_, Verb::Renew { .. }) => Ok(Step::Succeed(End::Renewed)),
            (Expired, _) => Err(Why::Expired),
            (
                _,
                Verb::Replace {
                    loss: Loss::Lost { .. },
                    ..
                },
            ) => Ok(Step::Succeed(End::Lost)),
            (Waiting, Verb::Replace { .. }) => Err(Why::NotHandedOver),
            (
                InHand,
                Verb::Replace {
                    old_back: false, ..
                }
                | Verb::Correct { old_back: false },
            ) => Err(Why::SheetNotBack),
            (InHand, Verb::Replace { .. }) => Ok(Step::Succeed(End::Damaged)),
            (Waiting, Verb::Correct { .. }) => Ok(Step::NewSheet { spoiled: true }),
            (InHand, Verb::Correct { .. }) => Ok(Step::NewSheet { spoiled: false }),
            (Waiting | InHand, Verb::Annotate) => Ok(Step::Annotate),
            (Waiting | InHand, Verb::Cancel { .. }) => Ok(Step::Cancel),
        }
    }

    /// The kinds of step that are possible from here, in the order in which they are offered.
    pub fn possible(self) -> Vec<VerbKind> {
        let kinds = VerbKind::ALL.into_iter();
        kinds
            .filter(|kind| self.step(&kind.at_best()).is_ok())
            .collect()
    }
}

/// What the verb does to this certificate on this day.
///
/// # Errors
/// [`Refused`] with the state, the verb, the reason and what can be done instead.
pub fn step(certificate: &Certificate, verb: &Verb, on: NaiveDate) -> Result<Step, Box<Refused>> {
    let state = LifeState::of(certificate, on);
    state
        .step(verb)
        .map_err(|why| Box::new(Refused::new(certificate, verb.kind(), why, on)))
}
