//! E15: 林静 asks for a copy of what is kept of her, withdraws her consent to follow-up and has her
//! telephone number deleted.

use guitai::office::Office;
use guitai::record::{Did, PersonKey};

use crate::support::counter::{command, leave};
use crate::support::place::{Place, example as example_case, issue, said, with};
use crate::support::printed::{self, says};
use crate::support::terminal::Desk;

const ID: &str = "350102199502279988";
const PHONE: &str = "13800000115";
const DAY: &str = "2026-11-24";

fn place() -> Place {
    Place::under("hunan-2022", DAY)
}

fn example(place: &Place, name: &str) -> String {
    let path = format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"));
    let (code, text) = said(&place.run(&["issue", &path]));
    assert_eq!(code, 0, "{name}: {text}");
    text
}

fn prepared() -> Place {
    let place = place();
    for name in [
        "e15-register.toml",
        "e15-consent.toml",
        "e15-follow-up.toml",
    ] {
        example(&place, name);
    }
    place
}

/// She comes to live here with her number in the form, and the inflow list of the month is sent.
fn listed(place: &Place) {
    let mut case = with(
        example_case("e04-inflow.toml"),
        &[
            ("applicant.id", ID),
            ("applicant.name", "林静"),
            ("applicant.phone", PHONE),
            ("hukou.place", "福州市鼓楼区"),
            ("residence.community", "欧水岭社区"),
            ("residence.detail", "6栋2单元"),
            ("arrival_date", "2026-09-01"),
            ("offer.line", "办理"),
            ("offer.verification", "later"),
            ("offer.slip", "later"),
            ("offer.sheet", "later"),
            ("spouse.name", "陈志远"),
        ],
    );
    case.date = None;
    let mut office = place.open();
    issue(&mut office, &case).expect("registered");
    let clerk = office.clerk();
    let month = "2026-11".parse().expect("a month");
    let page = office.confirm_report("F9", month, &clerk);
    assert_eq!(page.expect("confirmed").rows.len(), 1);
    office.close();
}

fn her(office: &Office) -> PersonKey {
    office.exact(ID).expect("a view").expect("she is on record")
}

fn found_by_phone(office: &Office) -> usize {
    let found = office.find(PHONE, 10).expect("a view");
    found.hits.iter().filter(|hit| hit.name == "林静").count()
}

fn holds(values: &[Vec<u8>], text: &str) -> bool {
    let text = text.as_bytes();
    values
        .iter()
        .any(|value| value.windows(text.len()).any(|part| part == text))
}

/// Everything the scenario expects, once its three wishes are done.
fn expect(place: &Place) {
    let office = place.open();
    assert_eq!(found_by_phone(&office), 0, "lookup by phone fails");
    let page = office
        .person(her(&office))
        .expect("a view")
        .expect("a page");
    assert_eq!(page.person.fact("phone"), "");
    assert_eq!(
        page.person.fact("residence.detail"),
        "6栋2单元",
        "the rest stays"
    );
    assert_eq!(page.person.fact("consent.follow_up"), "no");

    let follow_up = office.served("样SF-2026-000001").expect("a view");
    let follow_up = follow_up.expect("the appointment is on record");
    assert_eq!(follow_up.cancelled, Some(place.day), "no call will be made");
    assert!(!follow_up.served.answers.contains_key("applicant.phone"));

    let today = office.day(place.day).expect("a view");
    let lines = serde_json::to_string(&today).expect("lines");
    assert!(!lines.contains(PHONE), "no line of the day has the number");
    let requests = today.iter().filter(|line| line.service == "rights.request");
    assert_eq!(requests.count(), 2, "the copy and the deletion have a line");

    let deletion = office.served("样QL-2026-000002").expect("a view");
    let values = deletion.expect("the request is on record").served.values;
    assert_eq!(values["rights.decision"], "granted");
    assert_eq!(values["rights.due"], "2026-12-15", "15 working days");
    let answer = &values["rights.result"];
    assert!(answer.contains("联系电话已"), "{answer}");
    assert!(answer.contains("依法保存，最晚至2031-11-24"), "{answer}");
    let letter = place.hall().join("papers/2026/样QL-2026-000002-F28c.pdf");
    assert!(letter.exists(), "she gets the answer in writing");
    office.close();

    answered_in_writing(place);
    nothing_on_the_disk_has_the_number(place);
}

