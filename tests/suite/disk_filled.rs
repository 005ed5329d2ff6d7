//! Promise: on a small disk that is filled to its last byte nothing is ever corrupt. Whatever room is
//! left, an act is done whole or refused; the hall can still be read, exported elsewhere and closed;
//! and once there is room again everything acknowledged is there and the next number follows.
//!
//! On tmpfs and on ext4 in a file, where the test may mount them. `GUITAI_FILLINGS=200` asks for more
//! kinds of little room.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use crate::support::broken::{applicant, asked, numbers_without_a_gap, sound};
use crate::support::place::{Place, example, issue, with};
use guitai::office::ListPeriod;
use guitai::text::Lang;

const DAY: &str = "2010-03-15";
const FILLINGS: usize = 4;
const BLOCK: u64 = 4096;
/// An act with its papers needs less.
const AMPLE: u64 = 2 << 20;

/// A small disk, taken away again at the end.
struct Small {
    mounted: tempfile::TempDir,
    _image: Option<tempfile::NamedTempFile>,
}

impl Small {
    fn mount(arguments: &[&str], image: Option<tempfile::NamedTempFile>) -> Option<Small> {
        let mounted = tempfile::tempdir().expect("a folder for the test");
        let mut mount = Command::new("mount");
        let output = mount.args(arguments).arg(mounted.path()).output().ok()?;
        if !output.status.success() {
            eprintln!("no small disk can be mounted here; nothing was tested");
            return None;
        }
        Some(Small {
            mounted,
            _image: image,
        })
    }

    fn tmpfs() -> Option<Small> {
        Small::mount(&["-t", "tmpfs", "-o", "size=48m", "tmpfs"], None)
    }

    fn ext4() -> Option<Small> {
        let image = tempfile::NamedTempFile::new().expect("a file for the test");
        image.as_file().set_len(64 << 20).expect("room for a disk");
        let path = image.path().display().to_string();
        let mut make = Command::new("mkfs.ext4");
        let made = make.args(["-q", "-F", "-m", "0", &path]).output();
        if !made.is_ok_and(|output| output.status.success()) {
            eprintln!("no ext4 can be made here; nothing was tested");
            return None;
        }
        Small::mount(&["-o", "loop", &path], Some(image))
    }

    /// Fills the disk until it has only `left` bytes, as nearly as its blocks allow.
    fn fill(&self, left: u64) {
        let path = self.mounted.path().join("filler");
        let mut filler = File::create(&path).expect("a filler");
        let mut block = vec![0x55; 65_536];
        while !block.is_empty() {
            if filler.write_all(&block).is_err() {
                block.truncate(block.len() / 2);
            }
        }
        let _ = filler.sync_all();
        let length = filler.metadata().expect("a filler").len();
        filler
            .set_len(length.saturating_sub(left))
            .expect("room is made");
        let _ = filler.sync_all();
    }

    fn make_room(&self) {
        fs::remove_file(self.mounted.path().join("filler")).expect("a filler");
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.mounted.path()).output();
    }
}

/// How much room is left in one filling of several: none, a little, nearly enough.
fn left(filling: usize, of: usize) -> u64 {
    let blocks = AMPLE / BLOCK;
    let part = u64::try_from(filling).expect("few") * blocks / u64::try_from(of).expect("few");
    part * BLOCK
}

fn serves_on(small: &Small) {
    let within = tempfile::tempdir_in(small.mounted.path()).expect("a folder on it");
    let place = Place::within(within, "hall", DAY, true);
    let outside = tempfile::tempdir().expect("a folder elsewhere");
    let mut acknowledged = BTreeSet::new();
    let mut next = 0;
    let fillings = asked("GUITAI_FILLINGS", FILLINGS);
    let (mut done, mut refused) = (0, 0);
    for filling in 0..fillings {
        let mut office = place.open();
        small.fill(left(filling, fillings));
        for _ in 0..3 {
            let id = applicant(next);
            let case = with(example("e1.toml"), &[("applicant.id", &id)]);
            match issue(&mut office, &case) {
                Ok(issued) => {
                    acknowledged.insert(issued.number.expect("a number"));
                    done += 1;
                    next += 1;
                }
                Err(error) => {
                    refused += 1;
                    let told = error.message().say(Lang::Zh);
                    assert!(told.contains("已满") || told.contains("空间"), "{told}");
                }
            }
        }
        reads_exports_and_quits(office, &acknowledged, outside.path());
        small.make_room();
        // The papers would fill the small disk by themselves some time; they can be made again.
        let _ = fs::remove_dir_all(place.hall().join("papers/2010"));
        let office = place.open();
        numbers_without_a_gap(&office, &acknowledged);
        office.close();
        sound(place.hall());
    }
    assert!(refused > 0, "the disk was full");
    let mut office = place.open();
    let id = applicant(next);
    let case = with(example("e1.toml"), &[("applicant.id", &id)]);
    issue(&mut office, &case).expect("there is room again");
    eprintln!("{fillings} fillings: {done} acts done, {refused} refused, nothing corrupt");
}

fn reads_exports_and_quits(
    mut office: guitai::office::Office,
    acknowledged: &BTreeSet<String>,
    outside: &Path,
) {
    for number in acknowledged {
        let found = office.certificate(number).expect("it can still be read");
        assert!(found.is_some(), "{number}");
    }
    let period = ListPeriod::day(office.today());
    let table = outside.join("acts.csv");
    office
        .export_list(&period, Some(&table), Lang::Zh)
        .expect("it can still be exported elsewhere");
    let lines = fs::read_to_string(&table).expect("a table").lines().count();
    assert!(lines > acknowledged.len());
    office.close();
}

fn root() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        eprintln!("only root may mount a small disk; nothing was tested");
    }
    root
}

#[test]
fn a_disk_in_memory_filled_to_its_last_byte_corrupts_nothing() {
    if root()
        && let Some(small) = Small::tmpfs()
    {
        serves_on(&small);
    }
}

#[test]
fn an_ext4_disk_filled_to_its_last_byte_corrupts_nothing() {
    if root()
        && let Some(small) = Small::ext4()
    {
        serves_on(&small);
    }
}
