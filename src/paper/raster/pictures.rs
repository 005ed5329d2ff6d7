use std::io::Cursor;

use image::imageops::{FilterType, resize};
use image::{ImageFormat, ImageReader, Limits, Rgba, RgbaImage};
use tiny_skia::{ColorU8, PixmapMut, PixmapPaint, PixmapRef, Transform};

use super::{LONGEST_SIDE, Page};
use crate::paper::sheet::{Frame, Picture, PictureFormat};

/// The longest side of a photograph, in pixels, as the PDF takes it.
const LARGEST_PHOTO: u32 = 10_000;
/// Bytes a photograph may take while it is unpacked.
const MOST_MEMORY: u64 = 256 << 20;

impl Page<'_> {
    /// A photograph, brought to the size it has in the picture before it is laid on.
    pub(super) fn picture(&mut self, place: &Frame, picture: &Picture) {
        let (left, top) = self.point((place.x, place.y));
        let side = |mm: f32| (mm * self.scale).round().clamp(1.0, LONGEST_SIDE as f32) as u32;
        let (width, height) = (side(place.width), side(place.height));
        let Some(photo) = decode(picture) else {
            return;
        };
        let mut photo = resize(&photo, width, height, FilterType::Triangle);
        on_white(&mut photo);
        // Opaque pixels are the same with and without the alpha multiplied in.
        let Some(photo) = PixmapRef::from_bytes(photo.as_raw(), width, height) else {
            return;
        };
        let place = Transform::from_translate(left, top);
        let mut pixmap: PixmapMut = self.pixmap.as_mut();
        pixmap.draw_pixmap(0, 0, photo, &PixmapPaint::default(), place, None);
    }
}

fn decode(picture: &Picture) -> Option<RgbaImage> {
    let format = match picture.format {
        PictureFormat::Jpeg => ImageFormat::Jpeg,
        PictureFormat::Png => ImageFormat::Png,
    };
    let mut reader = ImageReader::with_format(Cursor::new(&picture.bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_PHOTO);
    limits.max_image_height = Some(LARGEST_PHOTO);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    reader.decode().ok().map(|photo| photo.into_rgba8())
}

/// Lays what is transparent on white paper.
fn on_white(photo: &mut RgbaImage) {
    for Rgba([red, green, blue, alpha]) in photo.pixels_mut() {
        let laid = ColorU8::from_rgba(*red, *green, *blue, *alpha).premultiply();
        let paper = 255 - *alpha;
        // A colour with its alpha multiplied in is never above its alpha.
        *red = laid.red() + paper;
        *green = laid.green() + paper;
        *blue = laid.blue() + paper;
        *alpha = 255;
    }
}
