//! What the tests share that break the program on purpose: how often, whom they serve, and what must
//! be true of a hall afterwards.

use std::collections::BTreeSet;
use std::path::Path;

use guitai::ledger::verify;
use guitai::office::Office;
use guitai::person::ResidentId;

/// How often something is tried: as the variable asks, else as usual.
pub fn asked(variable: &str, usual: usize) -> usize {
    let asked = std::env::var(variable).ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(usual)
}

/// The first of the women of [`applicant`] who is young enough to have had a child in 2006.
pub const YOUNG: usize = 17 * 336;

/// The identity number of one of ten thousand women, born in 1963 and after.
pub fn applicant(number: usize) -> String {
    let day = u32::try_from(number % 28).expect("below 28") + 1;
    let month = u32::try_from(number / 28 % 12).expect("below 12") + 1;
    let year = 1963 + i32::try_from(number / 336).expect("few");
    let birth = chrono::NaiveDate::from_ymd_opt(year, month, day).expect("a real day");
    let id = ResidentId::compose("430406", birth, 992).expect("a number");
    id.as_str().to_owned()
}

/// The certificates of the hall's day, once it is sure that every acknowledged one is among them,
/// that none is there twice and that none is left out.
pub fn numbers_without_a_gap(office: &Office, acknowledged: &BTreeSet<String>) -> Vec<String> {
    let day = office.day(office.today()).expect("a view");
    let numbers: Vec<String> = day
        .into_iter()
        .filter(|line| line.did == guitai::record::Did::IssueCertificate)
        .map(|line| line.number)
        .collect();
    let distinct: BTreeSet<String> = numbers.iter().cloned().collect();
    assert_eq!(distinct.len(), numbers.len(), "doubled: {numbers:?}");
    for number in acknowledged {
        assert!(
            distinct.contains(number),
            "{number} was acknowledged: {numbers:?}"
        );
    }
    for (serial, number) in (1..).zip(&numbers) {
        let expected = format!("{serial:05}");
        // The serial stands before the check character.
        let found: String = number.chars().rev().skip(1).take(5).collect();
        let found: String = found.chars().rev().collect();
        assert_eq!(found, expected, "a gap: {numbers:?}");
        let certificate = office.certificate(number).expect("a view");
        let certificate = certificate.expect("what the list names is on record");
        assert_eq!(certificate.issued.number, *number);
        assert!(!certificate.issued.answers.is_empty());
    }
    numbers
}

/// That the ledger is sound and holds nothing of an act that was never acknowledged.
pub fn sound(hall: &Path) {
    let verified = verify(hall).unwrap_or_else(|damage| panic!("{damage}"));
    assert_eq!(verified.unfinished, 0);
}

/// That a folder's PDF files are whole; how many there are. What stands beside its place under a
/// name with a dot was never called a paper.
pub fn whole_papers(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let mut whole = 0;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || !name.ends_with(".pdf") {
            continue;
        }
        let bytes = std::fs::read(entry.path()).expect("a paper");
        let end = bytes.trim_ascii_end();
        assert!(
            bytes.starts_with(b"%PDF-") && end.ends_with(b"%%EOF"),
            "{name} is a part of a paper"
        );
        whole += 1;
    }
    whole
}

/// A folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a place for files");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("a readable file");
        }
    }
}
