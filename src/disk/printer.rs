//! The printing service of the machine (CUPS), asked through its own programs `lp` and `lpstat`.
//!
//! Every question has a deadline, so that a printer that is off never keeps anybody waiting. The
//! arguments are fixed, and nothing but a number and a PDF file is handed over.

use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::text::Message;

/// How long the service may take for an answer; a healthy one takes some milliseconds.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// Between two looks at a program that runs.
const LOOK: Duration = Duration::from_millis(10);
/// More than the service ever says.
const MOST_SAID: u64 = 1 << 16;

/// A PDF file on its way to a printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintTask {
    pub printer: String,
    /// Empty where the printer chooses.
    pub tray: String,
    /// Width and height of the paper in tenths of a millimetre.
    pub size: (u32, u32),
    /// What the queue shows: a number, never a name.
    pub title: String,
    pub pdf: Vec<u8>,
}

/// A printer as the service describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterLine {
    pub name: String,
    pub state: PrinterState,
    /// The service takes it where none is named.
    pub is_default: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterState {
    Idle,
    Printing {
        job: String,
    },
    /// Off, out of paper, paused; in the words of the service.
    Stopped {
        reason: String,
    },
}

/// What has become of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobState {
    Waiting,
    Printing,
    /// The printer has stopped; the job waits until it goes on.
    Stopped {
        reason: String,
    },
    /// It has left the queue.
    Done,
}

/// Why a printer did not take a paper. The PDF file is there all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrinterError {
    #[error("{0} is not installed")]
    NotInstalled(&'static str),
    #[error("the printing service gave no answer")]
    NoAnswer,
    #[error("the printing service says: {0}")]
    Refused(String),
    #[error("{0:?} is no name of a printer")]
    NoName(String),
}

impl PrinterError {
    pub fn message(&self) -> Message {
        match self {
            PrinterError::NotInstalled(program) => {
                Message::new("print.not_installed").with("program", program)
            }
            PrinterError::NoAnswer => Message::new("print.no_answer"),
            PrinterError::Refused(reason) => Message::new("print.refused").with("reason", reason),
            PrinterError::NoName(name) => Message::new("print.no_name").with("name", name),
        }
    }
}

/// Hands a PDF file to a printer; the name of the job, empty if the service gave none.
///
/// # Errors
/// [`PrinterError`], at the latest after `limit`.
pub fn send(task: &PrintTask, limit: Duration) -> Result<String, PrinterError> {
    let arguments = arguments(task)?;
    let said = ask("lp", &arguments, &task.pdf, limit)?;
    let words: Vec<&str> = said.split_whitespace().collect();
    let id = words.windows(2).find(|pair| pair[0] == "is");
    Ok(id.map_or_else(String::new, |pair| pair[1].to_owned()))
}

/// The arguments of `lp`. Scaling is off: a page that is fitted to the paper lies wrong.
fn arguments(task: &PrintTask) -> Result<Vec<String>, PrinterError> {
    let printer = sound(&task.printer)?;
    let mut arguments = vec!["-d".to_owned(), printer, "-t".to_owned()];
    arguments.push(task.title.clone());
    for option in ["print-scaling=none".to_owned(), media(task.size)] {
        arguments.extend(["-o".to_owned(), option]);
    }
    if !task.tray.is_empty() {
        let slot = format!("InputSlot={}", sound(&task.tray)?);
        arguments.extend(["-o".to_owned(), slot]);
    }
    arguments.push("-".to_owned());
    Ok(arguments)
}

fn media((width, height): (u32, u32)) -> String {
    let name = match (width, height) {
        (2100, 2970) => "A4".to_owned(),
        (1480, 2100) => "A5".to_owned(),
        (width, height) => format!(
            "Custom.{}.{}x{}.{}mm",
            width / 10,
            width % 10,
            height / 10,
            height % 10
        ),
    };
    format!("media={name}")
}

/// A name that cannot be taken for an option or for two words.
fn sound(name: &str) -> Result<String, PrinterError> {
    let allowed = |c: char| c.is_alphanumeric() || "-_.+:@".contains(c);
    let sound = !name.is_empty()
        && name.len() <= 127
        && !name.starts_with('-')
        && name.chars().all(allowed);
    match sound {
        true => Ok(name.to_owned()),
        false => Err(PrinterError::NoName(name.to_owned())),
    }
}

