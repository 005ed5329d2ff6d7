//! What is forgiven where the strict ways of matching find few people: a slip of the hand in the
//! letters or signs, and a name that was only heard.

use super::MatchKind;
use super::judge::{follows_first_syllable, initials, joined};
use super::query::Term;
use super::spelling::folded;
use crate::person::name_readings;

/// With so many people found strictly, nobody who only comes near is looked for.
pub const FEW: usize = 5;
/// Shorter readings come near to half the hall.
const FEWEST_LETTERS: usize = 4;
/// A single sign has hundreds of others with its sound.
const FEWEST_SIGNS_HEARD: usize = 2;
/// Two signs with one of them wrong are anybody.
const FEWEST_SIGNS: usize = 3;

/// Whether anything near such a term is looked for at all.
pub fn forgives(term: &Term) -> bool {
    match term {
        Term::Letters(asked) => forgives_letters(asked),
        Term::Name { signs, .. } => has_signs(signs, FEWEST_SIGNS_HEARD),
        Term::Number(_) => false,
    }
}

pub fn forgives_letters(asked: &str) -> bool {
    asked.len() >= FEWEST_LETTERS && asked.is_ascii()
}

pub fn forgives_sign(asked: &str) -> bool {
    has_signs(asked, FEWEST_SIGNS)
}

fn has_signs(asked: &str, fewest: usize) -> bool {
    asked.chars().nth(fewest - 1).is_some()
}

/// How letters come near a reading that they do not match: with one letter wrong, missing, too
/// many, or in its neighbour's place they are its beginning; or with two neighbours changed they
/// are the beginnings of its first syllables or its initials.
pub fn letters(asked: &str, reading: &str) -> Option<MatchKind> {
    if !forgives_letters(asked) {
        return None;
    }
    let begins = slips_into_start(asked.as_bytes(), &joined(reading).collect::<Vec<u8>>());
    let near = begins || swapped(asked).any(|asked| fits_when_mended(&asked, reading));
    near.then_some(MatchKind::Slip)
}

/// How much of a reading was left untyped, with the fewest first: higher is better.
pub fn letters_score(asked: &str, reading: &str) -> i64 {
    -(joined(reading).count().abs_diff(asked.len()) as i64)
}

fn fits_when_mended(asked: &str, reading: &str) -> bool {
    let mut heads = initials(reading);
    asked.bytes().all(|letter| heads.next() == Some(letter))
        || follows_first_syllable(asked.as_bytes(), reading)
}

/// The same letters with two neighbours changed, once for every pair of different ones.
pub fn swapped(asked: &str) -> impl Iterator<Item = String> {
    let letters = asked.as_bytes();
    let places = (1..letters.len()).filter(|place| letters[place - 1] != letters[*place]);
    places.filter_map(|place| {
        let mut changed = letters.to_vec();
        changed.swap(place - 1, place);
        String::from_utf8(changed).ok()
    })
}

/// Whether one slip makes `asked` the beginning of `text`.
fn slips_into_start(asked: &[u8], text: &[u8]) -> bool {
    let same = common_start(asked, text);
    if same == asked.len() {
        return true;
    }
    let begins = |rest: &[u8], from: usize| text.get(from..).is_some_and(|t| t.starts_with(rest));
    // The first difference says where the slip is, or it is just before in a run of one letter,
    // which comes to the same.
    let (rest, after) = (&asked[same..], &asked[same + 1..]);
    let is_letter = text.get(same).is_some_and(u8::is_ascii_lowercase);
    let wrong = is_letter && begins(after, same + 1);
    let too_many = begins(after, same);
    let missing = is_letter && begins(rest, same + 1);
    let changed = rest.len() >= 2 && {
        let there = text.get(same..same + 2);
        there == Some(&[rest[1], rest[0]]) && begins(&rest[2..], same + 2)
    };
    wrong || too_many || missing || changed
}

/// How signs come near a name that they do not match: they are read as its first signs are, or all
/// but one of them are its signs.
pub fn signs<'a>(
    asked: &str,
    asked_readings: &[String],
    name: &str,
    readings: impl IntoIterator<Item = &'a str>,
) -> Option<MatchKind> {
    let is_heard = |reading: &str| asked_readings.iter().any(|asked| sounds(asked, reading));
    if has_signs(asked, FEWEST_SIGNS_HEARD) && readings.into_iter().any(is_heard) {
        return Some(MatchKind::SameSound);
    }
    let near = forgives_sign(asked) && is_one_slip(asked, name);
    near.then_some(MatchKind::Slip)
}

/// The readings by which signs that were typed may have been heard.
pub fn heard(asked: &str) -> Vec<String> {
    match has_signs(asked, FEWEST_SIGNS_HEARD) {
        true => name_readings(asked),
        false => Vec::new(),
    }
}

/// Whether the first syllables of a reading are those that were heard.
fn sounds(asked: &str, reading: &str) -> bool {
    let rest = reading.strip_prefix(asked);
    !asked.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn is_one_slip(asked: &str, name: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (asked.chars().collect(), folded(name).collect());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = common_start(&a, &b);
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev());
    let end = end.take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    match (a, b) {
        ([_], [_]) | ([_], []) | ([], [_]) => true,
        ([first, second], [one, other]) => first == other && second == one,
        _ => false,
    }
}

fn common_start<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_wrong_missing_too_many_or_changed_comes_near() {
        let reading = "zhang xiao ming";
        for asked in [
            "zhabg",
            "zhng",
            "zhanng",
            "zhnag",
            "hzangxm",
            "zhagnxm",
            "zhangxaio",
        ] {
            assert_eq!(letters(asked, reading), Some(MatchKind::Slip), "{asked}");
        }
        for asked in ["zhn", "zbabg", "li", "zhangbo", "xiaomingz"] {
            assert_eq!(letters(asked, reading), None, "{asked}");
        }
    }

    #[test]
    fn signs_come_near_by_their_sound_or_all_but_one() {
        let near = |asked: &str, name: &str| {
            let readings = name_readings(name);
            signs(
                asked,
                &heard(asked),
                name,
                readings.iter().map(String::as_str),
            )
        };
        assert_eq!(near("张小明", "张晓明"), Some(MatchKind::SameSound));
        assert_eq!(near("章晓", "张晓明"), Some(MatchKind::SameSound));
        assert_eq!(near("张晓鹏", "张晓明"), Some(MatchKind::Slip));
        assert_eq!(near("张明晓", "张晓明"), Some(MatchKind::Slip));
        assert_eq!(near("张大晓明", "张晓明"), Some(MatchKind::Slip));
        assert_eq!(near("李雪", "李血红"), Some(MatchKind::SameSound));
        assert_eq!(near("张鹏", "张晓明"), None);
        assert_eq!(near("李大明", "张晓明"), None);
        // Heard in either of its readings.
        assert_eq!(near("李月", "李乐"), Some(MatchKind::SameSound));
        assert_eq!(near("李勒", "李乐"), Some(MatchKind::SameSound));
    }
}
