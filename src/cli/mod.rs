//! The same verbs without screens, one file for each subcommand.
//!
//! Every outcome has its exit code ([`Exit`]), every error a sentence that says what to do, and
//! with `--json` both are data.

mod arguments;
mod audit;
mod backup;
mod blanks;
pub mod case;
mod certificate;
mod counter;
mod day;
mod doctor;
mod failure;
mod find;
mod flow;
mod form;
mod guard;
mod hall;
#[cfg(test)]
mod hostile;
mod import;
mod issue;
mod ledger;
mod paper;
mod paper_preview;
mod paper_proof;
mod person;
mod practice;
mod printer;
mod rights;
mod rights_arguments;
mod report;
mod sample;
mod say;
mod secret;
mod show;
mod staff;
mod supplies;
mod verify;

pub use failure::Exit;
pub use guard::guard;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::disk::{Hall, READ_APART, be_the_reader};
use crate::office::{Office, OpenError, Second, SignIn, SystemClock};
use crate::text::Lang;
use arguments::{Arguments, Command, LedgerCommand, PermitCommand};
use failure::Failure;
use say::Voice;

/// What every subcommand knows.
struct Context {
    hall: PathBuf,
    voice: Voice,
    /// The member that `--staff` or `GUITAI_STAFF` names.
    staff: Option<String>,
    /// The file whose first line is her password.
    password_file: Option<PathBuf>,
    /// Who agrees to what two members do together.
    agreed_by: Option<String>,
    agreed_by_password_file: Option<PathBuf>,
    /// Why it is done alone.
    break_glass: Option<String>,
}

/// Does what the command line asks for.
pub fn run() -> ExitCode {
    guard();
    // The other end of an import; nobody types it.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|first| first == READ_APART)
    {
        return ExitCode::from(be_the_reader());
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed pipe is no reason to fail.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let context = Context {
        hall: arguments.hall_folder(),
        voice: Voice {
            lang: arguments.lang.into(),
            json: arguments.json(),
        },
        staff: arguments.staff_name(),
        password_file: arguments.password_file.clone(),
        agreed_by: arguments.agreed_by.clone(),
        agreed_by_password_file: arguments.agreed_by_password_file.clone(),
        break_glass: arguments.break_glass.clone(),
    };
    let done = match arguments.command {
        None => counter::open(&context),
        Some(command) => obey(&context, command),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => context.voice.fail(&failure).into(),
    }
}

fn obey(context: &Context, command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Hall(command) => hall::run(context, command),
        Command::Practice(options) => practice::run(context, &options),
        Command::Issue(options) => issue::run(context, &options),
        Command::Permit(PermitCommand::Extend(options)) => {
            issue::run_service(context, &options.into(), "permit.extend")
        }
        Command::Certificate(command) => certificate::run(context, &command),
        Command::Flow(command) => flow::run(context, command),
        Command::VerifyForeign(options) => {
            issue::run_service(context, &options.into(), "verify.certificate")
        }
        Command::Report(options) => report::run(context, &options),
        Command::Import(options) => import::run(context, &options),
        Command::Find(options) => find::run(context, &options),
        Command::Show(options) => show::run(context, &options),
        Command::Consent(options) => rights::consent(context, &options),
        Command::Rights(command) => rights::rights(context, &command),
        Command::Person(command) => person::run(context, command),
        Command::Paper(options) => paper::run(context, &options),
        Command::Day(options) => day::run(context, &options),
        Command::Audit(options) => audit::run(context, &options),
        Command::Form(command) => form::run(context, command),
        Command::Supplies(command) => supplies::run(context, &command),
        Command::Blanks(command) => blanks::run(context, &command),
        Command::Printer(command) => printer::run(context, &command),
        Command::Sample(command) => sample::run(context, &command),
        Command::Verify(options) => verify::run(context, &options),
        Command::Staff(command) => staff::run(context, &command),
        Command::Doctor(_) => doctor::run(context),
        Command::Backup(options) => backup::run(context, &options),
        Command::Restore(options) => backup::run_restore(context, &options),
        Command::Ledger(LedgerCommand::Verify(options)) => ledger::verify(context, &options),
        Command::Ledger(LedgerCommand::Rebuild(_)) => ledger::rebuild(context),
    }
}

impl Context {
    fn lang(&self) -> Lang {
        self.voice.lang
    }

    /// Opens the hall, for whoever signs in if it is sealed, and says what had to be repaired.
    fn office(&self) -> Result<Office, Failure> {
        let who = self.sign_in()?;
        let second = self.second()?;
        let mut office = self.office_of(who.as_ref())?;
        if let Some(second) = second {
            office.offer_second(second);
        }
        Ok(office)
    }

    /// The second pair of eyes, for what asks for one.
    fn second(&self) -> Result<Option<Second>, Failure> {
        if let Some(reason) = &self.break_glass {
            return Ok(Some(Second::BreaksGlass(reason.clone())));
        }
        let Some(name) = self.agreed_by.as_deref() else {
            return Ok(None);
        };
        let who = staff::sign_in(self, Some(name), self.agreed_by_password_file.as_deref())?;
        Ok(Some(Second::Agrees(who)))
    }

    /// Who signs in; `None` in a hall that is not sealed.
    fn sign_in(&self) -> Result<Option<SignIn>, Failure> {
        self.sign_in_at(&self.hall)
    }

    /// Who signs in at the hall of another folder.
    fn sign_in_at(&self, folder: &Path) -> Result<Option<SignIn>, Failure> {
        let sealed = Hall::open(folder).is_ok_and(|hall| hall.staff().exists());
        if sealed {
            self.who().map(Some)
        } else {
            Ok(None)
        }
    }

    /// Who signs in, whatever the hall is.
    fn who(&self) -> Result<SignIn, Failure> {
        staff::sign_in(self, self.staff.as_deref(), self.password_file.as_deref())
    }

    fn office_of(&self, who: Option<&SignIn>) -> Result<Office, OpenError> {
        let opened = Office::open_as(&self.hall, Box::new(SystemClock), who)?;
        for message in &opened.report {
            self.voice.note(message);
        }
        Ok(opened.office)
    }
}
