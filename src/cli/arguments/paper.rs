use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Json;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct PaperOptions {
    #[command(subcommand)]
    pub of: Option<SpecimenCommand>,
    #[command(flatten)]
    pub reprint: ReprintOptions,
}

#[derive(Debug, Subcommand)]
pub enum SpecimenCommand {
    /// 列出各种纸张 · every paper there is
    List(Json),
    /// 用虚构人员的资料打印样张 · a paper filled with an invented person's data
    Sample(SpecimenOptions),
    /// 打印空白表，手工填写 · a paper to fill in with the pen
    Blank(SpecimenOptions),
    /// 用最长、最生僻的内容检验版面 · prove a paper with the longest and rarest values
    Prove(ProveOptions),
}

#[derive(Debug, Args)]
pub struct ProveOptions {
    /// 哪一张纸，或正在编写的版式文件 .toml；不写则全部 · which paper, or a layout's .toml file; all of them unless told
    #[arg(value_name = "ID|FILE")]
    pub paper: Option<String>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct SpecimenOptions {
    /// 哪一张纸，如 F1 · which paper
    #[arg(value_name = "ID")]
    pub paper: String,
    /// PDF 文件，或已有的文件夹 · the PDF file, or a folder that is there
    #[arg(long, value_name = "FILE|DIR")]
    pub to: Option<PathBuf>,
    /// 在终端上看，不打印、不写文件；没有终端时输出文字版面 · look at it on the terminal, or as text
    /// where there is none; nothing is printed or written
    #[arg(long, conflicts_with = "to")]
    pub preview: bool,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct ReprintOptions {
    /// 证号或办件编号 · certificate or case number
    #[arg(required = true)]
    pub number: Option<String>,
    /// 哪一张纸,如 F1 · which paper; the certificate itself (or the notice) unless told
    #[arg(long, value_name = "CODE")]
    pub paper: Option<String>,
    /// PDF 文件，或已有的文件夹 · the PDF file, or a folder that is there
    #[arg(long, value_name = "FILE|DIR", conflicts_with = "print")]
    pub out: Option<PathBuf>,
    /// 制作存档件：与当初一字不差，不加补印、作废字样，只写到这个文件或文件夹，不能打印 · the very
    /// bytes of the day it was made, to be compared with, without 补印 or 作废; to this file or
    /// folder alone, never to a printer
    #[arg(long, value_name = "FILE|DIR", conflicts_with_all = ["out", "print", "preview"])]
    pub archive: Option<PathBuf>,
    /// 送打印机 · hand it to its printer
    #[arg(long)]
    pub print: bool,
    /// 用这台打印机 · this printer instead of the paper's own
    #[arg(long, requires = "print")]
    pub printer: Option<String>,
    /// 纸盒 · its tray
    #[arg(long, requires = "printer")]
    pub tray: Option<String>,
    /// 印在普通纸上，整页 · the whole page on plain paper
    #[arg(long, requires = "print", conflicts_with_all = ["blank", "overprint"])]
    pub plain: bool,
    /// 套打：只印内容，印在下一张空白证上 · print onto the next pre-printed blank
    #[arg(long, requires = "print")]
    pub overprint: bool,
    /// 套打在这张空白证上 · print onto this blank
    #[arg(long, requires = "print", value_name = "NUMBER")]
    pub blank: Option<String>,
    /// 在终端上看，不打印、不写文件；没有终端时输出文字版面 · look at it on the terminal, or as text
    /// where there is none; nothing is printed or written
    #[arg(long, conflicts_with_all = ["out", "print"])]
    pub preview: bool,
    #[command(flatten)]
    pub json: Json,
}

impl PaperOptions {
    pub(super) fn json(&self) -> &Json {
        match &self.of {
            None => &self.reprint.json,
            Some(SpecimenCommand::List(json)) => json,
            Some(SpecimenCommand::Prove(options)) => &options.json,
            Some(SpecimenCommand::Sample(options) | SpecimenCommand::Blank(options)) => {
                &options.json
            }
        }
    }
}
