use chrono::Months;
use serde_json::json;

use super::arguments::{FlowCommand, SlipsOptions};
use super::show::matter_data;
use super::{Context, Exit, Failure, issue};
use crate::text::{Message, pad};

/// The service of each verb; outflow runs with the certificate in one walk (流出办证).
const INFLOW: &str = "flow.in";
const OUTFLOW: &str = "certificate.issue";
const LEAVING: &str = "flow.leave";
const RETURN: &str = "flow.return";

/// What a certificate leaves open until the community has its slip.
const SLIP: &str = "return_slip";

/// Registers a woman who comes or leaves, from a case file; or lists the return slips still out.
pub fn run(context: &Context, command: FlowCommand) -> Result<Exit, Failure> {
    let (service, options) = match command {
        FlowCommand::In(options) => (INFLOW, options),
        FlowCommand::Out(options) => (OUTFLOW, options),
        FlowCommand::Leave(options) => (LEAVING, options),
        FlowCommand::Return(options) => (RETURN, options),
        FlowCommand::Slips(options) => return slips(context, &options),
    };
    issue::run_service(context, &options.into(), service)
}

fn slips(context: &Context, options: &SlipsOptions) -> Result<Exit, Failure> {
    let office = context.office()?;
    let today = office.today();
    let year_ago = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    let since = options.since.unwrap_or(year_ago);
    let open = office.open_matters(SLIP, since)?;
    let heading = match open.is_empty() {
        true => Message::new("cli.slips_none"),
        false => Message::new("cli.slips_open").with("count", open.len()),
    };
    context.voice.say(&heading.with("since", since));
    for one in &open {
        let (number, issued) = (&one.matter.number, one.matter.opened_on);
        let line = format!("  {} {issued} {number}", pad(&one.name, 16));
        context.voice.line(line);
    }
    let slips = open.iter().map(|one| {
        let mut data = matter_data(&one.matter);
        data["person"] = json!(one.person.0);
        data["name"] = json!(one.name);
        data
    });
    let data = json!({ "since": since, "slips": slips.collect::<Vec<_>>() });
    context.voice.data(&data);
    office.close();
    Ok(Exit::Done)
}
