//! The names a term may mean, taken from the most promising columns within fixed budgets.

use super::names::Names;
use super::{MatchKind, judge, near};

/// Names looked at for the rarer ways of matching.
const NAMES_LOOKED_AT: usize = 6_000;
/// The same where coming near is enough, which takes longer to judge.
const NAMES_LOOKED_AT_NEAR: usize = 1_000;

/// Ways of matching, and how many names may be taken for them together.
type Quota<'a> = (&'a [MatchKind], usize);

/// Names that match, gathered from the most promising columns first.
#[derive(Default)]
pub struct Candidates {
    pub kinds: Vec<(u32, MatchKind)>,
    /// Whether a column was left before its end.
    pub more: bool,
}

impl Candidates {
    pub fn by_signs(names: &Names, asked: &str, most: usize) -> Candidates {
        use MatchKind::{Loose, Part, Start, Whole};
        let mut candidates = Candidates::default();
        let judge = |name: u32| judge::name(asked, names.text(name));
        let starts = names.name_start(asked).iter().copied();
        candidates.take(starts, &[(&[Whole, Start], most / 2)], judge);
        let others = names.with_rarest_sign(asked).iter().copied();
        candidates.take(others, &[(&[Part], most / 4), (&[Loose], most / 4)], judge);
        candidates
    }

    pub fn by_letters(names: &Names, asked: &str, most: usize) -> Candidates {
        use MatchKind::{Initials, Loose, Mixed, Start, Whole};
        let mut candidates = Candidates::default();
        let judge = |name: u32| judge::pinyin(asked, names.pinyin(name));
        let heads = names.initials_start(asked).iter().copied();
        candidates.take(heads, &[(&[Initials], most / 4)], judge);
        if asked.len() == 1 {
            // A single letter at the start counts as an initial and was taken above; only a
            // person whose whole name is that letter is left, at the front of the range.
            candidates.take(
                names.reading_start(asked).take(most / 4),
                &[(&[Whole], most / 4)],
                judge,
            );
        } else {
            candidates.take(
                names.reading_start(asked),
                &[(&[Whole, Start], most / 4)],
                judge,
            );
        }
        let left = most - candidates.kinds.len();
        let looser: [Quota; 2] = [(&[Mixed], left - left / 4), (&[Loose], left / 4)];
        candidates.take(names.with_letters(asked), &looser, judge);
        candidates
    }

    /// Names that the signs come near: by their sound, or but for one sign. When several terms are
    /// asked for, a name that matches strictly is one of them, for another term may only come near.
    pub fn near_signs(names: &Names, asked: &str, heard: &[String], most: usize) -> Candidates {
        use MatchKind::{SameSound, Slip};
        let mut candidates = Candidates::by_signs(names, asked, most / 4);
        let judge = |name: u32| {
            let text = names.text(name);
            let near = || near::signs(asked, heard, text, [names.pinyin(name)]);
            judge::name(asked, text).map_or_else(near, |_| None)
        };
        for heard in heard {
            let heard: String = heard.split(' ').collect();
            let names = names.reading_start(&heard);
            candidates.take_near(names, &[(&[SameSound], most / 4)], judge);
        }
        if near::forgives_sign(asked) {
            let others = names.with_two_rarest_signs(asked);
            candidates.take_near(others, &[(&[Slip], most / 4)], judge);
        }
        candidates.without_repeats()
    }

    /// Names whose reading the letters come near.
    pub fn near_letters(names: &Names, asked: &str, most: usize) -> Candidates {
        use MatchKind::Slip;
        let mut candidates = Candidates::by_letters(names, asked, most / 4);
        if !near::forgives_letters(asked) {
            return candidates;
        }
        let judge = |name: u32| {
            let reading = names.pinyin(name);
            let near = || near::letters(asked, reading);
            judge::pinyin(asked, reading).map_or_else(near, |_| None)
        };
        for range in names.reading_start_but_one(asked) {
            candidates.take_near(range, &[(&[Slip], most / 4)], judge);
        }
        for asked in near::swapped(asked) {
            let heads = names.initials_start(&asked).iter().copied();
            candidates.take_near(heads, &[(&[Slip], most / 4)], judge);
        }
        let changed = names.with_letters_at_start(asked);
        candidates.take_near(changed, &[(&[Slip], most / 4)], judge);
        candidates.without_repeats()
    }

    /// A name may come near in several ways.
    fn without_repeats(mut self) -> Candidates {
        self.kinds.sort_unstable();
        self.kinds.dedup();
        self
    }

    /// Takes names that match in one of the wanted ways, each up to its quota, until the quota of
    /// the best way is used up. Whoever matches in another way comes from another column, so
    /// nobody is taken twice.
    fn take(
        &mut self,
        names: impl Iterator<Item = u32>,
        wanted: &[Quota],
        judge: impl Fn(u32) -> Option<MatchKind>,
    ) {
        self.take_of(NAMES_LOOKED_AT, names, wanted, judge);
    }

    fn take_near(
        &mut self,
        names: impl Iterator<Item = u32>,
        wanted: &[Quota],
        judge: impl Fn(u32) -> Option<MatchKind>,
    ) {
        self.take_of(NAMES_LOOKED_AT_NEAR, names, wanted, judge);
    }

    fn take_of(
        &mut self,
        most: usize,
        names: impl Iterator<Item = u32>,
        wanted: &[Quota],
        judge: impl Fn(u32) -> Option<MatchKind>,
    ) {
        let mut quotas = wanted.to_vec();
        for (looked_at, name) in names.enumerate() {
            if looked_at == most {
                self.more = true;
                return;
            }
            let Some(kind) = judge(name) else { continue };
            let quota = quotas
                .iter_mut()
                .position(|(kinds, _)| kinds.contains(&kind));
            match quota.map(|quota| (quota, &mut quotas[quota].1)) {
                None => {}
                Some((quota, 0)) => {
                    self.more = true;
                    if quota == 0 {
                        return;
                    }
                }
                Some((_, left)) => {
                    *left -= 1;
                    self.kinds.push((name, kind));
                }
            }
        }
    }
}
