//! Promise: what cannot be printed is refused by name before it is printed, what is printed reads
//! back exactly, and the same data gives the same bytes.

use guitai::paper::{Data, Layout, Mark, Picture, Unprintable, pdf};
use guitai::text::Lang;

use crate::paper_samples::{FONTS, keep, layouts, sample};
use crate::paper_text::pages;

use proptest::prelude::*;

fn layout(id: &str) -> Layout {
    let found = layouts().into_iter().find(|(name, _)| name == id);
    found.unwrap_or_else(|| panic!("no paper {id}")).1
}

fn printed(id: &str, data: &Data, mark: Mark) -> Vec<u8> {
    let document = layout(id).lay_out(data, &FONTS, mark);
    let document = document.unwrap_or_else(|problems| panic!("{id}: {problems:?}"));
    pdf(&document, &FONTS).expect("a sound document")
}

fn problems(id: &str, data: &Data) -> Vec<Unprintable> {
    layout(id)
        .lay_out(data, &FONTS, Mark::None)
        .expect_err("must be refused")
}

#[test]
fn the_same_data_gives_the_same_bytes_again_in_one_process() {
    for id in ["F1", "F2", "F3a", "F4", "F29"] {
        let first = printed(id, &sample(), Mark::Sample);
        printed("F4", &Data::blank(), Mark::Draft);
        assert_eq!(first, printed(id, &sample(), Mark::Sample), "{id}");
    }
}

#[test]
fn names_of_every_script_block_read_back_exactly() {
    let names = [
        "李春桃",
        "龚𠅤",
        "𬱖䶮",
        "王𫦭",
        "阿卜杜拉·买买提",
        "㑇㐱",
        "欧阳𠮷野",
        "Ana María",
        "𪚥𫝀𫠝𬺰𮯠",
    ];
    for name in names {
        let mut data = sample();
        data.set("applicant.name", name);
        for id in ["F1", "F2"] {
            let bytes = printed(id, &data, Mark::None);
            let text = pages(&bytes).concat();
            assert!(text.contains(name), "{id}: {name} in {text}");
            assert!(bytes.len() <= 120_000, "{id}: {} bytes", bytes.len());
        }
    }
}

#[test]
fn every_value_of_the_application_reads_back_exactly() {
    let data = sample();
    let text = pages(&printed("F1", &data, Mark::None))[0].clone();
    let values = [
        "applicant.id",
        "hukou.line",
        "marital.cert_no",
        "spouse.name",
        "spouse.id",
        "spouse.work_unit",
        "birth_permit.no",
        "destination.line",
        "certificate.number",
        "application.number",
    ];
    for path in values {
        assert!(text.contains(&data.texts[path]), "{path} in {text}");
    }
    for spread in [
        "姓名",
        "公民身份号码",
        "出生日期",
        "2010年3月15日",
        "138 0000 0101",
        "第一联　街道存",
    ] {
        assert!(text.contains(spread), "{spread} in {text}");
    }
}

#[test]
fn the_spouse_s_number_is_not_on_the_certificate() {
    let text = pages(&printed("F2", &sample(), Mark::None)).concat();
    assert!(!text.contains(&sample().texts["spouse.id"]));
    assert!(text.contains("该条例已于2021年废止"));
}

#[test]
fn an_unmarried_applicant_gets_dashes_in_the_spouse_s_cells() {
    let mut data = sample();
    data.texts
        .retain(|path, _| !path.starts_with("spouse.") && !path.starts_with("marital.date"));
    data.set("marital.status_label", "未婚");
    let text = pages(&printed("F2", &data, Mark::None)).concat();
    assert!(text.matches("——").count() >= 4, "{text}");
}

#[test]
fn a_character_no_font_has_is_refused_by_name() {
    let mut data = sample();
    data.set("applicant.name", "\u{30EDD}");
    let found = problems("F1", &data);
    let missing = Unprintable::MissingGlyph {
        character: '\u{30EDD}',
        label: "姓名".to_owned(),
        field: "applicant.name".to_owned(),
    };
    assert_eq!(found, [missing]);
    let said = found[0].message().say(Lang::Zh);
    assert!(
        said.contains("字体缺字") && said.contains("U+30EDD") && said.contains("姓名"),
        "{said}"
    );
    assert!(found[0].message().say(Lang::En).contains("U+30EDD"));
}

#[test]
fn a_text_too_long_for_its_cell_is_refused_and_the_cell_is_named() {
    let mut data = sample();
    data.set("applicant.name", "阿".repeat(200));
    let found = problems("F1", &data);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].field(), "applicant.name");
    assert!(found[0].message().say(Lang::Zh).contains("姓名"));
}

#[test]
fn every_problem_is_told_at_once() {
    let mut data = sample();
    data.set("applicant.name", "\u{30EDD}");
    data.set("spouse.name", "\u{30EDE}");
    data.set("destination.line", "远".repeat(2000));
    let fields: Vec<String> = problems("F1", &data)
        .iter()
        .map(|p| p.field().to_owned())
        .collect();
    assert_eq!(
        fields,
        ["applicant.name", "spouse.name", "destination.line"]
    );
}

