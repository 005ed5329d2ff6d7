mod backup;
mod import;
mod paper;
mod person;
mod service;
mod verify;

use std::env;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use etcetera::BaseStrategy;

pub use self::backup::{BackupCommand, BackupOptions, KeepOptions, RestoreOptions};
pub use self::import::ImportOptions;
pub use self::paper::{
    PaperOptions, ProveOptions, ReprintOptions, SpecimenCommand, SpecimenOptions,
};
pub use self::person::{
    ApartOptions, LinkOptions, NameOptions, NameUndoOptions, PartOptions, PersonCommand,
};
pub use self::service::{FlowCommand, IssueOptions, PermitCommand, ServiceOptions, SlipsOptions};
pub use self::verify::{CodeOptions, TakeOptions, TrustOption, VerifyCommand, VerifyOptions};
use super::blanks::BlanksCommand;
use super::certificate::CertificateCommand;
use super::printer::PrinterCommand;
pub use super::rights_arguments::{
    ConsentAct, ConsentKind, ConsentOptions, DeleteWhat, RightsCommand, RightsDelete,
};
use super::sample::SampleCommand;
use super::staff::StaffCommand;
use super::supplies::SuppliesCommand;
use crate::text::Lang;

const EXAMPLES: &str = "\
例 Examples:
  guitai practice                          在练习大厅里学着办一件 · learn on a practice hall
  guitai hall new --name 白沙洲街道办事处 --area 430406005   新建大厅 · make a hall
  guitai                                   打开窗口 · open the counter
  guitai issue examples/e1.toml            按文件签发 · issue from a file
  guitai certificate replace 4304060051000001X --case examples/e8.toml   补证 · replace a lost one
  guitai import 台账.xlsx --dry-run          试读旧台账，列出问题 · look at an old register
  guitai find lct                          按姓名、拼音、号码查找 · find by name, pinyin, number
  guitai paper 4304060051000001X --out 证明.pdf
  guitai paper sample F2 --to 样张.pdf      打印样张 · a sample of a paper
  guitai verify 码.txt                      核验证明上的二维码 · verify a certificate's code
  guitai day 2010-03-15 --print            打印台账日报 · print the day sheet
  guitai backup keep --to /media/U盘/柜台备份  随办随备 · keep a second copy
  guitai doctor                            体检 · is the hall well?
  guitai form check my-form.toml           检查表单 · prove a form

退出码 Exit codes:
  0 办成 done   1 其他 anything else   2 用法 usage   3 表单有问题 the form has problems
  4 大厅被占用 the hall is in use   5 账本损坏 the ledger is damaged
  6 按规定不能办 refused by a rule   7 无法打印 cannot be printed

大厅文件夹 The hall's folder: --hall, else GUITAI_HALL, else guitai/hall among the data of this account.";

