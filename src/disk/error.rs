use std::io;
use std::path::{Path, PathBuf};

use crate::policy::FileProblem;
use crate::text::Message;

/// Why something on the disk could not be read or written, sorted by what a person can do about it.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    #[error("no room for {path}: {cause}")]
    NoSpace { path: PathBuf, cause: io::Error },
    #[error("{path} cannot be written: {cause}")]
    ReadOnly { path: PathBuf, cause: io::Error },
    #[error("{path} is not there")]
    Missing { path: PathBuf },
    #[error("{path} is a folder")]
    IsAFolder { path: PathBuf },
    /// Another program is at it.
    #[error("{path} is in use: {cause}")]
    Busy { path: PathBuf, cause: io::Error },
    #[error("{path}: {cause}")]
    Io { path: PathBuf, cause: io::Error },
    /// The folder has no `hall.toml`.
    #[error("{folder} is not a hall")]
    NotAHall { folder: PathBuf },
    /// A hall was to be made where something is.
    #[error("{folder} is not empty")]
    NotEmpty { folder: PathBuf },
    #[error("{0}")]
    File(#[from] FileProblem),
    /// A text file that is not UTF-8.
    #[error("{path} is not UTF-8 text")]
    NotText { path: PathBuf },
    /// What was to be kept cannot be written as text.
    #[error("what {path} is to hold cannot be written as text: {cause}")]
    NotAsText { path: PathBuf, cause: String },
    /// A sealed file that is not what was sealed under its name.
    #[error("{path} is not what was sealed there")]
    NotOpened { path: PathBuf },
    #[error("{path} is neither a JPEG nor a PNG file")]
    NotAPicture { path: PathBuf },
    /// A list of keys or void numbers that is not what was taken into trust.
    #[error("{path} is no list that can be trusted")]
    List { path: PathBuf },
    #[error("{path} has {bytes} bytes; {most} at most")]
    PictureTooLarge {
        path: PathBuf,
        bytes: u64,
        most: u64,
    },
}

impl DiskError {
    /// Sorts what the disk says.
    pub fn io(path: &Path, cause: io::Error) -> DiskError {
        let path = path.to_owned();
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                DiskError::NoSpace { path, cause }
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                DiskError::ReadOnly { path, cause }
            }
            io::ErrorKind::IsADirectory => DiskError::IsAFolder { path },
            io::ErrorKind::ResourceBusy
            | io::ErrorKind::ExecutableFileBusy
            | io::ErrorKind::WouldBlock => DiskError::Busy { path, cause },
            io::ErrorKind::NotFound => DiskError::Missing { path },
            _ => DiskError::Io { path, cause },
        }
    }

    pub fn message(&self) -> Message {
        match self {
            DiskError::NoSpace { path, .. } => {
                Message::new("office.no_space").with("path", path.display())
            }
            DiskError::ReadOnly { path, .. } => {
                Message::new("office.read_only").with("path", path.display())
            }
            DiskError::Missing { path } => {
                Message::new("office.file_missing").with("path", path.display())
            }
            DiskError::IsAFolder { path } => {
                Message::new("office.is_a_folder").with("path", path.display())
            }
            DiskError::Busy { path, .. } => {
                Message::new("office.busy").with("path", path.display())
            }
            DiskError::Io { path, cause } => Message::new("office.disk_failed")
                .with("path", path.display())
                .with("cause", cause),
            DiskError::NotAHall { folder } => {
                Message::new("office.not_a_hall").with("folder", folder.display())
            }
            DiskError::NotEmpty { folder } => {
                Message::new("office.hall_not_empty").with("folder", folder.display())
            }
            DiskError::File(problem) => Message::new("office.file_problem")
                .with("file", &problem.file)
                .with("line", problem.line)
                .with("column", problem.column)
                .with_said("reason", problem.message()),
            DiskError::NotText { path } => {
                Message::new("office.not_text").with("path", path.display())
            }
            DiskError::NotAsText { path, .. } => {
                Message::new("office.not_as_text").with("path", path.display())
            }
            DiskError::NotOpened { path } => {
                Message::new("office.not_opened").with("path", path.display())
            }
            DiskError::NotAPicture { path } => {
                Message::new("office.not_a_picture").with("path", path.display())
            }
            DiskError::List { path } => {
                Message::new("office.list_damaged").with("path", path.display())
            }
            DiskError::PictureTooLarge { path, bytes, most } => {
                Message::new("office.picture_too_large")
                    .with("path", path.display())
                    .with("bytes", bytes)
                    .with("most", most)
            }
        }
    }
}
