//! Promise: whatever befalls the folder of the view, the hall gives the right answers or folds it
//! anew: never a wrong answer, never a panic.
//!
//! A usual run tries a part; `GUITAI_VIEW_DAMAGES=5000` asks for more.

use std::fs;
use std::path::{Path, PathBuf};

use guitai::office::{FixedClock, Office};
use guitai::store::Content;

use crate::support::broken::{asked, copy};
use crate::support::place::{Place, day, example, issue, with};

const DAY: &str = "2010-04-06";
const HER: &str = "430406198304129927";
const DAMAGES: usize = 12;

/// An endless row of numbers from a seed (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let rolled = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(rolled).expect("31 bits") % sides.max(1)
    }
}

fn busy_hall() -> (Place, Content) {
    let place = Place::practice(DAY);
    let mut office = place.open();
    let on = [("leave_date", DAY)];
    issue(&mut office, &with(example("e1.toml"), &on)).expect("issued");
    issue(&mut office, &with(example("e3.toml"), &on)).expect("issued");
    issue(&mut office, &example("e2.toml")).expect("accepted");
    office.close();
    // A second opening makes a snapshot of what the first one wrote.
    place.open().close();
    let office = place.open();
    let content = office.view_content();
    office.close();
    (place, content)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

/// Harms the folder in one of many ways, and says in which.
fn harm(view: &Path, dice: &mut Dice) -> String {
    let files = files(view);
    let file = &files[dice.roll(files.len())];
    let mut bytes = fs::read(file).expect("a file of the view");
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0) + 1;
    let at = dice.roll(used.min(bytes.len()));
    let end = bytes.len().min(at + 1 + dice.roll(600));
    let what = dice.roll(8);
    match what {
        0 | 1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << dice.roll(8);
            }
        }
        2 => bytes[at..end].fill(0),
        3 => bytes[at..end]
            .iter_mut()
            .for_each(|byte| *byte = dice.roll(256) as u8),
        4 => bytes.truncate(at),
        5 => {
            let piece = bytes[at..end].to_vec();
            let to = dice.roll(used).min(bytes.len() - piece.len());
            bytes[to..to + piece.len()].copy_from_slice(&piece);
        }
        6 => {
            bytes.drain(at..end);
        }
        _ => bytes.extend((0..100).map(|_| dice.roll(256) as u8)),
    }
    match dice.roll(40) {
        0 => fs::remove_file(file).expect("removed"),
        _ => fs::write(file, bytes).expect("changed"),
    }
    format!("{what} at {at} of {}", file.display())
}

/// What it answers at once is right, or it says that it cannot.
fn answers_at_once(place: &Place, content: Content, what: &str) {
    let clock = Box::new(FixedClock(place.day));
    let opened = Office::open_at_once(place.hall(), clock, &mut |_, _| true);
    let mut office = opened
        .unwrap_or_else(|error| panic!("{what}: {error}"))
        .office;
    if let Ok(found) = office.exact(HER) {
        assert!(found.is_some() || office.await_proof().is_err(), "{what}");
    }
    if office.await_proof().is_ok() {
        assert_eq!(office.view_content(), content, "{what}");
    }
    office.close();
}

fn answers_rightly(place: &Place, content: Content, what: &str) {
    let office = place
        .try_open()
        .unwrap_or_else(|error| panic!("{what}: {error}"))
        .office;
    assert_eq!(office.view_content(), content, "{what}");
    assert!(office.exact(HER).expect("a view").is_some(), "{what}");
    assert_eq!(office.day(day(DAY)).expect("a view").len(), 3, "{what}");
    office.close();
}

#[test]
fn no_damage_to_the_view_gives_a_wrong_answer_or_a_panic() {
    let (place, content) = busy_hall();
    let whole = place.around().join("whole");
    let view = place.hall().join("view");
    copy(&view, &whole);
    let mut dice = Dice(0x5EED);
    let damages = asked("GUITAI_VIEW_DAMAGES", DAMAGES);
    for _ in 0..damages {
        fs::remove_dir_all(&view).expect("room for the damaged one");
        copy(&whole, &view);
        let what = harm(&view, &mut dice);
        if dice.roll(2) == 0 {
            answers_at_once(&place, content, &what);
        }
        answers_rightly(&place, content, &what);
    }
    eprintln!("{damages} damaged views, every answer right");
}
