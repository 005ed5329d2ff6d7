//! Promise: what a service leaves open is seen until it is answered, by its own number and by
//! nobody else's: return slips (A12), check slips (A5) and inquiries (E14), by case files and by keys.

use guitai::office::Office;
use guitai::text::Lang;
use serde_json::Value;

use crate::paper_text::pages;
use crate::scenario_e04::{data, run};
use crate::support::counter::{Hall, leave, open};
use crate::support::life::move_to;
use crate::support::place::{Place, check, example, example_text, issue, said, with};

const LI_CHUNTAO: &str = "430406198304129927";
const CERTIFICATE: &str = "样4304060051000001X";
const KASHGAR: &str = "653101198405109920";
const SLIP: &str = "样JC430406005100601001";

/// A case that only says who she is and what is answered.
fn case(service: &str, who: (&str, &str), answers: &[(&str, &str)]) -> String {
    let (id, name) = who;
    let head = format!("service = \"{service}\"\n[answers]\n\"applicant.id\" = \"{id}\"\n");
    let answers = answers
        .iter()
        .map(|(path, text)| format!("\"{path}\" = \"{text}\"\n"));
    head + &format!("\"applicant.name\" = \"{name}\"\n") + &answers.collect::<String>()
}

/// What is on record left open, by number: kind and state.
fn open_of(place: &Place, number: &str) -> Vec<(String, String, String)> {
    let shown = data(place, &["show", number, "--json"]);
    let matters = shown["matters"].as_array().expect("a list").iter();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let parts = matters.map(|one| (text(one, "what"), text(one, "number"), text(one, "state")));
    parts.collect()
}

fn state(place: &Place, person: &str, number: &str) -> String {
    let open = open_of(place, person);
    let found = open.iter().find(|(_, known, _)| known == number);
    found
        .unwrap_or_else(|| panic!("{number} in {open:?}"))
        .2
        .clone()
}

const RECEIVED: [(&str, &str); 7] = [
    ("return.received_on", "2010-03-15"),
    ("return.received_by", "李社区"),
    ("ledger.book", "是"),
    ("ledger.check_slip", "否"),
    ("ledger.monitoring", "否"),
    ("ledger.handbook", "否"),
    ("ledger.outflow_report", "是"),
];

fn received(number: &str) -> String {
    let answers = [&RECEIVED[..], &[("certificate.number", number)]].concat();
    case("slip.received", (LI_CHUNTAO, "李春桃"), &answers)
}

#[test]
fn a12_a_return_slip_is_out_until_the_community_has_it() {
    let place = Place::practice("2010-03-15");
    run(&place, &["flow", "out"], "e1.toml");
    let slips = data(&place, &["flow", "slips", "--json"]);
    assert_eq!(slips["slips"][0]["number"], CERTIFICATE);
    assert_eq!(slips["slips"][0]["name"], "李春桃");
    assert_eq!(state(&place, LI_CHUNTAO, CERTIFICATE), "open");

    // A slip of nobody's, and boxes that nobody ticked.
    let (code, text) = said(&place.run_case(&received("4304060051000099X")));
    assert_eq!(code, 3, "{text}");
    assert!(
        text.contains("不在她名下") && text.contains(CERTIFICATE),
        "{text}"
    );
    let unticked = case(
        "slip.received",
        (LI_CHUNTAO, "李春桃"),
        &[&RECEIVED[..2], &[("certificate.number", CERTIFICATE)]].concat(),
    );
    let (code, text) = said(&place.run_case(&unticked));
    assert_eq!(code, 3, "{text}");
    assert!(
        text.contains("已登台账") && text.contains("已登流出报表"),
        "{text}"
    );

    // The number may be copied without the mark of a practice hall.
    let (code, text) = said(&place.run_case(&received("4304060051000001X")));
    assert_eq!(code, 0, "{text}");
    assert_eq!(state(&place, LI_CHUNTAO, CERTIFICATE), "done");
    let slips = data(&place, &["flow", "slips", "--json"]);
    assert_eq!(slips["slips"], Value::Array(Vec::new()));
    let (code, text) = said(&place.run_case(&received("4304060051000001X")));
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("已于 2010-03-15 办结"), "{text}");
}

