"""More time for a report: asked for with a reason, answered once."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agencies.models import Agency, Locality
from plans.models import Task
from reports.choices import ExtensionStatus
from reports.models.issued import person
from reports.models.period import ReportingPeriod
from reports.querysets import ExtensionQuerySet
from ttdn_portal.shared.models import TimeStampedModel


class Extension(TimeStampedModel):
    """Đề nghị gia hạn: an agency asks for a later deadline of one task's report, or of all its reports of a period.

    Granted ones are laid down once more in `ReportingPeriod.longer`, which every page has at hand.
    """

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="extensions"
    )
    period = models.ForeignKey(
        ReportingPeriod, verbose_name="kỳ báo cáo", on_delete=models.PROTECT, related_name="extensions"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan đề nghị", on_delete=models.PROTECT, related_name="extensions"
    )
    task = models.ForeignKey(
        Task,
        verbose_name="nhiệm vụ",
        on_delete=models.PROTECT,
        related_name="extensions",
        null=True,
        blank=True,
        help_text="Để trống: mọi báo cáo của cơ quan trong kỳ.",
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người đề nghị", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField("lý do")
    due_before = models.DateField("hạn lúc đề nghị")
    wished_on = models.DateField("hạn đề nghị")
    status = models.CharField(
        "trạng thái", max_length=9, choices=ExtensionStatus, default=ExtensionStatus.PENDING
    )
    version = models.PositiveIntegerField("lần lưu", default=1)
    granted_on = models.DateField("hạn được gia hạn", null=True, blank=True)
    answered_by = person("người trả lời")
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answer = models.TextField("ý kiến trả lời", blank=True)
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị gia hạn"
        verbose_name_plural = "đề nghị gia hạn"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["locality", "status"], name="extension_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "agency", "task"],
                condition=Q(status=ExtensionStatus.PENDING),
                name="one_open_extension_a_task",
                violation_error_message="Nhiệm vụ này đang có một đề nghị gia hạn chờ trả lời.",
            ),
            models.UniqueConstraint(
                fields=["period", "agency"],
                condition=Q(status=ExtensionStatus.PENDING, task__isnull=True),
                name="one_open_extension_an_agency",
                violation_error_message="Cơ quan đang có một đề nghị gia hạn cả kỳ chờ trả lời.",
            ),
            models.CheckConstraint(
                condition=Q(wished_on__gt=F("due_before")),
                name="extension_asks_for_later",
                violation_error_message="Hạn đề nghị phải sau hạn hiện nay.",
            ),
            models.CheckConstraint(
                condition=Q(granted_on__isnull=True) | Q(granted_on__gt=F("due_before")),
                name="extension_gives_later",
                violation_error_message="Hạn mới phải sau hạn hiện nay.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ExtensionStatus.GRANTED)
                | Q(granted_on__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="granted_extension_has_its_day",
                violation_error_message="Đồng ý gia hạn phải có hạn mới và người trả lời.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ExtensionStatus.REFUSED)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="refused_extension_has_reason",
                violation_error_message="Không đồng ý phải có lý do và người trả lời.",
            ),
        ]

    def __str__(self) -> str:
        return f"Gia hạn {self.what}, {self.period.name}"

    def clean(self) -> None:
        if self.period_id and self.agency_id and self.period.locality_id != self.agency.locality_id:
            raise ValidationError({"agency": "Cơ quan này thuộc địa phương khác."})
        if self.task and (
            self.task.plan_id != self.period.plan_id or self.agency_id not in self.task.acting_ids
        ):
            raise ValidationError({"task": "Nhiệm vụ này không do cơ quan chủ trì trong kế hoạch của kỳ."})

    @property
    def what(self) -> str:
        """“báo cáo nhiệm vụ 3.2” or “mọi báo cáo của Sở Du lịch”."""
        return f"báo cáo nhiệm vụ {self.task.code}" if self.task else f"mọi báo cáo của {self.agency.label}"

    @property
    def subject_key(self) -> str:
        return f"extension:{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reports:extension_detail", args=[self.locality.code, self.pk])
