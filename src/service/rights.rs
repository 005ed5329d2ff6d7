//! What becomes of what is kept of a person when she exercises a right over it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::form::{Around, Form, Matrix, RightRule, Survey, without_row};
use crate::record::{Effect, Hidden, Person};
use crate::text::Label;

/// The facts that say who somebody is and nothing more.
const IDENTITY: [&str; 4] = ["id", "name", "birth", "sex"];

/// A record of hers, with the form it was made by.
#[derive(Debug, Clone)]
pub struct KeptRecord {
    /// What the view has it under.
    pub record: String,
    /// What she knows it by.
    pub number: String,
    pub form: Arc<Form>,
    /// The day and the policy it was made under.
    pub around: Around,
    /// The record seen through its form.
    pub survey: Survey,
    /// Its answers and its values.
    pub texts: BTreeMap<String, String>,
    /// The last day on which it must be kept.
    pub keep_until: NaiveDate,
    /// A service or a waiting case that has not ended yet.
    pub open: bool,
}

/// A line about her in what is no record of hers: a confirmed report, the register of supplies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLine {
    /// What the view has it under.
    pub record: String,
    /// Column → the paths of the answers it was made from, or the consent it rests on.
    pub cells: BTreeMap<String, BTreeSet<String>>,
    /// Columns of which nobody can say what they were made from: they go with whatever she lets
    /// go of.
    pub unknown: Vec<String>,
}

/// All that is kept of a person.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    pub person: &'a Person,
    pub records: &'a [KeptRecord],
    pub lines: &'a [KeptLine],
}

/// What stays although she wished it deleted, because the record needs it (PIPL, article 47).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stays {
    pub what: Label,
    pub number: String,
    pub title: Label,
    pub until: NaiveDate,
}

/// What comes of the rights exercised in one request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exercise {
    pub effect: Effect,
    /// Groups of which something is deleted.
    pub deleted: Vec<Label>,
    /// Groups of which nothing was kept.
    pub unknown: Vec<Label>,
    pub stays: Vec<Stays>,
    /// What the records are known by in which she gave the consents that end.
    pub given_in: Vec<String>,
    /// How many records stay after a deletion, and the last day on which one must be kept.
    pub kept: Option<(usize, NaiveDate)>,
}

/// Works out what the rights do to the person's facts and records. Changes nothing.
pub fn exercise(rights: &[RightRule], matrix: &Matrix, kept: Kept<'_>, on: NaiveDate) -> Exercise {
    let mut exercise = Exercise::default();
    let mut hides = Hides::default();
    for right in rights {
        for consent in &right.ends {
            end(consent, kept, on, &mut exercise.effect, &mut hides);
        }
        for group in &right.deletes {
            delete(group, matrix, kept, on, &mut exercise, &mut hides);
        }
    }
    exercise.effect.hides = hides.into_list();
    exercise.given_in = given_in(&exercise.effect.ends, kept);
    if rights.iter().any(|right| !right.deletes.is_empty()) {
        let last = kept.records.iter().map(|record| record.keep_until).max();
        exercise.kept = last.map(|last| (kept.records.len(), last));
    }
    if is_known_from_nothing_else(kept, &exercise.effect) {
        let facts = kept.person.facts.keys();
        exercise.effect.forgets.extend(facts.cloned());
    }
    let effect = &mut exercise.effect;
    for list in [&mut effect.ends, &mut effect.forgets, &mut effect.cancels] {
        list.sort();
        list.dedup();
    }
    exercise
}

/// Whether somebody was on record for her consents alone and the last of them ends: no record of
/// hers, no other number, nothing learnt but who she is, and no line that still names her.
fn is_known_from_nothing_else(kept: Kept<'_>, effect: &Effect) -> bool {
    let person = kept.person;
    let mut consents = person.consents.iter().map(|consent| &consent.key);
    let mut facts = person.facts.keys();
    let hidden = |line: &KeptLine| effect.hides.iter().any(|one| one.record == line.record);
    !effect.ends.is_empty()
        && kept.records.is_empty()
        && kept.lines.iter().all(hidden)
        && person.former_ids.is_empty()
        && facts.all(|fact| IDENTITY.contains(&fact.as_str()))
        && consents.all(|key| effect.ends.contains(key) || !person.consents(key))
}

fn given_in(ends: &[String], kept: Kept<'_>) -> Vec<String> {
    let cases = ends
        .iter()
        .filter_map(|consent| kept.person.last_consent(consent))
        .map(|consent| &consent.case);
    let numbers = cases.filter_map(|case| {
        let record = kept.records.iter().find(|record| record.record == *case);
        let line = kept.lines.iter().find(|line| line.record == *case);
        let number = record.map(|record| &record.number);
        number.or_else(|| Some(&line?.record)).cloned()
    });
    let mut numbers: Vec<String> = numbers.collect();
    numbers.dedup();
    numbers
}

