use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::DiskError;
use super::hall::Hall;
use super::note::{read_note_if_there, write_note};
use crate::paper::Alignment;

/// The paper whose printer all papers without one of their own go to.
pub const ALL_PAPERS: &str = "*";

/// Which printer prints which paper, and how each printer prints: `printers.toml`.
///
/// This is no record: it describes machines on a desk, is measured anew after every new drum, and
/// proves nothing about anybody. So it lies beside `hall.toml`, where it can be read and mended
/// with an editor, and what a paper was really printed on stands in the ledger.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printers {
    #[serde(rename = "paper", default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperPrinter>,
    #[serde(rename = "profile", default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<PrinterProfile>,
}

/// The printer of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperPrinter {
    /// Code of the paper, or `*`.
    pub paper: String,
    pub printer: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tray: String,
    /// The tray holds pre-printed blanks: only what comes from data is printed (套打).
    #[serde(default, skip_serializing_if = "is_false")]
    pub overprint: bool,
}

/// How one printer prints from one tray onto blanks of one batch; an empty batch is all others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrinterProfile {
    pub printer: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tray: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub batch: String,
    pub measured: String,
    /// A second sheet, printed through the profile, lay where it should.
    #[serde(default)]
    pub confirmed: bool,
    pub prints: Alignment,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Printers {
    /// The printers of a hall; none if nobody set any.
    ///
    /// # Errors
    /// [`DiskError::File`] with line and column for a file that cannot be understood.
    pub fn read(hall: &Hall) -> Result<Printers, DiskError> {
        Ok(read_note_if_there(&hall.printers())?.unwrap_or_default())
    }

    /// # Errors
    /// What the disk says; the file is then as it was.
    pub fn write(&self, hall: &Hall) -> Result<(), DiskError> {
        self.write_to(&hall.printers())
    }

    fn write_to(&self, path: &Path) -> Result<(), DiskError> {
        write_note(path, self)
    }

    /// The printer of a paper.
    pub fn of(&self, paper: &str) -> Option<&PaperPrinter> {
        let named = |name: &str| self.papers.iter().find(|one| one.paper == name);
        named(paper).or_else(|| named(ALL_PAPERS))
    }

    /// Sets the printer of a paper.
    pub fn set(&mut self, printer: PaperPrinter) {
        self.forget(&printer.paper);
        self.papers.push(printer);
        self.papers.sort_by(|a, b| a.paper.cmp(&b.paper));
    }

    /// Forgets the printer of a paper; tells whether it had one.
    pub fn forget(&mut self, paper: &str) -> bool {
        let before = self.papers.len();
        self.papers.retain(|one| one.paper != paper);
        self.papers.len() < before
    }

    /// How a printer prints onto a batch: as measured for it, else as for any batch.
    pub fn profile(&self, printer: &str, tray: &str, batch: &str) -> Option<&PrinterProfile> {
        self.exactly(printer, tray, batch)
            .or_else(|| self.exactly(printer, tray, ""))
    }

    pub fn exactly(&self, printer: &str, tray: &str, batch: &str) -> Option<&PrinterProfile> {
        let own = |one: &&PrinterProfile| {
            (one.printer.as_str(), one.tray.as_str(), one.batch.as_str()) == (printer, tray, batch)
        };
        self.profiles.iter().find(own)
    }

    /// Keeps a profile in the place of the one before.
    pub fn keep(&mut self, profile: PrinterProfile) {
        let key = |one: &PrinterProfile| (one.printer.clone(), one.tray.clone(), one.batch.clone());
        self.profiles.retain(|one| key(one) != key(&profile));
        self.profiles.push(profile);
        self.profiles.sort_by_key(key);
    }
}

#[cfg(test)]
mod tests {
    use super::super::whole::read_text;
    use super::*;
    use crate::policy::read_toml;

    fn profile(batch: &str, right: f64) -> PrinterProfile {
        PrinterProfile {
            printer: "HP".to_owned(),
            tray: "Tray2".to_owned(),
            batch: batch.to_owned(),
            measured: "2010-03-15".to_owned(),
            confirmed: true,
            prints: Alignment {
                right,
                ..Alignment::TRUE
            },
        }
    }

    #[test]
    fn a_batch_has_its_own_profile_or_that_of_all_others() {
        let mut printers = Printers::default();
        printers.keep(profile("", 1.0));
        printers.keep(profile("甲", 2.0));
        printers.keep(profile("甲", 3.0));
        let right = |batch| {
            let found = printers.profile("HP", "Tray2", batch);
            found.map(|one| one.prints.right)
        };
        assert_eq!((right("甲"), right("乙")), (Some(3.0), Some(1.0)));
        assert_eq!(printers.profile("HP", "", "甲"), None);
        assert_eq!(printers.profiles.len(), 2);
    }

    #[test]
    fn what_was_written_is_read_and_a_slip_is_named_with_its_line() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let path = place.path().join("printers.toml");
        let mut printers = Printers::default();
        printers.keep(profile("甲", 0.31));
        for paper in ["F2", "*"] {
            printers.set(PaperPrinter {
                paper: paper.to_owned(),
                printer: "HP".to_owned(),
                tray: String::new(),
                overprint: paper == "F2",
            });
        }
        printers.write_to(&path).expect("writes");
        let text = read_text(&path).expect("reads");
        let read: Printers = read_toml("printers.toml", &text).expect("TOML");
        assert_eq!(read, printers);
        assert!(read.of("F2").is_some_and(|one| one.overprint));
        assert!(read.of("F1").is_some_and(|one| !one.overprint));
        let slip = text.replace("across", "acros");
        let problem = read_toml::<Printers>("printers.toml", &slip).expect_err("a slip");
        assert!(problem.line > 1, "{problem}");
    }
}
