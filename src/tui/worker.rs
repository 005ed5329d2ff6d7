//! The office thread: the only place where the screen's wishes meet the office.

mod hall;
mod print;
mod preview;
mod reports;
mod stock;
mod verify;

#[cfg(test)]
pub use hall::Hall;
pub use hall::open;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::input::Input;
use super::job::{Job, Opened, Reply};
use super::notice::Notice;
use crate::form::RequestId;
use crate::office::Progress;

/// How often what is made beside the counter is looked at.
const GLANCE: Duration = Duration::from_millis(50);

/// What the screen needs of an office; the office itself, or one made by hand in a test.
pub trait Counter: Send {
    /// Does one job and tells what came of it, if anybody waits for that.
    fn serve(&mut self, job: Job, tell: &mut dyn FnMut(Reply));

    /// Looks after what is made beside the counter, and tells how far it has come; whether it goes
    /// on.
    fn attend(&mut self, _tell: &mut dyn FnMut(Reply)) -> bool {
        false
    }

    /// Where it may tell the screen of what ends later than the job that began it.
    fn connect(&mut self, _screen: Sender<Input>) {}

    /// Ends what is still under way; nobody asks for anything any more.
    fn finish(self)
    where
        Self: Sized,
    {
    }
}

/// Opens the office, tells the screen, and does its jobs until it hangs up. Every job that was
/// sent before is done first, so the last draft is on the disk when this returns. Once `leaving`
/// says that the screen is gone, an opening that folds the view anew is stopped.
pub fn work<C: Counter>(
    open: impl FnOnce(Progress<'_>) -> Result<(C, Opened), Notice>,
    jobs: &Receiver<Job>,
    inputs: &Sender<Input>,
    leaving: &AtomicBool,
) {
    let gone = Gone(inputs);
    // Without a screen there is nobody to tell, and the work is finished all the same.
    let mut tell = |reply| drop(inputs.send(Input::Reply(reply)));
    let mut shown = 0;
    let opened = open(&mut |done, of| {
        let percent = done * 100 / of.max(1);
        if percent != std::mem::replace(&mut shown, percent) {
            tell(Reply::Opening(done, of));
        }
        !leaving.load(Ordering::Relaxed)
    });
    let mut counter = match opened {
        Ok((counter, opened)) => {
            tell(Reply::Opened(opened));
            counter
        }
        Err(notice) => {
            tell(Reply::NotOpened(notice));
            // The screen shows why and asks for nothing any more; wait until it hangs up.
            jobs.iter().for_each(drop);
            return std::mem::forget(gone);
        }
    };
    counter.connect(inputs.clone());
    loop {
        let first = match counter.attend(&mut tell) {
            true => jobs.recv_timeout(GLANCE),
            false => jobs.recv().map_err(RecvTimeoutError::from),
        };
        if first == Err(RecvTimeoutError::Disconnected) {
            break;
        }
        let waiting: Vec<Job> = first.into_iter().chain(jobs.try_iter()).collect();
        for job in without_outdated(waiting) {
            counter.serve(job, &mut tell);
        }
    }
    counter.finish();
    std::mem::forget(gone);
}

/// Tells the screen that this thread ended although nobody asked it to.
struct Gone<'a>(&'a Sender<Input>);

impl Drop for Gone<'_> {
    fn drop(&mut self) {
        let _ = self.0.send(Input::OfficeGone);
    }
}

/// Of several drafts of one request, and of several searches, only the latest is worth doing.
fn without_outdated(jobs: Vec<Job>) -> Vec<Job> {
    let mut kept: Vec<Job> = Vec::with_capacity(jobs.len());
    for job in jobs.into_iter().rev() {
        if !kept.iter().any(|later| replaces(later, &job)) {
            kept.push(job);
        }
    }
    kept.reverse();
    kept
}

fn replaces(later: &Job, earlier: &Job) -> bool {
    match (later, earlier) {
        (Job::List(_), Job::List(_))
        | (Job::Find(_), Job::Find(_))
        | (Job::Draw(_), Job::Draw(_))
        | (Job::LookAround, Job::LookAround) => true,
        _ => {
            let draft = draft_kept(later);
            draft.is_some() && draft == draft_kept(earlier)
        }
    }
}

/// The request whose draft a job keeps or drops.
fn draft_kept(job: &Job) -> Option<RequestId> {
    match job {
        Job::SaveDraft(draft) => Some(draft.request),
        Job::DropDraft(request) => Some(*request),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Draft;

    fn save(request: u8, text: &str) -> Job {
        let mut draft = Draft::new(RequestId([request; 16]), "certificate.issue", 1);
        draft.write("applicant.name", text);
        Job::SaveDraft(Box::new(draft))
    }

    #[test]
    fn only_the_latest_draft_of_a_request_is_written() {
        let jobs = vec![
            save(1, "李"),
            Job::Find("l".to_owned()),
            save(2, "王"),
            save(1, "李春"),
            Job::Find("lc".to_owned()),
        ];
        let kept = without_outdated(jobs);
        assert_eq!(
            kept,
            [save(2, "王"), save(1, "李春"), Job::Find("lc".to_owned())]
        );
    }
}
