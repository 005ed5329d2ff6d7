//! Ornaments that come again: a band of curves that stands on several pages is in the file once,
//! and every page only calls it.

use std::collections::{BTreeMap, HashMap};

use printpdf::{DictItem, ExternalStream, ExternalXObject};

use super::content::coarse;
use super::path;
use crate::paper::sheet::{Document, Item, Sheet, Stroke};

/// What takes fewer points is written on every page: calling it would take as much.
const FEW: usize = 100;

/// The ornaments of one document that stand on it more than once.
pub(super) struct Ornaments {
    /// By name.
    known: BTreeMap<String, ExternalXObject>,
    /// Page and first item → name and how many items it is made of.
    places: HashMap<(usize, usize), (String, usize)>,
}

impl Ornaments {
    pub fn collect(document: &Document) -> Ornaments {
        let mut found: BTreeMap<String, Vec<(usize, usize, usize)>> = BTreeMap::new();
        for (page, sheet) in document.sheets.iter().enumerate() {
            let mut at = 0;
            while at < sheet.items.len() {
                let strokes = band(&sheet.items[at..]);
                if strokes
                    .iter()
                    .map(|stroke| stroke.points.len())
                    .sum::<usize>()
                    >= FEW
                {
                    let name = name(sheet, &strokes);
                    found
                        .entry(name)
                        .or_default()
                        .push((page, at, strokes.len()));
                }
                at += strokes.len().max(1);
            }
        }
        found.retain(|_, places| places.len() > 1);
        let mut ornaments = Ornaments {
            known: BTreeMap::new(),
            places: HashMap::new(),
        };
        for (name, places) in found {
            let (page, at, _) = places[0];
            let sheet = &document.sheets[page];
            let form = form(sheet, &band(&sheet.items[at..]));
            ornaments.known.insert(name.clone(), form);
            for (page, at, count) in places {
                ornaments.places.insert((page, at), (name.clone(), count));
            }
        }
        ornaments
    }

    pub fn objects(&self) -> impl Iterator<Item = (String, ExternalXObject)> + '_ {
        self.known
            .iter()
            .map(|(name, object)| (name.clone(), object.clone()))
    }

    /// The ornament that begins with this item of a page, and how many items it stands for.
    pub fn at(&self, page: usize, item: usize) -> Option<(&str, usize)> {
        let (name, count) = self.places.get(&(page, item))?;
        Some((name, *count))
    }
}

/// The curves of one pen with which these items begin.
fn band(items: &[Item]) -> Vec<&Stroke> {
    let mut band: Vec<&Stroke> = Vec::new();
    for item in items {
        match item {
            Item::Stroke(stroke)
                if stroke.curved && band.last().is_none_or(|last| same_pen(last, stroke)) =>
            {
                band.push(stroke);
            }
            _ => break,
        }
    }
    band
}

fn same_pen(one: &Stroke, other: &Stroke) -> bool {
    (one.ink, one.width, &one.dash) == (other.ink, other.width, &other.dash)
}

/// A name that bands have in common when they are the same on pages of the same size.
fn name(sheet: &Sheet, strokes: &[&Stroke]) -> String {
    let mut digest = blake3::Hasher::new();
    let mut add = |number: f32| {
        digest.update(&number.to_le_bytes());
    };
    add(sheet.width);
    add(sheet.height);
    for stroke in strokes {
        add(stroke.ink.0);
        add(stroke.width);
        add(f32::from(u8::from(stroke.closed)));
        // How many there are of each, so that no number is taken for one of another kind.
        add(stroke.dash.len() as f32);
        stroke.dash.iter().for_each(|length| add(*length));
        add(stroke.points.len() as f32);
        for (x, y) in &stroke.points {
            add(*x);
            add(*y);
        }
    }
    format!("O{}", &digest.finalize().to_hex()[..16])
}

/// The band as a page within the page (ISO 32000-1, 8.10).
fn form(sheet: &Sheet, strokes: &[&Stroke]) -> ExternalXObject {
    let mut text = String::new();
    if let Some(first) = strokes.first() {
        path::pen(&mut text, first);
    }
    for stroke in strokes {
        let points = stroke
            .points
            .iter()
            .map(|point| coarse(sheet.height, *point));
        path::line(
            &mut text,
            &points.collect::<Vec<_>>(),
            stroke.curved,
            stroke.closed,
        );
        text.push('\n');
    }
    let named = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let (right, top) = coarse(sheet.height, (sheet.width, 0.0));
    let corners = [0.0, 0.0, right.ceil(), top.ceil()];
    let dict = BTreeMap::from([
        ("Type".to_owned(), named("XObject")),
        ("Subtype".to_owned(), named("Form")),
        (
            "BBox".to_owned(),
            DictItem::Array(corners.map(DictItem::Real).to_vec()),
        ),
        (
            "Resources".to_owned(),
            DictItem::Dict {
                map: BTreeMap::new(),
            },
        ),
    ]);
    ExternalXObject {
        stream: ExternalStream {
            dict,
            content: text.into_bytes(),
            compress: true,
        },
        width: None,
        height: None,
        dpi: None,
    }
}
