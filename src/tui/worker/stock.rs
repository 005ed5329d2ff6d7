use super::hall::Hall;
use crate::office::StockWish;
use crate::text::Message;
use crate::tui::job::Reply;
use crate::tui::notice::Notice;

impl Hall {
    /// What lies in the store, with the request of the next movement.
    pub(super) fn stock(&mut self) -> Result<Reply, Message> {
        let stock = self.office.stock().map_err(|error| error.message())?;
        let next = self.office.new_request();
        Ok(Reply::Stock { stock, next })
    }

    pub(super) fn propose(&self, wish: Box<StockWish>) -> Reply {
        match self.office.propose_move(&wish) {
            Ok(proposal) => Reply::StockProposed { wish, proposal },
            Err(error) => Reply::StockRefused(Notice::new(error.message())),
        }
    }

    pub(super) fn move_stock(&mut self, wish: &StockWish) -> Reply {
        match self.office.move_stock(wish, &self.clerk) {
            Ok(moved) => Reply::StockMoved(Box::new(moved)),
            Err(error) => Reply::StockRefused(Notice::new(error.message())),
        }
    }
}
