"""What was reported, what it rests on, and what the reviewer said."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from agencies.models import Agency, Locality
from plans.models import Indicator, Task
from reports.choices import (
    WRITABLE_STATUSES,
    EvidenceKind,
    ReportField,
    ReportStatus,
    ReturnReason,
)
from reports.models.period import ReportingPeriod
from reports.querysets import EvidenceQuerySet, FigureQuerySet, ReportQuerySet
from ttdn_portal.shared.models import TimeStampedModel


class ProgressReport(TimeStampedModel):
    """Báo cáo tiến độ: what was done for one task in one period. One row a task and period."""

    TEXT_FIELDS = ("results", "difficulties", "recommendations", "next_steps")

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="reports"
    )
    task = models.ForeignKey(Task, verbose_name="nhiệm vụ", on_delete=models.PROTECT, related_name="reports")
    period = models.ForeignKey(
        ReportingPeriod, verbose_name="kỳ báo cáo", on_delete=models.PROTECT, related_name="reports"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan báo cáo", on_delete=models.PROTECT, related_name="reports"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người viết", on_delete=models.PROTECT, related_name="+"
    )
    plan_version = models.PositiveSmallIntegerField("theo bản kế hoạch số", default=1)
    status = models.CharField("trạng thái", max_length=14, choices=ReportStatus, default=ReportStatus.DRAFT)
    version = models.PositiveIntegerField("lần lưu", default=1)
    no_change = models.BooleanField("không có thay đổi trong kỳ", default=False)
    results = models.TextField("kết quả trong kỳ", blank=True)
    progress_percent = models.PositiveSmallIntegerField("tiến độ (%)", null=True, blank=True)
    completed_on = models.DateField("ngày hoàn thành", null=True, blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", blank=True)
    recommendations = models.TextField("kiến nghị, đề xuất", blank=True)
    next_steps = models.TextField("việc kỳ tới", blank=True)
    marks = models.JSONField("ghi chú khi viết", default=dict, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu gần nhất",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    submitted_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người gửi",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    submission = models.JSONField(
        "bản đã gửi", null=True, blank=True, help_text="Nội dung đúng như lúc gửi; người xem xét đọc bản này."
    )
    opened_at = models.DateTimeField("người xem xét mở lúc", null=True, blank=True)
    recall_asked_at = models.DateTimeField("xin rút lại lúc", null=True, blank=True)
    recall_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người xin rút lại",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    recall_reason = models.CharField("lý do xin rút lại", max_length=300, blank=True)
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tiếp nhận",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    accept_note = models.TextField("ý kiến khi tiếp nhận", blank=True)
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trả lại",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    return_reason = models.CharField("loại lý do", max_length=16, choices=ReturnReason, blank=True)
    return_note = models.TextField("lý do trả lại", blank=True)
    return_count = models.PositiveSmallIntegerField("số lần trả lại", default=0)
    new_due_on = models.DateField("hạn mới", null=True, blank=True)
    deleted_at = models.DateTimeField("xóa nháp lúc", null=True, blank=True)
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo tiến độ"
        verbose_name_plural = "báo cáo tiến độ"
        ordering = ["-period__report_due_on", "task__sequence"]
        indexes = [
            models.Index(fields=["task", "period"], name="report_of_task"),
            models.Index(fields=["locality", "status", "submitted_at"], name="report_queue"),
            models.Index(fields=["agency", "status"], name="report_of_agency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "period"],
                name="one_report_a_task_and_period",
                violation_error_message="Nhiệm vụ này đã có báo cáo trong kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(progress_percent__isnull=True) | Q(progress_percent__lte=100),
                name="report_percent_at_most_100",
                violation_error_message="Tiến độ từ 0 đến 100.",
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(progress_percent=100),
                name="completed_report_is_100_percent",
                violation_error_message="Đã hoàn thành thì tiến độ là 100%.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.SUBMITTED)
                | (Q(submitted_at__isnull=False) & Q(submitted_by__isnull=False)),
                name="submitted_report_has_sender",
                violation_error_message="Báo cáo đã gửi phải có người gửi, giờ gửi.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.ACCEPTED)
                | (Q(accepted_at__isnull=False) & Q(accepted_by__isnull=False)),
                name="accepted_report_has_receiver",
                violation_error_message="Báo cáo đã tiếp nhận phải có người tiếp nhận.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.RETURNED) | (~Q(return_reason="") & ~Q(return_note="")),
                name="returned_report_has_reason",
                violation_error_message="Trả lại phải có loại lý do và lời giải thích.",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(status=ReportStatus.DRAFT),
                name="only_drafts_are_deleted",
                violation_error_message="Chỉ xóa được bản nháp.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task.code} – {self.period.name}"

    def clean(self) -> None:
        if self.task_id and self.task.is_secret:
            raise ValidationError("Nhiệm vụ quản lý theo chế độ mật không báo cáo nội dung trên cổng.")
        if self.task_id and self.period_id and self.task.plan_id != self.period.plan_id:
            raise ValidationError({"period": "Kỳ này thuộc kế hoạch khác."})
        if (
            self.completed_on
            and self.period_id
            and self.task.starts_on
            and self.completed_on < self.task.starts_on
        ):
            raise ValidationError(
                {
                    "completed_on": f"Ngày hoàn thành không thể trước ngày bắt đầu ({self.task.starts_on:%d/%m/%Y})."
                }
            )

    @property
    def is_writable(self) -> bool:
        return self.status in WRITABLE_STATUSES and self.deleted_at is None

    @property
    def is_mending(self) -> bool:
        """It came back and is being put right, whatever way it took inside the agency since."""
        return self.is_writable and self.return_count > 0

    @property
    def is_resubmission(self) -> bool:
        return self.return_count > 0

    @property
    def status_key(self) -> str:
        """The state as components/report_status.html draws it; what was mended has a label of its own."""
        return (
            "resubmitted"
            if self.status == ReportStatus.SUBMITTED and self.is_resubmission
            else self.status.lower()
        )

    @property
    def status_words(self) -> str:
        """The state in words; how often it came back is told."""
        words = {
            "resubmitted": f"Đã sửa, trình lại (lần {self.return_count})",
            "returned": f"Bị trả lại (lần {self.return_count})",
        }
        return words.get(self.status_key) or self.get_status_display().capitalize()

    @property
    def due_on(self) -> Any:
        """Hạn gửi: the new one given with a return, else the period's or the later one that was granted."""
        return self.new_due_on or self.period.due_for(self.task_id, self.task.lead_ids | self.task.acting_ids)

    @property
    def reference(self) -> str:
        """What names a report in a list that is sent: plan, period and task, for good."""
        return f"{self.task.plan.slug}/{self.period.slug}/{self.task.code}"

    @property
    def subject_key(self) -> str:
        return f"report:{self.pk}"

    def url_args(self) -> list[str]:
        return [self.task.plan.locality.code, self.task.plan.slug, self.period.slug, self.task.code]

    def get_absolute_url(self) -> str:
        return reverse("reports:report_detail", args=self.url_args())


