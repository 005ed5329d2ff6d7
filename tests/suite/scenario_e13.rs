//! Promise: scenario E13 of the guide. Supplies go out by the nearest expiry, without a name if she
//! prefers; the last box goes out once; every line the guide expects is asserted, by keys and by
//! the command line.

use guitai::office::ReceiveWish;
use guitai::record::{Movement, Recipient};
use serde_json::Value;

use crate::support::counter::{Hall, choose, leave, open};
use crate::support::life::tall;
use crate::support::place::{day, example_text, guitai, said};
use crate::support::printed::{self, says};
use crate::support::terminal::Desk;

const PROFILE: &str = "hunan-2010";
const DAY: &str = "2010-11-02";
const XIE_FANG: &str = "430406198912039941";

/// The store of the scenario: A1 came in while it was good.
pub fn stocked() -> Hall {
    let hall = Hall::empty(PROFILE, DAY);
    let mut office = hall.office();
    assert!(office.work_on(day("2010-01-04")), "a practice hall");
    for (batch, expiry, quantity) in [
        ("A1", "2010-10-31", 12),
        ("A2", "2011-02-28", 30),
        ("A3", "2012-06-30", 200),
    ] {
        let wish = ReceiveWish {
            request: office.new_request(),
            item: "condom".to_owned(),
            batch: batch.to_owned(),
            expiry: expiry.to_owned(),
            quantity,
            maker: "某某乳胶厂".to_owned(),
            from: "区药具站".to_owned(),
            document: String::new(),
        };
        let clerk = office.clerk();
        office.receive(&wish, &clerk).expect("it comes in");
    }
    office.close();
    hall
}

pub fn run(hall: &Hall, arguments: &[&str]) -> (i32, String) {
    let mut program = guitai();
    program
        .arg("--hall")
        .arg(hall.path())
        .arg("supplies")
        .args(arguments);
    said(&program.output().expect("the program runs"))
}

pub fn data(hall: &Hall, arguments: &[&str]) -> (i32, Value) {
    let (code, text) = run(hall, &[arguments, &["--json"]].concat());
    // What is worth knowing beside the answer stands below it, on the other stream.
    let answer = text.lines().next().unwrap_or_default();
    let data = serde_json::from_str(answer).unwrap_or_else(|error| panic!("{error}: {text}"));
    (code, data)
}

/// Batch → units, as the store stands.
fn balances(hall: &Hall) -> Vec<(String, u64)> {
    let (_, stock) = data(hall, &["stock"]);
    let batches = stock["batches"].as_array().expect("a list");
    batches
        .iter()
        .map(|batch| {
            let number = batch["batch"].as_str().expect("a number").to_owned();
            (number, batch["balance"].as_u64().expect("a count"))
        })
        .collect()
}

pub fn stands(hall: &Hall, expected: &[(&str, u64)]) {
    let expected: Vec<(String, u64)> = expected
        .iter()
        .map(|(number, balance)| ((*number).to_owned(), *balance))
        .collect();
    assert_eq!(balances(hall), expected);
}

#[test]
fn e13_by_keys_twenty_go_out_of_the_nearest_good_batch_without_a_name() {
    let hall = stocked();
    let mut desk = open(&hall.path());
    desk.keys("⑦");
    desk.sees("药具库存");
    desk.sees("已过期，请报损");
    desk.sees("还有 118 天");
    desk.keys("1");
    desk.sees("*品名");
    desk.keys("⏎20⏎");
    desk.sees("1 匿名");
    desk.keys("1");
    desk.sees("*已说明用法");
    desk.keys("1");
    desk.sees("批号 A2　有效期至 2011-02-28　20");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已登记 样YJ-430406005-2010-00004");
    desk.sees("药具库存");
    // A1 goes nowhere but off.
    desk.keys("↑5");
    desk.sees("调拨出库    避孕套（简装） A1");
    desk.keys("2⏎欧水岭社区⏎⏎");
    desk.sees("已过期，不能发放或调出");
    desk.keys("⎋");
    desk.sees_no("请看");
    desk.keys("⎋");
    desk.sees("药具库存");
    desk.keys("3");
    desk.sees("报损    避孕套（简装） A1");
    desk.keys("⏎1周敏⏎");
    desk.sees("千分之");
    desk.keys("⏎");
    desk.sees("请看");
    desk.keys("⎋");
    desk.sees_no("请看");
    desk.sees_no("A1");
    desk.keys("⎋");
    desk.sees("今日办件");
    leave(desk);
    stands(&hall, &[("A2", 10), ("A3", 200)]);

    let office = hall.office();
    let moves = office.stock_moves(day(DAY), day(DAY)).expect("a view");
    assert_eq!(moves.len(), 2, "one act each: {moves:?}");
    let Movement::HandedOut(handed) = &moves[0].moved.movement else {
        panic!("{moves:?}");
    };
    assert_eq!(handed.to, Recipient::Anonymous);
    assert!(handed.explained);
    assert_eq!(office.people(), 0, "nobody was written down");
    let day = office.day(day(DAY)).expect("a view");
    let nobody = day
        .iter()
        .all(|line| line.person.is_none() && line.name.is_empty());
    assert!(nobody, "and nobody is to be followed up: {day:?}");
    let (_, card) = office.stock_card("condom", "A2").expect("a card");
    let balances: Vec<u32> = card.iter().map(|line| line.balance).collect();
    assert_eq!(balances, [30, 10]);
}

