use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::asking::Ask;
use super::preview::PreviewScreen;
use super::result::ResultScreen;
use super::second::SecondScreen;
use super::{Act, Response, Screen};
use crate::form::{Draft, Form, Kind, Problem, Question, Submission, Survey};
use crate::record::PersonKey;
use crate::text::Message;
use crate::tui::app::Effect;
use crate::tui::desk::Desk;
use crate::tui::job::{Job, PreviewOf, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::notice::Notice;
use crate::tui::widget::{LineEdit, Scroll};

mod answer;
mod draw;
pub(super) mod field;
mod margins;
mod moves;
mod review;
mod rows;
mod scan;
mod who;

use field::Suggestion;

/// Fills in any form: one page of questions at a time, then everything once more for review, then
/// the one key that issues.
pub struct Wizard {
    desk: Arc<Desk>,
    form: Arc<Form>,
    draft: Draft,
    /// The draft seen through the form; made anew after every change.
    survey: Survey,
    problems: Vec<Problem>,
    /// Path of the question with the caret.
    at: String,
    /// The text under the caret, while the question is answered by typing.
    line: LineEdit,
    suggestions: Vec<Suggestion>,
    chosen: usize,
    /// Questions the caret has left: their problems are shown.
    visited: BTreeSet<String>,
    /// Problems are shown everywhere, because the clerk asked for the review.
    checked: bool,
    /// The field whose problem the clerk has been told of once.
    told: Option<String>,
    /// Drafts before each change, the latest last.
    undo: Vec<Draft>,
    /// The draft as it stands is on the disk.
    kept: bool,
    /// What told who the applicant is, and which certificate was shown, when the records were asked
    /// last.
    asked_about: Option<[String; 6]>,
    /// People who look alike and of whom the clerk left open whether they are one, each with the
    /// number it was about.
    undecided: BTreeSet<(PersonKey, String)>,
    /// What does not agree with other records, at the path it is about.
    notes: Vec<(String, Message)>,
    mode: Mode,
}

enum Mode {
    Filling,
    /// Who is this? A digit answers.
    Asking {
        ask: Box<Ask>,
        scroll: Scroll,
    },
    Reviewing {
        submission: Box<Submission>,
        scroll: Scroll,
        /// The office is at work; a second Enter changes nothing.
        issuing: bool,
    },
}

impl Wizard {
    /// `None` if the hall has no form for the draft's service any more.
    pub fn new(desk: Arc<Desk>, draft: Draft) -> Option<Wizard> {
        let form = desk.form(&draft.service)?.clone();
        let survey = form.survey(&draft, &desk.around);
        let problems = form.problems(&survey);
        let mut wizard = Wizard {
            desk,
            form,
            draft,
            survey,
            problems,
            at: String::new(),
            line: LineEdit::default(),
            suggestions: Vec::new(),
            chosen: 0,
            visited: BTreeSet::new(),
            checked: false,
            told: None,
            undo: Vec::new(),
            kept: false,
            asked_about: None,
            undecided: BTreeSet::new(),
            notes: Vec::new(),
            mode: Mode::Filling,
        };
        wizard.open_where_it_was_left();
        Some(wizard)
    }

    fn question(&self) -> Option<&Question> {
        self.survey.question(&self.at)
    }

    fn kind(&self) -> Option<&Kind> {
        self.question().map(|question| &question.field.kind)
    }

    /// Makes the survey anew. The caret stays where it is, or goes to the nearest question before
    /// if its own is no longer asked.
    fn renew(&mut self) {
        let place = moves::place_of(&self.survey, &self.at);
        self.survey = self.form.survey(&self.draft, &self.desk.around);
        self.problems = self.form.problems(&self.survey);
        if self.survey.question(&self.at).is_none() {
            let count = self.survey.questions().count();
            let near = place.unwrap_or(0).min(count.saturating_sub(1));
            let path = self
                .survey
                .questions()
                .nth(near)
                .map(|near| near.path.clone());
            self.focus(&path.unwrap_or_default());
        }
    }

    /// Everything typed is on its way to the disk before the next key is read; unless a rule says
    /// that nothing is kept of whom it refuses.
    fn saved(&mut self) -> Response {
        self.kept = false;
        if self.survey.keeps_nothing {
            return Response::start(Job::DropDraft(self.draft.request));
        }
        Response::start(Job::SaveDraft(Box::new(self.draft.clone())))
    }

    fn print_notice(&mut self) -> Response {
        Response::start(Job::PrintRefusal(Box::new(self.draft.clone())))
    }

    fn is_refused(&self) -> bool {
        !self.survey.refusals.is_empty()
    }

    fn undo(&mut self) -> Response {
        let Some(before) = self.undo.pop() else {
            return Response::no(Message::new("tui.nothing_to_undo"));
        };
        let at = before.at.clone();
        self.draft = before;
        self.renew();
        let at = at.unwrap_or_else(|| self.at.clone());
        self.focus(&at);
        self.saved()
    }

    fn leave(&self) -> Response {
        if self.undo.is_empty() && !self.is_refused() {
            return Response::close();
        }
        Response::close().toast(self.fate_of_draft())
    }

    fn fate_of_draft(&self) -> Message {
        match self.survey.keeps_nothing {
            true => Message::new("tui.nothing_kept"),
            false => Message::new("tui.draft_kept"),
        }
    }

    /// Shows the review if nothing stands against it, else the first problem.
    fn submit(&mut self) -> Response {
        self.visited.insert(self.at.clone());
        self.checked = true;
        match self.form.check(&self.draft, &self.desk.around) {
            Ok(submission) => {
                self.mode = Mode::Reviewing {
                    submission: Box::new(submission),
                    scroll: Scroll::default(),
                    issuing: false,
                };
                Response::stay()
            }
            Err(unfit) if unfit.problems.is_empty() => {
                Response::stay().notice(Notice::refused(&unfit.refusals, self.desk.lang))
            }
            Err(unfit) => {
                let first = &unfit.problems[0].path;
                let question = self.survey.question(first);
                // What is asked only for want of another answer is best mended by that answer.
                let instead = question
                    .and_then(|question| self.instead_of(question))
                    .filter(|instead| !self.visited.contains(&instead.path));
                let path = instead.map_or(first, |instead| &instead.path).clone();
                self.focus(&path);
                Response::no(Message::new("tui.problems").with("count", unfit.problems.len()))
            }
        }
    }

    fn filling(&mut self, word: Word) -> Response {
        match word {
            Word::Accept => self.accept(),
            Word::Next => self.step(1),
            Word::Previous => self.step(-1),
            Word::PageDown => self.page(1),
            Word::PageUp => self.page(-1),
            Word::Submit => self.submit(),
            Word::Undo => self.undo(),
            Word::AddRow => self.add_row(),
            Word::RemoveRow => self.remove_row(),
            Word::AllSeen => self.all_seen(),
            Word::PrintNotice => self.print_notice(),
            Word::Pick(digit) => self.pick(usize::from(digit)),
            Word::Back => self.leave(),
            Word::NextCustomer => {
                let mut response = self.leave();
                response.turn = super::Turn::Home;
                response
            }
            Word::Down => self.choose(1),
            Word::Up => self.choose(-1),
            word => self.edit(word),
        }
    }
}

impl Screen for Wizard {
    fn contexts(&self) -> Vec<Context> {
        match self.mode {
            Mode::Reviewing { .. } => return vec![Context::Review],
            Mode::Asking { .. } => return vec![Context::Asking],
            Mode::Filling => {}
        }
        let mut contexts = Vec::new();
        if self.is_refused() {
            contexts.push(Context::Refused);
        }
        if self.survey.keeps_nothing {
            contexts.push(Context::KeepsNothing);
        }
        match self.kind() {
            Some(kind) if field::is_chosen(kind) => contexts.push(Context::Choice),
            Some(Kind::Rows { .. }) => contexts.push(Context::Choice),
            _ if self.digits_pick() => contexts.push(Context::Suggestions),
            _ => {}
        }
        if self.rows_here().is_some() {
            contexts.push(Context::Rows);
        }
        if self.has_documents_here() {
            contexts.push(Context::Documents);
        }
        contexts.push(Context::Wizard);
        if self.kind().is_some_and(field::is_typed) {
            contexts.push(Context::Line);
        }
        contexts
    }

    fn act(&mut self, act: Act) -> Response {
        match self.mode {
            Mode::Reviewing { .. } => return self.reviewing(act),
            Mode::Asking { .. } => return self.asking(&act),
            Mode::Filling => {}
        }
        let left = self.at.clone();
        let mut response = match act {
            Act::Word(word) => self.filling(word),
            Act::Text(c) => self.type_char(c),
            Act::Paste(text) => self.paste(&text),
            Act::Scan(code) => self.scan(&code),
        };
        let moved = self.at != left || !matches!(self.mode, Mode::Filling);
        if moved && self.is_telling(&left) {
            response.effects.extend(self.who_is_it().map(Effect::Start));
        }
        response
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        match reply {
            Reply::Issued(issued) if issued.request == self.draft.request => {
                let result = ResultScreen::new(self.desk.clone(), (**issued).clone());
                Some(Response::replace(result))
            }
            Reply::NeedsSecond { to, about } => {
                let Mode::Reviewing {
                    submission,
                    issuing,
                    ..
                } = &mut self.mode
                else {
                    return None;
                };
                *issuing = false;
                let job = Job::Issue(submission.clone());
                let screen = SecondScreen::new(self.desk.lang, (*to, about), job);
                Some(Response::open(screen))
            }
            Reply::NotIssued(notice) => {
                if let Mode::Reviewing { issuing, .. } = &mut self.mode {
                    *issuing = false;
                }
                // The reason may be that a new day has begun; looking around finds out.
                Some(Response::start(Job::LookAround).notice(notice.clone()))
            }
            Reply::Opened(opened) => {
                self.desk = opened.desk.clone();
                self.mode = Mode::Filling;
                self.renew();
                Some(Response::stay())
            }
            Reply::Kept(draft) => {
                self.kept |= **draft == self.draft;
                Some(Response::stay())
            }
            Reply::Preview(preview)
                if preview.of == PreviewOf::Submission(self.draft.request)
                    && matches!(self.mode, Mode::Reviewing { issuing: false, .. }) =>
            {
                let screen = PreviewScreen::new(self.desk.lang, preview.clone());
                Some(screen.map_or_else(Response::stay, Response::open))
            }
            Reply::RefusalPrinted(paper) => {
                let printed = Message::new(match self.survey.keeps_nothing {
                    true => "tui.notice_printed",
                    false => "tui.notice_on_paper",
                });
                Some(Response::stay().toast(printed.with("path", paper.path.display())))
            }
            Reply::Photo { request, digest } if *request == self.draft.request => {
                Some(self.take_photo(digest))
            }
            Reply::WhoIs { request, who } if *request == self.draft.request => {
                Some(self.found_out(who))
            }
            Reply::Attached {
                request,
                start,
                said,
            } if *request == self.draft.request => {
                let mut response = self.attach(start);
                for said in said {
                    response = response.toast(said.clone());
                }
                Some(response)
            }
            Reply::ToldApart { request } if *request == self.draft.request => {
                // There may be another one who looks alike.
                self.asked_about = None;
                let next = self.who_is_it().map(Effect::Start);
                let mut response = Response::stay().toast(Message::new("tui.ask_told_apart"));
                response.effects.extend(next);
                Some(response)
            }
            _ => None,
        }
    }

    fn must_be_seen(&self, act: &Act) -> bool {
        match self.mode {
            Mode::Reviewing { issuing, .. } => !issuing && *act == Act::Word(Word::Accept),
            Mode::Asking { .. } => true,
            Mode::Filling => false,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        match &self.mode {
            Mode::Filling => self.draw_fields(frame.buffer_mut(), area),
            Mode::Asking { ask, scroll } => {
                self.draw_asking(frame.buffer_mut(), area, ask, *scroll)
            }
            Mode::Reviewing {
                submission,
                scroll,
                issuing,
            } => {
                let page = self.review_page(submission, area.width.saturating_sub(4));
                self.draw_review(frame.buffer_mut(), area, &page, *scroll, *issuing)
            }
        }
    }

    fn help(&self) -> Option<(String, String)> {
        let question = self.question()?;
        let lang = self.desk.lang;
        let help = question.field.help.say(lang);
        let text = match (help, &question.field.kind) {
            (help, Kind::Consent { text }) => format!("{} {help}", text.say(lang)),
            ("", _) => Message::new("tui.no_help").say(lang),
            (help, _) => help.to_owned(),
        };
        Some((question.field.label.say(lang).to_owned(), text))
    }
}

#[cfg(test)]
mod tests;
