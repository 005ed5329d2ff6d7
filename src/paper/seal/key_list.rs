use chrono::{Datelike, NaiveDate};

use super::HallMark;
use super::cbor::{Reader, Writer};
use super::cose::{self, Purpose};
use super::key::{KeyId, PublicKey, SigningKey};

/// A hall's public keys, signed by the oldest of them that is not revoked. Whoever ever trusted the
/// hall knows that one, so a list of any later year can be taken without asking again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyList {
    pub hall: HallMark,
    /// Grows with every list: the number of acts in the hall's ledger.
    pub serial: u64,
    pub made_on: NaiveDate,
    /// The hall as it stands on paper.
    pub name: String,
    /// Division code of its street.
    pub area9: String,
    /// In the order in which they were made.
    pub keys: Vec<ListedKey>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedKey {
    /// What the key signed in another year it did not sign.
    pub year: i32,
    pub public: PublicKey,
    /// The day from which nothing it signed is believed.
    pub revoked: Option<NaiveDate>,
}

impl ListedKey {
    pub fn covers(&self, day: NaiveDate) -> bool {
        day.year() == self.year
    }
}

impl KeyList {
    pub fn key(&self, id: KeyId) -> Option<&ListedKey> {
        self.keys.iter().find(|key| key.public.id() == id)
    }

    /// The key that signs the hall's lists; `None` if every key is revoked.
    pub fn signer(&self) -> Option<PublicKey> {
        let mut keys = self.keys.iter();
        keys.find(|key| key.revoked.is_none()).map(|key| key.public)
    }

    /// The list as a file, signed with [`KeyList::signer`].
    pub fn sealed(&self, signer: &SigningKey) -> Vec<u8> {
        let mut out = Writer::default();
        out.map(6);
        out.number(1).bytes(&self.hall);
        out.number(2).number(self.serial);
        out.number(3).day(self.made_on);
        out.number(4).text(&self.name);
        out.number(5).text(&self.area9);
        out.number(6).list(self.keys.len());
        for key in &self.keys {
            out.list(if key.revoked.is_some() { 3 } else { 2 });
            // A hall has no year before 1970.
            out.number(u64::try_from(key.year).unwrap_or_default());
            out.bytes(&key.public.0);
            if let Some(on) = key.revoked {
                out.day(on);
            }
        }
        cose::sign(Purpose::KeyList, signer, &out.take())
    }

    pub(super) fn read(payload: &[u8]) -> Option<KeyList> {
        let mut reader = Reader::new(payload);
        if reader.map()? != 6 {
            return None;
        }
        let (hall, serial, made_on) = reader.list_head()?;
        reader.key(4)?;
        let name = reader.text()?.to_owned();
        reader.key(5)?;
        let area9 = reader.text()?.to_owned();
        reader.key(6)?;
        let count = reader.list()?;
        let keys = (0..count).map(|_| read_key(&mut reader));
        let keys = keys.collect::<Option<_>>()?;
        reader.end()?;
        Some(KeyList {
            hall,
            serial,
            made_on,
            name,
            area9,
            keys,
        })
    }
}

fn read_key(reader: &mut Reader<'_>) -> Option<ListedKey> {
    let length = reader.list()?;
    let year = i32::try_from(reader.number()?).ok()?;
    let public = PublicKey(reader.exactly()?);
    let revoked = match length {
        2 => None,
        3 => Some(reader.day()?),
        _ => return None,
    };
    Some(ListedKey {
        year,
        public,
        revoked,
    })
}
