use super::measure::{Atom, Class, What};

/// One line of a text: which atoms stand on it and where.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextLine {
    /// Atom and millimetres from the start of the line.
    pub placed: Vec<(usize, f32)>,
    /// To the edge of the last character's ink square.
    pub width: f32,
    /// Whether the text goes on in the next line, so that this one may be justified.
    pub goes_on: bool,
    /// Whether a word had to be cut because it is longer than the line.
    pub cut: bool,
}

/// The measure of a text in millimetres.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    pub size: f32,
    pub width: f32,
    /// Of the first line.
    pub indent: f32,
}

/// Breaks atoms into lines: no stop at the start of a line, no opening bracket at its end (避头尾),
/// words and figures whole, half-empty punctuation squeezed.
pub(super) fn lines(atoms: &[Atom], measure: Measure) -> Vec<TextLine> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < atoms.len() {
        let indent = if lines.is_empty() {
            measure.indent
        } else {
            0.0
        };
        let (line, next) = line(atoms, start, measure, indent);
        lines.push(line);
        start = next;
    }
    lines
}

/// The line that starts at `start`, and where the next one starts.
fn line(atoms: &[Atom], start: usize, measure: Measure, indent: f32) -> (TextLine, usize) {
    let mut good = None;
    let mut end = start;
    let mut pen = Pen::new(indent);
    while end < atoms.len() {
        if atoms[end].what == What::Break {
            return (set(atoms, start, end, measure.size, indent), end + 1);
        }
        pen.put(atoms, start, end, measure.size);
        end += 1;
        // A hundredth of a millimetre forgives the rounding of sums.
        if pen.width > measure.width + 0.01 {
            break;
        }
        if may_break(atoms, end) {
            good = Some(end);
        }
        if end == atoms.len() {
            return (set(atoms, start, end, measure.size, indent), end);
        }
    }
    if let Some(squeezed) = squeezed_in(atoms, start, end, measure, indent) {
        return squeezed;
    }
    let cut = good.is_none();
    // A word longer than the line is cut before the atom that crossed the edge; at least one atom
    // stands on every line, so the loop of the caller ends.
    let end = good.unwrap_or_else(|| (end - 1).max(start + 1));
    let mut line = set(atoms, start, end, measure.size, indent);
    line.goes_on = true;
    line.cut = cut;
    (line, next_ink(atoms, end))
}

/// Where the next line starts: blanks at the end of a line vanish.
fn next_ink(atoms: &[Atom], end: usize) -> usize {
    let blanks = atoms[end..].iter().take_while(|atom| is_blank(atom));
    end + blanks.count()
}

/// Of the empty half of a mark inside a line, the share that may be given up. In em.
const GIVES: f32 = 0.25;
/// At most this many atoms are drawn into a line that is full.
const DRAWN_IN: usize = 2;

/// The line with a closing mark that is just too wide for it, if the marks before it can make room:
/// so that the mark does not take a character with it to the next line. `end` is the first atom
/// count that does not fit.
fn squeezed_in(
    atoms: &[Atom],
    start: usize,
    end: usize,
    measure: Measure,
    indent: f32,
) -> Option<(TextLine, usize)> {
    let most = atoms.len().min(end - 1 + DRAWN_IN);
    let end = (end..=most).find(|end| may_break(atoms, *end))?;
    if atoms[end - 1].class != Class::Close || atoms[start..end].iter().any(is_break) {
        return None;
    }
    let mut line = set(atoms, start, end, measure.size, indent);
    let giving = giving(atoms, start, end);
    let over = line.width - measure.width;
    if over > GIVES * measure.size * giving.len() as f32 {
        return None;
    }
    let share = over.max(0.0) / giving.len().max(1) as f32;
    let mut moved = 0.0;
    for (at, x) in &mut line.placed {
        let opens = atoms[*at].class == Class::Open;
        let gives = giving.contains(at);
        if gives && opens {
            moved += share;
        }
        *x -= moved;
        if gives && !opens {
            moved += share;
        }
    }
    line.width -= moved;
    line.goes_on = end < atoms.len();
    Some((line, next_ink(atoms, end)))
}

/// The marks inside a line whose empty half no neighbour has taken yet.
fn giving(atoms: &[Atom], start: usize, end: usize) -> Vec<usize> {
    let half = |at: usize| atoms.get(at).is_some_and(Atom::is_half_empty);
    let inside = (start + 1)..end.saturating_sub(1);
    inside
        .filter(|at| half(*at) && !half(at - 1) && !half(at + 1))
        .collect()
}

fn is_break(atom: &Atom) -> bool {
    atom.what == What::Break
}

