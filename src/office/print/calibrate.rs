use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::PrintError;
use crate::disk::{
    Hall, PATIENCE, PaperPrinter, PrintTask, PrinterProfile, Printers, asked_path, fonts, layouts,
    paper_path, send, write_paper,
};
use crate::paper::{Alignment, Reading, Vernier, VernierOf, pdf, pdf_through};
use crate::text::Lang;

/// What is measured: one printer, one tray, blanks of one batch.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationOf {
    pub printer: String,
    pub tray: String,
    /// Empty for every batch without a profile of its own.
    pub batch: String,
    /// Of the paper, in millimetres.
    pub size: (f32, f32),
}

/// A printer that is being measured. It needs no ledger, so a counter may be open meanwhile.
pub struct Calibration {
    hall: Hall,
    printers: Printers,
    vernier: Vernier,
    of: CalibrationOf,
}

/// What a second sheet showed.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmed {
    pub profile: PrinterProfile,
    /// The largest distance of a reading from where it should be, in millimetres.
    pub farthest: f64,
}

impl CalibrationOf {
    /// What a paper is printed with, as it is set; its own size.
    ///
    /// # Errors
    /// [`PrintError::UnknownPaper`]; [`PrintError::NoPrinter`] if none is set.
    pub fn paper(hall: &Path, code: &str) -> Result<CalibrationOf, PrintError> {
        let layouts = layouts()?;
        let mut known = layouts.iter();
        let known = known.find(|(id, _)| id.eq_ignore_ascii_case(code.trim()));
        let (paper, shipped) = known.ok_or_else(|| PrintError::UnknownPaper(code.to_owned()))?;
        let hall = Hall::open(hall)?;
        let set: Option<PaperPrinter> = Printers::read(&hall)?.of(paper).cloned();
        let set = set.ok_or_else(|| PrintError::NoPrinter {
            paper: paper.clone(),
            path: hall.printers(),
        })?;
        Ok(CalibrationOf {
            printer: set.printer,
            tray: set.tray,
            batch: String::new(),
            size: shipped.layout.page_size(),
        })
    }
}

impl Calibration {
    /// # Errors
    /// [`PrintError::TooSmall`], or what the hall's folder says.
    pub fn new(hall: &Path, of: CalibrationOf) -> Result<Calibration, PrintError> {
        let hall = Hall::open(hall)?;
        let (width, height) = of.size;
        let vernier = Vernier::on(width, height).ok_or(PrintError::TooSmall { width, height })?;
        Ok(Calibration {
            printers: Printers::read(&hall)?,
            hall,
            vernier,
            of,
        })
    }

    /// What the three crosses should read.
    pub fn meant(&self) -> [Reading; 3] {
        self.vernier.meant()
    }

    /// The profile as it stands.
    pub fn profile(&self) -> Option<&PrinterProfile> {
        let CalibrationOf {
            printer,
            tray,
            batch,
            ..
        } = &self.of;
        self.printers.exactly(printer, tray, batch)
    }

    /// Writes the sheet that is measured, to this file or among the hall's papers: the first as
    /// the printer prints by itself, the second through the profile.
    ///
    /// # Errors
    /// [`PrintError::NotMeasured`] for a second sheet before the first was read.
    pub fn sheet(
        &self,
        second: bool,
        file: Option<&Path>,
    ) -> Result<(PathBuf, PrintTask), PrintError> {
        let fonts = fonts()?;
        let of = VernierOf {
            printer: &self.of.printer,
            tray: &self.of.tray,
            batch: &self.of.batch,
            second,
        };
        let document = self.vernier.document(&fonts, of, Lang::Zh);
        let bytes = match second {
            false => pdf(&document, &fonts)?,
            true => {
                let profile = self.profile().ok_or(PrintError::NotMeasured)?;
                pdf_through(&document, &fonts, &profile.prints)?
            }
        };
        let (name, place) = ("calibration", if second { "2" } else { "1" });
        let path = match file {
            Some(asked) => asked_path(asked, name, place)?,
            None => paper_path(&self.hall.papers(), name, place),
        };
        write_paper(&path, &bytes)?;
        let tenths = |length: f32| (length * 10.0).round() as u32;
        let task = PrintTask {
            printer: self.of.printer.clone(),
            tray: self.of.tray.clone(),
            size: (tenths(self.of.size.0), tenths(self.of.size.1)),
            title: format!("{name}-{place}"),
            pdf: bytes,
        };
        Ok((path, task))
    }

    /// Hands a sheet to its printer.
    ///
    /// # Errors
    /// [`PrintError::Printer`].
    pub fn print(path: &Path, task: &PrintTask) -> Result<String, PrintError> {
        send(task, PATIENCE).map_err(|error| PrintError::Printer {
            error,
            path: path.to_owned(),
        })
    }

    /// Keeps the profile that the first sheet's readings give.
    ///
    /// # Errors
    /// [`PrintError::Reading`]: the profile stays as it was.
    pub fn take(
        &mut self,
        readings: &[Reading; 3],
        on: NaiveDate,
    ) -> Result<PrinterProfile, PrintError> {
        let prints = self.vernier.alignment(readings)?;
        self.keep(prints, false, on)
    }

    /// Looks whether the second sheet lies where it should. If it does not, the profile is bettered
    /// by what was read, and another second sheet is to be printed.
    ///
    /// # Errors
    /// [`PrintError::NotMeasured`] or [`PrintError::Reading`]: the profile stays as it was.
    pub fn confirm(
        &mut self,
        readings: &[Reading; 3],
        on: NaiveDate,
    ) -> Result<Confirmed, PrintError> {
        let before = self.profile().ok_or(PrintError::NotMeasured)?.prints;
        let farthest = self.vernier.farthest(readings);
        let confirmed = self.vernier.confirms(readings);
        let prints = match confirmed {
            true => before,
            false => before.refined(&self.vernier.alignment(readings)?),
        };
        Ok(Confirmed {
            profile: self.keep(prints, confirmed, on)?,
            farthest,
        })
    }

    /// Moves all that is printed by so many millimetres, where a page looked at shows how far it
    /// lies off.
    ///
    /// # Errors
    /// What the disk says.
    pub fn shift(
        &mut self,
        (right, down): (f64, f64),
        on: NaiveDate,
    ) -> Result<PrinterProfile, PrintError> {
        let batch = self.of.batch.as_str();
        let known = self
            .printers
            .profile(&self.of.printer, &self.of.tray, batch);
        let mut prints = known.map_or(Alignment::TRUE, |profile| profile.prints);
        let confirmed = known.is_some_and(|profile| profile.confirmed);
        prints.right += right;
        prints.down += down;
        self.keep(prints, confirmed, on)
    }

    fn keep(
        &mut self,
        prints: Alignment,
        confirmed: bool,
        on: NaiveDate,
    ) -> Result<PrinterProfile, PrintError> {
        let profile = PrinterProfile {
            printer: self.of.printer.clone(),
            tray: self.of.tray.clone(),
            batch: self.of.batch.clone(),
            measured: on.to_string(),
            confirmed,
            prints,
        };
        // Read again: another window may have set a printer while the sheet was being measured.
        self.printers = Printers::read(&self.hall)?;
        self.printers.keep(profile.clone());
        self.printers.write(&self.hall)?;
        Ok(profile)
    }
}
