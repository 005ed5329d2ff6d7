use super::super::Office;
use super::super::error::IssueError;
use crate::form::RequestId;
use crate::person::{IdPaper, PersonName};
use crate::record::{Act, Applicant, Event, Facts, PeopleJudged, Person, PersonKey};
use crate::service::{NotJudged, may_link, valid_certificate};
use crate::staff::Clerk;
use crate::store::Outcome;
use crate::text::{Message, clean_line};

/// Whose number it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Now {
    /// Of this record.
    Known(PersonKey),
    /// Nobody's yet: a record is made of the paper's number and the name on it.
    New { paper: IdPaper, name: PersonName },
}

/// What came of a judgement.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The frame of the ledger that holds it.
    pub sequence: u64,
    /// The record it is listed under.
    pub person: PersonKey,
    /// The request had been served before; nothing new happened.
    pub repeated: bool,
    pub notes: Vec<Message>,
}

impl Office {
    /// Links two numbers of one person after a paper was seen: the former one and the one she has
    /// now. Both records become one page; [`Office::part`] undoes it.
    ///
    /// # Errors
    /// [`IssueError::NotJudged`] or [`IssueError::UnknownPerson`]: nothing was entered.
    pub fn link(
        &mut self,
        request: RequestId,
        now: &Now,
        former: PersonKey,
        document: &str,
        clerk: &Clerk,
    ) -> Result<Judged, IssueError> {
        self.allow(crate::staff::Right::Judge)?;
        if let Some(again) = self.judged_before(request)? {
            return Ok(again);
        }
        let former_record = self.on_record(former)?;
        let (person, facts, name) = self.now(now)?;
        let head = match person {
            Applicant::Known(key) => Some(self.store.head(key)?),
            Applicant::New => None,
        };
        may_link(former, (head, former_record.key), document)?;
        let mut notes = Vec::new();
        if let Some(head) = head {
            notes.extend(self.two_certificates(&self.on_record(head)?, &former_record)?);
        }
        let judged = PeopleJudged::Linked {
            person,
            facts,
            former,
            name,
            document: clean_line(document).trim().to_owned(),
        };
        self.judge(request, clerk, judged, notes)
    }

    /// Undoes the link of a former number. Both records are again as they were, each with what was
    /// done under its number since.
    ///
    /// # Errors
    /// [`IssueError::NotJudged`] if the number is not linked or no reason is given.
    pub fn part(
        &mut self,
        request: RequestId,
        former: PersonKey,
        reason: &str,
        clerk: &Clerk,
    ) -> Result<Judged, IssueError> {
        self.allow(crate::staff::Right::Judge)?;
        if let Some(again) = self.judged_before(request)? {
            return Ok(again);
        }
        let links = self.store.links(former)?;
        let link = links.into_iter().find(|link| link.former == former);
        let link = link.ok_or(NotJudged::NotLinked)?;
        let reason = clean_line(reason).trim().to_owned();
        if reason.is_empty() {
            return Err(NotJudged::NoDocument.into());
        }
        let judged = PeopleJudged::Parted {
            person: link.person,
            former,
            name: self.on_record(former)?.name().to_owned(),
            reason,
        };
        self.judge(request, clerk, judged, Vec::new())
    }

    /// Notes that a person and the holder of an identity paper are two people, so that nobody is
    /// asked again.
    ///
    /// # Errors
    /// [`IssueError::NotJudged`] if they are linked.
    pub fn tell_apart(
        &mut self,
        request: RequestId,
        person: PersonKey,
        paper: &IdPaper,
        clerk: &Clerk,
    ) -> Result<Judged, IssueError> {
        self.allow(crate::staff::Right::Judge)?;
        if let Some(again) = self.judged_before(request)? {
            return Ok(again);
        }
        let record = self.on_record(person)?;
        if let Some(holder) = self.store.holder(&paper.key())?
            && self.store.head(holder)? == record.key
        {
            return Err(NotJudged::OnePerson.into());
        }
        let judged = PeopleJudged::Different {
            person: record.key,
            name: record.name().to_owned(),
            paper: paper.key(),
        };
        self.judge(request, clerk, judged, Vec::new())
    }

    fn judge(
        &mut self,
        request: RequestId,
        clerk: &Clerk,
        judged: PeopleJudged,
        mut notes: Vec<Message>,
    ) -> Result<Judged, IssueError> {
        let (applicant, _) = judged.about();
        let act: Act = self.act(request, clerk, Event::PeopleJudged(Box::new(judged)));
        let entered = self.enter(&act)?;
        notes.extend(entered.note());
        Ok(Judged {
            sequence: entered.sequence,
            person: applicant.key(entered.sequence),
            repeated: false,
            notes,
        })
    }

    fn judged_before(&mut self, request: RequestId) -> Result<Option<Judged>, IssueError> {
        self.follow()?;
        match self.store.outcome(request)? {
            None => Ok(None),
            Some((sequence, Outcome::Judged { person })) => Ok(Some(Judged {
                sequence,
                person,
                repeated: true,
                notes: Vec::new(),
            })),
            Some(_) => Err(IssueError::RequestUsed),
        }
    }

    /// The record of the number of today; a number somebody holds is that record's.
    fn now(&self, now: &Now) -> Result<(Applicant, Facts, String), IssueError> {
        let (paper, name) = match now {
            Now::Known(key) => {
                let name = self.on_record(*key)?.name().to_owned();
                return Ok((Applicant::Known(*key), Facts::new(), name));
            }
            Now::New { paper, name } => (paper, name),
        };
        if let Some(holder) = self.store.holder(&paper.key())? {
            return self.now(&Now::Known(holder));
        }
        let facts = [("id", paper.key()), ("name", name.as_str().to_owned())];
        let facts = facts.map(|(fact, text)| (fact.to_owned(), text)).into();
        Ok((Applicant::New, facts, name.as_str().to_owned()))
    }

    pub(in crate::office) fn on_record(&self, key: PersonKey) -> Result<Person, IssueError> {
        self.store.person(key)?.ok_or(IssueError::UnknownPerson)
    }

    /// One valid certificate a person: two that meet by a link are pointed out.
    fn two_certificates(
        &self,
        one: &Person,
        other: &Person,
    ) -> Result<Option<Message>, IssueError> {
        let on = self.shelf.around.on;
        let (one, other) = (
            self.store.certificates(one)?,
            self.store.certificates(other)?,
        );
        let both = valid_certificate(&one, on).zip(valid_certificate(&other, on));
        Ok(both.map(|(one, other)| {
            Message::new("office.people_two_certificates")
                .with("one", one.number())
                .with("other", other.number())
        }))
    }
}
