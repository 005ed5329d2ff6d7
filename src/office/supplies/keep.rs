use chrono::Datelike;

use super::super::Office;
use super::shelf::batch_number;
use super::{MovedSupplies, StockError};
use crate::form::RequestId;
use crate::person::PartialDate;
use crate::record::{Batch, BatchKey, LossReason, Movement, StockLine, StockYear};
use crate::service::supplies::{StockRefused, draw_from, take_off};
use crate::staff::Clerk;
use crate::text::{Message, clean_line};

/// Goods that came in (入库).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiveWish {
    pub request: RequestId,
    pub item: String,
    pub batch: String,
    /// As the box says: a day, or a month, whose last day then counts.
    pub expiry: String,
    pub quantity: u32,
    pub maker: String,
    pub from: String,
    pub document: String,
}

/// Goods that are taken off (报损).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossWish {
    pub request: RequestId,
    pub item: String,
    pub batch: String,
    pub quantity: u32,
    pub reason: LossReason,
    pub approved_by: String,
}

/// Goods that go to another point (调拨).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferWish {
    pub request: RequestId,
    pub item: String,
    pub batch: String,
    pub quantity: u32,
    pub to: String,
    pub document: String,
}

/// What was found on the shelf (盘点).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountWish {
    pub request: RequestId,
    pub item: String,
    pub batch: String,
    pub found: u32,
    pub note: String,
}

impl Office {
    /// Takes goods in. A batch that is there already grows; its expiry and maker must agree.
    ///
    /// # Errors
    /// [`StockError`]: nothing moved.
    pub fn receive(
        &mut self,
        wish: &ReceiveWish,
        clerk: &Clerk,
    ) -> Result<MovedSupplies, StockError> {
        self.allow(crate::staff::Right::Stock)?;
        if let Some(before) = self.moved_before(wish.request)? {
            return Ok(before);
        }
        let line = self.received_line(wish)?;
        let movement = Movement::Received {
            from: line_of(&wish.from)?,
            document: line_of(&wish.document)?,
        };
        self.enter_move(wish.request, clerk, movement, vec![line])
    }

    pub(super) fn received_line(&self, wish: &ReceiveWish) -> Result<StockLine, StockError> {
        let key = self.key(&wish.item, &wish.batch)?;
        let expiry = PartialDate::read(&wish.expiry)
            .map_err(|problem| StockError::Unreadable(problem.message()))?;
        if wish.quantity == 0 {
            return Err(StockRefused::Nothing.into());
        }
        if expiry.last() < self.shelf.around.on {
            let last_day = expiry.last();
            return Err(StockRefused::ReceivedExpired { last_day }.into());
        }
        let mut maker = line_of(&wish.maker)?;
        if let Some(known) = self.batch(&key)? {
            if known.expiry != expiry {
                return Err(StockRefused::OtherExpiry {
                    number: key.number,
                    expiry: known.expiry.printed(),
                }
                .into());
            }
            maker = known.maker;
        }
        Ok(StockLine {
            batch: key,
            expiry,
            maker,
            quantity: wish.quantity,
        })
    }

    /// Takes goods off as a loss, which somebody has approved. Over the year's limit it is done
    /// all the same, with a note: what is expired must go.
    ///
    /// # Errors
    /// [`StockError`]: nothing moved.
    pub fn write_off(
        &mut self,
        wish: &LossWish,
        clerk: &Clerk,
    ) -> Result<MovedSupplies, StockError> {
        self.allow(crate::staff::Right::Stock)?;
        if let Some(before) = self.moved_before(wish.request)? {
            return Ok(before);
        }
        let line = self.lost_line(wish)?;
        let note = self.loss_note(&line)?;
        let movement = Movement::WrittenOff {
            reason: wish.reason,
            approved_by: line_of(&wish.approved_by)?,
        };
        let mut moved = self.enter_move(wish.request, clerk, movement, vec![line])?;
        moved.notes.extend(note);
        Ok(moved)
    }

