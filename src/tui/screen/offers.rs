//! Services as a list of keys: those who leave, those who come, the others; each that cannot be
//! had with the reason.

use crate::form::DeskGroup;
use crate::text::{Lang, Message, pad};
use crate::tui::job::Offer;
use crate::tui::look;
use crate::tui::widget::{Line, Sections};

/// Columns of a service's title, behind which stands why it cannot be had.
const TITLE: usize = 30;

/// The letters of services past the ninth; those before are kept for certificates.
const LETTERS: std::ops::RangeInclusive<char> = 'k'..='z';

/// The key of a service: 1 to 9, then k to z; a space where there are no keys left.
fn key_of(place: usize) -> char {
    let digits = '1'..='9';
    digits.chain(LETTERS).nth(place).unwrap_or(' ')
}

/// The place of the service with this letter.
pub fn place_of_letter(key: char) -> Option<usize> {
    let key = key.to_ascii_lowercase();
    let place = LETTERS.into_iter().position(|letter| letter == key);
    place.map(|place| place + 9)
}

/// A section for each group that has services, the first below this heading.
pub fn list<R: Copy>(
    sections: &mut Sections<R>,
    offers: &[Offer],
    heading: &Message,
    lang: Lang,
    row: impl Fn(usize) -> R,
) {
    let mut heading = Some(heading.say(lang));
    for group in DeskGroup::LISTED {
        let offers = || offers.iter().enumerate();
        let mut of_group = offers()
            .filter(|(_, offer)| offer.group == group)
            .peekable();
        if of_group.peek().is_none() {
            continue;
        }
        let name = group.message().say(lang);
        sections.begin(match heading.take() {
            Some(heading) => format!("{heading}  {name}"),
            None => name,
        });
        for (place, offer) in of_group {
            sections.row(row(place), line(place, offer, lang));
        }
    }
}

fn line(place: usize, offer: &Offer, lang: Lang) -> Line {
    let title = offer.title.say(lang);
    let key = format!(" {} ", key_of(place));
    match offer.refusals.first() {
        None => vec![(key, look::KEY), (format!(" {title}"), look::GOOD)],
        Some(refusal) => {
            let why = Message::new("tui.why_not").with("why", refusal.why_not.say(lang));
            vec![
                (key, look::QUIET),
                (format!(" {} ", pad(title, TITLE)), look::QUIET),
                (format!("✗ {}", why.say(lang)), look::NOTE),
            ]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_ninth_service_the_letters_go_on() {
        assert_eq!(key_of(8), '9');
        assert_eq!(key_of(9), 'k');
        assert_eq!(place_of_letter('K'), Some(9));
        assert_eq!(key_of(place_of_letter('t').expect("a letter")), 't');
        assert_eq!(key_of(99), ' ');
        assert_eq!(place_of_letter('a'), None, "a letter of certificates");
        assert_eq!(place_of_letter('李'), None);
    }
}
