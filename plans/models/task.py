"""What is promised, piece by piece, and how far it has come."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agencies.models import Agency, Locality
from plans.choices import (
    PUBLIC_STATUSES,
    SECRET_TASK_TITLE,
    FundingSource,
    LastReport,
    Rhythm,
)
from plans.models.plan import FROZEN_MESSAGE, Plan
from plans.querysets import TaskQuerySet
from ttdn_portal.shared.models import SearchableModel, TimeStampedModel

SEQUENCE_STEP = 10_000  # a task's place in the plan: its group's number, then its own


class FrozenWithPlan(models.Model):
    """A row whose promise columns stand still once its plan is issued."""

    PROMISE_FIELDS: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def owning_plan(self) -> Plan:
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        if self.owning_plan().status not in PUBLIC_STATUSES:
            return
        stored = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        if stored is None or any(getattr(stored, f) != getattr(self, f) for f in self.PROMISE_FIELDS):
            raise ValidationError(FROZEN_MESSAGE)


class TaskGroup(FrozenWithPlan, TimeStampedModel):
    """Nội dung (nhóm nhiệm vụ): one numbered content item of a plan. Its number moves only while the plan is drafted."""

    PROMISE_FIELDS = ("plan_id", "number", "title", "description")
    number_read: int | None = None  # as the row was read

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField("số thứ tự", validators=[MinValueValidator(1)])
    title = models.CharField("tên nội dung", max_length=500)
    description = models.TextField("diễn giải", blank=True)
    based_on = models.ForeignKey(
        "self",
        verbose_name="chép từ nội dung",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
    )
    is_illustration = models.BooleanField("minh họa", default=False)

    class Meta:
        verbose_name = "nội dung"
        verbose_name_plural = "nội dung"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="group_number_once",
                violation_error_message="Số thứ tự này đã có trong kế hoạch.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def owning_plan(self) -> Plan:
        return self.plan

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> "TaskGroup":
        group = super().from_db(*args, **kwargs)
        group.number_read = group.__dict__.get("number")
        return group

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever gives the group another number by hand gives its tasks their codes with it."""
        super().save(*args, **kwargs)
        if self.number_read not in (None, self.number):
            self.number_read = self.number
            for task in self.tasks.all():
                task.group = self
                task.save(update_fields=["code", "sequence", "search_text"])


