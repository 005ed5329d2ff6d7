//! Promise: a printer that prints askew, measured with a ruler, puts every corner of the next page
//! within 0.3 mm of its place. `benches/print_position.rs` writes the figure down.

use guitai::paper::Alignment;

use crate::paper_samples::FONTS;
use crate::support::poppler::has_poppler;
use crate::support::simulated_printer::calibrate;

#[test]
fn a_page_through_the_profile_lies_within_three_tenths_at_every_corner() {
    // The same is proved of numbers alone in the room itself.
    if !has_poppler("that a page through the profile lies in its place") {
        return;
    }
    let printer = Alignment {
        right: 1.7,
        down: -2.3,
        across: 1.003,
        along: 1.003,
        turn: 0.4,
    };
    for paper in [(210.0, 297.0), (148.0, 210.0), (88.0, 125.0)] {
        let calibrated = calibrate(&FONTS, paper, printer);
        assert!(calibrated.before.iter().any(|error| *error > 1.0));
        let profile = calibrated.profile;
        assert!((profile.turn - printer.turn).abs() < 0.1, "{profile:?}");
        assert_eq!(calibrated.readings.len(), 3);
        let after = calibrated.after;
        assert!(
            after.iter().all(|error| *error < 0.3),
            "{paper:?}: {after:?}"
        );
    }
}
