use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::code::label;
use super::resident_id::{check_agrees, check_birth_range, typed_number};
use super::{IdProblem, ResidentId, Sex};
use crate::text::{Label, half_width};

/// Kind of an identity paper (GA/T 517, the codes a street counter meets).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdKind {
    ResidentCard,
    TemporaryCard,
    HouseholdBook,
    Passport,
    ExitEntryPermit,
    ForeignerExitEntryPermit,
    HongKongPassport,
    MacauPassport,
    /// 台湾居民来往大陆通行证.
    TaiwanPermit,
    /// 往来港澳通行证, of mainland residents.
    HongKongMacauPermit,
    /// 港澳居民来往内地通行证.
    HomeReturnPermit,
    /// 外国人永久居留身份证.
    PermanentResidenceCard,
    /// 港澳台居民居住证.
    ResidencePermit,
}

impl IdKind {
    pub const ALL: [IdKind; 13] = [
        IdKind::ResidentCard,
        IdKind::TemporaryCard,
        IdKind::HouseholdBook,
        IdKind::Passport,
        IdKind::ExitEntryPermit,
        IdKind::ForeignerExitEntryPermit,
        IdKind::HongKongPassport,
        IdKind::MacauPassport,
        IdKind::TaiwanPermit,
        IdKind::HongKongMacauPermit,
        IdKind::HomeReturnPermit,
        IdKind::PermanentResidenceCard,
        IdKind::ResidencePermit,
    ];

    pub fn code(self) -> &'static str {
        match self {
            IdKind::ResidentCard => "111",
            IdKind::TemporaryCard => "112",
            IdKind::HouseholdBook => "113",
            IdKind::Passport => "414",
            IdKind::ExitEntryPermit => "416",
            IdKind::ForeignerExitEntryPermit => "417",
            IdKind::HongKongPassport => "420",
            IdKind::MacauPassport => "421",
            IdKind::TaiwanPermit => "511",
            IdKind::HongKongMacauPermit => "513",
            IdKind::HomeReturnPermit => "516",
            IdKind::PermanentResidenceCard => "553",
            IdKind::ResidencePermit => "554",
        }
    }

    pub fn from_code(code: &str) -> Option<IdKind> {
        IdKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> Label {
        match self {
            IdKind::ResidentCard => label("居民身份证", "resident ID card"),
            IdKind::TemporaryCard => label("临时居民身份证", "temporary resident ID card"),
            IdKind::HouseholdBook => label("户口簿", "household register"),
            IdKind::Passport => label("普通护照", "passport"),
            IdKind::ExitEntryPermit => label("出入境通行证", "exit-entry permit"),
            IdKind::ForeignerExitEntryPermit => {
                label("外国人出入境证", "exit-entry permit for foreigners")
            }
            IdKind::HongKongPassport => label("香港特别行政区护照", "Hong Kong passport"),
            IdKind::MacauPassport => label("澳门特别行政区护照", "Macau passport"),
            IdKind::TaiwanPermit => label(
                "台湾居民来往大陆通行证",
                "mainland travel permit for Taiwan residents",
            ),
            IdKind::HongKongMacauPermit => {
                label("往来港澳通行证", "permit to travel to Hong Kong and Macau")
            }
            IdKind::HomeReturnPermit => label(
                "港澳居民来往内地通行证",
                "mainland travel permit for Hong Kong and Macau residents",
            ),
            IdKind::PermanentResidenceCard => {
                label("外国人永久居留身份证", "foreign permanent resident ID card")
            }
            IdKind::ResidencePermit => label(
                "港澳台居民居住证",
                "residence permit for Hong Kong, Macau and Taiwan residents",
            ),
        }
    }

    /// Whether the kind carries a citizen's number of GB 11643.
    fn has_resident_id(self) -> bool {
        matches!(
            self,
            IdKind::ResidentCard | IdKind::TemporaryCard | IdKind::HouseholdBook
        )
    }
}

