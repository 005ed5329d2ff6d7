//! The staff of a sealed hall: how its first member is set up, how members sign in, what each may
//! do, and how members join and leave.
//!
//! A hall without a staff book is not sealed: it asks for nobody's name and allows everything, as
//! halls did before there was a staff. Practice halls are always so.

mod allow;
mod begin;
mod change;
mod error;
mod look;
mod second;
mod sign_in;

pub use begin::begin_staff;
pub use change::recover;
pub use error::{SignInError, StaffFailure};
pub use second::Second;
pub use sign_in::SignIn;

pub(super) use look::Search;
pub(super) use second::Eyes;
pub(super) use sign_in::{Session, Signed, sign_in};
