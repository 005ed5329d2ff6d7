//! Promise: a slip of the hand is said where it stands, in a sentence that names it, and nothing typed
//! is lost: neither by keys, where the draft waits with the slip in it, nor by case file, where nothing
//! is entered and no draft is left.

use std::path::Path;

use guitai::form::Draft;
use guitai::ledger;

use crate::support::counter::leave;
use crate::support::life::tall;
use crate::support::place::{Place, example, example_text, said, with};
use crate::support::terminal::Desk;

const PROBLEMS: i32 = 3;
const REFUSED: i32 = 6;

/// One slip: an example of the guide with one answer typed wrong.
struct Slip {
    example: &'static str,
    on: &'static str,
    path: &'static str,
    typed: &'static str,
    /// What the answer is in the example.
    right: &'static str,
    sentence: &'static str,
    exit: i32,
    /// What else is answered so that the question is asked.
    also: &'static [(&'static str, &'static str)],
}

const fn of_permit(
    path: &'static str,
    (typed, right): (&'static str, &'static str),
    sentence: &'static str,
) -> Slip {
    Slip {
        example: "e7.toml",
        on: "2010-12-20",
        path,
        typed,
        right,
        sentence,
        exit: PROBLEMS,
        also: &[],
    }
}

const fn of_issue(
    path: &'static str,
    (typed, right): (&'static str, &'static str),
    sentence: &'static str,
) -> Slip {
    Slip {
        example: "e1.toml",
        on: "2010-03-15",
        path,
        typed,
        right,
        sentence,
        exit: PROBLEMS,
        also: &[],
    }
}

const fn of_inflow(
    path: &'static str,
    (typed, right): (&'static str, &'static str),
    sentence: &'static str,
) -> Slip {
    Slip {
        example: "e04-inflow.toml",
        on: "2010-06-01",
        path,
        typed,
        right,
        sentence,
        exit: PROBLEMS,
        also: &[],
    }
}

/// A step of the inflow registration that she wished, on another day than the registration.
const fn of_offer(
    path: &'static str,
    sentence: &'static str,
    also: &'static [(&'static str, &'static str)],
) -> Slip {
    Slip {
        also,
        ..of_inflow(path, ("2010-05-28", "2010-06-01"), sentence)
    }
}

const SLIPS: [Slip; 16] = [
    of_permit("permit.no", ("(1)040600508002", "(1)0406005080023"), "14"),
    of_issue(
        "birth_permit.no",
        ("(1)040600505001", "(1)0406005050012"),
        "14",
    ),
    of_permit(
        "permit.expiry_date",
        ("2008-12-09", "2010-12-10"),
        "有效期止于发证日期之前",
    ),
    of_permit("endorsement.wife.seal", ("否", "是"), "没有盖章"),
    of_permit("endorsement.husband.seal", ("否", "是"), "没有盖章"),
    of_issue(
        "leave_date",
        ("2010-03-18", "2010-03-15"),
        "外出日期与发证日期不一致，请写明原因",
    ),
    Slip {
        also: &[
            ("offer.slip", "办理"),
            ("consent.check", "是"),
            ("slip.pregnancy", "是"),
            ("slip.place", "白沙洲街道社区卫生服务中心"),
        ],
        ..of_issue(
            "slip.on",
            ("2010-03-18", "2010-03-15"),
            "孕检日期与发证日期不一致，请写明原因",
        )
    },
    of_inflow(
        "verification.on",
        ("2010-05-28", "2010-06-01"),
        "查验日期与登记日不一致，请写明原因",
    ),
    of_inflow(
        "sheet.on",
        ("2010-05-28", "2010-06-01"),
        "建表日期与登记日不一致，请写明原因",
    ),
    of_offer("slip.given_on", "开单日期与登记日不一致，请写明原因", &[]),
    of_offer(
        "agreement.on",
        "签订日期与登记日不一致，请写明原因",
        &[("offer.agreement", "办理")],
    ),
    of_offer(
        "handbook.on",
        "发放日期与登记日不一致，请写明原因",
        &[("offer.handbook", "办理")],
    ),
    of_permit(
        "permit.issue_date",
        ("2009-12-10", "2008-12-10"),
        "发证年份与生育证号第9、10位不一致",
    ),
    of_issue(
        "spouse.id",
        ("430406198304129927", "430421198011039913"),
        "配偶号码与本人相同，请核对证件",
    ),
    of_issue(
        "children[0].birth",
        ("1994-09-18", "2006-09-18"),
        "母亲当时未满12周岁，请核对孩子的出生日期",
    ),
    Slip {
        example: "e7.toml",
        on: "2010-12-20",
        path: "permit.expiry_date",
        typed: "2010-11-10",
        right: "2010-12-10",
        sentence: "已过期 40 天",
        exit: REFUSED,
        also: &[],
    },
];