/// The printers of the machine.
///
/// # Errors
/// [`PrinterError`], at the latest after `limit`. A machine without printers has none to show.
pub fn printers(limit: Duration) -> Result<Vec<PrinterLine>, PrinterError> {
    let said = match ask("lpstat", &["-d".to_owned(), "-p".to_owned()], &[], limit) {
        Err(PrinterError::Refused(reason)) if reason.contains("No destinations") => String::new(),
        said => said?,
    };
    Ok(lines(&said))
}

/// What has become of a job.
///
/// # Errors
/// [`PrinterError`], at the latest after twice `limit`.
pub fn job_state(printer: &str, job: &str, limit: Duration) -> Result<JobState, PrinterError> {
    let printer = sound(printer)?;
    let said = ask("lpstat", &["-p".to_owned(), printer.clone()], &[], limit)?;
    let queue = ["-W", "not-completed", "-o", &printer].map(str::to_owned);
    let queue = ask("lpstat", &queue, &[], limit)?;
    Ok(state_of(job, &said, &queue))
}

/// What has become of a job, by what `lpstat` says of its printer and of the queue.
fn state_of(job: &str, printer: &str, queue: &str) -> JobState {
    let state = lines(printer).into_iter().next().map(|line| line.state);
    let waits = queue
        .lines()
        .any(|line| line.split_whitespace().next() == Some(job));
    match state {
        Some(PrinterState::Printing { job: now }) if now == job => JobState::Printing,
        Some(PrinterState::Stopped { reason }) if waits => JobState::Stopped { reason },
        _ if waits => JobState::Waiting,
        _ => JobState::Done,
    }
}

/// Reads what `lpstat -p -d` says in the language of computers.
fn lines(said: &str) -> Vec<PrinterLine> {
    let mut printers: Vec<PrinterLine> = Vec::new();
    let mut default = String::new();
    for line in said.lines() {
        if let Some(name) = line.strip_prefix("system default destination: ") {
            name.trim().clone_into(&mut default);
        } else if let Some(rest) = line.strip_prefix("printer ") {
            printers.extend(printer_line(rest));
        } else if let (Some(last), true) = (printers.last_mut(), line.starts_with(['\t', ' ']))
            && let PrinterState::Stopped { reason } = &mut last.state
        {
            // The reason follows on lines of its own.
            line.trim().clone_into(reason);
        }
    }
    for printer in &mut printers {
        printer.is_default = printer.name == default;
    }
    printers
}

fn printer_line(rest: &str) -> Option<PrinterLine> {
    let (name, says) = rest.split_once(' ')?;
    let state = if let Some(job) = says.strip_prefix("now printing ") {
        let job = job.split_whitespace().next().unwrap_or_default();
        let job = job.trim_end_matches('.').to_owned();
        PrinterState::Printing { job }
    } else if says.starts_with("disabled") {
        let reason = says.split_once(" - ").map_or("", |(_, reason)| reason);
        let reason = reason.trim().to_owned();
        PrinterState::Stopped { reason }
    } else {
        PrinterState::Idle
    };
    Some(PrinterLine {
        name: name.to_owned(),
        state,
        is_default: false,
    })
}

/// Runs a program of the printing service to its end, or kills it at the deadline.
fn ask(
    program: &'static str,
    arguments: &[String],
    input: &[u8],
    limit: Duration,
) -> Result<String, PrinterError> {
    let started = Command::new(program)
        .args(arguments)
        // What it says is read by this program, not by a person.
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = started.map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound => PrinterError::NotInstalled(program),
        _ => PrinterError::Refused(cause.to_string()),
    })?;
    feed(&mut child, input);
    let out = child.stdout.take().map(listen);
    let err = child.stderr.take().map(listen);
    let deadline = Instant::now() + limit;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < deadline => thread::sleep(LOOK),
            // A service that hangs is left behind; its pipes are closed by its end.
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(PrinterError::NoAnswer);
            }
        }
    };
    let heard = |pipe: Option<Receiver<String>>| {
        let left = deadline.saturating_duration_since(Instant::now());
        let heard = pipe.and_then(|pipe| pipe.recv_timeout(left.max(LOOK * 10)).ok());
        heard.unwrap_or_default()
    };
    match status.success() {
        true => Ok(heard(out)),
        false => {
            let complaint = heard(err);
            Err(PrinterError::Refused(complaint.trim().to_owned()))
        }
    }
}

