//! Promise: a paper made again has the bytes it had, for ever; and it is a file for the archive,
//! PDF/A-2u. `.ci/pdfa` holds the files against the standard clause by clause.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use guitai::disk::FONTS as FONTS_DIGEST;
use guitai::paper::{Data, Layout, Mark, RARE_BLOCKS, RENDERER, pdf};
use lopdf::{Document, Object};

use crate::paper_samples::{FONTS, layouts, sample};

fn stored(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored/v1/papers");
    folder.join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(stored(name)).expect("a stored file")
}

/// What the renderer makes of a certificate of its first day, none of whose files changes.
fn digest() -> String {
    let layout = Layout::parse(&text("certificate.toml")).expect("a layout");
    let texts: BTreeMap<String, String> = toml::from_str(&text("values.toml")).expect("answers");
    let data = Data {
        texts,
        ..Data::default()
    };
    let document = layout.lay_out(&data, &FONTS, Mark::None);
    let bytes = pdf(&document.expect("it fits"), &FONTS).expect("it is written");
    blake3::hash(&bytes).to_hex()[..32].to_owned()
}

#[test]
fn this_version_of_the_renderer_makes_the_bytes_it_always_made() {
    let known = text("digests.txt");
    let line = format!("{RENDERER} {}", digest());
    assert!(
        known.lines().any(|known| known == line),
        "The same layout and answers come out as other bytes. Raise `paper::RENDERER`, so that \
         papers made before say so when they are printed again, and add the line\n{line}\nto {}",
        stored("digests.txt").display()
    );
}

#[test]
fn the_digest_of_the_fonts_is_that_of_the_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let faces = [
        "NotoSerifSC-Regular.ttf",
        "NotoSansSC-Bold-8105.ttf",
        "JieKai-Regular.ttf",
    ];
    let rare = RARE_BLOCKS.map(|block| format!("rare/{block:x}.ttf.zst"));
    let mut digest = blake3::Hasher::new();
    for name in faces.into_iter().map(str::to_owned).chain(rare) {
        digest.update(&std::fs::read(folder.join(name)).expect("a font file"));
    }
    assert_eq!(digest.finalize().to_hex()[..32], *FONTS_DIGEST);
}

#[test]
fn every_paper_says_that_it_is_pdf_a_and_is_small() {
    for (name, layout) in layouts() {
        let document = layout.lay_out(&sample(), &FONTS, Mark::None);
        let document = document.unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        let bytes = pdf(&document, &FONTS).expect("it is written");
        let file = Document::load_mem(&bytes).expect("a PDF");
        let catalog = file.catalog().expect("a catalog");
        for key in ["OutputIntents", "StructTreeRoot", "MarkInfo", "Lang"] {
            assert!(catalog.has(key.as_bytes()), "{name} has no {key}");
        }
        let metadata = catalog.get(b"Metadata").and_then(Object::as_reference);
        let metadata = metadata.and_then(|id| file.get_object(id));
        let metadata = metadata.and_then(Object::as_stream).expect("metadata");
        let packet = String::from_utf8_lossy(&metadata.content);
        for said in ["<pdfaid:part>2<", "<pdfaid:conformance>U<", &document.title] {
            assert!(packet.contains(said), "{name} does not say {said}");
        }
        assert!(bytes.len() <= 120_000, "{name} has {} bytes", bytes.len());
    }
}

#[test]
fn the_heading_of_a_certificate_is_marked_as_one_on_its_page() {
    let (_, layout) = layouts()
        .into_iter()
        .find(|(name, _)| name == "F2")
        .expect("the certificate");
    let document = layout.lay_out(&sample(), &FONTS, Mark::Sample);
    let bytes = pdf(&document.expect("it fits"), &FONTS).expect("it is written");
    let file = Document::load_mem(&bytes).expect("a PDF");
    let page = file.page_iter().next().expect("a page");
    let content = file.get_page_content(page);
    let content = String::from_utf8_lossy(&content);
    let mark = content
        .find("/Artifact")
        .expect("样张 is no part of the text");
    let heading = content.find("/H1").expect("a heading");
    assert!(mark < heading);
}
