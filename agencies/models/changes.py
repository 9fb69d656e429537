"""People and bodies change: who takes over whose work, and from which day."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agencies.models.places import Locality
from agencies.querysets import HandoverQuerySet
from ttdn_portal.shared.models import TimeStampedModel


class Handover(TimeStampedModel):
    """Bàn giao: the work of one person goes over to another from a day.

    Posts carry their own dates, so they change by themselves; `done_at` says when the rest (drafts, seats, replies) went over.
    """

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="handovers"
    )
    from_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người giao",
        on_delete=models.PROTECT,
        related_name="handed_over",
    )
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhận",
        on_delete=models.PROTECT,
        related_name="taken_over",
    )
    starts_on = models.DateField("từ ngày")
    agency_ids = models.JSONField("các cơ quan", default=list, blank=True)
    takes_seats = models.BooleanField("kể cả ghế trong Ban Chỉ đạo", default=False)
    posts = models.JSONField("các vai trò chuyển giao", default=list, blank=True)
    note = models.CharField("lý do", max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người lập", on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField("xong lúc", null=True, blank=True)
    summary = models.JSONField("đã chuyển", default=dict, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "bàn giao"
        verbose_name_plural = "bàn giao"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_person=F("to_person")),
                name="handover_between_two",
                violation_error_message="Người nhận phải là người khác.",
            ),
            models.UniqueConstraint(
                fields=["from_person", "to_person", "starts_on"],
                name="handover_once_a_day",
                violation_error_message="Đã có bàn giao giữa hai người này từ ngày ấy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_person} → {self.to_person}"
