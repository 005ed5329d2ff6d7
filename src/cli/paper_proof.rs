use std::path::Path;

use serde_json::{Value, json};

use super::arguments::ProveOptions;
use super::failure::Reason;
use super::{Context, Exit, Failure};
use crate::office::{FieldProof, PaperProof, Verdict, prove, prove_file};
use crate::text::{Lang, Message, pad};

/// Columns of a place's name and of its path in the table.
const LABEL: usize = 22;
const PATH: usize = 30;

/// Proves a paper, or all of them: every place against the longest text that can come to it.
pub fn run(context: &Context, options: &ProveOptions) -> Result<Exit, Failure> {
    let file = options.paper.as_deref().map(Path::new);
    let file = file.filter(|file| file.extension().is_some_and(|ending| ending == "toml"));
    let proofs = match file {
        Some(file) => vec![prove_file(file)?],
        None => prove(options.paper.as_deref())?,
    };
    for proof in &proofs {
        tell(context, proof);
    }
    let failed: Vec<&PaperProof> = proofs.iter().filter(|proof| !proof.holds()).collect();
    let holds = failed.is_empty();
    let papers: Vec<Value> = proofs
        .iter()
        .map(|proof| data(proof, context.lang()))
        .collect();
    context
        .voice
        .data(&json!({ "papers": papers, "holds": holds }));
    if holds {
        let message = Message::new("cli.papers_proved").with("count", proofs.len());
        context.voice.say(&message);
        return Ok(Exit::Done);
    }
    if context.voice.json {
        return Ok(Exit::Unprintable);
    }
    Err(Failure {
        exit: Exit::Unprintable,
        headline: Message::new("cli.papers_not_proved").with("count", failed.len()),
        reasons: failed.into_iter().flat_map(reasons).collect(),
    })
}

fn tell(context: &Context, proof: &PaperProof) {
    let voice = &context.voice;
    voice.line(format!("{} {}", proof.paper, proof.title));
    let heading = Message::new("cli.proof_heading").say(context.lang());
    let mut heads = heading.split('|');
    let mut head = |columns: usize| pad(heads.next().unwrap_or_default(), columns);
    let line = [head(LABEL), head(PATH), head(8), head(8), head(8), head(8)];
    voice.line(format!("  {}", line.concat().trim_end()));
    for field in &proof.fields {
        let largest = match (field.verdict, field.largest) {
            (Verdict::NotPrinted, _) => String::new(),
            (_, Some(largest)) => largest.to_string(),
            (_, None) => "∞".to_owned(),
        };
        let size = field
            .size
            .map_or_else(String::new, |size| format!("{size:.2}"));
        let line = [
            pad(&field.label, LABEL - 1) + " ",
            pad(&field.path, PATH - 1) + " ",
            pad(&field.needed.to_string(), 8),
            pad(&largest, 8),
            pad(&size, 8),
            word(field.verdict).say(context.lang()),
        ];
        voice.line(format!("  {}", line.concat()));
    }
}

fn word(verdict: Verdict) -> Message {
    match verdict {
        Verdict::Fits => Message::new("cli.proof_fits"),
        Verdict::DoesNotFit => Message::new("cli.proof_does_not_fit"),
        Verdict::NotPrinted => Message::new("cli.proof_not_printed"),
    }
}

fn reasons(proof: &PaperProof) -> Vec<Reason> {
    let alone = proof.fields.iter();
    let alone = alone.filter(|field| field.verdict == Verdict::DoesNotFit);
    let alone = alone.map(|field| alone_reason(proof, field));
    let together = proof.together.iter().map(|problem| {
        let line = |lang: Lang| format!("{} {}", proof.paper, problem.message().say(lang));
        Reason {
            at: problem.field().to_owned(),
            zh: line(Lang::Zh),
            en: line(Lang::En),
        }
    });
    alone.chain(together).collect()
}

fn alone_reason(proof: &PaperProof, field: &FieldProof) -> Reason {
    let message = Message::new("cli.proof_too_long")
        .with("paper", &proof.paper)
        .with("label", &field.label)
        .with("needed", field.needed)
        .with("largest", field.largest.unwrap_or_default());
    Reason {
        at: field.path.clone(),
        zh: message.say(Lang::Zh),
        en: message.say(Lang::En),
    }
}

fn data(proof: &PaperProof, lang: Lang) -> Value {
    let fields = proof.fields.iter().map(|field| {
        json!({
            "path": field.path,
            "label": field.label,
            "needed": field.needed,
            "largest": field.largest,
            "size": field.size,
            "verdict": match field.verdict {
                Verdict::Fits => "fits",
                Verdict::DoesNotFit => "does_not_fit",
                Verdict::NotPrinted => "not_printed",
            },
        })
    });
    let together = proof.together.iter().map(|one| one.message().say(lang));
    json!({
        "paper": proof.paper,
        "title": proof.title,
        "holds": proof.holds(),
        "fields": fields.collect::<Vec<_>>(),
        "together": together.collect::<Vec<_>>(),
    })
}
