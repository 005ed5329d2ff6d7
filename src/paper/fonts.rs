use std::collections::BTreeMap;
use std::io::Read;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

use ruzstd::decoding::StreamingDecoder;
use serde::Deserialize;
use ttf_parser::Face;

use crate::text::Message;

/// A typeface a layout can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Typeface {
    /// 宋体, for what people read.
    Song,
    /// 黑体, for titles and labels.
    Hei,
    /// 楷体, for declarations.
    Kai,
}

/// The blocks of rare characters there are: Extensions B to F, 4,096 code points each.
pub const RARE_BLOCKS: RangeInclusive<u8> = 0x20..=0x2E;

/// One of the font files a page may embed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaceId {
    Song,
    Hei,
    Kai,
    /// The rare characters of 4,096 code points: `0x20` holds U+20000–20FFF.
    Rare(u8),
}

impl FaceId {
    /// The name of the face inside a PDF.
    pub fn name(self) -> String {
        match self {
            FaceId::Song => "NotoSerifSC-Regular".to_owned(),
            FaceId::Hei => "NotoSansSC-Bold".to_owned(),
            FaceId::Kai => "JieKai-Regular".to_owned(),
            FaceId::Rare(block) => format!("JieRare-{block:X}"),
        }
    }
}

/// A character's picture: where it stands and how wide it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    pub face: FaceId,
    pub id: u16,
    /// The advance in em.
    pub advance: f32,
}

/// A font file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the font {name} cannot be read")]
pub struct FontError {
    pub name: String,
}

impl FontError {
    pub fn message(&self) -> Message {
        Message::new("paper.font_unreadable").with("font", &self.name)
    }
}

/// The fonts of the house, as bytes somebody else has read.
///
/// The rare characters are kept packed; printing one rare name unpacks one block of about 2 MB.
pub struct Fonts {
    song: (&'static [u8], Face<'static>),
    hei: (&'static [u8], Face<'static>),
    kai: (&'static [u8], Face<'static>),
    rare: BTreeMap<u8, RareBlock>,
    /// The width of the widest digit of Song, Hei and Kai, in em.
    figures: [f32; 3],
}

struct RareBlock {
    packed: &'static [u8],
    face: OnceLock<Vec<u8>>,
}

impl Fonts {
    /// `rare` holds blocks of 4,096 code points, each a TrueType file packed with Zstandard.
    ///
    /// # Errors
    /// [`FontError`] if one of the three text faces is not a font. A damaged rare block is met
    /// only when it is needed, and then its characters count as missing.
    pub fn new(
        song: &'static [u8],
        hei: &'static [u8],
        kai: &'static [u8],
        rare: &[(u8, &'static [u8])],
    ) -> Result<Fonts, FontError> {
        let open = |id: FaceId, bytes: &'static [u8]| match Face::parse(bytes, 0) {
            Ok(face) => Ok((bytes, face)),
            Err(_) => Err(FontError { name: id.name() }),
        };
        let song = open(FaceId::Song, song)?;
        let hei = open(FaceId::Hei, hei)?;
        let kai = open(FaceId::Kai, kai)?;
        Ok(Fonts {
            figures: [&song.1, &hei.1, &kai.1].map(widest_digit),
            song,
            hei,
            kai,
            rare: rare
                .iter()
                .map(|(block, packed)| (*block, RareBlock::new(packed)))
                .collect(),
        })
    }

    /// The picture of `c`: in the typeface itself, else in Song, else among the rare characters.
    pub fn glyph(&self, typeface: Typeface, c: char) -> Option<Glyph> {
        let first = match typeface {
            Typeface::Song => None,
            Typeface::Hei => find(FaceId::Hei, &self.hei.1, c),
            Typeface::Kai => find(FaceId::Kai, &self.kai.1, c),
        };
        first
            .or_else(|| find(FaceId::Song, &self.song.1, c))
            .or_else(|| self.rare_glyph(c))
    }

    /// The width that every digit of a face takes, in em: that of its widest one (表格数字).
    pub fn figure(&self, face: FaceId) -> f32 {
        let [song, hei, kai] = self.figures;
        match face {
            FaceId::Song => song,
            FaceId::Hei => hei,
            FaceId::Kai => kai,
            FaceId::Rare(_) => 0.0,
        }
    }

    fn rare_glyph(&self, c: char) -> Option<Glyph> {
        let block = u8::try_from(u32::from(c) >> 12).ok()?;
        let bytes = self.rare.get(&block)?.bytes();
        find(FaceId::Rare(block), &Face::parse(bytes, 0).ok()?, c)
    }

    /// The font file behind a face; empty if there is none.
    pub fn bytes(&self, face: FaceId) -> &[u8] {
        match face {
            FaceId::Song => self.song.0,
            FaceId::Hei => self.hei.0,
            FaceId::Kai => self.kai.0,
            FaceId::Rare(block) => self.rare.get(&block).map_or(&[], RareBlock::bytes),
        }
    }
}

impl RareBlock {
    fn new(packed: &'static [u8]) -> RareBlock {
        RareBlock {
            packed,
            face: OnceLock::new(),
        }
    }

    /// The unpacked face, unpacked once; empty if the block is damaged.
    fn bytes(&self) -> &[u8] {
        self.face
            .get_or_init(|| unpack(self.packed).unwrap_or_default())
    }
}

/// A block of 4,096 characters is about 2 MB; anything above this is not one of ours.
const LARGEST_BLOCK: u64 = 16 << 20;

fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut face = Vec::new();
    let mut decoder = StreamingDecoder::new(packed).ok()?.take(LARGEST_BLOCK);
    decoder.read_to_end(&mut face).ok()?;
    Some(face)
}

fn widest_digit(face: &Face<'_>) -> f32 {
    let digits = ('0'..='9').filter_map(|c| find(FaceId::Song, face, c));
    digits.map(|glyph| glyph.advance).fold(0.0, f32::max)
}

fn find(id: FaceId, face: &Face<'_>, c: char) -> Option<Glyph> {
    let glyph = face.glyph_index(c).filter(|glyph| glyph.0 != 0)?;
    let advance = face.glyph_hor_advance(glyph)?;
    Some(Glyph {
        face: id,
        id: glyph.0,
        advance: f32::from(advance) / f32::from(face.units_per_em()),
    })
}
