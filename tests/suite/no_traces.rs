//! Promise: a program that goes wrong writes neither its memory nor what was typed anywhere.

use std::env;
use std::process::{Command, Stdio};

use rustix::process::{Resource, getrlimit};

const VARIABLE: &str = "GUITAI_TEST_NO_TRACES";
const HER: &str = "430406198304129927";

/// What the child of the test below runs; does nothing in an ordinary run.
#[test]
fn the_process_that_panics() {
    if env::var_os(VARIABLE).is_none() {
        return;
    }
    guitai::cli::guard();
    assert_eq!(getrlimit(Resource::Core).current, Some(0));
    assert_eq!(getrlimit(Resource::Core).maximum, Some(0));
    println!("guarded");
    let number: Result<(), String> = Err(HER.to_owned());
    assert_eq!(number, Ok(()), "李春桃");
}

#[test]
fn a_panic_tells_its_place_and_nothing_of_anybody_and_leaves_no_core() {
    let output = Command::new(env::current_exe().expect("this test"))
        .args([
            "--exact",
            "no_traces::the_process_that_panics",
            "--nocapture",
        ])
        .env(VARIABLE, "1")
        .stdin(Stdio::null())
        .output()
        .expect("a second process");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("guarded"), "{said}");
    assert!(said.contains("no_traces.rs"), "{said}");
    assert!(!said.contains(HER) && !said.contains("李春桃"), "{said}");
}
