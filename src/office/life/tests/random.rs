use std::collections::BTreeMap;

use super::super::{Proofs, Wish};
use super::desk::{Desk, LI, clerk, day, texts};
use crate::record::{CancelCause, CertificateIssued, CertificateState, Loss, OldSheet};
use crate::service::Chance;

const STEPS: u64 = 50;
const CAUSES: [CancelCause; 5] = [
    CancelCause::OverAge,
    CancelCause::MovedAway,
    CancelCause::Death,
    CancelCause::OwnWish,
    CancelCause::IssuedInError,
];

/// The pure rules are tried ten thousand times in `service`; this walks the whole office.
#[test]
fn no_walk_through_the_office_changes_what_was_issued() {
    let mut desk = Desk::on("2010-03-15");
    let mut chance = Chance::new(20_100_315);
    let mut issued: BTreeMap<String, CertificateIssued> = BTreeMap::new();
    let mut numbers = vec![desk.issued(LI)];
    for step in 0..STEPS {
        if step == STEPS / 2 {
            desk.turn_to("2013-06-01");
        }
        let place = usize::try_from(chance.below(numbers.len() as u64)).unwrap_or_default();
        let number = match chance.percent(70) {
            true => numbers[numbers.len() - 1].clone(),
            false => numbers[place].clone(),
        };
        numbers.extend(any_verb(&mut desk, &mut chance, &number));
        prove(&mut desk, &numbers, &mut issued);
    }
    assert!(
        numbers.len() > 5,
        "the walk went somewhere: {}",
        numbers.len()
    );
}

/// Does one thing, possible or not; gives the number that came into being.
fn any_verb(desk: &mut Desk, chance: &mut Chance, number: &str) -> Option<String> {
    let clerk = clerk("周敏");
    let old_sheet = match chance.percent(70) {
        true => OldSheet::TakenBack,
        false => OldSheet::NotBack,
    };
    let wish = Wish {
        old_sheet,
        ..desk.wish(number)
    };
    let on = desk.office().today();
    let phone = format!("1380000{:04}", chance.below(10_000));
    let edits = texts(&[("applicant.phone", phone.as_str())]);
    let done = match chance.below(8) {
        0 => desk
            .office()
            .hand_over(wish.request, number, "李春桃", &clerk),
        1 => {
            let submission = desk.submission(LI);
            desk.office().renew(&submission, &wish, &clerk)
        }
        2 => {
            let loss = Loss::Lost { declared_on: on };
            desk.office().replace(&wish, loss, None, &clerk)
        }
        3 => desk.office().replace(&wish, Loss::Damaged, None, &clerk),
        4 => {
            let draft = desk.office().amend(number, &edits).ok()?;
            desk.office().correct(&wish, &draft, &Proofs::new(), &clerk)
        }
        5 => {
            let draft = desk.office().amend(number, &edits).ok()?;
            desk.office()
                .annotate(&wish, &draft, &Proofs::new(), &clerk)
        }
        6 => {
            let cause = CAUSES[usize::try_from(chance.below(5)).unwrap_or_default()];
            desk.office().cancel(&wish, cause, &clerk)
        }
        _ => {
            let submission = desk.submission(LI);
            let issued = desk.office().issue(&submission, &clerk);
            return issued.ok()?.number;
        }
    };
    done.ok()?.new_number
}

fn prove(desk: &mut Desk, numbers: &[String], issued: &mut BTreeMap<String, CertificateIssued>) {
    let on = desk.office().today();
    let mut valid = 0;
    let mut serials: BTreeMap<String, u32> = BTreeMap::new();
    for number in numbers {
        let certificate = desk.certificate(number);
        let first = issued
            .entry(number.clone())
            .or_insert_with(|| certificate.issued.clone());
        assert_eq!(certificate.issued, *first, "what was issued stays");
        valid += u32::from(certificate.state(on) == CertificateState::Valid);
        let year = certificate.issued.issue_date.format("%Y").to_string();
        let last = serials.entry(year).or_default();
        *last += 1;
        assert_eq!(certificate.issued.serial, *last, "no gap, no repetition");
        assert!(certificate.issued.expiry_date <= day("2016-05-31"));
    }
    assert!(valid <= 1, "one valid certificate a person");
}
