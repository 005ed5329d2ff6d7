//! Record → the texts a layout asks for. A pure function, so that a paper made again is the same.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::couple_data::couple;
use super::life_data;
use super::paper_words::{
    DELEGATED, NEXT, NOT_GIVEN, REMEDY, RIGHTS_REMEDY, STREET_AGREES, committee, word,
};
use super::places::Places;
use super::printing::{Printing, Subject, lacks_letter};
use super::record_data;
use crate::disk::{Picture, at_the_counter};
use crate::form::{BY_HAND, Consequence, Field, Form, Kind};
use crate::paper::{Data, Picture as Printed, PictureFormat, left_to_the_pen};
use crate::person::{BirthPermitNumber, GroupAnswer, IdPaper, NoGroup, address_line, age_on};
use crate::policy::{Profile, Scalar};
use crate::record::{CaseSuspended, CertificateIssued};
use crate::text::Label;

/// What a record is printed with: the form and the policy it was made under, the places' names.
pub(super) struct MadeOf<'a> {
    pub form: &'a Form,
    pub profile: &'a Profile,
    pub places: Places<'a>,
    pub picture: Option<Picture>,
}

/// The canonical answers of a record, read for paper.
#[derive(Clone, Copy)]
struct Answers<'a>(&'a BTreeMap<String, String>);

impl<'a> Answers<'a> {
    fn text(self, path: &str) -> &'a str {
        self.0.get(path).map_or("", String::as_str)
    }

    fn first(self, paths: &[&str]) -> &'a str {
        let texts = paths.iter().map(|path| self.text(path));
        texts
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or("")
    }
}

pub(super) fn data(printing: &Printing<'_>, made_of: &MadeOf<'_>) -> Data {
    let answers = Answers(printing.subject.answers());
    let mut data = Data::default();
    record_data::answers(&mut data, answers.0, printing, made_of);
    applicant(&mut data, answers, printing.on);
    places(&mut data, answers, printing, made_of);
    family(&mut data, answers, made_of);
    documents(&mut data, answers, made_of);
    hall(&mut data, answers, printing, made_of);
    match &printing.subject {
        Subject::Certificate(issued) => certificate(&mut data, issued, made_of.profile),
        Subject::Notice(case) => notice(&mut data, case, made_of),
        Subject::Sheet(sheet) => {
            certificate(&mut data, sheet.issued, made_of.profile);
            life_data::sheet(&mut data, sheet);
        }
        Subject::Change(changed) => life_data::application(&mut data, changed, printing, made_of),
        Subject::Record(served) => {
            receipt(&mut data, &served.case, made_of);
            received(&mut data, &served.answers, made_of);
            record_data::outcome(&mut data, served);
            couple(&mut data, &served.answers);
        }
    }
    if let Some(lines) = answers.0.get(BY_HAND) {
        data.by_hand = left_to_the_pen(lines).map(str::to_owned).collect();
    }
    if let Some(picture) = &made_of.picture {
        let format = match picture.jpeg {
            true => PictureFormat::Jpeg,
            false => PictureFormat::Png,
        };
        let bytes = picture.bytes.clone();
        data.images
            .insert("photo".to_owned(), Printed { format, bytes });
    }
    data
}

pub(super) fn fields(form: &Form) -> impl Iterator<Item = &Field> {
    let fields = form.steps.iter().flat_map(|step| &step.fields);
    fields.map(AsRef::as_ref)
}

/// The label of a choice's code.
pub(super) fn choice<'a>(field: &'a Field, code: &str) -> Option<&'a Label> {
    let Kind::Choice { options } = &field.kind else {
        return None;
    };
    options
        .iter()
        .find(|option| option.code == code)
        .map(|option| &option.label)
}

fn applicant(data: &mut Data, answers: Answers<'_>, on: NaiveDate) {
    let Some(paper) = IdPaper::parse_key(answers.text("applicant.id")) else {
        return;
    };
    data.set("applicant.id", paper.number());
    data.set("applicant.id_label", id_label(&paper));
    if let Some(sex) = paper.sex() {
        data.set("applicant.sex_label", sex.label().zh);
    }
    let birth = paper.birth_date();
    if let Some(birth) = birth {
        data.set("applicant.birth_date", birth.to_string());
    }
    if let Some(age) = birth.and_then(|birth| age_on(birth, on)) {
        data.set("applicant.age", age.to_string());
    }
}

/// The paper as the label cell names it: 公民身份号码, 港澳台居民居住证号码.
pub(super) fn id_label(paper: &IdPaper) -> String {
    match paper.resident_id() {
        Some(_) => "公民身份".to_owned(),
        None => paper.kind().label().zh,
    }
}

