//! Tables that were written and read again are the same tables, and bytes that are none are told
//! from them or do no harm.

use proptest::prelude::*;

use super::Sample;
use super::oracle::{sample, ways};
use crate::lookup::{Lookup, Tables};

fn bytes(people: &[Sample]) -> Vec<u8> {
    let lookup = Lookup::build(people.iter().map(Sample::entry));
    let mut bytes = Vec::new();
    let tables = lookup.one_piece().expect("built in one piece");
    tables.write(&mut bytes).expect("memory");
    bytes
}

fn read(bytes: &[u8]) -> Option<Lookup> {
    let tables = Tables::read(&mut &*bytes, bytes.len() as u64).ok()?;
    let mut lookup = Lookup::new();
    lookup.add_tables(tables);
    Some(lookup)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn tables_answer_as_they_did_before_they_were_written(
        people in prop::collection::vec(sample(), 0..60),
    ) {
        let lookup = Lookup::build(people.iter().map(Sample::entry));
        let again = read(&bytes(&people)).expect("they were written");
        prop_assert_eq!(again.len(), lookup.len());
        for typed in people.iter().flat_map(ways) {
            prop_assert_eq!(again.find(&typed, 20), lookup.find(&typed, 20), "{}", typed);
            prop_assert_eq!(again.exact_id(&typed), lookup.exact_id(&typed));
        }
    }

    #[test]
    fn no_byte_however_clever_makes_tables_panic(
        people in prop::collection::vec(sample(), 1..20),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = bytes(&people);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(lookup) = read(&bytes) {
            for typed in people.iter().flat_map(ways) {
                lookup.find(&typed, 20);
                lookup.exact_number(&typed);
            }
            lookup.merge_now().expect("all tables are there").run();
        }
    }
}

#[test]
fn tables_cut_short_anywhere_are_none() {
    let whole = bytes(&super::hall());
    for length in 0..whole.len() {
        assert!(read(&whole[..length]).is_none(), "cut to {length}");
    }
    assert!(read(&[whole.as_slice(), b"\0"].concat()).is_none());
    assert!(read(&whole).is_some());
}
