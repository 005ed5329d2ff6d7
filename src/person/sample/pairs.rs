//! Pairs of records of which it is known whether they are of one person: what looking for possible
//! duplicates is measured with.

use chrono::NaiveDate;

use super::chance::Chance;
use super::names::WOMEN;
use super::town::{Town, Townsperson};
use crate::person::{ResidentId, age_on};

/// Characters of given names with the same reading.
const SAME_SOUND: &[(char, char)] = &[
    ('晓', '小'),
    ('英', '瑛'),
    ('丽', '莉'),
    ('敏', '闵'),
    ('静', '婧'),
    ('玲', '铃'),
    ('燕', '艳'),
    ('云', '芸'),
    ('兰', '岚'),
    ('芳', '坊'),
    ('梅', '玫'),
    ('婷', '庭'),
    ('伟', '玮'),
    ('军', '君'),
    ('明', '铭'),
    ('志', '智'),
    ('洁', '杰'),
    ('文', '雯'),
    ('佳', '嘉'),
    ('颖', '影'),
    ('琴', '芹'),
    ('雅', '亚'),
    ('香', '湘'),
    ('红', '虹'),
    ('建', '健'),
    ('华', '桦'),
];

/// Of nobody younger anything is kept.
const ADULT: u32 = 18;

/// How the two of a pair came to be alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairKind {
    /// One person, one digit of the number written down wrong and its check character computed.
    WrongDigit,
    /// One person, two neighbouring digits in each other's place.
    SwappedDigits,
    /// One person, who brings the number of 15 digits.
    FifteenDigits,
    /// One person, the name written as it is heard (张晓敏, 张小敏) and a digit wrong.
    OtherSpelling,
    /// One person, whose number the police changed and who has another telephone.
    NewNumber,
    /// One person, on record with a former name that she gives again, and a digit wrong.
    FormerName,
    /// Two people of one name and birth date, most of them from two counties.
    Namesakes,
    /// Twins: one family name, one day, numbers one sequence apart, one telephone in two.
    Twins,
    /// Two of one household: one telephone, born in the same year.
    Household,
}

impl PairKind {
    pub const ALL: [PairKind; 9] = [
        PairKind::WrongDigit,
        PairKind::SwappedDigits,
        PairKind::FifteenDigits,
        PairKind::OtherSpelling,
        PairKind::NewNumber,
        PairKind::FormerName,
        PairKind::Namesakes,
        PairKind::Twins,
        PairKind::Household,
    ];

    pub fn is_one_person(self) -> bool {
        !matches!(
            self,
            PairKind::Namesakes | PairKind::Twins | PairKind::Household
        )
    }
}

/// Somebody on record, and somebody who comes to the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub kind: PairKind,
    pub on_record: Townsperson,
    /// The name she was on record with before.
    pub former_name: Option<String>,
    pub name: String,
    /// As it is typed: 18 digits, or 15.
    pub number: String,
    pub phone: String,
    /// The six digits of the county each is registered in.
    pub homes: [String; 2],
}

/// Pairs without end, every kind in turn; the same ones for the same seed.
#[derive(Debug, Clone)]
pub struct Pairs {
    town: Town,
    chance: Chance,
    on: NaiveDate,
    next: usize,
}

impl Pairs {
    pub fn new(seed: u64, on: NaiveDate) -> Pairs {
        Pairs {
            town: Town::new(seed, on),
            chance: Chance::new(seed ^ 0x5EED),
            on,
            next: 0,
        }
    }

    fn pair(&mut self, kind: PairKind, her: Townsperson) -> Option<Pair> {
        let mut pair = Pair {
            kind,
            former_name: None,
            name: her.name.clone(),
            number: her.id.as_str().to_owned(),
            // Four in ten have another telephone than years ago.
            phone: match self.chance.percent(60) {
                true => her.phone.clone(),
                false => self.town.next()?.phone,
            },
            homes: [her.id.area6().to_owned(), her.id.area6().to_owned()],
            on_record: her,
        };
        let her = &pair.on_record;
        match kind {
            PairKind::WrongDigit => pair.number = self.slip(&her.id, false)?,
            PairKind::SwappedDigits => pair.number = self.slip(&her.id, true)?,
            PairKind::FifteenDigits => pair.number = fifteen(her.id.as_str())?,
            PairKind::OtherSpelling => {
                pair.name = other_spelling(&her.name)?;
                pair.number = self.beside(&her.id)?;
            }
            PairKind::NewNumber => {
                pair.number = self.of_the_day(&her.id)?;
                pair.phone = self.town.next()?.phone;
            }
            PairKind::FormerName => {
                let former = self.other_given(&her.name)?;
                pair.name.clone_from(&former);
                pair.former_name = Some(former);
                pair.number = self.beside(&her.id)?;
            }
            PairKind::Namesakes => {
                let other = self.town.next()?;
                let area = other.id.area6().to_owned();
                pair.number = self.of_county(&area, &her.id)?;
                pair.phone = other.phone;
                pair.homes[1] = area;
            }
            PairKind::Twins => {
                pair.name = self.other_given(&her.name)?;
                pair.number = self.beside(&her.id)?;
            }
            PairKind::Household => {
                let other = self.town.next()?;
                pair.name = self.other_given(&her.name)?;
                pair.number = other.id.as_str().to_owned();
                pair.phone = her.phone.clone();
            }
        }
        Some(pair)
    }

