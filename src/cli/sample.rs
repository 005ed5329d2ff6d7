use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::json;

use super::arguments::Json;
use super::{Context, Exit, Failure};
use crate::disk::DiskError;
use crate::person::{Town, Townsperson};
use crate::text::Message;

/// The most people who can be invented before every number is given.
const MOST: u32 = 4_000_000;

#[derive(Debug, Subcommand)]
pub enum SampleCommand {
    /// 虚构人员名单（CSV），姓名、地区、年龄、电话分布如实 · invented people as CSV, spread as real ones are
    People(SamplePeopleOptions),
}

#[derive(Debug, Args)]
pub struct SamplePeopleOptions {
    /// 人数 · how many
    #[arg(value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    pub count: u32,
    /// 种子，相同种子得到相同的人 · the same seed invents the same people
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// 在这一天 15 至 60 岁 · the day on which they are 15 to 60 years old
    #[arg(long, value_name = "YYYY-MM-DD", default_value = "2010-03-15")]
    pub date: NaiveDate,
    /// 写到文件；不指定时写到标准输出 · a file; the standard output unless told
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    #[command(flatten)]
    pub json: Json,
}

pub fn run(context: &Context, command: &SampleCommand) -> Result<Exit, Failure> {
    let SampleCommand::People(options) = command;
    let people = Town::new(options.seed, options.date).take(options.count as usize);
    let Some(path) = &options.to else {
        let out = BufWriter::new(io::stdout().lock());
        return match write(out, people) {
            // Whoever reads only the first lines has had enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Done),
            Err(cause) => Err(failed(Path::new("-"), cause)),
            Ok(_) => Ok(Exit::Done),
        };
    };
    let file = File::create_new(path).map_err(|cause| failed(path, cause))?;
    let written = write(BufWriter::new(file), people).map_err(|cause| failed(path, cause))?;
    let said = Message::new("cli.people_invented")
        .with("count", written)
        .with("path", path.display());
    context.voice.say(&said);
    let data = json!({ "people": written, "path": path });
    context.voice.data(&data);
    Ok(Exit::Done)
}

/// A header and a line for each; how many people there were.
fn write(mut out: impl Write, people: impl Iterator<Item = Townsperson>) -> io::Result<usize> {
    writeln!(out, "证件号码,姓名,联系电话")?;
    let mut written = 0;
    for one in people {
        let (id, name) = (one.id.as_str(), cell(&one.name));
        writeln!(out, "{id},{name},{}", one.phone)?;
        written += 1;
    }
    out.flush()?;
    Ok(written)
}

/// A cell of RFC 4180: a name from elsewhere may have a comma in it.
fn cell(text: &str) -> String {
    match text.contains([',', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

fn failed(path: &Path, cause: io::Error) -> Failure {
    DiskError::io(path, cause).into()
}
