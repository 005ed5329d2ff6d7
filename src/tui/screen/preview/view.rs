//! Which part of a page is in view, and how large.

use crate::paper::{CellKind, Cells, View, pixels};
use crate::tui::picture::{Glass, Page, Way, Window};

/// Millimetres in an inch.
const MM_PER_INCH: f32 = 25.4;
/// The least pixels to an inch at which small print is read.
const LEGIBLE: f32 = 80.0;
/// Finer than any screen shows, and small enough to be drawn at once.
const FINEST: f32 = 400.0;
/// How much wider than the screen a page is drawn, step by step; the first shows the whole page.
const WIDTHS: [f32; 5] = [0.0, 1.0, 1.5, 2.0, 3.0];
/// Columns of a page in characters, step by step.
const COLUMNS: [u16; 4] = [84, 100, 120, 150];

/// How a page is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Look {
    Picture,
    #[default]
    Characters,
    HalfBlocks,
}

impl Look {
    /// Half blocks show the shape of a page but none of its words, so that they are never the
    /// best.
    pub fn best(glass: Glass) -> Look {
        match (glass.way, glass.cell) {
            (Some(_), Some(_)) => Look::Picture,
            _ => Look::Characters,
        }
    }

    /// The next of those the terminal can show.
    pub fn next(self, glass: Glass) -> Option<Look> {
        let mut looks = vec![Look::Characters];
        if glass.colours {
            looks.push(Look::HalfBlocks);
        }
        if Look::best(glass) == Look::Picture {
            looks.push(Look::Picture);
        }
        let here = looks.iter().position(|look| *look == self).unwrap_or(0);
        let next = looks[(here + 1) % looks.len()];
        (next != self).then_some(next)
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sight {
    pub look: Look,
    /// `None` until it is known how large the screen is.
    zoom: Option<usize>,
    /// What lies to the left of the view and above it: pixels, or characters.
    at: (u32, u32),
    /// The farthest the view goes.
    end: (u32, u32),
}

impl Sight {
    pub fn of(look: Look) -> Sight {
        Sight {
            look,
            ..Sight::default()
        }
    }

    pub fn at(&self) -> (usize, usize) {
        (self.at.0 as usize, self.at.1 as usize)
    }

    /// How much of the page lies above the view, in hundredths of what can be scrolled.
    pub fn percent(&self) -> Option<u32> {
        (self.end.1 > 0).then(|| self.at.1 * 100 / self.end.1)
    }

    pub fn go_to_start(&mut self) {
        self.at.1 = 0;
    }

    /// To the end of whatever page comes.
    pub fn go_to_end(&mut self) {
        self.at.1 = u32::MAX / 2;
    }

    /// Pixels of one character of the screen, as this look counts them.
    fn cell(&self, glass: Glass) -> (u32, u32) {
        match (self.look, glass.cell) {
            (Look::Characters, _) => (1, 1),
            (Look::Picture, Some((width, height))) => (width.into(), height.into()),
            (Look::Picture | Look::HalfBlocks, _) => (1, 2),
        }
    }

    /// Moves by columns and rows of the screen.
    pub fn scroll(&mut self, (columns, rows): (i32, i32), glass: Glass) {
        let (width, height) = self.cell(glass);
        let along = |at: u32, by: i32, cell: u32, end: u32| {
            let by = by.saturating_mul(i32::try_from(cell).unwrap_or(1));
            at.saturating_add_signed(by).min(end)
        };
        self.at.0 = along(self.at.0, columns, width, self.end.0);
        self.at.1 = along(self.at.1, rows, height, self.end.1);
    }

    /// Moves by what is in view but two rows; false if the end is in view already.
    pub fn scroll_page(&mut self, by: i32, glass: Glass) -> bool {
        let before = self.at.1;
        let rows = i32::from(rows(glass)).saturating_sub(2).max(1);
        self.scroll((0, by * rows), glass);
        self.at.1 != before
    }

    /// Takes the next step larger or smaller; false if there is none.
    pub fn zoom(&mut self, by: isize) -> bool {
        let steps = match self.look {
            Look::Characters => COLUMNS.len(),
            _ => WIDTHS.len(),
        };
        let before = self.zoom.unwrap_or(0);
        let zoom = before.checked_add_signed(by).filter(|zoom| *zoom < steps);
        if let Some(zoom) = zoom {
            self.zoom = Some(zoom);
        }
        zoom.is_some()
    }

    /// Columns of a page in characters.
    pub fn characters(&self) -> u16 {
        COLUMNS[self.zoom.unwrap_or(0).min(COLUMNS.len() - 1)]
    }

    /// The empty margin on the left is scrolled away at first.
    pub fn keep_within_characters(&mut self, cells: &Cells, glass: Glass) {
        let beyond = |all: usize, room: u16| {
            u32::try_from(all.saturating_sub(room.into())).unwrap_or(u32::MAX)
        };
        let height = cells.rows.len();
        self.end = (
            beyond(cells.columns, glass.columns),
            beyond(height, rows(glass)),
        );
        if self.zoom.is_none() {
            self.zoom = Some(0);
            self.at.0 = margin(cells);
        }
        self.at = (self.at.0.min(self.end.0), self.at.1.min(self.end.1));
    }

    /// What of a page is to be drawn. `None` if the screen has no room.
    pub fn window(&mut self, page: Page, glass: Glass) -> Option<Window> {
        let way = match self.look {
            Look::Picture => glass.way?,
            _ => Way::HalfBlocks,
        };
        let (width, height) = self.cell(glass);
        let room = (u32::from(glass.columns), u32::from(rows(glass)));
        if room.0 == 0 || room.1 == 0 {
            return None;
        }
        let sheet = &page.0;
        let dpi = |pixels: u32, mm: f32| pixels as f32 * MM_PER_INCH / mm.max(1.0);
        let wide = dpi(room.0 * width, sheet.width);
        let whole = wide.min(dpi(room.1 * height, sheet.height));
        let zoom = *self.zoom.get_or_insert(usize::from(whole < LEGIBLE));
        let dpi = match WIDTHS[zoom.min(WIDTHS.len() - 1)] {
            0.0 => whole,
            times => wide * times,
        };
        let dpi = dpi.clamp(1.0, FINEST);
        // Rounding up makes a page that is as wide as the screen one pixel too wide.
        let (all_wide, all_high) = pixels(sheet, dpi);
        let columns = (all_wide.saturating_sub(1))
            .div_ceil(width)
            .clamp(1, room.0);
        let rows = (all_high.saturating_sub(1))
            .div_ceil(height)
            .clamp(1, room.1);
        let (shown_wide, shown_high) = (columns * width, rows * height);
        self.end = (
            all_wide.saturating_sub(shown_wide + 1),
            all_high.saturating_sub(shown_high + 1),
        );
        self.at = (self.at.0.min(self.end.0), self.at.1.min(self.end.1));
        Some(Window {
            page: page.clone(),
            view: View {
                dpi,
                left: self.at.0,
                top: self.at.1,
                width: shown_wide,
                height: shown_high,
            },
            way,
            columns: u16::try_from(columns).ok()?,
            rows: u16::try_from(rows).ok()?,
        })
    }
}

/// Rows of a page in view: one is taken by its heading.
fn rows(glass: Glass) -> u16 {
    glass.rows.saturating_sub(1)
}

/// Columns that are empty on every row, less one.
fn margin(cells: &Cells) -> u32 {
    let is_empty = |column: &usize| {
        let mut rows = cells.rows.iter();
        rows.all(|row| {
            let cell = row.get(*column);
            cell.is_none_or(|cell| matches!(cell.kind, CellKind::Blank | CellKind::Mark))
        })
    };
    let empty = (0..cells.columns).take_while(is_empty).count();
    u32::try_from(empty.saturating_sub(1)).unwrap_or(0)
}
