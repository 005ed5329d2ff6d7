//! A key for each frame of the ledger, every one of which can be destroyed for good.
//!
//! The keys are the leaves of a binary tree (Goldreich, Goldwasser and Micali): each node's two
//! children are digests of it, and the leaf's number says which way to go. Whoever keeps the root
//! can make every key; to destroy one, the root is replaced by the siblings along the way to that
//! leaf, from which all other leaves can be made and this one cannot. What is kept grows by at most
//! [`DEPTH`] nodes for each frame that is erased, far less where erased frames stand together, and
//! not at all with the frames of the ledger.
//!
//! A key for each frame and not for each person: what somebody has deleted is seldom all that is
//! kept of her, and a frame is often about more than one (a couple, an old register that was taken
//! over, a confirmed report). So what stays of a frame is entered anew in a later one, and the old
//! frame's key is destroyed; its sealed bytes stay, and the chain is verified over them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::key::Key;

/// Levels below the root: room for 2^40 frames.
const DEPTH: u8 = 40;
const LEFT: &str = "guitai 2026 frame keys left v1";
const RIGHT: &str = "guitai 2026 frame keys right v1";
const LEAF: &str = "guitai 2026 frame keys leaf v1";

/// What the keys of all frames that are not erased can be made from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameKeys {
    /// Level and place within the level → secret. No node stands above another.
    nodes: BTreeMap<(u8, u64), Node>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct Node([u8; 32]);

impl fmt::Debug for FrameKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "FrameKeys({} nodes)", self.nodes.len())
    }
}

impl Node {
    fn child(&self, right: bool) -> Node {
        Node(blake3::derive_key(
            if right { RIGHT } else { LEFT },
            &self.0,
        ))
    }
}

impl FrameKeys {
    /// Keys for every frame, from a random root.
    pub fn new(root: [u8; 32]) -> FrameKeys {
        FrameKeys {
            nodes: BTreeMap::from([((0, 0), Node(root))]),
        }
    }

    /// The key of a frame; `None` if it was destroyed, or there is no such frame.
    pub fn key(&self, sequence: u64) -> Option<Key> {
        let (level, mut node) = self.above(sequence)?;
        for level in level..DEPTH {
            node = node.child(goes_right(sequence, level));
        }
        Some(Key::new(blake3::derive_key(LEAF, &node.0)))
    }

    /// Destroys the key of a frame; whether it was there.
    pub fn destroy(&mut self, sequence: u64) -> bool {
        let Some((level, mut node)) = self.above(sequence) else {
            return false;
        };
        self.nodes.remove(&(level, place(sequence, level)));
        for level in level..DEPTH {
            let right = goes_right(sequence, level);
            let sibling = place(sequence, level) << 1 | u64::from(!right);
            self.nodes.insert((level + 1, sibling), node.child(!right));
            node = node.child(right);
        }
        true
    }

    /// The first frame whose key is gone; `None` while every key can be made.
    pub fn first_destroyed(&self) -> Option<u64> {
        let spans = self.nodes.keys().map(|(level, place)| {
            let below = DEPTH - level;
            (place << below, (place + 1) << below)
        });
        let mut spans: Vec<(u64, u64)> = spans.collect();
        spans.sort_unstable();
        let mut reached = 0;
        for (from, to) in spans {
            if from > reached {
                break;
            }
            reached = to;
        }
        (reached < 1 << DEPTH).then_some(reached)
    }

    /// How many nodes are kept.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// The kept node above a frame's leaf.
    fn above(&self, sequence: u64) -> Option<(u8, Node)> {
        if sequence >> DEPTH != 0 {
            return None;
        }
        let levels = (0..=DEPTH).map(|level| (level, place(sequence, level)));
        let mut found = levels.filter_map(|at| Some((at.0, self.nodes.get(&at)?.clone())));
        found.next()
    }
}

/// Which node of a level is above this frame's leaf.
fn place(sequence: u64, level: u8) -> u64 {
    sequence >> (DEPTH - level)
}

fn goes_right(sequence: u64, level: u8) -> bool {
    sequence >> (DEPTH - level - 1) & 1 == 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_destroyed_key_is_gone_and_all_others_are_as_they_were() {
        let whole = FrameKeys::new([5; 32]);
        let mut keys = whole.clone();
        for sequence in [1, 2, 3, 1_000, 1_001, (1 << DEPTH) - 1] {
            assert!(keys.key(sequence).is_some());
            assert!(keys.destroy(sequence));
            assert!(!keys.destroy(sequence));
            assert_eq!(keys.key(sequence), None);
        }
        for sequence in (4..1_000).chain([0, 1_002, 999_999, (1 << DEPTH) - 2]) {
            assert_eq!(keys.key(sequence), whole.key(sequence));
        }
        assert_eq!(
            (whole.first_destroyed(), keys.first_destroyed()),
            (None, Some(1))
        );
        assert_eq!(keys.key(1 << DEPTH), None);
        assert_eq!(format!("{whole:?}"), "FrameKeys(1 nodes)");
    }

    #[test]
    fn a_hundred_erased_frames_cost_some_kilobytes() {
        let mut keys = FrameKeys::new([5; 32]);
        for erased in 0..100 {
            assert!(keys.destroy(erased * 7_919 + 11));
        }
        let kept = postcard::to_stdvec(&keys).expect("small").len();
        assert!(kept < 100 * 40 * 40, "{kept}");
        assert!(keys.size() < 100 * 25, "{}", keys.size());
    }

    proptest! {
        #[test]
        fn no_two_frames_share_a_key_and_none_comes_back(
            erased in prop::collection::btree_set(0u64..5_000, 0..40),
            asked in prop::collection::btree_set(0u64..5_000, 1..40),
        ) {
            let whole = FrameKeys::new([5; 32]);
            let mut keys = whole.clone();
            for sequence in &erased {
                keys.destroy(*sequence);
            }
            let stored = postcard::to_stdvec(&keys).expect("small");
            let keys: FrameKeys = postcard::from_bytes(&stored).expect("as written");
            let mut seen = Vec::new();
            for sequence in asked {
                let key = keys.key(sequence);
                prop_assert_eq!(key.is_none(), erased.contains(&sequence));
                prop_assert!(key.is_none() || key == whole.key(sequence));
                prop_assert!(key.is_none() || !seen.contains(&key));
                seen.push(key);
            }
        }
    }
}
