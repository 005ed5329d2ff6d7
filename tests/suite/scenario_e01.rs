//! Promise: scenario E1 of the guide. A married woman with one child leaves for Dongguan: one
//! person, one closed case, one certificate and its papers, by keys and by case file.

use guitai::office::Office;
use guitai::record::{CertificateState, Did};

use crate::support::counter::{LI_CHUNTAO, leave, open};
use crate::support::place::{Place, day, example_text, said};
use crate::support::printed::ticked;

const DAY: &str = "2010-03-15";
const NUMBER: &str = "样4304060051000001X";

#[test]
fn e1_by_keys() {
    let place = Place::practice(DAY);
    let mut desk = open(place.hall());
    desk.keys("430406198304129927");
    // Sex, birth date, age and area appear by themselves, before anything is opened.
    desk.sees("女・1983-04-12・26岁・湖南省衡阳市雁峰区");
    desk.keys("⏎");
    desk.sees("*姓名");
    for keys in LI_CHUNTAO {
        match keys {
            // The town lies directly under the city: there is no county between.
            "hmz2" => {
                desk.keys("hmz");
                desk.sees("2 广东省东莞市虎门镇");
                desk.keys("2");
            }
            _ => desk.keys(keys),
        }
        // His number tells that he is a man, and when he was born.
        if keys == "430421198011039913⏎" {
            desk.sees("男・1980-11-03");
        }
    }
    desk.sees("照片文件");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.sees("流出人口计划生育服务协议书");
    desk.keys("⏎");
    desk.sees("4304 0600 5100 0001 X");
    desk.keys("⏎");
    desk.sees("今日办件 1 件");
    leave(desk);
    as_expected(&place);
}

#[test]
fn e1_by_case_file() {
    let place = Place::practice(DAY);
    let (code, text) = said(&place.run_case(&example_text("e1.toml")));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains(NUMBER), "{text}");
    as_expected(&place);
}

fn as_expected(place: &Place) {
    let office = place.open();
    assert_eq!(office.people(), 1, "one person");
    let key = office.exact("430406198304129927").expect("a view");
    let page = office.person(key.expect("on record")).expect("a view");
    let page = page.expect("on record");
    assert!(page.waiting.is_empty(), "the case is closed");
    let did: Vec<Did> = page.timeline.iter().map(|line| line.did).collect();
    assert_eq!(did, [Did::IssueCertificate], "one case");
    assert_eq!(page.certificates.len(), 1, "one certificate");
    let flow = ["flow.state", "flow.since", "flow.scope"].map(|fact| page.person.fact(fact));
    assert_eq!(flow, ["outflow", DAY, "cross_province"], "she is away");

    let (certificate, state) = &page.certificates[0];
    let issued = &certificate.issued;
    assert_eq!(certificate.number(), NUMBER);
    assert_eq!(*state, CertificateState::Valid);
    assert_eq!(issued.case, "样SQ-430406005-2010-00001");
    let days = (issued.issue_date, issued.expiry_date);
    assert_eq!(days, (day(DAY), day("2013-03-14")));
    assert_eq!(
        issued.agreement.as_deref(),
        Some("样XY-430406005-2010-0001")
    );
    let copies: Vec<(&str, u32)> = issued
        .papers
        .iter()
        .map(|paper| (paper.order.paper.as_str(), paper.order.copies))
        .collect();
    assert_eq!(copies, [("F1", 2), ("F3a", 2), ("F2", 1), ("F4", 1)]);
    every_paper_was_seen(&issued.answers);
    no_health_is_kept(&office, &page.person.facts, &issued.answers);
    its_papers_say_so(place, &office);
    office.close();
}

/// Six ticks and three photographs, as the document step of E1 has them.
fn every_paper_was_seen(answers: &guitai::record::Answers) {
    for paper in [
        "household_book",
        "id_card",
        "spouse_id_card",
        "marriage_cert",
        "birth_permit",
        "birth_cert",
        "photo",
    ] {
        assert_eq!(answers[&format!("doc.{paper}")], "seen", "{paper}");
    }
    assert_eq!(answers["doc.photo.count"], "3");
    assert_eq!(answers["destination.place"], "441900121");
    assert_eq!(answers["hukou.group"], "第3组", "kept as typed");
}

fn no_health_is_kept(
    office: &Office,
    facts: &guitai::record::Facts,
    answers: &guitai::record::Answers,
) {
    let health = |path: &&String| path.contains("contraception") && !path.starts_with("consent");
    assert_eq!(facts.keys().find(health), None);
    assert_eq!(answers.keys().find(health), None);
    assert_eq!(answers["consent.contraception"], "no");
    assert_eq!(office.drafts().len(), 0, "nothing waits beside the record");
}

fn its_papers_say_so(place: &Place, office: &Office) {
    for (paper, sheets) in [("F1", 2), ("F3a", 2), ("F2", 4), ("F4", 1)] {
        let file = format!("papers/2010/{NUMBER}-{paper}.pdf");
        let written = std::fs::read(place.hall().join(file)).expect("the paper was written");
        assert_eq!(office.paper(NUMBER, paper).expect("printed again"), written);
        let pages = crate::paper_text::pages(&written);
        assert_eq!(pages.len(), sheets, "{paper}");
        assert!(pages.concat().contains("李春桃"), "{paper}");
    }
    // Six ticks, two papers that do not concern her, and the photographs.
    let mut ticks = ticked(office, NUMBER, "F1");
    ticks.sort();
    assert_eq!(
        ticks,
        ["原件已核"; 6]
            .iter()
            .chain(&["已收", "无此情形"])
            .map(|tick| (*tick).to_owned())
            .collect::<Vec<_>>()
    );
    let application = office.paper(NUMBER, "F1").expect("printed");
    for copy in crate::paper_text::pages(&application) {
        for said in ["情况属实，同意上报", "广东省东莞市虎门镇", NUMBER] {
            assert!(copy.contains(said), "{said} in {copy}");
        }
    }
    let certificate = office.paper(NUMBER, "F2").expect("printed");
    let text = crate::paper_text::pages(&certificate).concat();
    for said in ["本人未提供", "王建军", "女　1　个", "2013"] {
        assert!(text.contains(said), "{said} in {text}");
    }
}
