use super::Office;
use super::error::PaperError;
use super::shelf::press;
use crate::text::Message;

impl Office {
    /// What keeps a paper made again from being the same to the last byte: another version of the
    /// program sets or writes it, or other fonts; `None` if nothing does.
    ///
    /// # Errors
    /// [`PaperError`] if there is no such number.
    pub fn made_otherwise(&self, number: &str) -> Result<Option<Message>, PaperError> {
        let record = self.record(number)?;
        let now = press();
        let papers = record.printing().subject.papers();
        let then = papers
            .iter()
            .filter(|paper| !paper.layout.is_empty())
            .find(|paper| paper.press() != Some(now.as_str()));
        Ok(then.map(|paper| match paper.press() {
            Some(then) => Message::new("office.made_otherwise")
                .with("then", then)
                .with("now", now),
            None => Message::new("office.made_before").with("now", now),
        }))
    }
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
        assert!(
            office
                .made_otherwise(&first.number)
                .expect("on record")
                .is_none()
        );

        let same = made(&mut office, &first, 901, &today);
        assert!(office.made_otherwise(&same).expect("on record").is_none());
        for (serial, press) in [(902, " 1 00112233445566778899aabbccddeeff"), (903, "")] {
            let other = made(&mut office, &first, serial, &format!("{layout}{press}"));
            let said = office.made_otherwise(&other).expect("on record");
            assert!(said.is_some(), "{press:?}");
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
