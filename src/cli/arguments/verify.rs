use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::Json;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct VerifyOptions {
    #[command(subcommand)]
    pub act: Option<VerifyCommand>,
    #[command(flatten)]
    pub code: CodeOptions,
}

#[derive(Debug, Args)]
pub struct CodeOptions {
    /// 存有二维码文字的文件，- 为标准输入；不写时从扫码枪或键盘读一行 · a file with the code's text
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// 纸面的扫描件或照片，PNG 或 JPEG · a scan or a photograph of the page
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "code"])]
    pub picture: Option<PathBuf>,
    /// 二维码的文字 · the code's text itself
    #[arg(long, value_name = "TEXT", conflicts_with = "file")]
    pub code: Option<String>,
    /// 按这一天判断是否过期，不写时按今天 · the day to judge by; today unless told
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,
    /// 打开大厅，核验记入台账 · open the hall and note it in the ledger
    #[arg(long, conflicts_with = "on")]
    pub log: bool,
    /// 打开核验页，一张接一张地扫；不需要大厅 · the page where one code is scanned after another;
    /// needs no hall
    #[arg(long, conflicts_with_all = ["file", "code", "picture", "on", "log", "json"])]
    pub screen: bool,
    #[command(flatten)]
    pub trust: TrustOption,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct TrustOption {
    /// 信任名单文件夹，不写时用 GUITAI_TRUST，再用大厅的 trust · the folder of trusted lists
    #[arg(long, value_name = "DIR")]
    pub trust: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum VerifyCommand {
    /// 导入公钥名单或作废名单 · take a key list or a void list into trust
    Trust(TakeOptions),
    /// 列出受信任的大厅 · the halls that are trusted
    Trusted(TrustedOptions),
    /// 把本大厅的公钥名单和作废名单写到 U 盘 · write this hall's lists to a stick
    Publish(PublishOptions),
    /// 吊销本大厅的一个密钥 · revoke a key of this hall
    Revoke(RevokeOptions),
}

#[derive(Debug, Args)]
pub struct TakeOptions {
    /// 名单文件 · the list
    pub file: PathBuf,
    /// 已与签发大厅电话核对的公钥指纹 · the fingerprint, compared by telephone
    #[arg(long, value_name = "TEXT")]
    pub fingerprint: Option<String>,
    #[command(flatten)]
    pub trust: TrustOption,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct TrustedOptions {
    #[command(flatten)]
    pub trust: TrustOption,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct PublishOptions {
    /// 文件夹，如 U 盘 · a folder, such as a stick's
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct RevokeOptions {
    /// 密钥编号，16 位 · the key's id, 16 digits
    pub key: String,
    #[command(flatten)]
    pub json: Json,
}

impl VerifyOptions {
    pub(super) fn json(&self) -> &Json {
        match &self.act {
            None => &self.code.json,
            Some(VerifyCommand::Trust(options)) => &options.json,
            Some(VerifyCommand::Trusted(options)) => &options.json,
            Some(VerifyCommand::Publish(options)) => &options.json,
            Some(VerifyCommand::Revoke(options)) => &options.json,
        }
    }
}
