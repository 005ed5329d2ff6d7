use chrono::NaiveDate;

use crate::policy::{NumberPattern, PracticeMark};
use crate::policy::{Scalar, ServiceRules};
use crate::record::{Answers, Applicant, Certificate, CertificateIssued, Facts, Issuer};
use crate::service::NotDone;
use crate::service::certificate::birth;
use crate::service::number::{Serials, case_number};

/// The profile's values for the life of a certificate.
const SPOILED_SHEET: &str = "spoiled_sheet";
const CORRECTED_SHEET: &str = "corrected_sheet";
const NEW_NUMBER: &str = "new_number";
const KEEPS_EXPIRY: &str = "replacement_keeps_expiry";

/// A certificate made again under a new number: the old one, what it says now, the rules.
#[derive(Debug, Clone, Copy)]
pub struct Reissue<'a> {
    pub old: &'a Certificate,
    pub answers: &'a Answers,
    /// What the profile says of issuing, and of the life of a certificate.
    pub rules: &'a ServiceRules,
    pub life: &'a ServiceRules,
    pub on: NaiveDate,
    /// The last serials used in the year of `on`.
    pub last: Serials,
    pub issuer: &'a Issuer,
    pub practice: bool,
}

/// The certificate under the next number of the series. Its validity was fixed at the first issue;
/// a profile that sets `replacement_keeps_expiry` to false counts it anew.
///
/// Papers are the caller's to order.
///
/// # Errors
/// [`NotDone`] if the profile lacks what a certificate needs, or the year's serials are used up.
pub fn reissue(wanted: &Reissue<'_>) -> Result<CertificateIssued, NotDone> {
    let old = &wanted.old.issued;
    let serial = wanted.last.certificate + 1;
    let mark = PracticeMark::of(wanted.practice);
    let pattern = wanted.rules.number_pattern.as_deref();
    let pattern = NumberPattern::parse(pattern.ok_or(NotDone::NoNumberPattern)?)?;
    let area9 = &wanted.issuer.area9;
    let number = pattern.number(area9, wanted.on, serial, mark);
    let case = case_number(area9, wanted.on, wanted.last.case + 1, mark);
    Ok(CertificateIssued {
        applicant: Applicant::Known(wanted.old.person),
        case: case.ok_or(NotDone::SeriesFull)?,
        number: number.ok_or(NotDone::SeriesFull)?,
        serial,
        issue_date: wanted.on,
        expiry_date: expiry_date(wanted)?,
        agreement: None,
        form: old.form.clone(),
        profile: old.profile.clone(),
        answers: wanted.answers.clone(),
        facts: Facts::new(),
        papers: Vec::new(),
        issuer: wanted.issuer.clone(),
        practice: wanted.practice,
    })
}

fn expiry_date(wanted: &Reissue<'_>) -> Result<NaiveDate, NotDone> {
    if wanted.life.value(KEEPS_EXPIRY) != Scalar::Bool(false) {
        return Ok(wanted.old.issued.expiry_date);
    }
    let validity = wanted.rules.validity.ok_or(NotDone::NoValidity)?;
    let birth = birth(wanted.answers);
    let expiry = validity.expiry_date_for(wanted.on, birth);
    expiry.ok_or(NotDone::Day)
}

/// Whether the policy wants a new number on the sheet that stands for a wrong one.
pub fn new_sheet_number(life: &ServiceRules, spoiled: bool) -> bool {
    let name = if spoiled {
        SPOILED_SHEET
    } else {
        CORRECTED_SHEET
    };
    life.value(name) == Scalar::Text(NEW_NUMBER.to_owned())
}
