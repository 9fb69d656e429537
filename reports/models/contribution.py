"""What the lead of a task asks its supporting agencies for, and what they answer."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from plans.models import TaskSupport
from reports.choices import (
    ANSWERED_CONTRIBUTIONS,
    WAITING_CONTRIBUTIONS,
    ContributionStatus,
    DeclineReason,
)
from reports.models.period import ReportingPeriod
from reports.querysets import ContributionFileQuerySet, ContributionQuerySet
from ttdn_portal.shared.models import TimeStampedModel


class Contribution(TimeStampedModel):
    """Nội dung phối hợp: what a task's lead asks a supporting agency for in a period, and its answer.

    One row a support and period. A row that nobody asked for is what an agency began to answer from the plan alone.
    `figures` are the figures wanted: [{"indicator": id or null, "name", "unit", "value": text or null}].
    """

    support = models.ForeignKey(
        TaskSupport, verbose_name="nội dung phối hợp", on_delete=models.PROTECT, related_name="contributions"
    )
    period = models.ForeignKey(
        ReportingPeriod, verbose_name="kỳ báo cáo", on_delete=models.PROTECT, related_name="contributions"
    )
    status = models.CharField(
        "trạng thái", max_length=9, choices=ContributionStatus, default=ContributionStatus.DRAFT
    )
    version = models.PositiveIntegerField("lần lưu", default=1)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đề nghị",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    asked_at = models.DateTimeField("đề nghị lúc", null=True, blank=True)
    question = models.TextField("lời đề nghị", blank=True)
    wants_text = models.BooleanField("cần nội dung bằng chữ", default=True)
    wants_file = models.BooleanField("cần tệp", default=False)
    figures = models.JSONField("số liệu cần", default=list, blank=True)
    due_on = models.DateField("hạn trả lời", null=True, blank=True)
    reminded_at = models.DateTimeField("nhắc lúc", null=True, blank=True)
    answer = models.TextField("nội dung trả lời", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trả lời",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    declined_as = models.CharField("không cung cấp được vì", max_length=8, choices=DeclineReason, blank=True)
    decline_note = models.TextField("lý do", blank=True)
    used = models.JSONField("phần đã dùng", null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người dùng vào báo cáo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    used_at = models.DateTimeField("dùng vào báo cáo lúc", null=True, blank=True)
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "trả lời phối hợp"
        verbose_name_plural = "trả lời phối hợp"
        ordering = ["-period__report_due_on", "support"]
        constraints = [
            models.UniqueConstraint(
                fields=["support", "period"],
                name="one_answer_a_support_and_period",
                violation_error_message="Đã có trả lời trong kỳ này.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=ANSWERED_CONTRIBUTIONS) | Q(answered_at__isnull=False),
                name="answered_contribution_has_time",
                violation_error_message="Trả lời đã gửi phải có giờ gửi.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ContributionStatus.DECLINED) | (~Q(declined_as="") & ~Q(decline_note="")),
                name="declined_contribution_has_reason",
                violation_error_message="Không cung cấp được thì ghi lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ContributionStatus.ASKED, ContributionStatus.WITHDRAWN])
                | Q(asked_at__isnull=False),
                name="asked_contribution_was_asked",
                violation_error_message="Đề nghị phối hợp phải có người hỏi, giờ hỏi.",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, asked_by__isnull=True, due_on__isnull=True)
                | Q(asked_at__isnull=False, asked_by__isnull=False, due_on__isnull=False),
                name="question_has_person_time_and_date",
                violation_error_message="Đề nghị phối hợp phải có người hỏi, giờ hỏi, hạn trả lời.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["period", "due_on"],
                name="contribution_waiting",
                condition=Q(status__in=WAITING_CONTRIBUTIONS, asked_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.support} – {self.period}"

    @property
    def locality_id(self) -> int:
        return self.period.locality_id

    @property
    def subject_key(self) -> str:
        return f"contribution:{self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING_CONTRIBUTIONS

    @property
    def is_requested(self) -> bool:
        """The lead asks for it, beyond what the plan says."""
        return self.asked_at is not None and self.status != ContributionStatus.WITHDRAWN

    def content(self) -> dict[str, Any]:
        """What the agency says, as plain data: to compare with what was used, and to keep beside a newer one."""
        return {"answer": self.answer, "figures": self.figures}

    def url_args(self) -> list[str]:
        plan = self.period.plan
        return [plan.locality.code, plan.slug, self.period.slug, self.support.task.code]

    def get_absolute_url(self) -> str:
        return reverse("reports:contribution_detail", args=[*self.url_args(), self.support.agency.code])


def contribution_path(file: "ContributionFile", filename: str) -> str:
    """Own random name: what a person calls a file never reaches the disk."""
    return f"{file.contribution.period.locality.code}/phoi-hop/{uuid.uuid4().hex}"


class ContributionFile(models.Model):
    """Tệp trả lời phối hợp: a file that a supporting agency gives, kept private."""

    contribution = models.ForeignKey(
        Contribution, verbose_name="trả lời phối hợp", on_delete=models.CASCADE, related_name="files"
    )
    file = models.FileField("tệp", upload_to=contribution_path, max_length=300)
    name = models.CharField("tên", max_length=255)
    content_type = models.CharField("kiểu nội dung", max_length=100)
    size = models.PositiveBigIntegerField("cỡ (byte)", default=0)
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người thêm", on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("thêm lúc", auto_now_add=True)

    objects = ContributionFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp trả lời phối hợp"
        verbose_name_plural = "tệp trả lời phối hợp"
        ordering = ["contribution", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "sha256"],
                name="contribution_file_once",
                violation_error_message="Tệp này đã có.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SavedAnswer(models.Model):
    """Trả lời giữ lại: what somebody typed as an answer when a colleague was faster."""

    contribution = models.ForeignKey(
        Contribution, verbose_name="trả lời phối hợp", on_delete=models.CASCADE, related_name="saved_answers"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người viết", on_delete=models.CASCADE, related_name="+"
    )
    content = models.JSONField("nội dung")
    saved_at = models.DateTimeField("lúc", auto_now=True)

    class Meta:
        verbose_name = "trả lời giữ lại"
        verbose_name_plural = "trả lời giữ lại"
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "person"],
                name="one_saved_answer_a_person",
                violation_error_message="Đã có bản giữ lại.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.contribution}"
