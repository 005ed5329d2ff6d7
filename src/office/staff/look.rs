use crate::office::error::{IssueError, PaperError};
use crate::office::{Office, PersonPage, RecordPage};
use crate::record::{Event, Exported, PersonKey, RecordViewed, StaffActed, StaffDid};
use crate::staff::Right;

/// Milliseconds for which a list of people stands before it is an act.
const SETTLED: i64 = 2_000;
/// How many of those found an act names.
const TOLD: usize = 10;

/// People who were found and are shown, of which no act was made yet.
#[derive(Debug)]
pub(in crate::office) struct Search {
    /// UTC, in milliseconds since 1970.
    at: i64,
    shown: Vec<PersonKey>,
}

impl Office {
    /// The person's page, to be shown to whoever is signed in. In a sealed hall her looking is an
    /// act, and acknowledged before anything is returned.
    ///
    /// # Errors
    /// [`IssueError`] if it could not be entered or the view cannot be read: nothing is shown then.
    pub fn look_at(&mut self, key: PersonKey) -> Result<Option<PersonPage>, IssueError> {
        let page = self.person(key)?;
        if page.is_some() {
            self.act_upon_search(key)?;
            self.enter_look(Some(key), "")?;
        }
        Ok(page)
    }

    /// The record of a number, to be shown; as [`Office::look_at`].
    ///
    /// # Errors
    /// As [`Office::look_at`].
    pub fn look_at_record(&mut self, number: &str) -> Result<Option<RecordPage>, PaperError> {
        let page = self.record_page(number)?;
        if let Some(page) = &page {
            let entered = self.enter_look(page.person, &page.number);
            entered.map_err(|error| PaperError::Issue(Box::new(error)))?;
        }
        Ok(page)
    }

    /// Takes note that these people were found and are shown as a list, of which each line is masked.
    /// It becomes an act once the list has stood for two seconds ([`Office::attend_search`]) or
    /// something else is done ([`Office::settle_search`]), and not at every key; whoever opens
    /// one of them has looked at her, which is an act of its own.
    pub fn searched(&mut self, shown: &[PersonKey]) {
        self.search = (self.is_sealed() && !shown.is_empty()).then(|| Search {
            at: self.clock.now_ms(),
            shown: shown.to_vec(),
        });
    }

    /// Enters a search that has stood long enough; whether one is still to be entered.
    ///
    /// # Errors
    /// [`IssueError`] if it could not be entered.
    pub fn attend_search(&mut self) -> Result<bool, IssueError> {
        let now = self.clock.now_ms();
        let stands = self.search.as_ref().map(|search| now - search.at);
        if stands.is_some_and(|stands| !(0..SETTLED).contains(&stands)) {
            self.settle_search()?;
        }
        Ok(self.search.is_some())
    }

    /// Enters the search whose results are shown, if it was not entered yet.
    ///
    /// # Errors
    /// [`IssueError`] if it could not be entered.
    pub fn settle_search(&mut self) -> Result<(), IssueError> {
        let Some(search) = &self.search else {
            return Ok(());
        };
        let did = StaffDid::Searched {
            found: u32::try_from(search.shown.len()).unwrap_or(u32::MAX),
            shown: search.shown.iter().take(TOLD).copied().collect(),
        };
        let member = self.session().map_or(0, |session| session.member);
        let event = Event::StaffActed(StaffActed { member, did });
        let act = self.act(self.new_request(), &self.clerk(), event);
        self.enter(&act)?;
        // One that could not be entered is still to be.
        self.search = None;
        Ok(())
    }

    fn act_upon_search(&mut self, person: PersonKey) -> Result<(), IssueError> {
        let search = self.search.as_ref();
        match search.is_some_and(|search| search.shown.contains(&person)) {
            true => self.search = None,
            false => self.settle_search()?,
        }
        Ok(())
    }

    /// Notes, before it is written, that something with people in it leaves the hall.
    ///
    /// # Errors
    /// [`PaperError`] if it could not be entered: nothing is to be written then.
    pub(in crate::office) fn enter_export(
        &mut self,
        what: Exported,
        about: &str,
    ) -> Result<(), PaperError> {
        if !self.is_sealed() {
            return Ok(());
        }
        let did = StaffDid::Exported {
            what,
            about: about.to_owned(),
        };
        let member = self.session().map_or(0, |session| session.member);
        let event = Event::StaffActed(StaffActed { member, did });
        let act = self.act(self.new_request(), &self.clerk(), event);
        self.enter(&act).map_err(Box::new)?;
        Ok(())
    }

    fn enter_look(&mut self, person: Option<PersonKey>, number: &str) -> Result<(), IssueError> {
        if !self.is_sealed() {
            return Ok(());
        }
        self.allow(Right::Look)?;
        let event = Event::RecordViewed(RecordViewed {
            person,
            number: number.to_owned(),
        });
        let act = self.act(self.new_request(), &self.clerk(), event);
        self.enter(&act)?;
        Ok(())
    }
}
