//! Who looked at whom, and what else somebody who checks the hall wants to see: read from the ledger
//! itself, act by act, whatever the view says.
//!
//! It is about the staff: nothing is ranked by applicant, and no answer of anybody is shown.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Timelike, Weekday};

use super::{IssueError, Office};
use crate::disk::at_the_counter;
use crate::record::{Act, Change, Event, Person, PersonKey, StaffDid, stored};
use crate::staff::{NotAllowed, Right};
use crate::store::ViewError;
use crate::text::{Label, Message};

/// The hours of the counter, Monday to Friday: from this one up to before that one.
const HOURS: std::ops::Range<u32> = 8..18;
/// Looks of one member at one person on one day that are told of.
const MANY_LOOKS: u32 = 3;

/// What is asked of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditWish {
    /// First and last day, by the wall clock.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Part of a member's name; empty for all of them.
    pub member: String,
}

/// What an act is to whoever checks. New kinds need a word in `audit.*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audited {
    Looked,
    Searched,
    Exported,
    PrintedAgain,
    Cancelled,
    Agreed,
    BrokeGlass,
    Failed,
    SignedIn,
    SignedOut,
    Staff,
}

/// One act that whoever checks may want to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    pub sequence: u64,
    /// UTC, in milliseconds since 1970.
    pub at: i64,
    pub counter: u16,
    /// Empty where nobody was signed in.
    pub member: String,
    pub did: Audited,
    /// Whom it was about, by name; several for a search.
    pub people: Vec<String>,
    /// A number, what was exported, who agreed, why it was done alone.
    pub about: String,
    /// Outside the hours of the counter.
    pub out_of_hours: bool,
    /// How many times this member looked at this person that day, if that is often.
    pub looks: Option<u32>,
}

impl Audited {
    pub fn message(self) -> Message {
        Message::new(match self {
            Audited::Looked => "office.audit_looked",
            Audited::Searched => "office.audit_searched",
            Audited::Exported => "office.audit_exported",
            Audited::PrintedAgain => "office.audit_printed_again",
            Audited::Cancelled => "office.audit_cancelled",
            Audited::Agreed => "office.audit_agreed",
            Audited::BrokeGlass => "office.audit_broke_glass",
            Audited::Failed => "office.audit_failed",
            Audited::SignedIn => "office.audit_signed_in",
            Audited::SignedOut => "office.audit_signed_out",
            Audited::Staff => "office.audit_staff",
        })
    }
}

/// An act on its way to becoming a line.
struct Found {
    line: AuditLine,
    people: Vec<PersonKey>,
}

impl Office {
    /// What the ledger says of the staff, in the order in which it happened. Reads the whole ledger.
    ///
    /// # Errors
    /// [`NotAllowed`] for whoever is no auditor, and where no staff signs in; else what the ledger
    /// or the view says.
    pub fn audit(&mut self, wish: &AuditWish) -> Result<Vec<AuditLine>, IssueError> {
        if !self.is_sealed() {
            return Err(ViewError::from(NotAllowed::Right(Right::Audit)).into());
        }
        self.allow(Right::Audit)?;
        let found = self.audited(wish)?;
        let mut names: BTreeMap<PersonKey, String> = BTreeMap::new();
        let mut looks: BTreeMap<(NaiveDate, String, PersonKey), u32> = BTreeMap::new();
        for one in &found {
            for person in &one.people {
                if !names.contains_key(person) {
                    let person_now = self.store.person(*person)?;
                    let name = person_now.as_ref().map_or("", Person::name).to_owned();
                    names.insert(*person, name);
                }
                if one.line.did == Audited::Looked {
                    let day = at_the_counter(one.line.at).date_naive();
                    let key = (day, one.line.member.clone(), *person);
                    *looks.entry(key).or_default() += 1;
                }
            }
        }
        let told = found.into_iter().map(|mut one| {
            let people = one.people.iter();
            one.line.people = people
                .filter_map(|person| names.get(person).cloned())
                .filter(|name| !name.is_empty())
                .collect();
            if let (Audited::Looked, Some(person)) = (one.line.did, one.people.first()) {
                let day = at_the_counter(one.line.at).date_naive();
                let count = looks.get(&(day, one.line.member.clone(), *person));
                one.line.looks = count.copied().filter(|count| *count >= MANY_LOOKS);
            }
            one.line
        });
        Ok(told.collect())
    }

