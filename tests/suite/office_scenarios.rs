//! Promise: a walk-in becomes a durable record, a numbered certificate and its papers; the
//! scenarios E1 to E4 of the guide, each with what it expects.

use guitai::person::ResidentId;
use guitai::record::{CertificateState, Did};

use crate::support::place::{Place, check, day, example, issue, pages, with};

#[test]
fn e1_a_married_woman_leaves_for_dongguan() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    let issued = issue(&mut office, &example("e1.toml")).expect("issued");
    assert_eq!(issued.number.as_deref(), Some("4304060051000001X"));
    assert_eq!(issued.case, "SQ-430406005-2010-00001");
    assert_eq!(issued.expiry_date, Some(day("2013-03-14")));
    assert_eq!(issued.notes, []);

    let papers: Vec<(&str, u32)> = (issued.papers.iter())
        .map(|paper| (paper.paper.as_str(), paper.copies))
        .collect();
    assert_eq!(papers, [("F1", 2), ("F3a", 2), ("F2", 1), ("F4", 1)]);
    let length: Vec<usize> = issued
        .papers
        .iter()
        .map(|paper| pages(&paper.path))
        .collect();
    assert_eq!(length[0], 2, "both copies of the application");
    assert_eq!(length[2], 4, "pages A to D of the certificate");

    let person = office.exact("430406198304129927").expect("a view");
    let page = office.person(person.expect("on record")).expect("a view");
    let page = page.expect("on record");
    assert_eq!(page.person.name(), "李春桃");
    assert_eq!(page.certificates.len(), 1);
    assert!(page.waiting.is_empty());
    assert!(
        !page
            .person
            .facts
            .keys()
            .any(|fact| fact.contains("contraception")),
        "no health value is kept"
    );
    let (certificate, state) = &page.certificates[0];
    assert_eq!(*state, CertificateState::Valid);
    assert_eq!(
        certificate.issued.agreement.as_deref(),
        Some("XY-430406005-2010-0001")
    );
    assert_eq!(certificate.issued.answers["consent.contraception"], "no");
    assert!(
        !certificate
            .issued
            .answers
            .contains_key("contraception.state")
    );

    let list = office.day(day("2010-03-15")).expect("a view");
    assert_eq!(list.len(), 1);
    assert_eq!(list[0].did, Did::IssueCertificate);
    assert_eq!(list[0].number, "4304060051000001X");
    assert_eq!(office.people(), 1);
    for query in [
        "lct",
        "春桃",
        "9927",
        "0101",
        "4304060051000001X",
        "lichuntao",
    ] {
        let found = office.find(query, 10).expect("a view");
        assert_eq!(found.hits.len(), 1, "{query}");
    }
}

#[test]
fn e2_an_unmarried_applicant_comes_back_with_her_third_photograph() {
    let place = Place::real("2010-04-06");
    let mut office = place.open();
    let waits = issue(&mut office, &example("e2.toml")).expect("accepted");
    assert_eq!(waits.number, None);
    assert_eq!(waits.open_until, Some(day("2010-05-06")));
    let missing: Vec<(&str, u32)> = (waits.missing.iter())
        .map(|paper| (paper.code.as_str(), paper.count))
        .collect();
    assert_eq!(missing, [("photo", 1)]);
    assert_eq!(waits.papers.len(), 1);
    assert_eq!(waits.papers[0].paper, "F29");

    let issued = issue(&mut office, &example("e2-complete.toml")).expect("issued");
    assert_eq!(issued.case, waits.case, "the case goes on under its number");
    assert_eq!(issued.number.as_deref(), Some("4304060051000001X"));
    let papers: Vec<&str> = issued
        .papers
        .iter()
        .map(|paper| paper.paper.as_str())
        .collect();
    assert_eq!(
        papers,
        ["F1", "F2", "F4"],
        "no agreement for an unmarried woman"
    );

    let certificate = office.certificate("4304060051000001X").expect("a view");
    let answers = certificate.expect("on record").issued.answers;
    assert_eq!(answers["applicant.name"], "陈䶮");
    assert_eq!(answers["marital.status"], "10");
    assert!(
        !answers
            .keys()
            .any(|path| path.contains("contraception") || path.contains("spouse"))
    );
    let person = office
        .exact("430406199007259965")
        .expect("a view")
        .expect("on record");
    let page = office.person(person).expect("a view").expect("on record");
    assert!(page.waiting.is_empty());
    assert_eq!(page.timeline.len(), 2);
}

