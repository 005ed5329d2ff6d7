use chrono::NaiveDate;

use super::checks::is_a_year_since;
use crate::person::age_on;
use crate::policy::CheckPlan;

/// From this age on the second class takes the place of the first (分类服务 2009).
const SECOND_CLASS_AGE: u32 = 40;
/// The last age the classes are for.
const LAST_AGE: u32 = 49;

/// One of the five classes of service. A help for the person's own page; nobody is listed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ServiceClass {
    First,
    Second,
    Third,
    Fourth,
    Fifth,
}

/// What she said of herself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    pub birth: NaiveDate,
    pub married: bool,
    /// Divorced, widowed or infertile.
    pub alone_or_infertile: bool,
    pub children: u32,
    pub pregnant: bool,
    pub sterilised_on: Option<NaiveDate>,
}

/// The class she is in during a plan month, of which `first_day` is the first day.
///
/// Decided in this order: pregnant → 4; divorced, widowed or infertile → 5; married without a child
/// → 3; sterilised for a year → 5; under 40 → 1; 40 to 49 → 2. Who was sterilised less than a year
/// ago and is 40 to 49 fits no class of the source and is in the second until the anniversary.
/// `None` for everybody the classes are not for.
pub fn service_class(situation: &Situation, first_day: NaiveDate) -> Option<ServiceClass> {
    let age = age_on(situation.birth, first_day)?;
    if age > LAST_AGE {
        return None;
    }
    let sterilised = situation.sterilised_on;
    let long_sterilised = sterilised.is_some_and(|day| is_a_year_since(day, first_day));
    Some(match situation {
        one if one.pregnant => ServiceClass::Fourth,
        one if one.alone_or_infertile => ServiceClass::Fifth,
        one if !one.married => return None,
        one if one.children == 0 => ServiceClass::Third,
        _ if long_sterilised => ServiceClass::Fifth,
        _ if age < SECOND_CLASS_AGE => ServiceClass::First,
        _ => ServiceClass::Second,
    })
}

impl ServiceClass {
    fn number(self) -> u8 {
        match self {
            ServiceClass::First => 1,
            ServiceClass::Second => 2,
            ServiceClass::Third => 3,
            ServiceClass::Fourth => 4,
            ServiceClass::Fifth => 5,
        }
    }
}

/// The months in which a plan offers her class a scan, and those in which it offers a visit.
pub fn class_offers(plan: &CheckPlan, class: ServiceClass) -> (&[u8], &[u8]) {
    let own = plan.class.iter().find(|one| one.number == class.number());
    own.map_or((&[], &[]), |one| (&one.scan_months, &one.visit_months))
}