/// An identity paper: its kind and its number. The key `kind:number` is its canonical text and
/// keeps the numbers of different papers apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdPaper {
    kind: IdKind,
    number: String,
}

impl IdPaper {
    /// Reads a typed number and tells the kind by its pattern; `516:H09999901` names the kind.
    ///
    /// Bare digits are taken for a resident ID number unless they begin with 8 or 9; eight or ten
    /// bare digits could be a Taiwan permit or a foreign passport and are asked about.
    ///
    /// # Errors
    /// The first thing that is wrong, [`IdProblem::Ambiguous`] if the pattern fits several papers.
    pub fn read(text: &str, today: NaiveDate) -> Result<IdPaper, IdProblem> {
        let half = half_width(text);
        if let Some((code, number)) = half.split_once(':') {
            let kind = IdKind::from_code(code.trim()).ok_or(IdProblem::Kind)?;
            return IdPaper::read_as(kind, number, today);
        }
        let number = typed_number(text)?;
        IdPaper::read_as(kind_of(&number)?, &number, today)
    }

    /// Reads a number of a paper whose kind is known.
    ///
    /// # Errors
    /// The first thing that is wrong; [`IdProblem::Pattern`] if no such paper has such a number.
    pub fn read_as(kind: IdKind, text: &str, today: NaiveDate) -> Result<IdPaper, IdProblem> {
        let number = typed_number(text)?;
        if kind.has_resident_id() {
            ResidentId::read(&number, today)?;
        } else if !fits(kind, &number) {
            return Err(pattern_problem(&number));
        }
        let paper = IdPaper { kind, number };
        if let Some(holder) = paper.holder() {
            check_birth_range(holder.birth_date(), today)?;
            if !check_agrees(&paper.number) {
                return Err(IdProblem::CheckCharacter);
            }
        } else if paper.number.len() == 18 {
            return Err(IdProblem::BirthDate);
        }
        Ok(paper)
    }

    /// Takes back a key made by [`IdPaper::key`]; the day on which it was typed is not asked
    /// again. `None` if it is no such key.
    pub fn parse_key(key: &str) -> Option<IdPaper> {
        let (code, number) = key.split_once(':')?;
        let kind = IdKind::from_code(code)?;
        let paper = IdPaper::read_as(kind, number, NaiveDate::MAX).ok()?;
        (paper.number == number).then_some(paper)
    }

    pub fn kind(&self) -> IdKind {
        self.kind
    }

    pub fn number(&self) -> &str {
        &self.number
    }

    /// `kind:number`, for example `111:430406198304129927`.
    pub fn key(&self) -> String {
        format!("{}:{}", self.kind.code(), self.number)
    }

    /// The citizen's number, if the paper carries one.
    pub fn resident_id(&self) -> Option<ResidentId> {
        self.kind.has_resident_id().then(|| self.holder()).flatten()
    }

    /// The birth date, where the number tells it.
    pub fn birth_date(&self) -> Option<NaiveDate> {
        self.holder().map(|holder| holder.birth_date())
    }

    /// The sex, where the number tells it.
    pub fn sex(&self) -> Option<Sex> {
        self.holder().map(|holder| holder.sex())
    }

    /// The six-digit area, where the number tells a Chinese one. A foreigner's card begins with 9
    /// and names the province and the nationality in another way.
    pub fn area6(&self) -> Option<String> {
        if self.kind == IdKind::PermanentResidenceCard {
            return None;
        }
        self.holder().map(|holder| holder.area6().to_owned())
    }

    /// The first and last characters with stars between them: six and four of a long number, two
    /// and two of a short one.
    pub fn masked(&self) -> String {
        let (head, tail) = if self.number.len() >= 15 {
            (6, 4)
        } else {
            (2, 2)
        };
        let hidden = self.number.len().saturating_sub(head + tail);
        let first = self.number.get(..head).unwrap_or_default();
        let last = self.number.get(head + hidden..).unwrap_or_default();
        format!("{first}{}{last}", "*".repeat(hidden))
    }

