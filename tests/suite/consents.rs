//! Promise: a consent opens what its text says and nothing else, is on record with the words she was
//! shown, and whatever rests on it goes with it.

use std::collections::BTreeSet;

use guitai::cli::case::CaseFile;
use guitai::form::{Form, Kind};
use guitai::office::{FixedClock, Office, RecipientWish};
use guitai::record::{PersonKey, SUPPLIES_CONSENT};
use guitai::text::Lang;

use crate::support::place::{Place, check, example, example_text, issue, with};
use crate::support::printed::words as said;

/// 阿依古丽·买买提 of E4.
const AYGUL: &str = "653101198405109920";
const AYGUL_NAME: &str = "阿依古丽·买买提";

fn case(service: &str, answers: &[(&str, &str)]) -> CaseFile {
    let text = format!("service = \"{service}\"\n");
    let case = CaseFile::parse("case.toml", &text).expect("a case");
    with(case, answers)
}

/// A case of hers.
fn of_aygul(service: &str, answers: &[(&str, &str)]) -> CaseFile {
    let who = [("applicant.id", AYGUL), ("applicant.name", AYGUL_NAME)];
    with(case(service, &who), answers)
}

/// E4 on whatever day it is.
fn inflow(changes: &[(&str, &str)]) -> CaseFile {
    let mut case = with(example("e04-inflow.toml"), changes);
    case.date = None;
    case
}

fn without(mut case: CaseFile, path: &str) -> CaseFile {
    case.answers.remove(path);
    case
}

fn her(office: &Office) -> PersonKey {
    office.exact(AYGUL).expect("a view").expect("on record")
}

fn consent(office: &Office, key: &str) -> String {
    let page = office.person(her(office)).expect("a view").expect("a page");
    page.person.fact(key).to_owned()
}

/// Why a case is refused, in words.
fn refused(office: &Office, case: &CaseFile) -> String {
    let unfit = check(office, case).expect_err("refused");
    let said = unfit.problems.iter();
    let said: Vec<String> = said.map(|one| one.message.say(Lang::Zh)).collect();
    said.join("；")
}

fn forms(place: &Place) -> Vec<std::sync::Arc<Form>> {
    let office = place.open();
    office.shelf().forms.values().cloned().collect()
}

#[test]
fn every_consent_a_form_asks_for_can_be_withdrawn() {
    let place = Place::real("2010-06-01");
    let forms = forms(&place);
    let ended = forms.iter().flat_map(|form| &form.rights);
    let ended: BTreeSet<&str> = ended
        .flat_map(|right| right.ends.iter().map(String::as_str))
        .collect();
    let mut asked = BTreeSet::from([SUPPLIES_CONSENT]);
    for form in &forms {
        for field in form.steps.iter().flat_map(|step| &step.fields) {
            if matches!(field.kind, Kind::Consent { .. }) {
                asked.insert(&field.key);
                assert!(
                    ended.contains(field.key.as_str()),
                    "{} {}",
                    form.id,
                    field.key
                );
            }
        }
    }
    assert_eq!(asked, ended, "and no right ends what nobody is asked for");
    for form in &forms {
        let fields = form.steps.iter().flat_map(|step| &step.fields);
        for consent in fields.flat_map(|field| &field.consents) {
            let key = consent.strip_prefix("record.").unwrap_or(consent);
            assert!(asked.contains(key), "{} rests on {key}", form.id);
        }
    }
}

#[test]
fn a_withdrawal_after_an_inflow_registration_leaves_no_kind_of_check_behind() {
    let place = Place::real("2010-06-01");
    let mut office = place.open();
    let number = issue(&mut office, &inflow(&[])).expect("registered").number;
    let number = number.expect("a number");
    let sheet = said(&office.paper(&number, "F7b").expect("a paper"));
    assert!(sheet.contains("查孕"), "{sheet}");
    let withdrawal = of_aygul("consent.withdraw", &[("withdrawal.health", "yes")]);
    issue(&mut office, &withdrawal).expect("withdrawn");
    let record = office.served(&number).expect("a view").expect("on record");
    let kept = record.served.answers.iter().chain(&record.served.values);
    for (path, text) in kept {
        assert!(!path.starts_with("slip."), "{path}");
        assert!(
            !["查环", "查孕", "查病", "预约"]
                .iter()
                .any(|kind| text.contains(kind)),
            "{path}"
        );
    }
    let sheet = said(&office.paper(&number, "F7b").expect("a paper"));
    assert!(!sheet.contains("2010-06-18"), "{sheet}");
    office.close();
    for value in place.view_values() {
        let text = String::from_utf8_lossy(&value);
        assert!(
            !text.contains("查环、") && !text.contains("查孕、"),
            "{text}"
        );
    }
}

