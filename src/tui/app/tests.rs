use super::*;
use crate::tui::job::{Found, PersonLine};
use crate::tui::notice::Notice;
use crate::tui::tests::Clerkwork;

mod opening;

#[test]
fn the_first_screen() {
    let work = Clerkwork::begin(Lang::Zh);
    insta::assert_snapshot!(work.snap());
}

fn line(key: u64, name: &str) -> PersonLine {
    PersonLine {
        person: crate::record::PersonKey(key),
        name: name.to_owned(),
        id_masked: "430406********9927".to_owned(),
        birth_year: Some(1983),
        community: "新矿村社区".to_owned(),
        phone_tail: "0101".to_owned(),
        certificate: Some((
            "4304060051000001X".to_owned(),
            crate::record::CertificateState::Valid,
        )),
        matched: Vec::new(),
    }
}

#[test]
fn a_valid_number_that_is_not_on_record_offers_a_new_applicant() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.text("430406198304129927");
    work.reply(Reply::Found(Found {
        query: "430406198304129927".to_owned(),
        ..Found::default()
    }));
    work.sees("女・1983-04-12・26岁");
    work.key(Key::Enter);
    let started = work.jobs.last().expect("a job");
    let Job::Start { service, seed, .. } = started else {
        panic!("{started:?}");
    };
    assert_eq!(service, "certificate.issue");
    assert_eq!(seed["applicant.id"], "430406198304129927");
}

#[test]
fn a_wrong_number_is_told_while_it_is_typed() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.text("430406198304129928");
    work.sees("✗ ");
}

#[test]
fn the_hits_while_typing() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.text("lct");
    work.reply(Reply::Found(Found {
        query: "lct".to_owned(),
        hits: vec![line(9, "李春桃"), line(10, "阿卜杜拉·买买提")],
        exact: None,
        more: true,
    }));
    insta::assert_snapshot!(work.snap());
}

#[test]
fn a_window_that_is_too_small_says_so_at_any_size() {
    let mut work = Clerkwork::begin(Lang::Zh);
    for size in [(20, 5), (1, 1), (79, 24), (80, 23), (3, 40)] {
        work.size = size;
        let _ = work.screen();
    }
    work.size = (20, 5);
    work.sees("窗口太小");
    work.text("x");
    work.size = (80, 24);
    assert!(
        !work.shows(" x"),
        "nothing is typed blindly:\n{}",
        work.screen()
    );
}

#[test]
fn a_failure_of_the_office_is_a_notice_that_closes() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.reply(Reply::Failed(
        Notice::new("磁盘已满").advise("请删除不用的文件"),
    ));
    insta::assert_snapshot!(work.snap());
    work.key(Key::Esc);
    assert!(!work.shows("磁盘已满"));
}

#[test]
fn a_notice_is_closed_only_by_a_key_typed_after_it_was_drawn() {
    let mut work = Clerkwork::begin(Lang::Zh);
    let failed = Input::Reply(Reply::Failed(Notice::new("磁盘已满")));
    let enter = Input::Key(Key::Enter);
    let scan = Input::Scan("430406198304129927".to_owned());
    work.burst([failed, enter.clone(), Input::Key(Key::Esc), scan, enter]);
    work.sees("磁盘已满");
    work.key(Key::Enter);
    assert!(!work.shows("磁盘已满"));
}

#[test]
fn the_guide_is_stepped_through_and_opened_again_from_help() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.key(Key::F(1));
    work.sees("帮助");
    work.text("g");
    work.sees("1/4");
    for _ in 0..3 {
        work.key(Key::Enter);
    }
    work.sees("4/4");
    work.key(Key::Enter);
    assert!(!work.shows("/4"));
}

mod any_keys {
    use proptest::prelude::*;

    use super::*;