#[test]
fn e3_a_divorced_applicant_signs_no_agreement() {
    let place = Place::real("2010-05-11");
    let mut office = place.open();
    let issued = issue(&mut office, &example("e3.toml")).expect("issued");
    let papers: Vec<&str> = issued
        .papers
        .iter()
        .map(|paper| paper.paper.as_str())
        .collect();
    assert_eq!(papers, ["F1", "F2", "F4"]);
    let certificate = office.certificate(issued.paper_number()).expect("a view");
    let issued = certificate.expect("on record").issued;
    assert_eq!(issued.agreement, None);
    assert_eq!(
        (&*issued.answers["boys"], &*issued.answers["girls"]),
        ("1", "0")
    );
    assert!(
        !issued.answers.keys().any(|path| path.starts_with("spouse")),
        "nothing of the former husband"
    );
}

#[test]
fn e4_a_woman_from_elsewhere_is_put_on_record_and_found_by_any_spelling() {
    let place = Place::real("2010-06-01");
    let mut office = place.open();
    let submission = check(&office, &example("e4.toml")).expect("no slip");
    let clerk = office.clerk();
    let registered = office.register(&submission, &clerk).expect("registered");
    let again = office
        .register(&submission, &clerk)
        .expect("the same request");
    assert_eq!((again.person, again.repeated), (registered.person, true));
    let page = office
        .person(registered.person)
        .expect("a view")
        .expect("on record");
    assert_eq!(page.person.name(), "阿依古丽·买买提");
    for query in ["阿依古丽买买提", "买买提", "aygl", "阿依古丽•买买提"] {
        let found = office.find(query, 10).expect("a view");
        assert_eq!(found.hits.len(), 1, "{query}");
    }
}

#[test]
fn a_woman_with_a_valid_certificate_gets_no_second_one() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    let second = issue(&mut office, &example("e1.toml")).expect_err("a second one");
    assert!(matches!(
        &second,
        guitai::office::IssueError::AlreadyCertified { number, .. } if number == "4304060051000001X"
    ));
    let person = office
        .exact("430406198304129927")
        .expect("a view")
        .expect("on record");
    let page = office.person(person).expect("a view").expect("on record");
    let offer = page
        .offers
        .iter()
        .find(|offer| offer.service == "certificate.issue");
    let refusals = &offer.expect("offered").refusals;
    assert_eq!(refusals.len(), 1);
    assert!(refusals[0].why_not.zh.contains("4304060051000001X"));
}

#[test]
fn after_expiry_she_gets_a_new_one_and_next_year_s_serials_begin_again() {
    let mut place = Place::real("2010-03-15");
    let mut office = place.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    office.close();
    place.day = day("2013-03-15");
    let mut office = place.open();
    let changes = [("leave_date", "2013-03-15")];
    let issued = issue(&mut office, &with(example("e1.toml"), &changes)).expect("issued");
    assert!(
        issued
            .number
            .as_deref()
            .is_some_and(|number| number.starts_with("430406005130000"))
    );
    assert_eq!(office.people(), 1);
}

#[test]
fn a_repeated_request_gives_the_same_number_also_after_a_restart() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    let submission = check(&office, &example("e1.toml")).expect("no slip");
    let clerk = office.clerk();
    let first = office.issue(&submission, &clerk).expect("issued");
    let second = office.issue(&submission, &clerk).expect("repeated");
    office.close();
    let mut office = place.open();
    let third = office.issue(&submission, &clerk).expect("repeated");
    assert_eq!(
        (first.repeated, second.repeated, third.repeated),
        (false, true, true)
    );
    assert_eq!(first.number, third.number);
    assert_eq!(first.papers, third.papers);
    assert_eq!(
        office.acts(),
        3,
        "the opening, the year's key and one certificate"
    );
    let other = with(example("e3.toml"), &[("leave_date", "2010-03-15")]);
    let next = issue(&mut office, &other).expect("issued");
    assert_eq!(
        next.number.as_deref(),
        Some("43040600510000028"),
        "no number was skipped"
    );
}

