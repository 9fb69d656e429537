"""What was typed and could not be taken."""

import uuid

from django.conf import settings
from django.db import models

from ttdn_portal.shared.models import TimeStampedModel


class KeptForm(TimeStampedModel):
    """Bài giữ lại: a form sent after the session had ended, kept a day for the same person at the same browser."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người viết",
        on_delete=models.CASCADE,
        related_name="kept_forms",
    )
    browser = models.CharField("dấu trình duyệt", max_length=64)
    path = models.CharField("địa chỉ gửi tới", max_length=600)
    page = models.CharField("trang có biểu mẫu", max_length=600, blank=True)
    fields = models.JSONField("các ô đã điền")
    had_files = models.BooleanField("có tệp không giữ được", default=False)

    class Meta:
        verbose_name = "bài giữ lại"
        verbose_name_plural = "bài giữ lại"
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "browser", "path"],
                name="one_kept_form_a_page",
                violation_error_message="Trang này đã có một bài giữ lại.",
            ),
        ]

    def __str__(self) -> str:
        return self.path
