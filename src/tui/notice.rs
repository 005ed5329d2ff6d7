use crate::policy::Refusal;
use crate::text::{Lang, Message, Said};

/// Something the clerk must read: what is wrong in one line, then what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    pub headline: Said,
    pub advice: Vec<Said>,
    /// The service that cannot be had and why, where that can be given to the applicant on paper.
    pub on_paper: Option<(String, Vec<Refusal>)>,
}

impl Notice {
    pub fn new(headline: impl Into<Said>) -> Notice {
        Notice {
            headline: headline.into(),
            advice: Vec::new(),
            on_paper: None,
        }
    }

    pub fn advise(mut self, advice: impl Into<Said>) -> Notice {
        self.advice.push(advice.into());
        self
    }

    /// Why a service cannot be given: each rule with its article and its remedy.
    pub fn refused(refusals: &[Refusal], lang: Lang) -> Notice {
        let mut notice = Notice::new(Message::new("tui.refused"));
        for refusal in refusals {
            notice = notice.advise(refusal_line(refusal, lang).as_str());
            if !refusal.remedy.say(lang).is_empty() {
                let remedy = Message::new("tui.remedy").with("remedy", refusal.remedy.say(lang));
                notice = notice.advise(remedy);
            }
        }
        notice
    }

    /// The reasons of a service can be printed for the applicant.
    pub fn of_service(mut self, service: &str, refusals: &[Refusal]) -> Notice {
        self.on_paper = Some((service.to_owned(), refusals.to_vec()));
        self
    }
}

/// A rule and its article in one line.
pub fn refusal_line(refusal: &Refusal, lang: Lang) -> String {
    Message::new("tui.refusal")
        .with("why", refusal.why_not.say(lang))
        .with("article", refusal.article.say(lang))
        .say(lang)
}
