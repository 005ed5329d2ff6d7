//! The ledger list of a day or a period (台账): one line an act, to be read, filtered, printed and
//! taken along as a table.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::Office;
use super::deed::deed;
use super::error::PaperError;
use super::issued::PaperFile;
use crate::disk::{asked_path, at_the_counter, paper_path, write_paper};
use crate::form::{DeskGroup, RequestId};
use crate::ledger::Remembered;
use crate::paper::{Data, Mark, pdf};
use crate::person::IdPaper;
use crate::record::{Event, Exported, PaperPrinted, Person, PersonKey};
use crate::staff::{Clerk, Grave, Right};
use crate::store::ViewError;
use crate::text::{Label, Lang};

/// The paper of the list.
const SHEET: &str = "F34";

/// Which acts of the ledger are wanted. An empty text wants all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPeriod {
    /// First and last day.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Part of a name or of an identity number.
    pub person: String,
    /// Part of what was done.
    pub act: String,
    /// Part of either, or of a document's number.
    pub any: String,
}

/// One act in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedAct {
    /// When the frame was written, in milliseconds of Unix time.
    pub at: i64,
    pub on: NaiveDate,
    /// The side of the desk it belongs to.
    pub group: DeskGroup,
    pub person: Option<PersonKey>,
    pub name: String,
    /// Masked, as everywhere where a number need not be read.
    pub id: String,
    pub act: Label,
    /// Number of the certificate, the service or the case; empty where the act has none.
    pub number: String,
    pub clerk: String,
    /// Why it was done alone; empty for nearly everything.
    pub remark: String,
}

impl ListPeriod {
    pub fn day(on: NaiveDate) -> ListPeriod {
        ListPeriod {
            from: on,
            to: on,
            person: String::new(),
            act: String::new(),
            any: String::new(),
        }
    }

    /// `TZ-20100315`, `TZ-20100301-20100331`.
    pub fn number(&self) -> String {
        let (from, to) = (self.from.format("%Y%m%d"), self.to.format("%Y%m%d"));
        match self.from == self.to {
            true => format!("TZ-{from}"),
            false => format!("TZ-{from}-{to}"),
        }
    }

    fn title(&self) -> &'static str {
        match self.from == self.to {
            true => "台账日报",
            false => "期间台账",
        }
    }

    fn wants(&self, act: &ListedAct, id: &str) -> bool {
        let has = |part: &str, texts: &[&str]| {
            part.is_empty() || texts.iter().any(|text| contains(text, part))
        };
        let done = [act.act.zh.as_str(), act.act.en.as_str()];
        let who = [act.name.as_str(), id];
        let any = [who.as_slice(), &done, &[&act.number]].concat();
        has(&self.person, &who) && has(&self.act, &done) && has(&self.any, &any)
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.trim().to_lowercase())
}

