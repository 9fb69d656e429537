"""What every paper has that is written, submitted, approved, numbered and issued in the portal."""

from typing import Any

from django.conf import settings
from django.db import models

from documents.choices import Layout
from reports.choices import WRITABLE_REVIEW_STATUSES, ReviewStatus
from ttdn_portal.shared.models import TimeStampedModel


def person(label: str, **fields: Any) -> Any:
    """Who did a step of the review's life, once somebody did."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        **fields,
    )


class IssuedPaper(TimeStampedModel):
    """Văn bản ban hành: how far the paper is, who brought it there, and the words of form around its content.

    The subclass says what it is about, who issues it and under which symbol.
    """

    layout = models.CharField("thể thức", max_length=5, choices=Layout, default=Layout.STATE)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    series_label = models.CharField("năm hoặc nhiệm kỳ của số", max_length=20, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    place_name = models.CharField("địa danh", max_length=80, blank=True)
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi dòng một nơi nhận.")
    signing_authority = models.TextField(
        "thẩm quyền ký", blank=True, help_text="Mỗi dòng một cấp, ví dụ: TM. ỦY BAN NHÂN DÂN."
    )
    signer = person("tài khoản người ký")
    signer_name = models.CharField("họ tên người ký", max_length=120, blank=True)
    status = models.CharField("trạng thái", max_length=9, choices=ReviewStatus, default=ReviewStatus.DRAFT)
    version = models.PositiveIntegerField("lần lưu", default=1)
    saved_by = person("người lưu gần nhất")
    submitted_at = models.DateTimeField("trình lúc", null=True, blank=True)
    submitted_by = person("người trình")
    approved_at = models.DateTimeField("phê duyệt lúc", null=True, blank=True)
    approved_by = person("người phê duyệt")
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    returned_by = person("người trả lại")
    return_note = models.TextField("lý do trả lại", blank=True)
    issued_at = models.DateTimeField("ghi nhận ban hành lúc", null=True, blank=True)
    content_sha256 = models.CharField("SHA-256 của bản ban hành", max_length=64, blank=True)
    is_illustration = models.BooleanField("minh họa", default=False)

    OFFICE_AUTHORITY = "authority"  # which lines of its office stand where the paper has none of its own

    symbol: Any
    issuer: Any

    class Meta:
        abstract = True

    @property
    def is_writable(self) -> bool:
        return self.status in WRITABLE_REVIEW_STATUSES

    @property
    def is_issued(self) -> bool:
        return self.status == ReviewStatus.ISSUED

    @property
    def document_number(self) -> str:
        """“05/BC-UBND”; “…/BC-UBND” while the number is not known."""
        joint = "-" if self.layout == Layout.PARTY else "/"
        return f"{self.number:02d}{joint}{self.symbol}" if self.number else f"…{joint}{self.symbol}"
