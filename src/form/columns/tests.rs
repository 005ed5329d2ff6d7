//! Forms and drafts put together at random: whatever they ask and bring, only what their column
//! allows is asked, stored or written down.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use crate::form::{Around, Cell, Draft, Form, Matrix, RequestId};
use crate::person::Divisions;
use crate::policy::Profile;

/// One question of each group, and some of none.
const PATHS: [&str; 22] = [
    "applicant.education",
    "applicant.phone",
    "applicant.sex",
    "arrival_date",
    "boys",
    "certificate.number",
    "check.kind",
    "child.name",
    "community.handler",
    "contraception.state",
    "delegate.name",
    "follow_up.wish",
    "former.name",
    "hukou.detail",
    "marital.date",
    "marital.status",
    "photo.note",
    "pregnancy.weeks",
    "residence.detail",
    "result.ring",
    "shoe_size",
    "spouse.name",
];

const HEAD: &str = r#"
[[step]]
id = "applicant"
title = "本人"
[[step.field]]
key = "applicant.id"
label = "号码"
kind = "id_paper"
required = true
default_from = "person.id"
keep = true
[[step.field]]
key = "applicant.name"
label = "姓名"
kind = "name"
required = true
default_from = "person.name"
keep = true
[[step.field]]
key = "consent.health"
label = "同意"
kind = "consent"
text = "由本人决定"
"#;

fn matrix() -> &'static Matrix {
    Matrix::house().unwrap_or_else(|problem| panic!("{problem}"))
}

fn cell(column: &str, path: &str) -> Cell {
    let column = matrix().column(column).expect("a column of the matrix");
    let group = matrix().group(path);
    group.map_or(Cell::Never, |group| group.cell(column))
}

/// The health questions of the form are asked by consent, or all at once without.
fn form(column: &str, asked: &BTreeSet<&str>, by_consent: bool) -> String {
    form_of(&format!("\"{column}\""), asked, |path| {
        by_consent && cell(column, path) == Cell::Consent
    })
}

fn form_of(column: &str, asked: &BTreeSet<&str>, by_consent: impl Fn(&str) -> bool) -> String {
    let mut text = format!(
        "id = \"t\"\nversion = 1\ntitle = \"试\"\nsummary = \"试\"\nconsequence = \"registration\"\n\
         column = {column}\n{HEAD}"
    );
    for path in asked {
        let consent = match by_consent(path) {
            true => "consent = \"consent.health\"\n",
            false => "",
        };
        text += &format!(
            "[[step.field]]\nkey = \"{path}\"\nlabel = \"甲\"\nkind = \"text\"\n{consent}"
        );
    }
    text
}

fn draft(answered: &BTreeSet<&str>, consent: &str) -> Draft {
    let mut draft = Draft::new(RequestId([7; 16]), "t", 1);
    draft.write("applicant.id", "430406198304129927");
    draft.write("applicant.name", "李春桃");
    draft.write("consent.health", consent);
    for path in answered {
        draft.write(path, "typed");
    }
    draft
}

fn around(lists_background: bool) -> Around {
    let profile = format!(
        "id = \"p\"\ntitle = \"试\"\nvalid_from = 2009-10-01\nstatus_line = \"\"\n[[service]]\n\
         code = \"t\"\nenabled = true\narticle = \"\"\nfee = 0\n\
         values = {{ ask_background = {lists_background} }}\n"
    );
    Around {
        on: "2010-03-15".parse().expect("a day"),
        profile: Arc::new(Profile::parse("p", &profile).expect("a policy")),
        divisions: Arc::new(Divisions::parse([]).expect("no tables")),
        working_days: Arc::default(),
        area9: "430406005".to_owned(),
    }
}

fn may_be_asked(column: &str, path: &str, by_consent: bool) -> bool {
    match cell(column, path) {
        Cell::Required | Cell::Open | Cell::Policy => true,
        Cell::Consent => by_consent,
        Cell::Never => false,
    }
}

fn may_be_held(column: &str, path: &str, consented: bool, listed: bool) -> bool {
    match cell(column, path) {
        Cell::Required | Cell::Open => true,
        Cell::Consent => consented,
        Cell::Policy => listed,
        Cell::Never => false,
    }
}

fn some_paths() -> impl Strategy<Value = BTreeSet<&'static str>> {
    proptest::sample::subsequence(PATHS.to_vec(), 0..=PATHS.len())
        .prop_map(|paths| paths.into_iter().collect())
}

/// Any column but that of the lookup, which has no form.
fn a_column() -> impl Strategy<Value = String> {
    let mut columns = matrix().columns().to_vec();
    columns.retain(|column| column != "lookup");
    proptest::sample::select(columns)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_form_that_asks_for_more_than_its_column_is_refused(
        column in a_column(),
        asked in some_paths(),
        by_consent: bool,
    ) {
        let text = form(&column, &asked, by_consent);
        let read = Form::parse("t.toml", &text);
        let allowed = asked.iter().all(|path| may_be_asked(&column, path, by_consent));
        prop_assert_eq!(read.is_ok(), allowed, "{:?}", read.err());
    }

    #[test]
    fn nothing_is_asked_stored_or_written_down_that_the_column_does_not_allow(
        column in a_column(),
        paths in some_paths(),
        answered in some_paths(),
        yes: bool,
        listed: bool,
    ) {
        let asked: BTreeSet<&str> = paths
            .into_iter()
            .filter(|path| may_be_asked(&column, path, true))
            .collect();
        let text = form(&column, &asked, true);
        let form = Form::parse("t.toml", &text).expect("asks what it may");
        let draft = draft(&answered, if yes { "yes" } else { "no" });
        let around = around(listed);
        let survey = form.survey(&draft, &around);
        let held = |path: &str| may_be_held(&column, path, yes, listed);
        for question in survey.questions() {
            prop_assert!(held(&question.path), "asks {}", question.path);
        }
        let kept = form.to_keep(&draft, &survey);
        for path in kept.answers.keys() {
            prop_assert!(held(path), "writes down {path}");
        }
        let submission = form.check(&draft, &around).expect("fit");
        for (path, text) in submission.answers() {
            prop_assert!(held(path), "stores {path}");
            prop_assert_eq!(draft.typed(path).trim_start_matches("111:"), text.trim_start_matches("111:"));
        }
        let told = form.left_out(&draft, &survey);
        for path in asked.intersection(&answered) {
            let is_told = told.iter().any(|one| one.path == *path);
            prop_assert_eq!(is_told, !held(path), "{}", path);
        }
    }

    #[test]
    fn while_the_column_is_not_known_only_what_all_allow_is_asked(
        status in proptest::sample::select(vec!["", "10", "21"]),
    ) {
        let columns = "[{ name = \"certificate_unmarried\", when = \"marital.status == '10'\" }, \
                       { name = \"certificate_married\", when = \"marital.status != '10'\" }]";
        let asked = BTreeSet::from(["marital.status", "spouse.name"]);
        let form = Form::parse("t.toml", &form_of(columns, &asked, |_| false)).expect("reads");
        let mut draft = draft(&asked, "yes");
        draft.write("marital.status", status);
        let survey = form.survey(&draft, &around(false));
        prop_assert_eq!(survey.question("spouse.name").is_some(), status == "21");
        prop_assert!(survey.question("marital.status").is_some());
    }
}
