use super::super::{LifeError, Proofs, Wish};
use super::desk::{Desk, LI, clerk, papers, refusal, texts};
use crate::record::Did;
use crate::text::Lang;

/// 郭晓燕 of E12: her husband is printed 彭立薪 instead of 彭立新.
pub(super) fn guo() -> Vec<(&'static str, &'static str)> {
    let mut guo = LI.to_vec();
    for (path, text) in [
        ("applicant.id", "430406198501159922"),
        ("applicant.name", "郭晓燕"),
        ("spouse.name", "彭立薪"),
        ("spouse.id", "430426198309299998"),
        ("spouse.hukou", "祁东县"),
    ] {
        for answer in &mut guo {
            if answer.0 == path {
                answer.1 = text;
            }
        }
    }
    guo
}

pub(super) fn proofs() -> Proofs {
    texts(&[("spouse.name", "结婚证")])
}

pub(super) fn right(desk: &mut Desk, number: &str) -> crate::form::Draft {
    let edits = texts(&[("spouse.name", "彭立新")]);
    desk.office()
        .amend(number, &edits)
        .expect("the certificate is known")
}

#[test]
fn a_sheet_spoiled_at_the_counter_is_printed_again_under_its_number() {
    let mut desk = Desk::on("2010-11-02");
    let number = desk.issued(&guo());
    let printed = desk.office().reprint(&number, "F2", &clerk("吴敏"));
    printed.expect("printed again");
    assert_eq!(desk.office().prints_noted(&number, "F2").ok(), Some(1));
    let draft = right(&mut desk, &number);
    let wish = Wish {
        reason: "打印错误".to_owned(),
        ..desk.wish(&number)
    };
    let done = desk
        .office()
        .correct(&wish, &draft, &proofs(), &clerk("吴敏"));
    let done = done.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    assert_eq!(done.new_number, None);
    assert_eq!(papers(&done), ["F2"]);
    let certificate = desk.certificate(&number);
    assert_eq!(certificate.sheets, 2);
    assert_eq!(certificate.issued.answers["spouse.name"], "彭立薪");
    let sheet = desk.paper(&number, "F2");
    assert!(sheet.contains("彭立新") && !sheet.contains("彭立薪"));
    assert!(!sheet.contains('【'), "it never left the counter");
    assert!(!sheet.contains("补印"), "it stands for the spoiled one");
    assert_eq!(desk.office().prints_noted(&number, "F2").ok(), Some(0));
    let next = desk.issued(LI);
    assert_eq!(next, "43040600510000028", "no number was used");
}

#[test]
fn a_sheet_that_was_out_comes_back_and_the_new_one_says_corrected() {
    let mut desk = Desk::on("2010-10-25");
    let number = desk.handed_over(&guo());
    desk.turn_to("2010-11-02");
    let draft = right(&mut desk, &number);
    let wish = desk.wish(&number);
    let kept = desk
        .office()
        .correct(&wish, &draft, &proofs(), &clerk("吴敏"));
    assert!(refusal(kept).contains("不能办理更正：原证没有收回"));

    let wish = desk.wish_with_sheet(&number);
    let done = desk
        .office()
        .correct(&wish, &draft, &proofs(), &clerk("吴敏"));
    let done = done.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    assert_eq!(papers(&done), ["F30", "F2"]);
    let sheet = desk.paper(&number, "F2");
    assert!(sheet.contains("2010-10-25【更正 2010-11-02】"), "{sheet}");
    let application = desk.paper(&done.case.expect("an application"), "F30");
    for said in ["配偶姓名", "彭立薪", "彭立新", "结婚证", &number] {
        assert!(application.contains(said), "{said} in {application}");
    }
    let certificate = desk.certificate(&number);
    assert!(certificate.handed_over.is_none(), "the new sheet waits");
    let person = desk.office().store.person(certificate.person);
    let person = person
        .expect("the view is sound")
        .expect("she is on record");
    assert_eq!(person.fact("spouse.name"), "彭立新");
}

#[test]
fn the_ledger_shows_who_typed_the_wrong_sign() {
    let mut desk = Desk::on("2010-11-02");
    let number = desk.issued(&guo());
    let draft = right(&mut desk, &number);
    let wish = desk.wish(&number);
    let done = desk
        .office()
        .correct(&wish, &draft, &proofs(), &clerk("吴敏"));
    let case = done.expect("it is corrected").case.expect("an application");
    let change = desk
        .office()
        .store
        .change(&case)
        .expect("the view is sound");
    let change = change.expect("the change is on record");
    let [item] = change.changed.items.as_slice() else {
        panic!("one thing was changed: {:?}", change.changed.items);
    };
    assert_eq!(
        (item.entered_by.as_str(), change.clerk.as_str()),
        ("周敏", "吴敏")
    );
    assert_eq!((item.old.as_str(), item.new.as_str()), ("彭立薪", "彭立新"));
    assert_eq!(desk.certificate(&number).entered_by("spouse.name"), "吴敏");
    assert_eq!(
        desk.did("2010-11-02").last().map(|line| line.0),
        Some(Did::Correct)
    );
}

