//! The signed code from the act to the receiving hall.

use std::path::PathBuf;

use super::super::{Changed, Wish};
use super::correct::{guo, proofs, right};
use super::desk::{Desk, LI, clerk};
use crate::disk::TrustFolder;
use crate::foreign::without_panic;
use crate::office::{Office, TrustTaken, VerifyError, take_list};
use crate::paper::seal::{Doubt, ListError, Verdict, VoidCause};
use crate::paper::{Document, Item, Sheet, View, raster};
use crate::record::{CancelCause, Did};

const DAY: &str = "2010-03-15";
/// Pixels to an inch: four to a module and six. A camera moves until it reads; a picture is drawn
/// again.
const DPI: [f32; 4] = [200.0, 300.0, 240.0, 400.0];

/// The codes that a reader of pictures finds on the drawn pages.
fn codes(office: &Office, document: &Document) -> Vec<String> {
    let sheets = document.sheets.iter();
    let read = sheets.filter_map(|sheet| DPI.iter().find_map(|dpi| code_on(office, sheet, *dpi)));
    read.collect()
}

fn code_on(office: &Office, sheet: &Sheet, dpi: f32) -> Option<String> {
    let page = raster(sheet, &office.fonts, &View::whole(sheet, dpi)).expect("a page");
    let (width, height) = (page.width as usize, page.height as usize);
    let grey = |x: usize, y: usize| page.rgba[(y * width + x) * 4];
    let mut page = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let whole = &mut page;
    // The reader panics now and then, on a grid it made of what is no code.
    let codes = without_panic(move || whole.detect_grids())?.into_iter();
    codes
        .filter_map(|code| without_panic(|| code.decode().ok())?)
        .map(|(_, text)| text)
        .next()
}

impl Desk {
    fn code(&mut self, number: &str) -> String {
        let office = self.office();
        let record = office.printed_record(number).expect("a sound view");
        let record = record.expect("it is on record");
        let laid = office.lay_out(&record.printing()).expect("it was printed");
        let face = laid.iter().find(|laid| laid.paper == "F2");
        let mut codes = codes(office, &face.expect("the certificate").document);
        assert_eq!(codes.len(), 1, "one code on its face");
        codes.remove(0)
    }

    fn verify(&mut self, code: &str) -> Verdict {
        let verdict = self.office().verify_code(code, &clerk("周敏"));
        verdict.unwrap_or_else(|error| panic!("{error}"))
    }

    fn cancel(&mut self, number: &str) -> Changed {
        let wish = self.wish_with_sheet(number);
        let done = self
            .office()
            .cancel(&wish, CancelCause::OwnWish, &clerk("周敏"));
        done.unwrap_or_else(|error| panic!("{error}"))
    }
}

/// Another hall, which has only what came on the stick.
struct Receiver {
    folder: tempfile::TempDir,
}

impl Receiver {
    fn new() -> Receiver {
        Receiver {
            folder: tempfile::tempdir().expect("a folder for the test"),
        }
    }

    fn trust(&self) -> TrustFolder {
        TrustFolder::new(self.folder.path().join("trust"))
    }

    fn take(&self, file: &str, fingerprint: &str) -> Result<TrustTaken, VerifyError> {
        let file = self.folder.path().join(file);
        take_list(&self.trust(), &file, |_, shown| shown == fingerprint)
    }

    fn stick(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    fn word(&self, code: &str, on: &str) -> &'static str {
        let trust = self.trust().read().expect("sound lists");
        trust.verify(code, super::desk::day(on)).word()
    }
}

const KEYS: &str = "guitai-430406005.keys";
const VOID: &str = "guitai-430406005.void";

