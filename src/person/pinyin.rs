use pinyin::{ToPinyin, ToPinyinMulti};

use super::spelling::{is_han, is_latin_letter};
use tables::{PLACES, READINGS, SURNAMES};

mod tables;

/// Characters whose everyday reading in names of people and places is not the crate's default.
const EVERYDAY: &[(&str, &str)] = &[
    ("长", "chang"),
    ("晟", "sheng"),
    ("厦", "xia"),
    ("曾", "zeng"),
    ("藏", "zang"),
    ("都", "du"),
];

/// More ways to read one name are not kept.
const MOST_READINGS: usize = 8;

/// The toneless pinyin of a person's name, a syllable for each character, `ü` written `v`: the
/// surname by its own reading, the rest by the usual one. A word in Latin letters is one syllable
/// in lower case; what has no reading is left out.
pub fn syllables(name: &str) -> Vec<String> {
    let characters = name.chars().filter(|c| is_han(*c)).count();
    let surname = SURNAMES.iter().find(|(surname, _)| {
        // 单于 alone is a man called 于 of the family 单, not a family without a given name.
        name.starts_with(surname) && surname.chars().count() < characters.max(2)
    });
    let (mut out, rest) = match surname {
        Some((surname, reading)) => (split(reading), &name[surname.len()..]),
        None => (Vec::new(), name),
    };
    out.extend(spell(rest, &[EVERYDAY]));
    out
}

/// Every living reading of a person's name, the usual one first: syllables with a single space
/// between. A family name is read as one and otherwise, a given name in all its readings; eight at
/// most. There is always one, if only an empty one.
///
/// Readings no dictionary of today gives (红 as gong) are left out: they would lead to people
/// nobody meant.
pub fn name_readings(name: &str) -> Vec<String> {
    let usual = syllables(name);
    let mut readings = vec![usual.join(" ")];
    // Only a name of single characters has a syllable for each of them.
    let signs: Vec<char> = name.chars().filter(|sign| is_han(*sign)).collect();
    if signs.len() != usual.len() {
        return readings;
    }
    let mut ways: Vec<Vec<&str>> = vec![Vec::new()];
    for (sign, usual) in signs.iter().zip(&usual) {
        let mut choices: Vec<&str> = vec![usual];
        for other in other_readings(*sign) {
            if other != usual {
                choices.push(other);
            }
        }
        ways = (choices.iter())
            .flat_map(|choice| ways.iter().map(|way| [way.as_slice(), &[*choice]].concat()))
            .take(MOST_READINGS)
            .collect();
    }
    readings.extend(ways.iter().skip(1).map(|way| way.join(" ")));
    readings
}

fn other_readings(sign: char) -> impl Iterator<Item = &'static str> {
    let of_sign = READINGS.binary_search_by_key(&sign, |(sign, _)| *sign);
    of_sign
        .into_iter()
        .flat_map(|place| READINGS[place].1.split(' '))
}

/// The toneless pinyin of a place name.
pub fn place_syllables(name: &str) -> Vec<String> {
    spell(name, &[PLACES, EVERYDAY])
}

/// The first letters of the syllables: `lct` for 李春桃.
pub fn initials(name: &str) -> String {
    let syllables = syllables(name);
    syllables.iter().filter_map(|s| s.chars().next()).collect()
}

/// The syllables without a space: `lichuntao` for 李春桃.
pub fn joined(name: &str) -> String {
    syllables(name).concat()
}

/// Every toneless reading of a character, the usual one first, with its reading as a surname.
pub fn alternatives(ch: char) -> Vec<String> {
    let single = ch.to_string();
    let own = [EVERYDAY, SURNAMES]
        .into_iter()
        .flatten()
        .filter(|(word, _)| *word == single)
        .map(|(_, reading)| (*reading).to_owned());
    let known = ch.to_pinyin_multi().into_iter().flatten();
    let mut out: Vec<String> = Vec::new();
    for reading in own.chain(known.map(|reading| plain(reading.plain()))) {
        if !out.contains(&reading) {
            out.push(reading);
        }
    }
    out
}

/// Spells `text` from left to right, words of the tables before single characters.
fn spell(text: &str, tables: &[&[(&str, &str)]]) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let word = tables
            .iter()
            .copied()
            .flatten()
            .find(|(word, _)| rest.starts_with(word));
        let taken = if let Some((word, reading)) = word {
            out.extend(split(reading));
            word.len()
        } else if is_word_character(c) {
            let end = rest.find(|c| !is_word_character(c));
            let word = &rest[..end.unwrap_or(rest.len())];
            out.push(word.to_lowercase());
            word.len()
        } else {
            out.extend(c.to_pinyin().map(|reading| plain(reading.plain())));
            c.len_utf8()
        };
        rest = &rest[taken..];
    }
    out
}

