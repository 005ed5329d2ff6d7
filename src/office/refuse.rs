use std::path::Path;

use chrono::Datelike;

use super::paper_data::{row, service_label};
use super::paper_words::{REMEDY, word};
use super::{Office, PaperError, PaperFile};
use crate::disk::{at_the_counter, paper_path, write_paper};
use crate::form::Draft;
use crate::paper::{Data, Mark, pdf};
use crate::policy::Refusal;
use crate::staff::Clerk;

/// The notice, in its form for an applicant who is refused.
const NOTICE: &str = "F29";
/// What the file is called: there is no number, and it tells nothing about anybody.
const NAME: &str = "不予办理";

impl Office {
    /// Prints for an applicant who is refused why that is, by which rule, and what she can do
    /// instead: every rule that stands against her, so that she need not come twice. The paper names
    /// nobody and nothing is noted anywhere: the next notice takes the place of this file. `None` if
    /// nothing stands against her.
    ///
    /// # Errors
    /// [`PaperError`]; there is then no file.
    pub fn refusal_notice(
        &self,
        draft: &Draft,
        clerk: &Clerk,
        folder: Option<&Path>,
    ) -> Result<Option<PaperFile>, PaperError> {
        self.allow(crate::staff::Right::Serve)?;
        let Some(form) = self.shelf.form(&draft.service) else {
            return Ok(None);
        };
        let survey = form.survey(draft, &self.shelf.around);
        let not_in_force = self.shelf.not_in_force(form);
        let refusals: Vec<Refusal> = not_in_force.into_iter().chain(survey.refusals).collect();
        if refusals.is_empty() {
            return Ok(None);
        }
        let mut data = self.refusal_data(&refusals, clerk);
        data.set("receipt.service_label", service_label(form));
        if survey.keeps_nothing {
            data.set("refusal.keeps_nothing", "yes");
        }
        self.write_notice(&data, folder).map(Some)
    }

    /// The same where no form was begun: why a service of the hall cannot be had. `None` if the hall
    /// has no such service.
    ///
    /// # Errors
    /// [`PaperError`]; there is then no file.
    pub fn why_not_on_paper(
        &self,
        service: &str,
        refusals: &[Refusal],
        clerk: &Clerk,
    ) -> Result<Option<PaperFile>, PaperError> {
        self.allow(crate::staff::Right::Serve)?;
        let Some(form) = self.shelf.form(service) else {
            return Ok(None);
        };
        let mut data = self.refusal_data(refusals, clerk);
        data.set("receipt.service_label", service_label(form));
        self.write_notice(&data, None).map(Some)
    }

    fn write_notice(&self, data: &Data, folder: Option<&Path>) -> Result<PaperFile, PaperError> {
        let not_kept = || PaperError::NotKept(NOTICE.to_owned());
        let layout = self.shelf.layouts.get(NOTICE).ok_or_else(not_kept)?;
        let mark = match self.shelf.practice {
            true => Mark::Sample,
            false => Mark::None,
        };
        let document = layout
            .layout
            .lay_out(data, &self.fonts, mark)
            .map_err(PaperError::Unprintable)?;
        let year = self.hall.papers().join(self.today().year().to_string());
        let path = paper_path(folder.unwrap_or(&year), NAME, NOTICE);
        write_paper(&path, &pdf(&document, &self.fonts)?)?;
        Ok(PaperFile {
            paper: NOTICE.to_owned(),
            title: document.title.clone(),
            copies: 1,
            path,
        })
    }

    fn refusal_data(&self, refusals: &[Refusal], clerk: &Clerk) -> Data {
        let issuer = &self.shelf.issuer;
        let printed_at = at_the_counter(self.clock.now_ms());
        let mut data = Data::default();
        for (name, text) in [
            ("issuer.name", issuer.name.as_str()),
            ("issuer.phone", &issuer.phone),
            ("clerk", &clerk.name),
            ("receipt.remedy", word(&self.shelf.around.profile, REMEDY)),
        ] {
            data.set(name, text);
        }
        data.set(
            "printed_at",
            printed_at.format("%Y-%m-%d %H:%M").to_string(),
        );
        let refused = refusals.iter().zip(1..).map(|(refusal, number)| {
            let mark = match refusals.len() {
                1 => String::new(),
                _ => format!("{number}. "),
            };
            row(&[
                ("mark", &mark),
                ("why_not", &refusal.why_not.zh),
                ("article", &refusal.article.zh),
                ("remedy", &refusal.remedy.zh),
            ])
        });
        data.rows.insert("refusals".to_owned(), refused.collect());
        let helplines = self.hall.settings.helplines.iter();
        let helplines = helplines.map(|line| row(&[("name", &line.name), ("phone", &line.phone)]));
        data.rows
            .insert("helplines".to_owned(), helplines.collect());
        data
    }
}
