//! A program inside a terminal that the test owns: keys go in, the screen is read back.
//!
//! The screen is looked at only at the end of a synchronized update, so no test ever sees half a
//! frame; every wait is for a condition, with a deadline that only a broken program reaches.

use std::io::Write;
use std::num::NonZeroU16;
use std::os::fd::BorrowedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::LocalModes;

/// Longer than any step takes on a loaded machine; a test that waits this long has failed.
pub const PATIENCE: Duration = Duration::from_secs(30);
const END_OF_FRAME: &[u8] = b"\x1b[?2026l";

/// One program in its terminal.
pub struct Desk {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Seen>,
    reader: Option<JoinHandle<()>>,
    /// Keys pressed that are no data, and characters of data.
    pub navigation: usize,
    pub data: usize,
}

#[derive(Default)]
struct Seen {
    state: Mutex<State>,
    changed: Condvar,
    stop: AtomicBool,
    size: Mutex<Option<(u16, u16)>>,
}

#[derive(Default)]
struct State {
    screen: Option<vt100::Screen>,
    frames: usize,
    /// Everything the program wrote.
    bytes: Vec<u8>,
    ended: bool,
}

impl Desk {
    pub fn open(command: CommandBuilder, columns: u16, rows: u16) -> Desk {
        let pair = native_pty_system()
            .openpty(pty_size(columns, rows))
            .expect("the system has pseudo-terminals");
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        drop(pair.slave);
        let seen = Arc::new(Seen::default());
        let fd = pair.master.as_raw_fd().expect("a descriptor");
        // A descriptor of its own: the reader may outlive the desk for a moment.
        let fd = rustix::io::dup(borrowed(fd)).expect("a descriptor");
        let for_reader = seen.clone();
        let reader = std::thread::spawn(move || read(&fd, &for_reader, columns, rows));
        let writer = pair.master.take_writer().expect("the first writer");
        Desk {
            master: Some(pair.master),
            writer: Some(writer),
            child,
            seen,
            reader: Some(reader),
            navigation: 0,
            data: 0,
        }
    }

    /// Types text and keys: `⏎` Enter, `⇥` Tab, `⎋` Esc, `↓ ↑ ← →`, `⌫`, `①`–`⑩` F1–F10.
    /// Everything goes out in one write, as a quick hand or a paste of keys would.
    pub fn keys(&mut self, keys: &str) {
        let mut bytes = Vec::new();
        for c in keys.chars() {
            match special(c) {
                Some(code) => {
                    bytes.extend_from_slice(code.as_bytes());
                    self.navigation += 1;
                }
                None => {
                    bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    self.data += 1;
                }
            }
        }
        self.raw(&bytes);
    }

    pub fn ctrl(&mut self, letter: char) {
        let code = u8::try_from(letter).expect("an ASCII letter") & 0x1f;
        self.navigation += 1;
        self.raw(&[code]);
    }

