"""What belongs to a task: who supports it, and the figures it is measured by."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from agencies.models import Agency
from plans.models.plan import Plan
from plans.models.task import FrozenWithPlan, Task
from plans.querysets import StandingManager
from ttdn_portal.shared.models import TimeStampedModel


class TaskSupport(FrozenWithPlan, TimeStampedModel):
    """Phối hợp: what one supporting agency gives to a task, and until when."""

    PROMISE_FIELDS = ("task_id", "agency_id", "contribution", "due_on")

    task = models.ForeignKey(Task, verbose_name="nhiệm vụ", on_delete=models.CASCADE, related_name="supports")
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan phối hợp", on_delete=models.PROTECT, related_name="supports"
    )
    heir = models.ForeignKey(
        Agency,
        verbose_name="cơ quan kế thừa phối hợp",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    contribution = models.TextField("nội dung phối hợp", blank=True)
    due_on = models.DateField("hạn phối hợp", null=True, blank=True)
    is_illustration = models.BooleanField("minh họa", default=False)
    withdrawn_on = models.DateField("thôi phối hợp từ", null=True, blank=True, editable=False)

    objects = StandingManager()
    every = models.Manager()

    class Meta:
        verbose_name = "nội dung phối hợp"
        verbose_name_plural = "nội dung phối hợp"
        ordering = ["task", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "agency"],
                name="support_once_a_task",
                violation_error_message="Cơ quan này đã có trong danh sách phối hợp.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency.label}: {self.contribution}"

    @property
    def acting_id(self) -> int:
        """Who gives it: the agency, or whom a split gave it to."""
        return self.heir_id or self.agency_id

    def owning_plan(self) -> Plan:
        return self.task.plan

    def clean(self) -> None:
        super().clean()
        self.check_promise()

    def check_promise(self) -> None:
        if self.agency_id in self.task.lead_ids:
            raise ValidationError({"agency": "Cơ quan chủ trì không đồng thời là cơ quan phối hợp."})


class Indicator(FrozenWithPlan, TimeStampedModel):
    """Chỉ tiêu: a figure promised with its unit. Figures of different units are never added up."""

    PROMISE_FIELDS = ("task_id", "number", "name", "unit", "target_value")

    task = models.ForeignKey(
        Task, verbose_name="nhiệm vụ", on_delete=models.CASCADE, related_name="indicators"
    )
    number = models.PositiveSmallIntegerField("thứ tự", default=1)
    name = models.CharField("tên chỉ tiêu", max_length=200)
    unit = models.CharField("đơn vị tính", max_length=40, help_text="Ví dụ: tin, bài, lượt, người, lớp.")
    target_value = models.DecimalField(
        "mục tiêu", max_digits=16, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    is_illustration = models.BooleanField("minh họa", default=False)
    withdrawn_on = models.DateField("bỏ khỏi kế hoạch từ", null=True, blank=True, editable=False)

    objects = StandingManager()
    every = models.Manager()

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["task", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "number"],
                name="indicator_number_once",
                violation_error_message="Thứ tự này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(target_value__isnull=True) | Q(target_value__gte=0),
                name="indicator_target_not_negative",
                violation_error_message="Mục tiêu không âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"

    def owning_plan(self) -> Plan:
        return self.task.plan
