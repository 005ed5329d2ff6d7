use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::follow::Backup;
use crate::disk::{Clock, SystemClock};
use crate::text::Message;

/// How long a copy that failed is left alone.
const AGAIN: Duration = Duration::from_secs(3);
/// How long the closing of a hall waits for the last copy: a stick that hangs must not hold it.
const PATIENCE: Duration = Duration::from_secs(5);

/// How a hall's second copy stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BackupState {
    /// When the copy was last whole, UTC in milliseconds since 1970; `None` since the opening.
    pub good_at: Option<i64>,
    /// Why it does not follow now.
    pub problem: Option<Message>,
    /// Whether acts are waiting to be copied.
    pub waiting: bool,
}

impl BackupState {
    /// One short text for the foot of the screen: how old the last good copy is, or that there is
    /// none. `now` in milliseconds since 1970.
    pub fn age(&self, now: i64) -> Message {
        let Some(good_at) = self.good_at else {
            let key = match self.problem {
                Some(_) => "office.backup_never",
                None => "office.backup_begins",
            };
            return Message::new(key);
        };
        if self.problem.is_none() && !self.waiting {
            return Message::new("office.backup_current");
        }
        let minutes = now.saturating_sub(good_at).max(0) / 60_000;
        match minutes {
            0 => Message::new("office.backup_seconds"),
            1..120 => Message::new("office.backup_minutes").with("minutes", minutes),
            120..2880 => Message::new("office.backup_hours").with("hours", minutes / 60),
            _ => Message::new("office.backup_days").with("days", minutes / 1440),
        }
    }
}

/// Wakes the keeper, which is seen to have something to do from this moment on.
#[derive(Clone)]
pub(super) struct Bell {
    rung: Sender<()>,
    state: Arc<Mutex<BackupState>>,
}

impl Bell {
    pub fn ring(&self) {
        tell(&self.state, |state| state.waiting = true);
        // The keeper lives as long as the office; without it nobody has to be woken.
        let _ = self.rung.send(());
    }
}

/// The thread that keeps a second copy within seconds of the hall.
pub struct Keeper {
    bell: Option<Bell>,
    state: Arc<Mutex<BackupState>>,
    thread: JoinHandle<()>,
}

impl Keeper {
    pub(super) fn start(backup: Arc<Backup>) -> Keeper {
        let (sender, rung) = channel();
        let state = Arc::<Mutex<BackupState>>::default();
        let seen = Arc::clone(&state);
        let bell = Bell {
            rung: sender,
            state: Arc::clone(&state),
        };
        // The first copy is made at once: whatever happened while the hall was closed.
        bell.ring();
        Keeper {
            bell: Some(bell),
            state,
            thread: thread::spawn(move || keep(&backup, &rung, &seen)),
        }
    }

    /// `None` once the keeper is being closed.
    pub(super) fn bell(&self) -> Option<Bell> {
        self.bell.clone()
    }

    pub fn state(&self) -> BackupState {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Makes the last copy and ends; a disk that hangs is left behind. The ledger that rings the
    /// bell must be closed before.
    pub(in crate::office) fn close(mut self) {
        self.bell = None;
        let begun = Instant::now();
        while !self.thread.is_finished() && begun.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

fn keep(backup: &Backup, rung: &Receiver<()>, state: &Mutex<BackupState>) {
    let mut failed = false;
    loop {
        let wait = if failed { AGAIN } else { Duration::MAX };
        let heard = match wait {
            Duration::MAX => rung.recv().map_err(|_| RecvTimeoutError::Disconnected),
            wait => rung.recv_timeout(wait),
        };
        while rung.try_recv().is_ok() {}
        let last = heard == Err(RecvTimeoutError::Disconnected);
        tell(state, |state| state.waiting = true);
        let now = SystemClock.now_ms();
        let done = backup.run(now);
        failed = done.is_err();
        tell(state, |state| match done {
            Ok(_) => {
                *state = BackupState {
                    good_at: Some(now),
                    ..BackupState::default()
                };
            }
            Err(error) => state.problem = Some(error.message()),
        });
        if last {
            return;
        }
    }
}

fn tell(state: &Mutex<BackupState>, change: impl FnOnce(&mut BackupState)) {
    change(&mut state.lock().unwrap_or_else(PoisonError::into_inner));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn the_foot_of_the_screen_tells_how_old_the_copy_is() {
        let mut state = BackupState::default();
        let say = |state: &BackupState, now| state.age(now).say(Lang::En);
        assert_eq!(say(&state, 0), "backup: begins");
        state.problem = Some(Message::new("office.backup_begins"));
        assert_eq!(say(&state, 0), "NO BACKUP");
        state.good_at = Some(0);
        assert_eq!(say(&state, 59_000), "backup: under a minute old");
        assert_eq!(say(&state, 5 * 60_000), "BACKUP 5 min old");
        assert_eq!(say(&state, 3 * 3_600_000), "BACKUP 3 h old");
        assert_eq!(say(&state, 3 * 86_400_000), "BACKUP 3 days old");
        state.problem = None;
        assert_eq!(say(&state, 3 * 86_400_000), "backup: current");
    }
}
