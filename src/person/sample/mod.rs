//! Invented people for practice and for proofs: the same ones for the same seed, and nobody real.
//! Their numbers have the sequence digits 990 to 999, which are not given to newborns, and their
//! telephones are of the form 138 0000 xxxx.

mod chance;
mod names;
mod pairs;
mod town;

use chrono::{Days, Months, NaiveDate};

use super::address::address_line;
use super::code::Sex;
use super::resident_id::ResidentId;
pub use chance::Chance;
pub use names::NameBlock;
pub(crate) use names::{MEN, SURNAMES, WOMEN};
pub use pairs::{Pair, PairKind, Pairs};
pub use town::{Town, Townsperson};

/// The longest names of places, from the province to the township, and towns of every length.
const PLACES: &[&[&str]] = &[
    &["湖南省", "衡阳市", "雁峰区", "白沙洲街道", "新矿村社区"],
    &["北京市", "东城区", "东四街道"],
    &["广东省", "东莞市", "虎门镇"],
    &[
        "新疆维吾尔自治区",
        "克孜勒苏柯尔克孜自治州",
        "阿合奇县",
        "哈拉布拉克乡",
        "阿克托别村民委员会",
    ],
    &[
        "甘肃省",
        "临夏回族自治州",
        "积石山保安族东乡族撒拉族自治县",
        "刘集乡",
    ],
    &[
        "云南省",
        "临沧市",
        "双江拉祜族佤族布朗族傣族自治县",
        "沙河乡",
    ],
    &[
        "云南省",
        "红河哈尼族彝族自治州",
        "金平苗族瑶族傣族自治县",
        "者米拉祜族乡",
        "顶青村民委员会",
    ],
    &["贵州省", "黔西南布依族苗族自治州", "望谟县", "油迈瑶族乡"],
];
/// What stands behind the place: from nothing to as much as a form takes.
const DETAILS: &[&str] = &[
    "",
    "12号",
    "××工业区××厂宿舍3栋201室",
    "第十二村民小组东岸小区甲栋二单元",
    "（原纺织厂职工宿舍）8栋302室，后门第三间；敲“东”侧窗",
    "第十二村民小组东岸小区甲栋二单元九零一室（原纺织厂职工宿舍东侧第三排自建房），电话先联系门卫再上楼",
];
/// Six-digit areas of identity numbers.
const AREAS: &[&str] = &["430406", "430421", "441900", "653023", "622927", "530925"];
/// The most children of one person.
pub const MOST_CHILDREN: u64 = 6;

/// A spouse or a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleRelative {
    pub name: String,
    pub sex: Sex,
    pub birth: NaiveDate,
    pub id: ResidentId,
}

/// Somebody who does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamplePerson {
    /// Where the characters of her name come from.
    pub block: NameBlock,
    pub name: String,
    pub sex: Sex,
    pub birth: NaiveDate,
    pub id: ResidentId,
    /// Eleven digits.
    pub phone: String,
    /// Division names and detail, in one line.
    pub address: String,
    /// Where she goes; a line as long as any.
    pub destination: String,
    pub spouse: Option<SampleRelative>,
    /// None to six.
    pub children: Vec<SampleRelative>,
}

/// An endless row of people, each with a name of another block than the one before.
///
/// ```
/// use chrono::NaiveDate;
/// use guitai::person::SamplePeople;
///
/// let on = NaiveDate::from_ymd_opt(2010, 3, 15).unwrap();
/// let people: Vec<_> = SamplePeople::new(1, on).take(200).collect();
/// assert_eq!(people, SamplePeople::new(1, on).take(200).collect::<Vec<_>>());
/// ```
///
/// A test that prints them sets the values it needs in the sample data of the papers
/// (`data.set("applicant.name", &person.name)`); `tests/support/people.rs` does it for all papers.
#[derive(Debug, Clone)]
pub struct SamplePeople {
    chance: Chance,
    /// The day on which they stand at the counter.
    on: NaiveDate,
    next: usize,
}

impl SamplePeople {
    pub fn new(seed: u64, on: NaiveDate) -> SamplePeople {
        SamplePeople {
            chance: Chance::new(seed),
            on,
            next: 0,
        }
    }

