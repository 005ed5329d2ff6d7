use std::collections::BTreeMap;

use serde::Deserialize;

use super::expr::{Expr, Scalar};
use super::file::FileProblem;
use super::like::take_over;
use super::validity::Validity;
use crate::text::Label;

/// What a profile says of one service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceRules {
    pub code: String,
    /// Whether the hall offers the service under this profile.
    pub enabled: bool,
    /// Why it does not, with the rule; required when `enabled` is false.
    #[serde(default)]
    pub why_not: Option<Label>,
    /// What can be done instead.
    #[serde(default)]
    pub remedy: Label,
    /// The article the service rests on, as it is cited to an applicant.
    pub article: Label,
    /// In yuan. Always zero: the guide allows no fee.
    pub fee: u32,
    /// The service whose validity, numbers, values, requirements, documents and papers are this
    /// one's too.
    #[serde(default)]
    pub like: Option<String>,
    #[serde(default)]
    pub validity: Option<Validity>,
    /// `{area9}{yy}{serial:05}{check}` and the like.
    #[serde(default)]
    pub number_pattern: Option<String>,
    /// Values that forms and papers may ask for as `policy.<name>`.
    #[serde(default)]
    pub values: BTreeMap<String, PolicyValue>,
    #[serde(default)]
    pub requirements: Vec<Requirement>,
    #[serde(default)]
    pub documents: Vec<DocumentRule>,
    #[serde(default)]
    pub papers: Vec<PaperRule>,
}

/// A number, a word or a yes/no that a profile sets.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum PolicyValue {
    Flag(bool),
    Number(i64),
    Word(String),
}

/// A condition for the service. If it does not hold the service is refused with the rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    pub id: String,
    /// The requirement is looked at only where this holds.
    #[serde(default)]
    pub when: Option<Expr>,
    pub must: Expr,
    pub why_not: Label,
    pub article: Label,
    /// What the applicant can do instead.
    pub remedy: Label,
    /// Nothing is kept of an applicant this rule refuses: no further question is asked, no draft is
    /// written.
    #[serde(default)]
    pub keeps_nothing: bool,
}

/// A paper the applicant brings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentRule {
    pub code: String,
    pub name: Label,
    pub need: Need,
    #[serde(default)]
    pub when: Option<Expr>,
    /// How many pieces, for things that are counted (photographs).
    #[serde(default)]
    pub count: Option<u32>,
    /// Where to get it, for the notice of missing papers.
    pub from: Label,
    /// What it proves where something is changed: answers by the start of their path.
    #[serde(default)]
    pub proves: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    Required,
    /// Shown if there is one; 无此情形 is a full answer.
    IfAny,
    /// Required, but a written promise of the applicant's does instead (告知承诺).
    OrPromise,
}

/// A paper the hall prints for the service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperRule {
    pub paper: String,
    pub copies: u32,
    #[serde(default)]
    pub when: Option<Expr>,
}

/// A condition for several services at once.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shared {
    services: Vec<String>,
    requirement: Requirement,
}

pub(super) fn check_services(
    file: &str,
    text: &str,
    services: Vec<ServiceRules>,
    shared: Vec<Shared>,
) -> Result<BTreeMap<String, ServiceRules>, FileProblem> {
    let mut by_code = BTreeMap::new();
    for service in services {
        let problem = |reason: &str| Err(FileProblem::at(file, text, &service.code, reason));
        if service.fee != 0 {
            return problem("every service is free: `fee` must be 0");
        }
        if !service.enabled && service.why_not.is_none() {
            return problem("a service that is not enabled says `why_not`");
        }
        let code = service.code.clone();
        if by_code.insert(code.clone(), service).is_some() {
            return Err(FileProblem::at(
                file,
                text,
                &code,
                "this service stands twice",
            ));
        }
    }
    for rule in shared {
        for code in &rule.services {
            let Some(service) = by_code.get_mut(code) else {
                let reason = "a shared requirement names a service of this profile";
                return Err(FileProblem::at(file, text, &format!("\"{code}\""), reason));
            };
            service.requirements.push(rule.requirement.clone());
        }
    }
    take_over(&mut by_code).map_err(|like| {
        let reason = format!("there is no service `{like}` with rules of its own to be like");
        FileProblem::at(file, text, &format!("like = \"{like}\""), reason)
    })?;
    Ok(by_code)
}

impl ServiceRules {
    /// The value of `policy.<name>`.
    pub fn value(&self, name: &str) -> Scalar {
        match self.values.get(name) {
            None => Scalar::Unknown,
            Some(PolicyValue::Flag(flag)) => Scalar::Bool(*flag),
            Some(PolicyValue::Number(number)) => Scalar::Number(*number),
            Some(PolicyValue::Word(word)) => Scalar::Text(word.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Profile;

    const PROFILE: &str = r#"
id = "test"
title = "试"
valid_from = 2009-10-01
status_line = "依据"

[[shared]]
services = ["flow.leave"]
[shared.requirement]
id = "adult"
must = "age(applicant.id.birth, on) >= 18"
keeps_nothing = true
why_not = "未满18周岁"
article = "最少收集"
remedy = "无需登记"

[[service]]
code = "flow.leave"
enabled = true
article = "第七条"
fee = 0

[[service]]
code = "rights.request"
enabled = true
article = "第七条"
fee = 0
"#;

    #[test]
    fn a_shared_requirement_stands_in_each_service_it_names_and_in_no_other() {
        let profile = Profile::parse("test.toml", PROFILE).expect("reads");
        let rules = |code: &str| profile.service(code).expect("there").requirements.len();
        assert_eq!((rules("flow.leave"), rules("rights.request")), (1, 0));
    }

    #[test]
    fn a_shared_requirement_of_an_unknown_service_is_refused_with_its_line() {
        let wrong = PROFILE.replace("services = [\"flow.leave\"]", "services = [\"flow.lave\"]");
        let error = Profile::parse("test.toml", &wrong).expect_err("no such service");
        assert!(
            error.reason.contains("shared") && error.line == 8,
            "{error}"
        );
    }
}
