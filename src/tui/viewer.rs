//! One screen on the terminal without a counter around it: the pages of a preview, or the page
//! where codes are verified.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::app::Effect;
use super::input::{Input, read_signals, read_terminal};
use super::job::{Job, Preview, PreviewSheet, Reply};
use super::keys::{Context, Key, Word, word};
use super::look;
use super::notice::Notice;
use super::picture::{Answers, Drawn, Glass, Hints};
use super::run::{Eyes, RunOptions, TuiError};
use super::screen::{Act, CHARACTERS, PreviewScreen, Response, Screen, Turn, VerifyScreen};
use super::terminal::Terminal;
use super::widget::{hint_bar, put};
use crate::paper::seal::Verdict;
use crate::paper::{Cell, Raster, Sheet, View, cells};
use crate::text::{Lang, Message, Said, width};

/// Rows below the page: what was said last, and the keys.
const FOOT: u16 = 2;

/// Makes a picture of a part of a page.
pub type Draw<'a> = &'a dyn Fn(&Sheet, &View) -> Option<Raster>;
/// Says what is to be thought of a code, or why it cannot be told.
pub type Check<'a> = &'a mut dyn FnMut(&str) -> Result<Verdict, Message>;
/// Does what the screen asks for: what it is answered, or told instead.
type Work<'a> = &'a mut dyn FnMut(Job) -> Option<Result<Reply, Message>>;

