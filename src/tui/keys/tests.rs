use std::collections::HashSet;

use super::*;
use crate::text::has_message;

#[test]
fn no_key_means_two_things_in_one_context() {
    let mut seen = HashSet::new();
    for line in TABLE {
        for key in line.keys {
            assert!(
                seen.insert((line.context, *key)),
                "{key:?} in {:?}",
                line.context
            );
        }
    }
}

#[test]
fn every_label_stands_in_both_languages() {
    for line in TABLE {
        for lang in [Lang::Zh, Lang::En] {
            assert!(has_message(lang, line.label), "{}", line.label);
        }
    }
}

#[test]
fn every_function_key_has_a_second_key() {
    for line in TABLE {
        let function = line.keys.iter().any(|key| matches!(key, Key::F(_)));
        let other = line.keys.iter().any(|key| !matches!(key, Key::F(_)));
        assert!(!function || other, "{:?} {:?}", line.context, line.word);
    }
}

#[test]
fn the_narrowest_context_speaks_first() {
    let contexts = [Context::Suggestions, Context::Wizard, Context::Everywhere];
    assert_eq!(word(&contexts, Key::Down), Some(Word::Down));
    assert_eq!(word(&contexts[1..], Key::Down), Some(Word::Next));
    assert_eq!(word(&contexts, Key::Char('3')), Some(Word::Pick(3)));
    assert_eq!(word(&contexts, Key::Char('0')), None);
    assert_eq!(word(&contexts, Key::F(10)), Some(Word::Quit));
}

#[test]
fn the_arrow_keys_have_chinese_names_on_a_chinese_screen() {
    assert_eq!(Key::Down.name(Lang::Zh), "下");
    assert_eq!(Key::Down.name(Lang::En), "Down");
}
