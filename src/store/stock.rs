use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::Outcome;
use super::record::{Values, is_first_part};
use crate::record::{
    Act, Batch, BatchKey, CardLine, DayLine, Did, Moved, Movement, PersonKey, StockLine,
    StockMoved, StockYear,
};

/// A movement of supplies, with all that is not in its event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockRecord {
    pub clerk: String,
    /// When the frame was written, in milliseconds of Unix time.
    pub at: i64,
    pub on: NaiveDate,
    pub sequence: u64,
    pub moved: StockMoved,
}

/// What the store holds of one item, over all its batches and years.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct ItemBook {
    balance: u32,
    years: BTreeMap<i32, StockYear>,
}

/// What a line did to its batch.
struct Effect {
    came_in: u32,
    went_out: u32,
}

impl Fold<'_> {
    /// Supplies that moved: batches, their cards, the item's book, and what a named person had.
    pub(super) fn moved(
        &mut self,
        sequence: u64,
        at: i64,
        act: &Act,
        moved: &StockMoved,
    ) -> Result<Outcome, ViewError> {
        for line in &moved.lines {
            let (effect, balance) = self.batch(act, moved, line)?;
            self.book(act.on, moved, line, &effect)?;
            let card = CardLine {
                sequence,
                on: act.on,
                number: moved.number.clone(),
                did: moved.movement.moved(),
                came_in: effect.came_in,
                went_out: effect.went_out,
                balance,
                clerk: act.clerk.clone(),
            };
            self.put(Space::card_line(&line.batch, sequence), &card)?;
        }
        if let Some((applicant, facts)) = moved.recipient() {
            let mut person = self.person(sequence, act, applicant, facts)?;
            person.consent_to_supplies(&moved.number, act.on);
            self.put_person(&person)?;
            self.taken(person.key, act.on, moved)?;
        }
        self.count(&moved.series, Some(moved.serial))?;
        let record = StockRecord {
            clerk: act.clerk.clone(),
            at,
            on: act.on,
            sequence,
            moved: moved.clone(),
        };
        self.put(Space::MovedAs.text(&moved.number), &(act.on, sequence))?;
        self.put_record(Space::moved(act.on, sequence), &record)?;
        Ok(Outcome::Moved { on: act.on })
    }

    fn batch(
        &mut self,
        act: &Act,
        moved: &StockMoved,
        line: &StockLine,
    ) -> Result<(Effect, u32), ViewError> {
        let key = Space::batch(&line.batch);
        let known: Option<Batch> = self.small(&key)?;
        let mut batch = known.unwrap_or_else(|| Batch {
            key: line.batch.clone(),
            expiry: line.expiry,
            maker: line.maker.clone(),
            balance: 0,
            received_on: act.on,
        });
        let before = batch.balance;
        batch.balance = match &moved.movement {
            Movement::Received { .. } => before.saturating_add(line.quantity),
            Movement::Counted { .. } => line.quantity,
            Movement::HandedOut(_)
            | Movement::WrittenOff { .. }
            | Movement::TransferredOut { .. } => before.saturating_sub(line.quantity),
        };
        self.put(key, &batch)?;
        let effect = Effect {
            came_in: batch.balance.saturating_sub(before),
            went_out: before.saturating_sub(batch.balance),
        };
        Ok((effect, batch.balance))
    }

    fn book(
        &mut self,
        on: NaiveDate,
        moved: &StockMoved,
        line: &StockLine,
        effect: &Effect,
    ) -> Result<(), ViewError> {
        let key = Space::StockItem.text(&line.batch.item);
        let mut book: ItemBook = self.small(&key)?.unwrap_or_default();
        let opening = book.balance;
        let year = book.years.entry(on.year()).or_insert(StockYear {
            opening,
            ..StockYear::default()
        });
        match &moved.movement {
            Movement::Received { .. } => year.received += effect.came_in,
            Movement::HandedOut(_) => year.handed_out += effect.went_out,
            // What a count finds missing is lost; what it finds too much came in unseen.
            Movement::WrittenOff { .. } | Movement::Counted { .. } => {
                year.lost += effect.went_out;
                year.received += effect.came_in;
            }
            Movement::TransferredOut { .. } => {}
        }
        book.balance = (book.balance + effect.came_in).saturating_sub(effect.went_out);
        self.put(key, &book)
    }

    fn taken(
        &mut self,
        person: PersonKey,
        on: NaiveDate,
        moved: &StockMoved,
    ) -> Result<(), ViewError> {
        for line in &moved.lines {
            let key = Space::taken(person, on.year(), &line.batch.item);
            let before: u32 = self.small(&key)?.unwrap_or_default();
            self.put(key, &before.saturating_add(line.quantity))?;
        }
        Ok(())
    }

    /// Takes her name off what was handed out to her: off the register, the day's list and what she
    /// had in the year. What moved has moved.
    pub(super) fn unname(&mut self, number: &str) -> Result<(), ViewError> {
        let moved: Option<(NaiveDate, u64)> = self.small(&Space::MovedAs.text(number))?;
        let Some((on, sequence)) = moved else {
            return Ok(());
        };
        let key = Space::moved(on, sequence);
        let Some(mut record) = self.record::<StockRecord>(&key)? else {
            return Ok(());
        };
        let Some((applicant, facts)) = record.moved.make_anonymous() else {
            return Ok(());
        };
        self.put_record(key, &record)?;
        let named = applicant.key(sequence);
        self.put_back(self.shown(named, &facts)?, &record)?;
        self.remove(Space::person_line(named, sequence));
        let key = Space::day_line(on, sequence);
        if let Some(mut line) = self.small::<DayLine>(&key)? {
            line.person = None;
            line.name = String::new();
            self.put(key, &line)?;
        }
        Ok(())
    }

    fn put_back(&mut self, person: PersonKey, record: &StockRecord) -> Result<(), ViewError> {
        for line in &record.moved.lines {
            let key = Space::taken(person, record.on.year(), &line.batch.item);
            let before: u32 = self.small(&key)?.unwrap_or_default();
            match before.saturating_sub(line.quantity) {
                0 => self.remove(key),
                left => self.put(key, &left)?,
            }
        }
        Ok(())
    }
}

