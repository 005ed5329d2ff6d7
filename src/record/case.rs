use serde::{Deserialize, Serialize};

use super::event::CaseSuspended;
use super::person::PersonKey;

/// A case (办件): one wish of one applicant from acceptance to its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Application number.
    pub number: String,
    pub person: PersonKey,
    pub state: CaseState,
    /// What is kept of a case that waits: the answers to go on from and the papers missing.
    pub suspended: Option<CaseSuspended>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseState {
    /// 待补正
    AwaitingSupplement,
    /// 办结
    Closed,
    /// 已取消: it rested on a consent that ended.
    Cancelled,
}