/// The withdrawal and the answer are on paper, and neither paper has the number.
fn answered_in_writing(place: &Place) {
    let office = place.open();
    let withdrawal = printed::paper(&office, "样CH-2026-000001", "F28b");
    let told = [
        "撤回同意书",
        "林静",
        "样TY-2026-000001",
        "自何时起2026年11月24日",
        "依赖该同意而尚未进行的1项已取消",
        "也不影响撤回前已办结的事项",
    ];
    says(&withdrawal, &told);
    let ended = printed::ticked(&office, "样CH-2026-000001", "F28b");
    assert_eq!(ended, ["随访联系"]);
    for (number, asked, answer) in [
        (
            "样QL-2026-000001",
            "复制",
            "已当场复制本人在本大厅的全部记录",
        ),
        (
            "样QL-2026-000002",
            "删除",
            "联系电话已从人员登记、业务记录、报表留存件和查找索引中删除",
        ),
    ] {
        let letter = printed::paper(&office, number, "F28c");
        says(
            &letter,
            &[answer, "答复期限2026年12月15日（15个工作日内）", "陈静"],
        );
        assert!(!letter.contains("0115"), "{letter}");
        let ticks = printed::ticked(&office, number, "F28c");
        assert_eq!(ticks, [asked, "纸质", "已按申请办理"]);
    }
    office.close();
    // The list of the day, printed.
    let (code, text) = said(&place.run(&["day", DAY, "--print"]));
    assert_eq!(code, 0, "{text}");
    let printed = files(&place.hall().join("papers/2026")).into_iter();
    let mut lists = printed.filter(|file| file.display().to_string().ends_with("F34.pdf"));
    let list = std::fs::read(lists.next().expect("a list")).expect("readable");
    let list = printed::words(&list);
    says(&list, &["林静", "撤回同意"]);
    assert!(!list.contains("0115"), "{list}");
}

/// The number is in no value of the view, in no draft, in nothing the program says, and after the
/// view is folded anew in no byte of its files.
fn nothing_on_the_disk_has_the_number(place: &Place) {
    let values = place.view_values();
    assert!(holds(&values, "林静"), "the scan sees what is there");
    assert!(
        !holds(&values, PHONE),
        "no value of the view has the number"
    );
    assert!(!holds(&values, "138 0000 0115"));
    for file in files(&place.hall().join("drafts")) {
        let text = std::fs::read_to_string(&file).expect("a draft");
        assert!(!text.contains(PHONE), "{}", file.display());
    }
    let (code, text) = said(&place.run(&["show", ID]));
    assert_eq!(code, 0, "{text}");
    assert!(!text.contains("0115"), "{text}");
    let (code, text) = said(&place.run(&["ledger", "rebuild"]));
    assert_eq!(code, 0, "{text}");
    assert!(
        !holds(&place.view_values(), PHONE),
        "nor has a view folded anew"
    );
    no_byte_has_the_number(place.hall());
    let (code, text) = said(&place.run(&["find", PHONE]));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("没有找到"), "{text}");
    let (code, text) = said(&place.run(&["day", DAY, "--json"]));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("林静") && !text.contains("0115"), "{text}");
}

/// No file of the hall but the ledger has it, nor one that was set aside.
fn no_byte_has_the_number(hall: &std::path::Path) {
    let raw = bytes_below(&hall.join("view"));
    assert!(holds(&raw, "林静"), "the scan sees what is there");
    for path in files(hall) {
        let bytes = match path.is_dir() {
            true => bytes_below(&path),
            false => vec![std::fs::read(&path).expect("a readable file")],
        };
        let of_the_ledger = path.ends_with("ledger");
        for text in [PHONE, "138 0000 0115"] {
            assert!(
                of_the_ledger || !holds(&bytes, text),
                "{text} in {}",
                path.display()
            );
        }
    }
}

#[test]
fn e15_the_first_opening_of_the_next_day_leaves_no_byte_of_what_was_deleted() {
    let mut place = prepared();
    let mut office = place.open();
    let case = example_case("e15-delete.toml");
    issue(&mut office, &case).expect("deleted");
    let content = office.view_content();
    office.close();
    // The same day nothing is folded anew.
    place.open().close();
    let set_aside = |place: &Place| {
        let names = files(place.hall()).into_iter();
        names
            .filter(|path| path.display().to_string().contains("damaged"))
            .count()
    };
    assert_eq!(set_aside(&place), 0);
    place.day = place.day.succ_opt().expect("a day");
    let opened = place.try_open().expect("the hall opens");
    assert!(opened.report.is_empty(), "{:?}", opened.report);
    assert_eq!(
        opened.office.view_content(),
        content,
        "the view is the same"
    );
    opened.office.close();
    assert_eq!(set_aside(&place), 0);
    no_byte_has_the_number(place.hall());
}

/// Every file below a folder, as it lies on the disk.
fn bytes_below(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let paths = files(folder).into_iter();
    paths
        .flat_map(|path| match path.is_dir() {
            true => bytes_below(&path),
            false => vec![std::fs::read(&path).expect("a readable file")],
        })
        .collect()
}

