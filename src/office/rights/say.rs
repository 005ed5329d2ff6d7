//! What she is answered in writing. The sentences are the policy's.

use std::collections::BTreeMap;

use crate::form::RightRule;
use crate::office::Office;
use crate::office::paper_words::word;
use crate::service::Exercise;

/// The value that says whether all of it, some of it or none of it was done.
const DECISION: &str = "rights.decision";
/// The value with the numbers of the sheets by which she consented.
const GIVEN_IN: &str = "consent.number";

impl Office {
    /// The answer as values of the record: the decision, and the sentences under the name the form
    /// gives them.
    pub(super) fn answer(
        &self,
        rights: &[RightRule],
        exercise: &Exercise,
    ) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        let decision = match (exercise.stays.is_empty(), exercise.deleted.is_empty()) {
            (true, _) => "granted",
            (false, false) => "partly",
            (false, true) => "refused",
        };
        values.insert(DECISION.to_owned(), decision.to_owned());
        let sentences = self.sentences(rights, exercise);
        if !exercise.given_in.is_empty() {
            values.insert(GIVEN_IN.to_owned(), exercise.given_in.join("、"));
        }
        for right in rights {
            values.insert(right.says.clone(), sentences.clone());
        }
        values
    }

    fn sentences(&self, rights: &[RightRule], exercise: &Exercise) -> String {
        let say = |key: &str| word(&self.shelf.around.profile, key);
        let mut said = String::new();
        if rights.iter().any(|right| right.copies) {
            said += say("rights_copied");
        }
        let effect = &exercise.effect;
        if !effect.ends.is_empty() {
            said += &say("rights_ended").replace("{from}", &self.shelf.around.on.to_string());
        } else if rights.iter().any(|right| !right.ends.is_empty()) {
            said += say("rights_no_consent");
        }
        if !effect.cancels.is_empty() {
            let count = effect.cancels.len().to_string();
            said += &say("rights_cancelled").replace("{count}", &count);
        }
        if hides_more_than_consents(exercise) && !effect.ends.is_empty() {
            said += say("rights_hidden");
        }
        let names = |labels: &[crate::text::Label]| {
            let names: Vec<&str> = labels.iter().map(|label| label.zh.as_str()).collect();
            names.join("、")
        };
        if !exercise.deleted.is_empty() {
            said += &say("rights_deleted").replace("{what}", &names(&exercise.deleted));
        }
        if !exercise.unknown.is_empty() {
            said += &say("rights_unknown").replace("{what}", &names(&exercise.unknown));
        }
        for stays in &exercise.stays {
            said += &say("rights_stays")
                .replace("{title}", &stays.title.zh)
                .replace("{number}", &stays.number)
                .replace("{what}", &stays.what.zh)
                .replace("{until}", &stays.until.to_string());
        }
        if let Some((count, until)) = exercise.kept {
            said += &say("rights_kept")
                .replace("{count}", &count.to_string())
                .replace("{until}", &until.to_string());
        }
        said
    }
}

/// Whether answers are hidden beside the consents themselves.
fn hides_more_than_consents(exercise: &Exercise) -> bool {
    let hides = exercise.effect.hides.iter();
    let mut paths = hides.flat_map(|hidden| &hidden.paths);
    paths.any(|path| !path.starts_with("consent."))
}