impl Store {
    /// Every batch that was ever received, in the order of items and batch numbers.
    pub fn batches(&self) -> Result<Vec<Batch>, ViewError> {
        self.db
            .scan_prefix(Space::Batch.prefix())
            .map(|entry| Ok(postcard::from_bytes(&entry?.1)?))
            .collect()
    }

    /// The card of a batch, in the order of its movements.
    pub fn stock_card(&self, batch: &BatchKey) -> Result<Vec<CardLine>, ViewError> {
        self.db
            .scan_prefix(Space::card(batch))
            .map(|entry| Ok(postcard::from_bytes(&entry?.1)?))
            .collect()
    }

    /// What passed through the store of an item in a year; nothing if nothing moved.
    pub fn stock_year(&self, item: &str, year: i32) -> Result<StockYear, ViewError> {
        let book: Option<ItemBook> = match self.db.value(&Space::StockItem.text(item))? {
            Some(bytes) => Some(postcard::from_bytes(&bytes)?),
            None => None,
        };
        let book = book.unwrap_or_default();
        let opening = StockYear {
            opening: book.balance,
            ..StockYear::default()
        };
        Ok(book.years.get(&year).copied().unwrap_or(opening))
    }

    /// What a named person had in a year, by item.
    pub fn taken(&self, person: PersonKey, year: i32) -> Result<BTreeMap<String, u32>, ViewError> {
        let mut taken: BTreeMap<String, u32> = BTreeMap::new();
        for record in self.records_of(person)? {
            let prefix = Space::taken(record, year, "");
            // The key ends with the NUL after the item's code, which an empty code has too.
            let prefix = &prefix[..prefix.len() - 1];
            for entry in self.db.scan_prefix(prefix) {
                let (key, value) = entry?;
                let code = key[prefix.len()..].split(|byte| *byte == 0).next();
                let code = String::from_utf8_lossy(code.unwrap_or_default()).into_owned();
                let count: u32 = postcard::from_bytes(&value)?;
                let sum = taken.entry(code).or_default();
                *sum = sum.saturating_add(count);
            }
        }
        Ok(taken)
    }

    /// Every movement from one day to another, both included, in order.
    pub fn moves(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<StockRecord>, ViewError> {
        let mut moves = Vec::new();
        let after = Space::moved(to, u64::MAX);
        for key in self.db.keys_between(Space::moved_on(from), after) {
            let key = key?;
            let Some(record) = key.len().checked_sub(2).filter(|_| is_first_part(&key)) else {
                continue;
            };
            moves.extend(self.db.record(&key[..record])?);
        }
        Ok(moves)
    }

    /// What was handed out to a person by name, under any of her numbers, in order.
    pub fn handed_out(&self, person: PersonKey) -> Result<Vec<StockRecord>, ViewError> {
        let lines = self.timeline(person)?.into_iter();
        let lines = lines.filter(|line| line.did == Did::MoveStock(Moved::HandedOut));
        let mut records = Vec::new();
        for line in lines {
            records.extend(self.movement(line.on, line.sequence)?);
        }
        Ok(records)
    }

    /// The movement of a frame.
    pub fn movement(&self, on: NaiveDate, sequence: u64) -> Result<Option<StockRecord>, ViewError> {
        self.db.record(&Space::moved(on, sequence))
    }
}
