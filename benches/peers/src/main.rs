//! Times the same certificate by Guitai, krilla and typst: rounds one after the other in one run,
//! medians, and the ratio to each peer.
//!
//! In this folder, with a virtual environment of Python that holds the wheel (`pip install typst`):
//!
//!     PEERS_PYTHON=venv/bin/python cargo run --release
//!
//! The exit code is 1 if a promise is not kept. Without `PEERS_PYTHON`, krilla is the only peer.
//! `PEERS_KEEP` names a folder for the PDFs, to be looked at. krilla and the wheel write plain PDF;
//! Guitai's files are PDF/A-2u with tags and the exact text of every line.
//!
//! `--one FILE` and `--rare FILE` are the cold processes this program starts of itself.

mod by_krilla;
mod by_wheel;
mod page;
mod source;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use by_krilla::Krilla;
use by_wheel::Wheel;
use guitai::paper::{Fonts, Raster, Sheet, View, raster};
use page::{APPLICANTS, House};
use source::source;

const ROUNDS: usize = 21;
/// A batch takes seconds.
const BATCHES: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("--one") => write_one(&arguments[2], House::sample),
        Some("--rare") => {
            write_one(&arguments[2], House::rare);
            println!("{}", peak_memory());
        }
        _ => measure(),
    }
}

fn write_one(file: &str, document: impl Fn(&House) -> guitai::paper::Document) {
    let house = House::open();
    let bytes = house.pdf(&document(&house));
    std::fs::write(file, bytes).expect("room for a PDF");
}

/// The most memory this process ever held, in kB.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let digits = line.and_then(|line| line.split_whitespace().nth(1));
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

struct Promises {
    kept: bool,
}

impl Promises {
    fn at_most(&mut self, what: &str, value: f64, limit: f64, unit: &str) {
        let kept = value <= limit;
        self.kept &= kept;
        let word = if kept { "kept" } else { "NOT KEPT" };
        println!("{what:<58} {value:>9.2} {unit:<3} at most {limit:>7.2}  {word}");
    }
}

fn measure() {
    let mut promises = Promises { kept: true };
    let house = House::with_applicants();
    warm(&house, &mut promises);
    batch(&house, &mut promises);
    preview(&house, &mut promises);
    memory(&mut promises);
    match std::env::var_os("PEERS_PYTHON").map(PathBuf::from) {
        Some(python) => {
            let folder = folder();
            beside_typst(&house, &python, &folder, &mut promises);
            cold(&house, &python, &folder, &mut promises);
            remove(&folder);
        }
        None => println!("typst is not measured: PEERS_PYTHON names no interpreter with its wheel"),
    }
    if !promises.kept {
        std::process::exit(1);
    }
}

fn warm(house: &House, promises: &mut Promises) {
    let documents: Vec<_> = (0..ROUNDS).map(|round| house.certificate(round)).collect();
    let krilla = Krilla::new(&documents[0], &house.fonts);
    let mut sizes = Vec::new();
    let [whole, ours, theirs] = interleaved(
        ROUNDS,
        [
            &mut |round| house.pdf(&house.certificate(round)).len(),
            &mut |round| {
                let size = house.pdf(&documents[round]).len();
                sizes.push(size);
                size
            },
            &mut |round| krilla.pdf(&documents[round]).len(),
        ],
    );
    println!(
        "one certificate, warm, ms: guitai {ours:.1} ({whole:.1} laid out), krilla {theirs:.1}"
    );
    let ratio = ours / theirs;
    promises.at_most("one certificate, warm, beside krilla", ratio, 1.0, "x");
    println!("the same with laying it out: {:.2} x", whole / theirs);
    sizes.sort_unstable();
    let kilobytes = |size: usize| size as f64 / 1000.0;
    let sample = kilobytes(house.pdf(&house.sample()).len());
    let usual = kilobytes(sizes[ROUNDS / 2]);
    println!("the PDF of the sample: {sample:.1} kB, the median of the applicants: {usual:.1} kB");
    // The applicants have the longest names and addresses there are; all of them are made once.
    let all = (0..APPLICANTS).map(|number| house.pdf(&house.certificate(number)).len());
    let largest = kilobytes(all.max().unwrap_or(usize::MAX));
    promises.at_most("the largest PDF with three fonts", largest, 120.0, "kB");
    keep("guitai.pdf", house.pdf(&documents[0]));
    keep("krilla.pdf", krilla.pdf(&documents[0]));
}

fn keep(name: &str, bytes: Vec<u8>) {
    if let Some(folder) = std::env::var_os("PEERS_KEEP") {
        std::fs::write(Path::new(&folder).join(name), bytes).expect("room for a PDF");
    }
}

fn batch(house: &House, promises: &mut Promises) {
    let laid = house.batch();
    let krilla = Krilla::new(&laid, &house.fonts);
    let [whole, ours, theirs] = interleaved(
        BATCHES,
        [
            &mut |_| house.pdf(&house.batch()).len(),
            &mut |_| house.pdf(&laid).len(),
            &mut |_| krilla.pdf(&laid).len(),
        ],
    );
    println!(
        "{APPLICANTS} in one file, ms: guitai {ours:.0} ({whole:.0} laid out), krilla {theirs:.0}"
    );
    let ratio = ours / theirs;
    promises.at_most(
        "200 certificates in one file, beside krilla",
        ratio,
        1.0,
        "x",
    );
    println!("the same with laying them out: {:.2} x", whole / theirs);
}

