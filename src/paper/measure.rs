use super::fonts::{FaceId, Fonts, Typeface};
use super::template::{Inline, Under};
use super::unprintable::Unprintable;

/// The smallest thing a line is made of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Atom {
    pub what: What,
    /// The advance: so many em of the type plus so many millimetres.
    pub em: f32,
    pub mm: f32,
    /// How far the picture stands right of the pen, in em.
    pub shift: f32,
    pub class: Class,
    pub under: Under,
    /// Words that come out of a field.
    pub variable: bool,
    /// It says something of this one record, or stands where that leaves it room: a pre-printed
    /// blank does not bear it.
    pub own: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Glyph {
        face: FaceId,
        id: u16,
        c: char,
        /// The advance of the picture itself, in em.
        natural: f32,
        /// A variation mark that belongs to the character and has no picture of its own.
        mark: Option<char>,
    },
    Box {
        ticked: bool,
    },
    Space,
    Break,
}

/// How a character behaves at the ends of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Han,
    /// Letters and digits, which stay together.
    Latin,
    /// Opening brackets: never at the end of a line.
    Open,
    /// Closing brackets and stops: never at the start of a line (避头尾).
    Close,
    /// ·, —, … and ～, which are never at the start of a line and never parted.
    Joiner,
    /// 年月日 and their like after a figure.
    Unit,
    Blank,
    Object,
}

/// The place a text belongs to, for messages.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub label: &'a str,
    pub field: &'a str,
}

impl Atom {
    pub fn width(&self, size: f32) -> f32 {
        self.em * size + self.mm
    }

    /// Whether half of the character's square is empty, so that it may be squeezed.
    pub fn is_half_empty(&self) -> bool {
        const MARKS: &str = "《〈「『【〔〖（［｛“‘〝》〉」』】〕〗）］｝”’〞，。、；：！？．";
        self.em >= 0.9 && character(self).is_some_and(|c| MARKS.contains(c))
    }

    fn space(mm: f32, under: Under) -> Atom {
        let class = Class::Object;
        Atom {
            what: What::Space,
            em: 0.0,
            mm,
            shift: 0.0,
            class,
            under,
            variable: false,
            own: false,
        }
    }
}

/// A little air where Han characters and figures meet.
const HAN_LATIN_GAP: f32 = 0.08;
/// A drawn check box and the air after it.
const BOX_ADVANCE: f32 = 1.12;

/// Turns filled-in text into atoms, and notes every character no font has.
pub(super) fn atoms(
    fonts: &Fonts,
    typeface: Typeface,
    inlines: &[Inline],
    place: Place<'_>,
    problems: &mut Vec<Unprintable>,
) -> Vec<Atom> {
    let mut atoms = Vec::new();
    let mut setter = Setter {
        fonts,
        typeface,
        place,
        problems,
    };
    let mut moved = false;
    for inline in inlines {
        let start = atoms.len();
        match inline {
            Inline::Text { text, field, under } => {
                setter.text(text, field.as_deref(), *under, &mut atoms);
            }
            Inline::Line {
                text,
                field,
                millimetres,
                under,
            } => {
                let field = field.as_deref();
                setter.text_on_line(text, field, *millimetres, *under, &mut atoms);
            }
            Inline::Box { ticked } => atoms.push(Atom {
                what: What::Box { ticked: *ticked },
                em: BOX_ADVANCE,
                mm: 0.0,
                shift: 0.0,
                class: Class::Open,
                under: Under::Nothing,
                variable: false,
                own: false,
            }),
            Inline::ByHand { characters } => atoms.extend(by_hand(*characters)),
            Inline::Space { millimetres, under } => atoms.push(Atom::space(*millimetres, *under)),
        }
        moved |= inline.is_free() || atoms.get(start).is_some_and(|first| first.own);
        for atom in &mut atoms[start..] {
            // Behind a value of any length stands nothing where the blank could have it; until the
            // line ends.
            moved &= atom.what != What::Break;
            atom.own = atom.variable || moved;
        }
    }
    tune(&mut atoms);
    atoms
}

