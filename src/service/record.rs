use std::collections::BTreeMap;

use super::accepted::{Accepted, NotDone};
use super::number::learnt;
use crate::record::{GivenNumber, PrintedPaper, ServiceRecorded};

/// The series a submission takes numbers from, in the order of its numbers.
pub fn series_needed(accepted: &Accepted<'_>) -> Vec<String> {
    let submission = accepted.submission;
    let area9 = &accepted.issuer.area9;
    let orders = submission.numbers().iter();
    orders
        .map(|order| {
            let pattern = &order.pattern;
            pattern.series(area9, submission.on(), accepted.mark())
        })
        .collect()
}

/// The next number of each series, `last` being the last serial used in it; two numbers of one
/// series follow each other.
///
/// # Errors
/// [`NotDone::SeriesFull`] if a series has no serial left.
pub fn give_numbers(
    accepted: &Accepted<'_>,
    series: Vec<(String, u32)>,
) -> Result<Vec<GivenNumber>, NotDone> {
    let submission = accepted.submission;
    let mut used: BTreeMap<String, u32> = BTreeMap::new();
    let orders = submission.numbers().iter().zip(series);
    let given = orders.map(|(order, (series, last))| {
        let serial = used.get(&series).unwrap_or(&last) + 1;
        used.insert(series.clone(), serial);
        let (area9, on) = (&accepted.issuer.area9, submission.on());
        let number = order.pattern.number(area9, on, serial, accepted.mark());
        Ok(GivenNumber {
            name: order.name.clone(),
            number: number.ok_or(NotDone::SeriesFull)?,
            series,
            serial,
        })
    });
    given.collect()
}

/// The record a service leaves, under these numbers. `layout` tells the digest of the layout each
/// paper is made with.
///
/// # Errors
/// [`NotDone`] if the year's application numbers are used up.
pub fn record(
    accepted: &Accepted<'_>,
    numbers: Vec<GivenNumber>,
    layout: impl Fn(&str) -> String,
) -> Result<ServiceRecorded, NotDone> {
    let submission = accepted.submission;
    let papers = submission.papers().iter().map(|order| PrintedPaper {
        order: order.clone(),
        layout: layout(&order.paper),
    });
    Ok(ServiceRecorded {
        applicant: accepted.applicant,
        case: accepted.case()?,
        facts: learnt(submission, &numbers),
        numbers,
        values: submission.values().clone(),
        form: submission.form().clone(),
        profile: submission.profile().clone(),
        answers: submission.answers().clone(),
        papers: papers.collect(),
        issuer: accepted.issuer.clone(),
        practice: accepted.practice,
    })
}
