use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::arguments::Json;

#[derive(Debug, Args)]
pub struct ConsentOptions {
    /// 证件号码或证号 · identity or certificate number
    pub person: String,
    #[arg(value_enum)]
    pub act: ConsentAct,
    /// 哪一项 · which of them
    #[arg(required = true, value_enum)]
    pub kinds: Vec<ConsentKind>,
    /// 打印同意书 · print the sheet
    #[arg(long)]
    pub sheet: bool,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConsentAct {
    /// 同意 · she agrees
    Give,
    /// 撤回 · she withdraws
    Withdraw,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConsentKind {
    /// 处理健康信息 · health information
    Health,
    /// 随访联系 · follow-up
    #[value(name = "follow_up", alias = "follow-up")]
    FollowUp,
    /// 电话随访 · follow-up by telephone
    Phone,
    /// 上门随访 · follow-up by a visit
    Visit,
    /// 向另一地通报 · telling the other place
    Report,
    /// 记名领取药具（发放时征询，这里只撤回） · being named beside supplies; asked where they are handed out
    Supplies,
}

impl ConsentKind {
    /// What the sheet F28 asks for.
    pub const ALL: [ConsentKind; 5] = [
        ConsentKind::Health,
        ConsentKind::FollowUp,
        ConsentKind::Phone,
        ConsentKind::Visit,
        ConsentKind::Report,
    ];
    /// What is withdrawn by itself; telephone and visit go with the follow-up.
    pub const WITHDRAWN: [ConsentKind; 4] = [
        ConsentKind::Health,
        ConsentKind::FollowUp,
        ConsentKind::Report,
        ConsentKind::Supplies,
    ];

    /// The last part of the answers' paths.
    pub fn word(self) -> &'static str {
        match self {
            ConsentKind::Health => "health",
            ConsentKind::FollowUp => "follow_up",
            ConsentKind::Phone => "by_phone",
            ConsentKind::Visit => "by_visit",
            ConsentKind::Report => "report",
            ConsentKind::Supplies => "supplies",
        }
    }

    /// Whoever agrees to a call or a visit agrees to be followed up.
    pub fn includes(self, other: ConsentKind) -> bool {
        let way = matches!(self, ConsentKind::Phone | ConsentKind::Visit);
        self == other || (way && other == ConsentKind::FollowUp)
    }
}

#[derive(Debug, Subcommand)]
pub enum RightsCommand {
    /// 复制本人全部记录，PDF 和 JSON · a copy of all that is kept of her, as PDF and JSON
    Export(RightsExport),
    /// 删除 · have something deleted
    Delete(RightsDelete),
}

#[derive(Debug, Args)]
pub struct RightsExport {
    /// 证件号码或证号 · identity or certificate number
    pub person: String,
    /// 文件或已有的文件夹 · the file, or a folder that is there
    #[arg(long, value_name = "FILE|DIR")]
    pub to: PathBuf,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct RightsDelete {
    /// 证件号码或证号 · identity or certificate number
    pub person: String,
    /// 删除什么 · what is deleted
    #[arg(required = true, value_enum)]
    pub what: Vec<DeleteWhat>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DeleteWhat {
    /// 联系电话 · telephone
    Phone,
    /// 现居住地、前往地 · residence and destination
    Address,
    /// 婚姻、配偶、子女 · marriage, spouse, children
    Family,
}

impl DeleteWhat {
    pub const ALL: [DeleteWhat; 3] = [DeleteWhat::Phone, DeleteWhat::Address, DeleteWhat::Family];

    /// The last part of the answers' paths.
    pub fn word(self) -> &'static str {
        match self {
            DeleteWhat::Phone => "phone",
            DeleteWhat::Address => "address",
            DeleteWhat::Family => "family",
        }
    }
}
