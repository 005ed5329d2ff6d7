//! Orders the looser matches of a name and says which of its characters matched.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use std::ops::Range;

/// fuzzy-matcher behind a door that lets only reproducible scores out.
pub struct Ranker(SkimMatcherV2);

impl Default for Ranker {
    fn default() -> Ranker {
        Ranker(SkimMatcherV2::default().ignore_case())
    }
}

impl Ranker {
    /// How well `asked` sits in `text`, higher is better.
    pub fn score(&self, text: &str, asked: &str) -> i64 {
        self.forget();
        self.0.fuzzy_match(text, asked).unwrap_or(0)
    }

    /// The characters of `text` that `asked` stands for, counted in characters.
    pub fn places(&self, text: &str, asked: &str) -> Vec<usize> {
        self.forget();
        (self.0.fuzzy_indices(text, asked))
            .map(|(_, places)| places)
            .unwrap_or_default()
    }

    /// fuzzy-matcher 0.3.7 reads bonuses that its last call left in its matrix, so a score would
    /// depend on who was ranked before. A call on a single letter shrinks the matrix, and what
    /// the next call adds to it is fresh. (Its own switch for this, `use_cache(false)`, borrows
    /// the matrix twice and panics.)
    fn forget(&self) {
        self.0.fuzzy_match("a", "a");
    }
}

/// Single places as ranges: 0, 1, 4 is 0..2, 4..5.
pub fn ranges(places: &[usize]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for place in places {
        match ranges.last_mut() {
            Some(range) if range.end == *place => range.end += 1,
            _ => ranges.push(*place..*place + 1),
        }
    }
    ranges
}
