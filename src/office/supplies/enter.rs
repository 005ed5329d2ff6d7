use super::super::Office;
use super::super::error::IssueError;
use super::{MovedSupplies, StockError};
use crate::form::{ProfileRef, RequestId};
use crate::policy::{NumberPattern, PracticeMark};
use crate::record::{Event, Movement, StockLine, StockMoved};
use crate::service::NotDone;
use crate::staff::Clerk;
use crate::store::Outcome;
use crate::text::Message;

impl Office {
    /// The result of a request that was served before.
    pub(super) fn moved_before(
        &mut self,
        request: RequestId,
    ) -> Result<Option<MovedSupplies>, StockError> {
        self.follow()?;
        let Some((sequence, outcome)) = self.store.outcome(request)? else {
            return Ok(None);
        };
        let Outcome::Moved { on } = outcome else {
            return Err(IssueError::RequestUsed.into());
        };
        let record = self.store.movement(on, sequence)?;
        let record = record.ok_or(IssueError::RequestUsed)?;
        let repeated = Message::new("office.repeated").with("number", &record.moved.number);
        Ok(Some(MovedSupplies {
            sequence,
            person: record.moved.person(sequence),
            number: record.moved.number,
            lines: record.moved.lines,
            repeated: true,
            notes: vec![repeated],
        }))
    }

    /// Enters a movement as one act, under the next number of the year.
    pub(super) fn enter_move(
        &mut self,
        request: RequestId,
        clerk: &Clerk,
        movement: Movement,
        lines: Vec<StockLine>,
    ) -> Result<MovedSupplies, StockError> {
        let moved = self.numbered(movement, lines)?;
        let act = self.act(request, clerk, Event::StockMoved(Box::new(moved.clone())));
        let entered = self.enter(&act)?;
        Ok(MovedSupplies {
            sequence: entered.sequence,
            person: moved.person(entered.sequence),
            number: moved.number,
            lines: moved.lines,
            repeated: false,
            notes: entered.note().into_iter().collect(),
        })
    }

    fn numbered(
        &self,
        movement: Movement,
        lines: Vec<StockLine>,
    ) -> Result<StockMoved, StockError> {
        let pattern = NumberPattern::parse(&self.stock_rules()?.number_pattern);
        let pattern = pattern.map_err(|slip| IssueError::NotDone(slip.into()))?;
        let mark = PracticeMark::of(self.shelf.practice);
        let (area9, on) = (&self.shelf.issuer.area9, self.shelf.around.on);
        let series = pattern.series(area9, on, mark);
        let serial = self.store.last_serial(&series)? + 1;
        let number = pattern.number(area9, on, serial, mark);
        let profile = &self.shelf.around.profile;
        Ok(StockMoved {
            number: number.ok_or(IssueError::NotDone(NotDone::SeriesFull))?,
            series,
            serial,
            movement,
            lines,
            profile: ProfileRef {
                id: profile.id.clone(),
                digest: profile.digest.clone(),
            },
            issuer: self.shelf.issuer.clone(),
            practice: self.shelf.practice,
        })
    }
}
