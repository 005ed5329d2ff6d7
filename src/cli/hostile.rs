//! Promise: no file that staff may write or get, however it was spoilt, makes the program panic or
//! hang: forms, layouts, policies, reports, settings, case files and the notes of a backup.

use std::path::Path;

use include_dir::{Dir, include_dir};

use super::case::CaseFile;
use crate::disk::{CopyNote, HallSettings, Printers, Restored};
use crate::form::{Form, Matrix};
use crate::hostile::Hostile;
use crate::paper::Layout;
use crate::policy::{Profile, WorkingDays, read_toml};

static FORMS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/forms");
static EXAMPLES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/examples");

/// The TOML files of a folder that are short enough to be read ten thousand times.
fn files(folder: &Dir<'static>, longest: usize) -> Vec<Vec<u8>> {
    let is_toml = |path: &Path| path.extension().is_some_and(|end| end == "toml");
    let toml = folder.files().filter(|file| is_toml(file.path()));
    let bytes = toml.map(|file| file.contents().to_vec());
    bytes.filter(|bytes| bytes.len() <= longest).collect()
}

fn shipped(folder: &str, longest: usize) -> Vec<Vec<u8>> {
    files(FORMS.get_dir(folder).expect("a folder of forms/"), longest)
}

const WORDS: [&str; 16] = [
    "[",
    "[[",
    "]]",
    "=",
    "\"\"\"",
    "'''",
    "{",
    "}",
    "\n",
    "#",
    "when = \"",
    "not (",
    ") and (",
    "1e999",
    "2010-13-41",
    ".",
];

#[test]
fn a_spoilt_form_layout_or_policy_is_read_or_refused_with_its_reason() {
    Hostile::new(shipped("services", 6_000), &WORDS).give("TOML of a form", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        Form::parse("form.toml", &text).is_ok() | Form::parse_kept("form.toml", &text).is_ok()
    });
    Hostile::new(shipped("papers", 4_000), &WORDS).give("TOML of a layout", |bytes| {
        Layout::parse(&String::from_utf8_lossy(bytes)).is_ok()
    });
    Hostile::new(shipped("policy", 200_000), &WORDS)
        .of_long_files()
        .give("TOML of a policy", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            Profile::parse("policy.toml", &text).is_ok()
                | WorkingDays::parse("days.toml", &text).is_ok()
        });
    Hostile::new(files(&FORMS, 200_000), &WORDS)
        .of_long_files()
        .give("TOML of the matrix", |bytes| {
            Matrix::parse("matrix.toml", &String::from_utf8_lossy(bytes)).is_ok()
        });
}

#[test]
fn a_spoilt_setting_case_or_note_of_a_backup_is_read_or_refused_with_its_reason() {
    Hostile::new(files(&EXAMPLES, 6_000), &WORDS).give("TOML of a case", |bytes| {
        CaseFile::parse("case.toml", &String::from_utf8_lossy(bytes)).is_ok()
    });
    let notes = [HALL, PRINTERS, COPY, RESTORED].map(|note| note.as_bytes().to_vec());
    Hostile::new(notes.to_vec(), &WORDS).give("backup and settings", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let note = read_toml::<CopyNote>("copy.toml", &text);
        // What it says of files is looked up in the copy, wherever it points to.
        let looked = note.is_ok_and(|note| note.changed_file(Path::new("/nonexistent")).is_ok());
        looked
            | HallSettings::parse("hall.toml", &text).is_ok()
            | read_toml::<Printers>("printers.toml", &text).is_ok()
            | read_toml::<Restored>("restored.toml", &text).is_ok()
    });
}

const HALL: &str = r#"
id = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"
practice = true
counter = 1
policy = "hunan-2010"
date = 2010-03-15
[issuer]
area9 = "430406005"
name = "湖南省衡阳市雁峰区白沙洲街道办事处"
address = ""
postcode = ""
phone = ""
responsible = ""
"#;

const PRINTERS: &str = r#"
[[papers]]
paper = "F2"
printer = "counter"
"#;

const COPY: &str = r#"
hall = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"
at = 1900000000000
sequence = 17
head = "00"
[files]
"staff" = "00"
"../../etc/passwd" = "00"
"#;

const RESTORED: &str = r#"
request = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"
sequence = 17
backed_up_at = 1900000000000
highest_seen = 12
"#;
