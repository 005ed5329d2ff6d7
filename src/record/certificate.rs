use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::{Act, CertificateIssued, PrintedPaper};
use super::life::{CancelCause, Change, ChangedCertificate, Loss, NewSheet, RecordChanged};
use super::person::PersonKey;
use crate::text::Message;

/// A certificate on record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    pub person: PersonKey,
    pub clerk: String,
    /// Sequence of the frame that issued it.
    pub sequence: u64,
    /// As [`FrameRef::head`] of that frame.
    pub head: [u8; 8],
    /// When the frame was written, in milliseconds of Unix time.
    pub issued_at: i64,
    /// As it was issued. Nothing ever changes this.
    pub issued: CertificateIssued,
    /// The certificate it was made from, if it is no first issue.
    pub origin: Option<Origin>,
    pub handed_over: Option<HandedOver>,
    pub ended: Option<Ended>,
    /// The answers after corrections and annotations, if there were any.
    pub changed: Option<Answers>,
    /// The last sheet printed under this number, if it is not the first.
    pub sheet: Option<Sheet>,
    /// How many sheets this number has used.
    pub sheets: u32,
    /// Who entered the answers, and who entered those that were changed since, by path.
    pub entered_by: String,
    pub entered_since: BTreeMap<String, String>,
}

/// A frame of the ledger, as what it brought remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FrameRef {
    /// From 1; 0 for what is only proved and in no frame yet.
    pub sequence: u64,
    /// The first 8 bytes of the frame's hash.
    pub head: [u8; 8],
}

impl FrameRef {
    pub fn new(sequence: u64, hash: &[u8; 32]) -> FrameRef {
        let mut head = [0; 8];
        head.copy_from_slice(&hash[..8]);
        FrameRef { sequence, head }
    }

    /// Whether the ledger has acknowledged it.
    pub fn is_entered(self) -> bool {
        self.sequence > 0
    }
}

/// Path → canonical text.
pub type Answers = BTreeMap<String, String>;

/// What a certificate under a new number goes back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The number before.
    pub number: String,
    /// The day the first of these certificates was issued, which stays on the paper.
    pub first_issued: NaiveDate,
    /// What stands after that date; `None` on a renewal, which has its own date.
    pub note: Option<DateNote>,
}

/// `【补 2010-09-13】` or `【更正 2010-11-02】` after the issue date on page A.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateNote {
    Replaced(NaiveDate),
    Corrected(NaiveDate),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    pub receiver: String,
    pub on: NaiveDate,
}

/// Why and when a certificate ended before its time. It stays in the series for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub end: End,
    pub on: NaiveDate,
    /// The number that stands for it now.
    pub successor: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum End {
    /// 已换证
    Renewed,
    /// 作废(遗失)
    Lost,
    /// 作废(损毁)
    Damaged,
    /// 作废(打印错误): a spoiled sheet that never left the counter.
    Spoiled,
    /// 作废(更正)
    Corrected,
    /// 已注销
    Cancelled(CancelCause),
}

/// A sheet printed again under the same number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    pub frame: FrameRef,
    pub on: NaiveDate,
    /// When the frame was written, in milliseconds of Unix time.
    pub at: i64,
    pub clerk: String,
    pub note: Option<DateNote>,
    pub answers: Answers,
    pub papers: Vec<PrintedPaper>,
}

/// Computed for a day, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CertificateState {
    Valid,
    Expired,
    Ended(End),
}

impl Certificate {
    pub fn new(
        act: &Act,
        frame: FrameRef,
        at: i64,
        person: PersonKey,
        issued: &CertificateIssued,
    ) -> Certificate {
        Certificate {
            person,
            clerk: act.clerk.clone(),
            sequence: frame.sequence,
            head: frame.head,
            issued_at: at,
            issued: issued.clone(),
            origin: None,
            handed_over: None,
            ended: None,
            changed: None,
            sheet: None,
            sheets: 1,
            entered_by: act.clerk.clone(),
            entered_since: BTreeMap::new(),
        }
    }

    pub fn number(&self) -> &str {
        &self.issued.number
    }

    /// The frame that issued it.
    pub fn frame(&self) -> FrameRef {
        FrameRef {
            sequence: self.sequence,
            head: self.head,
        }
    }

    /// The expiry date is the last valid day.
    pub fn state(&self, on: NaiveDate) -> CertificateState {
        match &self.ended {
            Some(ended) => CertificateState::Ended(ended.end),
            None if on <= self.issued.expiry_date => CertificateState::Valid,
            None => CertificateState::Expired,
        }
    }

    /// The answers as they stand now.
    pub fn answers(&self) -> &Answers {
        self.changed.as_ref().unwrap_or(&self.issued.answers)
    }

    /// The issue date on the paper, which a replacement keeps.
    pub fn first_issued(&self) -> NaiveDate {
        let origin = self.origin.as_ref();
        origin.map_or(self.issued.issue_date, |origin| origin.first_issued)
    }

    /// What stands after the issue date on page A: how the number came about, then how its sheet
    /// did. Empty on a first sheet of a first issue.
    pub fn date_note(&self) -> String {
        let origin = self.origin.as_ref().and_then(|origin| origin.note);
        let notes = origin.into_iter().chain(self.sheet_note());
        notes.map(DateNote::printed).collect()
    }

    fn sheet_note(&self) -> Option<DateNote> {
        self.sheet.as_ref().and_then(|sheet| sheet.note)
    }

