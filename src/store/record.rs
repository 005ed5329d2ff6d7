use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::ViewError;

/// The most bytes of one value. sled keeps larger leaves in files of their own, which it does not
/// sync.
const PART: usize = 3_000;

/// A key and its value.
pub(super) type Entry = (Vec<u8>, Vec<u8>);

/// Something that gives the value of a key.
pub(super) trait Values {
    fn value(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError>;

    /// A record of any length, put together from its parts.
    fn record<T: DeserializeOwned>(&self, key: &[u8]) -> Result<Option<T>, ViewError> {
        let Some(first) = self.value(&part_key(key, 0))? else {
            return Ok(None);
        };
        let (count, start) = first
            .split_first_chunk::<2>()
            .ok_or_else(|| ViewError::Damaged("a record without its length".to_owned()))?;
        let mut bytes = start.to_vec();
        for part in 1..u16::from_be_bytes(*count) {
            let value = self.value(&part_key(key, part))?;
            let missing = || ViewError::Damaged("a record with a part missing".to_owned());
            bytes.extend(value.ok_or_else(missing)?);
        }
        Ok(Some(postcard::from_bytes(&bytes)?))
    }
}

/// The keys and values a record is stored under.
pub(super) fn parts<T: Serialize>(key: &[u8], record: &T) -> Result<Vec<Entry>, ViewError> {
    let bytes = postcard::to_stdvec(record)?;
    let chunks: Vec<&[u8]> = bytes.chunks(PART).collect();
    let count = u16::try_from(chunks.len())
        .map_err(|_| ViewError::Damaged("a record too long to keep".to_owned()))?;
    let mut parts = Vec::new();
    for (place, chunk) in (0..count).zip(chunks) {
        let mut value = Vec::new();
        if place == 0 {
            value.extend(count.to_be_bytes());
        }
        value.extend(chunk);
        parts.push((part_key(key, place), value));
    }
    Ok(parts)
}

/// Whether the key is that of a record's first part, and the key of the whole record.
pub(super) fn is_first_part(key: &[u8]) -> bool {
    key.ends_with(&[0, 0])
}

pub(super) fn part_key(key: &[u8], part: u16) -> Vec<u8> {
    let mut whole = key.to_vec();
    whole.extend(part.to_be_bytes());
    whole
}
