use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::{Act, Response, Screen};
use crate::paper::{Cells, Drawn as Characters, cells};
use crate::text::{Lang, Message, width};
use crate::tui::app::Effect;
use crate::tui::job::{Job, Preview, PreviewOf, PreviewSheet, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::picture::{Drawn, Glass, Window};
use crate::tui::widget::shown;
use view::{Look, Sight};

mod draw;
mod view;

/// How a terminal draws characters.
pub const CHARACTERS: Characters = Characters { shown, width };

/// Papers as they will come out of the printer, before they do.
pub struct PreviewScreen {
    lang: Lang,
    of: PreviewOf,
    sheets: Vec<PreviewSheet>,
    place: usize,
    glass: Glass,
    sight: Sight,
    /// The clerk has chosen how it is shown.
    chosen: bool,
    /// The page in characters, and which page at what size it is.
    cells: Cells,
    celled: Option<(usize, u16)>,
    /// The latest picture; old until it is of the window that is wanted.
    drawn: Option<Arc<Drawn>>,
    wanted: Option<Window>,
}

impl PreviewScreen {
    /// `None` if there is no sheet to show.
    pub fn new(lang: Lang, preview: Preview) -> Option<PreviewScreen> {
        if preview.sheets.is_empty() {
            return None;
        }
        Some(PreviewScreen {
            lang,
            of: preview.of,
            sheets: preview.sheets,
            place: 0,
            glass: Glass::default(),
            sight: Sight::default(),
            chosen: false,
            cells: Cells::default(),
            celled: None,
            drawn: None,
            wanted: None,
        })
    }

    fn sheet(&self) -> &PreviewSheet {
        // The place never leaves the list, which is never empty.
        &self.sheets[self.place.min(self.sheets.len() - 1)]
    }

    /// Shows what is now to be seen: characters at once, a picture when it has been drawn.
    fn renew(&mut self) -> Response {
        let page = self.sheet().page.clone();
        if self.sight.look == Look::Characters {
            let columns = self.sight.characters();
            let wanted = Some((self.place, columns));
            if self.celled != wanted {
                self.cells = cells(&page.0, columns, &CHARACTERS);
                self.celled = wanted;
            }
            self.sight.keep_within_characters(&self.cells, self.glass);
            self.wanted = None;
            return Response::stay();
        }
        let window = self.sight.window(page, self.glass);
        let known = self
            .drawn
            .as_ref()
            .is_some_and(|drawn| Some(&drawn.window) == window.as_ref());
        if known || self.wanted == window {
            self.wanted = window;
            return Response::stay();
        }
        self.wanted = window.clone();
        match window {
            Some(window) => Response::start(Job::Draw(Box::new(window))),
            None => Response::stay(),
        }
    }

    /// Goes to another sheet, its beginning or its end in view.
    fn turn(&mut self, by: isize) -> Response {
        let place = self.place.checked_add_signed(by);
        let Some(place) = place.filter(|place| *place < self.sheets.len()) else {
            return Response::no(Message::new("tui.preview_no_more"));
        };
        self.place = place;
        self.sight.go_to_start();
        if by < 0 {
            self.sight.go_to_end();
        }
        self.renew()
    }

    fn page(&mut self, by: i32) -> Response {
        if self.sight.scroll_page(by, self.glass) {
            return self.renew();
        }
        self.turn(if by > 0 { 1 } else { -1 })
    }

    fn zoom(&mut self, by: isize) -> Response {
        match self.sight.zoom(by) {
            true => self.renew(),
            false => Response::stay().and(Effect::Bell),
        }
    }

    fn other_look(&mut self) -> Response {
        let Some(look) = self.sight.look.next(self.glass) else {
            return Response::no(Message::new("tui.preview_characters_only"));
        };
        self.chosen = true;
        self.sight = Sight::of(look);
        let mut response = self.renew();
        // What a picture left on the screen goes away with it.
        response.effects.push(Effect::Redraw);
        response
    }

    fn word(&mut self, word: Word) -> Response {
        match word {
            Word::Back => return Response::close(),
            Word::NextCustomer => return Response::home(),
            Word::Next => return self.turn(1),
            Word::Previous => return self.turn(-1),
            Word::PageDown => return self.page(1),
            Word::PageUp => return self.page(-1),
            Word::ZoomIn => return self.zoom(1),
            Word::ZoomOut => return self.zoom(-1),
            Word::OtherLook => return self.other_look(),
            Word::Down => self.sight.scroll((0, 2), self.glass),
            Word::Up => self.sight.scroll((0, -2), self.glass),
            Word::Right => self.sight.scroll((4, 0), self.glass),
            Word::Left => self.sight.scroll((-4, 0), self.glass),
            _ => return Response::stay(),
        }
        self.renew()
    }
}

impl Screen for PreviewScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Preview]
    }

    fn act(&mut self, act: Act) -> Response {
        match act {
            Act::Word(word) => self.word(word),
            Act::Scan(code) => Response::look_up(code),
            Act::Text(_) | Act::Paste(_) => Response::stay().and(Effect::Bell),
        }
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        match reply {
            Reply::Drawn(drawn) => {
                if self.wanted.as_ref() == Some(&drawn.window) {
                    self.drawn = Some(drawn.clone());
                }
                Some(Response::stay())
            }
            // The key that asked for it bounced.
            Reply::Preview(_) => Some(Response::stay()),
            // A new day changes nothing on paper.
            Reply::Opened(_) => Some(Response::stay()),
            _ => None,
        }
    }

    fn told(&mut self, glass: Glass) -> Response {
        self.glass = glass;
        let look = Look::best(glass);
        if !self.chosen && self.sight.look != look {
            self.sight = Sight::of(look);
        }
        self.renew()
    }

    fn shows_picture(&self) -> bool {
        self.sight.look == Look::Picture
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        self.draw_page(frame.buffer_mut(), area)
    }
}

#[cfg(test)]
mod tests;
