use super::super::fonts::FaceId;
use super::super::measure::class;
use super::super::template::Under;
use super::*;
use proptest::prelude::*;

/// Han and full-width marks take one em, everything else half of one.
fn atoms(text: &str) -> Vec<Atom> {
    let atom = |c: char| {
        let em = if u32::from(c) >= 0x2E80 || "“”‘’…".contains(c) {
            1.0
        } else {
            0.5
        };
        Atom {
            what: What::Glyph {
                face: FaceId::Song,
                id: 1,
                c,
                natural: em,
                mark: None,
            },
            em,
            mm: 0.0,
            shift: 0.0,
            class: class(c),
            under: Under::Nothing,
            variable: false,
            own: false,
        }
    };
    text.chars().map(atom).collect()
}

fn broken(text: &str, width: f32) -> Vec<String> {
    let atoms = atoms(text);
    let measure = Measure {
        size: 1.0,
        width,
        indent: 0.0,
    };
    let text: Vec<char> = text.chars().collect();
    let read = |line: &TextLine| line.placed.iter().map(|(at, _)| text[*at]).collect();
    lines(&atoms, measure).iter().map(read).collect()
}

#[test]
fn no_line_starts_with_a_stop_or_ends_with_an_opening_bracket() {
    assert_eq!(broken("甲乙丙丁，戊己", 4.0), ["甲乙丙", "丁，戊己"]);
    assert_eq!(broken("甲乙丙（丁戊）", 4.0), ["甲乙丙", "（丁戊）"]);
}

#[test]
fn a_stop_at_the_end_gives_up_its_empty_half() {
    assert_eq!(broken("甲乙丙丁，戊己", 4.5), ["甲乙丙丁，", "戊己"]);
}

#[test]
fn a_mark_is_drawn_into_a_full_line_when_the_marks_before_it_can_make_room() {
    // Eight and a half squares want eight and a quarter: the comma inside gives up a quarter.
    assert_eq!(
        broken("甲乙，丙丁戊己庚。辛壬", 8.25),
        ["甲乙，丙丁戊己庚。", "辛壬"]
    );
    // Without a mark inside, a character goes with the stop.
    assert_eq!(
        broken("甲乙丙丁戊己庚辛。壬", 8.25),
        ["甲乙丙丁戊己庚", "辛。壬"]
    );
}

#[test]
fn a_sum_stays_with_its_currency_and_a_share_with_its_sign() {
    assert_eq!(broken("甲乙￥120", 3.0), ["甲乙", "￥120"]);
    assert_eq!(broken("甲乙50％", 3.5), ["甲乙", "50％"]);
}

#[test]
fn figures_stay_with_their_unit() {
    assert_eq!(broken("生于1983年4月", 3.5), ["生于", "1983年", "4月"]);
}

#[test]
fn neighbouring_marks_share_a_square() {
    let atoms = atoms("甲）（乙");
    let measure = Measure {
        size: 1.0,
        width: 10.0,
        indent: 0.0,
    };
    assert_eq!(lines(&atoms, measure)[0].width, 3.5);
}

#[test]
fn a_justified_line_reaches_the_edge_and_a_label_both() {
    let atoms = atoms("甲乙丙丁（戊己");
    let measure = Measure {
        size: 1.0,
        width: 4.8,
        indent: 0.0,
    };
    let mut first = lines(&atoms, measure).remove(0);
    justify(&mut first, &atoms, measure);
    assert!((first.width - 4.8).abs() < 0.001, "{first:?}");
    let mut label = lines(&atoms[..2], measure).remove(0);
    spread(&mut label, 4.0);
    assert_eq!(label.placed, [(0, 0.0), (1, 3.0)]);
}

proptest! {
    #[test]
    fn no_line_starts_with_what_closes_or_ends_with_what_opens(
        text in "[甲乙丙丁，。（）《》、“”；·…￥％A-C0-9 年]{0,60}",
        width in 3.0f32..12.0,
    ) {
        let atoms = atoms(&text);
        let measure = Measure { size: 1.0, width, indent: 0.0 };
        let lines = lines(&atoms, measure);
        let uncut = |line: &&TextLine| !line.cut;
        for (number, pair) in lines.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            if before.cut || before.placed.is_empty() || after.placed.is_empty() {
                continue;
            }
            let last = before.placed.iter().rfind(|(at, _)| !is_blank(&atoms[*at]));
            let last = last.map(|(at, _)| atoms[*at].class);
            let first = atoms[after.placed[0].0].class;
            prop_assert!(last != Some(Class::Open), "line {number} of {text}");
            prop_assert!(!matches!(first, Class::Close | Class::Joiner), "line {number} of {text}");
        }
        prop_assert!(lines.iter().filter(uncut).all(|line| line.width <= width + 0.02));
    }

    #[test]
    fn every_character_stands_on_one_line_and_inside_the_measure(
        text in "[甲乙，。（）《》、A-C0-9 年]{0,60}",
        width in 2.0f32..9.0,
    ) {
        let atoms = atoms(&text);
        let measure = Measure { size: 1.0, width, indent: 0.0 };
        let lines = lines(&atoms, measure);
        let placed: Vec<usize> = lines.iter().flat_map(|l| &l.placed).map(|(at, _)| *at).collect();
        let missing = (0..atoms.len()).filter(|at| !placed.contains(at));
        prop_assert!(missing.into_iter().all(|at| atoms[at].class == Class::Blank));
        prop_assert!(placed.windows(2).all(|pair| pair[0] < pair[1]));
        for line in lines.iter().filter(|line| !line.cut) {
            prop_assert!(line.width <= width + 0.02);
        }
    }
}
