use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::Counter;
use super::print::Prints;
use super::reports::in_order;
use crate::form::{Draft, RequestId};
use crate::office::{
    self, Clock, Indexing, ListPeriod, Office, PaperError, PaperFile, SystemClock,
};
use crate::person::IdPaper;
use crate::record::PersonKey;
use crate::staff::Clerk;
use crate::store::ViewError;
use crate::text::{Label, Lang, Message};
use crate::tui::desk::Desk;
use crate::tui::input::Input;
use crate::tui::job::{DraftLine, Found, Job, Opened, Reply};
use crate::tui::notice::Notice;

mod issue;
mod people;

pub(super) use issue::not_issued;

/// Hits that a list shows; whoever is not among them is found by another letter.
const HITS: usize = 50;

/// The answer that names the applicant's identity paper in every form.
const APPLICANT_ID: &str = "applicant.id";

/// The office of a hall, serving one screen.
pub struct Hall {
    pub(super) office: Office,
    pub(super) clerk: Clerk,
    pub(super) prints: Prints,
    lang: Lang,
    /// How far the index had come when the screen was told last.
    indexing: Option<Indexing>,
    /// What the screen was told of the second copy last.
    backup: Option<Message>,
}

impl Hall {
    /// Tells how the second copy stands where that has changed; whether it is still on its way.
    fn attend_backup(&mut self, tell: &mut dyn FnMut(Reply)) -> bool {
        let Some(state) = self.office.backup_state() else {
            return false;
        };
        let age = state.age(SystemClock.now_ms());
        if self.backup.as_ref() != Some(&age) {
            self.backup = Some(age.clone());
            tell(Reply::Backup(age));
        }
        state.waiting || state.problem.is_some()
    }
}

/// Puts an open hall behind a screen.
pub fn open(opened: office::Opened, lang: Lang) -> (Hall, Opened) {
    let clerk = opened.office.clerk();
    let hall = Hall {
        office: opened.office,
        clerk,
        prints: Prints::default(),
        lang,
        indexing: None,
        backup: None,
    };
    let desk = Arc::new(hall.desk());
    let report = opened.report;
    (hall, Opened { desk, report })
}

