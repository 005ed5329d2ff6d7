use chrono::NaiveDate;
use proptest::prelude::*;

use super::code::PREFIX;
use super::*;
use crate::hostile::Hostile;
use crate::text::{Lang, has_message};

const HALL: HallMark = *b"a hall's 16bytes";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day in a test")
}

fn key(year: u8) -> SigningKey {
    SigningKey::from_seed(&[year; 32])
}

fn statement() -> Statement {
    Statement {
        hall: HALL,
        paper: "F2".to_owned(),
        number: "43040600526000012".to_owned(),
        sheet: 1,
        made_on: day("2026-03-15"),
        issued: day("2026-03-15"),
        until: Some(day("2029-03-14")),
        name: "李春桃".to_owned(),
        id: "430406198304129927".to_owned(),
        head: [0xA7; 8],
        fields: [0x5C; 16],
    }
}

fn list(serial: u64, years: &[u8]) -> KeyList {
    let keys = years.iter().map(|year| ListedKey {
        year: 2000 + i32::from(*year),
        public: key(*year).public(),
        revoked: None,
    });
    KeyList {
        hall: HALL,
        serial,
        made_on: day("2026-12-31"),
        name: "白沙洲街道办事处".to_owned(),
        area9: "430406005".to_owned(),
        keys: keys.collect(),
    }
}

fn void(serial: u64, entries: &[VoidEntry]) -> VoidList {
    VoidList {
        hall: HALL,
        serial,
        made_on: day("2026-12-31"),
        entries: entries.to_vec(),
    }
}

fn lost(last_sheet: Option<u32>) -> VoidEntry {
    VoidEntry {
        number: statement().number,
        cause: VoidCause::Lost,
        on: day("2026-05-01"),
        last_sheet,
    }
}

/// Trust in the hall with the keys of these years.
fn trust(years: &[u8]) -> Trust {
    let mut trust = Trust::default();
    give(&mut trust, &list(1, years).sealed(&key(years[0]))).expect("a first list");
    trust
}

fn give(trust: &mut Trust, bytes: &[u8]) -> Result<(), ListError> {
    let offer = trust.offered(bytes)?;
    trust.take(offer);
    Ok(())
}

fn code() -> String {
    seal(&statement(), &key(26)).expect("it fits")
}

fn word(trust: &Trust, text: &str) -> &'static str {
    trust.verify(text, day("2026-06-01")).word()
}

#[test]
fn a_signed_code_says_what_was_signed() {
    let verdict = trust(&[26]).verify(&code(), day("2029-03-14"));
    assert!(verdict.is_genuine(), "{verdict:?}");
    assert_eq!(verdict.statement, Some(statement()));
    assert_eq!(verdict.hall.as_deref(), Some("白沙洲街道办事处"));
    assert_eq!(verdict.check_code, statement().check_code().ok());
    assert_eq!(code(), code(), "the same signature for ever");
}

#[test]
fn the_example_of_the_document_is_what_is_written() {
    let text = include_str!("../../../docs/signed-code.md");
    assert!(
        text.contains(&code()),
        "docs/signed-code.md lacks\n{}",
        code()
    );
    let check = statement().check_code().expect("it fits");
    assert!(
        text.contains(&grouped(&check)),
        "docs/signed-code.md lacks {}",
        grouped(&check)
    );
}

#[test]
fn every_bit_of_a_code_flipped_is_refused() {
    let trust = trust(&[26]);
    let code = code();
    for bit in 0..code.len() * 8 {
        let mut bytes = code.clone().into_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let Ok(flipped) = String::from_utf8(bytes) else {
            continue; // No scanner and no file hands over what is not text.
        };
        assert_ne!(word(&trust, &flipped), "genuine", "bit {bit} of the text");
    }
    let signed = base45::decode(&code[PREFIX.len()..]).expect("base45");
    for bit in 0..signed.len() * 8 {
        let mut flipped = signed.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let flipped = format!("{PREFIX}{}", base45::encode(&flipped));
        assert_ne!(
            word(&trust, &flipped),
            "genuine",
            "bit {bit} of the message"
        );
    }
}

