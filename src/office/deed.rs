use std::collections::BTreeMap;
use std::sync::Arc;

use crate::form::Form;
use crate::record::{DayLine, Did};
use crate::text::Lang;

/// What a line of the ledger list says was done: a service with a record of its own by the title
/// of its form, everything else by its verb.
pub fn deed(line: &DayLine, forms: &BTreeMap<String, Arc<Form>>, lang: Lang) -> String {
    match (line.did, forms.get(&line.service)) {
        (Did::Serve, Some(form)) => form.title.say(lang).to_owned(),
        _ => line.did.message().say(lang),
    }
}
