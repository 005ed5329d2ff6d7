//! What happened, and what it adds up to: events, and the people, certificates and cases folded
//! from them.
//!
//! Does no I/O. Folding the same events gives the same records. What is stored is [`stored`]'s own
//! type with its own history: an old event is read for ever.

mod anew;
mod blank;
mod case;
mod code;
mod certificate;
mod day;
mod event;
mod import;
mod life;
mod noted;
mod people;
mod person;
mod stock;
mod rights;
mod report;
mod staff;
pub mod stored;

pub use crate::form::FormRef;
pub use crate::staff::Grave;
pub use anew::{ActEnteredAnew, LettingGo};
pub use blank::{
    BlankCount, BlankFate, BlankMovement, BlankStack, BlankUsed, BlanksMoved, LastPrint,
    PrintAnswered, PrintSent, SpoiltBlank, SpoiltReason, TakenBlank,
};
pub use case::{Case, CaseState};
pub use certificate::{
    Answers, Certificate, CertificateState, DateNote, End, Ended, FrameRef, HandedOver, Origin,
    Sheet,
};
pub use code::{CodeKeyChanged, CodeVerified};
pub use day::{DayLine, Did};
pub use event::{
    Act, Applicant, CaseSuspended, CertificateIssued, Event, GivenNumber, HallOpened, HallRestored,
    Issuer, PaperPrinted, PersonRegistered, PrintedPaper, ServiceRecorded,
};
pub use import::PeopleImported;
pub use life::{
    Applied, CancelCause, Change, ChangedCertificate, ChangedItem, Delegate, Loss, NewSheet,
    OldSheet, RecordChanged,
};
pub use noted::{is_note, note_making, note_places, noted_making, noted_place};
pub use people::{Link, PeopleJudged};
pub use person::{Facts, Person, PersonKey};
pub use report::ReportConfirmed;
pub use rights::{
    Consent, Effect, Hidden, Hide, RightExercised, SUPPLIES_CONSENT, of_report, report_line,
};
pub use staff::{Exported, MemberSaid, RecordViewed, StaffActed, StaffDid};
pub use stock::{
    Batch, BatchKey, CardLine, Collector, HandedOut, LossReason, Moved, Movement, Recipient,
    StockLine, StockMoved, StockYear,
};
