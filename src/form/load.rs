//! Reads a form from TOML, strictly: an unknown key, a name nothing defines or a condition that
//! looks ahead is refused with its place, before a clerk ever meets it.

use std::sync::Arc;

use super::borrow;
use super::columns::{ColumnProblem, ColumnToml, Columns};
use super::known::Names;
use super::model::{Check, Default, Field, Form, Kind, Required, Step};
use crate::policy::{FileProblem, read_toml};

mod file;

use file::{CheckToml, ConsentToml, KindToml, RequiredToml};
pub(super) use file::{DefineToml, FieldToml, FormToml, StepToml};

impl Form {
    /// Reads a form; one that borrows steps has its lenders behind it ([`Form::with_lenders`]).
    ///
    /// # Errors
    /// [`FileProblem`] with the place of the first thing that does not fit.
    pub fn parse(file: &str, text: &str) -> Result<Form, FileProblem> {
        let form = Form::parse_kept(file, text)?;
        let (own, _) = borrow::part(file, text)?;
        let source = Source { file, text: own };
        source.holds_what_it_may(&form)?;
        source.rights_are_known(&form)?;
        Ok(form)
    }

    /// Reads a form that was kept with its records, to print them again. It asks nobody anything
    /// any more, so it is not held against the data matrix of today.
    ///
    /// # Errors
    /// As [`Form::parse`].
    pub fn parse_kept(file: &str, text: &str) -> Result<Form, FileProblem> {
        let (own, lenders) = borrow::part(file, text)?;
        let toml: FormToml = read_toml(file, own)?;
        let source = Source { file, text: own };
        let steps = toml
            .step
            .into_iter()
            .map(|step| source.step(lenders.resolve(step, &source)?));
        let checks = toml
            .check
            .into_iter()
            .map(|check| source.check(check, None));
        let mut form = Form {
            id: toml.id,
            version: toml.version,
            title: toml.title,
            summary: toml.summary,
            consequence: toml.consequence,
            group: toml.group,
            columns: source.columns(toml.column)?,
            steps: steps.collect::<Result<_, _>>()?,
            define: toml
                .define
                .into_iter()
                .map(|define| (define.name, define.is))
                .collect(),
            numbers: source.numbers(toml.number)?,
            opens: toml.opens,
            values: toml.value.into_iter().map(Into::into).collect(),
            continues: toml.continues,
            checks: checks.collect::<Result<_, _>>()?,
            rights: toml.right,
            rests_on: toml.rests_on,
            digest: blake3::hash(text.as_bytes()).to_hex().to_string(),
        };
        lenders.define(&mut form);
        Names::of(&form, &source)?.all_known()?;
        source.opens_are_known(&form)?;
        source.continues_its_own(&form)?;
        source.consequence_is_served(&form)?;
        Ok(form)
    }
}

