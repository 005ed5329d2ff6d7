use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Datelike;

use super::Office;
use super::error::{IssueError, PaperError};
use super::issued::{Issued, PaperFile};
use super::paper_data;
use super::places::Places;
use super::printing::{NOTICES, PrintedRecord, Printing, SHEET};
use crate::disk::{DiskError, asked_path, paper_path, write_paper};
use crate::form::{Form, FormRef, ProfileRef, RequestId, Submission};
use crate::paper::{Document, Layout, Mark, pdf};
use crate::policy::Profile;
use crate::record::{DayLine, Did, Event, PaperPrinted, PrintedPaper};
use crate::staff::{Clerk, Right};
use crate::store::ViewError;
use crate::text::Message;

/// A paper, laid out and proved.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid {
    /// The paper's code: `F2`.
    pub paper: String,
    pub copies: u32,
    pub document: Document,
}

impl Office {
    /// A paper of a certificate or a waiting case, made again: the same bytes as the first time,
    /// but for the sheet of a certificate that was handed over or has ended, which says so, and for
    /// what [`Office::made_otherwise`] tells.
    ///
    /// # Errors
    /// [`PaperError`]; nothing is written.
    pub fn paper(&self, number: &str, paper: &str) -> Result<Vec<u8>, PaperError> {
        self.allow(Right::Look)?;
        let record = self.record(number)?;
        let laid = self.lay_out_one(&record.printing(), paper)?;
        Ok(pdf(&laid.document, &self.fonts)?)
    }

    /// The codes of the papers that belong to a certificate or a waiting case.
    ///
    /// # Errors
    /// [`PaperError::UnknownNumber`].
    pub fn paper_names(&self, number: &str) -> Result<Vec<String>, PaperError> {
        self.allow(crate::staff::Right::Look)?;
        let papers = self.record(number)?.printing().subject.papers();
        Ok(papers.into_iter().map(|paper| paper.order.paper).collect())
    }

    /// Writes a paper for the archive once more, to this file or folder or to its usual place: the
    /// bytes of [`Office::paper`], for the hall's folder holds them anyway. The ledger notes it.
    ///
    /// # Errors
    /// [`PaperError`]; a file that is there although this fails was not noted.
    pub fn file_again(
        &mut self,
        number: &str,
        paper: &str,
        clerk: &Clerk,
        file: Option<&Path>,
    ) -> Result<PaperFile, PaperError> {
        self.allow(crate::staff::Right::Look)?;
        let record = self.record(number)?;
        let printing = record.printing();
        let laid = self.lay_out_one(&printing, paper)?;
        let path = match file {
            Some(asked) => asked_path(asked, printing.subject.number(), paper)?,
            None => self.usual_path(&printing, paper, None),
        };
        self.note_written(&printing, &laid, &path, clerk)
    }

    /// Prints a paper again at the desk, into a file of its own beside the archive's, and notes it.
    ///
    /// There is one clean sheet of a certificate. Every other print of it bears 补印 and which one
    /// it is, handed over or not, so that two sheets under one number can be told apart and counted.
    /// A sheet spoiled at the counter is no reason for a second clean one by this way: it is
    /// corrected (更正), which begins a sheet of its own and counts anew.
    ///
    /// # Errors
    /// [`PaperError`]; a file that is there although this fails was not noted.
    pub fn reprint(
        &mut self,
        number: &str,
        paper: &str,
        clerk: &Clerk,
    ) -> Result<PaperFile, PaperError> {
        self.allow(Right::Serve)?;
        let record = self.record(number)?;
        let printing = record.printing();
        let mark = match paper {
            SHEET => self.mark_again(&printing, 1)?,
            _ => printing.subject.mark(paper),
        };
        let laid = self.lay_out_marked(&printing, paper, mark)?;
        let path = self.usual_path(&printing, &file_name(paper, mark), None);
        self.note_written(&printing, &laid, &path, clerk)
    }