    pub fn paste(&mut self, text: &str) {
        self.raw(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    /// Bytes as they are. A program that has ended takes none; the next wait tells.
    pub fn raw(&mut self, bytes: &[u8]) {
        if let Some(writer) = &mut self.writer {
            let _ = writer.write_all(bytes).and_then(|()| writer.flush());
        }
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        *self
            .seen
            .size
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some((columns, rows));
        let master = self.master.as_ref().expect("not hung up");
        master
            .resize(pty_size(columns, rows))
            .expect("the terminal takes a size");
    }

    /// Waits until the screen of a whole frame fulfils `wanted`.
    #[track_caller]
    pub fn until(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> vt100::Screen {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.state();
        loop {
            if let Some(screen) = state.screen.as_ref().filter(|screen| wanted(screen)) {
                return screen.clone();
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !state.ended,
                "no {what} {}; the screen:\n{}",
                if state.ended {
                    "before the end"
                } else {
                    "in time"
                },
                text(&state)
            );
            state = self
                .seen
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    #[track_caller]
    pub fn sees(&self, wanted: &str) -> vt100::Screen {
        self.until(&format!("{wanted:?}"), |screen| {
            screen.contents().contains(wanted)
        })
    }

    /// Whether the text comes onto the screen in that time.
    pub fn sees_within(&self, wanted: &str, time: Duration) -> bool {
        let deadline = Instant::now() + time;
        let mut state = self.state();
        loop {
            let screen = state.screen.as_ref();
            if screen.is_some_and(|screen| screen.contents().contains(wanted)) {
                return true;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || state.ended {
                return false;
            }
            let waited = self.seen.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until the text is on the screen no more.
    #[track_caller]
    pub fn sees_no(&self, unwanted: &str) -> vt100::Screen {
        self.until(&format!("screen without {unwanted:?}"), |screen| {
            !screen.contents().contains(unwanted)
        })
    }

    pub fn screen_text(&self) -> String {
        text(&self.state())
    }

    /// Everything the program wrote so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.state().bytes.clone()
    }

    /// Waits until what the program wrote fulfils `wanted`.
    #[track_caller]
    pub fn wrote(&self, what: &str, wanted: impl Fn(&[u8]) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !wanted(&self.state().bytes) {
            assert!(Instant::now() < deadline, "no {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Column and row of the caret on the last whole frame.
    pub fn caret(&self) -> (u16, u16) {
        let state = self.state();
        let (row, column) = state.screen.as_ref().expect("a frame").cursor_position();
        (column, row)
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("a running program")
    }

    /// Whether keys go to the program one by one and unseen.
    pub fn is_raw(&self) -> bool {
        let master = self.master.as_ref().expect("not hung up");
        let fd = master.as_raw_fd().expect("a descriptor");
        let modes = rustix::termios::tcgetattr(borrowed(fd)).expect("a terminal");
        let cooked = LocalModes::ECHO | LocalModes::ICANON;
        !modes.local_modes.intersects(cooked)
    }

    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.pid()).ok();
        let pid = pid.and_then(Pid::from_raw).expect("a running program");
        kill_process(pid, signal).expect("the program still runs");
    }

    /// What the program has taken of the processor so far, in hundredths of a second.
    pub fn cpu_time(&self) -> Duration {
        let pid = self.pid();
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("it runs");
        // The name of the program stands in brackets and may hold blanks.
        let after = stat.rsplit_once(')').expect("a name in brackets").1;
        let ticks = after.split_whitespace().skip(11).take(2);
        let ticks: u64 = ticks
            .map(|part| part.parse::<u64>().expect("a number"))
            .sum();
        Duration::from_millis(ticks * 10)
    }

    /// Takes the terminal away, as closing its window does.
    pub fn hang_up(&mut self) {
        self.stop_reading();
        self.writer = None;
        self.master = None;
    }

    /// Waits for the end of the program and returns its exit code.
    #[track_caller]
    pub fn ends(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.exit_code();
            }
            assert!(
                Instant::now() < deadline,
                "still running:\n{}",
                self.screen_text()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// What the program left behind on the terminal: waits until it closed it.
    pub fn last_words(&self) -> vt100::Screen {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.state();
        while !state.ended && Instant::now() < deadline {
            let waited = self.seen.changed.wait_timeout(state, PATIENCE);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.screen.clone().expect("a frame")
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.seen
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn stop_reading(&mut self) {
        self.seen.stop.store(true, Ordering::SeqCst);
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader does not panic");
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // A test that failed must not leave its program behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.stop_reading();
    }
}

fn text(state: &State) -> String {
    let screen = state.screen.as_ref();
    screen.map_or(String::new(), vt100::Screen::contents)
}

fn pty_size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn special(c: char) -> Option<&'static str> {
    Some(match c {
        '⏎' => "\r",
        '⇥' => "\t",
        '⎋' => "\x1b",
        '↑' => "\x1b[A",
        '↓' => "\x1b[B",
        '→' => "\x1b[C",
        '←' => "\x1b[D",
        '⌫' => "\x7f",
        '①' => "\x1bOP",
        '②' => "\x1bOQ",
        '③' => "\x1bOR",
        '④' => "\x1bOS",
        '⑤' => "\x1b[15~",
        '⑥' => "\x1b[17~",
        '⑦' => "\x1b[18~",
        '⑧' => "\x1b[19~",
        '⑨' => "\x1b[20~",
        '⑩' => "\x1b[21~",
        _ => return None,
    })
}

/// Reads until told to stop or until the program has closed the terminal.
fn read(fd: &std::os::fd::OwnedFd, seen: &Seen, columns: u16, rows: u16) {
    let mut parser = parser(columns, rows);
    let mut held = Vec::new();
    let mut buffer = [0; 64 * 1024];
    while !seen.stop.load(Ordering::SeqCst) {
        let mut fds = [PollFd::new(fd, PollFlags::IN)];
        let wait = Timespec {
            tv_sec: 0,
            tv_nsec: 20_000_000,
        };
        match poll(&mut fds, Some(&wait)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => continue,
            Ok(_) => {}
            Err(_) => break,
        }
        let Ok(read @ 1..) = rustix::io::read(fd, &mut buffer) else {
            break;
        };
        if let Some((columns, rows)) = seen
            .size
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        {
            parser
                .screen_mut()
                .set_size(positive(rows), positive(columns));
        }
        held.extend_from_slice(&buffer[..read]);
        take_frames(&mut parser, &mut held, seen);
    }
    parser.process(&held);
    let mut state = seen.state.lock().unwrap_or_else(PoisonError::into_inner);
    state.bytes.extend_from_slice(&held);
    state.screen = Some(parser.screen().clone());
    state.ended = true;
    seen.changed.notify_all();
}

/// Shows each whole frame; what follows the last one is held back.
fn take_frames(parser: &mut vt100::Parser, held: &mut Vec<u8>, seen: &Seen) {
    while let Some(end) = find(held, END_OF_FRAME) {
        let frame: Vec<u8> = held.drain(..end + END_OF_FRAME.len()).collect();
        parser.process(&frame);
        let mut state = seen.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.bytes.extend_from_slice(&frame);
        state.screen = Some(parser.screen().clone());
        state.frames += 1;
        seen.changed.notify_all();
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

fn parser(columns: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(positive(rows), positive(columns), 0)
}

fn positive(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).expect("a terminal has rows and columns")
}

fn borrowed(fd: std::os::fd::RawFd) -> BorrowedFd<'static> {
    // SAFETY: the caller's master owns the descriptor and is open while the borrow is used.
    unsafe { BorrowedFd::borrow_raw(fd) }
}
