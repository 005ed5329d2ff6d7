use tempfile::TempDir;

use super::*;
use crate::import::tests::workbook;
use crate::import::{Encoding, Limits};
use crate::office::FixedClock;
use crate::office::hall::street;
use crate::person::Town;
use crate::record::{Did, Facts};
use crate::text::Lang;

const DAY: &str = "2010-03-15";
const HEADINGS: &str = "姓名,身份证号,电话,户籍地,现居住地,婚姻状况";

struct Hall {
    folder: TempDir,
    office: Option<Office>,
}

fn day() -> NaiveDate {
    DAY.parse().expect("a date in a test")
}

impl Hall {
    fn new() -> Hall {
        let folder = street("hunan-2010", day());
        let hall = folder.path().join("hall");
        let opened = Office::open(&hall, Box::new(FixedClock(day())));
        let office = Some(opened.expect("the hall opens").office);
        Hall { folder, office }
    }

    fn office(&mut self) -> &mut Office {
        self.office.as_mut().expect("the hall is open")
    }

    fn review(&mut self, bytes: &[u8]) -> Result<Reviewed, ImportError> {
        self.office().review_register(&file(bytes))
    }

    fn import(&mut self, bytes: &[u8]) -> Result<Imported, ImportError> {
        let office = self.office();
        let clerk = office.clerk();
        office
            .import(&file(bytes), &clerk)
            .map(|(_, imported)| imported)
    }

    fn facts(&mut self, number: &str) -> Facts {
        let office = self.office();
        let person = office.exact(number).expect("a view").expect("on record");
        office
            .store
            .person(person)
            .expect("a view")
            .expect("on record")
            .facts
    }
}

fn file(bytes: &[u8]) -> RegisterFile<'_> {
    RegisterFile {
        encoding: Some(Encoding::Utf8),
        ..RegisterFile::new("台账.csv", bytes)
    }
}

fn csv(lines: &[&str]) -> Vec<u8> {
    let lines: Vec<&str> = std::iter::once(HEADINGS)
        .chain(lines.iter().copied())
        .collect();
    lines.join("\n").into_bytes()
}

/// Row, column and sentence of each problem.
#[track_caller]
fn problems(reviewed: &Result<Reviewed, ImportError>) -> Vec<(u32, String, String)> {
    let reviewed = reviewed.as_ref().expect("read to its end");
    let told = reviewed.problems.iter();
    told.map(|one| (one.row, one.column.clone(), one.message.say(Lang::Zh)))
        .collect()
}

fn notes(reviewed: &Reviewed) -> String {
    let notes: Vec<String> = reviewed
        .notes
        .iter()
        .map(|note| note.say(Lang::Zh))
        .collect();
    notes.join("\n")
}

#[test]
fn a_register_is_taken_over_and_everybody_is_found() {
    let mut hall = Hall::new();
    let register = csv(&[
        "李春桃,430406198304129927,138 0000 0101,湖南省衡阳市雁峰区白沙洲街道新矿村社区第3组,新矿村社区12号,初婚",
        "王建梅,430421199007259969,无,衡阳县,,已婚",
    ]);
    let reviewed = hall.review(&register).expect("sound");
    assert_eq!(problems(&Ok(reviewed.clone())), []);
    assert!(
        notes(&reviewed).contains("“婚姻状况”没有说清"),
        "{}",
        notes(&reviewed)
    );
    assert_eq!(hall.office().people(), 0, "a look changes nothing");
    let imported = hall.import(&register).expect("taken over");
    assert_eq!((imported.people, imported.before), (2, None));

    let facts = hall.facts("430406198304129927");
    let fact = |name: &str| facts.get(name).map(String::as_str).unwrap_or_default();
    assert_eq!(fact("name"), "李春桃");
    assert_eq!(fact("phone"), "13800000101");
    assert_eq!(fact("hukou.place"), "430406005");
    assert_eq!(fact("hukou.community"), "430406005001");
    assert_eq!(fact("hukou.group"), "第3组");
    assert_eq!(fact("residence.community"), "430406005001");
    assert_eq!(fact("residence.detail"), "12号");
    assert_eq!(fact("marital.status"), "21");
    let facts = hall.facts("430421199007259969");
    assert_eq!(facts.get("phone").map(String::as_str), Some("无"));
    assert_eq!(facts.get("hukou.place").map(String::as_str), Some("430421"));
    assert_eq!(facts.get("marital.status"), None);

    for (query, name) in [("lct", "李春桃"), ("王建", "王建梅"), ("0101", "李春桃")] {
        let found = hall.office().find(query, 9).expect("a view");
        assert_eq!(found.hits.len(), 1, "{query}");
        assert_eq!(found.hits[0].name, name);
    }
    // One line for all of them on the day, and one in the history of each.
    let lines = hall.office().day(day()).expect("a view");
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (lines[0].did, lines[0].name.as_str()),
        (Did::ImportPeople, "台账.csv ×2")
    );
    let office = hall.office();
    let person = office
        .exact("430406198304129927")
        .expect("a view")
        .expect("there");
    let history = office.store.timeline(person).expect("a view");
    assert_eq!(history, lines);
}

