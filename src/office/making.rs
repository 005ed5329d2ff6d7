use std::path::Path;

use super::Office;
use super::error::PaperError;
use super::issued::PaperFile;
use super::printing::Printing;
use super::shelf::press;
use crate::disk::asked_path;
use crate::paper::Mark;
use crate::record::PrintedPaper;
use crate::staff::Clerk;
use crate::text::Message;

/// The answer that names a photograph, and how layouts ask for it.
const PHOTO: &str = "photo";
/// What stands behind a paper's code in the name of a file that was made for the archive.
const ARCHIVED: &str = "存档";

impl Office {
    /// What keeps a paper made again, or any paper of the number, from being the same to the last
    /// byte: another version of the program sets or writes it, or other fonts; the names of places
    /// are those of today; its photograph is gone. Nothing if it is the same.
    ///
    /// # Errors
    /// [`PaperError`] if there is no such number.
    pub fn made_otherwise(
        &self,
        number: &str,
        paper: Option<&str>,
    ) -> Result<Vec<Message>, PaperError> {
        self.allow(crate::staff::Right::Look)?;
        let record = self.record(number)?;
        let printing = record.printing();
        let mut papers = printing.subject.papers();
        papers.retain(|one| paper.is_none_or(|wanted| one.order.paper == wanted));
        Ok(self.differences(&printing, &papers))
    }

    pub(super) fn differences(
        &self,
        printing: &Printing<'_>,
        papers: &[PrintedPaper],
    ) -> Vec<Message> {
        let places = self.prints_places_of_today(printing);
        let places = places.then(|| Message::new("office.places_of_today"));
        let found = [
            other_press(papers),
            places,
            self.photo_gone(printing, papers),
        ];
        found.into_iter().flatten().collect()
    }

    /// That the place of the photograph is empty on one of these papers, although the record names
    /// one: photographs are not kept for ever.
    pub(super) fn photo_gone(
        &self,
        printing: &Printing<'_>,
        papers: &[PrintedPaper],
    ) -> Option<Message> {
        let digest = printing.subject.answers().get(PHOTO)?;
        if digest.is_empty() || self.photos.picture(digest).is_some() {
            return None;
        }
        let mut bearing = papers.iter().filter(|paper| {
            let layout = self.layout(paper);
            layout.is_ok_and(|layout| layout.names().contains(PHOTO))
        });
        let paper = bearing.next()?;
        Some(Message::new("office.photo_gone").with("paper", &paper.order.paper))
    }

    /// Makes a paper for the archive: the very bytes of the day it was made, without 补印 or 作废
    /// whatever became of it since, so that a sheet somebody brings can be held against them.
    ///
    /// Such a file could be handed over as a second clean sheet. So it goes only where it is told
    /// to, never to a printer or among the hall's papers; its name says what it is for; no screen
    /// offers it; and the ledger notes who made it, as no print.
    ///
    /// # Errors
    /// [`PaperError::MadeOtherwise`] if the bytes would not be those of that day: nothing is
    /// written then. [`PaperError`] for all else; a file that is there although this fails was not
    /// noted.
    pub fn archive(
        &mut self,
        number: &str,
        paper: &str,
        clerk: &Clerk,
        file: &Path,
    ) -> Result<PaperFile, PaperError> {
        self.allow(crate::staff::Right::Look)?;
        let record = self.record(number)?;
        let printing = record.printing();
        let mark = match printing.subject.is_practice() {
            true => Mark::Sample,
            false => Mark::None,
        };
        let mut laid = self.lay_out_marked(&printing, paper, mark)?;
        if let Some(why) = self.made_otherwise(number, Some(paper))?.into_iter().next() {
            return Err(PaperError::MadeOtherwise(Box::new(why)));
        }
        laid.copies = 0;
        let name = format!("{paper}-{ARCHIVED}");
        let path = asked_path(file, printing.subject.number(), &name)?;
        if path.exists() || is_within(&path, &self.hall.papers()) {
            return Err(PaperError::NoPlace(path));
        }
        self.note_written(&printing, &laid, &path, clerk)
    }
}

/// Whether a file would lie in this folder or below it, by whatever way it is named.
fn is_within(path: &Path, folder: &Path) -> bool {
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    let above = above.unwrap_or(Path::new(".")).canonicalize();
    let folder = folder.canonicalize();
    matches!((above, folder), (Ok(above), Ok(folder)) if above.starts_with(&folder))
}

fn other_press(papers: &[PrintedPaper]) -> Option<Message> {
    let now = press();
    let mut papers = papers.iter().filter(|paper| !paper.layout.is_empty());
    let other = papers.find(|paper| paper.press() != Some(now.as_str()))?;
    Some(match other.press() {
        Some(then) => Message::new("office.made_otherwise")
            .with("then", then)
            .with("now", now),
        None => Message::new("office.made_before").with("now", now),
    })
}

#[cfg(test)]
mod tests {
    use crate::form::RequestId;
    use crate::office::{FixedClock, Office, PRACTICE_DAY, practice_hall};
    use crate::record::{CertificateIssued, Event, PersonKey};

    /// A certificate of the sample people.
    fn some_certificate(office: &Office) -> CertificateIssued {
        let found = (1..=2_000).find_map(|key| {
            let page = office.person(PersonKey(key)).ok().flatten()?;
            let (certificate, _) = page.certificates.into_iter().next()?;
            Some(certificate.issued)
        });
        found.expect("a sample certificate")
    }

    /// Enters the certificate once more, under another number and as if made in another way.
    fn made(office: &mut Office, first: &CertificateIssued, serial: u32, layout: &str) -> String {
        let mut issued = first.clone();
        issued.serial = serial;
        issued.number = format!("{}-{serial}", first.number);
        issued.case = format!("{}-{serial}", first.case);
        issued.papers[0].layout = layout.to_owned();
        let number = issued.number.clone();
        let event = Event::CertificateIssued(Box::new(issued));
        let act = office.act(RequestId([serial as u8; 16]), &office.clerk(), event);
        office.enter(&act).expect("it is entered");
        number
    }

    #[test]
    fn a_paper_made_by_another_press_says_so_and_one_made_by_this_one_does_not() {
        let folder = tempfile::tempdir().expect("a place for files");
        let clock = Box::new(FixedClock(PRACTICE_DAY));
        let opened = practice_hall(&folder.path().join("hall"), PRACTICE_DAY, clock);
        let mut office = opened.expect("a practice hall").office;
        let first = some_certificate(&office);
        let today = first.papers[0].layout.clone();
        let layout = first.papers[0].layout().to_owned();
        let told = |office: &Office, number: &str| {
            let said = office.made_otherwise(number, None);
            said.expect("on record")
        };
        assert_eq!(told(&office, &first.number), []);

        let same = made(&mut office, &first, 901, &today);
        assert_eq!(told(&office, &same), []);
        for (serial, press) in [(902, " 1 00112233445566778899aabbccddeeff"), (903, "")] {
            let other = made(&mut office, &first, serial, &format!("{layout}{press}"));
            let said = told(&office, &other);
            assert_eq!(said.len(), 1, "{press:?}");
            let page = office
                .record_page(&other)
                .expect("a view")
                .expect("on record");
            assert_eq!(page.otherwise, said, "the record's page says it too");
            assert!(
                office.paper(&other, "F2").is_ok(),
                "it is printed all the same"
            );
        }
        office.close();
    }
}
