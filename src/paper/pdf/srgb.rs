//! The sRGB colour space as an ICC profile, version 4.2 (ICC.1:2004-10), made of the numbers of
//! IEC 61966-2-1 so that no licence stands between a certificate and its archive.

/// Primaries and white as they look under the 5000 K light that ICC profiles are written for.
const RED: [f64; 3] = [0.436_074_7, 0.222_504_5, 0.013_932_2];
const GREEN: [f64; 3] = [0.385_064_9, 0.716_878_6, 0.097_104_5];
const BLUE: [f64; 3] = [0.143_080_4, 0.060_616_9, 0.714_173_3];
const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];
/// From the 6500 K light of a screen to that one (Bradford).
const ADAPTED: [f64; 9] = [
    1.047_811_2,
    0.022_886_6,
    -0.050_127_0,
    0.029_542_4,
    0.990_484_4,
    -0.017_049_1,
    -0.009_234_5,
    0.015_043_6,
    0.752_131_6,
];
/// Exponent and the two straight lines of the curve from sample to light.
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];

const HEADER: usize = 128;

pub(super) fn profile() -> Vec<u8> {
    let curve = [&b"para\0\0\0\0\0\x03\0\0"[..], &fixed(&CURVE)].concat();
    let light = |xyz: &[f64; 3]| [&b"XYZ \0\0\0\0"[..], &fixed(xyz)].concat();
    let elements: [(&[&[u8; 4]], Vec<u8>); 8] = [
        (&[b"desc"], words("sRGB")),
        (&[b"cprt"], words("CC0")),
        (&[b"wtpt"], light(&WHITE)),
        (&[b"rXYZ"], light(&RED)),
        (&[b"gXYZ"], light(&GREEN)),
        (&[b"bXYZ"], light(&BLUE)),
        (&[b"rTRC", b"gTRC", b"bTRC"], curve),
        (
            &[b"chad"],
            [&b"sf32\0\0\0\0"[..], &fixed(&ADAPTED)].concat(),
        ),
    ];
    let tags: usize = elements.iter().map(|(names, _)| names.len()).sum();
    let mut table = number(tags);
    let mut data: Vec<u8> = Vec::new();
    for (names, element) in elements {
        let place = HEADER + 4 + 12 * tags + data.len();
        for name in names {
            table.extend_from_slice(*name);
            table.extend(number(place));
            table.extend(number(element.len()));
        }
        data.extend(element);
        // Every element begins at a multiple of four.
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let size = HEADER + table.len() + data.len();
    [header(size), table, data].concat()
}

fn header(size: usize) -> Vec<u8> {
    let mut header = number(size);
    header.extend_from_slice(b"\0\0\0\0\x04\x20\0\0mntrRGB XYZ ");
    // The day the profile was first made; a clock would change every certificate.
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        header.extend(part.to_be_bytes());
    }
    header.extend_from_slice(b"acsp");
    // No platform, no maker, no device, and photographs are to look alike.
    header.resize(68, 0);
    header.extend(fixed(&WHITE));
    header.resize(HEADER, 0);
    header
}

/// A text in one language.
fn words(text: &str) -> Vec<u8> {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    [
        b"mluc\0\0\0\0".to_vec(),
        number(1),
        number(12),
        b"enUS".to_vec(),
        number(utf16.len()),
        number(28),
        utf16,
    ]
    .concat()
}

fn number(number: usize) -> Vec<u8> {
    u32::try_from(number)
        .unwrap_or(u32::MAX)
        .to_be_bytes()
        .to_vec()
}

/// Numbers with sixteen bits before the point and sixteen behind it.
fn fixed(numbers: &[f64]) -> Vec<u8> {
    let fixed = |number: &f64| ((number * 65536.0).round() as i32).to_be_bytes();
    numbers.iter().flat_map(fixed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_small_and_its_table_points_into_it() {
        let profile = profile();
        assert!(profile.len() < 600, "{} bytes", profile.len());
        let at = |place: usize| {
            let bytes = profile[place..place + 4].try_into().expect("four bytes");
            u32::from_be_bytes(bytes) as usize
        };
        assert_eq!(at(0), profile.len());
        assert_eq!(&profile[36..40], b"acsp");
        assert_eq!(at(HEADER), 10);
        for tag in 0..10 {
            let entry = HEADER + 4 + 12 * tag;
            let (place, size) = (at(entry + 4), at(entry + 8));
            assert!(place % 4 == 0 && place + size <= profile.len());
        }
    }

    #[test]
    fn red_green_and_blue_together_are_white() {
        for part in 0..3 {
            let sum = RED[part] + GREEN[part] + BLUE[part];
            assert!((sum - WHITE[part]).abs() < 0.0005, "{sum}");
        }
    }
}
