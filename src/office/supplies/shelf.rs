use super::super::Office;
use super::{StockBatch, StockError};
use crate::policy::{StockRules, SupplyItem};
use crate::record::{Batch, BatchKey, CardLine};
use crate::service::supplies::{StockRefused, band};
use crate::staff::Right;
use crate::store::{StockRecord, ViewError};
use crate::text::clean_line;

impl Office {
    /// Batches with something left, of each item the nearest expiry first; those that are over
    /// stand before all others, because somebody has to take them off.
    ///
    /// # Errors
    /// [`StockError`] if the profile has no store or the view cannot be read.
    pub fn stock(&self) -> Result<Vec<StockBatch>, StockError> {
        self.allow(Right::Stock)?;
        let rules = self.stock_rules()?;
        let on = self.shelf.around.on;
        let place = |code: &str| rules.items.iter().position(|item| item.code == code);
        let left = self.store.batches()?.into_iter();
        let mut lines: Vec<StockBatch> = left
            .filter(|batch| batch.balance > 0)
            .map(|batch| {
                let (band, days_left) = band(&batch, rules, on);
                let item = rules.item(&batch.key.item);
                StockBatch {
                    item: item.map(|item| item.name.clone()).unwrap_or_default(),
                    unit: item.map(|item| item.unit.clone()).unwrap_or_default(),
                    band,
                    days_left,
                    batch,
                }
            })
            .collect();
        lines.sort_by_key(|line| {
            let is_over = line.days_left < 0;
            let item = place(&line.batch.key.item).unwrap_or(usize::MAX);
            (
                !is_over,
                item,
                line.batch.last_day(),
                line.batch.key.clone(),
            )
        });
        Ok(lines)
    }

    /// The card of a batch (库存卡): every movement with the balance after it.
    ///
    /// # Errors
    /// [`StockError`] if there never was such a batch.
    pub fn stock_card(
        &self,
        item: &str,
        number: &str,
    ) -> Result<(Batch, Vec<CardLine>), StockError> {
        self.allow(crate::staff::Right::Stock)?;
        let key = BatchKey {
            item: self.supply(item)?.code.clone(),
            number: batch_number(number)?,
        };
        let unknown = || StockRefused::UnknownBatch(key.number.clone());
        let batch = self.batch(&key)?.ok_or_else(unknown)?;
        Ok((batch, self.store.stock_card(&key)?))
    }

    /// Every movement from one day to another, both included.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn stock_moves(
        &self,
        from: chrono::NaiveDate,
        to: chrono::NaiveDate,
    ) -> Result<Vec<StockRecord>, ViewError> {
        self.allow(Right::Stock)?;
        self.store.moves(from, to)
    }

    pub(super) fn stock_rules(&self) -> Result<&StockRules, StockRefused> {
        let stock = self.shelf.around.profile.stock.as_ref();
        stock.ok_or(StockRefused::NoStock)
    }

    /// An item by its code or its name.
    pub(in crate::office) fn supply(&self, typed: &str) -> Result<&SupplyItem, StockRefused> {
        let typed = clean_line(typed);
        let typed = typed.trim();
        let items = &self.stock_rules()?.items;
        let found = items
            .iter()
            .find(|item| item.code == typed || item.name.zh == typed || item.name.en == typed);
        found.ok_or_else(|| StockRefused::UnknownItem(typed.to_owned()))
    }

    pub(super) fn batch(&self, key: &BatchKey) -> Result<Option<Batch>, ViewError> {
        let batches = self.store.batches()?;
        Ok(batches.into_iter().find(|batch| batch.key == *key))
    }

    /// The batches of an item.
    pub(super) fn batches_of(&self, item: &SupplyItem) -> Result<Vec<Batch>, ViewError> {
        let mut batches = self.store.batches()?;
        batches.retain(|batch| batch.key.item == item.code);
        Ok(batches)
    }
}

/// The longest number a box may carry.
const BATCH: usize = 20;

/// A batch number as the box names it.
///
/// # Errors
/// [`StockRefused::UnknownBatch`] for one that no box carries.
pub(super) fn batch_number(typed: &str) -> Result<String, StockRefused> {
    let number = clean_line(typed).trim().to_owned();
    match number.chars().count() {
        1..=BATCH => Ok(number),
        _ => Err(StockRefused::UnknownBatch(number)),
    }
}
