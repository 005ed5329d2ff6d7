use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;

use super::super::Office;
use super::super::error::PaperError;
use super::super::issued::PaperFile;
use super::StockError;
use crate::disk::{asked_path, at_the_counter, write_paper};
use crate::paper::{Data, Mark, pdf};
use crate::person::IdPaper;
use crate::record::{CardLine, Collector, HandedOut, Movement, Recipient, StockLine};
use crate::store::StockRecord;
use crate::text::{Lang, Message};

/// The stock card and the register of what was handed out.
const CARD: &str = "F19a";
const REGISTER: &str = "F19g";

type Row = BTreeMap<String, String>;

impl Office {
    /// Prints the card of a batch to a file or into a folder.
    ///
    /// # Errors
    /// [`StockError`]; nothing is written.
    pub fn print_card(
        &self,
        item: &str,
        number: &str,
        out: &Path,
    ) -> Result<PaperFile, StockError> {
        self.allow(crate::staff::Right::Stock)?;
        let (batch, lines) = self.stock_card(item, number)?;
        let supply = self.supply(item)?;
        let mut data = self.stock_data();
        for (name, text) in [
            ("stock.item_label", supply.name.zh.clone()),
            ("stock.unit_label", supply.unit.zh.clone()),
            ("stock.batch", batch.key.number.clone()),
            ("stock.expiry", batch.last_day().to_string()),
            ("stock.maker", batch.maker.clone()),
            ("stock.balance", batch.balance.to_string()),
        ] {
            data.set(name, text);
        }
        let rows = lines.iter().map(card_row).collect();
        data.rows.insert("stock_lines".to_owned(), rows);
        let named = format!("{}-{}", supply.code, batch.key.number);
        Ok(self.print_stock(CARD, &data, &named, out)?)
    }

    /// Prints the register of what was handed out from one day to another.
    ///
    /// # Errors
    /// [`StockError`]; nothing is written.
    pub fn print_register(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        out: &Path,
    ) -> Result<PaperFile, StockError> {
        self.allow(crate::staff::Right::Stock)?;
        let records = self.stock_moves(from, to)?;
        let mut rows = Vec::new();
        for record in &records {
            if let Movement::HandedOut(handed) = &record.moved.movement {
                let lines = record.moved.lines.iter();
                rows.extend(lines.map(|line| self.register_row(record, handed, line)));
            }
        }
        let mut data = self.stock_data();
        data.set("register.from", from.to_string());
        data.set("register.to", to.to_string());
        data.set("register.total", rows.len().to_string());
        data.rows.insert("handed_out".to_owned(), rows);
        Ok(self.print_stock(REGISTER, &data, &format!("{from}-{to}"), out)?)
    }

    fn register_row(&self, record: &StockRecord, handed: &HandedOut, line: &StockLine) -> Row {
        let item = self.supply(&line.batch.item).ok();
        let name = item.map_or(line.batch.item.as_str(), |item| &item.name.zh);
        let unit = item.map_or("", |item| &item.unit.zh);
        let tick = |yes: bool| if yes { "是" } else { "" }.to_owned();
        let mut row = Row::from([
            ("on".to_owned(), record.on.to_string()),
            ("document".to_owned(), record.moved.number.clone()),
            ("item_label".to_owned(), name.to_owned()),
            ("batch".to_owned(), line.batch.number.clone()),
            ("quantity".to_owned(), format!("{}{unit}", line.quantity)),
            ("by_label".to_owned(), by_label(&handed.to)),
            ("new_label".to_owned(), tick(handed.first_use)),
            ("explained_label".to_owned(), tick(handed.explained)),
            ("clerk".to_owned(), record.clerk.clone()),
        ]);
        if let Recipient::Named { facts, .. } = &handed.to {
            row.insert(
                "name".to_owned(),
                facts.get("name").cloned().unwrap_or_default(),
            );
            let id = facts.get("id").and_then(|key| IdPaper::parse_key(key));
            row.insert(
                "id".to_owned(),
                id.map(|id| id.masked()).unwrap_or_default(),
            );
        }
        row
    }

    fn stock_data(&self) -> Data {
        let issuer = &self.shelf.issuer;
        let now = at_the_counter(self.clock.now_ms());
        let mut data = Data::default();
        data.set("issuer.name", &issuer.name);
        data.set("issuer.phone", &issuer.phone);
        data.set("clerk", &self.hall.settings.clerk);
        data.set("printed_at", now.format("%Y-%m-%d %H:%M").to_string());
        data
    }

    fn print_stock(
        &self,
        paper: &str,
        data: &Data,
        named: &str,
        out: &Path,
    ) -> Result<PaperFile, PaperError> {
        let layout = self.shelf.layouts.get(paper);
        let layout = layout.ok_or_else(|| PaperError::NotKept(paper.to_owned()))?;
        let mark = match self.shelf.practice {
            true => Mark::Sample,
            false => Mark::None,
        };
        let document = layout.layout.lay_out(data, &self.fonts, mark);
        let document = document.map_err(PaperError::Unprintable)?;
        let path = asked_path(out, named, paper)?;
        write_paper(&path, &pdf(&document, &self.fonts)?)?;
        Ok(PaperFile {
            paper: paper.to_owned(),
            title: document.title.clone(),
            copies: 1,
            path,
        })
    }
}

fn card_row(line: &CardLine) -> Row {
    let count = |count: u32| match count {
        0 => String::new(),
        count => count.to_string(),
    };
    Row::from([
        ("on".to_owned(), line.on.to_string()),
        ("did_label".to_owned(), line.did.message().say(Lang::Zh)),
        ("document".to_owned(), line.number.clone()),
        ("in".to_owned(), count(line.came_in)),
        ("out".to_owned(), count(line.went_out)),
        ("balance".to_owned(), line.balance.to_string()),
        ("clerk".to_owned(), line.clerk.clone()),
    ])
}

fn by_label(to: &Recipient) -> String {
    let key = match to {
        Recipient::Anonymous => "supplies.by_anonymous",
        Recipient::Named {
            by: Collector::Herself,
            ..
        } => "supplies.by_herself",
        Recipient::Named {
            by: Collector::Other,
            ..
        } => "supplies.by_other",
    };
    Message::new(key).say(Lang::Zh)
}
