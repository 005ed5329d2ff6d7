use super::Reading;
use crate::form::model::{Around, PaperNumberKind};
use crate::person::{
    BirthMedicalNumber, BirthPermitNumber, ForeignCertificateNumber, IdPaper,
    MarriageCertificateNumber, age_on,
};
use crate::policy::NumberPattern;
use crate::text::{Message, Said};

/// The service that gives the hall's own numbers.
const CERTIFICATE: &str = "certificate.issue";

/// An identity paper; what its number says is read back so that nobody types it again.
pub(super) fn read(typed: &str, around: &Around) -> Reading {
    let paper = match IdPaper::read(typed, around.on) {
        Ok(paper) => paper,
        Err(problem) => return Reading::bad(problem.message()),
    };
    let mut said: Vec<Said> = Vec::new();
    said.extend(paper.sex().map(|sex| Said::from(sex.label())));
    if let Some(birth) = paper.birth_date() {
        said.push(birth.to_string().as_str().into());
        let age = age_on(birth, around.on);
        said.extend(age.map(|age| Message::new("form.years_old").with("age", age).into()));
    }
    let mut reading = Reading::default();
    if let Some(area) = paper.area6() {
        match around.divisions.describe(&area) {
            Some(place) => said.push(place),
            None => reading
                .notes
                .push(Message::new("form.area_unknown").with("area", &area).into()),
        }
    }
    Reading {
        canonical: Some(paper.key()),
        shown: said,
        ..reading
    }
}

/// The number of a paper she brings, by the pattern of its kind.
pub(super) fn read_paper_number(typed: &str, kind: PaperNumberKind, around: &Around) -> Reading {
    let read = match kind {
        PaperNumberKind::MarriageCert => MarriageCertificateNumber::read(typed).map(|number| {
            let note = (number.is_divorce() == Some(true)).then_some("form.not_a_marriage_number");
            (number.as_str().to_owned(), number.as_str().to_owned(), note)
        }),
        PaperNumberKind::DivorceCert => MarriageCertificateNumber::read(typed).map(|number| {
            let note = (number.is_divorce() == Some(false)).then_some("form.not_a_divorce_number");
            (number.as_str().to_owned(), number.as_str().to_owned(), note)
        }),
        PaperNumberKind::BirthPermit => BirthPermitNumber::read(typed)
            .map(|number| (number.as_str().to_owned(), number.printed(), None)),
        PaperNumberKind::BirthMedicalCert => BirthMedicalNumber::read(typed)
            .map(|number| (number.as_str().to_owned(), number.as_str().to_owned(), None)),
        PaperNumberKind::ForeignCertificate => {
            return match ForeignCertificateNumber::read(typed) {
                Ok(number) => certificate_of_another_place(number.as_str(), around),
                Err(problem) => Reading::bad(problem.message()),
            };
        }
    };
    match read {
        Ok((number, shown, note)) => Reading {
            notes: note
                .map(|key| Message::new(key).into())
                .into_iter()
                .collect(),
            ..Reading::good(number, shown.as_str())
        },
        Err(problem) => Reading::bad(problem.message()),
    }
}

/// A number is read back in the parts of its scheme; one of no known scheme is kept as seen.
fn certificate_of_another_place(number: &str, around: &Around) -> Reading {
    let mut reading = Reading::good(number, number);
    if is_of_this_hall(number, around) {
        let own = Message::new("form.certificate_own");
        reading.shown.push(own.into());
        return reading;
    }
    let Some((scheme, parts)) = around.profile.read_certificate_number(number) else {
        let note = Message::new("form.certificate_scheme_unknown");
        reading.notes.push(note.into());
        return reading;
    };
    // What agrees or not with the paper stands before the place, which is long.
    let year = Message::new("form.certificate_year").with("year", &parts.year2);
    let serial = Message::new("form.certificate_serial").with("serial", &parts.serial);
    reading
        .shown
        .extend([scheme.name.clone().into(), year.into(), serial.into()]);
    let area6 = parts.area.get(..6).unwrap_or(&parts.area);
    reading.shown.extend(around.divisions.describe(area6));
    reading
}

/// Whether it looks like a number of the hall's own series; the register tells whether it is one.
fn is_of_this_hall(number: &str, around: &Around) -> bool {
    let rules = around.profile.service(CERTIFICATE);
    let pattern = rules.and_then(|rules| rules.number_pattern.as_deref());
    let pattern = pattern.and_then(|pattern| NumberPattern::parse(pattern).ok());
    pattern.is_some_and(|pattern| pattern.fits(number, &around.area9))
}
