use std::sync::Arc;

use super::Office;
use super::people::Tie;
use super::start::draft_of;
use crate::form::{CertificateChange, Consequence, DeskGroup, Form, RequestId, Required};
use crate::policy::{Refusal, Scalar};
use crate::record::{Case, Certificate, CertificateState, DayLine, Person, PersonKey};
use crate::service::{Matter, valid_certificate};
use crate::staff::Right;
use crate::store::ViewError;
use crate::text::{Label, Lang, Message};

/// All the hall knows of one person, and what it can do for her.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonPage {
    pub person: Person,
    /// In the order of issue, each with its state on the day of the business.
    pub certificates: Vec<(Certificate, CertificateState)>,
    /// Cases that wait for papers.
    pub waiting: Vec<Case>,
    /// What her services left open, each as it stands today.
    pub matters: Vec<Matter>,
    /// All that was done for her, in order.
    pub timeline: Vec<DayLine>,
    pub offers: Vec<Offer>,
    /// Other names and numbers of hers, and the people she has to do with.
    pub ties: Vec<Tie>,
    /// What can be done with each of her certificates, the newest first.
    pub changes: Vec<ChangeOffer>,
}

/// A step in the life of one certificate.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeOffer {
    pub number: String,
    pub service: String,
    pub title: Label,
    /// Every rule that stands against it; empty if it may be done today.
    pub refusals: Vec<Refusal>,
}

/// A service, with every rule that stands against it for this person.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    pub service: String,
    pub title: Label,
    pub summary: Label,
    /// Where the desk lists it.
    pub group: DeskGroup,
    /// Empty if the service may be given, as far as is known.
    pub refusals: Vec<Refusal>,
}

