"""Groups and tasks of a plan in order, as the drafter arranges them, and what would go with a deletion."""

from collections.abc import Iterable
from typing import Any

from django.db.models import ManyToOneRel, Model, QuerySet
from django.utils.text import capfirst

from plans.choices import SECRET_TASK_TITLE
from plans.models import Indicator, Plan, Task, TaskGroup, TaskSupport
from ttdn_portal.shared.dates import short_date

# Rows that are part of a task or only remember it: they go, or forget it, without a word.
OWN_PARTS = (TaskSupport, Indicator, Task, TaskGroup)


def structure_rows(plan: Plan) -> list[tuple[Any, ...]]:
    """Rows for `plans/_structure_rows.jinja`, by two queries.

    (kind "group" or "task", key, number or code, title, lead, due, words of what is missing, is illustration, is first, is last)
    """
    by_group: dict[int, list[tuple[Any, ...]]] = {}
    columns = (
        "pk",
        "group_id",
        "code",
        "title",
        "is_secret",
        "lead_agency__short_name",
        "lead_agency__name",
        "due_on",
        "is_illustration",
    )
    for pk, group, code, title, is_secret, short, name, due_on, is_made_up in plan.tasks.order_by(
        "sequence"
    ).values_list(*columns):
        lacks = [
            what for value, what in ((short or name, "cơ quan chủ trì"), (due_on, "thời hạn")) if not value
        ]
        by_group.setdefault(group, []).append(
            (
                "task",
                pk,
                code,
                SECRET_TASK_TITLE if is_secret else title,
                short or name or "",
                short_date(due_on) if due_on else "",
                f"Chưa có {', '.join(lacks)}" if lacks else "",
                is_made_up and not plan.is_illustration,
            )
        )
    groups = [
        ("group", pk, number, title, "", "", "", is_made_up and not plan.is_illustration)
        for pk, number, title, is_made_up in plan.groups.order_by("number").values_list(
            "pk", "number", "title", "is_illustration"
        )
    ]
    rows: list[tuple[Any, ...]] = []
    for n, group in enumerate(groups):
        rows.append((*group, n == 0, n == len(groups) - 1))
        tasks = by_group.get(group[1], [])
        rows += [(*task, m == 0, m == len(tasks) - 1) for m, task in enumerate(tasks)]
    return rows


def hanging_on(rows: Iterable[Model]) -> list[str]:
    """What others have written about these rows, as words: “2 góp ý của nhiệm vụ”. Whoever deletes reads it first."""
    rows = list(rows)
    found: dict[str, int] = {}
    for model in {type(row) for row in rows}:
        pks = [row.pk for row in rows if type(row) is model]
        for relation in model._meta.get_fields(include_hidden=True):
            other: Any = relation.related_model
            if not isinstance(relation, ManyToOneRel) or other in OWN_PARTS:
                continue
            count = _hanging(other._base_manager.all(), relation.field.name, pks)
            if count:
                label = str(other._meta.verbose_name)
                found[label] = found.get(label, 0) + count
    return [f"{count} {label}" for label, count in found.items()]


def _hanging(rows: QuerySet[Any], field: str, pks: list[int]) -> int:
    return rows.filter(**{f"{field}__in": pks}).count()


def deletion_text(tasks: int, hanging: list[str]) -> str:
    """What goes with a deletion, in sentences."""
    parts = [f"{tasks} nhiệm vụ bên dưới bị xóa theo."] if tasks else []
    if hanging:
        parts.append(
            f"Người khác đã gắn vào đây: {', '.join(hanging)}; xóa thì các mục ấy mất hoặc không còn chỗ."
        )
    parts.append("Các số đứng sau dồn lên một bậc. Không lấy lại được.")
    return capfirst(" ".join(parts))
