//! Numbers that one slip of the hand makes of another.

use super::{ResidentId, check_character, date_in};

/// Digits before the check character.
const BODY: usize = 17;

impl ResidentId {
    /// Whether one number is the other with one digit wrong, or with two neighbouring digits in each
    /// other's place. The check character follows the digits and tells nothing.
    pub fn is_slip_of(&self, other: &ResidentId) -> bool {
        let (one, other) = (&self.0.as_bytes()[..BODY], &other.0.as_bytes()[..BODY]);
        let places = (0..BODY).filter(|place| one[*place] != other[*place]);
        match places.collect::<Vec<_>>()[..] {
            [_] => true,
            [first, second] => {
                second == first + 1 && one[first] == other[second] && one[second] == other[first]
            }
            _ => false,
        }
    }

    /// Every number that is a slip of this one: at most 169, those with a real birth date.
    pub fn slips(&self) -> Vec<ResidentId> {
        let body = &self.0.as_bytes()[..BODY];
        let mut slips = Vec::new();
        for place in 0..BODY {
            for digit in (b'0'..=b'9').filter(|digit| *digit != body[place]) {
                let mut changed = body.to_vec();
                changed[place] = digit;
                slips.extend(number(changed));
            }
            if place + 1 < BODY && body[place] != body[place + 1] {
                let mut changed = body.to_vec();
                changed.swap(place, place + 1);
                slips.extend(number(changed));
            }
        }
        slips
    }
}

fn number(body: Vec<u8>) -> Option<ResidentId> {
    let body = String::from_utf8(body).ok()?;
    date_in(&body[6..14])?;
    let check = check_character(&body)?;
    Some(ResidentId(format!("{body}{check}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slip_is_one_and_the_number_itself_is_none() {
        let id = ResidentId::try_from("430406198304129927".to_owned()).expect("a number");
        let slips = id.slips();
        assert!((100..170).contains(&slips.len()), "{}", slips.len());
        for slip in &slips {
            assert!(id.is_slip_of(slip) && slip.is_slip_of(&id), "{slip}");
            assert_eq!(ResidentId::try_from(slip.to_string()).as_ref(), Ok(slip));
        }
        assert!(!id.is_slip_of(&id));
    }
}
