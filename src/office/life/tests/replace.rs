use super::super::{LifeError, Proofs, Wish};
use super::desk::{Desk, LI, clerk, day, papers, refusal, sister, texts};
use crate::record::{Did, Loss};
use crate::text::Lang;

fn lost(on: &str) -> Loss {
    Loss::Lost {
        declared_on: day(on),
    }
}

/// E8: 李春桃 lost hers in the train; her sister comes.
#[test]
fn a_lost_certificate_comes_back_under_the_next_number_with_the_old_expiry() {
    let mut desk = Desk::on("2010-03-15");
    let old = desk.handed_over(LI);
    assert_eq!(old, "4304060051000001X");

    desk.turn_to("2010-09-13");
    let wish = Wish {
        delegate: Some(sister()),
        reason: "在火车上遗失".to_owned(),
        ..desk.wish(&old)
    };
    let done = desk
        .office()
        .replace(&wish, lost("2010-09-13"), None, &clerk("周敏"));
    let done = done.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    let new = done.new_number.clone().expect("a new number");
    assert_eq!(new, "43040600510000028");
    assert_eq!(done.expiry_date, Some(day("2013-03-14")));
    assert_eq!(papers(&done), ["F30", "F2", "F4"]);
    assert_eq!(done.notes.len(), 1, "one new photograph is asked for");

    assert_eq!(
        desk.standing(&old),
        "作废（遗失），2010-09-13，现行证明 43040600510000028"
    );
    assert_eq!(desk.standing(&new), "有效，有效期至 2013-03-14");
    assert!(
        desk.paper(&new, "F2")
            .contains("2010-03-15【补 2010-09-13】")
    );
    let application = desk.paper(&done.case.expect("an application number"), "F30");
    for said in ["李春桃", "李春梅", &old, &new, "同意补发，原证作废。"] {
        assert!(application.contains(said), "{said} in {application}");
    }
}

#[test]
fn both_prints_of_a_replaced_certificate_are_in_the_ledger() {
    let mut desk = Desk::on("2010-03-15");
    let old = desk.handed_over(LI);
    desk.turn_to("2010-09-13");
    let wish = desk.wish(&old);
    let done = desk
        .office()
        .replace(&wish, lost("2010-09-13"), None, &clerk("周敏"));
    let new = done.expect("a lost one is replaced").new_number;
    let name = "李春桃".to_owned();
    assert_eq!(
        desk.did("2010-03-15"),
        [
            (Did::IssueCertificate, name.clone(), old.clone()),
            (Did::HandOver, name.clone(), old.clone()),
        ]
    );
    assert_eq!(
        desk.did("2010-09-13"),
        [(Did::Replace, name, new.expect("a new number"))]
    );
}

#[test]
fn the_old_number_answers_void_for_ever() {
    let mut desk = Desk::on("2010-03-15");
    let old = desk.handed_over(LI);
    desk.turn_to("2010-09-13");
    let wish = desk.wish(&old);
    let done = desk
        .office()
        .replace(&wish, lost("2010-09-01"), None, &clerk("周敏"));
    done.expect("a lost one is replaced");
    desk.turn_to("2020-01-01");
    assert!(
        desk.paper(&old, "F2").contains("作废"),
        "made again for the file"
    );
    assert!(desk.standing(&old).starts_with("作废（遗失），2010-09-13"));
    let found = desk.office().exact(&old).expect("the view is sound");
    assert!(found.is_some(), "the old number still finds the person");
    let wish = desk.wish(&old);
    let again = desk
        .office()
        .replace(&wish, lost("2020-01-01"), None, &clerk("周敏"));
    assert_eq!(
        refusal(again),
        "证明 4304060051000001X 不能办理补证（遗失）：该证于 2010-09-13 作废（遗失）。请用现行证明 43040600510000028 办理。"
    );
}

