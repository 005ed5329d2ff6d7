use chrono::{Days, NaiveDate};

use crate::policy::{ExchangeClocks, ReactionClocks};

/// How an adverse reaction (药具不良反应) is sorted for its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    Death,
    NewOrSerious,
    Other,
}

/// The last day for the report of a reaction that became known on `known`. Calendar days: a death
/// is reported the same day.
pub fn reaction_due(
    clocks: ReactionClocks,
    reaction: Reaction,
    known: NaiveDate,
) -> Option<NaiveDate> {
    let days = match reaction {
        Reaction::Death => clocks.death_days,
        Reaction::NewOrSerious => clocks.new_or_serious_days,
        Reaction::Other => clocks.other_days,
    };
    known.checked_add_days(Days::new(days.into()))
}

/// The last day for the answer to an inquiry (协查) from another place; calendar days.
pub fn exchange_due(
    clocks: ExchangeClocks,
    urgent: bool,
    received: NaiveDate,
) -> Option<NaiveDate> {
    let days = if urgent {
        clocks.urgent_days
    } else {
        clocks.ordinary_days
    };
    received.checked_add_days(Days::new(days.into()))
}