/// A picture of a page, as it goes to a terminal of kitty's kind: of the certificate, of a form of a
/// whole A4 page, and the first one of that form for somebody with a rare character in her name,
/// from the answers on, by fonts of which nothing was looked at before.
fn preview(house: &House, promises: &mut Promises) {
    let certificate = &house.certificate(0).sheets[0];
    let form = &house.form(&house.fonts).sheets[0];
    let small = on_the_processor(|| sent(&house.fonts, certificate));
    let large = on_the_processor(|| sent(&house.fonts, form));
    let first = on_the_processor(|| {
        let fonts = guitai::disk::fonts().expect("the fonts of the house");
        sent(&fonts, &house.form(&fonts).sheets[0])
    });
    promises.at_most("a picture of the certificate at 96 dpi", small, 60.0, "ms");
    promises.at_most("a picture of an A4 page", large, 60.0, "ms");
    promises.at_most(
        "the first one, laid out, a rare character",
        first,
        60.0,
        "ms",
    );
}

/// The mean time on the processor, in milliseconds. There is no peer here that a busy machine slows
/// down as much.
fn on_the_processor(mut work: impl FnMut() -> usize) -> f64 {
    let spent = || {
        let status = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let nanoseconds = status
            .split(' ')
            .next()
            .and_then(|field| field.parse().ok());
        nanoseconds.unwrap_or(0.0) / 1e6
    };
    let before: f64 = spent();
    for _ in 0..ROUNDS {
        std::hint::black_box(work());
    }
    (spent() - before) / ROUNDS as f64
}

fn sent(fonts: &Fonts, sheet: &Sheet) -> usize {
    let picture = picture(fonts, sheet);
    let (width, height) = (picture.width, picture.height);
    let pixels = image::RgbaImage::from_raw(width, height, picture.rgba);
    let image = image::DynamicImage::ImageRgba8(pixels.expect("its own size"));
    let size = ratatui::layout::Size::new(80, 57);
    let sent = ratatui_image::protocol::kitty::Kitty::new(image, size, 1, false, false);
    usize::from(sent.is_ok())
}

fn picture(fonts: &Fonts, sheet: &Sheet) -> Raster {
    raster(sheet, fonts, &View::whole(sheet, 96.0)).expect("a picture")
}

/// What a process holds that makes one paper with rare characters.
fn memory(promises: &mut Promises) {
    let folder = folder();
    let rare = own().arg("--rare").arg(folder.join("rare.pdf")).output();
    let told = String::from_utf8_lossy(&rare.expect("this program runs").stdout).into_owned();
    let kilobytes: f64 = told.trim().parse().expect("a number");
    promises.at_most(
        "peak memory with rare characters",
        kilobytes / 1000.0,
        64.0,
        "MB",
    );
    remove(&folder);
}

/// Laying out is part of typst's work, so it is of ours.
fn beside_typst(house: &House, python: &Path, folder: &Path, promises: &mut Promises) {
    let pages: Vec<PathBuf> = (0..ROUNDS)
        .map(|round| {
            let page = folder.join(format!("{round}.typ"));
            let source = source(&house.certificate(round));
            std::fs::write(&page, source).expect("room for a page");
            page
        })
        .collect();
    let mut wheel = Wheel::start(python, folder, &fonts());
    wheel.pdf(&pages[0]);
    let [ours, theirs] = interleaved(
        ROUNDS,
        [
            &mut |round| house.pdf(&house.certificate(round)).len(),
            &mut |round| wheel.pdf(&pages[round]),
        ],
    );
    println!("one certificate, warm, ms: guitai {ours:.1}, typst {theirs:.1}");
    let ratio = ours / theirs;
    promises.at_most("one certificate, warm, beside typst", ratio, 0.5, "x");
}

/// A process that makes one certificate, beside one that has typst's wheel make it.
fn cold(house: &House, python: &Path, folder: &Path, promises: &mut Promises) {
    let page = folder.join("page.typ");
    std::fs::write(&page, source(&house.sample())).expect("room for a page");
    let theirs = folder.join("theirs.pdf");
    let script = format!(
        "import typst; typst.compile({page:?}, output={theirs:?}, font_paths=[{:?}], \
         ignore_system_fonts=True)",
        fonts()
    );
    let [ours, theirs] = interleaved(
        ROUNDS,
        [
            &mut |_| run(own().arg("--one").arg(folder.join("ours.pdf"))),
            &mut |_| run(Command::new(python).arg("-c").arg(&script)),
        ],
    );
    println!("cold process, ms: guitai {ours:.0}, typst's wheel {theirs:.0}");
    let ratio = ours / theirs;
    promises.at_most("a cold process, beside typst's wheel", ratio, 0.35, "x");
    keep(
        "typst.pdf",
        std::fs::read(folder.join("theirs.pdf")).unwrap_or_default(),
    );
}

fn fonts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fonts")
}

/// This program, to be started again.
fn own() -> Command {
    Command::new(std::env::current_exe().expect("this program"))
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("peers-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a place for files");
    folder
}

fn remove(folder: &Path) {
    // What cannot be removed from the folder for passing files harms nobody.
    let _ = std::fs::remove_dir_all(folder);
}

fn run(command: &mut Command) -> usize {
    let output = command.output().expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    1
}

/// Every one of them once a round; the median of each, in milliseconds.
fn interleaved<const N: usize>(
    rounds: usize,
    mut all: [&mut dyn FnMut(usize) -> usize; N],
) -> [f64; N] {
    let mut times = [const { Vec::new() }; N];
    for round in 0..rounds {
        for (one, times) in all.iter_mut().zip(&mut times) {
            let began = Instant::now();
            std::hint::black_box(one(round));
            times.push(began.elapsed().as_secs_f64() * 1000.0);
        }
    }
    times.map(|mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    })
}
