//! Record in, printed page out: layout → sheet in millimetres → PDF, or a picture for the screen.
//!
//! Does no I/O. The same record, layout and fonts give the same bytes.
//!
//! A paper proves itself before it is printed: [`Layout::lay_out`] either returns a [`Document`]
//! whose every glyph exists and whose every text fits, or the complete list of what is in the way.

mod alignment;
mod breaking;
mod cells;
mod data;
mod filters;
mod fonts;
mod layout;
mod measure;
mod overprint;
mod pdf;
mod picture;
mod raster;
pub mod seal;
mod setting;
mod sheet;
mod template;
mod unprintable;
mod vernier;

pub use alignment::{Alignment, Axis, Measured, Misaligned, Point};
pub use cells::{Cell, CellKind, Cells, Drawn, cells};
pub use data::Data;
pub use fonts::{FaceId, FontError, Fonts, Glyph, RARE_BLOCKS, Typeface};
pub use layout::{CHECK_CODE, CODE, Layout, LayoutError, Mark, SignedFields};
pub use overprint::overprint;
pub use pdf::{PdfError, RENDERER, pdf, pdf_through};
pub use raster::{Raster, View, pixels, raster};
pub use sheet::{Document, Frame, Ink, Item, Picture, PictureFormat, Placed, Run, Sheet, Stroke};
pub use unprintable::{Unprintable, for_the_pen, left_to_the_pen};
pub use vernier::{Reading, ReadingProblem, Vernier, VernierOf};
