//! Promise: the facts of the guide about women who come and leave hold; each test has the number of
//! its fact.

use guitai::cli::case::CaseFile;
use guitai::office::Office;
use guitai::person::ResidentId;

use crate::support::place::{Place, check, example, example_text, issue, said as told, with};
use crate::support::printed::words as said;

fn problems(office: &Office, case: &CaseFile) -> Vec<String> {
    match check(office, case) {
        Ok(_) => Vec::new(),
        Err(unfit) => unfit.problems.into_iter().map(|one| one.path).collect(),
    }
}

#[test]
fn fact_09_the_application_prints_two_copies_and_three_photographs_are_counted() {
    let place = Place::practice("2010-03-15");
    let office = place.open();
    let submission = check(&office, &example("e1.toml")).expect("no slip");
    let copies = |paper: &str| {
        let order = submission.papers().iter().find(|one| one.paper == paper);
        order.map_or(0, |order| order.copies)
    };
    assert_eq!((copies("F1"), copies("F2"), copies("F4")), (2, 1, 1));
    let mut office = office;
    let issued = issue(&mut office, &example("e1.toml")).expect("issued");
    let pages = |paper: &str| {
        let file = issued.papers.iter().find(|file| file.paper == paper);
        crate::support::place::pages(&file.expect("it was printed").path)
    };
    // Two copies are two pages in the file that goes to the printer.
    assert_eq!((pages("F1"), pages("F2"), pages("F4")), (2, 4, 1));
    let two = with(example("e1.toml"), &[("doc.photo", "2")]);
    let missing = check(&office, &two).expect("it waits").missing().to_vec();
    assert_eq!((missing[0].code.as_str(), missing[0].count), ("photo", 1));
}

#[test]
fn fact_10_the_agreement_is_asked_of_married_women_in_age_in_the_2010_profile_only() {
    let place = Place::practice("2010-03-15");
    let office = place.open();
    let agreed = |office: &Office, case: &CaseFile| {
        let submission = check(office, case).expect("no slip");
        submission.papers().iter().any(|one| one.paper == "F3a")
    };
    let unmarried = with(example("e2.toml"), &[("doc.photo", "3")]);
    assert!(agreed(&office, &example("e1.toml")));
    assert!(!agreed(&office, &unmarried), "not married");
    // In age is 20 to 49, to the day; at 50 the certificate itself is refused.
    let of_age = |birth: &str| {
        let id = ResidentId::compose("430406", birth.parse().expect("a day"), 992);
        let id = id.expect("a number");
        let answers = [
            ("applicant.id", id.as_str()),
            ("applicant.name", "周小兰"),
            ("leave_date", "2010-03-15"),
            ("marital.date", "2010-03-01"),
            ("spouse.name", "彭立新"),
        ];
        with(example("e12-issue.toml"), &answers)
    };
    for birth in [
        "1990-03-01",
        "1988-03-15",
        "1987-03-15",
        "1980-03-15",
        "1970-03-15",
        "1961-03-15",
        "1960-03-16",
    ] {
        assert!(agreed(&office, &of_age(birth)), "{birth}");
    }
    let unfit = check(&office, &of_age("1960-03-15")).expect_err("she is 50 today");
    assert!(!unfit.refusals.is_empty(), "{unfit:#?}");
    let refused = with(example("e1.toml"), &[("agreement.accepted", "否")]);
    assert_eq!(problems(&office, &refused), ["agreement.accepted"]);
    office.close();
    let settings = place.hall().join("hall.toml");
    let text = std::fs::read_to_string(&settings).expect("the hall's settings");
    std::fs::write(&settings, text.replace("hunan-2010", "hunan-2016")).expect("writes");
    assert!(
        !agreed(&place.open(), &example("e1.toml")),
        "a later profile"
    );
}

/// E1 with a check, on this day.
fn with_check(on: &str, leaves: &str) -> CaseFile {
    with(
        example("e1.toml"),
        &[
            ("offer.slip", "办理"),
            ("consent.check", "是"),
            ("slip.ring", "否"),
            ("slip.pregnancy", "是"),
            ("slip.illness", "否"),
            ("slip.place", "白沙洲街道社区卫生服务中心"),
            ("slip.on", on),
            ("leave_date", leaves),
        ],
    )
}

