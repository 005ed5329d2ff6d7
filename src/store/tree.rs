//! The tree of the view: entries as they are, or sealed under the hall's key.
//!
//! In a sealed hall every value is sealed with its key as associated data, so no entry stands in
//! another's place. Keys stay as they are, so that they can be gone through in order, but for the
//! identity papers in them, which are blind; an entry with a blind key has the whole key sealed
//! beside its value. Without a key the entries are exactly those of a hall that is not sealed.

use sled::{Db, IVec};

use super::error::ViewError;
use super::key::Space;
use super::record::Values;
use crate::seal::Key;

/// Beside the mark, which is not sealed either: what the key of this view leaves in it.
const FINGERPRINT: &[u8] = b"!k";
/// What the fingerprint is a digest of.
const FINGERPRINT_OF: &[u8] = b"view";

/// An entry as the view means it.
pub(super) type Pair = (IVec, IVec);

#[derive(Clone)]
pub(super) struct Tree {
    db: Db,
    key: Option<Key>,
}

impl Tree {
    /// # Errors
    /// [`ViewError::Damaged`] if the view was sealed under another key, or is not sealed as the
    /// hall is: it is folded anew.
    pub fn new(db: Db, key: Option<Key>) -> Result<Tree, ViewError> {
        let print = key.as_ref().map(|key| key.blind(FINGERPRINT_OF));
        let found = db.get(FINGERPRINT)?;
        let fresh = db.get(Space::Mark.prefix())?.is_none() && found.is_none();
        match &print {
            Some(print) if fresh => {
                db.insert(FINGERPRINT, print)?;
            }
            print if found.as_deref() != print.as_ref().map(<[u8; 16]>::as_slice) => {
                let reason = "it is not sealed under the hall's key";
                return Err(ViewError::Damaged(reason.to_owned()));
            }
            _ => {}
        }
        Ok(Tree { db, key })
    }

    pub fn is_sealed(&self) -> bool {
        self.key.is_some()
    }

    /// The entries as they are stored.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// An entry as it is stored.
    pub fn stored(&self, key: &[u8], value: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let Some(sealing) = &self.key else {
            return (key.to_vec(), value.to_vec());
        };
        let stored = self.stored_key(key);
        let content = match is_blind(key) {
            // A key is shorter than 64 KiB: its longest part is a name of the hall's.
            true => [&(key.len() as u16).to_le_bytes(), key, value].concat(),
            false => value.to_vec(),
        };
        let value = sealing.seal(&stored, &content);
        (stored, value)
    }

    /// A key, or what keys begin with, as it is stored.
    pub fn stored_key(&self, key: &[u8]) -> Vec<u8> {
        let Some(sealing) = self.key.as_ref().filter(|_| is_blind(key)) else {
            return key.to_vec();
        };
        let (space, rest) = key.split_at(1);
        let (before, name, after) = blind_part(space[0], rest);
        let blind = (!name.is_empty()).then(|| sealing.blind(name));
        let blind = blind.as_ref().map_or(&[][..], |blind| blind);
        [space, before, blind, after].concat()
    }

    /// The entries whose keys begin so, in the order in which they are stored.
    pub fn scan_prefix(
        &self,
        prefix: impl AsRef<[u8]>,
    ) -> impl Iterator<Item = Result<Pair, ViewError>> {
        let entries = self.db.scan_prefix(self.stored_key(prefix.as_ref()));
        entries.map(|entry| self.opened(entry?))
    }

    /// The keys that begin so, without opening what stands under them where that can be spared.
    pub fn keys(&self, prefix: impl AsRef<[u8]>) -> impl Iterator<Item = Result<IVec, ViewError>> {
        let prefix = prefix.as_ref();
        let blind = is_blind(prefix);
        let entries = self.db.scan_prefix(self.stored_key(prefix));
        entries.map(move |entry| match entry? {
            (key, _) if !blind => Ok(key),
            entry => Ok(self.opened(entry)?.0),
        })
    }

    /// The keys from one to another, the last not included; none of them blind.
    pub fn keys_between(
        &self,
        from: Vec<u8>,
        to: Vec<u8>,
    ) -> impl Iterator<Item = Result<IVec, ViewError>> {
        self.db.range(from..to).map(|entry| Ok(entry?.0))
    }

    fn opened(&self, (key, value): Pair) -> Result<Pair, ViewError> {
        let Some(sealing) = &self.key else {
            return Ok((key, value));
        };
        let content = sealing.open(&key, &value).map_err(|_| changed())?;
        if !is_blind(&key) {
            return Ok((key, IVec::from(content)));
        }
        let (length, rest) = content.split_first_chunk::<2>().ok_or_else(changed)?;
        let (key, value) = rest
            .split_at_checked(usize::from(u16::from_le_bytes(*length)))
            .ok_or_else(changed)?;
        Ok((IVec::from(key), IVec::from(value)))
    }
}