#[test]
fn a12_the_slip_of_another_place_s_certificate_is_called_what_it_is() {
    let place = Place::practice("2010-06-01");
    run(&place, &["flow", "in"], "e04-inflow.toml");
    let answers = [&RECEIVED[..], &[("certificate.number", "653101001090123")]].concat();
    let case = case("slip.received", (KASHGAR, "阿依古丽·买买提"), &answers);
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("是外地发的证"), "{text}");
}

#[test]
fn a12_by_keys_enter_on_the_open_slip_starts_its_receipt() {
    let place = Place::practice("2010-03-15");
    run(&place, &["flow", "out"], "e1.toml");
    let mut desk = open(place.hall());
    desk.keys(&format!("{LI_CHUNTAO}⏎"));
    desk.sees("今天可办");
    desk.resize(100, 60);
    desk.sees("返回联");
    desk.sees("2010-03-15 起待收");
    // From the three lists of offers over the certificate to what is open.
    desk.keys("⇥⇥⇥⇥⏎");
    desk.sees("返回联收到");
    desk.sees("4304060051000001X");
    desk.keys("李社区⏎");
    for tick in ["1", "2", "2", "2", "1"] {
        desk.keys(tick);
    }
    desk.keys("②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("样SQ-430406005-2010-00002");
    desk.keys("⏎");
    leave(desk);
    assert_eq!(state(&place, LI_CHUNTAO, CERTIFICATE), "done");
}

const RESULT: [(&str, &str); 4] = [
    ("receipt.slip", SLIP),
    ("receipt.checked_on", "2010-06-18"),
    ("receipt.signed", "是"),
    ("receipt.examiner", "赵医生"),
];
const FOUND: [(&str, &str); 3] = [
    ("consent.check_result", "是"),
    ("result.ring", "未查"),
    ("result.pregnancy", "未孕"),
];

fn result(changes: &[(&str, &str)]) -> String {
    let answers = [&RESULT[..], &FOUND, changes].concat();
    let answers: std::collections::BTreeMap<_, _> = answers.into_iter().collect();
    let answers: Vec<_> = answers.into_iter().collect();
    case("check.result", (KASHGAR, "阿依古丽·买买提"), &answers)
}

/// She took a slip on 1 June, good until 1 July.
fn with_slip() -> Place {
    let place = Place::practice("2010-06-01");
    run(&place, &["flow", "in"], "e04-inflow.toml");
    assert_eq!(state(&place, KASHGAR, SLIP), "open");
    place
}

#[test]
fn a5_a_check_slip_is_done_by_its_signed_result_and_over_by_its_day() {
    let place = with_slip();
    move_to(place.hall(), "2010-07-01");
    assert_eq!(state(&place, KASHGAR, SLIP), "open", "its last day");
    move_to(place.hall(), "2010-07-02");
    assert_eq!(state(&place, KASHGAR, SLIP), "lapsed");
    let shown = data(&place, &["show", KASHGAR, "--json"]);
    assert!(
        !shown.to_string().contains("\"lapsed_on\""),
        "computed, never stored"
    );

    let (code, text) = said(&place.run_case(&result(&[("receipt.signed", "否")])));
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("只凭检查人签名"), "{text}");
    let (code, text) = said(&place.run_case(&result(&[("receipt.checked_on", "2010-07-02")])));
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("2010-07-01"), "{text}");

    // Checked while it was good and brought back a day late.
    let (code, text) = said(&place.run_case(&result(&[])));
    assert_eq!(code, 0, "{text}");
    assert_eq!(state(&place, KASHGAR, SLIP), "done");
    let shown = data(&place, &["show", KASHGAR, "--json"]);
    assert_eq!(shown["facts"]["result.last"], "2010-06-18 已查 未孕");
}

