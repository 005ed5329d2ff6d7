//! Who the form is about: what the records answer never takes away what was typed.

use super::*;
use crate::office::{Now, OtherSpelling, Suspect, WhoIs};
use crate::record::Facts;
use crate::service::Likeness;

const WU: &str = "430406198107039981";
const WU_NOW: &str = "430406198107039949";

fn known() -> WhoIs {
    WhoIs {
        on_record: Some(PersonKey(5)),
        spelling: Some(OtherSpelling {
            person: PersonKey(5),
            on_record: "吴秀瑛".to_owned(),
            source: None,
        }),
        ..WhoIs::default()
    }
}

fn suspect() -> WhoIs {
    let facts = |id: &str| -> Facts {
        [("id", format!("111:{id}")), ("name", "吴秀英".to_owned())]
            .map(|(fact, text)| (fact.to_owned(), text))
            .into()
    };
    WhoIs {
        suspects: vec![Suspect {
            person: PersonKey(5),
            name: "吴秀英".to_owned(),
            likeness: Likeness::of(&facts(WU_NOW), &facts(WU)),
        }],
        ..WhoIs::default()
    }
}

fn answer(work: &mut Clerkwork, who: WhoIs) {
    work.reply(Reply::WhoIs {
        request: crate::form::RequestId([7; 16]),
        who: Box::new(who),
    });
}

/// A form with a number and a name, and the answer of the office.
fn asked(lang: Lang, number: &str, who: WhoIs) -> Clerkwork {
    let mut work = Clerkwork::begin(lang);
    work.open_draft("certificate.issue");
    work.line(number);
    work.line("吴秀英");
    work.text("138");
    answer(&mut work, who);
    work
}

fn last_job(work: &Clerkwork) -> &Job {
    work.jobs.last().expect("a job was asked for")
}

#[test]
fn leaving_number_and_name_asks_the_records_once() {
    let work = asked(Lang::Zh, WU, WhoIs::default());
    let asked = work.jobs.iter().filter(|job| matches!(job, Job::WhoIs(_)));
    assert_eq!(asked.count(), 2, "for the number, and for both");
    work.sees("138");
}

#[test]
fn two_spellings_stand_beside_each_other_in_either_language() {
    let work = asked(Lang::Zh, WU, known());
    for shown in ["同一号码，两种写法", "吴秀瑛", "吴秀英", "瑛 U+745B"] {
        work.sees(shown);
    }
    let work = asked(Lang::En, WU, known());
    work.sees("One number, two spellings");
}

#[test]
fn what_was_typed_blindly_answers_no_question() {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    work.line(WU);
    work.line("吴秀英");
    let reply = Reply::WhoIs {
        request: crate::form::RequestId([7; 16]),
        who: Box::new(known()),
    };
    let digits = ["1", "3", "8"].map(|digit| Input::Text(digit.to_owned()));
    work.burst(std::iter::once(Input::Reply(reply)).chain(digits));
    work.sees("请看清");
    work.sees("同一号码，两种写法");
    let corrected = work
        .jobs
        .iter()
        .any(|job| matches!(job, Job::CorrectName { .. }));
    assert!(!corrected);
}

#[test]
fn each_answer_to_two_spellings_does_its_own_and_loses_nothing() {
    let mut work = asked(Lang::Zh, WU, known());
    work.text("1");
    assert!(matches!(
        last_job(&work),
        Job::CorrectName { name, person: PersonKey(5), .. } if name == "吴秀英"
    ));
    let mut work = asked(Lang::Zh, WU, known());
    work.text("2");
    assert!(matches!(last_job(&work), Job::Attach { .. }));
    assert_eq!(work.last_draft().typed("applicant.name"), "吴秀瑛");
    for leaving in [Key::Char('3'), Key::Esc] {
        let mut work = asked(Lang::Zh, WU, known());
        work.key(leaving);
        for typed in [WU, "吴秀英", "138"] {
            work.sees(typed);
        }
    }
}

#[test]
fn one_person_or_two_is_told_by_a_digit_or_left_open() {
    let mut work = asked(Lang::Zh, WU_NOW, suspect());
    work.sees("疑似同一人：4项中3项一致");
    work.text("2");
    let Job::Link { now, document, .. } = last_job(&work) else {
        panic!("{:?}", last_job(&work));
    };
    assert!(matches!(&**now, Now::New { paper, .. } if paper.number() == WU_NOW));
    assert_eq!(document, "户口簿记载");

    let mut work = asked(Lang::Zh, WU_NOW, suspect());
    work.text("3");
    assert!(matches!(last_job(&work), Job::TellApart { .. }));

    let mut work = asked(Lang::Zh, WU_NOW, suspect());
    work.key(Key::Esc);
    work.sees("138");
    answer(&mut work, suspect());
    work.sees("138");
}

#[test]
fn what_the_record_knows_is_filled_in_around_what_was_typed() {
    let mut work = asked(Lang::Zh, WU, WhoIs::default());
    let mut start = Draft::new(crate::form::RequestId([9; 16]), "certificate.issue", 1);
    start.person = Some(5);
    for (path, text) in [
        ("applicant.id", "111:430406198107039981"),
        ("applicant.name", "吴秀英"),
        ("applicant.phone", "13800000110"),
        ("hukou.detail", "9号"),
    ] {
        start.known.insert(path.to_owned(), text.to_owned());
    }
    work.reply(Reply::Attached {
        request: crate::form::RequestId([7; 16]),
        start: Box::new(start),
        said: vec![Message::new("tui.ask_attached")],
    });
    work.sees("此人已在册");
    let draft = work.last_draft();
    assert_eq!(draft.person, Some(5));
    assert_eq!(draft.typed("applicant.phone"), "138", "typed meanwhile");
    assert!(draft.is_known("applicant.id") && draft.is_known("applicant.name"));
    assert_eq!(draft.typed("hukou.detail"), "9号");
}
