//! Everything once more on one page, and the one key that issues.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::draw::reading_text;
use super::{Mode, Wizard, field};
use crate::form::{Computed, Consequence, Kind, Question, Submission, read};
use crate::text::{Message, pad, width};
use crate::tui::app::Effect;
use crate::tui::job::Job;
use crate::tui::keys::Word;
use crate::tui::look;
use crate::tui::screen::{Act, Response};
use crate::tui::widget::{Line, Page, Scroll, put};

impl Wizard {
    /// Lines of the review on the smallest screen.
    fn review_lines(&self) -> usize {
        match &self.mode {
            Mode::Reviewing { submission, .. } => self.review_page(submission, 76).lines.len(),
            _ => 0,
        }
    }

    pub(super) fn reviewing(&mut self, act: Act) -> Response {
        let lines = self.review_lines();
        let Mode::Reviewing {
            submission,
            scroll,
            issuing,
        } = &mut self.mode
        else {
            return Response::stay();
        };
        if *issuing {
            return Response::stay().toast(Message::new("tui.issuing"));
        }
        match act {
            Act::Word(word @ (Word::Accept | Word::LeaveToPen)) => {
                *issuing = true;
                let mut wish = submission.clone();
                if word == Word::LeaveToPen {
                    *wish = wish.fill_by_hand();
                }
                return Response::start(Job::Issue(wish)).toast(Message::new("tui.issuing"));
            }
            // The key that opened the review does not issue: pressed twice it has been seen once.
            Act::Word(Word::Submit) => {
                let enter = match self.form.consequence {
                    Consequence::Certificate => Message::new("tui.review_certificate"),
                    Consequence::Registration => Message::new("tui.review_registration"),
                    Consequence::Record => Message::new("tui.review_record"),
                    Consequence::Change(_) => Message::new("tui.review_change"),
                };
                return Response::no(enter);
            }
            Act::Word(Word::Preview) => {
                return Response::start(Job::Preview(submission.clone()))
                    .toast(Message::new("tui.preview_drawing"));
            }
            Act::Word(Word::Down) => scroll.down(1, lines),
            Act::Word(Word::Up) => scroll.up(1),
            Act::Word(Word::PageDown) => scroll.down(15, lines),
            Act::Word(Word::PageUp) => scroll.up(15),
            Act::Word(Word::Back) => self.mode = Mode::Filling,
            Act::Word(Word::NextCustomer) => {
                return Response::home().toast(Message::new("tui.draft_kept"));
            }
            // A code read by chance must not take the clerk away from a finished form.
            _ => return Response::stay().and(Effect::Bell),
        }
        Response::stay()
    }

    pub(super) fn draw_review(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        page: &Page,
        scroll: Scroll,
        issuing: bool,
    ) -> Position {
        let lang = self.desk.lang;
        let title = match (issuing, self.form.consequence) {
            (true, _) => Message::new("tui.issuing"),
            (false, Consequence::Certificate) => Message::new("tui.review_certificate"),
            (false, Consequence::Registration) => Message::new("tui.review_registration"),
            (false, Consequence::Record) => Message::new("tui.review_record"),
            (false, Consequence::Change(_)) => Message::new("tui.review_change"),
        };
        let heading = format!(" {} ", title.say(lang));
        put(
            buffer,
            area.x + 1,
            area.y,
            area.width - 2,
            &heading,
            look::SELECTED,
        );
        let body = Rect {
            x: area.x + 2,
            y: area.y + 2,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        };
        page.draw(buffer, body, scroll, look::NOTE);
        Position::new(area.x + 1, area.y)
    }

    /// Missing papers and what will be printed come first: they decide; the answers follow.
    pub(super) fn review_page(&self, submission: &Submission, columns: u16) -> Page {
        let mut page = Page::default();
        self.missing(submission, &mut page, columns);
        if submission.missing().is_empty() {
            self.values(&mut page);
            self.papers(submission, &mut page);
        }
        let labels = self
            .survey
            .questions()
            .map(|one| width(one.field.label.say(self.desk.lang)));
        let label = labels.max().unwrap_or(0).clamp(16, 32) + 5;
        self.changes(&mut page, label);
        for step in &self.survey.pages {
            let lines: Vec<Line> = step
                .questions
                .iter()
                .filter_map(|question| self.answer_line(question, label))
                .collect();
            if lines.is_empty() {
                continue;
            }
            page.line(step.title.say(self.desk.lang), look::HEADING);
            lines.into_iter().for_each(|line| page.pieces(line));
            page.gap();
        }
        page
    }

