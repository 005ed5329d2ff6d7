//! What an act notes among its answers of how its papers were made, because the acts of the first
//! programs have no other place for it and stay readable: the making of a paper that is in no list
//! of papers, and what the tables called the places that were looked up.

use super::certificate::Answers;

/// How a certificate remembers, among its answers, which serial a number beside it used up.
pub(super) const GIVEN: &str = "given.";
/// `made.F29`: how a waiting case's paper was made, as [`super::PrintedPaper`] has it.
const MADE: &str = "made.";
/// `named.430406005`: the names of a place from the province down, a line each; empty if the tables
/// did not hold it.
const NAMED: &str = "named.";

/// Whether what stands under this path among the answers is no answer but a note.
pub fn is_note(path: &str) -> bool {
    [GIVEN, MADE, NAMED]
        .iter()
        .any(|start| path.starts_with(start))
}

/// Notes how a paper was made.
pub fn note_making(answers: &mut Answers, paper: &str, making: String) {
    answers.insert(format!("{MADE}{paper}"), making);
}

/// How a paper was made; `None` if the act is older than the note.
pub fn noted_making<'a>(answers: &'a Answers, paper: &str) -> Option<&'a str> {
    answers.get(&format!("{MADE}{paper}")).map(String::as_str)
}

/// The names of a place from the province down, as they were when the act was entered: none if the
/// tables did not hold it, `None` if the act is older than the note.
pub fn noted_place(answers: &Answers, code: &str) -> Option<Vec<String>> {
    let names = answers.get(&format!("{NAMED}{code}"))?;
    Some(names.lines().map(str::to_owned).collect())
}

/// Notes the names of places (code → names), in the room of all that was noted of places before.
pub fn note_places(answers: &mut Answers, places: Vec<(String, Vec<String>)>) {
    answers.retain(|path, _| !path.starts_with(NAMED));
    let places = places.into_iter();
    answers.extend(places.map(|(code, names)| (format!("{NAMED}{code}"), names.join("\n"))));
}

/// Takes answers out, and with them the names of the places that only they were about.
pub(super) fn drop_answers(answers: &mut Answers, paths: &[String]) {
    let dropped: Vec<String> = paths
        .iter()
        .filter_map(|path| answers.remove(path))
        .collect();
    drop_places(answers, dropped.iter());
}

/// Takes out the names of these places, but of those that an answer is still about.
pub(super) fn drop_places<'a>(answers: &mut Answers, codes: impl Iterator<Item = &'a String>) {
    for code in codes {
        if !answers.values().any(|answer| answer == code) {
            answers.remove(&format!("{NAMED}{code}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted() -> Answers {
        let mut answers = Answers::from([
            ("spouse.hukou".to_owned(), "430421".to_owned()),
            ("residence.community".to_owned(), "430406005001".to_owned()),
        ]);
        let place = |code: &str, names: &[&str]| {
            let names = names.iter().map(|name| (*name).to_owned());
            (code.to_owned(), names.collect::<Vec<_>>())
        };
        let places = vec![
            place("430421", &["湖南省", "衡阳市", "衡阳县"]),
            place("430406005001", &["湖南省", "衡阳市"]),
            place("430406005", &["茅坪街道"]),
        ];
        note_places(&mut answers, places);
        answers
    }

    #[test]
    fn the_name_of_a_place_goes_with_the_last_answer_about_it() {
        let mut answers = noted();
        answers.insert("hukou.community".to_owned(), "430406005001".to_owned());
        let gone = ["spouse.hukou", "residence.community"].map(str::to_owned);
        drop_answers(&mut answers, &gone);
        assert_eq!(noted_place(&answers, "430421"), None);
        // The other answer still is about it, and the hall's own street is nobody's secret.
        assert!(noted_place(&answers, "430406005001").is_some());
        assert_eq!(
            noted_place(&answers, "430406005"),
            Some(vec!["茅坪街道".to_owned()])
        );
        drop_answers(&mut answers, &["hukou.community".to_owned()]);
        assert_eq!(noted_place(&answers, "430406005001"), None);
    }

    #[test]
    fn what_is_noted_anew_replaces_all_that_was_noted_of_places() {
        let mut answers = noted();
        note_making(&mut answers, "F29", "abc 3 def".to_owned());
        note_places(&mut answers, vec![("44".to_owned(), Vec::new())]);
        assert_eq!(noted_place(&answers, "430421"), None);
        assert_eq!(noted_place(&answers, "44"), Some(Vec::new()));
        assert_eq!(noted_making(&answers, "F29"), Some("abc 3 def"));
        assert_eq!(noted_making(&answers, "F31"), None);
        let notes = answers.keys().filter(|path| is_note(path));
        assert_eq!(notes.count(), 2);
    }
}
