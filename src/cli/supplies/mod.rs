//! The store of supplies without screens: what lies there, what comes in, goes out and is lost.

mod arguments;
mod moves;
mod show;

pub use arguments::SuppliesCommand;

use super::{Context, Exit, Failure};
use crate::office::StockError;

pub fn run(context: &Context, command: &SuppliesCommand) -> Result<Exit, Failure> {
    match command {
        SuppliesCommand::Stock(_) => show::stock(context),
        SuppliesCommand::Card(options) => show::card(context, options),
        SuppliesCommand::Register(options) => show::register(context, options),
        SuppliesCommand::Receive(options) => moves::receive(context, options),
        SuppliesCommand::HandOut(options) => moves::hand_out(context, options),
        SuppliesCommand::Loss(options) => moves::loss(context, options),
        SuppliesCommand::Transfer(options) => moves::transfer(context, options),
        SuppliesCommand::Count(options) => moves::count(context, options),
    }
}

impl From<StockError> for Failure {
    fn from(error: StockError) -> Failure {
        match error {
            StockError::Issue(error) => error.into(),
            StockError::Paper(error) => error.into(),
            StockError::Refused(refused) if !refused.is_rule() => {
                Failure::new(Exit::FormProblems, refused.message())
            }
            StockError::Refused(refused) => Failure::new(Exit::Refused, refused.message()),
            StockError::Minor => Failure::new(Exit::Refused, error.message()),
            StockError::Unreadable(message) => Failure::new(Exit::FormProblems, message),
        }
    }
}
