//! Parts that screens are drawn with. All of them only look at what they draw.

mod hint_bar;
mod line_edit;
mod list;
mod page;
mod put;
mod sections;

pub use hint_bar::hint_bar;
pub use line_edit::LineEdit;
pub use list::{Scroll, window};
pub use page::{Line, Page, wrapped};
pub use put::{bar, below, clear, fill, put, put_right, shown};
pub use sections::Sections;
