//! How an answer gets into a field.

use std::path::PathBuf;

use super::{Response, Wizard, field};
use crate::form::{Kind, PlaceLevel, read};
use crate::text::Message;
use crate::tui::app::Effect;
use crate::tui::job::Job;
use crate::tui::keys::Word;

/// Changes that can be undone.
const UNDO: usize = 200;

impl Wizard {
    pub(super) fn remember(&mut self) {
        if self.undo.len() == UNDO {
            self.undo.remove(0);
        }
        self.undo.push(self.draft.clone());
    }

    /// Writes an answer at the caret and looks at everything anew.
    pub(super) fn write(&mut self, text: &str) -> Response {
        self.remember();
        let at = self.at.clone();
        self.draft.write(&at, text);
        self.told = None;
        self.renew();
        self.saved()
    }

    pub(super) fn type_char(&mut self, c: char) -> Response {
        match self.kind() {
            Some(Kind::Rows { .. }) => self.type_into_rows(c),
            Some(kind) if field::is_chosen(kind) => self.type_choice(c),
            Some(_) => {
                self.line.insert(c.encode_utf8(&mut [0; 4]));
                self.typed()
            }
            None => Response::stay(),
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Response {
        if !self.kind().is_some_and(field::is_typed) {
            return Response::no(Message::new("tui.choose_by_digit"));
        }
        self.line.insert(text);
        self.typed()
    }

    /// The text under the caret changed.
    fn typed(&mut self) -> Response {
        let text = self.line.text().to_owned();
        let suggestions = self
            .kind()
            .map(|kind| field::suggestions(&text, kind, &self.desk.around));
        self.suggestions = suggestions.unwrap_or_default();
        self.chosen = 0;
        self.write(&text)
    }

    pub(super) fn edit(&mut self, word: Word) -> Response {
        let Some(kind) = self.kind() else {
            return Response::stay();
        };
        if !field::is_typed(kind) {
            return match word {
                Word::EraseLine => self.write(""),
                Word::Left => self.turn_option(-1),
                Word::Right => self.turn_option(1),
                _ => Response::stay(),
            };
        }
        let before = self.line.text().to_owned();
        self.line.act(word);
        if self.line.text() == before {
            return Response::stay();
        }
        self.typed()
    }

    /// `1` takes the first option or suggestion, and so on.
    pub(super) fn pick(&mut self, number: usize) -> Response {
        match self.kind() {
            Some(Kind::Rows { .. }) => self.set_rows(number),
            Some(kind) if field::is_chosen(kind) => {
                let options = field::options(kind, self.desk.lang);
                match options.get(number.wrapping_sub(1)) {
                    Some((code, _)) => self.choose_option(&code.clone()),
                    None => Response::no(Message::new("tui.no_such_number")),
                }
            }
            _ => self.pick_suggestion(number.wrapping_sub(1)),
        }
    }

    fn choose_option(&mut self, code: &str) -> Response {
        let Some(kind) = self.kind() else {
            return Response::stay();
        };
        if let Some(problem) = read(kind, code, &self.desk.around).problem {
            return Response::stay().and(Effect::Bell).toast(problem);
        }
        self.write_and_advance(code)
    }

    /// The draft is saved with the caret where it goes, so that it is found there again.
    fn write_and_advance(&mut self, text: &str) -> Response {
        self.write(text);
        let mut response = self.advance();
        response.effects.extend(self.saved().effects);
        response
    }

    /// Letters choose too: y and n, 是 and 否.
    fn type_choice(&mut self, c: char) -> Response {
        let Some(kind) = self.kind() else {
            return Response::stay();
        };
        let typed = crate::text::half_width(&c.to_string());
        let digit = typed.parse::<usize>().ok().filter(|digit| *digit > 0);
        if let Some(digit) = digit {
            return self.pick(digit);
        }
        match read(kind, &typed, &self.desk.around).canonical {
            Some(code) => self.choose_option(&code),
            None => Response::no(Message::new("tui.choose_by_digit")),
        }
    }

    /// Moves to the option beside the answer.
    fn turn_option(&mut self, by: isize) -> Response {
        let Some(question) = self.question() else {
            return Response::stay();
        };
        let options = field::options(&question.field.kind, self.desk.lang);
        let current = question.reading.canonical.as_ref();
        let place = options.iter().position(|(code, _)| Some(code) == current);
        let to = match place {
            Some(place) => place.saturating_add_signed(by),
            None => 0,
        };
        match options.get(to) {
            Some((code, _)) if place != Some(to) => self.write(&code.clone()),
            _ => Response::stay(),
        }
    }

    fn pick_suggestion(&mut self, place: usize) -> Response {
        let Some(suggestion) = self.suggestions.get(place) else {
            return Response::no(Message::new("tui.no_such_number"));
        };
        let code = suggestion.code.clone();
        self.write_and_advance(&code)
    }

    /// Whether a digit picks a suggestion rather than being typed.
    pub(super) fn digits_pick(&self) -> bool {
        let own = matches!(
            self.kind(),
            Some(Kind::Place {
                level: PlaceLevel::OwnCommunity,
                ..
            })
        );
        let typed = self.line.text().trim();
        let by_name = !typed.is_empty() && !field::is_code(typed);
        !self.suggestions.is_empty() && (by_name || (own && typed.is_empty()))
    }

    /// Moves among the suggestions; without any, among the fields.
    pub(super) fn choose(&mut self, by: isize) -> Response {
        if self.suggestions.is_empty() {
            return self.step(by);
        }
        let last = self.suggestions.len() - 1;
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
        Response::stay()
    }

    /// Enter: takes what stands there and goes on. The first Enter on something wrong stays and
    /// says so; the second goes on, because the mistake may lie elsewhere.
    pub(super) fn accept(&mut self) -> Response {
        let Some(question) = self.question() else {
            return Response::stay();
        };
        if !self.suggestions.is_empty() && !self.names_a_place() && !self.line.text().is_empty() {
            return self.pick_suggestion(self.chosen);
        }
        let typed = !question.text.trim().is_empty() && self.photo_file().is_none();
        let problem = self.problems.iter().find(|problem| problem.path == self.at);
        if let Some(problem) = problem
            && typed
            && self.told.as_deref() != Some(self.at.as_str())
        {
            self.told = Some(problem.path.clone());
            self.visited.insert(self.at.clone());
            return Response::stay().and(Effect::Bell);
        }
        if let Some(file) = self.photo_file() {
            return Response::start(Job::ImportPhoto {
                request: self.draft.request,
                file,
            });
        }
        let mut response = self.advance();
        if !self.undo.is_empty() {
            response.effects.extend(self.saved().effects);
        }
        response
    }

    /// The file named in the photo field, if it has not been taken over yet.
    fn photo_file(&self) -> Option<PathBuf> {
        let question = self.question()?;
        let file = question.text.trim();
        let open = question.reading.canonical.is_none() && !file.is_empty();
        (open && question.field.kind == Kind::Photo).then(|| PathBuf::from(file))
    }

    pub(super) fn take_photo(&mut self, digest: &str) -> Response {
        let photo = self
            .survey
            .questions()
            .find(|question| question.field.kind == Kind::Photo);
        let Some(path) = photo.map(|question| question.path.clone()) else {
            return Response::stay();
        };
        if path == self.at {
            return self
                .write_and_advance(digest)
                .toast(Message::new("tui.photo_taken"));
        }
        self.remember();
        self.draft.write(&path, digest);
        self.renew();
        self.saved().toast(Message::new("tui.photo_taken"))
    }

    /// Whether the text is a place by itself and nothing has been chosen below it.
    fn names_a_place(&self) -> bool {
        let reading = self.question().map(|question| &question.reading);
        let exact = reading
            .and_then(|reading| reading.canonical.as_deref())
            .is_some_and(field::is_code);
        exact && self.chosen == 0
    }
}
