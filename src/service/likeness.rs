//! How alike two descriptions of a person are, and whether they may be of one.

use chrono::NaiveDate;

use super::people::is_same_name;
use crate::person::{IdPaper, Sex, alternatives};
use crate::record::{Facts, Person};
use crate::text::Message;

/// The facts that hold an identity paper and a name.
const ID: &str = "id";
const NAME: &str = "name";

/// What two descriptions of a person are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trait {
    Name,
    BirthDate,
    Sex,
    Number,
    Phone,
    Home,
    Spouse,
    /// A name she had before is the one of today of the other.
    FormerName,
}

impl Trait {
    pub fn message(self) -> Message {
        Message::new(match self {
            Trait::Name => "service.trait_name",
            Trait::BirthDate => "service.trait_birth_date",
            Trait::Sex => "service.trait_sex",
            Trait::Number => "service.trait_number",
            Trait::Phone => "service.trait_phone",
            Trait::Home => "service.trait_home",
            Trait::Spouse => "service.trait_spouse",
            Trait::FormerName => "service.trait_former_name",
        })
    }
}

/// One trait of both, side by side, in canonical texts; empty where nothing is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub by: Trait,
    pub one: String,
    pub other: String,
}

impl Compared {
    /// What the two differ in, where that may be a slip of the hand or the ear.
    pub fn near(&self) -> Option<Nearness> {
        if self.agrees() != Some(false) {
            return None;
        }
        match self.by {
            Trait::Number => {
                let number = |key| IdPaper::parse_key(key).and_then(|paper| paper.resident_id());
                let (one, other) = (number(&self.one)?, number(&self.other)?);
                one.is_slip_of(&other).then_some(Nearness::OneSlip)
            }
            Trait::Name => sounds_alike(&self.one, &self.other).then_some(Nearness::SameSound),
            _ => None,
        }
    }

    /// Whether both say the same; `None` if one of them says nothing.
    pub fn agrees(&self) -> Option<bool> {
        let said = !self.one.is_empty() && !self.other.is_empty();
        said.then(|| match self.by {
            Trait::Name | Trait::FormerName => is_same_name(&self.one, &self.other),
            _ => self.one == self.other,
        })
    }
}

/// How close two texts are that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nearness {
    /// One digit, or two neighbours in each other's place; the check character follows them.
    OneSlip,
    /// Other characters with the same reading.
    SameSound,
}

impl Nearness {
    pub fn message(self) -> Message {
        Message::new(match self {
            Nearness::OneSlip => "service.near_one_slip",
            Nearness::SameSound => "service.near_same_sound",
        })
    }
}

/// How alike two people are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness(pub Vec<Compared>);

impl Likeness {
    pub fn of(one: &Facts, other: &Facts) -> Likeness {
        let traits = [
            Trait::Name,
            Trait::BirthDate,
            Trait::Sex,
            Trait::Number,
            Trait::Phone,
            Trait::Home,
            Trait::Spouse,
        ];
        let compared = traits.map(|by| Compared {
            by,
            one: told(by, one),
            other: told(by, other),
        });
        let known = compared.into_iter();
        Likeness(
            known
                .filter(|compared| !(compared.one.is_empty() && compared.other.is_empty()))
                .collect(),
        )
    }

    /// How many traits agree, and how many both tell.
    pub fn close(&self) -> (usize, usize) {
        let both = self.0.iter().filter_map(Compared::agrees);
        let agree = both.clone().filter(|agrees| *agrees).count();
        (agree, both.count())
    }

    /// A description and a person on record, whose former names count as well.
    pub fn of_person(facts: &Facts, person: &Person) -> Likeness {
        let mut likeness = Likeness::of(facts, &person.facts);
        let name = text(facts, NAME);
        let former = person.former_names.iter();
        let former = former.filter(|former| !name.is_empty() && is_same_name(name, former));
        likeness.0.extend(former.map(|former| Compared {
            by: Trait::FormerName,
            one: name.to_owned(),
            other: former.clone(),
        }));
        likeness
    }

    fn trait_of(&self, by: Trait) -> Option<&Compared> {
        self.0.iter().find(|compared| compared.by == by)
    }

    fn agrees(&self, by: Trait) -> bool {
        self.trait_of(by).and_then(Compared::agrees) == Some(true)
    }

    fn is_near(&self, by: Trait) -> bool {
        self.trait_of(by).and_then(Compared::near).is_some()
    }

    /// Whether a look at the papers is worth while, the numbers being different. Never a reason to
    /// refuse.
    ///
    /// A name and a birth date alone are shared by strangers: something else has to agree, if only
    /// the county in which both numbers were given. Twins share all but the name, so a name that
    /// only sounds alike needs a telephone, a spouse or nearly the same number beside it.
    pub fn is_suspicious(&self) -> bool {
        let numbers = self.trait_of(Trait::Number);
        let Some(numbers) = numbers.filter(|numbers| numbers.agrees() == Some(false)) else {
            return false;
        };
        let named = self.agrees(Trait::Name) || self.agrees(Trait::FormerName);
        let sounds = named || self.is_near(Trait::Name);
        let born = self.agrees(Trait::BirthDate);
        let slip = self.is_near(Trait::Number);
        let known = self.agrees(Trait::Phone) || self.agrees(Trait::Spouse);
        let beside = known || self.agrees(Trait::Home);
        named && born && (slip || beside || may_be_of_one_county(numbers))
            || named && slip && beside
            || sounds && born && (slip || known)
    }
}

