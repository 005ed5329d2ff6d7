//! Work done by libraries that panic on what they cannot read.
//!
//! Does no I/O.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// What `work` answers; `None` if it panicked on this thread. The panic is not reported: whoever
/// reports one gives the terminal back first, and a file that cannot be read is no reason for that.
///
/// What `work` was changing when it panicked must not be used any more.
pub fn without_panic<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                before(panic);
            }
        }));
    });
    let outside = QUIET.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(outside);
    outcome.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_no_answer_and_the_next_work_has_one() {
        let parts = |by: u32| without_panic(|| 12_u32.checked_div(by).expect("a panic"));
        assert_eq!((parts(0), parts(4)), (None, Some(3)));
        let inside = without_panic(|| without_panic(|| parts(0)));
        assert_eq!(inside, Some(Some(None)));
    }
}
