use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::error::DiskError;
use super::hall::Hall;
use super::whole::read_text;
use crate::form::Form;
use crate::paper::{FontError, Fonts, Layout, Picture};
use crate::person::{Divisions, TableProblem};
use crate::policy::{FileProblem, Profile, WorkingDays};
use crate::report::{Report, Reports};

static FORMS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/forms");

/// The division tables, in the order in which they are read.
const DIVISIONS: [&str; 3] = [
    "codes/counties.csv",
    "codes/towns.csv",
    "codes/communities.csv",
];

/// The holidays and the days worked for them.
const HOLIDAYS: &str = "codes/holidays.csv";

/// The rare characters, in blocks of 4,096 code points.
const RARE: [(u8, &[u8]); 15] = [
    (0x20, include_bytes!("../../fonts/rare/20.ttf.zst")),
    (0x21, include_bytes!("../../fonts/rare/21.ttf.zst")),
    (0x22, include_bytes!("../../fonts/rare/22.ttf.zst")),
    (0x23, include_bytes!("../../fonts/rare/23.ttf.zst")),
    (0x24, include_bytes!("../../fonts/rare/24.ttf.zst")),
    (0x25, include_bytes!("../../fonts/rare/25.ttf.zst")),
    (0x26, include_bytes!("../../fonts/rare/26.ttf.zst")),
    (0x27, include_bytes!("../../fonts/rare/27.ttf.zst")),
    (0x28, include_bytes!("../../fonts/rare/28.ttf.zst")),
    (0x29, include_bytes!("../../fonts/rare/29.ttf.zst")),
    (0x2a, include_bytes!("../../fonts/rare/2a.ttf.zst")),
    (0x2b, include_bytes!("../../fonts/rare/2b.ttf.zst")),
    (0x2c, include_bytes!("../../fonts/rare/2c.ttf.zst")),
    (0x2d, include_bytes!("../../fonts/rare/2d.ttf.zst")),
    (0x2e, include_bytes!("../../fonts/rare/2e.ttf.zst")),
];

/// Everything the program brings with it: services, policies, layouts, code tables.
#[derive(Debug, Clone)]
pub struct Shipped {
    pub forms: BTreeMap<String, Arc<Form>>,
    pub profiles: BTreeMap<String, Arc<Profile>>,
    pub layouts: BTreeMap<String, ShippedLayout>,
    pub reports: Reports,
    pub divisions: Arc<Divisions>,
    pub working_days: Arc<WorkingDays>,
    /// The text of every service, policy and layout, by its digest.
    pub texts: BTreeMap<String, Arc<str>>,
}

/// A layout and the digest of its file.
#[derive(Debug, Clone)]
pub struct ShippedLayout {
    pub layout: Arc<Layout>,
    pub digest: String,
}

