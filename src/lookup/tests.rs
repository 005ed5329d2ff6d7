mod oracle;
mod stored;

use super::*;

/// A person as the tests write one: `name`, resident number, phone, certificates.
#[derive(Debug)]
pub struct Sample {
    pub key: u64,
    pub id: String,
    pub former_ids: Vec<String>,
    pub name: String,
    pub phone: String,
    pub numbers: Vec<String>,
    pub last_served: u32,
}

impl Sample {
    fn new(key: u64, name: &str, id: &str, phone: &str) -> Sample {
        Sample {
            key,
            id: id.to_owned(),
            former_ids: Vec::new(),
            name: name.to_owned(),
            phone: phone.to_owned(),
            numbers: Vec::new(),
            last_served: 0,
        }
    }

    pub fn entry(&self) -> Entry<'_> {
        Entry {
            person: PersonKey(self.key),
            id: &self.id,
            former_ids: &self.former_ids,
            name: &self.name,
            phone: &self.phone,
            numbers: &self.numbers,
            last_served: self.last_served,
        }
    }
}

fn hall() -> Vec<Sample> {
    let mut people = vec![
        Sample::new(1, "张晓明", "43040519830412992X", "13800001234"),
        Sample::new(2, "李雪", "430406199001019935", "13912345678"),
        Sample::new(3, "阿卜杜拉·买买提", "653101198507079911", "18600009999"),
        Sample::new(4, "张小梅", "430405198802289947", "13700004321"),
        Sample::new(5, "Anna Petrova", "E12345678", "+86 150-0000-7777"),
        Sample::new(6, "王张明", "430406197712129953", ""),
    ];
    people[0].numbers = vec!["样43040601100015".to_owned()];
    people[1].former_ids = vec!["430406900101993".to_owned()];
    people
}

fn lookup() -> Lookup {
    let people = hall();
    Lookup::build(people.iter().map(Sample::entry))
}

/// Merges on the spot whatever waits.
fn merge(lookup: &mut Lookup) {
    let merge = Merge {
        parts: lookup.parts.clone(),
        recent: lookup.recent.clone(),
    };
    lookup.take_merged(merge.run());
}

fn keys(lookup: &Lookup, typed: &str) -> Vec<u64> {
    let answer = lookup.find(typed, 20);
    answer.hits.iter().map(|hit| hit.person.0).collect()
}

fn first(lookup: &Lookup, typed: &str) -> (u64, MatchKind, Vec<Field>) {
    let answer = lookup.find(typed, 20);
    let hit = (answer.hits.first()).unwrap_or_else(|| panic!("`{typed}` finds somebody"));
    let fields = hit.matched.iter().map(|part| part.field).collect();
    (hit.person.0, hit.kind, fields)
}

