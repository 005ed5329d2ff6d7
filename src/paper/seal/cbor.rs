//! The few forms of CBOR (RFC 8949) that codes and lists are made of, in the core deterministic
//! encoding of its section 4.2.1 and in no other: a reader that takes only what the writer writes
//! needs no second look.

use chrono::{Days, NaiveDate};

const NUMBER: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const LIST: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;

#[derive(Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    fn head(&mut self, major: u8, value: u64) -> &mut Writer {
        let major = major << 5;
        let bytes = value.to_be_bytes();
        match value {
            // Below 24 the value stands in the first byte itself.
            0..24 => self.0.push(major | bytes[7]),
            24..0x100 => self.0.extend([major | 24, bytes[7]]),
            0x100..0x1_0000 => {
                self.0.push(major | 25);
                self.0.extend(&bytes[6..]);
            }
            0x1_0000..0x1_0000_0000 => {
                self.0.push(major | 26);
                self.0.extend(&bytes[4..]);
            }
            _ => {
                self.0.push(major | 27);
                self.0.extend(bytes);
            }
        }
        self
    }

    pub fn number(&mut self, value: u64) -> &mut Writer {
        self.head(NUMBER, value)
    }

    /// The number `-1 - value`.
    pub fn negative(&mut self, value: u64) -> &mut Writer {
        self.head(NEGATIVE, value)
    }

    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Writer {
        self.head(BYTES, bytes.len() as u64).0.extend(bytes);
        self
    }

    pub fn text(&mut self, text: &str) -> &mut Writer {
        self.head(TEXT, text.len() as u64).0.extend(text.bytes());
        self
    }

    pub fn list(&mut self, length: usize) -> &mut Writer {
        self.head(LIST, length as u64)
    }

    pub fn map(&mut self, pairs: usize) -> &mut Writer {
        self.head(MAP, pairs as u64)
    }

    pub fn tag(&mut self, tag: u64) -> &mut Writer {
        self.head(TAG, tag)
    }

    /// Days since 1970-01-01; an earlier day, which no certificate has, is written as that one.
    pub fn day(&mut self, day: NaiveDate) -> &mut Writer {
        let days = day.signed_duration_since(NaiveDate::default()).num_days();
        self.number(u64::try_from(days).unwrap_or_default())
    }

    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }
}

/// Reads what [`Writer`] writes; the first thing that differs is `None`, and what is read after
/// that has no meaning.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader(bytes)
    }

    fn head(&mut self, major: u8) -> Option<u64> {
        let first = self.some(1)?[0];
        if first >> 5 != major {
            return None;
        }
        let width = match first & 0x1F {
            short @ 0..24 => return Some(u64::from(short)),
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => return None,
        };
        let value = self.some(width)?;
        let value = value
            .iter()
            .fold(0, |value, byte| value << 8 | u64::from(*byte));
        let shorter = match width {
            1 => 24,
            width => 1 << (width * 4),
        };
        (value >= shorter).then_some(value)
    }

    fn some(&mut self, count: usize) -> Option<&'a [u8]> {
        let (found, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(found)
    }

    pub fn number(&mut self) -> Option<u64> {
        self.head(NUMBER)
    }

    pub fn negative(&mut self) -> Option<u64> {
        self.head(NEGATIVE)
    }

    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.head(BYTES)?).ok()?;
        self.some(length)
    }

    /// Exactly `N` bytes.
    pub fn exactly<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes()?.try_into().ok()
    }

    pub fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.head(TEXT)?).ok()?;
        std::str::from_utf8(self.some(length)?).ok()
    }

    pub fn list(&mut self) -> Option<u64> {
        self.head(LIST)
    }

    pub fn map(&mut self) -> Option<u64> {
        self.head(MAP)
    }

    pub fn tag(&mut self) -> Option<u64> {
        self.head(TAG)
    }

    /// A number that must be this one: the key of a map, the length of a list.
    pub fn key(&mut self, wanted: u64) -> Option<()> {
        (self.number()? == wanted).then_some(())
    }

    /// The first three pairs of every signed list: the hall, the serial, and the day it was made.
    pub fn list_head<const N: usize>(&mut self) -> Option<([u8; N], u64, NaiveDate)> {
        self.key(1)?;
        let hall = self.exactly()?;
        self.key(2)?;
        let serial = self.number()?;
        self.key(3)?;
        Some((hall, serial, self.day()?))
    }

    pub fn day(&mut self) -> Option<NaiveDate> {
        NaiveDate::default().checked_add_days(Days::new(self.number()?))
    }

    /// Nothing may follow.
    pub fn end(self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_standard_does_and_read_in_no_longer_form() {
        let examples: [(u64, &[u8]); 8] = [
            (0, &[0x00]),
            (23, &[0x17]),
            (24, &[0x18, 0x18]),
            (255, &[0x18, 0xFF]),
            (256, &[0x19, 0x01, 0x00]),
            (65_536, &[0x1A, 0x00, 0x01, 0x00, 0x00]),
            (1 << 32, &[0x1B, 0, 0, 0, 1, 0, 0, 0, 0]),
            (u64::MAX, &[0x1B, 255, 255, 255, 255, 255, 255, 255, 255]),
        ];
        for (value, bytes) in examples {
            assert_eq!(Writer::default().number(value).take(), bytes);
            assert_eq!(Reader::new(bytes).number(), Some(value));
        }
        let longer: [&[u8]; 7] = [
            &[0x18, 0x17],
            &[0x19, 0x00, 0xFF],
            &[0x1A, 0x00, 0x00, 0xFF, 0xFF],
            &[0x1B, 0, 0, 0, 0, 255, 255, 255, 255],
            &[0x1C],
            &[0x1F],
            &[0x19, 0x01],
        ];
        for bytes in longer {
            assert_eq!(Reader::new(bytes).number(), None, "{bytes:?}");
        }
    }

    #[test]
    fn a_length_beyond_the_end_and_a_day_beyond_all_days_are_refused() {
        let huge = [0x5B, 0x7F, 255, 255, 255, 255, 255, 255, 255];
        assert_eq!(Reader::new(&huge).bytes(), None);
        let never = Writer::default().number(u64::MAX).take();
        assert_eq!(Reader::new(&never).day(), None);
        let day = "2026-11-22".parse().expect("a day");
        let written = Writer::default().day(day).take();
        assert_eq!(Reader::new(&written).day(), Some(day));
    }
}
