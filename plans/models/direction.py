"""What the committee wants done about a plan, by whom and until when."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from agencies.models import Agency, Locality
from plans.choices import DirectionState
from plans.models.plan import Plan
from plans.querysets import DirectionQuerySet
from ttdn_portal.shared.models import TimeStampedModel

SHOWN = 120


def shortened(text: str) -> str:
    """The beginning of a direction, as lists and notices name it."""
    return f"{text[:SHOWN].rstrip()}…" if len(text) > SHOWN else text


class Direction(TimeStampedModel):
    """Ý kiến chỉ đạo: one point addressed to one agency, followed until that agency has answered it.

    It comes with a notice of conclusions, or by itself from the committee; `source` says by which.
    """

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="directions"
    )
    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.PROTECT, related_name="directions"
    )
    ordinal = models.PositiveIntegerField("thứ tự")
    text = models.TextField("nội dung")
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan thực hiện", on_delete=models.PROTECT, related_name="directions"
    )
    due_on = models.DateField("hạn", null=True, blank=True)
    given_on = models.DateField("ngày chỉ đạo")
    source = models.CharField("theo", max_length=300)
    source_key = models.CharField("của", max_length=200, db_index=True)
    answer = models.TextField("kết quả thực hiện", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trả lời",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người rút",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawn_note = models.TextField("lý do rút", blank=True)
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = DirectionQuerySet.as_manager()

    class Meta:
        verbose_name = "ý kiến chỉ đạo"
        verbose_name_plural = "ý kiến chỉ đạo"
        ordering = ["plan", "-given_on", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "ordinal"],
                name="direction_once_a_plan",
                violation_error_message="Số thứ tự này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False) & Q(answered_by__isnull=False)),
                name="answered_direction_has_text_and_person",
                violation_error_message="Đã trả lời thì phải có nội dung, người và giờ trả lời.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_note="", withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (
                    ~Q(withdrawn_note="")
                    & Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, answered_at__isnull=True)
                ),
                name="withdrawn_direction_has_reason_and_person",
                violation_error_message="Ý kiến đã rút phải có lý do, người, giờ rút và chưa được trả lời.",
            ),
        ]

    def __str__(self) -> str:
        return shortened(self.text)

    def clean(self) -> None:
        if self.plan_id and self.plan.locality_id != self.locality_id:
            raise ValidationError({"plan": "Kế hoạch này thuộc địa phương khác."})

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_waiting(self) -> bool:
        return not self.is_answered and not self.is_withdrawn

    def state_on(self, late_before: date) -> DirectionState:
        """As `querysets.direction_states_on` has it, for one at hand."""
        if self.is_answered:
            return DirectionState.ANSWERED
        if self.is_withdrawn:
            return DirectionState.WITHDRAWN
        is_late = self.due_on is not None and self.due_on < late_before
        return DirectionState.LATE if is_late else DirectionState.WAITING

    @property
    def subject_key(self) -> str:
        return f"direction:{self.pk}"

    def get_absolute_url(self) -> str:
        address = [self.locality.code, self.plan.slug, self.ordinal]
        return reverse("plans:direction_detail", args=address)
