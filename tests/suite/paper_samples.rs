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
        assert!(bytes.len() <= 150_000, "{name} takes {} bytes", bytes.len());
    }
}

/// The same person with the longest and rarest values a form accepts.
fn extreme() -> Data {
    let mut data = sample();
    // A name has at most 50 characters.
    data.set(
        "applicant.name",
        "阿卜杜热西提·阿卜杜克热木"
            .repeat(4)
            .chars()
            .take(50)
            .collect::<String>(),
    );
    data.set("spouse.name", "𠅤𬱖䶮𫦭𪚥".repeat(10));
    data.set("applicant.id_label", "港澳居民来往内地通行证");
    data.set("spouse.id_label", "台湾居民来往大陆通行证");
    data.set("marital.date", "2005-05");
    data.set("applicant.phone", "+86 0734 0000101 转 88888");
    let address = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县哈拉布拉克乡阿克托别村民委员会第十二村民小组东岸小区甲栋二单元";
    data.set("hukou.line", address);
    data.set("spouse.hukou_line", address);
    data.set("destination.line", format!("{address}{address}"));
    data.set(
        "spouse.work_unit",
        "广东省东莞市虎门镇第三工业区精密电子制造有限责任公司第二分公司包装车间",
    );
    data.set(
        "issuer.name",
        "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县哈拉布拉克乡人民政府便民服务中心",
    );
    data.set("issuer.address", address);
    data.set("contraception_label", "宫内节育器（2009年11月放置）");
    data.set("certificate.date_note", "【补 2011-09-13】");
    let child = |n: usize| {
        let name = format!("阿卜杜热西提·买买提{n}");
        row(&[
            ("name", &name),
            ("sex_label", "女"),
            ("birth_date", "2006-09-18"),
            ("cert_no", "H430012345"),
        ])
    };
    data.rows
        .insert("children".to_owned(), (0..9).map(child).collect());
    let paper = |n: usize| {
        let name = format!("第 {n} 项材料的全称及其复印件（加盖公章）");
        row(&[
            ("name", &name),
            ("where", "户籍所在地乡镇人民政府便民服务中心综合窗口"),
        ])
    };
    data.rows
        .insert("missing".to_owned(), (0..40).map(paper).collect());
    data
}

#[test]
fn every_paper_prints_the_longest_and_rarest_values() {
    for (name, layout) in layouts() {
        let document = layout.lay_out(&extreme(), &FONTS, Mark::Sample);
        let document = document.unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        keep(
            &format!("{name}-extreme"),
            &pdf(&document, &FONTS).expect("a sound document"),
        );
    }
}

/// What a paper may ask for beyond the sample's values: rows, pictures, what the page knows of
/// itself, and what only later acts know.
const ALSO_KNOWN: &[&str] = &[
    "children",
    "missing",
    "received",
    "photo",
    "page",
    "pages",
    "copy_name",
    "form_code",
    "form_version",
    "row.number",
    "row.name",
    "row.sex_label",
    "row.birth_date",
    "row.cert_no",
    "row.where",
    "agreement.special",
    "certificate.date_note",
    "spouse.office_phone",
    "return.remark",
    "return.received_on",
    "return.received_by",
    "ledger.book",
    "ledger.check_slip",
    "ledger.monitoring",
    "ledger.handbook",
    "ledger.outflow_report",
];

#[test]
fn a_paper_asks_only_for_values_the_house_gives() {
    let data = sample();
    for (paper, layout) in layouts() {
        for name in layout.names() {
            let known = data.texts.contains_key(name) || ALSO_KNOWN.contains(&name);
            assert!(known, "{paper} asks for `{name}`, which nothing gives");
        }
    }
}
