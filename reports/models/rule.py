"""Which periods a plan has every year, so that nobody types them one by one."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from agencies.models import Locality
from plans.models import Plan
from reports.choices import PeriodKind
from reports.querysets import PeriodRuleQuerySet
from ttdn_portal.shared.models import TimeStampedModel

WITH_MONTH = (PeriodKind.YEAR, PeriodKind.LOCAL)


class PeriodRule(TimeStampedModel):
    """Quy tắc mở kỳ: one kind of period of a plan, its cut-off and the days until each level's deadline.

    It only makes periods that are not there: one that was changed by hand is never written over, and `made` keeps the
    daily job from bringing back one that was deleted.
    """

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="period_rules"
    )
    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.PROTECT, related_name="period_rules"
    )
    kind = models.CharField(
        "loại kỳ",
        max_length=10,
        choices=[choice for choice in PeriodKind.choices if choice[0] != PeriodKind.AD_HOC],
    )
    name = models.CharField(
        "tên kỳ của địa phương",
        max_length=60,
        blank=True,
        help_text="Chỉ ghi với kỳ của địa phương, ví dụ: 9 tháng.",
    )
    cut_off_day = models.PositiveSmallIntegerField(
        "ngày chốt số liệu",
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="Ngày trong tháng cuối của kỳ; 31 là ngày cuối tháng.",
    )
    cut_off_month = models.PositiveSmallIntegerField(
        "tháng chốt số liệu",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="Chỉ với kỳ năm (để trống là tháng 12) và kỳ của địa phương.",
    )
    opens_before = models.PositiveSmallIntegerField("mở trước ngày chốt (ngày)", default=10)
    agency_days = models.PositiveSmallIntegerField(
        "hạn gửi báo cáo (số ngày sau ngày chốt)", default=5, validators=[MinValueValidator(1)]
    )
    standing_days = models.PositiveSmallIntegerField(
        "hạn trình UBND (số ngày sau ngày chốt)", null=True, blank=True
    )
    ministry_days = models.PositiveSmallIntegerField(
        "hạn gửi Bộ (số ngày sau ngày chốt)", null=True, blank=True
    )
    is_automatic = models.BooleanField(
        "tự mở hằng năm", default=False, help_text="Cổng tự mở các kỳ của năm khi kế hoạch đang thực hiện."
    )
    made = models.JSONField("đã mở", default=list, blank=True, editable=False)

    objects = PeriodRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "quy tắc mở kỳ"
        verbose_name_plural = "quy tắc mở kỳ"
        ordering = ["plan", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "name"],
                name="one_rule_a_kind",
                violation_error_message="Kế hoạch đã có quy tắc cho loại kỳ này.",
            ),
            models.CheckConstraint(
                condition=Q(kind=PeriodKind.LOCAL, cut_off_month__isnull=False) & ~Q(name="")
                | (~Q(kind=PeriodKind.LOCAL) & Q(name="")),
                name="local_rule_has_name_and_month",
                violation_error_message="Kỳ của địa phương phải có tên và tháng chốt số liệu; kỳ khác không ghi tên.",
            ),
            models.CheckConstraint(
                condition=Q(cut_off_month__isnull=True) | Q(kind__in=WITH_MONTH),
                name="rule_month_where_it_is_asked",
                violation_error_message="Chỉ kỳ năm và kỳ của địa phương mới ghi tháng chốt số liệu.",
            ),
            models.CheckConstraint(
                condition=Q(agency_days__gte=1)
                & (Q(standing_days__isnull=True) | Q(standing_days__gte=F("agency_days")))
                & (
                    Q(ministry_days__isnull=True)
                    | (
                        Q(ministry_days__gte=F("agency_days"))
                        & (Q(standing_days__isnull=True) | Q(ministry_days__gte=F("standing_days")))
                    )
                ),
                name="rule_levels_in_order",
                violation_error_message="Hạn của cấp trên không thể trước hạn của cấp dưới.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    def clean(self) -> None:
        if self.plan_id and self.locality_id and self.plan.locality_id != self.locality_id:
            raise ValidationError({"plan": "Kế hoạch này thuộc địa phương khác."})
