//! What the process does before anything else, so that nothing about people leaves it unasked.

use std::panic::{self, PanicHookInfo};

use rustix::process::{Resource, Rlimit, setrlimit};

/// Turns core dumps off, which would write the memory with everybody in it to a file, and makes the
/// report of a panic name its place and nothing else: what a panic says may hold what was typed.
pub fn guard() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // A limit can always be lowered; where it cannot, the program is as well off as any other.
    let _ = setrlimit(Resource::Core, none);
    panic::set_hook(Box::new(|panicked| eprintln!("{}", report(panicked))));
}

fn report(panicked: &PanicHookInfo<'_>) -> String {
    let place = panicked.location();
    let place = place.map(ToString::to_string).unwrap_or_default();
    format!(
        "guitai panicked at {place}. 程序出错，已停止；已办成的件都在账本里。\
         Please report this line; it holds nothing about anybody."
    )
}
