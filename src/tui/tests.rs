//! What the room's tests stand on: a hall made by hand, a screen in memory, and a picture of it
//! that can be read.

mod counterwork;
mod keys_at_random;
mod timing;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Modifier;

use super::app::{App, Effect};
use super::desk::Desk;
use super::input::Input;
use super::job::{Job, Offer, Opened, Reply};
use super::keys::Key;
use crate::form::{Around, Draft, Form, RequestId};
use crate::person::Divisions;
use crate::policy::Profile;
use crate::staff::Clerk;
use crate::text::{Label, Lang, width};

static DIVISIONS: LazyLock<Arc<Divisions>> = LazyLock::new(|| {
    let tables = [
        include_str!("../../forms/codes/counties.csv"),
        include_str!("../../forms/codes/towns.csv"),
        include_str!("../../forms/codes/communities.csv"),
    ];
    Arc::new(Divisions::parse(tables).expect("the tables read"))
});

pub fn desk(lang: Lang) -> Arc<Desk> {
    let forms = [
        include_str!("../../forms/services/certificate.issue.toml"),
        include_str!("../../forms/services/person.register.toml"),
    ];
    let forms = forms.map(|text| {
        let form = Form::parse("form", text).expect("the shipped form reads");
        (form.id.clone(), Arc::new(form))
    });
    let profile = include_str!("../../forms/policy/hunan-2010.toml");
    Arc::new(Desk {
        lang,
        hall: "新矿街道便民服务大厅".to_owned(),
        practice: true,
        sealed: false,
        clerk: Clerk {
            name: "王敏".to_owned(),
            counter: 1,
        },
        around: Around {
            on: "2010-03-15".parse().expect("a date"),
            profile: Arc::new(Profile::parse("hunan-2010.toml", profile).expect("it reads")),
            divisions: DIVISIONS.clone(),
            working_days: Arc::default(),
            area9: "430406005".to_owned(),
        },
        offers: forms.iter().map(|(_, form)| offer(form)).collect(),
        reports: Vec::new(),
        forms: BTreeMap::from(forms),
        papers: BTreeMap::from([("F2".to_owned(), Label::same("流动人口婚育证明"))]),
    })
}

/// A service that nothing stands against.
pub fn offer(form: &Form) -> Offer {
    Offer {
        service: form.id.clone(),
        title: form.title.clone(),
        summary: form.summary.clone(),
        group: form.group,
        refusals: Vec::new(),
    }
}

/// A clerk at a counter in memory: presses keys, looks at the screen, and answers for the office.
pub struct Clerkwork {
    pub app: App,
    lang: Lang,
    pub size: (u16, u16),
    /// What was asked of the office and not yet answered.
    pub jobs: Vec<Job>,
    pub quit: bool,
    /// Keys pressed that are no data.
    pub navigation: usize,
    frames: u64,
}

impl Clerkwork {
    /// At a counter that has opened and has told that nothing is waiting.
    pub fn begin(lang: Lang) -> Clerkwork {
        let mut work = Clerkwork::opening(lang);
        work.open();
        work.reply(Reply::Around {
            today: Vec::new(),
            drafts: Vec::new(),
        });
        work
    }

    /// Before the office has said a word.
    pub fn opening(lang: Lang) -> Clerkwork {
        Clerkwork {
            app: App::new(lang, false),
            lang,
            size: (80, 24),
            jobs: Vec::new(),
            quit: false,
            navigation: 0,
            frames: 0,
        }
    }

    /// The office has opened; what lies about has not been told.
    pub fn open(&mut self) {
        self.reply(Reply::Opened(Opened {
            desk: desk(self.lang),
            report: Vec::new(),
        }));
    }

    /// One input, typed after the frame that what came before it has led to.
    pub fn input(&mut self, input: Input) {
        self.frames += 1;
        self.app.drawn(self.frames);
        self.burst([Input::Seen(self.frames), input]);
    }

