//! Promise: an old register is taken over whole or not at all, whatever the file is and whenever
//! the program is killed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use encoding_rs::GB18030;
use guitai::disk::ReadApart;
use guitai::import::{Encoding, Limits, Refused, read_rows};
use guitai::person::{Town, age_on};
use serde_json::Value;

use crate::support::place::{Place, guitai, said};

const DONE: i32 = 0;
const PROBLEMS: i32 = 3;
const DAY: &str = "2010-03-15";

/// A register of invented adults.
fn register(people: usize) -> String {
    let day = DAY.parse().expect("a day");
    let adults =
        Town::new(11, day).filter(|one| age_on(one.birth, day).is_some_and(|age| age >= 18));
    let rows = adults.take(people).map(|one| {
        let (name, id, phone) = (&one.name, one.id.as_str(), &one.phone);
        format!("{name},{id},{phone},湖南省衡阳市衡阳县,新矿村社区3栋\n")
    });
    "姓名,身份证号码,联系电话,户籍地,现住址\n"
        .chars()
        .chain(rows.collect::<String>().chars())
        .collect()
}

fn written(place: &Place, name: &str, bytes: &[u8]) -> String {
    let path = place.around().join(name);
    fs::write(&path, bytes).expect("room for a register");
    path.display().to_string()
}

fn people(place: &Place) -> usize {
    let office = place.open();
    let people = office.people();
    office.close();
    people
}

#[test]
fn a_register_in_gb_18030_is_looked_at_and_then_taken_over_once() {
    let place = Place::practice(DAY);
    let text = register(300);
    let (gb, ..) = GB18030.encode(&text);
    let file = written(&place, "台账.csv", &gb);
    let (code, told) = said(&place.run(&["import", &file]));
    assert_eq!(code, PROBLEMS, "{told}");
    assert!(told.contains("--encoding gb18030"), "{told}");
    let (code, told) = said(&place.run(&["import", &file, "--encoding", "utf-8"]));
    assert_eq!(code, PROBLEMS, "{told}");
    assert!(told.contains("请改用 --encoding gb18030"), "{told}");

    let arguments = [
        "import",
        &file,
        "--encoding",
        "gb18030",
        "--dry-run",
        "--json",
    ];
    let looked = place.run(&arguments);
    let data: Value = serde_json::from_slice(&looked.stdout).expect("JSON");
    assert_eq!(
        (&data["written"], &data["people"]),
        (&false.into(), &300.into()),
        "{data}"
    );
    assert_eq!(people(&place), 0);

    let taken = place.run(&["import", &file, "--encoding", "gb18030"]);
    let (code, told) = said(&taken);
    assert_eq!(code, DONE, "{told}");
    assert!(told.contains("已导入 300 人"), "{told}");
    assert_eq!(people(&place), 300);
    let (code, told) = said(&place.run(&["import", &file, "--encoding", "gb18030"]));
    assert_eq!(code, DONE, "{told}");
    assert!(told.contains("没有再次导入"), "{told}");
    assert_eq!(people(&place), 300);
    let (_, told) = said(&place.run(&["day", DAY]));
    assert!(told.contains("导入旧台账"), "{told}");
    assert_eq!(said(&place.run(&["ledger", "verify"])).0, DONE);
}

#[test]
fn every_problem_is_told_with_its_row_and_nobody_is_taken_over() {
    let place = Place::practice(DAY);
    let text = register(20) + "张三,430406198304129928,,衡阳县,\n李四,430406198304129927,=1+1,,\n";
    let file = written(&place, "台账.csv", text.as_bytes());
    let failed = place.run(&["import", &file, "--encoding", "utf-8", "--json"]);
    assert_eq!(failed.status.code(), Some(PROBLEMS));
    let data: Value = serde_json::from_slice(&failed.stdout).expect("JSON");
    let reasons = data["error"]["reasons"].as_array().expect("reasons").iter();
    let places: Vec<&str> = reasons.filter_map(|reason| reason["at"].as_str()).collect();
    assert_eq!(
        places,
        ["22:身份证号码", "23:联系电话", "23:户籍地"],
        "{data}"
    );
    assert_eq!(people(&place), 0);
}

#[test]
fn a_file_that_is_no_register_is_refused_quickly_and_in_little_memory() {
    let place = Place::practice(DAY);
    let missing = place.around().join("nothing.csv").display().to_string();
    assert_ne!(said(&place.run(&["import", &missing])).0, DONE);
    let bomb = written(&place, "b.xlsx", &bomb());
    let folder = place.around().display().to_string();
    for file in [&bomb, &folder] {
        let began = Instant::now();
        // A gibibyte of addresses is room enough for the program, and not for what would come out.
        let command = format!(
            "ulimit -v 1048576; exec {} --hall {} import {file}",
            env!("CARGO_BIN_EXE_guitai"),
            place.hall().display()
        );
        let output = std::process::Command::new("sh")
            .args(["-c", &command])
            .output();
        let (code, told) = said(&output.expect("a shell"));
        assert!(code == PROBLEMS || code == 1, "{code} {told}");
        assert!(began.elapsed() < Duration::from_secs(300), "{told}");
    }
    assert_eq!(people(&place), 0);
}

