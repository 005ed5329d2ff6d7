//! The certificate every program makes: the same data, the same fonts, and for the peers the very
//! places that Guitai's layout gives, so that none of them has to lay anything out but typst, which
//! cannot be kept from it.

use guitai::disk::{fonts, layouts, sample_data};
use guitai::paper::{Data, Document, FaceId, Fonts, Layout, Mark, pdf};

#[path = "../../../tests/support/people.rs"]
#[allow(dead_code)]
mod people;

pub struct House {
    pub fonts: Fonts,
    data: Data,
    people: Vec<Data>,
    layout: std::sync::Arc<Layout>,
    /// The application, a form of A4.
    form: std::sync::Arc<Layout>,
}

/// In characters of several rare blocks.
const RARE: &str = "龘𠅤𪚥䶮𬺈𫦭";

/// Applicants; as many are in the batch.
pub const APPLICANTS: usize = 200;

impl House {
    pub fn open() -> House {
        let mut layouts = layouts().expect("the layouts of the house");
        let certificate = layouts.remove("F2").expect("the certificate");
        let form = layouts.remove("F1").expect("the application");
        House {
            fonts: fonts().expect("the fonts of the house"),
            data: sample_data().expect("the sample"),
            people: Vec::new(),
            layout: certificate.layout,
            form: form.layout,
        }
    }

    /// The house with its applicants: invented people whose names need no font of rare characters,
    /// so that every certificate is of three fonts.
    pub fn with_applicants() -> House {
        let mut house = House::open();
        let all = people::people(APPLICANTS * 3);
        let all = all.map(|person| people::data_of(&person, &house.data));
        let plain = all.filter(|data| faces(&house.lay_out(data)).len() == 3);
        house.people = plain.take(APPLICANTS).collect();
        assert_eq!(house.people.len(), APPLICANTS, "enough plain names");
        house
    }

    /// The sample's certificate.
    pub fn sample(&self) -> Document {
        self.lay_out(&self.data)
    }

    /// The certificate of the `number`th applicant.
    pub fn certificate(&self, number: usize) -> Document {
        let mut data = self.people[number].clone();
        let text = format!("43040600510{number:05}");
        data.texts.insert("certificate.number".to_owned(), text);
        self.lay_out(&data)
    }

    /// A certificate of somebody with characters of several rare blocks in her name.
    pub fn rare(&self) -> Document {
        let mut data = self.data.clone();
        data.set("applicant.name", RARE);
        self.lay_out(&data)
    }

    /// The form of somebody with a rare character in her name, by these fonts.
    pub fn form(&self, fonts: &Fonts) -> Document {
        let mut data = self.data.clone();
        data.set("applicant.name", "陈𪚥");
        let laid = self.form.lay_out(&data, fonts, Mark::None);
        laid.expect("the sample fits")
    }

    fn lay_out(&self, data: &Data) -> Document {
        let laid = self.layout.lay_out(data, &self.fonts, Mark::None);
        laid.expect("the sample fits")
    }

    pub fn pdf(&self, document: &Document) -> Vec<u8> {
        pdf(document, &self.fonts).expect("a document that was laid out")
    }

    /// The certificates of all applicants in one file.
    pub fn batch(&self) -> Document {
        let mut all = self.certificate(0);
        for number in 1..APPLICANTS {
            all.sheets.extend(self.certificate(number).sheets);
        }
        all
    }
}

/// The faces a document uses.
pub fn faces(document: &Document) -> Vec<FaceId> {
    let runs = document.sheets.iter().flat_map(|sheet| &sheet.items);
    let mut faces: Vec<FaceId> = runs
        .filter_map(|item| match item {
            guitai::paper::Item::Text(run) => Some(run.face),
            _ => None,
        })
        .collect();
    faces.sort();
    faces.dedup();
    faces
}

/// Points in a millimetre.
pub const POINTS: f32 = 72.0 / 25.4;
