use std::io::{self, Write};

use serde_json::Value;

use super::failure::{Exit, Failure};
use crate::text::{Lang, Message};

/// How the program speaks: in which language, to a person or to a program.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    pub lang: Lang,
    pub json: bool,
}

impl Voice {
    /// A line of the answer, for people.
    pub fn line(&self, text: impl AsRef<str>) {
        if !self.json {
            print_line(&mut io::stdout(), text.as_ref());
        }
    }

    pub fn say(&self, message: &Message) {
        self.line(message.say(self.lang));
    }

    /// The answer, for programs.
    pub fn data(&self, data: &Value) {
        if self.json {
            print_line(&mut io::stdout(), &data.to_string());
        }
    }

    /// Something worth knowing beside the answer.
    pub fn note(&self, message: &Message) {
        let note = Message::new("cli.note").with_said("note", message.clone());
        print_line(&mut io::stderr(), &note.say(self.lang));
    }

    pub fn fail(&self, failure: &Failure) -> Exit {
        if self.json {
            print_line(&mut io::stdout(), &failure.data(self.lang).to_string());
            return failure.exit;
        }
        let mut out = io::stderr();
        let headline = Message::new("cli.failed").with_said("reason", failure.headline.clone());
        print_line(&mut out, &headline.say(self.lang));
        for reason in &failure.reasons {
            print_line(&mut out, &format!("  · {}", reason.say(self.lang)));
        }
        failure.exit
    }
}

/// Whoever closed the pipe has heard enough: that is no failure.
fn print_line(out: &mut impl Write, text: &str) {
    let _ = writeln!(out, "{text}");
}