#[test]
fn the_code_on_the_drawn_page_says_what_the_page_says() {
    let mut desk = Desk::on(DAY);
    let number = desk.issued(LI);
    let code = desk.code(&number);
    let verdict = desk.verify(&code);
    assert!(verdict.is_genuine(), "{verdict:?}");
    let said = verdict.statement.clone().expect("genuine");
    assert_eq!(
        (said.name.as_str(), said.number.as_str()),
        ("李春桃", number.as_str())
    );
    assert_eq!(said.id, "430406198304129927");
    let certificate = desk.certificate(&number);
    assert_eq!((said.head, said.sheet), (certificate.head, 1));
    assert_ne!(said.head, [0; 8]);
    let face = desk.paper(&number, "F2");
    let shown = desk
        .office()
        .check_code(&number)
        .expect("a sound view")
        .expect("signed");
    assert!(
        face.replace(' ', "").contains(&shown.replace(' ', "")),
        "{shown} in {face}"
    );
    assert_eq!(verdict.check_code, Some(shown.replace(' ', "")));
    // That it was verified stands in the ledger, whose it is does not.
    let did = desk.did(DAY);
    let logged = did.iter().filter(|(did, ..)| *did == Did::VerifyCode);
    let logged: Vec<_> = logged.collect();
    assert_eq!(logged, [&(Did::VerifyCode, String::new(), number.clone())]);
}

#[test]
fn a_paper_made_again_is_the_same_to_the_byte_in_a_later_year_and_after_a_rebuild() {
    let mut desk = Desk::on(DAY);
    let number = desk.issued(LI);
    let first = desk.office().paper(&number, "F2").expect("a paper");
    desk.turn_to("2011-01-04");
    let second = desk.issued(&guo());
    assert_eq!(
        desk.office().store.code_keys().expect("a sound view").len(),
        2
    );
    let content = desk.office().view_content();
    assert_eq!(desk.rebuilt(), content);
    assert_eq!(desk.office().paper(&number, "F2").expect("again"), first);
    // Each year's certificate is signed by that year's key, and both are believed.
    for number in [&number, &second] {
        let code = desk.code(number);
        assert!(desk.verify(&code).is_genuine());
    }
    let codes = [desk.code(&number), desk.code(&second)];
    assert_ne!(codes[0][4..30], codes[1][4..30], "two keys");
}

/// Pixels to a millimetre: ten to a module.
const FINE: f32 = 20.0;
const MODULE: f32 = 0.5;
/// White modules around a code (ISO/IEC 18004).
const QUIET: f32 = 4.0;

#[test]
fn a_module_of_the_drawn_code_is_half_a_millimetre_and_four_around_it_are_white() {
    let mut desk = Desk::on(DAY);
    let number = desk.issued(LI);
    let office = desk.office();
    let record = office.printed_record(&number).expect("a sound view");
    let record = record.expect("it is on record");
    let laid = office.lay_out(&record.printing()).expect("it was printed");
    let face = laid.iter().find(|laid| laid.paper == "F2");
    let sheets = &face.expect("the certificate").document.sheets;
    let on_it = |sheet: &&Sheet| DPI.iter().any(|dpi| code_on(office, sheet, *dpi).is_some());
    let sheet = sheets.iter().find(on_it).expect("a page with a code");
    let page = raster(sheet, &office.fonts, &View::whole(sheet, FINE * 25.4)).expect("a page");
    let (width, height) = (page.width as usize, page.height as usize);
    let grey = |x: usize, y: usize| page.rgba[(y * width + x) * 4];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let code = picture.detect_grids().remove(0);
    let modules = 17 + 4 * code.decode().expect("it reads").0.version.0;
    let (from, to) = (code.bounds[0], code.bounds[2]);
    let side = (to.x - from.x) as f32 / FINE;
    let down = (to.y - from.y) as f32 / FINE;
    // The corners are known to the pixel.
    let slack = 1.5 / FINE;
    for side in [side, down] {
        assert!(
            side + slack >= MODULE * modules as f32,
            "{side} mm, {modules} modules"
        );
    }
    // The first finder pattern, counted in dark pixels: seven modules.
    let row = from.y as usize + (MODULE * FINE / 2.0) as usize;
    let start = from.x.max(2) as usize - 2;
    let dark = (start..).skip_while(|x| grey(*x, row) > 127);
    let dark = dark.take_while(|x| grey(*x, row) <= 127).count();
    assert!(dark as f32 >= 7.0 * MODULE * FINE - 1.0, "{dark} pixels");
    let edge = (QUIET * MODULE * FINE) as i32 - 1;
    let inside = |x: i32, y: i32| {
        (from.x - 1..=to.x + 1).contains(&x) && (from.y - 1..=to.y + 1).contains(&y)
    };
    for y in from.y - edge..to.y + edge {
        for x in from.x - edge..to.x + edge {
            let white = inside(x, y) || grey(x as usize, y as usize) == 255;
            assert!(white, "{x},{y} beside {from:?} to {to:?}");
        }
    }
}

