//! A sealed hall for a test, with its first member and a clerk.

use std::path::{Path, PathBuf};

use guitai::office::{FixedClock, Office, OpenError, SignIn, begin_staff};
use guitai::seal::{Share, Stretch};
use guitai::staff::{NewMember, Role, Roles};

use super::place::Place;

/// Administrator and supervisor.
pub const CHIEF: (&str, &str) = ("刘志强", "白沙洲的桃花开了三月初");
pub const CLERK: (&str, &str) = ("陈静", "red kettle on the stove");
pub const AUDITOR: (&str, &str) = ("周敏", "eleven quiet lanterns 11");

pub struct Sealed {
    pub place: Place,
    pub shares: [Share; 3],
}

impl Sealed {
    /// A sealed hall with its first member, worked in on this day.
    pub fn new(on: &str) -> Sealed {
        let place = Place::real(on);
        let first = NewMember {
            name: CHIEF.0,
            roles: Roles::of(&[Role::Administrator, Role::Supervisor]),
            password: CHIEF.1,
        };
        let clock = FixedClock(place.day);
        let shares = begin_staff(place.hall(), first, Stretch::FLOOR, &clock);
        let shares = shares.expect("a new hall");
        Sealed { place, shares }
    }

    /// With a clerk beside the first member.
    pub fn with_clerk(on: &str) -> Sealed {
        let sealed = Sealed::new(on);
        sealed.join(CLERK, &[Role::Clerk]);
        sealed
    }

    pub fn join(&self, (name, password): (&str, &str), roles: &[Role]) {
        let mut office = self.open(CHIEF);
        let new = NewMember {
            name,
            roles: Roles::of(roles),
            password,
        };
        let joined = office.join_staff(new, Stretch::FLOOR, CHIEF.1);
        joined.expect("an administrator takes her in");
        office.close();
    }

    pub fn try_open(&self, who: (&str, &str)) -> Result<Office, OpenError> {
        let who = sign_in(who);
        let clock = Box::new(FixedClock(self.place.day));
        let opened = Office::open_as(self.place.hall(), clock, Some(&who));
        opened.map(|opened| opened.office)
    }

    pub fn open(&self, who: (&str, &str)) -> Office {
        self.try_open(who).expect("she signs in")
    }

    /// Every file of the hall, whatever it is.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.place.hall().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder of the hall") {
                let path = entry.expect("a readable entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(path);
                }
            }
        }
        found
    }
}

pub fn sign_in((name, password): (&str, &str)) -> SignIn {
    SignIn {
        name: name.to_owned(),
        password: password.to_owned(),
    }
}

/// The secrets that stand in a file as they are.
pub fn planted<'a>(file: &Path, secrets: &[&'a str]) -> Vec<&'a str> {
    let bytes = std::fs::read(file).expect("a readable file");
    let holds = |secret: &&&str| {
        let secret = secret.as_bytes();
        bytes.windows(secret.len()).any(|part| part == secret)
    };
    secrets.iter().filter(holds).copied().collect()
}
