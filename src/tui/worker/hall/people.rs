//! The jobs about who is who.

use std::collections::BTreeMap;

use super::Hall;
use crate::form::RequestId;
use crate::office::{Now, Wish};
use crate::record::PersonKey;
use crate::text::Message;
use crate::tui::job::{Job, Reply};

/// The paper a name is corrected by at the counter.
const CARD: &str = "身份证";

impl Hall {
    pub(super) fn people(
        &mut self,
        job: Job,
        tell: &mut dyn FnMut(Reply),
    ) -> Result<Reply, Message> {
        match job {
            Job::WhoIs(draft) => {
                let who = self
                    .office
                    .who_is(&draft)
                    .map_err(|error| error.message())?;
                Ok(Reply::WhoIs {
                    request: draft.request,
                    who: Box::new(who),
                })
            }
            Job::Attach {
                request,
                service,
                person,
            } => self.attach(request, &service, person, tell),
            Job::CorrectName {
                request,
                service,
                person,
                name,
            } => self.correct_name(request, &service, (person, &name)),
            Job::Link {
                request,
                service,
                now,
                former,
                document,
            } => {
                let (person, notes) = self.link(&now, former, &document)?;
                let mut said = vec![Message::new("tui.ask_linked")];
                said.extend(notes);
                self.attached(request, &service, person, said)
            }
            Job::TellApart {
                request,
                person,
                paper,
            } => {
                let id = self.office.new_request();
                let apart = self.office.tell_apart(id, person, &paper, &self.clerk);
                apart.map_err(|error| error.message())?;
                Ok(Reply::ToldApart { request })
            }
            Job::Part { former, reason } => {
                let id = self.office.new_request();
                let parted = self.office.part(id, former, &reason, &self.clerk);
                let parted = parted.map_err(|error| error.message())?;
                self.person(parted.person)
            }
            Job::RestoreName { person, reason } => {
                let wish = self.wish_of_name();
                let restored = self
                    .office
                    .restore_name(person, &reason, &wish, &self.clerk);
                restored.map_err(|error| error.message())?;
                self.person(person)
            }
            Job::LinkPeople {
                now,
                former,
                document,
            } => {
                let (person, _) = self.link(&Now::Known(now), former, &document)?;
                self.person(person)
            }
            // `serve` sends only the jobs above.
            _ => Err(Message::new("tui.nobody")),
        }
    }

    /// What the draft begins with for her; if a rule stands against it, her page instead, which
    /// says so.
    fn attach(
        &mut self,
        request: RequestId,
        service: &str,
        person: PersonKey,
        tell: &mut dyn FnMut(Reply),
    ) -> Result<Reply, Message> {
        let start = self.office.start(service, Some(person), &BTreeMap::new());
        let start = start.map_err(|error| error.message())?;
        let start = start.ok_or_else(|| Message::new("tui.no_service"))?;
        if let Err(error) = self.office.check_beforehand(&start) {
            tell(self.person(person)?);
            return Err(error.message());
        }
        let said = vec![Message::new("tui.ask_attached")];
        Ok(Reply::Attached {
            request,
            start: Box::new(start),
            said,
        })
    }

    fn attached(
        &self,
        request: RequestId,
        service: &str,
        person: PersonKey,
        said: Vec<Message>,
    ) -> Result<Reply, Message> {
        let start = self.office.start(service, Some(person), &BTreeMap::new());
        let start = start.map_err(|error| error.message())?;
        Ok(Reply::Attached {
            request,
            start: Box::new(start.ok_or_else(|| Message::new("tui.no_service"))?),
            said,
        })
    }

    /// A wish to write a name down. There is no review at which to choose the pen: the name was
    /// compared with the identity card, and a character no font has is none the less hers.
    fn wish_of_name(&self) -> Wish {
        let mut wish = Wish::new(self.office.new_request(), "");
        wish.by_hand = true;
        wish
    }

    fn correct_name(
        &mut self,
        request: RequestId,
        service: &str,
        (person, name): (PersonKey, &str),
    ) -> Result<Reply, Message> {
        let wish = self.wish_of_name();
        let corrected = self
            .office
            .correct_name(person, name, CARD, &wish, &self.clerk);
        let corrected = corrected.map_err(|error| error.message())?;
        let papers = corrected.papers.iter();
        let written = papers.map(|paper| paper.paper.clone());
        let said = Message::new("tui.ask_name_corrected")
            .with("case", corrected.case.clone().unwrap_or_default())
            .with("papers", written.collect::<Vec<_>>().join(" "));
        let said = std::iter::once(said).chain(corrected.notes).collect();
        self.attached(request, service, person, said)
    }

    fn link(
        &mut self,
        now: &Now,
        former: PersonKey,
        document: &str,
    ) -> Result<(PersonKey, Vec<Message>), Message> {
        let request = self.office.new_request();
        let linked = self
            .office
            .link(request, now, former, document, &self.clerk);
        let linked = linked.map_err(|error| error.message())?;
        Ok((linked.person, linked.notes))
    }
}