/// A small workbook that would unpack to more than two hundred mebibytes.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str, times: usize| {
        let options = SimpleFileOptions::default().large_file(true);
        archive.start_file(name, options).expect("a new entry");
        for _ in 0..times {
            archive.write_all(text.as_bytes()).expect("room in memory");
        }
    };
    let book = r#"<workbook><sheets><sheet name="a" r:id="a"/></sheets></workbook>"#;
    let relations = r#"<Relationships><Relationship Id="a" Target="a.xml"/></Relationships>"#;
    part("xl/workbook.xml", book, 1);
    part("xl/_rels/workbook.xml.rels", relations, 1);
    part("xl/a.xml", &"<row></row>".repeat(100_000), 200);
    archive.finish().expect("a whole archive").into_inner()
}

/// Starts an import and kills it after a while; whether it had ended before.
fn killed_after(hall: &Path, file: &str, patience: Duration) -> bool {
    let mut child = guitai()
        .arg("--hall")
        .arg(hall)
        .args(["import", file, "--encoding", "utf-8"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    std::thread::sleep(patience);
    let ended = child.try_wait().expect("a child").is_some();
    let _ = child.kill();
    child.wait().expect("a dead child");
    ended
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a new folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let at: PathBuf = to.join(path.file_name().expect("a name"));
        match path.is_dir() {
            true => copy(&path, &at),
            false => drop(fs::copy(&path, &at).expect("room for a copy")),
        }
    }
}

/// Kills spread over the whole of an import: `GUITAI_KILLS` asks for more.
#[test]
fn an_import_killed_at_any_moment_brought_everybody_or_nobody() {
    const PEOPLE: usize = 400;
    let place = Place::practice(DAY);
    let file = written(&place, "台账.csv", register(PEOPLE).as_bytes());
    let empty = place.around().join("empty");
    copy(place.hall(), &empty);
    let began = Instant::now();
    let (code, told) = said(&place.run(&["import", &file, "--encoding", "utf-8"]));
    assert_eq!(code, DONE, "{told}");
    let whole = began.elapsed();

    let kills = std::env::var("GUITAI_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(10);
    let mut counts = [0, 0];
    for kill in 0..kills {
        fs::remove_dir_all(place.hall()).expect("the old hall");
        copy(&empty, place.hall());
        let part = f64::from(u32::try_from(kill).expect("few") + 1)
            / f64::from(u32::try_from(kills).expect("few"));
        let ended = killed_after(place.hall(), &file, whole.mul_f64(part));
        let found = people(&place);
        assert!(
            found == 0 || found == PEOPLE,
            "kill {kill}: {found} of {PEOPLE}"
        );
        assert!(
            !ended || found == PEOPLE,
            "what was said to be done is there"
        );
        counts[usize::from(found == PEOPLE)] += 1;
        // Whatever came of it, doing it again ends with everybody there once.
        if kill % 4 == 0 {
            let (code, told) = said(&place.run(&["import", &file, "--encoding", "utf-8"]));
            assert_eq!(code, DONE, "{told}");
            assert_eq!(people(&place), PEOPLE);
        }
    }
    assert_eq!(counts.iter().sum::<usize>(), kills);
}

#[test]
fn the_process_that_reads_a_register_ends_at_its_limits_and_says_which() {
    let text = register(40_000);
    let read = |memory: u64, seconds: u64, bytes: &[u8]| {
        let apart = ReadApart {
            executable: PathBuf::from(env!("CARGO_BIN_EXE_guitai")),
            memory,
            seconds,
        };
        let mut rows = 0;
        let read = apart.read(bytes, Some(Encoding::Utf8), &Limits::default(), &mut |_| {
            rows += 1;
            Ok(())
        });
        (read.map(|_| ()), rows)
    };
    assert_eq!(read(1 << 30, 120, text.as_bytes()), (Ok(()), 40_001));
    let little = read(1 << 20, 120, text.as_bytes()).0;
    assert_eq!(little, Err(Refused::OutOfMemory { mebibytes: 1 }));
    // What the file is refused for comes back as it is.
    let bomb = bomb();
    let mut take = |_| Ok(());
    let refused = read_rows(&bomb, None, &Limits::default(), &mut take).expect_err("a bomb");
    assert_eq!(read(1 << 30, 120, &bomb).0, Err(refused));
    let nobody = ReadApart {
        executable: PathBuf::from("/bin/false"),
        memory: 1 << 30,
        seconds: 1,
    };
    let none = nobody.read(
        b"a,b",
        Some(Encoding::Utf8),
        &Limits::default(),
        &mut |_| Ok(()),
    );
    assert_eq!(none, Err(Refused::NoReader));
}
