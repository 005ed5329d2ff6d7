//! Promise: every step of the staff has its command, and no secret is ever an argument.

use std::fs;
use std::path::PathBuf;

use crate::support::place::{Place, guitai, said};
use crate::support::sealed::{CHIEF, CLERK};

struct Shop {
    place: Place,
}

impl Shop {
    fn new() -> Shop {
        Shop {
            place: Place::real("2024-05-06"),
        }
    }

    /// A file with a secret in it.
    fn file(&self, name: &str, secret: &str) -> PathBuf {
        let path = self.place.around().join(name);
        fs::write(&path, format!("{secret}\n")).expect("room");
        path
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        said(&self.place.run(arguments))
    }

    /// With the first member signed in.
    fn as_chief(&self, arguments: &[&str]) -> (i32, String) {
        let password = self.file("chief", CHIEF.1).display().to_string();
        let signed = ["--staff", CHIEF.0, "--password-file", &password];
        self.run(&[&signed, arguments].concat())
    }
}

fn begun() -> Shop {
    let shop = Shop::new();
    let password = shop.file("chief", CHIEF.1).display().to_string();
    let shares = shop.place.around().join("shares").display().to_string();
    let (code, said) = shop.run(&[
        "staff",
        "first",
        "--name",
        CHIEF.0,
        "--shares",
        &shares,
        "--new-password-file",
        &password,
    ]);
    assert_eq!(code, 0, "{said}");
    shop
}

#[test]
fn a_hall_is_sealed_served_and_recovered_from_the_command_line() {
    let shop = begun();
    let (code, said) = shop.run(&["find", "李"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("--password-file"), "{said}");
    let clerk = shop.file("clerk", CLERK.1).display().to_string();
    let new = ["--new-password-file", &clerk];
    let add = ["staff", "add", "--name", CLERK.0, "--role", "clerk"];
    let (code, said) = shop.as_chief(&[&add[..], &new].concat());
    assert_eq!(code, 0, "{said}");
    let (code, said) = shop.as_chief(&["staff", "list"]);
    assert!(code == 0 && said.contains("陈静 窗口经办"), "{said}");
    let signed = ["--staff", CLERK.0, "--password-file", &clerk];
    let (code, said) = shop.run(&[&signed[..], &["find", "李"]].concat());
    assert_eq!(code, 0, "{said}");
    let wrong = shop.file("wrong", "not her password").display().to_string();
    let (code, said) = shop.run(&["--staff", CLERK.0, "--password-file", &wrong, "find", "李"]);
    assert!(code == 6 && said.contains("姓名或口令不对"), "{said}");
    let share = |number: u8| {
        let name = format!("shares/guitai-recovery-{number}.txt");
        shop.place.around().join(name).display().to_string()
    };
    let other = shop
        .file("other", "a new sentence for her")
        .display()
        .to_string();
    let recover = [
        "staff",
        "recover",
        "--name",
        CLERK.0,
        "--new-password-file",
        &other,
    ];
    let papers = ["--share-file", &share(3), "--share-file", &share(1)];
    let (code, said) = shop.run(&[&recover[..], &papers].concat());
    assert_eq!(code, 0, "{said}");
    let signed = ["--staff", CLERK.0, "--password-file", &other];
    assert_eq!(shop.run(&[&signed[..], &["find", "李"]].concat()).0, 0);
    let leave = ["staff", "leave", "--name", CLERK.0];
    assert_eq!(shop.as_chief(&leave).0, 0);
    assert_eq!(shop.run(&[&signed[..], &["find", "李"]].concat()).0, 6);
    assert_eq!(shop.as_chief(&["find", "李"]).0, 0);
}

#[test]
fn no_command_takes_a_password_as_an_argument_or_from_the_environment() {
    for command in ["first", "add", "password", "recover"] {
        let help = said(
            &guitai()
                .args(["staff", command, "--help"])
                .output()
                .expect("help"),
        )
        .1;
        assert!(!help.contains("--password "), "{help}");
        assert!(!help.contains("--password <"), "{help}");
        assert!(!help.contains("[env:"), "{help}");
    }
}

#[test]
fn staff_are_set_up_in_a_new_hall_alone_and_once() {
    let shop = begun();
    let password = shop.file("chief", CHIEF.1).display().to_string();
    let shares = shop.place.around().join("shares").display().to_string();
    let again = ["staff", "first", "--name", "另一人", "--shares", &shares];
    let (code, said) = shop.run(&[&again[..], &["--new-password-file", &password]].concat());
    assert!(code == 6 && said.contains("新建"), "{said}");
    let (code, said) = Shop::new().as_chief(&["staff", "list"]);
    assert!(code == 6 && said.contains("没有加密"), "{said}");
}
