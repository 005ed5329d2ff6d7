use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::form::{FormRef, ProfileRef, RequestId};
use crate::policy::{Profile, ServiceRules};
use crate::record::{
    Act, Answers, Applicant, Applied, CancelCause, CertificateIssued, Change, Event, Facts,
    FrameRef, HandedOver, Issuer, NewSheet, Origin, PersonKey, RecordChanged,
};
use crate::service::Serials;

const FRAME: FrameRef = FrameRef {
    sequence: 1,
    head: [0; 8],
};
const LOST: Loss = Loss::Lost {
    declared_on: NaiveDate::MIN,
};
const CAUSES: [CancelCause; 5] = [
    CancelCause::OverAge,
    CancelCause::MovedAway,
    CancelCause::Death,
    CancelCause::OwnWish,
    CancelCause::IssuedInError,
];

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in a test")
}

fn policy() -> Profile {
    let text = include_str!("../../../forms/policy/hunan-2010.toml");
    Profile::parse("hunan-2010", text).expect("the shipped policy")
}

fn rules<'a>(policy: &'a Profile, service: &str) -> &'a ServiceRules {
    policy.service(service).expect("a service of the policy")
}

fn first_issued(on: NaiveDate) -> CertificateIssued {
    CertificateIssued {
        applicant: Applicant::Known(PersonKey(1)),
        case: "SQ-430406005-2010-00001".to_owned(),
        number: "4304060051000001X".to_owned(),
        serial: 1,
        issue_date: on,
        expiry_date: day("2013-03-14"),
        agreement: None,
        form: FormRef {
            id: "certificate.issue".to_owned(),
            version: 1,
            digest: String::new(),
        },
        profile: ProfileRef {
            id: "hunan-2010".to_owned(),
            digest: String::new(),
        },
        answers: Answers::from([("applicant.name".to_owned(), "李春桃".to_owned())]),
        facts: Facts::new(),
        papers: Vec::new(),
        issuer: Issuer {
            area9: "430406005".to_owned(),
            ..Issuer::default()
        },
        practice: false,
    }
}

fn act(on: NaiveDate, event: Event) -> Act {
    Act {
        request: RequestId([0; 16]),
        clerk: "周敏".to_owned(),
        counter: 1,
        on,
        event,
    }
}

fn certificate() -> Certificate {
    let issued = first_issued(day("2010-03-15"));
    let act = act(
        issued.issue_date,
        Event::CertificateIssued(Box::new(issued.clone())),
    );
    Certificate::new(&act, FRAME, 0, PersonKey(1), &issued)
}

/// Every state a certificate can be in.
fn states() -> Vec<LifeState> {
    let ends = [
        End::Renewed,
        End::Lost,
        End::Damaged,
        End::Spoiled,
        End::Corrected,
    ];
    let cancelled = CAUSES.map(End::Cancelled);
    let ended = ends.into_iter().chain(cancelled).map(LifeState::Ended);
    [LifeState::Waiting, LifeState::InHand, LifeState::Expired]
        .into_iter()
        .chain(ended)
        .collect()
}

/// Every verb in every circumstance, with the name of its column.
fn verbs() -> Vec<Verb> {
    let mut verbs = vec![Verb::HandOver, Verb::Annotate];
    for old_back in [false, true] {
        verbs.push(Verb::Renew { old_back });
        verbs.push(Verb::Correct { old_back });
        for loss in [LOST, Loss::Damaged] {
            verbs.push(Verb::Replace { loss, old_back });
        }
    }
    verbs.extend(CAUSES.map(|cause| Verb::Cancel { cause }));
    verbs
}

/// The table of the guide: rows are states, columns are verbs.
fn expected(state: LifeState, verb: &Verb) -> Result<Step, Why> {
    let old_back = matches!(
        verb,
        Verb::Renew { old_back: true }
            | Verb::Correct { old_back: true }
            | Verb::Replace { old_back: true, .. }
    );
    let row = match state {
        LifeState::Waiting => 0,
        LifeState::InHand => 1,
        LifeState::Expired => 2,
        LifeState::Ended(_) => return Err(Why::Ended),
    };
    let back = |step| {
        if old_back {
            Ok(step)
        } else {
            Err(Why::SheetNotBack)
        }
    };
    let renewed = Step::Succeed(End::Renewed);
    let expired = Err(Why::Expired);
    let column: [Result<Step, Why>; 3] = match verb.kind() {
        VerbKind::HandOver => [Ok(Step::HandOver), Err(Why::HandedOver), expired],
        VerbKind::Renew => [Ok(renewed), back(renewed), Ok(renewed)],
        VerbKind::ReplaceLost => {
            let lost = Step::Succeed(End::Lost);
            [Ok(lost), Ok(lost), expired]
        }
        VerbKind::ReplaceDamaged => {
            let damaged = back(Step::Succeed(End::Damaged));
            [Err(Why::NotHandedOver), damaged, expired]
        }
        VerbKind::Correct => {
            let corrected = back(Step::NewSheet { spoiled: false });
            [Ok(Step::NewSheet { spoiled: true }), corrected, expired]
        }
        VerbKind::Annotate => [Ok(Step::Annotate), Ok(Step::Annotate), expired],
        VerbKind::Cancel => [Ok(Step::Cancel), Ok(Step::Cancel), expired],
    };
    column[row].clone()
}

