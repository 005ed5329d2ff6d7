use serde_json::json;

use super::arguments::PaperOptions;
use super::{Context, Exit, Failure};
use crate::text::Message;

/// The certificate itself.
const CERTIFICATE: &str = "F2";

pub fn run(context: &Context, options: &PaperOptions) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let known = office.paper_names(&options.number)?;
    let wanted = options.paper.as_deref().unwrap_or(CERTIFICATE);
    let found = known.iter().find(|one| one.eq_ignore_ascii_case(wanted));
    let paper = match (found, &options.paper) {
        (Some(found), _) => found.clone(),
        (None, Some(asked)) => asked.clone(),
        // A case that waits has only its notice.
        (None, None) => known.first().cloned().unwrap_or_default(),
    };
    let clerk = office.clerk();
    let file = office.reprint(&options.number, &paper, &clerk, options.out.as_deref())?;
    context.voice.say(
        &Message::new("cli.printed")
            .with("paper", &file.paper)
            .with("path", file.path.display()),
    );
    context.voice.data(&json!({
        "number": options.number,
        "paper": file.paper,
        "copies": file.copies,
        "path": file.path,
    }));
    office.close();
    Ok(Exit::Done)
}
