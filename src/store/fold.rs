use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sled::Batch;

use super::bulk::Changes;
use super::content::{LAYOUT, Mark};
use super::error::ViewError;
use super::key::Space;
use super::query::Outcome;
use super::record::{Values, part_key, parts};
use super::tree::Tree;
use crate::ledger::{Frame, Head};
use crate::record::{
    Act, Applicant, Case, CaseState, CaseSuspended, Certificate, CertificateIssued, DayLine, Event,
    Facts, FrameRef, GivenNumber, Person, PersonKey, PersonRegistered,
};
use crate::service::{certificate_series, serial_of, series_of};

/// Acts that are folded before they are written together: enough for sled to be filled in the
/// order of its keys, few enough for the memory of a small machine.
const CHUNK: usize = 4_000;
/// Entries, where one act brings many.
const ENTRIES: usize = 40_000;

/// Acts on their way into the view: what they change, before it is written in one batch.
pub(super) struct Fold<'a> {
    db: &'a Tree,
    pub(super) mark: Mark,
    pub(super) changes: Changes,
    /// Changes of acts before these that may not have arrived in sled.
    pub(super) on_their_way: Arc<Changes>,
    acts: usize,
    /// Whose records were changed, in the order of the changes.
    pub(super) changed: Vec<PersonKey>,
    /// The frame whose act is being folded.
    pub(super) frame: FrameRef,
}

impl Values for Fold<'_> {
    fn value(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        match self.changes.get(key).or_else(|| self.on_their_way.get(key)) {
            Some(change) => Ok(change.clone()),
            None => self.db.value(key),
        }
    }
}

