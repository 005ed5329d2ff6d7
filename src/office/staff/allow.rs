use crate::office::Office;
use crate::record::{Act, CodeKeyChanged, Event};
use crate::staff::{NotAllowed, Right};
use crate::store::ViewError;

use super::sign_in::Session;

/// What entering an act asks for; `None` where the verb itself has asked, or nobody need.
fn right_of(event: &Event) -> Option<Right> {
    match event {
        Event::PersonRegistered(_)
        | Event::CertificateIssued(_)
        | Event::CaseSuspended(_)
        | Event::RecordChanged(_)
        | Event::ServiceRecorded(_)
        | Event::RightExercised(_)
        | Event::PrintSent(_)
        | Event::PrintAnswered(_) => Some(Right::Serve),
        Event::PaperPrinted(_) => Some(Right::Report),
        Event::PeopleJudged(_) => Some(Right::Judge),
        Event::StockMoved(_) | Event::BlanksMoved(_) => Some(Right::Stock),
        Event::ReportConfirmed(_) => Some(Right::Confirm),
        Event::CodeVerified(_) => Some(Right::Verify),
        Event::PeopleImported(_) => Some(Right::Import),
        Event::CodeKeyChanged(CodeKeyChanged::Revoked { .. }) => Some(Right::Keys),
        // The year's first certificate makes the year's key.
        Event::CodeKeyChanged(CodeKeyChanged::Made { .. })
        | Event::HallOpened(_)
        | Event::HallRestored(_)
        | Event::RecordViewed(_)
        | Event::StaffActed(_)
        // Follows from a right that was exercised, whoever is signed in by then.
        | Event::ActEnteredAnew(_) => None,
    }
}

impl Office {
    /// Who is signed in; `None` in a hall that is not sealed.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Whether the hall seals what it keeps.
    pub fn is_sealed(&self) -> bool {
        self.session.is_some()
    }

    /// Whether whoever is signed in may do this now.
    ///
    /// # Errors
    /// [`ViewError::NotAllowed`] if her roles do not have the right, or her session is over.
    pub(in crate::office) fn allow(&self, right: Right) -> Result<(), ViewError> {
        let Some(session) = &self.session else {
            return Ok(());
        };
        if session.is_over(self.clock.now_ms()) {
            return Err(NotAllowed::SessionOver.into());
        }
        match session.roles.may(right) {
            true => Ok(()),
            false => Err(NotAllowed::Right(right).into()),
        }
    }

    /// Whether this act may be entered by whoever is signed in.
    ///
    /// # Errors
    /// As [`Office::allow`].
    pub(in crate::office) fn allow_act(&self, act: &Act) -> Result<(), ViewError> {
        right_of(&act.event).map_or(Ok(()), |right| self.allow(right))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::*;
    use crate::record::stored;
    use crate::staff::{Role, Roles};

    /// What each kind of act asks for, by the name of its stored example.
    fn table() -> BTreeMap<&'static str, Option<Right>> {
        let serve = [
            "annotated",
            "cancelled",
            "case_suspended",
            "certificate_issued",
            "corrected",
            "handed_over",
            "name_corrected",
            "name_restored",
            "person_registered",
            "print_answered",
            "print_sent",
            "print_sent_onto_blank",
            "renewed",
            "replaced",
            "right_exercised",
            "service_recorded",
        ];
        let stock = [
            "blank_spoilt",
            "blanks_counted",
            "blanks_received",
            "stock_counted",
            "stock_handed_out",
            "stock_handed_to_her",
            "stock_received",
            "stock_transferred",
            "stock_written_off",
        ];
        let asked_by_the_verb = [
            "code_key_made",
            "act_entered_anew",
            "agreed",
            "broke_glass",
            "exported",
            "hall_opened",
            "hall_restored",
            "password_recovered",
            "password_set",
            "record_viewed",
            "roles_set",
            "searched",
            "shares_printed",
            "sign_in_failed",
            "signed_in",
            "signed_out",
            "staff_joined",
            "staff_left",
        ];
        let others = [
            ("code_key_revoked", Right::Keys),
            ("code_verified", Right::Verify),
            ("paper_printed", Right::Report),
            ("people_imported", Right::Import),
            ("people_linked", Right::Judge),
            ("people_parted", Right::Judge),
            ("report_confirmed", Right::Confirm),
            ("told_apart", Right::Judge),
        ];
        let with = |right: Option<Right>| move |name: &'static str| (name, right);
        let all = serve.into_iter().map(with(Some(Right::Serve)));
        let all = all.chain(stock.into_iter().map(with(Some(Right::Stock))));
        let all = all.chain(asked_by_the_verb.into_iter().map(with(None)));
        all.chain(others.into_iter().map(|(name, right)| (name, Some(right))))
            .collect()
    }

    #[test]
    fn every_kind_of_act_asks_for_its_right() {
        let table = table();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored/v1/acts");
        let mut seen = 0;
        for file in std::fs::read_dir(folder).expect("the stored acts") {
            let path = file.expect("a readable entry").path();
            let act = stored::read(&std::fs::read(&path).expect("a file")).expect("an act");
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let right = table.get(&name[3..]);
            assert_eq!(Some(&right_of(&act.event)), right, "{name}");
            seen += 1;
        }
        assert_eq!(seen, table.len());
    }

    #[test]
    fn whoever_serves_nobody_enters_nothing_about_anybody() {
        for (name, right) in table() {
            let Some(right) = right else { continue };
            let administrator = Roles::of(&[Role::Administrator]);
            assert_eq!(administrator.may(right), right == Right::Keys, "{name}");
            let auditor = Roles::of(&[Role::Auditor]);
            assert_eq!(auditor.may(right), right == Right::Report, "{name}");
        }
    }
}