#[test]
fn every_way_of_asking_finds_the_person_first() {
    use Field::{Certificate, FormerId, Id, Name, Phone, Pinyin};
    use MatchKind::{End, Initials, Loose, Mixed, Part, Start, Whole};
    let lookup = lookup();
    for (typed, person, kind, fields) in [
        ("43040519830412992X", 1, Whole, vec![Id]),
        ("43040519830412992x", 1, Whole, vec![Id]),
        ("４３０４０５１９８３０４１２９９２Ｘ", 1, Whole, vec![Id]),
        ("4304051983", 1, Start, vec![Id]),
        ("992x", 1, End, vec![Id]),
        ("12992X", 1, End, vec![Id]),
        ("430406900101993", 2, Whole, vec![FormerId]),
        ("e1234", 5, Start, vec![Id]),
        ("13800001234", 1, Whole, vec![Phone]),
        ("138 0000 1234", 1, Whole, vec![Phone]),
        ("138", 1, Start, vec![Phone]),
        ("1234", 1, End, vec![Phone]),
        ("150000", 5, Loose, vec![]),
        ("8615000007777", 5, Whole, vec![Phone]),
        ("样43040601100015", 1, Whole, vec![Certificate]),
        ("43040601100015", 1, Whole, vec![Certificate]),
        ("4304060110", 1, Start, vec![Certificate]),
        ("0015", 1, End, vec![Certificate]),
        ("张晓明", 1, Whole, vec![Name]),
        ("张晓", 1, Start, vec![Name]),
        ("晓明", 1, Part, vec![Name]),
        ("阿卜杜拉买买提", 3, Whole, vec![Name]),
        ("阿卜杜拉.买", 3, Start, vec![Name]),
        ("zhangxiaoming", 1, Whole, vec![Pinyin]),
        ("Zhang XiaoMing", 1, Whole, vec![Pinyin]),
        ("zxmi", 1, Mixed, vec![Pinyin]),
        ("zhangxmi", 1, Mixed, vec![Pinyin]),
        ("xiaoming", 1, Mixed, vec![Pinyin]),
        ("lx", 2, Initials, vec![Pinyin]),
        ("zhngxiaoming", 1, Loose, vec![Pinyin]),
        ("anna p", 5, Start, vec![Pinyin]),
        ("zxm 1234", 1, End, vec![Pinyin, Phone]),
        ("zxm1234", 1, End, vec![Pinyin, Phone]),
        ("张1234", 1, End, vec![Name, Phone]),
        ("张 xiaoming", 1, Mixed, vec![Name, Pinyin]),
        ("430405 1234", 1, End, vec![Id, Phone]),
    ] {
        if fields.is_empty() {
            assert_eq!(
                keys(&lookup, typed),
                [0u64; 0],
                "{typed}: the middle of a number is not a match"
            );
            continue;
        }
        assert_eq!(first(&lookup, typed), (person, kind, fields), "{typed}");
    }
}

#[test]
fn the_matched_part_is_shown_in_characters() {
    let lookup = lookup();
    let shown = |typed: &str| {
        let part = &lookup.find(typed, 1).hits[0].matched[0];
        let signs: Vec<char> = part.text.chars().collect();
        let marked: Vec<String> = (part.ranges.iter())
            .map(|range| signs[range.clone()].iter().collect())
            .collect();
        (part.text.clone(), marked.join("|"))
    };
    let pair = |text: &str, marked: &str| (text.to_owned(), marked.to_owned());
    assert_eq!(shown("晓明"), pair("张晓明", "晓明"));
    assert_eq!(shown("拉买买"), pair("阿卜杜拉·买买提", "拉|买买"));
    assert_eq!(shown("zhangxmi"), pair("zhang xiao ming", "zhang|x|mi"));
    assert_eq!(shown("43040601"), pair("样43040601100015", "43040601"));
    assert_eq!(shown("样4304"), pair("样43040601100015", "样4304"));
    assert_eq!(shown("992x"), pair("43040519830412992X", "992X"));
}

#[test]
fn of_readings_that_fit_as_well_the_same_is_shown_before_and_after_a_merge() {
    let name = "萨仁图雅·阿拉坦其其格";
    let one = Sample::new(7, name, "430482197801019963", "");
    let mut lookup = Lookup::new();
    lookup.put(&one.entry());
    let shown = |lookup: &Lookup, typed: &str| lookup.find(typed, 1).hits[0].matched.clone();
    for typed in ["slj", "sl", "jg"] {
        let changed_lately = shown(&lookup, typed);
        let mut merged = Lookup::build([one.entry()]);
        assert_eq!(shown(&merged, typed), changed_lately, "{typed}");
        merged.put(&one.entry());
        assert_eq!(shown(&merged, typed), changed_lately, "{typed}");
    }
}

#[test]
fn whoever_was_served_last_comes_first_among_equals() {
    let mut people = hall();
    let mut lookup = Lookup::build(people.iter().map(Sample::entry));
    assert_eq!(keys(&lookup, "zxm"), [1, 4]);
    people[3].last_served = 20_100;
    lookup.put(&people[3].entry());
    assert_eq!(keys(&lookup, "zxm"), [4, 1]);
    merge(&mut lookup);
    assert_eq!(keys(&lookup, "zxm"), [4, 1]);
}