class FigureValue(models.Model):
    """Số liệu: the figure of one indicator in one report."""

    report = models.ForeignKey(
        ProgressReport, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="figures"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name="chỉ tiêu", on_delete=models.PROTECT, related_name="values"
    )
    value = models.DecimalField(
        "giá trị trong kỳ", max_digits=16, decimal_places=2, validators=[MinValueValidator(0)]
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        ordering = ["report", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "indicator"],
                name="one_figure_an_indicator",
                violation_error_message="Chỉ tiêu này đã có số liệu.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="figure_not_negative",
                violation_error_message="Số liệu không âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class FieldComment(models.Model):
    """Ý kiến tại một mục: what the reviewer wants changed, and where."""

    report = models.ForeignKey(
        ProgressReport, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="comments"
    )
    field = models.CharField("mục", max_length=20, choices=ReportField)
    text = models.TextField("ý kiến")
    round = models.PositiveSmallIntegerField("lần trả lại")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người góp ý", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "ý kiến tại mục"
        verbose_name_plural = "ý kiến tại mục"
        ordering = ["report", "-round", "id"]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.text}"


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """Own random name: what a person calls a file never reaches the disk."""
    return f"{evidence.report.locality.code}/minh-chung/{uuid.uuid4().hex}"


class Evidence(models.Model):
    """Minh chứng: a link or a file that shows the result."""

    report = models.ForeignKey(
        ProgressReport, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="evidence"
    )
    kind = models.CharField("loại", max_length=4, choices=EvidenceKind)
    url = models.URLField("đường dẫn", max_length=600, blank=True)
    file = models.FileField("tệp", upload_to=evidence_path, blank=True, max_length=300)
    name = models.CharField("tên", max_length=255, blank=True)
    content_type = models.CharField("kiểu nội dung", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("cỡ (byte)", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người thêm", on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("thêm lúc", auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["report", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.LINK) & ~Q(url="") & Q(file=""))
                | (Q(kind=EvidenceKind.FILE) & Q(url="") & ~Q(file="")),
                name="evidence_is_link_or_file",
                violation_error_message="Minh chứng là một đường dẫn hoặc một tệp.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.url