    /// Inputs that come together, before a frame is drawn between them.
    pub fn burst(&mut self, inputs: impl IntoIterator<Item = Input>) {
        inputs.into_iter().for_each(|input| self.obey(input));
    }

    fn obey(&mut self, input: Input) {
        self.app.resize(self.size.0, self.size.1);
        for effect in self.app.update(input) {
            match effect {
                Effect::Start(job) => self.jobs.push(job),
                Effect::Quit => self.quit = true,
                _ => {}
            }
        }
    }

    pub fn reply(&mut self, reply: Reply) {
        self.input(Input::Reply(reply));
    }

    pub fn key(&mut self, key: Key) {
        self.navigation += 1;
        self.input(Input::Key(key));
    }

    pub fn text(&mut self, text: &str) {
        self.input(Input::Text(text.to_owned()));
    }

    /// Types a line and Enter.
    pub fn line(&mut self, text: &str) {
        self.text(text);
        self.key(Key::Enter);
    }

    /// A blank draft of a service, opened.
    pub fn open_draft(&mut self, service: &str) {
        let draft = Draft::new(RequestId([7; 16]), service, 1);
        self.reply(Reply::Draft(Box::new(draft)));
    }

    pub fn last_draft(&self) -> Draft {
        let draft = self.jobs.iter().rev().find_map(|job| match job {
            Job::SaveDraft(draft) => Some((**draft).clone()),
            _ => None,
        });
        draft.expect("a draft was saved")
    }

    fn draw(&self) -> (Buffer, Position) {
        let mut terminal =
            Terminal::new(TestBackend::new(self.size.0, self.size.1)).expect("memory");
        terminal.draw(|frame| self.app.view(frame)).expect("memory");
        let caret = terminal.get_cursor_position().expect("memory");
        (terminal.backend().buffer().clone(), caret)
    }

    pub fn caret(&self) -> Position {
        self.draw().1
    }

    /// The screen as text, one line a row.
    pub fn screen(&self) -> String {
        rows(&self.draw().0).join("\n")
    }

    pub fn shows(&self, text: &str) -> bool {
        self.screen().contains(text)
    }

    #[track_caller]
    pub fn sees(&self, text: &str) {
        assert!(
            self.shows(text),
            "no {text:?} on the screen:\n{}",
            self.screen()
        );
    }

    /// The screen as a test keeps it: rows, caret, and what is reversed.
    pub fn snap(&self) -> String {
        let (buffer, caret) = self.draw();
        let mut out = rows(&buffer).join("\n");
        write!(out, "\n-- caret {},{}", caret.x, caret.y).expect("memory");
        for run in reversed(&buffer) {
            write!(out, "\n-- reversed {run}").expect("memory");
        }
        out
    }
}

fn rows(buffer: &Buffer) -> Vec<String> {
    let columns = usize::from(buffer.area.width.max(1));
    let rows = buffer.content.chunks(columns).map(|row| {
        let mut text = String::new();
        let mut hidden = 0;
        for cell in row {
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            text.push_str(cell.symbol());
            hidden = width(cell.symbol()).saturating_sub(1);
        }
        text.trim_end().to_owned()
    });
    rows.collect()
}

/// Runs of reversed cells. The second half of a wide character belongs to its first.
fn reversed(buffer: &Buffer) -> Vec<String> {
    let columns = usize::from(buffer.area.width.max(1));
    let mut runs = Vec::new();
    for (y, row) in buffer.content.chunks(columns).enumerate() {
        let mut run: Option<(usize, String)> = None;
        let mut x = 0;
        while let Some(cell) = row.get(x) {
            if cell.modifier.contains(Modifier::REVERSED) {
                run.get_or_insert((x, String::new()))
                    .1
                    .push_str(cell.symbol());
            } else if let Some((start, text)) = run.take() {
                runs.push(format!("{start},{y} {:?}", text.trim()));
            }
            x += width(cell.symbol()).max(1);
        }
        if let Some((start, text)) = run {
            runs.push(format!("{start},{y} {:?}", text.trim()));
        }
    }
    runs
}
