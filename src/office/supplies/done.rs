use crate::record::{Batch, PersonKey, StockLine};
use crate::service::supplies::Band;
use crate::text::{Label, Message};

/// A batch as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockBatch {
    pub batch: Batch,
    pub item: Label,
    pub unit: Label,
    pub band: Band,
    /// Days to its last day; negative once it is over.
    pub days_left: i64,
}

/// What would be handed out if the clerk agreed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub lines: Vec<StockLine>,
    /// What to tell the person who takes it.
    pub notes: Vec<Message>,
}

/// What came of a movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedSupplies {
    /// The frame of the ledger that holds it.
    pub sequence: u64,
    pub number: String,
    pub lines: Vec<StockLine>,
    /// The named person who took it.
    pub person: Option<PersonKey>,
    /// The request had been served before; nothing new happened.
    pub repeated: bool,
    pub notes: Vec<Message>,
}
