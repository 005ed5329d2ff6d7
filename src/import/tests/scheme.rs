use super::*;
use crate::form::Matrix;
use crate::text::Lang;

fn people() -> &'static Scheme {
    Scheme::people().unwrap_or_else(|problem| panic!("{problem}"))
}

fn row(texts: &[&str]) -> Row {
    let cell = |text: &&str| Cell {
        text: (*text).to_owned(),
        look: Look::Text,
    };
    Row {
        number: 1,
        cells: texts.iter().map(cell).collect(),
    }
}

fn meaning(headings: &Headings, at: usize) -> String {
    match &headings.all[at].meaning {
        Meaning::Answer(column) => people().columns()[*column].path.clone(),
        Meaning::NotTaken(reason) => reason.zh.clone(),
        Meaning::Unknown => String::new(),
    }
}

#[test]
fn headings_are_known_by_any_of_their_names_and_health_is_never_taken() {
    let row = row(&[
        " 姓 名*",
        "身份证号码（18位）",
        "手机",
        "户籍地址",
        "现居住地",
        "婚姻状况",
        "避孕方法",
        "备注",
        "爱好",
    ]);
    let headings = people()
        .headings(&row, &[])
        .expect("sound")
        .expect("headings");
    let paths = (0..6).map(|at| meaning(&headings, at));
    let expected = [
        "applicant.name",
        "applicant.id",
        "applicant.phone",
        "hukou.place",
        "residence.detail",
        "marital.status",
    ];
    assert!(paths.eq(expected));
    assert!(meaning(&headings, 6).contains("健康"));
    assert!(meaning(&headings, 7).contains("用不到"));
    assert_eq!(headings.all[8].meaning, Meaning::Unknown);
}

#[test]
fn whoever_names_the_columns_decides() {
    let row = row(&["名字", "号码", "电话", "手机"]);
    let named = |pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(from, to)| ((*from).to_owned(), (*to).to_owned()));
        people().headings(&row, &pairs.collect::<Vec<_>>())
    };
    assert!(
        matches!(named(&[]), Ok(None)) || matches!(named(&[]), Err(Refused::TwiceTheSame { .. }))
    );
    let told = [
        ("名字", "姓名"),
        ("号码", "applicant.id"),
        ("手机", "不导入"),
    ];
    let headings = named(&told).expect("sound").expect("headings");
    assert_eq!(meaning(&headings, 0), "applicant.name");
    assert_eq!(meaning(&headings, 1), "applicant.id");
    assert_eq!(headings.all[3].meaning, Meaning::Unknown);
    let twice = named(&[("名字", "姓名"), ("号码", "身份证号")]);
    assert!(
        matches!(twice, Err(Refused::TwiceTheSame { .. })),
        "{twice:?}"
    );
    let unknown = named(&[("名字", "血型"), ("手机", "不导入")]);
    assert!(
        matches!(unknown, Err(Refused::NoSuchMeaning { .. })),
        "{unknown:?}"
    );
    let absent = named(&[told[0], told[1], told[2], ("座机", "不导入")].map(|pair| pair));
    assert!(
        matches!(absent, Err(Refused::NoSuchHeading { .. })),
        "{absent:?}"
    );
}

#[test]
fn a_title_above_the_headings_is_no_row_of_headings() {
    assert_eq!(
        people().headings(&row(&["白沙洲街道人员台账"]), &[]),
        Ok(None)
    );
}

#[test]
fn every_column_is_one_that_the_registration_may_keep() {
    let matrix = Matrix::house().unwrap_or_else(|problem| panic!("{problem}"));
    let health = [
        "contraception",
        "pregnancy",
        "check",
        "check_result",
        "follow_up",
        "background",
    ];
    for column in people().columns() {
        let group = matrix.group(&column.path).expect("a group of the matrix");
        assert!(!health.contains(&group.name.as_str()), "{}", column.path);
    }
}

#[test]
fn a_text_that_tells_nothing_answers_nothing() {
    let scheme = people();
    let column = |path: &str| {
        scheme
            .columns()
            .iter()
            .find(|one| one.path == path)
            .expect("a column")
    };
    let status = column("marital.status");
    assert_eq!(scheme.answer(status, "离异"), Some("离婚"));
    assert_eq!(scheme.answer(status, "已婚"), None);
    assert!(status.is_vague("已婚"));
    assert_eq!(scheme.answer(status, "-"), None);
    assert_eq!(scheme.answer(column("applicant.phone"), "无"), Some("无"));
    assert_eq!(scheme.answer(column("spouse.name"), "无"), None);
}

#[test]
fn every_refusal_is_said_in_both_languages_with_all_its_values() {
    let (encoding, part, most) = (Encoding::Utf8, String::from("xl/a.xml"), 5);
    let word = || String::from("甲");
    let all = [
        Refused::FileTooLarge { most },
        Refused::EncodingNotTold,
        Refused::Utf16,
        Refused::WrongEncoding {
            declared: encoding,
            looks: Encoding::Gb18030,
        },
        Refused::Bytes { encoding, line: 1 },
        Refused::Nul { line: 1 },
        Refused::Quote { line: 1 },
        Refused::OpenQuote { line: 1 },
        Refused::CellTooLong { row: 1, most },
        Refused::RowTooLong { row: 1, most },
        Refused::TooWide { row: 1, most },
        Refused::TooManyCells { most },
        Refused::TooManyPeople { most },
        Refused::OldWorkbook,
        Refused::NotAWorkbook,
        Refused::TooManyEntries { most },
        Refused::Unpacks { part: part.clone() },
        Refused::NotXml { part },
        Refused::NoSheet,
        Refused::NoHeadings { wanted: word() },
        Refused::MissingColumns { columns: word() },
        Refused::TwiceTheSame {
            one: word(),
            other: word(),
        },
        Refused::NoSuchHeading { heading: word() },
        Refused::NoSuchMeaning {
            meaning: word(),
            known: word(),
        },
        Refused::Empty,
        Refused::NoService(word()),
    ];
    let cells = [
        CellProblem::Formula,
        CellProblem::Error(word()),
        CellProblem::Hidden('\u{202E}'),
        CellProblem::Garbled,
        CellProblem::LostDigits,
    ];
    let said = all
        .iter()
        .map(Refused::message)
        .chain(cells.iter().map(CellProblem::message));
    for message in said {
        for lang in [Lang::Zh, Lang::En] {
            let said = message.say(lang);
            assert_ne!(said, message.key());
            assert!(!said.contains('{'), "{said}");
        }
    }
}