/// Writes into the program from a thread of its own: a program that reads nothing holds nobody up.
fn feed(child: &mut Child, input: &[u8]) {
    let Some(mut stdin) = child.stdin.take() else {
        return;
    };
    if !input.is_empty() {
        let input = input.to_vec();
        thread::spawn(move || stdin.write_all(&input));
    }
}

fn listen(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (said, heard) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.take(MOST_SAID).read_to_end(&mut bytes);
        said.send(String::from_utf8_lossy(&bytes).into_owned())
    });
    heard
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task() -> PrintTask {
        PrintTask {
            printer: "HP_Laser".to_owned(),
            tray: "Tray2".to_owned(),
            size: (880, 1250),
            title: "样4304060051000001X".to_owned(),
            pdf: Vec::new(),
        }
    }

    #[test]
    fn the_arguments_are_fixed_and_name_nobody() {
        let arguments = arguments(&task()).expect("sound names");
        assert_eq!(
            arguments.join(" "),
            "-d HP_Laser -t 样4304060051000001X -o print-scaling=none \
             -o media=Custom.88.0x125.0mm -o InputSlot=Tray2 -"
        );
        assert_eq!(media((2100, 2970)), "media=A4");
    }

    #[test]
    fn a_job_waits_prints_stands_still_and_is_done() {
        let idle = "printer HP_Laser is idle.  enabled since Mon 15 Mar 2010 09:30:00 AM CST\n";
        let prints = "printer HP_Laser now printing HP_Laser-7.  enabled since Mon 15 Mar 2010\n";
        let off =
            "printer HP_Laser disabled since Mon 15 Mar 2010 09:30:00 AM CST -\n\tOut of paper\n";
        let queue = "HP_Laser-7   clerk   1024   Mon 15 Mar 2010 09:30:00 AM CST\n";
        let stopped = JobState::Stopped {
            reason: "Out of paper".to_owned(),
        };
        for (job, printer, queue, state) in [
            ("HP_Laser-7", idle, queue, JobState::Waiting),
            ("HP_Laser-7", prints, queue, JobState::Printing),
            (
                "HP_Laser-8",
                prints,
                "HP_Laser-8 clerk 1\n",
                JobState::Waiting,
            ),
            ("HP_Laser-7", off, queue, stopped),
            ("HP_Laser-7", idle, "", JobState::Done),
            // A printer that stopped after the job had left is no concern of the job's.
            ("HP_Laser-7", off, "HP_Laser-70 clerk 1\n", JobState::Done),
            ("HP_Laser-7", "", "", JobState::Done),
        ] {
            assert_eq!(state_of(job, printer, queue), state, "{printer}{queue}");
        }
    }

    #[test]
    fn a_name_that_could_be_an_option_is_refused() {
        for name in ["", "-o", "a b", "a\nb", "../x/", "a;b"] {
            let task = PrintTask {
                printer: name.to_owned(),
                ..task()
            };
            let refused = arguments(&task);
            assert!(matches!(refused, Err(PrinterError::NoName(_))), "{name:?}");
        }
    }

    #[test]
    fn the_words_of_the_service_are_understood() {
        let said = "system default destination: B\n\
            printer A is idle.  enabled since Mon 15 Mar 2010 09:30:00 AM CST\n\
            printer B now printing B-12.  enabled since Mon 15 Mar 2010 09:30:00 AM CST\n\
            printer C disabled since Mon 15 Mar 2010 09:30:00 AM CST -\n\tOut of paper\n";
        let lines = lines(said);
        assert_eq!(lines[0].state, PrinterState::Idle);
        let printing = PrinterState::Printing {
            job: "B-12".to_owned(),
        };
        assert_eq!((&lines[1].state, lines[1].is_default), (&printing, true));
        let reason = "Out of paper".to_owned();
        assert_eq!(lines[2].state, PrinterState::Stopped { reason });
    }

    proptest::proptest! {
        #[test]
        fn nothing_the_service_says_makes_the_reader_panic(said in "(printer |\\t|\\PC|\n){0,40}") {
            let _ = lines(&said);
        }
    }
}