    /// What a change of a certificate changes, before all that stays.
    fn changes(&self, page: &mut Page, label: usize) {
        let amends = match self.form.consequence {
            Consequence::Change(change) => change.amends(),
            _ => false,
        };
        let changed = self.survey.questions().filter(|question| {
            let typed = self.draft.answers.contains_key(&question.path);
            let known = self.draft.known.get(&question.path);
            let lent = known.is_some() || question.row.is_some();
            typed && lent && known != question.reading.canonical.as_ref()
        });
        let lines: Vec<Line> = changed
            .filter(|_| amends)
            .filter_map(|question| self.answer_line(question, label))
            .collect();
        if lines.is_empty() {
            return;
        }
        let heading = Message::new("tui.will_change").say(self.desk.lang);
        page.line(heading, look::HEADING);
        lines.into_iter().for_each(|line| page.pieces(line));
        page.gap();
    }

    /// What the form computed from the answers.
    fn values(&self, page: &mut Page) {
        let lang = self.desk.lang;
        let shown = |one: &Computed| {
            let label = one.label.as_ref()?.say(lang).to_owned();
            Some((label, one.shown.say(lang).to_owned()))
        };
        let values: Vec<_> = self.survey.outcome.iter().filter_map(shown).collect();
        if values.is_empty() {
            return;
        }
        page.line(Message::new("tui.will_record").say(lang), look::HEADING);
        for (label, text) in values {
            page.pieces(vec![
                (pad(&format!("  {label}"), 21), look::LABEL),
                (text, look::STRONG),
            ]);
        }
        page.gap();
    }

    fn missing(&self, submission: &Submission, page: &mut Page, columns: u16) {
        if submission.missing().is_empty() {
            return;
        }
        let lang = self.desk.lang;
        page.line(Message::new("tui.will_suspend").say(lang), look::PROBLEM);
        for missing in submission.missing() {
            let question = self.survey.question(&format!("doc.{}", missing.code));
            let name = question.map_or(missing.name.as_str(), |one| one.field.label.say(lang));
            let from = question.map_or(missing.from.as_str(), |one| one.field.help.say(lang));
            let text = Message::new("tui.missing_paper")
                .with("name", name)
                .with("count", missing.count)
                .with("from", from);
            page.text(&format!("✗ {}", text.say(lang)), 2, columns, look::NOTE);
        }
        page.gap();
    }

    fn papers(&self, submission: &Submission, page: &mut Page) {
        let lang = self.desk.lang;
        if submission.papers().is_empty() {
            return;
        }
        page.line(Message::new("tui.will_print").say(lang), look::HEADING);
        for order in submission.papers() {
            let copies = Message::new("tui.copies").with("copies", order.copies);
            page.pieces(vec![
                (
                    pad(&format!("  {}", self.desk.paper_title(&order.paper)), 46),
                    look::PLAIN,
                ),
                (copies.say(lang), look::STRONG),
            ]);
        }
        page.gap();
    }

    fn answer_line(&self, question: &Question, columns: usize) -> Option<Line> {
        let lang = self.desk.lang;
        let canonical = question.reading.canonical.as_ref()?;
        let indent = if question.row.is_some() { "    " } else { "  " };
        let label = format!("{indent}{}", question.field.label.say(lang));
        let mut line: Line = vec![(pad(&label, columns), look::LABEL)];
        line.push((self.answer_text(question), look::PLAIN));
        if let Some(before) = self.draft.known.get(&question.path)
            && before != canonical
            && !matches!(question.field.kind, Kind::Rows { .. })
        {
            let was = read(&question.field.kind, before, &self.desk.around);
            let was = if was.shown.is_empty() {
                before.clone()
            } else {
                was.say(lang)
            };
            let changed = Message::new("tui.changed_from").with("before", was);
            line.push((format!("  {}", changed.say(lang)), look::NOTE));
        }
        for note in self.form.notes(&self.survey, question) {
            line.push((format!("  ! {}", note.say(lang)), look::NOTE));
        }
        Some(line)
    }

    fn answer_text(&self, question: &Question) -> String {
        let lang = self.desk.lang;
        let says = reading_text(question, lang);
        match &question.field.kind {
            Kind::Rows { .. } => {
                let count = self.draft.row_count(&question.path);
                Message::new("tui.rows").with("count", count).say(lang)
            }
            Kind::IdPaper => format!("{}  {says}", field::edited(question, lang)),
            _ if says.is_empty() => question.text.clone(),
            _ => says,
        }
    }
}
