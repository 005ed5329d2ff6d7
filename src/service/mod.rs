//! The consequences of a submission: the certificate it becomes, the case that waits for papers,
//! the person it is about.
//!
//! Does no I/O and keeps nothing: whoever asks brings the records and the last serials.

mod accepted;
pub mod blanks;
pub mod care;
mod certificate;
mod duplicate;
mod life;
mod likeness;
mod marriage;
mod matter;
mod number;
mod record;
mod people;
mod rights;
mod sample;
pub mod supplies;
mod suspend;

pub use crate::person::Chance;
pub use crate::policy::{
    NumberPattern, PatternProblem, PracticeMark, check_character, is_practice_number,
    practice_number,
};
pub use accepted::{Accepted, NotDone};
pub use certificate::issue;
pub use duplicate::valid_certificate;
pub use life::{
    LifeState, Refused, Reissue, Step, Verb, VerbKind, Why, listed, new_sheet_number, reissue, step,
};
pub use likeness::{Compared, Likeness, Nearness, Trait};
pub use marriage::{Marriages, marriage_notes};
pub use matter::{Matter, MatterRecord, matters};
pub use number::{
    Serials, Series, agreement_number, case_number, certificate_series, serial_of, series_of,
};
pub use people::{
    NotHers, NotJudged, applying, differing, is_same_by_name, is_same_name, may_link,
};
pub use record::{give_numbers, record, series_needed};
pub use rights::{Exercise, Kept, KeptLine, KeptRecord, Stays, exercise};
pub use sample::Sample;
pub use suspend::suspend;
