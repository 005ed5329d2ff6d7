use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::{Applicant, Issuer};
use super::person::{Facts, PersonKey};
use crate::form::ProfileRef;
use crate::person::PartialDate;
use crate::text::Message;

/// Supplies that moved: one act, whatever batches it took from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockMoved {
    pub number: String,
    /// All of the number that stands before the serial.
    pub series: String,
    /// From 1, without a gap.
    pub serial: u32,
    pub movement: Movement,
    pub lines: Vec<StockLine>,
    pub profile: ProfileRef,
    pub issuer: Issuer,
    pub practice: bool,
}

/// So many units of one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockLine {
    pub batch: BatchKey,
    pub expiry: PartialDate,
    /// The maker as the box names it; empty where nobody wrote it down.
    pub maker: String,
    /// Units that moved; of a count, the units found.
    pub quantity: u32,
}

/// A batch of an item, by the code of the item and the number on the box.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BatchKey {
    pub item: String,
    pub number: String,
}

/// Why supplies moved. New kinds are added at the end and none is ever removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Movement {
    /// 入库
    Received { from: String, document: String },
    /// 发放
    HandedOut(HandedOut),
    /// 报损
    WrittenOff {
        reason: LossReason,
        approved_by: String,
    },
    /// 调拨出库
    TransferredOut { to: String, document: String },
    /// 盘点
    Counted { note: String },
}

/// A line of the register of what was handed out (发放登记册).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOut {
    pub to: Recipient,
    /// Whether the use was explained.
    pub explained: bool,
    pub first_use: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recipient {
    /// Nobody's name is written down.
    Anonymous,
    /// She agreed to be named beside what she took (本人同意登记).
    Named {
        applicant: Applicant,
        /// Her name and identity paper.
        facts: Facts,
        by: Collector,
    },
}

/// Who came for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Collector {
    Herself,
    /// 代领
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LossReason {
    Expired,
    Broken,
    Damp,
    Spoiled,
    Lost,
    Other,
}

/// A batch as it stands in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    pub key: BatchKey,
    pub expiry: PartialDate,
    pub maker: String,
    pub balance: u32,
    pub received_on: NaiveDate,
}

/// A line of a batch's stock card (库存卡).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardLine {
    pub sequence: u64,
    pub on: NaiveDate,
    pub number: String,
    pub did: Moved,
    pub came_in: u32,
    pub went_out: u32,
    pub balance: u32,
    pub clerk: String,
}

/// What a card says of a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moved {
    Received,
    HandedOut,
    WrittenOff,
    TransferredOut,
    Counted,
}

/// What passed through the store of one item in one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StockYear {
    /// What lay there before the year's first movement.
    pub opening: u32,
    pub received: u32,
    pub handed_out: u32,
    pub lost: u32,
}

impl Batch {
    /// The last day on which it may be handed out: a month alone means the last day of that month.
    pub fn last_day(&self) -> NaiveDate {
        self.expiry.last()
    }

    pub fn is_expired(&self, on: NaiveDate) -> bool {
        self.last_day() < on
    }
}

impl Movement {
    pub fn moved(&self) -> Moved {
        match self {
            Movement::Received { .. } => Moved::Received,
            Movement::HandedOut(_) => Moved::HandedOut,
            Movement::WrittenOff { .. } => Moved::WrittenOff,
            Movement::TransferredOut { .. } => Moved::TransferredOut,
            Movement::Counted { .. } => Moved::Counted,
        }
    }
}

impl Moved {
    pub fn message(self) -> Message {
        Message::new(match self {
            Moved::Received => "supplies.did_received",
            Moved::HandedOut => "supplies.did_handed_out",
            Moved::WrittenOff => "supplies.did_written_off",
            Moved::TransferredOut => "supplies.did_transferred",
            Moved::Counted => "supplies.did_counted",
        })
    }
}

impl StockMoved {
    /// Takes the name off what was handed out; tells whose it was.
    pub fn make_anonymous(&mut self) -> Option<(Applicant, Facts)> {
        let Movement::HandedOut(handed) = &mut self.movement else {
            return None;
        };
        match std::mem::replace(&mut handed.to, Recipient::Anonymous) {
            Recipient::Anonymous => None,
            Recipient::Named {
                applicant, facts, ..
            } => Some((applicant, facts)),
        }
    }

    /// The named person who took something.
    pub fn recipient(&self) -> Option<(Applicant, &Facts)> {
        match &self.movement {
            Movement::HandedOut(HandedOut {
                to: Recipient::Named {
                    applicant, facts, ..
                },
                ..
            }) => Some((*applicant, facts)),
            _ => None,
        }
    }

    /// The person it is about, in a frame of this sequence.
    pub fn person(&self, sequence: u64) -> Option<PersonKey> {
        self.recipient()
            .map(|(applicant, _)| applicant.key(sequence))
    }
}

impl StockYear {
    /// What was lost, in thousandths of what lay there and came in; rounded up, so that nothing
    /// over the limit looks like the limit.
    pub fn lost_permille(self) -> u32 {
        let through = u64::from(self.opening) + u64::from(self.received);
        let lost = u64::from(self.lost) * 1000;
        match through {
            0 => 0,
            through => u32::try_from(lost.div_ceil(through)).unwrap_or(u32::MAX),
        }
    }
}