    /// The certificate as a change of it names it.
    pub fn as_changed(&self) -> ChangedCertificate {
        ChangedCertificate {
            number: self.issued.number.clone(),
            issue_date: self.first_issued(),
            expiry_date: self.issued.expiry_date,
        }
    }

    /// What a clerk who asks about the number is told.
    pub fn standing(&self, on: NaiveDate) -> Message {
        let state = self.state(on).message();
        let Some(ended) = &self.ended else {
            return Message::new("service.standing")
                .with_said("state", state)
                .with("date", self.issued.expiry_date);
        };
        let standing = match &ended.successor {
            Some(successor) => {
                Message::new("service.standing_ended_for").with("successor", successor)
            }
            None => Message::new("service.standing_ended"),
        };
        standing.with_said("state", state).with("date", ended.on)
    }

    /// Takes over what an act did to this certificate. What was issued stays as it was.
    pub fn live(&mut self, act: &Act, frame: FrameRef, at: i64, changed: &RecordChanged) {
        let end = |end, successor: &CertificateIssued| Ended {
            end,
            on: act.on,
            successor: Some(successor.number.clone()),
        };
        match &changed.change {
            Change::HandedOver { receiver } => {
                self.handed_over = Some(HandedOver {
                    receiver: receiver.clone(),
                    on: act.on,
                });
            }
            Change::Renewed { issued } => self.ended = Some(end(End::Renewed, issued)),
            Change::Replaced { loss, issued, .. } => {
                self.ended = Some(end(End::of_loss(*loss), issued));
            }
            Change::Corrected {
                spoiled,
                sheet: NewSheet::NewNumber { issued, .. },
            } => {
                let cause = if *spoiled {
                    End::Spoiled
                } else {
                    End::Corrected
                };
                self.ended = Some(end(cause, issued));
            }
            Change::Corrected {
                spoiled,
                sheet: NewSheet::SameNumber { papers },
            } => {
                let note = (!spoiled).then_some(DateNote::Corrected(act.on));
                self.sheet = Some(Sheet {
                    frame,
                    on: act.on,
                    at,
                    clerk: act.clerk.clone(),
                    // A sheet that never left the counter bears no mark of its own.
                    note: note.or(self.sheet_note()),
                    answers: changed.answers.clone(),
                    papers: papers.clone(),
                });
                self.changed = Some(changed.answers.clone());
                self.handed_over = None;
                self.sheets += 1;
            }
            Change::Annotated => self.changed = Some(changed.answers.clone()),
            Change::Cancelled { cause } => {
                self.ended = Some(Ended {
                    end: End::Cancelled(*cause),
                    on: act.on,
                    successor: None,
                });
            }
            Change::NameCorrected | Change::NameRestored => {}
        }
        for item in &changed.items {
            self.entered_since
                .insert(item.path.clone(), act.clerk.clone());
        }
    }

    /// Who entered the answer at a path.
    pub fn entered_by(&self, path: &str) -> &str {
        self.entered_since.get(path).unwrap_or(&self.entered_by)
    }
}

impl Origin {
    /// What the certificate that an act made goes back to.
    pub fn of(changed: &RecordChanged, on: NaiveDate) -> Option<Origin> {
        let (first_issued, note) = match &changed.change {
            Change::Renewed { issued } => (issued.issue_date, None),
            Change::Replaced { first_issued, .. } => (*first_issued, Some(DateNote::Replaced(on))),
            Change::Corrected {
                spoiled,
                sheet: NewSheet::NewNumber { first_issued, .. },
            } => {
                let note = (!spoiled).then_some(DateNote::Corrected(on));
                // A spoiled sheet was never out: its follower has the first date and no mark.
                (*first_issued, note)
            }
            _ => return None,
        };
        Some(Origin {
            number: changed.number()?.to_owned(),
            first_issued,
            note,
        })
    }
}

impl DateNote {
    /// As it is printed on page A.
    pub fn printed(self) -> String {
        match self {
            DateNote::Replaced(on) => format!("【补 {on}】"),
            DateNote::Corrected(on) => format!("【更正 {on}】"),
        }
    }
}

impl End {
    pub fn of_loss(loss: Loss) -> End {
        match loss {
            Loss::Lost { .. } => End::Lost,
            Loss::Damaged => End::Damaged,
        }
    }

    /// The end as a program reads it.
    pub fn word(self) -> &'static str {
        match self {
            End::Renewed => "renewed",
            End::Lost => "lost",
            End::Damaged => "damaged",
            End::Spoiled => "spoiled",
            End::Corrected => "corrected",
            End::Cancelled(_) => "cancelled",
        }
    }

    pub fn message(self) -> Message {
        Message::new(match self {
            End::Renewed => "service.end_renewed",
            End::Lost => "service.end_lost",
            End::Damaged => "service.end_damaged",
            End::Spoiled => "service.end_spoiled",
            End::Corrected => "service.end_corrected",
            End::Cancelled(CancelCause::OverAge) => "service.end_over_age",
            End::Cancelled(CancelCause::MovedAway) => "service.end_moved_away",
            End::Cancelled(CancelCause::Death) => "service.end_death",
            End::Cancelled(CancelCause::OwnWish) => "service.end_own_wish",
            End::Cancelled(CancelCause::IssuedInError) => "service.end_issued_in_error",
        })
    }
}

impl CertificateState {
    pub fn message(self) -> Message {
        match self {
            CertificateState::Valid => Message::new("service.state_valid"),
            CertificateState::Expired => Message::new("service.state_expired"),
            CertificateState::Ended(end) => end.message(),
        }
    }
}