#[test]
fn a_yes_before_a_no_is_withdrawn_with_what_rested_on_it() {
    let place = Place::real("2010-06-01");
    let mut office = place.open();
    let first = issue(&mut office, &inflow(&[])).expect("registered").number;
    let first = first.expect("a number");
    // Next time she wants no slip to be written, and says no.
    let again = inflow(&[("consent.check", "否"), ("offer.sheet", "later")]);
    issue(&mut office, &again).expect("registered");
    assert_eq!(
        consent(&office, "consent.check"),
        "yes",
        "the yes of the slip holds"
    );
    let kept = |office: &Office| {
        let record = office.served(&first).expect("a view").expect("on record");
        record.served.answers.contains_key("slip.pregnancy")
    };
    assert!(kept(&office));
    let withdrawal = of_aygul("consent.withdraw", &[("withdrawal.health", "yes")]);
    issue(&mut office, &withdrawal).expect("withdrawn");
    assert!(!kept(&office));
    assert_eq!(consent(&office, "consent.check"), "no");
}

#[test]
fn whoever_agreed_to_health_information_at_large_is_not_asked_again_for_a_slip() {
    let place = Place::real("2010-06-01");
    let mut office = place.open();
    issue(
        &mut office,
        &inflow(&[("offer.slip", "later"), ("offer.sheet", "later")]),
    )
    .expect("here");
    let given = of_aygul(
        "consent.give",
        &[("consent.health", "yes"), ("rights.sheet", "yes")],
    );
    let sheet = issue(&mut office, &given).expect("given");
    let asked = without(inflow(&[]), "consent.check");
    let done = issue(&mut office, &asked).expect("registered");
    let record = done.number.expect("a number");
    let served = office
        .served(&record)
        .expect("a view")
        .expect("on record")
        .served;
    assert!(!served.answers.contains_key("consent.check"), "not asked");
    assert_eq!(served.answers["slip.pregnancy"], "yes");
    let sheet = office.served(&sheet.number.expect("a number"));
    let sheet = sheet.expect("a view").expect("on record").served.case;
    assert_eq!(
        served.values["consent.number"], sheet,
        "the paper names her consent"
    );

    let withdrawal = of_aygul("consent.withdraw", &[("withdrawal.health", "yes")]);
    issue(&mut office, &withdrawal).expect("withdrawn");
    let served = office
        .served(&record)
        .expect("a view")
        .expect("on record")
        .served;
    assert!(!served.answers.contains_key("slip.pregnancy"));
    assert!(!served.values.contains_key("slip.valid_until"));
    // From now on she is asked again.
    let unasked = check(&office, &asked).expect_err("a question is open");
    assert!(
        unasked
            .problems
            .iter()
            .any(|one| one.path == "consent.check")
    );
}

/// 林静 of E15 on record.
fn registered(place: &Place) -> Office {
    let output = place.run_case(&example_text("e15-register.toml"));
    assert!(output.status.success(), "{output:?}");
    place.open()
}

#[test]
fn a_follow_up_comes_only_by_the_way_she_agreed_to() {
    let place = Place::under("hunan-2022", "2026-11-24");
    let mut office = registered(&place);
    issue(&mut office, &example("e15-consent.toml")).expect("given");
    let arranged = |way: &str| with(example("e15-follow-up.toml"), &[("follow_up.way", way)]);
    assert!(
        check(&office, &arranged("phone")).is_ok(),
        "she said yes to that"
    );
    let visit = check(&office, &arranged("visit")).expect_err("she said no to that");
    assert!(
        visit
            .problems
            .iter()
            .any(|one| one.path == "consent.by_visit")
    );
    let no = with(arranged("visit"), &[("consent.by_visit", "no")]);
    assert!(refused(&office, &no).contains("本人不同意上门随访"));
    // She changes her mind before the clerk's eyes: that is a consent of its own.
    let yes = with(arranged("visit"), &[("consent.by_visit", "yes")]);
    issue(&mut office, &yes).expect("arranged");
    let person = office
        .exact("350102199502279988")
        .expect("a view")
        .expect("on record");
    let page = office.person(person).expect("a view").expect("a page");
    assert_eq!(page.person.fact("consent.by_visit"), "yes");
}

