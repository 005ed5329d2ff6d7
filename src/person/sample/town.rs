//! A whole district of invented people, spread as real ones are: common family names and namesakes,
//! a few rare characters, people from elsewhere, families who share a telephone.

use chrono::{Days, NaiveDate};

use super::chance::Chance;
use super::names::{self, MEN, NameBlock, SURNAMES, WOMEN};
use crate::person::{ResidentId, Sex};

/// How many of a thousand people have each of the most common family names, in their order; the
/// others share the rest. (Counts of the Ministry of Public Security, rounded.)
const COMMON_SURNAMES: &[(char, u64)] = &[
    ('王', 72),
    ('李', 71),
    ('张', 67),
    ('刘', 51),
    ('陈', 45),
    ('杨', 31),
    ('黄', 23),
    ('赵', 21),
    ('吴', 20),
    ('周', 19),
    ('徐', 14),
    ('孙', 13),
    ('马', 13),
    ('朱', 12),
    ('胡', 12),
    ('郭', 11),
    ('何', 11),
    ('林', 11),
    ('高', 10),
    ('罗', 10),
];
/// Family names that are read in a way of their own.
const TRICKY_SURNAMES: &str = "曾单仇解区查翟朴盖覃乐缪";
/// Characters that few fonts and fewer keyboards have.
const RARE: &str = "䶮㛃㑇㴋𬱖𬎆𬀩𠅤𡐓𬬩";

/// Counties with how many of a hundred people come from each: the hall's own district and those
/// around it, then the rest of the province, then everywhere.
const AREAS: &[(&str, u64)] = &[
    ("430406", 12),
    ("430405", 9),
    ("430407", 8),
    ("430408", 8),
    ("430412", 5),
    ("430421", 6),
    ("430422", 6),
    ("430423", 4),
    ("430424", 5),
    ("430426", 5),
    ("430481", 4),
    ("430482", 4),
    ("430102", 2),
    ("430211", 2),
    ("430302", 2),
    ("430503", 2),
    ("430602", 1),
    ("430702", 1),
    ("430902", 1),
    ("431002", 2),
    ("431102", 2),
    ("431202", 1),
    ("450721", 1),
    ("450922", 1),
    ("360311", 1),
    ("420112", 1),
    ("510104", 1),
    ("520402", 1),
    ("441900", 1),
    ("653023", 1),
    // Nobody at first; then those whose own county is full.
    ("430103", 0),
    ("430104", 0),
    ("430105", 0),
    ("430111", 0),
    ("430121", 0),
    ("430202", 0),
    ("430203", 0),
    ("430204", 0),
    ("430304", 0),
    ("430321", 0),
    ("430502", 0),
    ("430511", 0),
    ("430521", 0),
    ("430603", 0),
    ("430611", 0),
    ("430621", 0),
    ("430623", 0),
    ("430624", 0),
    ("430703", 0),
    ("430721", 0),
    ("430722", 0),
    ("430802", 0),
    ("430811", 0),
    ("430821", 0),
];
/// Days on which they may have been born, back from the day they stand at the counter: 15 to 60
/// years.
const YOUNGEST: u64 = 15 * 365;
const DAYS: u64 = 45 * 365;
/// Numbers of one sex for one day and county: 990, 992 … or 991, 993 ….
const A_DAY: u64 = 5;
const SLOTS: u64 = DAYS * A_DAY;
/// Without a factor in common with [`SLOTS`], so that every slot of a county is met once.
const STRIDE: u64 = 61_061;

/// The middle of a telephone number that belongs to nobody; what stands before and after is spread.
const EXCHANGE: &str = "0000";
const NETWORKS: &[&str] = &[
    "138", "139", "137", "136", "135", "134", "150", "151", "158", "159", "187", "188", "130",
    "131", "132", "155", "186", "133", "153", "189",
];

/// Somebody of the district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Townsperson {
    pub name: String,
    pub sex: Sex,
    pub birth: NaiveDate,
    pub id: ResidentId,
    /// Eleven digits; empty if she has given none.
    pub phone: String,
}

