use super::Office;
use super::error::IssueError;
use super::open::catch_up;
use crate::form::RequestId;
use crate::ledger::Entry;
use crate::record::{Act, Event, FrameRef, stored};
use crate::staff::Clerk;
use crate::store::ViewError;
use crate::text::Message;

/// An act the ledger has acknowledged.
pub(super) struct Entered {
    pub sequence: u64,
    pub frame: FrameRef,
    /// The frame's time, UTC in milliseconds since 1970.
    pub at: i64,
    /// Why the view could not follow. The act stands; the view catches up later.
    pub behind: Option<ViewError>,
}

impl Entered {
    /// What the clerk should know of an act that is on record although the view is behind.
    pub fn note(&self) -> Option<Message> {
        let behind = self.behind.as_ref()?;
        Some(Message::new("office.view_behind").with_said("reason", behind.message()))
    }
}

impl Office {
    /// Makes sure that the view knows every act before serials and duplicates are read from it, and
    /// that index, drafts and papers have followed what it learnt.
    pub(super) fn follow(&mut self) -> Result<(), ViewError> {
        self.store.prove()?;
        let before = self.store.applied();
        let changed = catch_up(&mut self.store, self.ledger.as_mut(), &mut |_, _| true)?;
        if self.store.applied() != before {
            self.index.follow(&self.store, &changed)?;
        }
        // A file that cannot be removed now is tried again at the next act, and told of at opening.
        let _ = self.purge_due();
        Ok(())
    }

    /// An act of today, with all that its papers need to be made again.
    pub(super) fn act(&self, request: RequestId, clerk: &Clerk, mut event: Event) -> Act {
        self.note_places(&mut event);
        // Whoever is signed in acts, whatever name the caller has for her.
        let signed = self.session().map(|session| session.name.clone());
        Act {
            request,
            clerk: signed.unwrap_or_else(|| clerk.name.clone()),
            counter: clerk.counter,
            on: self.shelf.around.on,
            event,
        }
    }

    /// Appends an act, and once it is acknowledged tells the view and the index.
    ///
    /// # Errors
    /// [`IssueError::Ledger`] if it was not acknowledged: nothing happened.
    pub(super) fn enter(&mut self, act: &Act) -> Result<Entered, IssueError> {
        self.ready_key(act)?;
        self.append(act)
    }

    pub(super) fn append(&mut self, act: &Act) -> Result<Entered, IssueError> {
        self.allow_act(act)?;
        let entry = Entry {
            counter: act.counter,
            body: stored::write(act)?,
        };
        // What is written for good was decided by the view.
        self.store.prove()?;
        let before = self.ledger.head();
        let head = self.ledger.append(before, self.clock.now_ms(), &[entry])?;
        let at = self.ledger.time();
        let followed = self.store.apply(head, at, act);
        let followed = followed.and_then(|()| self.reindex(act, head.sequence));
        Ok(Entered {
            sequence: head.sequence,
            frame: FrameRef::new(head.sequence, &head.hash.0),
            at,
            behind: followed.err(),
        })
    }

    /// Appends several acts at once; all of them or none.
    ///
    /// # Errors
    /// [`IssueError::Ledger`] if they were not acknowledged.
    pub(super) fn enter_all(&mut self, acts: &[Act]) -> Result<(), IssueError> {
        let mut entries = Vec::new();
        for act in acts {
            self.allow_act(act)?;
            entries.push(Entry {
                counter: act.counter,
                body: stored::write(act)?,
            });
        }
        self.store.prove()?;
        let before = self.ledger.head();
        self.ledger.append(before, self.clock.now_ms(), &entries)?;
        // The index follows with the view.
        Ok(self.follow()?)
    }

    fn reindex(&mut self, act: &Act, sequence: u64) -> Result<(), ViewError> {
        let touched = self.store.touched(sequence, act)?;
        self.index.follow(&self.store, &touched)
    }
}
