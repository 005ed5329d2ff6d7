use std::collections::BTreeMap;
use std::sync::Arc;

use crate::form::{Around, Consequence, Field, Form};
use crate::office::Offer;
use crate::report::Report;
use crate::staff::Clerk;
use crate::text::{Label, Lang};

/// What lies on the clerk's desk once the office is open: forms, rules, names. Never changes while
/// the program runs, so every screen can look at it.
#[derive(Debug, Clone)]
pub struct Desk {
    pub lang: Lang,
    pub hall: String,
    /// A practice hall's papers are 样张.
    pub practice: bool,
    /// Whether the hall seals what it keeps, and asks who is there.
    pub sealed: bool,
    pub clerk: Clerk,
    pub around: Around,
    pub forms: BTreeMap<String, Arc<Form>>,
    /// What can be done for somebody who is not on record, in the order of the list.
    pub offers: Vec<Offer>,
    /// The monthly reports, then the registers.
    pub reports: Vec<Arc<Report>>,
    /// Titles of the papers, by id.
    pub papers: BTreeMap<String, Label>,
}

impl Desk {
    pub fn form(&self, service: &str) -> Option<&Arc<Form>> {
        self.forms.get(service)
    }

    /// The service a stranger most likely wants: the certificate.
    pub fn main_service(&self) -> Option<&Arc<Form>> {
        let mut forms = self.forms.values();
        forms
            .clone()
            .find(|form| form.consequence == Consequence::Certificate)
            .or_else(|| forms.next())
    }

    /// The field of a form that is filled from a fact of the person.
    pub fn field_of<'a>(&self, form: &'a Form, fact: &str) -> Option<&'a Arc<Field>> {
        let mut fields = form.steps.iter().flat_map(|step| &step.fields);
        fields.find(|field| field.default_from.as_deref() == Some(fact))
    }

    pub fn paper_title(&self, paper: &str) -> String {
        match self.papers.get(paper) {
            Some(title) => title.say(self.lang).to_owned(),
            None => paper.to_owned(),
        }
    }

    /// The warning of a profile whose legal basis is not in force.
    pub fn banner(&self) -> Option<&str> {
        let banner = self.around.profile.banner.as_ref()?;
        Some(banner.say(self.lang))
    }
}
