use std::collections::BTreeMap;

use super::continues::Continues;
use super::draft::Draft;
use super::model::{Around, Check, Form, Kind};
use super::rights::RightRule;
use super::submission::{
    FormRef, MissingPaper, NoteOn, NumberOrder, PaperOrder, ProfileRef, Submission,
};
use super::survey::{Question, Survey};
use crate::policy::{Names, Need, Refusal, Scalar, ServiceRules, WorkingDays, fill};
use crate::text::{Label, Message, Said};

/// What stands in the way of a submission, at the field where it can be mended.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub step: String,
    pub path: String,
    pub label: Label,
    pub message: Said,
}

/// Why a draft is not a submission: everything at once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unfit {
    pub problems: Vec<Problem>,
    pub refusals: Vec<Refusal>,
}

impl Form {
    /// Proves a draft. Changes nothing and rewrites nothing.
    ///
    /// # Errors
    /// [`Unfit`] with every problem and every refusal at once, in the order of the form.
    pub fn check(&self, draft: &Draft, around: &Around) -> Result<Submission, Unfit> {
        let survey = self.survey(draft, around);
        let problems = self.problems(&survey);
        if !problems.is_empty() || !survey.refusals.is_empty() {
            return Err(Unfit {
                problems,
                refusals: survey.refusals,
            });
        }
        let rules = around.profile.service(&self.id);
        Ok(Submission {
            form: FormRef {
                id: self.id.clone(),
                version: self.version,
                digest: self.digest.clone(),
            },
            profile: ProfileRef {
                id: around.profile.id.clone(),
                digest: around.profile.digest.clone(),
            },
            request: draft.request,
            person: draft.person,
            on: around.on,
            answers: answers(&survey),
            facts: facts(&survey, draft),
            kept: kept(&survey),
            missing: missing(&survey),
            papers: papers(rules, &survey),
            numbers: self.numbers_due(&survey),
            values: values(&survey),
            continues: self.continued(&survey),
            rights: self.rights_exercised(&survey),
            left_out: self.left_out(draft, &survey),
            notes: self.notes_of(&survey),
            by_hand: false,
        })
    }

    fn continued(&self, survey: &Survey) -> Option<Continues> {
        let continues = self.continues.as_ref()?;
        let when = continues.when.as_ref();
        let goes_on = when.is_none_or(|when| when.holds(&survey.values));
        goes_on.then(|| continues.clone())
    }

    fn rights_exercised(&self, survey: &Survey) -> Vec<RightRule> {
        let exercised = self.rights.iter().filter(|right| {
            let when = right.when.as_ref();
            when.is_none_or(|when| when.holds(&survey.values))
        });
        exercised.cloned().collect()
    }

    fn numbers_due(&self, survey: &Survey) -> Vec<NumberOrder> {
        let due = self.numbers.iter().filter(|rule| {
            let when = rule.when.as_ref();
            when.is_none_or(|when| when.holds(&survey.values))
        });
        due.map(|rule| NumberOrder {
            name: rule.name.clone(),
            pattern: rule.pattern.clone(),
            keep: rule.keep.clone(),
        })
        .collect()
    }

    /// Every problem of the open questions, in the order of the form.
    pub fn problems(&self, survey: &Survey) -> Vec<Problem> {
        let mut problems = Vec::new();
        for page in &survey.pages {
            for question in &page.questions {
                let problem = |message| Problem {
                    step: page.step.clone(),
                    path: question.path.clone(),
                    label: question.field.label.clone(),
                    message,
                };
                problems.extend(question_problem(question).map(problem));
                let broken = self.broken(survey, question, false);
                problems.extend(broken.map(|said| problem(said.into())));
            }
        }
        problems
    }

    fn notes_of(&self, survey: &Survey) -> Vec<NoteOn> {
        let of = |question: &Question| {
            let notes = self.notes(survey, question).into_iter();
            let on = |said| NoteOn {
                path: question.path.clone(),
                label: question.field.label.clone(),
                said,
            };
            notes.map(on).collect::<Vec<_>>()
        };
        survey.questions().flat_map(of).collect()
    }

    /// Notes on a question: worth a look, stopping nothing.
    pub fn notes(&self, survey: &Survey, question: &Question) -> Vec<Said> {
        let broken = self.broken(survey, question, true).map(Said::from);
        question
            .reading
            .notes
            .iter()
            .cloned()
            .chain(broken)
            .collect()
    }

    /// The sentences of the checks shown at this question whose condition is broken.
    fn broken<'a>(
        &'a self,
        survey: &'a Survey,
        question: &'a Question,
        note: bool,
    ) -> impl Iterator<Item = Label> {
        let answered = question.reading.canonical.is_some();
        let row = RowNames { survey, question };
        let names = row;
        let field = question
            .field
            .checks
            .iter()
            .filter(move |check| is_broken(check, &names));
        let whole = self
            .checks
            .iter()
            .filter(move |check| check.at == question.path && is_broken(check, &survey.values));
        field
            .chain(whole)
            .filter(move |check| answered && check.note == note)
            .map(move |check| fill(&check.message, &row))
    }
}

