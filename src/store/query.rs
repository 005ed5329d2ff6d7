use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::ViewError;
use super::key::Space;
use super::record::{Values, is_first_part};
use crate::form::RequestId;
use crate::record::{
    Case, Certificate, DayLine, Person, PersonKey, RecordChanged, ServiceRecorded,
};
use crate::service::{Serials, Series};

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Something was noted that has no number.
    Noted,
    Registered {
        person: PersonKey,
    },
    Issued {
        number: String,
    },
    Suspended {
        case: String,
    },
    Changed(ChangeOutcome),
    /// A service was given under this application number.
    Served {
        case: String,
    },
    /// It was judged who is who; listed under this record.
    Judged {
        person: PersonKey,
    },
    /// Supplies moved on this day.
    Moved {
        on: NaiveDate,
    },
    /// So many people of an old register were taken over on this day.
    Imported {
        people: u32,
        on: NaiveDate,
    },
}

/// What came of a change, for a request that is sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeOutcome {
    pub person: PersonKey,
    /// The certificate it was about.
    pub number: Option<String>,
    pub case: Option<String>,
    /// The certificate that came into being.
    pub new_number: Option<String>,
}

/// A change with all that is not in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeRecord {
    pub clerk: String,
    /// When the frame was written, in milliseconds of Unix time.
    pub at: i64,
    pub on: NaiveDate,
    pub sequence: u64,
    pub changed: RecordChanged,
}

/// A service that was given, with all that is not in its event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceRecord {
    pub person: PersonKey,
    pub clerk: String,
    /// When the frame was written, in milliseconds of Unix time.
    pub at: i64,
    pub on: NaiveDate,
    pub sequence: u64,
    /// The first 8 bytes of the hash of that frame.
    pub head: [u8; 8],
    pub served: ServiceRecorded,
    /// The day it was cancelled, because it rested on a consent that ended.
    pub cancelled: Option<NaiveDate>,
}

impl Store {
    /// The record that holds, or once held, the identity paper with this key.
    pub fn holder(&self, paper: &str) -> Result<Option<PersonKey>, ViewError> {
        self.read(&Space::Paper.text(paper))
    }

    pub fn certificate(&self, number: &str) -> Result<Option<Certificate>, ViewError> {
        self.db.record(&Space::Certificate.text(number))
    }

    /// Every certificate of a person, in the order of issue.
    pub fn certificates(&self, person: &Person) -> Result<Vec<Certificate>, ViewError> {
        let mut certificates = Vec::new();
        for number in &person.certificates {
            certificates.extend(self.certificate(number)?);
        }
        Ok(certificates)
    }

    pub fn case(&self, number: &str) -> Result<Option<Case>, ViewError> {
        self.db.record(&Space::Case.text(number))
    }

    /// The cases of a person that wait for papers, under any of her numbers.
    pub fn waiting(&self, person: PersonKey) -> Result<Vec<Case>, ViewError> {
        let mut cases = Vec::new();
        for record in self.records_of(person)? {
            for entry in self.db.scan_prefix(Space::Waiting.person(record)) {
                let number: String = postcard::from_bytes(&entry?.1)?;
                cases.extend(self.case(&number)?);
            }
        }
        Ok(cases)
    }

    /// What was changed by the application of this number.
    pub fn change(&self, case: &str) -> Result<Option<ChangeRecord>, ViewError> {
        self.db.record(&Space::Change.text(case))
    }

    /// The service that was given under an application number, or under a number it gave.
    pub fn served(&self, number: &str) -> Result<Option<ServiceRecord>, ViewError> {
        let case: Option<String> = self.read(&Space::Number.text(number))?;
        let case = case.as_deref().unwrap_or(number);
        self.db.record(&Space::Served.text(case))
    }

    /// Every service of a person that has a record of its own, in order.
    pub fn services(&self, person: &Person) -> Result<Vec<ServiceRecord>, ViewError> {
        let mut services = Vec::new();
        for case in &person.services {
            services.extend(self.served(case)?);
        }
        Ok(services)
    }

    /// The last serial of a series that is given or left out; 0 before the first.
    pub fn last_serial(&self, series: &str) -> Result<u32, ViewError> {
        let last = self.read(&Space::Series.text(series))?.unwrap_or_default();
        Ok(self.gap_of(series)?.max(last))
    }

    /// The lines of a day, in the order in which they were done.
    pub fn day(&self, on: NaiveDate) -> Result<Vec<DayLine>, ViewError> {
        self.db
            .scan_prefix(Space::day(on))
            .map(|entry| Ok(postcard::from_bytes(&entry?.1)?))
            .collect()
    }

    /// All that was ever done for a person, under any of her numbers, in order.
    pub fn timeline(&self, person: PersonKey) -> Result<Vec<DayLine>, ViewError> {
        let mut lines: Vec<DayLine> = Vec::new();
        for record in self.records_of(person)? {
            for entry in self.db.scan_prefix(Space::PersonLine.person(record)) {
                lines.extend(self.read(&entry?.1)?);
            }
        }
        lines.sort_by_key(|line| line.sequence);
        // A link stands on both pages, which are one.
        lines.dedup_by_key(|line| line.sequence);
        Ok(lines)
    }

    /// The frame a request led to and what came of it.
    pub fn outcome(&self, request: RequestId) -> Result<Option<(u64, Outcome)>, ViewError> {
        self.read(&Space::request(request))
    }

    /// The last serials of these series.
    pub fn serials(&self, series: &Series) -> Result<Serials, ViewError> {
        Ok(Serials {
            certificate: self.last_serial(&series.certificate)?,
            case: self.last_serial(&series.case)?,
            agreement: self.last_serial(&series.agreement)?,
        })
    }

    /// Everybody in the view, for a thread of its own.
    pub fn everybody(&self) -> People {
        People {
            db: self.db.clone(),
        }
    }

    pub(super) fn read<T: serde::de::DeserializeOwned>(
        &self,
        key: &[u8],
    ) -> Result<Option<T>, ViewError> {
        match self.db.value(key)? {
            Some(bytes) => Ok(Some(postcard::from_bytes(&bytes)?)),
            None => Ok(None),
        }
    }
}

/// The records of everybody in the view. It keeps the view open for as long as it lives.
pub struct People {
    db: super::tree::Tree,
}

impl People {
    /// Every record of a person, in the order of registration. One that changes meanwhile is read
    /// as it was or as it is.
    pub fn each(&self) -> impl Iterator<Item = Result<Person, ViewError>> {
        let keys = self.db.keys(Space::Person.prefix());
        keys.filter_map(|key| self.person_of(key).transpose())
    }

    fn person_of(&self, key: Result<sled::IVec, ViewError>) -> Result<Option<Person>, ViewError> {
        let key = key?;
        match key.len().checked_sub(2).filter(|_| is_first_part(&key)) {
            Some(record) => self.db.record(&key[..record]),
            None => Ok(None),
        }
    }
}
