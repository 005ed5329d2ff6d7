use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::arguments::Json;

#[derive(Debug, Subcommand)]
pub enum PrinterCommand {
    /// 打印机、排队情况、各纸张用哪台 · printers, their state, and which paper goes where
    List(Json),
    /// 设定某种纸张用哪台打印机；纸张写 all 即其余全部 · set the printer of a paper, or of `all`
    Use(UseOptions),
    /// 套打校准：打校准页、输入读数、复核 · measure a printer for overprinting
    Calibrate(CalibrateOptions),
    /// 微调：印出来偏右、偏下几毫米 · correct by what a page looked at shows
    Shift(ShiftOptions),
}

#[derive(Debug, Args)]
pub struct UseOptions {
    /// 哪一张纸，如 F2；all 为其余全部 · which paper
    pub paper: String,
    /// 打印机名称 · name of the printer
    #[arg(long, required_unless_present = "none")]
    pub printer: Option<String>,
    /// 纸盒 · tray
    #[arg(long, default_value = "", hide_default_value = true)]
    pub tray: String,
    /// 纸盒里是空白证，只印内容（套打） · the tray holds pre-printed blanks
    #[arg(long)]
    pub overprint: bool,
    /// 取消设定 · forget the printer of this paper
    #[arg(long, conflicts_with = "printer")]
    pub none: bool,
    #[command(flatten)]
    pub json: Json,
}

/// What is measured.
#[derive(Debug, Args)]
pub struct Which {
    /// 哪一张纸的打印机 · the printer of this paper
    #[arg(long, required_unless_present = "printer")]
    pub paper: Option<String>,
    /// 打印机名称 · name of the printer
    #[arg(long)]
    pub printer: Option<String>,
    /// 纸盒 · tray
    #[arg(long)]
    pub tray: Option<String>,
    /// 空白证批次；不写为其余各批 · the batch of blanks; all others unless told
    #[arg(long, default_value = "", hide_default_value = true)]
    pub batch: String,
    /// 纸张大小，如 210x297 · size of the paper in mm
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub size: Option<(f32, f32)>,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Args)]
pub struct CalibrateOptions {
    #[command(flatten)]
    pub which: Which,
    /// 第一张的六个读数，如 "20.3,19.6 180.5,20.9 18.2,267.1" · readings of the first sheet
    #[arg(long, value_name = "MM", conflicts_with = "confirm")]
    pub readings: Option<String>,
    /// 第二张的六个读数 · readings of the second sheet
    #[arg(long, value_name = "MM")]
    pub confirm: Option<String>,
    /// 校准页写到这个文件或文件夹，不送打印机 · write the sheet here instead of printing it
    #[arg(long, value_name = "FILE|DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ShiftOptions {
    #[command(flatten)]
    pub which: Which,
    /// 印出来偏右几毫米，偏左写负数 · millimetres too far to the right
    #[arg(long, default_value_t = 0.0, allow_negative_numbers = true, value_parser = shift)]
    pub right: f64,
    /// 印出来偏下几毫米，偏上写负数 · millimetres too far down
    #[arg(long, default_value_t = 0.0, allow_negative_numbers = true, value_parser = shift)]
    pub down: f64,
}

impl PrinterCommand {
    pub fn json(&self) -> &Json {
        match self {
            PrinterCommand::List(json) => json,
            PrinterCommand::Use(options) => &options.json,
            PrinterCommand::Calibrate(options) => &options.which.json,
            PrinterCommand::Shift(options) => &options.which.json,
        }
    }
}

fn size(text: &str) -> Result<(f32, f32), String> {
    let slip = || "如 210x297 · such as 210x297".to_owned();
    let (width, height) = text.split_once(['x', 'X', '×', '*']).ok_or_else(slip)?;
    let length = |text: &str| {
        let length: Option<f32> = text.trim().parse().ok();
        length.filter(|length| (30.0..=500.0).contains(length))
    };
    length(width).zip(length(height)).ok_or_else(slip)
}

/// More than this is no fine correction.
fn shift(text: &str) -> Result<f64, String> {
    let length: Option<f64> = text.trim().parse().ok();
    let length = length.filter(|length| length.abs() <= 10.0);
    length.ok_or_else(|| "-10 到 10 毫米 · from -10 to 10 mm".to_owned())
}
