use serde_json::json;

use super::arguments::AuditOptions;
use super::{Context, Exit, Failure};
use crate::disk::at_the_counter;
use crate::office::AuditWish;
use crate::text::{Message, pad};

/// Who looked at whom, and what else an auditor wants to see.
pub fn run(context: &Context, options: &AuditOptions) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let from = options.date.unwrap_or(office.today());
    let wish = AuditWish {
        from,
        to: options.until.unwrap_or(from),
        member: options.member.clone(),
    };
    let lines = office.audit(&wish)?;
    for line in &lines {
        let at = at_the_counter(line.at).format("%m-%d %H:%M:%S");
        let (member, said) = (pad(&line.member, 10), line.said());
        context
            .voice
            .line(format!("{at}  {member}{}", said.say(context.lang())));
    }
    let total = Message::new("cli.acts_listed").with("count", lines.len());
    context.voice.say(&total);
    let data = lines.iter().map(|line| {
        json!({
            "sequence": line.sequence,
            "at": at_the_counter(line.at).to_rfc3339(),
            "counter": line.counter,
            "member": line.member,
            "did": line.did.message().say(crate::text::Lang::En),
            "people": line.people,
            "about": line.about,
            "out_of_hours": line.out_of_hours,
            "looks_that_day": line.looks,
        })
    });
    let data: Vec<_> = data.collect();
    context
        .voice
        .data(&json!({ "from": wish.from, "to": wish.to, "acts": data }));
    office.close();
    Ok(Exit::Done)
}
