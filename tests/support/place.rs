//! A hall for a test: a folder, a day, a case file and the verbs to bring them together.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chrono::NaiveDate;
use guitai::cli::case::CaseFile;
use guitai::form::{Submission, Unfit};
use guitai::office::{
    FixedClock, IssueError, Issued, NewHall, Office, OpenError, Opened, default_issuer, new_hall,
};

/// A hall in a folder of its own.
pub struct Place {
    folder: tempfile::TempDir,
    hall: PathBuf,
    pub day: NaiveDate,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in a test")
}

/// The profile the scenarios of 2010 run under.
const PROFILE: &str = "hunan-2010";

fn new(profile: &str, practice: bool, on: NaiveDate) -> NewHall {
    NewHall {
        profile: profile.to_owned(),
        practice,
        clerk: "陈静".to_owned(),
        date: practice.then_some(on),
        issuer: default_issuer(),
    }
}

impl Place {
    /// A real hall, worked in on this day.
    pub fn real(on: &str) -> Place {
        Place::within(
            tempfile::tempdir().expect("a folder for the test"),
            "hall",
            on,
            false,
        )
    }

    /// A practice hall without sample people, which works on this day.
    pub fn practice(on: &str) -> Place {
        Place::within(
            tempfile::tempdir().expect("a folder for the test"),
            "hall",
            on,
            true,
        )
    }

    /// A practice hall under another profile than that of 2010.
    pub fn under(profile: &str, on: &str) -> Place {
        let folder = tempfile::tempdir().expect("a folder for the test");
        Place::made(folder, "hall", (profile, true), on)
    }

    /// Every value of the view, as bytes.
    pub fn view_values(&self) -> Vec<Vec<u8>> {
        let view = sled::open(self.hall.join("view")).expect("a view nobody has open");
        let entries = view.iter().map(|entry| entry.expect("a readable entry"));
        let both = entries.flat_map(|(key, value)| [key.to_vec(), value.to_vec()]);
        both.collect()
    }

    /// A hall in a folder below a folder that is given.
    pub fn within(folder: tempfile::TempDir, hall: &str, on: &str, practice: bool) -> Place {
        Place::made(folder, hall, (PROFILE, practice), on)
    }

    fn made(
        folder: tempfile::TempDir,
        hall: &str,
        (profile, practice): (&str, bool),
        on: &str,
    ) -> Place {
        let place = Place {
            hall: folder.path().join(hall),
            folder,
            day: day(on),
        };
        new_hall(
            &place.hall,
            new(profile, practice, place.day),
            &FixedClock(place.day),
        )
        .expect("a new hall");
        place
    }

    pub fn hall(&self) -> &Path {
        &self.hall
    }

    /// The folder the hall's folder is in.
    pub fn around(&self) -> &Path {
        self.folder.path()
    }

    pub fn try_open(&self) -> Result<Opened, OpenError> {
        Office::open(&self.hall, Box::new(FixedClock(self.day)))
    }

    pub fn open(&self) -> Office {
        self.try_open().expect("the hall opens").office
    }

    /// Runs the program on this hall.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command = guitai();
        command.arg("--hall").arg(&self.hall).args(arguments);
        command.output().expect("the program runs")
    }

    /// Writes a case file and issues from it, as a person at the command line would.
    pub fn run_case(&self, case: &str) -> Output {
        let path = self.around().join("case.toml");
        std::fs::write(&path, case).expect("room for a case");
        self.run(&["issue", &path.display().to_string()])
    }
}

/// The program with nothing of this account about it.
pub fn guitai() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guitai"));
    command
        .env_remove("GUITAI_HALL")
        .stdin(std::process::Stdio::null());
    command
}

/// Exit code and everything said.
pub fn said(output: &Output) -> (i32, String) {
    let text = [output.stdout.clone(), output.stderr.clone()].concat();
    let text = String::from_utf8(text).expect("the program writes UTF-8");
    (output.status.code().expect("not killed"), text)
}

/// The text of a case of `examples/`.
pub fn example_text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    std::fs::read_to_string(path).expect("an example is there")
}

/// A case of `examples/`.
pub fn example(name: &str) -> CaseFile {
    CaseFile::parse(name, &example_text(name)).unwrap_or_else(|problem| panic!("{problem}"))
}

/// What the applicant answers instead.
pub fn with(mut case: CaseFile, changes: &[(&str, &str)]) -> CaseFile {
    for (path, text) in changes {
        case.answers.insert((*path).to_owned(), (*text).to_owned());
    }
    case
}

/// Fills a case in and checks it.
pub fn check(office: &Office, case: &CaseFile) -> Result<Submission, Unfit> {
    let shelf = office.shelf();
    let form = shelf.form(&case.service).expect("a service").clone();
    let draft = office.start(&case.service, None, &case.answers);
    let mut draft = draft.expect("a readable view").expect("a service");
    draft.request = case.request.unwrap_or(draft.request);
    form.check(&draft, &shelf.around)
}

/// Fills a case in without a slip and issues.
pub fn issue(office: &mut Office, case: &CaseFile) -> Result<Issued, IssueError> {
    let submission = check(office, case).unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    let clerk = office.clerk();
    office.issue(&submission, &clerk)
}

/// The number of pages of a PDF file.
pub fn pages(path: &Path) -> usize {
    let pdf = lopdf::Document::load(path).unwrap_or_else(|error| panic!("{error}"));
    pdf.get_pages().len()
}
