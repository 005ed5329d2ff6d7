use zeroize::{Zeroize, ZeroizeOnDrop};

/// Random bytes that were passed in: 32 of them, drawn out to as many as are needed.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Chance {
    seed: [u8; 32],
    #[zeroize(skip)]
    drawn: u64,
}

impl Chance {
    /// `seed` must come from the system's own chance and be used for nothing else.
    pub fn new(seed: [u8; 32]) -> Chance {
        Chance { seed, drawn: 0 }
    }

    /// Bytes that nobody can tell from those drawn before or after.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut hasher = blake3::Hasher::new_keyed(&self.seed);
        hasher.update(&self.drawn.to_le_bytes());
        self.drawn += 1;
        let mut bytes = [0; N];
        hasher.finalize_xof().fill(&mut bytes);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_drawn_twice_and_another_seed_draws_otherwise() {
        let mut one = Chance::new([1; 32]);
        let mut other = Chance::new([2; 32]);
        let drawn: [[u8; 16]; 4] = [one.bytes(), one.bytes(), other.bytes(), other.bytes()];
        for (place, bytes) in drawn.iter().enumerate() {
            assert!(!drawn[..place].contains(bytes));
        }
    }
}
