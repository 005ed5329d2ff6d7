//! The consequences of a submission: the certificate it becomes, the case that waits for papers,
//! the person it is about.
//!
//! Does no I/O and keeps nothing: whoever asks brings the records and the last serials.

mod accepted;
mod certificate;
mod duplicate;
mod life;
mod number;
mod record;
mod sample;
mod suspend;

pub use crate::policy::{
    NumberPattern, PatternProblem, PracticeMark, check_character, is_practice_number,
    practice_number,
};
pub use accepted::{Accepted, NotDone};
pub use certificate::issue;
pub use duplicate::{WrongPerson, applying, is_same_by_name, valid_certificate};
pub use life::{
    LifeState, Refused, Reissue, Step, Verb, VerbKind, Why, listed, new_sheet_number, reissue, step,
};
pub use number::{
    Serials, Series, agreement_number, case_number, certificate_series, serial_of, series_of,
};
pub use record::{give_numbers, record, series_needed};
pub use sample::{Chance, Sample};
pub use suspend::suspend;
