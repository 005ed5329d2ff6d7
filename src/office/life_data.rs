//! A change → the texts its papers ask for. Pure, so that a paper made again is the same.

use chrono::NaiveDate;

use super::paper_data::{MadeOf, choice, fields, row};
use super::paper_words::{
    ANNOTATED, CANCELLED, CORRECTED, DAMAGED, LOST, NAME_CORRECTED, NAME_RESTORED, NO, NOTHING,
    PHOTO, RENEWED, TOLD_BY, YES, word,
};
use super::printing::{NextSheet, Printing};
use crate::form::{Field, Kind};
use crate::paper::Data;
use crate::person::{IdPaper, age_on};
use crate::policy::Scalar;
use crate::record::{CancelCause, Change, ChangedItem, Loss, RecordChanged};

/// The renewal: its service, its question, and within how many days of its end a certificate is
/// renewed because of it.
const RENEWAL: &str = "certificate.renew";
const RENEWAL_REASON: &str = "renewal.reason";
const RENEWAL_DAYS: &str = "renew_days";

/// What page A says of a sheet that is not the first: the first issue date with its mark, and the
/// age on that day.
pub(super) fn sheet(data: &mut Data, sheet: &NextSheet<'_>) {
    data.set("certificate.issue_date", sheet.first_issued.to_string());
    if !sheet.note.is_empty() {
        data.set("certificate.date_note", &sheet.note);
    }
    set_age(data, sheet.first_issued);
}

fn set_age(data: &mut Data, on: NaiveDate) {
    let birth = data.texts.get("applicant.birth_date");
    let birth = birth.and_then(|birth| birth.parse().ok());
    if let Some(age) = birth.and_then(|birth: NaiveDate| age_on(birth, on)) {
        data.set("applicant.age", age.to_string());
    }
}

/// The application for a change (F30).
pub(super) fn application(
    data: &mut Data,
    changed: &RecordChanged,
    printing: &Printing<'_>,
    made_of: &MadeOf<'_>,
) {
    let words = Words::of(&changed.change);
    let reason = match &changed.change {
        Change::Renewed { .. } => renewed_for(changed, printing.on, made_of),
        _ => words.reason,
    };
    let on = printing.on.to_string();
    let number = changed.number().unwrap_or_default();
    for (name, text) in [
        ("certificate_change.kind", words.kind),
        ("certificate_change.reason", reason),
        ("certificate_change.reason_text", &changed.applied.reason),
        ("certificate_change.old_number", number),
        (
            "certificate_change.decision_label",
            word(made_of.profile, words.decision),
        ),
        ("street.date", &on),
    ] {
        data.set(name, text);
    }
    if let Some(old) = &changed.certificate {
        let (issued, expires) = (old.issue_date.to_string(), old.expiry_date.to_string());
        data.set("certificate_change.old_issue_date", issued);
        data.set("certificate_change.old_expiry_date", expires);
    }
    if let Some(issued) = changed.issued() {
        data.set("certificate.number", &issued.number);
        data.set("certificate.expiry_date", issued.expiry_date.to_string());
    }
    if let Change::Replaced {
        loss: Loss::Lost { declared_on },
        ..
    } = &changed.change
    {
        data.set("certificate_change.lost_number", number);
        data.set("certificate_change.void_from", declared_on.to_string());
    }
    if let Some(delegate) = &changed.applied.delegate {
        data.set("delegate.name", &delegate.name);
        if is_told(&changed.change) {
            data.set(
                "certificate_change.comer_label",
                word(made_of.profile, TOLD_BY),
            );
        }
        let paper = IdPaper::parse_key(&delegate.id);
        let number = paper.map(|paper| paper.number().to_owned());
        data.set("delegate.id", number.unwrap_or_default());
    }
    let items = changed.items.iter();
    let items = items.map(|item| item_row(item, made_of));
    data.rows.insert("changes".to_owned(), items.collect());
}

/// Why a certificate was renewed: what was answered; without an answer, whether its end was there
/// or near. A certificate with time left is renewed at her own wish.
fn renewed_for<'a>(changed: &'a RecordChanged, on: NaiveDate, made_of: &MadeOf<'_>) -> &'a str {
    if let Some(answer) = changed.answers.get(RENEWAL_REASON) {
        return answer;
    }
    let rules = made_of.profile.service(RENEWAL);
    let days = match rules.map(|rules| rules.value(RENEWAL_DAYS)) {
        Some(Scalar::Number(days)) => days,
        _ => 0,
    };
    let certificate = changed.certificate.as_ref();
    let left = certificate.map(|old| (old.expiry_date - on).num_days());
    match left.is_some_and(|left| left <= days) {
        true => "expired",
        false => "own_wish",
    }
}

