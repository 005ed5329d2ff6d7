use std::path::Path;

use serde_json::{Value, json};

use super::arguments::IssueOptions;
use super::case::CaseFile;
use super::certificate;
use super::failure::Reason;
use super::{Context, Exit, Failure};
use crate::disk::read_text;
use crate::form::{Consequence, Draft, Form, Kind, NoteOn, Submission};
use crate::office::{IssueError, Issued, Office, Registered};
use crate::text::{Lang, Message};

/// Gives whatever service the case file is for.
pub fn run(context: &Context, options: &IssueOptions) -> Result<Exit, Failure> {
    let (text, case) = read_case(options)?;
    give(context, options, &text, &case)
}

/// Gives one service; a case file for another is refused.
pub fn run_service(
    context: &Context,
    options: &IssueOptions,
    service: &str,
) -> Result<Exit, Failure> {
    let (text, case) = read_case(options)?;
    if case.service != service {
        let headline = Message::new("cli.other_service")
            .with("service", &case.service)
            .with("wanted", service);
        return Err(Failure::new(Exit::FormProblems, headline));
    }
    give(context, options, &text, &case)
}

fn read_case(options: &IssueOptions) -> Result<(String, CaseFile), Failure> {
    let text = read_text(&options.case)?;
    let case = CaseFile::parse(&options.case.display().to_string(), &text)?;
    Ok((text, case))
}

fn give(
    context: &Context,
    options: &IssueOptions,
    text: &str,
    case: &CaseFile,
) -> Result<Exit, Failure> {
    let file = options.case.display().to_string();
    let folder = options.case.parent().unwrap_or(Path::new(""));
    let pages = Pages {
        out: options.out.as_deref(),
        by_hand: options.by_hand,
    };
    carry_out(context, case, (&file, text), folder, pages)
}

/// What becomes of the papers of a case.
#[derive(Clone, Copy)]
pub struct Pages<'a> {
    /// The folder they go to, if not the hall's own.
    pub out: Option<&'a Path>,
    /// Leave blank for the pen what no font has.
    pub by_hand: bool,
}

/// Does what a case asks for; `folder` is where its files lie.
pub fn carry_out(
    context: &Context,
    case: &CaseFile,
    file: (&str, &str),
    folder: &Path,
    pages: Pages<'_>,
) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let mut submission = submission(&mut office, case, file, folder)?;
    if pages.by_hand {
        submission = submission.fill_by_hand();
    }
    let form = office.shelf().form(&case.service).cloned();
    let clerk = office.clerk();
    let exit = match form.as_ref().map(|form| form.consequence) {
        Some(Consequence::Registration) => {
            let registered = office.register(&submission, &clerk)?;
            tell_registered(context, &submission, &registered);
            tell_notes(context, &submission);
            Exit::Done
        }
        _ => {
            let issued = office.issue_to(&submission, &clerk, pages.out)?;
            tell(context, form.as_deref(), &submission, &issued);
            tell_notes(context, &submission);
            context
                .voice
                .data(&data(&submission, &issued, context.lang()));
            exit_of(&issued)
        }
    };
    office.close();
    Ok(exit)
}

/// Reads a case as far as the office can take it.
pub fn submission(
    office: &mut Office,
    case: &CaseFile,
    (file, text): (&str, &str),
    folder: &Path,
) -> Result<Submission, Failure> {
    if let Some(day) = case.date
        && !office.work_on(day)
    {
        let headline = Message::new("cli.date_only_in_practice")
            .with("day", day)
            .with("today", office.today());
        return Err(Failure::new(Exit::Refused, headline));
    }
    let shelf = office.shelf();
    let unknown = || {
        let known: Vec<&str> = shelf.forms.keys().map(String::as_str).collect();
        let headline = Message::new("cli.unknown_service")
            .with("service", &case.service)
            .with("known", known.join(", "));
        Failure::new(Exit::FormProblems, headline)
    };
    let form = shelf.form(&case.service).cloned().ok_or_else(unknown)?;
    let draft = office.start(&case.service, None, &case.answers)?;
    let mut draft = draft.ok_or_else(unknown)?;
    draft.request = case.request.unwrap_or(draft.request);
    if let Err(error) = office.check_beforehand(&draft) {
        let stands = matches!(error, IssueError::Refused(_));
        let failure = Failure::from(error);
        return Err(match stands {
            true => with_notice(office, &draft, failure),
            false => failure,
        });
    }
    case.check_paths(file, text, &form, shelf.rules(&case.service))?;
    take_photos(office, &form, &mut draft, folder)?;
    match form.check(&draft, &shelf.around) {
        Ok(submission) => Ok(submission),
        Err(unfit) if unfit.refusals.is_empty() => Err(unfit.into()),
        Err(unfit) => Err(with_notice(office, &draft, unfit.into())),
    }
}

/// Whom a rule refuses gets the reason on paper.
fn with_notice(office: &Office, draft: &Draft, mut failure: Failure) -> Failure {
    let notice = office.refusal_notice(draft, &office.clerk(), None);
    if let Ok(Some(paper)) = notice {
        failure.reasons.push(Reason::of_notice(&paper));
    }
    failure
}