#[test]
fn bytes_added_or_taken_away_are_refused() {
    let trust = trust(&[26]);
    let code = code();
    let signed = base45::decode(&code[PREFIX.len()..]).expect("base45");
    for end in 0..signed.len() {
        let cut = format!("{PREFIX}{}", base45::encode(&signed[..end]));
        assert_eq!(word(&trust, &cut), "damaged", "cut at {end}");
    }
    for more in 0..=255 {
        let longer = [signed.as_slice(), &[more]].concat();
        let longer = format!("{PREFIX}{}", base45::encode(&longer));
        assert_eq!(word(&trust, &longer), "damaged");
    }
    assert_eq!(word(&trust, &format!("{code}0")), "damaged");
    assert_eq!(word(&trust, &code.to_lowercase()), "damaged");
    assert_eq!(
        word(&trust, &format!(" {code}\r\n")),
        "genuine",
        "a scanner's line"
    );
}

#[test]
fn a_refusal_names_its_reason() {
    let ours = trust(&[26]);
    let other = Trust::default();
    assert_eq!(word(&other, &code()), "unknown_hall");
    assert_eq!(word(&trust(&[25]), &code()), "unknown_key");
    let mut named = statement();
    named.made_on = day("2027-01-01");
    let late = seal(&named, &key(26)).expect("it fits");
    assert_eq!(word(&ours, &late), "outside_year");
    for (text, reason) in [
        ("", "damaged"),
        ("GT1:", "damaged"),
        ("GT2:ABC", "newer_format"),
        ("SAMPLE:1:4304060051000001X:430406005:X", "sample"),
        ("https://example.cn/?q=GT1:", "damaged"),
    ] {
        assert_eq!(word(&ours, text), reason, "{text}");
    }
    let expired = ours.verify(&code(), day("2029-03-15"));
    assert_eq!(expired.word(), "expired");
    assert_eq!(expired.statement, Some(statement()));
}

#[test]
fn a_forged_signature_and_a_strangers_are_refused() {
    let ours = trust(&[26]);
    let stranger = seal(&statement(), &key(99)).expect("it fits");
    assert_eq!(word(&ours, &stranger), "unknown_key");
    // The stranger names our key's id: only the signature can tell.
    let signed = base45::decode(&code()[PREFIX.len()..]).expect("base45");
    let mut forged = base45::decode(&stranger[PREFIX.len()..]).expect("base45");
    forged[..17].copy_from_slice(&signed[..17]);
    let forged = format!("{PREFIX}{}", base45::encode(&forged));
    assert_eq!(word(&ours, &forged), "wrong_signature");
    // A list of the hall is no certificate, although the same key signed it.
    let bytes = list(1, &[26]).sealed(&key(26));
    let as_code = format!("{PREFIX}{}", base45::encode(&bytes));
    assert_eq!(word(&ours, &as_code), "damaged");
    let bytes = super::cose::sign(super::cose::Purpose::VoidList, &key(26), &[0xA0]);
    assert_eq!(ours.offered(&bytes), Err(ListError::NotAList));
}

#[test]
fn a_void_number_is_refused_with_its_cause_and_a_later_sheet_stands() {
    let mut ours = trust(&[26]);
    give(&mut ours, &void(5, &[lost(None)]).sealed(&key(26))).expect("a void list");
    let verdict = ours.verify(&code(), day("2026-06-01"));
    let (cause, on) = (VoidCause::Lost, day("2026-05-01"));
    assert_eq!(verdict.doubt, Some(Doubt::Void { cause, on }));
    assert_eq!(verdict.void_as_of, Some(day("2026-12-31")));
    give(&mut ours, &void(6, &[lost(Some(1))]).sealed(&key(26))).expect("a later list");
    assert_eq!(word(&ours, &code()), "void");
    let mut second = statement();
    second.sheet = 2;
    let second = seal(&second, &key(26)).expect("it fits");
    assert_eq!(word(&ours, &second), "genuine");
}

