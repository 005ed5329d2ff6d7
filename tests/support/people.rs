//! Invented people as the data of a paper: the sample of the house with another person in it.

use std::collections::BTreeMap;

use guitai::paper::Data;
use guitai::person::{SamplePeople, SamplePerson, SampleRelative, Sex};

/// Owners that are the person herself, and those that are her spouse.
const HERSELF: [&str; 3] = ["applicant", "wife", "principal"];
const SPOUSE: [&str; 3] = ["spouse", "husband", "delegate"];
/// Values that are one line of an address.
const ADDRESSES: [&str; 5] = [
    "hukou.line",
    "residence.line",
    "wife.hukou_line",
    "wife.residence_line",
    "community.address",
];
const DESTINATIONS: [&str; 3] = [
    "destination.line",
    "husband.hukou_line",
    "husband.residence_line",
];
/// Lists with a row for every child, and lists whose first row is about her.
const CHILDREN: [&str; 2] = ["children", "present_children"];
const ABOUT_HER: [&str; 7] = [
    "verifications",
    "ledger_lines",
    "handed_out",
    "inflow_lines",
    "outflow_lines",
    "change_lines",
    "monitoring",
];

/// `count` people as every test of the papers meets them.
pub fn people(count: usize) -> impl Iterator<Item = SamplePerson> {
    let on = chrono::NaiveDate::from_ymd_opt(2010, 3, 15).expect("a real day");
    SamplePeople::new(20_100_315, on).take(count)
}

/// The data of a paper about this person: `base` with all that is hers in place of what it says.
pub fn data_of(person: &SamplePerson, base: &Data) -> Data {
    let mut data = base.clone();
    data.set("applicant.phone", &person.phone);
    for owner in HERSELF {
        set_person(
            &mut data,
            owner,
            &person.name,
            person.id.as_str(),
            person.sex,
        );
        data.set(format!("{owner}.birth_date"), person.birth.to_string());
    }
    for path in ADDRESSES {
        data.set(path, &person.address);
    }
    for path in DESTINATIONS {
        data.set(path, &person.destination);
    }
    match &person.spouse {
        Some(spouse) => {
            for owner in SPOUSE {
                set_person(
                    &mut data,
                    owner,
                    &spouse.name,
                    spouse.id.as_str(),
                    spouse.sex,
                );
            }
        }
        None => unmarried(&mut data),
    }
    children(&mut data, &person.children);
    for list in ABOUT_HER {
        let first = data.rows.get_mut(list).and_then(|rows| rows.first_mut());
        if let Some(name) = first.and_then(|row| row.get_mut("name")) {
            name.clone_from(&person.name);
        }
    }
    data
}

fn set_person(data: &mut Data, owner: &str, name: &str, id: &str, sex: Sex) {
    data.set(format!("{owner}.name"), name);
    data.set(format!("{owner}.id"), id);
    data.set(format!("{owner}.sex_label"), sex.label().zh);
}

fn unmarried(data: &mut Data) {
    data.texts
        .retain(|path, _| !path.starts_with("spouse.") && !path.starts_with("marital."));
    data.set("marital.status", "10");
    data.set("marital.status_label", "未婚");
}

fn children(data: &mut Data, children: &[SampleRelative]) {
    let boys = children.iter().filter(|child| child.sex == Sex::Male);
    let boys = boys.count();
    data.set("children.boys", boys.to_string());
    data.set("children.girls", (children.len() - boys).to_string());
    data.set("children_count", children.len().to_string());
    for list in CHILDREN {
        let sample = data.rows.get(list).and_then(|rows| rows.first()).cloned();
        let rows = children.iter().map(|child| {
            let mut row = sample.clone().unwrap_or_default();
            row.extend(BTreeMap::from([
                ("name".to_owned(), child.name.clone()),
                ("sex_label".to_owned(), child.sex.label().zh),
                ("birth_date".to_owned(), child.birth.to_string()),
            ]));
            row
        });
        let rows = rows.collect();
        data.rows.insert(list.to_owned(), rows);
    }
}

/// What of this data must stand on a paper word by word, if the paper prints it at all: path and
/// text. Of a list, the path is the list's with its column: `children.name`.
pub fn words(data: &Data) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> = Vec::new();
    let owners = HERSELF.iter().chain(&SPOUSE);
    let mut paths: Vec<String> = owners
        .flat_map(|owner| [format!("{owner}.name"), format!("{owner}.id")])
        .collect();
    paths.extend(
        ADDRESSES
            .iter()
            .chain(&DESTINATIONS)
            .map(|path| (*path).to_owned()),
    );
    for path in paths {
        let text = data.texts.get(&path).cloned();
        words.extend(text.map(|text| (path, text)));
    }
    for list in CHILDREN.iter().chain(&ABOUT_HER) {
        for row in data.rows.get(*list).into_iter().flatten() {
            let name = row.get("name").cloned();
            words.extend(name.map(|name| (format!("{list}.name"), name)));
        }
    }
    words
}