#[test]
fn a5_a_slip_is_closed_without_a_result_where_she_keeps_it_to_herself() {
    let place = with_slip();
    move_to(place.hall(), "2010-06-20");
    let (code, text) = said(&place.run_case(&result(&[("consent.check_result", "否")])));
    assert_eq!(code, 0, "{text}");
    assert_eq!(state(&place, KASHGAR, SLIP), "done");
    let shown = data(&place, &["show", KASHGAR, "--json"]);
    assert!(!shown.to_string().contains("未孕"), "{shown}");
    assert_eq!(shown["facts"].get("result.last"), None);
}

#[test]
fn a5_the_result_goes_when_the_consent_is_withdrawn() {
    let place = with_slip();
    move_to(place.hall(), "2010-06-20");
    assert_eq!(said(&place.run_case(&result(&[]))).0, 0);
    let who = (KASHGAR, "阿依古丽·买买提");
    let withdrawn = case("consent.withdraw", who, &[("withdrawal.health", "是")]);
    let (code, text) = said(&place.run_case(&withdrawn));
    assert_eq!(code, 0, "{text}");
    let shown = data(&place, &["show", KASHGAR, "--json"]);
    assert!(!shown.to_string().contains("未孕"), "{shown}");
}

const ASKS: [(&str, &str); 4] = [
    ("inquiry.wanted", "是"),
    ("inquiry.to_name", "福州市鼓楼区东街街道办事处"),
    ("inquiry_spouse.wanted", "是"),
    ("inquiry_spouse.to_name", "济南市历下区泉城路街道办事处"),
];

fn couple(asks: &[(&str, &str)]) -> guitai::cli::case::CaseFile {
    with(example("e14.toml"), asks)
}

fn paper(office: &Office, number: &str, paper: &str) -> String {
    pages(&office.paper(number, paper).expect("a paper")).concat()
}

#[test]
fn e14_both_hukou_places_are_asked_each_by_a_letter_and_a_number_of_its_own() {
    let place = Place::under("hunan-2022", "2026-11-23");
    let mut office = place.open();
    let done = issue(&mut office, &couple(&ASKS)).expect("registered");
    let number = done.number.expect("a number");
    let hers = paper(&office, &number, "F17");
    let his = paper(&office, &number, "F17s");
    let receipt = paper(&office, &number, "F29");
    for part in [
        "受理回执",
        "当场办结",
        "2026年12月14日答复协查函",
        "由本大厅通知",
    ] {
        assert!(receipt.contains(part), "{part} in {receipt}");
    }
    for (letter, number, office, person) in [
        (&hers, "样XC-430406-2026-0001", "东街街道办事处", "林静"),
        (&his, "样XC-430406-2026-0002", "泉城路街道办事处", "高远"),
    ] {
        for part in [number, office, person, "2026年12月14日"] {
            assert!(letter.contains(part), "{part} in {letter}");
        }
        // Nobody asked them, so nothing is said of it.
        assert!(!letter.contains("未在别处登记"), "{letter}");
    }
    assert!(his.contains("济南"), "his place, not hers: {his}");

    let said = [&ASKS[..], &[("registration.elsewhere", "否")]].concat();
    let submission = check(&office, &couple(&said)).unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    assert_eq!(
        submission.values()["inquiry.registration_stated"],
        "未在别处登记"
    );
    assert_eq!(
        submission.values()["inquiry_spouse.registration_stated"],
        "未在别处登记"
    );
}

#[test]
fn e14_a_local_wife_with_a_husband_from_outside_is_offered_the_letter_to_his_place() {
    let place = Place::under("hunan-2022", "2026-11-23");
    let office = place.open();
    let local = [
        ("hukou.place", "430406005"),
        ("hukou.community", "欧水岭社区"),
    ];
    let case = couple(&[&ASKS[..], &local].concat());
    let submission = check(&office, &case).unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    let papers: Vec<&str> = submission
        .papers()
        .iter()
        .map(|order| order.paper.as_str())
        .collect();
    assert!(
        papers.contains(&"F17s") && !papers.contains(&"F17"),
        "{papers:?}"
    );
    assert!(
        !submission.values().contains_key("inquiry.due"),
        "no clock nobody wanted"
    );
}