fn is_blank(atom: &Atom) -> bool {
    atom.class == Class::Blank && atom.what != What::Break
}

/// Whether a line may end before the atom `at`.
fn may_break(atoms: &[Atom], at: usize) -> bool {
    let (Some(before), Some(after)) = (atoms.get(at.wrapping_sub(1)), atoms.get(at)) else {
        return true;
    };
    // Blanks at a break vanish: what counts is the ink on both sides of them.
    let ends = atoms[..at].iter().rfind(|atom| !is_blank(atom));
    let starts = atoms[at..].iter().find(|atom| !is_blank(atom));
    let stays = |ink: &Atom| matches!(ink.class, Class::Close | Class::Joiner);
    if ends.is_some_and(|ink| ink.class == Class::Open) || starts.is_some_and(stays) {
        return false;
    }
    let latin = before.class == Class::Latin;
    let stays = match after.class {
        Class::Latin => latin,
        Class::Unit => latin,
        _ => false,
    };
    !stays
}

/// Walks along a line, squeezing punctuation that has half its square empty.
struct Pen {
    at: f32,
    /// To the edge of the last ink so far.
    width: f32,
}

impl Pen {
    fn new(indent: f32) -> Pen {
        Pen {
            at: indent,
            width: 0.0,
        }
    }

    /// Puts the next atom of the line that begins with `start`, and says where it stands.
    fn put(&mut self, atoms: &[Atom], start: usize, next: usize, size: f32) -> f32 {
        let atom = &atoms[next];
        let squeezed = match next.checked_sub(1).filter(|_| next > start) {
            Some(before) => pair_squeeze(&atoms[before], atom),
            None if atom.class == Class::Open && atom.is_half_empty() => 0.5,
            None => 0.0,
        };
        let place = self.at - squeezed * size;
        self.at = place + atom.width(size);
        if !is_blank(atom) {
            let empty = match is_trailing_half_empty(atom) {
                true => 0.5 * size,
                false => 0.0,
            };
            self.width = self.at - empty;
        }
        place
    }
}

/// Places the atoms of one line.
fn set(atoms: &[Atom], start: usize, end: usize, size: f32, indent: f32) -> TextLine {
    let mut pen = Pen::new(indent);
    let places = (start..end).map(|at| (at, pen.put(atoms, start, at, size)));
    TextLine {
        placed: places.collect(),
        width: pen.width,
        goes_on: false,
        cut: false,
    }
}

fn is_trailing_half_empty(atom: &Atom) -> bool {
    atom.class == Class::Close && atom.is_half_empty()
}

/// How many em two neighbouring marks share.
fn pair_squeeze(before: &Atom, after: &Atom) -> f32 {
    if !before.is_half_empty() || !after.is_half_empty() {
        return 0.0;
    }
    // An opening mark keeps its empty half before a closing one: nothing stands between them.
    let shares = before.class == Class::Close || after.class == Class::Open;
    if shares { 0.5 } else { 0.0 }
}

/// Spreads a line to the full measure (两端对齐). A line that would be torn apart stays as it is.
pub(super) fn justify(line: &mut TextLine, atoms: &[Atom], measure: Measure) {
    let extra = measure.width - line.width;
    let gaps: Vec<bool> = line
        .placed
        .windows(2)
        .map(|pair| may_stretch(&atoms[pair[0].0], &atoms[pair[1].0]))
        .collect();
    let count = gaps.iter().filter(|gap| **gap).count();
    if extra <= 0.0 || count == 0 {
        return;
    }
    let share = extra / count as f32;
    if share > 0.35 * measure.size {
        return;
    }
    let mut moved = 0.0;
    for (gap, (_, x)) in gaps.iter().zip(line.placed.iter_mut().skip(1)) {
        if *gap {
            moved += share;
        }
        *x += moved;
    }
    line.width += moved;
}

fn may_stretch(before: &Atom, after: &Atom) -> bool {
    let whole = |class| matches!(class, Class::Latin | Class::Joiner);
    !(whole(before.class) && whole(after.class)) && before.what != What::Space
}

/// Spreads a label over its cell (均分): the first character at the left edge, the last at the
/// right one.
pub(super) fn spread(line: &mut TextLine, width: f32) {
    let gaps = line.placed.len().saturating_sub(1);
    if gaps == 0 || line.width >= width {
        return;
    }
    let share = (width - line.width) / gaps as f32;
    for (place, (_, x)) in line.placed.iter_mut().enumerate() {
        *x += share * place as f32;
    }
    line.width = width;
}

#[cfg(test)]
mod tests {
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
}
