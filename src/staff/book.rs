//! The staff book: who may sign in, each with a slot of her own.

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::keyring::Keyring;
use super::role::{Role, Roles};
use crate::seal::{
    BadShare, Chance, Key, PublicKey, Secret, Share, Slot, SlotError, Stretch, WeakPassword,
    Wrapped, fit_password, join, split,
};

const LAYOUT: u16 = 1;
const PROOF: &str = "guitai 2026 staff book v1";
/// Members a hall has at most: more than any street office, few enough to read without care.
const MOST: usize = 1_000;
/// Characters of the longest name.
const LONGEST_NAME: usize = 40;

/// One person with a password of her own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// From 1, never given twice.
    pub id: u16,
    pub name: String,
    pub roles: Roles,
    slot: Slot,
    /// The key of the present epoch for her secret.
    key: Wrapped,
}

/// Who is to join.
#[derive(Clone, Copy)]
pub struct NewMember<'a> {
    pub name: &'a str,
    pub roles: Roles,
    pub password: &'a str,
}

/// The members of one hall and what each needs to come by its keys. Not secret; every change is
/// proved under the hall's key, so that nobody without it puts in a member or a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffBook {
    layout: u16,
    hall: [u8; 16],
    members: Vec<Member>,
    /// The next member's number.
    next: u16,
    /// What the paper shares are the secret of, and the present key for it.
    recovery: (PublicKey, Wrapped),
    /// The key of each earlier epoch, sealed under the one after it.
    before: Vec<Vec<u8>>,
    proof: [u8; 32],
}

/// Why the staff book did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffError {
    /// No member has this name.
    Unknown,
    /// Not her password.
    Password,
    /// The book asks for work that no hall set, is of another hall or another program, or was
    /// changed by somebody without its key.
    Book,
    Weak(WeakPassword),
    /// A name that is empty, too long, or another member's.
    Name,
    /// A member needs a role.
    NoRole,
    /// The last administrator cannot go.
    LastAdministrator,
    Share(BadShare),
    /// The shares are whole but not of this hall.
    OtherHall,
}

impl From<SlotError> for StaffError {
    fn from(error: SlotError) -> StaffError {
        match error {
            SlotError::Password => StaffError::Password,
            SlotError::Stretch => StaffError::Book,
        }
    }
}

impl StaffBook {
    /// The book of a hall with its first member, her keys, and the three papers of the recovery
    /// key.
    ///
    /// # Errors
    /// [`StaffError::Weak`], [`StaffError::Name`], [`StaffError::NoRole`].
    pub fn begin(
        hall: [u8; 16],
        first: NewMember<'_>,
        stretch: Stretch,
        chance: &mut Chance,
    ) -> Result<(StaffBook, Keyring, [Share; 3]), StaffError> {
        let keyring = Keyring::new(Vec::new(), Key::new(chance.bytes()));
        let mut recovery = chance.bytes::<32>();
        let shares = split(&recovery, chance.bytes(), chance.bytes());
        let public = Secret::new(recovery).public();
        recovery.zeroize();
        let wrapped = public.wrap(keyring.current(), &about(hall, 0, 1), chance);
        let mut book = StaffBook {
            layout: LAYOUT,
            hall,
            members: Vec::new(),
            next: 1,
            recovery: (public, wrapped),
            before: Vec::new(),
            proof: [0; 32],
        };
        book.join(&keyring, first, stretch, chance)?;
        Ok((book, keyring, shares))
    }

    /// # Errors
    /// [`StaffError::Book`] for bytes that are no book of this hall.
    pub fn read(hall: [u8; 16], bytes: &[u8]) -> Result<StaffBook, StaffError> {
        let book: StaffBook = postcard::from_bytes(bytes).map_err(|_| StaffError::Book)?;
        let fits = book.layout == LAYOUT && book.hall == hall && book.members.len() <= MOST;
        if fits {
            Ok(book)
        } else {
            Err(StaffError::Book)
        }
    }