/// 柜台:街道便民服务大厅的窗口程序 · the service counter of a street office
#[derive(Debug, Parser)]
#[command(name = "guitai", version, after_help = EXAMPLES)]
pub struct Arguments {
    /// 大厅文件夹 · the hall's folder
    #[arg(long, global = true, value_name = "DIR")]
    pub hall: Option<PathBuf>,
    /// 语言 · language
    #[arg(long, global = true, value_enum, default_value_t = LangName::Zh)]
    pub lang: LangName,
    /// 谁登录（加密的大厅）；不指定时用 GUITAI_STAFF，再不然就问 · who signs in, if the hall is sealed
    #[arg(long, global = true, value_name = "NAME")]
    pub staff: Option<String>,
    /// 口令在这个文件的第一行；不指定时按提示输入 · the password is this file's first line
    #[arg(long, global = true, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// 由谁当面确认（注销、更正已领取的证明，导出）· who agrees, where two members are needed
    #[arg(long, global = true, value_name = "NAME")]
    pub agreed_by: Option<String>,
    /// 确认人的口令在这个文件的第一行 · her password is this file's first line
    #[arg(long, global = true, value_name = "FILE", requires = "agreed_by")]
    pub agreed_by_password_file: Option<PathBuf>,
    /// 确实只有一人：单人办理的理由，记入台账日报 · alone: why it cannot wait; stands on the day sheet
    #[arg(
        long,
        global = true,
        value_name = "REASON",
        conflicts_with = "agreed_by"
    )]
    pub break_glass: Option<String>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangName {
    /// 中文
    Zh,
    /// English
    En,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// 大厅 · halls
    #[command(subcommand)]
    Hall(HallCommand),
    /// 练习:用过即弃的大厅,2000 名虚构人员 · practise on a throw-away hall
    Practice(PracticeOptions),
    /// 按文件签发 · issue from a case file
    Issue(IssueOptions),
    /// 生育证 · birth permits
    #[command(subcommand)]
    Permit(PermitCommand),
    /// 证明的换、补、改、销、领 · the life of a certificate
    #[command(subcommand)]
    Certificate(CertificateCommand),
    /// 导入旧台账（CSV、XLSX）：有一处问题就一个人也不导入 · take over an old register, all of it or nothing
    Import(ImportOptions),
    /// 查找人员，没有找到也退出 0 · find people; exits 0 even if there is nobody
    Find(FindOptions),
    /// 查看一人或一证 · show a person or a certificate
    Show(ShowOptions),
    /// 是谁：关联号码、更正姓名 · who is who: linked numbers, corrected names
    #[command(subcommand)]
    Person(PersonCommand),
    /// 同意与撤回：give 同意，withdraw 撤回 · consents: given or withdrawn
    Consent(ConsentOptions),
    /// 个人信息权利：export 复制，delete 删除 · her rights: a copy, a deletion
    #[command(subcommand)]
    Rights(RightsCommand),
    /// 流入、流出办证、离开、返回 · women who come, leave with a certificate, go on, and return
    #[command(subcommand)]
    Flow(FlowCommand),
    /// 查验外地婚育证明 · verify a certificate of another place
    VerifyForeign(ServiceOptions),
    /// 报表：查看、确认上报、打印 · a report: show, confirm, print
    Report(ReportOptions),
    /// 补打、样张、空白表 · print a paper again, a sample of it, or a blank one
    Paper(PaperOptions),
    /// 台账：一天或一段时间办了什么 · what was done on a day or in a period
    Day(DayOptions),
    /// 审计：谁查看过谁、非工作时间、单人操作等（审计员） · who looked at whom (auditors)
    Audit(AuditOptions),
    /// 表单、政策、版式 · forms, policies, layouts
    #[command(subcommand)]
    Form(FormCommand),
    /// 避孕药具：库存、发放、登记 · contraceptive supplies
    #[command(subcommand)]
    Supplies(SuppliesCommand),
    /// 空白证：入库、作废、盘点 · pre-printed blanks
    #[command(subcommand)]
    Blanks(BlanksCommand),
    /// 打印机：列表、设定、套打校准 · printers
    #[command(subcommand)]
    Printer(PrinterCommand),
    /// 虚构数据，供练习和测量 · invented data, to practise and to measure with
    #[command(subcommand)]
    Sample(SampleCommand),
    /// 核验二维码真假，交换公钥名单 · verify a certificate's code; exchange key lists
    Verify(Box<VerifyOptions>),
    /// 体检：磁盘、时钟、账本、备份、权限、表单、字体、打印机 · is the hall well?
    Doctor(Json),
    /// 备份：备一次、随办随备、核对、演练 · back up: once or always; verify; practise restoring
    Backup(BackupOptions),
    /// 从备份恢复出一个大厅，编号跳开一段，不会重号 · make a hall of a backup; no number is given twice
    Restore(RestoreOptions),
    /// 人员账户：加密大厅的登录、角色、口令 · the staff of a sealed hall
    #[command(subcommand)]
    Staff(StaffCommand),
    /// 账本 · the ledger
    #[command(subcommand)]
    Ledger(LedgerCommand),
}

