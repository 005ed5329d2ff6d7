//! Who the draft is about: found on record while it is filled in, asked where it is not clear.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Mode, Response, Wizard};
use crate::form::{Draft, Kind, PaperNumberKind};
use crate::office::{Now, WhoIs};
use crate::person::{IdPaper, PersonName};
use crate::record::PersonKey;
use crate::text::Message;
use crate::tui::job::Job;
use crate::tui::keys::Word;
use crate::tui::look;
use crate::tui::screen::Act;
use crate::tui::screen::asking::{Answer, Ask};
use crate::tui::widget::Scroll;

/// The facts that say who somebody is; leaving one of them asks the records.
const TELLING: [&str; 5] = ["id", "name", "phone", "spouse.id", "spouse.name"];

fn is_certificate(kind: &Kind) -> bool {
    let paper = PaperNumberKind::ForeignCertificate;
    *kind == Kind::PaperNumber { paper }
}

impl Wizard {
    /// Asks the records about the applicant, if what tells who she is was changed since.
    pub(super) fn who_is_it(&mut self) -> Option<Job> {
        let [id, name, phone, spouse_id, spouse] =
            TELLING.map(|fact| self.fact(fact).unwrap_or_default().to_owned());
        let telling = [id, name, phone, spouse_id, spouse, self.certificate_shown()];
        let told = telling.iter().any(|text| !text.is_empty());
        if !told || self.survey.keeps_nothing || self.asked_about.as_ref() == Some(&telling) {
            return None;
        }
        self.asked_about = Some(telling);
        Some(Job::WhoIs(Box::new(self.draft.clone())))
    }

    /// The number of the certificate that was shown as one of another place; empty if none was.
    fn certificate_shown(&self) -> String {
        let mut questions = self.survey.questions();
        let shown = questions.find(|question| is_certificate(&question.field.kind));
        let number = shown.and_then(|shown| shown.reading.canonical.clone());
        number.unwrap_or_default()
    }

    /// Whether the question at a path tells who somebody is, or which certificate was shown.
    pub(super) fn is_telling(&self, path: &str) -> bool {
        let question = self.survey.question(path);
        if question.is_some_and(|question| is_certificate(&question.field.kind)) {
            return true;
        }
        let fact = question.and_then(|question| question.field.default_from.as_deref());
        fact.is_some_and(|fact| TELLING.contains(&fact))
    }

    /// The canonical answer that becomes a fact of the person.
    fn fact(&self, fact: &str) -> Option<&str> {
        let field = self.desk.field_of(&self.form, fact)?;
        let question = self.survey.question(&field.key)?;
        question.reading.canonical.as_deref()
    }

    pub(super) fn path_of(&self, fact: &str) -> Option<String> {
        let field = self.desk.field_of(&self.form, fact)?;
        Some(field.key.clone())
    }

    /// What the records say of the draft as it stood when they were asked.
    pub(super) fn found_out(&mut self, who: &WhoIs) -> Response {
        self.draft.note_shown(&who.shown);
        self.renew();
        self.notes = who
            .notes
            .iter()
            .filter_map(|(fact, note)| Some((self.path_of(fact)?, note.clone())))
            .collect();
        if let Some(other) = &who.spelling {
            let typed = self.fact("name").unwrap_or_default().to_owned();
            return self.ask(Ask::Spelling {
                other: other.clone(),
                typed,
            });
        }
        if let Some(person) = who.on_record {
            return Response::start(Job::Attach {
                request: self.draft.request,
                service: self.form.id.clone(),
                person,
            });
        }
        if let Some(suspect) = &who.new_number {
            return self.ask(Ask::NewNumber(suspect.clone()));
        }
        let open = |person: &PersonKey| !self.undecided.contains(&(*person, self.id_typed()));
        let suspect = who.suspects.iter().find(|suspect| open(&suspect.person));
        match suspect.cloned() {
            Some(suspect) => self.ask(Ask::Alike(suspect)),
            None => Response::stay(),
        }
    }

    fn id_typed(&self) -> String {
        self.fact("id").unwrap_or_default().to_owned()
    }

    fn ask(&mut self, ask: Ask) -> Response {
        self.mode = Mode::Asking {
            ask: Box::new(ask),
            scroll: Scroll::default(),
        };
        Response::stay()
    }

