use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::window;
use super::page::Line;
use super::put::{fill, put};
use crate::tui::keys::Word;
use crate::tui::look;

/// Rows that one key for a page moves by.
const PAGE: isize = 10;

/// Lines below headings. Some of them are rows: one row of all is chosen, and the window follows
/// it.
#[derive(Debug, Clone)]
pub struct Sections<R> {
    sections: Vec<Section<R>>,
}

#[derive(Debug, Clone)]
struct Section<R> {
    heading: String,
    lines: Vec<(Option<R>, Line)>,
}

/// A line on its way to the screen; a row has its place among all rows.
struct Drawn<'a> {
    row: Option<usize>,
    line: &'a [(String, ratatui::style::Style)],
    heading: Option<&'a str>,
}

impl<R> Default for Sections<R> {
    fn default() -> Sections<R> {
        Sections {
            sections: Vec::new(),
        }
    }
}

impl<R: Copy> Sections<R> {
    pub fn begin(&mut self, heading: String) {
        let lines = Vec::new();
        self.sections.push(Section { heading, lines });
    }

    pub fn row(&mut self, row: R, line: Line) {
        self.add(Some(row), line);
    }

    /// A line that cannot be chosen.
    pub fn line(&mut self, line: Line) {
        self.add(None, line);
    }

    fn add(&mut self, row: Option<R>, line: Line) {
        if let Some(section) = self.sections.last_mut() {
            section.lines.push((row, line));
        }
    }

    pub fn count(&self) -> usize {
        self.sections.len()
    }

    pub fn rows(&self) -> Vec<R> {
        let lines = self.sections.iter().flat_map(|section| &section.lines);
        lines.filter_map(|(row, _)| *row).collect()
    }

    /// The row that a key goes to from the chosen one; the same row if the key moves nothing.
    pub fn moved(&self, chosen: usize, word: Word) -> usize {
        let by = |rows: isize| chosen.saturating_add_signed(rows);
        let to = match word {
            Word::Down => by(1),
            Word::Up => by(-1),
            Word::PageDown => by(PAGE),
            Word::PageUp => by(-PAGE),
            Word::Next => self.next_section(chosen),
            Word::Previous => self.section_before(chosen),
            _ => chosen,
        };
        to.min(self.rows().len().saturating_sub(1))
    }

    /// The first row of the section after that of a row, else the last row.
    fn next_section(&self, chosen: usize) -> usize {
        let starts = self.starts();
        let next = starts.iter().find(|start| **start > chosen);
        let last = self.rows().len().saturating_sub(1);
        next.copied().unwrap_or(last).min(last)
    }

    /// The first row of the section of a row, or of the one before if it is that row already.
    fn section_before(&self, chosen: usize) -> usize {
        let starts = self.starts();
        let before = starts.iter().rev().find(|start| **start < chosen);
        before.copied().unwrap_or(0)
    }

    /// The place of each section's first row among all rows.
    fn starts(&self) -> Vec<usize> {
        let mut before = 0;
        let mut starts = Vec::new();
        for section in &self.sections {
            let rows = rows_of(section);
            if rows > 0 {
                starts.push(before);
            }
            before += rows;
        }
        starts
    }

    /// Draws some of the sections, one below the other.
    pub fn draw(&self, which: Range<usize>, chosen: usize, buffer: &mut Buffer, area: Rect) {
        let lines = self.drawn(which);
        let at = lines.iter().position(|line| line.row == Some(chosen));
        let range = window(at.unwrap_or(0), lines.len(), usize::from(area.height));
        let (above, below) = (range.start > 0, range.end < lines.len());
        for (line, y) in lines[range].iter().zip(area.y..area.bottom()) {
            let row = Rect {
                y,
                height: 1,
                ..area
            };
            draw_line(line, buffer, row);
            if line.row == Some(chosen) {
                fill(buffer, row, look::SELECTED);
            }
        }
        if area.is_empty() {
            return;
        }
        let edge = area.right() - 1;
        if above {
            put(buffer, edge, area.y, 1, "^", look::NOTE);
        }
        if below {
            put(buffer, edge, area.bottom() - 1, 1, "v", look::NOTE);
        }
    }

    fn drawn(&self, which: Range<usize>) -> Vec<Drawn<'_>> {
        let before = self.sections.iter().take(which.start);
        let mut row = before.map(rows_of).sum();
        let mut lines = Vec::new();
        for section in self.sections.iter().take(which.end).skip(which.start) {
            lines.push(Drawn {
                row: None,
                line: &[],
                heading: Some(&section.heading),
            });
            for (choice, line) in &section.lines {
                let place = choice.is_some().then_some(row);
                row += usize::from(choice.is_some());
                lines.push(Drawn {
                    row: place,
                    line,
                    heading: None,
                });
            }
        }
        lines
    }
}

fn rows_of<R>(section: &Section<R>) -> usize {
    let rows = section.lines.iter().filter(|(row, _)| row.is_some());
    rows.count()
}

fn draw_line(line: &Drawn<'_>, buffer: &mut Buffer, row: Rect) {
    if let Some(heading) = line.heading {
        put(buffer, row.x, row.y, row.width, heading, look::HEADING);
    }
    let mut x = row.x;
    for (text, style) in line.line {
        let room = row.right().saturating_sub(x);
        x = put(buffer, x, row.y, room, text, *style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Sections<char> {
        let mut sections = Sections::default();
        for (heading, rows) in [("one", "ab"), ("none", ""), ("two", "cde")] {
            sections.begin(heading.to_owned());
            for row in rows.chars() {
                sections.row(row, vec![(row.to_string(), look::PLAIN)]);
                sections.line(vec![("more of it".to_owned(), look::PLAIN)]);
            }
        }
        sections
    }

    #[test]
    fn sections_are_stepped_through_by_their_first_rows() {
        let sections = three();
        assert_eq!(sections.rows(), ['a', 'b', 'c', 'd', 'e']);
        assert_eq!(sections.next_section(0), 2);
        assert_eq!(sections.next_section(2), 4);
        assert_eq!(sections.section_before(4), 2);
        assert_eq!(sections.section_before(2), 0);
        assert_eq!(Sections::<char>::default().next_section(0), 0);
    }

    #[test]
    fn the_chosen_row_is_in_view_at_any_height() {
        let sections = three();
        for height in 1..16 {
            for chosen in 0..5 {
                let area = Rect::new(0, 0, 20, height);
                let mut buffer = Buffer::empty(area);
                sections.draw(0..3, chosen, &mut buffer, area);
                let reversed = |cell: &ratatui::buffer::Cell| {
                    cell.modifier.contains(ratatui::style::Modifier::REVERSED)
                };
                assert!(buffer.content.iter().any(reversed), "{chosen} in {height}");
            }
        }
    }
}
