//! The page by typst's library.

use guitai::paper::{Document, Fonts};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

use crate::page::faces;

/// What typst needs of the world, made once.
pub struct Typst {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Typst {
    pub fn new(document: &Document, fonts: &Fonts) -> Typst {
        let read = |face| {
            let bytes = Bytes::new(fonts.bytes(face).to_vec());
            Font::new(bytes, 0).expect("a font typst reads")
        };
        let held: Vec<Font> = faces(document).into_iter().map(read).collect();
        Typst {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&held)),
            fonts: held,
        }
    }

    /// What was compiled before is forgotten, as it is for another applicant.
    pub fn pdf(&self, source: &str) -> Vec<u8> {
        comemo::evict(0);
        let page = Page {
            typst: self,
            source: Source::detached(source),
        };
        let document = typst::compile::<PagedDocument>(&page).output;
        let document = document.unwrap_or_else(|errors| panic!("{errors:?}"));
        let options = typst_pdf::PdfOptions::default();
        typst_pdf::pdf(&document, &options).expect("typst writes it")
    }
}

struct Page<'a> {
    typst: &'a Typst,
    source: Source,
}

impl World for Page<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.typst.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.typst.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id == self.source.id() {
            true => Ok(self.source.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.typst.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
