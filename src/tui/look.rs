//! The roles of colour: sixteen terminal colours with bold, underline and reverse, so that the
//! screen follows the hall's terminal and still reads without any colour.

use ratatui::style::{Color, Modifier, Style};

pub const PLAIN: Style = Style::new();
/// The bar at the top of the screen and of an overlay.
pub const TITLE: Style = Style::new().add_modifier(Modifier::REVERSED.union(Modifier::BOLD));
/// The rule below a heading is its underline: box-drawing lines are two columns wide on some
/// Chinese consoles.
pub const HEADING: Style = Style::new()
    .fg(Color::Cyan)
    .add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED));
pub const STRONG: Style = Style::new().add_modifier(Modifier::BOLD);
pub const LABEL: Style = Style::new().fg(Color::Blue);
/// Answered by the record or by a default.
pub const FILLED: Style = Style::new().fg(Color::Cyan);
/// What a number says, behind it.
pub const READING: Style = Style::new().fg(Color::Green);
pub const GOOD: Style = Style::new().fg(Color::Green).add_modifier(Modifier::BOLD);
pub const NOTE: Style = Style::new().fg(Color::Yellow);
pub const PROBLEM: Style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
/// Takes the place of any other colour, so that a selected line is one bar.
pub const SELECTED: Style = Style::new()
    .fg(Color::Reset)
    .add_modifier(Modifier::REVERSED);
/// The line that is being typed in.
pub const FIELD: Style = Style::new().add_modifier(Modifier::UNDERLINED);
/// The part of a line that was asked for.
pub const MATCHED: Style = Style::new()
    .fg(Color::Yellow)
    .add_modifier(Modifier::UNDERLINED);
pub const KEY: Style = Style::new().add_modifier(Modifier::REVERSED);
pub const QUIET: Style = Style::new().add_modifier(Modifier::DIM);
pub const PRACTICE: Style = Style::new()
    .fg(Color::Magenta)
    .add_modifier(Modifier::REVERSED.union(Modifier::BOLD));
