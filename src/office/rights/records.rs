use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use crate::form::{Around, Draft, FormRef, ProfileRef, RequestId};
use crate::office::start::know;
use crate::office::{IssueError, Office};
use crate::record::{Answers, Person};
use crate::service::KeptRecord;

/// The policy value that says how long a record is kept.
const KEEP_MONTHS: &str = "keep_months";
/// Months a record is kept under a policy that does not say.
const KEPT: i64 = 60;

/// A record before its form is at hand.
struct Found {
    record: String,
    number: String,
    form: FormRef,
    profile: ProfileRef,
    answers: Answers,
    values: BTreeMap<String, String>,
    on: NaiveDate,
    open: bool,
}

impl Office {
    /// Every record the view holds of a person, with the form it was made by.
    pub(super) fn kept_records(&self, person: &Person) -> Result<Vec<KeptRecord>, IssueError> {
        let found = self.found_records(person)?;
        found.into_iter().map(|found| self.kept(found)).collect()
    }

    fn found_records(&self, person: &Person) -> Result<Vec<Found>, IssueError> {
        let mut found = Vec::new();
        for one in self.store.certificates(person)? {
            let mut answers = one.issued.answers.clone();
            let later = one.sheet.iter().map(|sheet| &sheet.answers);
            for later in later.chain(&one.changed) {
                answers.extend(later.clone());
            }
            found.push(Found {
                record: one.number().to_owned(),
                number: one.number().to_owned(),
                form: one.issued.form.clone(),
                profile: one.issued.profile.clone(),
                answers,
                values: BTreeMap::new(),
                // Its validity belongs to its life: keeping begins when that is over.
                on: one.issued.expiry_date,
                open: false,
            });
        }
        for one in self.store.services(person)? {
            found.push(Found {
                record: one.served.case.clone(),
                number: one.served.number().to_owned(),
                form: one.served.form,
                profile: one.served.profile,
                answers: one.served.answers,
                values: one.served.values,
                on: one.on,
                open: one.cancelled.is_none(),
            });
        }
        for one in self.store.waiting(person.key)? {
            found.extend(one.suspended.map(|case| Found {
                record: one.number.clone(),
                number: one.number,
                form: case.form,
                profile: case.profile,
                answers: case.answers,
                values: BTreeMap::new(),
                on: case.open_until,
                open: true,
            }));
        }
        for case in &person.changes {
            found.extend(self.store.change(case)?.map(|one| Found {
                record: case.clone(),
                number: case.clone(),
                form: one.changed.form,
                profile: one.changed.profile,
                answers: one.changed.answers,
                values: BTreeMap::new(),
                on: one.on,
                open: false,
            }));
        }
        Ok(found)
    }

    fn kept(&self, found: Found) -> Result<KeptRecord, IssueError> {
        let form = self.form(&found.form)?;
        let around = Around {
            on: found.on,
            profile: self.profile(&found.profile)?,
            ..self.shelf.around.clone()
        };
        let mut draft = Draft::new(RequestId([0; 16]), &form.id, form.version);
        know(&mut draft, &form, &found.answers);
        let mut texts = found.answers;
        texts.extend(found.values);
        Ok(KeptRecord {
            record: found.record,
            number: found.number,
            survey: form.survey(&draft, &around),
            keep_until: self.keep_until(&form.id, found.on),
            form,
            around,
            texts,
            open: found.open,
        })
    }

    /// The last day on which a service's record must be kept, by the policy of today.
    fn keep_until(&self, service: &str, from: NaiveDate) -> NaiveDate {
        let rules = self.shelf.rules(service);
        let months = match rules.map(|rules| rules.value(KEEP_MONTHS)) {
            Some(crate::policy::Scalar::Number(months)) => months,
            _ => KEPT,
        };
        let months = Months::new(u32::try_from(months).unwrap_or(0));
        from.checked_add_months(months).unwrap_or(NaiveDate::MAX)
    }
}
