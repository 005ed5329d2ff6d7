use std::collections::BTreeMap;

use crate::form::{Form, Kind, read};
use crate::person::{IdPaper, Phone};
use crate::policy::NumberPattern;
use crate::text::{Lang, half_width};
use crate::tui::desk::Desk;

/// The service that gives certificate numbers.
const CERTIFICATE: &str = "certificate.issue";
/// What stands before the numbers of a practice hall.
const PRACTICE: char = '样';

/// What the text in the box tells of somebody, each piece in the field it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    pub id: Option<TypedId>,
    pub name: String,
    pub phone: String,
    /// What names nobody by itself: pinyin, the tail of a number. It goes into no field and is shown,
    /// so that nobody thinks it was taken.
    pub rest: String,
    /// A certificate's number, which is no person's.
    pub certificate: String,
}

/// A number that is as long as one of an identity paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedId {
    /// Whole and valid, with what it says.
    Right { number: String, says: String },
    /// Wrong, and why.
    Wrong { number: String, problem: String },
}

impl Typed {
    pub fn of(query: &str, desk: Option<&Desk>) -> Typed {
        let mut typed = Typed::default();
        // Numbers are typed with blanks as well: 138 0000 0101.
        if typed.takes(query, desk) {
            return typed;
        }
        let mut names = Vec::new();
        let mut numbers = Vec::new();
        for piece in query.split_whitespace() {
            let is_name = piece.chars().any(is_han) && !is_certificate(&plain(piece), desk);
            if is_name { &mut names } else { &mut numbers }.push(piece);
        }
        typed.name = names.join(" ");
        if !typed.takes(&numbers.join(" "), desk) {
            let rest = numbers.into_iter();
            let rest: Vec<&str> = rest.filter(|piece| !typed.takes(piece, desk)).collect();
            typed.rest = rest.join(" ");
        }
        typed
    }

    /// Takes a text that is one number as a whole; whether it is.
    fn takes(&mut self, text: &str, desk: Option<&Desk>) -> bool {
        let plain = plain(text);
        if self.phone.is_empty() && is_phone(&plain) {
            self.phone = plain;
        } else if self.certificate.is_empty() && is_certificate(&plain, desk) {
            self.certificate = plain;
        } else if self.id.is_none()
            && let Some(desk) = desk
            && (is_like_id(&plain) || is_other_paper(&plain, desk))
        {
            self.id = id(&plain, desk);
        } else {
            return false;
        }
        true
    }

    /// The whole, valid number of an identity paper.
    pub fn number(&self) -> Option<&str> {
        match &self.id {
            Some(TypedId::Right { number, .. }) => Some(number),
            _ => None,
        }
    }

    /// The texts that a new form starts with, in one line.
    pub fn known(&self) -> String {
        let id = self.id.as_ref().map(|id| match id {
            TypedId::Right { number, .. } | TypedId::Wrong { number, .. } => number.as_str(),
        });
        let all = [self.name.as_str(), id.unwrap_or_default(), &self.phone];
        let told: Vec<&str> = all.into_iter().filter(|text| !text.is_empty()).collect();
        told.join("  ")
    }

    /// The answers a new form starts with.
    pub fn seed(&self, desk: &Desk, form: &Form) -> BTreeMap<String, String> {
        let id = self.id.as_ref().map(|id| match id {
            TypedId::Right { number, .. } | TypedId::Wrong { number, .. } => number.clone(),
        });
        let told = [
            ("id", id.unwrap_or_default()),
            ("name", self.name.clone()),
            ("phone", self.phone.clone()),
        ];
        let told = told.into_iter().filter(|(_, text)| !text.is_empty());
        told.filter_map(|(fact, text)| Some((desk.field_of(form, fact)?.key.clone(), text)))
            .collect()
    }
}

fn plain(text: &str) -> String {
    half_width(text).split_whitespace().collect()
}

fn id(plain: &str, desk: &Desk) -> Option<TypedId> {
    let reading = read(&Kind::IdPaper, plain, &desk.around);
    match (reading.canonical, reading.problem) {
        (Some(key), _) => Some(TypedId::Right {
            number: IdPaper::parse_key(&key).map_or(plain.to_owned(), |id| id.number().to_owned()),
            says: says(&reading.shown, desk.lang),
        }),
        (None, Some(problem)) => Some(TypedId::Wrong {
            number: plain.to_owned(),
            problem: problem.say(desk.lang),
        }),
        (None, None) => None,
    }
}

