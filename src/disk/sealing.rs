use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::error::DiskError;
use crate::seal::Key;
use crate::staff::Keyring;

/// Whether and how the files of a hall are sealed.
#[derive(Clone, Default)]
pub struct Sealing(Option<Arc<Keyring>>);

impl fmt::Debug for Sealing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Sealing({})", self.is_on())
    }
}

impl Sealing {
    pub fn with(keyring: Arc<Keyring>) -> Sealing {
        Sealing(Some(keyring))
    }

    /// The keys of whoever is signed in; `None` if nothing is sealed.
    pub fn keyring(&self) -> Option<Arc<Keyring>> {
        self.0.clone()
    }

    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// The key for what is made anew whenever the staff changes; `None` if nothing is sealed.
    pub fn key(&self, purpose: &str) -> Option<Key> {
        Some(self.0.as_ref()?.key(purpose))
    }

    /// The bytes to be written for a file of this name.
    pub(super) fn written(&self, purpose: &str, name: &str, content: Vec<u8>) -> Vec<u8> {
        match &self.0 {
            Some(keyring) => keyring.seal(purpose, name.as_bytes(), &content),
            None => content,
        }
    }

    /// The content of a file that was read.
    ///
    /// # Errors
    /// [`DiskError::NotOpened`] if it is not what was sealed under this name.
    pub(super) fn read(
        &self,
        purpose: &str,
        name: &str,
        (path, bytes): (&Path, Vec<u8>),
    ) -> Result<Vec<u8>, DiskError> {
        let Some(keyring) = &self.0 else {
            return Ok(bytes);
        };
        let opened = keyring.open(purpose, name.as_bytes(), &bytes);
        opened.map_err(|_| DiskError::NotOpened {
            path: path.to_owned(),
        })
    }

    /// What stands for a name that would tell something of the content: the same in every epoch.
    pub(super) fn blind(&self, purpose: &str, name: &str) -> String {
        let Some(keyring) = &self.0 else {
            return name.to_owned();
        };
        // There is a first epoch in every keyring.
        let first = keyring.epochs().first().map(|key| key.derive(purpose, &[]));
        let blind = first.map_or([0; 16], |key| key.blind(name.as_bytes()));
        blind.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