    /// What stands across a paper that goes to a printer now. The first that is sent is the one
    /// clean sheet; one that did not come out may lie in the printer still, so it counts.
    pub(super) fn mark_of_next(
        &self,
        printing: &Printing<'_>,
        paper: &str,
    ) -> Result<Mark, PaperError> {
        match paper {
            SHEET => self.mark_again(printing, 0),
            _ => Ok(printing.subject.mark(paper)),
        }
    }

    /// What stands across the next print of a certificate's sheet, `more` prints being out that the
    /// ledger does not note; 样张 and 作废 go before 补印.
    fn mark_again(&self, printing: &Printing<'_>, more: u32) -> Result<Mark, PaperError> {
        let count = self.prints_noted(printing.subject.number(), SHEET)? + more;
        Ok(match printing.subject.mark(SHEET) {
            Mark::None | Mark::Reprint(_) if count > 0 => Mark::Reprint(count),
            mark => mark,
        })
    }

    /// How many prints of a certificate's paper the ledger notes since its sheet was made; the
    /// file that making it wrote is not among them.
    pub(super) fn prints_noted(&self, number: &str, paper: &str) -> Result<u32, ViewError> {
        let Some(certificate) = self.store.certificate(number)? else {
            return Ok(0);
        };
        let lines = self.store.timeline(certificate.person)?;
        let hers = lines.iter().rev().filter(|line| line.number == number);
        let made = |line: &&DayLine| {
            let makes = [
                Did::IssueCertificate,
                Did::Renew,
                Did::Replace,
                Did::Correct,
            ];
            makes.contains(&line.did)
        };
        let since = hers.take_while(|line| !made(line));
        let prints = since.filter(|line| line.did == Did::PrintPaper && line.paper == paper);
        Ok(u32::try_from(prints.count()).unwrap_or(u32::MAX - 1))
    }

    pub(super) fn note_written(
        &mut self,
        printing: &Printing<'_>,
        laid: &Laid,
        path: &Path,
        clerk: &Clerk,
    ) -> Result<PaperFile, PaperError> {
        let written = self.write(laid, path)?;
        let event = Event::PaperPrinted(PaperPrinted {
            number: printing.subject.number().to_owned(),
            paper: laid.paper.clone(),
            copies: laid.copies,
        });
        let act = self.act(RequestId(self.requests.next()), clerk, event);
        self.follow()?;
        self.enter(&act).map_err(Box::new)?;
        Ok(written)
    }

    /// Writes all papers of an act that is on record. One that cannot be written is noted, with
    /// how to print it later.
    pub(super) fn print(
        &self,
        printing: &Printing<'_>,
        folder: Option<&Path>,
        issued: &mut Issued,
    ) {
        let number = printing.subject.number();
        let photo = self.photo_gone(printing, &printing.subject.papers());
        issued.notes.extend(photo);
        let documents = match self.lay_out(printing) {
            Ok(documents) => documents,
            Err(error) => {
                issued.notes.push(not_printed(number, &error.message()));
                return;
            }
        };
        for laid in documents {
            let path = self.usual_path(printing, &laid.paper, folder);
            match self.write(&laid, &path) {
                Ok(file) => issued.papers.push(file),
                Err(error) => issued.notes.push(not_printed(number, &error.message())),
            }
        }
    }

    /// Lays out every paper of a subject.
    ///
    /// # Errors
    /// [`PaperError::Unprintable`] with everything that is in the way, of all papers together.
    pub(super) fn lay_out(&self, printing: &Printing<'_>) -> Result<Vec<Laid>, PaperError> {
        let data = self.data(printing)?;
        let mut documents = Vec::new();
        let mut problems = Vec::new();
        for paper in printing.subject.papers() {
            let layout = self.layout(&paper)?;
            let mark = printing.subject.mark(&paper.order.paper);
            let data = self.with_code(printing, &layout, &data)?;
            match layout.lay_out(&data, &self.fonts, mark) {
                Ok(document) => documents.push(Laid {
                    paper: paper.order.paper,
                    copies: paper.order.copies,
                    document,
                }),
                Err(found) => problems.extend(found),
            }
        }
        problems.dedup();
        if problems.is_empty() {
            Ok(documents)
        } else {
            Err(PaperError::Unprintable(problems))
        }
    }