/// An endless row of people of whom no two have one number; five million and a half before the
/// counties are full. The same ones for the same seed.
///
/// ```
/// use chrono::NaiveDate;
/// use guitai::person::Town;
///
/// let on = NaiveDate::from_ymd_opt(2010, 3, 15).unwrap();
/// let names: Vec<String> = Town::new(1, on).take(5).map(|one| one.name).collect();
/// assert_eq!(names, Town::new(1, on).take(5).map(|one| one.name).collect::<Vec<_>>());
/// ```
#[derive(Debug, Clone)]
pub struct Town {
    chance: Chance,
    on: NaiveDate,
    /// How many numbers of each county and sex were given.
    given: Vec<[u64; 2]>,
    /// Where the first of them stands.
    start: u64,
    /// The telephone of the last household.
    household: String,
}

impl Town {
    /// `on` is the day on which they stand at the counter.
    pub fn new(seed: u64, on: NaiveDate) -> Town {
        let mut chance = Chance::new(seed);
        let start = chance.below(SLOTS);
        Town {
            chance,
            on,
            given: vec![[0, 0]; AREAS.len()],
            start,
            household: String::new(),
        }
    }

    fn id(&mut self, sex: Sex) -> Option<(ResidentId, NaiveDate)> {
        let is_man = usize::from(sex == Sex::Male);
        let chosen = weighted(&mut self.chance, AREAS.iter().map(|(_, weight)| *weight));
        // A county that is full gives way to the next one.
        let area = (0..AREAS.len())
            .map(|step| (chosen + step) % AREAS.len())
            .find(|area| self.given[*area][is_man] < SLOTS)?;
        let nth = self.given[area][is_man];
        self.given[area][is_man] += 1;
        let slot = (self.start + nth * STRIDE) % SLOTS;
        let birth = self
            .on
            .checked_sub_days(Days::new(YOUNGEST + slot / A_DAY))?;
        let sequence = 990 + u16::try_from(slot % A_DAY).ok()? * 2 + u16::from(sex == Sex::Male);
        Some((ResidentId::compose(AREAS[area].0, birth, sequence)?, birth))
    }

    fn name(&mut self, sex: Sex) -> String {
        let chance = &mut self.chance;
        match chance.below(1_000) {
            0..25 => return names::name(chance, NameBlock::Dotted, sex),
            25..27 => return names::name(chance, NameBlock::Latin, sex),
            _ => {}
        }
        let mut name = self.surname();
        let chance = &mut self.chance;
        let given = match sex {
            Sex::Male => MEN,
            _ => WOMEN,
        };
        let count = given.chars().count() as u64;
        let signs = if chance.percent(18) { 1 } else { 2 };
        for _ in 0..signs {
            // The smaller of two draws: what is common is very common.
            let place = chance.below(count).min(chance.below(count));
            name.extend(
                given
                    .chars()
                    .nth(usize::try_from(place).unwrap_or_default()),
            );
        }
        if chance.below(1_000) < 4 {
            name.push(chance.character(RARE));
        }
        name
    }

    fn surname(&mut self) -> String {
        let chance = &mut self.chance;
        let mut left = chance.below(1_000);
        for (surname, weight) in COMMON_SURNAMES {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return (*surname).into(),
            }
        }
        match chance.below(100) {
            0..2 => "欧阳".to_owned(),
            2..8 => chance.character(TRICKY_SURNAMES).into(),
            _ => chance.character(SURNAMES).into(),
        }
    }

    fn phone(&mut self) -> String {
        match self.chance.below(100) {
            0..8 => return String::new(),
            8..20 if !self.household.is_empty() => return self.household.clone(),
            _ => {}
        }
        let place = self.chance.below(NETWORKS.len() as u64);
        let place = place.min(self.chance.below(NETWORKS.len() as u64));
        let network = NETWORKS[usize::try_from(place).unwrap_or_default()];
        let own = self.chance.below(10_000);
        self.household = format!("{network}{EXCHANGE}{own:04}");
        self.household.clone()
    }
}

/// The place of what was drawn, each as likely as its weight.
fn weighted(chance: &mut Chance, weights: impl Iterator<Item = u64> + Clone) -> usize {
    let mut left = chance.below(weights.clone().sum());
    for (place, weight) in weights.enumerate() {
        match left.checked_sub(weight) {
            Some(rest) => left = rest,
            None => return place,
        }
    }
    0
}