impl<'a> Fold<'a> {
    pub fn new(db: &'a Tree, mark: Mark) -> Fold<'a> {
        Fold {
            db,
            mark,
            changes: Changes::new(),
            on_their_way: Arc::default(),
            acts: 0,
            changed: Vec::new(),
            frame: FrameRef::default(),
        }
    }

    /// Whether it is worth writing down before more is folded.
    pub fn is_full(&self) -> bool {
        self.acts >= CHUNK || self.changes.len() >= ENTRIES
    }

    pub fn add(&mut self, head: Head, at: i64, act: &Act) -> Result<(), ViewError> {
        if self.is_folded(head)? {
            return Ok(());
        }
        self.frame = FrameRef::new(head.sequence, &head.hash.0);
        let before = self.changed.len();
        self.event(head.sequence, at, act)?;
        let changed = self.changed[before..].to_vec();
        self.keep_unnamed(head.sequence, act, &changed)?;
        self.line(head.sequence, at, act)?;
        self.mark.applied = Some(head);
        self.acts += 1;
        Ok(())
    }

    /// Whether a frame was folded before.
    fn is_folded(&self, head: Head) -> Result<bool, ViewError> {
        let applied = self.mark.applied.map_or(0, |head| head.sequence);
        match head.sequence > applied + 1 {
            true => Err(ViewError::Gap {
                applied,
                found: head.sequence,
            }),
            false => Ok(head.sequence <= applied),
        }
    }

    /// Goes past a frame that means nothing any more.
    pub(super) fn next(&mut self, head: Head) -> Result<(), ViewError> {
        if !self.is_folded(head)? {
            self.mark.applied = Some(head);
            self.acts += 1;
        }
        Ok(())
    }

    /// Folds a frame: its act, or what stands in its place.
    pub(super) fn frame(&mut self, frame: &Frame, act: Option<Act>) -> Result<(), ViewError> {
        match act {
            Some(act) => self.add(frame.head(), frame.time, &act),
            None => self.pass(frame),
        }
    }

    fn event(&mut self, sequence: u64, at: i64, act: &Act) -> Result<(), ViewError> {
        let outcome = match &act.event {
            Event::HallOpened(_) => Outcome::Noted,
            Event::PersonRegistered(registered) => self.registered(sequence, act, registered)?,
            Event::CertificateIssued(issued) => self.issued(sequence, at, act, issued)?,
            Event::CaseSuspended(case) => self.suspended(sequence, act, case)?,
            Event::PaperPrinted(_) => Outcome::Noted,
            Event::RecordChanged(changed) => self.changed(sequence, at, act, changed)?,
            Event::ServiceRecorded(served) => self.served(sequence, at, act, served)?,
            Event::PeopleJudged(judged) => self.judged(sequence, act, judged)?,
            Event::StockMoved(moved) => self.moved(sequence, at, act, moved)?,
            Event::RightExercised(right) => self.exercised(sequence, at, act, right)?,
            Event::ReportConfirmed(confirmed) => self.report(sequence, act, confirmed)?,
            Event::BlanksMoved(moved) => self.blanks(sequence, act, moved)?,
            Event::PrintSent(sent) => self.sent(act, sent)?,
            Event::PrintAnswered(_) => Outcome::Noted,
            Event::CodeKeyChanged(changed) => self.code_key(sequence, act, changed)?,
            Event::CodeVerified(_) => Outcome::Noted,
            // Nobody asks for these a second time, and there are many of them.
            Event::StaffActed(_) | Event::RecordViewed(_) => return Ok(()),
            Event::ActEnteredAnew(anew) => return self.entered_anew(sequence, anew),
            Event::PeopleImported(imported) => self.imported(sequence, act, imported)?,
            Event::HallRestored(restored) => self.restored(restored)?,
        };
        self.put(Space::request(act.request), &(sequence, outcome))
    }

    fn registered(
        &mut self,
        sequence: u64,
        act: &Act,
        registered: &PersonRegistered,
    ) -> Result<Outcome, ViewError> {
        let person = self.person(sequence, act, registered.applicant, &registered.facts)?;
        self.put_person(&person)?;
        Ok(Outcome::Registered { person: person.key })
    }

    fn issued(
        &mut self,
        sequence: u64,
        at: i64,
        act: &Act,
        issued: &CertificateIssued,
    ) -> Result<Outcome, ViewError> {
        let mut person = self.person(sequence, act, issued.applicant, &issued.facts)?;
        person.certificates.push(issued.number.clone());
        person.consent(&issued.answers, &issued.form, &issued.case, act.on);
        self.put_person(&person)?;
        let certificate = Certificate::new(act, self.frame, at, person.key, issued);
        self.certificate(&certificate)?;
        Ok(Outcome::Issued {
            number: issued.number.clone(),
        })
    }

    /// Puts a new certificate on record; its case is closed and its serials are used.
    pub(super) fn certificate(&mut self, certificate: &Certificate) -> Result<(), ViewError> {
        let issued = &certificate.issued;
        self.put_record(Space::Certificate.text(&issued.number), certificate)?;
        self.case(&issued.case, certificate.person, None)?;
        self.count(&certificate_series(issued.issue_date), Some(issued.serial))?;
        if let Some(agreement) = &issued.agreement {
            self.count(series_of(agreement), serial_of(agreement))?;
        }
        for (series, serial) in GivenNumber::noted(&issued.answers) {
            self.count(series, Some(serial))?;
        }
        Ok(())
    }

    fn suspended(
        &mut self,
        sequence: u64,
        act: &Act,
        case: &CaseSuspended,
    ) -> Result<Outcome, ViewError> {
        let mut person = self.person(sequence, act, case.applicant, &case.facts)?;
        person.consent(&case.answers, &case.form, &case.case, act.on);
        self.put_person(&person)?;
        self.case(&case.case, person.key, Some(case))?;
        Ok(Outcome::Suspended {
            case: case.case.clone(),
        })
    }

    /// The person an act is about, with what the act learnt.
    pub(super) fn person(
        &self,
        sequence: u64,
        act: &Act,
        applicant: Applicant,
        facts: &Facts,
    ) -> Result<Person, ViewError> {
        let key = self.shown(applicant.key(sequence), facts)?;
        let known = self.record(&Space::Person.person(key))?;
        let mut person: Person = known.unwrap_or_else(|| Person::new(key, act.on));
        person.learn(facts, act.on);
        Ok(person)
    }

    /// An identity paper once held stays known: an old number still finds the person.
    pub(super) fn put_person(&mut self, person: &Person) -> Result<(), ViewError> {
        if !person.id_key().is_empty() {
            self.put(Space::Paper.text(person.id_key()), &person.key)?;
        }
        self.put_spouse(person)?;
        self.changed.push(person.key);
        self.put_record(Space::Person.person(person.key), person)
    }

    pub(super) fn case(
        &mut self,
        number: &str,
        person: PersonKey,
        waits: Option<&CaseSuspended>,
    ) -> Result<(), ViewError> {
        let state = match waits {
            Some(_) => CaseState::AwaitingSupplement,
            None => CaseState::Closed,
        };
        let case = Case {
            number: number.to_owned(),
            person,
            state,
            suspended: waits.cloned(),
        };
        // A case may go on under another number of hers than it began.
        if let Some(before) = self.record::<Case>(&Space::Case.text(number))? {
            self.remove(Space::waiting(before.person, number));
        }
        let waiting = Space::waiting(person, number);
        match waits {
            Some(_) => self.put(waiting, &number)?,
            None => self.remove(waiting),
        }
        self.count(series_of(number), serial_of(number))?;
        self.put_record(Space::Case.text(number), &case)
    }

    /// A series goes only upwards; a case that goes on brings its old serial again.
    pub(super) fn count(&mut self, series: &str, serial: Option<u32>) -> Result<(), ViewError> {
        let key = Space::Series.text(series);
        let last = match self.value(&key)? {
            Some(bytes) => postcard::from_bytes(&bytes)?,
            None => 0,
        };
        self.put(key, &last.max(serial.unwrap_or_default()))
    }

    fn line(&mut self, sequence: u64, at: i64, act: &Act) -> Result<(), ViewError> {
        let Some(mut line) = DayLine::of(act, sequence, at) else {
            return Ok(());
        };
        let printed = match &act.event {
            Event::PaperPrinted(printed) => Some(&printed.number),
            Event::PrintSent(sent) => Some(&sent.number),
            _ => None,
        };
        if let Some(number) = printed {
            let owner = self.owner(number)?;
            line.person = owner.map(|person| person.0);
            if let Some(owner) = owner
                && let Some(person) = self.record::<Person>(&Space::Person.person(owner))?
            {
                person.name().clone_into(&mut line.name);
            }
        }
        let key = Space::day_line(line.on, sequence);
        if let Some(person) = line.person {
            self.put_line(PersonKey(person), sequence, &key);
        }
        if let Event::PeopleJudged(judged) = &act.event
            && let Some(other) = judged.other()
        {
            self.put_line(other, sequence, &key);
        }
        self.put(key, &line)
    }

    /// A line of the person's own, which leads to that of the day.
    pub(super) fn put_line(&mut self, person: PersonKey, sequence: u64, day_line: &[u8]) {
        let own = Space::person_line(person, sequence);
        self.changes.insert(own, Some(day_line.to_vec()));
    }

    /// A value short enough for one entry.
    pub(super) fn small<T: DeserializeOwned>(&self, key: &[u8]) -> Result<Option<T>, ViewError> {
        match self.value(key)? {
            Some(bytes) => Ok(Some(postcard::from_bytes(&bytes)?)),
            None => Ok(None),
        }
    }

    pub(super) fn put<T: Serialize>(&mut self, key: Vec<u8>, value: &T) -> Result<(), ViewError> {
        let value = postcard::to_stdvec(value)?;
        self.changes.insert(key, Some(value));
        Ok(())
    }

    pub(super) fn put_record<T: Serialize>(
        &mut self,
        key: Vec<u8>,
        record: &T,
    ) -> Result<(), ViewError> {
        let parts = parts(&key, record)?;
        // A record that became shorter leaves parts behind; parts() proved the count fits.
        self.remove_parts(&key, parts.len() as u16)?;
        let changes = parts.into_iter().map(|(key, value)| (key, Some(value)));
        self.changes.extend(changes);
        Ok(())
    }

    pub(super) fn remove_record(&mut self, key: &[u8]) -> Result<(), ViewError> {
        self.remove_parts(key, 0)
    }

    fn remove_parts(&mut self, key: &[u8], first: u16) -> Result<(), ViewError> {
        let mut left = first;
        while self.value(&part_key(key, left))?.is_some() {
            self.remove(part_key(key, left));
            left += 1;
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, key: Vec<u8>) {
        self.changes.insert(key, None);
    }

    /// Forgets from whom she was told apart, and who from her: either names her.
    pub(super) fn remove_apart(&mut self, person: PersonKey, paper: &str) -> Result<(), ViewError> {
        let (all, own) = (Space::Apart.prefix(), Space::Apart.person(person));
        let names_her = |key: &[u8]| key.starts_with(&own) || key.ends_with(paper.as_bytes());
        let changed = self.changes.keys().chain(self.on_their_way.keys());
        let judged = changed.filter(|key| key.starts_with(&all));
        let mut keys: Vec<Vec<u8>> = judged.filter(|key| names_her(key)).cloned().collect();
        for key in self.db.keys(&all) {
            let key = key?;
            keys.extend(names_her(&key).then(|| key.to_vec()));
        }
        keys.into_iter().for_each(|key| self.remove(key));
        Ok(())
    }

    /// Writes all changes and the mark as one.
    pub fn commit(self) -> Result<Mark, ViewError> {
        if self.acts == 0 {
            return Ok(self.mark);
        }
        let mut mark = self.mark;
        mark.layout = LAYOUT;
        let mut batch = Batch::default();
        for (key, change) in self.changes {
            let stored = self.db.stored_key(&key);
            if let Some(old) = self.db.db().get(&stored)? {
                mark.content.remove(&stored, &old);
            }
            match change {
                Some(value) => {
                    let (stored, value) = self.db.stored(&key, &value);
                    mark.content.add(&stored, &value);
                    batch.insert(stored, value);
                }
                None => batch.remove(stored),
            }
        }
        batch.insert(Space::Mark.prefix(), postcard::to_stdvec(&mark)?);
        self.db.db().apply_batch(batch)?;
        Ok(mark)
    }
}
