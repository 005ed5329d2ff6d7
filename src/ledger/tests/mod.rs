//! The ledger against a disk that fails, loses power and rots.

mod counted;
mod damage;
mod edits;
mod failing;
mod hostile;
mod noise;
mod platter;
mod power;
mod second_copy;
mod sealed;

use super::frame::Frame;
use super::log::{Log, Sizes, create};
use super::segment::HEADER;
use super::*;
use platter::Platter;

const HALL: HallId = HallId([0x5A; 16]);

/// So small that a few dozen frames fill several segments.
const SMALL: Sizes = Sizes {
    segment: 2048,
    reserve: 512,
};

/// One segment for everything.
const WIDE: Sizes = Sizes {
    segment: 1 << 20,
    reserve: 1024,
};

/// How often something is tried: as the variable asks, else as usual.
fn asked(variable: &str, usual: u64) -> u64 {
    let asked = std::env::var(variable).ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(usual)
}

type Opened = Result<(Log<Platter>, OpenReport), OpenError>;

/// Where each frame of a segment begins, and where the last ends.
fn places(bytes: &[u8]) -> Vec<usize> {
    let mut places = vec![HEADER];
    let mut at = HEADER;
    while let Ok((_, length)) = Frame::decode(&bytes[at..]) {
        at += length;
        places.push(at);
    }
    places
}

fn new_platter() -> Platter {
    let platter = Platter::default();
    create(&platter, HALL).expect("a sound disk");
    platter
}

fn open(platter: &Platter, sizes: Sizes) -> Opened {
    Log::open(platter.clone(), sizes, None, 77)
}

fn entry(body: &[u8]) -> Entry {
    Entry {
        counter: 1,
        body: body.to_vec(),
    }
}

/// Appends these bodies in one append to the head as it stands.
fn append(log: &mut Log<Platter>, bodies: &[Vec<u8>]) -> Result<Head, AppendError> {
    let entries: Vec<Entry> = bodies.iter().map(|body| entry(body)).collect();
    log.append(log.head(), 1_000, &entries)
}

fn bodies(log: &mut Log<Platter>) -> Vec<Vec<u8>> {
    log.read_from(1)
        .map(|frame| frame.expect("a sound ledger").body)
        .collect()
}

/// A ledger of `count` appends of one frame, closed in good order.
fn filled(sizes: Sizes, count: u8) -> Platter {
    let platter = new_platter();
    let (mut log, _) = open(&platter, sizes).expect("a sound ledger");
    for number in 0..count {
        append(&mut log, &[vec![number; 20]]).expect("a sound disk");
    }
    platter
}

#[test]
fn a_hall_id_is_read_as_it_is_written() {
    let id = HallId([0xA5; 16]);
    assert_eq!(HallId::parse(&id.to_string()), Some(id));
    assert_eq!(HallId::parse("柜台柜台柜台柜台柜台xx"), None);
    assert_eq!(HallId::parse("zz"), None);
}

#[test]
fn two_halls_begin_from_different_hashes() {
    assert_ne!(HallId([1; 16]).genesis(), HallId([2; 16]).genesis());
}

#[test]
fn frames_are_read_back_in_order_over_many_segments() {
    let platter = filled(SMALL, 200);
    let (mut log, report) = open(&platter, SMALL).expect("a sound ledger");
    assert!(log.segments.len() > 5, "several segments were filled");
    assert!(report.cut.is_none() && report.messages().is_empty());
    let all: Vec<Vec<u8>> = (0..200).map(|number| vec![number; 20]).collect();
    assert_eq!(bodies(&mut log), all);
    for from in [2, 24, 25, 26, 100, 200] {
        let first = log.read_from(from).next().expect("a frame");
        assert_eq!(first.expect("a sound frame").sequence, from);
    }
    assert!(log.read_from(201).next().is_none());
    assert!(log.read_from(u64::MAX).next().is_none());
    assert_eq!(
        verify::verify_in(&platter, &mut |_| {})
            .expect("sound")
            .frames,
        200
    );
}

#[test]
fn a_new_ledger_is_empty_and_begins_at_its_genesis() {
    let platter = new_platter();
    let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
    assert_eq!(log.head(), HALL.genesis());
    assert_eq!(log.hall(), HALL);
    assert!(log.read_from(0).next().is_none());
}

#[test]
fn an_append_to_another_head_changes_nothing() {
    let platter = filled(WIDE, 3);
    let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
    let refused = log.append(HALL.genesis(), 0, &[entry(b"late")]);
    let head = log.head();
    assert!(matches!(
        refused,
        Err(AppendError::HeadMoved { actual, .. }) if actual == head
    ));
    assert_eq!(bodies(&mut log).len(), 3);
}

#[test]
fn time_never_runs_backwards_not_even_over_an_opening() {
    let platter = new_platter();
    for (now, kept) in [(500, 500), (300, 500), (700, 700), (i64::MIN, 700)] {
        let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
        log.append(log.head(), now, &[entry(b"x")])
            .expect("a sound disk");
        assert_eq!(log.time(), kept);
    }
    let verified = verify::verify_in(&platter, &mut |_| {}).expect("a sound ledger");
    assert_eq!(verified.times, Some((500, 700)));
}

#[test]
fn what_is_too_large_is_refused_before_anything_is_written() {
    let platter = new_platter();
    let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
    let long = append(&mut log, &[vec![0; MAX_BODY + 1]]);
    assert!(matches!(long, Err(AppendError::BodyTooLong { .. })));
    let many = append(&mut log, &vec![Vec::new(); MAX_ENTRIES + 1]);
    assert!(matches!(many, Err(AppendError::TooMuch { .. })));
    let heavy = append(&mut log, &vec![vec![0; MAX_BODY]; 48]);
    assert!(matches!(heavy, Err(AppendError::TooMuch { .. })));
    assert_eq!(log.head().sequence, 0);
    append(&mut log, &[vec![1; MAX_BODY], Vec::new()]).expect("the longest body fits");
    drop(log);
    let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
    assert_eq!(bodies(&mut log)[0].len(), MAX_BODY);
}

#[test]
fn an_empty_append_is_done_at_once() {
    let platter = filled(WIDE, 1);
    let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
    assert_eq!(append(&mut log, &[]).expect("nothing to do").sequence, 1);
}

#[test]
fn one_append_is_one_write_and_one_sync_of_the_log() {
    let platter = filled(WIDE, 1);
    let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
    let before = platter.counts(&segment::name_of(1));
    append(&mut log, &[b"a".to_vec(), b"b".to_vec()]).expect("a sound disk");
    let after = platter.counts(&segment::name_of(1));
    assert_eq!((after.0 - before.0, after.1 - before.1), (1, 1));
}
