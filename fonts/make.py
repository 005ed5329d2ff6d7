#!/usr/bin/env python3
"""Makes every file of this folder from the published fonts. See README.md.

Usage: fonts/make.py SOURCES
SOURCES holds NotoSerifSC_400Regular.ttf, NotoSansSC_700Bold.ttf, LXGWWenKai-Regular.ttf,
HanaMinB.ttf and Unihan_OtherMappings.txt.bz2. Needs fontTools and zstd.
"""
import bz2
import re
import shutil
import subprocess
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
SYMBOLS = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2027), (0x2030, 0x203B), (0x20AC, 0x20AC),
    (0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x2199), (0x2200, 0x22A5), (0x2460, 0x249B),
    (0x2500, 0x257F), (0x25A0, 0x25EF), (0x2605, 0x2606), (0x2611, 0x2612), (0x2713, 0x2717),
    (0x3000, 0x303F), (0x3105, 0x312D), (0x3220, 0x3229), (0x3280, 0x3289), (0xFE10, 0xFE19),
    (0xFE30, 0xFE6B), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE5),
]
KAI_NAMES = {1: "Jie Kai", 3: "Jie Kai Regular 1.0", 4: "Jie Kai Regular", 6: "JieKai-Regular"}


def national_table(sources):
    """The 8,105 characters of the national table of 2013 (Unihan's kTGH)."""
    text = bz2.open(sources / "Unihan_OtherMappings.txt.bz2", "rt", encoding="utf-8").read()
    rows = re.findall(r"^U\+([0-9A-F]+)\tkTGH\t2013:(\d+)", text, re.M)
    assert len(rows) == 8105, len(rows)
    return [int(code, 16) for code, _ in sorted(rows, key=lambda row: int(row[1]))]


def cut(source, target, code_points):
    """One subset without hinting, layout features and vertical metrics: paper needs none."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_bounds = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    font = subset.load_font(str(source), options)
    tool = subset.Subsetter(options)
    tool.populate(unicodes=code_points)
    tool.subset(font)
    rename = KAI_NAMES if "Kai" in target.name else {}
    for name_id, text in rename.items():
        font["name"].removeNames(nameID=name_id)
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(str(target))


def cut_rare(source):
    """HanaMinB by 4,096 code points a block, so that one rare name unpacks one small face."""
    known = set(TTFont(str(source), lazy=True).getBestCmap())
    for block in range(0x20, 0x2F):
        wanted = [c for c in range(block << 12, (block + 1) << 12) if c in known]
        face = HERE / "rare" / f"{block:x}.ttf"
        cut(source, face, wanted)
        # The block is a subset, so it may not carry the reserved name.
        font = TTFont(str(face), recalcTimestamp=False)
        for name_id, text in {1: "Jie Rare", 3: f"Jie Rare {block:x}", 4: f"Jie Rare {block:x}", 6: f"JieRare-{block:X}"}.items():
            font["name"].removeNames(nameID=name_id)
            font["name"].setName(text, name_id, 3, 1, 0x409)
        font.save(str(face))
        packed = face.with_suffix(".ttf.zst")
        subprocess.run(["zstd", "-19", "-q", "-f", "--no-progress", str(face), "-o", str(packed)], check=True)
        face.unlink()
        print(packed.name, len(wanted), packed.stat().st_size)


def main(sources):
    table = national_table(sources)
    wanted = table + [c for first, last in SYMBOLS for c in range(first, last + 1)]
    (HERE / "rare").mkdir(exist_ok=True)
    shutil.copy(sources / "NotoSerifSC_400Regular.ttf", HERE / "NotoSerifSC-Regular.ttf")
    cut(sources / "NotoSansSC_700Bold.ttf", HERE / "NotoSansSC-Bold-8105.ttf", wanted)
    cut(sources / "LXGWWenKai-Regular.ttf", HERE / "JieKai-Regular.ttf", wanted)
    cut_rare(sources / "HanaMinB.ttf")
    (HERE.parent / "tests/papers/national-table-2013.txt").write_text("".join(map(chr, table)) + "\n", encoding="utf-8")


main(Path(sys.argv[1]))