impl Office {
    /// The acts of a period, in the order in which they were done.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn listed_acts(&self, period: &ListPeriod) -> Result<Vec<ListedAct>, ViewError> {
        self.allow(Right::Report)?;
        let mut people: BTreeMap<PersonKey, Option<Person>> = BTreeMap::new();
        let mut listed = Vec::new();
        for on in period.from.iter_days().take_while(|on| *on <= period.to) {
            for line in self.store.day(on)? {
                let key = line.person.map(PersonKey);
                if let Some(key) = key
                    && !people.contains_key(&key)
                {
                    people.insert(key, self.store.person(key)?);
                }
                let person = key.and_then(|key| people.get(&key)?.as_ref());
                let paper = person.and_then(|person| IdPaper::parse_key(person.id_key()));
                let forms = &self.shelf.forms;
                let group = forms.get(&line.service).map(|form| form.group);
                let act = ListedAct {
                    at: line.at,
                    on: line.on,
                    group: group.unwrap_or_default(),
                    person: key,
                    name: line.name.clone(),
                    id: paper.as_ref().map(IdPaper::masked).unwrap_or_default(),
                    act: Label {
                        zh: deed(&line, forms, Lang::Zh),
                        en: deed(&line, forms, Lang::En),
                    },
                    number: line.number,
                    clerk: line.clerk,
                    remark: line.remark,
                };
                let id = paper.as_ref().map_or("", IdPaper::number);
                listed.extend(period.wants(&act, id).then_some(act));
            }
        }
        Ok(listed)
    }

    /// Prints the list of a period, to this file or folder or among the hall's papers, and notes in
    /// the ledger that it was printed.
    ///
    /// # Errors
    /// [`PaperError`]; a file that is there although this fails was not noted.
    pub fn print_list(
        &mut self,
        period: &ListPeriod,
        clerk: &Clerk,
        file: Option<&Path>,
    ) -> Result<PaperFile, PaperError> {
        self.allow(crate::staff::Right::Report)?;
        let mut data = self.list_data(period, clerk)?;
        self.add_checkpoint(&mut data, period, clerk)?;
        let layout = self.shelf.layouts.get(SHEET);
        let layout = layout.map(|shipped| Arc::clone(&shipped.layout));
        let layout = layout.ok_or_else(|| PaperError::NotKept(SHEET.to_owned()))?;
        let mark = match self.shelf.practice {
            true => Mark::Sample,
            false => Mark::None,
        };
        let document = layout
            .lay_out(&data, &self.fonts, mark)
            .map_err(PaperError::Unprintable)?;
        let path = match file {
            Some(asked) => asked_path(asked, &period.number(), SHEET)?,
            None => paper_path(&self.list_folder(period), &period.number(), SHEET),
        };
        write_paper(&path, &pdf(&document, &self.fonts)?)?;
        self.note_printed(period, clerk)?;
        Ok(PaperFile {
            paper: SHEET.to_owned(),
            title: period.title().to_owned(),
            copies: 1,
            path,
        })
    }

    /// Writes the list of a period as a table for other programs, to this file or among the hall's
    /// papers.
    ///
    /// # Errors
    /// [`PaperError`]; there is then no file.
    pub fn export_list(
        &mut self,
        period: &ListPeriod,
        file: Option<&Path>,
        lang: Lang,
    ) -> Result<PathBuf, PaperError> {
        self.allow(Right::Export)?;
        let second = self.with_second(Grave::Export, &period.number());
        second.map_err(Box::new)?;
        let table = table(&self.listed_acts(period)?, lang);
        self.enter_export(Exported::List, &period.number())?;
        let name = format!("{}.csv", period.number());
        let path = match file {
            Some(asked) if asked.is_dir() => asked.join(name),
            Some(asked) => asked_path(asked, &period.number(), SHEET)?,
            None => self.list_folder(period).join(name),
        };
        write_paper(&path, table.as_bytes())?;
        Ok(path)
    }

    fn list_folder(&self, period: &ListPeriod) -> PathBuf {
        self.hall.papers().join(period.to.year().to_string())
    }

    fn note_printed(&mut self, period: &ListPeriod, clerk: &Clerk) -> Result<(), PaperError> {
        let event = Event::PaperPrinted(PaperPrinted {
            number: period.number(),
            paper: SHEET.to_owned(),
            copies: 1,
        });
        let act = self.act(RequestId(self.requests.next()), clerk, event);
        self.follow()?;
        self.enter(&act).map_err(Box::new)?;
        Ok(())
    }

    /// How far the ledger goes, as words and as the hall's signed code.
    fn add_checkpoint(
        &mut self,
        data: &mut Data,
        period: &ListPeriod,
        clerk: &Clerk,
    ) -> Result<(), PaperError> {
        if let Some((said, code)) = self.checkpoint(clerk, &period.number())? {
            let last = at_the_counter(i64::try_from(said.at).unwrap_or_default());
            data.set("ledger.code", code);
            data.set("ledger.size", said.size.to_string());
            data.set(
                "ledger.last_at",
                last.format("%Y-%m-%d %H:%M:%S").to_string(),
            );
        }
        // Behind the code: a key that was made for it is an act too.
        let head = Remembered::from(self.ledger.head());
        data.set("ledger.checkpoint", head.to_string());
        Ok(())
    }

    fn list_data(&self, period: &ListPeriod, clerk: &Clerk) -> Result<Data, ViewError> {
        let acts = self.listed_acts(period)?;
        let mut data = Data::default();
        let printed_at = at_the_counter(self.clock.now_ms());
        for (path, text) in [
            ("ledger.title", period.title().to_owned()),
            ("ledger.number", period.number()),
            ("ledger.from", period.from.to_string()),
            ("ledger.to", period.to.to_string()),
            ("ledger.total", acts.len().to_string()),
            ("ledger.made_on", self.today().to_string()),
            ("issuer.name", self.shelf.issuer.name.clone()),
            ("clerk", clerk.name.clone()),
            (
                "printed_at",
                printed_at.format("%Y-%m-%d %H:%M").to_string(),
            ),
        ] {
            data.set(path, text);
        }
        let rows = acts.iter().map(row).collect();
        data.rows.insert("ledger_lines".to_owned(), rows);
        Ok(data)
    }
}

