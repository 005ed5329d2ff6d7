//! What keeps a key from doing more than the clerk meant, or nothing without a word.

use super::*;

/// Issues asked of the office so far.
fn issues(work: &Clerkwork) -> usize {
    let issues = work.jobs.iter().filter(|job| matches!(job, Job::Issue(_)));
    issues.count()
}

#[test]
fn past_the_last_answer_the_form_stays_and_names_the_key_of_the_review() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    work.key(Key::F(6));
    for _ in 0..30 {
        work.key(Key::Enter);
    }
    work.sees("按 F2 核对");
    assert!(!work.shows("核对无误"));
    assert_eq!(issues(&work), 0);
}

#[test]
fn a_review_is_confirmed_only_by_a_key_typed_after_it_was_drawn() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    let keys = [Key::F(6), Key::F(2), Key::Enter, Key::F(2), Key::Enter];
    work.burst(keys.map(Input::Key));
    work.sees("核对无误");
    work.sees("请看清");
    assert_eq!(issues(&work), 0);
    work.key(Key::F(2));
    assert_eq!(issues(&work), 0, "the key of the review never issues");
    work.key(Key::Enter);
    assert_eq!(issues(&work), 1);
}

#[test]
fn an_enter_that_bounced_leaves_the_result_on_the_screen() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    work.key(Key::F(6));
    work.key(Key::F(2));
    work.key(Key::Enter);
    let issued = crate::tui::job::Issued {
        request: work.last_draft().request,
        name: "李春桃".to_owned(),
        done: crate::tui::job::Done::Registered { known: false },
        papers: Vec::new(),
        repeated: false,
        notes: Vec::new(),
    };
    let reply = Input::Reply(Reply::Issued(Box::new(issued)));
    work.burst([reply, Input::Key(Key::Enter), Input::Key(Key::Enter)]);
    work.sees("已登记");
    work.key(Key::Enter);
    work.sees("今日办件");
    // The box is empty and a draft is selected below it.
    work.burst([Input::Key(Key::Enter)]);
    assert!(!work.jobs.iter().any(|job| matches!(job, Job::OpenDraft(_))));
}

/// Somebody on record whose household has no group written down.
fn without_group(work: &mut Clerkwork) {
    let mut draft = Draft::new(crate::form::RequestId([7; 16]), "certificate.issue", 1);
    draft.person = Some(9);
    for (path, text) in [
        ("applicant.id", "111:430406198304129927"),
        ("applicant.name", "李春桃"),
        ("applicant.phone", "13800000101"),
        ("hukou.community", "430406005001"),
        ("hukou.detail", "12号"),
    ] {
        draft.known.insert(path.to_owned(), text.to_owned());
    }
    work.reply(Reply::Draft(Box::new(draft)));
}

#[test]
fn a_missing_group_is_asked_before_the_reason_why_there_is_none() {
    let mut work = Clerkwork::begin(Lang::Zh);
    without_group(&mut work);
    assert!(!work.shows("无组原因"));
    work.text("第3组");
    assert_eq!(work.last_draft().typed("hukou.group"), "第3组");
    work.key(Key::Ctrl('u'));
    work.key(Key::Enter);
    work.sees("无组原因");
    work.text("2");
    let draft = work.last_draft();
    assert_eq!(draft.typed("hukou.no_group_reason"), "town_without_groups");
}

#[test]
fn the_key_of_the_review_leads_to_the_missing_group_itself() {
    let mut work = Clerkwork::begin(Lang::Zh);
    let mut draft = Draft::new(crate::form::RequestId([7; 16]), "certificate.issue", 1);
    draft.write("applicant.id", "430406198304129927");
    draft.write("applicant.name", "李春桃");
    draft.write("applicant.phone", "13800000101");
    draft.write("hukou.community", "430406005001");
    draft.at = Some("purpose".to_owned());
    work.reply(Reply::Draft(Box::new(draft)));
    work.key(Key::F(2));
    work.sees("无组原因");
    work.text("第3组");
    assert_eq!(work.last_draft().typed("hukou.group"), "第3组");
}

#[test]
fn keys_that_do_nothing_on_a_step_say_where_they_do() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    for (key, says) in [
        (6, "材料一步"),
        (7, "没有可增减的行"),
        (9, "没有可增减的行"),
    ] {
        work.key(Key::F(key));
        work.sees(says);
        work.key(Key::F(5));
    }
}
