use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::chance::Chance;
use super::key::{Key, NotOpened};
use super::password::{BadStretch, Stretch};
use super::wrap::{PublicKey, Secret};

/// A member's secret under her password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    salt: [u8; 16],
    stretch: Stretch,
    public: PublicKey,
    secret: Vec<u8>,
}

/// Why a slot was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotError {
    /// Not the password, or the slot was changed: nobody can tell which.
    Password,
    /// The slot asks for work that no hall set.
    Stretch,
}

impl From<BadStretch> for SlotError {
    fn from(_: BadStretch) -> SlotError {
        SlotError::Stretch
    }
}

impl From<NotOpened> for SlotError {
    fn from(_: NotOpened) -> SlotError {
        SlotError::Password
    }
}

impl Slot {
    /// A slot for this secret. `about` names the hall and the member: in another's place the slot
    /// does not open.
    ///
    /// # Errors
    /// [`SlotError::Stretch`] if the work is not allowed.
    pub fn new(
        secret: &Secret,
        password: &str,
        stretch: Stretch,
        about: &[u8],
        chance: &mut Chance,
    ) -> Result<Slot, SlotError> {
        let salt = chance.bytes();
        let public = secret.public();
        let key = stretch.key(password, &salt)?;
        Ok(Slot {
            salt,
            stretch,
            public,
            secret: key.seal(&bound(about, public), secret.bytes()),
        })
    }

    pub fn public(&self) -> PublicKey {
        self.public
    }

    /// The secret, for whoever knows the password.
    ///
    /// # Errors
    /// [`SlotError`]; a wrong password and a changed slot are the same.
    pub fn open(&self, password: &str, about: &[u8]) -> Result<Secret, SlotError> {
        let key: Key = self.stretch.key(password, &self.salt)?;
        let mut content = key.open(&bound(about, self.public), &self.secret)?;
        let bytes = <[u8; 32]>::try_from(content.as_slice());
        content.zeroize();
        let secret = Secret::new(bytes.map_err(|_| SlotError::Password)?);
        match secret.public() == self.public {
            true => Ok(secret),
            false => Err(SlotError::Password),
        }
    }
}

/// The public key is bound too, so that nobody puts their own beside another's secret.
fn bound(about: &[u8], public: PublicKey) -> Vec<u8> {
    [about, &public.0].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hostile::Hostile;
    use crate::seal::FrameKeys;

    fn made() -> (Secret, Slot) {
        let secret = Secret::new([4; 32]);
        let mut chance = Chance::new([1; 32]);
        let slot = Slot::new(
            &secret,
            "白沙洲的桃花开了",
            Stretch::FLOOR,
            b"1",
            &mut chance,
        );
        (secret, slot.expect("allowed work"))
    }

    #[test]
    fn a_slot_opens_with_its_password_in_its_place_alone() {
        let (secret, slot) = made();
        let opened = slot.open("白沙洲的桃花开了", b"1").expect("the password");
        assert_eq!(opened.public(), secret.public());
        let failed = |password, about| slot.open(password, about).map(|_| ());
        assert_eq!(failed("白沙洲的桃花落了", b"1"), Err(SlotError::Password));
        assert_eq!(failed("白沙洲的桃花开了", b"2"), Err(SlotError::Password));
        let exchanged = Slot {
            public: Secret::new([5; 32]).public(),
            ..slot.clone()
        };
        assert!(exchanged.open("白沙洲的桃花开了", b"1").is_err());
    }

    #[test]
    fn a_slot_that_asks_for_a_gigabyte_of_passes_is_refused_at_once() {
        let (_, slot) = made();
        let hostile = Slot {
            stretch: Stretch {
                memory: u32::MAX,
                passes: u32::MAX,
            },
            ..slot
        };
        let opened = hostile.open("白沙洲的桃花开了", b"1").map(|_| ());
        assert_eq!(opened, Err(SlotError::Stretch));
    }

    #[test]
    fn a_spoilt_slot_or_tree_of_keys_opens_nothing_and_asks_for_no_work_without_end() {
        let mut chance = Chance::new([1; 32]);
        let secret = Secret::new([3; 32]);
        let slot = Slot::new(&secret, "red kettle", Stretch::FLOOR, b"", &mut chance);
        let slot = postcard::to_stdvec(&slot.expect("allowed")).expect("small");
        Hostile::new(vec![slot], &[]).give("key slot", |bytes| {
            let Ok(read) = postcard::from_bytes::<Slot>(bytes) else {
                return false;
            };
            // What was not changed takes a tenth of a second, and what is allowed up to minutes.
            let Stretch { memory, passes } = read.stretch;
            if !(64 << 10..=1 << 20).contains(&memory) || !(3..=24).contains(&passes) {
                assert!(matches!(
                    read.open("red kettle", b""),
                    Err(SlotError::Stretch)
                ));
                return false;
            }
            true
        });
        let mut tree = FrameKeys::new([5; 32]);
        tree.destroy(9);
        let tree = postcard::to_stdvec(&tree).expect("small");
        Hostile::new(vec![tree], &[]).give("tree of keys", |bytes| {
            let tree = postcard::from_bytes::<FrameKeys>(bytes);
            tree.is_ok_and(|mut tree| {
                let before = tree.key(8).is_some();
                tree.destroy(8) == before && tree.key(8).is_none()
            })
        });
    }
}
