//! A printing service made of two small scripts: what it is told is kept, and how it behaves is
//! chosen by the test.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::terminal::PATIENCE;

/// The printer every test has.
pub const PRINTER: &str = "HP_Laser";

const LP: &str = r#"#!/bin/sh
place=$(dirname "$0")/..
case $(cat "$place/mode") in
slow) exec sleep 30 ;;
refuses) echo 'lp: The printer or class does not exist.' >&2; exit 1 ;;
esac
number=$(($(cat "$place/count" 2>/dev/null || echo 0) + 1))
printf '%s\n' "$@" > "$place/job-$number.args"
cat > "$place/job-$number.pdf"
echo "$number" > "$place/count"
echo "request id is HP_Laser-$number (1 file(s))"
"#;

const LPSTAT: &str = r#"#!/bin/sh
place=$(dirname "$0")/..
mode=$(cat "$place/mode")
case $mode in
slow) exec sleep 30 ;;
esac
case "$*" in
*not-completed*)
  case $mode in
  off | queues | prints)
    echo "HP_Laser-$(cat "$place/count") clerk 1024 Mon 15 Mar 2010 09:30:00 AM CST" ;;
  esac ;;
*)
  echo 'system default destination: HP_Laser'
  case $mode in
  off)
    echo 'printer HP_Laser disabled since Mon 15 Mar 2010 09:30:00 AM CST -'
    printf '\tOut of paper\n' ;;
  prints)
    echo "printer HP_Laser now printing HP_Laser-$(cat "$place/count").  enabled since Mon 15 Mar" ;;
  *)
    echo 'printer HP_Laser is idle.  enabled since Mon 15 Mar 2010 09:30:00 AM CST' ;;
  esac ;;
esac
"#;

pub struct FakePrinter {
    folder: tempfile::TempDir,
}

/// What the printer was handed.
pub struct Handed {
    pub arguments: Vec<String>,
    pub pdf: Vec<u8>,
}

impl FakePrinter {
    pub fn new() -> FakePrinter {
        let folder = tempfile::tempdir().expect("a place for files");
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).expect("a folder");
        for (name, script) in [("lp", LP), ("lpstat", LPSTAT)] {
            let path = bin.join(name);
            fs::write(&path, script).expect("room for a script");
            let mode = fs::Permissions::from_mode(0o755);
            fs::set_permissions(&path, mode).expect("own file");
        }
        let printer = FakePrinter { folder };
        printer.behave("well");
        printer
    }

    /// From now on: `well`, `slow`, `refuses`, `off`, `queues` or `prints`.
    pub fn behave(&self, mode: &str) {
        fs::write(self.folder.path().join("mode"), mode).expect("room for a word");
    }

    /// The scripts before the programs of the machine.
    pub fn path(&self) -> OsString {
        let mut path = self.folder.path().join("bin").into_os_string();
        path.push(":/usr/bin:/bin");
        path
    }

    /// Waits until it was handed so many pages; the program prints beside its screen.
    #[track_caller]
    pub fn waits_for(&self, count: usize) {
        let deadline = Instant::now() + PATIENCE;
        while self.count() < count {
            let handed = self.count();
            assert!(
                Instant::now() < deadline,
                "{handed} of {count} came in time"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// How many jobs it has whole.
    fn count(&self) -> usize {
        let count = fs::read_to_string(self.folder.path().join("count")).unwrap_or_default();
        count.trim().parse().unwrap_or_default()
    }

    pub fn handed(&self) -> Vec<Handed> {
        let job = |number: usize, ending: &str| -> PathBuf {
            self.folder.path().join(format!("job-{number}.{ending}"))
        };
        (1..=self.count())
            .map(|number| Handed {
                arguments: lines(&job(number, "args")),
                pdf: fs::read(job(number, "pdf")).expect("a job has a page"),
            })
            .collect()
    }
}

fn lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a job has arguments");
    text.lines().map(str::to_owned).collect()
}
