use std::ops::Range;

/// Rows of a page on the smallest screen.
const LEAST_ROWS: usize = 12;

/// A view of a long page that is moved line by line or page by page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scroll(usize);

impl Scroll {
    pub fn up(&mut self, lines: usize) {
        self.0 = self.0.saturating_sub(lines);
    }

    /// Moves down a page of `total` lines. How many of them are in view is known only when it is
    /// drawn, so the smallest screen sets the end.
    pub fn down(&mut self, lines: usize, total: usize) {
        self.0 = (self.0 + lines).min(total.saturating_sub(LEAST_ROWS));
    }

    /// The lines of `total` that are in view in `height` rows.
    pub fn range(self, total: usize, height: usize) -> Range<usize> {
        let start = self.0.min(total.saturating_sub(height));
        start..total.min(start + height)
    }
}

/// The lines of `total` in view in `height` rows so that `selected` is among them, near the middle
/// of a long list.
pub fn window(selected: usize, total: usize, height: usize) -> Range<usize> {
    let start = selected
        .saturating_sub(height / 2)
        .min(total.saturating_sub(height));
    start..total.min(start + height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_line_is_always_in_view() {
        for total in 1..30 {
            for height in 1..12 {
                for selected in 0..total {
                    let range = window(selected, total, height);
                    assert!(range.contains(&selected) && range.len() <= height);
                }
            }
        }
        assert_eq!(window(0, 0, 5), 0..0);
    }

    #[test]
    fn scrolling_stops_at_both_ends() {
        let mut scroll = Scroll::default();
        scroll.up(3);
        scroll.down(99, 20);
        assert_eq!(scroll.range(20, 12), 8..20);
        assert_eq!(scroll.range(20, 18), 2..20);
        assert_eq!(scroll.range(0, 4), 0..0);
    }
}
