use std::collections::{BTreeMap, BTreeSet};

use super::Layout;
use crate::paper::data::{Data, Scope};
use crate::paper::template::Template;

/// The data paths of the code itself and of its check code.
pub const CODE: &str = "qr";
pub const CHECK_CODE: &str = "check_code";

/// What the signed code of a paper says, as the page prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedFields {
    pub number: String,
    pub name: String,
    pub id: String,
    /// As `2026-03-15`.
    pub issued: String,
    /// Empty on a paper without an end.
    pub until: String,
    /// Digest of every value the paper asks for.
    pub digest: [u8; 16],
}

impl Layout {
    /// Whether the paper bears a signed code.
    pub fn is_signed(&self) -> bool {
        self.spec.signed.is_some()
    }

    /// What is signed of the paper filled with this data; `None` if it bears no signed code.
    pub fn signed(&self, data: &Data) -> Option<SignedFields> {
        let signed = self.spec.signed.as_ref()?;
        // What is left to the pen is signed as the record has it: the hand writes just that.
        let whole = Data {
            by_hand: BTreeSet::new(),
            ..data.clone()
        };
        let data = &whole;
        let page = BTreeMap::new();
        let scope = Scope {
            data,
            row: None,
            page: &page,
        };
        let said = |template: &Template| template.plain(scope);
        Some(SignedFields {
            number: said(&signed.number),
            name: said(&signed.name),
            id: said(&signed.id),
            issued: said(&signed.issued),
            until: signed.until.as_ref().map(said).unwrap_or_default(),
            digest: digest(&self.names(), data),
        })
    }
}

/// The values of these paths in the order of their names, each with its length before it, so that
/// no two fillings of a paper are the same bytes. Pictures are no printed text.
fn digest(names: &BTreeSet<&str>, data: &Data) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new_derive_key("guitai 2026 printed fields v1");
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    for name in names
        .iter()
        .filter(|name| ![CODE, CHECK_CODE].contains(name))
    {
        if let Some(text) = data.texts.get(*name) {
            add(name);
            add(text);
        }
        for row in data.rows.get(*name).into_iter().flatten() {
            add(name);
            row.iter().for_each(|(cell, text)| {
                add(cell);
                add(text);
            });
        }
    }
    let mut digest = [0; 16];
    hasher.finalize_xof().fill(&mut digest);
    digest
}