#[test]
fn the_same_person_under_a_new_number_is_pointed_out() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    let id = ResidentId::compose("430406", day("1983-04-12"), 994).expect("a number");
    let other = with(example("e1.toml"), &[("applicant.id", id.as_str())]);
    let issued = issue(&mut office, &other).expect("issued");
    assert_eq!(issued.notes.len(), 1);
    assert_eq!(issued.notes[0].key(), "office.same_name");
    assert_eq!(office.people(), 2);
}

#[test]
fn a_paper_printed_again_has_the_same_bytes() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    let issued = issue(&mut office, &example("e1.toml")).expect("issued");
    let number = issued.paper_number().to_owned();
    office.close();
    let mut office = place.open();
    for paper in &issued.papers {
        let first = std::fs::read(&paper.path).expect("written");
        assert_eq!(
            office.paper(&number, &paper.paper).expect("again"),
            first,
            "{}",
            paper.paper
        );
    }
    let clerk = office.clerk();
    let again = office
        .file_again(&number, "F2", &clerk, None)
        .expect("written again");
    assert_eq!(again.path, issued.papers[2].path);
    let list = office.day(day("2010-03-15")).expect("a view");
    assert_eq!(list.last().map(|line| line.did), Some(Did::PrintPaper));
}

#[test]
fn every_print_of_a_sheet_after_its_first_says_so_and_which_one_it_is() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    let issued = issue(&mut office, &example("e1.toml")).expect("issued");
    let number = issued.paper_number().to_owned();
    let first = std::fs::read(&issued.papers[2].path).expect("written");
    let clerk = office.clerk();
    for count in ["补印1", "补印2"] {
        let again = office.reprint(&number, "F2", &clerk).expect("reprinted");
        let pdf = std::fs::read(&again.path).expect("written");
        let said = crate::paper_text::pages(&pdf).concat();
        assert!(said.contains(count), "{count} in {said}");
        assert_ne!(again.path, issued.papers[2].path);
    }
    // The other papers and the archive's own file stay as they were.
    let slip = office.reprint(&number, "F4", &clerk).expect("reprinted");
    let slip = crate::paper_text::pages(&std::fs::read(slip.path).expect("written")).concat();
    assert!(!slip.contains("补印"), "{slip}");
    let archive = std::fs::read(&issued.papers[2].path).expect("written");
    assert!(archive == first && office.paper(&number, "F2").expect("again") == first);
}

#[test]
fn a_proof_shows_every_page_and_takes_no_number() {
    let place = Place::real("2010-03-15");
    let office = place.open();
    let submission = check(&office, &example("e1.toml")).expect("no slip");
    let proof = office
        .proof(&submission, &office.clerk())
        .expect("printable");
    assert_eq!(proof.number.as_deref(), Some("4304060051000001X"));
    assert_eq!(proof.papers.len(), 4);
    assert_eq!(office.acts(), 1);
}

#[test]
fn a_character_no_font_has_leaves_no_number_behind() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    let rare = with(example("e1.toml"), &[("applicant.name", "李𰻝")]);
    let error = issue(&mut office, &rare).expect_err("no font has it");
    assert!(
        matches!(&error, guitai::office::IssueError::Unprintable(problems)
        if problems.iter().any(|problem| problem.code_point().as_deref() == Some("U+30EDD")))
    );
    assert_eq!(office.acts(), 1);
    let issued = issue(&mut office, &example("e1.toml")).expect("issued");
    assert_eq!(issued.number.as_deref(), Some("4304060051000001X"));
}

#[test]
fn a_form_checked_yesterday_is_checked_again_today() {
    let mut place = Place::real("2010-03-15");
    let office = place.open();
    let submission = check(&office, &example("e1.toml")).expect("no slip");
    office.close();
    place.day = day("2010-03-16");
    let mut office = place.open();
    let clerk = office.clerk();
    let error = office.issue(&submission, &clerk).expect_err("another day");
    assert_eq!(error.message().key(), "office.other_day");
}
