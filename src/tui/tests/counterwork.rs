//! A clerk in memory at a counter whose office is real: keys go in, jobs are served by a hall on
//! the disk, and their answers come when the test says so.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use crate::form::RequestId;
use crate::office::{FixedClock, Office, PRACTICE_DAY, practice_hall};
use crate::service::Chance;
use crate::text::Lang;
use crate::tui::app::{App, Effect};
use crate::tui::input::Input;
use crate::tui::job::{Done, Job, Opened, Reply};
use crate::tui::keys::Key;
use crate::tui::worker::{Counter, Hall, open};

/// The smallest screen, one that is too small, and a wide one.
const SIZES: [(u16, u16); 3] = [(80, 24), (40, 10), (132, 43)];

pub struct Counterwork {
    folder: tempfile::TempDir,
    hall: Hall,
    opened: Opened,
    app: App,
    size: (u16, u16),
    frames: u64,
    jobs: VecDeque<Job>,
    drafts: BTreeSet<RequestId>,
    /// Numbers given since the test asked last.
    given: Vec<String>,
    /// The program was left; the next sequence begins it anew.
    left: bool,
}

impl Counterwork {
    /// A practice hall of 2,000 people. Drafts are synced at every key, so the hall stands in
    /// memory where the system has a place for that.
    pub fn begin() -> Counterwork {
        let memory = Path::new("/dev/shm");
        let folder = match memory.is_dir() {
            true => tempfile::tempdir_in(memory),
            false => tempfile::tempdir(),
        };
        let folder = folder.expect("a folder for the test");
        let clock = Box::new(FixedClock(PRACTICE_DAY));
        let hall = practice_hall(&folder.path().join("hall"), PRACTICE_DAY, clock);
        let (hall, opened) = open(hall.expect("a practice hall"), Lang::Zh);
        let mut work = Counterwork {
            folder,
            hall,
            opened,
            app: App::new(Lang::Zh, false),
            size: SIZES[0],
            frames: 0,
            jobs: VecDeque::new(),
            drafts: BTreeSet::new(),
            given: Vec::new(),
            left: false,
        };
        work.sit_down();
        work
    }

    /// Closes the hall, and hands over the folder it stands in and its own.
    pub fn leave(self) -> (tempfile::TempDir, PathBuf) {
        self.hall.close();
        let hall = self.folder.path().join("hall");
        (self.folder, hall)
    }

    pub fn office(&mut self) -> &mut Office {
        self.hall.office()
    }

    /// The program as it stands after it was started.
    pub fn sit_down(&mut self) {
        self.jobs.clear();
        self.app = App::new(Lang::Zh, false);
        self.left = false;
        self.size = SIZES[0];
        let opened = self.opened.clone();
        self.obey(Input::Reply(Reply::Opened(opened)));
        self.serve_all();
    }

    pub fn has_left(&self) -> bool {
        self.left
    }

    /// One input, typed after the clerk saw what came of the one before it.
    pub fn type_seeing(&mut self, input: Input) {
        self.frames += 1;
        self.app.drawn(self.frames);
        self.obey(Input::Seen(self.frames));
        self.obey(input);
    }

    /// One input, typed ahead.
    pub fn obey(&mut self, input: Input) {
        self.app.resize(self.size.0, self.size.1);
        for effect in self.app.update(input) {
            match effect {
                Effect::Start(job) => self.start(job),
                Effect::Quit => self.left = true,
                _ => {}
            }
        }
    }

    /// Of several drafts of one request only the latest is written, as in the office thread.
    fn start(&mut self, job: Job) {
        if let (Job::SaveDraft(new), Some(Job::SaveDraft(old))) = (&job, self.jobs.back())
            && new.request == old.request
        {
            self.jobs.pop_back();
        }
        self.jobs.push_back(job);
    }

    /// The office does the job that waits longest.
    pub fn serve(&mut self) {
        let Some(job) = self.jobs.pop_front() else {
            return;
        };
        if let Job::SaveDraft(draft) = &job {
            self.drafts.insert(draft.request);
        }
        let mut replies = Vec::new();
        self.hall.serve(job, &mut |reply| replies.push(reply));
        for reply in replies {
            self.given.extend(number_of(&reply));
            self.obey(Input::Reply(reply));
        }
    }

    pub fn serve_all(&mut self) {
        while !self.jobs.is_empty() {
            self.serve();
        }
    }

    pub fn take_given(&mut self) -> Vec<String> {
        std::mem::take(&mut self.given)
    }

    pub fn turn_window(&mut self, chance: &mut Chance) {
        let place = usize::try_from(chance.below(SIZES.len() as u64)).unwrap_or_default();
        self.size = SIZES[place];
        self.obey(Input::Resize);
    }

    /// Types a script as [`crate::tui::tests`] of whole programs write them: `⏎` and `①`–`⑩`.
    pub fn script(&mut self, keys: &str) {
        for c in keys.chars() {
            let circled = u32::from(c).wrapping_sub(u32::from('①'));
            let input = match (c, u8::try_from(circled)) {
                ('⏎', _) => Input::Key(Key::Enter),
                (_, Ok(number @ 0..=9)) => Input::Key(Key::F(number + 1)),
                _ => Input::Text(c.to_string()),
            };
            self.type_seeing(input);
            self.serve_all();
        }
    }

    /// Lays nearly all drafts away, so that the next sequence finds a desk and not a heap.
    pub fn tidy(&mut self) {
        self.serve_all();
        for request in std::mem::take(&mut self.drafts) {
            self.hall.serve(Job::DropDraft(request), &mut |_| {});
        }
    }
}

fn number_of(reply: &Reply) -> Option<String> {
    match reply {
        Reply::Issued(issued) => match &issued.done {
            Done::Certificate { number, .. } | Done::Recorded { number, .. } => {
                Some(number.clone())
            }
            _ => None,
        },
        _ => None,
    }
}
