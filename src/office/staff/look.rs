use crate::office::error::{IssueError, PaperError};
use crate::office::{Office, PersonPage, RecordPage};
use crate::record::{Event, PersonKey, RecordViewed};
use crate::staff::Right;

impl Office {
    /// The person's page, to be shown to whoever is signed in. In a sealed hall her looking is an
    /// act, and acknowledged before anything is returned.
    ///
    /// # Errors
    /// [`IssueError`] if it could not be entered or the view cannot be read: nothing is shown then.
    pub fn look_at(&mut self, key: PersonKey) -> Result<Option<PersonPage>, IssueError> {
        let page = self.person(key)?;
        if page.is_some() {
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