class Task(FrozenWithPlan, SearchableModel, TimeStampedModel):
    """Nhiệm vụ: one piece of promised work, led by one agency.

    The columns from `progress_percent` on say how far it has come; `reports` pushes them here when a
    report moves, so that no overview reads reports.
    """

    SEARCH_FIELDS = ("code", "title", "description", "expected_output")
    SORT_FIELD = "title"
    PROMISE_FIELDS = (
        "plan_id",
        "group_id",
        "number",
        "title",
        "description",
        "expected_output",
        "lead_agency_id",
        "joint_lead_agency_id",
        "rhythm",
        "starts_on",
        "due_on",
        "budget_vnd",
        "funding_source",
        "note",
        "is_secret",
    )

    identity = models.UUIDField("mã nhận dạng", default=uuid.uuid4, editable=False, db_index=True)
    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="+", editable=False
    )
    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="tasks")
    group = models.ForeignKey(
        TaskGroup, verbose_name="nội dung", on_delete=models.PROTECT, related_name="tasks"
    )
    based_on = models.ForeignKey(
        "self",
        verbose_name="chép từ nhiệm vụ",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
    )
    objective = models.ForeignKey(
        TaskGroup,
        verbose_name="mục tiêu của kế hoạch giai đoạn",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="yearly_tasks",
    )
    number = models.PositiveSmallIntegerField("số thứ tự trong nội dung", validators=[MinValueValidator(1)])
    code = models.CharField("số", max_length=12, editable=False)
    sequence = models.PositiveIntegerField("thứ tự trong kế hoạch", editable=False, default=0)
    title = models.CharField("nội dung nhiệm vụ", max_length=500, blank=True)
    description = models.TextField("diễn giải", blank=True)
    expected_output = models.TextField("sản phẩm, kết quả", blank=True)
    lead_agency = models.ForeignKey(
        Agency,
        verbose_name="cơ quan chủ trì",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_tasks",
    )
    joint_lead_agency = models.ForeignKey(
        Agency,
        verbose_name="cơ quan đồng chủ trì",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="jointly_led_tasks",
    )
    supporting_agencies = models.ManyToManyField(
        Agency,
        through="plans.TaskSupport",
        through_fields=("task", "agency"),
        verbose_name="cơ quan phối hợp",
        related_name="supported_tasks",
    )
    # Not promised: who carries the task on since its lead was split up. The promise keeps the name it was made under.
    lead_heir = models.ForeignKey(
        Agency,
        verbose_name="cơ quan kế thừa thực hiện",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    joint_heir = models.ForeignKey(
        Agency,
        verbose_name="cơ quan kế thừa đồng chủ trì",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    rhythm = models.CharField("nhịp thực hiện", max_length=12, choices=Rhythm, default=Rhythm.ONCE)
    starts_on = models.DateField("bắt đầu", null=True, blank=True)
    due_on = models.DateField("hạn hoàn thành", null=True, blank=True)
    budget_vnd = models.PositiveBigIntegerField("kinh phí (đồng)", null=True, blank=True)
    funding_source = models.CharField("nguồn kinh phí", max_length=16, choices=FundingSource, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    is_secret = models.BooleanField("quản lý theo chế độ mật", default=False)
    is_illustration = models.BooleanField("minh họa", default=False)
    withdrawn_on = models.DateField("rút khỏi kế hoạch từ", null=True, blank=True)

    progress_percent = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    completed_on = models.DateField("hoàn thành ngày", null=True, blank=True)
    first_reported_on = models.DateField("báo cáo lần đầu", null=True, blank=True)
    last_accepted_on = models.DateField("tiếp nhận gần nhất", null=True, blank=True)
    last_report_status = models.CharField(
        "báo cáo gần nhất", max_length=14, choices=LastReport, default=LastReport.NONE, blank=True
    )
    last_report_period = models.CharField("kỳ báo cáo gần nhất", max_length=80, blank=True)
    last_result = models.TextField("kết quả gần nhất", blank=True)
    last_difficulties = models.TextField("vướng mắc gần nhất", blank=True)
    last_recommendations = models.TextField("kiến nghị gần nhất", blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["plan", "sequence"]
        indexes = [
            models.Index(fields=["plan", "sequence"], name="task_in_order"),
            models.Index(fields=["plan", "due_on", "sequence"], name="task_by_due"),
            models.Index(fields=["plan", "withdrawn_on"], name="task_counted"),
            models.Index(fields=["lead_agency", "due_on"], name="task_of_lead"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"],
                name="task_number_once",
                violation_error_message="Số thứ tự này đã có trong nội dung.",
            ),
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="task_code_once",
                violation_error_message="Số nhiệm vụ này đã có trong kế hoạch.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="task_due_after_start",
                violation_error_message="Hạn hoàn thành phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(joint_lead_agency__isnull=True)
                | (Q(lead_agency__isnull=False) & ~Q(joint_lead_agency=F("lead_agency"))),
                name="joint_lead_beside_lead",
                violation_error_message="Cơ quan đồng chủ trì phải khác cơ quan chủ trì.",
            ),
            models.CheckConstraint(
                condition=Q(progress_percent__lte=100),
                name="task_percent_at_most_100",
                violation_error_message="Tiến độ từ 0 đến 100.",
            ),
            # Law 117/2025/QH15, Điều 5: nothing secret is written on a networked system.
            models.CheckConstraint(
                condition=~Q(is_secret=True)
                | Q(
                    title="",
                    description="",
                    expected_output="",
                    note="",
                    last_result="",
                    last_difficulties="",
                    last_recommendations="",
                    budget_vnd__isnull=True,
                ),
                name="secret_task_holds_no_content",
                violation_error_message="Nhiệm vụ quản lý theo chế độ mật không ghi nội dung trên cổng.",
            ),
            models.CheckConstraint(
                condition=Q(is_secret=True) | ~Q(title=""),
                name="open_task_has_title",
                violation_error_message="Ghi nội dung nhiệm vụ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.display_title}"

    def owning_plan(self) -> Plan:
        return self.plan

    def clean(self) -> None:
        super().clean()
        self.check_promise()

    def check_promise(self) -> None:
        """What must hold of a promise, frozen or not: an amendment is checked by this alone."""
        if self.group_id and self.plan_id and self.group.plan_id != self.plan_id:
            raise ValidationError({"group": "Nội dung này thuộc kế hoạch khác."})
        if self.joint_lead_agency_id and not self.plan.allows_joint_lead:
            raise ValidationError({"joint_lead_agency": "Kế hoạch này không cho phép đồng chủ trì."})
        if self.objective and self.objective.plan_id != self.plan.parent_id:
            raise ValidationError({"objective": "Mục tiêu này không thuộc kế hoạch giai đoạn của kế hoạch."})
        for field in ("lead_agency", "joint_lead_agency"):
            agency = getattr(self, field)
            if agency and agency.locality_id not in (None, self.plan.locality_id):
                raise ValidationError({field: "Cơ quan này thuộc địa phương khác."})

    def settle(self) -> None:
        """Fill what follows from plan, group and number; a bulk path calls it beside `fill_search`."""
        self.locality_id = self.plan.locality_id
        self.code = f"{self.group.number}.{self.number}"
        self.sequence = self.group.number * SEQUENCE_STEP + self.number
        if self.rhythm != Rhythm.ONCE and self.due_on is None:
            self.due_on = self.plan.ends_on  # a rhythm is due with the plan's end

    def save(self, *args: object, **kwargs: object) -> None:
        self.settle()
        super().save(*args, **kwargs)

    @property
    def display_title(self) -> str:
        return SECRET_TASK_TITLE if self.is_secret else self.title

    @property
    def lead_ids(self) -> set[int]:
        """Who leads by the plan."""
        return {pk for pk in (self.lead_agency_id, self.joint_lead_agency_id) if pk}

    @property
    def acting_ids(self) -> set[int]:
        """Who carries it out: the leads, or whom a split gave it to."""
        leads = (self.lead_heir_id or self.lead_agency_id, self.joint_heir_id or self.joint_lead_agency_id)
        return {pk for pk in leads if pk}

    def get_absolute_url(self) -> str:
        return reverse("reports:task_detail", args=[self.plan.locality.code, self.plan.slug, self.code])
