"""A table as it stands in a file, before anything is made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from ttdn_portal.shared.text import fold, squeeze

MAX_ROWS = 5000
MAX_COLUMNS = 60
HEADER_WITHIN = 15  # a title may stand above the headings


class TableRefused(Exception):
    """The file is not read at all; the message is one Vietnamese sentence."""


@dataclass(frozen=True)
class BadCell:
    """A cell whose content cannot be taken, with the sentence that says why."""

    sentence: str

    def __str__(self) -> str:
        return ""


FORMULA = BadCell("Ô này là công thức. Dán giá trị (Paste Special – Values) thay cho công thức.")
ERROR_VALUE = BadCell("Ô này là lỗi tính toán của Excel. Ghi giá trị đúng vào ô.")


@dataclass(frozen=True)
class Line:
    """One line of the file with its number there."""

    number: int
    cells: tuple[Any, ...]

    @property
    def is_blank(self) -> bool:
        return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """All lines of one sheet; `sheet` is empty for a text file."""

    sheet: str
    lines: tuple[Line, ...]

    def address(self, line: int, column: int | None) -> str:
        """“trang tính Nhiệm vụ, ô F7”, “dòng 7, cột F” in a text file."""
        place = get_column_letter(column + 1) if column is not None else ""
        if not self.sheet:
            return f"dòng {line}, cột {place}" if place else f"dòng {line}"
        return f"trang tính “{self.sheet}”, " + (f"ô {place}{line}" if place else f"dòng {line}")


@dataclass(frozen=True)
class Headed:
    """The rows under the headings: which column holds what, which line is which."""

    table: Table
    columns: tuple[str, ...]
    places: dict[str, int]
    lines: tuple[Line, ...]

    def address(self, line: int, column: str = "") -> str:
        return self.table.address(line, self.places.get(column))


def headed(
    table: Table, known: Sequence[str], required: Sequence[str], also_called: Mapping[str, str] | None = None
) -> Headed:
    """Find the row of headings; TableRefused where a column is missing, unknown or there twice.

    `also_called` gives the column that another usual word means: {"STT": "Số"}.
    """
    by_folded = {fold(word): name for word, name in (also_called or {}).items()}
    by_folded |= {fold(name): name for name in known}
    start = _header_line(table, by_folded, required)
    if start is None:
        raise TableRefused(_no_header(table, required))
    line = table.lines[start]
    places = _places(table, line, by_folded, known)
    rows = tuple(row for row in table.lines[start + 1 :] if not row.is_blank)
    if not rows:
        raise TableRefused("Dưới dòng tiêu đề không có dòng nào. Ghi nội dung rồi tải lên lại.")
    return Headed(table, tuple(places), places, rows)


def _header_line(table: Table, by_folded: dict[str, str], required: Sequence[str]) -> int | None:
    for index, line in enumerate(table.lines[:HEADER_WITHIN]):
        found = {by_folded.get(fold(cell)) for cell in line.cells if isinstance(cell, str)}
        if set(required) <= found:
            return index
    return None


def _no_header(table: Table, required: Sequence[str]) -> str:
    first = next((line for line in table.lines if not line.is_blank), None)
    if first is None:
        return "Tệp không có nội dung nào. Kiểm tra lại tệp rồi tải lên."
    found = ", ".join(
        f"“{squeeze(str(cell))[:40]}”" for cell in first.cells[:15] if cell is not None and str(cell).strip()
    )
    return f"Không thấy dòng tiêu đề. Cần có cột {_quoted(required)}; dòng đầu của tệp có: {found or 'không gì cả'}."


def _places(table: Table, line: Line, by_folded: dict[str, str], known: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    width = max(len(row.cells) for row in table.lines)
    for index in range(width):
        cell = line.cells[index] if index < len(line.cells) else None
        typed = squeeze(str(cell)) if cell is not None else ""
        if not typed:
            _refuse_nameless(table, line, index)
            continue
        name = by_folded.get(fold(typed))
        where = table.address(line.number, index)
        if name is None:
            raise TableRefused(
                f"Cột “{typed[:60]}” ({where}) không nhập được. Các cột nhập được: {_quoted(known)}. Bỏ cột lạ rồi tải lên lại."
            )
        if name in places:
            written = "" if fold(typed) == fold(name) else f", ở đây ghi “{typed[:60]}”,"
            raise TableRefused(f"Cột “{name}”{written} có hai lần ({where}). Bỏ bớt một cột rồi tải lên lại.")
        places[name] = index
    return places


def _refuse_nameless(table: Table, header: Line, index: int) -> None:
    for line in table.lines:
        if line.number > header.number and index < len(line.cells) and line.cells[index] not in (None, ""):
            raise TableRefused(
                f"Cột ở {table.address(header.number, index)} không có tiêu đề nhưng có nội dung. Ghi tiêu đề hoặc bỏ cột."
            )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
