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
}

#[derive(Debug, Args)]
pub struct SpecimenOptions {
    /// 哪一张纸，如 F1 · which paper
    #[arg(value_name = "ID")]
    pub paper: String,
    /// PDF 文件，或已有的文件夹 · the PDF file, or a folder that is there
    #[arg(long, value_name = "FILE|DIR")]
    pub to: Option<PathBuf>,
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
    #[arg(long, value_name = "FILE|DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub json: Json,
}

impl PaperOptions {
    pub(super) fn json(&self) -> &Json {
        match &self.of {
            None => &self.reprint.json,
            Some(SpecimenCommand::List(json)) => json,
            Some(SpecimenCommand::Sample(options) | SpecimenCommand::Blank(options)) => {
                &options.json
            }
        }
    }
}