#[test]
fn what_was_not_asked_is_no_answer() {
    let place = Place::under("hunan-2022", "2026-11-24");
    registered(&place).close();
    let id = "350102199502279988";
    let output = place.run(&["consent", id, "give", "phone", "--sheet"]);
    assert!(output.status.success(), "{output:?}");
    let office = place.open();
    let person = office.exact(id).expect("a view").expect("on record");
    let page = office.person(person).expect("a view").expect("a page");
    for (key, says) in [
        ("follow_up", "yes"),
        ("by_phone", "yes"),
        ("by_visit", ""),
        ("health", ""),
        ("report", ""),
    ] {
        assert_eq!(page.person.fact(&format!("consent.{key}")), says, "{key}");
    }
    assert_eq!(page.person.consents.len(), 2);
    let nothing = case(
        "consent.give",
        &[("applicant.id", id), ("applicant.name", "林静")],
    );
    assert!(refused(&office, &nothing).contains("没有选择任何一项"));
}

#[test]
fn a_referral_says_what_it_is_for_only_with_her_consent_and_is_given_without() {
    let place = Place::real("2010-11-02");
    let mut office = place.open();
    let no = with(example("e13.toml"), &[("consent.referral", "no")]);
    let blank = issue(&mut office, &no).expect("given all the same");
    let blank = blank.number.expect("a number");
    let record = office.served(&blank).expect("a view").expect("on record");
    assert!(!record.served.answers.contains_key("referral.purpose"));
    let slip = said(&office.paper(&blank, "F6c").expect("a paper"));
    assert!(
        slip.contains("转介事由") && !slip.contains("避孕药，"),
        "{slip}"
    );

    let told = issue(&mut office, &example("e13.toml")).expect("given");
    let told = told.number.expect("a number");
    let slip = said(&office.paper(&told, "F6c").expect("a paper"));
    assert!(slip.contains("首次使用口服避孕药"), "{slip}");
    let file = place.hall().join(format!("papers/2010/{told}-F6c.pdf"));
    assert!(file.exists());
    let who = [
        ("applicant.id", "430406198912039941"),
        ("applicant.name", "谢芳"),
    ];
    let withdrawal = with(
        case("consent.withdraw", &who),
        &[("withdrawal.health", "yes")],
    );
    issue(&mut office, &withdrawal).expect("withdrawn");
    let slip = said(&office.paper(&told, "F6c").expect("a paper"));
    assert!(!slip.contains("首次使用"), "{slip}");
    assert!(!file.exists());
}

#[test]
fn nobody_is_told_without_her_consent_and_each_telling_has_a_consent_of_its_own() {
    let place = Place::real("2010-06-20");
    let mut office = place.open();
    let mut notice = example("notice.toml");
    notice.date = None;
    let no = with(notice.clone(), &[("consent.report", "否")]);
    assert!(refused(&office, &no).contains("不作通报"));
    let sent = issue(&mut office, &notice).expect("sent");
    let papers: Vec<(&str, u32)> = sent
        .papers
        .iter()
        .map(|file| (&*file.paper, file.copies))
        .collect();
    assert_eq!(papers, [("F16", 2)], "one is sent, one stays");
    let number = sent.number.expect("a number");
    let paper = said(&office.paper(&number, "F16").expect("a paper"));
    assert!(
        paper.contains("免费检查") && paper.contains("TY-2010-000001"),
        "{paper}"
    );

    // To the next notice she has agreed already; the result is asked for each time.
    let again = without(notice.clone(), "consent.report");
    let again = issue(&mut office, &again)
        .expect("sent")
        .number
        .expect("a number");
    let record = office
        .served(&again)
        .expect("a view")
        .expect("on record")
        .served;
    assert!(
        record.values["consent.number"].starts_with("SQ-"),
        "{:?}",
        record.values
    );
    let person = record_person(&office, &again);
    let says = |key: &str| person.fact(key).to_owned();
    assert_eq!(says("consent.report"), "yes");
    assert_eq!(says("consent.result"), "no");
    assert_eq!(says("consent.verification"), "");

    let who = [
        ("applicant.id", "451025198606229968"),
        ("applicant.name", "韦艳"),
    ];
    let withdrawal = with(
        case("consent.withdraw", &who),
        &[("withdrawal.report", "yes")],
    );
    issue(&mut office, &withdrawal).expect("withdrawn");
    let record = office
        .served(&number)
        .expect("a view")
        .expect("on record")
        .served;
    for path in ["notice.service", "notice.to_name"] {
        assert!(!record.answers.contains_key(path), "{path}");
    }
    assert!(!record.values.contains_key("report.service"));
}

fn record_person(office: &Office, number: &str) -> guitai::record::Person {
    let person = office
        .served(number)
        .expect("a view")
        .expect("on record")
        .person;
    office
        .person(person)
        .expect("a view")
        .expect("a page")
        .person
}

