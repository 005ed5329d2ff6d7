use std::collections::BTreeMap;

use crate::form::{Choice, Kind, Reading, read};
use crate::office::StockBatch;
use crate::policy::{Dispense, StockRules};
use crate::text::{Label, Lang, Message, Said};
use crate::tui::desk::Desk;
use crate::tui::keys::Word;
use crate::tui::screen::Response;
use crate::tui::screen::wizard::field;
use crate::tui::widget::LineEdit;

/// What is to be done with the store, in the order of its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    HandOut,
    Receive,
    Loss,
    Count,
    Transfer,
}

impl What {
    pub const ALL: [What; 5] = [
        What::HandOut,
        What::Receive,
        What::Loss,
        What::Count,
        What::Transfer,
    ];

    pub fn title(self) -> Message {
        Message::new(match self {
            What::HandOut => "supplies.did_handed_out",
            What::Receive => "supplies.did_received",
            What::Loss => "supplies.did_written_off",
            What::Count => "supplies.did_counted",
            What::Transfer => "supplies.did_transferred",
        })
    }

    /// Whether it is about the batch that is chosen in the list.
    pub fn needs_batch(self) -> bool {
        matches!(self, What::Loss | What::Count | What::Transfer)
    }
}

/// One question.
#[derive(Debug, Clone)]
pub struct Question {
    pub key: &'static str,
    pub label: Message,
    pub kind: Kind,
    pub required: bool,
}

/// The questions of one movement, with what was typed so far.
#[derive(Debug, Clone)]
pub struct Asking {
    pub what: What,
    pub chosen: Option<StockBatch>,
    rules: StockRules,
    answers: BTreeMap<&'static str, String>,
    at: usize,
    pub line: LineEdit,
}

/// The longest free text of a movement and the largest quantity of one.
const TEXT: usize = 60;
const MOST: i64 = 99_999;

impl Asking {
    pub fn new(what: What, chosen: Option<StockBatch>, rules: StockRules) -> Asking {
        let mut answers = BTreeMap::new();
        if let Some(chosen) = &chosen {
            answers.insert("item", chosen.batch.key.item.clone());
            if what == What::Loss || what == What::Count {
                answers.insert("quantity", chosen.batch.balance.to_string());
            }
        }
        let mut asking = Asking {
            what,
            chosen,
            rules,
            answers,
            at: 0,
            line: LineEdit::default(),
        };
        asking.go_to(0);
        asking
    }

    /// The questions that stand open now.
    pub fn questions(&self) -> Vec<Question> {
        let text = || Kind::Text { max: TEXT };
        let required = |key, label, kind| question(key, label, kind, true);
        let optional = |key, label, kind| question(key, label, kind, false);
        let number = |min| Kind::Number { min, max: MOST };
        match self.what {
            What::HandOut => self.hand_out(),
            What::Receive => vec![
                required("item", "supplies.ask_item", self.items()),
                required("batch", "supplies.ask_batch", Kind::Text { max: 20 }),
                required("expiry", "supplies.ask_expiry", Kind::PartialDate),
                required("quantity", "supplies.ask_quantity", number(1)),
                optional("maker", "supplies.ask_maker", text()),
                optional("from", "supplies.ask_from", text()),
                optional("document", "supplies.ask_document", text()),
            ],
            What::Loss => vec![
                required("quantity", "supplies.ask_quantity", number(1)),
                required("reason", "supplies.ask_reason", reasons()),
                required("approved_by", "supplies.ask_approved_by", text()),
            ],
            What::Count => vec![
                required("quantity", "supplies.ask_found", number(0)),
                optional("note", "supplies.ask_note", text()),
            ],
            What::Transfer => vec![
                required("quantity", "supplies.ask_quantity", number(1)),
                required("to", "supplies.ask_to", text()),
                optional("document", "supplies.ask_document", text()),
            ],
        }
    }

    fn hand_out(&self) -> Vec<Question> {
        let number = Kind::Number { min: 1, max: MOST };
        let mut questions = vec![
            question("item", "supplies.ask_item", self.items(), true),
            question("quantity", "supplies.ask_quantity", number, true),
            question("recipient", "supplies.ask_recipient", recipients(), true),
        ];
        let named = !matches!(self.text("recipient"), "" | "anonymous");
        if named {
            questions.extend([
                question("id", "supplies.ask_id", Kind::IdPaper, true),
                question("name", "supplies.ask_name", Kind::Name, false),
                question("consent", "supplies.ask_consent", Kind::YesNo, true),
            ]);
        }
        let class = self.rules.item(self.text("item"));
        let class = class.and_then(|item| self.rules.class_of(item));
        if class.is_some_and(|class| class.dispense == Dispense::Continuing) {
            let kind = Kind::YesNo;
            questions.push(question("first_use", "supplies.ask_first_use", kind, true));
        }
        let kind = Kind::YesNo;
        questions.push(question("explained", "supplies.ask_explained", kind, true));
        questions
    }

    fn items(&self) -> Kind {
        let items = self.rules.items.iter();
        let options = items.map(|item| Choice {
            code: item.code.clone(),
            label: item.name.clone(),
        });
        Kind::Choice {
            options: options.collect(),
        }
    }

