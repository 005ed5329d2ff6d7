//! Whether the view holds what was written into it. After an orderly end it answers at once and is
//! proved beside the counter; no act is folded into it, and none is decided by it, before that.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use sled::Db;

use super::Store;
use super::content::Content;
use super::error::ViewError;
use crate::foreign::without_panic;

pub(super) enum Proof {
    Given,
    /// Nobody has begun it.
    Owed,
    Running(Running),
    Refused(ViewError),
}

/// A thread that reads every entry.
pub(super) struct Running {
    prover: Option<JoinHandle<Result<Content, ViewError>>>,
    stop: Arc<AtomicBool>,
}

impl Running {
    fn begin(db: &Db) -> Running {
        let stop = Arc::new(AtomicBool::new(false));
        let (db, stopped) = (db.clone(), stop.clone());
        let prover = thread::spawn(move || {
            quietly(|| Content::of(&db, &mut |_| !stopped.load(Ordering::Relaxed)))
        });
        Running {
            prover: Some(prover),
            stop,
        }
    }

    fn is_done(&self) -> bool {
        self.prover.as_ref().is_none_or(JoinHandle::is_finished)
    }

    fn content(&mut self) -> Result<Content, ViewError> {
        let content = self.prover.take().map(JoinHandle::join);
        match content {
            Some(Ok(content)) => content,
            _ => Err(unreadable()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // It holds the view open, and the hall may be opened again at once.
        if let Some(prover) = self.prover.take() {
            let _ = prover.join();
        }
    }
}

impl Store {
    /// Whether every entry is known to be what was written.
    pub fn is_proved(&self) -> bool {
        matches!(self.proof, Proof::Given)
    }

    /// Begins to prove the view beside the counter, or looks how far that is; whether it goes on.
    ///
    /// # Errors
    /// As [`Store::prove`], and again every time.
    pub fn attend_proof(&mut self) -> Result<bool, ViewError> {
        match &self.proof {
            Proof::Given => Ok(false),
            Proof::Owed => {
                self.proof = Proof::Running(Running::begin(self.db.db()));
                Ok(true)
            }
            Proof::Running(running) if !running.is_done() => Ok(true),
            Proof::Running(_) | Proof::Refused(_) => self.prove().map(|()| false),
        }
    }

    /// Proves every entry, if that was not done yet.
    ///
    /// # Errors
    /// [`ViewError::Damaged`] if the view is not what was written; the next opening folds it anew.
    pub fn prove(&mut self) -> Result<(), ViewError> {
        self.attend_unproved();
        let content = match &mut self.proof {
            Proof::Running(running) => running.content(),
            Proof::Refused(error) => return Err(error.clone()),
            Proof::Given | Proof::Owed => return Ok(()),
        };
        match content {
            Ok(content) if content == self.mark.content => {
                self.proof = Proof::Given;
                Ok(())
            }
            other => {
                let error = other.err().unwrap_or_else(not_what_was_written);
                self.proof = Proof::Refused(error.clone());
                Err(error)
            }
        }
    }

    fn attend_unproved(&mut self) {
        if matches!(self.proof, Proof::Owed) {
            self.proof = Proof::Running(Running::begin(self.db.db()));
        }
    }
}

pub(super) fn not_what_was_written() -> ViewError {
    ViewError::Damaged("its entries are not those that were written".to_owned())
}

fn unreadable() -> ViewError {
    ViewError::Damaged("sled cannot read it".to_owned())
}

/// Does work in which sled may panic on this thread.
fn quietly<T>(work: impl FnOnce() -> Result<T, ViewError>) -> Result<T, ViewError> {
    without_panic(work).unwrap_or_else(|| Err(unreadable()))
}
