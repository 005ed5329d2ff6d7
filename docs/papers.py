"""Puts the first copy of every paper, filled with the tests' sample person, into docs/papers.png.

    GUITAI_SAMPLES=1 cargo test --test suite every_paper_prints_with_sample_data
    python3 docs/papers.py

Needs pdftoppm (poppler) and Pillow.
"""

import re
import subprocess
import tempfile
import tomllib
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
DPI = 50
WIDTH = 2600
GAP, CAPTION = 22, 30
PAPER_TABLE = (222, 224, 226)


def in_order(path):
    """F3b after F3a, F14 after F8."""
    number, letter = re.fullmatch(r"F(\d+)(\w*)", path.stem).groups()
    return int(number), letter


def pages(layout, folder):
    """The pages of the first copy as pictures."""
    spec = tomllib.loads(layout.read_text())
    pdf = ROOT / "target/papers" / f"{layout.stem}.pdf"
    prefix = folder / layout.stem
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", pdf, prefix], check=True)
    found = sorted(folder.glob(f"{layout.stem}-*.png"))
    found = found[: len(found) // len(spec.get("copies", [""]))]
    names = [f"{spec['code']}　{spec['title']}"] + [""] * (len(found) - 1)
    return list(zip(names, (Image.open(page).convert("RGB") for page in found)))


def width(name, page, font):
    """A narrow page takes the width of its name."""
    return max(page.width, int(font.getlength(name)))


def rows(all_pages, font):
    row, used = [], GAP
    for name, page in all_pages:
        wide = width(name, page, font) + GAP
        if row and used + wide > WIDTH:
            yield row
            row, used = [], GAP
        row.append((name, page))
        used += wide
    yield row


def main():
    font = ImageFont.truetype(str(ROOT / "fonts/NotoSansSC-Bold-8105.ttf"), 17)
    with tempfile.TemporaryDirectory() as folder:
        layouts = sorted((ROOT / "forms/papers").glob("F*.toml"), key=in_order)
        found = [page for layout in layouts for page in pages(layout, Path(folder))]
        placed = list(rows(found, font))
    heights = [max(page.height for _, page in row) + GAP + CAPTION for row in placed]
    table = Image.new("RGB", (WIDTH, sum(heights) + GAP), PAPER_TABLE)
    draw = ImageDraw.Draw(table)
    top = GAP
    for row, height in zip(placed, heights):
        left = GAP
        for name, page in row:
            draw.text((left, top - 4), name, fill=(40, 40, 40), font=font)
            table.paste(page, (left, top + CAPTION - 6))
            left += width(name, page, font) + GAP
        top += height
    table.convert("L").quantize(16).save(ROOT / "docs/papers.png", optimize=True)


if __name__ == "__main__":
    main()
