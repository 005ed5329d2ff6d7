use std::path::PathBuf;

use super::super::Office;
use super::super::paper::{Laid, file_name};
use super::{Onto, PrintError, PrintWish, ReadyPrint};
use crate::disk::{PaperPrinter, PrintTask, Printers, write_paper};
use crate::paper::{overprint, pdf, pdf_through};
use crate::record::{BlankUsed, SpoiltBlank};
use crate::service::blanks::BlanksRefused;
use crate::text::Message;

/// What is added to the name of a file that holds an overprint, so that it never takes the place
/// of the whole page.
const OVERPRINT: &str = "overprint";

/// How a paper of a number would be printed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPrint {
    pub number: String,
    pub paper: String,
    pub title: String,
    /// Empty if the paper has no printer.
    pub printer: String,
    pub tray: String,
    pub overprint: bool,
    /// The blank it is on, else the next one; `None` if it is no overprint or none is left.
    pub blank: Option<String>,
    /// It is on that blank already.
    pub on_it: bool,
    /// Where its file lies.
    pub path: PathBuf,
}

impl Office {
    /// How each paper of a number would be printed now.
    ///
    /// # Errors
    /// [`PrintError`] if there is no such number.
    pub fn print_plan(&self, number: &str) -> Result<Vec<PlannedPrint>, PrintError> {
        self.allow(crate::staff::Right::Serve)?;
        let record = self.record(number)?;
        let printing = record.printing();
        let number = printing.subject.number();
        let printers = Printers::read(&self.hall)?;
        let mut plan = Vec::new();
        for ordered in printing.subject.papers() {
            let paper = ordered.order.paper;
            let set = printers.of(&paper);
            let is_overprint = set.is_some_and(|set| set.overprint);
            let own = self.store.blank_of(number, &paper)?;
            let on_it = own.is_some();
            let blank = match own {
                _ if !is_overprint => None,
                Some((_, blank)) => Some(blank),
                None => self.next_blank(&paper)?.map(|(_, blank)| blank),
            };
            plan.push(PlannedPrint {
                number: number.to_owned(),
                title: self.paper_title(&paper),
                printer: set.map_or_else(String::new, |set| set.printer.clone()),
                tray: set.map_or_else(String::new, |set| set.tray.clone()),
                overprint: is_overprint,
                blank,
                on_it,
                path: self.usual_path(&printing, &paper, None),
                paper,
            });
        }
        Ok(plan)
    }

    fn paper_title(&self, paper: &str) -> String {
        let shipped = self.shelf.layouts.get(paper);
        shipped.map_or_else(
            || paper.to_owned(),
            |shipped| shipped.layout.title().to_owned(),
        )
    }

    /// Makes a paper ready for its printer and writes the same page as a file. Nothing is noted
    /// and no blank is used yet.
    ///
    /// # Errors
    /// [`PrintError`]. With [`PrintError::NoPrinter`] the file is there.
    pub fn ready_print(&self, wish: &PrintWish) -> Result<ReadyPrint, PrintError> {
        self.allow(crate::staff::Right::Serve)?;
        let record = self.record(&wish.number)?;
        let printing = record.printing();
        let number = printing.subject.number().to_owned();
        let printers = Printers::read(&self.hall)?;
        let target = target(&printers, wish);
        let is_overprint = match wish.onto {
            Onto::AsSet => target.as_ref().is_some_and(|target| target.overprint),
            Onto::Plain => false,
            Onto::Blank(_) | Onto::NextBlank(_) => true,
        };
        let mark = match is_overprint {
            // The number of the blank tells its sheet from every other.
            true => printing.subject.mark(&wish.paper),
            false => self.mark_of_next(&printing, &wish.paper)?,
        };
        let laid = self.lay_out_marked(&printing, &wish.paper, mark)?;
        let blank = match is_overprint {
            true => Some(self.blank_for(&number, &wish.paper, &wish.onto)?),
            false => None,
        };
        let batch = blank.as_ref().map(|blank| blank.batch.as_str());
        let (bytes, mut notes) = self.page(&laid, target.as_ref(), batch, &printers)?;
        notes.extend(self.made_otherwise(&number, Some(&wish.paper))?);
        let name = match is_overprint {
            true => format!("{}-{OVERPRINT}", wish.paper),
            false => file_name(&wish.paper, mark),
        };
        let path = self.usual_path(&printing, &name, None);
        write_paper(&path, &bytes)?;
        let paper = wish.paper.clone();
        let Some(target) = target else {
            return Err(PrintError::NoPrinter { paper, path });
        };
        Ok(ReadyPrint {
            task: PrintTask {
                printer: target.printer,
                tray: target.tray,
                size: size(&laid),
                title: number.clone(),
                pdf: bytes,
            },
            number,
            paper,
            title: laid.document.title,
            copies: laid.copies,
            path,
            blank,
            notes,
        })
    }

