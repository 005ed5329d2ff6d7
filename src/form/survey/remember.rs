//! What an answer tells the conditions behind it.

use super::super::matter::MatterState;
use super::super::model::{Kind, PaperNumberKind};
use super::{Question, Walk};
use crate::person::IdPaper;
use crate::policy::Scalar;

impl Walk<'_> {
    /// Makes the answer known to the conditions after it, and whether it is another than was known.
    pub(super) fn remember(&mut self, question: &Question) {
        let path = &question.path;
        if self.differs(question) {
            let root = path.split(['.', '[']).next().unwrap_or(path);
            self.values
                .set(format!("changed.{root}"), Scalar::Bool(true));
        }
        let Some(canonical) = &question.reading.canonical else {
            return;
        };
        if question.field.kind == Kind::IdPaper {
            self.remember_paper(path, canonical);
        }
        if let Kind::PaperNumber {
            paper: PaperNumberKind::ForeignCertificate,
        } = question.field.kind
        {
            self.remember_certificate_number(path, canonical);
        }
        self.remember_matter(path, canonical, &question.field.kind);
        if let (Kind::PartialDate, Some(last)) = (&question.field.kind, question.reading.last_day) {
            self.values.set(format!("{path}.last"), Scalar::Date(last));
        }
        self.values
            .set(path, question.reading.value(&question.field.kind));
    }

    /// When it was opened, its last day, and whether that is over.
    fn remember_matter(&mut self, path: &str, number: &str, kind: &Kind) {
        let notes = self.matters(kind).unwrap_or_default();
        let Some(note) = notes.into_iter().find(|note| note.number == number) else {
            return;
        };
        let late = note.state != MatterState::Open;
        self.values.set(format!("{path}.late"), Scalar::Bool(late));
        self.values
            .set(format!("{path}.opened_on"), Scalar::Date(note.opened_on));
        if let Some(due) = note.due {
            self.values.set(format!("{path}.due"), Scalar::Date(due));
        }
    }

    fn differs(&self, question: &Question) -> bool {
        let typed = self.draft.answers.contains_key(&question.path);
        typed && question.reading.canonical.as_ref() != self.draft.known.get(&question.path)
    }

    fn remember_paper(&mut self, path: &str, key: &str) {
        let Some(paper) = IdPaper::parse_key(key) else {
            return;
        };
        if let Some(birth) = paper.birth_date() {
            self.values
                .set(format!("{path}.birth"), Scalar::Date(birth));
        }
        if let Some(sex) = paper.sex() {
            self.values
                .set(format!("{path}.sex"), Scalar::Text(sex.code().to_owned()));
        }
        self.values.set(
            format!("{path}.kind"),
            Scalar::Text(paper.kind().code().to_owned()),
        );
        self.values.set(
            format!("{path}.number"),
            Scalar::Text(paper.number().to_owned()),
        );
    }

    /// What the number of a certificate from elsewhere says by itself, if its scheme is known.
    fn remember_certificate_number(&mut self, path: &str, number: &str) {
        let profile = self.around.profile.clone();
        let read = profile.read_certificate_number(number);
        self.values
            .set(format!("{path}.known"), Scalar::Bool(read.is_some()));
        if let Some((scheme, parts)) = read {
            for (part, text) in [
                ("scheme", &scheme.name.zh),
                ("area", &parts.area),
                ("year", &parts.year2),
            ] {
                self.values
                    .set(format!("{path}.{part}"), Scalar::Text(text.clone()));
            }
        }
    }
}
