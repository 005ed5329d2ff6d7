//! Promise: a hall of any street issues, whether or not the program knows its communities.

use std::fs;
use std::path::Path;

use guitai::office::{FixedClock, NewHall, Office, OpenError, default_issuer, new_hall};
use guitai::record::Issuer;

use crate::support::place::{check, day, example, issue, with};

/// A real hall of 虎门镇 in 东莞, whose communities no table of the program names.
fn humen(folder: &Path) {
    let new = NewHall {
        profile: "hunan-2010".to_owned(),
        practice: false,
        clerk: "陈静".to_owned(),
        date: None,
        issuer: Issuer {
            area9: "441900121".to_owned(),
            name: "东莞市虎门镇人民政府".to_owned(),
            ..default_issuer()
        },
    };
    new_hall(folder, new, &FixedClock(day("2010-03-15"))).expect("a new hall");
}

fn open(folder: &Path) -> Result<Office, OpenError> {
    let clock = Box::new(FixedClock(day("2010-03-15")));
    Ok(Office::open(folder, clock)?.office)
}

#[test]
fn a_community_no_table_names_is_typed_and_printed() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let hall = folder.path().join("hall");
    humen(&hall);
    let mut office = open(&hall).expect("opens");
    let case = with(
        example("e1.toml"),
        &[
            ("hukou.community", "金洲村"),
            ("destination.place", "广州市天河区"),
        ],
    );
    let issued = issue(&mut office, &case).expect("issued");
    let number = issued.number.expect("a certificate");
    assert!(number.starts_with("441900121"), "{number}");
    let certificate = office.certificate(&number).expect("a view");
    let answers = certificate.expect("on record").issued.answers;
    assert_eq!(answers["hukou.community"], "金洲村");
}

#[test]
fn a_hall_s_own_table_of_communities_is_read() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let hall = folder.path().join("hall");
    humen(&hall);
    let table = hall.join("communities.csv");
    fs::write(
        &table,
        "code,name,valid_from,valid_to\n441900121201,金洲村,,\n",
    )
    .expect("writes");
    let office = open(&hall).expect("opens");
    let case = with(
        example("e1.toml"),
        &[
            ("hukou.community", "金洲村"),
            ("destination.place", "广州市天河区"),
        ],
    );
    let submission = check(&office, &case).expect("no slip");
    assert_eq!(submission.facts()["hukou.community"], "441900121201");
    let unknown = with(
        example("e1.toml"),
        &[
            ("hukou.community", "白沙社区"),
            ("destination.place", "广州市天河区"),
        ],
    );
    assert!(check(&office, &unknown).is_err(), "the table holds now");
    office.close();
    fs::write(&table, "code,name,valid_from,valid_to\n\"oops\n").expect("writes");
    let error = open(&hall).err().expect("a slip in the table");
    let said = error.message().say(guitai::text::Lang::Zh);
    assert!(
        said.contains("communities.csv") && said.contains("2"),
        "{said}"
    );
}
