//! Promise: a counter killed at any moment of an issue loses nothing. Every number that was on the
//! screen is on record, no number is missing or doubled, and what was not yet issued comes back as
//! a draft.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use guitai::form::Draft;
use guitai::office::{NewHall, Office, PRACTICE_DAY, default_issuer, new_hall};
use rustix::process::Signal;

use crate::support::broken::{self, YOUNG};
use crate::support::counter::{LI_CHUNTAO, clock, open};
use crate::support::terminal::Desk;

/// Kills in a usual run, spread over both tests; `GUITAI_KILLS=1000` asks for more.
const KILLS: usize = 200;
/// One kill in five hits a draft that the screen has called kept.
const KEPT: usize = 5;
const YEAR: &str = "样43040600510";

fn empty_hall(folder: &Path) {
    let new = NewHall {
        profile: "hunan-2010".to_owned(),
        practice: true,
        clerk: "练习员".to_owned(),
        date: Some(PRACTICE_DAY),
        issuer: default_issuer(),
    };
    new_hall(folder, new, clock().as_ref()).expect("a new hall");
}

/// Everything a clerk types for one applicant up to the review, in one go.
fn all_keys(id: &str) -> String {
    let rest: String = LI_CHUNTAO.concat();
    format!("{id}⏎{rest}⑥②")
}

/// A whole walk, cut off at a moment: the review is confirmed as soon as it is on the screen.
fn walk(desk: &mut Desk, id: &str, moment: Duration) {
    let began = Instant::now();
    desk.keys(&all_keys(id));
    if desk.sees_within("核对无误", moment) {
        desk.keys("⏎");
    }
    std::thread::sleep(moment.saturating_sub(began.elapsed()));
}

/// One of many women who were young enough to have had a child in 2006.
fn applicant(number: usize) -> String {
    broken::applicant(YOUNG + number)
}

/// Moments spread over the whole walk without any two runs sharing a rhythm.
fn moment(kill: usize, whole: Duration) -> Duration {
    let golden = 0.618_033_988_75_f64;
    let part = (golden * f64::from(u32::try_from(kill).expect("few"))).fract();
    whole.mul_f64(part * 1.1)
}

fn kills() -> usize {
    let kills = std::env::var("GUITAI_KILLS").ok();
    kills.and_then(|kills| kills.parse().ok()).unwrap_or(KILLS)
}

/// What stands on the caret's line after each of the steps, and the answer the step has typed.
const AFTER: [(&str, &str, &str); 21] = [
    ("联系电话", "applicant.name", "李春桃"),
    ("社区", "applicant.phone", "13800000101"),
    ("组", "applicant.phone", "13800000101"),
    ("门牌", "hukou.group", "第3组"),
    ("婚姻状况", "hukou.detail", "12号"),
    ("结婚日期", "marital.status", "21"),
    ("结婚证字号", "marital.date", "2005-05-01"),
    ("配偶姓名", "marital.cert_no", "J430406-2005-000123"),
    ("配偶证件号码", "spouse.name", "王建军"),
    ("配偶户籍地", "spouse.id", "430421198011039913"),
    ("子女", "spouse.id", "430421198011039913"),
    ("姓名", "spouse.id", "430421198011039913"),
    ("性别", "children[0].name", "王小雨"),
    ("出生日期", "children[0].sex", "2"),
    ("出生证编号", "children[0].birth", "2006-09-18"),
    ("生育证号", "children[0].cert_no", "H430012345"),
    ("同意登记", "birth_permit.no", "(1)0406005050012"),
    ("前往地", "consent.contraception", "no"),
    ("详细地址", "destination.place", "441900121"),
    ("外出事由", "destination.detail", "工业区宿舍"),
    ("户口本", "purpose", "work"),
];

