use super::sheet::{Document, Item, Sheet};

/// What is printed onto a blank that bears the rest already (套打): of the same pages, all that
/// says something of this one record.
pub fn overprint(document: &Document) -> Document {
    let sheets = document.sheets.iter().map(|sheet| Sheet {
        width: sheet.width,
        height: sheet.height,
        items: of_this_record(&sheet.items),
        background: sheet.background.clone(),
    });
    Document {
        title: document.title.clone(),
        sheets: sheets.collect(),
    }
}

fn of_this_record(items: &[Item]) -> Vec<Item> {
    let variable = items.iter().filter(|item| item.is_variable());
    variable.cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::super::fonts::FaceId;
    use super::super::sheet::{Frame, Ink, Run, Stroke};
    use super::*;

    #[test]
    fn fixed_words_and_lines_stay_away_and_data_stays_in_its_place() {
        let run = |text: &str, variable| {
            Item::Text(Run {
                face: FaceId::Song,
                size: 10.0,
                x: 20.0,
                y: 30.0,
                turn: 0.0,
                ink: Ink::BLACK,
                variable,
                glyphs: Vec::new(),
                text: text.to_owned(),
            })
        };
        let rule = Item::Stroke(Stroke::frame(Frame::new(0.0, 0.0, 9.0, 9.0), 1.0));
        let name = run("李春桃", true);
        let page = Document {
            title: "页".to_owned(),
            sheets: vec![Sheet {
                width: 88.0,
                height: 125.0,
                items: vec![rule, run("姓名", false), name.clone()],
                background: None,
            }],
        };
        let over = overprint(&page);
        assert_eq!(over.sheets[0].items, [name]);
        assert_eq!(overprint(&over), over);
    }
}
