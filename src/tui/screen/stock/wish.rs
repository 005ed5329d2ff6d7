use super::ask::{Asking, What};
use crate::form::RequestId;
use crate::office::{
    CountWish, HandOutWish, LossWish, NamedWish, ReceiveWish, RecipientWish, StockWish,
    TransferWish,
};
use crate::record::{Collector, LossReason};
use crate::tui::desk::Desk;

impl Asking {
    /// The movement that the answers ask for.
    pub fn wish(&self, request: RequestId, desk: &Desk) -> StockWish {
        let read = |key: &str| self.canonical(key, desk);
        let quantity = read("quantity").parse().unwrap_or_default();
        match self.what {
            What::HandOut => StockWish::HandOut(HandOutWish {
                request,
                item: read("item"),
                quantity,
                batch: None,
                first_use: read("first_use") == "yes",
                explained: read("explained") == "yes",
                to: self.recipient(desk),
            }),
            What::Receive => StockWish::Receive(ReceiveWish {
                request,
                item: read("item"),
                batch: read("batch"),
                expiry: read("expiry"),
                quantity,
                maker: read("maker"),
                from: read("from"),
                document: read("document"),
            }),
            What::Loss => StockWish::Loss(LossWish {
                request,
                item: self.chosen_item(),
                batch: self.chosen_batch(),
                quantity,
                reason: reason(&read("reason")),
                approved_by: read("approved_by"),
            }),
            What::Count => StockWish::Count(CountWish {
                request,
                item: self.chosen_item(),
                batch: self.chosen_batch(),
                found: quantity,
                note: read("note"),
            }),
            What::Transfer => StockWish::Transfer(TransferWish {
                request,
                item: self.chosen_item(),
                batch: self.chosen_batch(),
                quantity,
                to: read("to"),
                document: read("document"),
            }),
        }
    }

    /// What the answer means; nothing for a question that is not asked.
    fn canonical(&self, key: &str, desk: &Desk) -> String {
        let questions = self.questions();
        let question = questions.iter().find(|question| question.key == key);
        let reading = question.map(|question| self.reading(question, desk));
        reading
            .and_then(|reading| reading.canonical)
            .unwrap_or_default()
    }

    fn recipient(&self, desk: &Desk) -> RecipientWish {
        let read = |key: &str| self.canonical(key, desk);
        let by = match read("recipient").as_str() {
            "herself" => Collector::Herself,
            "other" => Collector::Other,
            _ => return RecipientWish::Anonymous,
        };
        RecipientWish::Named(NamedWish {
            // The office reads numbers as they are typed.
            id: self.text("id").to_owned(),
            name: read("name"),
            by,
            consent: read("consent") == "yes",
        })
    }

    fn chosen_item(&self) -> String {
        let chosen = self.chosen.as_ref();
        chosen.map_or_else(String::new, |chosen| chosen.batch.key.item.clone())
    }

    fn chosen_batch(&self) -> String {
        let chosen = self.chosen.as_ref();
        chosen.map_or_else(String::new, |chosen| chosen.batch.key.number.clone())
    }
}

fn reason(code: &str) -> LossReason {
    match code {
        "expired" => LossReason::Expired,
        "broken" => LossReason::Broken,
        "damp" => LossReason::Damp,
        "spoiled" => LossReason::Spoiled,
        "lost" => LossReason::Lost,
        _ => LossReason::Other,
    }
}
