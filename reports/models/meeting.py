"""Meetings of the committee: what was laid before it, what it concluded, and the notice that says so."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from agencies.models import Agency, Locality
from plans.models import Plan
from reports.choices import ReviewStatus
from reports.models.issued import IssuedPaper, person
from reports.querysets import MeetingQuerySet
from ttdn_portal.shared.models import TimeStampedModel


class Meeting(IssuedPaper):
    """Cuộc họp: one meeting about a plan, with the figures frozen for it and its conclusions, issued as a thông báo.

    `figures` are the totals and the groups as the meeting had them, `baseline` how each task stood: what has changed
    since is told against it.
    """

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="meetings"
    )
    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.PROTECT, related_name="meetings")
    ordinal = models.PositiveIntegerField("lần họp")
    subject = models.CharField("nội dung cuộc họp", max_length=300)
    held_on = models.DateField("ngày họp")
    held_at = models.CharField("địa điểm", max_length=200, blank=True)
    chair = models.CharField("người chủ trì", max_length=160)
    agenda = models.TextField("chương trình", blank=True)
    attending = models.ManyToManyField(
        Agency, verbose_name="cơ quan dự họp", blank=True, related_name="meetings"
    )
    assessment = models.TextField("đánh giá chung", blank=True)
    issuer = models.ForeignKey(
        Agency, verbose_name="cơ quan ban hành", on_delete=models.PROTECT, related_name="issued_meetings"
    )
    symbol = models.CharField("ký hiệu", max_length=40, default="TB-UBND")
    figures = models.JSONField("số liệu đã chốt", null=True, blank=True)
    baseline = models.JSONField("tình trạng từng nhiệm vụ", null=True, blank=True)
    figures_as_of = models.DateField("số liệu tính đến", null=True, blank=True)
    figures_sha256 = models.CharField("SHA-256 của số liệu", max_length=64, blank=True)
    figures_frozen_at = models.DateTimeField("chốt số liệu lúc", null=True, blank=True)
    figures_frozen_by = person("người chốt số liệu")

    OFFICE_AUTHORITY = "letter_authority"

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc họp"
        verbose_name_plural = "cuộc họp"
        ordering = ["plan", "-held_on", "-ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "ordinal"],
                name="meeting_once_a_plan",
                violation_error_message="Lần họp này đã có.",
            ),
            models.UniqueConstraint(
                fields=["issuer", "symbol", "series_label", "number"],
                condition=Q(number__isnull=False),
                name="notice_number_once",
                violation_error_message="Số, ký hiệu này đã dùng cho thông báo khác.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReviewStatus.RETURNED) | ~Q(return_note=""),
                name="returned_notice_has_note",
                violation_error_message="Trả lại phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ReviewStatus.SUBMITTED, ReviewStatus.APPROVED])
                | (Q(submitted_at__isnull=False) & Q(submitted_by__isnull=False)),
                name="submitted_notice_has_sender",
                violation_error_message="Thông báo đã trình phải có người trình, giờ trình.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReviewStatus.ISSUED)
                | (
                    Q(number__isnull=False)
                    & Q(issued_on__isnull=False)
                    & ~Q(signer_name="")
                    & Q(issued_at__isnull=False)
                    & ~Q(content_sha256="")
                ),
                name="issued_notice_has_number_day_signer",
                violation_error_message="Thông báo đã ban hành phải có số, ngày và người ký.",
            ),
            models.CheckConstraint(
                condition=Q(figures_sha256="", figures_as_of__isnull=True)
                | (~Q(figures_sha256="") & Q(figures_as_of__isnull=False)),
                name="frozen_meeting_has_its_day",
                violation_error_message="Số liệu đã chốt phải có ngày.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.plan_id and self.plan.locality_id != self.locality_id:
            raise ValidationError({"plan": "Kế hoạch này thuộc địa phương khác."})
        if self.issuer_id and self.issuer.locality_id != self.locality_id:
            raise ValidationError({"issuer": "Cơ quan ban hành thuộc địa phương khác."})

    @property
    def is_frozen(self) -> bool:
        """Số liệu đã chốt."""
        return bool(self.figures_sha256)

    @property
    def name(self) -> str:
        """“Cuộc họp ngày 15/06/2026”, as lists and links call it."""
        return f"Cuộc họp ngày {self.held_on:%d/%m/%Y}"

    @property
    def subject_key(self) -> str:
        """How papers, numbers and notices name this meeting."""
        return f"meeting:{self.locality.code}/{self.plan.slug}/{self.ordinal}"

    def url_args(self) -> list[object]:
        return [self.plan.locality.code, self.plan.slug, self.ordinal]

    def get_absolute_url(self) -> str:
        return reverse("reports:meeting", args=self.url_args())


class Conclusion(TimeStampedModel):
    """Kết luận: one point of a meeting; addressed to an agency it becomes a direction when the notice is issued."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="cuộc họp", on_delete=models.CASCADE, related_name="conclusions"
    )
    position = models.PositiveIntegerField("thứ tự")
    text = models.TextField("nội dung")
    agency = models.ForeignKey(
        Agency,
        verbose_name="cơ quan thực hiện",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conclusions",
    )
    due_on = models.DateField("hạn", null=True, blank=True)

    class Meta:
        verbose_name = "kết luận"
        verbose_name_plural = "kết luận"
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="conclusion_once_a_meeting",
                violation_error_message="Số thứ tự này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(agency__isnull=False),
                name="due_conclusion_has_agency",
                violation_error_message="Có hạn thì phải ghi cơ quan thực hiện.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text[:80]}"
