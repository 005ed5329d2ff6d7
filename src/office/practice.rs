use std::path::Path;

use chrono::{Datelike, Days, NaiveDate};

use super::Office;
use super::error::OpenError;
use super::hall::{NewHall, new_hall};
use super::open::Opened;
use crate::disk::{Clock, DiskError, Hall};
use crate::form::{Form, FormRef, PaperOrder, ProfileRef, RequestId};
use crate::person::Level;
use crate::record::{
    Act, Applicant, CertificateIssued, Event, Facts, Issuer, PersonKey, PersonRegistered,
    PrintedPaper,
};
use crate::service::{NumberPattern, PracticeMark, Sample, case_number};

/// The day a practice hall works on unless another is asked for: a Monday in the days of the
/// 2010 rules.
pub const PRACTICE_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2010, 3, 15) {
    Some(day) => day,
    None => NaiveDate::MIN,
};
/// How many people a practice hall knows.
const PEOPLE: u32 = 2_000;
const SEED: u64 = 20_100_315;
const KNOWN_FOR: Days = Days::new(45);
const CLERK: &str = "练习员";
/// Certificates of the sample people stand on record with this one paper.
const CERTIFICATE: &str = "F2";
const SERVICE: &str = "certificate.issue";

/// The street that the training notes of 2010 name, with telephone numbers nobody has.
pub fn default_issuer() -> Issuer {
    Issuer {
        area9: "430406005".to_owned(),
        name: "湖南省衡阳市雁峰区白沙洲街道办事处".to_owned(),
        address: "湖南省衡阳市雁峰区白沙洲工业园区1号".to_owned(),
        postcode: "421007".to_owned(),
        phone: "0734-0000303".to_owned(),
        responsible: "刘志强".to_owned(),
    }
}

/// Opens the practice hall of this folder, or makes one there. It works on `date`, else on the day
/// it was made for.
///
/// # Errors
/// [`OpenError::NotForPractice`] for a real hall, and as [`practice_hall`] and [`Office::open`].
pub fn open_practice(
    folder: &Path,
    date: Option<NaiveDate>,
    clock: Box<dyn Clock>,
) -> Result<Opened, OpenError> {
    let hall = match Hall::open(folder) {
        Err(DiskError::NotAHall { .. }) => {
            return practice_hall(folder, date.unwrap_or(PRACTICE_DAY), clock);
        }
        hall => hall?,
    };
    if !hall.settings.practice {
        return Err(OpenError::NotForPractice {
            folder: folder.to_owned(),
        });
    }
    let mut opened = Office::open(folder, clock)?;
    if let Some(date) = date {
        opened.office.work_on(date);
    }
    Ok(opened)
}

/// Makes a throw-away hall with 2,000 invented people and opens it.
///
/// # Errors
/// [`OpenError`] if the folder is not empty or cannot be written.
pub fn practice_hall(
    folder: &Path,
    date: NaiveDate,
    clock: Box<dyn Clock>,
) -> Result<Opened, OpenError> {
    let new = NewHall {
        profile: "hunan-2010".to_owned(),
        practice: true,
        clerk: CLERK.to_owned(),
        date: Some(date),
        issuer: default_issuer(),
    };
    new_hall(folder, new, clock.as_ref())?;
    let mut opened = Office::open(folder, clock)?;
    let acts = sample_acts(&opened.office);
    opened.office.enter_all(&acts)?;
    Ok(opened)
}

/// The acts that put the sample people on record, and certificates of earlier years for some.
fn sample_acts(office: &Office) -> Vec<Act> {
    let shelf = office.shelf();
    let divisions = &shelf.around.divisions;
    let communities = divisions
        .search("", Some(&shelf.issuer.area9), Some(Level::Community))
        .into_iter()
        .map(|division| division.code.clone());
    let communities: Vec<String> = communities.collect();
    let mut sample = Sample::new(SEED, shelf.around.on, &communities);
    let Some(form) = shelf.form(SERVICE) else {
        return Vec::new();
    };
    let mut acts = Vec::new();
    let mut certified = Vec::new();
    let first = office.acts() + 1;
    for number in 0..PEOPLE {
        let Some(facts) = sample.person() else { break };
        let person = PersonKey(first + u64::from(number));
        let certificate = sample.certificate();
        certified.extend(certificate.map(|on| (on, person, facts.clone())));
        acts.push(registration(office, form, facts, certificate));
    }
    certified.sort_by_key(|(on, person, _)| (*on, *person));
    acts.extend(certificates(office, form, certified));
    acts
}

