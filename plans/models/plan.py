"""The plan and what it was when it was issued."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agencies.models import Agency, Locality
from documents.choices import Layout
from documents.models import LegalBasis
from plans.choices import (
    EDITABLE_STATUSES,
    PUBLIC_STATUSES,
    TYPE_WORDS,
    IssueForm,
    PlanKind,
    PlanStatus,
)
from plans.querysets import PlanQuerySet
from ttdn_portal.shared.models import SearchableModel, TimeStampedModel
from ttdn_portal.shared.text import blocks

FROZEN_MESSAGE = "Kế hoạch đã ban hành: nội dung chỉ thay đổi bằng văn bản điều chỉnh."


class Plan(SearchableModel, TimeStampedModel):
    """Kế hoạch: what a locality promises for a year, or for several."""

    SEARCH_FIELDS = ("title", "slug", "symbol", "number")
    SORT_FIELD = "title"
    PROMISE_FIELDS = (
        "slug",
        "kind",
        "title",
        "year_from",
        "year_to",
        "issuer_id",
        "layout",
        "issue_form",
        "opening",
        "purposes",
        "requirements",
        "organisation",
        "budget_text",
        "recipients",
        "decision_text",
        "signing_authority",
        "signer_name",
        "place_name",
        "number",
        "symbol",
        "issued_on",
        "allows_joint_lead",
    )
    OFFICE_AUTHORITY = "authority"  # which lines of its office stand where the plan has none of its own
    # What a clerk may fill in once where a transcribed plan's source is silent.
    BLANK_FIELDS = ("number", "issued_on", "signer_name")

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="plans"
    )
    slug = models.SlugField(
        "mã trong địa chỉ", max_length=40, help_text="Thường là năm: 2026, hoặc giai đoạn: 2018-2020."
    )
    kind = models.CharField("loại", max_length=10, choices=PlanKind, default=PlanKind.ANNUAL)
    parent = models.ForeignKey(
        "self",
        verbose_name="thuộc kế hoạch giai đoạn",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    based_on = models.ForeignKey(
        "self",
        verbose_name="lập từ kế hoạch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
    )
    title = models.CharField("trích yếu", max_length=400)
    year_from = models.PositiveSmallIntegerField("từ năm")
    year_to = models.PositiveSmallIntegerField("đến năm")
    issuer = models.ForeignKey(
        Agency, verbose_name="cơ quan ban hành", on_delete=models.PROTECT, related_name="issued_plans"
    )
    standing_agency = models.ForeignKey(
        Agency,
        verbose_name="cơ quan thường trực",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="standing_plans",
    )
    consulted_agencies = models.ManyToManyField(
        Agency, verbose_name="cơ quan được lấy ý kiến", blank=True, related_name="consulted_plans"
    )
    layout = models.CharField("thể thức", max_length=5, choices=Layout, default=Layout.STATE)
    issue_form = models.CharField(
        "hình thức ban hành", max_length=14, choices=IssueForm, default=IssueForm.PLAN
    )
    number = models.PositiveIntegerField("số", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, default="KH-UBND")
    series_label = models.CharField("năm hoặc nhiệm kỳ của số", max_length=20, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    place_name = models.CharField("địa danh", max_length=80, blank=True)
    legal_bases = models.ManyToManyField(
        LegalBasis, through="plans.PlanBasis", verbose_name="căn cứ", related_name="plans"
    )
    opening = models.TextField("câu mở đầu", blank=True)
    purposes = models.TextField("mục đích", blank=True)
    requirements = models.TextField("yêu cầu", blank=True)
    budget_text = models.TextField("kinh phí thực hiện", blank=True)
    organisation = models.TextField("tổ chức thực hiện", blank=True)
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi dòng một nơi nhận.")
    decision_text = models.TextField(
        "các điều của quyết định",
        blank=True,
        help_text="Mỗi dòng một điều, không ghi “Điều 1.”; để trống thì cổng viết ba điều thường dùng.",
    )
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="tài khoản người ký",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_plans",
    )
    signer_name = models.CharField("họ tên người ký", max_length=120, blank=True)
    signing_authority = models.TextField(
        "thẩm quyền ký", blank=True, help_text="Mỗi dòng một cấp, ví dụ: TM. ỦY BAN NHÂN DÂN."
    )
    allows_joint_lead = models.BooleanField("cho phép đồng chủ trì", default=False)
    status = models.CharField("trạng thái", max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT)
    version = models.PositiveIntegerField("lần lưu", default=1)
    submitted_at = models.DateTimeField("trình lúc", null=True, blank=True)
    approved_at = models.DateTimeField("phê duyệt lúc", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người phê duyệt",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    issued_at = models.DateTimeField("ghi nhận ban hành lúc", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name="được thay thế bằng",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
    )
    closed_at = models.DateTimeField("tổng kết lúc", null=True, blank=True)
    return_note = models.TextField("lý do trả lại", blank=True)
    is_transcribed = models.BooleanField("chép lại từ nguồn công khai", default=False)
    is_incomplete = models.BooleanField("nguồn không nêu hết nội dung", default=False)
    source_note = models.TextField("nguồn", blank=True)
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ["-year_to", "-year_from", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "slug"],
                name="plan_slug_once",
                violation_error_message="Mã kế hoạch này đã có trong địa phương.",
            ),
            models.CheckConstraint(
                condition=Q(year_to__gte=F("year_from")),
                name="plan_years_in_order",
                violation_error_message="Năm kết thúc phải từ năm bắt đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlanKind.ANNUAL) | Q(year_to=F("year_from")),
                name="annual_plan_has_one_year",
                violation_error_message="Kế hoạch năm chỉ có một năm.",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="plan_not_its_own_parent",
                violation_error_message="Kế hoạch không thể thuộc chính nó.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True)
                | (Q(status=PlanStatus.REPLACED) & ~Q(replaced_by=F("id"))),
                name="only_replaced_plan_names_its_successor",
                violation_error_message="Chỉ kế hoạch bị thay thế mới ghi kế hoạch thay thế nó.",
            ),
            models.UniqueConstraint(
                fields=["issuer", "symbol", "series_label", "number"],
                condition=Q(number__isnull=False),
                name="plan_number_once",
                violation_error_message="Số, ký hiệu này đã dùng cho kế hoạch khác.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=PUBLIC_STATUSES)
                | Q(is_transcribed=True)
                | (
                    Q(number__isnull=False)
                    & Q(issued_on__isnull=False)
                    & ~Q(signer_name="")
                    & Q(issued_at__isnull=False)
                ),
                name="issued_plan_has_number_day_signer",
                violation_error_message="Kế hoạch đã ban hành phải có số, ngày và người ký.",
            ),
            models.CheckConstraint(
                condition=~Q(status=PlanStatus.RETURNED) | ~Q(return_note=""),
                name="returned_plan_has_note",
                violation_error_message="Trả lại phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[PlanStatus.SUBMITTED, PlanStatus.APPROVED])
                | Q(submitted_at__isnull=False),
                name="submitted_plan_has_time",
                violation_error_message="Kế hoạch đã trình phải có giờ trình.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.issuer_id and self.issuer.locality_id != self.locality_id:
            raise ValidationError({"issuer": "Cơ quan ban hành thuộc địa phương khác."})
        if self.parent and self.parent.locality_id != self.locality_id:
            raise ValidationError({"parent": "Kế hoạch giai đoạn thuộc địa phương khác."})
        self._refuse_frozen_change()

    def _refuse_frozen_change(self) -> None:
        stored = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        if stored is None or stored.status not in PUBLIC_STATUSES:
            return
        for name in self.PROMISE_FIELDS:
            was, now = getattr(stored, name), getattr(self, name)
            fills_blank = stored.is_transcribed and name in self.BLANK_FIELDS and not was
            if was != now and not fills_blank:
                raise ValidationError(FROZEN_MESSAGE)

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC_STATUSES

    @property
    def is_filled(self) -> bool:
        """Number, day and signer are all known."""
        return all(getattr(self, name) for name in self.BLANK_FIELDS)

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE_STATUSES

    @property
    def requires_form_check(self) -> bool:
        """Switched on for the locality or for the office that issues (NĐ 30/2020, Điều 10–18)."""
        return self.locality.requires_form_check or self.issuer.requires_form_check

    @property
    def starts_on(self) -> date:
        return date(self.year_from, 1, 1)

    @property
    def ends_on(self) -> date:
        return date(self.year_to, 12, 31)

    @property
    def period_label(self) -> str:
        years = str(self.year_from) if self.year_from == self.year_to else f"{self.year_from}–{self.year_to}"
        return f"năm {years}" if self.kind == PlanKind.ANNUAL else f"giai đoạn {years}"

    @property
    def document_number(self) -> str:
        """“47/KH-UBND”; “…/KH-UBND” while the number is not known (a number under 10 gets a zero: NĐ 30/2020)."""
        joint = "-" if self.layout == Layout.PARTY else "/"
        return f"{self.number:02d}{joint}{self.symbol}" if self.number else f"…{joint}{self.symbol}"

    @property
    def usual_symbol(self) -> str:
        """KH-UBND, QĐ-UBND, KH-BCĐ as the form of issue has it; KH/BCĐ in the Party's way."""
        joint = "/" if self.layout == Layout.PARTY else "-"
        return f"{self.type_word}{joint}{self.issuer.document_abbreviation or 'UBND'}"[:40]

    @property
    def is_by_decision(self) -> bool:
        return self.issue_form == IssueForm.DECISION

    @property
    def type_word(self) -> str:
        """KH or QĐ: what the symbol of this form of issue begins with."""
        return TYPE_WORDS[IssueForm(self.issue_form)]

    @property
    def subject_key(self) -> str:
        """How papers, numbers and notices name this plan."""
        return f"plan:{self.locality.code}/{self.slug}"

    @property
    def recipient_lines(self) -> list[str]:
        return [block.text for block in blocks(self.recipients)]

    def get_absolute_url(self) -> str:
        return reverse("plans:plan_detail", args=[self.locality.code, self.slug])


class PlanBasis(models.Model):
    """A legal basis as one plan cites it, in the plan's order."""

    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="basis_rows"
    )
    basis = models.ForeignKey(
        LegalBasis, verbose_name="căn cứ", on_delete=models.PROTECT, related_name="plan_rows"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        verbose_name = "căn cứ của kế hoạch"
        verbose_name_plural = "căn cứ của kế hoạch"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "basis"],
                name="basis_once_a_plan",
                violation_error_message="Căn cứ này đã có trong kế hoạch.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.basis)


class PlanVersion(models.Model):
    """Bản kế hoạch: the promise as frozen on issue, or as amended from a day. The database lets nobody change or remove one."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("bản số")
    effective_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    amendment = models.OneToOneField(
        "plans.Amendment",
        verbose_name="theo văn bản điều chỉnh",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="made_version",
    )
    correction = models.OneToOneField(
        "plans.Correction",
        verbose_name="theo văn bản đính chính",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="made_version",
    )
    content = models.JSONField("nội dung")
    sha256 = models.CharField("SHA-256", max_length=64)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tạo",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "bản kế hoạch"
        verbose_name_plural = "bản kế hoạch"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="version_number_once",
                violation_error_message="Bản này đã có.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} – bản {self.number}"
