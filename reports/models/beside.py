"""What stands beside a report for one person: what they read of it, what they typed when another was faster."""

from django.conf import settings
from django.db import models

from reports.models.report import ProgressReport


class SavedText(models.Model):
    """Bản giữ lại: what somebody typed when the save was refused because another was faster."""

    report = models.ForeignKey(
        ProgressReport, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="saved_texts"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người viết", on_delete=models.CASCADE, related_name="+"
    )
    content = models.JSONField("nội dung")
    saved_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bản giữ lại"
        verbose_name_plural = "bản giữ lại"
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person"],
                name="one_saved_text_a_person",
                violation_error_message="Đã có bản giữ lại.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.report}"


class ReportReading(models.Model):
    """Lượt xem: this reviewer has had before their eyes what was sent at this moment."""

    report = models.ForeignKey(
        ProgressReport, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="readings"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người xem", on_delete=models.CASCADE, related_name="+"
    )
    submitted_at = models.DateTimeField("bản gửi lúc")
    read_at = models.DateTimeField("xem lúc", auto_now=True)

    class Meta:
        verbose_name = "lượt xem báo cáo"
        verbose_name_plural = "lượt xem báo cáo"
        ordering = ["-read_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person"],
                name="one_reading_a_person",
                violation_error_message="Đã ghi lượt xem của người này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.report}"
