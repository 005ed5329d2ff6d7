use serde_json::json;

use super::arguments::FindOptions;
use super::{Context, Exit, Failure};
use crate::office::PersonLine;
use crate::record::CertificateState;
use crate::text::{Message, pad};

pub fn run(context: &Context, options: &FindOptions) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let query = options.query.join(" ");
    let found = office.find(&query, options.limit)?;
    // On record before anything is shown.
    let shown: Vec<_> = found.hits.iter().map(|line| line.person).collect();
    office.searched(&shown);
    office.settle_search()?;
    if found.hits.is_empty() {
        let nobody = Message::new("cli.nobody_found").with("query", &query);
        context.voice.say(&nobody);
    }
    for line in &found.hits {
        context.voice.line(row(line));
    }
    if let Some((number, standing)) = &found.certificate {
        let standing = standing.say(context.lang());
        context.voice.line(format!("  {number} {standing}"));
    }
    if found.more {
        context.voice.say(&Message::new("cli.more_found"));
    }
    let people = found.hits.iter().map(|line| {
        json!({
            "person": line.person.0,
            "name": line.name,
            "id": line.id_masked,
            "birth_year": line.birth_year,
            "community": line.community,
            "phone_tail": line.phone_tail,
            "certificate": line.certificate.as_ref().map(|(number, state)| {
                json!({ "number": number, "state": state_word(*state) })
            }),
        })
    });
    let people: Vec<_> = people.collect();
    context.voice.data(&json!({
        "people": people,
        "more": found.more,
        "certificate": found.certificate.as_ref().map(|(number, standing)| json!({
            "number": number,
            "standing": standing.say(context.lang()),
        })),
    }));
    office.close();
    Ok(Exit::Done)
}

/// A state as a program reads it.
pub fn state_word(state: CertificateState) -> &'static str {
    match state {
        CertificateState::Valid => "valid",
        CertificateState::Expired => "expired",
        CertificateState::Ended(end) => end.word(),
    }
}

fn row(line: &PersonLine) -> String {
    let birth = line
        .birth_year
        .map(|year| year.to_string())
        .unwrap_or_default();
    let certificate = line.certificate.as_ref().map_or("", |(number, _)| number);
    format!(
        "{} {} {} {} {} {certificate}",
        pad(&line.name, 16),
        pad(&line.id_masked, 19),
        pad(&birth, 5),
        pad(&line.community, 14),
        pad(&line.phone_tail, 5),
    )
}
