//! What a hall tells others of its codes, and what it believes of theirs.

use std::path::{Path, PathBuf};

use super::Office;
use super::error::{IssueError, PaperError};
use crate::disk::{DiskError, TrustFolder, at_the_counter, read_list, write_whole};
use crate::form::RequestId;
use crate::paper::seal::{
    Doubt, KeyList, ListError, ListedKey, Offer, PublicKey, Statement, Trust, Unread, Verdict,
    VoidCause, VoidEntry, VoidList,
};
use crate::record::{Certificate, CodeKeyChanged, CodeVerified, Event};
use crate::staff::Clerk;
use crate::store::ViewError;
use crate::text::Message;

/// The signed lists of a hall, written for a stick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLists {
    pub keys: ListFile,
    pub void: ListFile,
    /// What the receiving hall compares by telephone before it trusts this one.
    pub fingerprint: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFile {
    pub path: PathBuf,
    pub serial: u64,
    /// Keys or void numbers.
    pub entries: usize,
}

/// What came of a list that was brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustTaken {
    pub hall: String,
    pub serial: u64,
    pub entries: usize,
    /// `keys` or `void`.
    pub kind: &'static str,
    /// It was trusted already; nothing changed.
    pub known: bool,
}

/// Why a code could not be verified, or a list not be made or taken.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("{0}")]
    Disk(#[from] DiskError),
    #[error("{0}")]
    View(#[from] ViewError),
    #[error("{0}")]
    List(#[from] ListError),
    #[error("{0}")]
    Issue(#[from] IssueError),
    #[error("{0}")]
    Paper(#[from] PaperError),
    /// The hall has signed nothing yet, or practises.
    #[error("the hall has no key in force")]
    NoKey,
    #[error("the hall has no key {0}")]
    UnknownKey(String),
    /// The first list of a hall, whose fingerprint nobody has confirmed.
    #[error("the fingerprint {fingerprint} of {hall} is not confirmed")]
    NotConfirmed { hall: String, fingerprint: String },
    #[error("no code can be read off {}: {why:?}", .path.display())]
    Unread { path: PathBuf, why: Unread },
}

impl VerifyError {
    pub fn message(&self) -> Message {
        match self {
            VerifyError::Disk(error) => error.message(),
            VerifyError::View(error) => error.message(),
            VerifyError::List(error) => error.message(),
            VerifyError::Issue(error) => error.message(),
            VerifyError::Paper(error) => error.message(),
            VerifyError::NoKey => Message::new("office.no_code_key"),
            VerifyError::UnknownKey(key) => {
                Message::new("office.unknown_code_key").with("key", key)
            }
            VerifyError::NotConfirmed { hall, fingerprint } => {
                Message::new("office.fingerprint_not_confirmed")
                    .with("hall", hall)
                    .with("fingerprint", fingerprint)
            }
            VerifyError::Unread { path, why } => Message::new("office.unread_scan")
                .with("path", path.display())
                .with_said("why", why.message()),
        }
    }
}

impl Office {
    /// Verifies a code and notes in the ledger that it was. The hall's own papers are judged by
    /// its records, everybody else's by the lists that are trusted.
    ///
    /// # Errors
    /// [`VerifyError`] if a trusted list is damaged or the ledger takes nothing; then nothing is
    /// said of the code.
    pub fn verify_code(&mut self, text: &str, clerk: &Clerk) -> Result<Verdict, VerifyError> {
        self.allow(crate::staff::Right::Verify)?;
        self.follow()?;
        let mut trust = self.trust.read()?;
        trust.believe(self.key_list()?);
        let mut verdict = trust.verify(text, self.today());
        // What the hall knows of its own paper is told before that its days are over.
        if let (None | Some(Doubt::Expired { .. }), Some(statement)) =
            (&verdict.doubt, &verdict.statement)
        {
            let own = self.own_doubt(statement)?;
            verdict.doubt = own.or(verdict.doubt);
        }
        let number = verdict.statement.as_ref().map(|one| one.number.clone());
        let event = Event::CodeVerified(Box::new(CodeVerified {
            number: number.unwrap_or_default(),
            hall: verdict.hall.clone().unwrap_or_default(),
            verdict: verdict.word().to_owned(),
        }));
        let act = self.act(RequestId(self.requests.next()), clerk, event);
        self.enter(&act)?;
        Ok(verdict)
    }

    /// What the hall's own records say against a code that its own key signed.
    fn own_doubt(&self, statement: &Statement) -> Result<Option<Doubt>, ViewError> {
        if statement.hall != self.hall_mark() {
            return Ok(None);
        }
        let certificate = self.store.certificate(&statement.number)?;
        let entry = certificate.and_then(|one| void_entry(&one));
        let entry = entry.filter(|one| one.last_sheet.is_none_or(|last| statement.sheet <= last));
        Ok(entry.map(|VoidEntry { cause, on, .. }| Doubt::Void { cause, on }))
    }

    /// Writes the hall's key list and void list into a folder, a stick's for example. They are made
    /// of the ledger alone: made again without a new act they are the same bytes.
    ///
    /// # Errors
    /// [`VerifyError::NoKey`] if the hall has signed nothing yet; else what the disk says.
    pub fn publish_lists(&mut self, folder: &Path) -> Result<CodeLists, VerifyError> {
        self.allow(crate::staff::Right::Keys)?;
        self.follow()?;
        let keys = self.key_list()?;
        let signer = keys.signer().ok_or(VerifyError::NoKey)?;
        let void = self.void_list()?;
        let key = self.private_key(&signer)?;
        let write = |kind: &str, bytes: Vec<u8>, entries: usize| -> Result<ListFile, DiskError> {
            let path = folder.join(format!("guitai-{}.{kind}", keys.area9));
            write_whole(&path, &bytes)?;
            let serial = keys.serial;
            Ok(ListFile {
                path,
                serial,
                entries,
            })
        };
        Ok(CodeLists {
            keys: write("keys", keys.sealed(&key), keys.keys.len())?,
            void: write("void", void.sealed(&key), void.entries.len())?,
            fingerprint: signer.fingerprint(),
        })
    }

    /// Takes a key back: nothing it signed is believed once the new key list is out. The next
    /// certificate of the year is signed by a new key. Tells the key that was meant.
    ///
    /// # Errors
    /// [`VerifyError::UnknownKey`] if the hall has no such key in force.
    pub fn revoke_key(&mut self, id: &str, clerk: &Clerk) -> Result<PublicKey, VerifyError> {
        self.allow(crate::staff::Right::Keys)?;
        self.follow()?;
        let keys = self.store.code_keys()?.into_iter();
        let mut keys = keys.filter(|key| key.revoked.is_none());
        let found = keys.find(|key| PublicKey(key.public).id().to_string() == id.trim());
        let found = found.ok_or_else(|| VerifyError::UnknownKey(id.trim().to_owned()))?;
        let public = found.public;
        let event = Event::CodeKeyChanged(CodeKeyChanged::Revoked { public });
        let act = self.act(RequestId(self.requests.next()), clerk, event);
        self.enter(&act)?;
        Ok(PublicKey(public))
    }

    /// The hall's keys as others are told of them.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn key_list(&self) -> Result<KeyList, ViewError> {
        let keys = self.store.code_keys()?.into_iter().map(|key| ListedKey {
            year: key.year,
            public: PublicKey(key.public),
            revoked: key.revoked.map(|(_, on)| on),
        });
        let issuer = &self.shelf.issuer;
        Ok(KeyList {
            hall: self.hall_mark(),
            serial: self.acts(),
            made_on: self.listed_on(),
            name: issuer.name.clone(),
            area9: issuer.area9.clone(),
            keys: keys.collect(),
        })
    }

    fn void_list(&self) -> Result<VoidList, ViewError> {
        let made_on = self.listed_on();
        let mut entries = Vec::new();
        self.store.every_certificate(&mut |certificate| {
            let in_time = certificate.issued.expiry_date >= made_on;
            entries.extend(void_entry(certificate).filter(|_| in_time));
        })?;
        Ok(VoidList {
            hall: self.hall_mark(),
            serial: self.acts(),
            made_on,
            entries,
        })
    }

    /// The day of the last act: a list knows nothing of later days.
    fn listed_on(&self) -> chrono::NaiveDate {
        at_the_counter(self.ledger.time()).date_naive()
    }

    /// The lists of other halls, as they are trusted here.
    ///
    /// # Errors
    /// [`DiskError`] if one of them is damaged.
    pub fn trust(&self) -> Result<Trust, DiskError> {
        self.trust.read()
    }
}

/// What a certificate adds to the void list.
fn void_entry(certificate: &Certificate) -> Option<VoidEntry> {
    let entry = |cause, on, last_sheet| VoidEntry {
        number: certificate.number().to_owned(),
        cause,
        on,
        last_sheet,
    };
    if let Some(ended) = &certificate.ended {
        return Some(entry(VoidCause::from(ended.end), ended.on, None));
    }
    let sheet = certificate.sheet.as_ref()?;
    let last = certificate.sheets.saturating_sub(1);
    Some(entry(VoidCause::Corrected, sheet.on, Some(last)))
}

/// Takes a list that was brought into trust. The first list of a hall is taken only if `confirm`
/// says that its fingerprint is the hall's.
///
/// # Errors
/// [`VerifyError::List`] if it is no list to be trusted, [`VerifyError::NotConfirmed`]; nothing is
/// taken then.
pub fn take_list(
    folder: &TrustFolder,
    file: &Path,
    confirm: impl FnOnce(&KeyList, &str) -> bool,
) -> Result<TrustTaken, VerifyError> {
    let bytes = read_list(file)?;
    let trust = folder.read()?;
    let offer = trust.offered(&bytes)?;
    if let Offer::FirstKeys { list, signer } = &offer {
        let fingerprint = signer.fingerprint();
        if !confirm(list, &fingerprint) {
            let hall = list.name.clone();
            return Err(VerifyError::NotConfirmed { hall, fingerprint });
        }
    }
    folder.keep(&offer, &bytes)?;
    Ok(taken(&trust, &offer))
}

fn taken(trust: &Trust, offer: &Offer) -> TrustTaken {
    let of = |hall: &str, serial, entries, kind| TrustTaken {
        hall: hall.to_owned(),
        serial,
        entries,
        kind,
        known: false,
    };
    match offer {
        Offer::FirstKeys { list, .. } | Offer::Keys(list) => {
            of(&list.name, list.serial, list.keys.len(), "keys")
        }
        Offer::Void(list) => {
            let hall = trust.hall(&list.hall).map(|hall| hall.keys.name.as_str());
            let hall = hall.unwrap_or_default();
            of(hall, list.serial, list.entries.len(), "void")
        }
        Offer::Known => TrustTaken {
            known: true,
            ..of("", 0, 0, "known")
        },
    }
}
