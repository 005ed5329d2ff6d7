//! What staff can do, one file for each verb. The office holds the hall's ledger, view, index,
//! forms, fonts and clock; the screens and the command line only ask it.
//!
//! An act is done once the ledger has acknowledged it. What comes after (the view, the index, the
//! PDF files) can be made again from the ledger and never turns a done act into a failure.

mod audit;
mod backup;
mod code;
mod code_lists;
mod couple_data;
mod day_sheet;
mod decide;
mod deed;
mod doctor;
mod drafts;
mod enter;
mod error;
mod find;
mod hall;
mod import;
mod in_force;
mod index;
mod issue;
mod issued;
mod life;
mod making;
mod life_data;
mod matters;
mod open;
mod paper;
mod paper_data;
mod paper_words;
mod people;
mod preview;
mod person;
mod places;
mod practice;
mod print;
mod printing;
mod prove;
mod record_page;
mod record_data;
mod refuse;
mod register;
mod rights;
mod scan;
mod report;
mod shelf;
mod shown;
mod specimen;
mod staff;
mod start;
mod supplies;

pub use self::staff::{Second, SignIn, SignInError, StaffFailure, begin_staff, recover};
pub use crate::disk::{Clock, DraftLine, FixedClock, SystemClock};
pub use audit::{AuditLine, AuditWish, Audited};
pub use backup::{
    Backup, BackupDone, BackupError, BackupState, Checked, Drilled, RestoreWish, check_backup,
    drill, restore,
};
pub use code_lists::{CodeLists, ListFile, TrustTaken, VerifyError, take_list};
pub use day_sheet::{ListPeriod, ListedAct, side};
pub use deed::deed;
pub use doctor::{Finding, Health, examine};
pub use error::{IssueError, OpenError, PaperError};
pub use find::{Found, PersonLine};
pub use hall::{NewHall, new_hall};
pub use import::{ImportError, Imported, RegisterFile, Reviewed, RowProblem};
pub use in_force::profile_of_the_day;
pub use index::Indexing;
pub use issued::{Issued, Lived, PaperFile, Proof};
pub use life::{Changed, DelegateShown, LifeError, NameCorrection, Proofs, Wish};
pub use matters::OpenMatter;
pub use open::{Opened, Progress};
pub use paper::Laid;
pub use people::{Judged, Now, OtherSpelling, Suspect, Tie, WhoIs};
pub use person::{ChangeOffer, Offer, PersonPage};
pub use practice::{PRACTICE_DAY, default_issuer, open_practice, practice_hall};
pub use print::{
    BlanksWish, Calibration, CalibrationOf, Confirmed, CountBlanks, Onto, PlannedPrint, PrintError,
    PrintWish, ReadyPrint, ReceiveBlanks, SentPrint,
};
pub use prove::{FieldProof, PaperProof, Verdict, prove, prove_file};
pub use record_page::RecordPage;
pub use register::Registered;
pub use report::{Period, ReportError, ReportPage};
pub use scan::{code_on_picture, code_typed, is_picture};
pub use shelf::Shelf;
pub use specimen::{Filling, SpecimenError, SpecimenFile, Specimens};
pub use supplies::{
    CountWish, HandOutWish, LossWish, MovedSupplies, NamedWish, Proposal, ReceiveWish,
    RecipientWish, StockBatch, StockError, StockWish, TransferWish,
};

use std::sync::Arc;

use chrono::NaiveDate;

use crate::disk::{
    CodeKeys, Drafts, Hall, Kept, Photos, Purged, RequestIds, Sealing, TrustFolder, remove_all,
};
use crate::form::RequestId;
use crate::ledger::Ledger;
use crate::paper::Fonts;
use crate::record::{Certificate, DayLine};
use crate::staff::{Clerk, Right};
use crate::store::{ServiceRecord, Store, ViewError};
use index::Index;