#[test]
fn e14_the_answer_to_an_inquiry_closes_it_and_the_other_stays_open() {
    let place = Place::under("hunan-2022", "2026-11-23");
    let mut office = place.open();
    issue(&mut office, &couple(&ASKS)).expect("registered");
    office.close();
    move_to(place.hall(), "2026-12-16");
    let (hers, his) = ("样XC-430406-2026-0001", "样XC-430406-2026-0002");
    assert_eq!(state(&place, "350102199502279988", hers), "overdue");
    let answer = |changes: &[(&str, &str)]| {
        let answers = [
            ("answer.inquiry", hers),
            ("answer.on", "2026-12-10"),
            ("answer.by", "东街街道办事处"),
            ("answer.name", "一致"),
            ("answer.marital", "一致"),
            ("answer.children", "查无"),
            ("answer.elsewhere", "没有问"),
        ];
        let answers = [&answers[..], changes].concat();
        let answers: std::collections::BTreeMap<_, _> = answers.into_iter().collect();
        let answers: Vec<_> = answers.into_iter().collect();
        case("inquiry.answer", ("350102199502279988", "林静"), &answers)
    };
    let early = said(&place.run_case(&answer(&[("answer.on", "2026-11-20")])));
    assert!(early.0 == 3 && early.1.contains("2026-11-23"), "{early:?}");
    let silent = said(&place.run_case(&answer(&[("answer.marital", "不一致")])));
    assert!(
        silent.0 == 3 && silent.1.contains("照反馈函写明"),
        "{silent:?}"
    );
    let (code, text) = said(&place.run_case(&answer(&[])));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("按期答复"), "{text}");
    assert_eq!(state(&place, "350102199502279988", hers), "done");
    assert_eq!(state(&place, "350102199502279988", his), "overdue");
    let shown = data(&place, &["show", "350102199502279988", "--json"]);
    let last = shown["facts"]["inquiry.last_answer"]
        .as_str()
        .expect("a text");
    assert_eq!(last, "2026-12-10 姓名号码一致；婚姻一致；子女查无");
}

#[test]
fn e14_by_keys_her_page_tells_when_each_answer_is_due() {
    let hall = Hall::empty("hunan-2022", "2026-11-23");
    let asks = example_text("e14.toml").replace(
        "[answers.inquiry]\nwanted = \"否\"",
        "[answers.inquiry]\nwanted = \"是\"\nto_name = \"东街街道办事处\"",
    );
    let (code, text) = hall.give(&["issue"], &asks);
    assert_eq!(code, 0, "{text}");
    move_to(&hall.path(), "2026-12-16");
    let mut desk = open(&hall.path());
    desk.keys("350102199502279988⏎");
    desk.sees("期限 2026-12-14 已过 2 天，仍待答复");
    leave(desk);
}

#[test]
fn the_second_inquiry_letter_is_the_first_word_for_word() {
    let read = |name: &str| std::fs::read_to_string(format!("forms/papers/{name}.toml"));
    let (first, second) = (
        read("F17").expect("a layout"),
        read("F17s").expect("a layout"),
    );
    let about_her = second
        .replace("inquiry_spouse.", "inquiry.")
        .replace("{spouse.hukou_line}", "{hukou.line}")
        .replace("{spouse.", "{applicant.")
        .replace("id = \"F17s\"", "id = \"F17\"");
    let body = |text: &str| text.split_once('\n').expect("a first line").1.to_owned();
    assert_eq!(body(&about_her), body(&first));
}

#[test]
fn an_answer_that_another_counter_gave_first_is_refused_by_name() {
    let place = Place::practice("2010-03-15");
    let mut office = place.open();
    let mut outflow = example("e1.toml");
    outflow.date = None;
    issue(&mut office, &outflow).expect("issued");
    let text = received(CERTIFICATE);
    let case = guitai::cli::case::CaseFile::parse("case.toml", &text).expect("a case");
    let both = [check(&office, &case), check(&office, &case)].map(|one| one.expect("it fits"));
    let clerk = office.clerk();
    office.issue(&both[0], &clerk).expect("received");
    let error = office.issue(&both[1], &clerk).expect_err("received before");
    let said = error.message().say(Lang::Zh);
    assert!(
        said.contains(CERTIFICATE) && said.contains("已经办结"),
        "{said}"
    );
}