fn says(parts: &[crate::text::Said], lang: Lang) -> String {
    let parts: Vec<String> = parts.iter().map(|part| part.say(lang)).collect();
    parts.join("・")
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇')
}

/// Eleven digits of a mobile telephone, or one of a house with its area code.
fn is_phone(plain: &str) -> bool {
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let is_mobile = plain.len() == 11 && digits == 11 && plain.starts_with('1');
    is_mobile || (plain.starts_with('0') && plain.contains('-') && Phone::read(plain).is_ok())
}

/// Seventeen digits and a digit or X, or the fifteen digits of the old numbers.
fn is_like_id(plain: &str) -> bool {
    let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
    match plain.len() {
        15 => digits == 15,
        18 => digits >= 17,
        _ => false,
    }
}

/// A letter and digits that are a passport's or a travel permit's; digits alone could be anything.
fn is_other_paper(plain: &str, desk: &Desk) -> bool {
    let starts = plain.starts_with(|c: char| c.is_ascii_alphabetic());
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    starts && digits >= 7 && IdPaper::read(plain, desk.around.on).is_ok()
}

/// A number of the hall's own certificates.
fn is_certificate(plain: &str, desk: Option<&Desk>) -> bool {
    let number = plain.strip_prefix(PRACTICE).unwrap_or(plain);
    let rules = desk.and_then(|desk| desk.around.profile.service(CERTIFICATE));
    let pattern = rules.and_then(|rules| rules.number_pattern.as_deref());
    let pattern = pattern.and_then(|pattern| NumberPattern::parse(pattern).ok());
    let area9 = desk.map_or("", |desk| desk.around.area9.as_str());
    pattern.is_some_and(|pattern| pattern.fits(number, area9))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::tests::desk;

    fn of(query: &str) -> Typed {
        Typed::of(query, Some(&desk(Lang::Zh)))
    }

    /// The answers of a new registration.
    fn seed(query: &str) -> Vec<(String, String)> {
        let desk = desk(Lang::Zh);
        let form = desk.form("person.register").expect("the form").clone();
        of(query).seed(&desk, &form).into_iter().collect()
    }

    #[track_caller]
    fn lands(query: &str, answers: &[(&str, &str)]) {
        let expected = answers.iter();
        let expected = expected.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        assert_eq!(seed(query), expected.collect::<Vec<_>>(), "{query}");
    }

    const ID: (&str, &str) = ("applicant.id", "430406198304129927");
    const NAME: (&str, &str) = ("applicant.name", "李春桃");
    const PHONE: (&str, &str) = ("applicant.phone", "13800000101");

    #[test]
    fn every_scrap_lands_in_its_field() {
        lands("430406198304129927", &[ID]);
        lands("4304 0619 8304 129927", &[ID]);
        lands("李春桃", &[NAME]);
        lands("138 0000 0101", &[PHONE]);
        lands("李春桃 13800000101", &[NAME, PHONE]);
        lands("13800000101 李春桃 430406198304129927", &[ID, NAME, PHONE]);
        lands("阿依古丽·买买提", &[("applicant.name", "阿依古丽·买买提")]);
        lands("H09999901", &[("applicant.id", "H09999901")]);
        lands("0734-8888888", &[("applicant.phone", "0734-8888888")]);
    }

    #[test]
    fn what_names_nobody_goes_into_no_field_and_is_kept_to_be_seen() {
        lands("lct", &[]);
        assert_eq!(of("lct").rest, "lct");
        lands("9927", &[]);
        lands("李春桃 0101", &[NAME]);
        assert_eq!(of("李春桃 0101").rest, "0101");
        assert_eq!(of("").known(), "");
    }

    #[test]
    fn a_certificate_is_no_person() {
        for number in ["4304060051000001X", "样4304060051000001X"] {
            lands(number, &[]);
            assert_eq!(of(number).certificate, number);
        }
        lands("李春桃 4304060051000001X", &[NAME]);
    }

    #[test]
    fn a_wrong_number_says_why_and_is_kept_to_be_corrected() {
        let typed = of("430406198304129928");
        let Some(TypedId::Wrong { problem, .. }) = &typed.id else {
            panic!("{typed:?}");
        };
        assert!(problem.contains("校验码不符"), "{problem}");
        lands(
            "430406198304129928",
            &[("applicant.id", "430406198304129928")],
        );
        assert!(matches!(
            of("430406830412992").id,
            Some(TypedId::Wrong { .. })
        ));
    }
}
