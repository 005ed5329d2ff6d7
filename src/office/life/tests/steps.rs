use super::super::{LifeError, Proofs, Wish};
use super::desk::{Desk, LI, clerk, day, papers, refusal, texts};
use crate::office::IssueError;
use crate::record::{CancelCause, CertificateState, End, Loss};
use crate::service::VerbKind;
use crate::text::Lang;

const LOST: Loss = Loss::Lost {
    declared_on: match chrono::NaiveDate::from_ymd_opt(2013, 3, 20) {
        Some(day) => day,
        None => chrono::NaiveDate::MIN,
    },
};

#[test]
fn a_sheet_is_handed_over_once_and_to_somebody() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.issued(LI);
    let request = desk.request();
    let nobody = desk
        .office()
        .hand_over(request, &number, "  ", &clerk("周敏"));
    assert!(matches!(nobody, Err(LifeError::Receiver(_))));
    let request = desk.request();
    let done = desk
        .office()
        .hand_over(request, &number, "李春梅", &clerk("周敏"));
    assert!(done.expect("it waits").papers.is_empty());
    let request = desk.request();
    let again = desk
        .office()
        .hand_over(request, &number, "李春桃", &clerk("周敏"));
    let said = refusal(again);
    assert!(said.contains("该证已于 2010-03-15 由李春梅领取"), "{said}");
    let request = desk.request();
    let unknown = desk
        .office()
        .hand_over(request, "43040600510000036", "李春桃", &clerk("周敏"));
    assert!(matches!(unknown, Err(LifeError::UnknownNumber(_))));
}

#[test]
fn a_second_application_within_validity_offers_what_is_possible() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    let submission = desk.submission(LI);
    let second = desk.office().issue(&submission, &clerk("周敏"));
    let Err(error) = second else {
        panic!("one valid certificate a person");
    };
    let said = error.message().say(Lang::Zh);
    assert!(said.contains("可以办理：换证、补证（遗失）"), "{said}");
    let IssueError::AlreadyCertified { possible, .. } = error else {
        panic!("she has one already");
    };
    assert!(possible.contains(&VerbKind::Renew));

    let wish = desk.wish_with_sheet(&number);
    let renewed = desk.office().renew(&submission, &wish, &clerk("周敏"));
    let renewed = renewed.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    assert_eq!(renewed.new_number.as_deref(), Some("43040600510000028"));
    assert_eq!(papers(&renewed), ["F30", "F1", "F3a", "F2", "F4"]);
    assert_eq!(
        desk.standing(&number),
        "已换证，2010-03-15，现行证明 43040600510000028"
    );
}

#[test]
fn an_expired_certificate_is_renewed_with_a_validity_of_its_own() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    desk.turn_to("2013-03-20");
    assert_eq!(desk.standing(&number), "已过期，有效期至 2013-03-14");
    let wish = desk.wish(&number);
    let lost = desk.office().replace(&wish, LOST, None, &clerk("周敏"));
    assert_eq!(
        refusal(lost),
        "证明 4304060051000001X 不能办理补证（遗失）：该证有效期至 2013-03-14，已过期。可以办理：换证。"
    );
    let submission = desk.submission(LI);
    let wish = desk.wish(&number);
    let renewed = desk.office().renew(&submission, &wish, &clerk("周敏"));
    let renewed = renewed.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    assert_eq!(renewed.expiry_date, Some(day("2016-03-19")));
    let new = renewed.new_number.expect("a new number");
    assert!(desk.paper(&new, "F2").contains("2013年3月20日"));
    assert!(!desk.paper(&new, "F2").contains('【'));
}

#[test]
fn a_renewal_waits_for_a_missing_photograph_and_the_old_one_stays_valid() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    let mut seed = LI.to_vec();
    seed.retain(|answer| answer.0 != "doc.photo");
    seed.push(("doc.photo", "2"));
    let submission = desk.submission(&seed);
    let wish = desk.wish_with_sheet(&number);
    let waits = desk.office().renew(&submission, &wish, &clerk("周敏"));
    let waits = waits.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    assert_eq!((waits.new_number.clone(), waits.missing.len()), (None, 1));
    assert_eq!(papers(&waits), ["F29"]);
    let again = desk.office().renew(&submission, &wish, &clerk("周敏"));
    assert!(again.expect("the same request").repeated);
    assert_eq!(desk.standing(&number), "有效，有效期至 2013-03-14");
    let submission = desk.submission(LI);
    let done = desk.office().renew(&submission, &wish, &clerk("周敏"));
    let done = done.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    assert_eq!(done.case, waits.case, "the case goes on");
}