fn is_word_character(c: char) -> bool {
    is_latin_letter(c) || c.is_ascii_digit()
}

fn split(reading: &str) -> Vec<String> {
    reading.split(' ').map(str::to_owned).collect()
}

fn plain(reading: &str) -> String {
    reading.replace('ü', "v")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn surnames_are_read_as_surnames() {
        for (name, expected) in [
            ("曾丽", "zengli"),
            ("单雄信", "shanxiongxin"),
            ("仇英", "qiuying"),
            ("解晓东", "xiexiaodong"),
            ("区小明", "ouxiaoming"),
            ("查良镛", "zhaliangyong"),
            ("翟志刚", "zhaizhigang"),
            ("朴树", "piaoshu"),
            ("盖叫天", "gejiaotian"),
            ("覃小丽", "qinxiaoli"),
            ("乐毅", "yueyi"),
            ("尉迟恭", "yuchigong"),
            ("万俟卨", "moqixie"),
            ("单于明", "chanyuming"),
            ("单于", "shanyu"),
            ("澹台灭明", "tantaimieming"),
            ("卜算子", "busuanzi"),
        ] {
            assert_eq!(joined(name), expected, "{name}");
        }
    }

    #[test]
    fn the_usual_reading_is_taken_for_the_rest() {
        assert_eq!(syllables("李春桃"), ["li", "chun", "tao"]);
        assert_eq!(initials("李春桃"), "lct");
        assert_eq!(joined("吕绿"), "lvlv");
        assert_eq!(joined("李长春"), "lichangchun");
        assert_eq!(joined("陈䶮"), "chenyan");
        assert_eq!(initials("阿依古丽·买买提"), "ayglmmt");
    }

    #[test]
    fn letters_are_one_syllable_a_word() {
        assert_eq!(syllables("O'BRIEN Mary"), ["o", "brien", "mary"]);
        assert_eq!(initials("约翰·F·肯尼迪"), "yhfknd");
    }

    #[test]
    fn places_are_read_as_places() {
        assert_eq!(place_syllables("六安市").concat(), "luanshi");
        assert_eq!(place_syllables("东莞市").concat(), "dongguanshi");
        assert_eq!(place_syllables("长沙市").concat(), "changshashi");
        assert_eq!(place_syllables("西藏自治区").concat(), "xizangzizhiqu");
    }

    #[test]
    fn both_readings_of_a_surname_are_alternatives() {
        for (ch, readings) in [('覃', ["qin", "tan"]), ('乐', ["yue", "le"])] {
            let known = alternatives(ch);
            for reading in readings {
                assert!(known.iter().any(|one| one == reading), "{ch} {known:?}");
            }
        }
        assert!(alternatives('·').is_empty());
    }

    #[test]
    fn the_readings_stand_in_order_and_the_usual_one_is_among_them() {
        assert!(READINGS.is_sorted_by(|(a, _), (b, _)| a < b));
        for (sign, readings) in READINGS {
            let name = format!("李{sign}");
            let usual = syllables(&name).pop().expect("it has a reading");
            assert!(
                readings.split(' ').any(|one| one == usual),
                "{sign} {usual}"
            );
        }
    }

    #[test]
    fn a_name_is_read_in_all_its_ways() {
        assert_eq!(name_readings("李春桃"), ["li chun tao"]);
        assert_eq!(
            name_readings("曾茜"),
            ["zeng qian", "ceng qian", "zeng xi", "ceng xi"]
        );
        assert_eq!(
            name_readings("张行"),
            ["zhang xing", "zhang hang", "zhang heng"]
        );
        assert_eq!(name_readings("Anna Petrova"), ["anna petrova"]);
        assert_eq!(name_readings(""), [""]);
        assert_eq!(name_readings("单于乐行").len(), MOST_READINGS);
    }

    proptest! {
        #[test]
        fn any_text_is_spelled_without_panic(text in any::<String>()) {
            let _ = syllables(&text);
            let readings = name_readings(&text);
            prop_assert!((1..=MOST_READINGS).contains(&readings.len()));
            let _ = place_syllables(&text);
        }

        #[test]
        fn any_name_is_spelled_without_panic(text in "[尉迟单于曾长六安aZ· 9䶮]{0,6}") {
            prop_assert_eq!(initials(&text).chars().count(), syllables(&text).len());
        }
    }
}
