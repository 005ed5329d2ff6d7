//! The life of a certificate in a practice hall, whose days are turned by the test.

use std::path::Path;

use super::counter::command;
use super::place::{Place, example_text, guitai, said};
use super::terminal::Desk;

/// The first certificate of a practice hall.
pub const OLD: &str = "样4304060051000001X";

/// Issues from a case of `examples/`.
pub fn issue_example(hall: &Path, name: &str) {
    let case = hall.with_file_name(name);
    std::fs::write(&case, example_text(name)).expect("room for a case");
    let mut command = guitai();
    command.arg("--hall").arg(hall).arg("issue").arg(&case);
    let (code, text) = said(&command.output().expect("the program runs"));
    assert_eq!(code, 0, "{text}");
}

/// From now on the practice hall works on this day.
pub fn move_to(hall: &Path, day: &str) {
    let file = hall.join("hall.toml");
    let settings = std::fs::read_to_string(&file).expect("settings");
    let lines = settings
        .lines()
        .map(|line| match line.starts_with("date =") {
            true => format!("date = \"{day}\"\n"),
            false => format!("{line}\n"),
        });
    std::fs::write(&file, lines.collect::<String>()).expect("room for settings");
}

/// The counter on a screen that shows all of a person's page.
pub fn tall(hall: &Path) -> Desk {
    let desk = Desk::open(command(hall), 80, 60);
    desk.sees("今日办件");
    desk
}

/// Exit code and everything said.
pub fn run(place: &Place, arguments: &[&str]) -> (i32, String) {
    said(&place.run(arguments))
}

/// From now on this clerk sits at the counter.
pub fn act_as(hall: &Path, clerk: &str) {
    let file = hall.join("hall.toml");
    let settings = std::fs::read_to_string(&file).expect("settings");
    let lines = settings
        .lines()
        .map(|line| match line.starts_with("clerk =") {
            true => format!("clerk = \"{clerk}\"\n"),
            false => format!("{line}\n"),
        });
    std::fs::write(&file, lines.collect::<String>()).expect("room for settings");
}
