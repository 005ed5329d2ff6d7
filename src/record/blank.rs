use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::text::Message;

/// Pre-printed blanks (空白证) that came in, were spoilt or were counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlanksMoved {
    /// Code of the paper they are blanks of: `F2`.
    pub paper: String,
    /// As the printing works name the delivery.
    pub batch: String,
    pub movement: BlankMovement,
    pub practice: bool,
}

/// Why blanks moved. New kinds are added at the end and none is ever removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlankMovement {
    /// 入库: every number from the first to the last.
    Received {
        first: String,
        last: String,
        from: String,
        document: String,
    },
    /// 作废 of one that no certificate is on.
    Spoilt { blank: String, reason: SpoiltReason },
    /// 盘点 by two people, who found the same. What differs from the book stands here.
    Counted {
        found: u32,
        expected: u32,
        second: String,
        note: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpoiltReason {
    /// 打印错位或打错
    Misprint,
    /// 卡纸
    Jam,
    /// 破损、污损
    Damaged,
    /// 丢失
    Lost,
    Other,
}

/// A paper was handed to a printer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintSent {
    /// Certificate or case number.
    pub number: String,
    pub paper: String,
    pub copies: u32,
    pub printer: String,
    /// Empty where the printer chooses.
    pub tray: String,
    /// The name the printing service gave the job; empty if it gave none.
    pub job: String,
    /// The blank it was printed onto, if it was an overprint.
    pub blank: Option<BlankUsed>,
}

/// The blank of an overprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlankUsed {
    pub batch: String,
    pub number: String,
    /// The blank the same paper was on before, voided by this very act.
    pub instead_of: Option<SpoiltBlank>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpoiltBlank {
    pub batch: String,
    pub number: String,
    pub reason: SpoiltReason,
}

/// A clerk looked whether a paper came out of the printer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintAnswered {
    pub number: String,
    pub paper: String,
    pub job: String,
    pub came_out: bool,
}

/// A batch of blanks as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlankStack {
    pub paper: String,
    pub batch: String,
    pub first: String,
    pub last: String,
    pub received_on: NaiveDate,
    /// The frame that brought it, by which batches are used in their order.
    pub sequence: u64,
    pub received: u32,
    pub used: u32,
    pub spoilt: u32,
    /// The number taken last; the next one is proposed after it.
    pub taken: Option<String>,
    pub count: Option<BlankCount>,
}

/// The last count of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlankCount {
    pub on: NaiveDate,
    pub found: u32,
    pub expected: u32,
    pub clerk: String,
    pub second: String,
    pub note: String,
}

/// What became of one blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBlank {
    pub paper: String,
    pub batch: String,
    pub number: String,
    pub on: NaiveDate,
    pub clerk: String,
    pub fate: BlankFate,
    /// The number printed on it; empty if none was.
    pub certificate: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlankFate {
    Used,
    Spoilt(SpoiltReason),
}

/// The paper that was handed to a printer last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastPrint {
    pub number: String,
    pub paper: String,
}

impl BlanksMoved {
    /// What the list of a day shows: the blank, else the batch.
    pub fn number(&self) -> &str {
        match &self.movement {
            BlankMovement::Spoilt { blank, .. } => blank,
            BlankMovement::Received { .. } | BlankMovement::Counted { .. } => &self.batch,
        }
    }
}

impl BlankStack {
    /// How many are left by the book.
    pub fn left(&self) -> u32 {
        self.received.saturating_sub(self.used + self.spoilt)
    }
}

impl TakenBlank {
    /// Whether this paper may be printed onto it again: it is on it already and it is not void.
    pub fn bears(&self, certificate: &str) -> bool {
        self.fate == BlankFate::Used && self.certificate == certificate
    }
}

impl BlankCount {
    /// How many more were found than the book says.
    pub fn difference(&self) -> i64 {
        i64::from(self.found) - i64::from(self.expected)
    }
}

impl SpoiltReason {
    pub const ALL: [SpoiltReason; 5] = [
        SpoiltReason::Misprint,
        SpoiltReason::Jam,
        SpoiltReason::Damaged,
        SpoiltReason::Lost,
        SpoiltReason::Other,
    ];

    /// The reason as a program reads it.
    pub fn word(self) -> &'static str {
        match self {
            SpoiltReason::Misprint => "misprint",
            SpoiltReason::Jam => "jam",
            SpoiltReason::Damaged => "damaged",
            SpoiltReason::Lost => "lost",
            SpoiltReason::Other => "other",
        }
    }

    pub fn message(self) -> Message {
        Message::new(match self {
            SpoiltReason::Misprint => "print.spoilt_misprint",
            SpoiltReason::Jam => "print.spoilt_jam",
            SpoiltReason::Damaged => "print.spoilt_damaged",
            SpoiltReason::Lost => "print.spoilt_lost",
            SpoiltReason::Other => "print.spoilt_other",
        })
    }
}
