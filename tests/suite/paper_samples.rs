//! Promise: every paper of `forms/papers/` prints, filled, empty, and at its extremes. With
//! `GUITAI_SAMPLES` set, the PDFs are left in `target/papers` to be looked at.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use guitai::paper::{Data, Fonts, Layout, Mark, pdf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn leaked(path: PathBuf) -> &'static [u8] {
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Box::leak(bytes.into_boxed_slice())
}

/// The fonts of the house, read once for all tests.
static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts = root().join("fonts");
    let rare: Vec<(u8, &'static [u8])> = (0x20..=0x2e)
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

fn row(cells: &[(&str, &str)]) -> BTreeMap<String, String> {
    cells
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}

/// 李春桃 leaves for Dongguan: a married woman with one child (an invented person).
pub fn sample() -> Data {
    let toml = include_str!("../papers/sample.toml");
    let texts: BTreeMap<String, String> = toml::from_str(toml).expect("the sample data");
    let mut data = Data {
        texts,
        ..Data::default()
    };
    data.rows.insert(
        "children".to_owned(),
        vec![row(&[
            ("name", "王小雨"),
            ("sex_label", "女"),
            ("birth_date", "2006-09-18"),
            ("cert_no", "H430012345"),
        ])],
    );
    data.rows.insert(
        "missing".to_owned(),
        vec![
            row(&[("name", "结婚证"), ("where", "原婚姻登记机关补领")]),
            row(&[("name", "配偶居民身份证"), ("where", "配偶户籍地派出所")]),
            row(&[
                ("name", "一寸免冠照片 3 张"),
                ("where", "任一照相馆；近期正面照"),
            ]),
        ],
    );
    data.rows.insert(
        "received".to_owned(),
        vec![row(&[("name", "户口本")]), row(&[("name", "居民身份证")])],
    );
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
        assert!(bytes.len() <= 160_000, "{name} takes {} bytes", bytes.len());
    }
}
