use serde::Deserialize;

/// What the office does with a submission of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "Name")]
pub enum Consequence {
    /// A numbered certificate.
    Certificate,
    /// A person on record and nothing else.
    Registration,
    /// A service on record (业务办结) with its numbers, values and papers.
    Record,
    /// A step in the life of a certificate that was issued before.
    Change(CertificateChange),
}

/// A step in the life of a certificate, as a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateChange {
    /// 领取
    HandOver,
    /// 换证
    Renew,
    /// 补证
    Replace,
    /// 更正
    Correct,
    /// 变更登记
    Annotate,
    /// 注销
    Cancel,
}

impl CertificateChange {
    /// Whether what the certificate says is asked for, to be changed: its answers are filled in.
    pub fn amends(self) -> bool {
        matches!(
            self,
            CertificateChange::Correct | CertificateChange::Annotate
        )
    }
}

/// A consequence as a form names it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Name {
    Certificate,
    Registration,
    Record,
    HandOver,
    Renew,
    Replace,
    Correct,
    Annotate,
    Cancel,
}

impl From<Name> for Consequence {
    fn from(name: Name) -> Consequence {
        use CertificateChange::{Annotate, Cancel, Correct, HandOver, Renew, Replace};
        match name {
            Name::Certificate => Consequence::Certificate,
            Name::Registration => Consequence::Registration,
            Name::Record => Consequence::Record,
            Name::HandOver => Consequence::Change(HandOver),
            Name::Renew => Consequence::Change(Renew),
            Name::Replace => Consequence::Change(Replace),
            Name::Correct => Consequence::Change(Correct),
            Name::Annotate => Consequence::Change(Annotate),
            Name::Cancel => Consequence::Change(Cancel),
        }
    }
}
