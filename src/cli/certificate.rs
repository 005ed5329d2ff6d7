//! The life of a certificate: `guitai certificate renew NUMBER --case FILE` and the like.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::arguments::Json;
use super::case::CaseFile;
use super::{Context, Exit, Failure, issue};
use crate::disk::read_text;
use crate::form::CertificateChange;
use crate::office::{Issued, LifeError, Lived};
use crate::text::Message;

/// The answer that names the certificate.
const NUMBER: &str = "certificate.number";

#[derive(Debug, Subcommand)]
pub enum CertificateCommand {
    /// 换证:重新申请，新证号，新有效期 · renew: apply again, with a new number and validity
    Renew(ChangeOptions),
    /// 补证:遗失或损毁，原样补发，有效期不变 · replace a lost or damaged one; same validity
    Replace(ChangeOptions),
    /// 更正:证上印错 · correct what was printed wrong
    Correct(ChangeOptions),
    /// 变更登记:婚姻、生育、住址有变，不换证 · note a change; number and validity stay
    Annotate(ChangeOptions),
    /// 注销 · cancel, with the cause
    Cancel(ChangeOptions),
    /// 领取:交给本人或受托人 · hand over to the holder or her delegate
    HandOver(ChangeOptions),
}

#[derive(Debug, Args)]
pub struct ChangeOptions {
    /// 证号 · the certificate's number
    pub number: String,
    /// 办件文件，各项回答;证上和登记已有的不必再写 · the case file with the answers; what the
    /// certificate and the record say need not be repeated
    #[arg(long, value_name = "FILE")]
    pub case: Option<PathBuf>,
    /// 一项回答，可以多次给出，如 doc.id_card=已核原件 · one answer; may be given again
    #[arg(long = "answer", value_name = "PATH=ANSWER", value_parser = answer)]
    pub answers: Vec<(String, String)>,
    /// PDF 写到这个文件夹 · where the PDF files go
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// 缺字的地方留空画线，手工填写 · leave blank for the pen what no font has
    #[arg(long)]
    pub by_hand: bool,
    #[command(flatten)]
    pub json: Json,
}

impl CertificateCommand {
    /// The code of the service, and what was said about it.
    fn parts(&self) -> (&'static str, &ChangeOptions) {
        match self {
            CertificateCommand::Renew(options) => ("certificate.renew", options),
            CertificateCommand::Replace(options) => ("certificate.replace", options),
            CertificateCommand::Correct(options) => ("certificate.correct", options),
            CertificateCommand::Annotate(options) => ("certificate.annotate", options),
            CertificateCommand::Cancel(options) => ("certificate.cancel", options),
            CertificateCommand::HandOver(options) => ("certificate.hand_over", options),
        }
    }

    pub fn json(&self) -> bool {
        self.parts().1.json.json
    }
}

pub fn run(context: &Context, command: &CertificateCommand) -> Result<Exit, Failure> {
    let (service, options) = command.parts();
    let (file, text) = match &options.case {
        Some(path) => (path.display().to_string(), read_text(path)?),
        None => (String::new(), String::new()),
    };
    let mut case = match options.case.is_some() {
        true => CaseFile::parse(&file, &text)?,
        false => no_answers(service),
    };
    if case.service != service {
        let headline = Message::new("cli.other_service")
            .with("service", &case.service)
            .with("wanted", service);
        return Err(Failure::new(Exit::FormProblems, headline));
    }
    case.answers.extend(options.answers.iter().cloned());
    case.answers
        .insert(NUMBER.to_owned(), options.number.clone());
    let folder = options.case.as_deref().and_then(Path::parent);
    let folder = folder.unwrap_or(Path::new(""));
    issue::carry_out(
        context,
        &case,
        (&file, &text),
        folder,
        issue::Pages {
            out: options.out.as_deref(),
            by_hand: options.by_hand,
        },
    )
}

fn answer(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=');
    let (path, answer) = parts.ok_or("如 doc.id_card=已核原件 · such as doc.id_card=seen")?;
    Ok((path.trim().to_owned(), answer.trim().to_owned()))
}

fn no_answers(service: &str) -> CaseFile {
    CaseFile {
        service: service.to_owned(),
        date: None,
        request: None,
        answers: BTreeMap::new(),
    }
}

/// Tells what a step in the life of a certificate did.
pub fn tell(context: &Context, name: &str, issued: &Issued, lived: &Lived) {
    let voice = &context.voice;
    let number = issued.number.as_deref().unwrap_or_default();
    let expiry_date = issued.expiry_date.map(|day| day.to_string());
    voice.say(
        &Message::new(done(lived.change))
            .with("name", name)
            .with("number", number)
            .with("expiry_date", expiry_date.unwrap_or_default()),
    );
    if let Some(standing) = lived.standing.as_ref().filter(|_| lived.ended) {
        voice.say(
            &Message::new("cli.old_certificate")
                .with("number", &lived.old_number)
                .with_said("standing", standing.clone()),
        );
    }
}

fn done(change: CertificateChange) -> &'static str {
    match change {
        CertificateChange::HandOver => "cli.handed_over",
        CertificateChange::Renew => "cli.renewed",
        CertificateChange::Replace => "cli.replaced",
        CertificateChange::Correct => "cli.corrected",
        CertificateChange::Annotate => "cli.annotated",
        CertificateChange::Cancel => "cli.cancelled",
    }
}

impl From<LifeError> for Failure {
    fn from(error: LifeError) -> Failure {
        let headline = error.message();
        match error {
            LifeError::Unfit(unfit) => (*unfit).into(),
            LifeError::Issue(error) => error.into(),
            LifeError::UnknownNumber(_) | LifeError::UnknownPerson => {
                Failure::new(Exit::Other, headline)
            }
            LifeError::Refused(_)
            | LifeError::NotOffered(_)
            | LifeError::NotHers { .. }
            | LifeError::CorrectCertificate(_) => Failure::new(Exit::Refused, headline),
            _ => Failure::new(Exit::FormProblems, headline),
        }
    }
}
