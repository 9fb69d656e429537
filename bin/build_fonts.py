"""Make the portal's two web fonts from the whole Be Vietnam Pro files.

    python bin/build_fonts.py BeVietnamPro_400Regular.ttf BeVietnamPro_600SemiBold.ttf

The typeface ships without tabular figures, and a column of numbers needs them: each digit gets a
twin of one common width, the same in both weights, so that a bold total stands under its column.
Needs fonttools and brotli, which WeasyPrint brings along.
"""

import copy
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

FONTS_DIR = Path(__file__).resolve().parent.parent / "static" / "fonts"
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
DIGIT_WIDTH = 690
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum"]
LETTERS = [
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x102, 0x103),
    (0x110, 0x111),
    (0x128, 0x129),
    (0x168, 0x169),
    (0x1A0, 0x1A1),
    (0x1AF, 0x1B0),
    (0x1EA0, 0x1EF9),
]
MARKS = [(0x300, 0x304), (0x306, 0x306), (0x308, 0x309), (0x31B, 0x31B), (0x323, 0x323)]
SIGNS = [
    (0x2010, 0x2015),
    (0x2018, 0x201A),
    (0x201C, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x2030, 0x2033),
    (0x2039, 0x203A),
    (0x20AB, 0x20AC),
    (0x2122, 0x2122),
]
MATHS = [(0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265)]


def add_tabular_figures(font: TTFont) -> None:
    """Append <digit>.tnum glyphs and the `tnum` feature that swaps them in."""
    glyphs, widths, order = font["glyf"], font["hmtx"], font.getGlyphOrder()
    for name in DIGITS:
        twin = copy.deepcopy(glyphs[name])
        advance, bearing = widths[name]
        shift = (DIGIT_WIDTH - advance) // 2
        if twin.isComposite():
            for part in twin.components:
                part.x += shift
        else:
            twin.coordinates.translate((shift, 0))
        twin.recalcBounds(glyphs)
        glyphs.glyphs[f"{name}.tnum"] = twin
        widths[f"{name}.tnum"] = (DIGIT_WIDTH, bearing + shift)
    font.setGlyphOrder(order + [f"{name}.tnum" for name in DIGITS])
    font["maxp"].numGlyphs = len(order) + len(DIGITS)

    gsub = font["GSUB"].table
    swap = otTables.SingleSubst()
    swap.mapping = {name: f"{name}.tnum" for name in DIGITS}
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = 1, 0, [swap], 1
    gsub.LookupList.Lookup.append(lookup)
    gsub.LookupList.LookupCount = len(gsub.LookupList.Lookup)
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = "tnum", otTables.Feature()
    record.Feature.FeatureParams, record.Feature.LookupCount = None, 1
    record.Feature.LookupListIndex = [gsub.LookupList.LookupCount - 1]
    gsub.FeatureList.FeatureRecord.append(record)
    gsub.FeatureList.FeatureCount = len(gsub.FeatureList.FeatureRecord)
    for script in gsub.ScriptList.ScriptRecord:
        systems = [entry.LangSys for entry in script.Script.LangSysRecord]
        for system in filter(None, [script.Script.DefaultLangSys, *systems]):
            system.FeatureIndex.append(gsub.FeatureList.FeatureCount - 1)
            system.FeatureCount = len(system.FeatureIndex)


def build(source: Path, target: Path) -> None:
    font = TTFont(source)
    add_tabular_figures(font)
    options = subset.Options(
        layout_features=FEATURES, flavor="woff2", hinting=False, name_IDs=[0, 1, 2, 4, 5, 6, 13, 14]
    )
    options.drop_tables += ["DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(
        unicodes=[code for first, last in LETTERS + MARKS + SIGNS + MATHS for code in range(first, last + 1)]
    )
    subsetter.subset(font)
    subset.save_font(font, target, options)
    sys.stdout.write(f"{target.name}: {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    regular, semibold = (Path(path) for path in sys.argv[1:3])
    build(regular, FONTS_DIR / "be-vietnam-pro-400.woff2")
    build(semibold, FONTS_DIR / "be-vietnam-pro-600.woff2")