#[test]
fn e13_by_keys_the_first_use_of_pills_is_a_doctor_s() {
    let hall = stocked();
    let mut desk = open(&hall.path());
    desk.keys("⑦");
    desk.sees("药具库存");
    desk.keys("1");
    desk.sees("*品名");
    // 复方左炔诺孕酮片 stands in the seventh place of the list.
    desk.keys("7");
    desk.keys("1⏎1");
    desk.sees("*首次使用");
    desk.keys("1");
    desk.keys("1");
    desk.sees("请看");
    desk.sees("首次使用口服避孕药须由医生指导");
    desk.sees("转介单");
    desk.keys("⎋");
    leave(desk);
    stands(&hall, &[("A1", 12), ("A2", 30), ("A3", 200)]);

    // Instead she gets the card and a referral to the health centre.
    let mut desk = tall(&hall.path());
    desk.keys(&format!("{XIE_FANG}③"));
    choose(&mut desk, "免费检查（服务）转介");
    desk.sees("*姓名");
    desk.keys("谢芳⏎⏎");
    desk.sees("同意登记转介事由");
    desk.keys("1");
    desk.keys("首次使用口服避孕药，请医生指导⏎");
    desk.keys("衡阳市雁峰区妇幼保健院⏎衡阳市雁峰区黄茶岭路1号⏎李医生⏎");
    desk.keys("②");
    desk.sees("核对无误");
    desk.sees("避孕药具资料卡");
    desk.keys("⏎");
    desk.sees("样ZJ-430406005-2010-0001");
    desk.keys("⏎");
    leave(desk);
    is_referred(&hall);
}

/// The referral names her, its purpose and where to go; the card names nobody.
fn is_referred(hall: &Hall) {
    let office = hall.office();
    let number = "样ZJ-430406005-2010-0001";
    let papers = office.paper_names(number).expect("on record");
    assert_eq!(papers, ["F6c", "F19h"]);
    let referral = printed::paper(&office, number, "F6c");
    let said = [
        "谢芳",
        "430406********9941",
        "衡阳市雁峰区妇幼保健院",
        "衡阳市雁峰区黄茶岭路1号",
        "李医生",
        "首次使用口服避孕药，请医生指导",
    ];
    says(&referral, &said);
    let card = printed::paper(&office, number, "F19h");
    says(&card, &["口服避孕药首次使用请先到卫生院由医生指导"]);
    assert!(!card.contains("谢芳"), "{card}");
    office.close();
    stands(hall, &[("A1", 12), ("A2", 30), ("A3", 200)]);
}

#[test]
fn e13_by_the_command_line() {
    let hall = stocked();
    let out = ["hand-out", "--item", "condom", "--quantity"];
    let (code, done) = data(&hall, &[&out[..], &["20", "--explained"]].concat());
    assert_eq!(code, 0, "{done}");
    assert_eq!(done["lines"][0]["batch"], "A2");
    assert_eq!(
        done["notes"],
        Value::Array(Vec::new()),
        "118 days: no warning"
    );
    assert_eq!(done["person"], Value::Null);
    stands(&hall, &[("A1", 12), ("A2", 10), ("A3", 200)]);

    let (code, text) = run(
        &hall,
        &[
            "hand-out",
            "--item",
            "pill",
            "--quantity",
            "1",
            "--first-use",
        ],
    );
    assert_eq!(code, 6, "{text}");
    assert!(
        text.contains("首次使用口服避孕药") && text.contains("转介单"),
        "{text}"
    );

    let (code, text) = run(&hall, &[&out[..], &["1", "--batch", "A1"]].concat());
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("已过期"), "{text}");
    let sent = [
        "transfer",
        "--item",
        "condom",
        "--batch",
        "A1",
        "--quantity",
        "12",
    ];
    let (code, text) = run(&hall, &[&sent[..], &["--to", "欧水岭社区"]].concat());
    assert_eq!(code, 6, "{text}");

    let lost = [
        "loss",
        "--item",
        "condom",
        "--batch",
        "A1",
        "--quantity",
        "12",
    ];
    let (code, text) = run(&hall, &[&lost[..], &["--reason", "expired"]].concat());
    assert_eq!(code, 6, "somebody approves it: {text}");
    let approved = [&lost[..], &["--reason", "expired", "--approved-by", "周敏"]].concat();
    let (code, text) = run(&hall, &approved);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("千分之 50"), "12 of 242: {text}");
    stands(&hall, &[("A2", 10), ("A3", 200)]);

    // Folded anew, the store is the same.
    let mut rebuild = guitai();
    rebuild
        .arg("--hall")
        .arg(hall.path())
        .args(["ledger", "rebuild"]);
    assert_eq!(said(&rebuild.output().expect("the program runs")).0, 0);
    stands(&hall, &[("A2", 10), ("A3", 200)]);

    let (_, card) = data(&hall, &["card", "--item", "condom", "--batch", "A2"]);
    assert_eq!(card["lines"][1]["went_out"], 20);
    assert_eq!(card["balance"], 10);
    let pdf = hall.path().join("papers");
    std::fs::create_dir_all(&pdf).expect("a folder");
    let folder = pdf.display().to_string();
    let (code, text) = run(&hall, &["register", "--out", &folder]);
    assert_eq!(code, 0, "{text}");
    assert!(
        pdf.join("2010-11-02-2010-11-02-F19g.pdf").exists(),
        "{text}"
    );
    let register = std::fs::read(pdf.join("2010-11-02-2010-11-02-F19g.pdf"));
    let register = printed::words(&register.expect("the register"));
    says(
        &register,
        &["共1笔", "A220只匿名", "样YJ-430406005-2010-00004"],
    );
    assert!(
        !register.contains("谢芳") && !register.contains(XIE_FANG),
        "{register}"
    );
    assert_eq!(hall.office().people(), 0, "nobody, and nobody to follow up");
    let (code, text) = run(
        &hall,
        &[
            "card", "--item", "condom", "--batch", "A2", "--out", &folder,
        ],
    );
    assert_eq!(code, 0, "{text}");
    assert!(pdf.join("condom-A2-F19a.pdf").exists(), "{text}");
}

