//! What a layout must keep to beyond its grammar; every fault is told with its place in the file.

use std::ops::Range;

use toml::Spanned;

use super::check_cells::{check_grid, check_parts, check_piece};
use super::spec::{BlockSpec, LayoutSpec, PageSpec, Styles, TypeStyle};

/// Where in the file a fault stands, if at one place, and what is wrong.
pub(super) type Fault = (Option<Range<usize>>, String);

/// The largest side of paper: A2. Millimetres.
pub(super) const LARGEST_SIDE: f32 = 600.0;

pub(super) fn check(spec: &LayoutSpec) -> Result<(), Fault> {
    check_page(spec.page()).map_err(|reason| (Some(spec.page.span()), reason))?;
    if spec.copies.is_empty() || spec.sheet.is_empty() {
        let reason = "a paper has at least one copy and one [[sheet]]";
        return Err((None, reason.to_owned()));
    }
    let mut copies = spec.copies.iter().enumerate();
    if let Some((_, twice)) = copies.find(|(at, copy)| spec.copies[..*at].contains(copy)) {
        return Err((None, format!("two copies are called `{twice}`")));
    }
    let place = spec.style.as_ref().map(Spanned::span);
    check_styles(spec.style()).map_err(|reason| (place, reason))?;
    let mut blocks = spec.sheet.iter().flat_map(|sheet| &sheet.block);
    blocks.try_for_each(|block| check_block(block, spec))
}

fn check_page(page: &PageSpec) -> Result<(), String> {
    let [width, height] = page.size;
    let [top, right, bottom, left] = page.margin;
    let side = |length: f32| (20.0..=LARGEST_SIDE).contains(&length);
    if !side(width) || !(side(height) || height == 0.0) {
        return Err(
            "page.size is two lengths between 20 and 600 mm; a height of 0 is a slip".into(),
        );
    }
    let sensible = |margin: &f32| (0.0..=LARGEST_SIDE).contains(margin);
    let across = left + right + 10.0 > width;
    let down = height > 0.0 && top + bottom + 10.0 > height;
    if !page.margin.iter().all(sensible) || across || down {
        return Err("page.margin leaves no room to print".to_owned());
    }
    if !(0.5..=1.0).contains(&page.tight) {
        return Err("page.tight is a share between 0.5 and 1".to_owned());
    }
    let plain = |name: &String| {
        let known = [".png", ".jpg"].iter().any(|ending| name.ends_with(ending));
        known && !name.contains(['/', '\\'])
    };
    if !page.background.iter().all(plain) {
        return Err("page.background is a .png or .jpg file of papers/blank".to_owned());
    }
    Ok(())
}

fn check_styles(styles: Styles) -> Result<(), String> {
    let all = [styles.label, styles.value, styles.text, styles.small];
    all.into_iter().try_for_each(check_style)
}

fn check_style(style: TypeStyle) -> Result<(), String> {
    check_size(Some(style.size))?;
    check_size(Some(style.floor))?;
    if style.floor > style.size {
        return Err("a style's floor is at most its size".to_owned());
    }
    Ok(())
}

pub(super) fn check_size(points: Option<f32>) -> Result<(), String> {
    match points {
        Some(points) if !(4.0..=96.0).contains(&points) => {
            Err(format!("{points} is not a size of type; 4 to 96 points"))
        }
        _ => Ok(()),
    }
}

fn check_block(block: &Spanned<BlockSpec>, layout: &LayoutSpec) -> Result<(), Fault> {
    let spec = block.get_ref();
    let [_, right, _, left] = layout.page().margin;
    let [width, height] = layout.page().size;
    let inner = width - left - right;
    let fault = |reason: String| (Some(block.span()), reason);
    let kinds = [
        spec.title.is_some(),
        spec.line.is_some(),
        spec.paragraph.is_some(),
        !spec.row.is_empty(),
        spec.space.is_some(),
        spec.flex.is_some(),
        spec.rule.is_some(),
        spec.tear.is_some(),
        spec.area.is_some(),
    ];
    if kinds.iter().filter(|kind| **kind).count() != 1 {
        return Err(fault(
            "a block is exactly one of title, line, paragraph, row, space, flex, rule, tear, area"
                .to_owned(),
        ));
    }
    check_size(spec.size).map_err(fault)?;
    let lengths = [
        spec.space,
        spec.flex,
        spec.rule,
        spec.area,
        spec.row_height,
        spec.frame,
    ];
    let ratios = [spec.leading, spec.indent, spec.hanging, spec.tracking];
    let sensible = |value: &f32| (0.0..=LARGEST_SIDE).contains(value);
    if !lengths.iter().chain(&ratios).flatten().all(sensible) {
        return Err(fault("a length is out of range".to_owned()));
    }
    if spec.flex.is_some() && height == 0.0 {
        return Err(fault("a slip has no room left over for a flex".to_owned()));
    }
    if !spec.row.is_empty() {
        check_grid(block, inner, layout.style())?;
    } else if spec.columns.is_some() {
        return Err(fault("columns belong to a block with rows".to_owned()));
    }
    if !spec.part.is_empty() && spec.area.is_none() {
        return Err(fault("parts belong to a block with an area".to_owned()));
    }
    if let Some(height) = spec.area {
        check_parts(&spec.part, inner, height)?;
    }
    spec.part.iter().try_for_each(check_piece)
}
