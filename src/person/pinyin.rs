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

/// Characters of names that are read in more than one way today, in the order of their code points
/// (the readings of 现代汉语词典 that occur in names and family names).
const READINGS: &[(char, &str)] = &[
    ('丁', "ding zheng"),
    ('万', "wan mo"),
    ('么', "yao me"),
    ('乐', "yue le lao"),
    ('乘', "cheng sheng"),
    ('亲', "qin qing"),
    ('什', "shen shi"),
    ('仇', "qiu chou"),
    ('会', "hui kuai"),
    ('传', "chuan zhuan"),
    ('伯', "bo bai"),
    ('伽', "jia qie ga"),
    ('便', "bian pian"),
    ('俞', "yu shu"),
    ('偻', "lou lv"),
    ('其', "qi ji"),
    ('冯', "feng ping"),
    ('刨', "pao bao"),
    ('勒', "le lei"),
    ('匙', "shi chi"),
    ('区', "ou qu"),
    ('单', "shan dan chan"),
    ('卜', "bu bo"),
    ('卡', "ka qia"),
    ('厦', "xia sha"),
    ('参', "shen can cen"),
    ('句', "gou ju"),
    ('召', "shao zhao"),
    ('叶', "ye xie"),
    ('吁', "xu yu"),
    ('吓', "xia he"),
    ('员', "yun yuan"),
    ('呵', "he a"),
    ('和', "he huo"),
    ('咽', "yan ye"),
    ('圈', "quan juan"),
    ('地', "di de"),
    ('埋', "mai man"),
    ('塞', "sai se"),
    ('壳', "ke qiao"),
    ('大', "da dai tai"),
    ('奇', "qi ji"),
    ('契', "qi xie"),
    ('女', "nv ru"),
    ('娜', "na nuo"),
    ('孱', "chan can"),
    ('宿', "su xiu"),
    ('尉', "wei yu"),
    ('尺', "chi che"),
    ('尾', "wei yi"),
    ('屏', "ping bing"),
    ('属', "shu zhu"),
    ('巷', "xiang hang"),
    ('幢', "chuang zhuang"),
    ('度', "du duo"),
    ('弄', "nong long"),
    ('弹', "tan dan"),
    ('强', "qiang jiang"),
    ('得', "de dei"),
    ('扁', "bian pian"),
    ('扎', "zha za"),
    ('扛', "kang gang"),
    ('折', "she zhe"),
    ('拂', "fu bi"),
    ('拓', "tuo ta"),
    ('择', "ze zhai"),
    ('拾', "shi she"),
    ('提', "ti di"),
    ('攒', "zan cuan"),
    ('数', "shu shuo"),
    ('於', "yu wu"),
    ('晟', "sheng cheng"),
    ('暴', "bao pu"),
    ('曾', "zeng ceng"),
    ('朝', "chao zhao"),
    ('朴', "piao pu po"),
    ('杉', "shan sha"),
    ('枸', "gou ju"),
    ('柏', "bai bo"),
    ('柜', "gui ju"),
    ('柞', "zha zuo"),
    ('查', "zha cha"),
    ('栖', "qi xi"),
    ('校', "xiao jiao"),
    ('核', "he hu"),
    ('桧', "gui hui"),
    ('楷', "kai jie"),
    ('槛', "kan jian"),
    ('模', "mo mu"),
    ('殖', "zhi shi"),
    ('殷', "yin yan"),
    ('氏', "shi zhi"),
    ('汤', "tang shang"),
    ('沈', "shen chen"),
    ('沌', "dun zhuan"),
    ('沓', "ta da"),
    ('泊', "bo po"),
    ('泌', "bi mi"),
    ('洗', "xian xi"),
    ('浚', "jun xun"),
    ('涡', "wo guo"),
    ('湛', "zhan chen"),
    ('溪', "xi qi"),
    ('澄', "cheng deng"),
    ('澹', "dan tan"),
    ('炅', "jiong gui"),
    ('熨', "yun yu"),
    ('率', "shuai lv"),
    ('珲', "hun hui"),
    ('琢', "zhuo zuo"),
    ('畜', "chu xu"),
    ('番', "pan fan"),
    ('的', "di de"),
    ('盖', "ge gai"),
    ('盛', "sheng cheng"),
    ('省', "sheng xing"),
    ('瞿', "qu ju"),
    ('矜', "jin guan"),
    ('石', "shi dan"),
    ('祭', "zhai ji"),
    ('禅', "chan shan"),
    ('种', "chong zhong"),
    ('秘', "bi mi"),
    ('稽', "ji qi"),
    ('筠', "yun jun"),
    ('粘', "nian zhan"),
    ('粥', "zhou yu"),
    ('系', "xi ji"),
    ('繁', "po fan"),
    ('约', "yue yao"),
    ('纶', "lun guan"),
    ('给', "ji gei"),
    ('络', "luo lao"),
    ('综', "zong zeng"),
    ('绿', "lv lu"),
    ('缉', "ji qi"),
    ('缪', "miao mou"),
    ('翟', "zhai di"),
    ('能', "nai neng"),
    ('脉', "mai mo"),
    ('般', "ban bo"),
    ('色', "se shai"),
    ('艾', "ai yi"),
    ('芥', "jie gai"),
    ('若', "ruo re"),
    ('茄', "qie jia"),
    ('茜', "qian xi"),
    ('荥', "xing ying"),
    ('荨', "xun qian"),
    ('莘', "shen xin"),
    ('莞', "guan wan"),
    ('落', "luo lao la"),
    ('著', "zhu zhe"),
    ('蓼', "liao lu"),
    ('蔓', "man wan"),
    ('蔚', "wei yu"),
    ('蕃', "fan bo"),
    ('薄', "bo bao"),
    ('藏', "zang cang"),
    ('虹', "hong jiang"),
    ('蛇', "she yi"),
    ('蛤', "ha ge"),
    ('血', "xue xie"),
    ('行', "xing hang heng"),
    ('褚', "chu zhu"),
    ('覃', "qin tan"),
    ('见', "jian xian"),
    ('觉', "jue jiao"),
    ('角', "jiao jue"),
    ('解', "xie jie"),
    ('识', "shi zhi"),
    ('说', "shuo shui yue"),
    ('读', "du dou"),
    ('调', "diao tiao"),
    ('谌', "chen shen"),
    ('谜', "mi mei"),
    ('谷', "gu yu"),
    ('贲', "ben bi"),
    ('费', "fei bi"),
    ('贾', "jia gu"),
    ('车', "che ju"),
    ('辟', "bi pi"),
    ('还', "huan hai"),
    ('适', "kuo shi"),
    ('遗', "yi wei"),
    ('那', "na nuo"),
    ('都', "du dou"),
    ('酢', "cu zuo"),
    ('重', "zhong chong"),
    ('钥', "yao yue"),
    ('铅', "qian yan"),
    ('铛', "dang cheng"),
    ('镐', "gao hao"),
    ('长', "chang zhang"),
    ('阏', "e yan"),
    ('阿', "a e"),
    ('陂', "bei pi po"),
    ('陆', "lu liu"),
    ('降', "jiang xiang"),
    ('隗', "wei kui"),
    ('隽', "juan jun"),
    ('雀', "que qiao"),
    ('露', "lu lou"),
    ('靓', "jing liang"),
    ('颈', "jing geng"),
    ('颤', "chan zhan"),
    ('鸟', "niao diao"),
    ('鹄', "hu gu"),
    ('黑', "he hei"),
    ('龟', "gui jun qiu"),
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
