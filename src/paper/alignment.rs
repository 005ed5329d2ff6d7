use serde::{Deserialize, Serialize};

/// A place on paper: millimetres from the left and the upper edge.
pub type Point = (f64, f64);

/// Where a printer puts what it is told to print. Nothing is moved if every field is as in
/// [`Alignment::TRUE`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alignment {
    /// Millimetres by which the upper left corner comes out too far to the right.
    pub right: f64,
    /// Millimetres by which it comes out too far down.
    pub down: f64,
    /// Printed width for each millimetre of width.
    pub across: f64,
    /// Printed height for each millimetre of height.
    pub along: f64,
    /// Degrees clockwise by which the page comes out turned.
    pub turn: f64,
}

/// One coordinate that was measured on a printed page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Where the mark was meant to be.
    pub meant: Point,
    pub axis: Axis,
    /// Millimetres from the edge.
    pub found: f64,
}

/// From which edge was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    Left,
    Top,
}

/// The middle of an A4 page, in millimetres.
const MIDDLE: Point = (105.0, 148.5);
/// The largest error no printer that works has: beyond it a reading is wrong or the paper slipped.
const FARTHEST: f64 = 10.0;
const LARGEST_SCALE: f64 = 0.03;
const LARGEST_TURN: f64 = 3.0;
/// Readings to a tenth of a millimetre leave at most half of this unexplained.
const UNEXPLAINED: f64 = 0.25;

/// Why measured places give no alignment.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Misaligned {
    /// Too few places, or all on one line.
    #[error("the places do not settle an alignment")]
    Unsettled,
    /// The places cannot all be right: no offset, scale and turn brings them about.
    #[error("the readings contradict one another by {0:.1} mm")]
    Contradiction(f64),
    /// The page would lie so far off that something else is wrong.
    #[error("an offset of {right:.1} mm and {down:.1} mm")]
    TooFar { right: f64, down: f64 },
    #[error("a scale of {across:.3} and {along:.3}")]
    OddScale { across: f64, along: f64 },
    #[error("a turn of {0:.1}°")]
    TooTurned(f64),
}

impl Alignment {
    /// A printer that prints everything where it is meant to be.
    pub const TRUE: Alignment = Alignment {
        right: 0.0,
        down: 0.0,
        across: 1.0,
        along: 1.0,
        turn: 0.0,
    };

    /// The alignment that explains the measured places best, by least squares.
    ///
    /// # Errors
    /// [`Misaligned`] if no working printer prints like that.
    pub fn fit(measured: &[Measured]) -> Result<Alignment, Misaligned> {
        let mut alignment = Alignment::TRUE;
        // Small turns are almost linear: three steps reach the last digit.
        for _ in 0..4 {
            let step = step(&alignment, measured).ok_or(Misaligned::Unsettled)?;
            alignment.right += step[0];
            alignment.down += step[1];
            alignment.across += step[2];
            alignment.along += step[3];
            alignment.turn += step[4].to_degrees();
        }
        let error = |one: &Measured| (one.found - alignment.coordinate(one)).powi(2);
        let unexplained = measured.iter().map(error).sum::<f64>().sqrt();
        alignment.plausible()?;
        if unexplained > UNEXPLAINED {
            return Err(Misaligned::Contradiction(unexplained));
        }
        Ok(alignment)
    }

    fn plausible(&self) -> Result<(), Misaligned> {
        let Alignment {
            right,
            down,
            across,
            along,
            turn,
        } = *self;
        // Written so that a number that is none is refused too.
        let within = |value: f64, limit: f64| value.abs() <= limit;
        if !within(across - 1.0, LARGEST_SCALE) || !within(along - 1.0, LARGEST_SCALE) {
            return Err(Misaligned::OddScale { across, along });
        }
        if !within(turn, LARGEST_TURN) {
            return Err(Misaligned::TooTurned(turn));
        }
        if !within(right, FARTHEST) || !within(down, FARTHEST) {
            return Err(Misaligned::TooFar { right, down });
        }
        Ok(())
    }