    /// A number with one slip in it, of a person old enough to be registered.
    fn slip(&mut self, id: &ResidentId, swapped: bool) -> Option<String> {
        let mut slips = id.slips();
        let body = |id: &ResidentId| id.as_str()[..17].to_owned();
        let differing = |slip: &ResidentId| {
            let (one, other) = (body(id), body(slip));
            one.bytes()
                .zip(other.bytes())
                .filter(|(one, other)| one != other)
                .count()
        };
        let years = id.birth_date() - chrono::TimeDelta::try_days(3_650)?;
        slips.retain(|slip| {
            (differing(slip) == 2) == swapped
                && (years..=id.birth_date()).contains(&slip.birth_date())
                && slip.area6()[..2] == id.area6()[..2]
        });
        self.chance
            .pick(&slips)
            .map(|slip| slip.as_str().to_owned())
    }

    /// The number of one or two sequences further, of the same sex.
    fn beside(&mut self, id: &ResidentId) -> Option<String> {
        let own: u16 = id.as_str()[14..17].parse().ok()?;
        let beside = if own >= 998 { own - 2 } else { own + 2 };
        let id = ResidentId::compose(id.area6(), id.birth_date(), beside)?;
        Some(id.as_str().to_owned())
    }

    /// Any other sequence of the same county, day and sex.
    fn of_the_day(&mut self, id: &ResidentId) -> Option<String> {
        let area = id.area6().to_owned();
        let number = self.of_county(&area, id)?;
        (number != id.as_str()).then_some(number)
    }

    fn of_county(&mut self, area: &str, id: &ResidentId) -> Option<String> {
        let own: u16 = id.as_str()[14..17].parse().ok()?;
        let sequence = 990 + own % 2 + u16::try_from(self.chance.below(5)).ok()? * 2;
        let id = ResidentId::compose(area, id.birth_date(), sequence)?;
        Some(id.as_str().to_owned())
    }

    /// The name with another last character.
    fn other_given(&mut self, name: &str) -> Option<String> {
        let mut signs: Vec<char> = name.chars().collect();
        let last = signs.last_mut()?;
        let other = self.chance.character(WOMEN);
        if other == *last {
            return None;
        }
        *last = other;
        Some(signs.into_iter().collect())
    }
}

/// The number as it was on the first cards, whose last sequences were kept for people born before
/// 1900.
fn fifteen(number: &str) -> Option<String> {
    if number.get(14..17)? >= "996" {
        return None;
    }
    Some(format!("{}{}", number.get(..6)?, number.get(8..17)?))
}

/// The name with one character of the same reading; none for a name without such a character.
fn other_spelling(name: &str) -> Option<String> {
    let mut signs: Vec<char> = name.chars().collect();
    for sign in signs.iter_mut().skip(1) {
        let pair = SAME_SOUND
            .iter()
            .find(|(one, other)| one == sign || other == sign);
        if let Some((one, other)) = pair {
            *sign = if one == sign { *other } else { *one };
            return Some(signs.into_iter().collect());
        }
    }
    None
}

impl Iterator for Pairs {
    type Item = Pair;

    fn next(&mut self) -> Option<Pair> {
        let kind = PairKind::ALL[self.next % PairKind::ALL.len()];
        self.next += 1;
        loop {
            let her = self.town.next()?;
            // Names with a dot or of one character are not misheard; a pair without a difference is
            // none.
            let grown = age_on(her.birth, self.on).is_some_and(|age| age >= ADULT);
            if !grown || her.name.contains(['·', ' ']) {
                continue;
            }
            if let Some(pair) = self.pair(kind, her) {
                return Some(pair);
            }
        }
    }
}
