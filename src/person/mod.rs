//! Who stands at the counter: identity papers, names, addresses, phones, dates, ages.
//!
//! Does no I/O and never panics on any bytes. What cannot be read comes back as a message that says
//! why and what to do.
//!
//! A number or a name is read once, by its `read`; after that its type says what was proved. Every
//! type has one canonical text, which its `read` takes back unchanged.

mod address;
mod code;
mod date;
mod division;
mod division_search;
mod flow_scope;
mod id_paper;
mod name;
mod paper_number;
mod partial_date;
mod phone;
mod pinyin;
mod radical;
mod resident_id;
pub(crate) mod sample;
mod spelling;

pub use address::{Group, GroupAnswer, GroupProblem, NoGroup, address_line};
pub use code::{CodeEntry, CodeTable, MaritalStatus, Sex};
pub use date::{age_on, read_date};
pub use division::{Division, Divisions, Level, TableProblem};
pub use flow_scope::FlowScope;
pub use id_paper::{IdKind, IdPaper};
pub use name::{NameProblem, PersonName};
pub use paper_number::{
    BirthMedicalNumber, BirthPermitNumber, ForeignCertificateNumber, MarriageCertificateNumber,
    PaperNumberProblem,
};
pub use partial_date::{DateProblem, PartialDate};
pub use phone::{Phone, PhoneProblem, says_no_phone};
pub use pinyin::{alternatives, initials, joined, name_readings, place_syllables, syllables};
pub use resident_id::{Glimpse, IdProblem, ResidentId, check_character};
pub use sample::{Chance, MOST_CHILDREN, NameBlock, SamplePeople, SamplePerson, SampleRelative};
pub use sample::{Pair, PairKind, Pairs, Town, Townsperson};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Lang, Message};

    fn every_problem() -> Vec<Message> {
        let id = [
            IdProblem::Empty,
            IdProblem::Character('?'),
            IdProblem::Length(17),
            IdProblem::OldNumber,
            IdProblem::Province,
            IdProblem::BirthDate,
            IdProblem::BirthInFuture,
            IdProblem::BirthTooEarly,
            IdProblem::CheckCharacter,
            IdProblem::Ambiguous,
            IdProblem::Pattern,
            IdProblem::Kind,
        ];
        let name = [
            NameProblem::Empty,
            NameProblem::TooLong(51),
            NameProblem::Dot,
            NameProblem::Space,
            NameProblem::MixedScripts,
            NameProblem::PrivateUse('\u{E000}'),
            NameProblem::CodePoint("U+0041".to_owned()),
            NameProblem::Character('1'),
        ];
        let date = [
            DateProblem::Empty,
            DateProblem::Unreadable,
            DateProblem::NotInCalendar,
            DateProblem::YearOutOfRange,
            DateProblem::Incomplete,
        ];
        let phone = [
            PhoneProblem::Empty,
            PhoneProblem::Character('a'),
            PhoneProblem::MobileLength(10),
            PhoneProblem::AreaCodeMissing,
            PhoneProblem::Pattern,
        ];
        let number = [
            PaperNumberProblem::Empty,
            PaperNumberProblem::TooLong,
            PaperNumberProblem::BirthMedicalPattern,
            PaperNumberProblem::BirthPermitPattern,
        ];
        let table = TableProblem {
            line: 2,
            text: "4x".to_owned(),
        };
        let mut all = vec![table.message()];
        all.extend(id.iter().map(IdProblem::message));
        all.extend(name.iter().map(NameProblem::message));
        all.extend(date.iter().map(DateProblem::message));
        all.extend(phone.iter().map(PhoneProblem::message));
        all.extend(number.iter().map(PaperNumberProblem::message));
        all.extend([GroupProblem::Empty, GroupProblem::TooLong(11)].map(|one| one.message()));
        all
    }

    #[test]
    fn every_problem_is_said_in_both_languages_with_all_its_values() {
        for message in every_problem() {
            for lang in [Lang::Zh, Lang::En] {
                let said = message.say(lang);
                assert_ne!(said, message.key());
                assert!(!said.contains('{'), "{said}");
            }
        }
    }
}
