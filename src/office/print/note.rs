use super::super::Office;
use super::{PrintError, PrintWish, ReadyPrint, SentPrint};
use crate::form::RequestId;
use crate::record::{Event, LastPrint, PrintAnswered, PrintSent};
use crate::staff::Clerk;
use crate::store::ViewError;

impl Office {
    /// Makes a paper ready, hands it to its printer and notes it. Waits for the printing service
    /// as [`ReadyPrint::hand_over`] does.
    ///
    /// # Errors
    /// [`PrintError`]: nothing was noted and no blank was used.
    pub fn print_now(&mut self, wish: &PrintWish, clerk: &Clerk) -> Result<SentPrint, PrintError> {
        self.allow(crate::staff::Right::Serve)?;
        self.follow()?;
        let ready = self.ready_print(wish)?;
        let job = ready.hand_over()?;
        self.note_print(ready, job, clerk)
    }

    /// Notes that a printer took a paper; from here on its blank is used.
    ///
    /// # Errors
    /// [`PrintError::Enter`] if the ledger took nothing, although the printer has the paper.
    pub fn note_print(
        &mut self,
        ready: ReadyPrint,
        job: String,
        clerk: &Clerk,
    ) -> Result<SentPrint, PrintError> {
        self.allow(crate::staff::Right::Serve)?;
        let event = Event::PrintSent(Box::new(PrintSent {
            number: ready.number.clone(),
            paper: ready.paper.clone(),
            copies: ready.copies,
            printer: ready.task.printer.clone(),
            tray: ready.task.tray.clone(),
            job: job.clone(),
            blank: ready.blank.clone(),
        }));
        let request = RequestId(self.requests.next());
        let note = self.enter_event(request, event, clerk)?;
        let mut notes = ready.notes;
        notes.extend(note);
        Ok(SentPrint {
            number: ready.number,
            paper: ready.paper,
            copies: ready.copies,
            printer: ready.task.printer,
            tray: ready.task.tray,
            job,
            blank: ready.blank,
            path: ready.path,
            notes,
        })
    }

    /// Notes whether a paper came out of the printer.
    ///
    /// # Errors
    /// [`PrintError::Enter`] if the ledger took nothing.
    pub fn note_answer(
        &mut self,
        sent: &SentPrint,
        came_out: bool,
        clerk: &Clerk,
    ) -> Result<(), PrintError> {
        self.allow(crate::staff::Right::Serve)?;
        let event = Event::PrintAnswered(PrintAnswered {
            number: sent.number.clone(),
            paper: sent.paper.clone(),
            job: sent.job.clone(),
            came_out,
        });
        let request = RequestId(self.requests.next());
        self.enter_event(request, event, clerk).map(drop)
    }

    /// The paper handed to a printer last.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn last_print(&self) -> Result<Option<LastPrint>, ViewError> {
        self.allow(crate::staff::Right::Serve)?;
        self.store.last_print()
    }

    /// Enters an event that has no number of its own; what the clerk should know of it.
    pub(super) fn enter_event(
        &mut self,
        request: RequestId,
        event: Event,
        clerk: &Clerk,
    ) -> Result<Option<crate::text::Message>, PrintError> {
        let act = self.act(request, clerk, event);
        self.follow()?;
        let entered = self.enter(&act)?;
        Ok(entered.note())
    }
}
