use std::collections::BTreeMap;

use super::shipped::form_files;
use crate::paper::Data;
use crate::policy::{FileProblem, read_toml};

/// The values and the rows that fill every paper for a look at it: an invented person, 李春桃.
///
/// # Errors
/// [`FileProblem`] for a program built from a tree whose tests did not pass.
pub fn sample_data() -> Result<Data, FileProblem> {
    read("papers/sample")
}

/// The longest and rarest values, and of every list its longest row.
///
/// # Errors
/// As [`sample_data`].
pub fn longest_data() -> Result<Data, FileProblem> {
    read("papers/extreme")
}

fn read(folder: &str) -> Result<Data, FileProblem> {
    let mut data = Data::default();
    for (file, text) in form_files(folder) {
        if file.ends_with("rows.toml") {
            data.rows.extend(rows(&file, text)?);
        } else {
            let texts: BTreeMap<_, _> = read_toml(&file, text)?;
            data.texts.extend(texts);
        }
    }
    Ok(data)
}

type Row = BTreeMap<String, String>;

/// Lists of rows, or of one row each.
fn rows(file: &str, text: &str) -> Result<BTreeMap<String, Vec<Row>>, FileProblem> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum List {
        Rows(Vec<Row>),
        One(Row),
    }
    let lists: BTreeMap<String, List> = read_toml(file, text)?;
    let lists = lists.into_iter().map(|(name, list)| match list {
        List::Rows(rows) => (name, rows),
        List::One(row) => (name, vec![row]),
    });
    Ok(lists.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_person_comes_with_the_program() {
        let data = sample_data().unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(data.texts["applicant.name"], "李春桃");
        assert_eq!(data.rows["children"][0]["name"], "王小雨");
    }
}
