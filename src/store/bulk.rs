//! Folds a whole ledger into a view nobody uses yet: while acts are folded, what came of those
//! before is written by threads of its own.
//!
//! Nothing of it is atomic. The mark comes last, and a view without it is thrown away.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use super::Store;
use super::content::{Content, LAYOUT};
use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::tree::Tree;
use crate::ledger::Frames;

/// What acts change: the new value of a key, or nothing.
pub(super) type Changes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

impl Store {
    /// Folds every frame of a ledger into this empty view. `progress` hears of the frames done and
    /// of all there are, and says whether to go on.
    ///
    /// # Errors
    /// As [`Store::follow`]. The view is then to be thrown away.
    pub fn fold_all(
        &mut self,
        frames: Frames<'_>,
        last: u64,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<(), ViewError> {
        let mut mark = self.mark;
        mark.layout = LAYOUT;
        let mut writing = Writing::default();
        let mut fold = Fold::new(&self.db, mark);
        for frame in frames {
            let frame = frame?;
            let act = self.act_of(&frame)?;
            fold.frame(&frame, act)?;
            if fold.is_full() {
                fold = self.hand_over(fold, &mut writing)?;
                if !progress(frame.sequence, last) {
                    return Err(ViewError::Stopped);
                }
            }
        }
        let fold = self.hand_over(fold, &mut writing)?;
        mark = fold.mark;
        writing.wait()?;
        mark.content = writing.content;
        self.db
            .db()
            .insert(Space::Mark.prefix(), postcard::to_stdvec(&mark)?)?;
        self.mark = mark;
        match progress(last, last) {
            true => Ok(()),
            false => Err(ViewError::Stopped),
        }
    }

    /// Has the changes of a fold written and begins the next one, which still sees them.
    fn hand_over<'a>(
        &'a self,
        fold: Fold<'a>,
        writing: &mut Writing,
    ) -> Result<Fold<'a>, ViewError> {
        let mark = fold.mark;
        let changes = Arc::new(fold.changes);
        writing.begin(&self.db, &changes)?;
        let mut next = Fold::new(&self.db, mark);
        next.on_their_way = changes;
        Ok(next)
    }
}

/// What is on its way into the view.
#[derive(Default)]
struct Writing {
    writers: Vec<JoinHandle<Result<Content, ViewError>>>,
    /// What has arrived.
    content: Content,
}

impl Writing {
    /// Begins to write these changes once those before have arrived.
    fn begin(&mut self, db: &Tree, changes: &Arc<Changes>) -> Result<(), ViewError> {
        self.wait()?;
        for half in [true, false] {
            let (db, changes) = (db.clone(), changes.clone());
            let writer = thread::spawn(move || write(&db, &changes, half));
            self.writers.push(writer);
        }
        Ok(())
    }

    fn wait(&mut self) -> Result<(), ViewError> {
        let arrived: Vec<_> = self.writers.drain(..).map(JoinHandle::join).collect();
        for content in arrived {
            let gone = |_| ViewError::Damaged("sled cannot write it".to_owned());
            self.content.join(content.map_err(gone)??);
        }
        Ok(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        // They hold the view open, and its folder is removed when the fold did not come to its end.
        let _ = self.wait();
    }
}

/// Writes one half of the changes, and tells what that did to the content. The keys of people and
/// days take about as long as all others, and no page of the tree has both kinds.
fn write(tree: &Tree, changes: &Changes, half: bool) -> Result<Content, ViewError> {
    let is_of_people = |key: &[u8]| {
        key.first()
            .is_some_and(|space| [Space::Person as u8, Space::Day as u8].contains(space))
    };
    let mut content = Content::default();
    for (key, change) in changes.iter().filter(|(key, _)| is_of_people(key) == half) {
        let (key, old) = match change {
            Some(value) => {
                let (key, value) = tree.stored(key, value);
                content.add(&key, &value);
                let old = tree.db().insert(&key, value)?;
                (key, old)
            }
            None => {
                let key = tree.stored_key(key);
                let old = tree.db().remove(&key)?;
                (key, old)
            }
        };
        if let Some(old) = old {
            content.remove(&key, &old);
        }
    }
    Ok(content)
}
