use serde_json::json;

use super::arguments::{CardOptions, RegisterOptions};
use crate::cli::{Context, Exit, Failure};
use crate::office::{PaperFile, StockBatch};
use crate::record::{CardLine, Movement};
use crate::service::supplies::Band;
use crate::store::StockRecord;
use crate::text::{Message, pad};

/// What lies in the store.
pub fn stock(context: &Context) -> Result<Exit, Failure> {
    let office = context.office()?;
    let stock = office.stock()?;
    if stock.is_empty() {
        context.voice.say(&Message::new("supplies.empty"));
    }
    for line in &stock {
        context.voice.line(stock_line(context, line));
    }
    let batches = stock.iter().map(|line| {
        json!({
            "item": line.batch.key.item,
            "batch": line.batch.key.number,
            "expiry": line.batch.last_day(),
            "balance": line.batch.balance,
            "days_left": line.days_left,
            "band": band_word(line.band),
            "maker": line.batch.maker,
        })
    });
    let batches = batches.collect::<Vec<_>>();
    context.voice.data(&json!({ "batches": batches }));
    office.close();
    Ok(Exit::Done)
}

fn stock_line(context: &Context, line: &StockBatch) -> String {
    let lang = context.lang();
    let left = Message::new(match line.band {
        Band::Expired => "supplies.band_expired",
        _ => "supplies.band_left",
    });
    let left = left.with("days", line.days_left);
    format!(
        "{}{}{}  {}{} {}",
        pad(line.item.say(lang), 28),
        pad(&line.batch.key.number, 22),
        line.batch.last_day(),
        pad(&left.say(lang), 14),
        line.batch.balance,
        line.unit.say(lang)
    )
}

fn band_word(band: Band) -> &'static str {
    match band {
        Band::Expired => "expired",
        Band::Near => "near",
        Band::Warned => "warned",
        Band::Good => "good",
    }
}

/// The card of a batch.
pub fn card(context: &Context, options: &CardOptions) -> Result<Exit, Failure> {
    let office = context.office()?;
    let (batch, lines) = office.stock_card(&options.item, &options.batch)?;
    for line in &lines {
        context.voice.line(card_line(context, line));
    }
    let file = match &options.out {
        Some(out) => Some(office.print_card(&options.item, &options.batch, out)?),
        None => None,
    };
    tell_file(context, file.as_ref());
    context.voice.data(&json!({
        "item": batch.key.item,
        "batch": batch.key.number,
        "expiry": batch.last_day(),
        "balance": batch.balance,
        "lines": lines,
        "path": file.map(|file| file.path),
    }));
    office.close();
    Ok(Exit::Done)
}

fn card_line(context: &Context, line: &CardLine) -> String {
    format!(
        "{} {} {} {:>6} {:>6} {:>6} {}",
        line.on,
        pad(&line.number, 28),
        pad(&line.did.message().say(context.lang()), 14),
        line.came_in,
        line.went_out,
        line.balance,
        line.clerk
    )
}

/// The register of what was handed out.
pub fn register(context: &Context, options: &RegisterOptions) -> Result<Exit, Failure> {
    let office = context.office()?;
    let from = options.from.unwrap_or(office.today());
    let to = options.to.unwrap_or(office.today());
    let mut records = office.stock_moves(from, to)?;
    records.retain(|record| matches!(record.moved.movement, Movement::HandedOut(_)));
    for record in &records {
        let number = &record.moved.number;
        context.voice.line(format!("{} {number}", record.on));
    }
    let file = match &options.out {
        Some(out) => Some(office.print_register(from, to, out)?),
        None => None,
    };
    tell_file(context, file.as_ref());
    let lines = records.iter().map(register_data).collect::<Vec<_>>();
    context.voice.data(&json!({
        "from": from,
        "to": to,
        "lines": lines,
        "path": file.map(|file| file.path),
    }));
    office.close();
    Ok(Exit::Done)
}

fn register_data(record: &StockRecord) -> serde_json::Value {
    json!({
        "number": record.moved.number,
        "on": record.on,
        "clerk": record.clerk,
        "lines": record.moved.lines,
        "movement": record.moved.movement,
    })
}

fn tell_file(context: &Context, file: Option<&PaperFile>) {
    let Some(file) = file else { return };
    context.voice.say(
        &Message::new("cli.printed")
            .with("paper", &file.paper)
            .with("path", file.path.display()),
    );
}
