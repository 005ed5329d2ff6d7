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

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(height: f32, waves: u8) -> Sheet {
        let wave = |number: u8| {
            let mut wave = Stroke::line((0.0, f32::from(number)), (9.0, 9.0), 0.3);
            wave.points = (0_u8..61)
                .map(|x| (f32::from(x), f32::from(number)))
                .collect();
            wave.curved = true;
            Item::Stroke(wave)
        };
        let rule = Item::Stroke(Stroke::line((1.0, 1.0), (9.0, 1.0), 0.4));
        let items = std::iter::once(rule.clone()).chain((0..waves).map(wave));
        Sheet {
            width: 125.0,
            height,
            items: items.chain([rule]).collect(),
            background: None,
        }
    }

    #[test]
    fn a_band_on_several_pages_of_one_size_is_in_the_file_once() {
        let document = Document {
            title: "证".to_owned(),
            sheets: vec![
                sheet(176.0, 4),
                sheet(176.0, 4),
                sheet(210.0, 4),
                sheet(176.0, 3),
            ],
        };
        let ornaments = Ornaments::collect(&document);
        assert_eq!(ornaments.objects().count(), 1);
        assert_eq!(ornaments.at(0, 1).map(|(_, count)| count), Some(4));
        assert_eq!(ornaments.at(0, 1), ornaments.at(1, 1));
        for elsewhere in [(0, 0), (0, 2), (0, 5), (2, 1), (3, 1)] {
            assert_eq!(
                ornaments.at(elsewhere.0, elsewhere.1),
                None,
                "{elsewhere:?}"
            );
        }
    }

    #[test]
    fn what_is_small_or_stands_once_is_written_where_it_stands() {
        let document = Document {
            title: "证".to_owned(),
            sheets: vec![sheet(176.0, 1), sheet(176.0, 1), sheet(176.0, 4)],
        };
        assert_eq!(Ornaments::collect(&document).objects().count(), 0);
    }
}