#[test]
fn a_birth_is_noted_without_a_new_number() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    desk.turn_to("2011-08-01");
    let edits = texts(&[
        ("children[1].name", "王小雷"),
        ("children[1].sex", "1"),
        ("children[1].birth", "2011-07-01"),
        ("children[1].cert_no", "K430054321"),
    ]);
    let draft = desk
        .office()
        .amend(&number, &edits)
        .expect("the certificate is known");
    let wish = desk.wish(&number);
    let proofs = texts(&[("children[1].birth", "出生证")]);
    let done = desk
        .office()
        .annotate(&wish, &draft, &proofs, &clerk("周敏"));
    let done = done.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    assert_eq!(
        (done.new_number.clone(), papers(&done)),
        (None, vec!["F30"])
    );
    let certificate = desk.certificate(&number);
    assert_eq!(certificate.answers()["children[1].name"], "王小雷");
    assert_eq!(certificate.answers()["boys"], "1");
    assert_eq!(certificate.issued.answers["children"], "1");
    assert_eq!(certificate.sheets, 1);
    let person = desk.office().store.person(certificate.person);
    let person = person
        .expect("the view is sound")
        .expect("she is on record");
    assert_eq!(person.fact("children[0].name"), "王小雨");
    assert_eq!(person.fact("children[1].name"), "王小雷");
    // The sheet in her hand is what was printed; the application names the child.
    let sheet = desk.paper(&number, "F2");
    assert!(
        sheet.contains("男　0　个") && sheet.contains("女　1　个"),
        "{sheet}"
    );
    let application = desk.paper(&done.case.expect("an application number"), "F30");
    assert!(application.contains("王小雷"), "{application}");
}

#[test]
fn a_holder_is_not_annotated_but_corrected() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    let draft = desk
        .office()
        .amend(&number, &texts(&[("applicant.name", "李春陶")]));
    let wish = desk.wish(&number);
    let draft = draft.expect("the certificate is known");
    let done = desk
        .office()
        .annotate(&wish, &draft, &Proofs::new(), &clerk("周敏"));
    assert!(matches!(done, Err(LifeError::NotAnnotated(_))));
}

#[test]
fn a_cancelled_certificate_keeps_its_number_and_its_cause() {
    let causes = [
        (CancelCause::MovedAway, "已注销（迁出）"),
        (CancelCause::Death, "已注销（死亡）"),
        (CancelCause::OwnWish, "已注销（本人申请）"),
        (CancelCause::IssuedInError, "已注销（错发）"),
    ];
    let mut desk = Desk::on("2010-03-15");
    for (serial, (cause, said)) in causes.into_iter().enumerate() {
        let number = desk.handed_over(LI);
        assert_eq!(&number[11..16], format!("{:05}", serial + 1));
        let wish = desk.wish(&number);
        let done = desk.office().cancel(&wish, cause, &clerk("周敏"));
        assert_eq!(papers(&done.expect("it is cancelled")), ["F30"]);
        assert_eq!(desk.standing(&number), format!("{said}，2010-03-15"));
        let certificate = desk.certificate(&number);
        assert_eq!(
            certificate.state(day("2030-01-01")),
            CertificateState::Ended(End::Cancelled(cause))
        );
        let wish = desk.wish(&number);
        let again = desk.office().cancel(&wish, cause, &clerk("周敏"));
        assert!(refusal(again).ends_with("需要证明的，请重新申请。"));
    }
}

#[test]
fn over_age_is_what_the_number_says() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    let wish = desk.wish(&number);
    let young = desk
        .office()
        .cancel(&wish, CancelCause::OverAge, &clerk("周敏"));
    let said = refusal(young);
    assert!(said.contains("本人 26 周岁"), "{said}");

    let mut seed = LI.to_vec();
    for answer in &mut seed {
        match answer.0 {
            "applicant.id" => answer.1 = "430406196004119920",
            "applicant.name" => answer.1 = "李桂英",
            "spouse.id" => answer.1 = "43042119600101991X",
            _ => {}
        }
    }
    let number = desk.handed_over(&seed);
    desk.turn_to("2010-04-11");
    let wish = desk.wish(&number);
    let done = desk
        .office()
        .cancel(&wish, CancelCause::OverAge, &clerk("周敏"));
    done.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    assert_eq!(desk.standing(&number), "已注销（超龄），2010-04-11");
}