/// The file a form is read from, to name places in.
pub(super) struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl Source<'_> {
    pub(super) fn problem(&self, near: &str, reason: impl Into<String>) -> FileProblem {
        // A key may also be part of another word; in quotes it is itself.
        let quoted = format!("\"{near}\"");
        let place = if self.text.contains(&quoted) {
            &quoted
        } else {
            near
        };
        FileProblem::at(self.file, self.text, place, reason)
    }

    fn columns(&self, toml: Option<ColumnToml>) -> Result<Columns, FileProblem> {
        Columns::read(toml).map_err(|problem| match problem {
            ColumnProblem::Matrix(problem) => problem,
            ColumnProblem::Unknown(name) => {
                self.problem(&name, format!("forms/matrix.toml has no column `{name}`"))
            }
        })
    }

    fn step(&self, step: StepToml) -> Result<Step, FileProblem> {
        if step.field.is_empty() && !step.documents {
            return Err(self.problem(&step.id, "a step has fields or `documents = true`"));
        }
        if step.title.zh.is_empty() {
            return Err(self.problem(&step.id, "a step has a `title`"));
        }
        Ok(Step {
            id: step.id,
            title: step.title,
            when: step.when,
            ask: step.ask,
            documents: step.documents,
            fields: self.fields(step.field)?,
        })
    }

    fn fields(&self, fields: Vec<FieldToml>) -> Result<Vec<Arc<Field>>, FileProblem> {
        fields
            .into_iter()
            .map(|field| self.field(field).map(Arc::new))
            .collect()
    }

    fn field(&self, toml: FieldToml) -> Result<Field, FileProblem> {
        let key = toml.key.clone();
        let default = match (&toml.default, &toml.default_is) {
            (Some(_), Some(_)) => {
                return Err(self.problem(&key, "`default` and `default_is` exclude each other"));
            }
            (Some(text), None) => Some(Default::Text(text.clone())),
            (None, Some(expr)) => Some(Default::Computed(expr.clone())),
            (None, None) => None,
        };
        let default_from = match &toml.default_from {
            None => None,
            Some(from) => Some(from.strip_prefix("person.").map(str::to_owned).ok_or_else(
                || {
                    self.problem(
                        from,
                        "`default_from` names a fact of the person: person.phone",
                    )
                },
            )?),
        };
        if toml.keep && default_from.is_none() && !key.chars().all(is_plain) {
            return Err(self.problem(&key, "a field that is kept says `default_from`"));
        }
        let required = match &toml.required {
            RequiredToml::Flag(true) => Required::Always,
            RequiredToml::Flag(false) => Required::Never,
            RequiredToml::When(when) => Required::When(when.clone()),
        };
        let mut checks = Vec::new();
        let (kind, toml) = self.kind(toml)?;
        for check in toml.check {
            checks.push(self.check(check, Some(&key))?);
        }
        Ok(Field {
            key,
            label: toml.label,
            help: toml.help,
            kind,
            when: toml.when,
            required,
            missing: toml.missing,
            default_from,
            keep: toml.keep,
            default,
            always_ask: toml.always_ask,
            consents: toml.consent.map_or_else(Vec::new, ConsentToml::into_names),
            checks,
        })
    }

    /// The kind with the settings that belong to it; a setting of another kind is refused.
    fn kind(&self, mut toml: FieldToml) -> Result<(Kind, FieldToml), FileProblem> {
        let near = toml.key.clone();
        let wants = |what: &str| self.problem(&near, format!("this kind of field needs `{what}`"));
        let fields = self.fields(std::mem::take(&mut toml.field))?;
        let (max, min) = (toml.max.take(), toml.min.take());
        let (options, level) = (toml.options.take(), toml.level.take());
        let (paper, text, item) = (toml.paper.take(), toml.text.take(), toml.item.take());
        let of = toml.of.take();
        let given: Vec<&str> = [
            ("max", max.is_some()),
            ("min", min.is_some()),
            ("options", options.is_some()),
            ("level", level.is_some()),
            ("free", toml.free),
            ("paper", paper.is_some()),
            ("text", text.is_some()),
            ("of", of.is_some()),
            ("item", item.is_some()),
            ("field", !fields.is_empty()),
        ]
        .into_iter()
        .filter_map(|(name, given)| given.then_some(name))
        .collect();
        let allowed: &[&str] = match toml.kind {
            KindToml::Text => &["max"],
            KindToml::Number => &["min", "max"],
            KindToml::Choice => &["options"],
            KindToml::Place => &["level", "free"],
            KindToml::PaperNumber => &["paper"],
            KindToml::Consent => &["text"],
            KindToml::Matter => &["of"],
            KindToml::Rows => &["item", "field"],
            _ => &[],
        };
        if let Some(wrong) = given.iter().find(|name| !allowed.contains(name)) {
            return Err(self.problem(&near, format!("`{wrong}` has no meaning for this kind")));
        }
        let kind = match toml.kind {
            KindToml::Text => Kind::Text {
                max: usize::try_from(max.unwrap_or(100)).unwrap_or(0),
            },
            KindToml::Name => Kind::Name,
            KindToml::IdPaper => Kind::IdPaper,
            KindToml::Phone => Kind::Phone,
            KindToml::Date => Kind::Date,
            KindToml::PartialDate => Kind::PartialDate,
            KindToml::Number => Kind::Number {
                min: min.unwrap_or(0),
                max: max.unwrap_or(i64::MAX),
            },
            KindToml::Choice => Kind::Choice {
                options: options.ok_or_else(|| wants("options"))?,
            },
            KindToml::YesNo => Kind::YesNo,
            KindToml::Place => Kind::Place {
                level: level.ok_or_else(|| wants("level"))?,
                free: toml.free,
            },
            KindToml::Group => Kind::Group,
            KindToml::PaperNumber => Kind::PaperNumber {
                paper: paper.ok_or_else(|| wants("paper"))?,
            },
            KindToml::Photo => Kind::Photo,
            KindToml::Matter => Kind::Matter {
                of: of.ok_or_else(|| wants("of"))?,
            },
            KindToml::Consent => Kind::Consent {
                text: text.ok_or_else(|| wants("text"))?,
            },
            KindToml::Rows if fields.is_empty() => return Err(wants("field")),
            KindToml::Rows => Kind::Rows {
                item: item.ok_or_else(|| wants("item"))?,
                fields,
            },
        };
        Ok((kind, toml))
    }

    fn check(&self, check: CheckToml, field: Option<&str>) -> Result<Check, FileProblem> {
        let at = match (check.at.clone(), field) {
            (None, Some(field)) => field.to_owned(),
            (Some(at), None) => at,
            (Some(at), Some(_)) => return Err(self.problem(&at, "`at` is for checks of the form")),
            (None, None) => {
                let near = check.must.to_string();
                return Err(self.problem(&near, "a check of the form says `at` which field"));
            }
        };
        let CheckToml {
            when,
            must,
            message,
            note,
            ..
        } = check;
        Ok(Check {
            when,
            must,
            message,
            at,
            note,
        })
    }

    /// The office needs to know whom a submission is about.
    fn consequence_is_served(&self, form: &Form) -> Result<(), FileProblem> {
        let fields = || form.steps.iter().flat_map(|step| &step.fields);
        for fact in ["id", "name"] {
            let served = fields().any(|field| {
                field.default_from.as_deref() == Some(fact)
                    && field.keep
                    && field.required == Required::Always
            });
            if !served {
                let reason = format!(
                    "a form has a required field with `default_from = \"person.{fact}\"` and `keep = true`"
                );
                return Err(self.problem("", reason));
            }
        }
        Ok(())
    }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}