#[test]
fn photographs_are_embedded_and_damaged_ones_refused() {
    let files: [(&str, &[u8]); 3] = [
        ("jpeg", include_bytes!("../papers/photo.jpg")),
        ("alpha", include_bytes!("../papers/photo-alpha.png")),
        ("palette", include_bytes!("../papers/photo-palette.png")),
    ];
    for (name, bytes) in files {
        let mut data = sample();
        let picture = Picture::recognise(bytes.to_vec()).expect("a picture");
        data.images.insert("photo".to_owned(), picture);
        let made = printed("F2", &data, Mark::Sample);
        keep(&format!("F2-{name}"), &made);
        if name == "jpeg" {
            assert!(
                made.windows(bytes.len()).any(|part| part == bytes),
                "untouched"
            );
        }
        let cut = Picture::recognise(bytes[..20].to_vec()).expect("its first bytes are right");
        data.images.insert("photo".to_owned(), cut);
        assert!(
            matches!(problems("F2", &data)[..], [Unprintable::BadPicture { .. }]),
            "{name}"
        );
    }
}

#[test]
fn what_is_written_across_a_practice_page_can_be_read() {
    let marked = pages(&printed("F2", &sample(), Mark::Sample));
    assert!(marked.iter().all(|page| page.contains("样张")));
    let draft = pages(&printed("F4", &sample(), Mark::Draft));
    assert!(draft[0].contains("草稿"));
}

#[test]
fn a_blank_form_for_the_pen_holds_no_value() {
    for (id, layout) in layouts() {
        let document = layout.lay_out(&Data::blank(), &FONTS, Mark::None);
        let document = document.unwrap_or_else(|problems| panic!("{id}: {problems:?}"));
        let bytes = pdf(&document, &FONTS).expect("a sound document");
        keep(&format!("{id}-blank"), &bytes);
        let text = pages(&bytes).concat();
        assert!(
            !text.contains("——") && !text.contains("本人未提供"),
            "{id}: {text}"
        );
    }
}

#[test]
fn a_wrong_layout_is_refused_with_its_line() {
    let good = include_str!("../../forms/papers/F4.toml");
    let cases = [
        ("single = true", "sinlge = true", "sinlge"),
        ("{applicant.name}", "{applicant.name", "lacks its"),
        ("{applicant.id|mask}", "{applicant.id|hide}", "hide"),
        ("[21, 48, 21, 44, 44]", "[21, 48, 21, 44, 94]", "mm wide"),
        (
            "{ label = \"姓名\" }",
            "{ label = \"姓名\", across = 9 }",
            "wider",
        ),
        ("box ledger.book == 'yes'", "box ledger.book ==", ""),
        ("inset = [0, 0]", "at = [0, 0, 44, 50]", "beyond"),
        (
            "[[sheet.block.row]]",
            "[[sheet.block.row]]\nfill = 900",
            "fill",
        ),
        ("size = 13", "size = 1300", "points"),
        (
            "margin = [6, 16, 8, 16]",
            "margin = [60, 16, 80, 16]",
            "margin",
        ),
    ];
    for (right, wrong, reason) in cases {
        assert!(good.contains(right), "{right}");
        let error = Layout::parse(&good.replacen(right, wrong, 1)).expect_err(wrong);
        assert!(error.reason.contains(reason), "{wrong}: {error}");
        assert!(
            error
                .message()
                .say(Lang::Zh)
                .contains(&error.line.to_string())
        );
    }
    // A file cut anywhere is an error or, at a lucky place, a shorter paper: never a panic.
    for end in (0..good.len()).filter(|end| good.is_char_boundary(*end)) {
        let _ = Layout::parse(&good[..end]);
    }
}

#[test]
fn a_list_longer_than_a_page_goes_on_under_its_head() {
    let mut data = sample();
    let row = data.rows["missing"][0].clone();
    data.rows.insert("missing".to_owned(), vec![row; 45]);
    let text = pages(&printed("F29", &data, Mark::None));
    assert_eq!(text.len() % 2, 0, "two copies");
    let copy = &text[..text.len() / 2];
    assert!(copy.len() >= 3);
    for (number, page) in copy.iter().enumerate() {
        let lists = page.contains("原婚姻登记机关补领");
        assert_eq!(page.contains("材料名称"), lists, "page {number}: {page}");
        let foot = format!("第 {} 页　共 {} 页", number + 1, copy.len());
        assert!(page.contains(&foot), "{foot} in {page}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn whatever_is_typed_is_printed_exactly_or_refused(
        name in "[一-龥㐀-䶵𠀀-𪛖·A-Za-z]{1,20}",
        address in "\\PC{0,60}",
    ) {
        let mut data = sample();
        data.set("applicant.name", &name);
        data.set("hukou.line", &address);
        if let Ok(document) = layout("F4").lay_out(&data, &FONTS, Mark::None) {
            let text = pages(&pdf(&document, &FONTS).expect("a sound document")).concat();
            prop_assert!(text.contains(&name), "{name} in {text}");
        }
        let proof = layout("F2").lay_out(&data, &FONTS, Mark::None);
        if let Ok(document) = proof {
            let text = pages(&pdf(&document, &FONTS).expect("a sound document")).concat();
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert!(squeezed(&text).contains(&squeezed(&address)), "{address} in {text}");
        }
    }
}