    pub(super) fn lay_out_one(
        &self,
        printing: &Printing<'_>,
        paper: &str,
    ) -> Result<Laid, PaperError> {
        self.lay_out_marked(printing, paper, printing.subject.mark(paper))
    }

    pub(super) fn lay_out_marked(
        &self,
        printing: &Printing<'_>,
        paper: &str,
        mark: Mark,
    ) -> Result<Laid, PaperError> {
        let papers = printing.subject.papers();
        let wanted = papers.iter().find(|one| one.order.paper == paper);
        let Some(wanted) = wanted else {
            return Err(PaperError::NoSuchPaper {
                number: printing.subject.number().to_owned(),
                paper: paper.to_owned(),
                known: papers.into_iter().map(|one| one.order.paper).collect(),
            });
        };
        let layout = self.layout(wanted)?;
        let data = self.data(printing)?;
        let data = self.with_code(printing, &layout, &data)?;
        let document = layout
            .lay_out(&data, &self.fonts, mark)
            .map_err(PaperError::Unprintable)?;
        Ok(Laid {
            paper: paper.to_owned(),
            copies: wanted.order.copies,
            document,
        })
    }

    pub(super) fn data(&self, printing: &Printing<'_>) -> Result<crate::paper::Data, PaperError> {
        let form = self.form(printing.subject.form())?;
        let profile = self.profile(printing.subject.profile())?;
        let photo = printing.subject.answers().get("photo");
        let picture = photo.and_then(|digest| self.photos.picture(digest));
        let made_of = paper_data::MadeOf {
            form: &form,
            profile: &profile,
            places: Places::new(&self.shelf.around.divisions, printing.subject.answers()),
            picture,
        };
        Ok(paper_data::data(printing, &made_of))
    }

    /// The file of a paper: in the folder that was asked for, else among the hall's papers of the
    /// year.
    pub(super) fn usual_path(
        &self,
        printing: &Printing<'_>,
        paper: &str,
        folder: Option<&Path>,
    ) -> PathBuf {
        let year = self.hall.papers().join(printing.on.year().to_string());
        paper_path(folder.unwrap_or(&year), printing.subject.number(), paper)
    }

    pub(super) fn write(&self, laid: &Laid, path: &Path) -> Result<PaperFile, PaperError> {
        write_paper(path, &pdf(&laid.document, &self.fonts)?)?;
        Ok(PaperFile {
            paper: laid.paper.clone(),
            title: laid.document.title.clone(),
            copies: laid.copies,
            path: path.to_owned(),
        })
    }

    pub(super) fn record(&self, number: &str) -> Result<PrintedRecord, PaperError> {
        self.printed_record(number)?
            .ok_or_else(|| PaperError::UnknownNumber(number.to_owned()))
    }

    /// The certificate, the service or the waiting case of a number.
    pub(super) fn printed_record(&self, number: &str) -> Result<Option<PrintedRecord>, ViewError> {
        if let Some(number) = self.certificate_number(number)? {
            let certificate = self.store.certificate(&number)?;
            return Ok(certificate.map(|one| PrintedRecord::Certificate(Box::new(one))));
        }
        if let Some(record) = self.store.change(number)? {
            return Ok(Some(PrintedRecord::Change(Box::new(record))));
        }
        if let Some(record) = self.store.served(number)? {
            return Ok(Some(PrintedRecord::Record(Box::new(record))));
        }
        let Some(case) = self.store.case(number)? else {
            return Ok(None);
        };
        let line = self.store.timeline(case.person)?;
        let line = line.into_iter().rfind(|line| line.number == case.number);
        Ok(line
            .zip(case.suspended)
            .map(|(line, suspended)| PrintedRecord::Notice {
                case: Box::new(suspended),
                clerk: line.clerk,
                at: line.at,
                on: line.on,
                sequence: line.sequence,
            }))
    }

