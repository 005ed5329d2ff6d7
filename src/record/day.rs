use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::blank::{BlankMovement, BlanksMoved};
use super::event::{Act, Applicant, Event, HallRestored, PaperPrinted};
use super::life::{Change, RecordChanged};
use super::people::PeopleJudged;
use super::staff::StaffDid;
use super::stock::Moved;
use crate::text::Message;

/// One line of the day's ledger list (台账).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLine {
    pub sequence: u64,
    /// When the frame was written, in milliseconds of Unix time.
    pub at: i64,
    pub on: NaiveDate,
    pub did: Did,
    pub person: Option<u64>,
    pub name: String,
    /// Certificate or case number; empty where the act has none.
    pub number: String,
    /// Code of the service; empty where no form led to the act.
    pub service: String,
    /// Code of the paper that was printed; empty for everything else.
    pub paper: String,
    /// In how many copies it was printed; 0 for everything else.
    pub copies: u32,
    pub clerk: String,
    /// Why it was done alone (单人操作); empty for everything else.
    pub remark: String,
}

/// What was done, for the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Did {
    RegisterPerson,
    IssueCertificate,
    SuspendCase,
    PrintPaper,
    HandOver,
    Renew,
    Replace,
    Correct,
    Annotate,
    Cancel,
    CorrectName,
    /// A service of its own form; see [`DayLine::service`].
    Serve,
    LinkPeople,
    PartPeople,
    TellApart,
    MoveStock(Moved),
    ConfirmReport,
    ReceiveBlanks,
    SpoilBlank,
    CountBlanks,
    RestoreName,
    VerifyCode,
    ArchivePaper,
    ImportPeople,
    RestoreHall,
    /// Alone, where two should have done it.
    BreakGlass,
}

impl Did {
    pub fn message(self) -> Message {
        Message::new(match self {
            Did::RegisterPerson => "office.did_register_person",
            Did::IssueCertificate => "office.did_issue_certificate",
            Did::SuspendCase => "office.did_suspend_case",
            Did::PrintPaper => "office.did_print_paper",
            Did::HandOver => "office.did_hand_over",
            Did::Renew => "office.did_renew",
            Did::Replace => "office.did_replace",
            Did::Correct => "office.did_correct",
            Did::Annotate => "office.did_annotate",
            Did::Cancel => "office.did_cancel",
            Did::CorrectName => "office.did_correct_name",
            Did::Serve => "office.did_serve",
            Did::LinkPeople => "office.did_link_people",
            Did::PartPeople => "office.did_part_people",
            Did::TellApart => "office.did_tell_apart",
            Did::MoveStock(moved) => return moved.message(),
            Did::ConfirmReport => "office.did_confirm_report",
            Did::ReceiveBlanks => "print.did_receive",
            Did::SpoilBlank => "print.did_spoil",
            Did::CountBlanks => "print.did_count",
            Did::RestoreName => "office.did_restore_name",
            Did::VerifyCode => "office.did_verify_code",
            Did::ArchivePaper => "office.did_archive_paper",
            Did::ImportPeople => "import.did_import",
            Did::BreakGlass => "office.did_break_glass",
            Did::RestoreHall => "office.did_restore_hall",
        })
    }
}

impl Did {
    /// Bytes that were made again for the archive are no print: there is no copy of them.
    fn of_printed(printed: &PaperPrinted) -> Did {
        match printed.copies {
            0 => Did::ArchivePaper,
            _ => Did::PrintPaper,
        }
    }

    fn of_change(change: &Change) -> Did {
        match change {
            Change::HandedOver { .. } => Did::HandOver,
            Change::Renewed { .. } => Did::Renew,
            Change::Replaced { .. } => Did::Replace,
            Change::Corrected { .. } => Did::Correct,
            Change::Annotated => Did::Annotate,
            Change::Cancelled { .. } => Did::Cancel,
            Change::NameCorrected => Did::CorrectName,
            Change::NameRestored => Did::RestoreName,
        }
    }
}

impl Did {
    fn of_judgement(judged: &PeopleJudged) -> Did {
        match judged {
            PeopleJudged::Linked { .. } => Did::LinkPeople,
            PeopleJudged::Parted { .. } => Did::PartPeople,
            PeopleJudged::Different { .. } => Did::TellApart,
        }
    }
}

impl Did {
    fn of_blanks(moved: &BlanksMoved) -> Did {
        match moved.movement {
            BlankMovement::Received { .. } => Did::ReceiveBlanks,
            BlankMovement::Spoilt { .. } => Did::SpoilBlank,
            BlankMovement::Counted { .. } => Did::CountBlanks,
        }
    }
}

/// The number a change is listed under: that of the new certificate, else of the old one, else of
/// the case.
fn number_of(changed: &RecordChanged) -> &str {
    let new = changed.issued().map(|issued| issued.number.as_str());
    let number = new.or(changed.number()).or(changed.case.as_deref());
    number.unwrap_or_default()
}

fn form_of(event: &Event) -> &str {
    match event {
        Event::HallOpened(_)
        | Event::PaperPrinted(_)
        | Event::PeopleJudged(_)
        | Event::BlanksMoved(_)
        | Event::PrintSent(_)
        | Event::PrintAnswered(_)
        | Event::ReportConfirmed(_)
        | Event::CodeKeyChanged(_)
        | Event::PeopleImported(_)
        | Event::CodeVerified(_)
        | Event::HallRestored(_)
        | Event::StaffActed(_)
        | Event::RecordViewed(_)
        | Event::ActEnteredAnew(_) => "",
        Event::PersonRegistered(registered) => &registered.form.id,
        Event::CertificateIssued(issued) => &issued.form.id,
        Event::CaseSuspended(case) => &case.form.id,
        Event::RecordChanged(changed) => &changed.form.id,
        Event::ServiceRecorded(served) => &served.form.id,
        Event::StockMoved(_) => "",
        Event::RightExercised(right) => &right.served.form.id,
    }
}

