use super::super::Office;
use super::PrintError;
use crate::form::RequestId;
use crate::record::{
    BlankCount, BlankMovement, BlankStack, BlanksMoved, Event, SpoiltReason, TakenBlank,
};
use crate::service::blanks::{BlanksRefused, Numbers, counted_by_two};
use crate::staff::Clerk;
use crate::store::ViewError;
use crate::text::{Message, clean_line};

/// Blanks that came in (空白证入库).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiveBlanks {
    pub request: RequestId,
    pub paper: String,
    pub batch: String,
    pub first: String,
    pub last: String,
    pub from: String,
    pub document: String,
}

/// What two people found of a batch (空白证盘点).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountBlanks {
    pub request: RequestId,
    pub paper: String,
    pub batch: String,
    pub found: u32,
    pub second: String,
    /// What the second person counted by herself.
    pub second_found: u32,
    pub note: String,
}

/// An act that moves blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlanksWish {
    Receive(ReceiveBlanks),
    Spoil {
        request: RequestId,
        paper: String,
        blank: String,
        reason: SpoiltReason,
    },
    Count(CountBlanks),
}

impl Office {
    /// Does what a wish asks for; a sentence that says what came of it.
    ///
    /// # Errors
    /// [`PrintError`]: nothing moved.
    pub fn move_blanks_as(
        &mut self,
        wish: &BlanksWish,
        clerk: &Clerk,
    ) -> Result<Message, PrintError> {
        self.allow(crate::staff::Right::Stock)?;
        let stands = |key, stack: &BlankStack| {
            Message::new(key)
                .with("batch", &stack.batch)
                .with("left", stack.left())
        };
        match wish {
            BlanksWish::Receive(wish) => {
                let stack = self.receive_blanks(wish, clerk)?;
                Ok(stands("print.received", &stack))
            }
            BlanksWish::Spoil {
                request,
                paper,
                blank,
                reason,
            } => {
                let stack = self.spoil_blank(*request, (paper, blank), *reason, clerk)?;
                Ok(stands("print.voided", &stack))
            }
            BlanksWish::Count(wish) => {
                let count = self.count_blanks(wish, clerk)?;
                let key = match count.difference() {
                    0 => "print.count_agrees",
                    _ => "print.count_differs",
                };
                let difference = format!("{:+}", count.difference());
                Ok(Message::new(key)
                    .with("found", count.found)
                    .with("difference", difference))
            }
        }
    }

