"""What papers are made of, and the papers made."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agencies.models import Agency, Locality
from documents.choices import (
    BasisState,
    ComparisonState,
    DocumentFormat,
    DocumentKind,
    DocumentStatus,
    Layout,
    SignatureState,
)
from documents.querysets import (
    DocumentQuerySet,
    LegalBasisQuerySet,
    LocalityPaperQuerySet,
    SignedCopyQuerySet,
)
from ttdn_portal.shared.models import SearchableModel, TimeStampedModel


class LegalBasis(SearchableModel, TimeStampedModel):
    """Căn cứ pháp lý: a text that plans cite, with its state today."""

    SEARCH_FIELDS = ("symbol", "title", "issuer_name", "short_citation")
    SORT_FIELD = "short_citation"

    locality = models.ForeignKey(
        Locality,
        verbose_name="địa phương",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="legal_bases",
        help_text="Để trống với văn bản của Trung ương.",
    )
    code = models.SlugField("mã", max_length=60)
    symbol = models.CharField("số, ký hiệu", max_length=60, blank=True)
    title = models.CharField("tên loại và trích yếu", max_length=400)
    issuer_name = models.CharField("cơ quan ban hành", max_length=160, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    full_citation = models.TextField("viện dẫn đầy đủ", help_text="Dùng ở lần viện dẫn đầu.")
    short_citation = models.CharField("viện dẫn rút gọn", max_length=160)
    state = models.CharField("tình trạng", max_length=10, choices=BasisState, default=BasisState.IN_FORCE)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name="được thay bằng",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
    )
    note = models.TextField("ghi chú", blank=True)

    objects = LegalBasisQuerySet.as_manager()

    class Meta:
        verbose_name = "căn cứ pháp lý"
        verbose_name_plural = "căn cứ pháp lý"
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "code"],
                name="basis_code_once_a_locality",
                violation_error_message="Mã căn cứ này đã có.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(locality__isnull=True),
                name="national_basis_code_once",
                violation_error_message="Mã căn cứ này đã có.",
            ),
            models.CheckConstraint(
                condition=~Q(replaced_by=F("id")),
                name="basis_not_replaced_by_itself",
                violation_error_message="Văn bản không thể thay thế chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_citation


class NumberSeries(TimeStampedModel):
    """Sổ số văn bản: numbers of one issuer, symbol and year (or term, in the Party's way).

    NĐ 30/2020, Điều 15: from 01 on 1 January to 31 December, each number once.
    """

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="number_series"
    )
    issuer = models.ForeignKey(
        Agency, verbose_name="cơ quan ban hành", on_delete=models.PROTECT, related_name="number_series"
    )
    symbol = models.CharField("ký hiệu", max_length=40, help_text="Ví dụ: KH-UBND, KH-BCĐ, KH/BCĐ.")
    layout = models.CharField("thể thức", max_length=5, choices=Layout, default=Layout.STATE)
    period_label = models.CharField("năm hoặc nhiệm kỳ", max_length=20)
    last_number = models.PositiveIntegerField("số cuối đã cấp", default=0)

    objects = LocalityPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "sổ số văn bản"
        verbose_name_plural = "sổ số văn bản"
        ordering = ["locality", "issuer", "symbol", "period_label"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "symbol", "period_label"],
                name="series_once",
                violation_error_message="Sổ số này đã có.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.period_label}"


class RegisteredNumber(TimeStampedModel):
    """Số đã cấp: one number of a series, given to one paper and never again."""

    series = models.ForeignKey(
        NumberSeries, verbose_name="sổ số", on_delete=models.PROTECT, related_name="numbers"
    )
    number = models.PositiveIntegerField("số", validators=[MinValueValidator(1)])
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    subject_key = models.CharField("cấp cho", max_length=200)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người cấp",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "số đã cấp"
        verbose_name_plural = "số đã cấp"
        ordering = ["series", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="number_once_a_series",
                violation_error_message="Số này đã cấp cho văn bản khác.",
            ),
            models.UniqueConstraint(
                fields=["series", "subject_key"],
                name="one_number_a_paper",
                violation_error_message="Văn bản này đã có số.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.series.symbol}"


def document_path(document: "Document", filename: str) -> str:
    """Own name under the locality's folder; the person's file name is given on sending."""
    return f"{document.locality.code}/van-ban/{document.pk}.{document.format}"


class Document(TimeStampedModel):
    """Văn bản đã xuất: a job and its file. The row stands before any message is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField("loại", max_length=20, choices=DocumentKind)
    format = models.CharField("định dạng", max_length=4, choices=DocumentFormat, default=DocumentFormat.PDF)
    subject_key = models.CharField("của", max_length=200, db_index=True)
    title = models.CharField("tên", max_length=400)
    options = models.JSONField("lựa chọn", default=dict, blank=True)
    options_hash = models.CharField("dấu lựa chọn", max_length=64, blank=True, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người yêu cầu",
        on_delete=models.PROTECT,
        null=True,
        related_name="documents",
    )
    status = models.CharField(
        "trạng thái", max_length=10, choices=DocumentStatus, default=DocumentStatus.PENDING
    )
    percent = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    step = models.CharField("bước", max_length=120, blank=True)
    error = models.TextField("lỗi", blank=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    claimed_at = models.DateTimeField("bắt đầu dựng lúc", null=True, blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    file = models.FileField("tệp", upload_to=document_path, blank=True, max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("cỡ tệp (byte)", default=0)
    pages = models.PositiveIntegerField("số trang", default=0)
    source_hash = models.CharField("dấu nội dung nguồn", max_length=64, blank=True)
    is_draft = models.BooleanField("DỰ THẢO", default=True)
    has_illustration = models.BooleanField("có nội dung minh họa", default=False)
    is_kept = models.BooleanField(
        "giữ vĩnh viễn", default=False, help_text="Văn bản lập khi ban hành không bao giờ bị xóa."
    )
    discarded_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đã xuất"
        verbose_name_plural = "văn bản đã xuất"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["status", "claimed_at"], name="document_to_sweep")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=DocumentStatus.READY) | (~Q(file="") & ~Q(sha256="")),
                name="ready_document_has_file",
                violation_error_message="Văn bản đã xong phải có tệp.",
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="document_percent_at_most_100",
                violation_error_message="Tiến độ từ 0 đến 100.",
            ),
            models.CheckConstraint(
                condition=~Q(is_kept=True) | Q(discarded_at__isnull=True),
                name="kept_document_not_discarded",
                violation_error_message="Văn bản ban hành không bỏ được.",
            ),
            # The same request twice is one job.
            models.UniqueConstraint(
                fields=["subject_key", "kind", "format", "requested_by", "options_hash"],
                condition=Q(status__in=[DocumentStatus.PENDING, DocumentStatus.BUILDING]),
                name="same_request_is_one_job",
                violation_error_message="Văn bản này đang được dựng.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unfinished(self) -> bool:
        return self.status in (DocumentStatus.PENDING, DocumentStatus.BUILDING)

    @property
    def is_ready(self) -> bool:
        return self.status == DocumentStatus.READY

    @property
    def can_discard(self) -> bool:
        return not self.is_kept and self.discarded_at is None and not self.is_unfinished

    @property
    def is_pdf(self) -> bool:
        return self.format == DocumentFormat.PDF

    def get_absolute_url(self) -> str:
        return reverse("documents:document_detail", args=[self.locality.code, self.pk])


def signed_copy_path(copy: "SignedCopy", filename: str) -> str:
    return f"{copy.locality.code}/ban-ky/{uuid.uuid4().hex}"


class SignedCopy(TimeStampedModel):
    """Bản đã ký: the scan or digitally signed file that stands beside an issued paper."""

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="signed_copies"
    )
    subject_key = models.CharField("của", max_length=200, db_index=True)
    file = models.FileField("tệp", upload_to=signed_copy_path, max_length=300)
    name = models.CharField("tên tệp", max_length=255)
    size = models.PositiveBigIntegerField("cỡ tệp (byte)", default=0)
    sha256 = models.CharField("SHA-256", max_length=64)
    signature_state = models.CharField(
        "chữ ký số", max_length=10, choices=SignatureState, default=SignatureState.NONE
    )
    signature_note = models.TextField("kết quả kiểm tra chữ ký số", blank=True)
    comparison = models.CharField(
        "đối chiếu với bản ban hành",
        max_length=10,
        choices=ComparisonState,
        default=ComparisonState.UNCOMPARED,
    )
    comparison_note = models.TextField("kết quả đối chiếu", blank=True)
    is_held = models.BooleanField("chờ người nộp xác nhận", default=False)
    kept_because = models.TextField("lý do vẫn lưu", blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nộp", on_delete=models.PROTECT, related_name="+"
    )

    objects = SignedCopyQuerySet.as_manager()

    class Meta:
        verbose_name = "bản đã ký"
        verbose_name_plural = "bản đã ký"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(comparison=ComparisonState.DIFFERENT) | Q(is_held=True) | ~Q(kept_because=""),
                name="differing_copy_is_held_or_explained",
                violation_error_message="Bản đã ký khác bản đã ban hành thì phải ghi lý do vẫn lưu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> str:
        """What its signatures and the comparison with the issued file say, a line for each sentence."""
        why = f"Vẫn lưu vì: {self.kept_because}" if self.kept_because else ""
        return "\n".join(part for part in (self.comparison_note, why, self.signature_note) if part)
