//! Who is who: two numbers of one person, one number under two spellings, and how alike two
//! people are.

use super::likeness::Likeness;
use crate::person::PersonName;
use crate::record::{Applicant, Facts, Person, PersonKey};
use crate::text::Message;

/// Why a submission is not for the person it seems to be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotHers {
    /// The identity paper belongs to another person than the one whose page the clerk came from.
    WrongPerson { holder: PersonKey },
    /// The clerk started from a person whose number is another, and nobody holds this one: a slip,
    /// or a new number that is to be linked first.
    NewNumber { person: PersonKey },
}

/// One identity paper is one person: the holder on record is the applicant, whoever the clerk
/// started from. Both are told by the newest record of theirs; the applicant's is the record that
/// holds the paper.
///
/// # Errors
/// [`NotHers`] if the clerk started from one person and the paper is not hers.
pub fn applying(
    started_from: Option<PersonKey>,
    holder: Option<(PersonKey, PersonKey)>,
) -> Result<Applicant, NotHers> {
    match (started_from, holder) {
        (Some(person), Some((_, holder))) if person != holder => {
            Err(NotHers::WrongPerson { holder })
        }
        (_, Some((record, _))) => Ok(Applicant::Known(record)),
        (Some(person), None) => Err(NotHers::NewNumber { person }),
        (None, None) => Ok(Applicant::New),
    }
}

/// Why two records are not linked, or not parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotJudged {
    #[error("they are one person already")]
    OnePerson,
    #[error("they are not linked")]
    NotLinked,
    /// The former number is not the newest of its person.
    #[error("the former number has a successor of its own")]
    HasSuccessor,
    #[error("the paper or the reason is not named")]
    NoDocument,
}

impl NotJudged {
    pub fn message(self) -> Message {
        Message::new(match self {
            NotJudged::OnePerson => "service.people_one_already",
            NotJudged::NotLinked => "service.people_not_linked",
            NotJudged::HasSuccessor => "service.people_has_successor",
            NotJudged::NoDocument => "service.people_no_document",
        })
    }
}

/// Whether a record may become the former one of another. `heads` are the newest records of both
/// people.
///
/// # Errors
/// [`NotJudged`]: the two are one person, or the record is not the newest of its person.
pub fn may_link(
    former: PersonKey,
    heads: (Option<PersonKey>, PersonKey),
    document: &str,
) -> Result<(), NotJudged> {
    let (person_head, former_head) = heads;
    if document.trim().is_empty() {
        return Err(NotJudged::NoDocument);
    }
    if person_head == Some(former_head) {
        return Err(NotJudged::OnePerson);
    }
    if former_head != former {
        return Err(NotJudged::HasSuccessor);
    }
    Ok(())
}

/// Whether two spellings are one name; dots and spaces do not count.
pub fn is_same_name(one: &str, other: &str) -> bool {
    match (PersonName::read(one), PersonName::read(other)) {
        (Ok(one), Ok(other)) => one.search_key() == other.search_key(),
        _ => one == other,
    }
}

/// Whether a person on record may be the applicant under another number.
pub fn is_same_by_name(person: &Person, facts: &Facts) -> bool {
    Likeness::of(facts, &person.facts).is_suspicious()
}

/// The characters in which two spellings of one length differ.
pub fn differing(one: &str, other: &str) -> Vec<(char, char)> {
    if one.chars().count() != other.chars().count() {
        return Vec::new();
    }
    let pairs = one.chars().zip(other.chars());
    pairs.filter(|(one, other)| one != other).collect()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::super::likeness::Trait;
    use super::*;
    use crate::person::ResidentId;

    fn facts(id: &str, name: &str) -> Facts {
        [("id", id), ("name", name)]
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .into()
    }

    fn other_number() -> String {
        let born = NaiveDate::from_ymd_opt(1983, 4, 12).expect("a real day");
        let id = ResidentId::compose("430406", born, 994).expect("a number");
        format!("111:{id}")
    }

    #[test]
    fn the_paper_decides_who_the_applicant_is() {
        let (one, other, old) = (PersonKey(1), PersonKey(2), PersonKey(7));
        let hers = Ok(Applicant::Known(one));
        assert_eq!(applying(None, None), Ok(Applicant::New));
        assert_eq!(applying(None, Some((one, one))), hers);
        assert_eq!(applying(Some(one), Some((one, one))), hers);
        // Her former number is hers as well, and the act stands in its record.
        assert_eq!(
            applying(Some(one), Some((old, one))),
            Ok(Applicant::Known(old))
        );
        let new = NotHers::NewNumber { person: one };
        assert_eq!(applying(Some(one), None), Err(new));
        let wrong = NotHers::WrongPerson { holder: other };
        assert_eq!(applying(Some(one), Some((other, other))), Err(wrong));
    }

    #[test]
    fn a_namesake_is_told_from_the_same_person_by_the_birth_date() {
        let person = facts("111:430406198304129927", "李春桃");
        let same = |id: &str, name: &str| Likeness::of(&facts(id, name), &person).is_suspicious();
        assert!(!same("111:430406198304129927", "李春桃"), "the same number");
        assert!(!same("111:430406199007259965", "李春桃"), "another day");
        assert!(!same("111:", "李春桃"), "no number at all");
        assert!(same(&other_number(), "李春桃"));
        assert!(!same(&other_number(), "李春樱"));
    }

    #[test]
    fn how_close_two_people_are_counts_only_what_both_tell() {
        let mut one = facts("111:430406198304129927", "李春桃");
        let mut other = facts(&other_number(), "李春桃");
        one.insert("phone".to_owned(), "13800000101".to_owned());
        other.insert("phone".to_owned(), "13800000101".to_owned());
        one.insert("spouse.name".to_owned(), "王建军".to_owned());
        let likeness = Likeness::of(&one, &other);
        assert_eq!(likeness.close(), (4, 5), "all but the number; one spouse");
        let spouse = likeness.0.last().expect("compared");
        assert_eq!((spouse.by, spouse.agrees()), (Trait::Spouse, None));
    }

    #[test]
    fn spellings_differ_in_characters_and_not_in_dots() {
        assert!(is_same_name("阿依古丽·买买提", "阿依古丽买买提"));
        assert!(!is_same_name("吴秀英", "吴秀瑛"));
        assert_eq!(differing("吴秀英", "吴秀瑛"), [('英', '瑛')]);
        assert_eq!(differing("吴英", "吴秀瑛"), []);
    }

    #[test]
    fn only_the_newest_records_of_two_people_are_linked() {
        let (one, other, older) = (PersonKey(1), PersonKey(2), PersonKey(3));
        let paper = "户口簿";
        assert_eq!(may_link(other, (Some(one), other), paper), Ok(()));
        assert_eq!(may_link(other, (None, other), paper), Ok(()));
        assert_eq!(
            may_link(other, (Some(one), one), paper),
            Err(NotJudged::OnePerson)
        );
        assert_eq!(
            may_link(older, (Some(one), other), paper),
            Err(NotJudged::HasSuccessor)
        );
        assert_eq!(
            may_link(other, (Some(one), other), " "),
            Err(NotJudged::NoDocument)
        );
    }
}
