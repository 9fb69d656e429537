"""What a Word file really says: the face each paragraph comes out in, its number as Word counts it, its tables."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

import docx
from docx.oxml.ns import qn

from documents.official.numbering import roman

TWIPS = 1440 / 25.4


@dataclass(frozen=True)
class Line:
    """A paragraph with content."""

    text: str
    style: str
    size: float
    is_bold: bool
    is_italic: bool
    align: str
    number: str
    element: object

    def property(self, name):
        """An element of the paragraph's own properties or of its style's."""
        return self.element.find(f"{qn('w:pPr')}/{qn(f'w:{name}')}")


class Word:
    def __init__(self, content):
        self.content = content
        self.document = docx.Document(BytesIO(content))
        self.body = self.document.element.body
        self.sections = list(self.document.sections)
        self._styles = {style.style_id: style.element for style in self.document.styles}
        self._defaults = self.document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:rPr')}")
        self._counter = Counter(self.document.part.numbering_part.element)
        self.lines = [self._line(p) for p in self.body.iter(qn("w:p"))]

    @property
    def parts(self):
        with zipfile.ZipFile(BytesIO(self.content)) as package:
            return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}

    @property
    def tables(self):
        """Tables of the body; those inside a cell are left out."""
        return self.document.tables

    def find(self, start):
        found = [line for line in self.lines if line.text.startswith(start)]
        assert len(found) == 1, f"{len(found)} paragraphs begin with {start!r}"
        return found[0]

    def after(self, line):
        """The paragraph that follows in the same cell or in the body."""
        return line.element.getnext()

    def style_property(self, line, name):
        return self._styles[line.style].find(f"{qn('w:pPr')}/{qn(f'w:{name}')}")

    def _line(self, p):
        style = p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val"))
        runs = [run for run in p.findall(qn("w:r")) if run.find(qn("w:t")) is not None]
        text = "".join(map(_text, runs))
        first = runs[0].find(qn("w:rPr")) if runs else None
        jc = self._in_order(p.find(qn("w:pPr")), self._styles[style].find(qn("w:pPr")), "jc")
        faces = (first, self._styles[style].find(qn("w:rPr")), self._defaults)
        return Line(
            text=text,
            style=style,
            size=int(self._in_order(*faces, "sz").get(qn("w:val"))) / 2,
            is_bold=self._in_order(*faces, "b") is not None,
            is_italic=self._in_order(*faces, "i") is not None,
            align="left" if jc is None else jc.get(qn("w:val")),
            number=self._counter.count(p),
            element=p,
        )

    @staticmethod
    def _in_order(*places_and_name):
        *places, name = places_and_name
        for place in places:
            found = None if place is None else place.find(qn(f"w:{name}"))
            if found is not None:
                return found
        return None


def _text(run):
    return "".join(
        "\n" if child.tag == qn("w:br") else child.text or ""
        for child in run
        if child.tag in (qn("w:br"), qn("w:t"))
    )


class Counter:
    """Counts lists as Word does: every list has its own value, begun where the file says."""

    def __init__(self, numbering):
        self._levels = {
            a.get(qn("w:abstractNumId")): a.find(qn("w:lvl")) for a in numbering.findall(qn("w:abstractNum"))
        }
        self._nums = {n.get(qn("w:numId")): n for n in numbering.findall(qn("w:num"))}
        self._values = {}

    def count(self, p):
        found = p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if found is None:
            return ""
        key = found.get(qn("w:val"))
        num = self._nums[key]
        level = self._levels[num.find(qn("w:abstractNumId")).get(qn("w:val"))]
        form = level.find(qn("w:numFmt")).get(qn("w:val"))
        start = num.find(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}")
        first = int(start.get(qn("w:val"))) if start is not None else 1
        value = self._values[key] = self._values.get(key, first - 1) + 1
        return level.find(qn("w:lvlText")).get(qn("w:val")).replace("%1", _shown(form, value))


def _shown(form, value):
    if form == "upperRoman":
        return roman(value)
    if form == "lowerLetter":
        return chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)
    return str(value)


def rows_of(table):
    """Texts of a table's rows; a merged cell once."""
    return [
        tuple(
            "\n".join(re.sub(r"\s+", " ", p.text).strip() for p in docx.table._Cell(tc, table).paragraphs)
            for tc in row._tr.tc_lst
        )
        for row in table.rows
    ]


def length_of_rule(paragraph, box):
    """Length in mm of the line that a low paragraph draws in a box `box` mm wide."""
    properties = paragraph.find(qn("w:pPr"))
    border, indent = properties.find(f"{qn('w:pBdr')}/{qn('w:top')}"), properties.find(qn("w:ind"))
    assert (border.get(qn("w:val")), border.get(qn("w:color"))) == ("single", "000000")
    return box - (int(indent.get(qn("w:left"))) + int(indent.get(qn("w:right")))) / TWIPS
