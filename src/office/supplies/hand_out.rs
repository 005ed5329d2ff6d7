use chrono::Datelike;

use super::super::Office;
use super::super::error::IssueError;
use super::shelf::batch_number;
use super::{MovedSupplies, Proposal, StockError};
use crate::form::RequestId;
use crate::person::{IdPaper, PersonName, age_on};
use crate::policy::SupplyItem;
use crate::record::{Applicant, Collector, Facts, HandedOut, Movement, PersonKey, Recipient};
use crate::service::supplies::{Asked, Drawn, StockRefused, draw, draw_from, may_have};
use crate::staff::Clerk;

/// From this age on a person is named; under it nothing is kept.
const OF_AGE: u32 = 18;

/// What somebody asks for at the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOutWish {
    /// Repeating the request gives the same result and no second act.
    pub request: RequestId,
    /// Code or name of the item.
    pub item: String,
    pub quantity: u32,
    /// The batch the clerk holds in her hand; `None` for the one that is proposed.
    pub batch: Option<String>,
    pub first_use: bool,
    pub explained: bool,
    pub to: RecipientWish,
}

/// For whom it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecipientWish {
    Anonymous,
    Named(NamedWish),
}

/// A person who wishes to be named, as the clerk typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedWish {
    /// Her identity paper's number.
    pub id: String,
    /// Her name; may be empty if she is on record.
    pub name: String,
    pub by: Collector,
    /// She agrees that her name stands beside what she takes.
    pub consent: bool,
}

impl Office {
    /// Which batches would go out now, the nearest expiry first, and what to say with them.
    /// Changes nothing.
    ///
    /// # Errors
    /// [`StockError`] as handing it out would give.
    pub fn propose(&self, wish: &HandOutWish) -> Result<Proposal, StockError> {
        self.allow(crate::staff::Right::Stock)?;
        let (_, drawn) = self.drawn(wish)?;
        Ok(Proposal {
            lines: drawn.lines,
            notes: drawn.notes,
        })
    }

    /// Hands supplies out: one act of the ledger. What lies there is looked at again in that act,
    /// so of two requests for the last box one is refused.
    ///
    /// # Errors
    /// [`StockError`]: nothing moved and no number was used.
    pub fn hand_out(
        &mut self,
        wish: &HandOutWish,
        clerk: &Clerk,
    ) -> Result<MovedSupplies, StockError> {
        self.allow(crate::staff::Right::Stock)?;
        if let Some(before) = self.moved_before(wish.request)? {
            return Ok(before);
        }
        let (to, drawn) = self.drawn(wish)?;
        let movement = Movement::HandedOut(HandedOut {
            to,
            explained: wish.explained,
            first_use: wish.first_use,
        });
        let mut moved = self.enter_move(wish.request, clerk, movement, drawn.lines)?;
        moved.notes.extend(drawn.notes);
        Ok(moved)
    }

    fn drawn(&self, wish: &HandOutWish) -> Result<(Recipient, Drawn), StockError> {
        let rules = self.stock_rules()?;
        let item = self.supply(&wish.item)?;
        let to = self.recipient(&wish.to)?;
        may_have(
            rules,
            &Asked {
                item,
                quantity: wish.quantity,
                first_use: wish.first_use,
                had_this_year: self.had_this_year(&to, item)?,
            },
        )?;
        let on = self.shelf.around.on;
        let batches = self.batches_of(item)?;
        let drawn = match &wish.batch {
            Some(number) => {
                let number = batch_number(number)?;
                draw_from(rules, item, &batches, &number, wish.quantity, on)?
            }
            None => draw(rules, item, &batches, wish.quantity, on)?,
        };
        Ok((to, drawn))
    }

    fn recipient(&self, wish: &RecipientWish) -> Result<Recipient, StockError> {
        let RecipientWish::Named(named) = wish else {
            return Ok(Recipient::Anonymous);
        };
        if !named.consent {
            return Err(StockRefused::NoConsent.into());
        }
        let today = self.shelf.around.on;
        let id = IdPaper::read(&named.id, today)
            .map_err(|problem| StockError::Unreadable(problem.message()))?;
        let age = id.birth_date().and_then(|birth| age_on(birth, today));
        if age.is_some_and(|age| age < OF_AGE) {
            return Err(StockError::Minor);
        }
        let (applicant, facts) = match self.store.holder(&id.key())? {
            Some(person) => (
                Applicant::Known(person),
                self.own_facts(person, &named.name)?,
            ),
            None => (Applicant::New, facts(&id.key(), &read_name(&named.name)?)),
        };
        Ok(Recipient::Named {
            applicant,
            facts,
            by: named.by,
        })
    }

    /// What stands on record of somebody who is there. A name that is not hers means a wrong
    /// number; a number she once had is not written over the one she has now.
    fn own_facts(&self, holder: PersonKey, typed: &str) -> Result<Facts, StockError> {
        let Some(record) = self.store.person(holder)? else {
            return Ok(Facts::new());
        };
        let name = record.name().to_owned();
        if typed.trim().is_empty() || read_name(typed)? == name {
            return Ok(facts(record.id_key(), &name));
        }
        Err(IssueError::OtherPerson { holder, name }.into())
    }

    /// What a named person had this year of the item's class; `None` for an anonymous one.
    fn had_this_year(&self, to: &Recipient, item: &SupplyItem) -> Result<Option<u32>, StockError> {
        let applicant = match to {
            Recipient::Anonymous => return Ok(None),
            Recipient::Named { applicant, .. } => *applicant,
        };
        let Applicant::Known(person) = applicant else {
            return Ok(Some(0));
        };
        let rules = self.stock_rules()?;
        let year = self.shelf.around.on.year();
        let of_class = |code: &str| rules.item(code).is_some_and(|one| one.class == item.class);
        let taken = self.store.taken(person, year)?.into_iter();
        let taken = taken.filter(|(code, _)| of_class(code));
        Ok(Some(taken.map(|(_, count)| count).sum()))
    }
}

fn read_name(typed: &str) -> Result<String, StockError> {
    let name = PersonName::read(typed);
    let name = name.map_err(|problem| StockError::Unreadable(problem.message()))?;
    Ok(name.as_str().to_owned())
}

fn facts(id: &str, name: &str) -> Facts {
    Facts::from([
        ("id".to_owned(), id.to_owned()),
        ("name".to_owned(), name.to_owned()),
    ])
}