/// Whether there is a terminal on which pages can be leafed through.
pub fn has_terminal() -> bool {
    let dumb = std::env::var_os("TERM").is_none_or(|kind| kind == "dumb");
    !dumb && io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Every page in characters, about so many columns wide: its heading, then its rows.
pub fn text_of(preview: &Preview, columns: u16, lang: Lang) -> Vec<Vec<String>> {
    let page = |sheet: &PreviewSheet| {
        let cells = cells(&sheet.page.0, columns, &CHARACTERS);
        let rows = cells.rows.iter().map(|row| text_of_row(row));
        std::iter::once(sheet.heading().say(lang))
            .chain(rows)
            .collect()
    };
    preview.sheets.iter().map(page).collect()
}

/// A row as a line of text. The cell behind a wide character is a part of it.
fn text_of_row(row: &[Cell]) -> String {
    let mut line = String::new();
    let mut taken = 0;
    for (cell, column) in row.iter().zip(0..) {
        if column < taken {
            continue;
        }
        let text = match cell.text.as_str() {
            "" => " ",
            text => text,
        };
        line.push_str(text);
        taken = column + width(text).max(1);
    }
    line.trim_end().to_owned()
}

/// Shows papers on the terminal until the reader leaves or the terminal is gone.
///
/// # Errors
/// [`TuiError`] if there is no terminal or it does not answer.
pub fn show_paper(preview: Preview, draw: Draw<'_>, options: RunOptions) -> Result<(), TuiError> {
    let Some(screen) = PreviewScreen::new(options.lang, preview) else {
        return Ok(());
    };
    let help = Message::new("tui.viewer_help");
    show(screen, help, options, &mut |job| match job {
        Job::Draw(window) => {
            let raster = draw(&window.page.0, &window.view);
            let drawn = raster.and_then(|raster| Drawn::new(*window, raster));
            let drawn = drawn.map(|drawn| Reply::Drawn(Arc::new(drawn)));
            Some(drawn.ok_or_else(|| Message::new("tui.preview_undrawable")))
        }
        _ => None,
    })
}

/// Verifies codes on the terminal, with no hall, until the reader leaves or the terminal is gone.
///
/// # Errors
/// As [`show_paper`].
pub fn show_verify(check: Check<'_>, options: RunOptions) -> Result<(), TuiError> {
    let screen = VerifyScreen::alone(options.lang);
    let help = Message::new("tui.code_hint");
    show(screen, help, options, &mut |job| match job {
        Job::VerifyCode(code) => {
            let verdict = check(&code);
            Some(verdict.map(|verdict| Reply::CodeVerified(Box::new(verdict))))
        }
        _ => None,
    })
}

fn show(
    screen: impl Screen,
    help: Message,
    options: RunOptions,
    work: Work<'_>,
) -> Result<(), TuiError> {
    if !has_terminal() {
        return Err(TuiError::NoTerminal);
    }
    let terminal = Terminal::enter(options.colours, None)?;
    let hints = Hints::from_environment();
    terminal.ask(&hints)?;
    let (inputs, received) = channel();
    read_signals(inputs.clone())?;
    let frames = Arc::new(AtomicU64::new(0));
    let seen = frames.clone();
    // Not waited for: it sleeps in the system until the next key, and the process ends first.
    thread::Builder::new()
        .name("keys".to_owned())
        .spawn(move || read_terminal(&inputs, &seen))?;
    let eyes = Eyes {
        hints,
        answers: Answers::default(),
        colours: options.colours,
    };
    let viewer = Viewer {
        screen,
        help,
        lang: options.lang,
        said: None,
        glass: Glass::default(),
    };
    viewer.show(terminal, eyes, (&frames, &received), work);
    Ok(())
}

/// The page with a foot below it.
struct Viewer<S> {
    screen: S,
    /// What the key for help says.
    help: Message,
    lang: Lang,
    said: Option<Said>,
    glass: Glass,
}

impl<S: Screen> Viewer<S> {
    /// Draws, waits, updates; until the reader leaves.
    fn show(
        mut self,
        mut terminal: Terminal,
        mut eyes: Eyes,
        (frames, received): (&AtomicU64, &Receiver<Input>),
        work: Work<'_>,
    ) {
        loop {
            if let Ok((columns, rows)) = crossterm::terminal::size() {
                let effects = self.look_at(eyes.glass(columns, rows));
                if !effects.is_some_and(|effects| self.obey(effects, &mut terminal, work)) {
                    return;
                }
            }
            frames.fetch_add(1, Ordering::SeqCst);
            if terminal.draw(|frame| self.view(frame)).is_err() {
                return;
            }
            let Ok(first) = received.recv() else { return };
            for input in std::iter::once(first).chain(received.try_iter()) {
                if let Input::Answers(answers) = input {
                    eyes.answers = answers;
                }
                let effects = self.update(input);
                if !effects.is_some_and(|effects| self.obey(effects, &mut terminal, work)) {
                    return;
                }
            }
        }
    }

    /// What there is to draw on, as far as the foot leaves it; `None` never.
    fn look_at(&mut self, glass: Glass) -> Option<Vec<Effect>> {
        let glass = Glass {
            rows: glass.rows.saturating_sub(FOOT),
            ..glass
        };
        match std::mem::replace(&mut self.glass, glass) == glass {
            true => Some(Vec::new()),
            false => {
                let response = self.screen.told(glass);
                self.follow(response)
            }
        }
    }

    /// What is to be done after an input; `None` if the reader leaves.
    fn update(&mut self, input: Input) -> Option<Vec<Effect>> {
        match input {
            Input::Key(key) => self.key(key),
            Input::Text(text) => {
                let mut effects = Vec::new();
                for c in text.chars() {
                    effects.extend(self.key(Key::Char(c))?);
                }
                Some(effects)
            }
            Input::Continued => Some(vec![Effect::Reenter]),
            Input::HangUp | Input::OfficeGone => None,
            Input::Paste(text) => self.act(Act::Paste(text)),
            Input::Scan(code) => self.act(Act::Scan(code)),
            _ => Some(Vec::new()),
        }
    }

    fn act(&mut self, act: Act) -> Option<Vec<Effect>> {
        let response = self.screen.act(act);
        self.follow(response)
    }

    fn contexts(&self) -> Vec<Context> {
        let mut contexts = self.screen.contexts();
        contexts.push(Context::Everywhere);
        contexts
    }

    fn key(&mut self, key: Key) -> Option<Vec<Effect>> {
        self.said = None;
        match (word(&self.contexts(), key), key) {
            (Some(Word::Quit), _) => None,
            (Some(Word::Help), _) => {
                self.said = Some(self.help.clone().into());
                Some(Vec::new())
            }
            (Some(word), _) => self.act(Act::Word(word)),
            (None, Key::Char(c)) => self.act(Act::Text(c)),
            (None, _) => Some(vec![Effect::Bell]),
        }
    }

    fn follow(&mut self, response: Response) -> Option<Vec<Effect>> {
        self.said = response.toast.or(self.said.take());
        matches!(response.turn, Turn::Stay).then_some(response.effects)
    }

    /// Carries effects out; false if the terminal is gone or the reader leaves.
    fn obey(&mut self, effects: Vec<Effect>, terminal: &mut Terminal, work: Work<'_>) -> bool {
        effects.into_iter().all(|effect| match effect {
            Effect::Start(job) => match work(job) {
                None => true,
                Some(Ok(reply)) => self.take(&reply),
                Some(Err(why)) => {
                    self.said = Some(why.clone().into());
                    self.take(&Reply::Failed(Notice::new(why)))
                }
            },
            Effect::Bell => terminal.bell().is_ok(),
            Effect::Redraw => terminal.forget().is_ok(),
            Effect::Reenter => terminal.reenter().is_ok(),
            // There is no hall to let go of.
            Effect::Lock => true,
            Effect::Quit => false,
        })
    }

    /// An answer asks for nothing more; false if it closes the screen.
    fn take(&mut self, reply: &Reply) -> bool {
        let response = self.screen.reply(reply);
        response.is_none_or(|response| self.follow(response).is_some())
    }

    fn view(&self, frame: &mut Frame) {
        let area = frame.area();
        let body = Rect {
            height: area.height.saturating_sub(FOOT),
            ..area
        };
        self.screen.draw(frame, body);
        let buffer = frame.buffer_mut();
        if let Some(said) = &self.said {
            let columns = area.width.saturating_sub(2);
            put(
                buffer,
                1,
                body.bottom(),
                columns,
                &said.say(self.lang),
                look::NOTE,
            );
        }
        let foot = Rect {
            y: area.bottom().saturating_sub(1),
            height: 1,
            ..area
        };
        hint_bar(buffer, foot, &self.screen.contexts(), self.lang);
    }
}