    /// The bytes for the printer: the whole page as it is, or its data alone, put where this
    /// printer must be told to print it.
    fn page(
        &self,
        laid: &Laid,
        target: Option<&PaperPrinter>,
        batch: Option<&str>,
        printers: &Printers,
    ) -> Result<(Vec<u8>, Vec<Message>), PrintError> {
        let Some(batch) = batch else {
            return Ok((pdf(&laid.document, &self.fonts)?, Vec::new()));
        };
        let document = overprint(&laid.document);
        let profile =
            target.and_then(|target| printers.profile(&target.printer, &target.tray, batch));
        let Some(profile) = profile else {
            let printer = target.map_or("", |target| &target.printer);
            let note = Message::new("print.no_profile").with("printer", printer);
            return Ok((pdf(&document, &self.fonts)?, vec![note]));
        };
        let unconfirmed = Message::new("print.unconfirmed").with("printer", &profile.printer);
        let notes = (!profile.confirmed).then_some(unconfirmed);
        let bytes = pdf_through(&document, &self.fonts, &profile.prints)?;
        Ok((bytes, notes.into_iter().collect()))
    }

    /// The blank a paper goes onto: its own if it has one that is not void, else the next.
    fn blank_for(&self, number: &str, paper: &str, onto: &Onto) -> Result<BlankUsed, PrintError> {
        let own = self.store.blank_of(number, paper)?;
        let used = |(batch, number)| BlankUsed {
            batch,
            number,
            instead_of: None,
        };
        let next = || match self.next_blank(paper)? {
            Some(next) => Ok(used(next)),
            None => Err(PrintError::from(BlanksRefused::NoneLeft(paper.to_owned()))),
        };
        match (onto, own) {
            (Onto::NextBlank(_), None) => {
                Err(BlanksRefused::OnNone(format!("{number} {paper}")).into())
            }
            (Onto::NextBlank(reason), Some((batch, spoilt))) => Ok(BlankUsed {
                instead_of: Some(SpoiltBlank {
                    batch,
                    number: spoilt,
                    reason: *reason,
                }),
                ..next()?
            }),
            (Onto::Blank(Some(asked)), Some((_, blank))) if asked.trim() != blank => {
                Err(BlanksRefused::AlreadyOn {
                    number: number.to_owned(),
                    blank,
                }
                .into())
            }
            (_, Some(own)) => Ok(used(own)),
            (Onto::Blank(Some(asked)), None) => Ok(used(self.free_blank(paper, asked)?)),
            (_, None) => next(),
        }
    }
}

/// The printer of a wish: as asked, else the paper's own.
fn target(printers: &Printers, wish: &PrintWish) -> Option<PaperPrinter> {
    let set = printers.of(&wish.paper);
    match &wish.printer {
        None => set.cloned(),
        Some((printer, tray)) => Some(PaperPrinter {
            paper: wish.paper.clone(),
            printer: printer.clone(),
            tray: tray.clone(),
            overprint: set.is_some_and(|set| set.overprint),
        }),
    }
}

/// Of the first page, in tenths of a millimetre.
fn size(laid: &Laid) -> (u32, u32) {
    let tenths = |length: f32| (length * 10.0).round().max(0.0) as u32;
    let first = laid.document.sheets.first();
    first.map_or((0, 0), |sheet| (tenths(sheet.width), tenths(sheet.height)))
}
