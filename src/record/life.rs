use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::{CertificateIssued, Issuer, PrintedPaper};
use super::person::{Facts, PersonKey};
use crate::form::{BY_HAND, FormRef, ProfileRef};

/// A step in the life of a certificate, or a correction of the person's record: what was asked
/// for, by whom, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordChanged {
    pub person: PersonKey,
    /// `None` where the person's record alone was corrected.
    pub certificate: Option<ChangedCertificate>,
    /// Application number; a hand-over is no application and has none.
    pub case: Option<String>,
    pub change: Change,
    pub applied: Applied,
    pub items: Vec<ChangedItem>,
    /// Path → canonical text, as it stands after the change.
    pub answers: BTreeMap<String, String>,
    /// What the record learns about the person.
    pub facts: Facts,
    pub form: FormRef,
    pub profile: ProfileRef,
    pub papers: Vec<PrintedPaper>,
    pub issuer: Issuer,
    pub practice: bool,
}

/// The certificate a change is about, as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedCertificate {
    pub number: String,
    /// As the paper shows it.
    pub issue_date: NaiveDate,
    pub expiry_date: NaiveDate,
}

/// What came of it. New kinds are added at the end and none is ever removed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// The sheet was given to somebody, who may be a delegate.
    HandedOver { receiver: String },
    /// 换证: a new certificate with a new validity.
    Renewed { issued: Box<CertificateIssued> },
    /// 补证: the same certificate under a new number.
    Replaced {
        loss: Loss,
        first_issued: NaiveDate,
        issued: Box<CertificateIssued>,
    },
    /// 更正: what was printed was wrong.
    Corrected {
        /// The sheet was still at the counter: a spoiled sheet, nothing to take back.
        spoiled: bool,
        sheet: NewSheet,
    },
    /// 变更登记: what was printed is no longer so; written into the certificate by hand.
    Annotated,
    /// 注销
    Cancelled { cause: CancelCause },
    /// 更正姓名 of a person without a valid certificate.
    NameCorrected,
    /// 撤销更正姓名: the name that stood before the last correction stands again.
    NameRestored,
}

/// Why a certificate is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Loss {
    /// 遗失, declared void (声明作废) on this day.
    Lost { declared_on: NaiveDate },
    /// 损毁
    Damaged,
}

/// The sheet that stands for a corrected one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum NewSheet {
    SameNumber {
        papers: Vec<PrintedPaper>,
    },
    NewNumber {
        first_issued: NaiveDate,
        issued: Box<CertificateIssued>,
    },
}

/// Why a certificate is cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CancelCause {
    /// 超龄
    OverAge,
    /// 迁出
    MovedAway,
    /// 死亡
    Death,
    /// 本人申请
    OwnWish,
    /// 错发
    IssuedInError,
}

/// Who asked, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Applied {
    pub reason: String,
    /// Who came with a letter of authority (委托书) instead of the holder; of a death or an error,
    /// who told of it (申报人).
    pub delegate: Option<Delegate>,
    pub old_sheet: OldSheet,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegate {
    pub name: String,
    /// Key of the delegate's identity paper: `111:430406198304129927`; empty for a community.
    pub id: String,
}

/// Where the old sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OldSheet {
    #[default]
    NotBack,
    TakenBack,
}

/// One thing that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedItem {
    pub path: String,
    /// Canonical texts; empty where nothing stood or stands.
    pub old: String,
    pub new: String,
    /// The paper that proves it.
    pub document: String,
    /// The clerk who entered the old text.
    pub entered_by: String,
}

impl RecordChanged {
    /// The number of the certificate it is about.
    pub fn number(&self) -> Option<&str> {
        let certificate = self.certificate.as_ref();
        certificate.map(|certificate| certificate.number.as_str())
    }

    /// The certificate that came into being.
    pub fn issued(&self) -> Option<&CertificateIssued> {
        match &self.change {
            Change::Renewed { issued }
            | Change::Replaced { issued, .. }
            | Change::Corrected {
                sheet: NewSheet::NewNumber { issued, .. },
                ..
            } => Some(issued),
            _ => None,
        }
    }

    /// Writes down which places of its papers are left to the pen ([`BY_HAND`]); `None` if none is.
    pub fn leave_to_pen(&mut self, places: Option<String>) {
        let issued = self.change.issued_mut().map(|issued| &mut issued.answers);
        for answers in issued.into_iter().chain([&mut self.answers]) {
            match &places {
                Some(places) => answers.insert(BY_HAND.to_owned(), places.clone()),
                None => answers.remove(BY_HAND),
            };
        }
    }
}

impl Change {
    /// The certificate that it leads to, of a new number.
    pub fn issued_mut(&mut self) -> Option<&mut CertificateIssued> {
        match self {
            Change::Renewed { issued }
            | Change::Replaced { issued, .. }
            | Change::Corrected {
                sheet: NewSheet::NewNumber { issued, .. },
                ..
            } => Some(issued),
            _ => None,
        }
    }
}
