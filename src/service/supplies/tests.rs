use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::policy::{Profile, StockRules, SupplyItem};
use crate::record::{Batch, BatchKey, StockYear};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

fn rules() -> StockRules {
    let text = include_str!("../../../forms/policy/hunan-2010.toml");
    let profile = Profile::parse("hunan-2010.toml", text).expect("the profile reads");
    profile.stock.expect("it has a store")
}

fn batch(number: &str, expiry: &str, balance: u32) -> Batch {
    Batch {
        key: BatchKey {
            item: "condom".to_owned(),
            number: number.to_owned(),
        },
        expiry: crate::person::PartialDate::read(expiry).expect("an expiry"),
        maker: String::new(),
        balance,
        received_on: day("2010-01-04"),
    }
}

/// The store of scenario 13.
fn store() -> Vec<Batch> {
    vec![
        batch("A3", "2012-06-30", 200),
        batch("A1", "2010-10-31", 12),
        batch("A2", "2011-02-28", 30),
    ]
}

fn condom(rules: &StockRules) -> &SupplyItem {
    rules.item("condom").expect("in the list")
}

fn taken(drawn: &Drawn) -> Vec<(&str, u32)> {
    let lines = drawn.lines.iter();
    lines
        .map(|line| (line.batch.number.as_str(), line.quantity))
        .collect()
}

#[test]
fn fact_25_the_nearest_expiry_goes_first_and_an_expired_batch_is_never_offered() {
    let rules = rules();
    let on = day("2010-11-02");
    let drawn = draw(&rules, condom(&rules), &store(), 20, on).expect("enough");
    assert_eq!(taken(&drawn), [("A2", 20)]);
    assert!(drawn.notes.is_empty(), "118 days left: {:?}", drawn.notes);
    let over = draw(&rules, condom(&rules), &store(), 40, on).expect("enough");
    assert_eq!(taken(&over), [("A2", 30), ("A3", 10)]);
    let named = draw_from(&rules, condom(&rules), &store(), "A1", 1, on);
    assert!(matches!(named, Err(StockRefused::Expired { .. })));
    let all = draw(&rules, condom(&rules), &store(), 231, on);
    assert!(matches!(
        all,
        Err(StockRefused::NotEnough { left: 230, .. })
    ));
}

#[test]
fn fact_25_a_month_alone_means_its_last_day() {
    let month = batch("B1", "2010-11", 5);
    assert!(!month.is_expired(day("2010-11-30")) && month.is_expired(day("2010-12-01")));
    let (near, left) = band(&month, &rules(), day("2010-11-02"));
    assert_eq!((near, left), (Band::Near, 28));
}

#[test]
fn fact_25_a_batch_is_warned_of_within_the_window_and_when_the_course_outlasts_it() {
    let rules = rules();
    let said = |batch: Batch, quantity: u32| {
        let drawn = draw(
            &rules,
            condom(&rules),
            &[batch],
            quantity,
            day("2010-11-02"),
        );
        let notes = drawn.expect("enough").notes;
        notes
            .iter()
            .map(crate::text::Message::key)
            .collect::<Vec<_>>()
    };
    assert_eq!(said(batch("A", "2011-02-28", 90), 20), [""; 0]);
    assert_eq!(
        said(batch("A", "2011-01-30", 90), 20),
        ["supplies.expires_soon"]
    );
    assert_eq!(
        said(batch("A", "2011-02-28", 90), 40),
        ["supplies.outlasts_expiry"]
    );
}

#[test]
fn fact_25_what_is_lost_is_told_in_thousandths() {
    let year = |opening, received, lost| StockYear {
        opening,
        received,
        lost,
        handed_out: 0,
    };
    let limit = rules().loss_limit_permille;
    assert_eq!(limit, 5);
    assert!(year(800, 200, 5).lost_permille() <= limit);
    assert!(year(800, 200, 6).lost_permille() > limit);
    assert!(year(0, 999, 5).lost_permille() > limit, "rounded up");
    assert_eq!(year(0, 0, 0).lost_permille(), 0);
}

#[test]
fn fact_26_first_oral_use_is_refused_at_the_counter_and_a_condom_needs_no_name() {
    let rules = rules();
    let ask = |item: &str, first_use, had| {
        let item = rules.item(item).expect("in the list");
        may_have(
            &rules,
            &Asked {
                item,
                quantity: 3,
                first_use,
                had_this_year: had,
            },
        )
    };
    assert_eq!(ask("condom", true, None), Ok(()));
    assert_eq!(ask("pill", false, None), Ok(()));
    for (item, first_use) in [("pill", true), ("injection", false), ("iud", false)] {
        let refused = ask(item, first_use, None).expect_err(item);
        assert!(
            matches!(refused, StockRefused::NotAtTheCounter(_)),
            "{item}"
        );
    }
    let cap = ask("condom", false, Some(118)).expect_err("only two are left");
    assert!(matches!(
        cap,
        StockRefused::YearlyCap {
            cap: 120,
            left: 2,
            ..
        }
    ));
    assert_eq!(ask("condom", false, Some(117)), Ok(()));
}

#[test]
fn every_class_of_every_profile_reads_and_names_its_rule() {
    for text in [
        include_str!("../../../forms/policy/hunan-2010.toml"),
        include_str!("../../../forms/policy/hunan-2016.toml"),
        include_str!("../../../forms/policy/hunan-2022.toml"),
    ] {
        let profile = Profile::parse("profile", text).expect("it reads");
        let stock = profile.stock.expect("every profile has a store");
        assert!(
            stock
                .items
                .iter()
                .all(|item| stock.class_of(item).is_some())
        );
        assert!(stock.items.iter().all(|item| item.days_each > 0));
    }
}

fn any_store() -> impl Strategy<Value = Vec<Batch>> {
    let one = (0u32..50, 0i64..900);
    proptest::collection::vec(one, 0..8).prop_map(|batches| {
        let numbered = batches.into_iter().enumerate();
        numbered
            .map(|(number, (balance, days))| {
                let expiry = day("2010-06-01") + chrono::Duration::days(days);
                batch(&format!("N{number}"), &expiry.to_string(), balance)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn no_draw_takes_more_than_there_is_nor_leaves_a_nearer_batch(
        store in any_store(),
        quantity in 0u32..300,
    ) {
        let rules = rules();
        let on = day("2010-11-02");
        let good = |batch: &&Batch| !batch.is_expired(on);
        let there: u32 = store.iter().filter(good).map(|batch| batch.balance).sum();
        match draw(&rules, condom(&rules), &store, quantity, on) {
            Ok(drawn) => {
                prop_assert_eq!(drawn.lines.iter().map(|line| line.quantity).sum::<u32>(), quantity);
                let last = drawn.lines.iter().map(|line| line.expiry.last()).max();
                for line in &drawn.lines {
                    let own = store.iter().find(|batch| batch.key == line.batch).expect("a batch");
                    prop_assert!(line.quantity <= own.balance && !own.is_expired(on));
                    // Only the farthest batch may keep something.
                    prop_assert!(line.quantity == own.balance || Some(line.expiry.last()) == last);
                }
            }
            Err(StockRefused::Nothing) => prop_assert_eq!(quantity, 0),
            Err(StockRefused::NotEnough { left, .. }) => {
                prop_assert_eq!(left, there);
                prop_assert!(quantity > there);
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}