#[test]
fn a_draft_the_screen_has_called_kept_comes_back_after_a_kill() {
    let folder = tempfile::tempdir().expect("a place for files");
    let hall = folder.path().join("hall");
    empty_hall(&hall);
    for kill in 0..kills() / KEPT {
        let id = applicant(kill);
        let last = kill % AFTER.len();
        let (label, path, text) = AFTER[last];
        let mut desk = open(&hall);
        desk.keys(&format!("{id}⏎"));
        for keys in &LI_CHUNTAO[..=last] {
            desk.keys(keys);
        }
        desk.until("the next field and the draft kept", |screen| {
            let row = screen.cursor_position().0;
            let line = screen.contents_between(row, 0, row, 80);
            line.contains(label) && screen.contents().contains("草稿已存")
        });
        desk.signal(Signal::KILL);
        desk.ends();
        let office = Office::open(&hall, clock()).expect("it opens again").office;
        let lines = office.drafts().into_iter();
        let mut drafts = lines.filter_map(|line| office.draft(line.request));
        let draft = drafts.find(|draft| draft.typed("applicant.id") == id);
        let draft = draft.unwrap_or_else(|| panic!("the draft of {id} is lost"));
        assert_eq!(draft.typed(path), text, "kill {kill}");
        office.close();
    }
}

#[test]
fn a_counter_killed_at_any_moment_loses_nothing() {
    let folder = tempfile::tempdir().expect("a place for files");
    let hall = folder.path().join("hall");
    empty_hall(&hall);
    let kills = kills() - kills() / KEPT;

    // Once without a kill, to know how long the walk takes.
    let mut acknowledged = BTreeSet::new();
    let mut desk = open(&hall);
    let began = Instant::now();
    walk(&mut desk, &applicant(0), Duration::ZERO);
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已签发");
    let whole = began.elapsed();
    acknowledged.extend(number_on(&desk.screen_text()));
    assert_eq!(acknowledged.len(), 1, "{}", desk.screen_text());
    desk.signal(Signal::KILL);
    desk.ends();

    for kill in 1..=kills {
        let id = applicant(kill);
        let mut desk = open(&hall);
        walk(&mut desk, &id, moment(kill, whole));
        desk.signal(Signal::KILL);
        desk.ends();
        acknowledged.extend(number_on(&desk.screen_text()));
        let office = Office::open(&hall, clock()).expect("it opens again").office;
        all_is_there(&office, &acknowledged, &id);
        office.close();
    }
}

/// The certificate's number, if the screen shows one.
fn number_on(screen: &str) -> Option<String> {
    let line = screen.lines().find(|line| line.contains("样 4304"))?;
    Some(line.chars().filter(|c| !c.is_whitespace()).collect())
}

fn all_is_there(office: &Office, acknowledged: &BTreeSet<String>, id: &str) {
    for number in acknowledged {
        let found = office.certificate(number).expect("a view");
        assert!(found.is_some(), "{number} was on the screen");
    }
    let today = office.day(PRACTICE_DAY).expect("a view");
    let numbers: Vec<&str> = today
        .iter()
        .map(|line| line.number.as_str())
        .filter(|number| number.starts_with(YEAR))
        .collect();
    let distinct: BTreeSet<&&str> = numbers.iter().collect();
    assert_eq!(
        distinct.len(),
        numbers.len(),
        "a number is doubled: {numbers:?}"
    );
    for (serial, number) in (1..).zip(&numbers) {
        let expected = format!("{YEAR}{serial:05}");
        assert!(number.starts_with(&expected), "{number} is not {expected}");
    }
    let certified = office.exact(id).expect("a view").is_some();
    for draft in office.drafts() {
        let draft = office.draft(draft.request).expect("it reads");
        whole_draft(&draft);
        let own = draft.typed("applicant.id") == id;
        assert!(!(own && certified), "issued and still a draft");
    }
}

/// A draft holds whole texts: the beginning of what was typed, never something else.
fn whole_draft(draft: &Draft) {
    let name = draft.typed("applicant.name");
    assert!("李春桃".starts_with(name), "{name}");
    let phone = draft.typed("applicant.phone");
    assert!("13800000101".starts_with(phone), "{phone}");
}
