use super::super::LifeError;
use super::desk::{Desk, clerk, papers, texts};
use crate::form::RequestId;
use crate::record::{Did, Person, PersonKey};
use crate::text::Lang;

/// 吴秀英 of E9, on record as 吴秀瑛 from a handwritten form.
pub(super) fn registered(desk: &mut Desk) -> PersonKey {
    let seed = texts(&[
        ("applicant.id", "430406198107039981"),
        ("applicant.name", "吴秀瑛"),
        ("applicant.phone", "13800000901"),
        ("hukou.place", "430406"),
    ]);
    let shelf = desk.office().shelf();
    let form = shelf.form("person.register").expect("the form");
    let draft = desk.office().start("person.register", None, &seed);
    let draft = draft.expect("the view is sound").expect("the service");
    let submission = form.check(&draft, &shelf.around);
    let submission = submission.unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    let done = desk.office().register(&submission, &clerk("陈静"));
    done.expect("she is registered").person
}

fn person(desk: &mut Desk, key: PersonKey) -> Person {
    let person = desk.office().store.person(key).expect("the view is sound");
    person.expect("she is on record")
}

#[test]
fn a_corrected_name_keeps_the_old_spelling_as_a_former_name() {
    let mut desk = Desk::on("2010-09-13");
    let key = registered(&mut desk);
    let wish = desk.wish("");
    let done = desk
        .office()
        .correct_name(key, "吴秀英", "身份证", &wish, &clerk("周敏"));
    let done = done.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
    assert_eq!(papers(&done), ["F30"]);
    let person = person(&mut desk, key);
    assert_eq!(person.name(), "吴秀英");
    assert_eq!(person.former_names, ["吴秀瑛"]);
    let application = desk.paper(&done.case.expect("an application"), "F30");
    for said in ["吴秀瑛", "吴秀英", "身份证", "同意更正登记。"] {
        assert!(application.contains(said), "{said} in {application}");
    }
    let last = desk.did("2010-09-13").pop();
    assert_eq!(
        last.map(|line| (line.0, line.1)),
        Some((Did::CorrectName, "吴秀英".to_owned()))
    );
    let found = desk.office().find("430406198107039981", 5);
    assert_eq!(
        found.expect("the view is sound").hits.len(),
        1,
        "one person with one number"
    );
}

#[test]
fn a_name_is_corrected_by_a_paper_and_to_another_name() {
    let mut desk = Desk::on("2010-09-13");
    let key = registered(&mut desk);
    let before = desk.office().acts();
    let mut try_one = |name: &str, document: &str| {
        let wish = desk.wish("");
        desk.office()
            .correct_name(key, name, document, &wish, &clerk("周敏"))
    };
    assert!(matches!(try_one("吴秀英", " "), Err(LifeError::NoDocument)));
    assert!(matches!(
        try_one("吴秀瑛", "身份证"),
        Err(LifeError::NothingChanged)
    ));
    assert!(matches!(try_one("", "身份证"), Err(LifeError::Name(_))));
    let nobody = PersonKey(999_999);
    let wish = super::super::Wish::new(RequestId([99; 16]), "");
    let done = desk
        .office()
        .correct_name(nobody, "吴秀英", "身份证", &wish, &clerk("周敏"));
    assert!(matches!(done, Err(LifeError::UnknownPerson)));
    assert_eq!(desk.office().acts(), before);
}
