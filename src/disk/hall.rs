use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::error::DiskError;
use super::note::write_note;
use super::whole::read_text;
use crate::policy::{FileProblem, read_toml};
use crate::record::Issuer;

/// The file that makes a folder a hall.
pub(super) const SETTINGS: &str = "hall.toml";
/// Where the frames are listed whose keys were destroyed.
pub(super) const ERASED: &str = "erased";
/// Seconds: long enough to listen to an applicant, shorter than a walk to another room.
const LOCK_AFTER: u32 = 120;
/// Nobody but the hall's own account looks into its folder.
const PRIVATE: u32 = 0o700;

/// The folder of one hall.
///
/// ```text
/// hall.toml    the hall's settings
/// communities.csv  the communities of its street, if it wants a table of its own
/// printers.toml    which printer prints what, and how each one prints
/// holidays.csv     the holidays of a year the program does not know yet
/// lock, ledger/  the truth
/// view/        what the ledger adds up to; may be deleted
/// index        the search index as it was a while ago, for a quick opening; may be deleted
/// drafts/      what is being typed
/// photos/      photographs by their digest
/// papers/      the PDF files by year
/// purged       how far drafts and papers have followed the rights that were exercised
/// keys/        the private keys that sign certificates
/// staff        who may sign in, if the hall is sealed; without it nobody opens what is sealed
/// frame-keys   what the keys of the ledger's frames are made of, sealed; needed like `staff`
/// attempts     wrong passwords in a row, so that guessing becomes slow
/// trust/       the key lists and void lists of other halls
/// second-copy.toml  where the second copy of all this is kept, if one is
/// kept/        the forms, policies and layouts that papers were made from, by their digest
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hall {
    pub folder: PathBuf,
    pub settings: HallSettings,
}

/// What `hall.toml` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HallSettings {
    /// 32 hexadecimal digits; the same as in the hall's ledger.
    pub id: String,
    /// The policy profile the hall works under.
    pub profile: String,
    /// A practice hall's papers are 样张 and its numbers another series.
    #[serde(default)]
    pub practice: bool,
    /// The clerk who serves unless another is named.
    #[serde(default)]
    pub clerk: String,
    /// The window, from 1.
    #[serde(default = "first_counter")]
    pub counter: u16,
    /// The day a practice hall works on; a real hall works on today.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "quoted_or_plain"
    )]
    pub date: Option<NaiveDate>,
    /// Seconds without a key after which a sealed hall's counter is locked; 120 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock_after: Option<u32>,
    pub issuer: Issuer,
    /// Telephone numbers for those whom the hall cannot help itself: work, school.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub helplines: Vec<Helpline>,
}

/// Who else can help, and their telephone number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helpline {
    pub name: String,
    pub phone: String,
}

impl Helpline {
    /// The numbers that are the same in every hall of the country: work and social security, and
    /// young people.
    pub fn of_the_country() -> Vec<Helpline> {
        let line = |name: &str, phone: &str| Helpline {
            name: name.to_owned(),
            phone: phone.to_owned(),
        };
        vec![
            line("劳动就业（人力资源社会保障）咨询", "12333"),
            line("青少年就学、权益服务", "12355"),
        ]
    }
}

fn first_counter() -> u16 {
    1
}

/// A day as the program writes it, `"2010-03-15"`, or as TOML writes days, `2010-03-15`.
fn quoted_or_plain<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    let day = toml::Value::deserialize(deserializer)?;
    let written = match &day {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let day = written.parse();
    day.map(Some)
        .map_err(|_| D::Error::custom("expected a date such as 2010-03-15"))
}

impl HallSettings {
    /// How long a sealed hall's counter stays open with nobody at the keys.
    pub fn lock_after(&self) -> Duration {
        Duration::from_secs(u64::from(self.lock_after.unwrap_or(LOCK_AFTER)))
    }

    /// # Errors
    /// [`FileProblem`] with the place of the first thing that does not fit.
    pub fn parse(file: &str, text: &str) -> Result<HallSettings, FileProblem> {
        let settings: HallSettings = read_toml(file, text)?;
        let problem = |needle: &str, reason: &str| Err(FileProblem::at(file, text, needle, reason));
        if settings.date.is_some() && !settings.practice {
            return problem("date", "only a practice hall works on a chosen day");
        }
        let area = &settings.issuer.area9;
        if area.len() != 9 || !area.bytes().all(|byte| byte.is_ascii_digit()) {
            return problem("area9", "a street's division code has nine digits");
        }
        if crate::ledger::HallId::parse(&settings.id).is_none() {
            return problem("id", "a hall's id has 32 hexadecimal digits");
        }
        Ok(settings)
    }
}

impl Hall {
    /// Reads the settings of the hall in this folder.
    ///
    /// # Errors
    /// [`DiskError::NotAHall`] if there is none, [`DiskError::File`] with line and column for bad
    /// settings.
    pub fn open(folder: &Path) -> Result<Hall, DiskError> {
        let path = folder.join(SETTINGS);
        let text = read_text(&path).map_err(|error| match error {
            DiskError::Missing { .. } => DiskError::NotAHall {
                folder: folder.to_owned(),
            },
            other => other,
        })?;
        Ok(Hall {
            folder: folder.to_owned(),
            settings: HallSettings::parse(&path.display().to_string(), &text)?,
        })
    }

