use chrono::NaiveDate;

use super::HallMark;
use super::base45;
use super::cbor::{Reader, Writer};
use super::cose::{self, Purpose};
use super::key::SigningKey;
use super::verdict::Verdict;
use crate::text::{Message, Said};

/// What a checkpoint of this format begins with.
pub(super) const PREFIX: &str = "GTL1:";

/// How far a hall's ledger went when a day sheet was printed, signed by the hall's key. Whoever keeps
/// the sheet finds out a ledger that was cut off or put back to an earlier state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    pub hall: HallMark,
    /// How many frames the ledger had.
    pub size: u64,
    /// The hash of the last of them, in which every one before it has part.
    pub root: [u8; 32],
    /// The time of the last of them, UTC in milliseconds since 1970.
    pub at: u64,
    /// The day it was made. Its year is the key's.
    pub made_on: NaiveDate,
    /// The sheet it was printed on: `TZ-20100315`.
    pub sheet: String,
}

impl Checkpoint {
    /// The text of its QR code. Ed25519 signs without chance: there is one text.
    pub fn seal(&self, key: &SigningKey) -> String {
        let signed = cose::sign(Purpose::Checkpoint, key, &self.payload());
        format!("{PREFIX}{}", base45::encode(&signed))
    }

    /// What a code says, whoever signed it; `None` if it is none. To be believed only for what can
    /// be looked up in the ledger itself.
    pub fn claimed(text: &str) -> Option<Checkpoint> {
        let bytes = base45::decode(text.trim().strip_prefix(PREFIX)?)?;
        Checkpoint::read(cose::open(&bytes)?.payload)
    }

    fn payload(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.map(6);
        out.number(1).bytes(&self.hall);
        out.number(2).number(self.size);
        out.number(3).bytes(&self.root);
        out.number(4).number(self.at);
        out.number(5).day(self.made_on);
        out.number(6).text(&self.sheet);
        out.take()
    }

    pub(super) fn read(payload: &[u8]) -> Option<Checkpoint> {
        let mut reader = Reader::new(payload);
        if reader.map()? != 6 {
            return None;
        }
        reader.key(1)?;
        let hall = reader.exactly()?;
        reader.key(2)?;
        let size = reader.number()?;
        reader.key(3)?;
        let root = reader.exactly()?;
        reader.key(4)?;
        let at = reader.number()?;
        reader.key(5)?;
        let made_on = reader.day()?;
        reader.key(6)?;
        let sheet = reader.text()?.to_owned();
        reader.end()?;
        Some(Checkpoint {
            hall,
            size,
            root,
            at,
            made_on,
            sheet,
        })
    }

    /// What the sheet must say, line by line.
    pub(super) fn fields(&self, verdict: &Verdict) -> Vec<(Message, Said)> {
        // As on the sheet, in groups; the rest is signed too and need not be compared.
        let groups = self.root[..16].chunks(4);
        let group = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let root = groups.map(group).collect::<Vec<String>>().join(" ") + " …";
        let hall = verdict.hall.as_deref().unwrap_or_default();
        let (size, made_on) = (self.size.to_string(), self.made_on.to_string());
        [
            ("paper.checkpoint_hall", hall),
            ("paper.checkpoint_sheet", &self.sheet),
            ("paper.checkpoint_made_on", &made_on),
            ("paper.checkpoint_size", &size),
            ("paper.checkpoint_root", &root),
        ]
        .into_iter()
        .map(|(key, text)| (Message::new(key), text.into()))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Doubt, KeyList, ListedKey, Trust};
    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(&[seed; 32])
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            hall: *b"a hall's 16bytes",
            size: 2_307,
            root: [0xA7; 32],
            at: 1_773_567_000_000,
            made_on: day("2026-03-15"),
            sheet: "TZ-20260315".to_owned(),
        }
    }

    fn trust(year: i32, revoked: Option<NaiveDate>) -> Trust {
        let mut trust = Trust::default();
        trust.believe(KeyList {
            hall: checkpoint().hall,
            serial: 1,
            made_on: day("2026-01-05"),
            name: "白沙洲街道办事处".to_owned(),
            area9: "430406005".to_owned(),
            keys: vec![ListedKey {
                year,
                public: key(26).public(),
                revoked,
            }],
        });
        trust
    }

    #[test]
    fn a_checkpoint_of_a_trusted_hall_is_genuine_and_has_one_text() {
        let text = checkpoint().seal(&key(26));
        assert_eq!(text, checkpoint().seal(&key(26)));
        assert!(
            text.len() <= 311,
            "{} fit version 10 at level M",
            text.len()
        );
        let verdict = trust(2026, None).verify(&text, day("2030-01-01"));
        assert_eq!(
            (verdict.word(), verdict.statement.is_none()),
            ("genuine", true)
        );
        assert_eq!(verdict.checkpoint, Some(checkpoint()));
        assert_eq!(Checkpoint::claimed(&text), Some(checkpoint()));
    }

    #[test]
    fn what_another_signed_or_anybody_changed_is_refused() {
        let word = |trust: &Trust, text: &str| trust.verify(text, day("2026-03-16")).word();
        let text = checkpoint().seal(&key(26));
        assert_eq!(word(&Trust::default(), &text), "unknown_hall");
        assert_eq!(word(&trust(2025, None), &text), "outside_year");
        let taken_back = Some(day("2026-04-01"));
        assert_eq!(word(&trust(2026, taken_back), &text), "key_revoked");
        let strange = checkpoint().seal(&key(99));
        assert_eq!(word(&trust(2026, None), &strange), "unknown_key");
        // The same bytes under the name of a certificate's code are none.
        let disguised = text.replace(PREFIX, "GT1:");
        assert_eq!(word(&trust(2026, None), &disguised), "damaged");
        let bytes = base45::decode(&text[PREFIX.len()..]).expect("base45");
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let changed = format!("{PREFIX}{}", base45::encode(&changed));
            let verdict = trust(2026, None).verify(&changed, day("2026-03-16"));
            assert!(verdict.doubt.is_some(), "byte {at}");
            assert!(verdict.checkpoint.is_none(), "byte {at}");
        }
        let refused = trust(2026, None).verify("GTL1:", day("2026-03-16")).doubt;
        assert_eq!(refused, Some(Doubt::Damaged));
        assert_eq!(word(&trust(2026, None), "GTL2:ABC"), "newer_format");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "(GTL1:)?[0-9A-Z $%*+./:-]{0,90}") {
            prop_assert_eq!(Checkpoint::claimed(&text), None);
        }
    }
}
