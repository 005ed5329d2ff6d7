use serde_json::{Value, json};

use super::arguments::ShowOptions;
use super::find::state_word;
use super::{Context, Exit, Failure};
use crate::office::{Office, PersonPage, Tie, deed};
use crate::record::{Certificate, CertificateState};
use crate::service::Matter;
use crate::text::{Label, Message, Said, pad};

pub fn run(context: &Context, options: &ShowOptions) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let shown = match office.certificate_number(&options.number)? {
        // Looking is on record before anything is shown.
        Some(number) if office.look_at_record(&number)?.is_none() => None,
        Some(number) => office.certificate(&number)?.map(|certificate| {
            let state = certificate.state(office.today());
            show_certificate(context, &office, &certificate, state)
        }),
        None => {
            let page = person(&mut office, &options.number)?;
            page.map(|page| show_person(context, &office, &page))
        }
    };
    let Some(data) = shown else {
        let headline = Message::new("cli.nothing_to_show").with("number", &options.number);
        return Err(Failure::new(Exit::Other, headline));
    };
    context.voice.data(&data);
    office.close();
    Ok(Exit::Done)
}

fn person(office: &mut Office, number: &str) -> Result<Option<PersonPage>, Failure> {
    match office.exact(number)? {
        Some(person) => Ok(office.look_at(person)?),
        None => Ok(None),
    }
}

fn state_message(state: CertificateState) -> Message {
    Message::new(match state {
        CertificateState::Valid => "cli.valid",
        CertificateState::Expired => "cli.expired",
        CertificateState::Ended(end) => return end.message(),
    })
}

fn show_certificate(
    context: &Context,
    office: &Office,
    one: &Certificate,
    state: CertificateState,
) -> Value {
    let issued = &one.issued;
    context.voice.say(
        &Message::new("cli.certificate")
            .with("number", one.number())
            .with("issue_date", issued.issue_date)
            .with("expiry_date", issued.expiry_date)
            .with_said("state", state_message(state)),
    );
    if one.ended.is_some() {
        let standing = one.standing(office.today());
        context.voice.say(&standing);
    }
    // Whoever only looks need not hear that the paper itself cannot be made again.
    let check_code = office.check_code(one.number()).ok().flatten();
    if let Some(code) = &check_code {
        let code = Message::new("cli.check_code").with("code", code);
        context.voice.say(&code);
    }
    lines(context, office.read_answers(&issued.form.id, one.answers()));
    if let Ok((label, text)) = office.entered(one) {
        lines(context, vec![(label, vec![Said::from(text.as_str())])]);
    }
    json!({
        "number": one.number(),
        "check_code": check_code,
        "state": state_word(state),
        "standing": one.standing(office.today()).say(context.lang()),
        "handed_over": one.handed_over,
        "ended": one.ended,
        "first_issued": one.first_issued(),
        "sheets": one.sheets,
        "issue_date": issued.issue_date,
        "expiry_date": issued.expiry_date,
        "case": issued.case,
        "agreement": issued.agreement,
        "person": one.person.0,
        "clerk": one.clerk,
        "entered_by": one.entered_by,
        "entered_since": one.entered_since,
        "sequence": one.sequence,
        "form": issued.form,
        "profile": issued.profile,
        "answers": one.answers(),
        "papers": issued.papers,
        "practice": issued.practice,
    })
}

/// Each label with its reading.
fn lines(context: &Context, read: Vec<(Label, Vec<Said>)>) {
    for (label, reading) in read {
        let label = pad(label.say(context.lang()), 28);
        let parts: Vec<String> = reading
            .iter()
            .map(|part| part.say(context.lang()))
            .collect();
        context.voice.line(format!("  {label} {}", parts.join(" ")));
    }
}

/// Other names and numbers of hers, and the people she has to do with.
fn ties(context: &Context, ties: &[Tie]) {
    for tie in ties {
        context
            .voice
            .line(format!("  {}", tie.message().say(context.lang())));
    }
}

/// Something left open, as a program reads it.
pub fn matter_data(matter: &Matter) -> Value {
    json!({
        "what": matter.what,
        "number": matter.number,
        "opened_on": matter.opened_on,
        "due": matter.due,
        "state": matter.word(),
    })
}

fn show_person(context: &Context, office: &Office, page: &PersonPage) -> Value {
    let voice = &context.voice;
    let shelf = office.shelf();
    voice.line(format!("{} {}", page.person.name(), page.person.key));
    lines(context, office.read_facts(&page.person));
    ties(context, &page.ties);
    for (certificate, state) in &page.certificates {
        voice.say(
            &Message::new("cli.certificate")
                .with("number", certificate.number())
                .with("issue_date", certificate.issued.issue_date)
                .with("expiry_date", certificate.issued.expiry_date)
                .with_said("state", state_message(*state)),
        );
    }
    for case in &page.waiting {
        voice.say(&Message::new("cli.waiting").with("case", &case.number));
    }
    for matter in &page.matters {
        let state = matter.message(office.today());
        let line = Message::new("cli.matter").with("number", &matter.number);
        voice.say(
            &line
                .with_said("label", matter.label.clone())
                .with_said("state", state),
        );
    }
    for line in &page.timeline {
        let did = deed(line, &shelf.forms, context.lang());
        voice.line(format!("  {} {} {}", line.on, pad(&did, 14), line.number));
    }
    let certificates = page.certificates.iter().map(|(certificate, state)| {
        json!({
            "number": certificate.number(),
            "state": state_word(*state),
            "issue_date": certificate.issued.issue_date,
            "expiry_date": certificate.issued.expiry_date,
        })
    });
    let waiting = page.waiting.iter().map(|case| &case.number);
    json!({
        "person": page.person.key.0,
        "facts": page.person.facts,
        "former_names": page.person.former_names,
        "former_ids": page.person.former_ids,
        "certificates": certificates.collect::<Vec<_>>(),
        "waiting": waiting.collect::<Vec<_>>(),
        "matters": page.matters.iter().map(matter_data).collect::<Vec<_>>(),
        "timeline": page.timeline,
    })
}
