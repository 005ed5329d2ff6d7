use super::*;
use crate::form::RequestId;
use crate::tui::job::DraftLine;

#[test]
fn the_first_screen_before_the_office_is_open() {
    let mut app = App::new(Lang::Zh, false);
    assert!(app.update(Input::Text("李".to_owned())).is_empty());
    assert_eq!(app.update(Input::Key(Key::F(10))), [Effect::Quit]);
}

#[test]
fn folding_the_view_anew_is_left_by_esc_and_an_ordinary_opening_is_not() {
    for key in [Key::Esc, Key::Ctrl('c')] {
        let mut app = App::new(Lang::Zh, false);
        assert_ne!(app.update(Input::Key(key)), [Effect::Quit]);
        app.update(Input::Reply(Reply::Opening(4_000, 1_000_000)));
        assert_eq!(app.update(Input::Key(key)), [Effect::Quit]);
        app.update(Input::Reply(Reply::Opened(Opened {
            desk: crate::tui::tests::desk(Lang::Zh),
            report: Vec::new(),
        })));
        assert_ne!(app.update(Input::Key(key)), [Effect::Quit]);
    }
}

#[test]
fn what_was_typed_ahead_is_looked_up_once_the_office_is_open() {
    let desk = crate::tui::tests::desk(Lang::Zh);
    let mut app = App::new(Lang::Zh, false);
    app.update(Input::Text("lct".to_owned()));
    app.update(Input::Key(Key::Enter));
    let effects = app.update(Input::Reply(Reply::Opened(Opened {
        desk,
        report: Vec::new(),
    })));
    assert!(effects.contains(&Effect::Start(Job::Find("lct".to_owned()))));
    let found = Found {
        query: "lct".to_owned(),
        hits: vec![line(9, "李春桃")],
        exact: None,
        more: false,
    };
    let effects = app.update(Input::Reply(Reply::Found(found)));
    let open = Job::OpenPerson(crate::record::PersonKey(9));
    assert_eq!(effects, [Effect::Start(open)]);
}

/// What the office tells of what lies about: one draft.
fn one_draft() -> Reply {
    Reply::Around {
        today: Vec::new(),
        drafts: vec![DraftLine {
            request: RequestId([3; 16]),
            service: "certificate.issue".to_owned(),
            name: "李春桃".to_owned(),
            id: None,
            saved_at: 1_268_620_200_000,
        }],
    }
}

#[test]
fn the_key_for_the_last_draft_waits_until_the_office_has_told_of_the_drafts() {
    let mut work = Clerkwork::opening(Lang::Zh);
    work.key(Key::F(4));
    work.open();
    assert!(!work.shows("今日办件"), "{}", work.screen());
    assert!(!work.shows("没有未办完"), "{}", work.screen());
    work.reply(one_draft());
    let open = Job::OpenDraft(RequestId([3; 16]));
    assert!(work.jobs.contains(&open), "{:?}", work.jobs);
}

#[test]
fn that_there_is_no_draft_is_said_once_it_is_known() {
    let mut work = Clerkwork::opening(Lang::Zh);
    work.open();
    work.key(Key::F(4));
    assert!(!work.shows("没有未办完"), "{}", work.screen());
    work.reply(Reply::Around {
        today: Vec::new(),
        drafts: Vec::new(),
    });
    work.sees("没有未办完的草稿");
}

#[test]
fn while_the_index_is_made_the_screen_says_that_not_everybody_is_found_and_asks_again() {
    use crate::office::Indexing;
    let mut work = Clerkwork::begin(Lang::Zh);
    work.text("lct");
    work.reply(Reply::Indexing(Some(Indexing { done: 1, of: 4 })));
    work.reply(Reply::Found(Found {
        query: "lct".to_owned(),
        more: true,
        ..Found::default()
    }));
    work.sees("正在建立查找索引 25%");
    work.sees("可能不全");
    work.jobs.clear();
    work.reply(Reply::Indexing(None));
    assert_eq!(work.jobs, [Job::Find("lct".to_owned())]);
    assert!(!work.shows("索引"), "{}", work.screen());
}

#[test]
fn enter_pressed_ahead_waits_for_the_whole_index_but_not_for_a_whole_number() {
    use crate::office::Indexing;
    let found = |query: &str, hits: Vec<PersonLine>| {
        Reply::Found(Found {
            query: query.to_owned(),
            hits,
            exact: None,
            more: true,
        })
    };
    let mut work = Clerkwork::begin(Lang::Zh);
    work.reply(Reply::Indexing(Some(Indexing { done: 1, of: 4 })));
    work.line("lct");
    work.reply(found("lct", vec![line(9, "李春涛")]));
    assert!(!work.shows("+ "), "{}", work.screen());
    assert!(
        !work
            .jobs
            .iter()
            .any(|job| matches!(job, Job::OpenPerson(_)))
    );
    // Somebody else comes with the rest: the choice is the clerk's.
    work.reply(Reply::Indexing(None));
    work.reply(found("lct", vec![line(9, "李春涛"), line(10, "李春桃")]));
    assert!(
        !work
            .jobs
            .iter()
            .any(|job| matches!(job, Job::OpenPerson(_)))
    );
    // She moves the bar, and an answer that comes again leaves it where it is.
    work.key(Key::Down);
    work.reply(found(
        "lct",
        vec![line(8, "林春涛"), line(9, "李春涛"), line(10, "李春桃")],
    ));
    work.key(Key::Enter);
    let open = Job::OpenPerson(crate::record::PersonKey(10));
    assert_eq!(work.jobs.last(), Some(&open));

    // A whole number may be a former one or a husband's, which only the index knows; whose it is
    // now, the view knows at once.
    let mut work = Clerkwork::begin(Lang::Zh);
    work.reply(Reply::Indexing(Some(Indexing { done: 1, of: 4 })));
    work.line("430406198304129927");
    work.reply(found("430406198304129927", Vec::new()));
    assert!(!work.jobs.iter().any(|job| matches!(job, Job::Start { .. })));
    work.reply(Reply::Found(Found {
        query: "430406198304129927".to_owned(),
        exact: Some(crate::record::PersonKey(9)),
        ..Found::default()
    }));
    let open = Job::OpenPerson(crate::record::PersonKey(9));
    assert_eq!(work.jobs.last(), Some(&open));
}

#[test]
fn the_age_of_the_second_copy_stands_above_the_keys_and_takes_no_word_away() {
    let mut work = Clerkwork::begin(Lang::Zh);
    assert!(
        !work.shows("备份"),
        "a hall without a second copy: {}",
        work.screen()
    );
    let before = work.screen();
    work.reply(Reply::Backup(
        crate::text::Message::new("office.backup_minutes").with("minutes", 5),
    ));
    work.sees("备份停在 5 分钟前");
    let now = work.screen();
    let (before, now): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    let foot = now.len() - 2;
    assert_eq!(before[..foot], now[..foot]);
    assert_eq!(before[foot + 1], now[foot + 1]);
}