fn act(office: &Office, on: NaiveDate, event: Event) -> Act {
    let mut act = office.act(RequestId(office.requests.next()), &office.clerk(), event);
    act.on = on;
    act
}

/// She came first on the day of her certificate, or else some weeks ago, so that today's list
/// starts empty.
fn registration(office: &Office, form: &Form, facts: Facts, certificate: Option<NaiveDate>) -> Act {
    let on = office.shelf.around.on;
    let weeks_ago = on.checked_sub_days(KNOWN_FOR).unwrap_or(on);
    let day = certificate.unwrap_or(weeks_ago);
    let event = Event::PersonRegistered(PersonRegistered {
        applicant: Applicant::New,
        facts,
        form: form_ref(form),
        profile: profile_ref(office),
    });
    act(office, day, event)
}

/// Certificates in the order of issue, each year's serials from 1.
fn certificates(
    office: &Office,
    form: &Form,
    certified: Vec<(NaiveDate, PersonKey, Facts)>,
) -> Vec<Act> {
    let mut year = 0;
    let mut serial = 0;
    let mut acts = Vec::new();
    for (on, person, facts) in certified {
        serial = if on.year() == year { serial + 1 } else { 1 };
        year = on.year();
        let issued = certificate(office, form, (on, person, facts), serial);
        acts.extend(issued.map(|issued| act(office, on, Event::CertificateIssued(issued))));
    }
    acts
}

/// `None` only under a profile without certificates.
fn certificate(
    office: &Office,
    form: &Form,
    (on, person, facts): (NaiveDate, PersonKey, Facts),
    serial: u32,
) -> Option<Box<CertificateIssued>> {
    let shelf = office.shelf();
    let rules = shelf.rules(SERVICE)?;
    let pattern = NumberPattern::parse(rules.number_pattern.as_deref()?).ok()?;
    let mark = PracticeMark::Practice;
    let area9 = &shelf.issuer.area9;
    Some(Box::new(CertificateIssued {
        applicant: Applicant::Known(person),
        case: case_number(area9, on, serial, mark)?,
        number: pattern.number(area9, on, serial, mark)?,
        serial,
        issue_date: on,
        expiry_date: rules.validity?.expiry_date(on)?,
        agreement: None,
        form: form_ref(form),
        profile: profile_ref(office),
        answers: answers(form, &facts),
        facts,
        papers: vec![PrintedPaper {
            order: PaperOrder {
                paper: CERTIFICATE.to_owned(),
                copies: 1,
            },
            layout: shelf.making(CERTIFICATE),
        }],
        issuer: shelf.issuer.clone(),
        practice: true,
    }))
}

/// The answers a form would have had for these facts.
fn answers(form: &Form, facts: &Facts) -> Facts {
    let fields = form.steps.iter().flat_map(|step| &step.fields);
    let named = fields.filter_map(|field| {
        let fact = field.default_from.as_ref()?;
        Some((field.key.clone(), facts.get(fact)?.clone()))
    });
    let rows = facts.iter().filter(|(name, _)| name.contains('['));
    let rows = rows.map(|(name, text)| (name.clone(), text.clone()));
    named.chain(rows).collect()
}

pub(super) fn form_ref(form: &Form) -> FormRef {
    FormRef {
        id: form.id.clone(),
        version: form.version,
        digest: form.digest.clone(),
    }
}

pub(super) fn profile_ref(office: &Office) -> ProfileRef {
    let profile = &office.shelf.around.profile;
    ProfileRef {
        id: profile.id.clone(),
        digest: profile.digest.clone(),
    }
}