#[test]
fn what_is_only_proved_bears_an_unsigned_code_as_large_as_the_real_one() {
    let mut desk = Desk::on(DAY);
    let submission = desk.submission(LI);
    let proof = desk
        .office()
        .preview(&submission, &clerk("周敏"))
        .expect("a proof");
    assert_eq!(
        desk.office().store.code_keys().expect("a sound view").len(),
        0
    );
    let face = proof.iter().find(|laid| laid.paper == "F2");
    let face = &face.expect("the certificate").document;
    let sample = codes(desk.office(), face);
    assert_eq!(desk.verify(&sample[0]).doubt, Some(Doubt::Sample));
    let number = desk.issued(LI);
    assert_eq!(desk.code(&number).len(), sample[0].len());
    let marked = face.sheets[0].items.iter().any(|item| match item {
        Item::Text(run) => run.text == "样张",
        _ => false,
    });
    assert!(marked, "样张 stands across it");
}

#[test]
fn the_check_code_stays_whatever_becomes_of_the_certificate() {
    let mut desk = Desk::on(DAY);
    let number = desk.issued(LI);
    let check = |desk: &mut Desk| desk.office().check_code(&number).expect("a sound view");
    let (first, code) = (check(&mut desk), desk.code(&number));
    let request = desk.request();
    let handed = desk
        .office()
        .hand_over(request, &number, "李春桃", &clerk("周敏"));
    handed.expect("handed over");
    assert_eq!(
        (check(&mut desk), desk.code(&number)),
        (first.clone(), code.clone())
    );
    desk.cancel(&number);
    // 作废 stands across what is printed of it now, the code included.
    assert_eq!(check(&mut desk), first);
}

#[test]
fn a_receiving_hall_believes_after_the_fingerprint_and_learns_what_is_void() {
    let mut desk = Desk::on(DAY);
    let number = desk.handed_over(LI);
    let code = desk.code(&number);
    let there = Receiver::new();
    assert_eq!(there.word(&code, DAY), "unknown_hall");
    let lists = desk.office().publish_lists(&there.stick()).expect("lists");
    assert!(matches!(
        there.take(VOID, ""),
        Err(VerifyError::List(ListError::UnknownHall))
    ));
    let unconfirmed = there.take(KEYS, "not what the hall read out");
    assert!(matches!(unconfirmed, Err(VerifyError::NotConfirmed { .. })));
    assert_eq!(there.word(&code, DAY), "unknown_hall");
    let taken = there.take(KEYS, &lists.fingerprint).expect("confirmed");
    assert_eq!((taken.kind, taken.entries), ("keys", 1));
    there.take(VOID, "").expect("signed by a trusted key");
    assert_eq!(there.word(&code, DAY), "genuine");
    let old = std::fs::read(there.stick().join(VOID)).expect("a list");

    desk.cancel(&number);
    let own = desk.verify(&code);
    let (cause, on) = (VoidCause::Cancelled, super::desk::day(DAY));
    assert_eq!(own.doubt, Some(Doubt::Void { cause, on }));
    desk.office().publish_lists(&there.stick()).expect("lists");
    assert_eq!(there.take(VOID, "").expect("a later list").entries, 1);
    assert_eq!(there.word(&code, DAY), "void");
    // The old list would bring her certificate back to life.
    std::fs::write(there.stick().join(VOID), old).expect("writes");
    let older = there.take(VOID, "");
    assert!(matches!(
        older,
        Err(VerifyError::List(ListError::Older { .. }))
    ));
    assert_eq!(there.word(&code, DAY), "void");
}

