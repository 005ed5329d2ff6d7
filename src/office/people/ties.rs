use super::super::Office;
use super::Suspect;
use crate::office::NameCorrection;
use crate::person::IdPaper;
use crate::record::{Facts, Link, Person, PersonKey};
use crate::service::{Marriages, is_same_by_name, marriage_notes};
use crate::store::ViewError;
use crate::text::Message;

/// What ties a person to other names, numbers and people on record.
#[derive(Debug, Clone, PartialEq)]
pub enum Tie {
    /// 曾用名
    FormerName(String),
    /// 更正姓名: the correction her name stands by, which can be undone.
    Renamed(NameCorrection),
    /// 曾用号码: changed within one record.
    FormerNumber(String),
    /// 曾用号码: the number of a record that was linked, which can be parted again.
    Linked { link: Link, paper: IdPaper },
    /// A paper the spouse was named by before.
    SpousePaper(IdPaper),
    /// The spouse is on record here; nothing of either record is copied into the other.
    Spouse {
        person: PersonKey,
        name: String,
        paper: IdPaper,
    },
    /// Perhaps the same person under another number.
    Suspect(Suspect),
}

/// A number without its kind, as far as it may be seen.
fn masked(number: &str) -> String {
    let paper = IdPaper::read(number, chrono::NaiveDate::MAX);
    paper.map_or_else(|_| number.to_owned(), |paper| paper.masked())
}

impl Tie {
    pub fn message(&self) -> Message {
        match self {
            Tie::FormerName(name) => Message::new("office.tie_former_name").with("name", name),
            Tie::Renamed(correction) => Message::new("office.tie_renamed")
                .with("old", &correction.old)
                .with("new", &correction.new)
                .with("on", correction.on)
                .with("clerk", &correction.clerk),
            Tie::FormerNumber(number) => {
                Message::new("office.tie_former_number").with("number", masked(number))
            }
            Tie::Linked { link, paper } => Message::new("office.tie_linked")
                .with_said("kind", paper.kind().label())
                .with("number", paper.masked())
                .with("on", link.on)
                .with("document", &link.document)
                .with("clerk", &link.clerk),
            Tie::SpousePaper(paper) => Message::new("office.tie_spouse_paper")
                .with_said("kind", paper.kind().label())
                .with("number", paper.masked()),
            Tie::Spouse { name, paper, .. } => Message::new("office.tie_spouse")
                .with("name", name)
                .with("id", paper.masked()),
            Tie::Suspect(suspect) => {
                let (agree, of) = suspect.likeness.close();
                Message::new("office.tie_suspect")
                    .with("name", &suspect.name)
                    .with("agree", agree)
                    .with("of", of)
            }
        }
    }
}

impl Office {
    /// All that ties a person, as [`crate::store::Store::person`] tells her, to others.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub(in crate::office) fn ties(&self, person: &Person) -> Result<Vec<Tie>, ViewError> {
        let mut ties: Vec<Tie> = Vec::new();
        let names = person.former_names.iter().cloned();
        ties.extend(names.map(Tie::FormerName));
        ties.extend(self.name_correction(person)?.map(Tie::Renamed));
        let linked = self.linked(person)?;
        let is_linked = |number: &str| {
            let papers = linked.iter().map(|(_, paper)| paper);
            papers.into_iter().any(|paper| paper.number() == number)
        };
        let numbers = person.former_ids.iter();
        let own = numbers.filter(|number| !is_linked(number));
        ties.extend(own.cloned().map(Tie::FormerNumber));
        let linked = linked.iter().cloned();
        ties.extend(linked.map(|(link, paper)| Tie::Linked { link, paper }));
        ties.extend(self.spouses(person)?);
        let papers = person.former_spouse_ids.iter();
        let papers = papers.filter_map(|key| IdPaper::parse_key(key));
        ties.extend(papers.map(Tie::SpousePaper));
        let suspects = self.suspects(&person.facts)?;
        ties.extend(suspects.into_iter().map(Tie::Suspect));
        Ok(ties)
    }

    /// What does not agree between a marriage as it is written down and what is on record.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn marriage_notes(&self, facts: &Facts) -> Result<Vec<Message>, ViewError> {
        self.allow(crate::staff::Right::Look)?;
        let text = |fact: &str| facts.get(fact).map_or("", String::as_str);
        let hers = self.holder(text("id"))?;
        let mut own_papers = vec![text("id").to_owned()];
        if let Some(person) = hers {
            own_papers.extend(self.papers_of(person)?);
        }
        let spouse = match self.holder(text("spouse.id"))? {
            Some(spouse) => self.store.person(spouse)?,
            None => None,
        };
        let mut spouse_papers = vec![text("spouse.id").to_owned()];
        if let Some(spouse) = &spouse {
            spouse_papers.extend(self.papers_of(spouse.key)?);
        }
        // Who may be the applicant herself under another number is asked about as such.
        let other = |person: &Person| Some(person.key) != hers && !is_same_by_name(person, facts);
        let rivals = self.all_married_to(&spouse_papers)?;
        let rivals: Vec<Person> = rivals.into_iter().filter(other).collect();
        let named_by = self.all_married_to(&own_papers)?;
        let known = Marriages {
            own_papers: &own_papers,
            spouse: spouse.as_ref(),
            rivals: &rivals,
            named_by: &named_by,
        };
        Ok(marriage_notes(facts, &known))
    }

    fn linked(&self, person: &Person) -> Result<Vec<(Link, IdPaper)>, ViewError> {
        let mut linked = Vec::new();
        for link in self.store.links(person.key)? {
            let record = self.store.own_record(link.former)?;
            let paper = record.and_then(|record| IdPaper::parse_key(record.id_key()));
            linked.extend(paper.map(|paper| (link, paper)));
        }
        Ok(linked)
    }

    /// The spouse on record here: whom her record names, and who names her.
    fn spouses(&self, person: &Person) -> Result<Vec<Tie>, ViewError> {
        let mut keys = Vec::new();
        if person.is_married() {
            keys.extend(self.holder(person.fact("spouse.id"))?);
        }
        let papers = self.papers_of(person.key)?;
        keys.extend(self.all_married_to(&papers)?.iter().map(|one| one.key));
        let mut seen = vec![person.key];
        let mut ties = Vec::new();
        for key in keys {
            if seen.contains(&key) {
                continue;
            }
            seen.push(key);
            let Some(spouse) = self.store.person(key)? else {
                continue;
            };
            ties.extend(
                IdPaper::parse_key(spouse.id_key()).map(|paper| Tie::Spouse {
                    person: key,
                    name: spouse.name().to_owned(),
                    paper,
                }),
            );
        }
        Ok(ties)
    }

    /// Keys of the identity papers of all her records.
    fn papers_of(&self, person: PersonKey) -> Result<Vec<String>, ViewError> {
        let mut papers = Vec::new();
        for record in self.store.records_of(person)? {
            let own = self.store.own_record(record)?;
            papers.extend(own.map(|own| own.id_key().to_owned()));
        }
        Ok(papers)
    }

    fn all_married_to(&self, papers: &[String]) -> Result<Vec<Person>, ViewError> {
        let mut people: Vec<Person> = Vec::new();
        for paper in papers {
            for key in self.store.married_to(paper)? {
                if !people.iter().any(|known| known.key == key) {
                    people.extend(self.store.person(key)?);
                }
            }
        }
        Ok(people)
    }
}
