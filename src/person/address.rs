use serde::{Deserialize, Serialize};

use super::code::label;
use crate::text::{Label, Message, clean_line, half_width};

/// Most characters of a group.
const MOST: usize = 10;
/// Names that stand in the division table and never in an address.
pub(super) const UNSPOKEN: [&str; 8] = [
    "市辖区",
    "县",
    "市",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "省直辖县级行政单位",
    "省直辖行政单位",
    "自治区直辖行政单位",
];

/// The group below a community (第3组, 二队, 新塘组), kept as typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Group(String);

/// Why a text is no group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupProblem {
    Empty,
    /// More than 10 characters; this many were typed.
    TooLong(usize),
}

impl GroupProblem {
    pub fn message(&self) -> Message {
        match self {
            GroupProblem::Empty => Message::new("person.group_empty"),
            GroupProblem::TooLong(length) => Message::new("person.group_too_long")
                .with("length", length)
                .with("most", MOST),
        }
    }
}

impl Group {
    /// Reads a group. Any text of up to ten characters is one; a number in it is told by
    /// [`Group::number`].
    ///
    /// # Errors
    /// [`GroupProblem::Empty`] or [`GroupProblem::TooLong`].
    pub fn read(text: &str) -> Result<Group, GroupProblem> {
        let typed = clean_line(text).trim().to_owned();
        match typed.chars().count() {
            0 => Err(GroupProblem::Empty),
            length if length > MOST => Err(GroupProblem::TooLong(length)),
            _ => Ok(Group(typed)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number of `第3组`, `三组`, `十二村民小组`, `3队`, 1 to 999; `None` for a named group.
    pub fn number(&self) -> Option<u32> {
        let half = half_width(&self.0);
        let rest = half.strip_prefix('第').unwrap_or(&half);
        let rest = rest.strip_suffix(['组', '队', '社']).unwrap_or(rest);
        let rest = rest.strip_suffix('小').unwrap_or(rest);
        let rest = ["村民", "居民"]
            .into_iter()
            .find_map(|kind| rest.strip_suffix(kind))
            .unwrap_or(rest);
        number_in(rest)
    }

    /// What is compared when a group is looked for: the number in Arabic digits, or the text.
    pub fn search_key(&self) -> String {
        match self.number() {
            Some(number) => number.to_string(),
            None => self.0.clone(),
        }
    }

    /// As typed; a bare number gets 组 behind it, so that it is not read as a house number.
    pub fn printed(&self) -> String {
        let bare = half_width(&self.0).bytes().all(|b| b.is_ascii_digit());
        match bare {
            true => format!("{}组", half_width(&self.0)),
            false => self.0.clone(),
        }
    }
}

impl TryFrom<String> for Group {
    type Error = String;

    fn try_from(text: String) -> Result<Group, String> {
        Group::read(&text).map_err(|problem| format!("{problem:?}"))
    }
}

impl From<Group> for String {
    fn from(group: Group) -> String {
        group.0
    }
}

/// Why an address has no group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoGroup {
    NonAgriculturalCollective,
    TownWithoutGroups,
    NotInBook,
    Other,
}

impl NoGroup {
    pub const ALL: [NoGroup; 4] = [
        NoGroup::NonAgriculturalCollective,
        NoGroup::TownWithoutGroups,
        NoGroup::NotInBook,
        NoGroup::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            NoGroup::NonAgriculturalCollective => "non_agricultural_collective",
            NoGroup::TownWithoutGroups => "town_without_groups",
            NoGroup::NotInBook => "not_in_book",
            NoGroup::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<NoGroup> {
        NoGroup::ALL.into_iter().find(|why| why.code() == code)
    }

    pub fn label(self) -> Label {
        match self {
            NoGroup::NonAgriculturalCollective => {
                label("非农业集体户", "non-agricultural collective household")
            }
            NoGroup::TownWithoutGroups => label("城镇无组编制", "town without groups"),
            NoGroup::NotInBook => label(
                "户口本未载（请社区核定）",
                "not in the household book (the community is to settle it)",
            ),
            NoGroup::Other => label("其他", "other"),
        }
    }
}

/// The answer to the question for the group: the group, or why there is none. The canonical text
/// is the group as typed, or `none:` and the code of the reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupAnswer {
    Group(Group),
    None(NoGroup),
}

impl GroupAnswer {
    /// # Errors
    /// As [`Group::read`]; an unknown reason after `none:` counts as empty.
    pub fn read(text: &str) -> Result<GroupAnswer, GroupProblem> {
        match text.trim().strip_prefix("none:") {
            Some(code) => NoGroup::from_code(code)
                .map(GroupAnswer::None)
                .ok_or(GroupProblem::Empty),
            None => Group::read(text).map(GroupAnswer::Group),
        }
    }

    /// As printed in an address: `第3组`, or `(无组)`.
    pub fn printed(&self) -> String {
        match self {
            GroupAnswer::Group(group) => group.printed(),
            GroupAnswer::None(_) => "(无组)".to_owned(),
        }
    }
}

impl std::fmt::Display for GroupAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            GroupAnswer::Group(group) => f.write_str(group.as_str()),
            GroupAnswer::None(why) => write!(f, "none:{}", why.code()),
        }
    }
}

