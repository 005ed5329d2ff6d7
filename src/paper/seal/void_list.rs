use chrono::NaiveDate;

use super::HallMark;
use super::cbor::{Reader, Writer};
use super::code::Statement;
use super::cose::{self, Purpose};
use super::key::SigningKey;
use crate::record::End;
use crate::text::Message;

/// The numbers of a hall that ended before their time. A number leaves the list on the day its
/// paper would have expired anyway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidList {
    pub hall: HallMark,
    /// Grows with every list: the number of acts in the hall's ledger.
    pub serial: u64,
    pub made_on: NaiveDate,
    /// In the order of their numbers.
    pub entries: Vec<VoidEntry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidEntry {
    pub number: String,
    pub cause: VoidCause,
    pub on: NaiveDate,
    /// Only the sheets of this number up to this one; a later sheet stands. `None`: all of them.
    pub last_sheet: Option<u32>,
}

/// Why a number is void, and no more: what concerns her alone stays in the hall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoidCause {
    Renewed,
    Lost,
    Damaged,
    Spoiled,
    Corrected,
    Cancelled,
}

impl VoidCause {
    /// The place in this list is the number in the file, from 1.
    const ALL: [VoidCause; 6] = [
        VoidCause::Renewed,
        VoidCause::Lost,
        VoidCause::Damaged,
        VoidCause::Spoiled,
        VoidCause::Corrected,
        VoidCause::Cancelled,
    ];

    fn code(self) -> u64 {
        let place = VoidCause::ALL.iter().position(|cause| *cause == self);
        place.map_or(0, |place| place as u64 + 1)
    }

    fn of_code(code: u64) -> Option<VoidCause> {
        let place = usize::try_from(code).ok()?.checked_sub(1)?;
        VoidCause::ALL.get(place).copied()
    }

    pub fn word(self) -> &'static str {
        match self {
            VoidCause::Renewed => "renewed",
            VoidCause::Lost => "lost",
            VoidCause::Damaged => "damaged",
            VoidCause::Spoiled => "spoiled",
            VoidCause::Corrected => "corrected",
            VoidCause::Cancelled => "cancelled",
        }
    }

    pub fn message(self) -> Message {
        Message::new(match self {
            VoidCause::Renewed => "paper.void_renewed",
            VoidCause::Lost => "paper.void_lost",
            VoidCause::Damaged => "paper.void_damaged",
            VoidCause::Spoiled => "paper.void_spoiled",
            VoidCause::Corrected => "paper.void_corrected",
            VoidCause::Cancelled => "paper.void_cancelled",
        })
    }
}

impl From<End> for VoidCause {
    fn from(end: End) -> VoidCause {
        match end {
            End::Renewed => VoidCause::Renewed,
            End::Lost => VoidCause::Lost,
            End::Damaged => VoidCause::Damaged,
            End::Spoiled => VoidCause::Spoiled,
            End::Corrected => VoidCause::Corrected,
            End::Cancelled(_) => VoidCause::Cancelled,
        }
    }
}

impl VoidList {
    /// Why the sheet that a statement speaks of is void.
    pub fn entry(&self, statement: &Statement) -> Option<&VoidEntry> {
        self.entries.iter().find(|entry| {
            let this_sheet = entry.last_sheet.is_none_or(|last| statement.sheet <= last);
            entry.number == statement.number && this_sheet
        })
    }

    /// The list as a file, signed with the key that signs the hall's key list.
    pub fn sealed(&self, signer: &SigningKey) -> Vec<u8> {
        let mut out = Writer::default();
        out.map(4);
        out.number(1).bytes(&self.hall);
        out.number(2).number(self.serial);
        out.number(3).day(self.made_on);
        out.number(4).list(self.entries.len());
        for entry in &self.entries {
            out.list(if entry.last_sheet.is_some() { 4 } else { 3 });
            out.text(&entry.number).number(entry.cause.code());
            out.day(entry.on);
            if let Some(sheet) = entry.last_sheet {
                out.number(u64::from(sheet));
            }
        }
        cose::sign(Purpose::VoidList, signer, &out.take())
    }

    pub(super) fn read(payload: &[u8]) -> Option<VoidList> {
        let mut reader = Reader::new(payload);
        if reader.map()? != 4 {
            return None;
        }
        let (hall, serial, made_on) = reader.list_head()?;
        reader.key(4)?;
        let count = reader.list()?;
        let entries = (0..count).map(|_| read_entry(&mut reader));
        let entries = entries.collect::<Option<_>>()?;
        reader.end()?;
        Some(VoidList {
            hall,
            serial,
            made_on,
            entries,
        })
    }
}

fn read_entry(reader: &mut Reader<'_>) -> Option<VoidEntry> {
    let length = reader.list()?;
    let number = reader.text()?.to_owned();
    let cause = VoidCause::of_code(reader.number()?)?;
    let on = reader.day()?;
    let last_sheet = match length {
        3 => None,
        4 => Some(u32::try_from(reader.number()?).ok()?),
        _ => return None,
    };
    Some(VoidEntry {
        number,
        cause,
        on,
        last_sheet,
    })
}
