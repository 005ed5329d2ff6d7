use super::refused::{NotHere, StockRefused};
use crate::policy::{Dispense, StockRules, SupplyItem};

/// What somebody asks for at the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    pub item: &'a SupplyItem,
    pub quantity: u32,
    /// She has never used it before.
    pub first_use: bool,
    /// What a named person had of the class this year; `None` if nobody is named.
    pub had_this_year: Option<u32>,
}

/// Whether the counter gives it: by class, by first use (首次使用由医生指导), and for a named person by
/// what she had this year.
///
/// # Errors
/// [`StockRefused`] with the rule and what can be done instead.
pub fn may_have(rules: &StockRules, asked: &Asked<'_>) -> Result<(), StockRefused> {
    let unknown = || StockRefused::UnknownItem(asked.item.code.clone());
    let class = rules.class_of(asked.item).ok_or_else(unknown)?;
    let here = match class.dispense {
        Dispense::Counter => true,
        Dispense::Continuing => !asked.first_use,
        Dispense::Elsewhere => false,
    };
    if !here {
        return Err(StockRefused::NotAtTheCounter(Box::new(NotHere {
            class: class.code.clone(),
            why_not: class.why_not.clone().unwrap_or_default(),
            article: rules.article.clone(),
            remedy: class.remedy.clone(),
        })));
    }
    let (Some(cap), Some(had)) = (class.yearly_cap, asked.had_this_year) else {
        return Ok(());
    };
    let left = cap.saturating_sub(had);
    if asked.quantity > left {
        return Err(StockRefused::YearlyCap {
            class: class.name.clone(),
            unit: asked.item.unit.clone(),
            cap,
            left,
        });
    }
    Ok(())
}
