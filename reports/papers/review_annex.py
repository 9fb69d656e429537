"""The figures of a review as the annexes of its paper, a table each."""

from datetime import date
from typing import Any

from documents.official.model import Align, Annex, Column, RowGroup, Table
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number
from ttdn_portal.shared.text import Block

Row = tuple[str, ...]
LAST_YEAR, NO_FIGURE = "Cùng kỳ năm trước", "–"
GROUP_COLUMNS = (
    Column("STT", 5, Align.CENTER),
    Column("Nội dung", 50),
    Column("Nhiệm vụ theo kế hoạch", 9, Align.CENTER),
    Column("Phải xong đến ngày chốt", 9, Align.CENTER),
    Column("Hoàn thành đúng hạn", 9, Align.CENTER),
    Column("Hoàn thành quá hạn", 9, Align.CENTER),
    Column("Chưa xong, trong hạn", 9, Align.CENTER),
    Column("Chưa xong, quá hạn", 9, Align.CENTER),
    Column("Tỷ lệ hoàn thành (%)", 9, Align.CENTER),
    Column(f"{LAST_YEAR} (hoàn thành/tổng số)", 12, Align.CENTER),
)
INDICATOR_COLUMNS = (
    Column("Nhiệm vụ", 7, Align.CENTER),
    Column("Chỉ tiêu", 24),
    Column("Cơ quan chủ trì", 18),
    Column("Đơn vị tính", 11, Align.CENTER),
    Column("Kế hoạch", 10, Align.RIGHT),
    Column("Thực hiện trong kỳ", 10, Align.RIGHT),
    Column(LAST_YEAR, 10, Align.RIGHT),
    Column("Ghi chú", 22),
)
AGENCY_COLUMNS = (
    Column("STT", 6, Align.CENTER),
    Column("Cơ quan chủ trì", 40),
    Column("Số báo cáo phải gửi", 13, Align.CENTER),
    Column("Đã gửi", 13, Align.CENTER),
    Column("Gửi sau hạn", 13, Align.CENTER),
    Column("Chưa gửi", 13, Align.CENTER),
)
OUTPUT_COLUMNS = (
    Column("STT", 6, Align.CENTER),
    Column("Loại sản phẩm", 30),
    Column("Số sản phẩm", 12, Align.CENTER),
    Column("Số lượng, đơn vị tính", 30),
    Column("Theo nội dung", 22),
)


def annexes_of(figures: dict[str, Any]) -> list[Annex]:
    """A table each of content items, indicators, outputs and agencies; one without rows is left out."""
    indicators = [_indicator_row(row) for row in figures["indicators"]]
    agencies = _agency_rows(figures["agencies"])
    tables = (
        ("Tổng hợp tình hình thực hiện nhiệm vụ", GROUP_COLUMNS, _group_rows(figures), _total_row(figures)),
        ("Kết quả thực hiện chỉ tiêu", INDICATOR_COLUMNS, indicators, None),
        ("Sản phẩm đã làm trong kỳ", OUTPUT_COLUMNS, _output_rows(figures["outputs"]), None),
        (
            "Tình hình gửi báo cáo của các cơ quan",
            AGENCY_COLUMNS,
            agencies,
            _agency_total(figures["agencies"]),
        ),
    )
    day = f"Số liệu tính đến {short_date(date.fromisoformat(figures['as_of']))}."
    return [
        Annex(title, _table(columns, rows, total), opening=(Block(0, day),))
        for title, columns, rows, total in tables
        if rows
    ]


def _table(columns: tuple[Column, ...], rows: list[Row], total: Row | None) -> Table:
    """Sums last and in bold; without the column of last year where last year has no figure at all."""
    sums = (RowGroup((total,), is_total=True),) if total else ()
    table = Table(columns, (RowGroup(tuple(rows)), *sums))
    place = next((n for n, column in enumerate(columns) if column.heading.startswith(LAST_YEAR)), None)
    told = [row for group in table.groups for row in group.rows]
    if place is None or any(row[place] != NO_FIGURE for row in told):
        return table
    return table.without({columns[place].heading})


def _group_rows(figures: dict[str, Any]) -> list[Row]:
    if not figures["total"]["total"]:
        return []
    return [
        _counts_row(str(group["number"]), group["title"], group["counts"], group["last_year"])
        for group in figures["groups"]
    ]


def _total_row(figures: dict[str, Any]) -> Row:
    return _counts_row("", "Tổng cộng", figures["total"], figures["last_year"])


def _counts_row(place: str, title: str, counts: dict[str, Any], before: dict[str, Any] | None) -> Row:
    names = ("total", "planned_due", "done", "done_late", "in_term", "overdue")
    told = f"{number(before['finished'])}/{number(before['total'])}" if before else "–"
    rate = number(counts["rate"]) if counts["rate"] is not None else "–"
    return (place, title, *(number(counts[name]) for name in names), rate, told)


def _output_rows(outputs: list[dict[str, Any]]) -> list[Row]:
    """By kind, merged entries once; each unit is told by itself."""
    return [
        (
            str(place),
            row["label"][:1].upper() + row["label"][1:],
            number(row["count"]),
            "; ".join(f"{number(a['value'])} {a['unit']}" for a in row["amounts"]) or "–",
            "; ".join(f"nội dung {g['number']}: {number(g['count'])}" for g in row["groups"]),
        )
        for place, row in enumerate(outputs, 1)
    ]


def _indicator_row(row: dict[str, Any]) -> Row:
    figures = (number(row[name]) or "–" for name in ("target", "value", "last_year"))
    return (row["code"], row["name"], row["agency"], row["unit"], *figures, indicator_note(row))


def indicator_note(row: dict[str, Any]) -> str:
    """Why a figure is missing, or of which earlier period it is."""
    if row["value"] is None:
        return "Chưa có báo cáo" if row["has_begun"] else "Chưa đến thời gian thực hiện"
    return f"Theo báo cáo {row['period'][:1].lower()}{row['period'][1:]}" if row["period"] else ""


def _agency_total(agencies: list[dict[str, Any]]) -> Row:
    owed, sent, late = (sum(row[name] for row in agencies) for name in ("owed", "sent", "late"))
    return ("", "Tổng cộng", number(owed), number(sent), number(late), number(owed - sent))


def _agency_rows(agencies: list[dict[str, Any]]) -> list[Row]:
    return [
        (
            str(n),
            row["name"],
            number(row["owed"]),
            number(row["sent"]),
            number(row["late"]),
            number(row["owed"] - row["sent"]),
        )
        for n, row in enumerate(agencies, 1)
    ]
