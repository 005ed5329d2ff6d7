//! What a form that was agreed to leads to, told to the screen.

use std::collections::BTreeMap;

use super::Hall;
use crate::form::{Consequence, Draft, Kind, Submission};
use crate::office::IssueError;
use crate::service::VerbKind;
use crate::text::Message;
use crate::tui::job::{Done, Issued, Reply};
use crate::tui::notice::Notice;

impl Hall {
    pub(super) fn issue(&mut self, submission: &Submission, tell: &mut dyn FnMut(Reply)) {
        let form = self.office.shelf().form(&submission.form().id).cloned();
        let consequence = form.map(|form| form.consequence);
        let done = match consequence {
            Some(Consequence::Registration) => self.register(submission),
            _ => self.certify(submission),
        };
        let error = match done {
            Ok(issued) => return tell(Reply::Issued(Box::new(issued))),
            Err(error) => error,
        };
        if let Some((to, about)) = self.office.wants_second() {
            return tell(Reply::NeedsSecond { to, about });
        }
        let notice = not_issued(&error);
        match self.renewal(&error, submission) {
            Some(draft) => {
                tell(Reply::NotIssued(
                    notice.advise(Message::new("tui.renewal_opened")),
                ));
                tell(Reply::Draft(Box::new(draft)));
            }
            None => tell(Reply::NotIssued(notice)),
        }
    }

    /// Whoever has a valid certificate renews it: the form for that, with all that was answered.
    fn renewal(&self, error: &IssueError, submission: &Submission) -> Option<Draft> {
        let IssueError::AlreadyCertified {
            number, possible, ..
        } = error
        else {
            return None;
        };
        if !possible.contains(&VerbKind::Renew) {
            return None;
        }
        let shelf = self.office.shelf();
        let form = shelf.form("certificate.renew")?;
        let rows = form.steps.iter().flat_map(|step| &step.fields);
        let rows = rows.filter(|field| matches!(field.kind, Kind::Rows { .. }));
        let rows: Vec<&str> = rows.map(|field| field.key.as_str()).collect();
        let mut seed = typed_again(submission.answers());
        seed.retain(|path, _| !rows.contains(&path.as_str()));
        seed.insert("certificate.number".to_owned(), number.clone());
        let draft = self.office.start("certificate.renew", None, &seed);
        draft.ok().flatten()
    }

    fn register(&mut self, submission: &Submission) -> Result<Issued, IssueError> {
        let registered = self.office.register(submission, &self.clerk)?;
        Ok(Issued {
            request: submission.request(),
            name: name_of(submission),
            done: Done::Registered {
                known: registered.known,
            },
            papers: Vec::new(),
            repeated: registered.repeated,
            notes: registered.notes,
        })
    }

    fn certify(&mut self, submission: &Submission) -> Result<Issued, IssueError> {
        let issued = self.office.issue(submission, &self.clerk)?;
        let done = match (issued.number, issued.expiry_date) {
            (Some(number), expiry_date) if let Some(lived) = issued.lived => Done::Changed {
                change: lived.change,
                case: issued.case,
                number,
                expiry_date,
                ended: lived
                    .standing
                    .filter(|_| lived.ended)
                    .map(|standing| (lived.old_number, standing)),
            },
            (Some(number), Some(expiry_date)) => Done::Certificate {
                case: issued.case,
                number,
                expiry_date,
            },
            (Some(number), None) => Done::Recorded {
                service: submission.form().id.clone(),
                case: issued.case,
                number,
                values: issued.values,
            },
            _ => Done::Waiting {
                case: issued.case,
                missing: issued.missing,
                open_until: issued.open_until,
            },
        };
        Ok(Issued {
            request: submission.request(),
            name: name_of(submission),
            done,
            papers: issued.papers,
            repeated: issued.repeated,
            notes: issued.notes,
        })
    }
}

/// Answers as a clerk would type them once more: of papers that are counted, their number.
fn typed_again(answers: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let answered = answers.iter().filter(|(path, _)| !path.ends_with(".count"));
    let typed = answered.map(|(path, text)| {
        let counted = answers.get(&format!("{path}.count"));
        (path.clone(), counted.unwrap_or(text).clone())
    });
    typed.collect()
}

/// Why nothing was entered; of papers that cannot be printed, every place at once; a
/// single one is the error's own message.
pub(in crate::tui::worker) fn not_issued(error: &IssueError) -> Notice {
    let notice = Notice::new(error.message());
    match error {
        IssueError::Unprintable(problems) if problems.len() > 1 => problems
            .iter()
            .map(|problem| problem.message())
            .fold(notice, Notice::advise),
        _ => notice,
    }
}

fn name_of(submission: &Submission) -> String {
    submission.facts().get("name").cloned().unwrap_or_default()
}
