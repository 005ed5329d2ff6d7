//! Promise: a report is a file. Every one in `tests/reports/valid` loads, every one in
//! `tests/reports/invalid` is refused at the line and for the reason its first line names, and
//! `guitai form check` says so too.

use guitai::disk::Shipped;
use guitai::policy::FileProblem;
use guitai::report::{Calendar, RULES, Report};

use crate::support::place::{guitai, said};
use crate::support::wrong_files::{expected, files};

fn check(shipped: &Shipped, text: &str) -> Result<(), FileProblem> {
    let report = Report::parse("report.toml", text)?;
    let services = shipped.forms.values().map(|form| &**form);
    report.check(services, |paper| shipped.layouts.contains_key(paper))
}

#[test]
fn every_report_is_refused_at_its_line_or_loads() {
    let shipped = Shipped::read().unwrap_or_else(|problem| panic!("{problem}"));
    for (path, text) in files("reports/valid") {
        let checked = check(&shipped, &text);
        checked.unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
    }
    for (path, text) in files("reports/invalid") {
        let (line, reason) = expected(&text);
        let Err(problem) = check(&shipped, &text) else {
            panic!("{} loads", path.display());
        };
        assert_eq!(
            problem.line.to_string(),
            line,
            "{}: {problem}",
            path.display()
        );
        assert!(
            problem.reason.contains(reason),
            "{}: {problem}",
            path.display()
        );
    }
}

#[test]
fn form_check_proves_a_report_and_names_its_line() {
    let run = |file: &str| {
        let mut program = guitai();
        program.args(["form", "check", &format!("tests/reports/{file}")]);
        program.current_dir(env!("CARGO_MANIFEST_DIR"));
        said(&program.output().expect("the program runs"))
    };
    assert_eq!(run("valid/smallest.toml").0, 0);
    let (code, text) = run("invalid/no-such-service.toml");
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("no-such-service.toml"), "{text}");
}

/// The two tables of counts (F12, F13): a report has lines of what was done, and no line for how
/// many people live in a community on a day.
const COUNTED_BY_HAND: [&str; 2] = ["F12", "F13"];

#[test]
fn fact_24_every_report_of_the_calendar_can_be_made_but_the_two_tables_of_counts() {
    let shipped = Shipped::read().unwrap_or_else(|problem| panic!("{problem}"));
    let rules = shipped.profiles.values();
    let calendars = rules.filter_map(|profile| Calendar::read(profile.service(RULES)?));
    let mut named = 0;
    for calendar in calendars {
        for id in calendar.monthly.iter().chain(&calendar.half_yearly) {
            let made = shipped.reports.contains_key(id);
            assert_ne!(made, COUNTED_BY_HAND.contains(&id.as_str()), "{id}");
            named += 1;
        }
    }
    assert!(
        named >= 5,
        "four of the month and one of the half year in 2010"
    );
}
