use chrono::NaiveDate;

use super::check_code::grouped;
use super::checkpoint::Checkpoint;
use super::code::Statement;
use super::void_list::VoidCause;
use crate::text::{Message, Said};

/// What is to be thought of a code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Why it is refused; `None` if it is genuine and in force.
    pub doubt: Option<Doubt>,
    /// What the code says, once the signature under it is a trusted hall's.
    pub statement: Option<Statement>,
    /// The same of the code on a day sheet, which says how far a ledger went.
    pub checkpoint: Option<Checkpoint>,
    /// The hall's name, as its key list has it.
    pub hall: Option<String>,
    /// The check code that must stand beside the QR.
    pub check_code: Option<String>,
    /// The day of the void list that was looked into; `None` if there was none.
    pub void_as_of: Option<NaiveDate>,
}

/// Why a code is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Not a code of this program, or not as it was printed.
    Damaged,
    /// 样张: an unsigned code of practice, or of a page that was not issued.
    Sample,
    /// A later format than this program knows.
    Newer,
    /// No key list of the hall that signed is trusted here.
    UnknownHall,
    /// The hall is trusted; the key is not in its list, which may be old.
    UnknownKey,
    WrongSignature,
    /// The hall took the key back.
    Revoked {
        on: NaiveDate,
    },
    /// The key was used outside its year.
    OutsideYear {
        year: i32,
    },
    /// The number is on the hall's void list.
    Void {
        cause: VoidCause,
        on: NaiveDate,
    },
    Expired {
        until: NaiveDate,
    },
}

impl Verdict {
    pub(super) fn refused(doubt: Doubt) -> Verdict {
        Verdict {
            doubt: Some(doubt),
            ..Verdict::default()
        }
    }

    pub fn is_genuine(&self) -> bool {
        self.doubt.is_none()
    }

    /// What the paper must say, line by line, to be compared with it; and which void list was
    /// looked into. Empty where nothing is believed of the code.
    pub fn fields(&self) -> Vec<(Message, Said)> {
        if let Some(checkpoint) = &self.checkpoint {
            return checkpoint.fields(self);
        }
        let Some(one) = &self.statement else {
            return Vec::new();
        };
        let until = match one.until {
            Some(until) => Said::from(until.to_string().as_str()),
            None => Message::new("paper.code_endless").into(),
        };
        let check_code = grouped(self.check_code.as_deref().unwrap_or_default());
        let void = match self.void_as_of {
            Some(on) => Message::new("paper.code_void_as_of").with("on", on),
            None => Message::new("paper.code_no_void_list"),
        };
        let mut fields = vec![
            ("paper.code_name", one.name.as_str().into()),
            ("paper.code_id", one.id.as_str().into()),
            ("paper.code_number", one.number.as_str().into()),
            ("paper.code_issued", one.issued.to_string().as_str().into()),
            ("paper.code_until", until),
            (
                "paper.code_hall",
                self.hall.as_deref().unwrap_or_default().into(),
            ),
            ("paper.code_paper", one.paper.as_str().into()),
            ("paper.code_check", check_code.as_str().into()),
            ("paper.code_void_list", void.into()),
        ];
        if one.sheet > 1 {
            let sheet = Message::new("paper.code_sheet_no").with("sheet", one.sheet);
            fields.insert(7, ("paper.code_sheet", sheet.into()));
        }
        let labelled = |(key, said)| (Message::new(key), said);
        fields.into_iter().map(labelled).collect()
    }

    /// The verdict as a program reads it.
    pub fn word(&self) -> &'static str {
        self.doubt.as_ref().map_or("genuine", Doubt::word)
    }

    /// What the verdict is and what to do now.
    pub fn message(&self) -> Message {
        match &self.doubt {
            Some(doubt) => doubt.message(),
            None if self.checkpoint.is_some() => Message::new("paper.checkpoint_genuine"),
            None => Message::new("paper.code_genuine"),
        }
    }
}

impl Doubt {
    pub fn word(&self) -> &'static str {
        match self {
            Doubt::Damaged => "damaged",
            Doubt::Sample => "sample",
            Doubt::Newer => "newer_format",
            Doubt::UnknownHall => "unknown_hall",
            Doubt::UnknownKey => "unknown_key",
            Doubt::WrongSignature => "wrong_signature",
            Doubt::Revoked { .. } => "key_revoked",
            Doubt::OutsideYear { .. } => "outside_year",
            Doubt::Void { .. } => "void",
            Doubt::Expired { .. } => "expired",
        }
    }

    pub fn message(&self) -> Message {
        match self {
            Doubt::Damaged => Message::new("paper.code_damaged"),
            Doubt::Sample => Message::new("paper.code_sample"),
            Doubt::Newer => Message::new("paper.code_newer"),
            Doubt::UnknownHall => Message::new("paper.code_unknown_hall"),
            Doubt::UnknownKey => Message::new("paper.code_unknown_key"),
            Doubt::WrongSignature => Message::new("paper.code_wrong_signature"),
            Doubt::Revoked { on } => Message::new("paper.code_key_revoked").with("on", on),
            Doubt::OutsideYear { year } => {
                Message::new("paper.code_outside_year").with("year", year)
            }
            Doubt::Void { cause, on } => Message::new("paper.code_void")
                .with_said("cause", cause.message())
                .with("on", on),
            Doubt::Expired { until } => Message::new("paper.code_expired").with("until", until),
        }
    }
}
