//! What the keys of the first screen do.

use super::{Entry, Home, draw};
use crate::form::RequestId;
use crate::text::Message;
use crate::tui::app::Effect;
use crate::tui::job::Job;
use crate::tui::keys::Word;
use crate::tui::screen::Response;
use crate::tui::screen::audit::AuditScreen;
use crate::tui::screen::blanks::BlanksScreen;
use crate::tui::screen::day::DayScreen;
use crate::tui::screen::menu::Menu;
use crate::tui::screen::reports::ReportsScreen;
use crate::tui::screen::stock::StockScreen;
use crate::tui::screen::verify::{VerifyScreen, is_code};

impl Home {
    /// Asks once, then removes the selected draft.
    fn drop_draft(&mut self, asked: Option<RequestId>) -> Response {
        let Some(Entry::Draft(draft)) = self.entries().into_iter().nth(self.selected) else {
            return Response::no(Message::new("tui.no_draft"));
        };
        let request = draft.request;
        if asked == Some(request) {
            return Response::start(Job::DropDraft(request)).and(Effect::Start(Job::LookAround));
        }
        let ask = Message::new("tui.drop_again").with("name", draw::name_of(draft, self.lang));
        self.dropping = Some(request);
        Response::stay().toast(ask)
    }

    /// Asks for something that opens as a screen.
    fn open(&mut self, job: Job) -> Response {
        self.opening = true;
        Response::start(job)
    }

    pub(super) fn word(&mut self, word: Word) -> Response {
        let asked = self.dropping.take();
        match word {
            Word::DropDraft => self.drop_draft(asked),
            Word::Accept => self.accept(),
            Word::Down => self.select(1),
            Word::Up => self.select(-1),
            Word::NewPerson => self.menu(),
            Word::DayList => match &self.desk {
                Some(desk) => DayScreen::open(desk.clone()),
                None => Response::no(Message::new("tui.opening")),
            },
            Word::OpenAudit => match &self.desk {
                Some(desk) => AuditScreen::open(desk.clone()),
                None => Response::no(Message::new("tui.opening")),
            },
            Word::ResumeDraft => self.resume(),
            Word::OpenStock => self.open_stock(),
            Word::OpenBlanks => match &self.desk {
                Some(desk) => BlanksScreen::open(desk.clone()),
                None => Response::no(Message::new("tui.opening")),
            },
            Word::PrintLast => Response::start(Job::PrintLast),
            Word::OpenReports => match &self.desk {
                Some(desk) => ReportsScreen::open(desk.clone()),
                None => Response::no(Message::new("tui.opening")),
            },
            Word::VerifyCode => match &self.desk {
                Some(desk) => Response::open(VerifyScreen::new(desk.clone())),
                None => Response::no(Message::new("tui.opening")),
            },
            Word::Back | Word::NextCustomer => self.clear(),
            word if self.line.act(word) => self.changed(),
            _ => Response::stay(),
        }
    }

    /// Goes on with the draft saved last. Whoever presses the key while the hall is being opened
    /// has to wait: that there is none is not known yet.
    pub(super) fn resume(&mut self) -> Response {
        match self.drafts.first() {
            Some(draft) => self.open(Job::OpenDraft(draft.request)),
            None if self.today.is_some() => Response::no(Message::new("tui.no_draft")),
            None => {
                self.resuming = true;
                Response::stay()
            }
        }
    }

    fn open_stock(&self) -> Response {
        match &self.desk {
            Some(desk) => {
                Response::open(StockScreen::new(desk.clone())).and(Effect::Start(Job::LookAtStock))
            }
            None => Response::no(Message::new("tui.opening")),
        }
    }

    fn select(&mut self, step: isize) -> Response {
        let last = self.entries().len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(step).min(last);
        Response::stay()
    }

    pub(super) fn accept(&mut self) -> Response {
        // A scanner that a busy machine reads in pieces ends here.
        if is_code(self.query()) {
            let code = self.query().to_owned();
            return self.look_up(&code);
        }
        let nobody_yet =
            self.indexing.is_some() && self.found.exact.is_none() && self.entries().is_empty();
        if !self.is_answered() || (nobody_yet && !self.query().is_empty()) {
            self.waiting = true;
            return Response::stay();
        }
        if let (Some(person), 0) = (self.found.exact, self.selected)
            && !self.query().is_empty()
            && self.drafts_of_typed().next().is_none()
        {
            return self.open(Job::OpenPerson(person));
        }
        let job = match self.entries().get(self.selected) {
            Some(Entry::Hit(hit)) => Job::OpenPerson(hit.person),
            Some(Entry::Draft(draft)) => Job::OpenDraft(draft.request),
            Some(Entry::New) => return self.new_person(),
            None => return Response::no(Message::new("tui.box_is_empty")),
        };
        self.open(job)
    }

    /// All services for somebody who is not on record.
    fn menu(&mut self) -> Response {
        match &self.desk {
            Some(desk) => Response::open(Menu::new(desk.clone(), self.typed())),
            None => Response::no(Message::new("tui.opening")),
        }
    }

    /// Starts the main service for somebody who is not on record.
    fn new_person(&mut self) -> Response {
        let Some(desk) = &self.desk else {
            return Response::no(Message::new("tui.opening"));
        };
        let Some(form) = desk.main_service() else {
            return Response::no(Message::new("tui.no_service"));
        };
        let job = Job::Start {
            service: form.id.clone(),
            person: None,
            seed: self.typed().seed(desk, form),
        };
        self.open(job)
    }
}
