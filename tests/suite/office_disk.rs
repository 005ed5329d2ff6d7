//! Promise: a full disk or a folder that cannot be written costs a clear sentence, never a number
//! and never a record.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use guitai::office::IssueError;

use crate::support::place::{Place, check, example, guitai, issue, said, with};

/// The account with the fewest rights.
const NOBODY: u32 = 65_534;

fn root() -> bool {
    rustix::process::geteuid().is_root()
}

/// A small file system in memory, taken away again at the end.
struct Small(tempfile::TempDir);

impl Small {
    /// `None` where the test may not mount one.
    fn new(size: &str) -> Option<Small> {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]);
        let mounted = mount.arg(folder.path()).output().ok()?.status.success();
        mounted.then_some(Small(folder))
    }

    fn fill(&self) {
        let path = self.0.path().join("filler");
        let mut filler = fs::File::create(path).expect("a filler");
        let block = [0x55; 4096];
        while std::io::Write::write_all(&mut filler, &block).is_ok() {}
    }

    fn make_room(&self) {
        fs::remove_file(self.0.path().join("filler")).expect("a filler");
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

#[test]
fn a_full_disk_uses_no_number_and_goes_on_once_there_is_room() {
    if !root() {
        eprintln!("only root may mount a small disk; nothing was tested");
        return;
    }
    let Some(small) = Small::new("24m") else {
        eprintln!("no small disk can be mounted here; nothing was tested");
        return;
    };
    let within = tempfile::tempdir_in(small.0.path()).expect("a folder on it");
    let place = Place::within(within, "hall", "2010-03-15", false);
    let mut office = place.open();
    let submission = check(&office, &example("e1.toml")).expect("no slip");
    let clerk = office.clerk();
    small.fill();
    let error = office.issue(&submission, &clerk).expect_err("no room");
    assert!(
        matches!(error, IssueError::Disk(_) | IssueError::Ledger(_)),
        "{error}"
    );
    assert!(
        error
            .message()
            .say(guitai::text::Lang::Zh)
            .contains("磁盘已满"),
        "{error}"
    );
    assert_eq!(office.acts(), 1);
    small.make_room();
    let issued = office.issue(&submission, &clerk).expect("issued now");
    assert_eq!(issued.number.as_deref(), Some("4304060051000001X"));
    assert!(!issued.repeated);
    office.close();
    let mut office = place.open();
    // The opening, the year's key for the signed code, and the certificate.
    assert_eq!(office.acts(), 3);
    let other = with(example("e3.toml"), &[("leave_date", "2010-03-15")]);
    let next = issue(&mut office, &other).expect("issued");
    assert_eq!(next.number.as_deref(), Some("43040600510000028"));
}

#[test]
fn a_disk_full_at_the_last_moment_leaves_the_certificate_and_says_how_to_print_it() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    let submission = check(&office, &example("e1.toml")).expect("no slip");
    let clerk = office.clerk();
    // Something else stands where the papers of the year go, as a full disk would.
    fs::write(place.hall().join("papers/2010"), "in the way").expect("writes");
    let issued = office.issue(&submission, &clerk).expect("acknowledged");
    assert_eq!(issued.number.as_deref(), Some("4304060051000001X"));
    assert_eq!(issued.papers, []);
    assert!(!issued.notes.is_empty());
    assert!(
        issued
            .notes
            .iter()
            .all(|note| note.key() == "office.not_printed")
    );
    fs::remove_file(place.hall().join("papers/2010")).expect("removed");
    let again = office.issue(&submission, &clerk).expect("the same request");
    assert_eq!((again.papers.len(), again.repeated), (4, true));
}

#[test]
fn a_read_only_hall_is_named_with_what_to_do() {
    let place = Place::practice("2010-03-15");
    let case = place.around().join("case.toml");
    fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/e1.toml"),
        &case,
    )
    .expect("copied");
    let reach = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    };
    for entry in fs::read_dir(place.hall()).expect("a folder").flatten() {
        reach(
            &entry.path(),
            if entry.path().is_dir() { 0o555 } else { 0o444 },
        );
    }
    reach(place.hall(), 0o555);
    reach(place.around(), 0o755);
    let mut command = guitai();
    if root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
        .arg("--hall")
        .arg(place.hall())
        .arg("issue")
        .arg(&case);
    let (code, text) = said(&command.output().expect("runs"));
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("不能写入") || text.contains("不可写"),
        "{text}"
    );
    assert!(text.contains("权限"), "{text}");
    // So that the folder can be removed by whoever made it.
    reach(place.hall(), 0o755);
    for entry in fs::read_dir(place.hall()).expect("a folder").flatten() {
        reach(&entry.path(), 0o755);
    }
}

#[test]
fn no_other_account_looks_into_a_hall() {
    let place = Place::practice("2010-03-15");
    let mut office = place.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    office.close();
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    for entry in fs::read_dir(place.hall()).expect("a folder").flatten() {
        let wanted = if entry.path().is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&entry.path()), wanted, "{:?}", entry.path());
    }
    for entry in fs::read_dir(place.hall().join("ledger")).expect("a folder") {
        let path = entry.expect("an entry").path();
        assert_eq!(mode(&path), 0o600, "{path:?}");
    }
}

/// Every file the office keeps before it takes a number, as if the disk were full: what is written
/// beside such a file goes where there is never room.
fn fill(hall: &Path, names: &[std::ffi::OsString]) {
    fs::create_dir_all(hall.join("kept")).expect("a folder");
    for name in names {
        let beside = format!(".{}.{}", name.to_string_lossy(), std::process::id());
        std::os::unix::fs::symlink("/dev/full", hall.join("kept").join(beside)).expect("linked");
    }
}

#[test]
fn no_room_for_what_a_certificate_is_made_from_uses_no_number() {
    let twin = Place::real("2010-03-15");
    issue(&mut twin.open(), &example("e1.toml")).expect("issued");
    let kept = fs::read_dir(twin.hall().join("kept")).expect("a folder");
    let names: Vec<_> = kept.flatten().map(|entry| entry.file_name()).collect();
    assert!(!names.is_empty());

    let place = Place::real("2010-03-15");
    let mut office = place.open();
    fill(place.hall(), &names);
    let submission = check(&office, &example("e1.toml")).expect("no slip");
    let clerk = office.clerk();
    for _ in &names {
        let error = office.issue(&submission, &clerk).expect_err("no room");
        let said = error.message().say(guitai::text::Lang::Zh);
        assert!(
            matches!(error, IssueError::Disk(_)) && said.contains("磁盘已满"),
            "{said}"
        );
        assert_eq!(office.acts(), 1);
    }
    // Every failed write took its own rest away, so there is room now.
    let issued = office.issue(&submission, &clerk).expect("issued now");
    assert_eq!(issued.number.as_deref(), Some("4304060051000001X"));
}
