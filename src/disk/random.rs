use std::cell::Cell;
use std::io;
use std::path::Path;

use super::error::DiskError;

/// Bytes nobody can guess.
///
/// # Errors
/// [`DiskError::Io`] on a system that has no random numbers yet.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], DiskError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| DiskError::io(Path::new("/dev/urandom"), io::Error::other(error)))?;
    Ok(bytes)
}

/// Gives every request an id of its own. The chance is asked once, so that no request fails later
/// for want of it.
#[derive(Debug)]
pub struct RequestIds {
    seed: [u8; 16],
    given: Cell<u64>,
}

impl RequestIds {
    /// # Errors
    /// As [`random_bytes`].
    pub fn new() -> Result<RequestIds, DiskError> {
        Ok(RequestIds {
            seed: random_bytes()?,
            given: Cell::new(0),
        })
    }

    pub fn next(&self) -> [u8; 16] {
        let number = self.given.get();
        self.given.set(number + 1);
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.seed).update(&number.to_le_bytes());
        let mut id = [0; 16];
        hasher.finalize_xof().fill(&mut id);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_requests_have_one_id() {
        let one = RequestIds::new().expect("random numbers");
        let other = RequestIds::new().expect("random numbers");
        let ids = [one.next(), one.next(), other.next(), other.next()];
        assert_eq!(
            ids.iter().collect::<std::collections::BTreeSet<_>>().len(),
            4
        );
    }
}
