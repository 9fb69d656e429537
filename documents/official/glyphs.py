"""What the vendored typeface can print, and how wide a line of it is."""

import re
from dataclasses import replace
from functools import lru_cache

from documents.official.styles import Face
from documents.official.typeface import FONT_FILES, font_folder

# A symbol with a neighbour in Tinos keeps its meaning; any other missing one prints as an empty box.
_NEIGHBOURS = {
    "✓": "√",
    "✔": "√",
    "☑": "√",
    "☐": "□",
    "◻": "□",
    "\uf0b7": "•",
    "\uf0fc": "√",
    "➢": "→",
    "➔": "→",
}
MISSING = "□"
_POINTS_PER_MM = 72 / 25.4
_GLUED = (
    "ủy ban", "nhân dân", "ủy ban nhân dân", "thành phố", "ban chỉ đạo", "công tác", "thông tin", "đối ngoại", "văn hóa", "thể thao",
    "du lịch", "truyền thông", "hoạt động", "kế hoạch", "địa bàn", "giai đoạn", "tuyên giáo", "dân vận", "hồ chí minh",
    "hà nội", "hải phòng", "hậu giang", "cần thơ", "đà nẵng", "việt nam", "quyết định", "báo cáo", "kết quả",
    "thực hiện", "nhiệm vụ", "6 tháng", "9 tháng", "tổ chức", "trực thuộc", "văn phòng", "triển khai", "hội đồng",
    "đồng chí", "ủy viên", "thường vụ", "ban thường vụ", "tỉnh ủy", "thành ủy", "chủ tịch", "phó chủ tịch", "giám đốc", "phó giám đốc",
    "trưởng ban", "phó trưởng ban", "thường trực", "phụ trách", "trưởng ban chỉ đạo", "kết luận", "cuộc họp", "giao ban",
    "thông tin đối ngoại", "6 tháng đầu năm", "6 tháng cuối năm", "ban hành", "góp ý", "giải trình", "kinh tế", "xã hội", "trên địa bàn",
)  # fmt: skip


@lru_cache(maxsize=4)
def _advances(bold: bool, italic: bool) -> dict[int, float]:
    """Width of each character in ems."""
    from fontTools.ttLib import TTFont

    with TTFont(font_folder() / FONT_FILES[bold, italic], lazy=True) as font:
        units = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()}


def printable(text: str) -> str:
    """`text` with every character that the typeface lacks replaced, so no other font is called in."""
    known = _advances(False, False)
    if all(ord(char) in known for char in text):
        return text
    return "".join(c if c == "\n" or ord(c) in known else _NEIGHBOURS.get(c, MISSING) for c in text)


def text_width(text: str, face: Face) -> float:
    """Length of `text` on one line, in millimetres (without kerning)."""
    widths = _advances(face.bold, face.italic)
    return sum(widths.get(ord(char), 0.5) for char in text) * face.size / _POINTS_PER_MM


def fitted(text: str, width: float, face: Face, smallest: float) -> Face:
    """`face`, made smaller in half points, not below `smallest`, until `text` fits on one line."""
    while face.size > smallest and text_width(text, face) > width:
        face = replace(face, size=max(face.size - 0.5, smallest))
    return face


def fit_words(text: str, width: float, face: Face) -> str:
    """`text` with any word longer than a line cut in pieces that fit.

    No real name has such a word; one in a narrow box would cost the layout minutes.
    """
    limit = max(int(width / text_width("M", face)), 1)
    return re.sub(rf"\S{{{limit + 1},}}", lambda found: _pieces(found[0], width, face), text)


def _pieces(word: str, width: float, face: Face) -> str:
    pieces, length = [""], 0.0
    for char in word:
        length += (size := text_width(char, face))
        if length > width:
            pieces.append("")
            length = size
        pieces[-1] += char
    return " ".join(pieces)


def even_lines(text: str, width: float, face: Face) -> tuple[str, ...]:
    """`text` broken into as few lines as fit `width` millimetres, of lengths as alike as can be.

    Line breaks of the writer stay. Words that belong together ("thành phố", "năm 2024") are kept
    on one line where that is possible, as officials break names and titles by their sense.
    """
    text = fit_words(text, width, face)
    return tuple(line for part in text.splitlines() for line in _broken(part.split(), width, face))


def _broken(words: list[str], width: float, face: Face) -> list[str]:
    """One paragraph in the cheapest lines: few first, then even, then unsplit expressions."""
    if not words:
        return []
    space = text_width(" ", face)
    sizes = [text_width(word, face) for word in words]
    penalties = _break_penalties(words)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        length = -space
        choices = []
        for start in range(end - 1, -1, -1):
            length += sizes[start] + space
            if length > width and start < end - 1:
                break
            slack = max(width - length, 0) / width
            choices.append((best[start][0] + 10 + slack**2 + penalties[start], start))
        best.append(min(choices))
    lines: list[str] = []
    end = len(words)
    while end:
        start = best[end][1]
        lines.insert(0, " ".join(words[start:end]))
        end = start
    return lines


def _break_penalties(words: list[str]) -> list[float]:
    """For each word what it costs to begin a line with it."""
    lowered = [word.lower().strip(",.;:“”\"'()") for word in words]
    costs = [0.0] * len(words)
    for expression in _GLUED:
        parts = expression.split()
        for at in range(len(words) - len(parts) + 1):
            if lowered[at : at + len(parts)] == parts:
                for inside in range(at + 1, at + len(parts)):
                    costs[inside] = 1.0
    for at in range(1, len(words)):
        if lowered[at] == "năm" and words[at + 1 : at + 2] and words[at + 1][:1].isdigit():
            costs[at] = 0.5
        if lowered[at - 1] == "quý":
            costs[at] = 1.0  # “quý III năm 2026”
        if words[at][:1].isdigit() or words[at] in ("-", "–") or words[at - 1] in ("-", "–"):
            costs[at] = 1.0
    return costs
