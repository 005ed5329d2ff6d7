use std::process::ExitCode;

use serde_json::{Value, json};

use crate::disk::DiskError;
use crate::form::Unfit;
use crate::ledger;
use crate::office::{IssueError, OpenError, PaperError, PaperFile, ReportError, StaffFailure};
use crate::paper::Unprintable;
use crate::policy::{FileProblem, Refusal};
use crate::store::ViewError;
use crate::text::{Lang, Message};
use crate::tui::TuiError;

/// What a run of the program tells whoever started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done,
    Other,
    /// Told by the argument parser itself.
    Usage,
    FormProblems,
    HallInUse,
    LedgerDamaged,
    Refused,
    Unprintable,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Other => 1,
            Exit::Usage => 2,
            Exit::FormProblems => 3,
            Exit::HallInUse => 4,
            Exit::LedgerDamaged => 5,
            Exit::Refused => 6,
            Exit::Unprintable => 7,
        }
    }

    /// The kind of failure as a program reads it.
    pub fn word(self) -> &'static str {
        match self {
            Exit::Done => "done",
            Exit::Other => "other",
            Exit::Usage => "usage",
            Exit::FormProblems => "form_problems",
            Exit::HallInUse => "hall_in_use",
            Exit::LedgerDamaged => "ledger_damaged",
            Exit::Refused => "refused",
            Exit::Unprintable => "unprintable",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

/// Why nothing was done: a headline, and every single reason below it.
#[derive(Debug)]
pub struct Failure {
    pub exit: Exit,
    pub headline: Message,
    pub reasons: Vec<Reason>,
}

/// One reason, with the place where it can be mended.
#[derive(Debug)]
pub struct Reason {
    /// The path of the answer or the rule; empty if there is none.
    pub at: String,
    pub zh: String,
    pub en: String,
}

impl Failure {
    pub fn new(exit: Exit, headline: Message) -> Failure {
        Failure {
            exit,
            headline,
            reasons: Vec::new(),
        }
    }

    pub fn data(&self, lang: Lang) -> Value {
        let reasons = self
            .reasons
            .iter()
            .map(|reason| json!({ "at": reason.at, "message": reason.say(lang) }));
        json!({ "error": {
            "code": self.exit.code(),
            "kind": self.exit.word(),
            "message": self.headline.say(lang),
            "reasons": reasons.collect::<Vec<_>>(),
        }})
    }
}

impl Reason {
    pub fn say(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// A paper that tells the applicant why.
    pub fn of_notice(paper: &PaperFile) -> Reason {
        let line = |lang: Lang| {
            Message::new("cli.notice_printed")
                .with("title", &paper.title)
                .with("path", paper.path.display())
                .say(lang)
        };
        Reason {
            at: paper.paper.clone(),
            zh: line(Lang::Zh),
            en: line(Lang::En),
        }
    }

    fn of_refusal(refusal: &Refusal) -> Reason {
        let line = |lang: Lang| {
            Message::new("cli.refusal")
                .with("why_not", refusal.why_not.say(lang))
                .with("article", refusal.article.say(lang))
                .with("remedy", refusal.remedy.say(lang))
                .say(lang)
        };
        Reason {
            at: refusal.rule.clone(),
            zh: line(Lang::Zh),
            en: line(Lang::En),
        }
    }
}

impl From<Unfit> for Failure {
    /// A rule that says no weighs more than answers that could be mended.
    fn from(unfit: Unfit) -> Failure {
        let mut failure = if unfit.refusals.is_empty() {
            let headline = Message::new("cli.problems").with("count", unfit.problems.len());
            Failure::new(Exit::FormProblems, headline)
        } else {
            Failure::new(Exit::Refused, Message::new("cli.refused"))
        };
        failure.reasons = unfit.refusals.iter().map(Reason::of_refusal).collect();
        let problems = unfit.problems.iter().map(|problem| {
            let line = |lang: Lang| {
                format!(
                    "{} — {}",
                    problem.label.say(lang),
                    problem.message.say(lang)
                )
            };
            Reason {
                at: problem.path.clone(),
                zh: line(Lang::Zh),
                en: line(Lang::En),
            }
        });
        failure.reasons.extend(problems);
        failure
    }
}

impl From<FileProblem> for Failure {
    fn from(problem: FileProblem) -> Failure {
        DiskError::File(problem).into()
    }
}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Failure {
        let exit = match &error {
            DiskError::File(_) | DiskError::NotText { .. } => Exit::FormProblems,
            _ => Exit::Other,
        };
        Failure::new(exit, error.message())
    }
}

impl From<ViewError> for Failure {
    fn from(error: ViewError) -> Failure {
        let exit = match &error {
            ViewError::Ledger(_) | ViewError::NotSealed { .. } => Exit::LedgerDamaged,
            ViewError::NotAllowed(_) => Exit::Refused,
            _ => Exit::Other,
        };
        Failure::new(exit, error.message())
    }
}

impl From<ledger::OpenError> for Failure {
    fn from(error: ledger::OpenError) -> Failure {
        let exit = match &error {
            ledger::OpenError::InUse { .. } => Exit::HallInUse,
            ledger::OpenError::Damaged(_) | ledger::OpenError::Missing { .. } => {
                Exit::LedgerDamaged
            }
            _ => Exit::Other,
        };
        Failure::new(exit, error.message())
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Failure {
        match error {
            OpenError::Ledger(error) => error.into(),
            OpenError::View(error) => error.into(),
            OpenError::Disk(error) => error.into(),
            OpenError::Sample(error) => error.into(),
            OpenError::SignIn(_) => Failure::new(Exit::Refused, error.message()),
            OpenError::NotForPractice { .. } => Failure::new(Exit::Refused, error.message()),
            OpenError::OtherHall => Failure::new(Exit::LedgerDamaged, error.message()),
            other => Failure::new(Exit::Other, other.message()),
        }
    }
}

impl From<StaffFailure> for Failure {
    fn from(error: StaffFailure) -> Failure {
        match error {
            StaffFailure::Open(error) => (*error).into(),
            StaffFailure::Entered(error) => (*error).into(),
            StaffFailure::Disk(error) => error.into(),
            refused => Failure::new(Exit::Refused, refused.message()),
        }
    }
}

impl From<IssueError> for Failure {
    fn from(error: IssueError) -> Failure {
        let headline = error.message();
        match error {
            IssueError::Refused(refusal) => {
                let mut failure = Failure::new(Exit::Refused, Message::new("cli.refused"));
                failure.reasons.push(Reason::of_refusal(&refusal));
                failure
            }
            IssueError::AlreadyCertified { .. }
            | IssueError::OtherPerson { .. }
            | IssueError::NewNumber { .. }
            | IssueError::OtherSpelling { .. }
            | IssueError::NotJudged(_)
            | IssueError::OtherDay { .. } => Failure::new(Exit::Refused, headline),
            IssueError::Second(failure) => (*failure).into(),
            IssueError::Life(error) => (*error).into(),
            IssueError::Unprintable(problems) => unprintable(&problems),
            IssueError::Paper(error) => (*error).into(),
            IssueError::View(error) => error.into(),
            IssueError::Disk(error) => error.into(),
            _ => Failure::new(Exit::Other, headline),
        }
    }
}

impl From<PaperError> for Failure {
    fn from(error: PaperError) -> Failure {
        let headline = error.message();
        match error {
            PaperError::Unprintable(problems) => unprintable(&problems),
            PaperError::Pdf(_) | PaperError::NotKept(_) => {
                Failure::new(Exit::Unprintable, headline)
            }
            PaperError::View(error) => error.into(),
            PaperError::Disk(error) => error.into(),
            PaperError::Issue(error) => (*error).into(),
            _ => Failure::new(Exit::Other, headline),
        }
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Failure {
        match error {
            ReportError::View(error) => error.into(),
            ReportError::Paper(error) => error.into(),
            ReportError::Entered(error) => error.into(),
            refused => Failure::new(Exit::Refused, refused.message()),
        }
    }
}

impl From<TuiError> for Failure {
    fn from(error: TuiError) -> Failure {
        match error {
            TuiError::NotOpened(error) => (*error).into(),
            error => Failure::new(Exit::Other, error.message()),
        }
    }
}

pub(super) fn unprintable(problems: &[Unprintable]) -> Failure {
    let reasons = problems.iter().map(|problem| Reason {
        at: problem.field().to_owned(),
        zh: problem.message().say(Lang::Zh),
        en: problem.message().say(Lang::En),
    });
    Failure {
        exit: Exit::Unprintable,
        headline: Message::new("office.unprintable").with("count", problems.len()),
        reasons: reasons.collect(),
    }
}
