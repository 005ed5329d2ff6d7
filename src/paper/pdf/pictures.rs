use std::collections::BTreeMap;

use lopdf::dictionary;
use printpdf::{DictItem, ExternalStream, ExternalXObject};

use super::PdfError;
use crate::paper::picture::{PngHeader, jpeg_header, png_chunks, png_header};
use crate::paper::sheet::{Document, Item, Picture, PictureFormat};

/// The pictures of one document, each embedded once.
pub(super) struct Pictures {
    /// By the digest of the file: the same photograph on two copies is one object.
    objects: BTreeMap<String, ExternalXObject>,
}

impl Pictures {
    pub fn collect(document: &Document) -> Result<Pictures, PdfError> {
        let mut objects = BTreeMap::new();
        for item in document.sheets.iter().flat_map(|sheet| &sheet.items) {
            if let Item::Picture { picture, .. } = item {
                objects.insert(name(picture), embed(picture).ok_or(PdfError::Picture)?);
            }
        }
        Ok(Pictures { objects })
    }

    pub fn objects(&self) -> impl Iterator<Item = (String, ExternalXObject)> + '_ {
        self.objects
            .iter()
            .map(|(name, object)| (name.clone(), object.clone()))
    }

    pub fn name(&self, picture: &Picture) -> String {
        name(picture)
    }
}

fn name(picture: &Picture) -> String {
    format!("P{}", &blake3::hash(&picture.bytes).to_hex()[..16])
}

fn embed(picture: &Picture) -> Option<ExternalXObject> {
    let stream = match picture.format {
        PictureFormat::Jpeg => jpeg(&picture.bytes)?,
        PictureFormat::Png => png(&picture.bytes)?,
    };
    Some(ExternalXObject {
        stream,
        width: None,
        height: None,
        dpi: None,
    })
}

/// The dictionary every image has.
fn image(width: u32, height: u32, bits: u8, space: DictItem) -> BTreeMap<String, DictItem> {
    BTreeMap::from([
        ("Type".to_owned(), named("XObject")),
        ("Subtype".to_owned(), named("Image")),
        ("Width".to_owned(), DictItem::Int(width.into())),
        ("Height".to_owned(), DictItem::Int(height.into())),
        ("BitsPerComponent".to_owned(), DictItem::Int(bits.into())),
        ("ColorSpace".to_owned(), space),
    ])
}

fn named(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

fn device(components: u8) -> DictItem {
    named(if components == 1 {
        "DeviceGray"
    } else {
        "DeviceRGB"
    })
}

/// A JPEG file goes into the PDF untouched.
fn jpeg(bytes: &[u8]) -> Option<ExternalStream> {
    let header = jpeg_header(bytes)?;
    let mut dict = image(header.width, header.height, 8, device(header.components));
    dict.insert("Filter".to_owned(), named("DCTDecode"));
    Some(ExternalStream {
        dict,
        content: bytes.to_vec(),
        compress: false,
    })
}

/// A PNG file's data is what PDF calls deflate with a predictor, so it goes in as it is; only an
/// alpha channel has to be laid on white first.
fn png(bytes: &[u8]) -> Option<ExternalStream> {
    let header = png_header(bytes)?;
    let data = png_chunks(bytes, b"IDAT");
    let (colors, space) = match header.color {
        0 => (1, device(1)),
        2 => (3, device(3)),
        3 => (1, palette(&png_chunks(bytes, b"PLTE"))?),
        _ => return png_on_white(&header, data),
    };
    let mut dict = image(header.width, header.height, header.bits, space);
    dict.insert("Filter".to_owned(), named("FlateDecode"));
    dict.insert("DecodeParms".to_owned(), predictor(&header, colors));
    Some(ExternalStream {
        dict,
        content: data,
        compress: false,
    })
}

fn palette(colors: &[u8]) -> Option<DictItem> {
    let last = (colors.len() / 3).checked_sub(1)?.min(255);
    let table = DictItem::String {
        data: colors[..3 * (last + 1)].to_vec(),
        literal: false,
    };
    let last = DictItem::Int(last as i64);
    Some(DictItem::Array(vec![
        named("Indexed"),
        named("DeviceRGB"),
        last,
        table,
    ]))
}

fn predictor(header: &PngHeader, colors: i64) -> DictItem {
    DictItem::Dict {
        map: BTreeMap::from([
            ("Predictor".to_owned(), DictItem::Int(15)),
            ("Colors".to_owned(), DictItem::Int(colors)),
            (
                "BitsPerComponent".to_owned(),
                DictItem::Int(header.bits.into()),
            ),
            ("Columns".to_owned(), DictItem::Int(header.width.into())),
        ]),
    }
}

/// Unpacks 8-bit samples with alpha and lays them on white paper.
fn png_on_white(header: &PngHeader, data: Vec<u8>) -> Option<ExternalStream> {
    let colors: u8 = if header.color == 4 { 1 } else { 3 };
    let channels = usize::from(colors) + 1;
    let dict = dictionary! {
        "Filter" => "FlateDecode",
        "DecodeParms" => dictionary! {
            "Predictor" => 15,
            "Colors" => channels as i64,
            "BitsPerComponent" => 8,
            "Columns" => i64::from(header.width),
        },
    };
    let samples = lopdf::Stream::new(dict, data).decompressed_content().ok()?;
    let pixels = (header.width as usize).checked_mul(header.height as usize)?;
    let samples = samples.get(..pixels.checked_mul(channels)?)?;
    let on_white = samples.chunks_exact(channels).flat_map(|pixel| {
        let (alpha, colors) = pixel
            .split_last()
            .map_or((255, pixel), |(a, rest)| (*a, rest));
        colors
            .iter()
            .map(move |sample| over_white(*sample, alpha))
            .collect::<Vec<u8>>()
    });
    Some(ExternalStream {
        dict: image(header.width, header.height, 8, device(colors)),
        content: on_white.collect(),
        compress: true,
    })
}

fn over_white(sample: u8, alpha: u8) -> u8 {
    let mixed = u32::from(sample) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
    // At most 255 × 255 / 255.
    (mixed / 255) as u8
}
