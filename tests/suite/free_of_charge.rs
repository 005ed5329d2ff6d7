//! Promise: nothing costs anything. No service of any policy has a fee, and no paper asks for one.

use guitai::disk::Shipped;
use guitai::paper::{Mark, pdf};

use super::paper_samples::{FONTS, layouts, sample};

/// Papers that say nothing of money: a line printed onto a permit, the hall's own stock card, her own
/// statement, a slip glued into another place's certificate.
const SILENT: [&str; 4] = ["F14", "F19a", "F2v", "F5c"];

fn text_of(bytes: &[u8]) -> String {
    let pdf = lopdf::Document::load_mem(bytes).expect("a PDF file");
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    let text = pdf.extract_text(&pages).expect("text");
    text.split_whitespace().collect()
}

/// The sums of money in a text, as they stand before 元.
fn sums(text: &str) -> Vec<String> {
    let before = text.split('元').rev().skip(1);
    let digits = before.map(|part| {
        let number = part
            .chars()
            .rev()
            .take_while(|c| c.is_ascii_digit() || *c == '.');
        number
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect::<String>()
    });
    digits.filter(|sum| !sum.is_empty()).collect()
}

#[test]
fn fact_32_the_fee_is_0_in_every_service() {
    let shipped = Shipped::read().expect("what the program brings is whole");
    let profiles = shipped.profiles.values();
    let mut services = 0;
    for profile in profiles {
        for service in shipped.forms.keys().filter_map(|id| profile.service(id)) {
            assert_eq!(service.fee, 0, "{} {}", profile.id, service.code);
            services += 1;
        }
    }
    assert!(services > 10, "{services} services were looked at");
}

#[test]
fn fact_32_the_fee_is_0_in_every_print() {
    for (name, layout) in layouts() {
        let document = layout.lay_out(&sample(), &FONTS, Mark::None);
        let document = document.unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        let text = text_of(&pdf(&document, &FONTS).expect("a PDF file"));
        for sum in sums(&text) {
            assert_eq!(sum, "0", "{name} names a sum of money");
        }
        let free = text.contains("免费") || text.contains("不收取");
        assert!(free || SILENT.contains(&name.as_str()), "{name}: {text}");
    }
}