    /// Where a point comes out.
    pub fn printed(&self, (x, y): Point) -> Point {
        let (sin, cos) = self.turn.to_radians().sin_cos();
        let (x, y) = (self.across * x, self.along * y);
        (
            self.right + x * cos - y * sin,
            self.down + x * sin + y * cos,
        )
    }

    /// Where the printer must be told to print for a point to come out right.
    pub fn corrected(&self, (x, y): Point) -> Point {
        let (sin, cos) = self.turn.to_radians().sin_cos();
        let (x, y) = (x - self.right, y - self.down);
        (
            (x * cos + y * sin) / self.across,
            (y * cos - x * sin) / self.along,
        )
    }

    /// The alignment of a printer that was corrected by this one and still prints like `left_over`.
    ///
    /// Unequal scales around a turn shear the page a little, which an alignment cannot say. The middle
    /// of an A4 page is kept exact, so that what is left is shared by its corners.
    pub fn refined(&self, left_over: &Alignment) -> Alignment {
        let image = |point| left_over.printed(self.printed(point));
        let (origin, right, down) = (image((0.0, 0.0)), image((1.0, 0.0)), image((0.0, 1.0)));
        let (a, b) = (right.0 - origin.0, right.1 - origin.1);
        let (c, d) = (down.0 - origin.0, down.1 - origin.1);
        let turned = Alignment {
            right: 0.0,
            down: 0.0,
            across: a.hypot(b),
            along: c.hypot(d),
            turn: ((b.atan2(a) + (-c).atan2(d)) / 2.0).to_degrees(),
        };
        let (meant, without) = (image(MIDDLE), turned.printed(MIDDLE));
        Alignment {
            right: meant.0 - without.0,
            down: meant.1 - without.1,
            ..turned
        }
    }

    /// The largest distance by which a corner of a page of this size comes out wrong.
    pub fn corner_error(&self, width: f64, height: f64) -> f64 {
        let corners = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)];
        let error = |corner: Point| {
            let (x, y) = self.printed(corner);
            (x - corner.0).hypot(y - corner.1)
        };
        corners.into_iter().map(error).fold(0.0, f64::max)
    }

    fn coordinate(&self, measured: &Measured) -> f64 {
        let (x, y) = self.printed(measured.meant);
        match measured.axis {
            Axis::Left => x,
            Axis::Top => y,
        }
    }
}

/// One step of Gauss and Newton: what to add to right, down, across, along and turn (radians).
fn step(alignment: &Alignment, measured: &[Measured]) -> Option<[f64; 5]> {
    let (sin, cos) = alignment.turn.to_radians().sin_cos();
    let mut normal = [[0.0; 6]; 5];
    for one in measured {
        let (x, y) = one.meant;
        let (sx, sy) = (alignment.across * x, alignment.along * y);
        let slope = match one.axis {
            Axis::Left => [1.0, 0.0, x * cos, -y * sin, -sx * sin - sy * cos],
            Axis::Top => [0.0, 1.0, x * sin, y * cos, sx * cos - sy * sin],
        };
        let error = one.found - alignment.coordinate(one);
        for (row, a) in normal.iter_mut().zip(slope) {
            for (cell, b) in row.iter_mut().zip(slope.into_iter().chain([error])) {
                *cell += a * b;
            }
        }
    }
    solved(normal)
}

