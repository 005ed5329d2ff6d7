use std::path::Path;

use serde_json::{Value, json};

use super::arguments::ReportOptions;
use super::{Context, Exit, Failure};
use crate::office::{Period, ReportError, ReportPage};
use crate::report::{Month, Report};
use crate::text::{Message, pad, width};

/// Columns wider than this are cut on the screen; the paper has them whole.
const WIDEST: usize = 24;

/// Shows a report, confirms it, or prints its paper.
pub fn run(context: &Context, options: &ReportOptions) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let report = office.report_named(&options.report);
    let report = report.map_err(|problem| Failure::new(Exit::Usage, problem.message()))?;
    let period = period(&report, &options.period)?;
    let clerk = office.clerk();
    let page = match period {
        Period::Month(month) if options.confirm => {
            office.confirm_report(&report.id, month, &clerk)?
        }
        _ if options.confirm => return Err(not_confirmed(&report).into()),
        period => office.report(&report.id, period)?,
    };
    tell(context, &page);
    let mut data = data(&page);
    if options.print || options.out.is_some() {
        let file = office.print_report(&page, &clerk, options.out.as_deref().map(Path::new))?;
        let printed = Message::new("cli.printed").with("paper", &file.paper);
        context
            .voice
            .say(&printed.with("path", file.path.display()));
        data["paper"] = json!({ "path": file.path, "copies": file.copies });
    }
    context.voice.data(&data);
    office.close();
    Ok(Exit::Done)
}

fn period(report: &Report, typed: &str) -> Result<Period, Failure> {
    if !report.is_monthly()
        && let Ok(year @ 1900..=2999) = typed.trim().parse()
    {
        return Ok(Period::Year(year));
    }
    let month: Result<Month, _> = typed.parse();
    month
        .map(Period::Month)
        .map_err(|problem| Failure::new(Exit::Usage, problem.message()))
}

fn not_confirmed(report: &Report) -> ReportError {
    ReportError::NotMonthly {
        report: report.id.clone(),
    }
}

fn tell(context: &Context, page: &ReportPage) {
    let voice = &context.voice;
    let title = page.report.title.say(context.lang());
    voice.line(format!("{} {title}  {}", page.report.id, page.number));
    if !page.names_people {
        voice.say(&Message::new("cli.report_counts_only"));
    }
    lines(context, page);
    voice.say(&Message::new("cli.report_total").with("count", page.rows.len()));
    if let Some((on, clerk)) = &page.confirmed {
        let confirmed = Message::new("cli.report_confirmed").with("on", on);
        voice.say(&confirmed.with("clerk", clerk));
    }
}

/// The lines as a table, each column as wide as its widest text.
fn lines(context: &Context, page: &ReportPage) {
    let lang = context.lang();
    let columns = page.report.columns(page.names_people);
    let cell =
        |row: &crate::report::Row, column: &str| row.get(column).cloned().unwrap_or_default();
    let wide = columns.iter().map(|column| {
        let texts = page.rows.iter();
        let texts = texts.map(|row| width(&cell(row, &column.name)));
        let heading = width(column.label.say(lang));
        texts.chain([heading]).max().unwrap_or(0).min(WIDEST)
    });
    let wide: Vec<usize> = wide.collect();
    let print = |texts: Vec<String>| {
        let texts = texts.iter().zip(&wide);
        let texts: Vec<String> = texts.map(|(text, wide)| pad(text, *wide)).collect();
        let line = format!("  {}", texts.join("  ").trim_end());
        context.voice.line(line);
    };
    let headings = columns.iter();
    print(
        headings
            .map(|column| column.label.say(lang).to_owned())
            .collect(),
    );
    for row in &page.rows {
        let cells = columns.iter().map(|column| cell(row, &column.name));
        print(cells.collect());
    }
}

fn data(page: &ReportPage) -> Value {
    let confirmed = page.confirmed.as_ref();
    json!({
        "report": page.report.id,
        "number": page.number,
        "total": page.rows.len(),
        "names_people": page.names_people,
        "confirmed_on": confirmed.map(|(on, _)| on),
        "rows": page.rows,
    })
}