    pub(super) fn lost_line(&self, wish: &LossWish) -> Result<StockLine, StockError> {
        if line_of(&wish.approved_by)?.is_empty() {
            return Err(StockRefused::NotApproved.into());
        }
        let batch = self.lying(&wish.item, &wish.batch)?;
        Ok(take_off(self.supply(&wish.item)?, &batch, wish.quantity)?)
    }

    pub(super) fn loss_note(&self, line: &StockLine) -> Result<Option<Message>, StockError> {
        let limit = self.stock_rules()?.loss_limit_permille;
        let year = self.shelf.around.on.year();
        let before = self.store.stock_year(&line.batch.item, year)?;
        let after = StockYear {
            lost: before.lost.saturating_add(line.quantity),
            ..before
        };
        let permille = after.lost_permille();
        let note = || {
            Message::new("supplies.loss_over_limit")
                .with("permille", permille)
                .with("limit", limit)
        };
        Ok((permille > limit).then(note))
    }

    /// Sends goods to another point. What is expired stays.
    ///
    /// # Errors
    /// [`StockError`]: nothing moved.
    pub fn transfer_out(
        &mut self,
        wish: &TransferWish,
        clerk: &Clerk,
    ) -> Result<MovedSupplies, StockError> {
        self.allow(crate::staff::Right::Stock)?;
        if let Some(before) = self.moved_before(wish.request)? {
            return Ok(before);
        }
        let lines = self.transferred_lines(wish)?;
        let movement = Movement::TransferredOut {
            to: line_of(&wish.to)?,
            document: line_of(&wish.document)?,
        };
        self.enter_move(wish.request, clerk, movement, lines)
    }

    pub(super) fn transferred_lines(
        &self,
        wish: &TransferWish,
    ) -> Result<Vec<StockLine>, StockError> {
        let item = self.supply(&wish.item)?;
        let number = batch_number(&wish.batch)?;
        let batches = self.batches_of(item)?;
        let on = self.shelf.around.on;
        let rules = self.stock_rules()?;
        Ok(draw_from(rules, item, &batches, &number, wish.quantity, on)?.lines)
    }

    /// Sets a batch to what was found on the shelf.
    ///
    /// # Errors
    /// [`StockError`]: nothing moved.
    pub fn count_stock(
        &mut self,
        wish: &CountWish,
        clerk: &Clerk,
    ) -> Result<MovedSupplies, StockError> {
        self.allow(crate::staff::Right::Stock)?;
        if let Some(before) = self.moved_before(wish.request)? {
            return Ok(before);
        }
        let line = self.counted_line(wish)?;
        let movement = Movement::Counted {
            note: line_of(&wish.note)?,
        };
        self.enter_move(wish.request, clerk, movement, vec![line])
    }

    pub(super) fn counted_line(&self, wish: &CountWish) -> Result<StockLine, StockError> {
        let batch = self.lying(&wish.item, &wish.batch)?;
        Ok(StockLine {
            batch: batch.key,
            expiry: batch.expiry,
            maker: batch.maker,
            quantity: wish.found,
        })
    }

    fn lying(&self, item: &str, number: &str) -> Result<Batch, StockError> {
        let key = self.key(item, number)?;
        let unknown = || StockRefused::UnknownBatch(key.number.clone());
        Ok(self.batch(&key)?.ok_or_else(unknown)?)
    }

    fn key(&self, item: &str, number: &str) -> Result<BatchKey, StockError> {
        Ok(BatchKey {
            item: self.supply(item)?.code.clone(),
            number: batch_number(number)?,
        })
    }
}

/// The longest free text of a movement.
const LONGEST: usize = 60;

fn line_of(typed: &str) -> Result<String, StockError> {
    let line = clean_line(typed).trim().to_owned();
    match line.chars().count() {
        0..=LONGEST => Ok(line),
        _ => Err(StockError::Unreadable(
            Message::new("supplies.too_long").with("most", LONGEST),
        )),
    }
}