#[test]
fn a_correction_brings_no_new_problem() {
    let mut desk = Desk::on("2010-11-02");
    let number = desk.issued(&guo());
    let before = desk.office().acts();
    for (path, wrong) in [
        ("spouse.id", "430406198501159922"),
        ("spouse.id", "430426198309299990"),
        ("spouse.name", ""),
        ("applicant.id", "430426198309299998"),
        ("children[0].birth", "2011-01-01"),
    ] {
        let draft = desk.office().amend(&number, &texts(&[(path, wrong)]));
        let draft = draft.expect("the certificate is known");
        let wish = desk.wish(&number);
        let done = desk
            .office()
            .correct(&wish, &draft, &Proofs::new(), &clerk("吴敏"));
        assert!(
            matches!(done, Err(LifeError::Unfit(_))),
            "{path} = {wrong}: {done:?}"
        );
    }
    let draft = desk
        .office()
        .amend(&number, &texts(&[("spouse.name", "彭立薪")]));
    let wish = desk.wish(&number);
    let same = desk.office().correct(
        &wish,
        &draft.expect("the certificate is known"),
        &Proofs::new(),
        &clerk("吴敏"),
    );
    assert!(matches!(same, Err(LifeError::NothingChanged)));
    assert_eq!(desk.office().acts(), before);
}

#[test]
fn a_correction_years_later_does_not_ask_for_the_outflow_date_again() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(&guo());
    desk.turn_to("2012-11-02");
    let draft = right(&mut desk, &number);
    let wish = desk.wish_with_sheet(&number);
    let done = desk
        .office()
        .correct(&wish, &draft, &proofs(), &clerk("吴敏"));
    done.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    assert_eq!(desk.standing(&number), "有效，有效期至 2013-03-14");
}

/// Two halls that differ in one value of their policy.
fn under_new_numbers(desk: &mut Desk) {
    let text = include_str!("../../../../forms/policy/hunan-2010.toml");
    let text = text.replace("_sheet = \"same_number\"", "_sheet = \"new_number\"");
    let profile = crate::policy::Profile::parse("hunan-2010", &text).expect("a policy");
    let office = desk.office();
    let mut shelf = (*office.shelf).clone();
    shelf
        .texts
        .insert(profile.digest.clone(), text.as_str().into());
    let profile = std::sync::Arc::new(profile);
    shelf
        .profiles
        .insert("hunan-2010".to_owned(), profile.clone());
    shelf.around.profile = profile;
    office.shelf = std::sync::Arc::new(shelf);
}

#[test]
fn a_policy_may_want_a_new_number_on_a_spoiled_sheet_and_the_spoiled_one_stays_in_the_series() {
    let mut desk = Desk::on("2010-11-02");
    under_new_numbers(&mut desk);
    let old = desk.issued(&guo());
    let seed = texts(&[
        ("certificate.number", &old),
        ("change.part", "marital"),
        ("spouse.name", "彭立新"),
        ("doc.id_card", "seen"),
        ("doc.marriage_cert", "seen"),
    ]);
    let draft = desk.office().start("certificate.correct", None, &seed);
    let draft = draft.expect("the view is sound").expect("a service");
    let shelf = desk.office().shelf();
    let form = shelf.form("certificate.correct").expect("the form");
    let submission = form.check(&draft, &shelf.around);
    let submission = submission.unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    let done = desk.office().issue(&submission, &clerk("吴敏"));
    let done = done.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    assert_eq!(done.number.as_deref(), Some("43040600510000028"));
    assert_eq!(
        desk.standing(&old),
        "作废（打印错误），2010-11-02，现行证明 43040600510000028"
    );
    let new = desk.certificate("43040600510000028");
    assert_eq!(
        new.issued.expiry_date,
        desk.certificate(&old).issued.expiry_date
    );
    assert_eq!(new.answers()["spouse.name"], "彭立新");
    assert_eq!(
        desk.issued(LI),
        "43040600510000036",
        "no number is used twice"
    );
}

#[test]
fn a_sheet_printed_again_after_the_hand_over_says_so() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.issued(LI);
    assert!(!desk.paper(&number, "F2").contains("补印"));
    let request = desk.request();
    let handed = desk
        .office()
        .hand_over(request, &number, "李春桃", &clerk("周敏"));
    handed.expect("it waits");
    assert!(desk.paper(&number, "F2").contains("补印"));
    assert!(!desk.paper(&number, "F1").contains("补印"));
    let expiry = desk.certificate(&number).issued.expiry_date;
    assert!(
        desk.paper(&number, "F2")
            .contains(&expiry.format("%Y年%-m月%-d日").to_string())
    );
    desk.turn_to("2010-09-13");
    let wish = desk.wish(&number);
    let lost = crate::record::Loss::Lost {
        declared_on: super::desk::day("2010-09-13"),
    };
    let done = desk.office().replace(&wish, lost, None, &clerk("周敏"));
    done.expect("a lost one is replaced");
    let void = desk.paper(&number, "F2");
    assert!(void.contains("作废") && !void.contains("补印"));
}