    /// Every batch of blanks, in the order in which they are used.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn blanks(&self) -> Result<Vec<BlankStack>, ViewError> {
        self.allow(crate::staff::Right::Stock)?;
        let mut stacks = self.store.blank_stacks()?;
        stacks.sort_by(|a, b| (&a.paper, a.sequence).cmp(&(&b.paper, b.sequence)));
        Ok(stacks)
    }

    /// What became of each blank of a paper that is no longer there.
    ///
    /// # Errors
    /// [`PrintError::UnknownPaper`].
    pub fn taken_blanks(&self, paper: &str) -> Result<Vec<TakenBlank>, PrintError> {
        self.allow(crate::staff::Right::Stock)?;
        Ok(self.store.taken_blanks(&self.paper_code(paper)?)?)
    }

    /// Takes a parcel of blanks in; the batch as it then stands.
    ///
    /// # Errors
    /// [`PrintError`]: nothing came in.
    pub fn receive_blanks(
        &mut self,
        wish: &ReceiveBlanks,
        clerk: &Clerk,
    ) -> Result<BlankStack, PrintError> {
        self.allow(crate::staff::Right::Stock)?;
        let paper = self.paper_code(&wish.paper)?;
        let batch = batch_name(&wish.batch)?;
        if self.is_served(wish.request)? {
            return self.stack(&paper, &batch);
        }
        let numbers = Numbers::read(&wish.first, &wish.last)?;
        for known in self.blanks()?.iter().filter(|one| one.paper == paper) {
            if known.batch == batch {
                return Err(BlanksRefused::BatchKnown(batch).into());
            }
            if Numbers::of(known).is_some_and(|known| known.meets(&numbers)) {
                return Err(BlanksRefused::Overlap(known.batch.clone()).into());
            }
        }
        let movement = BlankMovement::Received {
            first: numbers.first(),
            last: numbers.last(),
            from: line(&wish.from),
            document: line(&wish.document),
        };
        self.move_blanks(wish.request, (&paper, &batch), movement, clerk)?;
        self.stack(&paper, &batch)
    }

    /// Voids a blank that no certificate is on.
    ///
    /// # Errors
    /// [`PrintError`]: nothing was voided.
    pub fn spoil_blank(
        &mut self,
        request: RequestId,
        (paper, blank): (&str, &str),
        reason: SpoiltReason,
        clerk: &Clerk,
    ) -> Result<BlankStack, PrintError> {
        self.allow(crate::staff::Right::Stock)?;
        let paper = self.paper_code(paper)?;
        if self.is_served(request)? {
            return self.stack_of(&paper, blank.trim());
        }
        let (batch, blank) = self.free_blank(&paper, blank)?;
        let movement = BlankMovement::Spoilt { blank, reason };
        self.move_blanks(request, (&paper, &batch), movement, clerk)?;
        self.stack(&paper, &batch)
    }

    /// Puts down what two people counted. A difference stands on record; no number is voided by
    /// it.
    ///
    /// # Errors
    /// [`PrintError`]: nothing was put down.
    pub fn count_blanks(
        &mut self,
        wish: &CountBlanks,
        clerk: &Clerk,
    ) -> Result<BlankCount, PrintError> {
        self.allow(crate::staff::Right::Stock)?;
        let paper = self.paper_code(&wish.paper)?;
        let batch = batch_name(&wish.batch)?;
        let stack = self.stack(&paper, &batch)?;
        if !self.is_served(wish.request)? {
            let second = line(&wish.second);
            counted_by_two(&clerk.name, wish.found, (&second, wish.second_found))?;
            let movement = BlankMovement::Counted {
                found: wish.found,
                expected: stack.left(),
                second,
                note: line(&wish.note),
            };
            self.move_blanks(wish.request, (&paper, &batch), movement, clerk)?;
        }
        let unknown = || unknown_batch(&paper, &batch);
        self.stack(&paper, &batch)?.count.ok_or_else(unknown)
    }

    /// The batch and number of the next blank of a paper; `None` if none is left.
    pub(super) fn next_blank(&self, paper: &str) -> Result<Option<(String, String)>, ViewError> {
        for stack in self.blanks()?.iter().filter(|one| one.paper == paper) {
            let Some(numbers) = Numbers::of(stack).filter(|_| stack.left() > 0) else {
                continue;
            };
            let taken = |number: &str| Ok(self.store.taken_blank(paper, number)?.is_some());
            let next: Result<_, ViewError> = numbers.next(stack.taken.as_deref(), taken);
            if let Some(number) = next? {
                return Ok(Some((stack.batch.clone(), number)));
            }
        }
        Ok(None)
    }

    /// The batch of a blank that is still there, and its number.
    pub(super) fn free_blank(
        &self,
        paper: &str,
        typed: &str,
    ) -> Result<(String, String), PrintError> {
        let number = typed.trim().to_owned();
        let stack = self.stack_of(paper, &number)?;
        match self.store.taken_blank(paper, &number)? {
            Some(taken) => Err(BlanksRefused::Taken(Box::new(taken)).into()),
            None => Ok((stack.batch, number)),
        }
    }

    fn stack_of(&self, paper: &str, number: &str) -> Result<BlankStack, PrintError> {
        let stacks = self.blanks()?.into_iter();
        let mut own = stacks.filter(|stack| {
            let numbers = Numbers::of(stack);
            stack.paper == paper && numbers.is_some_and(|numbers| numbers.holds(number))
        });
        let unknown = || BlanksRefused::UnknownBlank(number.to_owned());
        Ok(own.next().ok_or_else(unknown)?)
    }

    fn stack(&self, paper: &str, batch: &str) -> Result<BlankStack, PrintError> {
        let stack = self.store.blank_stack(paper, batch)?;
        stack.ok_or_else(|| unknown_batch(paper, batch))
    }

    /// The code of a paper as the hall knows it, however it was typed.
    pub(super) fn paper_code(&self, typed: &str) -> Result<String, PrintError> {
        let typed = typed.trim();
        let mut codes = self.shelf.layouts.keys();
        let known = codes.find(|code| code.eq_ignore_ascii_case(typed));
        let known = known.cloned();
        known.ok_or_else(|| PrintError::UnknownPaper(typed.to_owned()))
    }

    fn is_served(&mut self, request: RequestId) -> Result<bool, PrintError> {
        self.follow()?;
        Ok(self.store.outcome(request)?.is_some())
    }

    fn move_blanks(
        &mut self,
        request: RequestId,
        (paper, batch): (&str, &str),
        movement: BlankMovement,
        clerk: &Clerk,
    ) -> Result<Option<Message>, PrintError> {
        let event = Event::BlanksMoved(Box::new(BlanksMoved {
            paper: paper.to_owned(),
            batch: batch.to_owned(),
            movement,
            practice: self.shelf.practice,
        }));
        self.enter_event(request, event, clerk)
    }
}

fn unknown_batch(paper: &str, batch: &str) -> PrintError {
    let (paper, batch) = (paper.to_owned(), batch.to_owned());
    BlanksRefused::UnknownBatch { paper, batch }.into()
}

fn batch_name(typed: &str) -> Result<String, PrintError> {
    let name = line(typed);
    match name.is_empty() {
        true => Err(BlanksRefused::NoBatch.into()),
        false => Ok(name),
    }
}

/// One line of typed text, cut to what a card has room for.
fn line(typed: &str) -> String {
    clean_line(typed).trim().chars().take(60).collect()
}
