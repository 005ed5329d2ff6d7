//! Promise: whoever comes to the counter can be printed. Invented people with names of every
//! script block, the longest addresses and up to six children go through every paper: no glyph is
//! missing, nothing is too long, and the text of the PDF is the text that went in. A certificate's
//! signed code is read from the drawn page, and verified.
//!
//! `GUITAI_PEOPLE` says how many people; `.ci/long` sends ten thousand.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use guitai::foreign::without_panic;
use guitai::paper::seal::{KeyList, ListedKey, SigningKey, Statement, Trust, grouped, seal};
use guitai::paper::{
    CHECK_CODE, CODE, Data, Document, Frame, Item, Layout, Mark, Sheet, View, pdf, raster,
};
use guitai::person::SamplePerson;

use crate::paper_samples::{FONTS, layouts, sample};
use crate::paper_text::pages;
use crate::support::people::{data_of, people, words};
use crate::support::place::day;

/// People in the usual run of the tests: ten with a name of each block. All of them are laid out
/// on every paper; of each paper, the pages of some are made a PDF and read back.
const PEOPLE: usize = 130;
/// People whose pages share one PDF, so that its fonts are cut once for all of them.
const TOGETHER: usize = 25;

/// Pixels to an inch at which codes are read, one after the other, as a hand moves a scanner closer:
/// the reader of these tests has no luck with some codes at some sizes.
const DPI: [f32; 6] = [200.0, 300.0, 254.0, 240.0, 406.4, 355.6];

/// Millimetres of the page around a code that are looked at with it.
const AROUND: f32 = 6.0;
/// What is drawn of fewer squares is no code.
const FEW_SQUARES: usize = 50;

const HALL: [u8; 16] = [0x10; 16];
const MADE_ON: &str = "2010-03-15";

fn key() -> SigningKey {
    SigningKey::from_seed(&[10; 32])
}

fn trust() -> Trust {
    let mut trust = Trust::default();
    trust.believe(KeyList {
        hall: HALL,
        serial: 1,
        made_on: day(MADE_ON),
        name: "某街道办事处".to_owned(),
        area9: "430406005".to_owned(),
        keys: vec![ListedKey {
            year: 2010,
            public: key().public(),
            revoked: None,
        }],
    });
    trust
}

/// What a hall would sign of a paper; `None` if the paper bears no code.
fn signed(layout: &Layout, data: &mut Data) -> Option<Statement> {
    let fields = layout.signed(data)?;
    let statement = Statement {
        hall: HALL,
        paper: layout.id().to_owned(),
        number: fields.number,
        sheet: 1,
        made_on: day(MADE_ON),
        issued: fields.issued.parse().unwrap_or(day(MADE_ON)),
        until: fields.until.parse().ok(),
        name: fields.name,
        id: fields.id,
        head: [0x5A; 8],
        fields: fields.digest,
    };
    data.set(CODE, seal(&statement, &key()).expect("every name fits"));
    let check_code = statement.check_code().expect("every name fits");
    data.set(CHECK_CODE, grouped(&check_code));
    Some(statement)
}

/// What a scanner held to the code sees of a page: the code and the paper around it.
fn beside_the_code(sheet: &Sheet, dpi: f32) -> Option<View> {
    let squares = sheet.items.iter().find_map(|item| match item {
        Item::Fill { boxes, .. } if boxes.len() > FEW_SQUARES => Some(boxes),
        _ => None,
    })?;
    let least = |part: fn(&Frame) -> f32| squares.iter().map(part).fold(f32::MAX, f32::min);
    let most = |part: fn(&Frame) -> f32| squares.iter().map(part).fold(0.0, f32::max);
    let pixels = |mm: f32| (mm.max(0.0) * dpi / 25.4) as u32;
    let (left, top) = (least(|square| square.x), least(|square| square.y));
    let (right, bottom) = (most(Frame::right), most(Frame::bottom));
    Some(View {
        dpi,
        left: pixels(left - AROUND),
        top: pixels(top - AROUND),
        width: pixels(right - left + 2.0 * AROUND),
        height: pixels(bottom - top + 2.0 * AROUND),
    })
}

/// The code on a drawn page, as a reader of pictures has it.
fn code_on(sheet: &Sheet, dpi: f32) -> Option<String> {
    let page = raster(sheet, &FONTS, &beside_the_code(sheet, dpi)?).expect("a page");
    let (width, height) = (page.width as usize, page.height as usize);
    let grey = |x: usize, y: usize| page.rgba[(y * width + x) * 4];
    let mut page = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    // The reader panics now and then, on a grid it made of what is no code.
    let whole = &mut page;
    let codes = without_panic(move || whole.detect_grids())?;
    let decoded = without_panic(|| codes.first().map(rqrr::Grid::decode))??;
    decoded.ok().map(|(_, text)| text)
}