/// A photograph is named by its file; the office answers with its digest.
fn take_photos(
    office: &Office,
    form: &Form,
    draft: &mut Draft,
    folder: &Path,
) -> Result<(), Failure> {
    let fields = form.steps.iter().flat_map(|step| &step.fields);
    for field in fields.filter(|field| field.kind == Kind::Photo) {
        let Some(file) = draft
            .answers
            .get(&field.key)
            .filter(|file| !file.is_empty())
        else {
            continue;
        };
        let digest = office.import_photo(&folder.join(file))?;
        draft.write(&field.key, digest);
    }
    Ok(())
}

fn exit_of(issued: &Issued) -> Exit {
    match issued.number {
        Some(_) => Exit::Done,
        // The applicant goes home with a notice: a rule stood against the certificate.
        None => Exit::Refused,
    }
}

/// Tells what came of an application.
pub fn tell(context: &Context, form: Option<&Form>, submission: &Submission, issued: &Issued) {
    let name = submission.facts().get("name").map_or("", String::as_str);
    tell_of(context, form, name, issued);
}

/// As [`tell`], of an applicant by name.
pub fn tell_of(context: &Context, form: Option<&Form>, name: &str, issued: &Issued) {
    let voice = &context.voice;
    if let Some(lived) = &issued.lived {
        certificate::tell(context, name, issued, lived);
        return tell_papers(context, issued);
    }
    match (&issued.number, issued.expiry_date, issued.open_until) {
        (Some(number), Some(expiry_date), _) => voice.say(
            &Message::new("cli.issued")
                .with("number", number)
                .with("name", name)
                .with("expiry_date", expiry_date),
        ),
        (Some(number), None, _) => tell_recorded(context, form, name, (number, issued)),
        (None, _, open_until) => {
            let until = open_until.map(|day| day.to_string()).unwrap_or_default();
            voice.say(
                &Message::new("cli.suspended")
                    .with("case", &issued.case)
                    .with("name", name)
                    .with("until", until),
            );
        }
    }
    for paper in &issued.missing {
        voice.say(
            &Message::new("cli.missing")
                .with("name", &paper.name)
                .with("count", paper.count)
                .with("from", &paper.from),
        );
    }
    tell_papers(context, issued);
}

fn tell_papers(context: &Context, issued: &Issued) {
    let voice = &context.voice;
    for paper in &issued.papers {
        voice.line(format!(
            "  {:<4} {} ×{}  {}",
            paper.paper,
            paper.title,
            paper.copies,
            paper.path.display()
        ));
    }
    issued.notes.iter().for_each(|note| voice.note(note));
}

/// What the screen says beside a question and the clerk should look at.
fn tell_notes(context: &Context, submission: &Submission) {
    for note in submission.notes() {
        context.voice.note(&note_on(note));
    }
}

fn note_on(note: &NoteOn) -> Message {
    Message::new("cli.note_on")
        .with_said("label", note.label.clone())
        .with_said("said", note.said.clone())
}

fn tell_recorded(
    context: &Context,
    form: Option<&Form>,
    name: &str,
    (number, issued): (&str, &Issued),
) {
    let lang = context.lang();
    let title = form.map_or("", |form| form.title.say(lang));
    let done = Message::new("cli.recorded").with("title", title);
    context
        .voice
        .say(&done.with("number", number).with("name", name));
    for rule in form.iter().flat_map(|form| &form.values) {
        if let (Some(label), Some(text)) = (&rule.label, issued.values.get(&rule.name)) {
            let value = Message::new("cli.recorded_value").with("label", label.say(lang));
            context.voice.say(
                &value.with(
                    "text",
                    rule.read(text)
                        .map_or_else(|| text.clone(), |read| read.say(lang).to_owned()),
                ),
            );
        }
    }
}

pub fn data(submission: &Submission, issued: &Issued, lang: Lang) -> Value {
    let papers = issued.papers.iter().map(|paper| {
        json!({
            "paper": paper.paper,
            "title": paper.title,
            "copies": paper.copies,
            "path": paper.path,
        })
    });
    let missing = issued.missing.iter().map(|paper| {
        json!({ "code": paper.code, "name": paper.name, "count": paper.count, "from": paper.from })
    });
    let beside = submission.notes().iter().map(note_on);
    let notes = issued.notes.iter().cloned().chain(beside);
    let notes = notes.map(|note| note.say(lang));
    json!({
        "name": submission.facts().get("name"),
        "case": issued.case,
        "number": issued.number,
        "issue_date": issued.issue_date,
        "expiry_date": issued.expiry_date,
        "open_until": issued.open_until,
        "values": issued.values,
        "certificate": issued.lived.as_ref().map(|lived| json!({
            "number": lived.old_number,
            "ended": lived.ended,
            "standing": lived.standing.as_ref().map(|standing| standing.say(lang)),
        })),
        "sequence": issued.sequence,
        "repeated": issued.repeated,
        "missing": missing.collect::<Vec<_>>(),
        "papers": papers.collect::<Vec<_>>(),
        "notes": notes.collect::<Vec<_>>(),
    })
}

fn tell_registered(context: &Context, submission: &Submission, registered: &Registered) {
    let name = submission.facts().get("name").map_or("", String::as_str);
    context.voice.say(
        &Message::new("cli.registered")
            .with("person", registered.person)
            .with("name", name),
    );
    registered
        .notes
        .iter()
        .for_each(|note| context.voice.note(note));
    context.voice.data(&json!({
        "name": name,
        "person": registered.person.0,
        "sequence": registered.sequence,
        "known": registered.known,
        "repeated": registered.repeated,
    }));
}
