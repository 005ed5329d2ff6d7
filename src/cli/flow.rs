use super::arguments::FlowCommand;
use super::{Context, Exit, Failure, issue};

/// The service of each verb; outflow runs with the certificate in one walk (流出办证).
const INFLOW: &str = "flow.in";
const OUTFLOW: &str = "certificate.issue";
const LEAVING: &str = "flow.leave";
const RETURN: &str = "flow.return";

/// Registers a woman who comes or leaves, from a case file.
pub fn run(context: &Context, command: FlowCommand) -> Result<Exit, Failure> {
    let (service, options) = match command {
        FlowCommand::In(options) => (INFLOW, options),
        FlowCommand::Out(options) => (OUTFLOW, options),
        FlowCommand::Leave(options) => (LEAVING, options),
        FlowCommand::Return(options) => (RETURN, options),
    };
    issue::run_service(context, &options.into(), service)
}
