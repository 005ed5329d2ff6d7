use crate::person::IdPaper;
use crate::record::{Facts, Person};
use crate::text::Message;

use super::people::is_same_name;

/// What the hall knows that bears on a marriage as it is being written down.
#[derive(Debug, Clone, Default)]
pub struct Marriages<'a> {
    /// Every identity paper of the applicant, by its key.
    pub own_papers: &'a [String],
    /// The person on record under the spouse's number.
    pub spouse: Option<&'a Person>,
    /// Others whose record names the same spouse.
    pub rivals: &'a [Person],
    /// Those whose record names the applicant as their spouse.
    pub named_by: &'a [Person],
}

/// What does not agree between a marriage as it is written down and what is on record. Records may
/// be old, so these are points to look at and never a refusal.
pub fn marriage_notes(facts: &Facts, known: &Marriages<'_>) -> Vec<Message> {
    let text = |fact: &str| facts.get(fact).map_or("", String::as_str);
    let (paper, name) = (text("spouse.id"), text("spouse.name"));
    if paper.is_empty() {
        return Vec::new();
    }
    let mut notes = Vec::new();
    if let Some(spouse) = known.spouse {
        if !name.is_empty() && !is_same_name(spouse.name(), name) {
            notes.push(
                Message::new("service.spouse_other_name")
                    .with("on_record", spouse.name())
                    .with("typed", name),
            );
        }
        let theirs = spouse.fact("spouse.id");
        let hers = known.own_papers.iter().any(|own| own == theirs);
        if spouse.is_married() && !theirs.is_empty() && !hers {
            notes.push(
                Message::new("service.spouse_married_to")
                    .with("spouse", spouse.name())
                    .with("other", spouse.fact("spouse.name")),
            );
        }
    }
    for rival in known.rivals {
        notes.push(
            Message::new("service.spouse_of_another")
                .with("spouse", name)
                .with("other", rival.name())
                .with("id", masked(rival.id_key())),
        );
    }
    let someone_else = |person: &&Person| {
        let papers = [person.id_key()];
        !papers.contains(&paper) && known.spouse.is_none_or(|spouse| spouse.key != person.key)
    };
    for person in known.named_by.iter().filter(someone_else) {
        // A spouse of that name has most likely a new paper.
        let key = match is_same_name(person.name(), name) {
            true => "service.spouse_under_other_paper",
            false => "service.named_as_spouse_by",
        };
        notes.push(
            Message::new(key)
                .with("other", person.name())
                .with("id", masked(person.id_key())),
        );
    }
    notes
}

fn masked(key: &str) -> String {
    IdPaper::parse_key(key).map_or_else(String::new, |paper| paper.masked())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::PersonKey;
    use crate::text::Lang;
    use chrono::NaiveDate;

    fn person(key: u64, facts: &[(&str, &str)]) -> Person {
        let mut person = Person::new(PersonKey(key), NaiveDate::MIN);
        person.facts = of(facts);
        person
    }

    fn of(facts: &[(&str, &str)]) -> Facts {
        let facts = facts.iter();
        facts
            .map(|(fact, text)| ((*fact).to_owned(), (*text).to_owned()))
            .collect()
    }

    const SHE: &str = "111:430422197911309925";
    const HE: &str = "111:430422197702019956";
    const OTHER: &str = "111:430406198107039981";

    fn said(notes: &[Message]) -> Vec<String> {
        notes.iter().map(|note| note.say(Lang::Zh)).collect()
    }

    #[test]
    fn a_marriage_both_records_tell_is_no_matter() {
        let spouse = person(
            2,
            &[
                ("id", HE),
                ("name", "曹卫国"),
                ("marital.status", "21"),
                ("spouse.id", SHE),
            ],
        );
        let own = [SHE.to_owned()];
        let known = Marriages {
            own_papers: &own,
            spouse: Some(&spouse),
            rivals: &[],
            named_by: std::slice::from_ref(&spouse),
        };
        let facts = of(&[("spouse.id", HE), ("spouse.name", "曹卫国")]);
        assert_eq!(marriage_notes(&facts, &known), []);
        assert_eq!(marriage_notes(&Facts::new(), &known), []);
    }

    #[test]
    fn a_spouse_with_another_name_or_another_marriage_is_pointed_out() {
        let spouse = person(
            2,
            &[
                ("id", HE),
                ("name", "曹卫华"),
                ("marital.status", "21"),
                ("spouse.id", OTHER),
                ("spouse.name", "吴秀英"),
            ],
        );
        let rival = person(3, &[("id", OTHER), ("name", "吴秀英")]);
        let own = [SHE.to_owned()];
        let known = Marriages {
            own_papers: &own,
            spouse: Some(&spouse),
            rivals: std::slice::from_ref(&rival),
            named_by: std::slice::from_ref(&rival),
        };
        let facts = of(&[("spouse.id", HE), ("spouse.name", "曹卫国")]);
        let notes = said(&marriage_notes(&facts, &known));
        assert_eq!(notes.len(), 4, "{notes:#?}");
        assert!(notes[0].contains("曹卫华") && notes[0].contains("曹卫国"));
        assert!(notes[1].contains("吴秀英"));
        assert!(notes[2].contains("430406********9981"));
        assert!(notes[3].contains("吴秀英"));
    }
}