#[test]
fn e13_instead_of_pills_she_gets_the_card_and_a_referral() {
    let hall = stocked();
    let (code, text) = hall.give(&["issue"], &example_text("e13.toml"));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("样ZJ-430406005-2010-0001"), "{text}");
    for paper in ["F6c", "F19h"] {
        assert!(text.contains(paper), "{paper}: {text}");
    }
    is_referred(&hall);
}

#[test]
fn e13_by_keys_the_yearly_cap_counts_only_who_is_named() {
    let hall = stocked();
    let mut desk = tall(&hall.path());
    desk.keys("⑦");
    desk.sees("药具库存");
    hand_out_to_her(&mut desk, "100");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已登记 样YJ-430406005-2010-00004");
    hand_out_to_her(&mut desk, "30");
    desk.sees("还可领 20");
    desk.keys("⎋");
    desk.sees_no("请看");
    desk.keys("⎋");
    desk.sees("药具库存");
    // Nobody counts who is not named.
    desk.keys("1");
    desk.sees("*品名");
    desk.keys("⏎110⏎");
    desk.sees("1 匿名");
    desk.keys("1");
    desk.sees("*已说明用法");
    desk.keys("1");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已登记 样YJ-430406005-2010-00005");
    leave(desk);
    let office = hall.office();
    let person = office.exact(XIE_FANG).expect("a view").expect("on record");
    let page = office.person(person).expect("a view").expect("on record");
    assert_eq!(page.timeline.len(), 1, "what she took with her name");
}

/// Condoms for 谢芳, who has her name written down.
fn hand_out_to_her(desk: &mut Desk, quantity: &str) {
    desk.keys("1");
    desk.sees("*品名");
    desk.keys(&format!("⏎{quantity}⏎"));
    desk.sees("2 本人");
    desk.keys("2");
    desk.sees("*证件号码");
    desk.keys(&format!("{XIE_FANG}⏎谢芳⏎"));
    desk.sees("1 是");
    desk.keys("1");
    desk.sees("*已说明用法");
    desk.keys("1");
}

#[test]
fn e13_the_yearly_cap_counts_only_who_is_named() {
    let hall = stocked();
    let named = |quantity: &str| {
        let named = ["--id", XIE_FANG, "--name", "谢芳", "--consent"];
        let out = ["hand-out", "--item", "condom", "--quantity", quantity];
        run(&hall, &[&out[..], &named[..]].concat())
    };
    assert_eq!(named("100").0, 0);
    let (code, text) = named("30");
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("还可领 20"), "{text}");
    assert_eq!(named("20").0, 0);
    let anonymous = ["hand-out", "--item", "condom", "--quantity", "110"];
    assert_eq!(
        run(&hall, &anonymous).0,
        0,
        "nobody counts who is not named"
    );
    let no = [
        "hand-out",
        "--item",
        "condom",
        "--quantity",
        "1",
        "--id",
        XIE_FANG,
    ];
    assert_eq!(run(&hall, &no).0, 2, "a name needs her consent");

    let office = hall.office();
    let person = office.exact(XIE_FANG).expect("a view").expect("on record");
    let page = office.person(person).expect("a view").expect("on record");
    assert_eq!(page.person.name(), "谢芳");
    assert_eq!(page.timeline.len(), 2, "what she took with her name");
}
