use super::*;
use crate::text::Lang;
use crate::tui::input::Input;
use crate::tui::keys::Key;
use crate::tui::tests::Clerkwork;

/// 李春桃 of the guide's plain case, up to the documents; nothing but keys.
fn type_li_chuntao(work: &mut Clerkwork) {
    work.open_draft("certificate.issue");
    work.line("430406198304129927");
    work.line("李春桃");
    work.line("13800000101");
    work.text("xk1");
    work.line("第3组");
    work.line("12号");
    work.text("2");
    work.line("2005-05-01");
    work.line("J430406-2005-000123");
    work.line("王建军");
    work.line("430421198011039913");
    work.text("衡阳县");
    work.key(Key::Enter);
    work.text("1");
    work.line("王小雨");
    work.text("2");
    work.line("2006-09-18");
    work.line("H430012345");
    work.line("(1)0406005050012");
    work.text("2");
    work.text("虎门1");
    work.line("虎门镇工业区宿舍");
    work.text("1");
}

/// Goes back step by step until this is on the screen.
fn back_to(work: &mut Clerkwork, wanted: &str) {
    for _ in 0..9 {
        if !work.shows(wanted) {
            work.key(Key::PageUp);
        }
    }
    work.sees(wanted);
}

#[test]
fn the_first_page() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    work.line("430406198304129927");
    insta::assert_snapshot!(work.snap());
}

#[test]
fn a_whole_case_is_typed_and_issued_once() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    insta::assert_snapshot!("documents", work.snap());
    work.key(Key::F(6));
    work.key(Key::F(2));
    insta::assert_snapshot!("review", work.snap());
    work.key(Key::Enter);
    work.key(Key::Enter);
    let issued = work
        .jobs
        .iter()
        .filter(|job| matches!(job, Job::Issue(_)))
        .count();
    assert_eq!(issued, 1, "a double Enter is harmless");
}

#[test]
fn a_draft_opens_at_the_field_it_was_left_with_all_that_was_typed() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    work.line("430406198304129927");
    work.text("李春");
    let draft = work.last_draft();
    assert_eq!(draft.at.as_deref(), Some("applicant.name"));
    let caret = work.caret();
    let mut again = Clerkwork::begin(Lang::Zh);
    again.reply(Reply::Draft(Box::new(draft)));
    again.sees("李春");
    assert_eq!(again.caret(), caret);
}

#[test]
fn undo_brings_back_what_was_there_key_by_key() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    work.line("430406198304129927");
    work.text("李春");
    work.key(Key::Ctrl('u'));
    assert_eq!(work.last_draft().typed("applicant.name"), "");
    work.key(Key::Ctrl('z'));
    assert_eq!(work.last_draft().typed("applicant.name"), "李春");
    work.key(Key::Ctrl('z'));
    assert_eq!(work.last_draft().typed("applicant.name"), "李");
}

#[test]
fn escape_goes_back_one_level_and_loses_nothing() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    work.key(Key::F(6));
    work.key(Key::F(2));
    work.sees("核对无误");
    work.key(Key::Esc);
    work.sees("都核过原件");
    let draft = work.last_draft();
    work.key(Key::Esc);
    work.sees("已存为草稿");
    assert_eq!(draft.typed("doc.id_card"), "seen");
}

#[test]
fn a_draft_is_called_kept_only_when_the_office_has_kept_it_as_it_stands() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    work.line("430406198304129927");
    work.text("李");
    let earlier = work.last_draft();
    work.text("春");
    work.reply(Reply::Kept(Box::new(earlier)));
    assert!(!work.shows("草稿已存"));
    let latest = work.last_draft();
    work.reply(Reply::Kept(Box::new(latest)));
    work.sees("草稿已存");
    work.text("桃");
    assert!(!work.shows("草稿已存"));
}

#[test]
fn a_service_refused_by_a_rule_says_so_at_once() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    // Born 1994-05-30: fifteen on the day of the business.
    work.text("430406199405309921");
    work.sees("不能办理");
    work.key(Key::F(2));
    assert!(!work.shows("核对无误"));
    let request = work.last_draft().request;
    assert!(
        work.jobs.contains(&Job::DropDraft(request)),
        "nothing is kept of her"
    );
}

