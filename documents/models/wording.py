"""The words of an office, and what they were before."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from agencies.models import Agency, Locality
from documents.choices import Layout
from documents.querysets import LocalityPaperQuerySet
from ttdn_portal.shared.models import TimeStampedModel

# Columns that print, in the order of their form.
WORDS = (
    "parent_name",
    "issuer_name",
    "place_name",
    "signing_authority",
    "recipients",
    "letter_symbol",
    "letter_authority",
    "letter_recipients",
    "contact_line",
    "drafter_code",
)


class OfficeWording(TimeStampedModel):
    """Câu chữ của cơ quan: letterhead, place, recipients and signer as the office writes them."""

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="office_wordings"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan ban hành", on_delete=models.PROTECT, related_name="office_wordings"
    )
    layout = models.CharField("thể thức", max_length=5, choices=Layout, default=Layout.STATE)
    parent_name = models.CharField("cơ quan chủ quản trên tiêu đề", max_length=160, blank=True)
    issuer_name = models.CharField("tên cơ quan trên tiêu đề", max_length=200)
    place_name = models.CharField("địa danh", max_length=80)
    signing_authority = models.TextField(
        "thẩm quyền ký",
        blank=True,
        help_text="Mỗi dòng một cấp, ví dụ: TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH.",
    )
    recipients = models.TextField("nơi nhận mặc định", blank=True, help_text="Mỗi dòng một nơi nhận.")
    letter_symbol = models.CharField(
        "ký hiệu công văn", max_length=40, blank=True, help_text="Ví dụ: UBND-VX; theo thể thức Đảng: CV/BCĐ."
    )
    letter_authority = models.TextField(
        "thẩm quyền ký công văn",
        blank=True,
        help_text="Mỗi dòng một cấp, ví dụ: TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG.",
    )
    letter_recipients = models.TextField(
        "nơi nhận công văn",
        blank=True,
        help_text="Mỗi dòng một nơi nhận, bắt đầu bằng “Như trên”, cuối cùng là “Lưu: …”.",
    )

    contact_line = models.CharField(
        "dòng liên hệ của công văn",
        max_length=300,
        blank=True,
        help_text="In ở chân trang thứ nhất của công văn: địa chỉ, thư điện tử, trang thông tin, điện thoại.",
    )
    drafter_code = models.CharField(
        "ký hiệu người soạn thảo, số bản",
        max_length=30,
        blank=True,
        help_text="In sau dòng “Lưu: …”, ví dụ: NVA.(10).",
    )
    version = models.PositiveIntegerField("lần lưu", default=1)

    objects = LocalityPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu chữ của cơ quan"
        verbose_name_plural = "mẫu chữ của cơ quan"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "layout"],
                name="wording_once_an_agency_and_layout",
                violation_error_message="Cơ quan này đã có mẫu chữ cho thể thức ấy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer_name} ({self.get_layout_display()})"

    def clean(self) -> None:
        if self.agency_id and self.locality_id and self.agency.locality_id != self.locality_id:
            raise ValidationError({"agency": "Cơ quan này thuộc địa phương khác."})

    @property
    def words(self) -> dict[str, str]:
        """What the office writes, as a version keeps it."""
        return {name: getattr(self, name) for name in WORDS}

    def get_absolute_url(self) -> str:
        return reverse("documents:wording_edit", args=[self.locality.code, self.agency.code, self.layout])


class WordingVersion(models.Model):
    """Bản mẫu chữ: what an office wrote from a moment on, so that a paper issued before a change keeps its words."""

    wording = models.ForeignKey(
        OfficeWording, verbose_name="mẫu chữ", on_delete=models.CASCADE, related_name="versions"
    )
    words = models.JSONField("câu chữ")
    valid_from = models.DateTimeField("dùng từ")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người sửa",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "bản mẫu chữ"
        verbose_name_plural = "bản mẫu chữ"
        ordering = ["wording", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "valid_from"],
                name="wording_version_once_a_moment",
                violation_error_message="Đã có bản của thời điểm ấy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wording}, từ {self.valid_from:%d/%m/%Y %H:%M}"