/// The example as a draft with the caret at the answer that will be typed wrong.
fn draft_at(place: &Place, slip: &Slip) -> Draft {
    let office = place.open();
    let case = with(example(slip.example), slip.also);
    let draft = office.start(&case.service, None, &case.answers);
    let mut draft = draft.expect("a readable view").expect("a service");
    draft.at = Some(slip.path.to_owned());
    office.save_draft(&draft).expect("room for a draft");
    office.close();
    draft
}

fn waiting(place: &Place, slip: &Slip) -> String {
    let office = place.open();
    let drafts = office.drafts();
    assert_eq!(drafts.len(), 1, "{}: her form waits", slip.path);
    let draft = office.draft(drafts[0].request).expect("it can be read");
    let text = draft.typed(slip.path).to_owned();
    office.close();
    text
}

fn resume(hall: &Path) -> Desk {
    let mut desk = tall(hall);
    desk.sees("已恢复草稿");
    desk.keys("④");
    desk.sees("存草稿退出");
    desk
}

/// Types another answer over the one at the caret, which stays where it is if a digit does not answer.
fn retype(desk: &mut Desk, text: &str) {
    match text {
        "是" => desk.keys("1"),
        "否" => desk.keys("2"),
        _ => {
            desk.ctrl('u');
            desk.keys(text);
        }
    }
}

#[test]
fn every_slip_is_named_by_keys_and_waits_as_it_was_typed() {
    for slip in &SLIPS {
        let place = Place::practice(slip.on);
        draft_at(&place, slip);
        let mut desk = resume(place.hall());
        retype(&mut desk, slip.typed);
        // A rule that refuses is said while the answer is typed, a slip when the form is checked.
        if slip.exit == PROBLEMS {
            desk.keys("②");
        }
        assert!(
            desk.sees_within(slip.sentence, std::time::Duration::from_secs(20)),
            "{}: {}\n{}",
            slip.path,
            slip.sentence,
            desk.screen_text()
        );
        desk.keys("⎋");
        desk.sees("已存为草稿");
        leave(desk);
        let frames = ledger::verify(place.hall()).expect("a whole ledger").frames;
        assert_eq!(frames, 1, "{}: nothing was entered", slip.path);
        let text = waiting(&place, slip);
        assert!(
            !text.is_empty() && text != slip.right,
            "{}: {text}",
            slip.path
        );
    }
}

#[test]
fn every_slip_is_named_by_case_file_and_nothing_is_entered() {
    for slip in &SLIPS {
        let place = Place::practice(slip.on);
        let office = place.open();
        let shelf = office.shelf().around.clone();
        let case = with(example(slip.example), slip.also);
        let case = with(case, &[(slip.path, slip.typed)]);
        let form = office
            .shelf()
            .form(&case.service)
            .expect("a service")
            .clone();
        let draft = office.start(&case.service, None, &case.answers);
        let draft = draft.expect("a readable view").expect("a service");
        assert!(form.check(&draft, &shelf).is_err(), "{}", slip.path);
        office.close();

        let (code, text) = said(&place.run_case(&written(slip)));
        assert_eq!(code, slip.exit, "{}: {text}", slip.path);
        assert!(text.contains(slip.sentence), "{}: {text}", slip.path);
        let frames = ledger::verify(place.hall()).expect("a whole ledger").frames;
        assert_eq!(frames, 1, "{}: nothing was entered", slip.path);
        assert!(place.open().drafts().is_empty(), "{}", slip.path);
    }
}

