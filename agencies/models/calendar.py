"""Which days are worked."""

from django.db import models
from django.db.models import Q

from agencies.choices import DayKind
from agencies.models.places import Locality
from agencies.querysets import LocalityRowQuerySet
from ttdn_portal.shared.models import TimeStampedModel


class CalendarDay(TimeStampedModel):
    """Ngày nghỉ, ngày làm bù: an exception to Monday–Friday, for the whole country or one locality."""

    locality = models.ForeignKey(
        Locality,
        verbose_name="địa phương",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        help_text="Để trống: áp dụng cả nước.",
    )
    day = models.DateField("ngày")
    kind = models.CharField("loại", max_length=8, choices=DayKind)
    name = models.CharField("tên gọi", max_length=120)

    objects = LocalityRowQuerySet.as_manager()

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "lịch nghỉ, làm bù"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "day"],
                name="calendar_day_once_a_locality",
                violation_error_message="Ngày này đã có trong lịch.",
            ),
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(locality__isnull=True),
                name="national_calendar_day_once",
                violation_error_message="Ngày này đã có trong lịch cả nước.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
