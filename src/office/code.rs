//! The signed code of a certificate: which key signs it, and what stands in it.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use super::Office;
use super::error::{IssueError, PaperError};
use super::printing::{Printing, Subject};
use crate::form::RequestId;
use crate::ledger::HallId;
use crate::paper::seal::{
    Checkpoint, HallMark, PublicKey, SAMPLE, SigningKey, Statement, grouped, placeholder, seal,
};
use crate::paper::{CHECK_CODE, CODE, Data, Layout, SignedFields, Unprintable};
use crate::record::{Act, Change, CodeKeyChanged, Event, FrameRef, NewSheet, PrintedPaper};
use crate::staff::Clerk;
use crate::store::{CodeKey, ViewError};

/// What stands where the check code will, on whatever is not valid.
const NO_CHECK_CODE: &str = "样张样张";

impl Office {
    /// The data of one paper, with its code if it bears one. The code is signed only for a frame
    /// that the ledger has acknowledged; the key is the one of the frame's year that was in use
    /// when the frame was written. Ed25519 signs without chance, so the paper made again bears the
    /// same signature.
    pub(super) fn with_code<'a>(
        &self,
        printing: &Printing<'_>,
        layout: &Layout,
        data: &'a Data,
    ) -> Result<Cow<'a, Data>, PaperError> {
        let Some(fields) = layout.signed(data) else {
            return Ok(Cow::Borrowed(data));
        };
        let mut data = data.clone();
        if printing.subject.is_practice() {
            data.set(CODE, practice_code(&printing.subject, &fields.number));
            data.set(CHECK_CODE, NO_CHECK_CODE);
            return Ok(Cow::Owned(data));
        }
        let statement = self.statement(printing, layout.id(), &fields);
        let too_long = |_| too_long(&fields);
        if !printing.frame.is_entered() {
            data.set(CODE, placeholder(&statement).map_err(too_long)?);
            data.set(CHECK_CODE, NO_CHECK_CODE);
        } else if let Some(public) = self.key_of(printing.frame, printing.on)? {
            let key = self.private_key(&public)?;
            let check_code = statement.check_code().map_err(too_long)?;
            data.set(CODE, seal(&statement, &key).map_err(too_long)?);
            data.set(CHECK_CODE, grouped(&check_code));
        }
        Ok(Cow::Owned(data))
    }

    /// The check code that a paper bears, to be compared by telephone; `None` if it bears none.
    pub(super) fn check_code_of(
        &self,
        printing: &Printing<'_>,
    ) -> Result<Option<String>, PaperError> {
        if printing.subject.is_practice() || self.key_of(printing.frame, printing.on)?.is_none() {
            return Ok(None);
        }
        for paper in printing.subject.papers() {
            let layout = self.layout(&paper)?;
            if !layout.is_signed() {
                continue;
            }
            let fields = layout.signed(&self.data(printing)?);
            let statement = fields.map(|fields| self.statement(printing, layout.id(), &fields));
            let code = statement.and_then(|statement| statement.check_code().ok());
            return Ok(code.map(|code| grouped(&code)));
        }
        Ok(None)
    }

    fn statement(&self, printing: &Printing<'_>, paper: &str, fields: &SignedFields) -> Statement {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        Statement {
            hall: self.hall_mark(),
            paper: paper.to_owned(),
            number: fields.number.clone(),
            sheet: printing.subject.sheet(),
            made_on: printing.on,
            // A paper that names no day of issue was issued on the day of its act.
            issued: day(&fields.issued).unwrap_or(printing.on),
            until: day(&fields.until),
            name: fields.name.clone(),
            id: fields.id.clone(),
            head: printing.frame.head,
            fields: fields.digest,
        }
    }

    pub(super) fn hall_mark(&self) -> HallMark {
        let HallId(mark) = self.ledger.hall();
        mark
    }

    /// The key that signs what a frame brought; `None` for a frame older than the first key.
    fn key_of(&self, frame: FrameRef, on: NaiveDate) -> Result<Option<PublicKey>, ViewError> {
        let keys = self.store.code_keys()?;
        let key = keys
            .iter()
            .rfind(|key| key.year == on.year() && key.signs(frame.sequence));
        Ok(key.map(|key| PublicKey(key.public)))
    }

    pub(super) fn private_key(&self, public: &PublicKey) -> Result<SigningKey, PaperError> {
        let found = self.code_keys.find(public);
        found.ok_or_else(|| PaperError::KeyMissing(public.id().to_string()))
    }

    /// Sees to it that a key of the year is in use before an act is entered whose papers are signed.
    pub(super) fn ready_key(&mut self, act: &Act) -> Result<(), IssueError> {
        if self.shelf.practice || !self.is_signed(&act.event) {
            return Ok(());
        }
        let year = act.on.year();
        let keys = self.store.code_keys().map_err(IssueError::View)?;
        let current = |key: &&CodeKey| key.year == year && key.revoked.is_none();
        if let Some(key) = keys.iter().find(current) {
            let public = PublicKey(key.public);
            // Before anything is entered: a certificate nobody could sign has no number either.
            self.private_key(&public)?;
            return Ok(());
        }
        self.make_key(act, year)
    }

    /// How far the ledger goes, signed by the key of today's year, which is made if there is none;
    /// nothing in a practice hall, whose papers nobody is to believe.
    pub(super) fn checkpoint(
        &mut self,
        clerk: &Clerk,
        sheet: &str,
    ) -> Result<Option<(Checkpoint, String)>, PaperError> {
        if self.shelf.practice {
            return Ok(None);
        }
        let made_on = self.today();
        let key = self.key_in_use(made_on.year(), clerk)?;
        let head = self.ledger.head();
        let checkpoint = Checkpoint {
            hall: self.hall_mark(),
            size: head.sequence,
            root: head.hash.0,
            at: u64::try_from(self.ledger.time()).unwrap_or_default(),
            made_on,
            sheet: sheet.to_owned(),
        };
        let code = checkpoint.seal(&key);
        Ok(Some((checkpoint, code)))
    }

    fn key_in_use(&mut self, year: i32, clerk: &Clerk) -> Result<SigningKey, PaperError> {
        self.follow()?;
        let current = |key: &&CodeKey| key.year == year && key.revoked.is_none();
        let keys = self.store.code_keys()?;
        let public = match keys.iter().find(current) {
            Some(key) => PublicKey(key.public),
            None => {
                let public = self.code_keys.make()?.public();
                let (year, key) = (year, public.0);
                let made = Event::CodeKeyChanged(CodeKeyChanged::Made { year, public: key });
                let made = self.act(RequestId(self.requests.next()), clerk, made);
                self.append(&made).map_err(Box::new)?;
                public
            }
        };
        self.private_key(&public)
    }

    fn make_key(&mut self, act: &Act, year: i32) -> Result<(), IssueError> {
        let public = self.code_keys.make()?.public().0;
        let made = Act {
            request: RequestId(self.requests.next()),
            event: Event::CodeKeyChanged(CodeKeyChanged::Made { year, public }),
            ..act.clone()
        };
        self.append(&made)?;
        Ok(())
    }

    /// Whether an act brings a paper with a signed code.
    fn is_signed(&self, event: &Event) -> bool {
        papers_of(event).iter().any(|paper| {
            let layout = self.layout(paper);
            layout.is_ok_and(|layout| layout.is_signed())
        })
    }
}

fn papers_of(event: &Event) -> Vec<PrintedPaper> {
    if let Some(subject) = Subject::of(event) {
        return subject.papers();
    }
    let Event::RecordChanged(changed) = event else {
        return Vec::new();
    };
    match (&changed.change, changed.issued()) {
        (_, Some(issued)) => issued.papers.clone(),
        (
            Change::Corrected {
                sheet: NewSheet::SameNumber { papers },
                ..
            },
            _,
        ) => papers.clone(),
        _ => Vec::new(),
    }
}

/// Many readers guess another encoding for a code with Han in it, and a practice certificate must
/// not read as a real one either.
fn practice_code(subject: &Subject<'_>, number: &str) -> String {
    let digits = number.trim_start_matches(|c: char| !c.is_ascii());
    let check = number.chars().last().unwrap_or_default();
    format!("{SAMPLE}1:{digits}:{}:{check}", subject.issuer().area9)
}

fn too_long(fields: &SignedFields) -> PaperError {
    PaperError::Unprintable(vec![Unprintable::CodeTooLong {
        number: fields.number.clone(),
    }])
}
