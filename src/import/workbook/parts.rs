use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::package::Part;
use crate::import::{Limits, Refused};

/// The sheets of a workbook in their order.
pub(super) struct Book {
    pub sheets: Vec<Sheet>,
}

pub(super) struct Sheet {
    pub name: String,
    pub relation: String,
    hidden: bool,
}

/// Names of sheets that are kept; more tell nobody anything.
const SHEETS: usize = 1_000;

impl Book {
    pub fn read(part: &mut Part<'_>) -> Result<Book, Refused> {
        let mut sheets = Vec::new();
        loop {
            match part.next()? {
                Event::Start(tag) if is(&tag, "sheet") && sheets.len() < SHEETS => {
                    sheets.push(Sheet {
                        name: attribute(&tag, "name").unwrap_or_default(),
                        relation: attribute(&tag, "id").unwrap_or_default(),
                        hidden: attribute(&tag, "state").is_some_and(|state| state != "visible"),
                    });
                }
                Event::Eof => return Ok(Book { sheets }),
                _ => {}
            }
        }
    }

    pub fn first_visible(&self) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| !sheet.hidden)
    }
}

/// Which part each relation leads to.
#[derive(Default)]
pub(super) struct Targets {
    pub by_id: BTreeMap<String, String>,
    /// The part with the texts of all cells.
    pub texts: Option<String>,
}

pub(super) fn targets(part: &mut Part<'_>) -> Result<Targets, Refused> {
    let mut targets = Targets::default();
    loop {
        match part.next()? {
            Event::Start(tag) if is(&tag, "Relationship") && targets.by_id.len() < SHEETS => {
                let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target"))
                else {
                    continue;
                };
                let path = path(&target);
                let kind = attribute(&tag, "Type").unwrap_or_default();
                if kind.ends_with("/sharedStrings") {
                    targets.texts = Some(path.clone());
                }
                targets.by_id.insert(id, path);
            }
            Event::Eof => return Ok(targets),
            _ => {}
        }
    }
}

/// `worksheets/sheet1.xml` and `/xl/worksheets/sheet1.xml` are the same part.
fn path(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    }
}

/// Texts that several cells may share, one after another in one string.
#[derive(Default)]
pub(super) struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    pub fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = match number.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.all.get(start..end)
    }
}

/// Reads the texts; what tells how they are spoken is left out.
pub(super) fn texts(part: &mut Part<'_>, limits: &Limits) -> Result<Texts, Refused> {
    let mut texts = Texts::default();
    let mut collected = Collected::default();
    loop {
        match part.next()? {
            Event::Eof => return Ok(texts),
            Event::End(tag) if tag.local_name().as_ref() == "si" => {
                texts.all.push_str(&collected.take());
                // The limit is far below what a number of this size can tell.
                texts.ends.push(texts.all.len() as u32);
            }
            event => collected.see(&event),
        }
        let length = texts.all.len() + collected.text.len();
        if length > limits.shared_text || texts.ends.len() > limits.cells {
            let part = "sharedStrings".to_owned();
            return Err(Refused::Unpacks { part });
        }
    }
}

/// Collects what stands in `<t>` and `<v>`.
#[derive(Default)]
pub(super) struct Collected {
    pub text: String,
    within: bool,
    /// Within `<rPh>`, which says how the text is spoken.
    spoken: bool,
}

impl Collected {
    pub fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.turn(tag.local_name().as_ref(), true),
            Event::End(tag) => self.turn(tag.local_name().as_ref(), false),
            Event::Text(text) if self.takes() => self.text.push_str(&text.xml10_content()),
            Event::CData(text) if self.takes() => self.text.push_str(&text.xml10_content()),
            Event::GeneralRef(named) if self.takes() => self.text.push(meant(named)),
            _ => {}
        }
    }

    fn takes(&self) -> bool {
        self.within && !self.spoken
    }

    fn turn(&mut self, tag: &str, on: bool) {
        match tag {
            "t" | "v" => self.within = on,
            "rPh" => self.spoken = on,
            _ => {}
        }
    }

    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

/// The character that `&amp;` or `&#24352;` stands for; the mark of something unreadable for any
/// other name, because nothing is ever looked up.
fn meant(named: &BytesRef<'_>) -> char {
    let coded = named.resolve_char_ref().ok().flatten();
    coded.unwrap_or(match &**named {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => char::REPLACEMENT_CHARACTER,
    })
}

pub(super) fn is(tag: &BytesStart<'_>, name: &str) -> bool {
    tag.local_name().as_ref() == name
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let found = all
        .with_checks(false)
        .flatten()
        .find(|one| one.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}