/// A text that is set from its middle or its right end, or spread, moves as a whole with any value
/// of a length of its own in it.
pub(super) fn move_as_one(atoms: &mut [Atom], inlines: &[Inline]) {
    if inlines.iter().any(Inline::is_free) {
        atoms.iter_mut().for_each(|atom| atom.own = true);
    }
}

/// What a label says is the form's, whatever it reads out of the record: the blank bears it.
pub(super) fn belongs_to_the_form(atoms: &mut [Atom]) {
    atoms.iter_mut().for_each(|atom| atom.own = false);
}

struct Setter<'a> {
    fonts: &'a Fonts,
    typeface: Typeface,
    place: Place<'a>,
    problems: &'a mut Vec<Unprintable>,
}

impl Setter<'_> {
    fn text(&mut self, text: &str, field: Option<&str>, under: Under, atoms: &mut Vec<Atom>) {
        for c in text.chars() {
            if is_variation_mark(c) {
                if let Some(Atom {
                    what: What::Glyph { mark, .. },
                    ..
                }) = atoms.last_mut()
                {
                    *mark = Some(c);
                }
                continue;
            }
            atoms.extend(self.character(c, field, under));
        }
    }

    fn character(&mut self, c: char, field: Option<&str>, under: Under) -> Option<Atom> {
        if c == '\n' {
            let class = Class::Blank;
            return Some(Atom {
                what: What::Break,
                em: 0.0,
                mm: 0.0,
                shift: 0.0,
                class,
                under,
                variable: false,
                own: false,
            });
        }
        let Some(glyph) = self.fonts.glyph(self.typeface, c) else {
            let problem = Unprintable::MissingGlyph {
                character: c,
                label: self.place.label.to_owned(),
                field: field.unwrap_or(self.place.field).to_owned(),
            };
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
            return None;
        };
        // Figures of one width, so that numbers stand below one another digit by digit.
        let em = match c {
            '0'..='9' => self.fonts.figure(glyph.face).max(glyph.advance),
            _ => glyph.advance,
        };
        Some(Atom {
            what: What::Glyph {
                face: glyph.face,
                id: glyph.id,
                c,
                natural: glyph.advance,
                mark: None,
            },
            em,
            mm: 0.0,
            shift: (em - glyph.advance) / 2.0,
            class: class(c),
            under,
            variable: field.is_some(),
            own: false,
        })
    }

    /// A value in the middle of a line to write on, so that an empty one can be filled in by hand.
    fn text_on_line(
        &mut self,
        text: &str,
        field: Option<&str>,
        mm: f32,
        under: Under,
        atoms: &mut Vec<Atom>,
    ) {
        let mut inner = Vec::new();
        self.text(text, field, under, &mut inner);
        atoms.extend(on_line(inner, mm, under));
    }
}

/// The dotted place of a value for the pen: roomy where it is short, and breakable, so that it
/// fits wherever the value itself would.
fn by_hand(characters: usize) -> impl Iterator<Item = Atom> {
    const SHORT: usize = 12;
    let em = if characters <= SHORT { 1.5 } else { 1.0 };
    let space = Atom {
        em,
        ..Atom::space(0.0, Under::Dotted)
    };
    std::iter::repeat_n(space, characters)
}

