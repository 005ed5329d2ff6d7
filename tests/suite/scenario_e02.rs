//! Promise: scenario E2 of the guide. An unmarried applicant with a rare character brings two
//! photographs of three: one notice of one missing thing, the rest the same afternoon.

use guitai::office::{Office, PersonPage};
use guitai::record::Did;

use crate::support::counter::{leave, open};
use crate::support::place::{Place, day, example_text, said};
use crate::support::printed::ticked;

const DAY: &str = "2010-04-06";
const ID: &str = "430406199007259965";
const CASE: &str = "样SQ-430406005-2010-00001";
const NUMBER: &str = "样4304060051000001X";

#[test]
fn e2_by_keys() {
    let place = Place::practice(DAY);
    let mut desk = open(place.hall());
    desk.keys(&format!("{ID}⏎"));
    desk.sees("*姓名");
    // The character nobody can type is given by its code point and shown with it.
    desk.keys("陈U+4DAE⏎");
    desk.sees("陈䶮 [U+4DAE]");
    for keys in [
        "13800000102⏎",
        "ylsq1",
        "第1组⏎",
        "⏎",
        "1",
        "kfq1",
        "⏎",
        "1",
    ] {
        desk.keys(keys);
    }
    desk.sees("照片文件");
    desk.keys("⑥");
    desk.sees("已核原件");
    desk.keys("⇥⇥");
    desk.until("the count of photographs", |screen| {
        let row = screen.cursor_position().0;
        screen
            .contents_between(row, 0, row, 30)
            .contains("一寸照片")
    });
    desk.keys("2②");
    desk.sees("一寸照片 缺1份");
    desk.keys("⏎");
    desk.sees("已受理，待补正：陈䶮");
    desk.sees("请在 2010-05-06 前补齐");
    desk.keys("⏎");
    waits(&place.hall().join("papers/2010"));

    // The same afternoon: only the photographs are asked for.
    desk.keys(&format!("{ID}⏎"));
    desk.sees("待补正");
    desk.sees("陈䶮 [U+4DAE]");
    desk.keys("⏎");
    desk.sees("*前往地");
    desk.keys("②");
    desk.until("the count of photographs", |screen| {
        let row = screen.cursor_position().0;
        screen
            .contents_between(row, 0, row, 30)
            .contains("一寸照片")
    });
    desk.keys("3②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已签发：陈䶮");
    let shown = String::from_utf8_lossy(&desk.bytes()).into_owned();
    for never in ["避孕", "怀孕", "配偶", "结婚日期"] {
        assert!(!shown.contains(never), "{never} was shown");
    }
    leave(desk);
    as_expected(&place);
}

#[test]
fn e2_by_case_file() {
    let place = Place::practice(DAY);
    let (code, text) = said(&place.run_case(&example_text("e2.toml")));
    assert_eq!(code, 6, "{text}");
    assert!(text.contains(CASE) && text.contains("2010-05-06"), "{text}");
    assert_eq!(text.matches("缺：").count(), 1, "one missing thing: {text}");
    assert!(text.contains("缺：一寸照片 ×1"), "{text}");
    waits(&place.hall().join("papers/2010"));
    let (code, text) = said(&place.run_case(&example_text("e2-complete.toml")));
    assert_eq!(code, 0, "{text}");
    as_expected(&place);
}

#[test]
fn e2_a_font_without_her_character_stops_the_print_and_names_it() {
    let place = Place::practice(DAY);
    let rare = example_text("e2.toml").replace("陈䶮", "陈𰻝");
    let (code, text) = said(&place.run_case(&rare.replace("photo = 2", "photo = 3")));
    assert_eq!(code, 7, "{text}");
    assert!(text.contains("字体缺字"), "{text}");
    assert!(text.contains("U+30EDD"), "{text}");
    // The way out: the place stays blank for the pen.
    assert!(text.contains("缺字留空手填"), "{text}");
    assert!(text.contains("--by-hand"), "{text}");
    let (_, found) = said(&place.run(&["find", "9965"]));
    assert!(found.contains("没有找到"), "{found}");
}

/// F29 lists the one missing photograph and nothing else.
fn waits(papers: &std::path::Path) {
    let notice = std::fs::read(papers.join(format!("{CASE}-F29.pdf"))).expect("the notice");
    let text = crate::paper_text::pages(&notice).concat();
    assert!(text.contains("一寸照片 1 张"), "{text}");
    assert!(!text.contains("结婚证"), "{text}");
}

fn her_page(office: &Office) -> PersonPage {
    let key = office.exact(ID).expect("a view").expect("on record");
    office.person(key).expect("a view").expect("on record")
}

fn as_expected(place: &Place) {
    let office = place.open();
    let page = her_page(&office);
    assert_eq!(page.person.name(), "陈䶮");
    assert!(page.waiting.is_empty(), "the case is complete");
    let did: Vec<Did> = page.timeline.iter().map(|line| line.did).collect();
    assert_eq!(did, [Did::SuspendCase, Did::IssueCertificate]);
    let issued = &page.certificates[0].0.issued;
    assert_eq!(
        (issued.case.as_str(), issued.number.as_str()),
        (CASE, NUMBER)
    );
    assert_eq!(issued.issue_date, day(DAY), "the same afternoon");
    assert_eq!(issued.agreement, None, "not married: no agreement");
    let papers: Vec<&str> = issued
        .papers
        .iter()
        .map(|paper| paper.order.paper.as_str())
        .collect();
    assert_eq!(papers, ["F1", "F2", "F4"]);
    let asked = [
        "spouse",
        "contraception",
        "consent",
        "children",
        "marital.date",
    ];
    let answered = |path: &&String| asked.iter().any(|asked| path.starts_with(asked));
    assert_eq!(issued.answers.keys().find(answered), None);
    // Marriage certificate, birth permit, birth certificate, a spouse's card and a divorce paper:
    // nobody asks for them, and the application says 无此情形.
    let ticks = ticked(&office, NUMBER, "F1");
    let count = |tick: &str| ticks.iter().filter(|one| *one == tick).count();
    let counts = [count("原件已核"), count("无此情形"), count("已收")];
    assert_eq!(counts, [2, 5, 1], "{ticks:?}");

    let pages = crate::paper_text::pages(&office.paper(NUMBER, "F2").expect("printed"));
    let page_b = &pages[1];
    assert!(
        page_b.contains("陈䶮") && page_b.contains("未婚"),
        "{page_b}"
    );
    assert!(page_b.contains("配偶姓名——"), "{page_b}");
    assert!(page_b.contains("男　0　个　　女　0　个"), "{page_b}");
}