#[test]
fn a_delegate_without_letter_or_cards_uses_no_number() {
    let mut desk = Desk::on("2010-03-15");
    let old = desk.handed_over(LI);
    let before = desk.office().acts();
    for spoil in [
        |one: &mut super::super::DelegateShown| one.letter = false,
        |one: &mut super::super::DelegateShown| one.both_cards = false,
        |one: &mut super::super::DelegateShown| one.id = "430406198601019920".to_owned(),
        |one: &mut super::super::DelegateShown| one.name = String::new(),
    ] {
        let mut delegate = sister();
        spoil(&mut delegate);
        let wish = Wish {
            delegate: Some(delegate),
            ..desk.wish(&old)
        };
        let done = desk
            .office()
            .replace(&wish, lost("2010-03-15"), None, &clerk("周敏"));
        assert!(matches!(
            done,
            Err(LifeError::DelegatePapers | LifeError::DelegateId(_) | LifeError::DelegateName(_))
        ));
    }
    assert_eq!(desk.office().acts(), before);
}

#[test]
fn a_loss_is_declared_between_the_issue_and_today() {
    let mut desk = Desk::on("2010-03-15");
    let old = desk.handed_over(LI);
    for on in ["2010-03-14", "2010-03-16"] {
        let wish = desk.wish(&old);
        let done = desk.office().replace(&wish, lost(on), None, &clerk("周敏"));
        assert!(matches!(done, Err(LifeError::DeclaredOn { .. })), "{on}");
    }
}

#[test]
fn a_damaged_certificate_comes_back_before_it_is_replaced() {
    let mut desk = Desk::on("2010-03-15");
    let old = desk.handed_over(LI);
    let wish = desk.wish(&old);
    let kept = desk
        .office()
        .replace(&wish, Loss::Damaged, None, &clerk("周敏"));
    assert_eq!(
        refusal(kept),
        "证明 4304060051000001X 不能办理补证（损毁）：原证没有收回；收不回的按遗失办理。可以办理：补证（遗失）。"
    );
    let wish = desk.wish_with_sheet(&old);
    let done = desk
        .office()
        .replace(&wish, Loss::Damaged, None, &clerk("周敏"));
    done.expect("it was brought back");
    assert!(desk.standing(&old).starts_with("作废（损毁）"));
}

#[test]
fn a_replacement_that_is_corrected_bears_both_marks() {
    let mut desk = Desk::on("2010-03-15");
    let old = desk.handed_over(LI);
    desk.turn_to("2010-09-13");
    let wish = desk.wish(&old);
    let done = desk
        .office()
        .replace(&wish, lost("2010-09-13"), None, &clerk("周敏"));
    let new = done.expect("it is replaced").new_number.expect("a number");
    let request = desk.request();
    let handed = desk
        .office()
        .hand_over(request, &new, "李春桃", &clerk("周敏"));
    handed.expect("it waits");
    desk.turn_to("2010-11-02");
    let draft = desk
        .office()
        .amend(&new, &texts(&[("spouse.name", "王建君")]));
    let wish = desk.wish_with_sheet(&new);
    let draft = draft.expect("the certificate is known");
    let done = desk
        .office()
        .correct(&wish, &draft, &Proofs::new(), &clerk("周敏"));
    done.expect("it is corrected");
    let sheet = desk.paper(&new, "F2");
    assert!(sheet.contains("【补 2010-09-13】"), "{sheet}");
    assert!(sheet.contains("【更正 2010-11-02】"), "{sheet}");
}

#[test]
fn a_request_sent_twice_replaces_once() {
    let mut desk = Desk::on("2010-03-15");
    let old = desk.handed_over(LI);
    let wish = desk.wish(&old);
    let first = desk
        .office()
        .replace(&wish, lost("2010-03-15"), None, &clerk("周敏"));
    let first = first.expect("a lost one is replaced");
    let acts = desk.office().acts();
    let second = desk
        .office()
        .replace(&wish, lost("2010-03-15"), None, &clerk("周敏"));
    let second = second.expect("the same request has the same result");
    assert!(second.repeated && !first.repeated);
    assert_eq!(second.new_number, first.new_number);
    assert_eq!(second.papers, first.papers);
    assert_eq!(desk.office().acts(), acts);
}