    /// What was typed or chosen.
    pub fn text(&self, key: &str) -> &str {
        self.answers.get(key).map_or("", String::as_str)
    }

    pub fn reading(&self, question: &Question, desk: &Desk) -> Reading {
        read(&question.kind, self.text(question.key), &desk.around)
    }

    pub fn place(&self) -> usize {
        self.at
    }

    pub fn kind(&self) -> Kind {
        let question = self.questions().into_iter().nth(self.at);
        question.map_or(Kind::YesNo, |question| question.kind)
    }

    pub fn has_more(&self) -> bool {
        self.at + 1 < self.questions().len()
    }

    /// What is wrong with the answer under the caret.
    pub fn problem(&self, desk: &Desk) -> Option<Said> {
        let question = self.questions().into_iter().nth(self.at)?;
        self.problem_of(&question, desk)
    }

    fn problem_of(&self, question: &Question, desk: &Desk) -> Option<Said> {
        let reading = self.reading(question, desk);
        let missing = question.required && reading.canonical.is_none();
        let missing = missing.then(|| Message::new("form.required").into());
        reading.problem.or(missing)
    }

    pub fn first_problem(&self, desk: &Desk) -> Option<(usize, Said)> {
        let questions = self.questions().into_iter().enumerate();
        questions
            .filter_map(|(place, question)| Some((place, self.problem_of(&question, desk)?)))
            .next()
    }

    pub fn go_to(&mut self, place: usize) {
        let questions = self.questions();
        self.at = place.min(questions.len().saturating_sub(1));
        let text = questions.get(self.at).map_or("", |one| self.text(one.key));
        self.line = LineEdit::fresh(text);
    }

    pub fn step(&mut self, step: isize) -> Response {
        self.go_to(self.at.saturating_add_signed(step));
        Response::stay()
    }

    /// Takes the option of this number; tells whether there is one.
    pub fn pick(&mut self, number: usize, desk: &Desk) -> bool {
        let options = field::options(&self.kind(), desk.lang);
        let Some((code, _)) = options.get(number.wrapping_sub(1)) else {
            return false;
        };
        self.write(&code.clone());
        true
    }

    pub fn edit(&mut self, word: Word, desk: &Desk) -> Response {
        if field::is_chosen(&self.kind()) {
            match word {
                Word::Left => self.turn(-1, desk.lang),
                Word::Right => self.turn(1, desk.lang),
                Word::EraseLine => self.write(""),
                _ => {}
            }
            return Response::stay();
        }
        self.line.act(word);
        let text = self.line.text().to_owned();
        self.write(&text);
        Response::stay()
    }

    fn turn(&mut self, step: isize, lang: Lang) {
        let options = field::options(&self.kind(), lang);
        let questions = self.questions();
        let here = questions.get(self.at).map_or("", |one| self.text(one.key));
        let place = options.iter().position(|(code, _)| code == here);
        let next = match place {
            Some(place) => place.saturating_add_signed(step),
            None => 0,
        };
        if let Some((code, _)) = options.get(next) {
            self.write(&code.clone());
        }
    }

    pub fn type_char(&mut self, c: char, desk: &Desk) -> Response {
        if field::is_chosen(&self.kind()) {
            let code = match c {
                'y' | '是' => "yes",
                'n' | '否' => "no",
                _ => return Response::no(Message::new("tui.choose_by_digit")),
            };
            if read(&self.kind(), code, &desk.around).canonical.is_some() {
                self.write(code);
            }
            return Response::stay();
        }
        self.line.insert(c.encode_utf8(&mut [0; 4]));
        let text = self.line.text().to_owned();
        self.write(&text);
        Response::stay()
    }

    fn write(&mut self, text: &str) {
        if let Some(question) = self.questions().get(self.at) {
            self.answers.insert(question.key, text.to_owned());
        }
    }
}

fn question(key: &'static str, label: &'static str, kind: Kind, required: bool) -> Question {
    Question {
        key,
        label: Message::new(label),
        kind,
        required,
    }
}

/// Options whose labels are sentences of the catalogue.
fn options(of: &[(&str, &'static str)]) -> Kind {
    let options = of.iter().map(|(code, key)| Choice {
        code: (*code).to_owned(),
        label: Label {
            zh: Message::new(key).say(Lang::Zh),
            en: Message::new(key).say(Lang::En),
        },
    });
    Kind::Choice {
        options: options.collect(),
    }
}

fn recipients() -> Kind {
    options(&[
        ("anonymous", "supplies.by_anonymous"),
        ("herself", "supplies.by_herself"),
        ("other", "supplies.by_other"),
    ])
}

fn reasons() -> Kind {
    options(&[
        ("expired", "supplies.loss_expired"),
        ("broken", "supplies.loss_broken"),
        ("damp", "supplies.loss_damp"),
        ("spoiled", "supplies.loss_spoiled"),
        ("lost", "supplies.loss_lost"),
        ("other", "supplies.loss_other"),
    ])
}
