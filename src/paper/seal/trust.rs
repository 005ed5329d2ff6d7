use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::check_code::check_code;
use super::checkpoint::{self, Checkpoint};
use super::code::{PREFIX, SAMPLE, Statement};
use super::cose::{self, Purpose, Signed};
use super::key::PublicKey;
use super::key_list::{KeyList, ListedKey};
use super::verdict::{Doubt, Verdict};
use super::void_list::VoidList;
use super::{HallMark, base45};
use crate::text::Message;

/// The halls whose papers are believed, each with its lists. All that verifying needs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trust {
    halls: BTreeMap<HallMark, TrustedHall>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedHall {
    pub keys: KeyList,
    pub void: Option<VoidList>,
}

/// A list that may be taken into trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// The first list of a hall: its fingerprint is compared with the hall's before it is taken.
    FirstKeys {
        list: KeyList,
        signer: PublicKey,
    },
    /// A later list, signed by a key that is trusted already.
    Keys(KeyList),
    Void(VoidList),
    /// What is trusted already.
    Known,
}

/// Why a list is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    #[error("no list of keys or void numbers")]
    NotAList,
    #[error("the signature does not belong to the list")]
    WrongSignature,
    #[error("no key list of this hall is trusted")]
    UnknownHall,
    #[error("the list is signed by a key that is not trusted")]
    UntrustedKey { hall: String },
    #[error("list {offered} is older than list {have}")]
    Older { have: u64, offered: u64 },
}

impl ListError {
    pub fn message(&self) -> Message {
        match self {
            ListError::NotAList => Message::new("paper.list_not_a_list"),
            ListError::WrongSignature => Message::new("paper.list_wrong_signature"),
            ListError::UnknownHall => Message::new("paper.list_unknown_hall"),
            ListError::UntrustedKey { hall } => {
                Message::new("paper.list_untrusted_key").with("hall", hall)
            }
            ListError::Older { have, offered } => Message::new("paper.list_older")
                .with("have", have)
                .with("offered", offered),
        }
    }
}

impl Trust {
    pub fn halls(&self) -> impl Iterator<Item = &TrustedHall> {
        self.halls.values()
    }

    pub fn hall(&self, hall: &HallMark) -> Option<&TrustedHall> {
        self.halls.get(hall)
    }

    /// Believes a hall's keys without a question: a hall knows its own.
    pub fn believe(&mut self, keys: KeyList) {
        let void = self.halls.remove(&keys.hall).and_then(|hall| hall.void);
        self.halls.insert(keys.hall, TrustedHall { keys, void });
    }

    /// What a list would bring. A list goes only forwards: an older one than is trusted is refused,
    /// or whoever hides a void number would only have to bring an old stick.
    ///
    /// # Errors
    /// [`ListError`]; nothing is to be taken.
    pub fn offered(&self, bytes: &[u8]) -> Result<Offer, ListError> {
        let signed = cose::open(bytes).ok_or(ListError::NotAList)?;
        if let Some(list) = KeyList::read(signed.payload) {
            return self.offered_keys(&signed, list);
        }
        match VoidList::read(signed.payload) {
            Some(list) => self.offered_void(&signed, list),
            None => Err(ListError::NotAList),
        }
    }

    fn offered_keys(&self, signed: &Signed<'_>, list: KeyList) -> Result<Offer, ListError> {
        let Some(trusted) = self.halls.get(&list.hall) else {
            let signer = list.key(signed.key).filter(|key| key.revoked.is_none());
            let signer = signer.ok_or(ListError::WrongSignature)?.public;
            return match signed.is_by(Purpose::KeyList, &signer) {
                true => Ok(Offer::FirstKeys { list, signer }),
                false => Err(ListError::WrongSignature),
            };
        };
        trusted.signed(signed, Purpose::KeyList)?;
        match forwards(&trusted.keys, &list, trusted.keys.serial, list.serial)? {
            true => Ok(Offer::Keys(list)),
            false => Ok(Offer::Known),
        }
    }

    fn offered_void(&self, signed: &Signed<'_>, list: VoidList) -> Result<Offer, ListError> {
        let trusted = self.halls.get(&list.hall).ok_or(ListError::UnknownHall)?;
        trusted.signed(signed, Purpose::VoidList)?;
        let Some(before) = &trusted.void else {
            return Ok(Offer::Void(list));
        };
        match forwards(before, &list, before.serial, list.serial)? {
            true => Ok(Offer::Void(list)),
            false => Ok(Offer::Known),
        }
    }

    /// Takes what was offered; of a first list the caller has had the fingerprint confirmed.
    pub fn take(&mut self, offer: Offer) {
        match offer {
            Offer::FirstKeys { list, .. } | Offer::Keys(list) => self.believe(list),
            Offer::Void(void) => {
                if let Some(trusted) = self.halls.get_mut(&void.hall) {
                    trusted.void = Some(void);
                }
            }
            Offer::Known => {}
        }
    }