    /// The number as one of 18 characters built by GB 11643, if it is one.
    fn holder(&self) -> Option<ResidentId> {
        ResidentId::proved(self.number.clone()).ok()
    }
}

impl std::fmt::Display for IdPaper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.key())
    }
}

impl TryFrom<String> for IdPaper {
    type Error = String;

    fn try_from(key: String) -> Result<IdPaper, String> {
        IdPaper::parse_key(&key).ok_or_else(|| "not a key of an identity paper".to_owned())
    }
}

impl From<IdPaper> for String {
    fn from(paper: IdPaper) -> String {
        paper.key()
    }
}

/// The kind of paper that has numbers of this pattern.
fn kind_of(number: &str) -> Result<IdKind, IdProblem> {
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let all_digits = digits == number.len();
    match number.len() {
        8 | 10 if all_digits => Err(IdProblem::Ambiguous),
        11 if digits == 10 => Ok(IdKind::TaiwanPermit),
        18 if fits(IdKind::ResidencePermit, number) => Ok(IdKind::ResidencePermit),
        18 if fits(IdKind::PermanentResidenceCard, number) => Ok(IdKind::PermanentResidenceCard),
        // Long numbers that begin with digits are ID numbers with a slip, not passports.
        length if all_digits || (digits > 0 && length >= 14) => Ok(IdKind::ResidentCard),
        _ if fits(IdKind::HomeReturnPermit, number) => Ok(IdKind::HomeReturnPermit),
        _ if fits(IdKind::PermanentResidenceCard, number) => Ok(IdKind::PermanentResidenceCard),
        _ if digits < number.len() && fits(IdKind::Passport, number) && has_digit(number) => {
            Ok(IdKind::Passport)
        }
        _ => Err(pattern_problem(number)),
    }
}

fn has_digit(number: &str) -> bool {
    number.bytes().any(|b| b.is_ascii_digit())
}

fn pattern_problem(number: &str) -> IdProblem {
    match number.chars().find(|c| !c.is_ascii_alphanumeric()) {
        Some(c) => IdProblem::Character(c),
        None => IdProblem::Pattern,
    }
}

/// Whether a paper of `kind` can have this number; `number` is ASCII in upper case.
fn fits(kind: IdKind, number: &str) -> bool {
    let length = number.len();
    let (letters, rest) = split_letters(number);
    let digits_only = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    match kind {
        IdKind::ResidentCard | IdKind::TemporaryCard | IdKind::HouseholdBook => length == 18,
        IdKind::ResidencePermit => {
            let area = number.get(..6);
            length == 18 && matches!(area, Some("810000" | "820000" | "830000"))
        }
        IdKind::PermanentResidenceCard => {
            let old = letters.len() == 3 && rest.len() == 12 && digits_only;
            old || (length == 18 && number.starts_with('9'))
        }
        IdKind::HomeReturnPermit => {
            matches!(letters, "H" | "M") && digits_only && matches!(rest.len(), 8 | 10)
        }
        IdKind::TaiwanPermit => {
            let digits = number.bytes().take_while(u8::is_ascii_digit).count();
            let plain = number.bytes().all(|b| b.is_ascii_alphanumeric());
            plain && matches!((length, digits), (8, 8) | (10, 10) | (11, 10 | 11))
        }
        IdKind::Passport
        | IdKind::ExitEntryPermit
        | IdKind::ForeignerExitEntryPermit
        | IdKind::HongKongPassport
        | IdKind::MacauPassport
        | IdKind::HongKongMacauPermit => {
            (5..=17).contains(&length) && number.bytes().all(|b| b.is_ascii_alphanumeric())
        }
    }
}

fn split_letters(number: &str) -> (&str, &str) {
    let end = number.find(|c: char| !c.is_ascii_uppercase());
    number.split_at(end.unwrap_or(number.len()))
}

#[cfg(test)]
mod tests;