#[test]
fn a_renewal_is_for_the_holder_and_for_no_certificate_but_her_own() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    let mut seed = LI.to_vec();
    for answer in &mut seed {
        match answer.0 {
            "applicant.id" => answer.1 = "430406198501159922",
            "applicant.name" => answer.1 = "郭晓燕",
            _ => {}
        }
    }
    let other = desk.submission(&seed);
    let wish = desk.wish_with_sheet(&number);
    let done = desk.office().renew(&other, &wish, &clerk("周敏"));
    assert!(matches!(done, Err(LifeError::NotHers { .. })));
}

#[test]
fn an_old_certificate_gives_way_to_a_newer_valid_one() {
    let mut desk = Desk::on("2010-03-15");
    let old = desk.handed_over(LI);
    desk.turn_to("2013-03-20");
    let new = desk.handed_over(LI);
    let submission = desk.submission(LI);
    let wish = desk.wish(&old);
    let said = refusal(desk.office().renew(&submission, &wish, &clerk("周敏")));
    assert!(
        said.contains(&format!("请用现行证明 {new} 办理。")),
        "{said}"
    );
}

#[test]
fn the_view_folded_anew_is_the_same_after_a_whole_life() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    let wish = desk.wish_with_sheet(&number);
    let done = desk
        .office()
        .replace(&wish, Loss::Damaged, None, &clerk("周敏"));
    let new = done
        .expect("it is replaced")
        .new_number
        .expect("a new number");
    let wish = Wish::new(desk.request(), &new);
    let draft = desk
        .office()
        .amend(&new, &texts(&[("applicant.phone", "13800000199")]));
    let draft = draft.expect("the certificate is known");
    let done = desk
        .office()
        .correct(&wish, &draft, &Proofs::new(), &clerk("周敏"));
    done.expect("it is corrected");
    let content = desk.office().view_content();
    assert_eq!(desk.rebuilt(), content);
}

#[test]
fn a_change_that_waited_for_its_proof_goes_on_with_it() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    desk.turn_to("2011-08-01");
    let noted = |desk: &mut Desk, answers: &[(&str, &str)]| {
        let mut seed = texts(answers);
        seed.insert("certificate.number".to_owned(), number.clone());
        let draft = desk.office().start("certificate.annotate", None, &seed);
        let draft = draft.expect("the view is sound").expect("a service");
        let shelf = desk.office().shelf();
        let form = shelf.form("certificate.annotate").expect("the form");
        let submission = form.check(&draft, &shelf.around);
        let submission = submission.unwrap_or_else(|unfit| panic!("{unfit:#?}"));
        let done = desk.office().issue(&submission, &clerk("周敏"));
        done.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)))
    };
    let born = [
        ("change.part", "children"),
        ("children[0].name", "王小雨"),
        ("children[1].name", "王小雷"),
        ("children[1].sex", "1"),
        ("children[1].birth", "2011-07-01"),
        ("doc.id_card", "seen"),
        ("doc.birth_cert", "missing"),
    ];
    let waits = noted(&mut desk, &born);
    assert_eq!((waits.number.clone(), waits.missing.len()), (None, 1));
    assert_eq!(desk.certificate(&number).answers()["children"], "1");
    let done = noted(&mut desk, &[("doc.birth_cert", "seen")]);
    assert_eq!(done.case, waits.case, "the case goes on");
    assert_eq!(desk.certificate(&number).answers()["children"], "2");
    let application = desk.paper(&done.case, "F30");
    for said in ["第2个孩子 姓名", "王小雷", "出生证"] {
        assert!(application.contains(said), "{said} in {application}");
    }
    let person = desk.certificate(&number).person;
    let waiting = desk.office().store.waiting(person);
    assert_eq!(
        waiting.expect("the view is sound"),
        [],
        "the case is closed"
    );
}