/// Whether the code on the first page is genuine and says what was signed; a name that is too long
/// for the code is cut.
fn code_is_sound(sheets: &[Sheet], statement: &Statement) -> Result<(), String> {
    let code = DPI.into_iter().find_map(|dpi| code_on(&sheets[0], dpi));
    let code = code.ok_or("no code can be read")?;
    let verdict = trust().verify(&code, day(MADE_ON));
    let read = verdict.statement.clone().ok_or(format!("{verdict:?}"))?;
    let name = read.name.strip_suffix('…').unwrap_or(&read.name);
    let same = statement.name.starts_with(name) && read.id == statement.id;
    match verdict.is_genuine() && same && read.fields == statement.fields {
        true => Ok(()),
        false => Err(format!("{verdict:?}")),
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The values that a paper prints as they are, told by markers in place of every value.
fn printed_as_they_are(layout: &Layout) -> BTreeSet<String> {
    let mut data = sample();
    let mut markers = Vec::new();
    for (number, (path, _)) in words(&data).into_iter().enumerate() {
        // As long as an identity number, so that a number that is masked is not found.
        let marker = match path.ends_with(".id") {
            true => format!("记{number:016}号"),
            false => format!("记{number}号"),
        };
        match path
            .strip_suffix(".name")
            .filter(|list| data.rows.contains_key(*list))
        {
            Some(list) => {
                let rows = data.rows.get_mut(list).expect("a list of the sample");
                rows[0].insert("name".to_owned(), marker.clone());
            }
            None => data.set(path.as_str(), &marker),
        }
        markers.push((path, marker));
    }
    let document = layout
        .lay_out(&data, &FONTS, Mark::None)
        .expect("short markers fit");
    let text: String = document.sheets.iter().map(text_of).collect();
    let found = markers
        .into_iter()
        .filter(|(_, marker)| text.contains(marker));
    found.map(|(path, _)| path).collect()
}

fn text_of(sheet: &Sheet) -> String {
    let runs = sheet.items.iter().filter_map(|item| match item {
        Item::Text(run) => Some(run.text.as_str()),
        _ => None,
    });
    runs.collect()
}

/// What is wrong with this paper for one person, and her pages; `look` also reads its code.
fn laid_out(
    layout: &Layout,
    asked: &BTreeSet<String>,
    person: &SamplePerson,
    base: &Data,
    look: bool,
) -> Result<Vec<Sheet>, String> {
    let mut data = data_of(person, base);
    let statement = signed(layout, &mut data);
    let document = layout
        .lay_out(&data, &FONTS, Mark::None)
        .map_err(|problems| format!("{}: {problems:?}", layout.id()))?;
    let text: String = document.sheets.iter().map(text_of).collect();
    let text = squeezed(&text);
    for (path, word) in words(&data)
        .into_iter()
        .filter(|(path, _)| asked.contains(path))
    {
        if !text.contains(&squeezed(&word)) {
            return Err(format!("{}: {path} {word:?} is not in {text}", layout.id()));
        }
    }
    if let Some(statement) = statement.filter(|_| look) {
        let sound = code_is_sound(&document.sheets, &statement);
        sound.map_err(|why| format!("{}: {} {why}", layout.id(), statement.name))?;
    }
    Ok(document.sheets)
}

/// Every person through one paper; `read_back` of all who share a PDF by their number.
fn through(
    layout: &Layout,
    people: &[SamplePerson],
    base: &Data,
    read_back: impl Fn(usize) -> bool,
) -> Vec<String> {
    let asked = printed_as_they_are(layout);
    let mut wrong = Vec::new();
    for (number, together) in people.chunks(TOGETHER).enumerate() {
        let mut sheets = Vec::new();
        for person in together {
            match laid_out(layout, &asked, person, base, read_back(number)) {
                Ok(pages) => sheets.extend(pages),
                Err(why) => wrong.push(why),
            }
        }
        if !read_back(number) {
            continue;
        }
        let expected: Vec<String> = sheets.iter().map(text_of).collect();
        let title = layout.title().to_owned();
        let bytes = pdf(&Document { title, sheets }, &FONTS).expect("a sound document");
        for (page, (read, laid)) in pages(&bytes).iter().zip(&expected).enumerate() {
            if read != laid {
                wrong.push(format!("{} page {page}: {read} is not {laid}", layout.id()));
            }
        }
    }
    wrong
}

#[test]
fn every_invented_person_can_be_printed_on_every_paper_and_read_back() {
    let asked = std::env::var("GUITAI_PEOPLE").ok();
    let in_short = asked.is_none();
    let count = asked.map_or(PEOPLE, |count| {
        count.parse().expect("GUITAI_PEOPLE is a number")
    });
    let people: Vec<SamplePerson> = people(count).collect();
    assert_eq!(people.len(), count);
    through_every_paper(&people, in_short);
}

/// These people through every paper; in short, only some of them are made a PDF.
pub fn through_every_paper(people: &[SamplePerson], in_short: bool) {
    let layouts = layouts();
    let base = sample();
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let paper = || next.fetch_add(1, Ordering::Relaxed);
                while let Some((number, (_, layout))) = layouts.iter().enumerate().nth(paper()) {
                    let chunks = people.len().div_ceil(TOGETHER);
                    let read_back = |chunk| !in_short || chunk == number % chunks;
                    let found = through(layout, people, &base, read_back);
                    wrong.lock().expect("no worker has failed").extend(found);
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no worker has failed");
    let shown = wrong.iter().take(10).collect::<Vec<_>>();
    assert!(wrong.is_empty(), "{} of them: {shown:#?}", wrong.len());
    println!("{} people, {} papers", people.len(), layouts.len());
}

#[test]
fn the_papers_print_names_numbers_and_addresses_as_they_are() {
    let of = |id: &str| {
        let found = layouts().into_iter().find(|(name, _)| name == id);
        printed_as_they_are(&found.expect("a paper of the house").1)
    };
    let certificate = of("F2");
    for path in [
        "applicant.name",
        "applicant.id",
        "hukou.line",
        "spouse.name",
    ] {
        assert!(certificate.contains(path), "{path} in {certificate:?}");
    }
    assert!(of("F34").contains("ledger_lines.name"));
}
