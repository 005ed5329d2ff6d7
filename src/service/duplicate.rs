use chrono::NaiveDate;

use crate::person::IdPaper;
use crate::record::{Applicant, Certificate, CertificateState, Facts, Person, PersonKey};

/// The fact that holds the key of a person's identity paper.
const ID: &str = "id";

/// The identity paper belongs to another person than the one whose page the clerk came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongPerson {
    pub holder: PersonKey,
}

/// One identity paper is one person: the holder on record is the applicant, whoever the clerk
/// started from. A person on record with a number nobody holds has got a new paper.
///
/// # Errors
/// [`WrongPerson`] if the clerk started from one person and the paper is another's.
pub fn applying(
    started_from: Option<PersonKey>,
    holder: Option<PersonKey>,
) -> Result<Applicant, WrongPerson> {
    match (started_from, holder) {
        (Some(person), Some(holder)) if person != holder => Err(WrongPerson { holder }),
        (_, Some(person)) | (Some(person), None) => Ok(Applicant::Known(person)),
        (None, None) => Ok(Applicant::New),
    }
}

/// The certificate that stands against a second one: one valid certificate a person.
pub fn valid_certificate(certificates: &[Certificate], on: NaiveDate) -> Option<&Certificate> {
    certificates
        .iter()
        .rfind(|certificate| certificate.state(on) == CertificateState::Valid)
}

/// Whether a person on record may be the applicant under another number: same name, same birth
/// date, another identity paper. Worth a look, never a reason to refuse.
pub fn is_same_by_name(person: &Person, facts: &Facts) -> bool {
    let (old, new) = (text(&person.facts, ID), text(facts, ID));
    let same_name = text(&person.facts, "name") == text(facts, "name");
    let birth = birth_date(old);
    same_name && birth.is_some() && birth == birth_date(new) && old != new
}

fn birth_date(paper: &str) -> Option<NaiveDate> {
    IdPaper::parse_key(paper)?.birth_date()
}

fn text<'a>(facts: &'a Facts, name: &str) -> &'a str {
    facts.get(name).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in a test")
    }

    fn facts(id: &str, name: &str) -> Facts {
        [("id", id), ("name", name)]
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .into()
    }

    #[test]
    fn the_paper_decides_who_the_applicant_is() {
        let (one, other) = (PersonKey(1), PersonKey(2));
        assert_eq!(applying(None, None), Ok(Applicant::New));
        assert_eq!(applying(None, Some(one)), Ok(Applicant::Known(one)));
        assert_eq!(applying(Some(one), Some(one)), Ok(Applicant::Known(one)));
        assert_eq!(applying(Some(one), None), Ok(Applicant::Known(one)));
        let wrong = WrongPerson { holder: other };
        assert_eq!(applying(Some(one), Some(other)), Err(wrong));
    }

    #[test]
    fn a_namesake_is_told_from_the_same_person_by_the_birth_date() {
        let mut person = Person::new(PersonKey(1), day("2010-03-15"));
        person.facts = facts("111:430406198304129927", "李春桃");
        let same = |id: &str, name: &str| is_same_by_name(&person, &facts(id, name));
        assert!(!same("111:430406198304129927", "李春桃"), "the same number");
        assert!(
            !same("111:430406199007259965", "李春桃"),
            "another birth date"
        );
        assert!(!same("111:", "李春桃"), "no number at all");
        let born = day("1983-04-12");
        let id = crate::person::ResidentId::compose("430406", born, 994).expect("a number");
        assert!(same(&format!("111:{id}"), "李春桃"));
        assert!(!same(&format!("111:{id}"), "李春樱"));
    }
}
