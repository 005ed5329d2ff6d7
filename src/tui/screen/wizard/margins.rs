//! What stands around the fields: who it is about, how far it is, what stands against it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Wizard;
use super::draw::reading_text;
use crate::form::{Kind, Question};
use crate::text::{Message, width};
use crate::tui::look;
use crate::tui::notice::refusal_line;
use crate::tui::widget::{Page, fill, put, put_right, wrapped};

impl Wizard {
    pub(super) fn draw_heading(&self, buffer: &mut Buffer, area: Rect) {
        let lang = self.desk.lang;
        let title = self.form.title.say(lang);
        let x = put(
            buffer,
            area.x + 1,
            area.y,
            area.width / 2,
            title,
            look::STRONG,
        );
        put(
            buffer,
            x + 2,
            area.y,
            area.right().saturating_sub(x + 14),
            &self.who(),
            look::READING,
        );
        if self.kept {
            let kept = Message::new("tui.kept").say(lang);
            put_right(buffer, area.right() - 1, area.y, 12, &kept, look::QUIET);
        }
    }

    /// Name of the applicant and what her number says.
    fn who(&self) -> String {
        let lang = self.desk.lang;
        let fact = |fact: &str| {
            let field = self.desk.field_of(&self.form, fact)?;
            self.survey.question(&field.key)
        };
        let name = fact("name").map_or("", |question| question.text.as_str());
        let id = fact("id").map_or(String::new(), |question| reading_text(question, lang));
        format!("{name}  {id}").trim().to_owned()
    }

    /// The steps with how far they are: done, here, still to come.
    pub(super) fn draw_steps(&self, buffer: &mut Buffer, area: Rect) {
        fill(buffer, area, look::HEADING);
        let lang = self.desk.lang;
        let here = self.page_number();
        let short = self.steps_width() > usize::from(area.width);
        let mut x = area.x + 1;
        for (number, page) in self.survey.pages.iter().enumerate() {
            let done = page
                .questions
                .iter()
                .all(|question| self.is_settled(question));
            let title = match short && number != here {
                true => "",
                false => page.title.say(lang),
            };
            let mark = if done { "✓" } else { " " };
            let text = format!("{mark}{} {title} ", number + 1);
            let style = match (number == here, done) {
                (true, _) => look::SELECTED,
                (false, true) => look::READING,
                (false, false) => look::PLAIN,
            };
            let room = area.right().saturating_sub(x);
            x = put(buffer, x, area.y, room, &text, style.patch(look::FIELD));
        }
        let review = Message::new("tui.step_review").with("number", self.survey.pages.len() + 1);
        let room = area.right().saturating_sub(x);
        put(buffer, x, area.y, room, &review.say(lang), look::FIELD);
    }

    /// Columns of the step bar with every title written out.
    fn steps_width(&self) -> usize {
        let lang = self.desk.lang;
        let titles = self
            .survey
            .pages
            .iter()
            .map(|page| width(page.title.say(lang)) + 4);
        let review = Message::new("tui.step_review").with("number", 9).say(lang);
        titles.sum::<usize>() + width(&review) + 1
    }

    fn is_settled(&self, question: &Question) -> bool {
        let wrong = self
            .problems
            .iter()
            .any(|problem| problem.path == question.path);
        let open = question.again && question.text.is_empty() && question.required;
        let rows = matches!(question.field.kind, Kind::Rows { .. });
        let untouched = question.text.is_empty() && !self.visited.contains(&question.path);
        !wrong && !open && (!untouched || rows)
    }

    /// The rows below the fields: rules that stand against the service, then help on the field.
    pub(super) fn foot(&self, columns: u16) -> Page {
        let lang = self.desk.lang;
        let mut page = Page::default();
        for refusal in &self.survey.refusals {
            let why = Message::new("tui.not_today").with("why", refusal_line(refusal, lang));
            page.text(&format!("✗ {}", why.say(lang)), 0, columns, look::PROBLEM);
            let remedy = refusal.remedy.say(lang);
            if !remedy.is_empty() {
                let remedy = Message::new("tui.remedy").with("remedy", remedy).say(lang);
                page.text(&remedy, 2, columns, look::PROBLEM);
            }
        }
        let help = self
            .question()
            .map(|question| question.field.help.say(lang));
        for line in wrapped(help.unwrap_or_default(), usize::from(columns)) {
            page.line(line, look::QUIET);
        }
        page
    }
}
