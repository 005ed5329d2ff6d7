use std::ops::RangeInclusive;

use super::chance::Chance;
use crate::person::Sex;

pub(crate) const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
pub(crate) const WOMEN: &str = "芳娜秀英敏静丽艳娟霞兰玲红梅燕萍莉洁云莲珍雪琴香月春桃菊凤慧巧美婷雅楠倩蓉薇莎菲露瑶怡晓小玉文佳欣悦琳颖璐媛妍彤嘉淑贞素碧桂冬青清华荣爱";
pub(crate) const MEN: &str =
    "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林建国志文永金海德福祥松柏峰毅成东";
const DOUBLE_SURNAMES: &[&str] = &[
    "欧阳", "司马", "诸葛", "上官", "皇甫", "尉迟", "令狐", "夏侯",
];

/// Parts of names that are written with a dot between them.
const WITH_DOTS: &[&[&str]] = &[
    // Uyghur, Kazakh, Kyrgyz
    &[
        "阿卜杜热西提",
        "阿卜杜克热木",
        "买买提明",
        "古丽巴哈尔",
        "阿依努尔",
        "吐尔逊阿依",
        "木拉提别克",
        "古丽扎提",
        "哈那提别克",
    ],
    // Tibetan
    &[
        "多吉才让",
        "次仁卓玛",
        "尼玛扎西",
        "嘎玛",
        "拉姆曲珍",
        "丹增旺姆",
    ],
    // Mongolian and Daur
    &[
        "乌云其木格",
        "孛儿只斤",
        "萨仁图雅",
        "阿拉坦其其格",
        "郭尔罗斯",
    ],
    // Yi, Lahu, Va
    &["吉克", "阿鲁伍呷", "沙马尔布", "曲比阿乌", "娜朵", "岩龙"],
];

const LATIN: &[&str] = &[
    "Ana María Gutiérrez-López",
    "O'Brien, Mary Kate",
    "Jürgen Müller-Weiß",
    "Nguyễn Thị Hương Giang",
    "Søren Ångström",
    "FATIMA BINTE ABDULLAH",
];

/// The longest name a form takes has this many characters.
pub(super) const LONGEST: usize = 50;

/// Where the characters of an invented name come from. Every block has a picture in the fonts of
/// the house; that they all print is what the long test of the papers proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameBlock {
    /// Names as most people have them, of two to four characters.
    Common,
    /// Any character of the unified block.
    Unified,
    ExtensionA,
    ExtensionB,
    ExtensionC,
    ExtensionD,
    ExtensionE,
    ExtensionF,
    /// The twelve unified ideographs among the compatibility ones.
    Compatibility,
    /// A character with a mark that chooses its form.
    Variant,
    /// Parts with a dot between them, as of many minorities.
    Dotted,
    Latin,
    /// As long as a form takes: 50 characters.
    Longest,
}

impl NameBlock {
    pub const ALL: [NameBlock; 13] = [
        NameBlock::Common,
        NameBlock::Unified,
        NameBlock::ExtensionA,
        NameBlock::ExtensionB,
        NameBlock::ExtensionC,
        NameBlock::ExtensionD,
        NameBlock::ExtensionE,
        NameBlock::ExtensionF,
        NameBlock::Compatibility,
        NameBlock::Variant,
        NameBlock::Dotted,
        NameBlock::Latin,
        NameBlock::Longest,
    ];

    /// The code points of a block of ideographs: those of GB 18030-2022 level 3.
    fn range(self) -> Option<RangeInclusive<u32>> {
        match self {
            NameBlock::Unified => Some(0x4E00..=0x9FEF),
            NameBlock::ExtensionA => Some(0x3400..=0x4DB5),
            NameBlock::ExtensionB => Some(0x20000..=0x2A6D6),
            NameBlock::ExtensionC => Some(0x2A700..=0x2B734),
            NameBlock::ExtensionD => Some(0x2B740..=0x2B81D),
            NameBlock::ExtensionE => Some(0x2B820..=0x2CEA1),
            NameBlock::ExtensionF => Some(0x2CEB0..=0x2EBE0),
            _ => None,
        }
    }
}

pub(super) fn name(chance: &mut Chance, block: NameBlock, sex: Sex) -> String {
    match block {
        NameBlock::Common => common(chance, sex),
        NameBlock::Dotted => dotted(chance),
        NameBlock::Latin => chance.pick(LATIN).copied().unwrap_or_default().to_owned(),
        NameBlock::Longest => longest(chance),
        NameBlock::Compatibility => with_surname(chance, |chance| {
            chance.character("﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩")
        }),
        NameBlock::Variant => {
            let mut name = with_surname(chance, |chance| chance.character("葛辻邉榊"));
            name.push('\u{E0100}');
            name
        }
        block => with_surname(chance, |chance| ideograph(chance, block)),
    }
}

fn common(chance: &mut Chance, sex: Sex) -> String {
    let given = match sex {
        Sex::Male => MEN,
        _ => WOMEN,
    };
    let mut name = match chance.percent(5) {
        true => chance
            .pick(DOUBLE_SURNAMES)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        false => chance.character(SURNAMES).to_string(),
    };
    name.push(chance.character(given));
    if chance.percent(75) {
        name.push(chance.character(given));
    }
    name
}

/// A common surname and one or two characters of a block.
fn with_surname(chance: &mut Chance, mut character: impl FnMut(&mut Chance) -> char) -> String {
    let mut name = chance.character(SURNAMES).to_string();
    if chance.percent(50) {
        name.push(character(chance));
    }
    name.push(character(chance));
    name
}

fn ideograph(chance: &mut Chance, block: NameBlock) -> char {
    let Some(range) = block.range() else {
        return '一';
    };
    let place = chance.below(u64::from(range.end() - range.start()) + 1);
    let code = range.start() + u32::try_from(place).unwrap_or_default();
    char::from_u32(code).unwrap_or('一')
}

fn dotted(chance: &mut Chance) -> String {
    let parts = chance.pick(WITH_DOTS).copied().unwrap_or_default();
    let first = chance.pick(parts).copied().unwrap_or_default();
    let second = chance.pick(parts).copied().unwrap_or_default();
    format!("{first}·{second}")
}

/// Parts and dots up to the last character a form takes; it does not end with a dot.
fn longest(chance: &mut Chance) -> String {
    let mut name = dotted(chance);
    while name.chars().count() < LONGEST {
        name = format!("{name}·{}", dotted(chance));
    }
    let mut cut: Vec<char> = name.chars().take(LONGEST).collect();
    if let Some(last) = cut.last_mut().filter(|last| **last == '·') {
        *last = '娜';
    }
    cut.into_iter().collect()
}
