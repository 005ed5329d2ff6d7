use super::Office;
use super::error::IssueError;
use super::index::Index;
use super::open::catch_up;
use crate::form::RequestId;
use crate::ledger::Entry;
use crate::record::{Act, Event, FrameRef, PersonKey, stored};
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
        let before = self.store.applied();
        catch_up(&mut self.store, self.ledger.as_mut(), &mut |_, _| {})?;
        if self.store.applied() != before {
            self.index = Index::whole(&self.store)?;
        }
        // A file that cannot be removed now is tried again at the next act, and told of at opening.
        let _ = self.purge_due();
        Ok(())
    }

    /// An act of today, with all that its papers need to be made again.
    pub(super) fn act(&self, request: RequestId, clerk: &Clerk, mut event: Event) -> Act {
        self.note_places(&mut event);
        Act {
            request,
            clerk: clerk.name.clone(),
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
        let entry = Entry {
            counter: act.counter,
            body: stored::write(act)?,
        };
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
            entries.push(Entry {
                counter: act.counter,
                body: stored::write(act)?,
            });
        }
        let before = self.ledger.head();
        self.ledger.append(before, self.clock.now_ms(), &entries)?;
        // The index follows with the view.
        self.follow()?;
        Ok(())
    }

    fn reindex(&mut self, act: &Act, sequence: u64) -> Result<(), ViewError> {
        // A right reaches every number she had, a forgotten telephone finds her by none, and whoever
        // is forgotten herself is not found at all.
        let others = match &act.event {
            Event::RightExercised(right) => right.effect.people.as_slice(),
            _ => &[],
        };
        let touched = person_of(act, sequence);
        for person in touched.iter().chain(others) {
            match self.store.own_record(*person)? {
                Some(person) => self.index.put(&person),
                None => self.index.remove(*person),
            }
        }
        Ok(())
    }
}

fn person_of(act: &Act, sequence: u64) -> Option<PersonKey> {
    let applicant = match &act.event {
        Event::HallOpened(_)
        | Event::PaperPrinted(_)
        | Event::ReportConfirmed(_)
        | Event::BlanksMoved(_)
        | Event::PrintSent(_)
        | Event::PrintAnswered(_)
        | Event::CodeKeyChanged(_)
        | Event::PeopleImported(_)
        | Event::CodeVerified(_) => return None,
        Event::PersonRegistered(registered) => registered.applicant,
        Event::CertificateIssued(issued) => issued.applicant,
        Event::CaseSuspended(case) => case.applicant,
        Event::RecordChanged(changed) => return Some(changed.person),
        Event::ServiceRecorded(served) => served.applicant,
        Event::PeopleJudged(judged) => judged.about().0,
        Event::StockMoved(moved) => return moved.person(sequence),
        Event::RightExercised(right) => right.served.applicant,
    };
    Some(applicant.key(sequence))
}
