"""How far a task had come, day by day."""

from django.db import models
from django.db.models import Q

from plans.models.task import Task


class TaskProgress(models.Model):
    """Mốc tiến độ: how far a task had come, each time a report was accepted or reopened."""

    task = models.ForeignKey(
        Task, verbose_name="nhiệm vụ", on_delete=models.CASCADE, related_name="progress_rows"
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    recorded_on = models.DateField("ghi ngày")
    percent = models.PositiveSmallIntegerField("tiến độ (%)")
    completed_on = models.DateField("hoàn thành ngày", null=True, blank=True)
    source_key = models.CharField("theo", max_length=200)

    class Meta:
        verbose_name = "mốc tiến độ"
        verbose_name_plural = "mốc tiến độ"
        ordering = ["task", "-recorded_at", "-id"]
        indexes = [models.Index(fields=["task", "recorded_on"], name="progress_on_a_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="progress_percent_at_most_100",
                violation_error_message="Tiến độ từ 0 đến 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task.code}: {self.percent}%"
