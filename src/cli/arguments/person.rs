use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Json;

#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// 看过证件后，关联同一人的现用号码和曾用号码 · link two numbers of one person after a paper was seen
    Link(LinkOptions),
    /// 撤销一次关联 · undo a link
    Part(PartOptions),
    /// 认定两个号码不是同一人，不再询问 · judge two numbers to be two people's
    Apart(ApartOptions),
    /// 更正姓名，原写法留作曾用名 · correct a name; the old spelling is kept
    Name(NameOptions),
    /// 撤销最近一次姓名更正 · undo the last correction of a name
    NameUndo(NameUndoOptions),
}

#[derive(Debug, Args)]
pub struct LinkOptions {
    /// 现用证件号码 · the number of today
    pub now: String,
    /// 曾用证件号码 · the number before
    pub former: String,
    /// 依据的证件 · the paper seen
    #[arg(long, value_name = "PAPER")]
    pub document: String,
    /// 现用号码还没有登记时，证件上的姓名 · the name on the paper, if its number is not on record
    #[arg(long)]
    pub name: Option<String>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct PartOptions {
    /// 曾用证件号码 · the number before
    pub former: String,
    /// 理由 · why
    #[arg(long)]
    pub reason: String,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct ApartOptions {
    /// 在册一人的证件号码 · the number of somebody on record
    pub person: String,
    /// 另一个证件号码 · the other number
    pub other: String,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct NameOptions {
    /// 证件号码 · identity number
    pub number: String,
    /// 证件上的姓名 · the name on the paper
    pub name: String,
    /// 依据的证件 · the paper seen
    #[arg(long, value_name = "PAPER", default_value = "身份证")]
    pub document: String,
    /// PDF 写到这个文件夹 · where the PDF file goes
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// 缺字的地方留空画线，手工填写 · leave blank for the pen what no font has
    #[arg(long)]
    pub by_hand: bool,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct NameUndoOptions {
    /// 证件号码 · identity number
    pub number: String,
    /// 理由 · why
    #[arg(long)]
    pub reason: String,
    /// PDF 写到这个文件夹 · where the PDF file goes
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// 缺字的地方留空画线，手工填写 · leave blank for the pen what no font has
    #[arg(long)]
    pub by_hand: bool,
    #[command(flatten)]
    pub json: Json,
}
