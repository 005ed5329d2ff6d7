//! Promise: an act once written stays readable for ever, and is written as it was.
//!
//! `tests/stored/v1/acts` holds one act of every kind, named for what it means; none of the files
//! is ever written again.

use std::fs;
use std::path::{Path, PathBuf};

use guitai::record::{
    Act, BlankMovement, Change, CodeKeyChanged, Event, Movement, PeopleJudged, Recipient, StaffDid,
    stored,
};

fn acts() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored/v1/acts");
    let files = fs::read_dir(folder).expect("the stored acts are part of the tree");
    let mut acts: Vec<(PathBuf, Vec<u8>)> = files
        .map(|file| {
            let path = file.expect("a readable entry").path();
            let bytes = fs::read(&path).expect("a readable file");
            (path, bytes)
        })
        .collect();
    acts.sort();
    acts
}

/// The kind of an act, as its file is named.
fn kind(act: &Act) -> &'static str {
    match &act.event {
        Event::HallOpened(_) => "hall_opened",
        Event::PersonRegistered(_) => "person_registered",
        Event::CertificateIssued(_) => "certificate_issued",
        Event::CaseSuspended(_) => "case_suspended",
        Event::PaperPrinted(_) => "paper_printed",
        Event::PeopleJudged(judged) => match **judged {
            PeopleJudged::Linked { .. } => "people_linked",
            PeopleJudged::Parted { .. } => "people_parted",
            PeopleJudged::Different { .. } => "told_apart",
        },
        Event::RecordChanged(changed) => match &changed.change {
            Change::HandedOver { .. } => "handed_over",
            Change::Renewed { .. } => "renewed",
            Change::Replaced { .. } => "replaced",
            Change::Corrected { .. } => "corrected",
            Change::Annotated => "annotated",
            Change::Cancelled { .. } => "cancelled",
            Change::NameCorrected => "name_corrected",
            Change::NameRestored => "name_restored",
        },
        Event::ServiceRecorded(_) => "service_recorded",
        Event::StockMoved(moved) => match &moved.movement {
            Movement::Received { .. } => "stock_received",
            Movement::HandedOut(handed) => match handed.to {
                Recipient::Anonymous => "stock_handed_out",
                Recipient::Named { .. } => "stock_handed_to_her",
            },
            Movement::WrittenOff { .. } => "stock_written_off",
            Movement::TransferredOut { .. } => "stock_transferred",
            Movement::Counted { .. } => "stock_counted",
        },
        Event::RightExercised(_) => "right_exercised",
        Event::ReportConfirmed(_) => "report_confirmed",
        Event::BlanksMoved(moved) => match moved.movement {
            BlankMovement::Received { .. } => "blanks_received",
            BlankMovement::Spoilt { .. } => "blank_spoilt",
            BlankMovement::Counted { .. } => "blanks_counted",
        },
        Event::PrintSent(sent) => match sent.blank {
            None => "print_sent",
            Some(_) => "print_sent_onto_blank",
        },
        Event::PrintAnswered(_) => "print_answered",
        Event::CodeKeyChanged(CodeKeyChanged::Made { .. }) => "code_key_made",
        Event::CodeKeyChanged(CodeKeyChanged::Revoked { .. }) => "code_key_revoked",
        Event::CodeVerified(_) => "code_verified",
        Event::PeopleImported(_) => "people_imported",
        Event::HallRestored(_) => "hall_restored",
        Event::StaffActed(acted) => match acted.did {
            StaffDid::SignedIn => "signed_in",
            StaffDid::SignedOut => "signed_out",
            StaffDid::Failed { .. } => "sign_in_failed",
            StaffDid::Joined(_) => "staff_joined",
            StaffDid::Left(_) => "staff_left",
            StaffDid::PasswordSet(_) => "password_set",
            StaffDid::RolesSet(_) => "roles_set",
            StaffDid::Recovered(_) => "password_recovered",
            StaffDid::SharesPrinted => "shares_printed",
            StaffDid::Agreed { .. } => "agreed",
            StaffDid::BrokeGlass { .. } => "broke_glass",
            StaffDid::Searched { .. } => "searched",
            StaffDid::Exported { .. } => "exported",
        },
        Event::RecordViewed(_) => "record_viewed",
        Event::ActEnteredAnew(_) => "act_entered_anew",
    }
}

#[test]
fn every_kind_of_act_once_stored_is_read_and_written_the_same() {
    let acts = acts();
    assert_eq!(acts.len(), 51, "one of every kind");
    for (path, bytes) in acts {
        let act =
            stored::read(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        assert_eq!(&name[3..], kind(&act), "{}", path.display());
        assert_eq!(
            stored::write(&act).as_ref(),
            Ok(&bytes),
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_stored_act_cut_short_is_refused_without_a_panic() {
    for (path, bytes) in acts() {
        for end in 0..bytes.len() {
            let read = stored::read(&bytes[..end]);
            assert!(read.is_err(), "{} cut at {end}", path.display());
        }
    }
}