/// The solution of five linear equations; `None` if they do not settle it.
fn solved(mut rows: [[f64; 6]; 5]) -> Option<[f64; 5]> {
    for at in 0..5 {
        let pivot = (at..5).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs()))?;
        rows.swap(at, pivot);
        let head = rows[at];
        // Millimetres squared: a pivot below this comes from places on one line.
        if head[at].abs() < 1e-6 || !head[at].is_finite() {
            return None;
        }
        for (place, row) in rows.iter_mut().enumerate() {
            if place != at {
                let share = row[at] / head[at];
                row.iter_mut()
                    .zip(head)
                    .for_each(|(cell, from)| *cell -= share * from);
            }
        }
    }
    let mut solution = [0.0; 5];
    for (at, row) in rows.iter().enumerate() {
        solution[at] = row[5] / row[at];
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MEANT: [Point; 3] = [(20.0, 20.0), (180.0, 20.0), (20.0, 267.0)];

    pub fn any_alignment() -> impl Strategy<Value = Alignment> {
        let offset = -5.0f64..5.0;
        let scale = 0.99f64..1.01;
        (offset.clone(), offset, scale.clone(), scale, -1.0f64..1.0).prop_map(
            |(right, down, across, along, turn)| Alignment {
                right,
                down,
                across,
                along,
                turn,
            },
        )
    }

    fn measured(alignment: &Alignment) -> Vec<Measured> {
        let both = MEANT.into_iter().flat_map(|meant| {
            let (x, y) = alignment.printed(meant);
            [(Axis::Left, x), (Axis::Top, y)].map(|(axis, found)| Measured { meant, axis, found })
        });
        both.collect()
    }

    fn distance(a: Point, b: Point) -> f64 {
        (a.0 - b.0).hypot(a.1 - b.1)
    }

    #[test]
    fn a_reading_a_millimetre_off_is_refused_as_a_contradiction() {
        for wrong in [0, 1, 3, 4] {
            let mut readings = measured(&Alignment::TRUE);
            readings[wrong].found += 1.0;
            let refused = Alignment::fit(&readings);
            assert!(
                matches!(refused, Err(Misaligned::Contradiction(_))),
                "{wrong}: {refused:?}"
            );
        }
    }

    #[test]
    fn places_on_one_line_settle_nothing() {
        let mut readings = measured(&Alignment::TRUE);
        readings.truncate(4);
        assert_eq!(Alignment::fit(&readings), Err(Misaligned::Unsettled));
        assert_eq!(Alignment::fit(&[]), Err(Misaligned::Unsettled));
    }

    #[test]
    fn what_no_printer_does_is_refused() {
        let odd = |change: fn(&mut Alignment)| {
            let mut alignment = Alignment::TRUE;
            change(&mut alignment);
            Alignment::fit(&measured(&alignment))
        };
        let far = odd(|one| one.right = 12.0);
        assert!(matches!(far, Err(Misaligned::TooFar { .. })), "{far:?}");
        let scale = odd(|one| one.along = 1.05);
        assert!(matches!(scale, Err(Misaligned::OddScale { .. })));
        let turn = odd(|one| one.turn = 4.0);
        assert!(matches!(turn, Err(Misaligned::TooTurned(_))), "{turn:?}");
        let mut none = measured(&Alignment::TRUE);
        none[0].found = f64::NAN;
        assert!(Alignment::fit(&none).is_err());
    }

    proptest! {
        #[test]
        fn an_alignment_is_found_again_from_exact_places(alignment in any_alignment()) {
            let found = Alignment::fit(&measured(&alignment)).expect("a working printer");
            for corner in [(0.0, 0.0), (210.0, 0.0), (0.0, 297.0), (210.0, 297.0)] {
                prop_assert!(distance(found.printed(corner), alignment.printed(corner)) < 1e-6);
                prop_assert!(distance(found.printed(found.corrected(corner)), corner) < 1e-9);
            }
        }

        #[test]
        fn what_is_left_over_is_added_to_what_was_corrected(
            first in any_alignment(),
            left_over in any_alignment(),
        ) {
            let refined = first.refined(&left_over);
            for corner in [(0.0, 0.0), (210.0, 0.0), (0.0, 297.0), (210.0, 297.0)] {
                let through = left_over.printed(first.printed(corner));
                prop_assert!(distance(refined.printed(corner), through) < 0.1);
            }
        }

        #[test]
        fn no_numbers_make_the_fit_panic(found in proptest::collection::vec(any::<f64>(), 6)) {
            let mut readings = measured(&Alignment::TRUE);
            readings.iter_mut().zip(found).for_each(|(one, found)| one.found = found);
            let _ = Alignment::fit(&readings);
        }
    }
}
