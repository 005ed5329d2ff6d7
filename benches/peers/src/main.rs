//! Times the same certificate by Guitai, krilla and typst: rounds one after the other in one run,
//! medians, and the ratio to each peer.
//!
//!     cargo run --release                    all of it; exit code 1 if a promise is not kept
//!     PEERS_PYTHON=venv/bin/python cargo run --release    also a cold process beside typst's wheel
//!
//! `--one FILE` and `--rare FILE` are the cold processes this program starts of itself.

mod by_krilla;
#[cfg(feature = "typst")]
mod by_typst;
mod page;
mod source;

use std::process::Command;
use std::time::Instant;

use by_krilla::Krilla;
#[cfg(feature = "typst")]
use by_typst::Typst;
use guitai::paper::{View, raster};
use page::House;
use source::source;

const ROUNDS: usize = 21;
const BATCH: usize = 200;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("--one") => write_one(&arguments[2], |house| house.certificate(1)),
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
    let house = House::open();
    warm(&house, &mut promises);
    batch(&house, &mut promises);
    preview(&house, &mut promises);
    memory(&mut promises);
    wheel(&house, &mut promises);
    #[cfg(feature = "typst")]
    beside_typst(&house, &mut promises);
    if !promises.kept {
        std::process::exit(1);
    }
}

fn warm(house: &House, promises: &mut Promises) {
    let first = house.certificate(0);
    let krilla = Krilla::new(&first, &house.fonts);
    let documents: Vec<_> = (0..ROUNDS).map(|round| house.certificate(round)).collect();
    let [ours, theirs] = interleaved([
        &mut |round| house.pdf(&house.certificate(round)).len(),
        &mut |round| krilla.pdf(&documents[round]).len(),
    ]);
    println!("one certificate, warm, ms: guitai {ours:.1}, krilla {theirs:.1}");
    promises.at_most(
        "one certificate, warm, beside krilla",
        ours / theirs,
        1.0,
        "x",
    );
    let (ours, theirs) = (house.pdf(&first), krilla.pdf(&first));
    println!(
        "size, bytes: guitai {}, krilla {}",
        ours.len(),
        theirs.len()
    );
    promises.at_most(
        "a PDF with three fonts",
        ours.len() as f64 / 1000.0,
        120.0,
        "kB",
    );
    if let Some(folder) = std::env::var_os("PEERS_KEEP") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::write(folder.join("guitai.pdf"), ours).expect("room for a PDF");
        std::fs::write(folder.join("krilla.pdf"), theirs).expect("room for a PDF");
    }
}

fn batch(house: &House, promises: &mut Promises) {
    let laid = house.batch(BATCH);
    let krilla = Krilla::new(&laid, &house.fonts);
    let [ours, theirs] = interleaved([&mut |_| house.pdf(&house.batch(BATCH)).len(), &mut |_| {
        krilla.pdf(&laid).len()
    }]);
    println!("{BATCH} in one file, ms: guitai {ours:.0}, krilla {theirs:.0}");
    promises.at_most(
        "200 certificates in one file, beside krilla",
        ours / theirs,
        1.0,
        "x",
    );
}

/// The first picture of a page, as it goes to a terminal of kitty's kind.
fn preview(house: &House, promises: &mut Promises) {
    let sheet = &house.certificate(0).sheets[0];
    let [drawn, sent] = interleaved([&mut |_| picture(house, sheet).rgba.len(), &mut |_| {
        let picture = picture(house, sheet);
        let (width, height) = (picture.width, picture.height);
        let pixels = image::RgbaImage::from_raw(width, height, picture.rgba);
        let image = image::DynamicImage::ImageRgba8(pixels.expect("its own size"));
        let size = ratatui::layout::Size::new(80, 57);
        let sent = ratatui_image::protocol::kitty::Kitty::new(image, size, 1, false, false);
        usize::from(sent.is_ok())
    }]);
    println!("preview at 96 dpi, ms: drawn {drawn:.1}, ready for the terminal {sent:.1}");
    promises.at_most("the first picture of a page", sent, 60.0, "ms");
}

fn picture(house: &House, sheet: &guitai::paper::Sheet) -> guitai::paper::Raster {
    raster(sheet, &house.fonts, &View::whole(sheet, 96.0)).expect("a picture")
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

#[cfg(feature = "typst")]
fn beside_typst(house: &House, promises: &mut Promises) {
    let first = house.certificate(0);
    let typst = Typst::new(&first, &house.fonts);
    let sources: Vec<String> = (0..ROUNDS)
        .map(|round| source(&house.certificate(round)))
        .collect();
    let [ours, theirs] = interleaved([
        &mut |round| house.pdf(&house.certificate(round)).len(),
        &mut |round| typst.pdf(&sources[round]).len(),
    ]);
    println!("one certificate, warm, ms: guitai {ours:.1}, typst {theirs:.1}");
    promises.at_most(
        "one certificate, warm, beside typst",
        ours / theirs,
        0.5,
        "x",
    );
    if let Some(folder) = std::env::var_os("PEERS_KEEP") {
        let file = std::path::PathBuf::from(folder).join("typst.pdf");
        std::fs::write(file, typst.pdf(&sources[0])).expect("room for a PDF");
    }
}

/// A process that makes one certificate, beside one that has typst's wheel make it.
fn wheel(house: &House, promises: &mut Promises) {
    let Some(python) = std::env::var_os("PEERS_PYTHON") else {
        println!("typst's wheel is not measured: PEERS_PYTHON names no interpreter that has it");
        return;
    };
    let folder = folder();
    let page = folder.join("page.typ");
    std::fs::write(&page, source(&house.certificate(0))).expect("room for a page");
    let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fonts");
    let script = format!(
        "import typst; typst.compile({page:?}, output={:?}, font_paths=[{fonts:?}], \
         ignore_system_fonts=True)",
        folder.join("theirs.pdf")
    );
    let [ours, theirs] = interleaved([
        &mut |_| run(own().arg("--one").arg(folder.join("ours.pdf"))),
        &mut |_| run(Command::new(&python).arg("-c").arg(&script)),
    ]);
    println!("cold process, ms: guitai {ours:.0}, typst's wheel {theirs:.0}");
    promises.at_most(
        "a cold process, beside typst's wheel",
        ours / theirs,
        0.35,
        "x",
    );
    remove(&folder);
}

/// This program, to be started again.
fn own() -> Command {
    Command::new(std::env::current_exe().expect("this program"))
}

fn folder() -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("peers-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a place for files");
    folder
}

fn remove(folder: &std::path::Path) {
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
fn interleaved<const N: usize>(mut all: [&mut dyn FnMut(usize) -> usize; N]) -> [f64; N] {
    let mut times = [const { Vec::new() }; N];
    for round in 0..ROUNDS {
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
