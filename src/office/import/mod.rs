//! Taking over an old register: first a look at every row, which changes nothing, then one act.

mod note;
mod review;
mod row;
#[cfg(test)]
mod tests;

pub use review::{RegisterFile, Reviewed, RowProblem};

use std::sync::Arc;

use chrono::NaiveDate;

use super::Office;
use super::error::IssueError;
use super::practice::{form_ref, profile_ref};
use crate::form::{Form, RequestId};
use crate::import::{Refused, Scheme};
use crate::ledger::{AppendError, MAX_APPEND, MAX_BODY, MAX_ENTRIES};
use crate::policy::FileProblem;
use crate::record::{Event, PeopleImported};
use crate::staff::Clerk;
use crate::store::{Outcome, ViewError};
use crate::text::Message;

/// People of one frame at most, and bytes of what is told of them: a quarter of a frame is left for
/// what stands around.
const PEOPLE: usize = 10_000;
const BYTES: usize = MAX_BODY / 4 * 3;

/// Why a register was not taken over. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the file is refused: {0:?}")]
    Refused(Refused),
    /// Rows with something wrong.
    #[error("{} problems", .0.count)]
    Problems(Box<Reviewed>),
    #[error("{0}")]
    Issue(#[from] IssueError),
    #[error("{0}")]
    View(#[from] ViewError),
    #[error("{0}")]
    Shipped(#[from] FileProblem),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The last frame of the ledger that holds it.
    pub sequence: u64,
    pub people: u32,
    /// The day on which the file was taken over, if that was before.
    pub before: Option<NaiveDate>,
}

impl Office {
    /// Whether a file was taken over before, byte for byte.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn imported_before(&self, file: &RegisterFile<'_>) -> Result<Option<Imported>, ViewError> {
        self.allow(crate::staff::Right::Import)?;
        Ok(match self.store.outcome(request_of(file))? {
            Some((sequence, Outcome::Imported { people, on })) => Some(Imported {
                sequence,
                people,
                before: Some(on),
            }),
            _ => None,
        })
    }

    /// Takes over everybody in a register: all of them in one append of the ledger, or nobody. The
    /// same file taken over again brings nobody twice.
    ///
    /// # Errors
    /// [`ImportError`]: nothing was written.
    pub fn import(
        &mut self,
        file: &RegisterFile<'_>,
        clerk: &Clerk,
    ) -> Result<(Reviewed, Imported), ImportError> {
        self.allow(crate::staff::Right::Import)?;
        self.follow()?;
        if let Some(before) = self.imported_before(file)? {
            return Ok((Reviewed::default(), before));
        }
        let reviewed = self.review_register(file)?;
        if reviewed.count > 0 {
            return Err(ImportError::Problems(Box::new(reviewed)));
        }
        let form = self.form_of_register(Scheme::people()?)?;
        let parts = parts_of(&reviewed);
        let bytes: usize = parts.iter().map(|(_, bytes)| bytes + MAX_BODY / 4).sum();
        let (Ok(count), true) = (u16::try_from(parts.len()), bytes <= MAX_APPEND) else {
            let entries = parts.len().min(MAX_ENTRIES);
            let too_much = AppendError::TooMuch { entries, bytes };
            return Err(IssueError::Ledger(too_much).into());
        };
        let digest = blake3::hash(file.bytes).to_hex().to_string();
        let total = u32::try_from(reviewed.people.len()).unwrap_or(u32::MAX);
        let acts = (0..count).zip(&parts).map(|(part, (people, _))| {
            let imported = PeopleImported {
                file: file.name.to_owned(),
                digest: digest.clone(),
                part,
                parts: count,
                total,
                left_out: u32::try_from(reviewed.under_age.len()).unwrap_or(u32::MAX),
                names: reviewed.facts.clone(),
                people: people.to_vec(),
                form: form_ref(&form),
                profile: profile_ref(self),
            };
            let event = Event::PeopleImported(Box::new(imported));
            self.act(request_of(file), clerk, event)
        });
        let acts: Vec<_> = acts.collect();
        self.enter_all(&acts)?;
        let imported = Imported {
            sequence: self.acts(),
            people: total,
            before: None,
        };
        Ok((reviewed, imported))
    }
}

impl Office {
    /// The form of the service that people of a register are checked by.
    fn form_of_register(&self, scheme: &Scheme) -> Result<Arc<Form>, ImportError> {
        let form = self.shelf.form(&scheme.service).cloned();
        form.ok_or_else(|| Refused::NoService(scheme.service.clone()).into())
    }
}

/// The same bytes are the same wish.
fn request_of(file: &RegisterFile<'_>) -> RequestId {
    let key = blake3::derive_key("guitai 2026 register imported v1", file.bytes);
    let mut request = [0; 16];
    request.copy_from_slice(&key[..16]);
    RequestId(request)
}

/// The people of each frame, with the bytes they take.
fn parts_of(reviewed: &Reviewed) -> Vec<(&[Vec<String>], usize)> {
    let mut parts = Vec::new();
    let mut rest = reviewed.people.as_slice();
    while !rest.is_empty() {
        let (mut taken, mut bytes) = (0, 0);
        for person in rest.iter().take(PEOPLE) {
            // A length before each text takes three bytes at most.
            let more: usize = person.iter().map(|text| text.len() + 3).sum();
            if taken > 0 && bytes + more > BYTES {
                break;
            }
            (taken, bytes) = (taken + 1, bytes + more);
        }
        let (part, left) = rest.split_at(taken);
        parts.push((part, bytes));
        rest = left;
    }
    parts
}

impl ImportError {
    pub fn message(&self) -> Message {
        match self {
            ImportError::Refused(refused) => refused.message(),
            ImportError::Problems(reviewed) => {
                Message::new("import.problems").with("count", reviewed.count)
            }
            ImportError::Issue(IssueError::Ledger(AppendError::TooMuch { .. })) => {
                Message::new("import.too_much")
            }
            ImportError::Issue(error) => error.message(),
            ImportError::View(error) => error.message(),
            ImportError::Shipped(problem) => problem.message(),
        }
    }
}

impl From<Refused> for ImportError {
    fn from(refused: Refused) -> ImportError {
        ImportError::Refused(refused)
    }
}