    fn audited(&mut self, wish: &AuditWish) -> Result<Vec<Found>, ViewError> {
        let staff = self.members().unwrap_or_default().into_iter();
        let members: BTreeMap<u16, String> = staff.map(|member| (member.id, member.name)).collect();
        let mut printed = BTreeSet::new();
        let mut found = Vec::new();
        // Frames nobody can read any more, with their times: what stays of their acts stands further
        // on, and was done when they were written.
        let mut erased: BTreeMap<u64, i64> = BTreeMap::new();
        for frame in self.ledger.read_from(1) {
            let frame = frame?;
            let (mut sequence, mut time) = (frame.sequence, frame.time);
            if frame.erased {
                erased.insert(sequence, time);
                continue;
            }
            let act_in = |bytes: &[u8]| {
                let act = stored::read(bytes);
                act.map_err(|cause| ViewError::UnknownAct { sequence, cause })
            };
            let mut act = act_in(&frame.body)?;
            if let Event::ActEnteredAnew(anew) = &act.event
                && let Some(done) = erased.get(&anew.sequence)
            {
                let of = act_in(&anew.act)?;
                (sequence, time) = (anew.sequence, *done);
                act = of;
            }
            let Some(mut one) = audited(&act, &members, &mut printed) else {
                continue;
            };
            let moment = at_the_counter(time);
            let is_asked = (wish.from..=wish.to).contains(&moment.date_naive())
                && one.line.member.contains(wish.member.trim());
            if is_asked {
                one.line.sequence = sequence;
                one.line.at = time;
                let weekend = matches!(moment.weekday(), Weekday::Sat | Weekday::Sun);
                one.line.out_of_hours = weekend || !HOURS.contains(&moment.hour());
                found.push(one);
            }
        }
        found.sort_by_key(|one| one.line.sequence);
        Ok(found)
    }
}

/// What an act is to whoever checks; `None` for the day's ordinary business. `printed` holds what
/// was printed before.
fn audited(
    act: &Act,
    members: &BTreeMap<u16, String>,
    printed: &mut BTreeSet<(String, String)>,
) -> Option<Found> {
    let mut member = act.clerk.clone();
    let (did, people, about) = match &act.event {
        Event::RecordViewed(viewed) => {
            let people = viewed.person.into_iter().collect();
            (Audited::Looked, people, viewed.number.clone())
        }
        Event::PaperPrinted(paper) if paper.copies > 0 => {
            let again = again(printed, &paper.number, &paper.paper)?;
            (Audited::PrintedAgain, Vec::new(), again)
        }
        Event::PrintSent(paper) => {
            let again = again(printed, &paper.number, &paper.paper)?;
            (Audited::PrintedAgain, Vec::new(), again)
        }
        Event::RecordChanged(changed) => {
            let Change::Cancelled { .. } = &changed.change else {
                return None;
            };
            let number = changed.number().unwrap_or_default().to_owned();
            (Audited::Cancelled, vec![changed.person], number)
        }
        Event::StaffActed(acted) => {
            let of_member = || members.get(&acted.member).cloned().unwrap_or_default();
            match &acted.did {
                StaffDid::SignedIn => (Audited::SignedIn, Vec::new(), String::new()),
                StaffDid::SignedOut => (Audited::SignedOut, Vec::new(), String::new()),
                StaffDid::Failed { in_row } => {
                    // For whom it was tried; whoever tried is not known.
                    member = of_member();
                    (Audited::Failed, Vec::new(), in_row.to_string())
                }
                StaffDid::Agreed { second, about, .. } => {
                    let about = format!("{} {about}", second.name);
                    (Audited::Agreed, Vec::new(), about)
                }
                StaffDid::BrokeGlass { about, reason, .. } => {
                    (Audited::BrokeGlass, Vec::new(), format!("{about} {reason}"))
                }
                StaffDid::Searched { found, shown } => {
                    (Audited::Searched, shown.clone(), found.to_string())
                }
                StaffDid::Exported { about, .. } => (Audited::Exported, Vec::new(), about.clone()),
                StaffDid::Joined(said)
                | StaffDid::Left(said)
                | StaffDid::PasswordSet(said)
                | StaffDid::RolesSet(said)
                | StaffDid::Recovered(said) => (Audited::Staff, Vec::new(), said.name.clone()),
                StaffDid::SharesPrinted => (Audited::Staff, Vec::new(), String::new()),
            }
        }
        _ => return None,
    };
    Some(Found {
        line: AuditLine {
            sequence: 0,
            at: 0,
            counter: act.counter,
            member,
            did,
            people: Vec::new(),
            about,
            out_of_hours: false,
            looks: None,
        },
        people,
    })
}

/// The paper, if it was printed before.
fn again(printed: &mut BTreeSet<(String, String)>, number: &str, paper: &str) -> Option<String> {
    let is_new = printed.insert((number.to_owned(), paper.to_owned()));
    (!is_new).then(|| format!("{number} {paper}"))
}

impl AuditLine {
    /// The line in words, without the time and the member: what was done, to whom, and what is
    /// unusual about it.
    pub fn said(&self) -> Label {
        let say = |lang| {
            let mut said = vec![self.did.message().say(lang)];
            let people = self.people.join("、");
            said.extend([people, self.about.clone()]);
            if let Some(looks) = self.looks {
                said.push(
                    Message::new("office.audit_often")
                        .with("count", looks)
                        .say(lang),
                );
            }
            if self.out_of_hours {
                said.push(Message::new("office.audit_out_of_hours").say(lang));
            }
            said.retain(|part| !part.is_empty());
            said.join("  ")
        };
        Label {
            zh: say(crate::text::Lang::Zh),
            en: say(crate::text::Lang::En),
        }
    }
}