/// Record → what is taken out of it.
#[derive(Default)]
struct Hides(BTreeMap<String, Vec<String>>);

impl Hides {
    fn add(&mut self, record: &str, path: &str) {
        let paths = self.0.entry(record.to_owned()).or_default();
        if !paths.iter().any(|hidden| hidden == path) {
            paths.push(path.to_owned());
        }
    }

    /// Takes the cells out of lines that were made from what goes, and those of which nobody can say
    /// any more what they were made from; tells whether there were any of the former.
    fn add_cells(&mut self, lines: &[KeptLine], goes: impl Fn(&str) -> bool) -> bool {
        let mut found = false;
        for line in lines {
            let cells = line.cells.iter();
            let known = cells.filter(|(_, paths)| paths.iter().any(|path| goes(path)));
            let known = known.map(|(column, _)| column);
            for column in known {
                self.add(&line.record, column);
                found = true;
            }
            // Hidden to be safe, and no proof that anything of the kind was kept.
            for column in &line.unknown {
                self.add(&line.record, column);
            }
        }
        found
    }

    fn into_list(self) -> Vec<Hidden> {
        let hides = self.0.into_iter();
        hides
            .map(|(record, paths)| Hidden { record, paths })
            .collect()
    }
}

/// A consent ends: what rested on it is hidden and cancelled.
fn end(consent: &str, kept: Kept<'_>, on: NaiveDate, effect: &mut Effect, hides: &mut Hides) {
    if !kept.person.consents(consent) {
        return;
    }
    effect.ends.push(consent.to_owned());
    let mut gone = BTreeSet::from([consent.to_owned()]);
    for record in kept.records {
        let resting = record.form.resting_on(consent);
        let rests_on_it = |path: &&String| resting.paths.contains(&without_row(path));
        let hidden: Vec<&String> = record.texts.keys().filter(rests_on_it).collect();
        // The yes goes with what rested on it, so that a later paper does not take it over. Where
        // nothing did, the sheet she signed stays as it was.
        if hidden.iter().any(|path| *path != consent) {
            hidden
                .iter()
                .for_each(|path| hides.add(&record.record, path));
            // A record on which nothing rested has told nothing either: what is known by another
            // one, such as the page of a sheet, stays known.
            let facts = kept.person.facts.keys();
            let facts = facts.filter(|fact| resting.facts.contains(&without_row(fact)));
            effect.forgets.extend(facts.cloned());
        }
        if rests(record, consent, on) {
            effect.cancels.push(record.record.clone());
        }
        gone.extend(resting.paths);
    }
    hides.add_cells(kept.lines, |path| gone.contains(&without_row(path)));
}

/// Whether the whole record rests on the consent and there still is something to cancel.
fn rests(record: &KeptRecord, consent: &str, on: NaiveDate) -> bool {
    let Some(rests_on) = record.form.rests_on.as_ref() else {
        return false;
    };
    let last = rests_on.open_until.as_ref();
    let last = last.and_then(|name| record.texts.get(name)?.parse::<NaiveDate>().ok());
    record.open && rests_on.consent == consent && last.is_none_or(|last| on <= last)
}

/// A group is deleted: from the person at once, from each record unless its form needs it and it
/// must still be kept.
fn delete(
    group: &str,
    matrix: &Matrix,
    kept: Kept<'_>,
    on: NaiveDate,
    exercise: &mut Exercise,
    hides: &mut Hides,
) {
    let Some(label) = matrix.named(group).map(|group| group.label.clone()) else {
        return;
    };
    let belongs = |path: &str| {
        let found = matrix.group(&without_row(path));
        found.is_some_and(|found| found.name == group)
    };
    let facts = kept.person.facts.keys();
    let facts: Vec<String> = facts.filter(|fact| belongs(fact)).cloned().collect();
    // No report needs what she had deleted, once it was sent.
    let mut found = hides.add_cells(kept.lines, belongs) || !facts.is_empty();
    exercise.effect.forgets.extend(facts);
    for record in kept.records {
        let mut stays = false;
        for path in record.texts.keys().filter(|path| belongs(path)) {
            if on <= record.keep_until && record.form.needs(path, &record.survey) {
                stays = true;
            } else {
                hides.add(&record.record, path);
                found = true;
            }
        }
        if stays {
            exercise.stays.push(Stays {
                what: label.clone(),
                number: record.number.clone(),
                title: record.form.title.clone(),
                until: record.keep_until,
            });
        }
    }
    match found {
        true => exercise.deleted.push(label),
        false if exercise.stays.iter().all(|stays| stays.what != label) => {
            exercise.unknown.push(label);
        }
        false => {}
    }
}