#[test]
fn lists_go_only_forwards_and_only_by_a_trusted_key() {
    let mut ours = trust(&[25]);
    let keys = |serial, years: &[u8], signer: u8| list(serial, years).sealed(&key(signer));
    let hall = "白沙洲街道办事处".to_owned();
    // The year turned: the list brings the new key and the old one signed it.
    give(&mut ours, &keys(9, &[25, 26], 25)).expect("a later list");
    assert_eq!(word(&ours, &code()), "genuine");
    let older = ListError::Older {
        have: 9,
        offered: 8,
    };
    assert_eq!(ours.offered(&keys(8, &[25], 25)), Err(older.clone()));
    assert_eq!(ours.offered(&keys(9, &[25, 26], 25)), Ok(Offer::Known));
    let same_serial = ours.offered(&keys(9, &[25], 25));
    assert!(matches!(same_serial, Err(ListError::Older { .. })));
    let untrusted = Err(ListError::UntrustedKey { hall });
    assert_eq!(ours.offered(&keys(10, &[25, 26, 99], 99)), untrusted);
    assert_eq!(ours.offered(&void(10, &[]).sealed(&key(99))), untrusted);
    give(&mut ours, &void(9, &[]).sealed(&key(25))).expect("a void list");
    let older = ours.offered(&void(3, &[]).sealed(&key(25)));
    assert!(matches!(
        older,
        Err(ListError::Older {
            have: 9,
            offered: 3
        })
    ));
    let stranger = Trust::default().offered(&void(3, &[]).sealed(&key(25)));
    assert_eq!(stranger, Err(ListError::UnknownHall));
}

#[test]
fn what_a_revoked_key_signed_is_refused_and_it_signs_no_list() {
    let mut ours = trust(&[25, 26]);
    let mut revoked = list(7, &[25, 26]);
    revoked.keys[1].revoked = Some(day("2026-07-01"));
    assert_eq!(revoked.signer(), Some(key(25).public()));
    give(&mut ours, &revoked.sealed(&key(25))).expect("a later list");
    let verdict = ours.verify(&code(), day("2026-08-01"));
    let on = day("2026-07-01");
    assert_eq!(verdict.doubt, Some(Doubt::Revoked { on }));
    let thief = ours.offered(&list(99, &[25, 26]).sealed(&key(26)));
    assert!(matches!(thief, Err(ListError::UntrustedKey { .. })));
}

#[test]
fn a_first_list_is_offered_with_the_fingerprint_of_the_key_that_signed_it() {
    let offer = Trust::default().offered(&list(1, &[25, 26]).sealed(&key(25)));
    let Ok(Offer::FirstKeys {
        list: found,
        signer,
    }) = offer
    else {
        panic!("{offer:?}");
    };
    assert_eq!(found, list(1, &[25, 26]));
    assert_eq!(signer, key(25).public());
    assert_eq!(signer.fingerprint().len(), 24, "five groups of four");
    assert_ne!(signer.fingerprint(), key(26).public().fingerprint());
    // Signed by a key that it does not name, or changed on the way.
    let strange = Trust::default().offered(&list(1, &[25]).sealed(&key(26)));
    assert_eq!(strange, Err(ListError::WrongSignature));
    let bytes = list(1, &[25]).sealed(&key(25));
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(Trust::default().offered(&flipped).is_err(), "bit {bit}");
    }
    let bytes = void(2, &[lost(Some(1))]).sealed(&key(26));
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(trust(&[26]).offered(&flipped).is_err(), "bit {bit}");
    }
}

#[test]
fn the_longest_name_is_cut_and_the_code_stays_within_version_12() {
    let mut long = statement();
    long.name = "阿".repeat(50);
    let text = seal(&long, &key(26)).expect("the name is cut");
    assert!(text.len() <= 419, "{}", text.len());
    let qr = qrcode::QrCode::with_error_correction_level(&text, qrcode::EcLevel::M);
    assert_eq!(qr.expect("it fits").version(), qrcode::Version::Normal(12));
    let read = trust(&[26]).verify(&text, day("2026-06-01"));
    let name = read.statement.expect("genuine").name;
    assert!(name.ends_with('…') && long.name.starts_with(&name[..name.len() - 3]));
    assert!(name.chars().count() >= 28, "{name}");
    long.id = "9".repeat(150);
    assert_eq!(seal(&long, &key(26)), Err(TooLong));
}