    /// Keeps form, policy and layouts of a submission, so that its papers can be made again when
    /// the program brings others.
    pub(super) fn keep_texts(&self, submission: &Submission) -> Result<(), DiskError> {
        let ordered = submission.papers().iter();
        let ordered = ordered.map(|order| order.paper.as_str());
        let notices = NOTICES.into_iter();
        let layouts = ordered.chain(notices.filter(|_| !submission.missing().is_empty()));
        let layouts = layouts.map(|paper| self.shelf.making(paper));
        let of_submission = [
            submission.form().digest.clone(),
            submission.profile().digest.clone(),
        ];
        self.keep_digests(layouts.chain(of_submission))
    }

    pub(super) fn keep_digests(
        &self,
        digests: impl Iterator<Item = String>,
    ) -> Result<(), DiskError> {
        for digest in digests {
            // Behind a layout's digest may stand what made the paper.
            let digest = digest.split(' ').next().unwrap_or_default();
            if let Some(text) = self.shelf.texts.get(digest) {
                self.kept.keep(digest, text)?;
            }
        }
        Ok(())
    }

    pub(super) fn layout(&self, paper: &PrintedPaper) -> Result<Arc<Layout>, PaperError> {
        let shipped = self.shelf.layouts.get(&paper.order.paper);
        let of_today =
            shipped.filter(|shipped| paper.layout().is_empty() || shipped.digest == paper.layout());
        if let Some(shipped) = of_today {
            return Ok(shipped.layout.clone());
        }
        let kept = self.kept.text(paper.layout());
        kept.and_then(|text| Layout::parse(&text).ok())
            .map(Arc::new)
            .ok_or_else(|| PaperError::NotKept(paper.order.paper.clone()))
    }

    pub(super) fn form(&self, wanted: &FormRef) -> Result<Arc<Form>, PaperError> {
        let today = self.shelf.form(&wanted.id);
        if let Some(form) = today.filter(|form| form.digest == wanted.digest) {
            return Ok(form.clone());
        }
        let kept = self.kept.text(&wanted.digest);
        kept.and_then(|text| Form::parse_kept(&wanted.id, &text).ok())
            .map(Arc::new)
            .ok_or_else(|| PaperError::NotKept(wanted.id.clone()))
    }

    pub(super) fn profile(&self, wanted: &ProfileRef) -> Result<Arc<Profile>, PaperError> {
        let today = self.shelf.profiles.get(&wanted.id);
        if let Some(profile) = today.filter(|profile| profile.digest == wanted.digest) {
            return Ok(profile.clone());
        }
        let kept = self.kept.text(&wanted.digest);
        kept.and_then(|text| Profile::parse(&wanted.id, &text).ok())
            .map(Arc::new)
            .ok_or_else(|| PaperError::NotKept(wanted.id.clone()))
    }
}

/// What a print is called among the files: one that says 补印 never takes the archive's place.
pub(super) fn file_name(paper: &str, mark: Mark) -> String {
    match mark {
        Mark::Reprint(count) if count > 0 => format!("{paper}-补印{count}"),
        _ => paper.to_owned(),
    }
}

fn not_printed(number: &str, reason: &Message) -> Message {
    Message::new("office.not_printed")
        .with("number", number)
        .with_said("reason", reason.clone())
}

impl From<PaperError> for IssueError {
    fn from(error: PaperError) -> IssueError {
        match error {
            PaperError::Unprintable(problems) => IssueError::Unprintable(problems),
            PaperError::View(error) => IssueError::View(error),
            PaperError::Disk(error) => IssueError::Disk(error),
            other => IssueError::Paper(Box::new(other)),
        }
    }
}
