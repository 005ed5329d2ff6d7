//! Where a page comes out on a printer that prints askew, before and after it was measured with a
//! ruler. Prints a line for `docs/figures.md`; fails if a corner lies 0.3 mm or more off.

#[path = "../tests/support/simulated_printer.rs"]
mod simulated_printer;

use std::process::{Command, ExitCode};

use guitai::disk::fonts;
use guitai::paper::Alignment;

fn main() -> ExitCode {
    if !has_raster() {
        eprintln!("this bench looks at pages with pdftoppm (poppler-utils)");
        return ExitCode::FAILURE;
    }
    let fonts = fonts().expect("the fonts of the house");
    println!("| paper | printer | corners before | readings | found turn | corners after |");
    println!("|---|---|---|---|---|---|");
    let mut worst: f64 = 0.0;
    for (name, paper) in [("A4", (210.0, 297.0)), ("A5", (148.0, 210.0))] {
        for printer in printers() {
            let done = simulated_printer::calibrate(&fonts, paper, printer);
            let largest = |errors: [f64; 4]| errors.into_iter().fold(0.0, f64::max);
            let readings = done.readings.map(|one| format!("{},{}", one.left, one.top));
            println!(
                "| {name} | {:+.1} {:+.1} mm, {:.1}% {:.1}%, {:+.1}° | {:.2} mm | {} | {:+.2}° | {:.2} mm |",
                printer.right,
                printer.down,
                printer.across * 100.0,
                printer.along * 100.0,
                printer.turn,
                largest(done.before),
                readings.join(" "),
                done.profile.turn,
                largest(done.after),
            );
            worst = worst.max(largest(done.after));
        }
    }
    println!("worst corner after calibration: {worst:.2} mm");
    match worst < 0.3 {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Whether pages can be rastered on this machine.
fn has_raster() -> bool {
    let asked = Command::new("pdftoppm").arg("-v").output();
    asked.is_ok_and(|output| output.status.success())
}

/// The printer of the figure, and three others.
fn printers() -> [Alignment; 4] {
    let printer = |right, down, scale, turn| Alignment {
        right,
        down,
        across: scale,
        along: scale,
        turn,
    };
    [
        printer(1.7, -2.3, 1.003, 0.4),
        printer(-3.2, 4.1, 0.997, -0.4),
        printer(2.6, 1.2, 1.003, -0.5),
        printer(0.4, -0.3, 0.998, 0.1),
    ]
}
