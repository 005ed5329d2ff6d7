//! Promise: the code of a certificate is verified from a scan or a photograph of its page, worn as
//! those are; what cannot be read is told from what is not genuine.

use std::fs;
use std::path::PathBuf;

use guitai::paper::{View, raster};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use serde_json::Value;

use crate::paper_samples::FONTS;
use crate::support::place::{Place, example_text, guitai, said};
use crate::support::terminal::Desk;

/// A hall that issued a certificate, and the first page of that as a scanner at 150 dots to the
/// inch sees it.
struct Scanned {
    place: Place,
    page: GrayImage,
}

const NUMBER: &str = "4304060051000001X";

impl Scanned {
    fn new() -> Scanned {
        let place = Place::real("2010-03-15");
        let mut office = place.open();
        let case = crate::support::place::example("e1.toml");
        let issued = crate::support::place::issue(&mut office, &case).expect("it is issued");
        assert_eq!(issued.number.as_deref(), Some(NUMBER));
        let laid = office.preview_again(NUMBER, "F2").expect("on record");
        office.close();
        let sheet = &laid.document.sheets[0];
        let drawn = raster(sheet, &FONTS, &View::whole(sheet, 150.0)).expect("a page");
        let page = GrayImage::from_fn(drawn.width, drawn.height, |x, y| {
            Luma([drawn.rgba[((y * drawn.width + x) * 4) as usize]])
        });
        Scanned { place, page }
    }

    /// The quarter of the page with the code on it.
    fn quarter(&self) -> GrayImage {
        let (width, height) = self.page.dimensions();
        let half = (width / 2, height / 2);
        image::imageops::crop_imm(&self.page, 0, half.1, half.0, half.1).to_image()
    }

    fn file(&self, name: &str, picture: &GrayImage, format: ImageFormat) -> PathBuf {
        let path = self.place.around().join(name);
        let picture = DynamicImage::ImageLuma8(picture.clone());
        picture
            .save_with_format(&path, format)
            .expect("room for a picture");
        path
    }

    /// The hall's own lists are brought to where its papers are shown.
    fn trust_itself(&self) {
        let stick = self.place.around().join("stick").display().to_string();
        let output = self
            .place
            .run(&["verify", "publish", "--to", &stick, "--json"]);
        let data: Value = serde_json::from_slice(&output.stdout).expect("data");
        let text = |name: &str| data[name].as_str().expect("a text").to_owned();
        let fingerprint = text("fingerprint");
        let keys = ["trust", &text("keys"), "--fingerprint", &fingerprint];
        for list in [&keys[..], &["trust", &text("void")]] {
            let (code, said) = self.verify(list);
            assert_eq!(code, 0, "{said}");
        }
    }

    fn verify(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = guitai();
        command.arg("--hall").arg(self.place.hall()).arg("verify");
        said(&command.args(arguments).output().expect("the program runs"))
    }
}

/// The page as it lies on a scanner: turned, greyed from one side, grained, a little out of focus.
fn worn(page: &GrayImage, degrees: f32) -> GrayImage {
    let (width, height) = page.dimensions();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
    let at = |x: f32, y: f32| {
        let inside = x >= 0.0 && y >= 0.0 && x < width as f32 && y < height as f32;
        match inside {
            true => f32::from(page.get_pixel(x as u32, y as u32)[0]),
            false => 200.0,
        }
    };
    let mut seed = 7_u32;
    GrayImage::from_fn(width, height, |x, y| {
        let (from_x, from_y) = (x as f32 - middle_x, y as f32 - middle_y);
        let (x0, y0) = (
            from_x * cos - from_y * sin + middle_x,
            from_x * sin + from_y * cos + middle_y,
        );
        let near = [(0.0, 0.0), (0.7, 0.0), (0.0, 0.7), (-0.7, 0.0), (0.0, -0.7)];
        let soft = near
            .iter()
            .map(|(dx, dy)| at(x0 + dx, y0 + dy))
            .sum::<f32>()
            / 5.0;
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 24) as f32 / 255.0 * 30.0 - 15.0;
        let shade = 0.75 + 0.2 * x as f32 / width as f32;
        Luma([(soft * shade + grain).clamp(0.0, 255.0) as u8])
    })
}