#[test]
fn a_corrected_name_is_found_and_the_old_one_is_not() {
    let mut people = hall();
    let mut lookup = Lookup::build(people.iter().map(Sample::entry));
    people[1].name = "李梅".to_owned();
    people[1].phone = String::new();
    lookup.put(&people[1].entry());
    for _ in 0..2 {
        assert_eq!(keys(&lookup, "李梅"), [2]);
        assert_eq!(keys(&lookup, "李雪"), [0u64; 0]);
        assert_eq!(keys(&lookup, "13912345678"), [0u64; 0]);
        assert_eq!(lookup.len(), 6);
        merge(&mut lookup);
    }
}

#[test]
fn a_removed_person_is_gone_before_and_after_a_merge() {
    let mut lookup = lookup();
    lookup.remove(PersonKey(1));
    lookup.remove(PersonKey(1));
    lookup.remove(PersonKey(77));
    for _ in 0..2 {
        assert_eq!(keys(&lookup, "zxm"), [4]);
        assert_eq!(lookup.exact_id("43040519830412992X"), None);
        assert_eq!(lookup.len(), 5);
        merge(&mut lookup);
    }
}

#[test]
fn an_exact_number_finds_present_and_former_holders_and_nothing_shorter() {
    let mut lookup = lookup();
    assert_eq!(lookup.exact_id(" 43040519830412992x "), Some(PersonKey(1)));
    assert_eq!(lookup.exact_id("430406900101993"), Some(PersonKey(2)));
    assert_eq!(lookup.exact_id("43040519830412992"), None);
    assert_eq!(lookup.exact_id(""), None);
    let mut twin = Sample::new(9, "张晓明", "43040519830412992X", "");
    twin.last_served = 20_000;
    lookup.put(&twin.entry());
    assert_eq!(lookup.exact_id("43040519830412992X"), Some(PersonKey(9)));
}

#[test]
fn a_resident_number_of_the_old_length_finds_the_new_one() {
    assert_eq!(keys(&lookup(), "430405830412992"), [1]);
}

#[test]
fn a_surname_is_read_as_a_surname_and_a_dotted_u_as_v() {
    let people = [
        Sample::new(1, "曾雪", "", ""),
        Sample::new(2, "单静", "", ""),
        Sample::new(3, "吕明", "", ""),
    ];
    let lookup = Lookup::build(people.iter().map(Sample::entry));
    assert_eq!(keys(&lookup, "zeng"), [1]);
    assert_eq!(keys(&lookup, "shanj"), [2]);
    assert_eq!(keys(&lookup, "lv"), [3]);
    assert_eq!(keys(&lookup, "LÜMING"), [3]);
}

#[test]
fn no_kind_of_match_crowds_out_another() {
    let crowd: Vec<Sample> = (0..300)
        .map(|n| {
            let id = format!("43040519900101{:04}", 9_900 + n % 10);
            Sample::new(n, "刘海", &id, &format!("1380000{n:04}"))
        })
        .chain([Sample::new(900, "陈静", "", "13999989905")])
        .collect();
    let lookup = Lookup::build(crowd.iter().map(Sample::entry));
    let answer = lookup.find("9905", 20);
    assert!(answer.more && answer.hits.len() == 20);
    assert!(
        answer.hits.iter().any(|hit| hit.person == PersonKey(900)),
        "the phone beside thirty numbers"
    );
}

#[test]
fn a_merge_beside_the_counter_loses_no_change_that_comes_meanwhile() {
    let mut lookup = Lookup::new();
    for key in 0..1_000 {
        assert!(lookup.merge_due().is_none(), "{key} changes are few");
        let phone = format!("1390000{key:04}");
        lookup.put(&Sample::new(key, "周敏", "", &phone).entry());
    }
    let merge = lookup.merge_due().expect("a thousand are many");
    lookup.put(&Sample::new(7, "吴敏", "", "13900000007").entry());
    lookup.put(&Sample::new(2_000, "周敏", "", "13800000001").entry());
    lookup.remove(PersonKey(8));
    lookup.take_merged(merge.run());
    assert_eq!((lookup.len(), lookup.recent.changes()), (1_000, 3));
    assert_eq!(keys(&lookup, "13900000042"), [42]);
    assert_eq!(keys(&lookup, "吴敏 0007"), [7]);
    assert_eq!(keys(&lookup, "13900000008"), [0u64; 0]);
    assert_eq!(keys(&lookup, "13800000001"), [2_000]);
    assert!(lookup.merge_due().is_none());
}