/// What the copy of everything that is kept of her says, paper and file.
fn copied(place: &Place) {
    let copy = place.hall().join("papers/2026/样QL-2026-000001-F28d.pdf");
    let copy = printed::words(&std::fs::read(copy).expect("the copy"));
    let said = [
        "个人信息副本",
        "林静",
        ID,
        "13800000115",
        "欧水岭社区",
        "6栋2单元",
        "样SF-2026-000001",
    ];
    says(&copy, &said);
    let json = place.hall().join("papers/2026/样QL-2026-000001-F28d.json");
    assert!(json.exists(), "a file she can take away");
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

#[test]
fn e15_by_case_files() {
    let place = prepared();
    listed(&place);
    let office = place.open();
    assert_eq!(
        found_by_phone(&office),
        1,
        "she is found by her number before"
    );
    let mut left = office.start("person.register", Some(her(&office)), &[].into());
    let draft = left.as_mut().expect("a view").as_mut().expect("a draft");
    draft.write("applicant.phone", PHONE);
    office
        .save_draft(draft)
        .expect("a draft of hers lies about");
    office.close();

    let (_, text) = said(&place.run(&["find", PHONE]));
    assert!(text.contains("林静"), "{text}");
    let text = example(&place, "e15-copy.toml");
    assert!(text.contains("F28d"), "{text}");
    copied(&place);
    let json = place.hall().join("papers/2026/样QL-2026-000001-F28d.json");
    let copy = std::fs::read_to_string(&json).expect("the copy");
    for part in [
        PHONE,
        "林静",
        "欧水岭",
        "consent.follow_up",
        "样SF-2026-000001",
    ] {
        let part = if part == "欧水岭" {
            "430406005"
        } else {
            part
        };
        assert!(copy.contains(part), "the copy has {part}");
    }
    let text = example(&place, "e15-withdraw.toml");
    assert!(text.contains("1项已取消"), "{text}");
    example(&place, "e15-delete.toml");
    assert!(
        !json.exists(),
        "the hall keeps no copy that shows the number"
    );
    expect(&place);
}

#[test]
fn e15_by_the_verbs_of_the_command_line() {
    let place = place();
    example(&place, "e15-register.toml");
    for arguments in [
        &["consent", ID, "give", "phone"][..],
        &["consent", ID, "give", "phone", "--sheet"],
    ] {
        let (code, text) = said(&place.run(arguments));
        assert_eq!(code, 0, "{text}");
    }
    example(&place, "e15-follow-up.toml");
    let to = place.around().join("copy.pdf");
    let (code, text) =
        said(&place.run(&["rights", "export", ID, "--to", &to.display().to_string()]));
    assert_eq!(code, 0, "{text}");
    assert!(to.exists() && to.with_extension("json").exists(), "{text}");
    let left = files(&place.hall().join("papers/2026"));
    assert!(
        !left
            .iter()
            .any(|file| file.display().to_string().contains("F28d"))
    );
    let (code, text) = said(&place.run(&["consent", ID, "withdraw", "follow_up"]));
    assert_eq!(code, 0, "{text}");
    let (code, text) = said(&place.run(&["consent", ID, "withdraw", "follow_up"]));
    assert_eq!(code, 6, "there is nothing left to withdraw: {text}");
    let (code, text) = said(&place.run(&["rights", "delete", ID, "phone"]));
    assert_eq!(code, 0, "{text}");
    expect(&place);
    let office = place.open();
    let timeline = office
        .person(her(&office))
        .expect("a view")
        .expect("a page")
        .timeline;
    assert!(timeline.iter().all(|line| line.did != Did::SuspendCase));
}

/// Opens her page and starts a service by the key before its title.
fn start(desk: &mut Desk, title: &str) {
    desk.keys(&format!("{ID}⏎"));
    desk.sees("今天可办");
    let text = desk.sees(title).contents();
    let mut lines = text.lines();
    let line = lines.find(|line| line.contains(title)).expect("a line");
    let key: String = line.trim_start().chars().take(1).collect();
    desk.keys(&key);
}

/// Submits, confirms, and goes on to the next customer once the number is there.
fn finish(desk: &mut Desk, number: &str) {
    desk.keys("②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees(number);
    desk.keys("⏎");
    desk.sees("今日办件");
}

#[test]
fn e15_by_keys() {
    let place = prepared();
    // The page shows all services and what she agreed to.
    let mut desk = Desk::open(command(place.hall()), 80, 60);
    desk.sees("今日办件");
    // Before, her telephone number finds her.
    desk.keys(PHONE);
    desk.sees("找到1人");
    desk.ctrl('u');
    desk.sees_no("找到1人");
    start(&mut desk, "个人信息查阅、复制");
    desk.sees("申请事项");
    desk.keys("2");
    finish(&mut desk, "QL-2026-000001");
    copied(&place);
    start(&mut desk, "撤回同意");
    desk.sees("随访联系");
    desk.keys("1");
    finish(&mut desk, "CH-2026-000001");
    desk.keys(&format!("{ID}⏎"));
    desk.sees("2026-11-24 已撤回");
    desk.keys("⎋⎋");
    start(&mut desk, "个人信息查阅、复制");
    desk.sees("申请事项");
    desk.keys("4");
    desk.sees("删除联系电话");
    desk.keys("1");
    finish(&mut desk, "QL-2026-000002");
    desk.keys(PHONE);
    desk.sees("找到0人");
    desk.sees_no("林静");
    leave(desk);
    expect(&place);
}
