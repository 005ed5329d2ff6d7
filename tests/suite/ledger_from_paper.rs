//! Promise: a ledger that was cut off or put back to an earlier state is found out from any one later
//! paper, by whoever has a copy of its files and no key.

use std::fs;
use std::path::Path;

use guitai::office::code_on_picture;
use guitai::paper::seal::{Checkpoint, SigningKey, Statement, seal};
use serde_json::Value;

use crate::paper_text::pages;
use crate::support::broken::{applicant, copy};
use crate::support::place::{Place, day, example, guitai, issue, said, with};
use crate::support::poppler::has_poppler;

const DAY: &str = "2010-03-15";

/// Issues a certificate; the text of a code as it would stand on it.
fn issued(place: &Place, number: usize) -> String {
    let mut office = place.open();
    let case = with(example("e1.toml"), &[("applicant.id", &applicant(number))]);
    let issued = issue(&mut office, &case).expect("issued").number;
    let number = issued.expect("a number");
    let certificate = office.certificate(&number).expect("a view");
    let hall = guitai::ledger::HallId::parse(&office.hall().settings.id);
    let statement = Statement {
        hall: hall.expect("an id").0,
        paper: "F2".to_owned(),
        number,
        sheet: 1,
        made_on: day(DAY),
        issued: day(DAY),
        until: None,
        name: "李春桃".to_owned(),
        id: "430406198304129927".to_owned(),
        head: certificate.expect("on record").head,
        fields: [0; 16],
    };
    office.close();
    seal(&statement, &SigningKey::from_seed(&[1; 32])).expect("it fits")
}

/// Prints the day sheet; the line that tells how far the ledger went.
fn day_sheet(place: &Place) -> String {
    let sheet = place.around().join("sheet.pdf").display().to_string();
    let (code, text) = said(&place.run(&["day", DAY, "--out", &sheet]));
    assert_eq!(code, 0, "{text}");
    let text = pages(&fs::read(sheet).expect("the sheet")).concat();
    let from = text.find("账本至此").expect("the line is there");
    text[from..].chars().take(110).collect()
}

/// A folder with nothing but the files of the ledger.
fn only_the_ledger(hall: &Path, place: &Place, name: &str) -> std::path::PathBuf {
    let to = place.around().join(name);
    copy(&hall.join("ledger"), &to.join("ledger"));
    to
}

fn held_to(folder: &Path, paper: &str) -> (i32, String) {
    let mut command = guitai();
    command.arg("--hall").arg(folder);
    command.args(["ledger", "verify", "--from-paper", paper]);
    said(&command.output().expect("the program runs"))
}

#[test]
fn a_roll_back_is_found_from_any_later_paper_and_from_no_earlier_one() {
    let place = Place::practice(DAY);
    let first = issued(&place, 0);
    let first_sheet = day_sheet(&place);
    let earlier = only_the_ledger(place.hall(), &place, "earlier");
    let later = [issued(&place, 1), issued(&place, 2), day_sheet(&place)];
    let now = only_the_ledger(place.hall(), &place, "now");
    for paper in later.iter().chain([&first, &first_sheet]) {
        let (code, text) = held_to(&now, paper);
        assert!(code == 0 && text.contains("在账本里"), "{paper}: {text}");
    }
    for paper in [&first, &first_sheet] {
        assert_eq!(held_to(&earlier, paper).0, 0, "{paper}");
    }
    for paper in &later {
        let (code, text) = held_to(&earlier, paper);
        assert!(code == 5 && text.contains("截短"), "{paper}: {text}");
    }
    // The hall itself, put back, is sound in itself and is found out all the same.
    fs::remove_dir_all(place.hall().join("ledger")).expect("removed");
    copy(&earlier.join("ledger"), &place.hall().join("ledger"));
    assert_eq!(said(&place.run(&["ledger", "verify"])).0, 0);
    assert_eq!(held_to(place.hall(), &later[0]).0, 5);
    let file = place.around().join("paper.txt");
    fs::write(&file, &later[1]).expect("writes");
    assert_eq!(held_to(place.hall(), &file.display().to_string()).0, 5);
}

#[test]
fn a_paper_of_another_hall_or_no_paper_says_nothing_of_the_ledger() {
    let (place, other) = (Place::practice(DAY), Place::practice(DAY));
    let code = issued(&other, 0);
    let (exit, text) = held_to(place.hall(), &code);
    assert!(exit == 1 && text.contains("另一个大厅"), "{text}");
    for nothing in ["样张", "SAMPLE:1", "GT1:ABC", "2010-03-15", ""] {
        let (exit, text) = held_to(place.hall(), nothing);
        assert!(exit == 1 && text.contains("看不出"), "{nothing}: {text}");
    }
}

