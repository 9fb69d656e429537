"""What a PDF really shows: each run of text with place, size, weight and glyphs, each rule with its length.

Positions in millimetres from the top left corner of the page; `y` is the baseline.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO

import pikepdf
from pikepdf import Matrix

MM = 72 / 25.4


@dataclass(frozen=True)
class Run:
    text: str
    x: float
    y: float
    width: float
    size: float
    font: str
    glyphs: tuple[tuple[int, str], ...]
    color: tuple[float, ...]
    is_upright_page: bool
    is_artifact: bool

    @property
    def right(self):
        return self.x + self.width

    @property
    def center(self):
        return self.x + self.width / 2

    @property
    def is_bold(self):
        return "Bold" in self.font

    @property
    def is_italic(self):
        return "Italic" in self.font


@dataclass(frozen=True)
class Rule:
    x: float
    y: float
    width: float

    @property
    def center(self):
        return self.x + self.width / 2


class Font:
    def __init__(self, resource):
        self.resource = resource
        self.name = str(resource.BaseFont)[1:].split("+")[-1]
        self.letters = dict(_to_unicode(resource.ToUnicode.read_bytes().decode("latin-1")))
        self.widths = _widths(resource.DescendantFonts[0].W)

    @property
    def file(self):
        return bytes(self.resource.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes())


def _to_unicode(cmap):
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for glyph, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            yield int(glyph, 16), bytes.fromhex(text).decode("utf-16-be")


def _widths(array):
    widths, items = {}, list(array)
    while items:
        first, second = int(items.pop(0)), items.pop(0)
        if isinstance(second, pikepdf.Array):
            widths.update({first + n: float(w) for n, w in enumerate(second)})
        else:
            widths.update(dict.fromkeys(range(first, int(second) + 1), float(items.pop(0))))
    return widths


@dataclass
class State:
    matrix: Matrix
    color: tuple[float, ...] = (0, 0, 0)
    font: Font | None = None
    size: float = 0
    text_matrix: Matrix = field(default_factory=Matrix)


class Page:
    def __init__(self, page, fonts):
        self._page = page
        self._fonts = fonts
        box = [float(n) for n in page.mediabox]
        self.width, self.height = box[2] / MM, box[3] / MM
        self.runs: list[Run] = []
        self.rules: list[Rule] = []
        self._read()

    def _read(self):
        state, stack, marked, rectangles = State(Matrix()), [], [], []
        for operands, operator in pikepdf.parse_content_stream(self._page):
            match str(operator):
                case "q":
                    stack.append(State(state.matrix, state.color, state.font, state.size))
                case "Q":
                    state = stack.pop()
                case "cm":
                    state.matrix = Matrix(*map(float, operands)) @ state.matrix
                case "rg":
                    state.color = tuple(map(float, operands))
                case "BMC" | "BDC":
                    marked.append(str(operands[0]))
                case "EMC":
                    marked.pop()
                case "Tf":
                    state.font, state.size = self._fonts(self._page, str(operands[0])), float(operands[1])
                case "Tm":
                    state.text_matrix = Matrix(*map(float, operands))
                case "TJ":
                    self.runs.append(self._run(state, operands[0], "/Artifact" in marked))
                case "re":
                    rectangles.append((state.matrix, list(map(float, operands))))
                case "f*" | "f" | "n" | "S":
                    self.rules += [rule for rule in map(self._rule, rectangles) if rule]
                    rectangles = []

    def _rule(self, rectangle):
        matrix, (x, y, width, height) = rectangle
        (left, bottom), (right, top) = matrix.transform((x, y)), matrix.transform((x + width, y + height))
        if 0 < abs(top - bottom) < 1.6 and abs(right - left) > 8:
            return Rule(min(left, right) / MM, self.height - (top + bottom) / 2 / MM, abs(right - left) / MM)
        return None

    def _run(self, state, pieces, is_artifact):
        matrix = state.text_matrix @ state.matrix
        glyphs, advance = [], 0.0
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                codes = bytes(piece)
                for code in (int.from_bytes(codes[n : n + 2], "big") for n in range(0, len(codes), 2)):
                    glyphs.append((code, state.font.letters[code]))
                    advance += state.font.widths[code] * state.size / 1000
            else:
                advance -= float(piece) * state.size / 1000
        return Run(
            text="".join(text for _, text in glyphs),
            x=matrix.e / MM,
            y=self.height - matrix.f / MM,
            width=advance * abs(matrix.a) / MM,
            size=round(state.size * (matrix.a**2 + matrix.b**2) ** 0.5, 2),
            font=state.font.name,
            glyphs=tuple(glyphs),
            color=state.color,
            is_upright_page=abs(matrix.b) < 1e-6,
            is_artifact=is_artifact,
        )

    @cached_property
    def text_runs(self):
        """Runs that are not laid across the page."""
        return [run for run in self.runs if run.is_upright_page and run.text.strip()]

    @cached_property
    def text(self):
        return "\n".join(run.text for run in self.text_runs)

    def find(self, start):
        """The only run that begins with `start`."""
        found = [run for run in self.text_runs if run.text.startswith(start)]
        assert len(found) == 1, f"{len(found)} runs begin with {start!r}"
        return found[0]

    def has(self, start):
        return any(run.text.startswith(start) for run in self.text_runs)

    def rule_under(self, run, within=4.0):
        """The nearest rule below a line of text."""
        below = [
            rule for rule in self.rules if 0 < rule.y - run.y < within and abs(rule.center - run.center) < 3
        ]
        assert below, f"no rule under {run.text!r}"
        return min(below, key=lambda rule: rule.y)


class Measured:
    """A whole PDF."""

    def __init__(self, content):
        self.content = content
        self.pdf = pikepdf.open(BytesIO(content))
        self._cache: dict[tuple[int, int], Font] = {}
        self.pages = [Page(page, self._font) for page in self.pdf.pages]

    def _font(self, page, name):
        resource = page.Resources.Font[name]
        key = resource.objgen
        if key not in self._cache:
            self._cache[key] = Font(resource)
        return self._cache[key]

    @property
    def fonts(self):
        return list(self._cache.values())

    @property
    def text(self):
        return "\n".join(page.text for page in self.pages)

    def runs(self) -> Iterator[Run]:
        for page in self.pages:
            yield from page.runs

    def page_of(self, start):
        """Index of the only page with a run that begins with `start`."""
        found = [n for n, page in enumerate(self.pages) if page.has(start)]
        assert len(found) == 1, f"{start!r} is on pages {found}"
        return found[0]
