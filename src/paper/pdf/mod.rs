//! Sheets become a PDF: small faces cut for this one document, exact text behind every glyph, the
//! same bytes whenever it is made again.

mod archive;
mod content;
mod faces;
mod ornaments;
mod pack;
mod path;
mod picked;
mod pictures;
mod srgb;

use lopdf::{Dictionary, Object, SaveOptions, StringFormat};
use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions, PdfWarnMsg, XObject, XObjectId};

use super::alignment::Alignment;
use super::fonts::Fonts;
use super::sheet::Document;
use crate::text::Message;
use faces::Faces;
use ornaments::Ornaments;
use pictures::Pictures;

/// The version of what lays out and writes papers. It is raised whenever the same layout and the
/// same answers come out as other bytes; every act keeps the one its papers were made with.
pub const RENDERER: u16 = 3;

/// Objects that are packed together; more than any document has.
const PACKED: usize = 100_000;

/// A document that cannot be written. The proofs of [`super::Layout::lay_out`] leave only damaged
/// files for it.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the font {0} cannot be cut for the document")]
    Font(String),
    #[error("a picture cannot be embedded")]
    Picture,
    #[error("the document cannot be written: {0}")]
    Write(#[source] std::io::Error),
}

impl PdfError {
    pub fn message(&self) -> Message {
        match self {
            PdfError::Font(name) => Message::new("paper.font_unreadable").with("font", name),
            PdfError::Picture => Message::new("paper.picture_unreadable"),
            PdfError::Write(cause) => Message::new("paper.pdf_unwritable").with("reason", cause),
        }
    }
}

/// The document as a PDF 1.7 file for the archive: PDF/A-2u.
///
/// The bytes depend on the document and the fonts alone: no clock, no random number, no path.
///
/// # Errors
/// [`PdfError`] if a font or a picture is damaged.
pub fn pdf(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    written(document, fonts, None)
}

/// The document as a PDF file that comes out right on a printer that prints as `alignment` says.
///
/// # Errors
/// As [`pdf`].
pub fn pdf_through(
    document: &Document,
    fonts: &Fonts,
    alignment: &Alignment,
) -> Result<Vec<u8>, PdfError> {
    written(document, fonts, Some(alignment))
}

fn written(
    document: &Document,
    fonts: &Fonts,
    alignment: Option<&Alignment>,
) -> Result<Vec<u8>, PdfError> {
    let faces = Faces::cut(document, fonts)?;
    let pictures = Pictures::collect(document)?;
    let mut file = PdfDocument::new(&document.title);
    file.metadata.info.producer = "Guitai".to_owned();
    file.resources.fonts.map.extend(faces.resources());
    let ornaments = Ornaments::collect(document);
    let objects = pictures.objects().chain(ornaments.objects());
    let objects = objects.map(|(name, object)| (XObjectId(name), XObject::External(object)));
    file.resources.xobjects.map.extend(objects);
    let mut parts = Vec::new();
    for (number, sheet) in document.sheets.iter().enumerate() {
        let (ops, marked) = content::ops(
            sheet,
            (&document.title, number),
            (&faces, &pictures, &ornaments),
            alignment,
        );
        file.pages
            .push(PdfPage::new(Mm(sheet.width), Mm(sheet.height), ops));
        parts.push(marked);
    }
    let options = PdfSaveOptions {
        subset_fonts: false,
        image_optimization: None,
        // Nothing here comes from elsewhere, and [`path`] has words of its own.
        secure: false,
        ..PdfSaveOptions::default()
    };
    let mut warnings: Vec<PdfWarnMsg> = Vec::new();
    let mut file = file.to_lopdf_document(&options, &mut warnings);
    archive::complete(&mut file, document, &parts);
    finish(&mut file, document);
    write(file)
}

/// What printpdf leaves to do: the version, the language, and nothing of the clock or of chance.
fn finish(file: &mut lopdf::Document, document: &Document) {
    file.version = "1.7".to_owned();
    let mut info = Dictionary::new();
    info.set("Title", utf16(&document.title));
    info.set("Producer", Object::string_literal("Guitai"));
    let info = file.add_object(info);
    file.trailer.set("Info", info);
    if let Ok(catalog) = file.catalog_mut() {
        catalog.set("Lang", Object::string_literal("zh-CN"));
        let mut preferences = Dictionary::new();
        preferences.set("DisplayDocTitle", true);
        catalog.set("ViewerPreferences", preferences);
    }
    file.prune_objects();
    pack::pack(file);
    file.trailer.remove(b"ID");
}

/// Writes the file; the digest of what was written becomes its identity.
fn write(mut file: lopdf::Document) -> Result<Vec<u8>, PdfError> {
    let options = SaveOptions::builder();
    let options = options.use_object_streams(true).use_xref_streams(true);
    let options = options.max_objects_per_stream(PACKED);
    let mut bytes = Vec::new();
    let written = file.save_with_options(&mut bytes, options.compression_level(9).build());
    written.map_err(PdfError::Write)?;
    let digest = blake3::hash(&bytes).to_hex()[..32].to_ascii_uppercase();
    let place = identity_place(&bytes)
        .ok_or_else(|| PdfError::Write(std::io::Error::other("the file ends without a trailer")))?;
    // Put in where the writer would put it: writing it all once more costs as much again.
    let identity = format!("/ID[<{digest}><{digest}>]");
    bytes.splice(place..place, identity.into_bytes());
    Ok(bytes)
}

/// Where the identity belongs in a written file: in the dictionary of its last object, which takes
/// the place of a trailer, before the type. Nothing is told by its distance from the start of the
/// file that stands behind it.
fn identity_place(bytes: &[u8]) -> Option<usize> {
    const MARK: &[u8] = b"startxref\n";
    const TYPE: &[u8] = b"/Type/XRef";
    let end = bytes.len().saturating_sub(64);
    let mark = bytes[end..].windows(MARK.len()).position(|at| at == MARK)?;
    let number = std::str::from_utf8(&bytes[end + mark + MARK.len()..]).ok()?;
    let last: usize = number.lines().next()?.parse().ok()?;
    let dictionary = bytes.get(last..)?.windows(TYPE.len());
    Some(last + dictionary.into_iter().position(|at| at == TYPE)?)
}

/// A text string as PDF wants it for anything beyond ASCII: UTF-16 with its byte order mark.
fn utf16(text: &str) -> Object {
    Object::String(utf16_bytes(text), StringFormat::Hexadecimal)
}

fn utf16_bytes(text: &str) -> Vec<u8> {
    let mark = [0xFE, 0xFF].into_iter();
    mark.chain(text.encode_utf16().flat_map(u16::to_be_bytes))
        .collect()
}