    pub fn write(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_stdvec(self)
    }

    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The member of this name.
    pub fn named(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// The keys, for a member and her password.
    ///
    /// # Errors
    /// [`StaffError::Unknown`], [`StaffError::Password`], and [`StaffError::Book`] if the book was
    /// changed by somebody without its key.
    pub fn open(&self, name: &str, password: &str) -> Result<(&Member, Keyring), StaffError> {
        let member = self.named(name).ok_or(StaffError::Unknown)?;
        let secret = member.slot.open(password, &self.slot_about(member.id))?;
        let key = secret.unwrap(&self.about(member.id), &member.key);
        let keyring = self.keyring(key.map_err(|_| StaffError::Book)?)?;
        Ok((member, keyring))
    }

    /// The keys, for two papers of the recovery key.
    ///
    /// # Errors
    /// [`StaffError::Share`] and [`StaffError::OtherHall`].
    pub fn recover(&self, one: &Share, other: &Share) -> Result<Keyring, StaffError> {
        let secret = Secret::new(join(one, other).map_err(StaffError::Share)?);
        let (public, wrapped) = &self.recovery;
        if secret.public() != *public {
            return Err(StaffError::OtherHall);
        }
        let key = secret.unwrap(&self.about(0), wrapped);
        self.keyring(key.map_err(|_| StaffError::Book)?)
    }

    /// Takes in a member.
    ///
    /// # Errors
    /// [`StaffError::Weak`], [`StaffError::Name`], [`StaffError::NoRole`].
    pub fn join(
        &mut self,
        keyring: &Keyring,
        new: NewMember<'_>,
        stretch: Stretch,
        chance: &mut Chance,
    ) -> Result<u16, StaffError> {
        let name = new.name.trim();
        let length = name.chars().count();
        let known = self.named(name).is_some() || self.members.len() >= MOST;
        if known || length == 0 || length > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(StaffError::Name);
        }
        if new.roles.is_empty() {
            return Err(StaffError::NoRole);
        }
        fit_password(new.password, name).map_err(StaffError::Weak)?;
        let id = self.next;
        let (slot, key) = self.place(id, keyring, new.password, stretch, chance)?;
        self.next = id.checked_add(1).ok_or(StaffError::Name)?;
        self.members.push(Member {
            id,
            name: name.to_owned(),
            roles: new.roles,
            slot,
            key,
        });
        self.prove(keyring);
        Ok(id)
    }

    /// A member leaves: from now on everything is sealed under a key that she never had.
    ///
    /// # Errors
    /// [`StaffError::Unknown`], [`StaffError::LastAdministrator`].
    pub fn leave(
        &mut self,
        keyring: &Keyring,
        name: &str,
        chance: &mut Chance,
    ) -> Result<Keyring, StaffError> {
        let member = self.named(name).ok_or(StaffError::Unknown)?;
        let id = member.id;
        self.must_keep_administrator(id)?;
        self.members.retain(|member| member.id != id);
        let next = Key::new(chance.bytes());
        let sealed = next.seal(&self.before_about(), &key_bytes(keyring.current()));
        self.before.push(sealed);
        let next = Keyring::new(keyring.epochs().to_vec(), next);
        let epoch = self.epoch();
        for member in &mut self.members {
            let about = about(self.hall, member.id, epoch);
            member.key = member.slot.public().wrap(next.current(), &about, chance);
        }
        let about = self.about(0);
        self.recovery.1 = self.recovery.0.wrap(next.current(), &about, chance);
        self.prove(&next);
        Ok(next)
    }

    /// Gives a member another password; the secret behind it is another too.
    ///
    /// # Errors
    /// [`StaffError::Unknown`], [`StaffError::Weak`].
    pub fn set_password(
        &mut self,
        keyring: &Keyring,
        name: &str,
        password: &str,
        stretch: Stretch,
        chance: &mut Chance,
    ) -> Result<(), StaffError> {
        let member = self.named(name).ok_or(StaffError::Unknown)?;
        let id = member.id;
        fit_password(password, name).map_err(StaffError::Weak)?;
        let (slot, key) = self.place(id, keyring, password, stretch, chance)?;
        for member in self.members.iter_mut().filter(|member| member.id == id) {
            (member.slot, member.key) = (slot.clone(), key.clone());
        }
        self.prove(keyring);
        Ok(())
    }