#[test]
fn a_scan_of_a_certificate_is_verified_however_it_lay_and_in_either_format() {
    let scanned = Scanned::new();
    scanned.trust_itself();
    let quarter = scanned.quarter();
    for (name, page, degrees, format) in [
        ("straight.png", &scanned.page, 0.0, ImageFormat::Png),
        ("turned.jpg", &quarter, 2.5, ImageFormat::Jpeg),
        ("head-down.jpeg", &quarter, 181.0, ImageFormat::Jpeg),
    ] {
        let path = scanned.file(name, &worn(page, degrees), format);
        let path = path.display().to_string();
        let (code, text) = scanned.verify(&["--picture", &path, "--on", "2010-03-15"]);
        assert_eq!(code, 0, "{name}: {text}");
        for part in ["李春桃", NUMBER] {
            assert!(text.contains(part), "{name}: {part} in {text}");
        }
    }
    // A file with the ending of a picture is read as one without a word.
    let path = scanned
        .place
        .around()
        .join("turned.jpg")
        .display()
        .to_string();
    assert_eq!(scanned.verify(&[&path, "--on", "2010-03-15"]).0, 0);
    // Who trusts nobody reads it and does not believe it.
    let nobody = scanned.place.around().join("nobody").display().to_string();
    let (code, text) =
        scanned.verify(&["--picture", &path, "--trust", &nobody, "--on", "2010-03-15"]);
    assert_eq!(code, 6, "{text}");
}

#[test]
fn what_cannot_be_read_off_a_picture_is_told_with_what_to_do() {
    let scanned = Scanned::new();
    let (mut torn, mut without) = (scanned.quarter(), scanned.quarter());
    for (x, y, pixel) in torn.enumerate_pixels_mut() {
        if (x + y) % 12 < 4 {
            *pixel = Luma([250]);
        }
    }
    without.pixels_mut().for_each(|pixel| *pixel = Luma([250]));
    let run = |path: &PathBuf| scanned.verify(&["--picture", &path.display().to_string()]);
    let (code, text) = run(&scanned.file("torn.png", &torn, ImageFormat::Png));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("二维码"), "{text}");
    let (code, text) = run(&scanned.file("without.png", &without, ImageFormat::Png));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("没有看到二维码"), "{text}");
    let text_file = scanned.place.around().join("text.png");
    fs::write(&text_file, example_text("e1.toml")).expect("room for a file");
    let (code, text) = run(&text_file);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("不是 PNG 或 JPEG 图片"), "{text}");
    let (code, _) = run(&scanned.place.around().join("no-such.png"));
    assert_eq!(code, 1);
}

#[test]
fn a_picture_dropped_on_the_page_for_codes_is_verified_there() {
    let scanned = Scanned::new();
    let page = worn(&scanned.quarter(), 1.0);
    let path = scanned.file("dropped.jpg", &page, ImageFormat::Jpeg);
    let mut desk = Desk::open(
        crate::support::counter::command(scanned.place.hall()),
        80,
        24,
    );
    desk.sees("今日办件");
    desk.ctrl('f');
    desk.sees("核验");
    desk.paste(&format!("'{}'", path.display()));
    desk.sees("李春桃");
    crate::support::counter::leave(desk);
}

/// What 李春桃 does next, entered on its day.
fn enter(place: &Place, case: &str) {
    let mut office = place.open();
    let case = guitai::cli::case::CaseFile::parse("case", case);
    let case = case.unwrap_or_else(|problem| panic!("{problem}"));
    crate::support::place::issue(&mut office, &case).expect("entered");
    office.close();
}

#[test]
fn e8_the_code_of_a_lost_certificate_answers_void_with_its_day() {
    let mut scanned = Scanned::new();
    let handed = format!(
        "service = \"certificate.hand_over\"\n[answers]\ncertificate.number = \"{NUMBER}\"\n\
         doc.id_card = \"已核原件\"\n"
    );
    enter(&scanned.place, &handed);
    scanned.place.day = "2010-09-13".parse().expect("a day");
    enter(&scanned.place, &example_text("e8.toml"));
    let stick = scanned.place.around().join("stick");
    fs::create_dir(&stick).expect("a stick");
    let mut office = scanned.place.open();
    let lists = office.publish_lists(&stick).expect("room for two lists");
    office.close();
    // The sheet that was lost is found and shown, years after its validity too: void comes first.
    let path = scanned.file("found.png", &scanned.quarter(), ImageFormat::Png);
    let path = path.display().to_string();
    let hall = scanned.place.hall();
    let mut desk = Desk::open(crate::support::counter::command(hall), 80, 24);
    desk.sees("今日办件");
    desk.ctrl('f');
    desk.sees("核验");
    desk.paste(&format!("'{path}'"));
    desk.sees("遗失，已补发（2010-09-13）");
    crate::support::counter::leave(desk);
    // Where the lists of that week are trusted, the command line says the same.
    let list = |ending: &str| {
        let path = stick.join(format!("guitai-430406005.{ending}"));
        path.display().to_string()
    };
    let keys = ["trust", &list("keys"), "--fingerprint", &lists.fingerprint];
    for list in [&keys[..], &["trust", &list("void")]] {
        let (code, said) = scanned.verify(list);
        assert_eq!(code, 0, "{said}");
    }
    let (code, text) = scanned.verify(&["--picture", &path, "--on", "2010-09-20"]);
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("遗失，已补发（2010-09-13）"), "{text}");
}
