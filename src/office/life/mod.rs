//! The life of a certificate at the counter, one file for each verb.

mod amend;
mod annotate;
mod asked;
mod cancel;
mod change;
mod correct;
mod correct_name;
mod done;
mod enter;
mod error;
mod hand_over;
mod pen;
mod renew;
mod replace;
mod wait;

#[cfg(test)]
mod tests;

pub use amend::Proofs;
pub(super) use asked::NUMBER;
pub use correct_name::NameCorrection;
pub use done::Changed;
pub use error::LifeError;

use std::path::PathBuf;

use crate::form::{PaperOrder, RequestId};
use crate::person::{IdPaper, PersonName};
use crate::record::{Applied, Delegate, OldSheet};
use crate::text::clean_line;

/// What is asked of a certificate, by whom and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Repeating the request gives the same result and no second act.
    pub request: RequestId,
    /// The certificate's number as typed.
    pub number: String,
    /// In the applicant's words; may be empty.
    pub reason: String,
    /// Who came instead of the holder.
    pub delegate: Option<DelegateShown>,
    /// Who told of what she cannot tell herself; no letter of hers is asked for.
    pub reporter: Option<Delegate>,
    pub old_sheet: OldSheet,
    /// Where the PDF files go; `None` for the hall's own folder.
    pub papers_in: Option<PathBuf>,
    /// The papers its form ordered; `None` for what the policy orders.
    pub orders: Option<Vec<PaperOrder>>,
    /// The case that waited for papers and goes on with this.
    pub case: Option<String>,
    /// Leave blank for the pen what no font has.
    pub by_hand: bool,
}

/// A delegate as the clerk describes her, with what she showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelegateShown {
    pub name: String,
    /// Her identity paper's number as typed.
    pub id: String,
    /// The letter of authority (委托书).
    pub letter: bool,
    /// The identity cards of both.
    pub both_cards: bool,
}

impl Wish {
    /// A wish of the holder herself, with the old sheet not back.
    pub fn new(request: RequestId, number: &str) -> Wish {
        Wish {
            request,
            number: number.to_owned(),
            reason: String::new(),
            delegate: None,
            reporter: None,
            old_sheet: OldSheet::NotBack,
            papers_in: None,
            orders: None,
            case: None,
            by_hand: false,
        }
    }

    pub(super) fn old_back(&self) -> bool {
        self.old_sheet == OldSheet::TakenBack
    }

    /// The wish with its delegate proved.
    ///
    /// # Errors
    /// [`LifeError::DelegateName`], [`LifeError::DelegateId`] or [`LifeError::DelegatePapers`].
    pub(super) fn applied(&self, today: chrono::NaiveDate) -> Result<Applied, LifeError> {
        let delegate = match &self.delegate {
            Some(shown) => Some(shown.proved(today)?),
            None => self.reporter.clone(),
        };
        Ok(Applied {
            reason: clean_line(&self.reason).trim().to_owned(),
            delegate,
            old_sheet: self.old_sheet,
        })
    }
}

impl DelegateShown {
    fn proved(&self, today: chrono::NaiveDate) -> Result<Delegate, LifeError> {
        let name = PersonName::read(&self.name)
            .map_err(|problem| LifeError::DelegateName(problem.message()))?;
        let id = IdPaper::read(&self.id, today)
            .map_err(|problem| LifeError::DelegateId(problem.message()))?;
        if !self.letter || !self.both_cards {
            return Err(LifeError::DelegatePapers);
        }
        Ok(Delegate {
            name: name.as_str().to_owned(),
            id: id.key(),
        })
    }
}
