use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Wizard, field};
use crate::form::{Kind, Question};
use crate::person::PersonName;
use crate::text::{Message, pad, width};
use crate::tui::look;
use crate::tui::widget::{Line, Page, put, window};

/// Columns of a field that is typed in.
const FIELD: u16 = 34;

/// The questions of a page as lines, with the lines that belong to the caret.
struct Laid {
    page: Page,
    caret: std::ops::Range<usize>,
    label: u16,
}

impl Wizard {
    pub(super) fn draw_fields(&self, buffer: &mut Buffer, area: Rect) -> Position {
        self.draw_heading(buffer, Rect { height: 1, ..area });
        self.draw_steps(
            buffer,
            Rect {
                y: area.y + 1,
                height: 1,
                ..area
            },
        );
        let foot = self.foot(area.width.saturating_sub(4));
        let foot_height = u16::try_from(foot.lines.len())
            .unwrap_or(0)
            .min(area.height / 2);
        let fields = Rect {
            x: area.x + 1,
            y: area.y + 3,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(3 + foot_height),
        };
        let caret = self.draw_page(buffer, fields);
        let foot_area = Rect {
            x: area.x + 2,
            y: area.bottom() - foot_height,
            width: area.width.saturating_sub(4),
            height: foot_height,
        };
        foot.draw(
            buffer,
            foot_area,
            crate::tui::widget::Scroll::default(),
            look::NOTE,
        );
        caret
    }

    fn draw_page(&self, buffer: &mut Buffer, area: Rect) -> Position {
        let laid = self.lay_out(area.width);
        let height = usize::from(area.height);
        // The last line of the caret's field is kept in view, then its first.
        let last = laid.caret.end.saturating_sub(1);
        let mut range = window(last, laid.page.lines.len(), height);
        if laid.caret.start < range.start {
            range = window(laid.caret.start, laid.page.lines.len(), height);
        }
        let mut caret = area.as_position();
        for (number, y) in range.clone().zip(area.y..area.bottom()) {
            draw_line(buffer, area, y, &laid.page.lines[number]);
            if number == laid.caret.start {
                caret = self.draw_caret(buffer, area, y, laid.label);
            }
        }
        let edge = area.right().saturating_sub(1);
        if range.start > 0 {
            put(buffer, edge, area.y, 1, "^", look::NOTE);
        }
        if range.end < laid.page.lines.len() {
            put(
                buffer,
                edge,
                area.bottom().saturating_sub(1),
                1,
                "v",
                look::NOTE,
            );
        }
        caret
    }

    /// Draws the field that is typed in over its line.
    fn draw_caret(&self, buffer: &mut Buffer, area: Rect, y: u16, label: u16) -> Position {
        let x = area.x + label;
        if !self.kind().is_some_and(field::is_typed) {
            return Position::new(x.min(area.right().saturating_sub(1)), y);
        }
        let columns = FIELD.min(area.right().saturating_sub(x));
        self.line
            .draw(buffer, Rect::new(x, y, columns, 1), look::FIELD)
    }

    fn lay_out(&self, columns: u16) -> Laid {
        let lang = self.desk.lang;
        let questions = self.questions_here();
        let widest = questions
            .iter()
            .map(|one| width(one.field.label.say(lang)))
            .max();
        let label = widest.unwrap_or(0).clamp(14, 30) + 4;
        let mut laid = Laid {
            page: Page::default(),
            caret: 0..1,
            label: u16::try_from(label).unwrap_or(34),
        };
        let mut row = None;
        for question in questions.iter().filter(|one| !self.is_held_back(one)) {
            if question.row != row {
                row.clone_from(&question.row);
                self.row_heading(question, questions, &mut laid.page);
            }
            let start = laid.page.lines.len();
            self.question_lines(question, columns, &mut laid);
            if question.path == self.at {
                laid.caret = start..laid.page.lines.len();
            }
        }
        laid
    }

    fn row_heading(&self, question: &Question, all: &[Question], page: &mut Page) {
        let Some((rows, row)) = &question.row else {
            return;
        };
        let rows = all.iter().find(|one| one.path == *rows);
        if let Some(Kind::Rows { item, .. }) = rows.map(|rows| &rows.field.kind) {
            let heading = item
                .say(self.desk.lang)
                .replace("{n}", &(row + 1).to_string());
            page.line(format!("  {heading}"), look::STRONG);
        }
    }

    fn question_lines(&self, question: &Question, columns: u16, laid: &mut Laid) {
        let here = question.path == self.at;
        let label = usize::from(laid.label);
        let mark = if question.required { "*" } else { " " };
        let indent = if question.row.is_some() { "  " } else { "" };
        let name = format!("{indent}{mark}{}", question.field.label.say(self.desk.lang));
        let style = if here { look::SELECTED } else { look::LABEL };
        let mut line: Line = vec![
            (pad(&name, label - 2), style),
            ("  ".to_owned(), look::PLAIN),
        ];
        line.extend(self.value(question, here));
        laid.page.pieces(line);
        if here {
            self.options(question, columns, laid);
        }
        self.said(question, columns, laid);
    }