impl Values for Tree {
    fn value(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        let stored = self.stored_key(key);
        match self.db.get(&stored)? {
            Some(value) if self.key.is_none() => Ok(Some(value.to_vec())),
            Some(value) => Ok(Some(self.opened((IVec::from(stored), value))?.1.to_vec())),
            None => Ok(None),
        }
    }
}

fn changed() -> ViewError {
    ViewError::Damaged("an entry is not what was sealed there".to_owned())
}

/// Whether keys of this space hold an identity paper.
fn is_blind(key: &[u8]) -> bool {
    let blind = [Space::Paper as u8, Space::Spouse as u8, Space::Apart as u8];
    key.first().is_some_and(|space| blind.contains(space))
}

/// What stands before the identity paper, the paper, and what stands after it. A beginning of a key
/// that does not reach the paper has none.
fn blind_part(space: u8, rest: &[u8]) -> (&[u8], &[u8], &[u8]) {
    const PERSON: usize = 8;
    if space == Space::Apart as u8 {
        let (person, paper) = rest.split_at(rest.len().min(PERSON));
        return (person, paper, &[]);
    }
    let end = rest.iter().position(|byte| *byte == 0);
    let (paper, after) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
    (&[], paper, after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::PersonKey;

    const PAPER: &str = "43040619900315002X";

    fn tree(folder: &std::path::Path, key: Option<[u8; 32]>) -> Result<Tree, ViewError> {
        let db = sled::Config::new().path(folder).open()?;
        Tree::new(db, key.map(Key::new))
    }

    fn put(tree: &Tree, key: &[u8], value: &[u8]) {
        let (key, value) = tree.stored(key, value);
        tree.db().insert(key, value).expect("room");
    }

    #[test]
    fn a_sealed_entry_is_found_by_key_and_by_prefix_and_says_nothing_on_the_disk() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let tree = tree(place.path(), Some([1; 32])).expect("an empty view");
        let person = PersonKey(7);
        put(&tree, &Space::Paper.text(PAPER), b"seven");
        put(&tree, &Space::spouse(PAPER, person), b"");
        put(&tree, &Space::apart(person, PAPER), b"other");
        put(&tree, &Space::Person.person(person), "李春桃".as_bytes());
        let found = tree.value(&Space::Paper.text(PAPER)).expect("reads");
        assert_eq!(found.as_deref(), Some(&b"seven"[..]));
        let keys = |prefix: &[u8]| -> Vec<Vec<u8>> {
            let keys = tree.scan_prefix(prefix);
            keys.map(|pair| pair.expect("reads").0.to_vec()).collect()
        };
        assert_eq!(
            keys(&Space::Spouse.text(PAPER)),
            [Space::spouse(PAPER, person)]
        );
        assert_eq!(
            keys(&Space::Apart.person(person)),
            [Space::apart(person, PAPER)]
        );
        assert_eq!(keys(&Space::Apart.prefix()), [Space::apart(person, PAPER)]);
        assert_eq!(keys(&Space::Paper.prefix()), [Space::Paper.text(PAPER)]);
        assert!(keys(&Space::Spouse.text("4304")).is_empty());
        for entry in tree.db().iter() {
            let (key, value) = entry.expect("reads");
            let both = [key.as_ref(), &value].concat();
            for secret in [PAPER.as_bytes(), "李春桃".as_bytes(), b"seven"] {
                let found = both.windows(secret.len()).any(|part| part == secret);
                assert!(!found, "{secret:?}");
            }
        }
    }

    #[test]
    fn an_entry_moved_under_another_key_is_not_believed() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let tree = tree(place.path(), Some([1; 32])).expect("an empty view");
        put(&tree, &Space::Person.person(PersonKey(1)), b"one");
        let stored = tree.db().get(Space::Person.person(PersonKey(1)));
        let stored = stored.expect("reads").expect("there");
        let other = Space::Person.person(PersonKey(2));
        tree.db().insert(&other, stored).expect("room");
        assert!(matches!(tree.value(&other), Err(ViewError::Damaged(_))));
    }

    #[test]
    fn a_view_under_another_key_or_under_none_is_to_be_folded_anew() {
        let place = tempfile::tempdir().expect("a folder for the test");
        drop(tree(place.path(), Some([1; 32])).expect("an empty view"));
        for key in [Some([2; 32]), None] {
            let refused = tree(place.path(), key).err().expect("refused");
            assert!(refused.is_cured_by_rebuilding());
        }
        assert!(tree(place.path(), Some([1; 32])).is_ok());
    }

    #[test]
    fn without_a_key_entries_are_stored_as_they_are() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let tree = tree(place.path(), None).expect("an empty view");
        let key = Space::spouse(PAPER, PersonKey(7));
        assert_eq!(tree.stored(&key, b"value"), (key, b"value".to_vec()));
        assert!(tree.db().is_empty());
    }
}