fn places(data: &mut Data, answers: Answers<'_>, printing: &Printing<'_>, made_of: &MadeOf<'_>) {
    let places = &made_of.places;
    let community = answers.text("hukou.community");
    let area9 = &printing.subject.issuer().area9;
    let names = names(places, community, area9);
    let group = group(answers);
    let detail = answers.text("hukou.detail");
    // Without a community the line is that of a place of the tables.
    if !community.is_empty() {
        data.set(
            "hukou.line",
            address_line(&texts(&names), group.as_ref(), detail),
        );
    }
    if let Some(line) = data.texts.get("hukou.line").cloned() {
        data.set("hukou.county_line", line);
    }
    residence(data, answers, printing, made_of);
    if let Some(name) = names.last() {
        data.set("hukou.community_name", name);
        data.set("community.name", committee(made_of.profile, name));
    }
    let residence = self::names(places, answers.text("residence.community"), area9);
    let detail = answers.text("residence.detail");
    data.set("residence.line", residence.concat() + detail);
    let destination = places.line(answers.text("destination.place"));
    let detail = answers.text("destination.detail");
    data.set("destination.line", destination + detail);
    let hukou = places.line(answers.text("spouse.hukou"));
    data.set("spouse.hukou_line", hukou);
}

/// Where somebody lives in the hall's own street.
fn residence(data: &mut Data, answers: Answers<'_>, printing: &Printing<'_>, made_of: &MadeOf<'_>) {
    let community = answers.text("residence.community");
    let names = names(&made_of.places, community, &printing.subject.issuer().area9);
    let Some(name) = names.last() else { return };
    data.set("community.name", committee(made_of.profile, name));
    let line = address_line(&texts(&names), None, answers.text("residence.detail"));
    data.set("residence.line", line);
}

/// The names of a community from the province down. One that the tables do not hold was typed
/// freely and lies in the hall's own street.
fn names(places: &Places<'_>, community: &str, area9: &str) -> Vec<String> {
    if let Some(names) = places.names(community) {
        return names;
    }
    if community.is_empty() {
        return Vec::new();
    }
    let mut names = places.names(area9).unwrap_or_default();
    names.push(community.to_owned());
    names
}