impl Office {
    /// The person's page; `None` if nobody has this key.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn person(&self, key: PersonKey) -> Result<Option<PersonPage>, ViewError> {
        self.allow(Right::Look)?;
        let Some(person) = self.store.person(key)? else {
            return Ok(None);
        };
        let on = self.shelf.around.on;
        let certificates = self.store.certificates(&person)?;
        let matters = self.matters_of(&person)?;
        let offers = self.listed().into_iter();
        let offers = offers.map(|form| {
            let mut offer = self.offer(form, &person, &certificates);
            offer.refusals.extend(self.nothing_open(form, &matters));
            offer
        });
        Ok(Some(PersonPage {
            offers: offers.collect(),
            changes: self.change_offers(&certificates),
            waiting: self.store.waiting(key)?,
            matters,
            timeline: self.store.timeline(key)?,
            ties: self.ties(&person)?,
            certificates: certificates
                .into_iter()
                .map(|certificate| {
                    let state = certificate.state(on);
                    (certificate, state)
                })
                .collect(),
            person,
        }))
    }

    /// What can be done for somebody who is not on record yet.
    pub fn offers(&self) -> Vec<Offer> {
        let forms = self.listed().into_iter();
        forms
            .map(|form| offer_of(form, self.standing_against(form)))
            .collect()
    }

    /// The services the desk lists, group by group, the certificate itself before its group's
    /// others.
    pub(super) fn listed(&self) -> Vec<&Form> {
        let forms = self.shelf.forms.values().map(|form| &**form);
        let listed = forms.filter(|form| DeskGroup::LISTED.contains(&form.group));
        let mut listed: Vec<&Form> = listed.collect();
        listed.sort_by_key(|form| (form.group, form.consequence != Consequence::Certificate));
        listed
    }

    /// Each step for each certificate, in the order of a certificate's life.
    fn change_offers(&self, certificates: &[Certificate]) -> Vec<ChangeOffer> {
        let changes = self.shelf.forms.values();
        let changes = changes.filter_map(|form| match form.consequence {
            Consequence::Change(change) => Some((change, form)),
            _ => None,
        });
        let mut changes: Vec<(CertificateChange, &Arc<Form>)> = changes.collect();
        changes.sort_by_key(|(change, _)| *change);
        let newest = certificates.iter().rev();
        newest
            .flat_map(|certificate| {
                let offers = changes.iter();
                offers.map(|(change, form)| self.change_offer(*change, form, certificate))
            })
            .collect()
    }

    fn change_offer(
        &self,
        change: CertificateChange,
        form: &Form,
        certificate: &Certificate,
    ) -> ChangeOffer {
        let mut refusals = self.standing_against(form);
        let refused = self.refusal(change, certificate);
        let rules = self.shelf.rules(&form.id);
        let article = rules.map(|rules| rules.article.clone());
        refusals.extend(refused.map(|refused| Refusal {
            profile: self.shelf.around.profile.id.clone(),
            rule: form.id.clone(),
            why_not: said(&refused.why_message()),
            article: article.unwrap_or_default(),
            remedy: said(&refused.instead_message()),
        }));
        ChangeOffer {
            number: certificate.number().to_owned(),
            service: form.id.clone(),
            title: form.title.clone(),
            refusals,
        }
    }

    /// The rules that stand against a service for anybody.
    fn standing_against(&self, form: &Form) -> Vec<Refusal> {
        let profile = &self.shelf.around.profile;
        let mut refusals = profile.refusals(&form.id, &|_: &str| Scalar::Unknown);
        refusals.extend(self.shelf.not_in_force(form));
        refusals
    }

    fn offer(&self, form: &Form, person: &Person, certificates: &[Certificate]) -> Offer {
        let draft = draft_of(form, person, RequestId([0; 16]));
        let mut refusals = form.survey(&draft, &self.shelf.around).refusals;
        refusals.extend(self.shelf.not_in_force(form));
        if form.consequence == Consequence::Certificate {
            let valid = valid_certificate(certificates, self.shelf.around.on);
            refusals.extend(valid.map(|valid| self.already_certified(form, valid)));
        }
        offer_of(form, refusals)
    }

    /// What stands against a service that answers something left open where nothing of hers is.
    fn nothing_open(&self, form: &Form, matters: &[Matter]) -> Option<Refusal> {
        let waits = |what: &str| {
            let mut hers = matters.iter();
            hers.any(|matter| matter.what == what && matter.state.waits())
        };
        let mut asked = form.matters();
        let (_, what) = asked.find(|(field, what)| {
            let answers_it = field.when.is_none() && field.required == Required::Always;
            answers_it && !waits(what)
        })?;
        let opens = self.shelf.forms.values().flat_map(|form| &form.opens);
        let mut labels = opens.filter(|opens| opens.what == what);
        let label = labels.next().map(|opens| opens.label.clone());
        let label = label.unwrap_or_else(|| Label::same(what));
        let sentence = |key: &'static str| Label {
            zh: Message::new(key).with("what", &label.zh).say(Lang::Zh),
            en: Message::new(key).with("what", &label.en).say(Lang::En),
        };
        let rules = self.shelf.rules(&form.id);
        Some(Refusal {
            profile: self.shelf.around.profile.id.clone(),
            rule: "something_open".to_owned(),
            why_not: sentence("office.nothing_open"),
            article: rules.map(|rules| rules.article.clone()).unwrap_or_default(),
            remedy: sentence("office.nothing_open_remedy"),
        })
    }

    fn already_certified(&self, form: &Form, valid: &Certificate) -> Refusal {
        let article = self
            .shelf
            .rules(&form.id)
            .map(|rules| rules.article.clone());
        let why_not = Message::new("office.already_certified")
            .with("number", valid.number())
            .with("expiry_date", valid.issued.expiry_date);
        Refusal {
            profile: self.shelf.around.profile.id.clone(),
            rule: "one_valid_certificate".to_owned(),
            why_not: said(&why_not),
            article: article.unwrap_or_default(),
            remedy: said(&Message::new("office.already_certified_remedy")),
        }
    }
}

fn offer_of(form: &Form, refusals: Vec<Refusal>) -> Offer {
    Offer {
        service: form.id.clone(),
        title: form.title.clone(),
        summary: form.summary.clone(),
        group: form.group,
        refusals,
    }
}

/// The sentence in both languages.
pub(super) fn said(message: &Message) -> Label {
    Label {
        zh: message.say(Lang::Zh),
        en: message.say(Lang::En),
    }
}
