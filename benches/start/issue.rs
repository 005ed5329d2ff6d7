//! An acknowledged act (frame, view and index) beside a bare append and sync of the same bytes, in
//! the same folder, taken in turns.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

use guitai::disk::RequestIds;
use guitai::ledger::{FileLedger, Ledger};
use guitai::lookup::{Entry, Lookup};
use guitai::record::PersonKey;
use guitai::store::Store;

use crate::hall::{certify, entry, holder};
use crate::{quantile, say, spread, town};

const ISSUED: usize = 1_000;
/// Bytes of a frame around its body.
const AROUND: usize = 64;

pub fn measure(folder: &Path, size: usize) {
    let (mut ledger, _) = FileLedger::open(folder, &holder()).expect("its ledger");
    let mut store = Store::open(&folder.join("view")).expect("its view");
    let mut index = Lookup::new();
    let requests = RequestIds::new().expect("random numbers");
    let bare = folder.join("bare");
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&bare);
    let file = file.expect("room for a file");
    file.write_all_at(&vec![0; 16 << 20], 0).expect("room");
    file.sync_all().expect("room");
    let (mut end, mut appended, mut acknowledged) = (0, Vec::new(), Vec::new());
    let mut parts: [Vec<Duration>; 3] = Default::default();
    for (nth, one) in town::some(size, ISSUED).iter().enumerate() {
        let key = store.holder(&format!("111:{}", one.id.as_str()));
        let key = key.expect("a view").expect("on record");
        let serial = 800_000 + (ledger.head().sequence % 100_000) as u32;
        let act = certify(&requests, (nth, serial), one, key);
        let entry = entry(&act);
        let bytes = vec![7; entry.body.len() + AROUND];
        let at = Instant::now();
        file.write_all_at(&bytes, end).expect("room");
        file.sync_data().expect("room");
        appended.push(at.elapsed());
        end += bytes.len() as u64;

        let at = Instant::now();
        let head = ledger.head();
        let head = ledger.append(head, 0, &[entry]).expect("room");
        parts[0].push(at.elapsed());
        store.apply(head, 0, &act).expect("a view");
        parts[1].push(at.elapsed());
        let person = store.own_record(key).expect("a view").expect("on record");
        put(&mut index, key, &person);
        parts[2].push(at.elapsed());
        acknowledged.push(at.elapsed());
    }
    drop(file);
    std::fs::remove_file(&bare).expect("it is the bench's own");
    store.close();
    say("bare append and fdatasync", spread(&mut appended));
    say("acknowledged issue", spread(&mut acknowledged));
    for (step, took) in ["… frame", "… and view", "… and index"]
        .iter()
        .zip(&mut parts)
    {
        say(step, spread(took));
    }
    let times = quantile(&acknowledged, 0.5).as_secs_f64() / quantile(&appended, 0.5).as_secs_f64();
    say(
        "acknowledged issue against the bare append, p50",
        format!("{times:.2} ×"),
    );
}

fn put(index: &mut Lookup, key: PersonKey, person: &guitai::record::Person) {
    let id = person.id_key();
    index.put(&Entry {
        person: key,
        id: id.split_once(':').map_or(id, |(_, number)| number),
        former_ids: &person.former_ids,
        name: person.name(),
        phone: person.fact("phone"),
        numbers: &person.certificates,
        last_served: 0,
    });
}