    /// The answer and, behind it, what it says.
    fn value(&self, question: &Question, here: bool) -> Line {
        let lang = self.desk.lang;
        let kind = &question.field.kind;
        let reading = reading_text(question, lang);
        let style = if question.filled {
            look::FILLED
        } else {
            look::PLAIN
        };
        if let Kind::Rows { .. } = kind {
            let count = self.draft.row_count(&question.path);
            let count = Message::new("tui.rows").with("count", count).say(lang);
            let how = Message::new("tui.type_how_many").say(lang);
            let how = if here { how } else { String::new() };
            return vec![(pad(&count, 8), style), (how, look::QUIET)];
        }
        if field::is_chosen(kind) {
            let text = if reading.is_empty() {
                question.text.clone()
            } else {
                reading
            };
            return vec![(text, style)];
        }
        let text = field::edited(question, lang);
        // A number stands there already; what it says follows.
        let says = match reading.strip_prefix(&text) {
            Some("") => String::new(),
            Some(more) if more.starts_with('・') => more.trim_start_matches('・').to_owned(),
            _ => reading,
        };
        if here {
            return vec![
                (pad("", usize::from(FIELD) + 1), look::PLAIN),
                (says, look::READING),
            ];
        }
        // A place is shown once, by its name.
        match kind {
            Kind::Place { .. } if !says.is_empty() => vec![(says, style)],
            _ => vec![(format!("{text}  "), style), (says, look::READING)],
        }
    }

    /// The options of the field with the caret, or the places that fit.
    fn options(&self, question: &Question, columns: u16, laid: &mut Laid) {
        let lang = self.desk.lang;
        let indent = usize::from(laid.label);
        if let Kind::Consent { text } = &question.field.kind {
            laid.page.text(text.say(lang), indent, columns, look::PLAIN);
        }
        let mut line: Line = vec![(" ".repeat(indent), look::PLAIN)];
        let mut wide = indent;
        for (number, (code, label)) in (1..).zip(field::options(&question.field.kind, lang)) {
            let text = format!("{number} {label}");
            if wide + width(&text) > usize::from(columns) {
                let full = vec![(" ".repeat(indent), look::PLAIN)];
                laid.page.pieces(std::mem::replace(&mut line, full));
                wide = indent;
            }
            wide += width(&text) + 2;
            let chosen = question.reading.canonical.as_deref() == Some(code.as_str());
            let style = if chosen { look::SELECTED } else { look::PLAIN };
            line.push((text, style));
            line.push(("  ".to_owned(), look::PLAIN));
        }
        if line.len() > 1 {
            laid.page.pieces(line);
        }
        for (number, suggestion) in self.suggestions.iter().enumerate() {
            let text = format!("{} {}", number + 1, suggestion.name);
            let style = if number == self.chosen {
                look::SELECTED
            } else {
                look::PLAIN
            };
            laid.page
                .pieces(vec![(" ".repeat(indent), look::PLAIN), (text, style)]);
        }
    }

    /// What is wrong with the answer, and what is worth a look, below it.
    fn said(&self, question: &Question, columns: u16, laid: &mut Laid) {
        let lang = self.desk.lang;
        let indent = usize::from(laid.label);
        let here = question.path == self.at;
        let left = self.checked || self.visited.contains(&question.path);
        let restored = !question.filled && !question.text.is_empty() && !here;
        let shown = (left && (!here || !question.text.is_empty())) || restored || self.checked;
        for problem in self.problems.iter().filter(|one| one.path == question.path) {
            if shown {
                let text = format!("✗ {}", problem.message.say(lang));
                laid.page.text(&text, indent, columns, look::PROBLEM);
            } else if here && self.is_long_enough_to_judge(question) {
                let text = format!("✗ {}", problem.message.say(lang));
                laid.page.text(&text, indent, columns, look::NOTE);
            }
        }
        let others = self.notes.iter().filter(|(path, _)| *path == question.path);
        for (_, note) in others {
            let text = format!("! {}", note.say(lang));
            laid.page.text(&text, indent, columns, look::NOTE);
        }
        for note in self.form.notes(&self.survey, question) {
            laid.page.text(
                &format!("! {}", note.say(lang)),
                indent,
                columns,
                look::NOTE,
            );
        }
    }

    /// While a text grows it is not yet wrong; a number of full length is.
    fn is_long_enough_to_judge(&self, question: &Question) -> bool {
        let length = question.text.trim().chars().count();
        match question.field.kind {
            Kind::IdPaper => length >= 18,
            Kind::Phone => length >= 11,
            Kind::Date => length >= 8,
            _ => false,
        }
    }
}

/// What the answer says, its parts beside each other; a name with the code points of characters
/// that the terminal's font may lack.
pub(super) fn reading_text(question: &Question, lang: crate::text::Lang) -> String {
    let shown = question.reading.shown.iter();
    let parts: Vec<String> = shown.map(|part| part.say(lang)).collect();
    let text = parts.join("・");
    match question.field.kind {
        Kind::Name => PersonName::read(&text).map_or(text, |name| name.with_points()),
        _ => text,
    }
}

fn draw_line(buffer: &mut Buffer, area: Rect, y: u16, line: &[(String, Style)]) {
    let mut x = area.x;
    for (text, style) in line {
        let room = area.right().saturating_sub(x);
        x = put(buffer, x, y, room, text, *style);
    }
}
