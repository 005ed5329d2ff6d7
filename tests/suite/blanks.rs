//! Promise: a certificate is printed onto a pre-printed blank with its data alone, the blank's
//! number stands on record, a spoilt blank is voided in the step that takes the next, and the
//! book of blanks adds up.

use guitai::store::Store;

use crate::paper_text::pages;
use crate::printing::Shop;
use crate::support::fake_printer::PRINTER;
use crate::support::life::OLD;

const RECEIVE: [&str; 10] = [
    "blanks", "receive", "--paper", "f2", "--batch", "甲", "--first", "湘0098", "--last", "湘0102",
];
const PRINT: [&str; 5] = ["paper", OLD, "--paper", "F2", "--print"];

fn shop() -> Shop {
    let shop = Shop::new();
    let set = ["printer", "use", "F2", "--printer", PRINTER, "--overprint"];
    shop.done(&set);
    shop
}

/// Received, used, spoilt, left of the only batch.
fn book(shop: &Shop) -> [u64; 4] {
    let data = shop.done(&["blanks", "list", "--json"]);
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    let batch = &data["batches"][0];
    ["received", "used", "spoilt", "left"].map(|key| batch[key].as_u64().expect("a count"))
}

#[test]
fn an_overprint_has_the_data_and_nothing_the_blank_bears() {
    let shop = shop();
    shop.done(&RECEIVE);
    let text = shop.done(&PRINT);
    assert!(text.contains("湘0098"), "{text}");
    let handed = shop.printer.handed();
    let over = pages(&handed[0].pdf).concat();
    let whole = shop.hall.path().join(format!("papers/2010/{OLD}-F2.pdf"));
    let whole = pages(&std::fs::read(whole).expect("the whole page")).concat();
    for fixed in ["持证人", "持证须知"] {
        assert!(whole.contains(fixed), "{fixed} in {whole}");
        assert!(!over.contains(fixed), "{fixed} in {over}");
    }
    for data in ["李春桃", OLD] {
        assert!(over.contains(data), "{data} in {over}");
    }
}

#[test]
fn a_spoilt_blank_is_voided_in_the_step_that_takes_the_next() {
    let shop = shop();
    let (code, text) = shop.run(&PRINT);
    assert_eq!(code, 6, "none came in: {text}");
    shop.done(&RECEIVE);
    let (code, text) = shop.run(&["blanks", "reissue", OLD, "--reason", "jam"]);
    assert_eq!(code, 6, "it is on no blank: {text}");
    shop.done(&PRINT);
    // The page did not come out: the same blank again.
    let again = shop.done(&PRINT);
    assert!(again.contains("湘0098"), "{again}");
    assert_eq!(book(&shop), [5, 1, 0, 4]);
    let onto_other = [&PRINT[..], &["--blank", "湘0101"]].concat();
    let (code, text) = shop.run(&onto_other);
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("湘0098"), "{text}");

    let acts = shop.hall.office().acts();
    let text = shop.done(&["blanks", "reissue", OLD, "--reason", "jam"]);
    assert!(text.contains("湘0098") && text.contains("湘0099"), "{text}");
    assert_eq!(shop.hall.office().acts(), acts + 1, "one act does both");
    assert_eq!(book(&shop), [5, 1, 1, 3]);
    let list = shop.done(&["blanks", "list", "--paper", "F2"]);
    assert!(list.contains("卡纸") && list.contains(OLD), "{list}");
    let shown = shop.done(&["show", OLD]);
    assert!(shown.contains(OLD), "the number stays: {shown}");
}

#[test]
fn no_blank_is_used_twice_and_none_that_never_came() {
    let shop = shop();
    shop.done(&RECEIVE);
    let spoil = |blank| {
        let spoil = ["blanks", "spoil", "--paper", "F2", "--reason", "damaged"];
        shop.run(&[&spoil[..], &["--blank", blank]].concat())
    };
    assert_eq!(spoil("湘0099").0, 0);
    for (blank, says) in [
        ("湘0099", "破损"),
        ("湘0200", "没有入过库"),
        ("湘99", "没有入过库"),
    ] {
        let (code, text) = shop.run(&[&PRINT[..], &["--blank", blank]].concat());
        assert_eq!(code, 6, "{blank}: {text}");
        assert!(text.contains(says), "{text}");
    }
    let asked = shop.done(&[&PRINT[..], &["--blank", "湘0101"]].concat());
    assert!(asked.contains("湘0101"), "{asked}");
    let (code, text) = spoil("湘0101");
    assert_eq!(code, 6, "a certificate is on it: {text}");
    assert_eq!(book(&shop), [5, 1, 1, 3]);
    for (first, last, says) in [
        ("湘0102", "湘0110", "甲"),
        ("湘0110", "湘0105", "颠倒"),
        ("湘甲", "湘乙", "不是空白证编号"),
    ] {
        let receive = ["blanks", "receive", "--paper", "F2", "--batch", "乙"];
        let (code, text) = shop.run(&[&receive[..], &["--first", first, "--last", last]].concat());
        assert_eq!(code, 6, "{text}");
        assert!(text.contains(says), "{text}");
    }
    let (code, text) = shop.run(&RECEIVE);
    assert_eq!(code, 6, "the batch is known: {text}");
}

#[test]
fn two_people_count_and_a_difference_stands_on_record() {
    let shop = shop();
    shop.done(&RECEIVE);
    let count = |found, second, second_found| {
        let count = ["blanks", "count", "--paper", "F2", "--batch", "甲"];
        let found = [
            "--found",
            found,
            "--second",
            second,
            "--second-found",
            second_found,
        ];
        shop.run(&[&count[..], &found].concat())
    };
    for (second, second_found) in [("陈静", "5"), (" ", "5"), ("王敏", "4")] {
        let (code, text) = count("5", second, second_found);
        assert_eq!(code, 6, "{second} {second_found}: {text}");
    }
    let (code, text) = count("5", "王敏", "5");
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("相符"), "{text}");
    let (code, text) = count("4", "王敏", "4");
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("-1"), "{text}");
    let list = shop.done(&["blanks", "list"]);
    assert!(list.contains("-1") && list.contains("存 5"), "{list}");
}

#[test]
fn a_view_folded_anew_has_the_same_blanks() {
    let shop = shop();
    shop.done(&RECEIVE);
    shop.done(&PRINT);
    shop.done(&["blanks", "reissue", OLD, "--reason", "misprint"]);
    let content = |shop: &Shop| {
        let store = Store::open(&shop.hall.path().join("view")).expect("a view");
        let content = store.content();
        store.close();
        content
    };
    let before = content(&shop);
    shop.done(&["ledger", "rebuild"]);
    assert_eq!(content(&shop), before);
    assert_eq!(book(&shop), [5, 1, 1, 3]);
}
