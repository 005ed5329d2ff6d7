use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Json;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct BackupOptions {
    #[command(subcommand)]
    pub command: Option<BackupCommand>,
    /// 备份到这个文件夹；不指定时用设定好的那个 · the backup's folder; else the one that was set
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Subcommand)]
pub enum BackupCommand {
    /// 从此随办随备到这个文件夹（U 盘或另一块盘） · from now on keep a second copy there
    Keep(KeepOptions),
    /// 不再随办随备；已有的备份留着 · keep no second copy any more; what was copied stays
    Stop(Json),
    /// 从头到尾核对备份，不需要密码 · read a whole backup; needs no key
    Verify(WhichOptions),
    /// 恢复演练：恢复到临时文件夹，打开、比对、再删去 · restore aside, open, compare, remove
    Drill(WhichOptions),
}

#[derive(Debug, Args)]
pub struct KeepOptions {
    /// 备份文件夹 · the folder
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// 备份也写好了才算办成 · an act is done only once the copy has it too
    #[arg(long)]
    pub before_done: bool,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct WhichOptions {
    /// 备份文件夹；不指定时用设定好的那个 · the backup's folder; else the one that was set
    #[arg(value_name = "DIR")]
    pub backup: Option<PathBuf>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct RestoreOptions {
    /// 备份文件夹 · the backup
    #[arg(value_name = "BACKUP")]
    pub backup: PathBuf,
    /// 恢复到这个新文件夹 · the new folder
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
    /// 备份之后纸上见过的最大流水号（证号第 12—16 位） · the highest serial seen on any paper since
    #[arg(
        long,
        value_name = "SERIAL",
        default_value_t = 0,
        hide_default_value = true
    )]
    pub highest_seen: u32,
    #[command(flatten)]
    pub json: Json,
}

impl BackupOptions {
    pub fn json(&self) -> bool {
        let json = match &self.command {
            None => &self.json,
            Some(BackupCommand::Keep(options)) => &options.json,
            Some(BackupCommand::Stop(json)) => json,
            Some(BackupCommand::Verify(options) | BackupCommand::Drill(options)) => &options.json,
        };
        json.json
    }
}
