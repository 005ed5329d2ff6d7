//! Pre-printed blanks by number: which come in, which is next, who counts them.

use crate::record::{BlankFate, BlankStack, TakenBlank};
use crate::text::{Message, clean_line, half_width};

/// More than a street office is ever sent at once.
const MOST: u64 = 100_000;
/// Digits at the end of a number that are counted; 19 of them fit a `u64`.
const DIGITS: usize = 18;

/// Numbers without a gap: letters that stay the same, then digits that count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    prefix: String,
    digits: usize,
    first: u64,
    last: u64,
}

/// Why blanks do not move.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BlanksRefused {
    #[error("{0:?} is no number of a blank")]
    NotANumber(String),
    #[error("{first} and {last} are not of one series")]
    NotOneSeries { first: String, last: String },
    #[error("more than {MOST} numbers")]
    TooMany,
    #[error("a batch needs a name")]
    NoBatch,
    #[error("the batch {0} was received before")]
    BatchKnown(String),
    #[error("some of the numbers came with the batch {0}")]
    Overlap(String),
    #[error("no blanks of {paper} of the batch {batch}")]
    UnknownBatch { paper: String, batch: String },
    #[error("the blank {0} never came in")]
    UnknownBlank(String),
    #[error("the blank {} is gone", .0.number)]
    Taken(Box<TakenBlank>),
    /// The paper is on a blank already, which must be voided first.
    #[error("{number} is on the blank {blank}")]
    AlreadyOn { number: String, blank: String },
    /// There is no blank to void.
    #[error("{0} is on no blank")]
    OnNone(String),
    #[error("no blanks of {0} are left")]
    NoneLeft(String),
    #[error("a count needs a second person")]
    NoSecond,
    #[error("the second person is the clerk herself")]
    SameSecond,
    #[error("one counted {first}, the other {second}")]
    CountsDiffer { first: u32, second: u32 },
}

impl Numbers {
    /// The numbers from one to another, as they stand on the parcel.
    ///
    /// # Errors
    /// [`BlanksRefused`] if the two are not of one series or there are too many between them.
    pub fn read(first: &str, last: &str) -> Result<Numbers, BlanksRefused> {
        let (prefix, digits, from) = parts(first)?;
        let (other, other_digits, to) = parts(last)?;
        if prefix != other || digits != other_digits || from > to {
            return Err(BlanksRefused::NotOneSeries {
                first: first.trim().to_owned(),
                last: last.trim().to_owned(),
            });
        }
        if to - from >= MOST {
            return Err(BlanksRefused::TooMany);
        }
        Ok(Numbers {
            prefix,
            digits,
            first: from,
            last: to,
        })
    }

    /// The numbers of a batch on record.
    pub fn of(stack: &BlankStack) -> Option<Numbers> {
        Numbers::read(&stack.first, &stack.last).ok()
    }

    pub fn count(&self) -> u32 {
        // At most MOST, by construction.
        u32::try_from(self.last - self.first + 1).unwrap_or(u32::MAX)
    }

    pub fn first(&self) -> String {
        self.number(self.first)
    }

    pub fn last(&self) -> String {
        self.number(self.last)
    }

    pub fn holds(&self, number: &str) -> bool {
        self.place(number).is_some()
    }

    /// Whether any number stands in both.
    pub fn meets(&self, other: &Numbers) -> bool {
        let one_series = self.prefix == other.prefix && self.digits == other.digits;
        one_series && self.first <= other.last && other.first <= self.last
    }

