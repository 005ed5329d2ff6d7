//! Who serves: the members of the staff, what each may do, and how each comes by the hall's keys.
//!
//! Does no I/O.

mod book;
mod clerk;
mod grave;
mod keyring;
mod not_allowed;
mod patience;
mod role;

pub use book::{Member, NewMember, StaffBook, StaffError};
pub use clerk::Clerk;
pub use grave::Grave;
pub use keyring::Keyring;
pub use not_allowed::NotAllowed;
pub use patience::Failures;
pub use role::{Right, Role, Roles};