/// Prints the day sheet of a real hall; a picture of its last page, as a scanner makes it.
fn signed_sheet(place: &Place, name: &str) -> std::path::PathBuf {
    let sheet = place.around().join(name).with_extension("pdf");
    let (code, text) = said(&place.run(&["day", DAY, "--out", &sheet.display().to_string()]));
    assert_eq!(code, 0, "{text}");
    let text = pages(&fs::read(&sheet).expect("the sheet"));
    assert_eq!(text.len(), 1, "a short day stays one page");
    assert!(text[0].contains("账本检查点"), "{text:?}");
    let picture = place.around().join(name);
    let drawn = std::process::Command::new("pdftoppm")
        .args(["-png", "-singlefile", "-r", "200"])
        .args([&sheet, &picture])
        .status();
    assert!(drawn.is_ok_and(|status| status.success()));
    picture.with_extension("png")
}

#[test]
fn the_signed_code_of_a_day_sheet_finds_a_roll_back_and_a_forged_sheet_is_refused() {
    if !has_poppler("that a ledger is held to a scan of a day sheet") {
        return;
    }
    let place = Place::real(DAY);
    issued(&place, 0);
    let first = signed_sheet(&place, "first");
    let earlier = only_the_ledger(place.hall(), &place, "earlier");
    issued(&place, 1);
    let later = signed_sheet(&place, "later");
    let now = only_the_ledger(place.hall(), &place, "now");
    let picture = later.display().to_string();
    let text = code_on_picture(&later).expect("a code");
    for paper in [&first.display().to_string(), &picture, &text] {
        let (code, said) = held_to(&now, paper);
        assert!(code == 0 && said.contains("在账本里"), "{paper}: {said}");
        assert!(said.contains("签名未核验"), "{said}");
    }
    for paper in [&picture, &text] {
        let (code, said) = held_to(&earlier, paper);
        assert!(code == 5 && said.contains("截短"), "{said}");
    }
    // With the hall's list of keys the signature is judged as well, still without a password.
    let stick = place.around().join("stick").display().to_string();
    assert_eq!(
        said(&place.run(&["verify", "publish", "--to", &stick])).0,
        0
    );
    let trust = place.around().join("trust");
    believe(&place, &trust, &stick);
    let judged = |paper: &str| {
        let mut command = guitai();
        command.arg("--hall").arg(&now).args(["ledger", "verify"]);
        command
            .args(["--from-paper", paper])
            .arg("--trust")
            .arg(&trust);
        said(&command.output().expect("the program runs"))
    };
    let (code, words) = judged(&picture);
    assert!(code == 0 && words.contains("签名有效"), "{words}");
    // Whoever put the ledger back forges a sheet that fits it: every word of it is true but the
    // signature.
    let fitting = code_on_picture(&first).expect("a code");
    let forged = Checkpoint::claimed(&fitting).expect("a checkpoint");
    let forged = forged.seal(&SigningKey::from_seed(&[1; 32]));
    let strange = judged(&forged);
    assert_eq!(strange.0, 6, "{}", strange.1);
    assert_eq!(judged(&fitting).0, 0, "the true one");
    // The same page of the receiving hall says whose sheet it is.
    let mut command = guitai();
    command.args(["verify", "--json", "--picture", &picture]);
    let output = command
        .arg("--trust")
        .arg(&trust)
        .output()
        .expect("it runs");
    let told: Value = serde_json::from_slice(&output.stdout).expect("data");
    assert_eq!(
        (&told["verdict"], output.status.code()),
        (&"genuine".into(), Some(0))
    );
    assert_eq!(told["checkpoint"]["sheet"], "TZ-20100315");
}

/// Takes the hall's list of keys into a folder of trusted lists.
fn believe(place: &Place, trust: &Path, stick: &str) {
    let files = fs::read_dir(stick).expect("the stick");
    for file in files.map(|file| file.expect("a file").path()) {
        let fingerprint = fingerprint(place, stick);
        let mut command = guitai();
        command.args(["verify", "trust"]).arg(&file);
        command
            .args(["--fingerprint", &fingerprint])
            .arg("--trust")
            .arg(trust);
        // The list of void numbers may come first and is then not yet believed.
        let _ = command.output().expect("the program runs");
    }
}

fn fingerprint(place: &Place, stick: &str) -> String {
    let output = place.run(&["verify", "publish", "--to", stick, "--json"]);
    let told: Value = serde_json::from_slice(&output.stdout).expect("data");
    told["fingerprint"]
        .as_str()
        .expect("a fingerprint")
        .to_owned()
}
