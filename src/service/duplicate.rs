use std::collections::BTreeMap;

use chrono::NaiveDate;

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
    let same =
        |name: &str| text(&person.facts, name).is_some_and(|old| text(facts, name) == Some(old));
    same("name") && same("birth") && text(&person.facts, ID) != text(facts, ID)
}

fn text<'a>(facts: &'a BTreeMap<String, String>, name: &str) -> Option<&'a str> {
    facts
        .get(name)
        .map(String::as_str)
        .filter(|text| !text.is_empty())
}