    /// Makes the folders of a new hall. [`Hall::publish`] makes it a hall.
    ///
    /// # Errors
    /// [`DiskError::NotEmpty`] if something is there already.
    pub fn prepare(folder: &Path, settings: HallSettings) -> Result<Hall, DiskError> {
        let failed = |cause| DiskError::io(folder, cause);
        private(folder)?;
        if fs::read_dir(folder).map_err(failed)?.next().is_some() {
            return Err(DiskError::NotEmpty {
                folder: folder.to_owned(),
            });
        }
        let hall = Hall {
            folder: folder.to_owned(),
            settings,
        };
        private(&hall.drafts())?;
        private(&hall.photos())?;
        private(&hall.papers())?;
        Ok(hall)
    }

    /// Writes the settings, the last thing a new hall needs: a folder without them is none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn publish(&self) -> Result<(), DiskError> {
        write_note(&self.folder.join(SETTINGS), &self.settings)
    }

    pub fn view(&self) -> PathBuf {
        self.folder.join("view")
    }

    /// The search index as it was a while ago.
    pub fn index(&self) -> PathBuf {
        self.folder.join("index")
    }

    pub fn drafts(&self) -> PathBuf {
        self.folder.join("drafts")
    }

    pub fn photos(&self) -> PathBuf {
        self.folder.join("photos")
    }

    pub fn papers(&self) -> PathBuf {
        self.folder.join("papers")
    }

    /// The communities of the hall's street, if the hall has a table of its own.
    pub fn communities(&self) -> PathBuf {
        self.folder.join("communities.csv")
    }

    /// Holidays and days worked for them, of years the program was not built with.
    pub fn holidays(&self) -> PathBuf {
        self.folder.join("holidays.csv")
    }

    /// Policy profiles of the hall's own, beside those the program brings.
    pub fn policies(&self) -> PathBuf {
        self.folder.join("policy")
    }

    /// Which printer prints which paper, and how each one prints.
    pub fn printers(&self) -> PathBuf {
        self.folder.join("printers.toml")
    }

    pub fn purged(&self) -> PathBuf {
        self.folder.join("purged")
    }

    /// The private keys that sign the codes of certificates.
    pub fn code_keys(&self) -> PathBuf {
        self.folder.join("keys")
    }

    /// Who may sign in; a hall that has it is sealed.
    pub fn staff(&self) -> PathBuf {
        self.folder.join("staff")
    }

    /// What the keys of the ledger's frames are made of.
    pub fn frame_keys(&self) -> PathBuf {
        self.folder.join("frame-keys")
    }

    /// Which frames nobody can read any more.
    pub fn erased(&self) -> PathBuf {
        self.folder.join(ERASED)
    }

    /// Wrong passwords in a row.
    pub fn attempts(&self) -> PathBuf {
        self.folder.join("attempts")
    }

    /// The lists of other halls that are trusted.
    pub fn trust(&self) -> PathBuf {
        self.folder.join("trust")
    }

    pub fn kept(&self) -> PathBuf {
        self.folder.join("kept")
    }
}

/// Makes a folder, and those above it, for this account alone.
pub(super) fn private(folder: &Path) -> Result<(), DiskError> {
    DirBuilder::new()
        .recursive(true)
        .mode(PRIVATE)
        .create(folder)
        .map_err(|cause| DiskError::io(folder, cause))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn settings() -> HallSettings {
        HallSettings {
            id: "ab".repeat(16),
            profile: "hunan-2010".to_owned(),
            practice: true,
            clerk: "练习员".to_owned(),
            counter: 1,
            date: NaiveDate::from_ymd_opt(2010, 3, 15),
            lock_after: None,
            issuer: Issuer {
                area9: "430406005".to_owned(),
                name: "某街道".to_owned(),
                ..Issuer::default()
            },
            helplines: Helpline::of_the_country(),
        }
    }

    #[test]
    fn a_hall_is_read_as_it_was_made_and_is_private() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let folder = place.path().join("hall");
        let hall = Hall::prepare(&folder, settings()).expect("an empty place");
        assert!(matches!(
            Hall::open(&folder),
            Err(DiskError::NotAHall { .. })
        ));
        hall.publish().expect("writes");
        assert_eq!(Hall::open(&folder).expect("a hall"), hall);
        let mode = fs::metadata(&folder).expect("there").permissions().mode();
        assert_eq!(mode & 0o077, 0);
        assert!(matches!(
            Hall::prepare(&folder, settings()),
            Err(DiskError::NotEmpty { .. })
        ));
    }

    #[test]
    fn the_day_of_a_practice_hall_may_be_written_with_or_without_quotes() {
        let quoted = toml::to_string(&settings()).expect("TOML");
        let plain = quoted.replace("\"2010-03-15\"", "2010-03-15");
        assert_ne!(quoted, plain);
        for text in [quoted.as_str(), &plain] {
            let read = HallSettings::parse("hall.toml", text);
            assert_eq!(read.expect("settings").date, settings().date);
        }
        let wrong = plain.replace("2010-03-15", "7");
        let problem = HallSettings::parse("hall.toml", &wrong).expect_err("no day");
        assert!(problem.reason.contains("2010-03-15"), "{problem}");
    }

    #[test]
    fn bad_settings_are_named_with_their_line() {
        let text = toml::to_string(&settings()).expect("TOML");
        let real = text.replace("practice = true", "practice = false");
        let problem = HallSettings::parse("hall.toml", &real).expect_err("a real hall's date");
        assert!(
            problem.reason.contains("practice") && problem.line > 1,
            "{problem}"
        );
        let unknown = format!("colour = 1\n{text}");
        let problem = HallSettings::parse("hall.toml", &unknown).expect_err("an unknown key");
        assert!(problem.reason.contains("colour"), "{problem}");
        assert!(HallSettings::parse("hall.toml", "id = \"").is_err());
        let area = text.replace("430406005", "4304");
        assert!(HallSettings::parse("hall.toml", &area).is_err());
    }
}