#[test]
fn one_problem_means_that_nobody_is_taken_over() {
    let mut hall = Hall::new();
    let register = csv(&[
        "李春桃,430406198304129927,13800000101,衡阳县,,初婚",
        "王建梅,43042119900725996X,12,衡阳县,,离婚了",
    ]);
    let reviewed = hall.review(&register);
    let found = problems(&reviewed);
    let columns: Vec<(u32, &str)> = found
        .iter()
        .map(|(row, at, _)| (*row, at.as_str()))
        .collect();
    assert_eq!(
        columns,
        [(3, "身份证号"), (3, "电话"), (3, "婚姻状况")],
        "{found:?}"
    );
    let refused = hall.import(&register);
    assert!(
        matches!(refused, Err(ImportError::Problems(_))),
        "{refused:?}"
    );
    assert_eq!(hall.office().people(), 0);
    assert_eq!(hall.office().acts(), 1, "the opening alone");
}

#[test]
fn a_number_that_stands_twice_or_is_on_record_is_named_with_its_row() {
    let mut hall = Hall::new();
    let first = csv(&["李春桃,430406198304129927,,衡阳县,,"]);
    hall.import(&first).expect("taken over");
    let second = csv(&[
        "王建梅,430421199007259969,,衡阳县,,",
        "王建梅,4304211990 07259969,,衡阳县,,",
        "李春桃,430406198304129927,,衡阳县,,",
    ]);
    let reviewed = hall.review(&second);
    let told = problems(&reviewed);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].0 == 3 && told[0].2.contains("第 2 行"), "{told:?}");
    assert!(told[1].0 == 4 && told[1].2.contains("李春桃"), "{told:?}");
}

#[test]
fn the_same_file_brings_nobody_twice() {
    let mut hall = Hall::new();
    let register = csv(&["李春桃,430406198304129927,,衡阳县,,"]);
    let first = hall.import(&register).expect("taken over");
    let again = hall.import(&register).expect("the same wish");
    assert_eq!(again.before, Some(day()));
    assert_eq!((again.people, again.sequence), (1, first.sequence));
    assert_eq!(hall.office().people(), 1);
}

#[test]
fn of_people_under_age_and_of_health_nothing_is_kept() {
    let mut hall = Hall::new();
    let register = "姓名,身份证号,户籍地,避孕方法,爱好\n\
        李春桃,430406198304129927,衡阳县,宫内节育器,唱歌\n\
        刘小雨,430406200105069927,衡阳县,,\n";
    let young =
        crate::person::ResidentId::compose("430406", "2001-05-06".parse().expect("a date"), 992);
    let register = register.replace("430406200105069927", young.expect("a number").as_str());
    let reviewed = hall.review(register.as_bytes()).expect("sound");
    assert_eq!(
        (
            reviewed.rows,
            reviewed.people.len(),
            reviewed.under_age.len()
        ),
        (2, 1, 1)
    );
    let told = notes(&reviewed);
    for part in [
        "“避孕方法”列：健康信息",
        "“爱好”列：不认识",
        "1 行未满18周岁，不保存任何信息：第 3 行",
    ] {
        assert!(told.contains(part), "{told}");
    }
    hall.import(register.as_bytes()).expect("taken over");
    let facts = hall.facts("430406198304129927");
    assert!(
        !facts
            .values()
            .any(|text| text.contains("节育器") || text.contains("唱歌"))
    );
    assert_eq!(hall.office().people(), 1);
}

#[test]
fn a_column_that_contradicts_the_number_is_named() {
    let mut hall = Hall::new();
    let register = "姓名,身份证号,户籍地,性别,出生年月\n\
        李春桃,430406198304129927,衡阳县,女,1983.04\n\
        王建梅,430421199007259969,衡阳县,男,1990-07-26\n";
    let found = hall.review(register.as_bytes());
    let found = problems(&found);
    let columns: Vec<(u32, &str)> = found
        .iter()
        .map(|(row, at, _)| (*row, at.as_str()))
        .collect();
    assert_eq!(columns, [(3, "性别"), (3, "出生年月")], "{found:?}");
}

