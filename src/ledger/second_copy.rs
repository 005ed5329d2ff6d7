//! A second copy of a hall's ledger, in another folder: on a stick or another disk.
//!
//! The copy is the same stored bytes in files of the same names, so that it is verified and opened
//! like the ledger itself and needs no key. Every frame is checked against the chain before it is
//! copied: damage of the ledger never reaches its copy. What a power cut tore in the copy, or what
//! rotted at its end, is written again from the ledger.
//!
//! The copy is also an anchor. A ledger that does not hold what its copy holds was put back to an
//! earlier state or changed, and is refused.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Head;
use super::error::{Damage, Fault};
use super::file::LEDGER;
use super::frame::Link;
use super::log::{MAX_APPEND, create};
use super::note::{self, NOTE, NoteState};
use super::scan::{Anchors, Scan, Step, Walk, read_note, scan, segments};
use super::segment::Segment;
use super::storage::{DiskFolder, Folder, PRIVATE_FOLDER, Storage};
use crate::text::{Lang, Message};

/// Why a second copy does not follow.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CopyError {
    /// The ledger itself is damaged; the copy stays as it was.
    #[error("{0}")]
    Ledger(Damage),
    /// The copy is damaged where nothing can be written again.
    #[error("{0}")]
    Copy(Damage),
    /// The ledger does not hold what the copy holds.
    #[error("{}", self.message().say(Lang::En))]
    OtherHistory { copy: PathBuf, sequence: u64 },
    #[error("{path}: {cause}")]
    Io {
        path: PathBuf,
        cause: Arc<io::Error>,
    },
}

impl CopyError {
    fn io(path: impl Into<PathBuf>, cause: io::Error) -> CopyError {
        CopyError::Io {
            path: path.into(),
            cause: Arc::new(cause),
        }
    }

    pub fn message(&self) -> Message {
        match self {
            CopyError::Ledger(damage) => damage.message(),
            CopyError::Copy(damage) => {
                Message::new("ledger.copy_damaged").with_said("damage", damage.message())
            }
            CopyError::OtherHistory { copy, sequence } => Message::new("ledger.copy_other_history")
                .with("copy", copy.display())
                .with("sequence", sequence),
            CopyError::Io { path, cause } => Message::new("ledger.copy_io")
                .with("path", path.display())
                .with("cause", cause),
        }
    }
}

/// The second copy of the ledger of one hall.
pub struct SecondCopy(Following<DiskFolder>);

impl SecondCopy {
    /// Finds the copy in a folder laid out like a hall's, or begins one there. The hall may be open
    /// at a counter.
    ///
    /// # Errors
    /// [`CopyError`]; the copy is then as it was.
    pub fn begin(hall: &Path, copy: &Path) -> Result<SecondCopy, CopyError> {
        let path = copy.join(LEDGER);
        let mut private = DirBuilder::new();
        private.recursive(true).mode(PRIVATE_FOLDER);
        private
            .create(&path)
            .map_err(|cause| CopyError::io(&path, cause))?;
        let folder = |path, writable| DiskFolder { path, writable };
        let from = folder(hall.join(LEDGER), false);
        Ok(SecondCopy(Following::begin(from, folder(path, true))?))
    }

    /// Copies the whole appends that the ledger has and the copy has not; on the platter once it
    /// returns. Tells how far the copy reaches.
    ///
    /// # Errors
    /// [`CopyError`]; begin anew, which looks what is there.
    pub fn follow(&mut self) -> Result<Head, CopyError> {
        self.0.follow()
    }
}

pub(super) struct Following<F: Folder> {
    from: F,
    to: F,
    segment: Segment,
    file: F::File,
    note: F::File,
    /// Where the copy's next append goes, and the chain there.
    at: u64,
    link: Link,
}

impl<F: Folder> Following<F> {
    pub fn begin(from: F, to: F) -> Result<Following<F>, CopyError> {
        let theirs = segments(&from).map_err(CopyError::Ledger)?;
        let Some(first) = theirs.first() else {
            return Err(CopyError::Ledger(Damage {
                file: from.path(""),
                offset: 0,
                sequence: 1,
                fault: Fault::MissingFile,
            }));
        };
        let mut ours = segments(&to).map_err(CopyError::Copy)?;
        if ours.is_empty() {
            create(&to, first.hall).map_err(|cause| CopyError::io(to.path(""), cause))?;
            ours = vec![Segment::first(first.hall)];
        }
        let last = ours[ours.len() - 1];
        if theirs.get(..ours.len()) != Some(&ours[..]) {
            return Err(other_history(&to, last.before));
        }
        let name = last.name();
        let failed = |cause| CopyError::io(to.path(&name), cause);
        let mut file = to.open(&name).map_err(failed)?;
        // The note is no anchor here: what rotted in the copy is written again.
        let found = scan(&file, &last, &Anchors(Vec::new()), |_| {}).map_err(failed)?;
        same_end(&from, &to, &name, &file, &found)?;
        let known = read_note(&to).map_err(failed)?;
        must_reach(&from, &to, known)?;
        file.cut(found.last.1).map_err(failed)?;
        if known == NoteState::Missing {
            to.publish(NOTE, &note::encode(found.link.head))
                .map_err(failed)?;
        }
        let note = to
            .open(NOTE)
            .map_err(|cause| CopyError::io(to.path(NOTE), cause))?;
        Ok(Following {
            segment: last,
            file,
            note,
            at: found.last.1,
            link: found.link,
            from,
            to,
        })
    }