/// The files below a folder of `forms/` that end in `.toml`: name and text.
pub fn form_files(folder: &str) -> Vec<(String, &'static str)> {
    let files = FORMS.get_dir(folder).into_iter().flat_map(Dir::files);
    let mut files: Vec<(String, &'static str)> = files
        .filter(|file| {
            file.path()
                .extension()
                .is_some_and(|ending| ending == "toml")
        })
        .filter_map(|file| {
            let name = format!("forms/{}", file.path().display());
            Some((name, file.contents_utf8()?))
        })
        .collect();
    files.sort();
    files
}

impl Shipped {
    /// Reads all of it. Every file is a test, so a problem here means a program built from a tree
    /// whose tests did not pass.
    ///
    /// # Errors
    /// The first problem with its file, line and column.
    pub fn read() -> Result<Shipped, FileProblem> {
        let mut forms = BTreeMap::new();
        for (file, text) in form_files("services") {
            let form = Form::parse(&file, &with_lenders(text))?;
            forms.insert(form.id.clone(), Arc::new(form));
        }
        let mut profiles = BTreeMap::new();
        for (file, text) in form_files("policy") {
            let profile = Profile::parse(&file, text)?;
            profiles.insert(profile.id.clone(), Arc::new(profile));
        }
        let layouts = layouts()?;
        let mut reports = Reports::new();
        for (file, text) in form_files("reports") {
            let report = Report::parse(&file, text)?;
            let services = forms.values().map(|form| &**form);
            report.check(services, |paper| layouts.contains_key(paper))?;
            reports.insert(report.id.clone(), Arc::new(report));
        }
        Ok(Shipped {
            forms,
            profiles,
            layouts,
            reports,
            divisions: Arc::new(divisions(None)?),
            working_days: Arc::new(working_days()?),
            texts: texts(),
        })
    }
}

impl Shipped {
    /// All of it, with the communities that the hall's folder names in `communities.csv`, the
    /// newer holidays it names in `holidays.csv`, and the profiles in its folder `policy/`.
    ///
    /// # Errors
    /// [`DiskError::File`] at the first row that does not fit, and at a profile that cannot be read
    /// or has the name of one that the program brings: a rule is never changed under its name.
    pub fn read_for(hall: &Hall) -> Result<Shipped, DiskError> {
        let mut shipped = Shipped::read()?;
        if let Some((file, own)) = own_table(&hall.communities())? {
            // Read alone first, so that a slip is named with the hall's own file.
            parse(&file, [own.as_str()].into_iter())?;
            shipped.divisions = Arc::new(divisions(Some(&own))?);
        }
        if let Some((file, own)) = own_table(&hall.holidays())? {
            let own = WorkingDays::parse(&file, &own)?;
            shipped.working_days = Arc::new(working_days()?.with(own));
        }
        for (file, own) in own_files(&hall.policies())? {
            shipped.add_profile(&file, &own)?;
        }
        Ok(shipped)
    }

    fn add_profile(&mut self, file: &str, text: &str) -> Result<(), FileProblem> {
        let profile = Profile::parse(file, text)?;
        if self.profiles.contains_key(&profile.id) {
            let reason = format!(
                "there is a profile `{}` already: give it another id",
                profile.id
            );
            return Err(FileProblem::new(file, (1, 1), reason));
        }
        self.texts.insert(digest(text), Arc::from(text));
        self.profiles.insert(profile.id.clone(), Arc::new(profile));
        Ok(())
    }
}

/// Every paper by its code.
///
/// # Errors
/// The first problem with its file, line and column.
pub fn layouts() -> Result<BTreeMap<String, ShippedLayout>, FileProblem> {
    let mut layouts = BTreeMap::new();
    for (file, text) in form_files("papers") {
        let shipped = ShippedLayout {
            digest: digest(text),
            layout: Arc::new(with_background(&file, read_layout(&file, text)?)?),
        };
        layouts.insert(shipped.layout.id().to_owned(), shipped);
    }
    Ok(layouts)
}

/// The layout with the picture of its pre-printed form, if it names one.
fn with_background(file: &str, layout: Layout) -> Result<Layout, FileProblem> {
    let Some(name) = layout.background() else {
        return Ok(layout);
    };
    let bytes = FORMS.get_file(format!("papers/blank/{name}"));
    let picture = bytes.and_then(|file| Picture::recognise(file.contents().to_vec()));
    match picture {
        Some(picture) => Ok(layout.with_background(picture)),
        None => {
            let reason = format!("there is no picture forms/papers/blank/{name}");
            Err(FileProblem::new(file, (1, 1), reason))
        }
    }
}

/// A table of the hall's own, if it has one: its path and its text.
fn own_table(path: &Path) -> Result<Option<(String, String)>, DiskError> {
    match read_text(path) {
        Err(DiskError::Missing { .. }) => Ok(None),
        text => Ok(Some((path.display().to_string(), text?))),
    }
}

/// The files of the hall's own in a folder that end in `.toml`: path and text, in the order of
/// their names; none if there is no folder.
fn own_files(folder: &Path) -> Result<Vec<(String, String)>, DiskError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(DiskError::io(folder, cause)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(|cause| DiskError::io(folder, cause))?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    let files = paths.into_iter();
    files
        .map(|path| Ok((path.display().to_string(), read_text(&path)?)))
        .collect()
}

/// The first half of the digest (BLAKE3) over all font files one after another: Song, Hei, Kai, and
/// the rare characters in their order. A test holds it against the files.
pub const FONTS: &str = "7d1751db3ca26d7f47324db90845e238";

/// The fonts of the house, which are part of the program.
///
/// # Errors
/// [`FontError`] for a program built with a damaged font.
pub fn fonts() -> Result<Fonts, FontError> {
    Fonts::new(
        include_bytes!("../../fonts/NotoSerifSC-Regular.ttf"),
        include_bytes!("../../fonts/NotoSansSC-Bold-8105.ttf"),
        include_bytes!("../../fonts/JieKai-Regular.ttf"),
        &RARE,
    )
}

/// Reads a layout; its problem names the file.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read_layout(file: &str, text: &str) -> Result<Layout, FileProblem> {
    Layout::parse(text)
        .map_err(|error| FileProblem::new(file, (error.line, error.column), error.reason))
}

fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// The text of a form with those of the shipped forms it borrows steps from.
pub fn with_lenders(text: &str) -> String {
    Form::with_lenders(text, |id| {
        let file = FORMS.get_file(format!("services/{id}.toml"))?;
        file.contents_utf8()
    })
}

fn texts() -> BTreeMap<String, Arc<str>> {
    let services = form_files("services").into_iter();
    let services = services.map(|(_, text)| Arc::from(with_lenders(text)));
    let others = ["policy", "papers"].into_iter().flat_map(form_files);
    let others = others.map(|(_, text)| Arc::from(text));
    let texts = services.chain(others);
    texts.map(|text| (digest(&text), text)).collect()
}

/// The tables of the house, and one more.
fn divisions(own: Option<&str>) -> Result<Divisions, FileProblem> {
    let texts = DIVISIONS
        .iter()
        .filter_map(|path| FORMS.get_file(path)?.contents_utf8());
    parse("forms/codes", texts.chain(own))
}

fn working_days() -> Result<WorkingDays, FileProblem> {
    let table = FORMS
        .get_file(HOLIDAYS)
        .and_then(|file| file.contents_utf8());
    WorkingDays::parse(&format!("forms/{HOLIDAYS}"), table.unwrap_or_default())
}

fn parse<'a>(file: &str, texts: impl Iterator<Item = &'a str>) -> Result<Divisions, FileProblem> {
    Divisions::parse(texts)
        .map_err(|TableProblem { line, text }| FileProblem::new(file, (line, 1), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_have_the_characters_of_rare_names() {
        let fonts = fonts().expect("the fonts of the house");
        for c in "李䶮𠅤𬱖·".chars() {
            assert!(
                fonts.glyph(crate::paper::Typeface::Song, c).is_some(),
                "{c}"
            );
        }
    }

    #[test]
    fn a_form_s_digest_leads_to_its_text() {
        let shipped = Shipped::read().unwrap_or_else(|problem| panic!("{problem}"));
        let form = &shipped.forms["certificate.issue"];
        assert!(shipped.texts[&form.digest].contains("certificate.issue"));
    }

    #[test]
    fn everything_shipped_can_be_read() {
        let shipped = Shipped::read().unwrap_or_else(|problem| panic!("{problem}"));
        assert!(shipped.forms.contains_key("certificate.issue"));
        assert!(shipped.profiles.contains_key("hunan-2010"));
        assert!(shipped.divisions.find("430406005").is_some());
        assert!(shipped.working_days.knows(2010));
    }
}
