use std::collections::BTreeMap;

use super::shipped::form_files;
use crate::paper::Data;
use crate::policy::{FileProblem, read_toml};

/// The values and the rows that fill every paper for a look at it: an invented person, 李春桃.
///
/// # Errors
/// [`FileProblem`] for a program built from a tree whose tests did not pass.
pub fn sample_data() -> Result<Data, FileProblem> {
    let mut data = Data::default();
    for (file, text) in form_files("papers/sample") {
        if file.ends_with("rows.toml") {
            let rows: BTreeMap<_, _> = read_toml(&file, text)?;
            data.rows.extend(rows);
        } else {
            let texts: BTreeMap<_, _> = read_toml(&file, text)?;
            data.texts.extend(texts);
        }
    }
    Ok(data)
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