impl Counter for Hall {
    fn serve(&mut self, job: Job, tell: &mut dyn FnMut(Reply)) {
        if let Err(error) = self.ready_for(&job) {
            return tell(Reply::Failed(Notice::new(error.message())));
        }
        // What is typed is kept whatever the ledger says.
        let waits = matches!(
            job,
            Job::Find(_) | Job::OpenPerson(_) | Job::SaveDraft(..) | Job::DropDraft(..)
        );
        if !waits && let Err(error) = self.office.settle_search() {
            return tell(Reply::Failed(Notice::new(error.message())));
        }
        let served = match job {
            Job::Find(query) => self.find(query),
            Job::OpenPerson(key) => self.person(key),
            Job::OpenRecord(number) => self.record(&number),
            Job::List(period) => self.list(period),
            Job::PrintList(period) => match self.office.print_list(&period, &self.clerk, None) {
                Ok(file) => Ok(Reply::Printed(file)),
                Err(error) => Err(error.message()),
            },
            Job::ExportList(period) => match self.office.export_list(&period, None, self.lang) {
                Ok(path) => Ok(Reply::Exported(path)),
                Err(error) => match self.office.wants_second() {
                    Some((to, about)) => Ok(Reply::NeedsSecond { to, about }),
                    None => Err(error.message()),
                },
            },
            Job::Audit(wish) => match self.office.audit(&wish) {
                Ok(lines) => Ok(Reply::Audited(wish, lines)),
                Err(error) => Err(error.message()),
            },
            Job::Agree { to, about, second } => Ok(match self.office.agree(to, &about, &second) {
                Ok(()) => Reply::Agreed,
                Err(failure) => Reply::NotAgreed(failure.message()),
            }),
            Job::Print { number, paper } => self.print(&number, &paper),
            Job::Preview(submission) => Ok(self.preview(&submission)),
            Job::PreviewAgain { number, paper } => self.preview_again(&number, &paper),
            Job::Draw(window) => self.draw(*window),
            Job::Start {
                service,
                person,
                seed,
            } => self.start(&service, person, &seed),
            Job::Issue(submission) => return self.issue(&submission, tell),
            Job::OpenDraft(request) => self.draft(request),
            Job::LookAround => {
                if self.office.turn_day() {
                    let desk = Arc::new(self.desk());
                    let report = Vec::new();
                    tell(Reply::Opened(Opened { desk, report }));
                }
                self.look_around()
            }
            Job::ImportPhoto { request, file } => match self.office.import_photo(&file) {
                Ok(digest) => Ok(Reply::Photo { request, digest }),
                Err(error) => Err(error.message()),
            },
            Job::Report { report, period } => self.report(&report, period),
            Job::ConfirmReport { report, month } => self.confirm_report(&report, month),
            Job::PrintReport { report, period } => self.print_report(&report, period),
            Job::OpenMatters { what, since } => self.open_matters(&what, since),
            Job::OpenHolder(number) => self.holder(&number),
            Job::VerifyCode(code) => self.verify(&code),
            Job::LookAtStock => self.stock(),
            Job::ProposeStock(wish) => Ok(self.propose(wish)),
            Job::MoveStock(wish) => Ok(self.move_stock(&wish)),
            Job::LookAtPrint(numbers) => self.plan_print(numbers),
            Job::SendPrint(wish) => match self.send_print(&wish) {
                Some(reply) => Ok(reply),
                None => return,
            },
            Job::PrintLast => self.print_last(),
            Job::TakePrints => return self.take_prints(tell),
            Job::AnswerPrint { sent, came_out } => match self.answer_print(&sent, came_out) {
                Ok(()) => return,
                Err(why) => Err(why),
            },
            Job::LookAtBlanks => self.blanks(),
            Job::MoveBlanks(wish) => Ok(self.move_blanks(&wish)),
            job @ (Job::WhoIs(_)
            | Job::Attach { .. }
            | Job::CorrectName { .. }
            | Job::Link { .. }
            | Job::TellApart { .. }
            | Job::Part { .. }
            | Job::RestoreName { .. }
            | Job::LinkPeople { .. }) => self.people(job, tell),
            Job::SaveDraft(draft) => return self.save(&draft, tell),
            Job::PrintRefusal(draft) => {
                notice_printed(self.office.refusal_notice(&draft, &self.clerk, None))
            }
            Job::PrintWhyNot { service, refusals } => notice_printed(self.office.why_not_on_paper(
                &service,
                &refusals,
                &self.clerk,
            )),
            Job::DropDraft(request) => match self.office.drop_draft(request) {
                Ok(()) => return,
                Err(error) => Err(error.message()),
            },
        };
        tell(served.unwrap_or_else(|why| Reply::Failed(Notice::new(why))));
    }

    fn attend(&mut self, tell: &mut dyn FnMut(Reply)) -> bool {
        match self.office.attend_index() {
            Ok(now) if now != self.indexing => {
                self.indexing = now;
                tell(Reply::Indexing(now));
            }
            Ok(_) => {}
            Err(error) => tell(Reply::Failed(Notice::new(error.message()))),
        }
        if self.office.refused().is_none()
            && let Err(error) = self.office.attend_proof()
        {
            tell(Reply::Failed(Notice::new(error.message())));
        }
        let copying = self.attend_backup(tell);
        let searching = self.office.attend_search().unwrap_or_else(|error| {
            tell(Reply::Failed(Notice::new(error.message())));
            false
        });
        self.office.is_busy() || copying || searching
    }

    fn connect(&mut self, screen: Sender<Input>) {
        self.prints.connect(screen);
    }

    fn finish(mut self) {
        self.finish_prints();
        self.office.close();
    }
}

/// Whether a job can be done while the index is being made: nothing in it depends on who else has
/// a name.
fn is_done_at_once(job: &Job) -> bool {
    matches!(
        job,
        Job::Find(_)
            | Job::OpenPerson(_)
            | Job::OpenRecord(_)
            | Job::OpenDraft(_)
            | Job::SaveDraft(_)
            | Job::DropDraft(_)
            | Job::LookAround
            | Job::List(_)
            | Job::Draw(_)
            | Job::TakePrints
    )
}

fn notice_printed(printed: Result<Option<PaperFile>, PaperError>) -> Result<Reply, Message> {
    let printed = printed.map_err(|error| error.message())?;
    let printed = printed.ok_or_else(|| Message::new("tui.nothing_refused"))?;
    Ok(Reply::RefusalPrinted(printed))
}

#[cfg(test)]
impl Hall {
    pub fn office(&mut self) -> &mut Office {
        &mut self.office
    }

    pub fn close(self) {
        self.office.close();
    }
}