impl Iterator for Town {
    type Item = Townsperson;

    /// `None` once every county is full, or if `on` is at the beginning of the calendar.
    fn next(&mut self) -> Option<Townsperson> {
        let sex = match self.chance.percent(22) {
            true => Sex::Male,
            false => Sex::Female,
        };
        let (id, birth) = self.id(sex)?;
        Some(Townsperson {
            name: self.name(sex),
            sex,
            birth,
            id,
            phone: self.phone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::person::PersonName;

    fn people(count: usize) -> Vec<Townsperson> {
        let on = NaiveDate::from_ymd_opt(2010, 3, 15).expect("a real day");
        Town::new(7, on).take(count).collect()
    }

    #[test]
    fn no_two_people_have_one_number_and_nobody_could_be_real() {
        let people = people(20_000);
        let numbers: BTreeSet<&str> = people.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(numbers.len(), people.len());
        for person in &people {
            assert!(person.id.as_str()[14..].starts_with("99"), "{person:?}");
            assert!(person.phone.is_empty() || &person.phone[3..7] == EXCHANGE);
            assert_eq!(person.id.sex(), person.sex);
            assert_eq!(person.id.birth_date(), person.birth);
            let name = PersonName::read(&person.name);
            assert!(name.is_ok(), "{}: {name:?}", person.name);
        }
    }

    #[test]
    fn every_slot_of_a_county_is_met_once() {
        let divides =
            (2..=STRIDE).find(|by| STRIDE.is_multiple_of(*by) && SLOTS.is_multiple_of(*by));
        assert_eq!(divides, None);
    }

    #[test]
    fn the_common_is_common_and_the_rare_occurs() {
        let people = people(20_000);
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        people
            .iter()
            .for_each(|one| *named.entry(&one.name).or_default() += 1);
        let of =
            |wanted: &dyn Fn(&Townsperson) -> bool| people.iter().filter(|one| wanted(one)).count();
        let wang = of(&|one| one.name.starts_with('王'));
        assert!(
            (1_100..2_000).contains(&wang),
            "{wang} of 20,000 are called 王"
        );
        assert!(named.values().any(|count| *count >= 10), "namesakes");
        assert!(named.len() > 8_000, "{} names", named.len());
        assert!(of(&|one| one.name.contains('·')) > 200, "with a dot");
        assert!(
            of(&|one| one.name.chars().any(|sign| RARE.contains(sign))) > 20,
            "rare"
        );
        let near = of(&|one| one.id.as_str().starts_with("4304"));
        assert!((13_000..17_000).contains(&near), "{near} from around");
    }

    #[test]
    fn ages_and_telephones_are_spread_as_they_are() {
        let people = people(20_000);
        let on = NaiveDate::from_ymd_opt(2010, 3, 15).expect("a real day");
        let mut decades: BTreeMap<u32, usize> = BTreeMap::new();
        let mut phones: BTreeMap<&str, usize> = BTreeMap::new();
        let mut networks: BTreeMap<&str, usize> = BTreeMap::new();
        for person in &people {
            let age = crate::person::age_on(person.birth, on).expect("born before");
            assert!((14..=60).contains(&age), "{age}");
            *decades.entry(age / 10).or_default() += 1;
            *phones.entry(&person.phone).or_default() += 1;
            *networks
                .entry(person.phone.get(..3).unwrap_or_default())
                .or_default() += 1;
        }
        for decade in 2..6 {
            assert!((3_500..5_500).contains(&decades[&decade]), "{decades:?}");
        }
        assert!(
            (1_300..1_900).contains(&phones[""]),
            "{} have none",
            phones[""]
        );
        let shared = phones
            .iter()
            .filter(|(phone, count)| !phone.is_empty() && **count > 1);
        assert!(shared.count() > 1_000, "households share a telephone");
        assert_eq!(networks.len(), NETWORKS.len() + 1);
        assert!(networks["138"] > 3 * networks["189"], "{networks:?}");
    }
}