/// The example's text with the wrong answer over it.
fn written(slip: &Slip) -> String {
    let text = example_text(slip.example);
    let mut case: toml::Table = text.parse().expect("an example reads");
    let answers = case["answers"].as_table_mut().expect("answers");
    for (path, text) in slip.also {
        put(answers, path, text);
    }
    put(answers, slip.path, slip.typed);
    toml::to_string(&case).expect("it can be written")
}

fn put(answers: &mut toml::Table, path: &str, text: &str) {
    let value = toml::Value::String(text.to_owned());
    let Some((first, rest)) = path.split_once('.') else {
        answers.insert(path.to_owned(), value);
        return;
    };
    if let Some((list, _)) = first.split_once('[') {
        let rows = answers[list].as_array_mut().expect("rows");
        return put(rows[0].as_table_mut().expect("a row"), rest, text);
    }
    let inner = answers
        .entry(first)
        .or_insert(toml::Value::Table(toml::Table::new()));
    put(inner.as_table_mut().expect("a table"), rest, text);
}

#[test]
fn a_permit_beyond_grace_by_a_slip_is_refused_on_paper_kept_and_mended() {
    let slip = SLIPS.last().expect("the last of them");
    let place = Place::practice(slip.on);
    draft_at(&place, slip);
    let mut desk = resume(place.hall());
    retype(&mut desk, slip.typed);
    desk.sees("30 天宽限期");
    desk.keys("⑤");
    desk.sees("F29");
    desk.keys("⎋");
    desk.sees("已存为草稿");
    leave(desk);
    assert_eq!(waiting(&place, slip), slip.typed);

    let mut desk = resume(place.hall());
    desk.sees("已过期 40 天");
    retype(&mut desk, slip.right);
    desk.keys("②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已办结：");
    desk.keys("⏎");
    leave(desk);
    let office = place.open();
    assert!(office.drafts().is_empty());
    let person = office.exact("430406198409219902").expect("a view");
    let page = office.person(person.expect("on record")).expect("a view");
    let page = page.expect("on record");
    assert_eq!(page.person.fact("birth_permit.expiry_date"), "2011-12-10");
}

#[test]
fn a_certificate_of_an_unknown_scheme_is_said_and_taken_as_seen() {
    let place = Place::practice("2010-06-01");
    let (code, text) = said(&place.run_case(&example_text("e04-inflow.toml")));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("编号规则不明，按所见登记"), "{text}");
}

#[test]
fn two_people_with_one_number_are_told_apart_and_the_second_form_waits() {
    let place = Place::practice("2009-05-12");
    let first = example_text("e9-2009.toml");
    assert_eq!(said(&place.run_case(&first)).0, 0);
    let office = place.open();
    let case = with(example("e9-2009.toml"), &[("applicant.name", "")]);
    let draft = office.start(&case.service, None, &case.answers);
    let mut draft = draft.expect("a readable view").expect("a service");
    draft.at = Some("applicant.name".to_owned());
    office.save_draft(&draft).expect("room for a draft");
    office.close();

    let mut desk = resume(place.hall());
    desk.keys("何小兰⏎");
    desk.sees("何晓岚");
    desk.keys("⎋");
    desk.sees("填写的内容都在");
    desk.keys("⎋");
    desk.sees("已存为草稿");
    leave(desk);
    let office = place.open();
    assert_eq!(office.drafts().len(), 1);
    let person = office.exact("430406198704169944").expect("a view");
    let page = office.person(person.expect("on record")).expect("a view");
    assert_eq!(page.expect("on record").person.name(), "何晓岚");
}