#[test]
fn every_state_answers_every_verb_as_the_table_says() {
    let (states, verbs) = (states(), verbs());
    assert_eq!((states.len(), verbs.len()), (13, 15));
    for state in &states {
        for verb in &verbs {
            assert_eq!(
                state.step(verb),
                expected(*state, verb),
                "{verb:?} in {state:?}"
            );
        }
    }
}

#[test]
fn what_is_offered_is_what_a_step_allows() {
    for state in states() {
        for kind in VerbKind::ALL {
            let possible = verbs()
                .iter()
                .any(|verb| verb.kind() == kind && state.step(verb).is_ok());
            assert_eq!(state.possible().contains(&kind), possible, "{kind:?}");
        }
    }
}

#[test]
fn every_refusal_names_state_verb_reason_and_way_out() {
    for mut certificate in in_every_state() {
        let on = day("2013-03-14");
        if certificate.issued.expiry_date == day("2010-04-01") {
            certificate.issued.expiry_date = day("2013-03-13");
        }
        for verb in verbs() {
            let Err(refused) = step(&certificate, &verb, on) else {
                continue;
            };
            let said = refused.message().say(crate::text::Lang::Zh);
            let verb = verb.kind().message().say(crate::text::Lang::Zh);
            assert!(said.contains("4304060051000001X"), "{said}");
            assert!(said.contains(&verb), "{said}");
            assert!(said.contains('。') && !said.contains('{'), "{said}");
            assert!(!refused.instead.contains(&refused.verb), "{said}");
        }
    }
}

/// A certificate in every state; the expired one ends on 2010-04-01.
fn in_every_state() -> Vec<Certificate> {
    let on = day("2010-04-02");
    let mut all = Vec::new();
    for state in states() {
        let mut one = certificate();
        match state {
            LifeState::Waiting => {}
            LifeState::InHand => {
                let receiver = "李春桃".to_owned();
                one.handed_over = Some(HandedOver { receiver, on });
            }
            LifeState::Expired => one.issued.expiry_date = day("2010-04-01"),
            LifeState::Ended(end) => {
                one.ended = Some(crate::record::Ended {
                    end,
                    on,
                    successor: None,
                });
            }
        }
        assert_eq!(LifeState::of(&one, on), state);
        all.push(one);
    }
    all
}

#[test]
fn the_last_valid_day_is_valid_and_the_next_is_expired() {
    let certificate = certificate();
    let state = |on| LifeState::of(&certificate, day(on));
    assert_eq!(state("2013-03-14"), LifeState::Waiting);
    assert_eq!(state("2013-03-15"), LifeState::Expired);
}

#[test]
fn a_replacement_has_the_next_number_and_the_old_expiry() {
    let policy = policy();
    let old = certificate();
    let issued = World::new(&policy).again(&old, day("2010-09-13"));
    assert_eq!(issued.number, "43040600510000028");
    assert_eq!(issued.expiry_date, day("2013-03-14"));
    assert_eq!(issued.case, "SQ-430406005-2010-00002");
}

#[test]
fn a_profile_may_count_the_validity_of_a_replacement_anew() {
    let text = include_str!("../../../forms/policy/hunan-2010.toml");
    let text = text.replace(
        "replacement_keeps_expiry = true",
        "replacement_keeps_expiry = false",
    );
    let policy = Profile::parse("hunan-2010", &text).expect("the changed policy");
    let issued = World::new(&policy).again(&certificate(), day("2010-09-13"));
    assert_eq!(issued.expiry_date, day("2013-09-12"));
}

/// One person's certificates and the year's serials, kept as the hall keeps them.
struct World<'a> {
    policy: &'a Profile,
    on: NaiveDate,
    certificates: Vec<Certificate>,
    issued: Vec<CertificateIssued>,
    last: BTreeMap<i32, u32>,
}