/// A line of the sheet. The side is left open for what belongs to neither.
fn row(act: &ListedAct) -> BTreeMap<String, String> {
    let time = at_the_counter(act.at).format("%H:%M");
    let pairs = [
        ("at", format!("{} {time}", act.on)),
        ("side_label", side(act.group, Lang::Zh)),
        ("name", act.name.clone()),
        ("id", act.id.clone()),
        ("act_label", act.act.zh.clone()),
        ("document", act.number.clone()),
        ("clerk", act.clerk.clone()),
        ("remark", act.remark.clone()),
    ];
    pairs
        .into_iter()
        .map(|(key, text)| (key.to_owned(), text))
        .collect()
}

/// 流出 or 流入; a certificate is a paper of those who leave.
pub fn side(group: DeskGroup, lang: Lang) -> String {
    let key = match group {
        DeskGroup::Outflow | DeskGroup::Certificate => "office.side_outflow",
        DeskGroup::Inflow => "office.side_inflow",
        DeskGroup::Both => return String::new(),
    };
    crate::text::Message::new(key).say(lang)
}

/// A table as spreadsheet programs read it: UTF-8 with its mark, lines ended by CR LF.
pub fn table(acts: &[ListedAct], lang: Lang) -> String {
    let head = crate::text::Message::new("office.list_head").say(lang);
    let mut table = format!("\u{FEFF}{head}\r\n");
    for act in acts {
        let time = at_the_counter(act.at).format("%H:%M").to_string();
        let cells = [
            act.on.to_string(),
            time,
            side(act.group, lang),
            act.name.clone(),
            act.id.clone(),
            act.act.say(lang).to_owned(),
            act.number.clone(),
            act.clerk.clone(),
            act.remark.clone(),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        table.push_str(&cells.join(","));
        table.push_str("\r\n");
    }
    table
}

/// A cell that no comma breaks and no spreadsheet takes for a formula.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = match formula {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    };
    match cell.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(name: &str, did: &str) -> ListedAct {
        ListedAct {
            at: 1_268_616_600_000,
            on: "2010-03-15".parse().expect("a date"),
            group: DeskGroup::Outflow,
            person: None,
            name: name.to_owned(),
            id: "430406********9927".to_owned(),
            act: Label::same(did),
            number: "4304060051000001X".to_owned(),
            clerk: "周敏".to_owned(),
            remark: String::new(),
        }
    }

    #[test]
    fn the_filters_are_parts_of_their_columns() {
        let on = "2010-03-15".parse().expect("a date");
        let wanted = |person: &str, did: &str, any: &str| {
            let period = ListPeriod {
                person: person.to_owned(),
                act: did.to_owned(),
                any: any.to_owned(),
                ..ListPeriod::day(on)
            };
            period.wants(&act("李春桃", "签发婚育证明"), "430406198304129927")
        };
        assert!(wanted("", "", ""));
        assert!(wanted("春桃", "婚育", "0001x"));
        assert!(wanted("19830412", "", "签发"));
        assert!(!wanted("签发", "", ""), "what was done is no person");
        assert!(!wanted("", "李春桃", ""));
        assert!(!wanted("", "", "王"));
    }

    #[test]
    fn a_cell_is_neither_broken_nor_a_formula() {
        assert_eq!(quoted("甲,乙"), "\"甲,乙\"");
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        let table = table(&[act("李春桃", "签发")], Lang::Zh);
        assert!(table.starts_with('\u{FEFF}') && table.ends_with("周敏,\r\n"));
        assert!(table.contains("2010-03-15,09:30,流出,李春桃,430406********9927,签发"));
    }

    #[test]
    fn a_period_has_a_number_of_its_own() {
        let mut period = ListPeriod::day("2010-03-15".parse().expect("a date"));
        assert_eq!(period.number(), "TZ-20100315");
        period.to = "2010-03-31".parse().expect("a date");
        assert_eq!(period.number(), "TZ-20100315-20100331");
    }
}
