//! The program on a terminal: its first frame, and the frame that answers a key.
//!
//! A frame counts when its last byte has come through the pseudo-terminal. What a key led to is
//! there once nothing more comes for a while; the last frame before that is the answer.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use guitai::person::Townsperson;
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

use crate::{say, spread, town};

const END_OF_FRAME: &[u8] = b"\x1b[?2026l";
const STARTS: usize = 7;
const ASKED: usize = 60;
/// How long nothing must come before a key is taken to be answered.
const QUIET: Duration = Duration::from_millis(80);
const PATIENCE: Duration = Duration::from_secs(120);

pub fn measure(folder: &Path, size: usize) {
    let mut first_frames: Vec<Duration> = (0..STARTS)
        .map(|_| {
            let begun = Instant::now();
            let mut screen = Screen::open(folder);
            let frame = screen.next_frame(PATIENCE).expect("a first frame");
            screen.rest();
            screen.quit();
            frame - begun
        })
        .collect();
    say("process start → first frame", spread(&mut first_frames));
    let mut screen = Screen::open(folder);
    screen.rest();
    // The index is whole, and whatever goes on beside it has ended.
    std::thread::sleep(Duration::from_secs(if size > 500_000 { 40 } else { 5 }));
    screen.rest();
    let (mut echoed, mut answered) = (Vec::new(), Vec::new());
    for (nth, one) in town::some(size, ASKED).iter().enumerate() {
        screen.ask(nth, one, &mut echoed, &mut answered);
    }
    let keys = answered.len();
    say(
        &format!("key press → first changed frame ({keys} keys)"),
        spread(&mut echoed),
    );
    say("key press → the people found", spread(&mut answered));
    screen.quit();
}

struct Screen {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    /// When each frame had come.
    frames: Receiver<Instant>,
}

impl Screen {
    fn open(folder: &Path) -> Screen {
        let size = PtySize {
            rows: 30,
            cols: 100,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_guitai"));
        command.arg("--hall");
        command.arg(folder);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let writer = pair.master.take_writer().expect("the first writer");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (tell, frames) = channel();
        std::thread::spawn(move || {
            // The terminal stays as long as somebody reads it.
            let _master = pair.master;
            let mut held: Vec<u8> = Vec::new();
            let mut buffer = [0; 65_536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                held.extend_from_slice(&buffer[..read]);
                let at = held
                    .windows(END_OF_FRAME.len())
                    .rposition(|part| part == END_OF_FRAME);
                if let Some(at) = at {
                    held.drain(..at + END_OF_FRAME.len());
                    let _ = tell.send(Instant::now());
                }
            }
        });
        Screen {
            child,
            writer,
            frames,
        }
    }

    fn next_frame(&mut self, within: Duration) -> Option<Instant> {
        self.frames.recv_timeout(within).ok()
    }

    /// Waits until nothing comes any more; the last frame that did.
    fn settled(&mut self, first: Duration) -> Option<(Instant, Instant)> {
        let first = self.next_frame(first)?;
        let mut last = first;
        while let Some(later) = self.next_frame(QUIET) {
            last = later;
        }
        Some((first, last))
    }

    fn rest(&mut self) {
        while self.settled(Duration::from_millis(1_500)).is_some() {}
    }

    fn write(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).expect("it takes keys");
        self.writer.flush().expect("it takes keys");
    }

    /// Types a query key by key, then takes it back.
    fn ask(
        &mut self,
        nth: usize,
        one: &Townsperson,
        echoed: &mut Vec<Duration>,
        answered: &mut Vec<Duration>,
    ) {
        let asked = town::asked(nth, one);
        for sign in asked.chars() {
            let at = Instant::now();
            self.write(sign.encode_utf8(&mut [0; 4]).as_bytes());
            let (first, last) = self.settled(PATIENCE).expect("a key changes the screen");
            echoed.push(first - at);
            answered.push(last - at);
        }
        self.write("\x7f".repeat(asked.chars().count()).as_bytes());
        self.settled(PATIENCE);
    }

    fn quit(mut self) {
        // Ctrl-X leaves from everywhere.
        self.write(b"\x18");
        self.child.wait().expect("a child");
    }
}
