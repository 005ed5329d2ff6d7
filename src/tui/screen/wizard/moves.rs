//! Where the caret goes.

use super::{Response, Wizard, field};
use crate::form::{Kind, Page, Question, Survey};
use crate::text::Message;
use crate::tui::widget::LineEdit;

/// The place of a path among all open questions.
pub fn place_of(survey: &Survey, path: &str) -> Option<usize> {
    survey
        .questions()
        .position(|question| question.path == path)
}

impl Wizard {
    pub(super) fn open_where_it_was_left(&mut self) {
        let left = self.draft.at.clone();
        let left = left.filter(|path| self.survey.question(path).is_some());
        let first = || {
            let asked = self.survey.questions().find(|question| self.asks(question));
            let any = asked.or_else(|| self.survey.questions().next());
            any.map(|question| question.path.clone())
        };
        let path = left.or_else(first).unwrap_or_default();
        self.focus(&path);
    }

    /// Puts the caret into a field.
    pub(super) fn focus(&mut self, path: &str) {
        self.at = path.to_owned();
        self.draft.at = Some(self.at.clone());
        self.told = None;
        let question = self.survey.question(path);
        self.line = question.map_or_else(LineEdit::default, |question| {
            field::line_for(question, self.desk.lang)
        });
        let untouched = question.filter(|question| question.text.is_empty());
        self.suggestions = untouched.map_or_else(Vec::new, |question| {
            field::suggestions("", &question.field.kind, &self.desk.around)
        });
        self.chosen = 0;
    }

    /// Whether the caret stops at a question on its way: it wants an answer, or one that must be
    /// given anew each time, and has not had its turn.
    fn asks(&self, question: &Question) -> bool {
        if let Kind::Rows { .. } = question.field.kind {
            let told = self.draft.rows.contains_key(&question.path) && !question.again;
            return !told && !self.visited.contains(&question.path);
        }
        if self.is_held_back(question) || self.was_left_empty_before(question) {
            return false;
        }
        let wrong = question.reading.problem.is_some();
        let wanted = question.required && question.reading.canonical.is_none();
        let open = question.text.trim().is_empty() || (question.again && question.filled);
        wrong || wanted || (open && !self.visited.contains(&question.path))
    }

    /// The question that may be answered instead of this one, while neither is: for the reason why
    /// there is no group, the group.
    pub(super) fn instead_of(&self, question: &Question) -> Option<&Question> {
        let when = question.field.when.as_ref()?;
        let names = when.names();
        let is_open = |one: &&Question| {
            one.text.trim().is_empty() && !one.required && one.path != question.path
        };
        let mut named = self
            .survey
            .questions()
            .filter(|one| names.contains(one.path.as_str()));
        question.text.is_empty().then(|| named.find(is_open))?
    }

    /// Whether a question waits until the one it stands in for has been left empty.
    pub(super) fn is_held_back(&self, question: &Question) -> bool {
        let first = self.instead_of(question);
        let untouched = first.is_some_and(|first| !self.visited.contains(&first.path));
        untouched && !self.checked && question.path != self.at
    }

    /// Whether another question wants an answer only because this one has none.
    fn is_missed(&self, question: &Question) -> bool {
        let misses = |one: &Question| {
            let wanting = one.required && one.reading.canonical.is_none();
            wanting
                && self
                    .instead_of(one)
                    .is_some_and(|first| first.path == question.path)
        };
        self.survey.questions().any(misses)
    }

    /// Whether the record answers this step and left this question of it empty, as it may be.
    fn was_left_empty_before(&self, question: &Question) -> bool {
        let may_stay_empty = !question.required
            && question.text.is_empty()
            && question.field.default_from.is_some()
            && !question.again;
        let answered = |page: &Page| {
            let known = |one: &Question| {
                self.draft.is_known(&one.path) || self.draft.rows.contains_key(&one.path)
            };
            let here = page.questions.iter().any(|one| one.path == question.path);
            here && page.questions.iter().any(known)
        };
        may_stay_empty
            && !self.is_missed(question)
            && self.draft.person.is_some()
            && self.survey.pages.iter().any(answered)
    }

    /// Goes on to the next question that wants an answer; past the last one it stays and names the key of
    /// the review.
    pub(super) fn advance(&mut self) -> Response {
        self.visited.insert(self.at.clone());
        let place = place_of(&self.survey, &self.at).map_or(0, |place| place + 1);
        let mut after = self.survey.questions().skip(place);
        let next = after.find(|question| self.asks(question));
        let next = next.map(|next| next.path.clone());
        drop(after);
        match next {
            Some(path) => {
                self.focus(&path);
                Response::stay()
            }
            // The review is opened by its own key only: a digit meant for the last field and
            // one key too many must not issue anything.
            None => Response::stay().toast(Message::new("tui.nothing_left")),
        }
    }

    /// One field on or back, whatever stands in it.
    pub(super) fn step(&mut self, by: isize) -> Response {
        self.visited.insert(self.at.clone());
        let place = place_of(&self.survey, &self.at).unwrap_or(0);
        let to = place.saturating_add_signed(by);
        let path = self.survey.questions().nth(to).map(|to| to.path.clone());
        match path {
            Some(path) if to != place => {
                self.focus(&path);
                Response::stay()
            }
            _ if by > 0 => Response::no(Message::new("tui.last_field")),
            _ => Response::no(Message::new("tui.first_field")),
        }
    }

    /// One step of the form on or back.
    pub(super) fn page(&mut self, by: isize) -> Response {
        self.visited.insert(self.at.clone());
        let to = self.page_number().saturating_add_signed(by);
        let page = self.survey.pages.get(to);
        let asked = page.and_then(|page| page.questions.iter().find(|one| self.asks(one)));
        let first = asked.or_else(|| page.and_then(|page| page.questions.first()));
        match first.map(|question| question.path.clone()) {
            Some(path) if to != self.page_number() => {
                self.focus(&path);
                Response::stay()
            }
            _ if by > 0 => Response::no(Message::new("tui.last_step")),
            _ => Response::no(Message::new("tui.first_step")),
        }
    }

    pub(super) fn page_number(&self) -> usize {
        let has = |questions: &[Question]| questions.iter().any(|one| one.path == self.at);
        let place = self
            .survey
            .pages
            .iter()
            .position(|page| has(&page.questions));
        place.unwrap_or(0)
    }

    pub(super) fn questions_here(&self) -> &[Question] {
        let page = self.survey.pages.get(self.page_number());
        page.map_or(&[], |page| page.questions.as_slice())
    }
}