/// A text between the two sides of its line. The sides never stand apart from it.
fn on_line(inner: Vec<Atom>, mm: f32, under: Under) -> impl Iterator<Item = Atom> {
    // The size of the type is not known yet; at no size that prints is an em wider than this.
    const WIDEST_EM: f32 = 4.0;
    let ems: f32 = inner.iter().map(|atom| atom.em).sum();
    let mut side = Atom::space(1.0, under);
    // A line that has to grow is none that the blank bears.
    side.own = ems * WIDEST_EM + 2.0 >= mm;
    if !side.own {
        // The two sides give up what the text takes, so that the line keeps its length.
        side.mm = mm / 2.0;
        side.em = -ems / 2.0;
    }
    let left = Atom {
        class: Class::Open,
        ..side.clone()
    };
    let right = Atom {
        class: Class::Close,
        ..side
    };
    std::iter::once(left)
        .chain(inner)
        .chain(std::iter::once(right))
}

fn is_variation_mark(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

pub(super) fn class(c: char) -> Class {
    match c {
        '《' | '〈' | '「' | '『' | '【' | '〔' | '〖' | '（' | '［' | '｛' | '“' | '‘' | '〝' => {
            Class::Open
        }
        // What is said of the figure after it is not parted from it either.
        '(' | '[' | '￥' | '¥' | '＄' | '$' | '№' => Class::Open,
        '》' | '〉' | '」' | '』' | '】' | '〕' | '〗' | '）' | '］' | '｝' | '”' | '’' | '〞' => {
            Class::Close
        }
        '，' | '。' | '、' | '；' | '：' | '！' | '？' | '．' => Class::Close,
        ')' | ']' | ',' | ';' | '!' | '?' | '%' | '％' | '‰' | '℃' | '°' | '々' => {
            Class::Close
        }
        '·' | '—' | '…' | '～' | '–' | '／' => Class::Joiner,
        '年' | '月' | '日' | '号' => Class::Unit,
        ' ' | '\u{3000}' | '\u{A0}' => Class::Blank,
        c if c.is_alphanumeric() && u32::from(c) < 0x2E80 => Class::Latin,
        c if c.is_ascii_graphic() => Class::Latin,
        _ => Class::Han,
    }
}

/// What depends on the neighbours: the interpunct between Han names takes half a square, a double
/// dash is one line, Han and figures get a little air.
fn tune(atoms: &mut [Atom]) {
    for place in 0..atoms.len() {
        let before = place.checked_sub(1).map(|before| atoms[before].class);
        let after = atoms
            .get(place + 1)
            .map(|atom| (atom.class, character(atom)));
        let Some(c) = character(&atoms[place]) else {
            continue;
        };
        let next = after.and_then(|(_, c)| c);
        let atom = &mut atoms[place];
        if c == '·' && before != Some(Class::Latin) && atom.em < 0.5 {
            atom.shift = (0.5 - atom.em) / 2.0;
            atom.em = 0.5;
        }
        if c == '—' && next == Some('—') && atom.em < 1.0 {
            atom.shift = 0.1;
            atom.em = 0.9;
        }
        let next_class = after.map(|(class, _)| class);
        let han = |class| matches!(class, Class::Han | Class::Unit);
        let meet = next_class.is_some_and(|next| {
            (han(atom.class) && next == Class::Latin) || (atom.class == Class::Latin && han(next))
        });
        if meet {
            atom.em += HAN_LATIN_GAP;
        }
    }
}

pub(super) fn character(atom: &Atom) -> Option<char> {
    match atom.what {
        What::Glyph { c, .. } => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::breaking::{self, Measure};
    use super::*;

    fn han() -> Atom {
        Atom {
            class: Class::Han,
            em: 1.0,
            ..Atom::space(0.0, Under::Nothing)
        }
    }

    #[test]
    fn the_sides_of_a_line_to_write_on_stay_with_its_text() {
        let mut atoms = vec![han()];
        atoms.extend(on_line(vec![han()], 12.0, Under::Dotted));
        let measure = Measure {
            size: 1.0,
            width: 12.5,
            indent: 0.0,
        };
        let lines = breaking::lines(&atoms, measure);
        let lengths: Vec<usize> = lines.iter().map(|line| line.placed.len()).collect();
        assert_eq!(lengths, [1, 3]);
    }
}
