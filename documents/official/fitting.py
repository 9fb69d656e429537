"""How high a table comes out, so that a sheet meant for one page can leave out what does not fit on it."""

from dataclasses import replace

from documents.official.glyphs import even_lines, text_width
from documents.official.model import Table
from documents.official.styles import Face

LINE, CELL_LINE = 1.2, 1.15  # line heights of text and of cells in official.css
_MM_PER_POINT = 25.4 / 72
_SIDES, _EDGES = 2.3, 0.6  # millimetres of a compact cell that are not its text: across, down
_GAP, TABLE_GAP = 3.0, 1.9  # above a paragraph, in points; above a table, in millimetres
_HEAD_GAPS = 8.0  # points between the lines of the sheet's head


def text_height(text: str, width: float, face: Face) -> float:
    """A paragraph with the gap above it."""
    return (len(even_lines(text, width, face)) * face.size * LINE + _GAP) * _MM_PER_POINT


def head_height(title_lines: int, face: Face) -> float:
    """What the sheet is called, the title in its lines, and the day."""
    return ((2 + title_lines) * face.size * LINE + _HEAD_GAPS) * _MM_PER_POINT


def table_height(table: Table, width: float, face: Face) -> float:
    """Header and rows of a table `width` millimetres wide, its cells in `face`."""
    heads = tuple(column.heading for column in table.columns)
    height = TABLE_GAP + _row_height(table, heads, width, replace(face, bold=True))
    return height + sum(_row_height(table, row, width, face) for group in table.groups for row in group.rows)


def _row_height(table: Table, cells: tuple[str, ...], width: float, face: Face) -> float:
    total = sum(column.width for column in table.columns)
    lines = max(
        len(even_lines(cell, width * column.width / total - _SIDES, face)) or 1
        for cell, column in zip(cells, table.columns, strict=True)
    )
    return lines * face.size * CELL_LINE * _MM_PER_POINT + _EDGES


def cut_to(table: Table, room: float, width: float, face: Face) -> Table:
    """The table with as many of its first rows as `room` millimetres take; it has one group."""
    [group] = table.groups
    for count in range(len(group.rows), 0, -1):
        shorter = replace(table, groups=(replace(group, rows=group.rows[:count]),))
        if table_height(shorter, width, face) <= room:
            return shorter
    return replace(table, groups=())


def one_lined(table: Table, width: float, face: Face) -> Table:
    """The table with every cell cut to one line: “Tuyên truyền các sự kiện …”."""
    total = sum(column.width for column in table.columns)
    rooms = [width * column.width / total - _SIDES for column in table.columns]
    groups = (
        replace(
            group,
            rows=tuple(tuple(map(_clipped, row, rooms, (face,) * len(rooms))) for row in group.rows),
        )
        for group in table.groups
    )
    return replace(table, groups=tuple(groups))


def _clipped(text: str, room: float, face: Face) -> str:
    words = text.split()
    while len(words) > 1 and text_width(text, face) > room:
        words.pop()
        text = f"{' '.join(words)} …"
    return text
