"""What a save changed, as plain data for the log and as words for people."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from ttdn_portal.shared.templatetags.ttdn import moment, short_date

LONGEST_SHOWN = 200
YES_NO = {True: "có", False: "không"}


def plain_values(obj: Any, names: Iterable[str]) -> dict[str, Any]:
    """The named columns of a row as JSON keeps them; a foreign key by the name of what it points to."""
    found = {}
    for name in names:
        try:
            field = obj._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if field.concrete and not field.many_to_many:
            found[name] = _plain(obj, field)
    return found


def part_values(part: Any, names: Iterable[str] | None = None) -> dict[str, Any]:
    """Columns of a part under Vietnamese names, to stand in the history of the whole."""
    model = type(part)
    names = (
        [field.name for field in part._meta.concrete_fields if field.editable and not field.primary_key]
        if names is None
        else names
    )
    values = plain_values(part, names)
    return {
        f"{part._meta.verbose_name} – {_label(model, name)}": _word(model, name, value)
        for name, value in values.items()
    }


def _plain(obj: Any, field: Any) -> Any:
    if field.is_relation:
        other = getattr(obj, field.name)
        return str(other) if other is not None else None
    value = getattr(obj, field.attname)
    if value is None or isinstance(value, str | int | bool | dict | list):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def changes_in_words(
    model: type[models.Model] | None, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """(column's name, what it was, what it is) for each column of an entry, all in Vietnamese."""
    names = [*after, *(name for name in before if name not in after)]
    pairs = [(name, before.get(name), after.get(name)) for name in names]
    return [
        (_label(model, name), _word(model, name, was), _word(model, name, now))
        for name, was, now in pairs
        if was != now
    ]


def _field(model: type[models.Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        return None


def _label(model: type[models.Model] | None, name: str) -> str:
    field = _field(model, name)
    if field is not None and hasattr(field, "verbose_name"):
        return str(field.verbose_name)
    return OTHER_NAMES.get(name) or ("thông tin khác" if name.isascii() else name)


# Keys that services write into the log beside column names.
OTHER_NAMES = {
    "evidence": "minh chứng",
    "sha256": "SHA-256",
    "status": "trạng thái",
    "completed_on": "ngày hoàn thành",
    "number": "số",
    "rows": "số dòng",
    "file": "tệp",
}


def _word(model: type[models.Model] | None, name: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return YES_NO[value]
    field = _field(model, name)
    if field is not None and getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    return _short(_day(field, value))


def _day(field: Any, value: Any) -> str:
    if isinstance(field, models.DateTimeField) and isinstance(value, str):
        at = parse_datetime(value)
        return moment(at) if at else value
    if isinstance(field, models.DateField) and isinstance(value, str):
        return short_date(parse_date(value)) or value
    return str(value)


# Heads of the keys by which papers, numbers and notices name what they are about ("plan:hcm/2026").
SUBJECTS = {
    "plan": "kế hoạch",
    "report": "báo cáo",
    "review": "báo cáo sơ kết, tổng kết",
    "agency-report": "báo cáo của cơ quan",
    "meeting": "cuộc họp",
    "direction": "ý kiến chỉ đạo",
    "period": "kỳ báo cáo",
    "task": "nhiệm vụ",
    "document": "văn bản",
    "contribution": "trả lời phối hợp",
}


# Papers that belong to a plan and have numbers of their own.
PARTS = {"@dieu-chinh-": ", điều chỉnh lần ", "@dinh-chinh-": ", đính chính lần "}


def subject_in_words(key: str) -> str:
    """“kế hoạch hcm/2026”, “kế hoạch hcm/2026, điều chỉnh lần 1”."""
    head, _, rest = key.partition(":")
    for mark, words in PARTS.items():
        rest = rest.replace(mark, words)
    return f"{SUBJECTS.get(head, 'mục')} {rest}".strip()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1].rstrip()}…"
