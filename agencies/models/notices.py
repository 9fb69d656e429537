"""What people were told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from agencies.choices import MailingPurpose, MailingStatus, NoticeKind
from agencies.models.places import Locality
from agencies.querysets import MailingQuerySet, NotificationQuerySet


class Mailing(models.Model):
    """Thư: one digest a person a day, or one immediate letter. The row stands before anything is sent."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhận", on_delete=models.PROTECT, related_name="mailings"
    )
    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField("ngày")
    purpose = models.CharField(
        "loại thư", max_length=10, choices=MailingPurpose, default=MailingPurpose.DIGEST
    )
    address = models.EmailField("gửi tới", blank=True)
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    status = models.CharField(
        "trạng thái", max_length=10, choices=MailingStatus, default=MailingStatus.PENDING
    )
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    claimed_at = models.DateTimeField("bắt đầu gửi lúc", null=True, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    error = models.TextField("lỗi", blank=True)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = "thư đã gửi"
        verbose_name_plural = "thư đã gửi"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"],
                condition=Q(purpose=MailingPurpose.DIGEST),
                name="one_digest_a_person_a_day",
                violation_error_message="Người này đã có thư trong ngày.",
            ),
            models.CheckConstraint(
                condition=~Q(status=MailingStatus.SENT) | Q(sent_at__isnull=False),
                name="sent_mailing_has_time",
                violation_error_message="Thư đã gửi phải có giờ gửi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.subject}"


class Notification(models.Model):
    """Thông báo, nhắc việc: one thing told to one person once for each step."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhận",
        on_delete=models.PROTECT,
        related_name="notifications",
    )
    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField("loại", max_length=20, choices=NoticeKind)
    subject_key = models.CharField("về việc", max_length=200)
    step = models.CharField("bước", max_length=40, help_text="Ví dụ: -7, -3, 0, +1; hoặc lần trả lại.")
    text = models.TextField("nội dung")
    link = models.CharField("đường dẫn", max_length=300, blank=True)
    created_at = models.DateTimeField("lúc", auto_now_add=True)
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    mailing = models.ForeignKey(
        Mailing,
        verbose_name="nằm trong thư",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notifications",
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject_key", "step"],
                name="told_once_a_step",
                violation_error_message="Việc này đã được báo.",
            ),
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="notification_unread")]

    def __str__(self) -> str:
        return self.text
