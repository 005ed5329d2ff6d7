use super::Store;
use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::Outcome;
use crate::record::{
    Act, BlankCount, BlankFate, BlankMovement, BlankStack, BlanksMoved, LastPrint, PrintSent,
    SpoiltBlank, TakenBlank,
};
use crate::service::blanks::Numbers;

impl Fold<'_> {
    /// Blanks that came in, were spoilt or were counted.
    pub(super) fn blanks(
        &mut self,
        sequence: u64,
        act: &Act,
        moved: &BlanksMoved,
    ) -> Result<Outcome, ViewError> {
        match &moved.movement {
            BlankMovement::Received { first, last, .. } => {
                let received = Numbers::read(first, last).map_or(0, |numbers| numbers.count());
                let stack = BlankStack {
                    paper: moved.paper.clone(),
                    batch: moved.batch.clone(),
                    first: first.clone(),
                    last: last.clone(),
                    received_on: act.on,
                    sequence,
                    received,
                    used: 0,
                    spoilt: 0,
                    taken: None,
                    count: None,
                };
                self.put(Space::blank_stack(&moved.paper, &moved.batch), &stack)?;
            }
            BlankMovement::Spoilt { blank, reason } => {
                let fate = BlankFate::Spoilt(*reason);
                self.take_blank(act, (&moved.paper, &moved.batch), (blank, ""), fate)?;
            }
            BlankMovement::Counted {
                found,
                expected,
                second,
                note,
            } => {
                let count = BlankCount {
                    on: act.on,
                    found: *found,
                    expected: *expected,
                    clerk: act.clerk.clone(),
                    second: second.clone(),
                    note: note.clone(),
                };
                let key = Space::blank_stack(&moved.paper, &moved.batch);
                if let Some(mut stack) = self.small::<BlankStack>(&key)? {
                    stack.count = Some(count);
                    self.put(key, &stack)?;
                }
            }
        }
        Ok(Outcome::Noted)
    }

    /// A paper that was handed to a printer, perhaps onto a blank.
    pub(super) fn sent(&mut self, act: &Act, sent: &PrintSent) -> Result<Outcome, ViewError> {
        let last = LastPrint {
            number: sent.number.clone(),
            paper: sent.paper.clone(),
        };
        self.put(Space::LastPrint.prefix(), &last)?;
        if let Some(blank) = &sent.blank {
            if let Some(SpoiltBlank {
                batch,
                number,
                reason,
            }) = &blank.instead_of
            {
                let fate = BlankFate::Spoilt(*reason);
                self.take_blank(act, (&sent.paper, batch), (number, &sent.number), fate)?;
            }
            let stack = (sent.paper.as_str(), blank.batch.as_str());
            self.take_blank(act, stack, (&blank.number, &sent.number), BlankFate::Used)?;
            let key = Space::blank_of(&sent.number, &sent.paper);
            self.put(key, &(&blank.batch, &blank.number))?;
        }
        Ok(Outcome::Noted)
    }

    fn take_blank(
        &mut self,
        act: &Act,
        (paper, batch): (&str, &str),
        (number, certificate): (&str, &str),
        fate: BlankFate,
    ) -> Result<(), ViewError> {
        let key = Space::blank(paper, number);
        let before: Option<TakenBlank> = self.small(&key)?;
        let stack_key = Space::blank_stack(paper, batch);
        if let Some(mut stack) = self.small::<BlankStack>(&stack_key)? {
            match before.as_ref().map(|taken| taken.fate) {
                Some(BlankFate::Used) => stack.used = stack.used.saturating_sub(1),
                Some(BlankFate::Spoilt(_)) => stack.spoilt = stack.spoilt.saturating_sub(1),
                None => stack.taken = Some(number.to_owned()),
            }
            match fate {
                BlankFate::Used => stack.used += 1,
                BlankFate::Spoilt(_) => stack.spoilt += 1,
            }
            self.put(stack_key, &stack)?;
        }
        let taken = TakenBlank {
            paper: paper.to_owned(),
            batch: batch.to_owned(),
            number: number.to_owned(),
            on: act.on,
            clerk: act.clerk.clone(),
            fate,
            certificate: certificate.to_owned(),
        };
        self.put(key, &taken)
    }
}

impl Store {
    /// Every batch of blanks that ever came in, in the order of papers and batches.
    pub fn blank_stacks(&self) -> Result<Vec<BlankStack>, ViewError> {
        self.values(&Space::BlankStack.prefix())
    }

    pub fn blank_stack(&self, paper: &str, batch: &str) -> Result<Option<BlankStack>, ViewError> {
        self.read(&Space::blank_stack(paper, batch))
    }

    /// What became of a blank; `None` if it is still there, or never was.
    pub fn taken_blank(&self, paper: &str, number: &str) -> Result<Option<TakenBlank>, ViewError> {
        self.read(&Space::blank(paper, number))
    }

    /// Every blank of a paper that was used or spoilt, by number.
    pub fn taken_blanks(&self, paper: &str) -> Result<Vec<TakenBlank>, ViewError> {
        self.values(&Space::Blank.text(paper))
    }

    /// The batch and number of the blank that a number's paper was printed onto last.
    pub fn blank_of(
        &self,
        number: &str,
        paper: &str,
    ) -> Result<Option<(String, String)>, ViewError> {
        self.read(&Space::blank_of(number, paper))
    }

    /// The paper that was handed to a printer last.
    pub fn last_print(&self) -> Result<Option<LastPrint>, ViewError> {
        self.read(&Space::LastPrint.prefix())
    }

    fn values<T: serde::de::DeserializeOwned>(&self, prefix: &[u8]) -> Result<Vec<T>, ViewError> {
        self.db
            .scan_prefix(prefix)
            .map(|entry| Ok(postcard::from_bytes(&entry?.1)?))
            .collect()
    }
}
