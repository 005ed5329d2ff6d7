//! Promise: an act that somebody forged into a hall that is not sealed makes no reader of it panic.

use std::fs;
use std::path::Path;

use super::Store;
use super::fold::Fold;
use crate::hostile::Hostile;
use crate::ledger::{Digest, Head};
use crate::record::stored;

fn acts() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored/v1/acts");
    let files = fs::read_dir(folder).expect("the stored acts are part of the tree");
    let mut paths: Vec<_> = files.map(|file| file.expect("an entry").path()).collect();
    paths.sort();
    let read = |path| fs::read(path).expect("a readable file");
    paths.into_iter().map(read).collect()
}

fn head(sequence: u64) -> Head {
    Head {
        sequence,
        hash: Digest([sequence as u8; 32]),
    }
}

#[test]
fn a_hostile_act_is_folded_or_refused() {
    let place = tempfile::tempdir().expect("a folder for the test");
    let mut store = Store::open(place.path()).expect("an empty view");
    let acts = acts();
    let mut last = 0;
    for act in &acts {
        let act = stored::read(act).expect("a stored act");
        last += u64::from(store.apply(head(last + 1), 1_900_000_000_000, &act).is_ok());
    }
    assert!(last > 20, "a view with something in it: {last} acts");
    let store = store;
    Hostile::new(acts, &["李春桃", "111:430406198304129927"]).give("act", |bytes| {
        let Ok(act) = stored::read(bytes) else {
            return false;
        };
        let mut fold = Fold::new(&store.db, store.mark);
        fold.add(head(last + 1), i64::MAX, &act).is_ok()
    });
}
