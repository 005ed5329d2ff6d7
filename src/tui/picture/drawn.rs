use std::fmt;
use std::sync::Arc;

use image::{DynamicImage, RgbaImage};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use ratatui_image::Image;
use ratatui_image::protocol::Protocol;
use ratatui_image::protocol::halfblocks::Halfblocks;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::protocol::sixel::Sixel;

use super::Way;
use crate::paper::{Raster, Sheet, View};

/// The one picture this program shows at a time has one name in the terminal, so that a new one
/// takes the place of the old one instead of standing in its memory beside it.
const NAME: u32 = 0x0047_5549;

/// A page of a document. Two are the same if they are the same page, whatever is on it.
#[derive(Debug, Clone)]
pub struct Page(pub Arc<Sheet>);

impl PartialEq for Page {
    fn eq(&self, other: &Page) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The part of a page that fills so many cells of the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    pub page: Page,
    pub view: View,
    pub way: Way,
    pub columns: u16,
    pub rows: u16,
}

/// A window, ready to be put on the screen.
pub struct Drawn {
    pub window: Window,
    picture: Protocol,
}

impl Drawn {
    /// Translates a picture for the terminal. `None` if it cannot be.
    pub fn new(window: Window, raster: Raster) -> Option<Drawn> {
        let image = RgbaImage::from_raw(raster.width, raster.height, raster.rgba)?;
        let image = DynamicImage::ImageRgba8(image);
        let size = Size::new(window.columns, window.rows);
        let picture = match window.way {
            Way::Kitty { packed } => {
                Protocol::Kitty(Kitty::new(image, size, NAME, false, packed).ok()?)
            }
            Way::Iterm => Protocol::ITerm2(Iterm2::new(image, size, false).ok()?),
            Way::Sixel => Protocol::Sixel(Sixel::new(image, size, false).ok()?),
            Way::HalfBlocks => Protocol::Halfblocks(Halfblocks::new(image, size).ok()?),
        };
        Some(Drawn { window, picture })
    }

    pub fn put(&self, buffer: &mut Buffer, area: Rect) {
        Image::new(&self.picture).render(area, buffer);
    }
}

impl fmt::Debug for Drawn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.window.fmt(out)
    }
}

/// Two pictures of one window are the same.
impl PartialEq for Drawn {
    fn eq(&self, other: &Drawn) -> bool {
        self.window == other.window
    }
}