    pub fn follow(&mut self) -> Result<Head, CopyError> {
        while self.follow_segment()? {}
        Ok(self.link.head)
    }

    /// Copies the rest of a segment; whether another segment was begun.
    fn follow_segment(&mut self) -> Result<bool, CopyError> {
        let name = self.segment.name();
        let unreadable = |from: &F, cause| CopyError::io(from.path(&name), cause);
        let source = self
            .from
            .open(&name)
            .map_err(|c| unreadable(&self.from, c))?;
        let mut walk = Walk::after(self.at, self.link);
        let mut whole = (self.at, self.link);
        loop {
            match walk.step(&source).map_err(|c| unreadable(&self.from, c))? {
                Step::Frame(_) if walk.link.is_whole() => {
                    if walk.at - self.at > MAX_APPEND as u64 && whole.0 > self.at {
                        self.copy(&source, whole)?;
                    }
                    whole = (walk.at, walk.link);
                }
                Step::Frame(_) => {}
                Step::Bad(Fault::Previous) => return Err(other_history(&self.to, self.link.head)),
                // An append that is not whole yet, or never will be: the ledger's own opening
                // decides about it.
                Step::Bad(_) | Step::End => break,
            }
        }
        self.copy(&source, whole)?;
        self.begin_segment()
    }

    fn begin_segment(&mut self) -> Result<bool, CopyError> {
        let all = segments(&self.from).map_err(CopyError::Ledger)?;
        let next = all
            .iter()
            .find(|next| next.number == self.segment.number + 1);
        let Some(next) = next.filter(|next| next.continues(&self.link)) else {
            return Ok(false);
        };
        let name = next.name();
        let opened = self.to.publish(&name, &next.encode());
        let opened = opened.and_then(|()| self.to.open(&name));
        self.file = opened.map_err(|cause| CopyError::io(self.to.path(&name), cause))?;
        self.segment = *next;
        self.at = super::segment::HEADER as u64;
        Ok(true)
    }

    /// Copies the bytes up to `whole`, where the chain is `whole.1`.
    fn copy(&mut self, source: &F::File, whole: (u64, Link)) -> Result<(), CopyError> {
        let (end, link) = whole;
        if end == self.at {
            return Ok(());
        }
        let name = self.segment.name();
        // `follow_segment` copies before more than one longest append and one frame gather.
        let mut bytes = vec![0; (end - self.at) as usize];
        let read = source.read_at(self.at, &mut bytes);
        read.map_err(|cause| CopyError::io(self.from.path(&name), cause))?;
        let written = self.file.write_at(self.at, &bytes);
        written
            .and_then(|()| self.file.sync())
            .and_then(|()| self.note.write_at(0, &note::encode(link.head)))
            .map_err(|cause| CopyError::io(self.to.path(&name), cause))?;
        (self.at, self.link) = (end, link);
        Ok(())
    }
}

fn other_history(copy: &impl Folder, head: Head) -> CopyError {
    CopyError::OtherHistory {
        copy: copy.path(""),
        sequence: head.sequence,
    }
}

/// That the last append of the copy stands in the ledger as well; by the chain, so does all before.
fn same_end<F: Folder>(
    from: &F,
    to: &F,
    name: &str,
    ours: &F::File,
    found: &Scan,
) -> Result<(), CopyError> {
    let (begin, end) = found.last;
    // One append has at most `MAX_APPEND` bytes.
    let read = |file: &F::File| {
        let mut bytes = vec![0; (end - begin) as usize];
        let read = file.read_at(begin, &mut bytes)?;
        bytes.truncate(read);
        Ok(bytes)
    };
    let failed = |folder: &F, cause| CopyError::io(folder.path(name), cause);
    let theirs = from.open(name).and_then(|file| read(&file));
    let theirs = theirs.map_err(|cause| failed(from, cause))?;
    let ours = read(ours).map_err(|cause| failed(to, cause))?;
    match ours == theirs {
        true => Ok(()),
        false => Err(other_history(to, found.link.head)),
    }
}

/// That the ledger reaches what the copy is known to have held.
fn must_reach<F: Folder>(from: &F, to: &F, known: NoteState) -> Result<(), CopyError> {
    let (Some(held), Ok(NoteState::Known(head))) = (known.head(), read_note(from)) else {
        return Ok(());
    };
    let same = head.sequence != held.sequence || head.hash == held.hash;
    match head.sequence >= held.sequence && same {
        true => Ok(()),
        false => Err(other_history(to, held)),
    }
}