    fn key() -> impl Strategy<Value = Key> {
        prop_oneof![
            4 => any::<char>().prop_map(Key::Char),
            6 => prop::sample::select("0123456789lcthm李中·ｘ".chars().collect::<Vec<_>>())
                .prop_map(Key::Char),
            2 => prop::sample::select("nzgaduwotrh".chars().collect::<Vec<_>>())
                .prop_map(Key::Ctrl),
            3 => (1u8..10).prop_map(Key::F),
            12 => prop::sample::select(vec![
                Key::Enter, Key::Tab, Key::BackTab, Key::Esc, Key::Up, Key::Down, Key::Left,
                Key::Right, Key::Home, Key::End, Key::PageUp, Key::PageDown, Key::Backspace,
                Key::Delete,
            ]),
        ]
    }

    /// A case with its person on record, so that digits start something.
    fn answer(work: &mut Clerkwork) {
        for job in std::mem::take(&mut work.jobs) {
            match job {
                Job::Find(query) => work.reply(Reply::Found(Found {
                    query,
                    hits: vec![line(9, "李春桃")],
                    exact: None,
                    more: false,
                })),
                Job::OpenPerson(_) => work.reply(Reply::Person(Box::new(page()))),
                Job::Start { service, .. } => work.open_draft(&service),
                _ => {}
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_keys_at_any_size_make_it_panic_and_the_caret_stays_on_the_screen(
            keys in prop::collection::vec(key(), 0..60),
            size in prop_oneof![
                Just((80, 24)), Just((100, 30)), Just((132, 43)), Just((20, 5)), Just((1, 1)),
                (1u16..140, 1u16..50),
            ],
            in_wizard in any::<bool>(),
        ) {
            let mut work = Clerkwork::begin(Lang::Zh);
            if in_wizard {
                work.open_draft("certificate.issue");
            }
            work.size = size;
            for key in keys {
                work.key(key);
                answer(&mut work);
                let caret = work.caret();
                prop_assert!(caret.x < size.0 && caret.y < size.1, "{caret:?}");
            }
        }
    }
}

/// A person who can have one thing and not another.
fn page() -> crate::tui::job::PersonPage {
    use crate::form::DeskGroup;
    use crate::policy::Refusal;
    use crate::text::Label;
    use crate::tui::job::{Offer, PersonPage};
    let day = "2010-03-15".parse().expect("a date");
    let mut person = crate::record::Person::new(crate::record::PersonKey(9), day);
    for (fact, text) in [
        ("name", "李春桃"),
        ("id", "111:430406198304129927"),
        ("phone", "13800000101"),
        ("hukou.community", "430406005001"),
        ("marital.status", "21"),
        ("spouse.id", "111:430421198011039913"),
        ("children", "1"),
        ("children[0].name", "王小雨"),
        ("children[0].sex", "2"),
    ] {
        person.facts.insert(fact.to_owned(), text.to_owned());
    }
    PersonPage {
        person,
        certificates: Vec::new(),
        waiting: Vec::new(),
        matters: Vec::new(),
        timeline: Vec::new(),
        changes: Vec::new(),
        ties: Vec::new(),
        offers: vec![
            Offer {
                service: "certificate.issue".to_owned(),
                title: Label::same("流动人口婚育证明"),
                summary: Label::default(),
                group: DeskGroup::Outflow,
                refusals: Vec::new(),
            },
            Offer {
                service: "birth.register".to_owned(),
                title: Label::same("生育登记"),
                summary: Label::default(),
                group: DeskGroup::Both,
                refusals: vec![Refusal {
                    profile: "hunan-2010".to_owned(),
                    rule: "birth.register".to_owned(),
                    why_not: Label::same("本期未开办"),
                    article: Label::same("第三条"),
                    remedy: Label::same("请到户籍地办理"),
                }],
            },
        ],
    }
}

#[test]
fn the_person_page() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.reply(Reply::Person(Box::new(page())));
    insta::assert_snapshot!(work.snap());
    work.text("2");
    work.sees("请到户籍地办理");
    work.key(Key::Esc);
    work.text("1");
    assert!(matches!(work.jobs.last(), Some(Job::Start { .. })));
}

/// A person for whom twenty services are listed.
fn page_of_twenty() -> crate::tui::job::PersonPage {
    use crate::form::DeskGroup;
    use crate::text::Label;
    let mut page = page();
    let one = page.offers[0].clone();
    let refusals = page.offers[1].refusals.clone();
    page.offers = (0..20usize)
        .map(|number| crate::tui::job::Offer {
            service: format!("service.{number}"),
            title: Label::same(format!("第{number}项服务")),
            group: DeskGroup::LISTED[number / 7],
            refusals: match number % 3 {
                1 => refusals.clone(),
                _ => Vec::new(),
            },
            ..one.clone()
        })
        .collect();
    let former = crate::office::Tie::FormerName("李春燕".to_owned());
    page.ties.push(former);
    page
}

#[test]
fn twenty_services_are_listed_by_side_and_each_has_its_key() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.reply(Reply::Person(Box::new(page_of_twenty())));
    insta::assert_snapshot!(work.snap());
    work.text("t");
    let started = work.jobs.last().cloned();
    assert!(matches!(&started, Some(Job::Start { service, .. }) if service == "service.18"));
}

