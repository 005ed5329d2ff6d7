//! Pre-printed blanks without screens: taken in, voided, counted by two, listed.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::arguments::Json;
use super::{Context, Exit, Failure, paper};
use crate::office::{CountBlanks, Onto, PrintWish, ReceiveBlanks};
use crate::record::{BlankFate, BlankStack, SpoiltReason, TakenBlank};
use crate::text::{Message, pad};

#[derive(Debug, Subcommand)]
pub enum BlanksCommand {
    /// 各批空白证：收、用、废、存 · batches: received, used, spoilt, left
    List(ListOptions),
    /// 入库 · take in
    Receive(ReceiveOptions),
    /// 作废还没用的空白证 · void a blank that nothing is on
    Spoil(SpoilOptions),
    /// 印坏了：作废并在下一张上重印，证号不变 · void the blank and print on the next one
    Reissue(ReissueOptions),
    /// 盘点，须两人 · count, which takes two people
    Count(CountOptions),
}

#[derive(Debug, Args)]
pub struct ListOptions {
    /// 只看这种纸张，并列出已用和作废的编号 · only this paper, with every number that is gone
    #[arg(long)]
    pub paper: Option<String>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct ReceiveOptions {
    /// 哪一张纸的空白证，如 F2 · blanks of which paper
    #[arg(long)]
    pub paper: String,
    /// 批次 · name of the batch
    #[arg(long)]
    pub batch: String,
    /// 起号 · first number
    #[arg(long)]
    pub first: String,
    /// 止号 · last number
    #[arg(long)]
    pub last: String,
    /// 发证单位 · from whom
    #[arg(long, default_value = "", hide_default_value = true)]
    pub from: String,
    /// 单据号 · the paper that came with it
    #[arg(long, default_value = "", hide_default_value = true)]
    pub document: String,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct SpoilOptions {
    /// 哪一张纸的空白证 · blanks of which paper
    #[arg(long)]
    pub paper: String,
    /// 空白证编号 · number of the blank
    #[arg(long)]
    pub blank: String,
    /// 原因 · why
    #[arg(long, value_enum)]
    pub reason: SpoiltName,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct ReissueOptions {
    /// 证号或办件编号 · certificate or case number
    pub number: String,
    /// 哪一张纸 · which paper
    #[arg(long, default_value = "F2")]
    pub paper: String,
    /// 原因 · why
    #[arg(long, value_enum)]
    pub reason: SpoiltName,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct CountOptions {
    /// 哪一张纸的空白证 · blanks of which paper
    #[arg(long)]
    pub paper: String,
    /// 批次 · name of the batch
    #[arg(long)]
    pub batch: String,
    /// 经办人点的数 · what the clerk counted
    #[arg(long)]
    pub found: u32,
    /// 另一人姓名 · name of the second person
    #[arg(long)]
    pub second: String,
    /// 另一人自己点的数 · what the second person counted
    #[arg(long)]
    pub second_found: u32,
    /// 说明 · note
    #[arg(long, default_value = "", hide_default_value = true)]
    pub note: String,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SpoiltName {
    /// 打印错位或打错
    Misprint,
    /// 卡纸
    Jam,
    /// 破损、污损
    Damaged,
    /// 丢失
    Lost,
    /// 其他
    Other,
}

impl From<SpoiltName> for SpoiltReason {
    fn from(name: SpoiltName) -> SpoiltReason {
        match name {
            SpoiltName::Misprint => SpoiltReason::Misprint,
            SpoiltName::Jam => SpoiltReason::Jam,
            SpoiltName::Damaged => SpoiltReason::Damaged,
            SpoiltName::Lost => SpoiltReason::Lost,
            SpoiltName::Other => SpoiltReason::Other,
        }
    }
}

impl BlanksCommand {
    pub fn json(&self) -> &Json {
        match self {
            BlanksCommand::List(options) => &options.json,
            BlanksCommand::Receive(options) => &options.json,
            BlanksCommand::Spoil(options) => &options.json,
            BlanksCommand::Reissue(options) => &options.json,
            BlanksCommand::Count(options) => &options.json,
        }
    }
}

pub fn run(context: &Context, command: &BlanksCommand) -> Result<Exit, Failure> {
    match command {
        BlanksCommand::List(options) => list(context, options),
        BlanksCommand::Receive(options) => receive(context, options),
        BlanksCommand::Spoil(options) => spoil(context, options),
        BlanksCommand::Reissue(options) => reissue(context, options),
        BlanksCommand::Count(options) => count(context, options),
    }
}

fn list(context: &Context, options: &ListOptions) -> Result<Exit, Failure> {
    let office = context.office()?;
    let taken = match &options.paper {
        Some(paper) => office.taken_blanks(paper)?,
        None => Vec::new(),
    };
    let own = |stack: &BlankStack| {
        let paper = options.paper.as_deref();
        paper.is_none_or(|paper| paper.eq_ignore_ascii_case(&stack.paper))
    };
    let mut stacks = office.blanks()?;
    stacks.retain(own);
    if stacks.is_empty() {
        context.voice.say(&Message::new("cli.blanks_none"));
    }
    for stack in &stacks {
        tell_stack(context, stack);
    }
    for blank in &taken {
        context.voice.line(taken_line(context, blank));
    }
    let data: Vec<_> = stacks.iter().map(stack_data).collect();
    let gone: Vec<_> = taken.iter().map(taken_data).collect();
    context
        .voice
        .data(&json!({ "batches": data, "taken": gone }));
    office.close();
    Ok(Exit::Done)
}

fn receive(context: &Context, options: &ReceiveOptions) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let clerk = office.clerk();
    let wish = ReceiveBlanks {
        request: office.new_request(),
        paper: options.paper.clone(),
        batch: options.batch.clone(),
        first: options.first.clone(),
        last: options.last.clone(),
        from: options.from.clone(),
        document: options.document.clone(),
    };
    let stack = office.receive_blanks(&wish, &clerk)?;
    tell_stack(context, &stack);
    context.voice.data(&stack_data(&stack));
    office.close();
    Ok(Exit::Done)
}

fn spoil(context: &Context, options: &SpoilOptions) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let (clerk, request) = (office.clerk(), office.new_request());
    let blank = (options.paper.as_str(), options.blank.as_str());
    let stack = office.spoil_blank(request, blank, options.reason.into(), &clerk)?;
    let voided = Message::new("cli.blank_voided").with("number", options.blank.trim());
    context.voice.say(&voided);
    tell_stack(context, &stack);
    context.voice.data(&stack_data(&stack));
    office.close();
    Ok(Exit::Done)
}

fn reissue(context: &Context, options: &ReissueOptions) -> Result<Exit, Failure> {
    paper::print(
        context,
        &PrintWish {
            number: options.number.clone(),
            paper: options.paper.to_ascii_uppercase(),
            printer: None,
            onto: Onto::NextBlank(options.reason.into()),
        },
    )
}

fn count(context: &Context, options: &CountOptions) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let clerk = office.clerk();
    let wish = CountBlanks {
        request: office.new_request(),
        paper: options.paper.clone(),
        batch: options.batch.clone(),
        found: options.found,
        second: options.second.clone(),
        second_found: options.second_found,
        note: options.note.clone(),
    };
    let count = office.count_blanks(&wish, &clerk)?;
    let key = match count.difference() {
        0 => "cli.blanks_agree",
        _ => "cli.blanks_differ",
    };
    context.voice.say(
        &Message::new(key)
            .with("found", count.found)
            .with("expected", count.expected)
            .with("difference", format!("{:+}", count.difference()))
            .with("second", &count.second),
    );
    context.voice.data(&json!({
        "found": count.found,
        "expected": count.expected,
        "difference": count.difference(),
        "clerk": count.clerk,
        "second": count.second,
    }));
    office.close();
    Ok(Exit::Done)
}

fn tell_stack(context: &Context, stack: &BlankStack) {
    context.voice.say(
        &Message::new("cli.blank_stack")
            .with("paper", &stack.paper)
            .with("batch", &stack.batch)
            .with("first", &stack.first)
            .with("last", &stack.last)
            .with("received", stack.received)
            .with("used", stack.used)
            .with("spoilt", stack.spoilt)
            .with("left", stack.left()),
    );
    if let Some(count) = stack.count.as_ref().filter(|count| count.difference() != 0) {
        let line = Message::new("cli.blank_count")
            .with("on", count.on)
            .with("found", count.found)
            .with("difference", format!("{:+}", count.difference()));
        context.voice.say(&line);
    }
}

fn taken_line(context: &Context, blank: &TakenBlank) -> String {
    let fate = match blank.fate {
        BlankFate::Used => Message::new("cli.blank_fate_used"),
        BlankFate::Spoilt(reason) => {
            Message::new("cli.blank_fate_spoilt").with_said("reason", reason.message())
        }
    };
    format!(
        "  {} {} {} {} {}",
        pad(&blank.number, 16),
        blank.on,
        pad(&fate.say(context.lang()), 22),
        pad(&blank.certificate, 20),
        blank.clerk
    )
}

fn stack_data(stack: &BlankStack) -> serde_json::Value {
    json!({
        "paper": stack.paper,
        "batch": stack.batch,
        "first": stack.first,
        "last": stack.last,
        "received": stack.received,
        "used": stack.used,
        "spoilt": stack.spoilt,
        "left": stack.left(),
        "count": stack.count,
    })
}

fn taken_data(blank: &TakenBlank) -> serde_json::Value {
    let (fate, reason) = match blank.fate {
        BlankFate::Used => ("used", None),
        BlankFate::Spoilt(reason) => ("spoilt", Some(reason.word())),
    };
    json!({
        "paper": blank.paper,
        "batch": blank.batch,
        "number": blank.number,
        "on": blank.on,
        "clerk": blank.clerk,
        "fate": fate,
        "reason": reason,
        "certificate": blank.certificate,
    })
}
