use super::code::label;
use super::division::short_code;
use crate::text::Label;

/// How far apart the hukou place and the place of residence lie (流动范围): what a clerk is told,
/// never a reason to refuse anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowScope {
    /// 跨乡(镇、街道): another township of the same county.
    Township,
    /// 跨县: another county of the same prefecture.
    County,
    /// 跨市: another prefecture of the same province.
    Prefecture,
    /// 跨省
    Province,
}

impl FlowScope {
    pub const ALL: [FlowScope; 4] = [
        FlowScope::Township,
        FlowScope::County,
        FlowScope::Prefecture,
        FlowScope::Province,
    ];

    /// The scope between two places by their division codes (GB/T 2260). `None` where a code is
    /// not of digits, where both lie in one township, or where one of them ends before the level
    /// at which the other differs.
    pub fn between(from: &str, to: &str) -> Option<FlowScope> {
        let (from, to) = (short_code(from), short_code(to));
        if !is_code(from) || !is_code(to) {
            return None;
        }
        let levels = [
            (2, FlowScope::Province),
            (4, FlowScope::Prefecture),
            (6, FlowScope::County),
            (9, FlowScope::Township),
        ];
        for (length, scope) in levels {
            if from.get(..length)? != to.get(..length)? {
                return Some(scope);
            }
        }
        None
    }

    /// The code that forms store: `cross_province`.
    pub fn code(self) -> &'static str {
        match self {
            FlowScope::Township => "cross_township",
            FlowScope::County => "cross_county",
            FlowScope::Prefecture => "cross_prefecture",
            FlowScope::Province => "cross_province",
        }
    }

    pub fn label(self) -> Label {
        match self {
            FlowScope::Township => label("跨乡（镇、街道）", "another township"),
            FlowScope::County => label("跨县（市、区）", "another county"),
            FlowScope::Prefecture => label("跨市（州）", "another prefecture"),
            FlowScope::Province => label("跨省", "another province"),
        }
    }
}

fn is_code(code: &str) -> bool {
    code.len() >= 2 && code.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_highest_level_at_which_two_places_differ_is_the_scope() {
        let between = FlowScope::between;
        for (to, scope) in [
            ("441900121", Some(FlowScope::Province)),
            ("430105", Some(FlowScope::Prefecture)),
            ("430421", Some(FlowScope::County)),
            ("430406002", Some(FlowScope::Township)),
            ("430406005001", None),
            // Only the county is known, and it is the same one.
            ("430406", None),
            ("境外日本", None),
            ("", None),
        ] {
            assert_eq!(between("430406005", to), scope, "{to}");
            assert_eq!(between(to, "430406005"), scope, "{to}");
        }
    }

    proptest! {
        #[test]
        fn any_two_texts_have_a_scope_or_none(from in ".{0,12}", to in "[0-9]{0,12}") {
            prop_assert_eq!(FlowScope::between(&from, &to), FlowScope::between(&to, &from));
        }
    }
}
