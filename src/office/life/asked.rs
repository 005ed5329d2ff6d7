//! What the forms of a certificate's life ask, read as the wish of whoever came; and what they are
//! told of the certificate before they ask.

use std::collections::BTreeMap;

use super::super::Office;
use super::amend::Proofs;
use super::{DelegateShown, Wish};
use crate::form::Submission;
use crate::person::IdPaper;
use crate::record::{Answers, CancelCause, Certificate, Delegate, Loss, OldSheet};
use crate::service::LifeState;

/// The certificate a form is about.
pub(in crate::office) const NUMBER: &str = "certificate.number";
const HOLDER: &str = "applicant.name";

/// The answers of a form, by what they mean.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a>(pub &'a Answers);

impl<'a> Asked<'a> {
    pub fn text(self, path: &str) -> &'a str {
        self.0.get(path).map_or("", String::as_str)
    }

    fn seen(self, document: &str) -> bool {
        matches!(self.text(&format!("doc.{document}")), "seen" | "copy")
    }

    pub fn wish(self, submission: &Submission) -> Wish {
        let old_sheet = match self.text("old_sheet.back") {
            "yes" => OldSheet::TakenBack,
            _ => OldSheet::NotBack,
        };
        Wish {
            reason: self.text("reason").to_owned(),
            delegate: self.delegate(),
            reporter: self.reporter(),
            old_sheet,
            orders: Some(submission.papers().to_vec()),
            by_hand: submission.is_filled_by_hand(),
            ..Wish::new(submission.request(), self.text(NUMBER))
        }
    }

    fn delegate(self) -> Option<DelegateShown> {
        if self.text("comer") != "delegate" {
            return None;
        }
        let id = self.text("delegate.id");
        let paper = IdPaper::parse_key(id);
        Some(DelegateShown {
            name: self.text("delegate.name").to_owned(),
            id: paper.map_or_else(|| id.to_owned(), |paper| paper.number().to_owned()),
            letter: self.seen("letter_of_authority"),
            both_cards: self.seen("both_cards"),
        })
    }

    fn reporter(self) -> Option<Delegate> {
        let name = self.text("reporter.name");
        let id = self.text("reporter.id");
        (!name.is_empty()).then(|| Delegate {
            name: name.to_owned(),
            id: id.to_owned(),
        })
    }

    pub fn receiver(self) -> &'a str {
        match self.text("comer") {
            "delegate" => self.text("delegate.name"),
            _ => self.text(HOLDER),
        }
    }

    /// Lost unless it says damaged.
    pub fn loss(self) -> Loss {
        match self.text("loss.declared_on").parse() {
            Ok(declared_on) if self.text("loss.kind") == "lost" => Loss::Lost { declared_on },
            _ => Loss::Damaged,
        }
    }

    pub fn cause(self) -> Option<CancelCause> {
        Some(match self.text("cause") {
            "over_age" => CancelCause::OverAge,
            "moved" => CancelCause::MovedAway,
            "died" => CancelCause::Death,
            "own_wish" => CancelCause::OwnWish,
            "wrongly_issued" => CancelCause::IssuedInError,
            _ => return None,
        })
    }

    /// Which paper proves each answer, by what the policy says of the papers that were seen.
    pub fn proofs(self, office: &Office, service: &str) -> Proofs {
        let rules = office.shelf.rules(service);
        let documents = rules.iter().flat_map(|rules| &rules.documents);
        let mut proofs = Proofs::new();
        for rule in documents.filter(|rule| self.seen(&rule.code)) {
            for path in self.0.keys() {
                if rule.proves.iter().any(|start| is_below(path, start)) {
                    let proof = proofs.entry(path.clone());
                    proof.or_insert_with(|| rule.name.zh.clone());
                }
            }
        }
        proofs
    }
}

/// Whether `path` is `start` or a part of it: `children[0].name` of `children`.
fn is_below(path: &str, start: &str) -> bool {
    path.strip_prefix(start)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

impl Office {
    /// What forms and policies may ask about a certificate, as `record.<name>`.
    pub(super) fn record_of_certificate(
        &self,
        certificate: &Certificate,
    ) -> BTreeMap<String, String> {
        let state = match LifeState::of(certificate, self.shelf.around.on) {
            LifeState::Waiting => "waiting",
            LifeState::InHand => "in_hand",
            LifeState::Expired => "expired",
            LifeState::Ended(_) => "ended",
        };
        let photo_kept = match self.keeps_photo(certificate) {
            true => "yes",
            false => "no",
        };
        let facts = [
            ("certificate.number", certificate.number().to_owned()),
            ("certificate.state", state.to_owned()),
            (
                "certificate.first_issued",
                certificate.first_issued().to_string(),
            ),
            (
                "certificate.expiry_date",
                certificate.issued.expiry_date.to_string(),
            ),
            ("certificate.photo_kept", photo_kept.to_owned()),
        ];
        let facts = facts.into_iter();
        facts.map(|(name, text)| (name.to_owned(), text)).collect()
    }
}