fn texts(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

fn group(answers: Answers<'_>) -> Option<GroupAnswer> {
    let named = GroupAnswer::read(answers.text("hukou.group")).ok();
    let reason = NoGroup::from_code(answers.text("hukou.no_group_reason"));
    named.or(reason.map(GroupAnswer::None))
}

fn family(data: &mut Data, answers: Answers<'_>, made_of: &MadeOf<'_>) {
    data.set(
        "marital.date",
        answers.first(&["marital.date", "marital.changed_on"]),
    );
    data.set(
        "marital.cert_no",
        answers.first(&["marital.cert_no", "marital.divorce_no"]),
    );
    if let Some(paper) = IdPaper::parse_key(answers.text("spouse.id")) {
        data.set("spouse.id", paper.number());
        data.set("spouse.id_label", id_label(&paper));
    }
    if let Ok(permit) = BirthPermitNumber::read(answers.text("birth_permit.no")) {
        data.set("birth_permit.no", permit.printed());
    }
    for (name, path) in [("children.boys", "boys"), ("children.girls", "girls")] {
        let count = answers.text(path);
        data.set(name, if count.is_empty() { "0" } else { count });
    }
    let state = data.texts.get("contraception.state_label").cloned();
    let state = state.unwrap_or_else(|| word(made_of.profile, NOT_GIVEN).to_owned());
    data.set("contraception_label", state);
    for row in data.rows.get_mut("children").into_iter().flatten() {
        let birth = row.get("birth").cloned().unwrap_or_default();
        row.insert("birth_date".to_owned(), birth);
    }
}

/// A paper that was not even asked for is 无此情形.
fn documents(data: &mut Data, answers: Answers<'_>, made_of: &MadeOf<'_>) {
    let rules = made_of.profile.service(&made_of.form.id);
    for rule in rules.iter().flat_map(|rules| &rules.documents) {
        let path = format!("doc.{}", rule.code);
        if answers.text(&path).is_empty() {
            data.set(path, "none");
        }
    }
    data.set("photos.count", answers.text("doc.photo.count"));
}

fn hall(data: &mut Data, answers: Answers<'_>, printing: &Printing<'_>, made_of: &MadeOf<'_>) {
    let issuer = printing.subject.issuer();
    let case = printing.subject.case();
    let on = printing.on.to_string();
    for (name, text) in [
        ("issuer.name", issuer.name.as_str()),
        ("issuer.address", &issuer.address),
        ("issuer.postcode", &issuer.postcode),
        ("issuer.phone", &issuer.phone),
        ("responsible", &issuer.responsible),
        ("street.responsible", &issuer.responsible),
        ("street.handler", printing.clerk),
        ("handler", printing.clerk),
        ("withdrawal.handler", printing.clerk),
        ("rights.handler", printing.clerk),
        ("rights.remedy", word(made_of.profile, RIGHTS_REMEDY)),
        ("clerk", printing.clerk),
        ("slip.issued_by", printing.clerk),
        ("verification.verifier", printing.clerk),
        ("issuer.code", &issuer.area9),
        ("report.service_unit", issuer.name.as_str()),
        ("community.date", &on),
        ("outflow_date", answers.text("leave_date")),
        ("case.number", case),
        ("application.number", case),
        ("status_line", &made_of.profile.status_line.zh),
    ] {
        data.set(name, text);
    }
    let at = at_the_counter(printing.at);
    data.set("printed_at", at.format("%Y-%m-%d %H:%M").to_string());
}

fn certificate(data: &mut Data, issued: &CertificateIssued, profile: &Profile) {
    let issue_date = issued.issue_date.to_string();
    data.set("certificate.number", &issued.number);
    data.set("certificate.issue_date", &issue_date);
    data.set("certificate.expiry_date", issued.expiry_date.to_string());
    data.set("street.opinion_label", word(profile, STREET_AGREES));
    data.set("street.date", &issue_date);
    if let Some(agreement) = &issued.agreement {
        data.set("agreement.number", agreement);
        data.set("agreement.from", &issue_date);
        data.set("agreement.to", issued.expiry_date.to_string());
    }
}

fn notice(data: &mut Data, case: &CaseSuspended, made_of: &MadeOf<'_>) {
    receipt(data, &case.case, made_of);
    data.set("receipt.next", next(made_of));
    data.set("receipt.until", case.open_until.to_string());
    data.set("receipt.remedy", word(made_of.profile, REMEDY));
    let missing = case.missing.iter().map(|paper| {
        let name = match paper.count {
            1 if !case
                .answers
                .contains_key(&format!("doc.{}.count", paper.code)) =>
            {
                paper.name.clone()
            }
            count => format!("{} {count} 张", paper.name),
        };
        row(&[("name", &name), ("where", &paper.from)])
    });
    data.rows.insert("missing".to_owned(), missing.collect());
    received(data, &case.answers, made_of);
    if lacks_letter(case) {
        delegation(data, case, made_of);
    }
}

/// The letter of authority for whoever came without one: it is good for this case, while it is open.
/// Why she cannot come and what binds the two is theirs to write.
fn delegation(data: &mut Data, case: &CaseSuspended, made_of: &MadeOf<'_>) {
    for part in [
        "name",
        "id",
        "id_label",
        "sex_label",
        "birth_date",
        "age",
        "phone",
    ] {
        let text = data.texts.get(&format!("applicant.{part}")).cloned();
        data.set(format!("principal.{part}"), text.unwrap_or_default());
    }
    let seen = |document: &str| {
        let answer = case.answers.get(&format!("doc.{document}"));
        matches!(answer.map(String::as_str), Some("seen" | "copy"))
    };
    let cards = if seen("both_cards") { "yes" } else { "no" };
    let service = service_label(made_of.form);
    let (from, to) = (data.texts.get("community.date").cloned(), case.open_until);
    for (name, text) in [
        ("delegation.service_label", service),
        (
            "delegation.scope",
            word(made_of.profile, DELEGATED).to_owned(),
        ),
        ("delegation.from", from.unwrap_or_default()),
        ("delegation.to", to.to_string()),
        ("delegation.principal_id_seen", cards.to_owned()),
        ("delegation.delegate_id_seen", cards.to_owned()),
    ] {
        data.set(name, text);
    }
}

/// What comes once the papers are there: the service's own sentence, else the profile's for all.
fn next(made_of: &MadeOf<'_>) -> String {
    let rules = made_of.profile.service(&made_of.form.id);
    match rules.map(|rules| rules.value("next")) {
        Some(Scalar::Text(next)) => next,
        _ => word(made_of.profile, NEXT).to_owned(),
    }
}

fn receipt(data: &mut Data, case: &str, made_of: &MadeOf<'_>) {
    data.set("receipt.number", case);
    data.set("receipt.service_label", service_label(made_of.form));
}

/// What a receipt calls the service. A certificate is a paper with a title; another service is
/// called by what is done.
pub(super) fn service_label(form: &Form) -> String {
    let title = &form.title.zh;
    match form.consequence {
        Consequence::Certificate => format!("办理《{title}》"),
        _ => title.clone(),
    }
}

/// The papers that were seen, for the receipt.
fn received(data: &mut Data, answers: &BTreeMap<String, String>, made_of: &MadeOf<'_>) {
    let rules = made_of.profile.service(&made_of.form.id);
    let documents = rules.iter().flat_map(|rules| &rules.documents);
    let received = documents.filter(|rule| {
        let answer = answers.get(&format!("doc.{}", rule.code));
        matches!(answer.map(String::as_str), Some("seen" | "copy"))
    });
    let received = received.map(|rule| row(&[("name", &rule.name.zh)]));
    data.rows.insert("received".to_owned(), received.collect());
}

pub(super) fn row(cells: &[(&str, &str)]) -> BTreeMap<String, String> {
    let cells = cells.iter();
    cells
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}
