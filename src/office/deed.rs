use std::collections::BTreeMap;
use std::sync::Arc;

use crate::form::Form;
use crate::record::{DayLine, Did};
use crate::text::{Lang, Message};

/// What a line of the ledger list says was done: a service with a record of its own by the title
/// of its form, a print with its copies, everything else by its verb.
pub fn deed(line: &DayLine, forms: &BTreeMap<String, Arc<Form>>, lang: Lang) -> String {
    match (line.did, forms.get(&line.service)) {
        (Did::Serve, Some(form)) => form.title.say(lang).to_owned(),
        (Did::PrintPaper, _) => {
            let printed = Message::new("office.did_print_copies").with("paper", &line.paper);
            printed.with("copies", line.copies).say(lang)
        }
        _ => line.did.message().say(lang),
    }
}
