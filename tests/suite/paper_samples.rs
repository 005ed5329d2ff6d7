//! Promise: every paper of `forms/papers/` prints, filled, empty, and at its extremes. With
//! `GUITAI_SAMPLES` set, the PDFs are left in `target/papers` to be looked at.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use guitai::paper::{Data, Fonts, Layout, Mark, RARE_BLOCKS, pdf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn leaked(path: PathBuf) -> &'static [u8] {
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Box::leak(bytes.into_boxed_slice())
}

/// The fonts of the house, read once for all tests.
pub static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts = root().join("fonts");
    let rare: Vec<(u8, &'static [u8])> = RARE_BLOCKS
        .map(|block: u8| (block, leaked(fonts.join(format!("rare/{block:x}.ttf.zst")))))
        .collect();
    Fonts::new(
        leaked(fonts.join("NotoSerifSC-Regular.ttf")),
        leaked(fonts.join("NotoSansSC-Bold-8105.ttf")),
        leaked(fonts.join("JieKai-Regular.ttf")),
        &rare,
    )
    .expect("the fonts of the house")
});

/// Every layout of the house by its file name.
pub fn layouts() -> Vec<(String, Layout)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(root().join("forms/papers")).expect("the folder of papers") {
        let path = entry.expect("a readable entry").path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let toml = fs::read_to_string(&path).expect("a layout is text");
            let layout =
                Layout::parse(&toml).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            all.push((name, layout));
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// 李春桃 leaves for Dongguan: a married woman with one child (an invented person).
pub fn sample() -> Data {
    let toml = include_str!("../../forms/papers/sample/values.toml");
    let texts: BTreeMap<String, String> = toml::from_str(toml).expect("the sample data");
    let mut data = Data {
        texts,
        ..Data::default()
    };
    data.rows = toml::from_str(include_str!("../../forms/papers/sample/rows.toml"))
        .expect("the sample's rows");
    data
}

/// Leaves a PDF to be looked at, if somebody asked for it.
pub fn keep(name: &str, bytes: &[u8]) {
    if std::env::var_os("GUITAI_SAMPLES").is_some() {
        let folder = root().join("target/papers");
        fs::create_dir_all(&folder).expect("a folder for the samples");
        fs::write(folder.join(format!("{name}.pdf")), bytes).expect("room for a sample");
    }
}

#[test]
fn every_paper_prints_with_sample_data() {
    for (name, layout) in layouts() {
        let document = layout.lay_out(&sample(), &FONTS, Mark::None);
        let document = document.unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        let bytes = pdf(&document, &FONTS).expect("a sound document");
        keep(&name, &bytes);
        assert!(bytes.len() <= 120_000, "{name} takes {} bytes", bytes.len());
    }
}

/// How many rows a list has at its longest; a family has at most nine children.
const MANY_ROWS: usize = 40;
const MANY_CHILDREN: usize = 9;
const CHILDREN: &[&str] = &["children", "present_children"];

/// The same person with the longest and rarest values a form accepts.
pub fn extreme() -> Data {
    let mut data = sample();
    let texts: BTreeMap<String, String> =
        toml::from_str(include_str!("../../forms/papers/extreme/values.toml"))
            .expect("the extreme values");
    data.texts.extend(texts);
    let rows: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(include_str!("../../forms/papers/extreme/rows.toml"))
            .expect("the extreme rows");
    for (name, row) in rows {
        let many = if CHILDREN.contains(&name.as_str()) {
            MANY_CHILDREN
        } else {
            MANY_ROWS
        };
        let sample = data.rows.get(&name).and_then(|rows| rows.first());
        let mut long = sample.cloned().unwrap_or_default();
        long.extend(row);
        data.rows.insert(name, vec![long; many]);
    }
    data
}

#[test]
fn every_paper_prints_the_longest_and_rarest_values() {
    let data = extreme();
    let mut refused = Vec::new();
    for (name, layout) in layouts() {
        match layout.lay_out(&data, &FONTS, Mark::Sample) {
            Ok(document) => {
                let bytes = pdf(&document, &FONTS).expect("a sound document");
                keep(&format!("{name}-extreme"), &bytes);
                assert!(bytes.len() <= 120_000, "{name} takes {} bytes", bytes.len());
            }
            Err(problems) => refused.push((name, problems)),
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn every_list_of_the_papers_has_an_extreme() {
    let data = extreme();
    for name in sample().rows.keys() {
        assert!(data.rows[name].len() >= MANY_CHILDREN, "{name}");
    }
}

/// What a paper may ask for beyond the sample's values and rows: pictures, what the page knows of
/// itself, and what only later acts know.
const ALSO_KNOWN: &[&str] = &[
    "photo",
    "page",
    "pages",
    "copy_name",
    "form_code",
    "form_version",
    "blank",
    "row.number",
    "agreement.special",
    "certificate.date_note",
    "sheet.continued",
    "spouse.office_phone",
    "return.remark",
    "return.received_on",
    "return.received_by",
    "ledger.book",
    "ledger.check_slip",
    "ledger.monitoring",
    "ledger.handbook",
    "ledger.outflow_report",
    "refusals",
    "row.mark",
    "row.why_not",
    "row.article",
    "row.remedy",
];

/// Whether some list of the sample has this value in its rows.
fn is_in_a_row(data: &Data, name: &str) -> bool {
    let key = name.strip_prefix("row.").unwrap_or_default();
    data.rows
        .values()
        .flatten()
        .any(|row| row.contains_key(key))
}

#[test]
fn a_paper_asks_only_for_values_the_house_gives() {
    let data = sample();
    for (paper, layout) in layouts() {
        for name in layout.names() {
            let known = data.texts.contains_key(name)
                || data.rows.contains_key(name)
                || is_in_a_row(&data, name)
                || ALSO_KNOWN.contains(&name);
            assert!(known, "{paper} asks for `{name}`, which nothing gives");
        }
    }
}
