//! Promise: scenario E3 of the guide. A divorced applicant with one child: the divorce paper
//! instead of the marriage certificate, no agreement, and nothing of the former husband.

use crate::support::counter::{leave, open};
use crate::support::place::{Place, example_text, said};

const DAY: &str = "2010-05-11";
const ID: &str = "430407198502199906";
const NUMBER: &str = "样4304060051000001X";

#[test]
fn e3_by_keys() {
    let place = Place::practice(DAY);
    let mut desk = open(place.hall());
    desk.keys(&format!("{ID}⏎"));
    desk.sees("石鼓区");
    for keys in ["刘佳⏎", "13800000103⏎", "白沙1"] {
        desk.keys(keys);
    }
    // Her number keeps the area of her birth: a line of information and nothing more.
    desk.sees("号码前六位是别处的区划");
    for keys in ["第5组⏎", "⏎", "6"] {
        desk.keys(keys);
    }
    desk.sees("离婚证字号");
    desk.sees_no("配偶姓名");
    for keys in [
        "2009-11-20⏎",
        "L430407-2009-000456⏎",
        "1",
        "谭子涵⏎",
        "1",
        "2007-06-05⏎",
        "⏎",
        "⏎",
    ] {
        desk.keys(keys);
    }
    desk.sees("前往地");
    for keys in ["thq1", "⏎", "1"] {
        desk.keys(keys);
    }
    desk.sees("照片文件");
    desk.sees("离婚证（判决书）或死亡证明");
    desk.sees_no("结婚证");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.sees_no("协议书");
    desk.keys("⏎");
    desk.sees("已签发：刘佳");
    leave(desk);
    as_expected(&place);
}

#[test]
fn e3_by_case_file() {
    let place = Place::practice(DAY);
    // Her number keeps the area of her birth: worth a look, and nothing more.
    let (code, text) = said(&place.run_case(&example_text("e3.toml")));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("号码前六位是别处的区划"), "{text}");
    as_expected(&place);
}

#[test]
fn e3_whoever_is_divorced_now_leaves_nothing_of_the_former_husband_in_her_record() {
    let mut place = Place::practice("2010-03-15");
    let (code, text) = said(&place.run_case(&example_text("e1.toml")));
    assert_eq!(code, 0, "{text}");
    place.day = "2010-05-11".parse().expect("a date");
    let divorced = "service = \"person.register\"\n[answers.applicant]\nid = \"430406198304129927\"\n\
                    [answers.hukou]\nplace = \"430406\"\n[answers.marital]\nstatus = \"离婚\"\n";
    let (code, text) = said(&place.run_case(divorced));
    assert_eq!(code, 0, "{text}");
    let office = place.open();
    let key = office.exact("430406198304129927").expect("a view");
    let page = office.person(key.expect("on record")).expect("a view");
    let facts = page.expect("on record").person.facts;
    assert_eq!(facts.keys().find(|fact| fact.starts_with("spouse")), None);
    let his = office.exact("430421198011039913").expect("a view");
    assert_eq!(his, None);
}

fn as_expected(place: &Place) {
    let office = place.open();
    let key = office.exact(ID).expect("a view").expect("on record");
    let page = office.person(key).expect("a view").expect("on record");
    let issued = &page.certificates[0].0.issued;
    assert_eq!(issued.agreement, None, "not married: no agreement");
    let papers: Vec<&str> = issued
        .papers
        .iter()
        .map(|paper| paper.order.paper.as_str())
        .collect();
    assert_eq!(papers, ["F1", "F2", "F4"]);
    let of_him = |path: &&String| path.starts_with("spouse") || *path == "marital.cert_no";
    assert_eq!(issued.answers.keys().find(of_him), None);
    assert_eq!(page.person.facts.keys().find(of_him), None);
    assert_eq!(issued.answers["children[0].name"], "谭子涵");
    assert!(
        !issued.answers.keys().any(|path| path.contains("custody")),
        "with whom the boy lives is nobody's business"
    );
    let pages = crate::paper_text::pages(&office.paper(NUMBER, "F2").expect("printed"));
    let page_b = &pages[1];
    assert!(page_b.contains("离婚"), "{page_b}");
    assert!(page_b.contains("男　1　个　　女　0　个"), "{page_b}");
}