    /// What is to be thought of the text of a code on this day. Takes any text; white space around
    /// it is a scanner's.
    pub fn verify(&self, text: &str, on: NaiveDate) -> Verdict {
        let text = text.trim();
        if let Some(digits) = text.strip_prefix(checkpoint::PREFIX) {
            let verified = self.verify_checkpoint(digits);
            return verified.unwrap_or_else(Verdict::refused);
        }
        let Some(digits) = text.strip_prefix(PREFIX) else {
            return Verdict::refused(foreign(text));
        };
        let bytes = base45::decode(digits);
        let signed = bytes.as_deref().and_then(cose::open);
        let Some(signed) = signed else {
            return Verdict::refused(Doubt::Damaged);
        };
        let Some(statement) = Statement::read(signed.payload) else {
            return Verdict::refused(Doubt::Damaged);
        };
        let Some(trusted) = self.halls.get(&statement.hall) else {
            return Verdict::refused(Doubt::UnknownHall);
        };
        let Some(key) = trusted.keys.key(signed.key) else {
            return Verdict::refused(Doubt::UnknownKey);
        };
        if !signed.is_by(Purpose::Code, &key.public) {
            return Verdict::refused(Doubt::WrongSignature);
        }
        Verdict {
            doubt: trusted.doubt(key, &statement, on),
            hall: Some(trusted.keys.name.clone()),
            check_code: Some(check_code(signed.payload)),
            void_as_of: trusted.void.as_ref().map(|void| void.made_on),
            statement: Some(statement),
            checkpoint: None,
        }
    }
}

impl Trust {
    /// What is to be thought of the code of a day sheet. It never ends and is never taken back but
    /// with its key.
    fn verify_checkpoint(&self, digits: &str) -> Result<Verdict, Doubt> {
        let bytes = base45::decode(digits).ok_or(Doubt::Damaged)?;
        let signed = cose::open(&bytes).ok_or(Doubt::Damaged)?;
        let said = Checkpoint::read(signed.payload).ok_or(Doubt::Damaged)?;
        let trusted = self.halls.get(&said.hall).ok_or(Doubt::UnknownHall)?;
        let key = trusted.keys.key(signed.key).ok_or(Doubt::UnknownKey)?;
        if !signed.is_by(Purpose::Checkpoint, &key.public) {
            return Err(Doubt::WrongSignature);
        }
        let doubt = match key.revoked {
            Some(on) => Some(Doubt::Revoked { on }),
            None if !key.covers(said.made_on) => Some(Doubt::OutsideYear { year: key.year }),
            None => None,
        };
        Ok(Verdict {
            doubt,
            hall: Some(trusted.keys.name.clone()),
            checkpoint: Some(said),
            ..Verdict::default()
        })
    }
}

impl TrustedHall {
    /// Whether a list is signed by a key of this hall that is still trusted.
    fn signed(&self, signed: &Signed<'_>, purpose: Purpose) -> Result<(), ListError> {
        let key = self.keys.key(signed.key);
        let key = key.filter(|key| key.revoked.is_none());
        let untrusted = || ListError::UntrustedKey {
            hall: self.keys.name.clone(),
        };
        match signed.is_by(purpose, &key.ok_or_else(untrusted)?.public) {
            true => Ok(()),
            false => Err(ListError::WrongSignature),
        }
    }

    /// What stands against a statement that this hall's key signed.
    fn doubt(&self, key: &ListedKey, statement: &Statement, on: NaiveDate) -> Option<Doubt> {
        if let Some(on) = key.revoked {
            return Some(Doubt::Revoked { on });
        }
        if !key.covers(statement.made_on) {
            return Some(Doubt::OutsideYear { year: key.year });
        }
        let void = self.void.as_ref().and_then(|void| void.entry(statement));
        if let Some(entry) = void {
            let (cause, on) = (entry.cause, entry.on);
            return Some(Doubt::Void { cause, on });
        }
        let until = statement.until.filter(|until| *until < on)?;
        Some(Doubt::Expired { until })
    }
}

/// Whether a list brings more than the one before it; `Ok(false)` if it is the same.
fn forwards<T: PartialEq>(
    before: &T,
    list: &T,
    have: u64,
    offered: u64,
) -> Result<bool, ListError> {
    match offered > have {
        true => Ok(true),
        false if before == list => Ok(false),
        false => Err(ListError::Older { have, offered }),
    }
}

/// What a text is that is no code of this format.
fn foreign(text: &str) -> Doubt {
    if text.starts_with(SAMPLE) {
        return Doubt::Sample;
    }
    let format = text
        .strip_prefix("GTL")
        .or_else(|| text.strip_prefix("GT"))
        .and_then(|rest| rest.split_once(':'));
    let later = format.and_then(|(format, _)| format.parse::<u16>().ok());
    match later {
        Some(format) if format > 1 => Doubt::Newer,
        _ => Doubt::Damaged,
    }
}