    pub(super) fn asking(&mut self, act: &Act) -> Response {
        let Mode::Asking { ask, scroll } = &mut self.mode else {
            return Response::stay();
        };
        let lines = ask.page(&self.desk, 76).lines.len();
        match act {
            Act::Word(Word::Pick(digit)) => {
                let answers = ask.answers();
                let Some(answer) = answers.get(usize::from(*digit).wrapping_sub(1)) else {
                    return Response::no(Message::new("tui.no_such_number"));
                };
                let (ask, answer) = (ask.clone(), *answer);
                self.mode = Mode::Filling;
                return self.answered(&ask, answer);
            }
            Act::Word(Word::Back) => {
                let ask = ask.clone();
                self.mode = Mode::Filling;
                return self.left_open(&ask);
            }
            Act::Word(Word::Down) => scroll.down(1, lines),
            Act::Word(Word::Up) => scroll.up(1),
            _ => return Response::no(Message::new("tui.choose_by_digit")),
        }
        Response::stay()
    }

    /// Nothing was decided: everything stands as it was typed.
    fn left_open(&mut self, ask: &Ask) -> Response {
        match ask {
            Ask::Spelling { .. } => {
                self.asked_about = None;
                self.focus_fact("name");
            }
            Ask::NewNumber(_) => {
                self.asked_about = None;
                self.focus_fact("id");
            }
            Ask::Alike(suspect) => {
                self.undecided.insert((suspect.person, self.id_typed()));
            }
        }
        Response::stay().toast(Message::new("tui.ask_left_open"))
    }

    fn answered(&mut self, ask: &Ask, answer: Answer) -> Response {
        let request = self.draft.request;
        let service = self.form.id.clone();
        match (answer, ask) {
            (Answer::CorrectName, Ask::Spelling { other, typed }) => {
                self.asked_about = None;
                self.focus_fact("name");
                Response::start(Job::CorrectName {
                    request,
                    service,
                    person: other.person,
                    name: typed.clone(),
                })
            }
            (Answer::TakeRecorded, Ask::Spelling { other, .. }) => {
                self.focus_fact("name");
                let mut response = self.write(&other.on_record);
                self.focus_fact("name");
                response.follow_with(Response::start(Job::Attach {
                    request,
                    service,
                    person: other.person,
                }));
                response
            }
            (Answer::OnePerson(by), Ask::Alike(suspect) | Ask::NewNumber(suspect)) => {
                let Some(now) = self.now() else {
                    return Response::no(Message::new("tui.ask_name_first"));
                };
                Response::start(Job::Link {
                    request,
                    service,
                    now: Box::new(now),
                    former: suspect.person,
                    document: Message::new(by).say(crate::text::Lang::Zh),
                })
            }
            (Answer::TwoPeople, Ask::Alike(suspect)) => {
                match IdPaper::parse_key(&self.id_typed()) {
                    Some(paper) => Response::start(Job::TellApart {
                        request,
                        person: suspect.person,
                        paper,
                    }),
                    None => Response::stay(),
                }
            }
            _ => {
                self.asked_about = None;
                self.focus_fact("id");
                Response::stay().toast(Message::new("tui.ask_number_again"))
            }
        }
    }

    /// The number of today and the name on its paper, as they were typed.
    fn now(&self) -> Option<Now> {
        Some(Now::New {
            paper: IdPaper::parse_key(&self.id_typed())?,
            name: PersonName::read(self.fact("name")?).ok()?,
        })
    }

    fn focus_fact(&mut self, fact: &str) {
        if let Some(path) = self.path_of(fact) {
            self.focus(&path);
        }
    }

    /// Goes on for a person on record: what the record says is filled in, what was typed stays.
    pub(super) fn attach(&mut self, start: &Draft) -> Response {
        self.remember();
        self.draft.attach(start);
        self.renew();
        self.forget_what_is_known();
        let at = self.at.clone();
        self.focus(&at);
        // A field the record has filled is passed over, as it is when the form begins with her.
        if self.question().is_some_and(|question| question.filled) {
            self.advance();
        }
        self.saved()
    }

    /// What was typed as the record has it is the record's again.
    fn forget_what_is_known(&mut self) {
        let same = |path: &String| {
            let question = self.survey.question(path);
            let canonical = question.and_then(|question| question.reading.canonical.as_ref());
            canonical.is_some() && canonical == self.draft.known.get(path)
        };
        let typed = self.draft.answers.keys();
        let known: Vec<String> = typed.filter(|path| same(path)).cloned().collect();
        for path in known {
            self.draft.answers.remove(&path);
        }
        self.renew();
    }

    pub(super) fn draw_asking(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        ask: &Ask,
        scroll: Scroll,
    ) -> Position {
        self.draw_heading(buffer, Rect { height: 1, ..area });
        let body = Rect {
            x: area.x + 2,
            y: area.y + 2,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        };
        let page = ask.page(&self.desk, body.width);
        page.draw(buffer, body, scroll, look::NOTE);
        Position::new(body.x, body.y)
    }
}
