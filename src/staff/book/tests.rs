use super::*;
use crate::hostile::Hostile;
use crate::seal::{Chance, Stretch, join};

const HALL: [u8; 16] = [7; 16];
const HERS: &str = "白沙洲的桃花开了三月初";
const HIS: &str = "red kettle on the stove";

fn first() -> NewMember<'static> {
    NewMember {
        name: "刘志强",
        roles: Roles::of(&[Role::Administrator, Role::Supervisor]),
        password: HERS,
    }
}

fn second() -> NewMember<'static> {
    NewMember {
        name: "陈静",
        roles: Roles::of(&[Role::Clerk]),
        password: HIS,
    }
}

fn begun() -> (StaffBook, Keyring, [Share; 3], Chance) {
    let mut chance = Chance::new([1; 32]);
    let made = StaffBook::begin(HALL, first(), Stretch::FLOOR, &mut chance);
    let (book, keyring, shares) = made.expect("a good password");
    (book, keyring, shares, chance)
}

fn read_again(book: &StaffBook) -> StaffBook {
    StaffBook::read(HALL, &book.write().expect("small")).expect("as written")
}

#[test]
fn each_member_signs_in_with_her_own_password_alone() {
    let (mut book, keyring, _, mut chance) = begun();
    let id = book.join(&keyring, second(), Stretch::FLOOR, &mut chance);
    assert_eq!(id, Ok(2));
    let book = read_again(&book);
    let (member, keys) = book.open("陈静", HIS).expect("her password");
    assert!(member.roles.has(Role::Clerk) && keys == keyring);
    assert_eq!(book.open("陈静", HERS).err(), Some(StaffError::Password));
    assert_eq!(book.open("陈红", HIS).err(), Some(StaffError::Unknown));
}

#[test]
fn whoever_left_opens_nothing_of_what_comes_after_and_the_others_open_everything() {
    let (mut book, old, _, mut chance) = begun();
    let joined = book.join(&old, second(), Stretch::FLOOR, &mut chance);
    assert_eq!(joined, Ok(2));
    let letter = old.seal("guitai test", b"1", b"before");
    let new = book.leave(&old, "陈静", &mut chance).expect("a member");
    assert_eq!(book.open("陈静", HIS).err(), Some(StaffError::Unknown));
    let after = new.seal("guitai test", b"2", b"after");
    let book = read_again(&book);
    let (_, keys) = book.open("刘志强", HERS).expect("she stays");
    assert_eq!(keys, new);
    assert_eq!(
        keys.open("guitai test", b"1", &letter).as_deref(),
        Ok(&b"before"[..])
    );
    assert_eq!(
        keys.open("guitai test", b"2", &after).as_deref(),
        Ok(&b"after"[..])
    );
    assert!(old.open("guitai test", b"2", &after).is_err());
    assert!(keys.open("guitai test", b"2", &letter).is_err());
    assert!(keys.open("guitai other", b"1", &letter).is_err());
}

#[test]
fn two_papers_bring_the_keys_back_in_every_epoch_and_one_does_not() {
    let (mut book, keyring, [one, two, three], mut chance) = begun();
    assert_eq!(book.recover(&one, &three), Ok(keyring.clone()));
    let joined = book.join(&keyring, second(), Stretch::FLOOR, &mut chance);
    assert_eq!(joined, Ok(2));
    let new = book.leave(&keyring, "陈静", &mut chance).expect("a member");
    assert_eq!(book.recover(&two, &one), Ok(new));
    let same = book.recover(&one, &one);
    assert_eq!(same, Err(StaffError::Share(BadShare::Same)));
    let mut chance = Chance::new([2; 32]);
    let other = StaffBook::begin(HALL, first(), Stretch::FLOOR, &mut chance);
    let (_, _, [first, second, _]) = other.expect("a good password");
    assert_eq!(book.recover(&first, &second), Err(StaffError::OtherHall));
}

