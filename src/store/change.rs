use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::{ChangeOutcome, ChangeRecord, Outcome};
use super::record::Values;
use crate::record::{Act, Applicant, Certificate, Change, Origin, RecordChanged};

impl Fold<'_> {
    /// A change of what is on record: the old certificate lives on or ends, a new one begins.
    pub(super) fn changed(
        &mut self,
        sequence: u64,
        at: i64,
        act: &Act,
        changed: &RecordChanged,
    ) -> Result<Outcome, ViewError> {
        let known = Applicant::Known(changed.person);
        let mut person = self.person(sequence, act, known, &changed.facts)?;
        if let Some(issued) = changed.issued() {
            person.certificates.push(issued.number.clone());
        }
        if changed.change == Change::NameRestored {
            let undone = changed.items.iter();
            undone.for_each(|item| person.restore_name(&item.old));
        }
        let case = changed.case.as_deref().unwrap_or_default();
        person.consent(&changed.answers, &changed.form, case, act.on);
        person.changes.extend(changed.case.clone());
        self.put_person(&person)?;
        let old = self.old_certificate(at, act, changed)?;
        if let Some(issued) = changed.issued() {
            let mut certificate = Certificate::new(act, self.frame, at, person.key, issued);
            certificate.origin = Origin::of(changed, act.on);
            if let Some(old) = old.filter(|_| !matches!(changed.change, Change::Renewed { .. })) {
                certificate.entered_by = old.entered_by;
                certificate.entered_since = old.entered_since;
            }
            self.certificate(&certificate)?;
        }
        if let Some(case) = &changed.case {
            self.case(case, person.key, None)?;
            let record = ChangeRecord {
                clerk: act.clerk.clone(),
                at,
                on: act.on,
                sequence,
                changed: changed.clone(),
            };
            self.put_record(Space::Change.text(case), &record)?;
            self.put(Space::change_at(sequence), case)?;
        }
        Ok(Outcome::Changed(ChangeOutcome {
            person: changed.person,
            number: changed.number().map(str::to_owned),
            case: changed.case.clone(),
            new_number: changed.issued().map(|issued| issued.number.clone()),
        }))
    }

    fn old_certificate(
        &mut self,
        at: i64,
        act: &Act,
        changed: &RecordChanged,
    ) -> Result<Option<Certificate>, ViewError> {
        let Some(number) = changed.number() else {
            return Ok(None);
        };
        let key = Space::Certificate.text(number);
        let Some(mut certificate) = self.record::<Certificate>(&key)? else {
            return Ok(None);
        };
        certificate.live(act, self.frame, at, changed);
        self.put_record(key, &certificate)?;
        Ok(Some(certificate))
    }
}
