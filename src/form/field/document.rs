use super::Reading;
use crate::policy::Need;
use crate::text::{Lang, Message, half_width};

/// The four answers to a paper on the checklist, with the sentence for each.
pub const DOCUMENT_ANSWERS: [(&str, &str); 4] = [
    ("seen", "form.document_seen"),
    ("copy", "form.document_copy"),
    ("none", "form.document_none"),
    ("missing", "form.document_missing"),
];

/// 已核原件 / 复印件 / 无此情形 / 缺. A paper the rule requires, or a promise in
/// its place, cannot be "无此情形".
pub(super) fn read(typed: &str, need: Need) -> Reading {
    let typed = half_width(typed.trim());
    let found = DOCUMENT_ANSWERS
        .iter()
        .find(|(code, key)| *code == typed || Message::new(key).say(Lang::Zh) == typed);
    let Some((code, key)) = found else {
        return Reading::bad(Message::new("form.not_a_document_answer"));
    };
    if *code == "none" && need != Need::IfAny {
        return Reading::bad(Message::new("form.document_is_required"));
    }
    Reading::good(*code, Message::new(key))
}
