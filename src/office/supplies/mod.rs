//! The store of contraceptive supplies (避孕药具): what lies there, and the acts that move it.

mod done;
mod enter;
mod error;
mod hand_out;
mod keep;
mod moves;
mod papers;
mod shelf;

pub use done::{MovedSupplies, Proposal, StockBatch};
pub use error::StockError;
pub use hand_out::{HandOutWish, NamedWish, RecipientWish};
pub use keep::{CountWish, LossWish, ReceiveWish, TransferWish};
pub use moves::StockWish;
