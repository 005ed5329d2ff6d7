//! Promise: fact 13 of the guide holds. Numbers of certificates follow each other without a gap, whoever
//! issues, and one that is void or spoiled stays where it is.

use guitai::person::ResidentId;
use guitai::policy::check_character;
use guitai::record::{Certificate, CertificateState, End};
use guitai::staff::Clerk;

use crate::support::life::{OLD, issue_example, run};
use crate::support::place::{Place, check, example, example_text, guitai, said};

#[test]
fn fact_13_serials_are_gap_free_under_two_counters_and_carry_their_check_character() {
    for (digits, character) in [
        ("4304060051000001", 'X'),
        ("4304060051000002", '8'),
        ("4304060051000057", '0'),
        ("4304060051000311", '4'),
        ("4304060052600001", '4'),
    ] {
        assert_eq!(check_character(digits), character, "{digits}");
    }
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    let applicants = ["e1.toml", "e3.toml", "e12-issue.toml"];
    let numbers = (1..).zip(applicants).map(|(counter, name)| {
        let case = example(name);
        let submission = check(&office, &case).unwrap_or_else(|unfit| panic!("{unfit:#?}"));
        let clerk = Clerk {
            name: format!("{counter}号窗口"),
            counter: counter % 2 + 1,
        };
        let issued = office
            .issue(&submission, &clerk)
            .expect("nothing is missing");
        issued.number.expect("a number")
    });
    let serials: Vec<String> = numbers.map(|number| number[11..16].to_owned()).collect();
    assert_eq!(serials, ["00001", "00002", "00003"]);
}

/// One counter's morning: a process for each applicant, which waits while the other counter has the hall.
fn morning(hall: &std::path::Path, counter: u32) -> Vec<String> {
    let numbers = (0..4).map(|applicant| {
        let birth = chrono::NaiveDate::from_ymd_opt(1987, counter, applicant + 1);
        let id = ResidentId::compose("430406", birth.expect("a day"), 992).expect("a number");
        let case = example_text("e9.toml")
            .replace("430406198704169944", id.as_str())
            .replace("date = 2010-09-13", "date = 2010-03-15");
        let path = hall.with_file_name(format!("{counter}-{applicant}.toml"));
        std::fs::write(&path, case).expect("room for a case");
        loop {
            let mut program = guitai();
            program
                .arg("--hall")
                .arg(hall)
                .arg("issue")
                .arg(&path)
                .arg("--json");
            let output = program.output().expect("the program runs");
            match output.status.code() {
                Some(0) => {
                    let data: serde_json::Value =
                        serde_json::from_slice(&output.stdout).expect("data");
                    return data["number"].as_str().expect("a number").to_owned();
                }
                Some(4) => std::thread::sleep(std::time::Duration::from_millis(20)),
                code => panic!("{code:?}: {}", said(&output).1),
            }
        }
    });
    numbers.collect()
}

#[test]
fn fact_13_serials_are_gap_free_when_two_processes_issue_at_the_same_time() {
    let place = Place::practice("2010-03-15");
    let hall = place.hall();
    let (mut numbers, others) = std::thread::scope(|scope| {
        let other = scope.spawn(|| morning(hall, 2));
        let mine = morning(hall, 1);
        (mine, other.join().expect("the other counter"))
    });
    numbers.extend(others);
    let mut serials: Vec<String> = numbers
        .iter()
        .map(|number| number.trim_start_matches('样')[11..16].to_owned())
        .collect();
    serials.sort();
    let expected: Vec<String> = (1..=8).map(|serial| format!("{serial:05}")).collect();
    assert_eq!(
        serials, expected,
        "none missing and none twice: {numbers:?}"
    );
}

#[test]
fn fact_13_a_spoiled_sheet_keeps_its_number_and_the_next_certificate_has_the_next() {
    let place = Place::practice("2010-11-02");
    issue_example(place.hall(), "e12-issue.toml");
    let case = example_text("e12.toml").replace("[answers.old_sheet]\nback = true\n", "");
    let path = place.around().join("e12.toml");
    std::fs::write(&path, case).expect("room for a case");
    let path = path.display().to_string();
    let (code, text) = run(&place, &["certificate", "correct", OLD, "--case", &path]);
    assert_eq!(code, 0, "{text}");
    let office = place.open();
    assert_eq!(
        certificate(&office, OLD).sheets,
        2,
        "the first sheet is spoiled"
    );
    office.close();
    let (code, text) = said(&place.run_case(&example_text("e11.toml")));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("样43040600510000028"), "{text}");
}

#[test]
fn fact_13_a_voided_number_stays_in_the_series() {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    let cancel = ["certificate", "cancel", OLD, "--answer", "cause=错发"];
    let cancel = [
        &cancel[..],
        &["--answer", "reason=登记的是另一人"],
        &["--answer", "reporter.kind=本窗口"],
    ]
    .concat();
    let (code, text) = run(&place, &cancel);
    assert_eq!(code, 0, "{text}");
    let mut office = place.open();
    let submission =
        check(&office, &example("e1.toml")).unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    let clerk = office.clerk();
    let issued = office
        .issue(&submission, &clerk)
        .expect("she has no valid one");
    assert_eq!(issued.number.as_deref(), Some("样43040600510000028"));
    let old = certificate(&office, OLD);
    assert!(matches!(
        old.state(office.today()),
        CertificateState::Ended(End::Cancelled(_))
    ));
}

fn certificate(office: &guitai::office::Office, number: &str) -> Certificate {
    let found = office.certificate(number).expect("a view");
    found.expect("it is on record")
}
