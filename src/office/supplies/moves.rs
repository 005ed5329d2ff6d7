use super::super::Office;
use super::{
    CountWish, HandOutWish, LossWish, MovedSupplies, Proposal, ReceiveWish, StockError,
    TransferWish,
};
use crate::staff::Clerk;

/// Any movement of supplies, as a screen asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StockWish {
    HandOut(HandOutWish),
    Receive(ReceiveWish),
    Loss(LossWish),
    Count(CountWish),
    Transfer(TransferWish),
}

impl Office {
    /// What a movement would move, and what to say with it. Changes nothing.
    ///
    /// # Errors
    /// [`StockError`] as doing it now would give.
    pub fn propose_move(&self, wish: &StockWish) -> Result<Proposal, StockError> {
        self.allow(crate::staff::Right::Stock)?;
        let lines = match wish {
            StockWish::HandOut(wish) => return self.propose(wish),
            StockWish::Receive(wish) => vec![self.received_line(wish)?],
            StockWish::Loss(wish) => {
                let line = self.lost_line(wish)?;
                let notes = self.loss_note(&line)?.into_iter().collect();
                let lines = vec![line];
                return Ok(Proposal { lines, notes });
            }
            StockWish::Count(wish) => vec![self.counted_line(wish)?],
            StockWish::Transfer(wish) => self.transferred_lines(wish)?,
        };
        let notes = Vec::new();
        Ok(Proposal { lines, notes })
    }

    /// Does a movement: one act of the ledger.
    ///
    /// # Errors
    /// [`StockError`]: nothing moved.
    pub fn move_stock(
        &mut self,
        wish: &StockWish,
        clerk: &Clerk,
    ) -> Result<MovedSupplies, StockError> {
        self.allow(crate::staff::Right::Stock)?;
        match wish {
            StockWish::HandOut(wish) => self.hand_out(wish, clerk),
            StockWish::Receive(wish) => self.receive(wish, clerk),
            StockWish::Loss(wish) => self.write_off(wish, clerk),
            StockWish::Count(wish) => self.count_stock(wish, clerk),
            StockWish::Transfer(wish) => self.transfer_out(wish, clerk),
        }
    }
}
