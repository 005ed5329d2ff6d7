//! A register that somebody brings is taken apart in a process of its own: whatever is wrong in the
//! file, or in what reads it, happens where nothing is known of the hall.
//!
//! The child is this executable again. Before it reads the first byte it takes limits upon itself
//! that nobody can lift: memory, processor time, no byte into a file, no further descriptor. File
//! and rows go through pipes, and the rows are believed no more than the file was.

use std::env;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::import::{Encoding, Limits, Refused, Row, Source, Take, read_rows};

/// The one argument that makes the program the child.
pub const ARGUMENT: &str = "read-a-register-apart";

/// How a child ends that was refused memory and lived to say so.
const NO_MEMORY: u8 = 3;

/// The longest message between the two, in bytes: a row of 60,000 characters fits.
const LONGEST: usize = 1 << 20;

/// What a register may take of the computer. Nobody's comes near.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadApart {
    /// The program that reads.
    pub executable: PathBuf,
    /// Bytes of address space beyond what the program takes when it begins.
    pub memory: u64,
    /// Seconds of processor time.
    pub seconds: u64,
}

/// What the child is told before it is given the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Asked {
    encoding: Option<Encoding>,
    limits: Limits,
    memory: u64,
    seconds: u64,
    /// Bytes of the file.
    length: u64,
}

/// What it tells.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Told {
    Row(Row),
    Ended(Result<Source, Refused>),
}

impl ReadApart {
    /// By this very program, with a gibibyte and two minutes.
    ///
    /// # Errors
    /// If the system does not know where the program lies.
    pub fn here() -> io::Result<ReadApart> {
        Ok(ReadApart {
            executable: env::current_exe()?,
            memory: 1 << 30,
            seconds: 120,
        })
    }

    /// Shows every row of a register to `take`, as [`read_rows`] does.
    ///
    /// # Errors
    /// [`Refused`]: what the file is refused for, whatever `take` refuses, or the limit that the
    /// child met.
    pub fn read(
        &self,
        bytes: &[u8],
        encoding: Option<Encoding>,
        limits: &Limits,
        take: Take<'_>,
    ) -> Result<Source, Refused> {
        let asked = Asked {
            encoding,
            limits: *limits,
            memory: self.memory,
            seconds: self.seconds,
            length: bytes.len() as u64,
        };
        let mut child = self.start().map_err(|_| Refused::NoReader)?;
        let told = talk(&mut child, &asked, bytes, take);
        if matches!(told, Ok(None)) {
            let status = child.wait().map_err(|_| Refused::NoReader)?;
            return Err(self.met(status));
        }
        // It may be in the middle of a row that nobody wants any more.
        let _ = child.kill();
        let _ = child.wait();
        told.map(Option::unwrap_or_default)
    }

    fn start(&self) -> io::Result<Child> {
        Command::new(&self.executable)
            .arg(ARGUMENT)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // What a child says at its end may hold what it has read.
            .stderr(Stdio::null())
            .spawn()
    }

    /// Which limit ended a child that did not come to its end.
    fn met(&self, status: ExitStatus) -> Refused {
        use std::os::unix::process::ExitStatusExt;
        let signal = status.signal();
        let is = |name: rustix::process::Signal| signal == Some(name.as_raw());
        if is(rustix::process::Signal::XCPU) || is(rustix::process::Signal::KILL) {
            let seconds = self.seconds;
            return Refused::OutOfTime { seconds };
        }
        let told = status.code() == Some(i32::from(NO_MEMORY));
        if told || is(rustix::process::Signal::ABORT) {
            let mebibytes = self.memory >> 20;
            return Refused::OutOfMemory { mebibytes };
        }
        Refused::NoReader
    }
}

/// Gives the child its file and takes its rows; `Ok(None)` if it ended before it was done.
fn talk(
    child: &mut Child,
    asked: &Asked,
    bytes: &[u8],
    take: Take<'_>,
) -> Result<Option<Source>, Refused> {
    if let Some(mut to) = child.stdin.take() {
        // A child that has ended takes nothing; its end says why.
        let _ = send(&mut to, asked).and_then(|()| to.write_all(bytes));
    }
    let Some(from) = child.stdout.take() else {
        return Ok(None);
    };
    let mut from = io::BufReader::new(from);
    // What comes out of a file is no more than the file could unpack to.
    let mut left = asked
        .limits
        .unpacked
        .saturating_add(asked.limits.file as u64);
    loop {
        let Ok((told, length)) = receive(&mut from) else {
            return Ok(None);
        };
        left = left.checked_sub(length).ok_or(Refused::NoReader)?;
        match told {
            Told::Row(row) => take(fitting(row, &asked.limits)?)?,
            Told::Ended(ended) => return ended.map(Some),
        }
    }
}

/// A row within the limits, whoever sent it.
fn fitting(row: Row, limits: &Limits) -> Result<Row, Refused> {
    let too_long = |text: &str| text.chars().count() > limits.cell;
    let fits = row.cells.len() <= limits.columns;
    match fits && !row.cells.iter().any(|cell| too_long(&cell.text)) {
        true => Ok(row),
        false => Err(Refused::NoReader),
    }
}

fn send<T: Serialize>(to: &mut impl Write, what: &T) -> io::Result<()> {
    let bytes = postcard::to_stdvec(what).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(&bytes)
}

/// A message, and how long it was.
fn receive<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<(T, u64)> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length) as usize;
    if length > LONGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes)?;
    let told = postcard::from_bytes(&bytes).map_err(io::Error::other)?;
    Ok((told, length as u64))
}

/// What the child does: limits itself, reads a register and tells its rows. Its exit code.
pub fn be_the_reader() -> u8 {
    match read_for_parent() {
        Ok(()) => 0,
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => NO_MEMORY,
        Err(_) => 1,
    }
}

fn read_for_parent() -> io::Result<()> {
    let mut from = io::stdin().lock();
    let (asked, _): (Asked, u64) = receive(&mut from)?;
    limit(&asked)?;
    let most = asked.length.min(asked.limits.file as u64);
    let mut bytes = Vec::new();
    from.take(most).read_to_end(&mut bytes)?;
    let mut to = io::BufWriter::new(io::stdout().lock());
    let read = read_rows(&bytes, asked.encoding, &asked.limits, &mut |row| {
        // A parent that is gone wants no more.
        send(&mut to, &Told::Row(row)).map_err(|_| Refused::NoReader)
    });
    send(&mut to, &Told::Ended(read))?;
    to.flush()
}

fn limit(asked: &Asked) -> io::Result<()> {
    let begins = address_space().unwrap_or(1 << 30);
    let limits = [
        (Resource::As, begins.saturating_add(asked.memory)),
        (Resource::Cpu, asked.seconds),
        (Resource::Fsize, 0),
        // Those it has stay: three of them.
        (Resource::Nofile, 3),
    ];
    for (resource, most) in limits {
        let most = getrlimit(resource)
            .maximum
            .map_or(most, |hard| hard.min(most));
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit)?;
    }
    Ok(())
}

/// Bytes of address space that the program has now, where the system tells (Linux).
fn address_space() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    kibibytes.checked_mul(1024)
}
