//! Services as data: steps, fields, documents, papers. A [`Draft`] is anything typed, a
//! [`Submission`] is a draft that passed [`Form::check`].
//!
//! Does no I/O. `check` returns every problem at once and changes nothing.

mod borrow;
mod check;
mod columns;
mod desk_group;
mod consented;
mod consequence;
mod continues;
mod draft;
mod field;
mod known;
mod left_out;
mod load;
mod load_outcome;
mod matrix;
mod matter;
mod minimum;
mod model;
mod rights;
mod submission;
mod survey;
mod told;

pub use check::{Problem, Unfit};
pub use columns::Columns;
pub use consequence::{CertificateChange, Consequence};
pub use continues::{Continues, Lines, lines_of};
pub use desk_group::DeskGroup;
pub use draft::{Draft, RequestId, RequestIdError};
pub use field::{DOCUMENT_ANSWERS, Reading, read, suggest};
pub use left_out::LeftOut;
pub use matrix::{Cell, Group, Matrix};
pub use matter::{MatterNote, MatterState, Opens};
pub use model::{
    Around, Check, Choice, Default, Field, Form, Kind, NumberRule, PaperNumberKind, PlaceLevel,
    Required, Step, ValueRule,
};
pub use rights::{Resting, RestsOn, RightRule, without_row};
pub use submission::{
    BY_HAND, FormRef, MissingPaper, NoteOn, NumberOrder, PaperOrder, ProfileRef, Submission,
};
pub use survey::{Computed, Page, Question, Survey};
pub use told::Told;

#[cfg(test)]
mod tests;