#[test]
fn the_named_recipient_of_supplies_consents_and_may_become_nobody() {
    let place = Place::practice("2010-11-02");
    let mut office = place.open();
    let clerk = office.clerk();
    let receive = ["supplies", "receive", "--item", "condom", "--batch", "A1"];
    let rest = ["--expiry", "2012-03", "--quantity", "200", "--from", "市站"];
    office.close();
    let output = place.run(&[&receive[..], &rest].concat());
    assert!(output.status.success(), "{output:?}");
    let named = ["--id", "430406198912039941", "--name", "谢芳", "--consent"];
    let out = [
        "supplies",
        "hand-out",
        "--item",
        "condom",
        "--quantity",
        "20",
    ];
    let output = place.run(&[&out[..], &named[..]].concat());
    assert!(output.status.success(), "{output:?}");

    office = place.open();
    let person = office
        .exact("430406198912039941")
        .expect("a view")
        .expect("on record");
    let page = office.person(person).expect("a view").expect("a page");
    let given = page
        .person
        .last_consent(SUPPLIES_CONSENT)
        .expect("on record");
    assert!(
        given.holds() && given.case.starts_with("样YJ-"),
        "{given:?}"
    );
    assert_eq!(office.consent_label(given).zh, "记名领取药具");
    assert_eq!(page.timeline.len(), 1);

    let who = [
        ("applicant.id", "430406198912039941"),
        ("applicant.name", "谢芳"),
    ];
    let withdrawal = with(
        case("consent.withdraw", &who),
        &[("withdrawal.supplies", "yes")],
    );
    // A form about her waits, and she was told apart from somebody.
    let typed = who.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let waiting = office.start("person.register", None, &typed.into());
    let waiting = waiting.expect("a view").expect("the service");
    office.save_draft(&waiting).expect("room for a draft");
    assert_eq!(office.drafts().len(), 1);
    let done = issue(&mut office, &withdrawal).expect("withdrawn");
    assert_eq!(done.values["consent.number"], given.case);
    assert_eq!(office.drafts(), [], "her name and number go with the draft");
    // Nothing else is kept of her, so she goes; what she signed stays by its number.
    assert!(office.person(person).expect("a view").is_none());
    assert_eq!(office.exact("430406198912039941").expect("a view"), None);
    assert_eq!(office.people(), 0);
    let signed = office.served(&done.number.expect("a number"));
    let signed = signed.expect("a view").expect("on record");
    assert_eq!(signed.served.answers["applicant.name"], "谢芳");
    let today = office.day(place.day).expect("a view");
    let handed = today
        .iter()
        .find(|line| line.number == given.case)
        .expect("a line");
    assert!(handed.name.is_empty() && handed.person.is_none());
    let to = place.around().to_owned();
    let register = office
        .print_register(place.day, place.day, &to)
        .expect("a paper");
    let text = said(&std::fs::read(register.path).expect("a file"));
    assert!(text.contains("匿名") && !text.contains("谢芳"), "{text}");
    // The year's cap counts whoever is named, and she is not any more.
    let wish = guitai::office::HandOutWish {
        request: office.new_request(),
        item: "condom".to_owned(),
        quantity: 110,
        batch: None,
        first_use: false,
        explained: true,
        to: RecipientWish::Named(guitai::office::NamedWish {
            id: "430406198912039941".to_owned(),
            name: "谢芳".to_owned(),
            by: guitai::record::Collector::Herself,
            consent: true,
        }),
    };
    office
        .hand_out(&wish, &clerk)
        .expect("nothing is counted against her");
    let again = office.exact("430406198912039941").expect("a view");
    assert_ne!(again.expect("on record"), person, "known anew");
    let content = office.view_content();
    office.close();
    let clock = Box::new(FixedClock(place.day));
    let opened = Office::rebuild(place.hall(), clock, &mut |_, _| true);
    let office = opened.expect("the ledger is sound").office;
    assert_eq!(office.view_content(), content);
}

#[test]
fn a_yes_to_one_result_is_none_to_health_information_at_large() {
    let place = Place::real("2010-06-01");
    let mut office = place.open();
    let inflow = issue(&mut office, &inflow(&[])).expect("registered");
    let inflow = office.served(&inflow.number.expect("a number"));
    let numbers = inflow.expect("a view").expect("on record").served.numbers;
    let slip = numbers.iter().find(|given| given.name == "slip.number");
    let result = of_aygul(
        "check.result",
        &[
            ("receipt.slip", &slip.expect("a slip").number),
            ("receipt.checked_on", "2010-06-01"),
            ("receipt.signed", "yes"),
            ("receipt.examiner", "赵医生"),
            ("consent.check_result", "yes"),
            ("result.ring", "未查"),
            ("result.pregnancy", "未孕"),
        ],
    );
    issue(&mut office, &result).expect("the slip is closed");
    // The text of that question is narrower than the sheet's, which opens every check.
    assert_eq!(consent(&office, "consent.health"), "");
    assert_eq!(consent(&office, "consent.check_result"), "yes");
}