#[test]
fn a_placeholder_is_as_long_as_the_code_and_is_a_sample() {
    for name in [
        "李",
        "李春桃",
        "阿卜杜热合曼·阿卜杜克里木",
        &"A".repeat(50),
        &"阿".repeat(50),
    ] {
        let mut one = statement();
        one.name = name.to_owned();
        let (sealed, empty) = (seal(&one, &key(26)), placeholder(&one));
        let (sealed, empty) = (sealed.expect("fits"), empty.expect("fits"));
        assert_eq!(sealed.len(), empty.len(), "{name}");
        assert_eq!(word(&trust(&[26]), &empty), "sample");
        let width = |text: &str| {
            qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::M)
                .expect("it fits")
                .width()
        };
        assert!(width(&sealed) <= width(&empty), "{name}");
    }
    let mut endless = statement();
    endless.until = None;
    let sealed = seal(&endless, &key(26)).expect("fits");
    let read = trust(&[26]).verify(&sealed, day("2099-01-01"));
    assert_eq!(read.statement, Some(endless));
    assert!(read.is_genuine());
}

#[test]
fn every_verdict_is_said_in_both_languages() {
    let on = day("2026-05-01");
    let cause = VoidCause::Corrected;
    for doubt in [
        Doubt::Damaged,
        Doubt::Sample,
        Doubt::Newer,
        Doubt::UnknownHall,
        Doubt::UnknownKey,
        Doubt::WrongSignature,
        Doubt::Revoked { on },
        Doubt::OutsideYear { year: 2026 },
        Doubt::Void { cause, on },
        Doubt::Expired { until: on },
    ] {
        for lang in [Lang::Zh, Lang::En] {
            let said = doubt.message().say(lang);
            assert!(said.chars().count() > 8 && !said.contains('{'), "{said}");
        }
    }
    for lang in [Lang::Zh, Lang::En] {
        assert!(has_message(lang, "paper.code_genuine"));
    }
}

proptest! {
    #[test]
    fn whatever_is_signed_is_read_as_it_was(
        (paper, number, id) in ("[A-Z0-9]{1,5}", "[0-9A-Z-]{1,24}", "[0-9*X]{0,20}"),
        name in "\\PC{0,20}",
        sheet: u32,
        days in 0..40_000_u64,
        (head, fields, hall) in any::<([u8; 8], [u8; 16], [u8; 16])>(),
    ) {
        let on = NaiveDate::default() + chrono::Days::new(days);
        let until = (days % 3 > 0).then_some(on);
        let one = Statement {
            hall, paper, number, sheet, made_on: on, issued: on, until,
            name: name.chars().take(12).collect(), id, head, fields,
        };
        let text = seal(&one, &key(26)).expect("it fits");
        let signed = base45::decode(&text[PREFIX.len()..]).expect("base45");
        let payload = super::cose::open(&signed).expect("a message").payload.to_vec();
        prop_assert_eq!(Statement::read(&payload), Some(one));
    }
}

#[test]
fn a_hostile_text_is_no_code_and_a_hostile_list_is_not_taken() {
    let whole = trust(&[26]);
    let codes = vec![code().into_bytes()];
    Hostile::new(codes, &[PREFIX, "SAMPLE:1:", "HYZM:1:"])
        .proved()
        .give("QR code", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            whole.verify(&text, day("2026-06-01")).is_genuine()
        });
    let signed = base45::decode(&code()[PREFIX.len()..]).expect("base45");
    let sealed = |bytes: &[u8]| format!("{PREFIX}{}", base45::encode(bytes));
    Hostile::new(vec![signed.clone()], &[])
        .proved()
        .give("signed message", |bytes| {
            let verdict = whole.verify(&sealed(bytes), day("2026-06-01"));
            verdict.is_genuine()
        });
    // What only a thief of the key could write: a statement that was spoilt before it was signed.
    let payload = cose::open(&signed).expect("a message").payload.to_vec();
    Hostile::new(vec![payload], &[]).give("signed statement", |bytes| {
        let signed = cose::sign(cose::Purpose::Code, &key(26), bytes);
        let verdict = whole.verify(&sealed(&signed), day("2026-06-01"));
        verdict.statement.is_some()
    });
    let lists = vec![
        list(2, &[26, 27]).sealed(&key(26)),
        void(1, &[lost(None), lost(Some(2))]).sealed(&key(26)),
    ];
    Hostile::new(lists, &[])
        .proved()
        .give("list of keys or void numbers", |bytes| {
            whole.offered(bytes).is_ok() || Trust::default().offered(bytes).is_ok()
        });
}
