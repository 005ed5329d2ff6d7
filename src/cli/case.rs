use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::form::{Form, Kind, RequestId};
use crate::policy::{FileProblem, ServiceRules, read_toml};

/// A case as a file: which service, and every answer as a clerk would type it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    pub service: String,
    /// The day of the business; a real hall refuses any but today.
    pub date: Option<NaiveDate>,
    /// Named, so that running the file twice has one result.
    pub request: Option<RequestId>,
    /// Path → text as typed: `children[0].name` → 王小雨.
    pub answers: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseToml {
    service: String,
    #[serde(default)]
    date: Option<toml::value::Datetime>,
    #[serde(default)]
    request: Option<RequestId>,
    #[serde(default)]
    answers: toml::Table,
}

impl CaseFile {
    /// # Errors
    /// [`FileProblem`] with line and column of the first thing that does not fit.
    pub fn parse(file: &str, text: &str) -> Result<CaseFile, FileProblem> {
        let case: CaseToml = read_toml(file, text)?;
        let date = case.date.map(|date| {
            let written = date.to_string();
            written.parse().map_err(|_| {
                FileProblem::at(file, text, &written, "expected a date such as 2010-03-15")
            })
        });
        let mut answers = BTreeMap::new();
        for (key, value) in &case.answers {
            flatten(key, value, &mut answers)
                .map_err(|(key, reason)| FileProblem::at(file, text, &key, reason))?;
        }
        Ok(CaseFile {
            service: case.service,
            date: date.transpose()?,
            request: case.request,
            answers,
        })
    }

    /// Refuses an answer to a question the form does not have, so that a slip of the pen does not
    /// pass in silence.
    ///
    /// # Errors
    /// [`FileProblem`] at the first such answer.
    pub fn check_paths(
        &self,
        file: &str,
        text: &str,
        form: &Form,
        rules: Option<&ServiceRules>,
    ) -> Result<(), FileProblem> {
        let unknown = self
            .answers
            .keys()
            .find(|path| !is_asked(path, form, rules));
        let Some(path) = unknown else {
            return Ok(());
        };
        Err(FileProblem::unknown_key(file, text, path))
    }
}

fn is_asked(path: &str, form: &Form, rules: Option<&ServiceRules>) -> bool {
    if let Some(code) = path.strip_prefix("doc.") {
        let documents = rules.map_or(&[][..], |rules| rules.documents.as_slice());
        return documents.iter().any(|document| document.code == code);
    }
    let fields = form.steps.iter().flat_map(|step| &step.fields);
    match path.split_once('[') {
        None => fields.into_iter().any(|field| field.key == path),
        Some((rows, rest)) => {
            let key = rest.split_once("].").map_or("", |(_, key)| key);
            fields.into_iter().any(|field| match &field.kind {
                Kind::Rows { fields, .. } => {
                    field.key == rows && fields.iter().any(|inner| inner.key == key)
                }
                _ => false,
            })
        }
    }
}

/// Tables become dots, arrays of tables become rows, everything else the text a clerk would type.
fn flatten(
    path: &str,
    value: &toml::Value,
    answers: &mut BTreeMap<String, String>,
) -> Result<(), (String, String)> {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                flatten(&format!("{path}.{key}"), value, answers)?;
            }
        }
        toml::Value::Array(rows) => {
            for (row, value) in rows.iter().enumerate() {
                if !value.is_table() {
                    let key = path.rsplit('.').next().unwrap_or(path);
                    let reason = format!("`{path}` is repeated as [[answers.{path}]]");
                    return Err((key.to_owned(), reason));
                }
                flatten(&format!("{path}[{row}]"), value, answers)?;
            }
        }
        toml::Value::String(text) => {
            answers.insert(path.to_owned(), text.clone());
        }
        toml::Value::Boolean(yes) => {
            let answer = if *yes { "yes" } else { "no" };
            answers.insert(path.to_owned(), answer.to_owned());
        }
        toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Datetime(_) => {
            answers.insert(path.to_owned(), value.to_string());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_tables_and_rows_become_paths() {
        let text = "service = 's'\ndate = 2010-03-15\n[answers]\nleave_date = 2010-03-15\nsure = true\n\
                    [answers.applicant]\nname = '李'\n[[answers.children]]\nname = '甲'\n\
                    [[answers.children]]\nname = '乙'\n";
        let case = CaseFile::parse("a.toml", text).expect("a case");
        let answer = |path: &str| case.answers[path].as_str();
        assert_eq!(answer("applicant.name"), "李");
        assert_eq!(answer("children[1].name"), "乙");
        assert_eq!(answer("leave_date"), "2010-03-15");
        assert_eq!(answer("sure"), "yes");
        assert_eq!(case.date, NaiveDate::from_ymd_opt(2010, 3, 15));
    }

    #[test]
    fn a_slip_is_named_with_its_line() {
        let problem = |text: &str| CaseFile::parse("a.toml", text).expect_err("a slip");
        assert_eq!(problem("service = 's'\nsevrice = 1\n").line, 2);
        assert_eq!(
            problem("service = 's'\n[answers]\nchildren = [1]\n").line,
            3
        );
        assert_eq!(
            problem("service = 's'\n[answers.applicant]\nname = '李").line,
            3
        );
        assert!(problem("date = 2010-03-15").reason.contains("service"));
    }
}