#[test]
fn a_workbook_is_read_like_a_text_and_a_cut_number_is_named() {
    let mut hall = Hall::new();
    let rows: &[&[&str]] = &[
        &["白沙洲街道人员台账"],
        &["姓名", "身份证号", "电话", "户籍地", "结婚日期", "婚姻状况"],
        &[
            "李春桃",
            "430406198304129927",
            "#13800000101",
            "衡阳县",
            "#38473",
            "初婚",
        ],
        &["王建梅", "#4.3042119900725997E+17", "=B1", "衡阳县"],
    ];
    let bytes = workbook(rows);
    let found = hall.review(&bytes);
    let found = problems(&found);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].0 == 4 && found[0].2.contains("末几位已经丢失"),
        "{found:?}"
    );
    assert!(found[1].0 == 4 && found[1].2.contains("公式"), "{found:?}");
    hall.import(&workbook(&rows[..3])).expect("taken over");
    let facts = hall.facts("430406198304129927");
    assert_eq!(facts.get("phone").map(String::as_str), Some("13800000101"));
    assert_eq!(
        facts.get("marital.date").map(String::as_str),
        Some("2005-05-01")
    );
}

#[test]
fn an_old_number_is_made_new_only_on_demand() {
    let mut hall = Hall::new();
    let register = csv(&["李春桃,430406830412992,,衡阳县,,"]);
    assert_eq!(problems(&hall.review(&register)).len(), 1);
    let mut wish = file(&register);
    wish.upgrade = true;
    let reviewed = hall.office().review_register(&wish).expect("sound");
    assert_eq!((reviewed.people.len(), reviewed.count), (1, 0));
    assert!(
        notes(&reviewed).contains("15位号码"),
        "{}",
        notes(&reviewed)
    );
}

#[test]
fn a_file_without_the_columns_that_are_needed_is_refused_as_a_whole() {
    let mut hall = Hall::new();
    let refused = |reviewed: Result<Reviewed, ImportError>| match reviewed {
        Err(ImportError::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    };
    let without = hall.review("姓名,电话\n李春桃,138\n".as_bytes());
    let Refused::MissingColumns { columns } = refused(without) else {
        panic!("another refusal");
    };
    assert_eq!(columns, "证件号码、户籍地");
    let none = hall.review("a,b\n1,2\n".as_bytes());
    assert!(matches!(refused(none), Refused::NoHeadings { .. }));
    let nobody = hall.review(HEADINGS.as_bytes());
    assert_eq!(refused(nobody), Refused::Empty);
    let many = csv(&["李春桃,430406198304129927,,衡阳县,,"; 4]);
    let mut wish = file(&many);
    wish.limits = Limits {
        people: 3,
        ..Limits::default()
    };
    let many = hall.office().review_register(&wish);
    assert_eq!(refused(many), Refused::TooManyPeople { most: 3 });
}

#[test]
fn a_register_of_several_frames_is_one_append_and_is_rebuilt_alike() {
    let mut hall = Hall::new();
    let adults = Town::new(7, day())
        .filter(|one| crate::person::age_on(one.birth, day()).is_some_and(|age| age >= 18));
    let lines: Vec<String> = adults
        .take(2_500)
        .map(|one| {
            format!(
                "{},{},{},衡阳县,衡阳市雁峰区某某大道{}号,",
                one.name,
                one.id.as_str(),
                one.phone,
                "长".repeat(80)
            )
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let register = csv(&lines);
    let imported = hall.import(&register).expect("taken over");
    assert_eq!(imported.people, 2_500);
    assert_eq!(imported.sequence, 3, "two frames behind the opening");
    let office = hall.office.take().expect("open");
    assert_eq!(office.people(), 2_500);
    let content = office.view_content();
    office.close();
    let folder = hall.folder.path().join("hall");
    let clock = Box::new(FixedClock(day()));
    let again = Office::rebuild(&folder, clock, &mut |_, _| true).expect("a sound ledger");
    assert_eq!(again.office.view_content(), content);
    for line in lines.iter().step_by(97) {
        let number = line.split(',').nth(1).expect("a number");
        assert!(
            again.office.exact(number).expect("a view").is_some(),
            "{number}"
        );
    }
}