/// Whether two numbers were given in one county, as far as they tell.
fn may_be_of_one_county(numbers: &Compared) -> bool {
    let area = |key| IdPaper::parse_key(key).and_then(|paper| paper.area6());
    match (area(&numbers.one), area(&numbers.other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// Whether two names of one length are read alike in some way, sign by sign.
fn sounds_alike(one: &str, other: &str) -> bool {
    if one.chars().count() != other.chars().count() {
        return false;
    }
    let mut pairs = one.chars().zip(other.chars());
    pairs.all(|(one, other)| {
        let readings = || alternatives(one);
        one == other
            || alternatives(other)
                .iter()
                .any(|reading| readings().contains(reading))
    })
}

fn told(by: Trait, facts: &Facts) -> String {
    let paper = || IdPaper::parse_key(text(facts, ID));
    let first = |names: &[&str]| {
        let mut texts = names.iter().map(|name| text(facts, name));
        texts.find(|text| !text.is_empty()).unwrap_or("").to_owned()
    };
    match by {
        Trait::Name => first(&[NAME]),
        Trait::BirthDate => born(facts).map_or_else(String::new, |birth| birth.to_string()),
        Trait::Sex => {
            let told: Option<Sex> = paper().and_then(|paper| paper.sex());
            let sex = told.or_else(|| Sex::from_code(text(facts, "sex")));
            sex.map_or_else(String::new, |sex| sex.label().zh)
        }
        Trait::Number => paper().map_or_else(String::new, |paper| paper.key()),
        Trait::Phone => first(&["phone"]),
        Trait::Home => first(&["hukou.community", "hukou.place", "residence.community"]),
        Trait::Spouse => first(&["spouse.name"]),
        // Added only where it agrees, by whoever knows the record.
        Trait::FormerName => String::new(),
    }
}

/// The birth date the number tells, else the one that was typed.
fn born(facts: &Facts) -> Option<NaiveDate> {
    let told = IdPaper::parse_key(text(facts, ID)).and_then(|paper| paper.birth_date());
    told.or_else(|| text(facts, "birth").parse().ok())
}

fn text<'a>(facts: &'a Facts, name: &str) -> &'a str {
    facts.get(name).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(pairs: &[(&str, &str)]) -> Facts {
        let pairs = pairs.iter();
        pairs
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    const ONE: &str = "111:430406198304129927";

    /// A number of the county and day, of another sequence.
    fn number(area: &str, day: &str, sequence: u16) -> String {
        let born = day.parse().expect("a day");
        let id = crate::person::ResidentId::compose(area, born, sequence).expect("a number");
        format!("111:{id}")
    }

    #[test]
    fn one_slip_in_a_number_is_near_and_two_are_not() {
        let near = |other: String| {
            let numbers = Compared {
                by: Trait::Number,
                one: ONE.to_owned(),
                other,
            };
            numbers.near()
        };
        assert_eq!(
            near(number("430406", "1983-04-12", 994)),
            Some(Nearness::OneSlip)
        );
        assert_eq!(
            near(number("430406", "1983-04-21", 992)),
            Some(Nearness::OneSlip)
        );
        assert_eq!(near(number("430407", "1983-04-13", 992)), None);
        assert_eq!(near("414:E12345678".to_owned()), None);
    }

    #[test]
    fn names_that_sound_alike_are_near_in_any_of_their_readings() {
        assert!(sounds_alike("张晓敏", "张小敏"));
        assert!(sounds_alike("吴秀英", "吴秀瑛"));
        assert!(!sounds_alike("李春桃", "李春杏"));
        assert!(!sounds_alike("张敏", "张晓敏"));
    }

    #[test]
    fn twins_and_namesakes_of_another_county_are_not_suspected() {
        let her = facts(&[("id", ONE), ("name", "李春桃"), ("phone", "13800000101")]);
        let alike = |other: &[(&str, &str)]| Likeness::of(&facts(other), &her).is_suspicious();
        let twin = number("430406", "1983-04-12", 994);
        assert!(!alike(&[
            ("id", &twin),
            ("name", "李春杏"),
            ("phone", "13800000101")
        ]));
        let elsewhere = number("430421", "1983-04-12", 996);
        assert!(!alike(&[("id", &elsewhere), ("name", "李春桃")]));
        assert!(alike(&[
            ("id", &elsewhere),
            ("name", "李春桃"),
            ("phone", "13800000101")
        ]));
        assert!(alike(&[
            ("id", "414:E12345678"),
            ("name", "李春桃"),
            ("birth", "1983-04-12")
        ]));
    }

    #[test]
    fn a_slip_another_spelling_and_a_former_name_are_suspected() {
        let mut her = Person::new(crate::record::PersonKey(1), NaiveDate::MIN);
        her.facts = facts(&[("id", ONE), ("name", "张晓敏"), ("phone", "13800000101")]);
        her.former_names = vec!["张小花".to_owned()];
        let alike =
            |other: &[(&str, &str)]| Likeness::of_person(&facts(other), &her).is_suspicious();
        let area = number("430407", "1983-04-12", 992);
        assert!(
            alike(&[("id", &area), ("name", "张晓敏")]),
            "a digit of the county"
        );
        let day = number("430406", "1983-04-22", 992);
        assert!(!alike(&[("id", &day), ("name", "张晓敏")]), "another day");
        assert!(alike(&[
            ("id", &day),
            ("name", "张晓敏"),
            ("phone", "13800000101")
        ]));
        let close = number("430406", "1983-04-12", 994);
        assert!(
            alike(&[("id", &close), ("name", "张小敏")]),
            "another spelling"
        );
        assert!(
            alike(&[("id", &close), ("name", "张小花")]),
            "the name before"
        );
    }
}
