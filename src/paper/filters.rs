/// How a value is written on paper.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filter {
    /// 2010年3月15日, 2005年5月, 2005年.
    Date,
    /// 二〇一〇年三月十五日.
    CnDate,
    /// The first six and the last four characters; what stands between them becomes `*`.
    Mask,
    /// 138 0000 0101.
    Group,
    /// What stands there when there is no value.
    Or(String),
    /// On a solid line at least this many millimetres long.
    Under(f32),
    /// On a dotted line at least this many millimetres long.
    Line(f32),
}

impl Filter {
    /// Reads `name` or `name(argument)`.
    pub fn parse(text: &str) -> Result<Filter, String> {
        let (name, argument) = match text.split_once('(') {
            Some((name, rest)) => {
                let inner = rest
                    .strip_suffix(')')
                    .ok_or_else(|| format!("`{text}` lacks its `)`"))?;
                (name.trim(), Some(inner.trim()))
            }
            None => (text, None),
        };
        match (name, argument) {
            ("date", None) => Ok(Filter::Date),
            ("cn_date", None) => Ok(Filter::CnDate),
            ("mask", None) => Ok(Filter::Mask),
            ("group", None) => Ok(Filter::Group),
            ("or", Some(quoted)) => unquote(quoted).map(Filter::Or),
            ("under", Some(length)) => millimetres(length).map(Filter::Under),
            ("line", Some(length)) => millimetres(length).map(Filter::Line),
            _ => Err(format!(
                "`{text}` is not a filter; there are date, cn_date, mask, group, or('…'), under(mm), line(mm)"
            )),
        }
    }

    /// The text after this filter; the lines under a text do not change it.
    pub fn apply(&self, text: String, blank: bool) -> String {
        match self {
            Filter::Date if blank => "　　年　 月　 日".to_owned(),
            Filter::Date => date(&text),
            Filter::CnDate => cn_date(&text).unwrap_or(text),
            Filter::Mask => mask(&text),
            Filter::Group => group(&text),
            Filter::Or(instead) if text.is_empty() && !blank => instead.clone(),
            Filter::Or(_) | Filter::Under(_) | Filter::Line(_) => text,
        }
    }
}

fn unquote(text: &str) -> Result<String, String> {
    let inner = text
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    inner
        .map(str::to_owned)
        .ok_or_else(|| format!("write {text} in '…'"))
}

/// A length on paper; longer than a sheet is a slip.
pub(super) fn millimetres(text: &str) -> Result<f32, String> {
    let length: f32 = text
        .trim()
        .parse()
        .map_err(|_| format!("`{text}` is not a length in mm"))?;
    if (0.0..=500.0).contains(&length) {
        Ok(length)
    } else {
        Err(format!("{length} mm is not a length on paper"))
    }
}

/// The parts of a full or partial date (`2010-03-15`, `2010-03`, `2010`), if it is one.
fn parts(text: &str) -> Option<Vec<u32>> {
    let lengths = [4, 2, 2];
    let parts: Vec<&str> = text.split('-').collect();
    let shaped = parts.len() <= 3
        && parts.iter().zip(lengths).all(|(part, length)| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        });
    shaped.then(|| parts.iter().filter_map(|part| part.parse().ok()).collect())
}

fn date(text: &str) -> String {
    let Some(parts) = parts(text) else {
        return text.to_owned();
    };
    parts
        .iter()
        .zip(["年", "月", "日"])
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect()
}

fn cn_date(text: &str) -> Option<String> {
    let parts = parts(text)?;
    let year = text
        .get(..4)?
        .chars()
        .filter_map(|c| c.to_digit(10))
        .map(digit);
    let mut out: String = year.chain(['年']).collect();
    for (number, unit) in parts.iter().skip(1).zip(['月', '日']) {
        out.push_str(&below_hundred(*number));
        out.push(unit);
    }
    Some(out)
}

fn digit(number: u32) -> char {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    DIGITS[(number % 10) as usize]
}

/// 十五, 二十, 三: how a month or a day is read.
fn below_hundred(number: u32) -> String {
    let (tens, ones) = (number / 10, number % 10);
    let mut out = String::new();
    if tens > 1 {
        out.push(digit(tens));
    }
    if tens > 0 {
        out.push('十');
    }
    if ones > 0 {
        out.push(digit(ones));
    }
    out
}

fn mask(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let hidden = |place: usize| place >= 6 && place + 4 < characters.len();
    let shown = characters.iter().enumerate();
    shown
        .map(|(place, c)| if hidden(place) { '*' } else { *c })
        .collect()
}

/// A mobile number in its usual groups; any other number as it stands.
fn group(text: &str) -> String {
    let mobile =
        text.len() == 11 && text.starts_with('1') && text.bytes().all(|b| b.is_ascii_digit());
    if mobile {
        format!("{} {} {}", &text[..3], &text[3..7], &text[7..])
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_and_partial_dates_are_written_out() {
        assert_eq!(date("2010-03-15"), "2010年3月15日");
        assert_eq!(date("2005-05"), "2005年5月");
        assert_eq!(date("2005"), "2005年");
        assert_eq!(date("约2005"), "约2005");
        assert_eq!(
            cn_date("2010-03-15").as_deref(),
            Some("二〇一〇年三月十五日")
        );
        assert_eq!(
            cn_date("2026-11-20").as_deref(),
            Some("二〇二六年十一月二十日")
        );
        assert_eq!(cn_date("不详"), None);
    }

    #[test]
    fn the_middle_of_a_number_is_hidden_and_a_phone_is_grouped() {
        assert_eq!(mask("430406198304129927"), "430406********9927");
        assert_eq!(mask("12345"), "12345");
        assert_eq!(group("13800000101"), "138 0000 0101");
        assert_eq!(group("0734-8888888"), "0734-8888888");
    }

    #[test]
    fn a_slip_in_a_filter_is_named() {
        assert!(Filter::parse("upper").is_err_and(|reason| reason.contains("upper")));
        assert!(Filter::parse("or(——)").is_err());
        assert!(Filter::parse("line(9000)").is_err());
        assert!(Filter::parse("or('——'").is_err());
    }
}
