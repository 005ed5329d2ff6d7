use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Json;
use crate::import::Encoding;

#[derive(Debug, Args)]
pub struct ImportOptions {
    /// CSV 或 XLSX 文件，第一行是列名 · a CSV or XLSX file with headings
    pub file: PathBuf,
    /// CSV 的编码；带 BOM 的不用写 · encoding of a CSV file without a byte order mark
    #[arg(long, value_enum)]
    pub encoding: Option<EncodingName>,
    /// 不认识的列名是什么意思，可写多次，如 --column 手机2=不导入 · what a heading means
    #[arg(long = "column", value_name = "列名=意思", value_parser = renamed)]
    pub columns: Vec<(String, String)>,
    /// 15位旧号码按规则换算成18位 · make old numbers of 15 digits 18 by the rule
    #[arg(long)]
    pub old_numbers: bool,
    /// 只试读，列出问题，不写入 · look and list the problems, write nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EncodingName {
    #[value(name = "utf-8", alias = "utf8")]
    Utf8,
    #[value(name = "gb18030", aliases = ["gbk", "gb2312"])]
    Gb18030,
}

impl From<EncodingName> for Encoding {
    fn from(name: EncodingName) -> Encoding {
        match name {
            EncodingName::Utf8 => Encoding::Utf8,
            EncodingName::Gb18030 => Encoding::Gb18030,
        }
    }
}

fn renamed(text: &str) -> Result<(String, String), String> {
    let pair = text
        .split_once('=')
        .map(|(from, to)| (from.trim(), to.trim()));
    match pair {
        Some((from, to)) if !from.is_empty() && !to.is_empty() => {
            Ok((from.to_owned(), to.to_owned()))
        }
        _ => Err("列名=意思 · HEADING=MEANING".to_owned()),
    }
}