#[test]
fn a_list_made_again_without_a_new_act_is_the_same_file() {
    let mut desk = Desk::on(DAY);
    let nothing = desk.office().publish_lists(&Receiver::new().stick());
    assert!(matches!(nothing, Err(VerifyError::NoKey)));
    desk.issued(LI);
    let (one, other) = (Receiver::new(), Receiver::new());
    desk.office().publish_lists(&one.stick()).expect("lists");
    desk.turn_to("2010-04-01");
    desk.office().publish_lists(&other.stick()).expect("lists");
    for file in [KEYS, VOID] {
        let read = |there: &Receiver| std::fs::read(there.stick().join(file)).expect("a list");
        assert_eq!(read(&one), read(&other), "{file}");
    }
}

#[test]
fn a_corrected_sheet_stands_and_the_one_before_it_is_void() {
    let mut desk = Desk::on(DAY);
    let number = desk.issued(&guo());
    let first = desk.code(&number);
    let draft = right(&mut desk, &number);
    let wish = Wish {
        reason: "打印错误".to_owned(),
        ..desk.wish(&number)
    };
    let done = desk
        .office()
        .correct(&wish, &draft, &proofs(), &clerk("周敏"));
    let done = done.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(done.new_number, None);
    let second = desk.code(&number);
    assert_ne!(first, second);
    assert!(desk.verify(&second).is_genuine());
    assert_eq!(desk.verify(&first).word(), "void");
    let there = Receiver::new();
    let lists = desk.office().publish_lists(&there.stick()).expect("lists");
    there.take(KEYS, &lists.fingerprint).expect("confirmed");
    there.take(VOID, "").expect("signed");
    assert_eq!(there.word(&first, DAY), "void");
    assert_eq!(there.word(&second, DAY), "genuine");
}

#[test]
fn a_revoked_key_is_not_believed_and_the_next_certificate_has_another() {
    let mut desk = Desk::on(DAY);
    let number = desk.issued(LI);
    let code = desk.code(&number);
    let there = Receiver::new();
    let lists = desk.office().publish_lists(&there.stick()).expect("lists");
    there.take(KEYS, &lists.fingerprint).expect("confirmed");
    let id = desk.office().key_list().expect("a sound view").keys[0]
        .public
        .id();
    let unknown = desk.office().revoke_key("0000", &clerk("周敏"));
    assert!(matches!(unknown, Err(VerifyError::UnknownKey(_))));
    desk.office()
        .revoke_key(&id.to_string(), &clerk("周敏"))
        .expect("revoked");
    assert_eq!(desk.verify(&code).word(), "key_revoked");
    assert_eq!(desk.code(&number), code, "its paper stays as it was");
    let second = desk.issued(&guo());
    let second = desk.code(&second);
    assert!(desk.verify(&second).is_genuine());
    desk.office().publish_lists(&there.stick()).expect("lists");
    // The old key signs no list any more, and the new one is not known there.
    let list = there.take(KEYS, "");
    assert!(matches!(
        list,
        Err(VerifyError::List(ListError::UntrustedKey { .. }))
    ));
}

#[test]
fn without_the_private_key_nothing_is_issued_and_no_number_is_used() {
    let mut desk = Desk::on(DAY);
    let number = desk.issued(LI);
    let folder = desk.office().hall().code_keys();
    std::fs::rename(&folder, folder.with_extension("gone")).expect("moved away");
    let acts = desk.office().acts();
    let submission = desk.submission(&guo());
    let refused = desk.office().issue(&submission, &clerk("周敏"));
    let said = refused
        .expect_err("no key")
        .message()
        .say(crate::text::Lang::Zh);
    assert!(said.contains("密钥"), "{said}");
    assert_eq!(desk.office().acts(), acts);
    assert!(desk.office().paper(&number, "F2").is_err());
    std::fs::rename(folder.with_extension("gone"), &folder).expect("restored");
    desk.office()
        .issue(&submission, &clerk("周敏"))
        .expect("now it works");
}
