use super::*;
use crossterm::event::{Event, KeyCode};
use proptest::prelude::*;

fn heard(pieces: &[&[u8]]) -> (Answers, String) {
    let mut listener = Listener::default();
    let mut typed = Vec::new();
    for piece in pieces {
        typed.extend(listener.hear(piece));
    }
    typed.extend(listener.give_up());
    let text = typed.iter().map(|event| match event {
        Event::Key(key) => match key.code {
            KeyCode::Char(c) => c.to_string(),
            KeyCode::Esc => "⎋".to_owned(),
            KeyCode::Enter => "⏎".to_owned(),
            other => format!("{other:?}"),
        },
        Event::Paste(text) => format!("<{text}>"),
        other => format!("{other:?}"),
    });
    (listener.answers, text.collect())
}

#[test]
fn each_terminal_is_known_by_its_answers() {
    let kitty = b"\x1b_Gi=31;OK\x1b\\\x1b_Gi=32;OK\x1b\\\x1b[6;20;10t\x1b[?62;c";
    let (answers, typed) = heard(&[kitty]);
    assert!(answers.kitty && answers.packed && !answers.sixel && answers.complete);
    assert_eq!((answers.cell, typed.as_str()), (Some((10, 20)), ""));
    let unpacking = b"\x1b_Gi=31;OK\x1b\\\x1b_Gi=32;EINVAL:no\x1b\\\x1b[?62;c";
    assert!(!heard(&[unpacking]).0.packed);
    let (foot, _) = heard(&[b"\x1b[6;18;9t\x1b[?62;4;22;28c"]);
    assert!(foot.sixel && !foot.kitty);
    let (plain, _) = heard(&[b"\x1b[?64;1;2;6;9;15;22c"]);
    assert!(!plain.sixel, "the class of a terminal is no picture");
}

#[test]
fn what_is_typed_between_the_answers_is_typed() {
    let (answers, typed) = heard(&[
        b"4304\x1b_Gi=3",
        b"1;OK\x1b\\06\xE6\x9D",
        b"\x8E\x1b[?62c\r",
    ]);
    assert!(answers.kitty && answers.complete);
    assert_eq!(typed, "430406李⏎");
    let (answers, typed) = heard(&[b"\x1b[15~\x1b", b"OP\x1b[200~\xE5\xBC\xA0\x1b[201~x"]);
    assert!(!answers.complete);
    assert_eq!(typed, "⎋[15~⎋OP<张>x");
}

#[test]
fn the_way_follows_the_answers_and_the_environment() {
    let kitty = Answers {
        kitty: true,
        sixel: true,
        ..Answers::default()
    };
    let hints = |kind: &str, program: &str| Hints {
        kind: kind.to_owned(),
        program: program.to_owned(),
    };
    let way = |answers: &Answers, kind, program| Way::choose(answers, &hints(kind, program));
    let plain = Some(Way::Kitty { packed: false });
    assert_eq!(way(&kitty, "xterm-kitty", ""), plain);
    assert_eq!(way(&kitty, "xterm-256color", "WezTerm"), Some(Way::Iterm));
    assert_eq!(way(&kitty, "tmux-256color", "tmux"), Some(Way::Sixel));
    let silent = Answers::default();
    assert_eq!(way(&silent, "xterm-256color", ""), None);
    assert_eq!(way(&silent, "xterm-256color", "iTerm2"), Some(Way::Iterm));
    assert_eq!(way(&silent, "screen", "iTerm2"), None);
}

proptest! {
    #[test]
    fn no_key_is_lost_whatever_comes(text in "[a-z0-9一-三]{0,40}", cuts in prop::collection::vec(0usize..60, 0..5)) {
        let bytes = text.as_bytes();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let pieces: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        prop_assert_eq!(heard(&pieces).1, text);
    }

    #[test]
    fn no_bytes_make_the_listener_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        heard(&[b"\x1b[", &bytes]);
        heard(&[b"\x1b_G", &bytes]);
        heard(&[&bytes]);
    }
}
