"""People and bodies change: who takes over whose work, and from which day."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agencies.choices import ReorganisationKind
from agencies.models.places import Agency, Locality
from agencies.querysets import HandoverQuerySet, ReorganisationQuerySet, SuccessionQuerySet
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


class Reorganisation(TimeStampedModel):
    """Sắp xếp cơ quan: agencies renamed, merged or split from a day, and who takes what.

    New rows, ends and posts carry their own dates; `done_at` says when the running work went over. `choices` keeps
    which successor takes which task and support of an agency that was split.
    """

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="reorganisations"
    )
    kind = models.CharField("loại", max_length=7, choices=ReorganisationKind)
    starts_on = models.DateField("từ ngày")
    basis = models.CharField(
        "căn cứ", max_length=300, blank=True, help_text="Quyết định, nghị quyết sắp xếp."
    )
    choices = models.JSONField("phân chia công việc", default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lập",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    done_at = models.DateTimeField("xong lúc", null=True, blank=True)
    summary = models.JSONField("đã chuyển", default=dict, blank=True)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "sắp xếp cơ quan"
        verbose_name_plural = "sắp xếp cơ quan"
        ordering = ["-starts_on", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} từ {self.starts_on:%d/%m/%Y}"


class AgencySuccession(models.Model):
    """Kế thừa: one agency stands for another that ended, from a day.

    Held for every step of a chain, not for the direct one alone, so that whom a person acts for is one join away.
    The main successor of a split stands for whatever was not given to another.
    """

    predecessor = models.ForeignKey(
        Agency, verbose_name="cơ quan trước", on_delete=models.PROTECT, related_name="heirs"
    )
    successor = models.ForeignKey(
        Agency, verbose_name="cơ quan kế thừa", on_delete=models.PROTECT, related_name="heritage"
    )
    starts_on = models.DateField("từ ngày")
    is_main = models.BooleanField("kế thừa chính", default=True)
    is_direct = models.BooleanField("kế thừa trực tiếp", default=True)
    reorganisation = models.ForeignKey(
        Reorganisation,
        verbose_name="lần sắp xếp",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successions",
    )

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = "kế thừa cơ quan"
        verbose_name_plural = "kế thừa cơ quan"
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="succession_once",
                violation_error_message="Đã ghi kế thừa này.",
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(is_main=True, is_direct=True),
                name="one_main_successor",
                violation_error_message="Cơ quan này đã có cơ quan kế thừa chính.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="successor_is_another",
                violation_error_message="Cơ quan không thể kế thừa chính mình.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