    fn person(&mut self, block: NameBlock) -> Option<SamplePerson> {
        let sex = match self.chance.percent(10) {
            true => Sex::Male,
            false => Sex::Female,
        };
        let birth = self.born(18, 49);
        let woman = self.relative(block, sex, birth)?;
        let phone = format!("1380000{:04}", self.chance.below(10_000));
        let address = self.address();
        let destination = self.address();
        let other = match sex {
            Sex::Male => Sex::Female,
            _ => Sex::Male,
        };
        let married = self.chance.percent(80);
        let spouse = match married {
            true => Some(self.relation(other, birth)?),
            false => None,
        };
        let count = self.chance.below(MOST_CHILDREN + 1);
        let mut children = Vec::new();
        for _ in 0..count {
            let sex = match self.chance.percent(52) {
                true => Sex::Male,
                false => Sex::Female,
            };
            let grown = birth.checked_add_months(Months::new(16 * 12))?;
            let born = self.chance.day(grown, self.on.max(grown));
            children.push(self.relation(sex, born)?);
        }
        Some(SamplePerson {
            block,
            name: woman.name,
            sex,
            birth,
            id: woman.id,
            phone,
            address,
            destination,
            spouse,
            children,
        })
    }

    /// Somebody with a name of any block.
    fn relation(&mut self, sex: Sex, birth: NaiveDate) -> Option<SampleRelative> {
        let block = *self.chance.pick(&NameBlock::ALL)?;
        self.relative(block, sex, birth)
    }

    fn relative(&mut self, block: NameBlock, sex: Sex, birth: NaiveDate) -> Option<SampleRelative> {
        let area = *self.chance.pick(AREAS)?;
        let sequence = 990 + u16::try_from(self.chance.below(5)).ok()? * 2;
        let sequence = sequence + u16::from(sex == Sex::Male);
        Some(SampleRelative {
            name: names::name(&mut self.chance, block, sex),
            sex,
            birth,
            id: ResidentId::compose(area, birth, sequence)?,
        })
    }

    fn address(&mut self) -> String {
        let place = self.chance.pick(PLACES).copied().unwrap_or_default();
        let detail = self.chance.pick(DETAILS).copied().unwrap_or_default();
        address_line(place, None, detail)
    }

    fn born(&mut self, youngest: u32, oldest: u32) -> NaiveDate {
        let ago = |years: u32| self.on.checked_sub_months(Months::new(years * 12));
        let first = ago(oldest).unwrap_or(self.on);
        let last = ago(youngest).unwrap_or(self.on);
        let day = self.chance.day(first, last);
        // Whoever is born on the very day is a day short of the age.
        day.checked_sub_days(Days::new(1)).unwrap_or(day)
    }
}

impl Iterator for SamplePeople {
    type Item = SamplePerson;

    /// `None` only if `on` is at the end of the calendar.
    fn next(&mut self) -> Option<SamplePerson> {
        let block = NameBlock::ALL[self.next % NameBlock::ALL.len()];
        self.next += 1;
        self.person(block)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::person::PersonName;

    fn people(count: usize) -> Vec<SamplePerson> {
        let on = NaiveDate::from_ymd_opt(2010, 3, 15).expect("a real day");
        SamplePeople::new(20_100_315, on).take(count).collect()
    }

    #[test]
    fn the_same_seed_invents_the_same_people() {
        assert_eq!(people(50), people(50));
        assert_eq!(people(50).len(), 50);
    }

    #[test]
    fn every_invented_name_is_one_a_form_takes_as_it_is() {
        for person in people(2_000) {
            let spouse = person.spouse.iter();
            for name in spouse
                .chain(&person.children)
                .map(|one| &one.name)
                .chain([&person.name])
            {
                let read = PersonName::read(name).unwrap_or_else(|why| panic!("{name}: {why:?}"));
                assert_eq!(read.as_str(), name, "{:?}", person.block);
            }
        }
    }

    #[test]
    fn every_block_number_of_children_and_longest_name_occurs_and_nobody_could_be_real() {
        let people = people(2_000);
        let blocks: BTreeSet<NameBlock> = people.iter().map(|one| one.block).collect();
        assert_eq!(blocks.len(), NameBlock::ALL.len());
        let children: BTreeSet<usize> = people.iter().map(|one| one.children.len()).collect();
        assert_eq!(children, (0..=6).collect());
        assert!(
            people
                .iter()
                .any(|one| one.name.chars().count() == names::LONGEST)
        );
        for person in &people {
            assert!(person.id.as_str()[14..].starts_with("99"), "{person:?}");
            assert!(person.phone.starts_with("1380000"));
        }
    }
}