#[test]
fn what_was_typed_is_kept_when_an_ordinary_rule_refuses() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    // A man: the certificate is not for him, and no rule says that nothing is kept of him.
    work.text("430421198011039913");
    work.sees("不能办理");
    let dropped = work.jobs.iter().any(|job| matches!(job, Job::DropDraft(_)));
    assert!(!dropped, "a number of somebody else loses nothing");
    assert_eq!(
        work.last_draft().typed("applicant.id"),
        "430421198011039913"
    );
}

#[test]
fn the_review_key_goes_to_the_first_problem_and_counts_them() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    work.line("430406198304129928");
    work.sees("✗");
    work.key(Key::F(2));
    work.sees("处需要改正");
    assert_eq!(work.last_draft().at.as_deref(), Some("applicant.id"));
}

#[test]
fn a_scanned_card_fills_the_number_and_goes_on() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    work.input(Input::Scan("430406198304129927".to_owned()));
    assert_eq!(work.last_draft().at.as_deref(), Some("applicant.name"));
    // Another card while the name has the caret is another person.
    work.input(Input::Scan("430421198011039913".to_owned()));
    work.sees("查 询");
    assert!(matches!(work.jobs.last(), Some(Job::Find(id)) if id == "430421198011039913"));
}

#[test]
fn the_keys_that_are_left_out_are_few_enough() {
    let mut work = Clerkwork::begin(Lang::En);
    type_li_chuntao(&mut work);
    work.key(Key::F(6));
    work.key(Key::F(2));
    work.sees("If all is right, Enter issues it");
    assert!(work.navigation <= 25, "{} keys", work.navigation);
}

/// 李春桃 up to her marriage.
fn type_until_marriage(work: &mut Clerkwork) {
    work.open_draft("certificate.issue");
    work.line("430406198304129927");
    work.line("李春桃");
    work.line("13800000101");
    work.text("xk1");
    work.line("第3组");
    work.line("12号");
}

#[test]
fn communities_of_the_street_are_there_to_pick_from_the_start() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    work.line("430406198304129927");
    work.line("李春桃");
    work.line("13800000101");
    insta::assert_snapshot!(work.snap());
}

#[test]
fn options_are_numbered_and_a_digit_goes_on() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_until_marriage(&mut work);
    insta::assert_snapshot!(work.snap());
    work.text("9");
    work.sees("没有这个序号");
    work.text("2");
    assert_eq!(work.last_draft().at.as_deref(), Some("marital.date"));
}

#[test]
fn a_place_is_found_by_initials_from_near_by_first() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_until_marriage(&mut work);
    work.text("2");
    for line in [
        "2005-05-01",
        "J430406-2005-000123",
        "王建军",
        "430421198011039913",
    ] {
        work.line(line);
    }
    work.text("hyx");
    work.size = (100, 30);
    insta::assert_snapshot!(work.snap());
    work.key(Key::Down);
    work.key(Key::Up);
    work.key(Key::Enter);
    work.sees("按数字键填几个");
    assert_eq!(work.last_draft().typed("spouse.hukou"), "430421");
}

#[test]
fn rows_are_counted_by_a_digit_and_added_by_a_key() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_until_marriage(&mut work);
    work.text("6");
    work.line("2009-11-20");
    work.line("L430407-2009-000456");
    work.sees("按数字键填几个");
    work.text("1");
    work.sees("第1个孩子");
    work.line("谭子涵");
    work.key(Key::F(7));
    work.sees("第2个孩子");
    work.key(Key::F(9));
    assert!(!work.shows("第2个孩子"));
    work.text("0");
    work.sees("后面的行已有内容");
    work.key(Key::Ctrl('z'));
    work.sees("第2个孩子");
}

#[test]
fn consent_is_asked_in_full_and_nothing_of_health_is_shown_without_it() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    back_to(&mut work, "同意登记");
    work.key(Key::Backspace);
    insta::assert_snapshot!(work.snap());
    work.text("y");
    work.sees("宫内节育器");
    work.key(Key::BackTab);
    work.text("n");
    assert!(!work.shows("宫内节育器"));
}

