//! Everything that reads or writes the disk beside the ledger and the view: the hall's folder,
//! drafts, photographs, PDF files, printers, the clock, and the forms and fonts inside the program.
//!
//! A file is either there whole or not there: it is written beside its place, synced and renamed.

mod blocks;
mod clock;
mod code_keys;
mod copied;
mod drafts;
mod error;
mod fresh;
mod hall;
mod index_file;
mod kept;
mod note;
mod output;
mod photos;
mod printer;
mod printers;
mod purged;
mod random;
mod read_apart;
mod restored;
mod sample;
mod second_copy;
mod sealing;
mod shipped;
mod staff_files;
mod trust;
mod whole;

pub use clock::{Clock, FixedClock, SystemClock, at_the_counter};
pub use code_keys::CodeKeys;
pub use copied::{CopiedFiles, CopyNote};
pub use drafts::{DraftLine, Drafts};
pub use error::DiskError;
pub use fresh::fresh_folder;
pub use hall::{Hall, HallSettings, Helpline};
pub use index_file::{DraftIndex, IndexFile};
pub use kept::Kept;
pub use output::{asked_path, move_file, paper_path, remove_papers, write_paper};
pub use photos::{Photos, Picture, read_at_most};
pub use printer::{
    JobState, PATIENCE, PrintTask, PrinterError, PrinterLine, PrinterState, job_state, printers,
    send,
};
pub use printers::{ALL_PAPERS, PaperPrinter, PrinterProfile, Printers};
pub use purged::Purged;
pub use random::{RequestIds, random_bytes};
pub use read_apart::{ARGUMENT as READ_APART, ReadApart, be_the_reader};
pub use restored::Restored;
pub use sample::{longest_data, sample_data};
pub use sealing::Sealing;
pub use second_copy::SecondCopySetting;
pub use shipped::{
    FONTS, Shipped, ShippedLayout, fonts, form_files, layouts, read_layout, with_lenders,
};
pub use staff_files::{StaffFiles, password_work};
pub use trust::{TrustFolder, read_list};
pub use whole::{read_text, read_within, remove_all, write_whole};
