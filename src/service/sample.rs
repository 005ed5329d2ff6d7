//! Invented people for practice: those of [`Town`], with what a record says of them. The same ones
//! for the same seed, and nobody real.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use crate::person::sample::{MEN, SURNAMES, WOMEN};
use crate::person::{Chance, ResidentId, Sex, Town, Townsperson, age_on};
use crate::record::Facts;

/// Six-digit areas of the household: mostly the hall's own district.
const AREAS: [&str; 8] = [
    "430406", "430406", "430406", "430406", "430407", "430408", "430421", "430422",
];
const GROUPS: u64 = 12;
/// Of a hundred men of the town, this many are on record: they are looked up too, and refused with
/// the reason.
const MEN_PERCENT: u64 = 20;
/// In whole years; nobody older comes for a certificate.
const OLDEST: u32 = 49;

/// Invents people for a hall, one after the other.
#[derive(Debug)]
pub struct Sample<'a> {
    chance: Chance,
    town: Town,
    /// The day on which the hall practises.
    on: NaiveDate,
    /// Codes of the hall's communities.
    communities: &'a [String],
    used: BTreeSet<ResidentId>,
}

impl<'a> Sample<'a> {
    pub fn new(seed: u64, on: NaiveDate, communities: &'a [String]) -> Sample<'a> {
        Sample {
            chance: Chance::new(seed),
            town: Town::new(seed, on),
            on,
            communities,
            used: BTreeSet::new(),
        }
    }

    /// What a record says of the next person. `None` once the town has nobody left.
    pub fn person(&mut self) -> Option<Facts> {
        let Townsperson {
            name,
            sex,
            birth,
            id,
            phone,
        } = self.grown_up()?;
        let mut facts = Facts::new();
        facts.insert("id".to_owned(), format!("111:{id}"));
        keep(&mut facts, "name", name);
        keep(&mut facts, "phone", phone);
        let community = self.chance.pick(self.communities).cloned();
        keep(&mut facts, "hukou.community", community.unwrap_or_default());
        let group = self.chance.below(GROUPS) + 1;
        keep(&mut facts, "hukou.group", format!("第{group}组"));
        let door = self.chance.below(200) + 1;
        keep(&mut facts, "hukou.detail", format!("{door}号"));
        self.marriage(&mut facts, birth, sex);
        Some(facts)
    }

    /// The next of the town who may be on record, under a number that is nobody's spouse's.
    fn grown_up(&mut self) -> Option<Townsperson> {
        loop {
            let one = self.town.next()?;
            let age = age_on(one.birth, self.on).unwrap_or_default();
            let is_asked = one.sex != Sex::Male || self.chance.percent(MEN_PERCENT);
            if is_asked && (18..=OLDEST).contains(&age) && self.used.insert(one.id.clone()) {
                return Some(one);
            }
        }
    }

    /// Whether the next person has had a certificate, and when it was issued: some are valid, some
    /// expired.
    pub fn certificate(&mut self) -> Option<NaiveDate> {
        let first = self.years_ago(6);
        let last = self.years_ago(1);
        self.chance
            .percent(15)
            .then(|| self.chance.day(first, last))
    }

    fn marriage(&mut self, facts: &mut Facts, birth: NaiveDate, sex: Sex) {
        let age = self.on.years_since(birth).unwrap_or_default();
        let married = match age {
            ..22 => 15,
            22..27 => 65,
            _ => 93,
        };
        if !self.chance.percent(married) || age < 20 {
            return keep(facts, "marital.status", "10".to_owned());
        }
        let date = self.chance.day(later(birth, 20), self.on);
        if self.chance.percent(4) {
            keep(facts, "marital.status", "40".to_owned());
            keep(facts, "marital.changed_on", date.to_string());
        } else {
            keep(facts, "marital.status", "21".to_owned());
            self.spouse(facts, date, birth, sex);
        }
        self.children(facts, date);
    }

    fn spouse(&mut self, facts: &mut Facts, date: NaiveDate, birth: NaiveDate, sex: Sex) {
        let other = match sex {
            Sex::Male => Sex::Female,
            _ => Sex::Male,
        };
        let serial = self.chance.below(900_000) + 1;
        keep(facts, "marital.date", date.to_string());
        keep(
            facts,
            "marital.cert_no",
            format!("J430406-{}-{serial:06}", date.year()),
        );
        let name = self.name(other);
        keep(facts, "spouse.name", name);
        let earlier = birth.checked_sub_days(Days::new(self.chance.below(1_500)));
        let area = self.area();
        if let Some(id) = self.id(&area, earlier.unwrap_or(birth), other) {
            keep(facts, "spouse.id", format!("111:{id}"));
        }
        keep(facts, "spouse.hukou", area);
    }

    fn children(&mut self, facts: &mut Facts, married: NaiveDate) {
        let most = (self.on - married).num_days() / 900;
        let most = u64::try_from(most.clamp(0, 2)).unwrap_or_default();
        let count = self.chance.below(most + 1);
        keep(facts, "children", count.to_string());
        for child in 0..count {
            let row = |key: &str| format!("children[{child}].{key}");
            let boy = self.chance.percent(52);
            let sex = if boy { Sex::Male } else { Sex::Female };
            let birth = self.chance.day(married, self.on);
            let serial = self.chance.below(900_000_000) + 1;
            let name = self.name(sex);
            keep(facts, &row("name"), name);
            keep(facts, &row("sex"), sex.code().to_owned());
            keep(facts, &row("birth"), birth.to_string());
            keep(facts, &row("cert_no"), format!("H{serial:09}"));
        }
    }

    fn name(&mut self, sex: Sex) -> String {
        let given = match sex {
            Sex::Male => MEN,
            _ => WOMEN,
        };
        let mut name = String::from(self.chance.character(SURNAMES));
        name.push(self.chance.character(given));
        if self.chance.percent(75) {
            name.push(self.chance.character(given));
        }
        name
    }

    fn area(&mut self) -> String {
        let area = self.chance.pick(&AREAS);
        area.map_or_else(String::new, |area| (*area).to_owned())
    }

    fn years_ago(&self, years: u32) -> NaiveDate {
        let months = chrono::Months::new(years * 12);
        self.on.checked_sub_months(months).unwrap_or(self.on)
    }

    /// A number nobody else of the sample has. `None` only if all of the neighbouring days are
    /// taken.
    fn id(&mut self, area: &str, birth: NaiveDate, sex: Sex) -> Option<ResidentId> {
        let odd = u16::from(sex == Sex::Male);
        let first = u16::try_from(self.chance.below(5)).unwrap_or_default();
        for day in 0..60 {
            let born = birth.checked_sub_days(Days::new(day))?;
            for step in 0..5 {
                let sequence = 990 + (first + step) % 5 * 2 + odd;
                let id = ResidentId::compose(area, born, sequence)?;
                if self.used.insert(id.clone()) {
                    return Some(id);
                }
            }
        }
        None
    }
}

fn later(birth: NaiveDate, years: u32) -> NaiveDate {
    birth
        .checked_add_months(chrono::Months::new(years * 12))
        .unwrap_or(birth)
}

fn keep(facts: &mut Facts, name: &str, text: String) {
    if !text.is_empty() {
        facts.insert(name.to_owned(), text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::IdPaper;

    fn people(seed: u64, count: u32) -> Vec<Facts> {
        let on = NaiveDate::from_ymd_opt(2010, 3, 15).expect("a real day");
        let communities = ["430406005001".to_owned()];
        let mut sample = Sample::new(seed, on, &communities);
        (0..count).map_while(|_| sample.person()).collect()
    }

    #[test]
    fn the_same_seed_invents_the_same_people() {
        assert_eq!(people(1, 50), people(1, 50));
        assert_ne!(people(1, 50), people(2, 50));
    }

    #[test]
    fn nobody_invented_shares_a_number_and_nobody_could_be_real() {
        let people = people(7, 2_000);
        let mut seen = BTreeSet::new();
        for person in &people {
            let paper = IdPaper::parse_key(&person["id"]).expect("a right check digit");
            assert!(paper.number()[14..].starts_with("99"), "{person:?}");
            assert!(seen.insert(paper.number().to_owned()));
            if let Some(phone) = person.get("phone") {
                assert_eq!(&phone[3..7], "0000");
            }
        }
        assert_eq!(people.len(), 2_000);
    }
}