impl Hall {
    /// Waits for what a job needs. Who else has a name is asked of everybody or not at all, and
    /// nothing is decided by a view that is not proved.
    fn ready_for(&mut self, job: &Job) -> Result<(), ViewError> {
        if matches!(job, Job::SaveDraft(_) | Job::DropDraft(_)) {
            return Ok(());
        }
        if let Some(error) = self.office.refused() {
            return Err(error.clone());
        }
        if is_done_at_once(job) {
            return Ok(());
        }
        self.office.await_index()?;
        self.office.await_proof()
    }

    fn desk(&self) -> Desk {
        let shelf = self.office.shelf();
        let titles = shelf.layouts.iter().map(|(id, shipped)| {
            let title = Label::same(shipped.layout.title());
            (id.clone(), title)
        });
        Desk {
            lang: self.lang,
            hall: shelf.issuer.name.clone(),
            practice: shelf.practice,
            sealed: self.office.is_sealed(),
            clerk: self.clerk.clone(),
            around: shelf.around.clone(),
            forms: shelf.forms.clone(),
            offers: self.office.offers(),
            reports: in_order(&shelf.reports),
            papers: titles.collect(),
        }
    }

    fn find(&mut self, query: String) -> Result<Reply, Message> {
        let exact = self.office.exact(&query).map_err(|error| error.message())?;
        let found = self
            .office
            .find(&query, HITS)
            .map_err(|error| error.message())?;
        let shown: Vec<_> = found.hits.iter().map(|line| line.person).collect();
        self.office.searched(&shown);
        Ok(Reply::Found(Found {
            query,
            hits: found.hits,
            exact,
            more: found.more,
        }))
    }

    pub(super) fn person(&mut self, key: PersonKey) -> Result<Reply, Message> {
        let page = self.office.look_at(key).map_err(|error| error.message())?;
        let page = page.ok_or_else(|| Message::new("tui.nobody"))?;
        Ok(Reply::Person(Box::new(page)))
    }

    fn record(&mut self, number: &str) -> Result<Reply, Message> {
        let page = self.office.look_at_record(number);
        let page = page.map_err(|error| error.message())?;
        let page = page.ok_or_else(|| Message::new("tui.no_record").with("number", number))?;
        Ok(Reply::Record(Box::new(page)))
    }

    fn list(&self, period: ListPeriod) -> Result<Reply, Message> {
        let acts = self.office.listed_acts(&period);
        let acts = acts.map_err(|error| error.message())?;
        Ok(Reply::Listed(period, acts))
    }

    fn print(&mut self, number: &str, paper: &str) -> Result<Reply, Message> {
        let file = self.office.reprint(number, paper, &self.clerk);
        file.map(Reply::Printed).map_err(|error| error.message())
    }

    fn start(
        &self,
        service: &str,
        person: Option<PersonKey>,
        seed: &BTreeMap<String, String>,
    ) -> Result<Reply, Message> {
        let draft = self
            .office
            .start(service, person, seed)
            .map_err(|error| error.message())?;
        let draft = draft.ok_or_else(|| Message::new("tui.no_service"))?;
        Ok(Reply::Draft(Box::new(draft)))
    }

    fn draft(&self, request: RequestId) -> Result<Reply, Message> {
        let draft = self.office.draft(request);
        let draft = draft.ok_or_else(|| Message::new("tui.draft_gone"))?;
        Ok(Reply::Draft(Box::new(draft)))
    }

    /// The screen has no use for a good answer; a disk that takes nothing must be told of.
    fn save(&self, draft: &Draft, tell: &mut dyn FnMut(Reply)) {
        tell(match self.office.save_draft(draft) {
            Ok(()) => Reply::Kept(Box::new(draft.clone())),
            Err(error) => Reply::Failed(Notice::new(error.message())),
        });
    }

    fn look_around(&self) -> Result<Reply, Message> {
        let today = self.office.day(self.office.today());
        Ok(Reply::Around {
            today: today.map_err(|error| error.message())?,
            drafts: self.drafts(),
        })
    }

    fn drafts(&self) -> Vec<DraftLine> {
        let on = self.office.today();
        let lines = self.office.drafts().into_iter().map(|line| {
            let draft = self.office.draft(line.request);
            let typed = draft.as_ref().map_or("", |draft| draft.typed(APPLICANT_ID));
            DraftLine {
                request: line.request,
                service: line.service,
                name: line.name,
                id: IdPaper::parse_key(typed).or_else(|| IdPaper::read(typed, on).ok()),
                saved_at: line.saved_at,
            }
        });
        lines.collect()
    }
}
