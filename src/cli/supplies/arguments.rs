use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use crate::cli::arguments::Json;
use crate::form::RequestId;
use crate::record::LossReason;

#[derive(Debug, Subcommand)]
pub enum SuppliesCommand {
    /// 库存，按有效期 · what lies there, by expiry
    Stock(Json),
    /// 入库 · take in
    Receive(ReceiveOptions),
    /// 发放，不写姓名即匿名 · hand out; anonymously unless a person is named
    HandOut(HandOutOptions),
    /// 报损 · take off as a loss
    Loss(LossOptions),
    /// 调拨出库 · send to another point
    Transfer(TransferOptions),
    /// 盘点 · set to what was found
    Count(CountOptions),
    /// 库存卡 · the card of a batch
    Card(CardOptions),
    /// 发放登记册 · the register of what was handed out
    Register(RegisterOptions),
}

/// One batch, and so many units of it.
#[derive(Debug, Args)]
pub struct Goods {
    /// 品名或代码 · code or name of the item
    #[arg(long)]
    pub item: String,
    /// 批号 · number on the box
    #[arg(long)]
    pub batch: String,
    /// 数量 · units
    #[arg(long)]
    pub quantity: u32,
}

/// What every movement may say.
#[derive(Debug, Args)]
pub struct Move {
    /// 请求编号，同一编号只办一次 · a request of one's own is done once
    #[arg(long, value_name = "HEX", value_parser = request)]
    pub request: Option<RequestId>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct ReceiveOptions {
    #[command(flatten)]
    pub goods: Goods,
    /// 有效期：2011-02-28 或 2011-02（当月最后一天） · last day, or month
    #[arg(long)]
    pub expiry: String,
    /// 生产单位 · maker
    #[arg(long, default_value = "")]
    pub maker: String,
    /// 发货单位 · from whom
    #[arg(long, default_value = "")]
    pub from: String,
    /// 单据号 · the paper that came with it
    #[arg(long, default_value = "")]
    pub document: String,
    #[command(flatten)]
    pub moved: Move,
}

#[derive(Debug, Args)]
pub struct HandOutOptions {
    /// 品名或代码 · code or name of the item
    #[arg(long)]
    pub item: String,
    /// 数量 · units
    #[arg(long)]
    pub quantity: u32,
    /// 批号；不写按近效期先出 · the batch; the nearest expiry unless told
    #[arg(long)]
    pub batch: Option<String>,
    /// 首次使用 · she has never used it
    #[arg(long)]
    pub first_use: bool,
    /// 已说明用法 · the use was explained
    #[arg(long)]
    pub explained: bool,
    /// 证件号码（记名） · identity number of a person who is named
    #[arg(long, requires = "consent")]
    pub id: Option<String>,
    /// 姓名；在册的可不写 · her name, unless she is on record
    #[arg(long, default_value = "", requires = "id")]
    pub name: String,
    /// 本人同意登记姓名和所领药具 · she agrees to be named
    #[arg(long)]
    pub consent: bool,
    /// 代领 · somebody else came for it
    #[arg(long, requires = "id")]
    pub by_other: bool,
    #[command(flatten)]
    pub moved: Move,
}

#[derive(Debug, Args)]
pub struct LossOptions {
    #[command(flatten)]
    pub goods: Goods,
    /// 原因 · why
    #[arg(long, value_enum)]
    pub reason: ReasonName,
    /// 批准人 · who approved it
    #[arg(long, default_value = "")]
    pub approved_by: String,
    #[command(flatten)]
    pub moved: Move,
}

#[derive(Debug, Args)]
pub struct TransferOptions {
    #[command(flatten)]
    pub goods: Goods,
    /// 收货单位 · to whom
    #[arg(long)]
    pub to: String,
    /// 单据号 · the paper that goes with it
    #[arg(long, default_value = "")]
    pub document: String,
    #[command(flatten)]
    pub moved: Move,
}

#[derive(Debug, Args)]
pub struct CountOptions {
    #[command(flatten)]
    pub goods: Goods,
    /// 说明 · note
    #[arg(long, default_value = "")]
    pub note: String,
    #[command(flatten)]
    pub moved: Move,
}

#[derive(Debug, Args)]
pub struct CardOptions {
    /// 品名或代码 · code or name of the item
    #[arg(long)]
    pub item: String,
    /// 批号 · number on the box
    #[arg(long)]
    pub batch: String,
    /// PDF 文件，或已有的文件夹 · print it to this file or folder
    #[arg(long, value_name = "FILE|DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct RegisterOptions {
    /// 从哪天；不写为今天 · first day; today unless told
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<NaiveDate>,
    /// 到哪天；不写为今天 · last day; today unless told
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<NaiveDate>,
    /// PDF 文件，或已有的文件夹 · print it to this file or folder
    #[arg(long, value_name = "FILE|DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReasonName {
    /// 过期
    Expired,
    /// 破损
    Broken,
    /// 潮解
    Damp,
    /// 变质
    Spoiled,
    /// 丢失
    Lost,
    /// 其他
    Other,
}

impl From<ReasonName> for LossReason {
    fn from(name: ReasonName) -> LossReason {
        match name {
            ReasonName::Expired => LossReason::Expired,
            ReasonName::Broken => LossReason::Broken,
            ReasonName::Damp => LossReason::Damp,
            ReasonName::Spoiled => LossReason::Spoiled,
            ReasonName::Lost => LossReason::Lost,
            ReasonName::Other => LossReason::Other,
        }
    }
}

impl SuppliesCommand {
    pub fn json(&self) -> &Json {
        match self {
            SuppliesCommand::Stock(json) => json,
            SuppliesCommand::Receive(options) => &options.moved.json,
            SuppliesCommand::HandOut(options) => &options.moved.json,
            SuppliesCommand::Loss(options) => &options.moved.json,
            SuppliesCommand::Transfer(options) => &options.moved.json,
            SuppliesCommand::Count(options) => &options.moved.json,
            SuppliesCommand::Card(options) => &options.json,
            SuppliesCommand::Register(options) => &options.json,
        }
    }
}

fn request(text: &str) -> Result<RequestId, String> {
    text.parse()
        .map_err(|_| "32 位十六进制 · 32 hexadecimal digits".to_owned())
}
