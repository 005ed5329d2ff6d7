//! Promise: a printer is measured with a ruler and a sheet, by typing or by arguments; readings no
//! printer brings about change nothing, and an overprint goes through the profile.

use guitai::disk::{Hall as HallFolder, Printers};
use guitai::paper::{Alignment, Reading, Vernier};

use crate::paper_text::pages;
use crate::printing::Shop;
use crate::support::counter::command;
use crate::support::fake_printer::PRINTER;
use crate::support::terminal::Desk;

/// As a printer reads that prints 1 mm too far right and half a millimetre too high.
const ASKEW: &str = "21.0,19.5 181.0,19.5 21.0,266.5";
const TRUE: &str = "20.0,20.0 180.0,20.0 20.0,267.0";

fn printers(shop: &Shop) -> Printers {
    let hall = HallFolder::open(&shop.hall.path()).expect("a hall");
    Printers::read(&hall).expect("readable settings")
}

#[test]
fn readings_become_a_profile_and_a_second_sheet_confirms_it() {
    let shop = Shop::new();
    let calibrate = ["printer", "calibrate", "--printer", PRINTER];
    let text = shop.done(&calibrate);
    assert!(text.contains("--readings"), "{text}");
    let text = shop.done(&[&calibrate[..], &["--readings", ASKEW]].concat());
    assert!(text.contains("+1.00") && text.contains("-0.50"), "{text}");
    let profile = printers(&shop).profiles.pop().expect("kept");
    assert!(!profile.confirmed);
    let sheets: Vec<String> = shop
        .printer
        .handed()
        .iter()
        .map(|one| pages(&one.pdf).concat())
        .collect();
    assert!(
        sheets[0].contains("第一张") && sheets[1].contains("第二张"),
        "{sheets:?}"
    );
    assert!(
        sheets[0].contains("直尺") && sheets[0].contains(PRINTER),
        "{sheets:?}"
    );

    // Not near enough: the profile is bettered and not confirmed.
    let near = "20.4,20.0 180.4,20.0 20.4,267.0";
    let text = shop.done(&[&calibrate[..], &["--confirm", near]].concat());
    assert!(text.contains("0.4"), "{text}");
    let profile = printers(&shop).profiles.pop().expect("kept");
    assert!(!profile.confirmed && (profile.prints.right - 1.4).abs() < 0.01);
    shop.done(&[&calibrate[..], &["--confirm", TRUE]].concat());
    let profile = printers(&shop).profiles.pop().expect("kept");
    assert!(profile.confirmed && (profile.prints.right - 1.4).abs() < 0.01);
    let shift = [
        "printer",
        "shift",
        "--printer",
        PRINTER,
        "--batch",
        "甲",
        "--right",
        "-0.4",
    ];
    shop.done(&shift);
    let printers = printers(&shop);
    let batch = printers.profile(PRINTER, "", "甲").expect("its own");
    assert!((batch.prints.right - 1.0).abs() < 0.01);
}

#[test]
fn readings_no_printer_brings_about_change_nothing() {
    let shop = Shop::new();
    let calibrate = ["printer", "calibrate", "--printer", PRINTER];
    for (readings, says) in [
        ("21.0 19.5 181.0", "六个读数"),
        ("21.0,19.5 18.1,19.5 21.0,266.5", "180.0"),
        ("21.0,19.5 181.0,21.0 21.0,266.5", "对不上"),
        ("20.0,20.0 174.0,20.0 20.0,267.0", "适合页面"),
        ("20,20 180,二十 20,267", "不是毫米数"),
    ] {
        let (code, text) = shop.run(&[&calibrate[..], &["--readings", readings]].concat());
        assert_eq!(code, 3, "{readings}: {text}");
        assert!(text.contains(says), "{readings}: {text}");
    }
    let (code, text) = shop.run(&[&calibrate[..], &["--confirm", TRUE]].concat());
    assert_eq!(code, 3, "{text}");
    assert_eq!(printers(&shop), Printers::default());
    let (code, text) = shop.run(&[&calibrate[..], &["--size", "85.6x54"]].concat());
    assert_eq!(code, 3, "{text}");
}

