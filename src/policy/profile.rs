use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::care::{
    CareRules, CheckRules, ExchangeClocks, FollowUpRule, ReactionClocks, SpecialDayToml,
};
use super::expr::Names;
use super::file::{FileProblem, read_toml};
use super::scheme::{NumberParts, NumberScheme};
use super::sentence::fill;
use super::service_rules::{ServiceRules, Shared, check_services};
use super::stock::StockRules;
use crate::text::Label;

/// The rules of one place in one time, read from `forms/policy/<id>.toml`.
///
/// A case keeps the id and the digest of the profile it was opened under; its rules never change
/// under way.
#[derive(Debug, Clone)]
pub struct Profile {
    pub id: String,
    pub title: Label,
    /// First day on which the rules are in force.
    pub valid_from: NaiveDate,
    /// Last day, if they were repealed.
    pub valid_to: Option<NaiveDate>,
    /// The sentence about the legal basis that is printed on every paper of this profile.
    pub status_line: Label,
    /// Shown on the screen while the basis is not in force.
    pub banner: Option<Label>,
    services: BTreeMap<String, ServiceRules>,
    /// How other provinces number their certificates.
    pub certificate_schemes: Vec<NumberScheme>,
    /// Contraceptive supplies and their store, if the hall has one.
    pub stock: Option<StockRules>,
    /// What is offered after an act, and the clocks of reports.
    pub care: CareRules,
    /// Sentences that are printed, by key.
    pub text: BTreeMap<String, String>,
    /// Digest of the file's bytes, in hexadecimal.
    pub digest: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileToml {
    id: String,
    title: Label,
    valid_from: toml::value::Datetime,
    #[serde(default)]
    valid_to: Option<toml::value::Datetime>,
    status_line: Label,
    #[serde(default)]
    banner: Option<Label>,
    service: Vec<ServiceRules>,
    #[serde(default)]
    shared: Vec<Shared>,
    #[serde(default)]
    certificate_scheme: Vec<NumberScheme>,
    #[serde(default)]
    stock: Option<StockRules>,
    #[serde(default)]
    followup: BTreeMap<String, FollowUpRule>,
    #[serde(default)]
    checks: Option<CheckRules>,
    #[serde(default)]
    reactions: Option<ReactionClocks>,
    #[serde(default)]
    exchange: Option<ExchangeClocks>,
    #[serde(default)]
    calendar: Vec<SpecialDayToml>,
    #[serde(default)]
    text: BTreeMap<String, String>,
}

/// A rule that says no, with what it rests on and what can be done instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub profile: String,
    /// The requirement's id, or the service code if the service is not offered at all.
    pub rule: String,
    pub why_not: Label,
    pub article: Label,
    pub remedy: Label,
}

impl Profile {
    /// # Errors
    /// [`FileProblem`] with the place of the first thing that does not fit.
    pub fn parse(file: &str, text: &str) -> Result<Profile, FileProblem> {
        let toml: ProfileToml = read_toml(file, text)?;
        let date = |datetime: toml::value::Datetime| {
            let written = datetime.to_string();
            written.parse::<NaiveDate>().map_err(|_| {
                FileProblem::at(file, text, &written, "expected a date such as 2009-10-01")
            })
        };
        let services = check_services(file, text, toml.service, toml.shared)?;
        let days = toml.calendar.into_iter().map(|day| day.read(file, text));
        let care = CareRules {
            followup: toml.followup,
            checks: toml.checks,
            reactions: toml.reactions,
            exchange: toml.exchange,
            calendar: days.collect::<Result<_, _>>()?,
        };
        care.check(file, text)?;
        if let Some(stock) = &toml.stock {
            stock.check(file, text)?;
        }
        Ok(Profile {
            id: toml.id,
            title: toml.title,
            valid_from: date(toml.valid_from)?,
            valid_to: toml.valid_to.map(date).transpose()?,
            status_line: toml.status_line,
            banner: toml.banner,
            services,
            certificate_schemes: toml.certificate_scheme,
            stock: toml.stock,
            care,
            text: toml.text,
            digest: blake3::hash(text.as_bytes()).to_hex().to_string(),
        })
    }

    pub fn service(&self, code: &str) -> Option<&ServiceRules> {
        self.services.get(code)
    }

    /// A certificate number of another place, taken apart by the scheme it fits.
    pub fn read_certificate_number(&self, number: &str) -> Option<(&NumberScheme, NumberParts)> {
        let mut schemes = self.certificate_schemes.iter();
        schemes.find_map(|scheme| Some((scheme, scheme.read(number)?)))
    }

