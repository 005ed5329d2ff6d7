//! The sheet a printer is measured with: three crosses, each with two verniers.
//!
//! The verniers have lines 0.9 mm apart, so that an ordinary ruler laid along them is read to a
//! tenth of a millimetre, as a calliper is: the line that meets a mark of the ruler is the tenth.

mod draw;
mod read;

pub use read::{Reading, ReadingProblem};

use super::alignment::{Alignment, Axis, Measured, Point};
use super::fonts::Fonts;
use super::sheet::Document;
use crate::text::Lang;

/// Between two lines of a vernier, in millimetres.
const DIVISION: f64 = 0.9;
/// How far from its cross a ruler is laid along a vernier. Lines end a little beyond it.
const RULER_BELOW: f64 = 16.0;
const RULER_BESIDE: f64 = 10.0;
/// A reading farther from where it should be than this is a slip, not a printer.
const FARTHEST: f64 = 15.0;
/// A second sheet whose readings are all this near confirms the profile. Millimetres.
const CONFIRMED: f64 = 0.3;

/// The geometry of a vernier sheet on paper of one size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vernier {
    width: f64,
    height: f64,
}

/// What stands on a vernier sheet beside its crosses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VernierOf<'a> {
    pub printer: &'a str,
    pub tray: &'a str,
    pub batch: &'a str,
    /// Printed through the profile that the first sheet gave.
    pub second: bool,
}

impl Vernier {
    /// Paper of this size in millimetres; `None` if three crosses do not stand apart on it.
    pub fn on(width: f32, height: f32) -> Option<Vernier> {
        let vernier = Vernier {
            width: f64::from(width),
            height: f64::from(height),
        };
        let [first, right, below] = vernier.crosses();
        let apart = right.0 - first.0 >= 25.0 && below.1 - first.1 >= 30.0;
        (apart && width <= 500.0 && height <= 500.0).then_some(vernier)
    }

    /// Upper left, upper right, lower left.
    pub fn crosses(&self) -> [Point; 3] {
        let small = self.width.min(self.height) < 120.0;
        let (near, right, below) = if small {
            (12.0, 22.0, 28.0)
        } else {
            (20.0, 30.0, 30.0)
        };
        [
            (near, near),
            (self.width - right, near),
            (near, self.height - below),
        ]
    }

    /// What a true printer's sheet reads.
    pub fn meant(&self) -> [Reading; 3] {
        self.crosses().map(|(left, top)| Reading { left, top })
    }

    /// The sheet itself, with how to read it.
    pub fn document(&self, fonts: &Fonts, of: VernierOf<'_>, lang: Lang) -> Document {
        draw::document(self, fonts, of, lang)
    }

    /// How the printer prints, from what was read on its sheet.
    ///
    /// # Errors
    /// [`ReadingProblem`] for a reading far from its place, and for readings that no working
    /// printer brings about.
    pub fn alignment(&self, readings: &[Reading; 3]) -> Result<Alignment, ReadingProblem> {
        self.no_slip(readings)?;
        let plain = Alignment::fit(&self.measured(readings, &Alignment::TRUE))?;
        // The vernier was printed at the printer's scale too; that is a hundredth or two.
        Ok(Alignment::fit(&self.measured(readings, &plain))?)
    }

    /// Whether a second sheet lies where it should.
    pub fn confirms(&self, readings: &[Reading; 3]) -> bool {
        self.farthest(readings) <= CONFIRMED + 1e-6
    }

    /// The largest distance of a reading from where it should be, in millimetres.
    pub fn farthest(&self, readings: &[Reading; 3]) -> f64 {
        let pairs = readings.iter().zip(self.meant());
        let off = pairs.flat_map(|(read, meant)| [read.left - meant.left, read.top - meant.top]);
        off.map(f64::abs).fold(0.0, f64::max)
    }

    fn no_slip(&self, readings: &[Reading; 3]) -> Result<(), ReadingProblem> {
        for ((read, meant), cross) in readings.iter().zip(self.meant()).zip(1..) {
            let both = [
                (Axis::Left, read.left, meant.left),
                (Axis::Top, read.top, meant.top),
            ];
            for (axis, found, meant) in both {
                let is_near = (found - meant).abs() <= FARTHEST;
                if !is_near {
                    return Err(ReadingProblem::FarOff {
                        cross,
                        axis,
                        found,
                        meant,
                    });
                }
            }
        }
        Ok(())
    }

    fn measured(&self, readings: &[Reading; 3], printer: &Alignment) -> Vec<Measured> {
        let both = readings.iter().zip(self.crosses()).flat_map(|(read, at)| {
            [
                Measured {
                    meant: (at.0, at.1 + RULER_BELOW),
                    axis: Axis::Left,
                    found: true_place(read.left, printer.across),
                },
                Measured {
                    meant: (at.0 + RULER_BESIDE, at.1),
                    axis: Axis::Top,
                    found: true_place(read.top, printer.along),
                },
            ]
        });
        both.collect()
    }
}

/// Where line 0 of a vernier stands that reads so, if it was printed at this scale.
fn true_place(reading: f64, scale: f64) -> f64 {
    let line = (reading * 10.0).round().rem_euclid(10.0);
    reading + DIVISION * line * (1.0 - scale)
}

#[cfg(test)]
mod tests;
