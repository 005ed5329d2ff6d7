use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{Issuer, PrintedPaper};
use crate::form::ProfileRef;

/// A month's report was confirmed (确认上报). Its lines stand here as they were sent, so that
/// nothing done later can change them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportConfirmed {
    /// `BB-F10-201003`.
    pub number: String,
    /// Code of the report: `F10`.
    pub report: String,
    /// `2010-03`.
    pub month: String,
    /// Column → text, a map for each line.
    pub rows: Vec<BTreeMap<String, String>>,
    pub paper: PrintedPaper,
    pub profile: ProfileRef,
    pub issuer: Issuer,
    pub practice: bool,
}
