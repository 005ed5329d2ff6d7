use serde::{Deserialize, Serialize};

/// The clerk who acts, as the ledger and the papers name her (经办人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clerk {
    pub name: String,
    /// The window she sits at, from 1.
    pub counter: u16,
}
