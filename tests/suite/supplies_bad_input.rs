//! Promise: what cannot be handed out is refused by name and costs nothing, whoever asks and under
//! whichever of her numbers.

use guitai::form::RequestId;
use guitai::office::{HandOutWish, Office, RecipientWish, StockError};
use guitai::service::supplies::StockRefused;

use crate::scenario_e13::{data, run, stands, stocked};
use crate::support::place::{guitai, said};

const XIE_FANG: &str = "430406198912039941";
/// The number the police gave her later.
const XIE_NOW: &str = "430406198912039968";

#[test]
fn the_yearly_cap_counts_what_she_took_under_a_former_number() {
    let hall = stocked();
    let named = |id: &str, quantity: &str| {
        let named = ["--id", id, "--name", "谢芳", "--consent"];
        let out = ["hand-out", "--item", "condom", "--quantity", quantity];
        run(&hall, &[&out[..], &named[..]].concat())
    };
    assert_eq!(named(XIE_FANG, "100").0, 0);
    let mut link = guitai();
    link.arg("--hall").arg(hall.path());
    link.args([
        "person",
        "link",
        XIE_NOW,
        XIE_FANG,
        "--name",
        "谢芳",
        "--document",
        "户口簿",
    ]);
    let (code, text) = said(&link.output().expect("the program runs"));
    assert_eq!(code, 0, "{text}");
    for id in [XIE_NOW, XIE_FANG] {
        let (code, text) = named(id, "30");
        assert_eq!(code, 6, "{id}: {text}");
        assert!(text.contains("还可领 20"), "{id}: {text}");
    }
    assert_eq!(named(XIE_NOW, "20").0, 0);
    assert_eq!(named(XIE_FANG, "1").0, 6, "the cap is reached");
}

fn one(office: &Office, quantity: u32) -> HandOutWish {
    HandOutWish {
        request: office.new_request(),
        item: "condom".to_owned(),
        quantity,
        batch: None,
        first_use: false,
        explained: true,
        to: RecipientWish::Anonymous,
    }
}

#[test]
fn two_hand_outs_of_the_last_box_cannot_both_succeed() {
    let hall = stocked();
    let mut office = hall.office();
    let clerk = office.clerk();
    let (first, second) = (one(&office, 230), one(&office, 230));
    // Both clerks were shown that it is there.
    assert!(office.propose(&first).is_ok() && office.propose(&second).is_ok());
    let moved = office.hand_out(&first, &clerk).expect("the last ones");
    let refused = office.hand_out(&second, &clerk);
    assert!(
        matches!(
            refused,
            Err(StockError::Refused(StockRefused::NotEnough { left: 0, .. }))
        ),
        "{refused:?}"
    );
    let again = office.hand_out(&first, &clerk).expect("the same result");
    assert!(again.repeated && again.number == moved.number);
    assert_eq!(office.stock().expect("a view").len(), 1, "A1 alone");
    let acts = office.acts();
    assert!(office.hand_out(&one(&office, 0), &clerk).is_err());
    assert_eq!(office.acts(), acts, "a refusal leaves no act");
}

#[test]
fn slips_with_supplies_are_named_and_cost_nothing() {
    let hall = stocked();
    let goods = |item: &'static str, batch: &'static str, quantity: &'static str| {
        [
            "receive",
            "--item",
            item,
            "--batch",
            batch,
            "--quantity",
            quantity,
            "--expiry",
        ]
    };
    for (arguments, code, word) in [
        (
            [&goods("condom", "B1", "5")[..], &["2010-10"]].concat(),
            6,
            "不能入库",
        ),
        (
            [&goods("condom", "B1", "5")[..], &["2010-13"]].concat(),
            3,
            "",
        ),
        (
            [&goods("condom", "A2", "5")[..], &["2011-03-31"]].concat(),
            6,
            "登记的有效期",
        ),
        (
            [&goods("gold", "B1", "5")[..], &["2012-10"]].concat(),
            3,
            "没有“gold”",
        ),
        (
            [&goods("condom", "B1", "0")[..], &["2012-10"]].concat(),
            3,
            "1 以上",
        ),
    ] {
        let (exit, text) = run(&hall, &arguments);
        assert_eq!(exit, code, "{text}");
        assert!(text.contains(word), "{text}");
    }
    let (code, text) = run(&hall, &["card", "--item", "condom", "--batch", "Z9"]);
    assert_eq!(code, 3, "{text}");
    let minor = [
        "hand-out",
        "--item",
        "condom",
        "--quantity",
        "1",
        "--id",
        "430406199405309921",
        "--name",
        "王小雨",
        "--consent",
    ];
    let (code, text) = run(&hall, &minor);
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("按匿名发放"), "{text}");
    stands(&hall, &[("A1", 12), ("A2", 30), ("A3", 200)]);
    let office = hall.office();
    assert_eq!(office.people(), 0, "nothing is kept of her");
    let request = RequestId([7; 16]);
    let mut wish = one(&office, 1);
    wish.request = request;
    office.close();
    let named = ["--request", &"07".repeat(16)];
    let out = ["hand-out", "--item", "condom", "--quantity", "1"];
    let (_, first) = data(&hall, &[&out[..], &named[..]].concat());
    let (_, again) = data(&hall, &[&out[..], &named[..]].concat());
    assert_eq!(first["number"], again["number"]);
    assert_eq!(again["repeated"], true);
    stands(&hall, &[("A1", 12), ("A2", 29), ("A3", 200)]);
}

#[test]
fn fact_25_no_posting_takes_more_than_there_is_and_an_expired_batch_goes_nowhere_but_off() {
    let hall = stocked();
    let of = |verb: &'static str, batch: &'static str, quantity: &'static str| {
        [
            verb,
            "--item",
            "condom",
            "--batch",
            batch,
            "--quantity",
            quantity,
        ]
    };
    let refused = |arguments: &[&str], sentence: &str| {
        let (code, text) = run(&hall, arguments);
        assert_eq!(code, 6, "{arguments:?}: {text}");
        assert!(text.contains(sentence), "{sentence}: {text}");
        stands(&hall, &[("A1", 12), ("A2", 30), ("A3", 200)]);
    };
    refused(&of("hand-out", "A2", "31"), "30");
    refused(
        &["hand-out", "--item", "condom", "--quantity", "231"],
        "230",
    );
    refused(&of("hand-out", "A1", "1"), "已过期");
    let off = ["--reason", "expired", "--approved-by", "周敏"];
    refused(&[&of("loss", "A1", "13")[..], &off].concat(), "12");
    refused(
        &[&of("transfer", "A3", "201")[..], &["--to", "欧水岭社区"]].concat(),
        "200",
    );
}