#[test]
fn an_index_that_is_still_coming_answers_from_what_it_has() {
    let people = hall();
    let tables = |people: &[Sample]| {
        let mut builder = Builder::default();
        people
            .iter()
            .for_each(|person| builder.add(&person.entry()));
        builder.tables()
    };
    let mut lookup = Lookup::awaiting();
    assert!(lookup.is_partial() && lookup.is_empty());
    lookup.add_tables(tables(&people[..3]));
    assert_eq!(keys(&lookup, "zxm"), [1]);
    // She was corrected before the tables that know her came: what they say is outdated.
    let corrected = Sample::new(4, "张小花", "430405198802289947", "13700004321");
    lookup.put(&corrected.entry());
    lookup.add_tables(tables(&people[3..]));
    assert!(lookup.merge_due().is_none(), "more may come");
    assert_eq!(keys(&lookup, "zxm"), [1]);
    assert_eq!(keys(&lookup, "zxh"), [4]);
    lookup.has_all();
    let merge = lookup.merge_due().expect("two tables are one too many");
    lookup.take_merged(merge.run());
    assert_eq!((lookup.len(), keys(&lookup, "zxh")), (6, vec![4]));
    assert!(!lookup.knows(PersonKey(77)) && lookup.knows(PersonKey(4)));
}

#[test]
fn a_name_in_any_reading_and_a_slip_of_the_hand_find_the_person() {
    let people = [
        Sample::new(1, "曾茜", "", "13800001111"),
        Sample::new(2, "张晓明", "", "13800002222"),
        Sample::new(3, "单于乐行", "", ""),
    ];
    let lookup = Lookup::build(people.iter().map(Sample::entry));
    for typed in ["zengqian", "zengxi", "cengxi", "zx", "cq", "曾倩"] {
        assert_eq!(keys(&lookup, typed)[0], 1, "{typed}");
    }
    for typed in [
        "zhnagxiaoming",
        "zhangxiamoing",
        "zhagnxm",
        "张小明",
        "张晓鸣",
        "章小鸣 2222",
    ] {
        assert_eq!(keys(&lookup, typed), [2], "{typed}");
    }
    for typed in ["chanyulexing", "chanyuyuexing", "shanyuyuexing"] {
        assert_eq!(keys(&lookup, typed), [3], "{typed}");
    }
    // What matched of a name that was misspelt is shown all the same.
    let part = &lookup.find("zhnagxm", 1).hits[0].matched[0];
    assert_eq!(
        (part.text.as_str(), part.field),
        ("zhang xiao ming", Field::Pinyin)
    );
    assert!(!part.ranges.is_empty());
}

#[test]
fn nothing_typed_finds_nobody() {
    let lookup = lookup();
    for typed in ["", "   ", "·", "\u{1b}", "--"] {
        assert_eq!(lookup.find(typed, 20), Answer::default(), "{typed:?}");
    }
    assert_eq!(lookup.find(&"张".repeat(5_000), 20), Answer::default());
}

#[test]
fn a_score_does_not_depend_on_who_was_ranked_before() {
    let syllables = ["zhang", "yang", "li", "an", "xiao", "x", "wei"];
    let mut texts = Vec::new();
    for (a, b) in syllables.iter().flat_map(|a| syllables.map(|b| (a, b))) {
        texts.push(format!("{a} {b}"));
        texts.extend(syllables.map(|c| format!("{a} {b} {c}")));
    }
    let ranker = Ranker::default();
    for (text, before) in texts.iter().zip(texts.iter().cycle().skip(31)) {
        for asked in ["aan", "zx", "n", "xx", "anan", "lan"] {
            ranker.score(before, "an");
            ranker.places(before, "an");
            let fresh = Ranker::default().score(text, asked);
            assert_eq!(
                ranker.score(text, asked),
                fresh,
                "{asked} in {text} after {before}"
            );
        }
    }
}
