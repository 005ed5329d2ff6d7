use chrono::NaiveDate;
use serde_json::{Value, json};

use super::arguments::DayOptions;
use super::{Context, Exit, Failure};
use crate::disk::at_the_counter;
use crate::office::{ListPeriod, ListedAct, Office, side};
use crate::text::{Lang, Message, pad};

pub fn run(context: &Context, options: &DayOptions) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let period = period(options, office.today());
    let acts = office.listed_acts(&period)?;
    for act in &acts {
        context.voice.line(line(act, context.lang()));
    }
    let total = Message::new("cli.acts_listed").with("count", acts.len());
    context.voice.say(&total);
    let mut data = data(&period, &acts, context.lang());
    if let Some(file) = &options.csv {
        let path = office.export_list(&period, Some(file), context.lang())?;
        told(context, "CSV", &path.display().to_string());
        data["csv"] = json!(path);
    }
    if options.print || options.out.is_some() {
        let path = print(context, &mut office, options, &period)?;
        data["printed"] = path;
    }
    context.voice.data(&data);
    office.close();
    Ok(Exit::Done)
}

fn period(options: &DayOptions, today: NaiveDate) -> ListPeriod {
    let from = options.date.unwrap_or(today);
    ListPeriod {
        to: options.until.unwrap_or(from),
        person: options.person.clone(),
        act: options.act.clone(),
        ..ListPeriod::day(from)
    }
}

fn print(
    context: &Context,
    office: &mut Office,
    options: &DayOptions,
    period: &ListPeriod,
) -> Result<Value, Failure> {
    let clerk = office.clerk();
    let file = office.print_list(period, &clerk, options.out.as_deref())?;
    told(context, &file.paper, &file.path.display().to_string());
    Ok(json!(file.path))
}

fn told(context: &Context, what: &str, path: &str) {
    let printed = Message::new("cli.printed").with("paper", what);
    context.voice.say(&printed.with("path", path));
}

fn line(act: &ListedAct, lang: Lang) -> String {
    format!(
        "{} {}  {}{}{}{}  {}",
        act.on,
        at_the_counter(act.at).format("%H:%M"),
        pad(&side(act.group, lang), 8),
        pad(act.act.say(lang), 26),
        pad(&act.name, 18),
        act.number,
        act.clerk
    )
}

fn data(period: &ListPeriod, acts: &[ListedAct], lang: Lang) -> Value {
    let acts = acts.iter().map(|act| {
        json!({
            "on": act.on,
            "at": at_the_counter(act.at).to_rfc3339(),
            "side": side(act.group, lang),
            "person": act.person.map(|person| person.0),
            "name": act.name,
            "id": act.id,
            "act": act.act.say(lang),
            "number": act.number,
            "clerk": act.clerk,
        })
    });
    let acts: Vec<Value> = acts.collect();
    json!({ "from": period.from, "to": period.to, "total": acts.len(), "acts": acts })
}