#[derive(Debug, Subcommand)]
pub enum HallCommand {
    /// 新建大厅 · make a hall
    New(NewOptions),
}

#[derive(Debug, Args)]
pub struct NewOptions {
    /// 政策包，不指定时用当前施行的 · policy profile; the one in force today unless told
    #[arg(long)]
    pub profile: Option<String>,
    /// 经办人 · clerk
    #[arg(long, default_value = "")]
    pub clerk: String,
    /// 街道九位区划代码 · division code of the street
    #[arg(long, value_name = "CODE", value_parser = area9)]
    pub area: String,
    /// 发证单位 · the hall as it stands on paper
    #[arg(long)]
    pub name: String,
    /// 地址 · address
    #[arg(long, default_value = "")]
    pub address: String,
    /// 邮编 · postcode
    #[arg(long, default_value = "")]
    pub postcode: String,
    /// 电话 · telephone
    #[arg(long, default_value = "")]
    pub phone: String,
    /// 责任人 · officer responsible
    #[arg(long, default_value = "")]
    pub responsible: String,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct PracticeOptions {
    /// 练习大厅留在这个文件夹；不指定时，终端上用过即删，管道里留在临时文件夹 · keep the practice hall
    /// here; else it is removed after use on a terminal, and left in the temporary folder in a pipe
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// 在这一天练习 · the day to practise on
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<NaiveDate>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct ReportOptions {
    /// F9 流入、F10 流出、F11 变更、F5 查验登记册 · which report
    pub report: String,
    /// 月份，如 2010-03；登记册写年份 · the month, or the year of a register
    pub period: String,
    /// 确认上报，之后不再改动 · confirm it; from then on it does not change
    #[arg(long)]
    pub confirm: bool,
    /// 打印成 PDF · print its paper
    #[arg(long)]
    pub print: bool,
    /// PDF 文件，或已有的文件夹 · the PDF file, or a folder that is there
    #[arg(long, value_name = "FILE|DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct FindOptions {
    /// 姓名、拼音、证件号、电话、证号 · whatever is known
    #[arg(required = true)]
    pub query: Vec<String>,
    /// 最多几人 · people at most
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct ShowOptions {
    /// 证号、办件编号或证件号码 · certificate, case or identity number
    pub number: String,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct AuditOptions {
    /// 哪一天，不指定时是今天 · which day; today unless told
    pub date: Option<NaiveDate>,
    /// 到哪一天为止 · up to this day
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,
    /// 只看这位人员 · only this member
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    pub member: String,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct DayOptions {
    /// 哪一天，不指定时是今天 · which day; today unless told
    pub date: Option<NaiveDate>,
    /// 到哪一天为止 · up to this day
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,
    /// 只看此人：姓名或证件号的一部分 · only this person: part of a name or number
    #[arg(long, default_value = "", hide_default_value = true)]
    pub person: String,
    /// 只看此类事项 · only what was done of this kind
    #[arg(long, default_value = "", hide_default_value = true)]
    pub act: String,
    /// 打印台账（F34） · print the sheet
    #[arg(long)]
    pub print: bool,
    /// 打印到这个文件或文件夹 · print it to this file or folder
    #[arg(long, value_name = "FILE|DIR")]
    pub out: Option<PathBuf>,
    /// 导出表格 · write a table for spreadsheets
    #[arg(long, value_name = "FILE|DIR")]
    pub csv: Option<PathBuf>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Subcommand)]
pub enum FormCommand {
    /// 检查文件;不指定时检查程序自带的全部 · prove files, or all that the program brings
    Check(CheckOptions),
}

#[derive(Debug, Args)]
pub struct CheckOptions {
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// 从头到尾核对账本 · read the whole ledger
    Verify(VerifyLedgerOptions),
    /// 重建查询库 · fold the view anew
    Rebuild(Json),
}

#[derive(Debug, Args)]
pub struct VerifyLedgerOptions {
    /// 再用一张纸核对：证上或台账日报上二维码的文字或图片，或台账日报末行；账本被截短或换回旧的就会查出 ·
    /// hold it to a paper: the text or a picture of the code of a certificate or a day sheet, or the
    /// sheet's last line
    #[arg(long, value_name = "TEXT|FILE")]
    pub from_paper: Option<String>,
    #[command(flatten)]
    pub trust: TrustOption,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct Json {
    /// 以 JSON 输出 · print data
    #[arg(long)]
    pub json: bool,
}

impl From<LangName> for Lang {
    fn from(name: LangName) -> Lang {
        match name {
            LangName::Zh => Lang::Zh,
            LangName::En => Lang::En,
        }
    }
}

impl Arguments {
    pub fn json(&self) -> bool {
        let Some(command) = &self.command else {
            return false;
        };
        let json = match command {
            Command::Hall(HallCommand::New(options)) => &options.json,
            Command::Practice(options) => &options.json,
            Command::Issue(options) => &options.json,
            Command::Permit(PermitCommand::Extend(options)) => &options.json,
            Command::Certificate(command) => return command.json(),
            Command::Import(options) => &options.json,
            Command::Find(options) => &options.json,
            Command::Show(options) => &options.json,
            Command::Consent(options) => &options.json,
            Command::Rights(RightsCommand::Export(options)) => &options.json,
            Command::Rights(RightsCommand::Delete(options)) => &options.json,
            Command::Person(PersonCommand::Link(options)) => &options.json,
            Command::Person(PersonCommand::Part(options)) => &options.json,
            Command::Person(PersonCommand::Apart(options)) => &options.json,
            Command::Person(PersonCommand::Name(options)) => &options.json,
            Command::Person(PersonCommand::NameUndo(options)) => &options.json,
            Command::Flow(
                FlowCommand::In(options)
                | FlowCommand::Out(options)
                | FlowCommand::Leave(options)
                | FlowCommand::Return(options),
            )
            | Command::VerifyForeign(options) => &options.json,
            Command::Flow(FlowCommand::Slips(options)) => &options.json,
            Command::Report(options) => &options.json,
            Command::Paper(options) => options.json(),
            Command::Day(options) => &options.json,
            Command::Audit(options) => &options.json,
            Command::Form(FormCommand::Check(options)) => &options.json,
            Command::Supplies(command) => command.json(),
            Command::Blanks(command) => command.json(),
            Command::Printer(command) => command.json(),
            Command::Sample(SampleCommand::People(options)) => &options.json,
            Command::Verify(options) => options.json(),
            Command::Staff(command) => return command.json(),
            Command::Doctor(json) => json,
            Command::Backup(options) => return options.json(),
            Command::Restore(options) => &options.json,
            Command::Ledger(LedgerCommand::Verify(options)) => &options.json,
            Command::Ledger(LedgerCommand::Rebuild(json)) => json,
        };
        json.json
    }

    /// The member that is to sign in, if one was named. A name is no secret.
    pub fn staff_name(&self) -> Option<String> {
        let named = || env::var("GUITAI_STAFF").ok();
        self.staff
            .clone()
            .or_else(named)
            .filter(|name| !name.is_empty())
    }

    pub fn hall_folder(&self) -> PathBuf {
        if let Some(folder) = &self.hall {
            return folder.clone();
        }
        if let Some(folder) = env::var_os("GUITAI_HALL").filter(|folder| !folder.is_empty()) {
            return PathBuf::from(folder);
        }
        let data = etcetera::choose_base_strategy().map(|places| places.data_dir());
        // An account without a home has its hall where it works.
        data.unwrap_or_default().join("guitai").join("hall")
    }
}

/// A street's division code. Every number the hall gives begins with it, so it is never guessed.
fn area9(code: &str) -> Result<String, String> {
    if code.len() == 9 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(code.to_owned());
    }
    Err("九位数字，如 430406005 · nine digits, such as 430406005".to_owned())
}