#[test]
fn a_sheet_is_made_without_any_printer() {
    let shop = Shop::new();
    shop.printer.behave("refuses");
    let out = shop.hall.path().join("sheet.pdf");
    let out = out.display().to_string();
    let calibrate = ["printer", "calibrate", "--printer", PRINTER];
    let text = shop.done(&[&calibrate[..], &["--out", &out]].concat());
    assert!(text.contains(&out) && std::path::Path::new(&out).exists());
    let text = shop.done(&calibrate);
    assert!(
        text.contains("does not exist") && text.contains(".pdf"),
        "{text}"
    );
}

#[test]
fn an_overprint_goes_through_the_profile_of_its_printer() {
    let shop = Shop::new();
    shop.done(&["printer", "use", "F2", "--printer", PRINTER, "--overprint"]);
    shop.done(&[
        "blanks", "receive", "--paper", "F2", "--batch", "甲", "--first", "1", "--last", "9",
    ]);
    let print = [
        "paper",
        crate::support::life::OLD,
        "--paper",
        "F2",
        "--print",
    ];
    let text = shop.done(&print);
    assert!(text.contains("还没有校准"), "{text}");
    let calibrate = ["printer", "calibrate", "--paper", "F2"];
    let size = {
        let layouts = guitai::disk::layouts().expect("the layouts");
        layouts["F2"].layout.page_size()
    };
    let vernier = Vernier::on(size.0, size.1).expect("large enough");
    let typed = |readings: [Reading; 3]| {
        let both = readings.map(|one| format!("{:.1},{:.1}", one.left, one.top));
        both.join(" ")
    };
    let right = vernier.meant().map(|one| Reading {
        left: one.left + 1.0,
        ..one
    });
    shop.done(&[&calibrate[..], &["--readings", &typed(right)]].concat());
    let text = shop.done(&print);
    assert!(text.contains("复核"), "{text}");
    shop.done(&[&calibrate[..], &["--confirm", &typed(vernier.meant())]].concat());
    let text = shop.done(&print);
    assert!(!text.contains("复核") && !text.contains("校准"), "{text}");
    let handed = shop.printer.handed();
    let (first, last) = (&handed[0].pdf, &handed[handed.len() - 1].pdf);
    let moved = moves(last);
    assert_eq!(moves(first), None);
    // One millimetre to the left, in points.
    let left = moved.expect("a page that is moved");
    assert!((left + 72.0 / 25.4).abs() < 0.02, "{left}");
}

/// How far to the right the first page's content is moved as a whole, in points.
fn moves(pdf: &[u8]) -> Option<f64> {
    let file = lopdf::Document::load_mem(pdf).expect("a PDF");
    let page = file.get_pages().into_values().next().expect("a page");
    let content = file.get_page_content(page);
    let content = lopdf::content::Content::decode(&content).expect("operations");
    // What stands between q and Q is moved on its own.
    let mut whole = content
        .operations
        .iter()
        .take_while(|one| one.operator != "q");
    let matrix = whole.find(|one| one.operator == "cm")?;
    let right = matrix.operands[4].as_float().expect("a number");
    Some(f64::from(right))
}

#[test]
fn on_a_terminal_the_readings_are_asked_for_one_by_one() {
    let shop = Shop::new();
    let mut program = command(&shop.hall.path());
    program.env("PATH", shop.printer.path());
    program.args(["printer", "calibrate", "--printer", PRINTER]);
    let mut desk = Desk::open(program, 100, 40);
    let mut answers = ["21.0", "19.5", "一百八", "181", "19.5毫米", "21.0", "266.5"].to_vec();
    answers.extend(["20.0", "20.0", "180.1", "20.0", "20.0", "267.0"]);
    // Typed ahead, as a clerk does who has the sheet with its readings before her.
    desk.raw(format!("{}\r", answers.join("\r")).as_bytes());
    assert_eq!(desk.ends(), 0);
    desk.last_words();
    let said = String::from_utf8_lossy(&desk.bytes()).into_owned();
    assert!(
        said.contains("不是毫米数") && said.contains("校准完成"),
        "{said}"
    );
    let profile = printers(&shop).profiles.pop().expect("kept");
    assert!(profile.confirmed);
    let page = profile.prints.printed((0.0, 0.0));
    let meant = Alignment::TRUE.printed((1.0, -0.5));
    assert!(
        (page.0 - meant.0).abs() < 0.05 && (page.1 - meant.1).abs() < 0.05,
        "{page:?}"
    );
}
