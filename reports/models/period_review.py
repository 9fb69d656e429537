"""The period's report: sơ kết in the middle of a plan, tổng kết at its end."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from agencies.models import Agency, Locality
from plans.models import Plan
from reports.choices import (
    WRITABLE_REVIEW_STATUSES,
    ReviewKind,
    ReviewLevel,
    ReviewStatus,
)
from reports.models.issued import IssuedPaper, person
from reports.models.period import ReportingPeriod
from reports.querysets import PeriodReviewQuerySet


class PeriodReview(IssuedPaper):
    """Báo cáo sơ kết, tổng kết: what one period of a plan brought, assembled from accepted reports and issued once.

    `texts` holds the written parts as plain blocks, `assembly` what the last assembly found in the reports, `figures`
    the figures as they were frozen (chốt số liệu): from then on page, print and paper read them and nothing else.
    """

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="period_reviews"
    )
    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.PROTECT, related_name="period_reviews"
    )
    period = models.ForeignKey(
        ReportingPeriod, verbose_name="kỳ báo cáo", on_delete=models.PROTECT, related_name="reviews"
    )
    kind = models.CharField("loại", max_length=8, choices=ReviewKind, default=ReviewKind.INTERIM)
    level = models.CharField("cấp", max_length=8, choices=ReviewLevel, default=ReviewLevel.LOCALITY)
    based_on = models.ForeignKey(
        "self",
        verbose_name="lập từ báo cáo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="passed_up",
    )
    title = models.CharField("trích yếu", max_length=400)
    issuer = models.ForeignKey(
        Agency, verbose_name="cơ quan ban hành", on_delete=models.PROTECT, related_name="period_reviews"
    )
    symbol = models.CharField("ký hiệu", max_length=40, default="BC-UBND")
    addressed_to = models.TextField(
        "kính gửi", blank=True, help_text="Mỗi dòng một nơi; để trống nếu báo cáo không gửi lên cấp trên."
    )
    texts = models.JSONField("các phần", default=dict, blank=True)
    assembly = models.JSONField("nguồn đã tổng hợp", default=list, blank=True)
    assembled_at = models.DateTimeField("tổng hợp lúc", null=True, blank=True)
    figures = models.JSONField("số liệu đã chốt", null=True, blank=True)
    figures_as_of = models.DateField("số liệu tính đến", null=True, blank=True)
    figures_sha256 = models.CharField("SHA-256 của số liệu", max_length=64, blank=True)
    figures_frozen_at = models.DateTimeField("chốt số liệu lúc", null=True, blank=True)
    figures_frozen_by = person("người chốt số liệu")
    is_transcribed = models.BooleanField("chép lại từ nguồn công khai", default=False)
    source_note = models.TextField("nguồn", blank=True)

    objects = PeriodReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo sơ kết, tổng kết"
        verbose_name_plural = "báo cáo sơ kết, tổng kết"
        ordering = ["-period__report_due_on", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "level"],
                name="one_review_a_period_and_level",
                violation_error_message="Kỳ này đã có báo cáo.",
            ),
            models.UniqueConstraint(
                fields=["plan", "level"],
                condition=Q(kind=ReviewKind.FINAL),
                name="one_final_review_a_plan",
                violation_error_message="Kế hoạch đã có báo cáo tổng kết.",
            ),
            models.UniqueConstraint(
                fields=["issuer", "symbol", "series_label", "number"],
                condition=Q(number__isnull=False),
                name="review_number_once",
                violation_error_message="Số, ký hiệu này đã dùng cho báo cáo khác.",
            ),
            models.CheckConstraint(
                condition=Q(level=ReviewLevel.LOCALITY, based_on__isnull=True)
                | Q(level=ReviewLevel.UPWARD, based_on__isnull=False),
                name="upward_review_takes_one_over",
                violation_error_message="Báo cáo gửi cấp trên lập từ báo cáo của địa phương.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReviewStatus.RETURNED) | ~Q(return_note=""),
                name="returned_review_has_note",
                violation_error_message="Trả lại phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ReviewStatus.SUBMITTED, ReviewStatus.APPROVED])
                | (Q(submitted_at__isnull=False) & Q(submitted_by__isnull=False)),
                name="submitted_review_has_sender",
                violation_error_message="Báo cáo đã trình phải có người trình, giờ trình.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=WRITABLE_REVIEW_STATUSES)
                | (~Q(figures_sha256="") & Q(figures_as_of__isnull=False)),
                name="submitted_review_has_frozen_figures",
                violation_error_message="Báo cáo đã trình phải có số liệu đã chốt.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReviewStatus.ISSUED)
                | Q(is_transcribed=True)
                | (
                    Q(number__isnull=False)
                    & Q(issued_on__isnull=False)
                    & ~Q(signer_name="")
                    & Q(issued_at__isnull=False)
                    & ~Q(content_sha256="")
                ),
                name="issued_review_has_number_day_signer",
                violation_error_message="Báo cáo đã ban hành phải có số, ngày và người ký.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.plan_id and self.locality_id and self.plan.locality_id != self.locality_id:
            raise ValidationError({"plan": "Kế hoạch này thuộc địa phương khác."})
        if self.period_id and self.plan_id and self.period.plan_id != self.plan_id:
            raise ValidationError({"period": "Kỳ này thuộc kế hoạch khác."})
        if self.issuer_id and self.issuer.locality_id != self.locality_id:
            raise ValidationError({"issuer": "Cơ quan ban hành thuộc địa phương khác."})

    @property
    def next_due_words(self) -> str:
        """Who issues it and by when it has to be there: “UBND Thành phố · hạn gửi Bộ 25/06/2026”."""
        column, words = (
            ("ministry_due_on", "hạn gửi Bộ") if self.is_upward else ("standing_due_on", "hạn trình UBND")
        )
        day = getattr(self.period, column)
        return f"{self.issuer.name} · {words} {day:%d/%m/%Y}" if day else str(self.issuer.name)

    @property
    def is_frozen(self) -> bool:
        """Số liệu đã chốt."""
        return bool(self.figures_sha256)

    @property
    def is_upward(self) -> bool:
        return self.level == ReviewLevel.UPWARD

    @property
    def name(self) -> str:
        """“Sơ kết 6 tháng đầu năm 2026”, as lists and links call it."""
        words = f"{self.get_kind_display()} {self.period.as_span}"
        return f"{words[:1].upper()}{words[1:]}" + (", gửi cấp trên" if self.is_upward else "")

    @property
    def subject_key(self) -> str:
        """How papers, numbers and notices name this review."""
        return f"review:{self.locality.code}/{self.plan.slug}/{self.period.slug}/{self.level.lower()}"

    def url_args(self) -> list[str]:
        return [self.plan.locality.code, self.plan.slug, self.period.slug, self.level]

    def get_absolute_url(self) -> str:
        return reverse("reports:period_review", args=self.url_args())


class KeptReviewText(models.Model):
    """Bản giữ lại: what somebody typed into a review when the save was refused because another was faster."""

    review = models.ForeignKey(
        PeriodReview, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="kept_texts"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người viết", on_delete=models.CASCADE, related_name="+"
    )
    content = models.JSONField("nội dung")
    saved_at = models.DateTimeField("lúc", auto_now=True)

    class Meta:
        verbose_name = "bản giữ lại của báo cáo sơ kết, tổng kết"
        verbose_name_plural = "bản giữ lại của báo cáo sơ kết, tổng kết"
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"],
                name="one_kept_review_text_a_person",
                violation_error_message="Đã có bản giữ lại.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.review}"
