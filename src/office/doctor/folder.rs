//! The hall's folder: room on its disk, who may read it, and the state of its view.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::statvfs;

use super::{Finding, Health};
use crate::disk::Hall;
use crate::text::Message;

/// Mebibytes below which staff should hear of it, and below which somebody must see to it: a day of
/// certificates with their papers takes some ten.
const LITTLE: u64 = 2_048;
const TOO_LITTLE: u64 = 256;
/// Rights of anybody but the hall's own account.
const OTHERS: u32 = 0o077;

pub fn room(folder: &Path) -> Finding {
    let Ok(found) = statvfs(folder) else {
        let message = Message::new("office.room_unknown").with("folder", folder.display());
        return Finding::bad("disk", message);
    };
    let free = found.f_bavail.saturating_mul(found.f_frsize) >> 20;
    let (health, key) = match free {
        0..TOO_LITTLE => (Health::Bad, "office.room_too_little"),
        TOO_LITTLE..LITTLE => (Health::Note, "office.room_little"),
        _ => (Health::Good, "office.well_room"),
    };
    Finding::new("disk", health, Message::new(key).with("mebibytes", free))
}

pub fn permissions(folder: &Path) -> Finding {
    let private = [
        "",
        "hall.toml",
        "ledger",
        "view",
        "drafts",
        "photos",
        "papers",
        "keys",
        "kept",
    ];
    let open: Option<PathBuf> = private
        .iter()
        .map(|name| folder.join(name))
        .find(|path| is_open(path));
    match open {
        Some(path) => Finding::bad(
            "permissions",
            Message::new("office.folder_open").with("path", path.display()),
        ),
        None => Finding::good("permissions", Message::new("office.well_permissions")),
    }
}

/// Whether another account of this machine may look into it.
fn is_open(path: &Path) -> bool {
    let mode = fs::metadata(path).map(|found| found.permissions().mode());
    mode.is_ok_and(|mode| mode & OTHERS != 0)
}

/// The view is only looked at from outside: opening it would change it.
pub fn view(hall: &Hall) -> Finding {
    let view = hall.view();
    let (health, key) = if !view.is_dir() {
        (Health::Note, "office.view_to_be_folded")
    } else if view.join("closed").is_file() {
        (Health::Good, "office.well_view")
    } else {
        (Health::Note, "office.view_open")
    };
    Finding::new("view", health, Message::new(key))
}
