use proptest::prelude::*;

use super::*;

const A4: (f32, f32) = (210.0, 297.0);

fn a4() -> Vernier {
    Vernier::on(A4.0, A4.1).expect("large enough")
}

/// What a careful clerk reads along a ruler on which line 0 and its followers stand so: the
/// line that meets a mark best gives the tenth.
fn ruler(line: impl Fn(f64) -> f64) -> f64 {
    let lines = (0..=10u8).map(|number| {
        let place = line(DIVISION * f64::from(number));
        let mark = place.round();
        ((place - mark).abs(), mark - DIVISION * f64::from(number))
    });
    let best = lines.min_by(|a, b| a.0.total_cmp(&b.0));
    let (_, reading) = best.expect("eleven lines");
    (reading * 10.0).round() / 10.0
}

/// The readings of a sheet that this printer printed.
pub fn readings(vernier: &Vernier, printer: &Alignment) -> [Reading; 3] {
    vernier.crosses().map(|(x, y)| Reading {
        left: ruler(|along| printer.printed((x + along, y + RULER_BELOW)).0),
        top: ruler(|along| printer.printed((x + RULER_BESIDE, y + along)).1),
    })
}

fn any_printer() -> impl Strategy<Value = Alignment> {
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

/// How far a corner of the page comes out wrong when it is printed through a profile.
fn residual(printer: &Alignment, profile: &Alignment, (width, height): (f32, f32)) -> f64 {
    let (width, height) = (f64::from(width), f64::from(height));
    let corners = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)];
    let error = |corner: Point| {
        let (x, y) = printer.printed(profile.corrected(corner));
        (x - corner.0).hypot(y - corner.1)
    };
    corners.into_iter().map(error).fold(0.0, f64::max)
}

#[test]
fn the_tenth_is_the_line_that_meets_a_mark() {
    assert_eq!(ruler(|along| 19.7 + along), 19.7);
    assert_eq!(ruler(|along| 20.0 + along), 20.0);
    assert_eq!(ruler(|along| 19.96 + along), 20.0);
    assert_eq!(ruler(|along| 180.34 + along), 180.3);
}

#[test]
fn a_true_printer_reads_what_is_meant_and_is_confirmed() {
    let read = readings(&a4(), &Alignment::TRUE);
    assert_eq!(read, a4().meant());
    assert!(a4().confirms(&read));
    let found = a4().alignment(&read).expect("plausible");
    assert!(found.corner_error(210.0, 297.0) < 1e-9);
}

#[test]
fn a_card_is_too_small_for_three_crosses() {
    assert_eq!(Vernier::on(85.6, 54.0), None);
    assert!(Vernier::on(88.0, 125.0).is_some());
    assert!(Vernier::on(80.0, 120.0).is_some());
    assert_eq!(Vernier::on(f32::NAN, 297.0), None);
}

#[test]
fn six_lengths_are_read_however_they_are_parted() {
    let same = [
        "20.3,19.6 180.5,20.9 18.2,267.1",
        "２０．３，19.6；180.5，20.9；18.2，267.1",
        " 20.3mm 19.6mm\n180.5 20.9\n18.2 267.1 ",
    ];
    for typed in same {
        let read = Reading::three(typed).expect(typed);
        assert_eq!(
            read[2],
            Reading {
                left: 18.2,
                top: 267.1
            },
            "{typed}"
        );
    }
    assert_eq!(Reading::three("1 2 3"), Err(ReadingProblem::Count(3)));
    for typed in [
        "a b c d e f",
        "1 2 3 4 5 -6",
        "1 2 3 4 5 1e9",
        "1 2 3 4 5 9999",
    ] {
        let read = Reading::three(typed);
        assert!(
            matches!(read, Err(ReadingProblem::NotALength(_))),
            "{typed}"
        );
    }
}

#[test]
fn a_reading_far_from_its_place_names_its_cross() {
    let mut read = a4().meant();
    read[1].left = 18.0;
    let refused = a4().alignment(&read).expect_err("a slip");
    assert!(matches!(refused, ReadingProblem::FarOff { cross: 2, .. }));
    let said = refused.message().say(Lang::Zh);
    assert!(said.contains('2') && said.contains("180.0"), "{said}");
}

#[test]
fn every_problem_is_said_in_both_languages() {
    use super::super::alignment::Misaligned;
    let misaligned = [
        Misaligned::Unsettled,
        Misaligned::Contradiction(0.6),
        Misaligned::TooFar {
            right: 12.0,
            down: 0.1,
        },
        Misaligned::OddScale {
            across: 1.05,
            along: 1.0,
        },
        Misaligned::TooTurned(4.0),
    ];
    let mut all = misaligned.map(ReadingProblem::Misaligned).to_vec();
    all.push(ReadingProblem::Count(2));
    all.push(ReadingProblem::NotALength("x".to_owned()));
    for problem in all {
        for lang in [Lang::Zh, Lang::En] {
            let said = problem.message().say(lang);
            assert!(!said.contains('{') && !said.starts_with("paper."), "{said}");
        }
    }
}

proptest! {
    #[test]
    fn every_corner_lies_within_three_tenths_after_a_sheet_and_its_confirmation(
        printer in any_printer(),
    ) {
        for paper in [A4, (148.0, 210.0)] {
            let vernier = Vernier::on(paper.0, paper.1).expect("large enough");
            let first = vernier.alignment(&readings(&vernier, &printer)).expect("plausible");
            let left_over = first_left_over(&printer, &first);
            let again = readings(&vernier, &left_over);
            let profile = match vernier.confirms(&again) {
                true => first,
                false => first.refined(&vernier.alignment(&again).expect("plausible")),
            };
            let residual = residual(&printer, &profile, paper);
            prop_assert!(residual < 0.3, "{residual} mm of {paper:?}");
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(typed in "[0-9., ;mxe\\-－．，\\PC]{0,40}") {
        let _ = Reading::three(&typed);
    }
}

/// How a printer still prints when it is corrected by a profile.
fn first_left_over(printer: &Alignment, profile: &Alignment) -> Alignment {
    let image = |point| printer.printed(profile.corrected(point));
    let (origin, right, down) = (image((0.0, 0.0)), image((1.0, 0.0)), image((0.0, 1.0)));
    let (a, b) = (right.0 - origin.0, right.1 - origin.1);
    let (c, d) = (down.0 - origin.0, down.1 - origin.1);
    Alignment {
        right: origin.0,
        down: origin.1,
        across: a.hypot(b),
        along: c.hypot(d),
        turn: ((b.atan2(a) + (-c).atan2(d)) / 2.0).to_degrees(),
    }
}