    /// The first free number after the one taken last, and from the start again after the end.
    pub fn next<E>(
        &self,
        taken_last: Option<&str>,
        mut is_taken: impl FnMut(&str) -> Result<bool, E>,
    ) -> Result<Option<String>, E> {
        let last = taken_last.and_then(|number| self.place(number));
        let start = last.map_or(self.first, |last| last + 1);
        for serial in (start..=self.last).chain(self.first..start) {
            let number = self.number(serial);
            if !is_taken(&number)? {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    fn place(&self, number: &str) -> Option<u64> {
        let (prefix, digits, serial) = parts(number).ok()?;
        let own = prefix == self.prefix && digits == self.digits;
        (own && (self.first..=self.last).contains(&serial)).then_some(serial)
    }

    fn number(&self, serial: u64) -> String {
        format!("{}{serial:0digits$}", self.prefix, digits = self.digits)
    }
}

/// A number's letters, how many digits close it, and what these count.
fn parts(number: &str) -> Result<(String, usize, u64), BlanksRefused> {
    let number = number.trim();
    let refused = || BlanksRefused::NotANumber(number.to_owned());
    let digits = number.bytes().rev().take_while(u8::is_ascii_digit).count();
    let digits = digits.min(DIGITS);
    let sound =
        number.chars().count() <= 40 && number.chars().all(|c| c.is_alphanumeric() || c == '-');
    if digits == 0 || !sound {
        return Err(refused());
    }
    let (prefix, serial) = number.split_at(number.len() - digits);
    let serial = serial.parse().map_err(|_| refused())?;
    Ok((prefix.to_owned(), digits, serial))
}

/// Whether two people counted: another than the clerk, and the same number.
///
/// # Errors
/// [`BlanksRefused::NoSecond`], [`BlanksRefused::SameSecond`] or [`BlanksRefused::CountsDiffer`].
pub fn counted_by_two(
    clerk: &str,
    found: u32,
    (second, second_found): (&str, u32),
) -> Result<(), BlanksRefused> {
    let second = second.trim();
    if second.is_empty() {
        return Err(BlanksRefused::NoSecond);
    }
    if written_alike(second) == written_alike(clerk) {
        return Err(BlanksRefused::SameSecond);
    }
    match found == second_found {
        true => Ok(()),
        false => Err(BlanksRefused::CountsDiffer {
            first: found,
            second: second_found,
        }),
    }
}

/// A name without what differs from one hand to the next: widths, capitals, blanks, dots.
fn written_alike(name: &str) -> String {
    let name = half_width(&clean_line(name));
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

impl BlanksRefused {
    pub fn message(&self) -> Message {
        match self {
            BlanksRefused::NotANumber(text) => {
                Message::new("print.blank_not_a_number").with("text", text)
            }
            BlanksRefused::NotOneSeries { first, last } => {
                Message::new("print.blank_not_one_series")
                    .with("first", first)
                    .with("last", last)
            }
            BlanksRefused::TooMany => Message::new("print.blank_too_many").with("most", MOST),
            BlanksRefused::NoBatch => Message::new("print.blank_no_batch"),
            BlanksRefused::BatchKnown(batch) => {
                Message::new("print.blank_batch_known").with("batch", batch)
            }
            BlanksRefused::Overlap(batch) => {
                Message::new("print.blank_overlap").with("batch", batch)
            }
            BlanksRefused::UnknownBatch { paper, batch } => {
                Message::new("print.blank_unknown_batch")
                    .with("paper", paper)
                    .with("batch", batch)
            }
            BlanksRefused::UnknownBlank(number) => {
                Message::new("print.blank_unknown").with("number", number)
            }
            BlanksRefused::Taken(taken) => taken_message(taken),
            BlanksRefused::AlreadyOn { number, blank } => Message::new("print.blank_already_on")
                .with("number", number)
                .with("blank", blank),
            BlanksRefused::OnNone(number) => {
                Message::new("print.blank_on_none").with("number", number)
            }
            BlanksRefused::NoneLeft(paper) => {
                Message::new("print.blank_none_left").with("paper", paper)
            }
            BlanksRefused::NoSecond => Message::new("print.count_no_second"),
            BlanksRefused::SameSecond => Message::new("print.count_same_second"),
            BlanksRefused::CountsDiffer { first, second } => Message::new("print.counts_differ")
                .with("first", first)
                .with("second", second),
        }
    }
}

fn taken_message(taken: &TakenBlank) -> Message {
    match taken.fate {
        BlankFate::Used => Message::new("print.blank_used")
            .with("number", &taken.number)
            .with("on", taken.on)
            .with("certificate", &taken.certificate),
        BlankFate::Spoilt(reason) => Message::new("print.blank_spoilt")
            .with("number", &taken.number)
            .with("on", taken.on)
            .with_said("reason", reason.message()),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    fn numbers(first: &str, last: &str) -> Numbers {
        Numbers::read(first, last).expect("one series")
    }

    fn next(numbers: &Numbers, last: Option<&str>, taken: &[&str]) -> Option<String> {
        let taken = |number: &str| Ok::<bool, Infallible>(taken.contains(&number));
        numbers.next(last, taken).expect("nothing fails")
    }

    #[test]
    fn numbers_keep_their_letters_and_their_zeros() {
        let range = numbers("湘A0098", "湘A0102");
        assert_eq!(range.count(), 5);
        assert_eq!(
            (range.first(), range.last()),
            ("湘A0098".to_owned(), "湘A0102".to_owned())
        );
        assert!(range.holds("湘A0100") && !range.holds("湘A0103") && !range.holds("A0100"));
        assert!(!range.holds("湘A100"));
    }

    #[test]
    fn what_is_no_series_is_refused() {
        for (first, last) in [("A1", "B2"), ("0012", "013"), ("20", "10")] {
            let refused = Numbers::read(first, last);
            assert!(
                matches!(refused, Err(BlanksRefused::NotOneSeries { .. })),
                "{first}"
            );
        }
        assert!(matches!(
            Numbers::read("甲乙", "丙"),
            Err(BlanksRefused::NotANumber(_))
        ));
        assert_eq!(
            Numbers::read("000001", "999999"),
            Err(BlanksRefused::TooMany)
        );
    }

    #[test]
    fn the_next_blank_is_the_one_after_the_last_and_the_gaps_come_in_the_end() {
        let range = numbers("101", "104");
        assert_eq!(next(&range, None, &[]).as_deref(), Some("101"));
        assert_eq!(
            next(&range, Some("102"), &["102", "103"]).as_deref(),
            Some("104")
        );
        assert_eq!(next(&range, Some("104"), &["104"]).as_deref(), Some("101"));
        assert_eq!(
            next(&range, Some("102"), &["101", "102", "103", "104"]),
            None
        );
    }

    #[test]
    fn a_count_takes_two_people_who_found_the_same() {
        assert_eq!(counted_by_two("陈静", 97, ("王敏", 97)), Ok(()));
        assert_eq!(
            counted_by_two("陈静", 97, (" ", 97)),
            Err(BlanksRefused::NoSecond)
        );
        assert_eq!(
            counted_by_two("陈静", 97, ("陈静 ", 97)),
            Err(BlanksRefused::SameSecond)
        );
        for (clerk, second) in [
            ("陈静", "　陈 静"),
            ("Chen Jing", "ＣＨＥＮ　ＪＩＮＧ"),
            ("阿依古丽·买买提", "阿依古丽•买买提"),
            ("陈静", "陈\u{200B}静"),
        ] {
            let same = counted_by_two(clerk, 97, (second, 97));
            assert_eq!(same, Err(BlanksRefused::SameSecond), "{second}");
        }
        let differ = counted_by_two("陈静", 97, ("王敏", 96));
        assert!(matches!(differ, Err(BlanksRefused::CountsDiffer { .. })));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(first in "\\PC{0,50}", last in "[A-Z]{0,3}[0-9]{0,30}") {
            let _ = Numbers::read(&first, &last);
            let _ = Numbers::read(&last, &last);
        }

        #[test]
        fn every_number_of_a_range_is_given_out_once(from in 0u64..900, count in 1u64..40) {
            let range = numbers(&format!("Q{from:05}"), &format!("Q{:05}", from + count - 1));
            let mut given: Vec<String> = Vec::new();
            while let Ok::<_, Infallible>(Some(number)) =
                range.next(given.last().map(String::as_str), |number| {
                    Ok(given.iter().any(|one| one == number))
                })
            {
                prop_assert!(range.holds(&number));
                given.push(number);
            }
            prop_assert_eq!(given.len() as u64, count);
        }
    }
}
