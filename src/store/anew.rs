//! Acts that were entered anew, because she let go of something they told and nobody is to read the
//! frame they stood in any more.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Store;
use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use crate::ledger::{Frame, Frames};
use crate::record::{Act, ActEnteredAnew, DayLine, Event, PersonKey, stored};

/// What stands in the place of frames whose keys were destroyed: the act, or nothing.
#[derive(Debug, Default)]
pub struct Anew(BTreeMap<u64, Option<Act>>);

impl Anew {
    /// Reads them from the frames of a ledger.
    ///
    /// # Errors
    /// [`ViewError::Ledger`] if a frame is damaged, [`ViewError::UnknownAct`].
    pub fn read(frames: Frames<'_>) -> Result<Anew, ViewError> {
        let mut found = Anew::default();
        for frame in frames {
            let frame = frame?;
            // What stood in a frame that is erased itself was entered once more, further on.
            if !frame.erased && frame.sealed {
                found.note(&act_in(&frame)?)?;
            }
        }
        Ok(found)
    }

    fn note(&mut self, act: &Act) -> Result<(), ViewError> {
        if let Event::ActEnteredAnew(anew) = &act.event {
            for also in &anew.also {
                self.0.insert(*also, None);
            }
            self.0.insert(anew.sequence, Some(act_of(anew)?));
        }
        Ok(())
    }

    /// What stands for an erased frame; `None` within if nothing does.
    ///
    /// # Errors
    /// [`ViewError::Erased`] if the ledger does not say.
    pub(super) fn of(&self, sequence: u64) -> Result<Option<Act>, ViewError> {
        let found = self.0.get(&sequence).cloned();
        found.ok_or(ViewError::Erased { sequence })
    }
}

pub(super) fn act_in(frame: &Frame) -> Result<Act, ViewError> {
    let sequence = frame.sequence;
    let act = stored::read(&frame.body);
    act.map_err(|cause| ViewError::UnknownAct { sequence, cause })
}

fn act_of(anew: &ActEnteredAnew) -> Result<Act, ViewError> {
    let sequence = anew.sequence;
    let act = stored::read(&anew.act);
    act.map_err(|cause| ViewError::UnknownAct { sequence, cause })
}

impl Fold<'_> {
    /// Keeps where the act stands now. The day's list says of it what the act still says.
    pub(super) fn entered_anew(
        &mut self,
        sequence: u64,
        anew: &ActEnteredAnew,
    ) -> Result<(), ViewError> {
        for frame in anew.frames() {
            self.put(Space::anew(frame), &sequence)?;
        }
        let act = act_of(anew)?;
        let key = Space::day_line(act.on, anew.sequence);
        let Some(mut line) = self.small::<DayLine>(&key)? else {
            return Ok(());
        };
        match DayLine::of(&act, anew.sequence, line.at) {
            // Of a hand-out the view has taken the name off by itself.
            Some(now) if !line.name.is_empty() && now.person.is_some() => {
                line.name = now.name;
                self.put(key, &line)
            }
            _ => Ok(()),
        }
    }

    /// A frame that is erased and in whose place nothing stands.
    pub(super) fn pass(&mut self, frame: &Frame) -> Result<(), ViewError> {
        self.next(frame.head())
    }
}

impl Store {
    /// Tells what stands in the place of erased frames, before they are folded.
    pub fn know_anew(&mut self, anew: Anew) {
        self.anew = anew;
    }

    /// The frames with a line on a person's page.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn frames_about(&self, record: PersonKey) -> Result<Vec<u64>, ViewError> {
        let prefix = Space::PersonLine.person(record);
        let mut frames = Vec::new();
        for key in self.db.keys(&prefix) {
            let key = key?;
            let frame = key.get(prefix.len()..).and_then(|rest| rest.first_chunk());
            frames.extend(frame.map(|frame| u64::from_be_bytes(*frame)));
        }
        Ok(frames)
    }

    /// The frame of a movement of supplies, by its number.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn moved_in(&self, number: &str) -> Result<Option<u64>, ViewError> {
        let moved: Option<(NaiveDate, u64)> = self.read(&Space::MovedAs.text(number))?;
        Ok(moved.map(|(_, frame)| frame))
    }

    /// Every frame that is not to be read any more, with the frame in which its act was entered
    /// anew.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn entered_anew(&self) -> Result<Vec<(u64, u64)>, ViewError> {
        let mut found = Vec::new();
        for entry in self.db.scan_prefix(Space::Anew.prefix()) {
            let (key, value) = entry?;
            if let Some(frame) = key.get(1..).and_then(|rest| rest.first_chunk::<8>()) {
                found.push((u64::from_be_bytes(*frame), postcard::from_bytes(&value)?));
            }
        }
        Ok(found)
    }
}