    /// Gives a member other roles.
    ///
    /// # Errors
    /// [`StaffError::Unknown`], [`StaffError::NoRole`], [`StaffError::LastAdministrator`].
    pub fn set_roles(
        &mut self,
        keyring: &Keyring,
        name: &str,
        roles: Roles,
    ) -> Result<(), StaffError> {
        let id = self.named(name).ok_or(StaffError::Unknown)?.id;
        if roles.is_empty() {
            return Err(StaffError::NoRole);
        }
        if !roles.has(Role::Administrator) {
            self.must_keep_administrator(id)?;
        }
        for member in self.members.iter_mut().filter(|member| member.id == id) {
            member.roles = roles;
        }
        self.prove(keyring);
        Ok(())
    }

    /// Three new papers of a new recovery key.
    pub fn new_shares(&mut self, keyring: &Keyring, chance: &mut Chance) -> [Share; 3] {
        let mut recovery = chance.bytes::<32>();
        let shares = split(&recovery, chance.bytes(), chance.bytes());
        let public = Secret::new(recovery).public();
        recovery.zeroize();
        let wrapped = public.wrap(keyring.current(), &self.about(0), chance);
        self.recovery = (public, wrapped);
        self.prove(keyring);
        shares
    }

    fn must_keep_administrator(&self, leaving: u16) -> Result<(), StaffError> {
        let mut others = self.members.iter().filter(|member| member.id != leaving);
        match others.any(|member| member.roles.has(Role::Administrator)) {
            true => Ok(()),
            false => Err(StaffError::LastAdministrator),
        }
    }

    fn place(
        &self,
        id: u16,
        keyring: &Keyring,
        password: &str,
        stretch: Stretch,
        chance: &mut Chance,
    ) -> Result<(Slot, Wrapped), StaffError> {
        let secret = Secret::new(chance.bytes());
        let slot = Slot::new(&secret, password, stretch, &self.slot_about(id), chance)?;
        let key = secret.public();
        let key = key.wrap(keyring.current(), &self.about(id), chance);
        Ok((slot, key))
    }

    /// All keys, from that of the present epoch back to the first.
    fn keyring(&self, current: Key) -> Result<Keyring, StaffError> {
        let mut keys = vec![current];
        for (place, sealed) in self.before.iter().enumerate().rev() {
            // The loop begins with one key.
            let after = &keys[keys.len() - 1];
            let content = after.open(&before_about(self.hall, place), sealed);
            let mut content = content.map_err(|_| StaffError::Book)?;
            let bytes = <[u8; 32]>::try_from(content.as_slice());
            content.zeroize();
            keys.push(Key::new(bytes.map_err(|_| StaffError::Book)?));
        }
        keys.reverse();
        let current = keys.pop().ok_or(StaffError::Book)?;
        let keyring = Keyring::new(keys, current);
        match self.proof_under(&keyring) == Some(self.proof) {
            true => Ok(keyring),
            false => Err(StaffError::Book),
        }
    }

    fn prove(&mut self, keyring: &Keyring) {
        // Serialising plain data of a bounded size does not fail; without a proof nobody signs in.
        self.proof = self.proof_under(keyring).unwrap_or([0; 32]);
    }

    fn proof_under(&self, keyring: &Keyring) -> Option<[u8; 32]> {
        let bare = StaffBook {
            proof: [0; 32],
            ..self.clone()
        };
        let bytes = postcard::to_stdvec(&bare).ok()?;
        Some(key_bytes(&keyring.current().derive(PROOF, &bytes)))
    }

    /// The present epoch, from 1.
    fn epoch(&self) -> usize {
        self.before.len() + 1
    }

    fn about(&self, id: u16) -> Vec<u8> {
        about(self.hall, id, self.epoch())
    }

    fn slot_about(&self, id: u16) -> Vec<u8> {
        [self.hall.as_slice(), b"slot", &id.to_le_bytes()].concat()
    }

    fn before_about(&self) -> Vec<u8> {
        before_about(self.hall, self.before.len())
    }
}

/// A wrapped key is for one member in one epoch.
fn about(hall: [u8; 16], id: u16, epoch: usize) -> Vec<u8> {
    let epoch = (epoch as u64).to_le_bytes();
    [hall.as_slice(), b"key", &id.to_le_bytes(), &epoch].concat()
}

fn before_about(hall: [u8; 16], place: usize) -> Vec<u8> {
    let place = (place as u64).to_le_bytes();
    [hall.as_slice(), b"before", &place].concat()
}

fn key_bytes(key: &Key) -> [u8; 32] {
    *key.bytes()
}

#[cfg(test)]
mod tests;
