use serde_json::json;

use super::{Context, Failure, counter};
use crate::tui::{self, Draw, Preview};

/// Columns of a page in characters; small print makes it wider.
const COLUMNS: u16 = 84;

/// Shows papers on the terminal, as pictures where it shows any; where there is none, or for a
/// program, as text.
pub fn show(context: &Context, preview: Preview, draw: Draw<'_>) -> Result<(), Failure> {
    let voice = &context.voice;
    if !voice.json && tui::has_terminal() {
        return Ok(tui::show_paper(
            preview,
            draw,
            counter::options(context, false),
        )?);
    }
    let pages = tui::text_of(&preview, COLUMNS, context.lang());
    for row in pages.iter().flatten() {
        voice.line(row);
    }
    voice.data(&json!({ "pages": pages }));
    Ok(())
}
