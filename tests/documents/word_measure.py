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
    font: str = ""
    color: str = "auto"

    @property
    def printed(self):
        """Number and text as they stand in the print, with its line breaks."""
        return f"{self.number}{'' if self.text.startswith(chr(10)) else ' '}{self.text}".strip()

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
        self._spacing = self.document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:spacing')}")
        self._counter = Counter(self.document.part.numbering_part.element)
        self.lines = [self._line(p) for p in self.body.iter(qn("w:p"))]
        self.margin_lines = [self._line(p) for part in self._edges() for p in part.iter(qn("w:p"))]

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

    def printed(self, start):
        """The paragraph of which a line begins so in the print, its number included; body first, then head and foot."""
        found = [
            line
            for line in (*self.lines, *self.margin_lines)
            if any(part.strip().startswith(start) for part in line.printed.splitlines())
        ]
        assert found, f"no paragraph begins with {start!r}"
        return found[0]

    def box(self, line):
        """Left and right edge in mm of what the paragraph is set in: the page's text, or a cell of it."""
        section = self.sections[self._section_of(line.element)]
        left = section.left_margin / 36000
        if (tc := next(line.element.iterancestors(qn("w:tc")), None)) is None:
            return left, (section.page_width - section.right_margin) / 36000
        [table] = tc.iterancestors(qn("w:tbl"))
        place = tc.getparent().findall(qn("w:tc")).index(tc)
        widths = [int(column.get(qn("w:w"))) / TWIPS for column in table.iter(qn("w:gridCol"))]
        indent = int(table.find(f"{qn('w:tblPr')}/{qn('w:tblInd')}").get(qn("w:w"))) / TWIPS
        start = left + indent + sum(widths[:place])
        return start, start + widths[place]

    def level_of(self, line):
        """The indents of the list that counts the paragraph; None where none does."""
        return self._counter.indent(line.element)

    def length(self, line, name, key):
        """A length in points: the paragraph's own, or its style's, or what all paragraphs have."""
        found = (
            line.property(name),
            self.style_property(line, name),
            self._spacing if name == "spacing" else None,
        )
        values = [one.get(qn(f"w:{key}")) for one in found if one is not None]
        return int(next((value for value in values if value is not None), 0)) / 20

    def _section_of(self, element):
        """Sections end with the paragraph that bears their properties."""
        top = next((e for e in (element, *element.iterancestors()) if e.getparent() is self.body), None)
        if top is None:
            return 0
        ends = [e for e in self.body if e.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
        order = list(self.body)
        return sum(order.index(end) < order.index(top) for end in ends)

    def _edges(self):
        """Heads and feet that are in the file; a section without one of its own has that of the one before."""
        for section in self.sections:
            for part in (
                section.header, section.first_page_header, section.footer, section.first_page_footer,
            ):  # fmt: skip
                if not part.is_linked_to_previous:
                    yield part._element

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
        color = self._in_order(*faces, "color")
        return Line(
            text=text,
            style=style,
            size=int(self._in_order(*faces, "sz").get(qn("w:val"))) / 2,
            is_bold=self._in_order(*faces, "b") is not None,
            is_italic=self._in_order(*faces, "i") is not None,
            align="left" if jc is None else jc.get(qn("w:val")),
            number=self._counter.count(p),
            element=p,
            font=self._in_order(*faces, "rFonts").get(qn("w:ascii")),
            color="auto" if color is None else color.get(qn("w:val")),
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

    def indent(self, p):
        found = p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if found is None:
            return None
        family = self._nums[found.get(qn("w:val"))].find(qn("w:abstractNumId")).get(qn("w:val"))
        return self._levels[family].find(f"{qn('w:pPr')}/{qn('w:ind')}")

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
