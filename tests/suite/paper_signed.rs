//! Promise: the code of a paper says who the paper is about, both of them where it is a couple's, and
//! fits its place on the page whoever they are.

use guitai::paper::Data;
use guitai::paper::seal::{SigningKey, Statement, seal};

use crate::paper_samples::{layouts, sample};
use crate::support::place::day;

/// What the code of a paper would say: name and number.
fn said(paper: &str, data: &Data) -> (String, String) {
    let (_, layout) = layouts()
        .into_iter()
        .find(|(id, _)| id == paper)
        .expect("a paper");
    let fields = layout.signed(data).expect("it bears a code");
    (fields.name, fields.id)
}

fn text(data: &Data, path: &str) -> String {
    data.texts[path].clone()
}

#[test]
fn a_couples_paper_is_signed_for_both_of_them_as_it_prints_them() {
    let mut data = sample();
    let both = |part: &str| {
        format!(
            "{}、{}",
            text(&data, &format!("husband.{part}")),
            text(&data, &format!("wife.{part}"))
        )
    };
    let expected = (both("name"), both("id"));
    for paper in ["F26", "F27b"] {
        assert_eq!(said(paper, &data), expected, "{paper}");
    }
    let single = (text(&data, "applicant.name"), text(&data, "applicant.id"));
    assert_eq!(said("F2", &data), single);

    // Another husband is another code, also where the wife applied.
    data.set("husband.name", "张伟");
    assert!(said("F26", &data).0.starts_with("张伟、"));
    data.texts.remove("husband.name");
    data.texts.remove("husband.id");
    let alone = format!("——、{}", text(&data, "wife.name"));
    assert_eq!(said("F26", &data).0, alone, "as the page prints it");
}

#[test]
fn the_code_of_a_couple_with_long_names_and_foreign_papers_keeps_to_its_version() {
    let mut data = sample();
    for (path, text) in [
        (
            "husband.name",
            "阿卜杜热合曼·阿卜杜拉·麦麦提明·艾合买提·托乎提·吐尔逊",
        ),
        (
            "wife.name",
            "阿依古丽·阿卜杜热西提·麦麦提明·艾合买提·托乎提·吐尔逊",
        ),
        ("husband.id", "XXX1234567890123456789"),
        ("wife.id", "430406198304129927"),
    ] {
        data.set(path, text);
    }
    for paper in ["F26", "F27b"] {
        let (_, layout) = layouts()
            .into_iter()
            .find(|(id, _)| id == paper)
            .expect("a paper");
        let fields = layout.signed(&data).expect("it bears a code");
        let statement = Statement {
            hall: [7; 16],
            paper: paper.to_owned(),
            number: fields.number,
            sheet: 1,
            made_on: day("2022-03-15"),
            issued: day("2022-03-15"),
            until: Some(day("2032-03-15")),
            name: fields.name,
            id: fields.id,
            head: [7; 8],
            fields: fields.digest,
        };
        let code = seal(&statement, &SigningKey::from_seed(&[3; 32])).expect("it fits");
        assert!(code.len() <= 419, "{paper}: {} characters", code.len());
    }
}
