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
mod tests;
