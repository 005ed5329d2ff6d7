use chrono::NaiveDate;

use crate::form::RequestId;
use crate::record::{BatchKey, PersonKey};

/// What a key of the view begins with: one byte for each kind of record, so that one tree and one
/// batch hold them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Space {
    /// How far the ledger was folded.
    Mark = b'!',
    Case = b'a',
    /// Application number → the service that was given.
    Served = b'v',
    /// A number a service gave → its application number.
    Number = b'n',
    Certificate = b'c',
    /// A batch of supplies as it stands.
    Batch = b'b',
    /// The lines of a batch's stock card.
    Card = b'k',
    /// What passed through the store, by item.
    StockItem = b'y',
    /// Movements of supplies by day.
    Moved = b'm',
    /// What a named person took, by year and item.
    Taken = b't',
    /// The lines of a day, in the order of their frames.
    Day = b'd',
    /// Identity paper → person.
    Paper = b'i',
    /// The lines of a person; the value is the key of the day's line.
    PersonLine = b'l',
    Person = b'p',
    Request = b'r',
    /// The last serial of each series.
    Series = b's',
    /// Years whose serials go on after a gap, because the hall was restored from a backup.
    Gap = b'G',
    /// The cases of a person that wait for papers.
    Waiting = b'w',
    /// Application number → what was changed by it.
    Change = b'x',
    /// Frame → the application number of the change it brought.
    ChangeAt = b'1',
    /// The keys that sign codes, by the frame that made them.
    CodeKey = b'9',
    /// A key that signs codes → the frame that made it.
    CodeKeyOf = b'0',
    /// Number of a confirmed report → the report.
    Report = b'2',
    /// Frame → the right that was exercised by it.
    Right = b'7',
    /// Number of a movement of supplies → its day and frame.
    MovedAs = b'8',
    /// Record of a former number → the link to the number after it.
    Link = b'K',
    /// Record → the records of the numbers before it.
    Former = b'F',
    /// Person and identity paper that were judged to be two people's.
    Apart = b'A',
    /// A batch of pre-printed blanks as it stands.
    BlankStack = b'3',
    /// What became of a blank.
    Blank = b'4',
    /// Number and paper → the blank it is on.
    BlankOf = b'5',
    /// The paper handed to a printer last.
    LastPrint = b'6',
    /// Identity paper of a spouse → the records that name it.
    Spouse = b'S',
    /// Frame that is not to be read any more → the frame in which its act was entered anew.
    Anew = b'E',
    /// Frame → the records its act changed without naming them.
    Unnamed = b'U',
}

impl Space {
    pub fn prefix(self) -> Vec<u8> {
        vec![self as u8]
    }

    /// The key of something with a text for its name. Nothing in the view is named with a NUL.
    pub fn text(self, name: &str) -> Vec<u8> {
        let mut key = self.prefix();
        key.extend(name.bytes().filter(|byte| *byte != 0));
        key.push(0);
        key
    }

    pub fn person(self, person: PersonKey) -> Vec<u8> {
        let mut key = self.prefix();
        key.extend(person.0.to_be_bytes());
        key
    }

    pub fn request(request: RequestId) -> Vec<u8> {
        let mut key = Space::Request.prefix();
        key.extend(request.0);
        key
    }

    pub fn day(on: NaiveDate) -> Vec<u8> {
        Space::Day.text(&on.to_string())
    }

    pub fn day_line(on: NaiveDate, sequence: u64) -> Vec<u8> {
        let mut key = Space::day(on);
        key.extend(sequence.to_be_bytes());
        key
    }

    pub fn person_line(person: PersonKey, sequence: u64) -> Vec<u8> {
        let mut key = Space::PersonLine.person(person);
        key.extend(sequence.to_be_bytes());
        key
    }

    pub fn former(person: PersonKey, former: PersonKey) -> Vec<u8> {
        let mut key = Space::Former.person(person);
        key.extend(former.0.to_be_bytes());
        key
    }

    pub fn apart(person: PersonKey, paper: &str) -> Vec<u8> {
        let mut key = Space::Apart.person(person);
        key.extend(paper.bytes());
        key
    }

    pub fn spouse(paper: &str, person: PersonKey) -> Vec<u8> {
        let mut key = Space::Spouse.text(paper);
        key.extend(person.0.to_be_bytes());
        key
    }

    pub fn change_at(sequence: u64) -> Vec<u8> {
        let mut key = Space::ChangeAt.prefix();
        key.extend(sequence.to_be_bytes());
        key
    }

    pub fn unnamed(sequence: u64) -> Vec<u8> {
        let mut key = Space::Unnamed.prefix();
        key.extend(sequence.to_be_bytes());
        key
    }

    pub fn anew(sequence: u64) -> Vec<u8> {
        let mut key = Space::Anew.prefix();
        key.extend(sequence.to_be_bytes());
        key
    }

    pub fn right(sequence: u64) -> Vec<u8> {
        let mut key = Space::Right.prefix();
        key.extend(sequence.to_be_bytes());
        key
    }

    pub fn code_key(sequence: u64) -> Vec<u8> {
        let mut key = Space::CodeKey.prefix();
        key.extend(sequence.to_be_bytes());
        key
    }

    pub fn waiting(person: PersonKey, case: &str) -> Vec<u8> {
        let mut key = Space::Waiting.person(person);
        key.extend(case.bytes());
        key
    }

    pub fn batch(batch: &BatchKey) -> Vec<u8> {
        Space::of_batch(Space::Batch, batch)
    }

    pub fn card(batch: &BatchKey) -> Vec<u8> {
        Space::of_batch(Space::Card, batch)
    }

    pub fn card_line(batch: &BatchKey, sequence: u64) -> Vec<u8> {
        let mut key = Space::card(batch);
        key.extend(sequence.to_be_bytes());
        key
    }

    fn of_batch(space: Space, batch: &BatchKey) -> Vec<u8> {
        space.two(&batch.item, &batch.number)
    }

    pub fn blank_stack(paper: &str, batch: &str) -> Vec<u8> {
        Space::BlankStack.two(paper, batch)
    }

    pub fn blank(paper: &str, number: &str) -> Vec<u8> {
        Space::Blank.two(paper, number)
    }

    pub fn blank_of(number: &str, paper: &str) -> Vec<u8> {
        Space::BlankOf.two(number, paper)
    }

    fn two(self, first: &str, second: &str) -> Vec<u8> {
        let mut key = self.text(first);
        key.extend(second.bytes().filter(|byte| *byte != 0));
        key.push(0);
        key
    }

    pub fn moved_on(on: NaiveDate) -> Vec<u8> {
        Space::Moved.text(&on.to_string())
    }

    pub fn moved(on: NaiveDate, sequence: u64) -> Vec<u8> {
        let mut key = Space::moved_on(on);
        key.extend(sequence.to_be_bytes());
        key
    }

    pub fn taken(person: PersonKey, year: i32, item: &str) -> Vec<u8> {
        let mut key = Space::Taken.person(person);
        key.extend(year.to_be_bytes());
        key.extend(item.bytes().filter(|byte| *byte != 0));
        key.push(0);
        key
    }
}