/// One hall, open at one counter.
pub struct Office {
    hall: Hall,
    shelf: Arc<Shelf>,
    fonts: Fonts,
    ledger: Box<dyn Ledger>,
    store: Store,
    index: Index,
    /// Why the view is not to be believed.
    refused: Option<ViewError>,
    drafts: Drafts,
    photos: Photos,
    kept: Kept,
    purged: Purged,
    code_keys: CodeKeys,
    trust: TrustFolder,
    requests: RequestIds,
    keeper: Option<backup::Keeper>,
    clock: Box<dyn Clock>,
    /// The day a practice hall works on.
    chosen_day: Option<NaiveDate>,
    /// Who is signed in; `None` in a hall that is not sealed.
    session: Option<staff::Session>,
    sealing: Sealing,
    eyes: staff::Eyes,
    search: Option<staff::Search>,
}

impl Office {
    /// Forms, policies, places and the day, to be shared with the screens.
    pub fn shelf(&self) -> Arc<Shelf> {
        self.shelf.clone()
    }

    /// Who is signed in, else the clerk that the hall's settings name; and the counter.
    pub fn clerk(&self) -> Clerk {
        let settings = &self.hall.settings.clerk;
        let signed = self.session.as_ref().map(|session| &session.name);
        Clerk {
            name: signed.unwrap_or(settings).clone(),
            counter: self.hall.settings.counter,
        }
    }

    pub fn hall(&self) -> &Hall {
        &self.hall
    }

    /// An id for a wish that has none yet.
    pub fn new_request(&self) -> RequestId {
        RequestId(self.requests.next())
    }

    /// The day of the business: today, or the day a practice hall works on.
    pub fn today(&self) -> NaiveDate {
        self.chosen_day.unwrap_or_else(|| self.clock.today())
    }

    /// Works on a chosen day, which only a practice hall may; tells whether it does.
    pub fn work_on(&mut self, day: NaiveDate) -> bool {
        if self.shelf.practice {
            self.chosen_day = Some(day);
            self.turn_day();
        }
        self.today() == day
    }

    /// Puts a new day on the shelf after midnight; tells whether there was one.
    pub fn turn_day(&mut self) -> bool {
        let today = self.today();
        let turned = self.shelf.around.on != today;
        if turned {
            let mut shelf = (*self.shelf).clone();
            shelf.around.on = today;
            self.shelf = Arc::new(shelf);
        }
        turned
    }

    /// How many acts the hall's ledger holds.
    pub fn acts(&self) -> u64 {
        self.ledger.head().sequence
    }

    /// How many people are on record.
    pub fn people(&self) -> usize {
        self.store
            .count()
            .unwrap_or_else(|_| self.index.lookup().len())
    }

    /// The day's ledger list.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn day(&self, on: NaiveDate) -> Result<Vec<DayLine>, ViewError> {
        self.allow(Right::Report)?;
        self.store.day(on)
    }

    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn certificate(&self, number: &str) -> Result<Option<Certificate>, ViewError> {
        self.allow(Right::Look)?;
        self.store.certificate(number)
    }

    /// The service of an application number, or of a number it gave.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn served(&self, number: &str) -> Result<Option<ServiceRecord>, ViewError> {
        self.allow(Right::Look)?;
        self.store.served(number)
    }

    /// What the view holds, to compare two views of one ledger by.
    pub fn view_content(&self) -> crate::store::Content {
        self.store.content()
    }

    /// Closes the hall in good order.
    pub fn close(mut self) {
        if self.is_sealed() {
            let _ = self.settle_search();
            // The hall is let go of even where the disk takes nothing any more.
            let _ = self.enter_staff(crate::record::StaffDid::SignedOut);
            // A paper is made again whenever it is wanted; the next opening removes what stays.
            let _ = remove_all(&self.hall.papers());
        }
        // It reads the view for as long as it is being made.
        self.index.close();
        self.store.close();
        // The last copy is of a ledger that is closed.
        drop(self.ledger);
        if let Some(keeper) = self.keeper {
            keeper.close();
        }
    }
}