/// One printed line of an address: the division names from the province down, the group, the
/// detail. 市辖区 and its like are left out, and so is a name that repeats the one before it.
pub fn address_line(divisions: &[&str], group: Option<&GroupAnswer>, detail: &str) -> String {
    let mut line = String::new();
    let mut before = "";
    for name in divisions.iter().copied() {
        if !UNSPOKEN.contains(&name) && name != before {
            line.push_str(name);
            before = name;
        }
    }
    if let Some(group) = group {
        line.push_str(&group.printed());
    }
    line.push_str(detail.trim());
    line
}

/// 1 to 999 in Arabic or Chinese digits.
fn number_in(text: &str) -> Option<u32> {
    let length = text.chars().count();
    if !(1..=5).contains(&length) {
        return None;
    }
    let number = match text.bytes().all(|b| b.is_ascii_digit()) {
        true if length <= 3 => text.parse().ok(),
        true => None,
        false => chinese_number(text),
    };
    number.filter(|number| (1..1000).contains(number))
}

/// A number below 1000 in Chinese digits, with 十 and 百 or digit by digit (二三 for 23).
fn chinese_number(text: &str) -> Option<u32> {
    let mut hundreds = 0;
    let mut tens = 0;
    let mut digit = None;
    for c in text.chars() {
        match c {
            '百' => hundreds = digit.take().unwrap_or(1),
            '十' => tens = digit.take().unwrap_or(1),
            '零' | '〇' if digit.is_none() => {}
            c => {
                let value = "一二三四五六七八九".chars().position(|one| one == c)?;
                // At most five digits get here, so the sum stays small.
                digit = Some(digit.unwrap_or(0) * 10 + value as u32 + 1);
            }
        }
    }
    Some(hundreds * 100 + tens * 10 + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(text: &str) -> String {
        Group::read(text)
            .map(|group| group.search_key())
            .expect("a group")
    }

    #[test]
    fn a_group_keeps_its_words_and_is_found_by_its_number() {
        for (typed, expected) in [
            ("第3组", "3"),
            ("3组", "3"),
            ("３组", "3"),
            ("三组", "3"),
            ("第十二村民小组", "12"),
            ("二十居民组", "20"),
            ("一百零二队", "102"),
            ("5社", "5"),
            ("7", "7"),
            ("新塘组", "新塘组"),
            ("小区3栋", "小区3栋"),
            ("0组", "0组"),
            ("1234组", "1234组"),
        ] {
            assert_eq!(key(typed), expected, "{typed}");
            assert_eq!(Group::read(typed).expect("a group").as_str(), typed);
        }
    }

    #[test]
    fn an_empty_or_long_group_is_refused() {
        assert_eq!(Group::read(" "), Err(GroupProblem::Empty));
        assert_eq!(
            Group::read(&"组".repeat(11)),
            Err(GroupProblem::TooLong(11))
        );
    }

    #[test]
    fn a_missing_group_has_a_reason_that_reads_back() {
        for why in NoGroup::ALL {
            let answer = GroupAnswer::None(why);
            assert_eq!(GroupAnswer::read(&answer.to_string()), Ok(answer));
        }
        assert_eq!(GroupAnswer::read("none:"), Err(GroupProblem::Empty));
    }

    #[test]
    fn an_address_is_joined_without_repeats() {
        let group = GroupAnswer::read("第3组").expect("a group");
        let yanfeng = ["湖南省", "衡阳市", "雁峰区", "白沙洲街道", "新矿村社区"];
        assert_eq!(
            address_line(&yanfeng, Some(&group), "12号"),
            "湖南省衡阳市雁峰区白沙洲街道新矿村社区第3组12号"
        );
        let none = GroupAnswer::None(NoGroup::TownWithoutGroups);
        assert_eq!(
            address_line(&["联盟山社区"], Some(&none), ""),
            "联盟山社区(无组)"
        );
        assert_eq!(
            address_line(&["北京市", "北京市", "市辖区", "东城区"], None, " 3号 "),
            "北京市东城区3号"
        );
        let bare = GroupAnswer::read("3").expect("a group");
        assert_eq!(
            address_line(&["白沙社区"], Some(&bare), "5号"),
            "白沙社区3组5号"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in any::<String>()) {
            if let Ok(answer) = GroupAnswer::read(&text) {
                let _ = answer.printed();
            }
            if let Ok(group) = Group::read(&text) {
                let _ = group.search_key();
            }
        }

        #[test]
        fn nearly_a_group_is_read_without_panic(text in "第?[0-9一二三十百零]{0,6}(村民)?小?[组队社]?") {
            if let Ok(group) = Group::read(&text) {
                prop_assert!(!group.search_key().is_empty());
                prop_assert_eq!(Group::read(group.as_str()), Ok(group));
            }
        }
    }
}
