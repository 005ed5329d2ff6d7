//! A form asks for an applicant and a spouse; a couple's papers name wife and husband.

use std::collections::BTreeMap;

use crate::paper::Data;
use crate::person::{IdPaper, Sex};

/// What a paper prints of a spouse whose own marital status nobody asked.
const MARRIED: &str = "已婚";
const DEAD: &str = "已故";
/// `2006-09` of `2006-09-18`.
const YEAR_AND_MONTH: usize = 7;

/// Whatever is known of the applicant and the spouse, under `wife.` and `husband.` too.
pub(super) fn couple(data: &mut Data, answers: &BTreeMap<String, String>) {
    let sex = |path: &str| {
        let paper = answers.get(path).and_then(|key| IdPaper::parse_key(key));
        paper.and_then(|paper| paper.sex())
    };
    // A passport says no sex; then the other number tells, and else the woman applies.
    let husband_applies = match (sex("applicant.id"), sex("spouse.id")) {
        (Some(applicant), _) => applicant == Sex::Male,
        (None, Some(spouse)) => spouse == Sex::Female,
        (None, None) => false,
    };
    let (applicant, spouse) = match husband_applies {
        true => ("husband", "wife"),
        false => ("wife", "husband"),
    };
    name_again(data, "applicant", applicant);
    for (from, to) in [
        ("hukou.line", "hukou_line"),
        ("residence.line", "residence_line"),
        ("marital.status_label", "marital_label"),
        ("marital.date", "marital_date"),
    ] {
        copy(data, from, &format!("{applicant}.{to}"));
    }
    if answers.contains_key("spouse.id") {
        name_again(data, "spouse", spouse);
        copy(data, "residence.line", &format!("{spouse}.residence_line"));
        copy(data, "marital.date", &format!("{spouse}.marital_date"));
        data.set(format!("{spouse}.marital_label"), MARRIED);
    }
    present_children(data);
}

/// Every text of one owner under another's name as well, unless the form itself set it.
fn name_again(data: &mut Data, from: &str, to: &str) {
    let start = format!("{from}.");
    let named: Vec<(String, String)> = (data.texts.iter())
        .filter_map(|(name, text)| {
            let rest = name.strip_prefix(&start)?;
            Some((format!("{to}.{rest}"), text.clone()))
        })
        .collect();
    for (name, text) in named {
        data.texts.entry(name).or_insert(text);
    }
}

fn copy(data: &mut Data, from: &str, to: &str) {
    if let Some(text) = data.texts.get(from).cloned() {
        data.texts.entry(to.to_owned()).or_insert(text);
    }
}

/// The couple's children as registration papers list them.
fn present_children(data: &mut Data) {
    let Some(children) = data.rows.get("children") else {
        return;
    };
    let text =
        |row: &BTreeMap<String, String>, name: &str| row.get(name).cloned().unwrap_or_default();
    let present = children.iter().enumerate().map(|(at, row)| {
        let birth = text(row, "birth");
        let month = birth.get(..YEAR_AND_MONTH).unwrap_or_default();
        let mut remark = text(row, "relation_label");
        if text(row, "alive") == "no" {
            remark = format!("{remark}（{DEAD}）");
        }
        BTreeMap::from([
            ("order".to_owned(), (at + 1).to_string()),
            ("birth_month".to_owned(), month.to_owned()),
            ("sex_label".to_owned(), text(row, "sex_label")),
            ("cert_no".to_owned(), text(row, "cert_no")),
            ("remark".to_owned(), remark),
        ])
    });
    let present = present.collect();
    data.rows.insert("present_children".to_owned(), present);
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIN_JING: &str = "111:350102199502279988";
    const GAO_YUAN: &str = "111:370102199308119933";

    fn data(applicant: &str, spouse: Option<&str>) -> Data {
        let mut data = Data::default();
        let mut answers = BTreeMap::from([("applicant.id".to_owned(), applicant.to_owned())]);
        answers.extend(spouse.map(|id| ("spouse.id".to_owned(), id.to_owned())));
        data.set("applicant.name", "申请");
        data.set("spouse.name", "配偶");
        data.set("hukou.line", "福州");
        data.set("residence.line", "欧水岭社区");
        couple(&mut data, &answers);
        data
    }

    #[test]
    fn the_applicant_is_wife_or_husband_by_the_number() {
        let she = data(LIN_JING, Some(GAO_YUAN));
        assert_eq!(she.texts["wife.name"], "申请");
        assert_eq!(she.texts["husband.name"], "配偶");
        assert_eq!(she.texts["wife.hukou_line"], "福州");
        assert_eq!(she.texts["husband.residence_line"], "欧水岭社区");
        let he = data(GAO_YUAN, Some(LIN_JING));
        assert_eq!(he.texts["husband.name"], "申请");
        assert_eq!(he.texts["husband.hukou_line"], "福州");
        let passport = data("414:E12345678", Some(LIN_JING));
        assert_eq!(passport.texts["wife.name"], "配偶");
    }

    #[test]
    fn nobody_is_invented_beside_a_single_registrant() {
        let single = data(LIN_JING, None);
        assert_eq!(single.texts["wife.name"], "申请");
        assert!(!single.texts.keys().any(|name| name.starts_with("husband.")));
    }

    #[test]
    fn a_child_is_listed_with_month_and_remark() {
        let mut data = Data::default();
        let row = [
            ("birth", "2006-09-18"),
            ("relation_label", "双方共同生育"),
            ("alive", "no"),
        ];
        let row = row.map(|(name, text)| (name.to_owned(), text.to_owned()));
        data.rows.insert("children".to_owned(), vec![row.into()]);
        couple(&mut data, &BTreeMap::new());
        let child = &data.rows["present_children"][0];
        assert_eq!(child["birth_month"], "2006-09");
        assert_eq!(child["remark"], "双方共同生育（已故）");
        assert_eq!(child["order"], "1");
    }
}