#[test]
fn the_last_of_twenty_services_is_reached_with_the_arrow_and_explained_by_enter() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.reply(Reply::Person(Box::new(page_of_twenty())));
    for _ in 0..19 {
        work.key(Key::Down);
    }
    work.sees("第19项服务");
    work.key(Key::Enter);
    work.sees("请到户籍地办理");
}

#[test]
fn a_wide_screen_shows_the_facts_beside_the_services() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.size = (150, 40);
    work.reply(Reply::Person(Box::new(page_of_twenty())));
    insta::assert_snapshot!(work.snap());
}

#[test]
fn a_stranger_is_offered_both_sides_of_the_desk() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.text("李春桃");
    work.key(Key::F(3));
    work.sees("流出（本街道户籍）");
    work.sees("其他");
    work.text("1");
    let started = work.jobs.last().cloned();
    let Some(Job::Start { seed, person, .. }) = started else {
        panic!("{started:?}");
    };
    assert_eq!((seed["applicant.name"].as_str(), person), ("李春桃", None));
}

#[test]
fn every_key_of_the_hint_bar_does_something() {
    let openings: [fn(&mut Clerkwork); 4] = [
        |_| {},
        |work| work.reply(Reply::Person(Box::new(page()))),
        |work| work.open_draft("certificate.issue"),
        |work| {
            work.open_draft("certificate.issue");
            work.key(Key::PageDown);
        },
    ];
    for open in openings {
        let mut contexts = {
            let mut work = Clerkwork::begin(Lang::Zh);
            open(&mut work);
            work.app.contexts()
        };
        contexts.dedup();
        for hint in crate::tui::keys::bindings(&contexts)
            .iter()
            .filter(|line| line.hint)
        {
            for key in hint.keys {
                let mut work = Clerkwork::begin(Lang::Zh);
                open(&mut work);
                let pressed = match key {
                    Key::AnyDigit => Key::Char('1'),
                    key => *key,
                };
                let before = work.snap();
                let jobs = work.jobs.len();
                work.key(pressed);
                let same = work.snap() == before && work.jobs.len() == jobs && !work.quit;
                // Clearing an empty box, and a list without a second line, have nothing to do.
                let idle = matches!(hint.word, Word::Back | Word::Down | Word::NewPerson);
                assert!(!same || idle, "{key:?} in {contexts:?}");
            }
        }
    }
}

