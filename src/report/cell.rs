//! Which answer each cell of a line was made from, so that whoever lets go of an answer lets go of
//! the cells too, and what a copy of her data calls them.

use std::collections::BTreeMap;

use super::entry::Row;

/// The column that names the answer a change is about; it is not printed.
pub(super) const PATH: &str = "path";

/// Column, the path of the answer it was made from, and what people call it. The number of a line
/// is nobody's.
const CELLS: &[(&str, &str, &str)] = &[
    ("name", "applicant.name", "姓名"),
    ("id", "applicant.id", "身份证号"),
    ("sex_label", "applicant.sex", "性别"),
    ("community", "residence.community", "社区"),
    ("group", "hukou.group", "组"),
    ("hukou_line", "hukou.place", "户籍地"),
    ("residence_line", "residence.detail", "现居住地"),
    ("destination_line", "destination.place", "流出地"),
    ("province", "destination.place", "所在省份"),
    ("arrival_date", "arrival_date", "流入日期"),
    ("leave_date", "leave_date", "流出日期"),
    ("purpose_label", "purpose", "原因"),
    ("marital_label", "marital.status", "婚姻状况"),
    ("married_on", "marital.date", "结婚日期"),
    ("spouse_name", "spouse.name", "配偶姓名"),
    ("boys", "boys", "男孩数"),
    ("girls", "girls", "女孩数"),
    ("certificate_label", "verification.result", "持证情况"),
    ("certificate_no", "certificate.number", "证号"),
    ("issue_date", "certificate.issue_date", "办证日期"),
    ("verified_on", "verification.on", "查验日期"),
    ("check_date", "check_date", "孕检日期"),
    ("phone", "applicant.phone", "联系电话"),
    ("kind_label", "change.kind", "变更类型"),
    ("old", PATH, "变更前"),
    ("new", PATH, "变更后"),
    ("happened_on", "change.on", "发生日期"),
    ("known_on", "change.known_on", "得知日期"),
    ("basis", "change.basis", "依据"),
    ("by", "change.by", "经办"),
    ("remark", "return.remark", "备注"),
];

/// Column → the path of the answer its text was made from.
pub fn sources(row: &Row) -> BTreeMap<String, String> {
    let filled = CELLS
        .iter()
        .filter(|(column, ..)| row.contains_key(*column));
    let sources = filled.map(|(column, path, _)| {
        let path = match *path {
            PATH => row.get(PATH).map_or("", String::as_str),
            path => path,
        };
        ((*column).to_owned(), path.to_owned())
    });
    sources.collect()
}

/// What people call the cells of a line that say something, with what they say.
pub fn told(row: &Row) -> Vec<(&'static str, &str)> {
    let cells = CELLS.iter();
    let cells = cells.filter_map(|(column, _, label)| Some((*label, row.get(*column)?.as_str())));
    cells.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Matrix;

    #[test]
    fn every_cell_about_her_was_made_from_an_answer_the_matrix_knows() {
        let matrix = Matrix::house().unwrap_or_else(|problem| panic!("{problem}"));
        for (column, path, _) in CELLS.iter().filter(|(_, path, _)| *path != PATH) {
            assert!(matrix.group(path).is_some(), "{column} {path}");
        }
    }

    #[test]
    fn what_a_change_says_was_made_from_the_answer_it_changed() {
        let row = |path: &str| {
            let cells = [("old", "甲"), ("new", "乙"), (PATH, path), ("number", "1")];
            let cells = cells.map(|(column, text)| (column.to_owned(), text.to_owned()));
            Row::from(cells)
        };
        let sources = sources(&row("contraception.state"));
        assert_eq!(sources["new"], "contraception.state");
        assert_eq!(sources.len(), 2, "neither number nor path is a cell");
        assert_eq!(told(&row("")), [("变更前", "甲"), ("变更后", "乙")]);
    }
}
