//! Serials that are left out because the hall was restored from a backup.

use super::Store;
use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::Outcome;
use super::record::Values;
use crate::record::HallRestored;

/// Years, each with the last serial that is left out.
type Gaps = Vec<(i32, u32)>;

impl Fold<'_> {
    pub(super) fn restored(&mut self, restored: &HallRestored) -> Result<Outcome, ViewError> {
        let key = Space::Gap.prefix();
        let mut gaps: Gaps = match self.value(&key)? {
            Some(bytes) => postcard::from_bytes(&bytes)?,
            None => Gaps::new(),
        };
        gaps.push((restored.year, restored.serials_after));
        self.put(key, &gaps)?;
        Ok(Outcome::Noted)
    }
}

impl Store {
    /// The last serial that is left out of a series; 0 if none is.
    pub(super) fn gap_of(&self, series: &str) -> Result<u32, ViewError> {
        let gaps: Gaps = self.read(&Space::Gap.prefix())?.unwrap_or_default();
        let applies = gaps.iter().filter(|(year, _)| concerns(series, *year));
        Ok(applies.map(|(_, serial)| *serial).max().unwrap_or(0))
    }

    /// The highest serial given in any series.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn highest_serial(&self) -> Result<u32, ViewError> {
        let mut highest = 0;
        for entry in self.db.scan_prefix(Space::Series.prefix()) {
            let serial: u32 = postcard::from_bytes(&entry?.1)?;
            highest = highest.max(serial);
        }
        Ok(highest)
    }
}

/// Whether a series may have gone on in this year while it was lost. One that names a later year
/// in its last part was not begun then; one that names no year is of every year.
fn concerns(series: &str, year: i32) -> bool {
    let last = series.rsplit('-').next().unwrap_or_default();
    let named = last.parse::<i32>();
    !named.is_ok_and(|named| (year + 1..=year + 200).contains(&named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_of_a_later_year_have_no_gap() {
        assert!(concerns("certificate-2026", 2026));
        assert!(!concerns("certificate-2027", 2026));
        assert!(concerns("SQ-430406005-2026", 2026));
        assert!(!concerns("样SQ-430406005-2027", 2026));
        assert!(concerns("YJ-430406005", 2026), "it names no year");
    }
}
