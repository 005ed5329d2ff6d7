//! The ledger follows a right as well: in a sealed hall nobody reads any more what she let go of.
//!
//! What stays of each act that told it is entered anew, and once that is acknowledged the keys of the
//! old frames are destroyed. Both steps may be done any number of times and change nothing the
//! second time, so a power cut between them costs nothing: the next opening goes on.

use std::collections::{BTreeMap, BTreeSet};

use crate::disk::StaffFiles;
use crate::ledger::{Entry, Sealer};
use crate::office::open::catch_up;
use crate::office::{IssueError, Office};
use crate::record::{Act, ActEnteredAnew, Event, LettingGo, of_report, stored};
use crate::store::{Exercised, ViewError};

/// Acts that are entered anew in one append.
const AT_ONCE: usize = 32;

/// An act that tells too much, as it stands.
struct Told {
    act: Act,
    /// Where it was entered anew before.
    also: Vec<u64>,
}

impl Office {
    /// Enters anew what stays of the acts that told what she let go of, and destroys the keys of
    /// the frames they stood in.
    ///
    /// # Errors
    /// [`IssueError`]; it is due again then.
    pub(super) fn erase(&mut self, right: &Exercised) -> Result<(), IssueError> {
        if !self.is_sealed() {
            return Ok(());
        }
        let anew = self.acts_without(right)?;
        for acts in anew.chunks(AT_ONCE) {
            self.append_anew(acts)?;
        }
        self.destroy_keys()
    }

    /// Destroys the keys of all frames whose acts were entered anew, and notes, for whoever has no
    /// password, which frames nobody can read any more.
    ///
    /// # Errors
    /// [`IssueError`]; it is due again then.
    pub(in crate::office) fn destroy_keys(&mut self) -> Result<(), IssueError> {
        let anew = self.store.entered_anew()?;
        let Some(keyring) = self.sealing.keyring().filter(|_| !anew.is_empty()) else {
            return Ok(());
        };
        let files = StaffFiles::of(&self.hall);
        let mut keys = files.frame_keys(&keyring)?;
        let destroyed = anew.iter().filter(|(frame, _)| keys.destroy(*frame));
        if destroyed.count() > 0 {
            files.write_frame_keys(&keyring, &keys)?;
            let sealer = Sealer::new(self.ledger.hall(), keyring.epochs().to_vec(), keys);
            self.ledger.seal_with(Some(sealer));
        }
        files.note_erased(anew.iter().map(|(frame, _)| *frame))?;
        Ok(())
    }

    fn append_anew(&mut self, anew: &[ActEnteredAnew]) -> Result<(), IssueError> {
        let mut entries = Vec::new();
        for anew in anew {
            let event = Event::ActEnteredAnew(Box::new(anew.clone()));
            let act = self.act(self.new_request(), &self.clerk(), event);
            entries.push(Entry {
                counter: act.counter,
                body: stored::write(&act)?,
            });
        }
        let head = self.ledger.head();
        self.ledger.append(head, self.clock.now_ms(), &entries)?;
        catch_up(&mut self.store, self.ledger.as_mut(), &mut |_, _| true)?;
        Ok(())
    }

    /// What is to be entered anew because of a right, in the order of the frames.
    fn acts_without(&mut self, right: &Exercised) -> Result<Vec<ActEnteredAnew>, IssueError> {
        let people = &right.effect.people;
        let mut is_gone = !people.is_empty();
        for person in people {
            is_gone &= self.store.person(*person)?.is_none();
        }
        let mut rights = vec![right.clone()];
        if is_gone {
            // What had to stay while she was known has nobody to be of any more.
            let earlier = self.store.rights_after(0)?.into_iter();
            let hers = |one: &Exercised| one.effect.people.iter().any(|one| people.contains(one));
            rights = earlier
                .filter(|one| one.sequence <= right.sequence && hers(one))
                .collect();
        }
        let mut frames = BTreeMap::new();
        for right in &rights {
            for frame in self.frames_of(right)? {
                frames.insert(frame, ());
            }
        }
        let told = self.told_in(frames.into_keys().collect())?;
        let mut anew = Vec::new();
        for (sequence, Told { mut act, also }) in told {
            let mut changed = false;
            for right in rights.iter().filter(|right| right.sequence > sequence) {
                let by_case = self.certificates_by_case(right)?;
                let going = LettingGo {
                    effect: &right.effect,
                    by_case: &by_case,
                    is_gone,
                };
                changed |= going.take_from(&mut act, sequence);
            }
            if changed {
                anew.push(ActEnteredAnew {
                    sequence,
                    also,
                    act: stored::write(&act)?,
                });
            }
        }
        Ok(anew)
    }

    /// The frames that may have told what was let go of.
    fn frames_of(&self, right: &Exercised) -> Result<BTreeSet<u64>, ViewError> {
        let mut frames = BTreeSet::new();
        for person in &right.effect.people {
            frames.insert(person.sequence());
            frames.extend(self.store.frames_about(*person)?);
        }
        for hidden in &right.effect.hides {
            frames.extend(self.store.moved_in(&hidden.record)?);
            if let Some((report, _)) = of_report(&hidden.record) {
                let confirmed = self.store.confirmed(report)?;
                frames.extend(confirmed.map(|confirmed| confirmed.sequence));
            }
        }
        frames.retain(|frame| *frame < right.sequence);
        Ok(frames)
    }

    /// Application → certificate, of the certificates something was taken out of.
    fn certificates_by_case(
        &self,
        right: &Exercised,
    ) -> Result<BTreeMap<String, String>, ViewError> {
        let mut cases = BTreeMap::new();
        for hidden in &right.effect.hides {
            if let Some(certificate) = self.store.certificate(&hidden.record)? {
                cases.insert(certificate.issued.case, hidden.record.clone());
            }
        }
        Ok(cases)
    }

    /// The acts of frames as they stand: as they were written, or as they were entered anew since.
    fn told_in(&mut self, frames: BTreeSet<u64>) -> Result<BTreeMap<u64, Told>, ViewError> {
        let anew: BTreeMap<u64, u64> = self.store.entered_anew()?.into_iter().collect();
        // Frame to be read → the frame whose act stands there.
        let places = frames
            .iter()
            .map(|frame| (anew.get(frame).copied().unwrap_or(*frame), *frame));
        let places: BTreeMap<u64, u64> = places.collect();
        let (Some(first), Some(last)) = (places.keys().next(), places.keys().next_back()) else {
            return Ok(BTreeMap::new());
        };
        let (first, last) = (*first, *last);
        let mut told = BTreeMap::new();
        for frame in self.ledger.read_from(first) {
            let frame = frame?;
            let (place, erased) = (frame.sequence, frame.erased);
            if let Some(sequence) = places.get(&place).filter(|_| !erased) {
                let unknown = |cause| ViewError::UnknownAct {
                    sequence: place,
                    cause,
                };
                let act = stored::read(&frame.body).map_err(unknown)?;
                let one = match act.event {
                    Event::ActEnteredAnew(anew) => Told {
                        act: stored::read(&anew.act).map_err(unknown)?,
                        also: anew.also.into_iter().chain([place]).collect(),
                    },
                    _ => Told {
                        act,
                        also: Vec::new(),
                    },
                };
                told.insert(*sequence, one);
            }
            if place >= last {
                break;
            }
        }
        Ok(told)
    }
}