fn item_row(
    item: &ChangedItem,
    made_of: &MadeOf<'_>,
) -> std::collections::BTreeMap<String, String> {
    let field = field_at(&item.path, made_of);
    let shown =
        |text: &str| field.map_or_else(|| text.to_owned(), |field| shown(field, text, made_of));
    let label = field.map_or_else(
        || item.path.clone(),
        |field| label(field, &item.path, made_of),
    );
    row(&[
        ("item", &label),
        ("old", &shown(&item.old)),
        ("new", &shown(&item.new)),
        ("document", &item.document),
    ])
}

/// The field at `spouse.name` or `children[0].birth`.
fn field_at<'a>(path: &str, made_of: &MadeOf<'a>) -> Option<&'a Field> {
    let (key, inner) = match path.split_once('[') {
        Some((key, rest)) => (key, rest.split_once("].").map(|(_, inner)| inner)),
        None => (path, None),
    };
    let field = fields(made_of.form).find(|field| field.key == key)?;
    match (&field.kind, inner) {
        (Kind::Rows { fields, .. }, Some(inner)) => fields
            .iter()
            .find(|field| field.key == inner)
            .map(AsRef::as_ref),
        _ => Some(field),
    }
}

/// Which child an item is of stands before its label.
fn label(field: &Field, path: &str, made_of: &MadeOf<'_>) -> String {
    let row = || {
        let (rows, rest) = path.split_once('[')?;
        let row: usize = rest.split_once(']')?.0.parse().ok()?;
        let Kind::Rows { item, .. } = &field_at(rows, made_of)?.kind else {
            return None;
        };
        Some(item.zh.replace("{n}", &(row + 1).to_string()))
    };
    match row() {
        Some(row) => format!("{row} {}", field.label.zh),
        None => field.label.zh.clone(),
    }
}

/// A canonical text as people read it.
fn shown(field: &Field, text: &str, made_of: &MadeOf<'_>) -> String {
    let word = |key: &str| word(made_of.profile, key).to_owned();
    match &field.kind {
        _ if text.is_empty() => word(NOTHING),
        Kind::Choice { .. } => {
            choice(field, text).map_or_else(|| text.to_owned(), |label| label.zh.clone())
        }
        Kind::Place { .. } => made_of.places.line(text),
        Kind::IdPaper => {
            let paper = IdPaper::parse_key(text);
            paper.map_or_else(|| text.to_owned(), |paper| paper.number().to_owned())
        }
        Kind::YesNo | Kind::Consent { .. } if text == "yes" => word(YES),
        Kind::YesNo | Kind::Consent { .. } => word(NO),
        Kind::Photo => word(PHOTO),
        _ => text.to_owned(),
    }
}

/// What its application says of one kind of change: the codes of its boxes, and the key of the
/// decision's sentence.
struct Words {
    kind: &'static str,
    reason: &'static str,
    decision: &'static str,
}

impl Words {
    fn of(change: &Change) -> Words {
        let (kind, reason, decision) = match change {
            Change::HandedOver { .. } => ("hand_over", "", ""),
            Change::Renewed { .. } => ("renew", "", RENEWED),
            Change::Replaced { loss, .. } => match loss {
                Loss::Lost { .. } => ("replace", "lost", LOST),
                Loss::Damaged => ("replace", "damaged", DAMAGED),
            },
            Change::Corrected { .. } => ("correct", "misprinted", CORRECTED),
            // Nothing of hers was printed: what was written down was wrong.
            Change::NameCorrected => ("correct", "misrecorded", NAME_CORRECTED),
            Change::NameRestored => ("correct", "misrecorded", NAME_RESTORED),
            Change::Annotated => ("annotate", "changed", ANNOTATED),
            Change::Cancelled { cause } => ("cancel", cancelled(*cause), CANCELLED),
        };
        Words {
            kind,
            reason,
            decision,
        }
    }
}

/// Whether somebody tells of it and nobody comes for the holder.
fn is_told(change: &Change) -> bool {
    let Change::Cancelled { cause } = change else {
        return false;
    };
    matches!(cause, CancelCause::Death | CancelCause::IssuedInError)
}

fn cancelled(cause: CancelCause) -> &'static str {
    match cause {
        CancelCause::OverAge => "over_age",
        CancelCause::MovedAway => "moved",
        CancelCause::Death => "died",
        CancelCause::OwnWish => "own_wish",
        CancelCause::IssuedInError => "wrongly_issued",
    }
}