impl<'a> World<'a> {
    fn new(policy: &'a Profile) -> World<'a> {
        let first = certificate();
        World {
            policy,
            on: first.issued.issue_date,
            issued: vec![first.issued.clone()],
            certificates: vec![first],
            last: BTreeMap::from([(2010, 1)]),
        }
    }

    fn again(&self, old: &Certificate, on: NaiveDate) -> CertificateIssued {
        use chrono::Datelike;
        let last = self.last.get(&on.year()).copied().unwrap_or_default();
        reissue(&Reissue {
            old,
            answers: old.answers(),
            rules: rules(self.policy, "certificate.issue"),
            life: rules(self.policy, "certificate.replace"),
            on,
            last: Serials {
                certificate: last,
                case: last,
                agreement: 0,
            },
            issuer: &old.issued.issuer,
            practice: false,
        })
        .expect("the series has room")
    }

    /// Asks for one verb on one certificate; does what the step says.
    fn ask(&mut self, place: usize, verb: &Verb, new_number: bool) {
        let old = self.certificates[place % self.certificates.len()].clone();
        let hers = crate::service::valid_certificate(&self.certificates, self.on);
        let other = hers.is_some_and(|valid| valid.number() != old.number());
        let Ok(step) = step(&old, verb, self.on) else {
            return;
        };
        if other && matches!(verb, Verb::Renew { .. }) {
            return;
        }
        let issued = || Box::new(self.again(&old, self.on));
        let first_issued = old.first_issued();
        let change = match (step, *verb) {
            (Step::HandOver, _) => Change::HandedOver {
                receiver: "李春桃".to_owned(),
            },
            (Step::Succeed(End::Renewed), _) => Change::Renewed { issued: issued() },
            (Step::Succeed(_), Verb::Replace { loss, .. }) => Change::Replaced {
                loss,
                first_issued,
                issued: issued(),
            },
            (Step::NewSheet { spoiled }, _) => Change::Corrected {
                spoiled,
                sheet: if new_number {
                    NewSheet::NewNumber {
                        first_issued,
                        issued: issued(),
                    }
                } else {
                    NewSheet::SameNumber { papers: Vec::new() }
                },
            },
            (Step::Annotate, _) => Change::Annotated,
            (Step::Cancel, Verb::Cancel { cause }) => Change::Cancelled { cause },
            (step, verb) => panic!("{step:?} does not follow from {verb:?}"),
        };
        self.enter(&old, change);
    }

    fn enter(&mut self, old: &Certificate, change: Change) {
        use chrono::Datelike;
        let mut answers = old.answers().clone();
        answers.insert("applicant.phone".to_owned(), self.on.to_string());
        let changed = RecordChanged {
            person: PersonKey(1),
            certificate: Some(old.as_changed()),
            case: None,
            change,
            applied: Applied::default(),
            items: Vec::new(),
            answers,
            facts: Facts::new(),
            form: old.issued.form.clone(),
            profile: old.issued.profile.clone(),
            papers: Vec::new(),
            issuer: old.issued.issuer.clone(),
            practice: false,
        };
        let act = act(self.on, Event::RecordChanged(Box::new(changed.clone())));
        for certificate in &mut self.certificates {
            if certificate.number() == old.number() {
                certificate.live(&act, FRAME, 0, &changed);
            }
        }
        if let Some(issued) = changed.issued() {
            let mut new = Certificate::new(&act, FRAME, 0, PersonKey(1), issued);
            new.origin = Origin::of(&changed, self.on);
            self.last.insert(self.on.year(), issued.serial);
            self.issued.push(issued.clone());
            self.certificates.push(new);
        }
    }

    fn prove(&self) {
        use chrono::Datelike;
        let now: Vec<&CertificateIssued> =
            self.certificates.iter().map(|one| &one.issued).collect();
        assert_eq!(
            now,
            self.issued.iter().collect::<Vec<_>>(),
            "nothing issued is changed"
        );
        let valid = self
            .certificates
            .iter()
            .filter(|one| one.state(self.on) == CertificateState::Valid);
        assert!(valid.count() <= 1, "one valid certificate a person");
        let mut serials: BTreeMap<i32, u32> = BTreeMap::new();
        for issued in &self.issued {
            let last = serials.entry(issued.issue_date.year()).or_default();
            *last += 1;
            assert_eq!(
                issued.serial, *last,
                "serials have no gap and no repetition"
            );
        }
        for one in &self.certificates {
            let kept = one.origin.as_ref().is_none_or(|origin| {
                let before = self
                    .certificates
                    .iter()
                    .find(|before| before.number() == origin.number);
                before.is_some_and(|before| {
                    before.ended.is_some()
                        && (origin.note.is_none()
                            || one.issued.expiry_date == before.issued.expiry_date)
                })
            });
            assert!(kept, "a certificate made again is never valid longer");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn no_sequence_of_verbs_changes_what_was_issued(
        steps in prop::collection::vec((0usize..4, 0usize..15, 0u64..500, any::<bool>()), 1..25)
    ) {
        let policy = POLICY.with(Clone::clone);
        let verbs = verbs();
        let mut world = World::new(&policy);
        for (place, verb, days, new_number) in steps {
            // Most business is of the same day; a year passes now and then.
            let days = if days < 300 { 0 } else { days };
            world.on = world.on.checked_add_days(Days::new(days)).expect("a near day");
            world.ask(place, &verbs[verb], new_number);
            world.prove();
        }
    }
}

thread_local! {
    static POLICY: Profile = policy();
}