#[test]
fn fact_11_three_equal_dates_are_well_others_need_a_reason_and_two_count_without_a_check() {
    let place = Place::practice("2010-03-15");
    let mut office = place.open();
    let (today, later) = ("2010-03-15", "2010-03-18");
    assert!(
        problems(&office, &example("e1.toml")).is_empty(),
        "no check"
    );
    assert!(problems(&office, &with_check(today, today)).is_empty());
    assert_eq!(
        problems(&office, &with_check(later, today)),
        ["slip.date_reason"]
    );
    assert_eq!(
        problems(&office, &with_check(today, later)),
        ["date_reason"]
    );
    let told = with(
        with_check(later, today),
        &[("slip.date_reason", "检查排在周四")],
    );
    let issued = issue(&mut office, &told).expect("issued");
    let number = issued.number.expect("a number");
    let slip = said(&office.paper(&number, "F4").expect("a paper"));
    assert!(
        slip.contains("检查排在周四") && slip.contains("2010年3月18日"),
        "{slip}"
    );
    let check_slip = said(&office.paper(&number, "F6").expect("a paper"));
    assert!(
        check_slip.contains("样JC430406005100315001"),
        "{check_slip}"
    );

    // The next slip of the day has the next number, whoever gives it.
    let inflow = with(example("e04-inflow.toml"), &[("slip.on", later)]);
    let issued = issue(&mut office, &at_home(inflow)).expect("registered");
    let number = issued.number.expect("a number");
    let check_slip = said(&office.paper(&number, "F6").expect("a paper"));
    assert!(
        check_slip.contains("样JC430406005100315002"),
        "{check_slip}"
    );
}

/// The inflow case moved to March.
fn at_home(case: CaseFile) -> CaseFile {
    with(
        case,
        &[
            ("arrival_date", "2010-03-01"),
            ("slip.given_on", "2010-03-15"),
        ],
    )
}

#[test]
fn fact_16_verification_within_thirty_days_has_no_remark_and_an_expired_one_blocks_nothing() {
    let place = Place::practice("2010-06-08");
    let office = place.open();
    let remark = |arrival: &str| {
        let case = with(example("e05-expired.toml"), &[("arrival_date", arrival)]);
        let submission = check(&office, &case).expect("nothing stands against it");
        assert_eq!(submission.answers()["verification.result"], "expired");
        submission.answers().get("verification.remark").cloned()
    };
    let year = "编号年份与发证日期不符";
    assert_eq!(
        remark("2010-05-09").as_deref(),
        Some(year),
        "the thirtieth day"
    );
    let late = remark("2010-05-08");
    assert_eq!(late, Some(format!("{year}；到达后第31天查验")));
    let differs = with(
        example("e05-expired.toml"),
        &[("verification.same_id", "否")],
    );
    let submission = check(&office, &differs).expect("nothing stands against it");
    assert_eq!(submission.answers()["verification.result"], "differs");
    assert_eq!(submission.values()["verification.differs"], "身份证号");
    let good = with(
        example("e05-expired.toml"),
        &[("verification.expiry_date", "2010-06-08")],
    );
    let submission = check(&office, &good).expect("valid on its last day");
    assert_eq!(submission.answers()["verification.result"], "good");
    office.close();

    // The program itself says so in the register, and blocks nothing.
    for arrival in ["2010-05-09", "2010-05-08"] {
        let case = example_text("e05-expired.toml");
        let case = case.replace(
            "arrival_date = 2010-06-01",
            &format!("arrival_date = {arrival}"),
        );
        let (code, text) = told(&place.run_case(&case));
        assert_eq!(code, 0, "{text}");
    }
    let register = crate::scenario_e04::data(&place, &["report", "F5", "2010", "--json"]);
    let remarks = [
        &register["rows"][0]["remark"],
        &register["rows"][1]["remark"],
    ];
    assert_eq!(remarks, [year, &format!("{year}；到达后第31天查验")]);
    assert_eq!(register["rows"][1]["result_label"], "已过期");
}

#[test]
fn fact_17_inflow_has_its_three_dates_on_one_day_and_a_book_of_its_own() {
    let place = Place::practice("2010-06-01");
    let mut office = place.open();
    let case = example("e04-inflow.toml");
    let submission = check(&office, &case).expect("no slip");
    let answers = submission.answers();
    for date in ["verification.on", "slip.given_on", "sheet.on"] {
        assert_eq!(answers[date], "2010-06-01", "{date}");
    }
    let first = issue(&mut office, &case).expect("registered");
    let other = with(
        case,
        &[
            ("applicant.id", "451025198606229968"),
            ("applicant.name", "韦艳"),
            ("verification.name", "韦艳"),
            ("hukou.place", "451025"),
        ],
    );
    let second = issue(&mut office, &other).expect("registered");
    for (issued, page) in [(first, "样LR2010-001"), (second, "样LR2010-002")] {
        let number = issued.number.expect("a number");
        let sheet = said(&office.paper(&number, "F7b").expect("a paper"));
        assert!(
            sheet.contains(page) && sheet.contains("流入人口册"),
            "{sheet}"
        );
    }
}
