use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::hall::Hall;
use crate::disk::{JobState, PATIENCE, job_state};
use crate::office::{BlanksWish, Onto, PrintError, PrintWish, ReadyPrint, SentPrint};
use crate::text::Message;
use crate::tui::input::Input;
use crate::tui::job::{PrintPlan, Reply};
use crate::tui::notice::Notice;

/// How long and how often a job is looked after. Whoever wants to know more walks to the printer.
const WATCHED: Duration = Duration::from_secs(120);
const BETWEEN: Duration = Duration::from_secs(2);

/// Papers that are being handed to printers, each on a thread of its own: the office goes on
/// meanwhile, and notes what was taken when it is told.
pub struct Prints {
    results: (Sender<Finished>, Receiver<Finished>),
    /// Number and paper of what is on its way.
    underway: Vec<(String, String)>,
    /// Where the screen listens.
    screen: Option<Sender<Input>>,
}

struct Finished {
    ready: ReadyPrint,
    job: Result<String, PrintError>,
}

impl Default for Prints {
    fn default() -> Prints {
        Prints {
            results: channel(),
            underway: Vec::new(),
            screen: None,
        }
    }
}

impl Prints {
    pub fn connect(&mut self, screen: Sender<Input>) {
        self.screen = Some(screen);
    }

    fn start(&mut self, ready: ReadyPrint) {
        let key = (ready.number.clone(), ready.paper.clone());
        self.underway.push(key);
        let results = self.results.0.clone();
        let screen = self.screen.clone();
        thread::spawn(move || {
            let job = ready.hand_over();
            // Nobody waits for it any more if the program has ended.
            let _ = results.send(Finished { ready, job });
            if let Some(screen) = screen {
                let _ = screen.send(Input::Reply(Reply::PrinterAnswered));
            }
        });
    }

    fn is_underway(&self, wish: &PrintWish) -> bool {
        let mut all = self.underway.iter();
        all.any(|(number, paper)| (number, paper) == (&wish.number, &wish.paper))
    }

    /// Takes the next answer of a printer, waiting so long for it.
    fn take(&mut self, wait: Duration) -> Option<Finished> {
        if self.underway.is_empty() {
            return None;
        }
        let finished = self.results.1.recv_timeout(wait).ok()?;
        let own = |key: &(String, String)| {
            (&key.0, &key.1) == (&finished.ready.number, &finished.ready.paper)
        };
        if let Some(place) = self.underway.iter().position(own) {
            self.underway.swap_remove(place);
        }
        Some(finished)
    }

    /// Tells the screen what becomes of a job until it has left the queue.
    fn watch(&self, sent: &SentPrint) {
        let Some(screen) = self.screen.clone().filter(|_| !sent.job.is_empty()) else {
            return;
        };
        let sent = sent.clone();
        thread::spawn(move || {
            let end = Instant::now() + WATCHED;
            let mut last = None;
            while Instant::now() < end {
                let Ok(state) = job_state(&sent.printer, &sent.job, PATIENCE) else {
                    return;
                };
                if last.as_ref() != Some(&state) {
                    last = Some(state.clone());
                    let reply = Reply::PrintState {
                        number: sent.number.clone(),
                        paper: sent.paper.clone(),
                        job: sent.job.clone(),
                        state: state.clone(),
                    };
                    if screen.send(Input::Reply(reply)).is_err() {
                        return;
                    }
                }
                if state == JobState::Done {
                    return;
                }
                thread::sleep(BETWEEN);
            }
        });
    }
}

impl Hall {
    /// How the papers of these numbers would be printed; a number that has none is left out.
    pub(super) fn plan_print(&self, numbers: Vec<String>) -> Result<Reply, Message> {
        let mut papers = Vec::new();
        for number in &numbers {
            let plan = self.office.print_plan(number);
            papers.extend(plan.map_err(|error| error.message())?);
        }
        Ok(Reply::PrintPlan(PrintPlan { numbers, papers }))
    }

    /// Makes a paper ready and lets a thread hand it over. Tells only of what went wrong; of all
    /// else the printer's answer does.
    pub(super) fn send_print(&mut self, wish: &PrintWish) -> Option<Reply> {
        if self.prints.is_underway(wish) {
            return None;
        }
        match self.office.ready_print(wish) {
            Ok(ready) => {
                self.prints.start(ready);
                None
            }
            Err(error) => Some(failed(&wish.number, &wish.paper, &error)),
        }
    }

    /// The last paper once more, at one key. An overprint needs a blank laid in, so its page is
    /// opened instead.
    pub(super) fn print_last(&mut self) -> Result<Reply, Message> {
        let last = self.office.last_print().map_err(|error| error.message())?;
        let last = last.ok_or_else(|| Message::new("print.none_before"))?;
        let number = last.number.clone();
        let plan = self.office.print_plan(&number);
        let plan = plan.map_err(|error| error.message())?;
        let papers = plan.into_iter().filter(|one| one.paper == last.paper);
        let papers: Vec<_> = papers.collect();
        if papers.iter().any(|one| one.overprint) {
            let numbers = vec![number];
            return Ok(Reply::PrintPlan(PrintPlan { numbers, papers }));
        }
        let wish = PrintWish {
            number,
            paper: last.paper.clone(),
            printer: None,
            onto: Onto::AsSet,
        };
        match self.send_print(&wish) {
            Some(Reply::PrintFailed { why, .. }) => Err(why),
            _ => Ok(Reply::PrintStarted(last)),
        }
    }

    /// Notes what printers have taken since, and tells of it.
    pub(super) fn take_prints(&mut self, tell: &mut dyn FnMut(Reply)) {
        while let Some(finished) = self.prints.take(Duration::ZERO) {
            tell(self.finish_print(finished));
        }
    }

    /// Waits for the printers' answers, for what they took is noted before the hall closes.
    pub(super) fn finish_prints(&mut self) {
        while let Some(finished) = self.prints.take(PATIENCE * 2) {
            drop(self.finish_print(finished));
        }
    }

    fn finish_print(&mut self, finished: Finished) -> Reply {
        let Finished { ready, job } = finished;
        let (number, paper) = (ready.number.clone(), ready.paper.clone());
        let noted = job.and_then(|job| self.office.note_print(ready, job, &self.clerk));
        match noted {
            Ok(sent) => {
                self.prints.watch(&sent);
                Reply::PrintSent(Box::new(sent))
            }
            Err(error) => failed(&number, &paper, &error),
        }
    }

    pub(super) fn answer_print(&mut self, sent: &SentPrint, came_out: bool) -> Result<(), Message> {
        let noted = self.office.note_answer(sent, came_out, &self.clerk);
        noted.map_err(|error| error.message())
    }

    /// The book of blanks, with the request of the next act.
    pub(super) fn blanks(&mut self) -> Result<Reply, Message> {
        let stacks = self.office.blanks().map_err(|error| error.message())?;
        let next = self.office.new_request();
        Ok(Reply::Blanks { stacks, next })
    }

    pub(super) fn move_blanks(&mut self, wish: &BlanksWish) -> Reply {
        match self.office.move_blanks_as(wish, &self.clerk) {
            Ok(done) => Reply::BlanksMoved(done),
            Err(error) => Reply::BlanksRefused(Notice::new(error.message())),
        }
    }
}

fn failed(number: &str, paper: &str, error: &PrintError) -> Reply {
    Reply::PrintFailed {
        number: number.to_owned(),
        paper: paper.to_owned(),
        why: error.message(),
    }
}
