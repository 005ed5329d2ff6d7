use std::path::{Path, PathBuf};

use super::paper::Laid;
use crate::disk::{
    DiskError, ShippedLayout, asked_path, fonts, layouts, paper_path, sample_data, write_paper,
};
use crate::paper::{Data, FontError, Fonts, Layout, Mark, PdfError, Unprintable, pdf};
use crate::policy::FileProblem;
use crate::text::Message;

/// What a paper for nobody is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// An invented person's data, with 样张 across every page.
    Sample,
    /// Nothing: the sheet is filled in with the pen.
    Blank,
}

impl Filling {
    /// What the file's name says.
    fn word(self) -> &'static str {
        match self {
            Filling::Sample => "样张",
            Filling::Blank => "空白",
        }
    }
}

/// Every paper of the program, to be printed without a hall and without a person.
#[derive(Debug, Clone)]
pub struct Specimens {
    papers: Vec<ShippedLayout>,
}

/// A specimen as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecimenFile {
    pub paper: String,
    pub title: String,
    pub pages: usize,
    pub path: PathBuf,
}

/// Why no specimen was printed.
#[derive(Debug, thiserror::Error)]
pub enum SpecimenError {
    #[error("there is no paper {paper}")]
    UnknownPaper {
        paper: String,
        /// Code and title of every paper there is.
        known: Vec<(String, String)>,
    },
    #[error("the specimen cannot be printed")]
    Unprintable(Vec<Unprintable>),
    #[error("{0}")]
    File(#[from] FileProblem),
    #[error("{0}")]
    Font(#[from] FontError),
    #[error("{0}")]
    Pdf(#[from] PdfError),
    #[error("{0}")]
    Disk(#[from] DiskError),
}

impl SpecimenError {
    pub fn message(&self) -> Message {
        match self {
            SpecimenError::UnknownPaper { paper, .. } => {
                Message::new("office.unknown_paper").with("paper", paper)
            }
            SpecimenError::Unprintable(problems) => {
                Message::new("office.unprintable").with("count", problems.len())
            }
            SpecimenError::File(problem) => problem.message(),
            SpecimenError::Font(error) => error.message(),
            SpecimenError::Pdf(error) => error.message(),
            SpecimenError::Disk(error) => error.message(),
        }
    }
}

impl Specimens {
    /// # Errors
    /// [`FileProblem`] for a program built from a tree whose tests did not pass.
    pub fn read() -> Result<Specimens, FileProblem> {
        let mut papers: Vec<ShippedLayout> = layouts()?.into_values().collect();
        papers.sort_by_key(|paper| in_order(paper.layout.id()));
        Ok(Specimens { papers })
    }

    /// Code and title of every paper, in the order of their numbers.
    pub fn list(&self) -> Vec<(String, String)> {
        let papers = self.papers.iter().map(|paper| &paper.layout);
        papers
            .map(|layout| (layout.id().to_owned(), layout.title().to_owned()))
            .collect()
    }

    /// Prints a paper into the file or folder that was asked for, else into the folder the
    /// program works in.
    ///
    /// # Errors
    /// [`SpecimenError`]; nothing is written.
    pub fn print(
        &self,
        paper: &str,
        filling: Filling,
        to: Option<&Path>,
    ) -> Result<SpecimenFile, SpecimenError> {
        let (laid, fonts) = self.lay_out(paper, filling)?;
        let path = match to {
            Some(asked) => asked_path(asked, &laid.paper, filling.word())?,
            None => paper_path(Path::new(""), &laid.paper, filling.word()),
        };
        write_paper(&path, &pdf(&laid.document, &fonts)?)?;
        Ok(SpecimenFile {
            pages: laid.document.sheets.len(),
            paper: laid.paper,
            title: laid.document.title,
            path,
        })
    }

    /// Lays a paper out to be looked at, with the fonts it is drawn with.
    ///
    /// # Errors
    /// [`SpecimenError`].
    pub fn lay_out(&self, paper: &str, filling: Filling) -> Result<(Laid, Fonts), SpecimenError> {
        let layout = &self.find(paper)?.layout;
        let (data, mark) = match filling {
            Filling::Sample => (sample_data()?, Mark::Sample),
            Filling::Blank => (Data::blank(), Mark::None),
        };
        let fonts = fonts()?;
        let document = layout
            .lay_out(&data, &fonts, mark)
            .map_err(SpecimenError::Unprintable)?;
        let laid = Laid {
            paper: layout.id().to_owned(),
            copies: 1,
            document,
        };
        Ok((laid, fonts))
    }

    /// The layout of one paper, or of all.
    pub(super) fn layouts(&self, paper: Option<&str>) -> Result<Vec<&Layout>, SpecimenError> {
        match paper {
            Some(paper) => Ok(vec![&*self.find(paper)?.layout]),
            None => Ok(self.papers.iter().map(|paper| &*paper.layout).collect()),
        }
    }

    fn find(&self, paper: &str) -> Result<&ShippedLayout, SpecimenError> {
        let found = self
            .papers
            .iter()
            .find(|one| one.layout.id().eq_ignore_ascii_case(paper));
        found.ok_or_else(|| SpecimenError::UnknownPaper {
            paper: paper.to_owned(),
            known: self.list(),
        })
    }
}

/// F3b after F3a, F14 after F8.
fn in_order(id: &str) -> (u32, String) {
    let digits: String = id.chars().filter(char::is_ascii_digit).collect();
    (digits.parse().unwrap_or(u32::MAX), id.to_owned())
}
