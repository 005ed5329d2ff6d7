use pinyin::{ToPinyin, ToPinyinMulti};

use super::spelling::{is_han, is_latin_letter};

/// Surnames that are read in a way of their own. Longer ones stand first.
const SURNAMES: &[(&str, &str)] = &[
    ("尉迟", "yu chi"),
    ("万俟", "mo qi"),
    ("单于", "chan yu"),
    ("澹台", "tan tai"),
    ("长孙", "zhang sun"),
    ("令狐", "ling hu"),
    ("宰父", "zai fu"),
    ("皇甫", "huang fu"),
    ("拓跋", "tuo ba"),
    ("曾", "zeng"),
    ("单", "shan"),
    ("仇", "qiu"),
    ("解", "xie"),
    ("区", "ou"),
    ("查", "zha"),
    ("翟", "zhai"),
    ("朴", "piao"),
    ("盖", "ge"),
    ("覃", "qin"),
    ("乐", "yue"),
    ("缪", "miao"),
    ("召", "shao"),
    ("黑", "he"),
    ("秘", "bi"),
    ("洗", "xian"),
    ("员", "yun"),
    ("贠", "yun"),
    ("卜", "bu"),
    ("薄", "bo"),
    ("种", "chong"),
    ("繁", "po"),
    ("折", "she"),
    ("句", "gou"),
    ("阚", "kan"),
    ("郇", "xun"),
    ("乜", "nie"),
    ("佴", "nai"),
    ("能", "nai"),
    ("参", "shen"),
    ("适", "kuo"),
    ("祭", "zhai"),
    ("藏", "zang"),
    ("粘", "nian"),
    ("么", "yao"),
    ("厍", "she"),
    ("隗", "wei"),
    ("冼", "xian"),
    ("任", "ren"),
    ("华", "hua"),
    ("燕", "yan"),
    ("盛", "sheng"),
    ("应", "ying"),
    ("尉", "wei"),
    ("那", "na"),
    ("车", "che"),
    ("石", "shi"),
    ("宿", "su"),
    ("都", "du"),
];

/// Place names that are read in a way of their own.
const PLACES: &[(&str, &str)] = &[
    ("六安", "lu an"),
    ("六合", "lu he"),
    ("蚌埠", "beng bu"),
    ("铅山", "yan shan"),
    ("单县", "shan xian"),
    ("东阿", "dong e"),
    ("大埔", "da bu"),
    ("番禺", "pan yu"),
    ("重庆", "chong qing"),
    ("乐清", "yue qing"),
    ("乐亭", "lao ting"),
    ("洪洞", "hong tong"),
    ("蔚县", "yu xian"),
    ("浚县", "xun xian"),
    ("尉犁", "yu li"),
    ("泌阳", "bi yang"),
    ("涡阳", "guo yang"),
    ("枞阳", "zong yang"),
    ("覃塘", "qin tang"),
    ("中牟", "zhong mu"),
    ("牟平", "mu ping"),
    ("解州", "xie zhou"),
    ("会稽", "kuai ji"),
    ("吴堡", "wu bu"),
    ("泊头", "bo tou"),
    ("繁峙", "fan shi"),
    ("珲春", "hun chun"),
    ("黄陂", "huang pi"),
    ("栎阳", "yue yang"),
    ("筠连", "jun lian"),
    ("犍为", "qian wei"),
    ("荥经", "ying jing"),
    ("大城县", "dai cheng xian"),
    ("十里铺", "shi li pu"),
    ("莘庄", "xin zhuang"),
];

/// Characters whose everyday reading in names of people and places is not the crate's default.
const EVERYDAY: &[(&str, &str)] = &[
    ("长", "chang"),
    ("晟", "sheng"),
    ("厦", "xia"),
    ("曾", "zeng"),
    ("藏", "zang"),
    ("都", "du"),
];

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

    proptest! {
        #[test]
        fn any_text_is_spelled_without_panic(text in any::<String>()) {
            let _ = syllables(&text);
            let _ = place_syllables(&text);
        }

        #[test]
        fn any_name_is_spelled_without_panic(text in "[尉迟单于曾长六安aZ· 9䶮]{0,6}") {
            prop_assert_eq!(initials(&text).chars().count(), syllables(&text).len());
        }
    }
}
