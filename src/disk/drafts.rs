use std::fs;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::error::DiskError;
use super::hall::private;
use super::sealing::Sealing;
use super::whole::write_whole;
use crate::form::{Draft, RequestId};

const PURPOSE: &str = "guitai 2026 draft v1";

/// What is being typed, one file for each request, kept through any death of the process.
#[derive(Debug, Clone)]
pub struct Drafts {
    folder: PathBuf,
    sealing: Sealing,
}

/// A draft in the list of drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    pub request: RequestId,
    pub service: String,
    /// The applicant's name as far as it was typed.
    pub name: String,
    /// UTC, in milliseconds since 1970.
    pub saved_at: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    saved_at: i64,
    draft: Draft,
}

impl Drafts {
    pub fn new(folder: PathBuf) -> Drafts {
        Drafts {
            folder,
            sealing: Sealing::default(),
        }
    }

    /// The same drafts in a hall that seals its files so.
    pub fn sealed(self, sealing: Sealing) -> Drafts {
        Drafts { sealing, ..self }
    }

    /// # Errors
    /// What the disk says; the draft saved before stays.
    pub fn save(&self, draft: &Draft, now: i64) -> Result<(), DiskError> {
        private(&self.folder)?;
        let saved = Saved {
            saved_at: now,
            draft: draft.clone(),
        };
        let path = self.path(draft.request);
        let json = serde_json::to_vec(&saved)
            .map_err(|error| DiskError::io(&path, io::Error::other(error)))?;
        let name = draft.request.to_string();
        write_whole(&path, &self.sealing.written(PURPOSE, &name, json))
    }

    /// The draft of a request; `None` if there is none or its file cannot be understood.
    pub fn draft(&self, request: RequestId) -> Option<Draft> {
        Some(self.read(request)?.draft)
    }

    /// All drafts, the one saved last first. A file that cannot be understood is left where it is.
    pub fn list(&self) -> Vec<DraftLine> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let requests = entries.filter_map(|entry| {
            let name = entry.file_name();
            name.to_str()?.strip_suffix(self.ending())?.parse().ok()
        });
        let mut lines: Vec<DraftLine> = requests
            .filter_map(|request| Some(line(self.read(request)?)))
            .collect();
        lines.sort_by_key(|line| (std::cmp::Reverse(line.saved_at), line.request));
        lines
    }

    /// Forgets a draft. Nothing happens if there is none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn drop(&self, request: RequestId) -> Result<(), DiskError> {
        let path = self.path(request);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                Err(DiskError::io(&path, cause))
            }
            _ => Ok(()),
        }
    }

    fn path(&self, request: RequestId) -> PathBuf {
        self.folder.join(format!("{request}{}", self.ending()))
    }

    fn ending(&self) -> &'static str {
        match self.sealing.is_on() {
            true => ".sealed",
            false => ".json",
        }
    }

    fn read(&self, request: RequestId) -> Option<Saved> {
        let path = self.path(request);
        let bytes = fs::read(&path).ok()?;
        let name = request.to_string();
        let json = self.sealing.read(PURPOSE, &name, (&path, bytes)).ok()?;
        serde_json::from_slice(&json).ok()
    }
}

fn line(saved: Saved) -> DraftLine {
    DraftLine {
        request: saved.draft.request,
        name: saved.draft.typed("applicant.name").to_owned(),
        service: saved.draft.service,
        saved_at: saved.saved_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_come_back_as_typed_the_latest_first() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let drafts = Drafts::new(place.path().join("drafts"));
        assert!(drafts.list().is_empty());
        let mut first = Draft::new(RequestId([1; 16]), "certificate.issue", 1);
        first.write("applicant.name", " 李春桃 ");
        first.add_row("children");
        let second = Draft::new(RequestId([2; 16]), "certificate.issue", 1);
        drafts.save(&first, 10).expect("saves");
        drafts.save(&second, 20).expect("saves");
        fs::write(place.path().join("drafts/broken.json"), "{").expect("writes");
        let names: Vec<String> = drafts.list().into_iter().map(|line| line.name).collect();
        assert_eq!(names, ["", " 李春桃 "]);
        assert_eq!(drafts.draft(first.request), Some(first.clone()));
        drafts.drop(first.request).expect("drops");
        drafts.drop(first.request).expect("and again");
        assert_eq!(drafts.draft(first.request), None);
    }
}
