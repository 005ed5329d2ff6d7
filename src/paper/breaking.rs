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
    while end < atoms.len() {
        if atoms[end].what == What::Break {
            return (set(atoms, start, end, measure.size, indent), end + 1);
        }
        end += 1;
        if !fits(atoms, start, end, measure, indent) {
            break;
        }
        if may_break(atoms, end) {
            good = Some(end);
        }
        if end == atoms.len() {
            return (set(atoms, start, end, measure.size, indent), end);
        }
    }
    let cut = good.is_none();
    // A word longer than the line is cut before the atom that crossed the edge; at least one atom
    // stands on every line, so the loop of the caller ends.
    let end = good.unwrap_or_else(|| (end - 1).max(start + 1));
    let mut line = set(atoms, start, end, measure.size, indent);
    line.goes_on = true;
    line.cut = cut;
    let blanks = atoms[end..]
        .iter()
        .take_while(|atom| is_blank(atom))
        .count();
    (line, end + blanks)
}

fn is_blank(atom: &Atom) -> bool {
    atom.class == Class::Blank && atom.what != What::Break
}

fn fits(atoms: &[Atom], start: usize, end: usize, measure: Measure, indent: f32) -> bool {
    // A hundredth of a millimetre forgives the rounding of sums.
    set(atoms, start, end, measure.size, indent).width <= measure.width + 0.01
}

/// Whether a line may end before the atom `at`.
fn may_break(atoms: &[Atom], at: usize) -> bool {
    let (Some(before), Some(after)) = (atoms.get(at.wrapping_sub(1)), atoms.get(at)) else {
        return true;
    };
    let latin = before.class == Class::Latin;
    let stays = match after.class {
        Class::Close | Class::Joiner => true,
        Class::Latin => latin,
        Class::Unit => latin,
        _ => false,
    };
    !stays && before.class != Class::Open
}

/// Places the atoms of one line, squeezing punctuation that has half its square empty.
fn set(atoms: &[Atom], start: usize, end: usize, size: f32, indent: f32) -> TextLine {
    let mut pen = indent;
    let mut placed = Vec::with_capacity(end - start);
    for at in start..end {
        let atom = &atoms[at];
        let squeezed = match at.checked_sub(1).filter(|_| at > start) {
            Some(before) => pair_squeeze(&atoms[before], atom),
            None if atom.class == Class::Open && atom.is_half_empty() && start > 0 => 0.5,
            None => 0.0,
        };
        pen -= squeezed * size;
        placed.push((at, pen));
        pen += atom.width(size);
    }
    let ink = atoms[start..end]
        .iter()
        .rposition(|atom| !is_blank(atom))
        .map(|last| start + last);
    let width = ink.map_or(0.0, |last| {
        let (_, x) = placed[last - start];
        let empty = if is_trailing_half_empty(&atoms[last]) {
            0.5 * size
        } else {
            0.0
        };
        x + atoms[last].width(size) - empty
    });
    TextLine {
        placed,
        width,
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
