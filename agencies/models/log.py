"""What was done, by whom, and why."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from agencies.models.places import Locality
from agencies.querysets import ActivityQuerySet


class ActivityEntry(models.Model):
    """Nhật ký: one act. Rows are only added; the database refuses any change to them."""

    at = models.DateTimeField("lúc", auto_now_add=True)
    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    actor_name = models.CharField("tên khi ấy", max_length=200, blank=True)
    action = models.CharField("việc", max_length=40)
    object_type = models.CharField("loại đối tượng", max_length=40, blank=True)
    object_id = models.CharField("mã đối tượng", max_length=40, blank=True)
    object_label = models.CharField("đối tượng", max_length=300, blank=True)
    note = models.TextField("lý do, ghi chú", blank=True)
    before = models.JSONField("trước", default=dict, blank=True)
    after = models.JSONField("sau", default=dict, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "mục nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-at"], name="activity_of_object"),
            models.Index(fields=["locality", "-at"], name="activity_of_locality"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%H:%M %d/%m/%Y} {self.actor_name}: {self.object_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("the activity log only grows")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("the activity log only grows")
