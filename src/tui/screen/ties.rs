use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::person::PersonScreen;
use super::{Act, Response, Screen, asking};
use crate::form::RequestId;
use crate::office::{Suspect, Tie};
use crate::person::IdPaper;
use crate::text::Message;
use crate::tui::desk::Desk;
use crate::tui::job::{Job, PersonPage, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::look;
use crate::tui::widget::{Page, Scroll};

/// Other numbers of one person and the people she has to do with: a digit parts a link, opens the
/// spouse's page, or settles whether two are one.
pub struct TiesScreen {
    desk: Arc<Desk>,
    page: PersonPage,
    /// The tie whose digit was pressed, while its own answers are shown.
    at: Option<Tie>,
    scroll: Scroll,
}

/// Why a link is undone.
const REASONS: [&str; 2] = ["tui.tie_linked_in_error", "tui.tie_paper_was_wrong"];
/// Why a correction of a name is undone.
const NAME_REASONS: [&str; 2] = ["tui.tie_corrected_in_error", "tui.tie_paper_was_wrong"];
/// By which paper two records were seen to be one person's.
const PROOF: &str = "tui.tie_proof";

impl TiesScreen {
    pub fn new(desk: Arc<Desk>, page: PersonPage) -> TiesScreen {
        TiesScreen {
            desk,
            page,
            at: None,
            scroll: Scroll::default(),
        }
    }

    /// The ties something can be done about, in the order of their digits.
    fn open_ties(&self) -> impl Iterator<Item = &Tie> {
        let can = |tie: &&Tie| {
            matches!(
                tie,
                Tie::Linked { .. } | Tie::Renamed(_) | Tie::Spouse { .. } | Tie::Suspect(_)
            )
        };
        self.page.ties.iter().filter(can)
    }

    fn pick(&mut self, place: usize) -> Response {
        if let Some(tie) = self.at.clone() {
            return self.answer(&tie, place);
        }
        let Some(tie) = self.open_ties().nth(place).cloned() else {
            return Response::no(Message::new("tui.no_such_number"));
        };
        match tie {
            Tie::Spouse { person, .. } => Response::start(Job::OpenPerson(person)),
            tie => {
                self.at = Some(tie);
                Response::stay()
            }
        }
    }

    fn answer(&mut self, tie: &Tie, place: usize) -> Response {
        let job = match tie {
            Tie::Linked { link, .. } => REASONS.get(place).map(|reason| Job::Part {
                former: link.former,
                reason: Message::new(reason).say(crate::text::Lang::Zh),
            }),
            Tie::Renamed(_) => NAME_REASONS.get(place).map(|reason| Job::RestoreName {
                person: self.page.person.key,
                reason: Message::new(reason).say(crate::text::Lang::Zh),
            }),
            Tie::Suspect(suspect) => self.settle(suspect, place),
            _ => None,
        };
        match job {
            Some(job) => {
                self.at = None;
                Response::start(job)
            }
            None => Response::no(Message::new("tui.no_such_number")),
        }
    }

    fn settle(&self, suspect: &Suspect, place: usize) -> Option<Job> {
        let (this, other) = (self.page.person.key, suspect.person);
        let link = |now, former| Job::LinkPeople {
            now,
            former,
            document: Message::new(PROOF).say(crate::text::Lang::Zh),
        };
        match place {
            0 => Some(link(this, other)),
            1 => Some(link(other, this)),
            2 => Some(Job::TellApart {
                request: RequestId([0; 16]),
                person: other,
                paper: IdPaper::parse_key(self.page.person.id_key())?,
            }),
            _ => None,
        }
    }

    fn layout(&self, columns: u16) -> Page {
        let mut page = Page::default();
        let say = |message: &Message| message.say(self.desk.lang);
        page.line(format!(" {}", self.page.person.name()), look::STRONG);
        page.gap();
        let Some(tie) = &self.at else {
            page.line(say(&Message::new("tui.ties_pick")), look::HEADING);
            for (number, tie) in (1..).zip(self.open_ties()) {
                digit(&mut page, number, &say(&tie.message()), columns);
            }
            return page;
        };
        page.text(&say(&tie.message()), 1, columns, look::PROBLEM);
        page.gap();
        let answers: Vec<String> = match tie {
            Tie::Suspect(suspect) => {
                asking::alike(&mut page, &self.desk, suspect, "tui.tie_this_page");
                page.gap();
                let keys = ["tui.tie_this_now", "tui.tie_other_now", "tui.tie_two"];
                keys.map(|key| say(&Message::new(key))).into()
            }
            tie => {
                let (why, reasons) = match tie {
                    Tie::Renamed(_) => ("tui.tie_undo_name", NAME_REASONS),
                    _ => ("tui.tie_part", REASONS),
                };
                page.text(&say(&Message::new(why)), 1, columns, look::NOTE);
                page.gap();
                reasons.map(|key| say(&Message::new(key))).into()
            }
        };
        for (number, answer) in (1..).zip(&answers) {
            digit(&mut page, number, answer, columns);
        }
        page
    }
}

fn digit(page: &mut Page, number: usize, text: &str, columns: u16) {
    let lines = crate::tui::widget::wrapped(text, usize::from(columns.saturating_sub(6)));
    for (place, line) in lines.into_iter().enumerate() {
        let head = match place {
            0 => format!(" {number} "),
            _ => "   ".to_owned(),
        };
        page.pieces(vec![(head, look::KEY), (format!(" {line}"), look::PLAIN)]);
    }
}

impl Screen for TiesScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Ties]
    }

    fn act(&mut self, act: Act) -> Response {
        let lines = self.layout(76).lines.len();
        match act {
            Act::Word(Word::Pick(digit)) => return self.pick(usize::from(digit).wrapping_sub(1)),
            Act::Word(Word::Back) if self.at.is_some() => self.at = None,
            Act::Word(Word::Back) => return Response::close(),
            Act::Word(Word::NextCustomer) => return Response::home(),
            Act::Word(Word::Down) => self.scroll.down(1, lines),
            Act::Word(Word::Up) => self.scroll.up(1),
            Act::Scan(code) => return Response::look_up(code),
            _ => return Response::no(Message::new("tui.choose_by_digit")),
        }
        Response::stay()
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        match reply {
            // Her page as it is now, or the spouse's.
            Reply::Person(page) => Some(Response::replace(PersonScreen::new(
                self.desk.clone(),
                (**page).clone(),
            ))),
            Reply::ToldApart { .. } => Some(Response::start(Job::OpenPerson(self.page.person.key))),
            Reply::Opened(opened) => {
                self.desk = opened.desk.clone();
                Some(Response::stay())
            }
            _ => None,
        }
    }

    fn must_be_seen(&self, act: &Act) -> bool {
        matches!(act, Act::Word(Word::Pick(_)))
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let inner = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        let page = self.layout(inner.width);
        page.draw(frame.buffer_mut(), inner, self.scroll, look::NOTE);
        Position::new(inner.x, area.y)
    }
}
