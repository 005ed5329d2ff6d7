use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::Json;

#[derive(Debug, Args)]
pub struct IssueOptions {
    /// 办件文件 · the case file
    pub case: PathBuf,
    /// PDF 写到这个文件夹 · where the PDF files go
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// 缺字的地方留空画线，手工填写 · leave blank for the pen what no font has
    #[arg(long)]
    pub by_hand: bool,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Subcommand)]
pub enum FlowCommand {
    /// 流入登记 · inflow registration
    In(ServiceOptions),
    /// 流出办证 · outflow, with the certificate
    Out(ServiceOptions),
    /// 流入人员离开 · an inflow woman leaves
    Leave(ServiceOptions),
    /// 流出人员返回 · an outflow woman comes back
    Return(ServiceOptions),
    /// 待收返回联 · return slips that are still out
    Slips(SlipsOptions),
}

/// Which return slips are listed.
#[derive(Debug, Args)]
pub struct SlipsOptions {
    /// 从哪天发的证起；默认一年 · of certificates issued since; a year unless said
    #[arg(long, value_name = "DATE")]
    pub since: Option<NaiveDate>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Subcommand)]
pub enum PermitCommand {
    /// 延期 · extend a permit
    Extend(ServiceOptions),
}

/// A service that a verb of its own gives, from a case file.
#[derive(Debug, Args)]
pub struct ServiceOptions {
    /// 办件文件 · the case file
    #[arg(long, value_name = "FILE")]
    pub case: PathBuf,
    /// PDF 写到这个文件夹 · where the PDF files go
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// 缺字的地方留空画线，手工填写 · leave blank for the pen what no font has
    #[arg(long)]
    pub by_hand: bool,
    #[command(flatten)]
    pub json: Json,
}

impl From<ServiceOptions> for IssueOptions {
    fn from(options: ServiceOptions) -> IssueOptions {
        IssueOptions {
            case: options.case,
            out: options.out,
            by_hand: options.by_hand,
            json: options.json,
        }
    }
}
