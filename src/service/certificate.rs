use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::accepted::{Accepted, NotDone};
use super::number::{agreement_number, learnt};
use crate::form::Submission;
use crate::person::IdPaper;
use crate::policy::NumberPattern;
use crate::record::{CertificateIssued, GivenNumber, PrintedPaper};

/// The paper of the outflow agreement; where it is printed an agreement was signed.
const AGREEMENT: &str = "F3a";

/// The certificate an application becomes, under the next serials of the year. `numbers` are those
/// the same walk gives beside it (a check slip's), `layout` tells the digest of the layout each
/// paper is made with.
///
/// # Errors
/// [`NotDone`] if the profile lacks what a certificate needs, or the year's serials are used up.
pub fn issue(
    accepted: &Accepted<'_>,
    numbers: &[GivenNumber],
    layout: impl Fn(&str) -> String,
) -> Result<CertificateIssued, NotDone> {
    let submission = accepted.submission;
    let on = submission.on();
    let validity = accepted.rules.validity.ok_or(NotDone::NoValidity)?;
    let serial = accepted.last.certificate + 1;
    let papers = submission.papers().iter().map(|order| PrintedPaper {
        order: order.clone(),
        layout: layout(&order.paper),
    });
    Ok(CertificateIssued {
        applicant: accepted.applicant,
        case: accepted.case()?,
        number: number(accepted, serial)?,
        serial,
        issue_date: on,
        expiry_date: validity
            .expiry_date_for(on, birth(submission.answers()))
            .ok_or(NotDone::Day)?,
        agreement: agreement(accepted)?,
        form: submission.form().clone(),
        profile: submission.profile().clone(),
        answers: answers(submission, numbers),
        facts: learnt(submission, numbers),
        papers: papers.collect(),
        issuer: accepted.issuer.clone(),
        practice: accepted.practice,
    })
}

/// The birth date that the applicant's identity number tells.
pub(super) fn birth(answers: &BTreeMap<String, String>) -> Option<NaiveDate> {
    let paper = IdPaper::parse_key(answers.get("applicant.id")?)?;
    paper.birth_date()
}

/// The answers with what the form computed and the numbers given beside the certificate.
fn answers(submission: &Submission, numbers: &[GivenNumber]) -> BTreeMap<String, String> {
    let mut answers = submission.answers().clone();
    answers.extend(submission.values().clone());
    numbers.iter().for_each(|given| given.note(&mut answers));
    answers
}

fn number(accepted: &Accepted<'_>, serial: u32) -> Result<String, NotDone> {
    let pattern = accepted.rules.number_pattern.as_deref();
    let pattern = NumberPattern::parse(pattern.ok_or(NotDone::NoNumberPattern)?)?;
    let area9 = &accepted.issuer.area9;
    pattern
        .number(area9, accepted.submission.on(), serial, accepted.mark())
        .ok_or(NotDone::SeriesFull)
}

fn agreement(accepted: &Accepted<'_>) -> Result<Option<String>, NotDone> {
    let submission = accepted.submission;
    if !submission
        .papers()
        .iter()
        .any(|order| order.paper == AGREEMENT)
    {
        return Ok(None);
    }
    let serial = accepted.last.agreement + 1;
    agreement_number(
        &accepted.issuer.area9,
        submission.on(),
        serial,
        accepted.mark(),
    )
    .map(Some)
    .ok_or(NotDone::SeriesFull)
}
