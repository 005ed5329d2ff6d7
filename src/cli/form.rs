use serde_json::{Value, json};

use super::arguments::{CheckOptions, FormCommand};
use super::failure::Reason;
use super::{Context, Exit, Failure};
use crate::disk::{DiskError, Shipped, form_files, read_layout, read_text, with_lenders};
use crate::form::Form;
use crate::policy::{FileProblem, Profile, read_toml};
use crate::report::Report;
use crate::text::{Lang, Message};

pub fn run(context: &Context, command: FormCommand) -> Result<Exit, Failure> {
    let FormCommand::Check(options) = command;
    let checked = match options.files.is_empty() {
        true => shipped()?,
        false => given(&options)?,
    };
    context
        .voice
        .say(&Message::new("cli.forms_fine").with("count", checked.len()));
    context.voice.data(&json!({ "files": checked }));
    Ok(Exit::Done)
}

/// All files that the program brings.
fn shipped() -> Result<Vec<Value>, Failure> {
    Shipped::read()?;
    let folders = ["services", "policy", "papers", "reports"].into_iter();
    let files = folders.flat_map(form_files);
    Ok(files.map(|(file, _)| json!({ "file": file })).collect())
}

/// Every problem of every file, so that one run shows them all.
fn given(options: &CheckOptions) -> Result<Vec<Value>, Failure> {
    let mut checked = Vec::new();
    let mut reasons = Vec::new();
    for path in &options.files {
        let file = path.display().to_string();
        let problem = match read_text(path) {
            Ok(text) => check(&file, &text).map_err(DiskError::File),
            Err(error) => Err(error),
        };
        match problem {
            Ok(kind) => checked.push(json!({ "file": file, "kind": kind })),
            Err(error) => reasons.push(Reason {
                at: file,
                zh: error.message().say(Lang::Zh),
                en: error.message().say(Lang::En),
            }),
        }
    }
    if reasons.is_empty() {
        return Ok(checked);
    }
    Err(Failure {
        exit: Exit::FormProblems,
        headline: Message::new("cli.forms_with_problems").with("count", reasons.len()),
        reasons,
    })
}

/// Reads a file as what it is: a policy has a first day, a paper has a page, a report has sources,
/// all else is a service.
fn check(file: &str, text: &str) -> Result<&'static str, FileProblem> {
    let table: toml::Table = read_toml(file, text)?;
    if table.contains_key("valid_from") {
        Profile::parse(file, text).map(|_| "policy")
    } else if table.contains_key("page") || table.contains_key("sheet") {
        read_layout(file, text).map(|_| "paper")
    } else if table.contains_key("source") {
        let report = Report::parse(file, text)?;
        let shipped = Shipped::read()?;
        let services = shipped.forms.values().map(|form| &**form);
        report.check(services, |paper| shipped.layouts.contains_key(paper))?;
        Ok("report")
    } else {
        Form::parse(file, &with_lenders(text)).map(|_| "service")
    }
}
