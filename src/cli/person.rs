use serde_json::json;

use super::arguments::{
    ApartOptions, LinkOptions, NameOptions, NameUndoOptions, PartOptions, PersonCommand,
};
use super::{Context, Exit, Failure};
use crate::office::{Changed, Judged, LifeError, Now, Office, Wish};
use crate::person::{IdPaper, PersonName};
use crate::record::PersonKey;
use crate::text::Message;

pub fn run(context: &Context, command: PersonCommand) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    match command {
        PersonCommand::Link(options) => link(context, &mut office, &options)?,
        PersonCommand::Part(options) => part(context, &mut office, &options)?,
        PersonCommand::Apart(options) => apart(context, &mut office, &options)?,
        PersonCommand::Name(options) => name(context, &mut office, &options)?,
        PersonCommand::NameUndo(options) => undo_name(context, &mut office, &options)?,
    }
    office.close();
    Ok(Exit::Done)
}

fn link(context: &Context, office: &mut Office, options: &LinkOptions) -> Result<(), Failure> {
    let former = on_record(office, &options.former)?;
    let now = now(office, options)?;
    let (request, clerk) = (office.new_request(), office.clerk());
    let judged = office.link(request, &now, former, &options.document, &clerk)?;
    tell(context, "cli.linked", &judged);
    Ok(())
}

/// The record of the number of today; a number nobody has needs the name on the paper.
fn now(office: &Office, options: &LinkOptions) -> Result<Now, Failure> {
    if let Some(person) = office.exact(&options.now)? {
        return Ok(Now::Known(person));
    }
    let paper = paper(office, &options.now)?;
    let name = options.name.as_deref().ok_or_else(|| {
        let headline = Message::new("cli.name_of_new_number").with("number", &options.now);
        Failure::new(Exit::FormProblems, headline)
    })?;
    let name = PersonName::read(name)
        .map_err(|problem| Failure::new(Exit::FormProblems, problem.message()))?;
    Ok(Now::New { paper, name })
}

fn part(context: &Context, office: &mut Office, options: &PartOptions) -> Result<(), Failure> {
    let former = on_record(office, &options.former)?;
    let (request, clerk) = (office.new_request(), office.clerk());
    let judged = office.part(request, former, &options.reason, &clerk)?;
    tell(context, "cli.parted", &judged);
    Ok(())
}

fn apart(context: &Context, office: &mut Office, options: &ApartOptions) -> Result<(), Failure> {
    let person = on_record(office, &options.person)?;
    let paper = paper(office, &options.other)?;
    let (request, clerk) = (office.new_request(), office.clerk());
    let judged = office.tell_apart(request, person, &paper, &clerk)?;
    tell(context, "cli.told_apart", &judged);
    Ok(())
}

fn name(context: &Context, office: &mut Office, options: &NameOptions) -> Result<(), Failure> {
    let person = on_record(office, &options.number)?;
    let mut wish = Wish::new(office.new_request(), "");
    wish.papers_in.clone_from(&options.out);
    wish.by_hand = options.by_hand;
    let clerk = office.clerk();
    let changed = office
        .correct_name(person, &options.name, &options.document, &wish, &clerk)
        .map_err(not_corrected)?;
    tell_name(
        context,
        "cli.name_corrected",
        person,
        &options.name,
        &changed,
    );
    Ok(())
}

fn undo_name(
    context: &Context,
    office: &mut Office,
    options: &NameUndoOptions,
) -> Result<(), Failure> {
    let person = on_record(office, &options.number)?;
    let mut wish = Wish::new(office.new_request(), "");
    wish.papers_in.clone_from(&options.out);
    wish.by_hand = options.by_hand;
    let clerk = office.clerk();
    let changed = office
        .restore_name(person, &options.reason, &wish, &clerk)
        .map_err(not_corrected)?;
    let page = office.person(person)?;
    let name = page.map_or_else(String::new, |page| page.person.name().to_owned());
    tell_name(context, "cli.name_restored", person, &name, &changed);
    Ok(())
}

/// Tells which name stands now, and what was printed.
fn tell_name(
    context: &Context,
    key: &'static str,
    person: PersonKey,
    name: &str,
    changed: &Changed,
) {
    let case = changed.case.clone().unwrap_or_default();
    let told = Message::new(key).with("name", name).with("case", &case);
    context.voice.say(&told);
    for paper in &changed.papers {
        let line = format!("  {} {}", paper.paper, paper.path.display());
        context.voice.line(line);
    }
    for note in &changed.notes {
        context.voice.note(note);
    }
    let papers = changed.papers.iter().map(|paper| &paper.path);
    context.voice.data(&json!({
        "person": person.0,
        "name": name,
        "case": case,
        "papers": papers.collect::<Vec<_>>(),
    }));
}

fn not_corrected(error: LifeError) -> Failure {
    match error {
        LifeError::Issue(error) => error.into(),
        LifeError::Name(problem) => Failure::new(Exit::FormProblems, problem),
        other => Failure::new(Exit::Refused, other.message()),
    }
}

fn on_record(office: &Office, number: &str) -> Result<PersonKey, Failure> {
    let nobody = || {
        let headline = Message::new("cli.nothing_to_show").with("number", number);
        Failure::new(Exit::Other, headline)
    };
    office.exact(number)?.ok_or_else(nobody)
}

fn paper(office: &Office, number: &str) -> Result<IdPaper, Failure> {
    IdPaper::read(number, office.today())
        .map_err(|problem| Failure::new(Exit::FormProblems, problem.message()))
}

fn tell(context: &Context, key: &'static str, judged: &Judged) {
    let voice = &context.voice;
    voice.say(&Message::new(key).with("person", judged.person));
    judged.notes.iter().for_each(|note| voice.note(note));
    let notes = judged.notes.iter().map(|note| note.say(context.lang()));
    voice.data(&json!({
        "person": judged.person.0,
        "sequence": judged.sequence,
        "notes": notes.collect::<Vec<_>>(),
    }));
}
