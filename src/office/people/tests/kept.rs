//! The index a former opening kept, with whatever was done after it, is the index of the view.

use std::fs;

use proptest::prelude::*;

use super::{DAY, Deed, Hall, NUMBERS, day, deed};
use crate::lookup::Hit;
use crate::office::{FixedClock, Office};

impl Hall {
    /// Closes the hall and opens it again, from what was kept or without it.
    fn reopened(&mut self, without_kept: bool) {
        self.office.take().expect("open").close();
        let folder = self.folder.path().join("hall");
        let kept = folder.join("index");
        assert!(kept.exists(), "an index is kept whenever a hall is closed");
        if without_kept {
            fs::remove_file(kept).expect("it was there");
        }
        let clock = Box::new(FixedClock(day(DAY)));
        let opened = Office::open_at_once(&folder, clock, &mut |_, _| true);
        let mut office = opened.expect("the hall opens").office;
        office.await_index().expect("an index");
        self.office = Some(office);
    }

    /// Has everybody kept who is on record now.
    fn keep_anew(&mut self) {
        self.reopened(true);
        self.office().await_proof().expect("a sound view");
    }

    /// What the index answers, whichever way it is asked.
    fn answers(&mut self) -> Vec<Vec<Hit>> {
        let lookup = self.office().index.lookup();
        let phones = (0..100).map(|tail| format!("138000001{tail:02}"));
        let numbers = NUMBERS.iter().map(|number| (*number).to_owned());
        let others = [
            "hexiaolan",
            "hxl",
            "何晓",
            "岚",
            "9944",
            "1380000",
            "hexaiolan",
        ];
        let others = others.iter().map(|text| (*text).to_owned());
        let asked = phones.chain(numbers).chain(others);
        asked.map(|typed| lookup.find(&typed, 50).hits).collect()
    }

    fn do_one(&mut self, deed: &Deed) {
        match deed {
            Deed::Register(who, phone) => {
                let phone = format!("138000001{phone:02}", phone = phone % 100);
                (self.register(NUMBERS[*who], "何晓岚", &phone)).expect("registered");
            }
            Deed::Link(now, former) => {
                if let (Some(now), Some(former)) = (self.record(*now), self.record(*former)) {
                    let _ = self.link(now, former);
                }
            }
            Deed::Part(who) => {
                if let Some(record) = self.record(*who) {
                    let _ = self.part(record);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn what_was_kept_and_the_acts_after_it_answer_as_the_view_does(
        before in prop::collection::vec(deed(), 0..12),
        after in prop::collection::vec(deed(), 0..12),
    ) {
        let mut hall = Hall::new();
        before.iter().for_each(|deed| hall.do_one(deed));
        hall.keep_anew();
        hall.reopened(false);
        let kept = fs::read(hall.folder.path().join("hall/index")).expect("kept");
        after.iter().for_each(|deed| hall.do_one(deed));
        let open = hall.answers();
        hall.reopened(false);
        let again = fs::read(hall.folder.path().join("hall/index")).expect("kept");
        prop_assert!(kept == again, "so few acts are read again at every opening");
        prop_assert_eq!(&hall.answers(), &open);
        hall.reopened(true);
        prop_assert_eq!(&hall.answers(), &open);
    }
}
