//! From millimetres to columns and rows, never backwards and never two texts in one place.

use super::gather::{Found, Rule, Word};

/// Texts whose middles are so near stand on one row, in millimetres.
const ONE_ROW: f32 = 1.2;
/// Rules so near are drawn as one.
const ONE_RULE: f32 = 0.7;

/// Places on paper and the cells they came to, both rising.
pub(super) struct Axis {
    stops: Vec<(f32, usize)>,
    pitch: f32,
}

impl Axis {
    /// The cell of a place: that of its stop, or in proportion between two stops.
    pub fn cell(&self, at: f32) -> usize {
        let after = self.stops.partition_point(|(stop, _)| *stop <= at);
        let before = after.checked_sub(1).and_then(|place| self.stops.get(place));
        match (before, self.stops.get(after)) {
            (Some((from, cell)), Some((to, next))) => {
                let share = (at - from) / (to - from);
                cell + (share * (next - cell) as f32) as usize
            }
            (Some((from, cell)), None) => cell + ((at - from) / self.pitch) as usize,
            (None, _) => (at / self.pitch).max(0.0) as usize,
        }
    }
}

/// Needs that much room between two stops, by their places in the list.
struct Room {
    from: usize,
    to: usize,
    cells: usize,
}

fn settle(places: Vec<f32>, pitch: f32, mut rooms: Vec<Room>) -> Axis {
    rooms.sort_by_key(|room| room.to);
    let mut rooms = rooms.into_iter().peekable();
    let mut cells: Vec<usize> = Vec::with_capacity(places.len());
    for (place, at) in places.iter().enumerate() {
        let mut cell = (at / pitch).max(0.0).round() as usize;
        cell = cell.max(cells.last().copied().unwrap_or(0));
        while let Some(room) = rooms.next_if(|room| room.to <= place) {
            if let Some(from) = cells.get(room.from) {
                cell = cell.max(from + room.cells);
            }
        }
        cells.push(cell);
    }
    let stops = places.into_iter().zip(cells).collect();
    Axis { stops, pitch }
}

/// A stop for each beginning of a text and each upright rule; every text has its room before
/// whatever stands next on its row.
pub(super) fn across(found: &Found, pitch: f32) -> Axis {
    let upright = |rule: &&Rule| !rule.level;
    let rules: Vec<&Rule> = found.rules.iter().filter(upright).collect();
    let texts = found.words.iter().map(|word| tenth(word.x));
    let mut places: Vec<f32> = rules
        .iter()
        .map(|rule| tenth(rule.from.0))
        .chain(texts)
        .collect();
    places.sort_by(f32::total_cmp);
    places.dedup();
    let stop = |x: f32| places.partition_point(|place| *place < tenth(x));
    let mut rooms = Vec::new();
    for row in rows(found) {
        for (place, word) in row.iter().enumerate() {
            let from = stop(word.x);
            let mut need = |to: f32, cells: usize| {
                let to = stop(to);
                if to > from {
                    rooms.push(Room { from, to, cells });
                }
            };
            if let Some(next) = row.get(place + 1) {
                need(next.x, word.columns());
            }
            let crossing = rules.iter().filter(|rule| crosses(rule, word));
            let nearest = crossing
                .clone()
                .filter(|rule| rule.from.0 > word.x)
                .map(|rule| rule.from.0)
                .min_by(f32::total_cmp);
            if let Some(rule) = nearest {
                need(rule, word.columns());
            }
            for rule in crossing.filter(|rule| tenth(rule.from.0) < tenth(word.x)) {
                let cells = 1;
                rooms.push(Room {
                    from: stop(rule.from.0),
                    to: from,
                    cells,
                });
            }
        }
    }
    settle(places, pitch, rooms)
}

fn crosses(rule: &Rule, word: &Word) -> bool {
    (rule.from.1..=rule.to.1).contains(&word.y)
}

/// A stop for each row of text and each level rule, every one on a row of its own.
pub(super) fn down(found: &Found, pitch: f32) -> Axis {
    let level = found.rules.iter().filter(|rule| rule.level);
    let mut places: Vec<f32> = merged(level.map(|rule| rule.from.1), ONE_RULE);
    places.extend(merged(found.words.iter().map(|word| word.y), ONE_ROW));
    places.sort_by(f32::total_cmp);
    let rooms = (1..places.len()).map(|to| Room {
        from: to - 1,
        to,
        cells: 1,
    });
    let rooms = rooms.collect();
    settle(places, pitch, rooms)
}

/// The texts row by row, each row from left to right.
fn rows(found: &Found) -> Vec<Vec<&Word>> {
    let starts = merged(found.words.iter().map(|word| word.y), ONE_ROW);
    let mut rows: Vec<Vec<&Word>> = starts.iter().map(|_| Vec::new()).collect();
    for word in &found.words {
        let row = row_of(&starts, word.y);
        if let Some(row) = rows.get_mut(row) {
            row.push(word);
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    rows
}

fn row_of(starts: &[f32], y: f32) -> usize {
    starts
        .partition_point(|start| *start <= y)
        .saturating_sub(1)
}

/// The first of each group of places that are near each other, in order.
fn merged(places: impl Iterator<Item = f32>, near: f32) -> Vec<f32> {
    let mut places: Vec<f32> = places.collect();
    places.sort_by(f32::total_cmp);
    let mut kept: Vec<f32> = Vec::new();
    for place in places {
        if kept.last().is_none_or(|last| place - last > near) {
            kept.push(place);
        }
    }
    kept
}

fn tenth(mm: f32) -> f32 {
    (mm * 10.0).round() / 10.0
}