    /// Whether the profile's legal basis is in force on a day.
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }

    /// Every rule that stands against the service for the person described by `names`; empty if
    /// it may be given. Rules about things not yet known do not speak.
    pub fn refusals(&self, code: &str, names: &dyn Names) -> Vec<Refusal> {
        let Some(service) = self.services.get(code) else {
            return Vec::new();
        };
        if let Some(refusal) = self.not_offered(code) {
            return vec![refusal];
        }
        service
            .requirements
            .iter()
            .filter(|rule| rule.when.as_ref().is_none_or(|when| when.holds(names)))
            .filter(|rule| rule.must.is_broken(names))
            .map(|rule| Refusal {
                profile: self.id.clone(),
                rule: rule.id.clone(),
                why_not: fill(&rule.why_not, names),
                article: rule.article.clone(),
                remedy: fill(&rule.remedy, names),
            })
            .collect()
    }

    /// Whether a rule refuses the applicant of whom nothing may be kept.
    pub fn keeps_nothing(&self, code: &str, names: &dyn Names) -> bool {
        let rules = self.services.get(code).into_iter();
        let mut rules = rules
            .filter(|service| service.enabled)
            .flat_map(|service| &service.requirements)
            .filter(|rule| rule.keeps_nothing);
        rules.any(|rule| {
            let looked_at = rule.when.as_ref().is_none_or(|when| when.holds(names));
            looked_at && rule.must.is_broken(names)
        })
    }

    /// Why the profile does not offer the service to anybody.
    pub fn not_offered(&self, code: &str) -> Option<Refusal> {
        let service = self.services.get(code)?;
        let why_not = service.why_not.clone().filter(|_| !service.enabled)?;
        Some(Refusal {
            profile: self.id.clone(),
            rule: service.code.clone(),
            why_not,
            article: service.article.clone(),
            remedy: service.remedy.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::expr::Scalar;
    use super::*;

    const PROFILE: &str = r#"
id = "test"
title = "试"
valid_from = 2009-10-01
valid_to = 2021-09-09
status_line = "依据已废止"

[[service]]
code = "certificate.issue"
enabled = true
article = "第七条"
fee = 0
validity = { months = 36, inclusive_end = false }
values = { age_min = 18 }
[[service.requirements]]
id = "adult"
must = "age(birth, on) >= policy.age_min"
why_not = "未满{policy.age_min}周岁"
article = "第三条"
remedy = "年满18周岁后办理"

[[service]]
code = "birth.register"
enabled = false
why_not = "本期未开办"
article = "—"
fee = 0
"#;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in a test")
    }

    fn profile() -> Profile {
        Profile::parse("test.toml", PROFILE).expect("reads")
    }

    #[test]
    fn a_refusal_names_its_rule_and_article() {
        let profile = profile();
        let names = |name: &str| match name {
            "birth" => Scalar::Date(day("1994-05-30")),
            "on" => Scalar::Date(day("2010-07-05")),
            "policy.age_min" => profile
                .service("certificate.issue")
                .expect("there")
                .value("age_min"),
            _ => Scalar::Unknown,
        };
        let refusals = profile.refusals("certificate.issue", &names);
        assert_eq!(refusals.len(), 1);
        assert_eq!(
            (refusals[0].rule.as_str(), refusals[0].article.zh.as_str()),
            ("adult", "第三条")
        );
        assert_eq!(refusals[0].why_not.zh, "未满18周岁");
        let unknown = |_: &str| Scalar::Unknown;
        assert!(profile.refusals("certificate.issue", &unknown).is_empty());
        assert_eq!(
            profile.refusals("birth.register", &unknown)[0].why_not.zh,
            "本期未开办"
        );
    }

    #[test]
    fn a_profile_knows_the_days_on_which_it_rules() {
        let profile = profile();
        assert!(profile.in_force(day("2010-03-15")) && profile.in_force(day("2021-09-09")));
        assert!(!profile.in_force(day("2021-09-10")) && !profile.in_force(day("2009-09-30")));
    }

    #[test]
    fn a_fee_and_an_unknown_key_are_refused_with_their_line() {
        let fee = PROFILE.replacen("fee = 0", "fee = 5", 1);
        assert!(Profile::parse("test.toml", &fee).is_err_and(|e| e.reason.contains("free")));
        let unknown = PROFILE.replacen("enabled = true", "enabled = true\nrank = 1", 1);
        let error = Profile::parse("test.toml", &unknown).expect_err("unknown key");
        assert!(error.reason.contains("rank") && error.line > 8, "{error}");
    }
}
