use std::fs;
use std::path::PathBuf;

use super::error::DiskError;
use super::hall::private;
use super::random::random_bytes;
use super::sealing::Sealing;
use super::whole::write_whole;
use crate::paper::seal::{PublicKey, SigningKey};

const PURPOSE: &str = "guitai 2026 code key v1";

/// The hall's private keys for the codes of certificates, one file a key, readable by the hall's
/// own account alone. In a hall that is not sealed, whoever can read its folder can sign in its
/// name; in a sealed one it takes a member of the staff. The keys of past years stay, because a paper of theirs is made
/// again with the very signature it had.
#[derive(Debug, Clone)]
pub struct CodeKeys {
    folder: PathBuf,
    sealing: Sealing,
}

impl CodeKeys {
    pub fn new(folder: PathBuf) -> CodeKeys {
        CodeKeys {
            folder,
            sealing: Sealing::default(),
        }
    }

    /// The same keys in a hall that seals its files so.
    pub fn sealed(self, sealing: Sealing) -> CodeKeys {
        CodeKeys { sealing, ..self }
    }

    /// Makes a key; it is on the disk before it is returned.
    ///
    /// # Errors
    /// What the disk says, or that the system has no random numbers.
    pub fn make(&self) -> Result<SigningKey, DiskError> {
        let seed: [u8; 32] = random_bytes()?;
        let key = SigningKey::from_seed(&seed);
        private(&self.folder)?;
        let (public, text) = (key.public(), hexadecimal(&seed));
        let name = public.id().to_string();
        let sealed = self.sealing.written(PURPOSE, &name, text.into_bytes());
        write_whole(&self.path(&public), &sealed)?;
        Ok(key)
    }

    /// The private key of a public one; `None` if it is not here, or its file is not what it was.
    pub fn find(&self, public: &PublicKey) -> Option<SigningKey> {
        let (path, name) = (self.path(public), public.id().to_string());
        let bytes = fs::read(&path).ok()?;
        let bytes = self.sealing.read(PURPOSE, &name, (&path, bytes)).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let key = SigningKey::from_seed(&seed_of(text.trim())?);
        (key.public() == *public).then_some(key)
    }

    fn path(&self, public: &PublicKey) -> PathBuf {
        self.folder.join(format!("{}.key", public.id()))
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn seed_of(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    let mut seed = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in seed.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |place: usize| char::from(pair[place]).to_digit(16);
        *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
    }
    Some(seed)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_is_found_again_and_no_other_account_reads_it() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let keys = CodeKeys::new(place.path().join("keys"));
        let made = keys.make().expect("a key").public();
        assert_eq!(keys.find(&made).expect("it is there").public(), made);
        let other = keys.make().expect("another").public();
        assert_ne!(made, other);
        let mode = |path: PathBuf| fs::metadata(path).expect("there").permissions().mode();
        assert_eq!(mode(keys.path(&made)) & 0o777, 0o600);
        assert_eq!(mode(keys.folder.clone()) & 0o777, 0o700);
        // A file under the name of another key is none.
        fs::copy(keys.path(&other), keys.path(&made)).expect("a copy");
        assert!(keys.find(&made).is_none());
        fs::write(keys.path(&made), "not hexadecimal").expect("writes");
        assert!(keys.find(&made).is_none());
    }
}
