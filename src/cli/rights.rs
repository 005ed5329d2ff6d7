//! Her consents and her rights over what is kept of her: the services `consent.give`,
//! `consent.withdraw` and `rights.request` without a case file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::arguments::{ConsentAct, ConsentKind, ConsentOptions, RightsCommand, RightsDelete};
use super::case::CaseFile;
use super::issue::{self, submission};
use super::{Context, Exit, Failure};
use crate::disk::move_file;
use crate::office::{Issued, Office};
use crate::person::IdPaper;
use crate::record::Person;
use crate::text::Message;

type Answers = BTreeMap<String, String>;

pub fn consent(context: &Context, options: &ConsentOptions) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let person = person(&office, &options.person)?;
    let mut answers = Answers::new();
    let service = match options.act {
        ConsentAct::Give => {
            // What was not named she was not asked for: it stays without an answer.
            for kind in ConsentKind::ALL {
                if options.kinds.iter().any(|named| named.includes(kind)) {
                    answers.insert(format!("consent.{}", kind.word()), yes_no(true));
                }
            }
            answers.insert("rights.sheet".to_owned(), yes_no(options.sheet));
            "consent.give"
        }
        ConsentAct::Withdraw => {
            for kind in ConsentKind::WITHDRAWN {
                let named = options.kinds.iter().any(|named| named.includes(kind));
                answers.insert(format!("withdrawal.{}", kind.word()), yes_no(named));
            }
            "consent.withdraw"
        }
    };
    let issued = serve(context, &mut office, service, &person, answers)?;
    tell(context, service, &office, &person, &issued);
    office.close();
    Ok(Exit::Done)
}

pub fn rights(context: &Context, command: &RightsCommand) -> Result<Exit, Failure> {
    match command {
        RightsCommand::Export(options) => export(context, &options.person, &options.to),
        RightsCommand::Delete(options) => delete(context, options),
    }
}

/// The copy goes where she wants it, and the hall keeps none of it.
fn export(context: &Context, number: &str, to: &Path) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let person = person(&office, number)?;
    let answers = Answers::from([("rights.kind".to_owned(), "copy".to_owned())]);
    let mut issued = serve(context, &mut office, "rights.request", &person, answers)?;
    for paper in &mut issued.papers {
        if let Some(target) = target(to, &paper.path, &paper.paper) {
            move_file(&paper.path, &target)?;
            paper.path = target;
        }
    }
    tell(context, "rights.request", &office, &person, &issued);
    office.close();
    Ok(Exit::Done)
}

/// Where a file of the copy goes: below a folder under its own name, beside a file with its own
/// ending. The request's other papers stay with the hall.
fn target(to: &Path, file: &Path, paper: &str) -> Option<PathBuf> {
    if paper != "F28d" {
        return None;
    }
    match to.is_dir() {
        true => Some(to.join(file.file_name()?)),
        false => Some(to.with_extension(file.extension()?)),
    }
}

fn delete(context: &Context, options: &RightsDelete) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let person = person(&office, &options.person)?;
    let mut answers = Answers::from([("rights.kind".to_owned(), "delete".to_owned())]);
    for what in super::arguments::DeleteWhat::ALL {
        let named = options.what.contains(&what);
        answers.insert(format!("rights.delete_{}", what.word()), yes_no(named));
    }
    let issued = serve(context, &mut office, "rights.request", &person, answers)?;
    tell(context, "rights.request", &office, &person, &issued);
    office.close();
    Ok(Exit::Done)
}

fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn person(office: &Office, number: &str) -> Result<Person, Failure> {
    let nobody = || {
        let headline = Message::new("cli.nothing_to_show").with("number", number);
        Failure::new(Exit::Other, headline)
    };
    let key = office.exact(number)?.ok_or_else(nobody)?;
    Ok(office.person(key)?.ok_or_else(nobody)?.person)
}

/// Serves her as a case file would.
fn serve(
    context: &Context,
    office: &mut Office,
    service: &str,
    person: &Person,
    mut answers: Answers,
) -> Result<Issued, Failure> {
    let paper = IdPaper::parse_key(person.id_key());
    let number = paper.map(|paper| paper.number().to_owned());
    answers.insert("applicant.id".to_owned(), number.unwrap_or_default());
    answers.insert("applicant.name".to_owned(), person.name().to_owned());
    let case = CaseFile {
        service: service.to_owned(),
        date: None,
        request: None,
        answers,
    };
    let submission = submission(office, &case, (service, ""), Path::new(""))?;
    let clerk = office.clerk();
    let issued = office.issue(&submission, &clerk)?;
    context
        .voice
        .data(&issue::data(&submission, &issued, context.lang()));
    Ok(issued)
}

fn tell(context: &Context, service: &str, office: &Office, person: &Person, issued: &Issued) {
    let form = office.shelf().form(service).cloned();
    issue::tell_of(context, form.as_deref(), person.name(), issued);
}
