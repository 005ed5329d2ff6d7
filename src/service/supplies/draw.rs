use chrono::{Days, NaiveDate};

use super::band::{Band, band};
use super::refused::StockRefused;
use crate::policy::{StockRules, SupplyItem};
use crate::record::{Batch, StockLine};
use crate::text::Message;

/// What leaves the store, and what the clerk should say with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub lines: Vec<StockLine>,
    pub notes: Vec<Message>,
}

/// Takes a quantity from the batches of an item, the nearest expiry first (近效期先出); of one
/// expiry the one that came in first. An expired batch is never offered.
///
/// # Errors
/// [`StockRefused::NotEnough`] with what there is.
pub fn draw(
    rules: &StockRules,
    item: &SupplyItem,
    batches: &[Batch],
    quantity: u32,
    on: NaiveDate,
) -> Result<Drawn, StockRefused> {
    if quantity == 0 {
        return Err(StockRefused::Nothing);
    }
    let mut good: Vec<&Batch> = batches.iter().filter(|batch| batch.balance > 0).collect();
    good.retain(|batch| batch.key.item == item.code && !batch.is_expired(on));
    good.sort_by_key(|batch| (batch.last_day(), batch.received_on, &batch.key.number));
    let mut wanted = quantity;
    let mut drawn = Drawn {
        lines: Vec::new(),
        notes: Vec::new(),
    };
    for batch in good {
        let taken = batch.balance.min(wanted);
        if taken == 0 {
            break;
        }
        wanted -= taken;
        // What is used first is used up first: the course runs over all that was given so far.
        drawn
            .notes
            .extend(warning(rules, item, batch, quantity - wanted, on));
        drawn.lines.push(line(batch, taken));
    }
    if wanted > 0 {
        return Err(StockRefused::NotEnough {
            item: item.name.clone(),
            unit: item.unit.clone(),
            left: quantity - wanted,
        });
    }
    Ok(drawn)
}

/// Takes a quantity from one batch that the clerk names.
///
/// # Errors
/// [`StockRefused::Expired`] or [`StockRefused::NotEnough`].
pub fn draw_from(
    rules: &StockRules,
    item: &SupplyItem,
    batches: &[Batch],
    number: &str,
    quantity: u32,
    on: NaiveDate,
) -> Result<Drawn, StockRefused> {
    let unknown = || StockRefused::UnknownBatch(number.to_owned());
    let own = |batch: &&Batch| batch.key.item == item.code && batch.key.number == number;
    let batch = batches.iter().find(own).ok_or_else(unknown)?;
    if batch.is_expired(on) {
        return Err(StockRefused::Expired {
            number: number.to_owned(),
            last_day: batch.last_day(),
        });
    }
    let mut drawn = draw(rules, item, std::slice::from_ref(batch), quantity, on)?;
    let nearer = |one: &&Batch| {
        one.key.item == item.code
            && one.balance > 0
            && !one.is_expired(on)
            && one.last_day() < batch.last_day()
    };
    drawn
        .notes
        .extend(batches.iter().find(nearer).map(|nearer| {
            Message::new("supplies.nearer_batch")
                .with("number", &nearer.key.number)
                .with("date", nearer.last_day())
        }));
    Ok(drawn)
}

/// Takes a quantity out of one batch whatever its expiry: a loss, or goods that go back.
///
/// # Errors
/// [`StockRefused::NotEnough`]: a balance is never negative.
pub fn take_off(
    item: &SupplyItem,
    batch: &Batch,
    quantity: u32,
) -> Result<StockLine, StockRefused> {
    if quantity == 0 {
        return Err(StockRefused::Nothing);
    }
    if quantity > batch.balance {
        return Err(StockRefused::NotEnough {
            item: item.name.clone(),
            unit: item.unit.clone(),
            left: batch.balance,
        });
    }
    Ok(line(batch, quantity))
}

fn line(batch: &Batch, quantity: u32) -> StockLine {
    StockLine {
        batch: batch.key.clone(),
        expiry: batch.expiry,
        maker: batch.maker.clone(),
        quantity,
    }
}

/// What to say of a batch that will not last as long as what is taken from it, or is near its end.
fn warning(
    rules: &StockRules,
    item: &SupplyItem,
    batch: &Batch,
    given: u32,
    on: NaiveDate,
) -> Option<Message> {
    let course = u64::from(given) * u64::from(item.days_each);
    let used_up = on.checked_add_days(Days::new(course));
    let (near, left) = band(batch, rules, on);
    let message = match used_up {
        Some(day) if day <= batch.last_day() && near == Band::Good => return None,
        Some(day) if day <= batch.last_day() => "supplies.expires_soon",
        _ => "supplies.outlasts_expiry",
    };
    Some(
        Message::new(message)
            .with("number", &batch.key.number)
            .with("date", batch.last_day())
            .with("days", left)
            .with("course", course),
    )
}