#[test]
fn new_papers_bring_the_keys_back_and_the_old_ones_do_not() {
    let (mut book, keyring, [one, two, _], mut chance) = begun();
    let [first, _, third] = book.new_shares(&keyring, &mut chance);
    assert_eq!(book.recover(&one, &two), Err(StaffError::OtherHall));
    assert_eq!(book.recover(&first, &third), Ok(keyring));
}

#[test]
fn a_new_password_works_and_the_old_one_does_not() {
    let (mut book, keyring, _, mut chance) = begun();
    let set = book.set_password(&keyring, "刘志强", HIS, Stretch::FLOOR, &mut chance);
    assert_eq!(set, Ok(()));
    assert_eq!(book.open("刘志强", HERS).err(), Some(StaffError::Password));
    assert!(book.open("刘志强", HIS).is_ok());
    let weak = book.set_password(&keyring, "刘志强", "123", Stretch::FLOOR, &mut chance);
    assert_eq!(weak, Err(StaffError::Weak(WeakPassword::TooShort)));
}

#[test]
fn a_role_that_was_put_in_without_the_key_is_seen() {
    let (mut book, keyring, _, mut chance) = begun();
    let joined = book.join(&keyring, second(), Stretch::FLOOR, &mut chance);
    assert_eq!(joined, Ok(2));
    let mut forged = book.clone();
    forged.members[1].roles = Roles::of(&Role::ALL);
    assert_eq!(forged.open("陈静", HIS).err(), Some(StaffError::Book));
    let mut swapped = book.clone();
    swapped.members[0].key = book.members[1].key.clone();
    assert_eq!(swapped.open("刘志强", HERS).err(), Some(StaffError::Book));
    let granted = book.set_roles(&keyring, "陈静", Roles::of(&[Role::Auditor]));
    assert_eq!(granted, Ok(()));
    assert!(book.open("陈静", HIS).is_ok());
}

#[test]
fn a_hall_keeps_an_administrator_and_every_member_a_name_and_a_role() {
    let (mut book, keyring, _, mut chance) = begun();
    let gone = book.leave(&keyring, "刘志强", &mut chance);
    assert_eq!(gone.err(), Some(StaffError::LastAdministrator));
    let clerk = Roles::of(&[Role::Clerk]);
    let set = book.set_roles(&keyring, "刘志强", clerk);
    assert_eq!(set, Err(StaffError::LastAdministrator));
    let mut refused = |new| book.join(&keyring, new, Stretch::FLOOR, &mut chance).err();
    assert_eq!(refused(first()), Some(StaffError::Name));
    let nameless = NewMember {
        name: " ",
        ..second()
    };
    assert_eq!(refused(nameless), Some(StaffError::Name));
    let idle = NewMember {
        roles: Roles::of(&[]),
        ..second()
    };
    assert_eq!(refused(idle), Some(StaffError::NoRole));
}

#[test]
fn no_bytes_make_reading_the_book_panic_and_another_halls_book_is_refused() {
    let (book, ..) = begun();
    let bytes = book.write().expect("small");
    assert_eq!(StaffBook::read([8; 16], &bytes), Err(StaffError::Book));
    for length in 0..bytes.len() {
        assert!(StaffBook::read(HALL, &bytes[..length]).is_err());
    }
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let _ = StaffBook::read(HALL, &flipped);
    }
}

#[test]
fn a_spoilt_book_or_paper_is_refused() {
    let (book, keyring, shares, _) = begun();
    let stored = book.write().expect("small");
    Hostile::new(vec![stored], &["刘志强"]).give("book of the staff", |bytes| {
        let book = StaffBook::read(HALL, bytes);
        book.is_ok_and(|book| {
            book.proof_under(&keyring).is_some() && book.named("刘志强").is_some()
        })
    });
    let papers = shares
        .iter()
        .map(|share| share.groups().join(" ").into_bytes());
    let papers: Vec<_> = papers.collect();
    Hostile::new(papers, &["ABCDE", " ", "-", "\n"]).give("paper of the recovery key", |bytes| {
        let share = String::from_utf8_lossy(bytes).parse::<Share>();
        share.is_ok_and(|share| {
            join(&share, &shares[0]).is_ok() || share.number() == shares[0].number()
        })
    });
}
