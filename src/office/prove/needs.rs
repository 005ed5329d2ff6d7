//! The longest text a form can bring to each place of a paper.

use std::collections::BTreeMap;

use crate::disk::Shipped;
use crate::form::{Field, Form, Kind, PlaceLevel};
use crate::paper::Layout;
use crate::person::{Divisions, IdKind, Level};

/// A common character as wide as any; names are written with a rare one.
const HAN: &str = "国";
const RARE: &str = "𪚥";
/// Most characters of a name, of a group of a village, of a number of a paper from elsewhere.
const NAME: usize = 50;
const GROUP: usize = 10;
const NUMBER: &str = "(1)0406005080023999999";

/// What services ask that may be printed on papers.
pub(super) struct Needs<'a> {
    shipped: &'a Shipped,
    /// The longest full name of a county or township.
    place: String,
    community: String,
}

impl Needs<'_> {
    pub fn new(shipped: &Shipped) -> Needs<'_> {
        let divisions = &shipped.divisions;
        let places = longest_name(divisions, Level::Town);
        let counties = longest_name(divisions, Level::County);
        Needs {
            shipped,
            place: longer(places, counties),
            community: longest_name(divisions, Level::Community),
        }
    }

    /// Path on the paper → the longest text the services that print it can put there. A column of
    /// a list is `row.name`.
    pub fn of(&self, layout: &Layout) -> BTreeMap<String, String> {
        let mut needs = BTreeMap::new();
        let names = layout.names();
        let forms = self.shipped.forms.values();
        for form in forms.filter(|form| self.prints(form, layout.id())) {
            for field in fields(form) {
                match &field.kind {
                    Kind::Rows { fields, .. } if names.contains(field.key.as_str()) => {
                        for inner in fields {
                            self.add(&mut needs, inner, &format!("row.{}", inner.key));
                        }
                    }
                    _ => self.add(&mut needs, field, &field.key),
                }
            }
        }
        for form in self
            .shipped
            .forms
            .values()
            .filter(|form| self.prints(form, layout.id()))
        {
            self.add_addresses(&mut needs, form);
        }
        needs.retain(|path, _| names.contains(path.as_str()));
        needs
    }

    /// Whether some policy prints this paper for the service.
    fn prints(&self, form: &Form, paper: &str) -> bool {
        let mut profiles = self.shipped.profiles.values();
        profiles.any(|profile| {
            let rules = profile.service(&form.id);
            rules.is_some_and(|rules| rules.papers.iter().any(|rule| rule.paper == paper))
        })
    }

    fn add(&self, needs: &mut BTreeMap<String, String>, field: &Field, path: &str) {
        let mut put = |path: String, text: String| {
            let known = needs.remove(&path).unwrap_or_default();
            needs.insert(path, longer(known, text));
        };
        match &field.kind {
            Kind::Text { max } => put(path.to_owned(), HAN.repeat(*max)),
            Kind::Name => put(path.to_owned(), RARE.repeat(NAME)),
            Kind::Number { max, .. } => put(path.to_owned(), max.to_string()),
            Kind::PaperNumber { .. } => put(path.to_owned(), NUMBER.to_owned()),
            Kind::Choice { options } => {
                let labels = options.iter().map(|option| option.label.zh.clone());
                put(format!("{path}_label"), labels.fold(String::new(), longer));
            }
            Kind::IdPaper => {
                let labels = IdKind::ALL.iter().map(|kind| kind.label().zh);
                put(format!("{path}_label"), labels.fold(String::new(), longer));
            }
            Kind::Group => put(path.to_owned(), HAN.repeat(GROUP)),
            Kind::Place { .. } => put(format!("{path}_line"), self.place.clone()),
            _ => {}
        }
    }

    /// A place, a group and a detail are printed as one line: `hukou.line`.
    fn add_addresses(&self, needs: &mut BTreeMap<String, String>, form: &Form) {
        let fields: Vec<&Field> = fields(form).collect();
        for field in &fields {
            let (Some(stem), Kind::Text { max }) = (field.key.strip_suffix("detail"), &field.kind)
            else {
                continue;
            };
            let beside = |kind: fn(&Kind) -> bool| {
                let mut beside = fields.iter().filter(|one| one.key.starts_with(stem));
                beside.any(|one| kind(&one.kind))
            };
            let own = |kind: &Kind| {
                let own = PlaceLevel::OwnCommunity;
                matches!(kind, Kind::Place { level, .. } if *level == own)
            };
            let mut line = match beside(own) {
                true => self.community.clone(),
                false => self.place.clone(),
            };
            if beside(|kind| *kind == Kind::Group) {
                line.push_str(&HAN.repeat(GROUP));
            }
            line.push_str(&HAN.repeat(*max));
            let known = needs.remove(&format!("{stem}line")).unwrap_or_default();
            needs.insert(format!("{stem}line"), longer(known, line));
        }
    }
}

fn fields(form: &Form) -> impl Iterator<Item = &Field> {
    let fields = form.steps.iter().flat_map(|step| &step.fields);
    fields.map(AsRef::as_ref)
}

fn longest_name(divisions: &Divisions, level: Level) -> String {
    let all = divisions.search("", None, Some(level));
    let names = all.iter().filter_map(|one| divisions.full_name(&one.code));
    names.fold(String::new(), longer)
}

pub(super) fn longer(a: String, b: String) -> String {
    if ems(&b) > ems(&a) { b } else { a }
}

/// About how wide a text is, in squares of a Han character.
pub(super) fn ems(text: &str) -> f32 {
    let of = |c: char| if c.is_ascii() { 0.56 } else { 1.0 };
    text.chars().map(of).sum()
}
