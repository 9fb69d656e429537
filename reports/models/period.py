"""When reports are asked for."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from agencies.models import Locality
from plans.models import Plan
from reports.choices import DeadlineLevel, PeriodKind
from reports.querysets import PeriodQuerySet
from ttdn_portal.shared.models import TimeStampedModel

# One column for each of `DeadlineLevel`, in the same order.
DEADLINE_COLUMNS = ("report_due_on", "standing_due_on", "ministry_due_on")


def granted_days(
    longer: list[dict[str, Any]], task_id: int | None, agency_ids: Collection[int | None]
) -> list[date]:
    """The days granted for a task's report among the extensions of a period (`ReportingPeriod.longer`)."""
    return [
        date.fromisoformat(row["due_on"])
        for row in longer
        if row["agency"] in agency_ids and row["task"] in (None, task_id)
    ]


class ReportingPeriod(TimeStampedModel):
    """Kỳ báo cáo: a span of data with its cut-off, and a deadline of its own for each level.

    NĐ 09/2019/NĐ-CP, Điều 8.5: the deadline is at least one working day after the data cut-off, and each level has its
    own. Three columns and no rows: no page asks for them apart, and the database holds their order.
    """

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="periods"
    )
    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.PROTECT, related_name="periods")
    slug = models.SlugField(
        "mã trong địa chỉ", max_length=40, help_text="Ví dụ: 2026-6-thang, 2026-quy-3, 2026-nam."
    )
    name = models.CharField("tên kỳ", max_length=80, help_text="Ví dụ: 6 tháng đầu năm 2026.")
    kind = models.CharField("loại kỳ", max_length=10, choices=PeriodKind)
    data_from = models.DateField("số liệu từ ngày")
    data_to = models.DateField("ngày chốt số liệu")
    opens_on = models.DateField("mở từ ngày")
    report_due_on = models.DateField("hạn gửi báo cáo", help_text="Các cơ quan gửi cơ quan thường trực.")
    standing_due_on = models.DateField(
        "hạn trình UBND",
        null=True,
        blank=True,
        help_text="Cơ quan thường trực trình báo cáo của kỳ; nơi Ban Chỉ đạo điều hành thì trình Ban Chỉ đạo.",
    )
    ministry_due_on = models.DateField(
        "hạn gửi Bộ",
        null=True,
        blank=True,
        help_text="UBND gửi báo cáo lên Bộ, nếu kỳ này có báo cáo lên Bộ.",
    )
    longer = models.JSONField("đã gia hạn", default=list, blank=True, editable=False)
    closed_at = models.DateTimeField("đóng lúc", null=True, blank=True)
    instructions = models.TextField("hướng dẫn", blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["-report_due_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "slug"],
                name="period_slug_once",
                violation_error_message="Mã kỳ này đã có trong kế hoạch.",
            ),
            models.CheckConstraint(
                condition=Q(data_to__gte=F("data_from")),
                name="period_data_in_order",
                violation_error_message="Ngày chốt số liệu phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(report_due_on__gte=F("opens_on")),
                name="period_due_after_opening",
                violation_error_message="Hạn gửi phải sau ngày mở kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(report_due_on__gt=F("data_to")) | Q(kind=PeriodKind.AD_HOC),
                name="period_due_after_cut_off",
                violation_error_message="Hạn gửi phải sau ngày chốt số liệu ít nhất một ngày.",
            ),
            models.CheckConstraint(
                condition=Q(standing_due_on__isnull=True) | Q(standing_due_on__gte=F("report_due_on")),
                name="period_standing_due_in_order",
                violation_error_message="Hạn trình UBND không thể trước hạn các cơ quan gửi báo cáo.",
            ),
            models.CheckConstraint(
                condition=Q(ministry_due_on__isnull=True)
                | (
                    Q(ministry_due_on__gte=F("report_due_on"))
                    & (Q(standing_due_on__isnull=True) | Q(ministry_due_on__gte=F("standing_due_on")))
                ),
                name="period_ministry_due_in_order",
                violation_error_message="Hạn gửi Bộ không thể trước hạn của cấp dưới.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.plan_id and self.locality_id and self.plan.locality_id != self.locality_id:
            raise ValidationError({"plan": "Kế hoạch này thuộc địa phương khác."})

    @property
    def in_sentence(self) -> str:
        """“kỳ quý II năm 2026”: the name as it runs inside a sentence."""
        return f"kỳ {self.name[:1].lower()}{self.name[1:]}"

    @property
    def as_span(self) -> str:
        """“quý II năm 2026” as a span of time; “kỳ giao ban ngày …” where the name is none."""
        is_span = self.kind not in (PeriodKind.LOCAL, PeriodKind.AD_HOC)
        return self.in_sentence.removeprefix("kỳ ") if is_span else self.in_sentence

    @property
    def deadlines(self) -> list[tuple[DeadlineLevel, date]]:
        """The levels that have a deadline in this period, in the order in which the report goes up."""
        days = zip(DEADLINE_COLUMNS, DeadlineLevel, strict=True)
        return [(level, day) for column, level in days if (day := getattr(self, column)) is not None]

    @cached_property
    def covered_ids(self) -> list[int]:
        """This period and those of its plan that end inside its span, itself first, then the latest first."""
        inside = type(self).objects.filter(
            plan=self.plan_id, data_to__gte=self.data_from, data_to__lte=self.data_to
        )
        others = inside.exclude(pk=self.pk).order_by("-data_to", "-pk").values_list("pk", flat=True)
        return [self.pk, *others]

    def due_for(self, task_id: int | None, agency_ids: Collection[int | None]) -> date:
        """Hạn gửi of one report: the period's, or the later day granted to one of the agencies that lead its task."""
        return max([self.report_due_on, *granted_days(self.longer, task_id, agency_ids)])

    def is_open_on(self, day: date) -> bool:
        return self.closed_at is None and self.opens_on <= day
