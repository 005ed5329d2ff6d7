use super::sheet::{Picture, PictureFormat};

/// Width and height in pixels, if the picture can be embedded; `None` for a damaged file.
pub(super) fn size(picture: &Picture) -> Option<(u32, u32)> {
    match picture.format {
        PictureFormat::Jpeg => {
            jpeg_header(&picture.bytes).map(|header| (header.width, header.height))
        }
        PictureFormat::Png => {
            png_header(&picture.bytes).map(|header| (header.width, header.height))
        }
    }
}

/// What a PDF has to know of a JPEG file it embeds untouched.
pub(super) struct JpegHeader {
    pub width: u32,
    pub height: u32,
    /// 1 grey, 3 colour.
    pub components: u8,
}

/// Reads a JPEG file's frame header. CMYK and lossless files are refused: viewers disagree on them.
pub(super) fn jpeg_header(bytes: &[u8]) -> Option<JpegHeader> {
    let mut at = 2;
    loop {
        let marker = bytes.get(at..at + 4)?;
        if marker[0] != 0xFF {
            return None;
        }
        // Fill bytes may stand before a marker.
        if marker[1] == 0xFF {
            at += 1;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([marker[2], marker[3]]));
        match marker[1] {
            0xC0..=0xC2 => {
                let frame = bytes.get(at + 4..at + 10)?;
                let pair = |at: usize| u32::from(u16::from_be_bytes([frame[at], frame[at + 1]]));
                let (height, width, components) = (pair(1), pair(3), frame[5]);
                let usable =
                    frame[0] == 8 && width > 0 && height > 0 && matches!(components, 1 | 3);
                return usable.then_some(JpegHeader {
                    width,
                    height,
                    components,
                });
            }
            0xD9 | 0xDA => return None,
            _ => at += 2 + length.max(2),
        }
    }
}

/// The first chunk of a PNG file.
pub(super) struct PngHeader {
    pub width: u32,
    pub height: u32,
    pub bits: u8,
    /// 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha.
    pub color: u8,
}

/// The largest side of a photograph, in pixels.
const LARGEST_SIDE: u32 = 10_000;

/// Reads a PNG file's header. Interlaced files are refused: a PDF cannot hold them as they are.
pub(super) fn png_header(bytes: &[u8]) -> Option<PngHeader> {
    let header = bytes.get(8..29)?;
    if &header[4..8] != b"IHDR" {
        return None;
    }
    let number = |at: usize| {
        u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    let (width, height) = (number(8), number(12));
    let (bits, color, interlaced) = (header[16], header[17], header[20]);
    let known = match color {
        0 | 2 | 3 => matches!(bits, 1 | 2 | 4 | 8 | 16),
        4 | 6 => bits == 8,
        _ => false,
    };
    let sides = (1..=LARGEST_SIDE).contains(&width) && (1..=LARGEST_SIDE).contains(&height);
    (known && sides && interlaced == 0).then_some(PngHeader {
        width,
        height,
        bits,
        color,
    })
}

/// The contents of all chunks of one kind, in order and joined.
pub(super) fn png_chunks(bytes: &[u8], kind: &[u8; 4]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((head, after)) = rest.split_at_checked(8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some((body, after)) = after.split_at_checked(length) else {
            break;
        };
        if &head[4..8] == kind {
            out.extend_from_slice(body);
        }
        // Four bytes of check sum follow every chunk.
        rest = after.get(4..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_bytes_make_the_readers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            for start in [&[0xFF, 0xD8, 0xFF, 0xC0][..], b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"] {
                let file = [start, &bytes].concat();
                let _ = (jpeg_header(&file), png_header(&file), png_chunks(&file, b"IDAT"));
            }
        }
    }
}