impl DayLine {
    /// The line an act leaves on its day; `None` for acts that are not business with an applicant.
    pub fn of(act: &Act, sequence: u64, at: i64) -> Option<DayLine> {
        if let Event::PeopleJudged(judged) = &act.event {
            return Some(DayLine::of_judgement(act, judged, sequence, at));
        }
        if let Event::HallRestored(restored) = &act.event {
            return Some(DayLine::of_restored(act, restored, sequence, at));
        }
        if let Event::StaffActed(acted) = &act.event
            && let StaffDid::BrokeGlass { about, reason, .. } = &acted.did
        {
            let plain = DayLine::plain(act, Did::BreakGlass, about.clone());
            return Some(DayLine {
                sequence,
                at,
                remark: reason.clone(),
                ..plain
            });
        }
        let imported = match &act.event {
            Event::PeopleImported(imported) => Some(imported.line()?),
            _ => None,
        };
        let (did, applicant, name, number) = match &act.event {
            Event::PeopleImported(_) => (Did::ImportPeople, None, imported.as_ref(), ""),
            Event::BlanksMoved(moved) => (Did::of_blanks(moved), None, None, moved.number()),
            Event::PrintSent(sent) => (Did::PrintPaper, None, None, sent.number.as_str()),
            Event::HallOpened(_)
            | Event::PeopleJudged(_)
            | Event::HallRestored(_)
            | Event::PrintAnswered(_)
            | Event::CodeKeyChanged(_)
            | Event::StaffActed(_)
            | Event::ActEnteredAnew(_)
            | Event::RecordViewed(_) => return None,
            Event::CodeVerified(verified) => {
                (Did::VerifyCode, None, None, verified.number.as_str())
            }
            Event::PersonRegistered(person) => (
                Did::RegisterPerson,
                Some(person.applicant),
                person.facts.get("name"),
                "",
            ),
            Event::CertificateIssued(issued) => (
                Did::IssueCertificate,
                Some(issued.applicant),
                issued.facts.get("name"),
                issued.number.as_str(),
            ),
            Event::CaseSuspended(case) => (
                Did::SuspendCase,
                Some(case.applicant),
                case.facts.get("name"),
                case.case.as_str(),
            ),
            Event::PaperPrinted(printed) => (
                Did::of_printed(printed),
                None,
                None,
                printed.number.as_str(),
            ),
            Event::ReportConfirmed(confirmed) => {
                (Did::ConfirmReport, None, None, confirmed.number.as_str())
            }
            Event::RecordChanged(changed) => (
                Did::of_change(&changed.change),
                Some(Applicant::Known(changed.person)),
                changed.answers.get("applicant.name"),
                number_of(changed),
            ),
            Event::ServiceRecorded(served) => (
                Did::Serve,
                Some(served.applicant),
                served.facts.get("name"),
                served.number(),
            ),
            Event::StockMoved(moved) => (
                Did::MoveStock(moved.movement.moved()),
                moved.recipient().map(|(applicant, _)| applicant),
                moved.recipient().and_then(|(_, facts)| facts.get("name")),
                moved.number.as_str(),
            ),
            Event::RightExercised(right) => (
                Did::Serve,
                Some(right.served.applicant),
                right.served.facts.get("name"),
                right.served.number(),
            ),
        };
        Some(DayLine {
            sequence,
            at,
            on: act.on,
            did,
            person: applicant.map(|applicant| applicant.key(sequence).0),
            name: name.cloned().unwrap_or_default(),
            number: number.to_owned(),
            service: form_of(&act.event).to_owned(),
            paper: match &act.event {
                Event::PaperPrinted(printed) => printed.paper.clone(),
                Event::PrintSent(sent) => sent.paper.clone(),
                Event::BlanksMoved(moved) => moved.paper.clone(),
                _ => String::new(),
            },
            copies: match &act.event {
                Event::PaperPrinted(printed) => printed.copies,
                Event::PrintSent(sent) => sent.copies,
                _ => 0,
            },
            clerk: act.clerk.clone(),
            remark: String::new(),
        })
    }

    /// Its number is the last serial that is left out.
    fn of_restored(act: &Act, restored: &HallRestored, sequence: u64, at: i64) -> DayLine {
        let number = format!("{:05}", restored.serials_after);
        DayLine {
            sequence,
            at,
            ..DayLine::plain(act, Did::RestoreHall, number)
        }
    }

    /// Of an act that is about nobody.
    fn plain(act: &Act, did: Did, number: String) -> DayLine {
        DayLine {
            sequence: 0,
            at: 0,
            on: act.on,
            did,
            person: None,
            name: String::new(),
            number,
            service: String::new(),
            paper: String::new(),
            copies: 0,
            clerk: act.clerk.clone(),
            remark: String::new(),
        }
    }

    fn of_judgement(act: &Act, judged: &PeopleJudged, sequence: u64, at: i64) -> DayLine {
        let (person, name) = judged.about();
        DayLine {
            sequence,
            at,
            on: act.on,
            did: Did::of_judgement(judged),
            person: Some(person.key(sequence).0),
            name: name.to_owned(),
            number: String::new(),
            service: String::new(),
            paper: String::new(),
            copies: 0,
            clerk: act.clerk.clone(),
            remark: String::new(),
        }
    }
}