#[test]
fn a_draft_is_removed_only_by_the_second_press() {
    use crate::form::RequestId;
    use crate::tui::job::DraftLine;
    let mut work = Clerkwork::begin(Lang::Zh);
    work.reply(Reply::Around {
        today: Vec::new(),
        drafts: vec![DraftLine {
            request: RequestId([3; 16]),
            service: "certificate.issue".to_owned(),
            name: "李春桃".to_owned(),
            id: None,
            saved_at: 1_268_620_200_000,
        }],
    });
    insta::assert_snapshot!(work.snap());
    work.key(Key::F(9));
    work.sees("再按一次");
    assert!(!work.jobs.iter().any(|job| matches!(job, Job::DropDraft(_))));
    work.key(Key::F(9));
    assert!(work.jobs.contains(&Job::DropDraft(RequestId([3; 16]))));
}

#[test]
fn what_is_typed_while_a_form_is_on_its_way_is_meant_for_the_form() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.line("430406198304129927");
    work.line("李春桃");
    work.text("138");
    work.reply(Reply::Found(Found {
        query: "430406198304129927".to_owned(),
        ..Found::default()
    }));
    assert!(matches!(work.jobs.last(), Some(Job::Start { .. })));
    let mut draft =
        crate::form::Draft::new(crate::form::RequestId([7; 16]), "certificate.issue", 1);
    draft.write("applicant.id", "430406198304129927");
    work.reply(Reply::Draft(Box::new(draft)));
    let draft = work.last_draft();
    assert_eq!(draft.typed("applicant.name"), "李春桃");
    assert_eq!(draft.typed("applicant.phone"), "138");
}

#[test]
fn the_number_of_somebody_with_a_draft_opens_that_draft_and_no_second_one() {
    use crate::form::RequestId;
    use crate::tui::job::DraftLine;
    let mut work = Clerkwork::begin(Lang::Zh);
    let on = "2010-03-15".parse().expect("a date");
    let id = crate::person::IdPaper::read("430406198304129927", on).expect("it is valid");
    work.reply(Reply::Around {
        today: Vec::new(),
        drafts: vec![DraftLine {
            request: RequestId([3; 16]),
            service: "certificate.issue".to_owned(),
            name: String::new(),
            id: Some(id.clone()),
            saved_at: 1_268_620_200_000,
        }],
    });
    work.sees(&id.masked());
    work.input(Input::Scan("430406198304129927".to_owned()));
    work.reply(Reply::Found(Found {
        query: "430406198304129927".to_owned(),
        ..Found::default()
    }));
    assert_eq!(work.jobs.last(), Some(&Job::OpenDraft(RequestId([3; 16]))));
    work.sees("新申请人");
}

#[test]
fn enter_on_a_person_says_why_the_first_service_is_refused_and_takes_no_other() {
    let mut work = Clerkwork::begin(Lang::Zh);
    let mut page = page();
    page.offers.reverse();
    page.offers[0].group = crate::form::DeskGroup::Outflow;
    work.reply(Reply::Person(Box::new(page)));
    work.key(Key::Enter);
    work.sees("本期未开办");
    assert!(!work.jobs.iter().any(|job| matches!(job, Job::Start { .. })));
}

#[test]
fn the_slash_leads_to_the_box_from_a_person_s_page() {
    for slash in ['/', '、'] {
        let mut work = Clerkwork::begin(Lang::Zh);
        work.text("lct");
        work.reply(Reply::Person(Box::new(page())));
        work.sees("今天可办");
        work.key(Key::Char(slash));
        work.sees("今日办件");
    }
}

#[test]
fn what_is_typed_for_the_next_person_does_not_join_what_stood_in_the_box() {
    for back in [Key::Esc, Key::Char('/')] {
        let mut work = Clerkwork::begin(Lang::Zh);
        work.text("lct");
        work.reply(Reply::Person(Box::new(page())));
        work.sees("今天可办");
        work.key(back);
        work.sees("证件号、姓名、拼音首字母");
        work.text("9927");
        let asked = work.jobs.iter().rev().find_map(|job| match job {
            Job::Find(query) => Some(query.as_str()),
            _ => None,
        });
        assert_eq!(asked, Some("9927"));
    }
}