fn is_broken(check: &Check, names: &dyn Names) -> bool {
    let looked_at = check.when.as_ref().is_none_or(|when| when.holds(names));
    looked_at && check.must.is_broken(names)
}

/// Inside a row, `row.birth` is the birth of that row.
#[derive(Clone, Copy)]
struct RowNames<'a> {
    survey: &'a Survey,
    question: &'a Question,
}

impl Names for RowNames<'_> {
    fn value(&self, name: &str) -> Scalar {
        if name == "answer" {
            return self.survey.values.value(&self.question.path);
        }
        match (name.strip_prefix("row."), &self.question.row) {
            (Some(key), Some((rows, row))) => {
                self.survey.values.value(&format!("{rows}[{row}].{key}"))
            }
            _ => self.survey.values.value(name),
        }
    }

    fn working_days(&self) -> Option<&WorkingDays> {
        self.survey.values.working_days()
    }
}

fn question_problem(question: &Question) -> Option<Said> {
    if let Some(problem) = &question.reading.problem {
        return Some(problem.clone());
    }
    if question.required && question.reading.canonical.is_none() {
        let missing = question.field.missing.clone().map(Said::from);
        return Some(missing.unwrap_or_else(|| Message::new("form.required").into()));
    }
    None
}

fn answers(survey: &Survey) -> BTreeMap<String, String> {
    let answered = survey
        .questions()
        .filter_map(|question| Some((question.path.clone(), question.reading.canonical.clone()?)));
    let mut answers: BTreeMap<String, String> = answered.collect();
    for question in survey.questions() {
        // The paper's checklist wants to know seen or missing, whatever the number brought.
        if let Kind::DocumentCount { needed } = question.field.kind {
            let short = shortage(question, needed);
            let state = if short == 0 { "seen" } else { "missing" };
            let count = answers.insert(question.path.clone(), state.to_owned());
            answers.insert(
                format!("{}.count", question.path),
                count.unwrap_or_default(),
            );
        }
    }
    answers
}

fn facts(survey: &Survey, draft: &Draft) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    // Rows nobody touched say nothing: a woman who was not asked for children has not said that she
    // has none.
    let is_said = |question: &&Question| {
        let is_rows = matches!(question.field.kind, Kind::Rows { .. });
        question.field.keep && (!is_rows || draft.rows.contains_key(&question.path))
    };
    for question in survey.questions().filter(is_said) {
        let Some(canonical) = &question.reading.canonical else {
            continue;
        };
        let fact = match &question.row {
            Some((rows, row)) => Some(format!("{rows}[{row}].{}", question.field.key)),
            None => question.field.default_from.clone(),
        };
        facts.extend(fact.map(|fact| (fact, canonical.clone())));
    }
    facts
}

/// What becomes of her record once the service is given; a case that waits has changed nothing yet.
fn kept(survey: &Survey) -> BTreeMap<String, String> {
    let computed = survey.outcome.iter();
    computed
        .filter_map(|one| Some((one.keep.clone()?, one.text.clone())))
        .collect()
}

fn values(survey: &Survey) -> BTreeMap<String, String> {
    let computed = survey.outcome.iter();
    computed
        .map(|one| (one.name.clone(), one.text.clone()))
        .collect()
}

fn missing(survey: &Survey) -> Vec<MissingPaper> {
    let missing = survey.questions().filter_map(|question| {
        let count = match question.field.kind {
            Kind::DocumentCount { needed } => shortage(question, needed),
            // What is promised in writing need not be brought.
            Kind::Document {
                need: Need::OrPromise,
            } => 0,
            Kind::Document { .. } => {
                u32::from(question.reading.canonical.as_deref() == Some("missing"))
            }
            _ => 0,
        };
        (count > 0).then(|| MissingPaper {
            code: question.path.trim_start_matches("doc.").to_owned(),
            name: question.field.label.zh.clone(),
            count,
            from: question.field.help.zh.clone(),
        })
    });
    missing.collect()
}

/// How many of a counted paper are still to come.
fn shortage(question: &Question, needed: u32) -> u32 {
    let brought = question
        .reading
        .canonical
        .as_deref()
        .and_then(|count| count.parse().ok());
    needed.saturating_sub(brought.unwrap_or(0))
}

fn papers(rules: Option<&ServiceRules>, survey: &Survey) -> Vec<PaperOrder> {
    let rules = rules.map_or(&[][..], |rules| rules.papers.as_slice());
    rules
        .iter()
        .filter(|rule| {
            rule.when
                .as_ref()
                .is_none_or(|when| when.holds(&survey.values))
        })
        .map(|rule| PaperOrder {
            paper: rule.paper.clone(),
            copies: rule.copies,
        })
        .collect()
}
