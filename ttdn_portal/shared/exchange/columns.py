"""Columns of a resource: how a value is written into a cell, and what a cell may hold to be taken."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from time import strptime
from typing import Any

from import_export.fields import Field
from import_export.widgets import Widget

from ttdn_portal.shared.exchange.table import BadCell
from ttdn_portal.shared.fields import clean_text
from ttdn_portal.shared.numbers import UnclearNumber, parse_number
from ttdn_portal.shared.text import fold, nfc, squeeze

LONGEST_EXACT = 15  # digits that a spreadsheet keeps of a number


class CellWidget(Widget):
    """Base of all: a cell that could not be read says so where it stands."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, BadCell):
            raise ValueError(value.sentence)
        return self.take(value)

    def take(self, value: Any) -> Any:
        raise NotImplementedError

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value


def as_text(value: Any) -> str:
    """What a cell shows, as text; a number too long to be exact is refused."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float | Decimal):
        text = f"{value:.0f}" if float(value).is_integer() else str(value)
        if len(text.strip("-").replace(".", "")) > LONGEST_EXACT:
            raise ValueError(
                "Số dài quá 15 chữ số thì Excel làm tròn. Định dạng ô là văn bản (Text) rồi ghi lại."
            )
        return text
    return clean_text(str(value))


class TextWidget(CellWidget):
    """Text of several lines."""

    def take(self, value: Any) -> str:
        return as_text(value).strip()


class LineWidget(CellWidget):
    """Text of one line."""

    def take(self, value: Any) -> str:
        return squeeze(as_text(value))


class DayWidget(CellWidget):
    """A day: dd/mm/yyyy or a date cell of Excel."""

    HOW = "Ghi ngày/tháng/năm, ví dụ 30/11/2026."

    def take(self, value: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = squeeze(as_text(value))
        return self._parsed(text) if text else None

    def _parsed(self, text: str) -> date:
        for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"):
            try:
                found = date(*strptime(text, form)[:3])
            except ValueError:
                continue
            if 1900 <= found.year <= 2200:
                return found
        raise ValueError(f"“{text[:40]}” không phải ngày. {self.HOW}")


class AmountWidget(CellWidget):
    """Whole đồng, written in any way that can be read in one way only."""

    def take(self, value: Any) -> int | None:
        if isinstance(value, str) or value is None:
            text = squeeze(value or "").removesuffix("đồng").removesuffix("đ").strip()
            if not text:
                return None
            try:
                amount: Any = parse_number(text)
            except UnclearNumber as unclear:
                raise ValueError(str(unclear)) from unclear
        elif isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise ValueError("Ô này phải là số tiền. Ghi như 1.250.000.")
        else:
            amount = Decimal(str(value))
        if not 0 <= amount < 10**15 or amount != int(amount):
            raise ValueError("Số tiền là số nguyên đồng, không âm. Ghi như 1.250.000.")
        return int(amount)


class ChoiceWidget(CellWidget):
    """One of a few words; the stored value is understood too."""

    def __init__(self, choices: Iterable[tuple[Any, Any]], default: Any = None):
        super().__init__()
        self.words = {value: str(label) for value, label in choices if value != ""}
        self.by_folded = {fold(label): value for value, label in self.words.items()} | {
            fold(str(value)): value for value in self.words
        }
        self.default = default

    def take(self, value: Any) -> Any:
        text = squeeze(as_text(value))
        if not text:
            return self.default
        if fold(text) not in self.by_folded:
            raise ValueError(
                f"“{text[:60]}” không có trong danh sách. Ghi một trong: {'; '.join(self.words.values())}."
            )
        return self.by_folded[fold(text)]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.words.get(value, "")


class YesNoWidget(ChoiceWidget):
    """có / không."""

    def __init__(self) -> None:
        super().__init__([(True, "có"), (False, "không")], default=False)
        self.by_folded |= {"x": True, "1": True, "0": False, "true": True, "false": False}


class LookupWidget(CellWidget):
    """A row of another list, named by its code or its name."""

    def __init__(self, what: str, label: Callable[[Any], str]):
        super().__init__()
        self.what = what
        self.label = label
        self.rows: Mapping[str, Any] = {}

    def take(self, value: Any) -> Any:
        text = squeeze(as_text(value))
        return self.found(text) if text else None

    def found(self, text: str) -> Any:
        row = self.rows.get(key_of(text))
        if row is None:
            raise ValueError(
                f"{self.what} “{text[:80]}” không tồn tại. Ghi mã hoặc tên đầy đủ như trong danh mục."
            )
        return row

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.label(value) if value is not None else ""


class ManyLookupWidget(LookupWidget):
    """Several rows of another list, parted by ";" or a new line."""

    def take(self, value: Any) -> tuple[Any, ...]:
        parts = [squeeze(part) for part in as_text(value).replace("\n", ";").split(";")]
        found = [self.found(part) for part in parts if part]
        return tuple(sorted(set(found), key=lambda row: row.pk))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(self.label(row) for row in value or ())


def key_of(text: str) -> str:
    """How a name is looked up: marks count, case, spaces and the way it was composed do not."""
    return unicodedata.normalize("NFC", squeeze(text)).casefold()


class Column(Field):
    """A column under a Vietnamese heading. A cell that says the same in other signs changes nothing."""

    def __init__(self, attribute: str, heading: str, widget: CellWidget, **kwargs: Any):
        super().__init__(attribute=attribute, column_name=heading, widget=widget, **kwargs)

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        if self.readonly:
            return
        cleaned = self.clean(row, **kwargs)
        if not same(self.get_value(instance), cleaned):
            setattr(instance, self.attribute, cleaned)


def same(stored: Any, read: Any) -> bool:
    """Composed otherwise, ended by other line ends, blank or absent: nothing that a person would call a change."""
    if isinstance(stored, str) or isinstance(read, str):
        return _bare(stored) == _bare(read)
    return bool(stored == read)


def _bare(value: Any) -> str:
    lines = nfc(clean_text(str(value or ""))).strip().split("\n")
    return "\n".join(" ".join(line.split()) for line in lines)
