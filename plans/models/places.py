"""A place in a draft: what a comment, or a reason for sending the plan back, is about."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from plans.choices import PART_WORDS, DraftPart
from plans.models.plan import Plan
from plans.models.task import Task, TaskGroup

_WITH_PART = Q(group__isnull=True, task__isnull=True)
_WITH_ROW = Q(part="") & (Q(group__isnull=True) | Q(task__isnull=True))


@dataclass(frozen=True)
class Place:
    """One place as pages name it today: `key` stands in forms, `anchor` on the page that shows the draft."""

    key: str
    name: str
    title: str
    anchor: str
    url: str
    edit_url: str
    columns: dict[str, Any]

    @property
    def label(self) -> str:
        """“Mục đích”, “Nội dung 3. Công tác truyền thông”, “Nhiệm vụ 3.2. Sản xuất phóng sự”."""
        return f"{self.name}. {self.title}" if self.title else self.name


def part_place(plan: Plan, part: str) -> Place:
    """A written part of the plan, its bases, or the draft as a whole."""
    word = PART_WORDS.get(DraftPart(part), "")
    is_text = part not in (DraftPart.WHOLE, DraftPart.BASES)
    edit = reverse("plans:section_edit", args=[plan.locality.code, plan.slug, part]) if is_text else ""
    page = plan.get_absolute_url()
    return Place(
        key=f"part:{part}",
        name=str(DraftPart(part).label),
        title="",
        anchor=word,
        url=f"{page}#{word}" if word else page,
        edit_url=edit,
        columns={"part": str(part), "group_id": None, "task_id": None},
    )


def group_place(plan: Plan, group: TaskGroup) -> Place:
    """One content item."""
    anchor = f"noi-dung-{group.number}"
    return Place(
        key=f"group:{group.pk}",
        name=f"Nội dung {group.number}",
        title=group.title,
        anchor=anchor,
        url=f"{plan.get_absolute_url()}#{anchor}",
        edit_url=reverse("plans:group_edit", args=[plan.locality.code, plan.slug, group.number]),
        columns={"part": "", "group_id": group.pk, "task_id": None},
    )


def task_place(plan: Plan, task: Task) -> Place:
    """One task; it has a page of its own."""
    address = [plan.locality.code, plan.slug, task.code]
    return Place(
        key=f"task:{task.pk}",
        name=f"Nhiệm vụ {task.code}",
        title=task.display_title,
        anchor=f"nhiem-vu-{task.code.replace('.', '-')}",
        url=reverse("reports:task_detail", args=address),
        edit_url=reverse("plans:task_edit", args=address),
        columns={"part": "", "group_id": None, "task_id": task.pk},
    )


class DraftPlace(models.Model):
    """Chỗ trong dự thảo: a part of the text, a content item or a task, held by its row.

    Items and tasks get other numbers while a plan is written, so the row is kept, never its number; `place_label` is what
    the place was called when it was named, and all that is left where the row is taken out. The concrete model has `plan`.
    """

    part = models.CharField("phần của kế hoạch", max_length=16, choices=DraftPart, blank=True)
    group = models.ForeignKey(
        TaskGroup, verbose_name="nội dung", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    task = models.ForeignKey(
        Task, verbose_name="nhiệm vụ", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    place_label = models.CharField("tên chỗ khi ghi", max_length=600, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=_WITH_PART | _WITH_ROW,
                name="%(class)s_names_one_place",
                violation_error_message="Chọn một chỗ: một phần, một nội dung hoặc một nhiệm vụ.",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        plan_id = self.plan.pk  # type: ignore[attr-defined]  # of the concrete model
        for name in ("group", "task"):
            row = getattr(self, name)
            if row is not None and row.plan_id != plan_id:
                raise ValidationError({name: "Chỗ này thuộc kế hoạch khác."})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.place_label and self.place:
            self.place_label = self.place.label[:600]
        super().save(*args, **kwargs)

    @property
    def place(self) -> Place | None:
        """The place as it is today; None where its row was taken out of the draft."""
        plan: Plan = self.plan  # type: ignore[attr-defined]  # of the concrete model
        if self.part:
            return part_place(plan, self.part)
        if self.group is not None:
            return group_place(plan, self.group)
        return task_place(plan, self.task) if self.task is not None else None

    @property
    def place_name(self) -> str:
        """The place in words, also when it is gone."""
        place = self.place
        return place.label if place else f"{self.place_label} (đã bỏ khỏi dự thảo)"