#[test]
fn the_refusal_of_a_rule() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    work.text("430406199405309921");
    insta::assert_snapshot!(work.snap());
    assert!(matches!(work.jobs.last(), Some(Job::DropDraft(_))));
}

#[test]
fn the_papers_in_english_on_the_smallest_screen() {
    let mut work = Clerkwork::begin(Lang::En);
    type_li_chuntao(&mut work);
    insta::assert_snapshot!(work.snap());
}

#[test]
fn the_result_on_a_large_screen() {
    use crate::tui::job::{Done, Issued, PaperFile};
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    work.key(Key::F(6));
    work.key(Key::F(2));
    work.key(Key::Enter);
    work.reply(Reply::Issued(Box::new(Issued {
        request: work.last_draft().request,
        name: "李春桃".to_owned(),
        done: Done::Certificate {
            case: "样SQ-430406005-2010-00001".to_owned(),
            number: "样4304060051000001X".to_owned(),
            expiry_date: "2013-03-14".parse().expect("a date"),
        },
        papers: vec![PaperFile {
            paper: "F2".to_owned(),
            title: "流动人口婚育证明".to_owned(),
            copies: 1,
            path: "papers/2010/样4304060051000001X-F2.pdf".into(),
        }],
        repeated: false,
        notes: Vec::new(),
    })));
    work.size = (132, 43);
    insta::assert_snapshot!(work.snap());
    work.key(Key::Enter);
    work.sees("今日办件");
}

#[test]
fn a_refusal_of_the_office_leads_back_to_the_review() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    work.key(Key::F(6));
    work.key(Key::F(2));
    work.key(Key::Enter);
    work.key(Key::Esc);
    work.sees("正在办理");
    work.reply(Reply::NotIssued(Notice::new("磁盘已满")));
    work.sees("磁盘已满");
    work.key(Key::Esc);
    work.sees("核对无误");
    work.key(Key::Enter);
    let issues = work.jobs.iter().filter(|job| matches!(job, Job::Issue(_)));
    assert_eq!(issues.count(), 2, "the clerk may try again");
}

#[test]
fn what_no_font_has_is_left_to_the_pen_only_by_a_key_of_its_own() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    work.key(Key::F(6));
    work.key(Key::F(2));
    work.key(Key::Enter);
    work.reply(Reply::NotIssued(Notice::new("字体缺字")));
    work.key(Key::Esc);
    work.key(Key::F(9));
    let chosen = work.jobs.iter().filter_map(|job| match job {
        Job::Issue(submission) => Some(submission.is_filled_by_hand()),
        _ => None,
    });
    assert_eq!(chosen.collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_photograph_is_taken_over_from_its_file() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    while work.last_draft().at.as_deref() != Some("photo") {
        work.key(Key::Tab);
        work.text("x");
        work.key(Key::Backspace);
    }
    work.input(Input::Paste("/media/usb/li.jpg".to_owned()));
    work.key(Key::Enter);
    let request = work.last_draft().request;
    let asked = work.jobs.last().expect("a job");
    assert!(matches!(asked, Job::ImportPhoto { file, .. } if file.ends_with("li.jpg")));
    work.reply(Reply::Photo {
        request,
        digest: "a5".repeat(32),
    });
    assert_eq!(work.last_draft().typed("photo"), "a5".repeat(32));
}

#[test]
fn a_day_that_turns_renews_the_open_form_and_keeps_what_was_typed() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    let mut desk = (*crate::tui::tests::desk(Lang::Zh)).clone();
    desk.around.on = "2010-03-16".parse().expect("a date");
    work.reply(Reply::Opened(crate::tui::job::Opened {
        desk: Arc::new(desk),
        report: Vec::new(),
    }));
    work.sees("2010-03-16");
    back_to(&mut work, "虎门镇工业区宿舍");
}

#[test]
fn the_review_scrolls_to_its_end_and_back_without_a_dead_key() {
    let mut work = Clerkwork::begin(Lang::Zh);
    type_li_chuntao(&mut work);
    work.key(Key::F(6));
    work.key(Key::F(2));
    for _ in 0..20 {
        work.key(Key::PageDown);
    }
    work.sees("一寸照片");
    for _ in 0..5 {
        work.key(Key::PageUp);
    }
    work.sees("将打印");
}

mod guard;
mod who;
