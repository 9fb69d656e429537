"""Where: localities and the agencies in them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agencies.choices import RESERVED_CODES, AgencyKind, CommitteeRole, LocalityKind
from agencies.querysets import (
    AgencyQuerySet,
    CommitteeMemberQuerySet,
    CommitteeQuerySet,
    LocalityQuerySet,
)
from ttdn_portal.shared.models import SearchableModel, TimeStampedModel


class Locality(SearchableModel, TimeStampedModel):
    """Địa phương: a province or centrally run city, of today or ended into a successor."""

    SEARCH_FIELDS = ("code", "name", "short_name")
    SORT_FIELD = "short_name"

    code = models.SlugField(
        "mã trong địa chỉ", max_length=40, unique=True, help_text="Chữ thường không dấu, ví dụ hcm."
    )
    name = models.CharField(
        "tên đầy đủ", max_length=120, help_text="Ví dụ: Thành phố Hồ Chí Minh, tỉnh Hậu Giang."
    )
    short_name = models.CharField("tên gọi", max_length=80, help_text="Ví dụ: Hồ Chí Minh, Hậu Giang.")
    kind = models.CharField("loại", max_length=12, choices=LocalityKind)
    official_code = models.CharField("mã đơn vị hành chính", max_length=4, blank=True)
    place_name = models.CharField(
        "địa danh trên văn bản", max_length=80, blank=True, help_text="Đứng trước ngày tháng, ví dụ: Hà Nội."
    )
    requires_form_check = models.BooleanField(
        "kiểm tra thể thức trước khi ký",
        default=False,
        help_text="Một người thứ hai, không phải người soạn hay người ký, kiểm tra thể thức trước khi phê duyệt.",
    )
    valid_from = models.DateField("có từ ngày", default=date(1975, 5, 1))
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name="nay thuộc",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )

    objects = LocalityQuerySet.as_manager()

    class Meta:
        verbose_name = "địa phương"
        verbose_name_plural = "địa phương"
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="locality_ends_after_start",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                name="locality_successor_needs_end",
                violation_error_message="Địa phương có nơi kế thừa thì phải có ngày kết thúc.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.code in RESERVED_CODES:
            raise ValidationError({"code": f"“{self.code}” là địa chỉ của cổng, chọn mã khác."})

    @property
    def seat(self) -> str:
        return self.place_name or self.short_name


class Agency(SearchableModel, TimeStampedModel):
    """Cơ quan, đơn vị: whoever issues, leads, supports or reports, under the name it has at a time."""

    SEARCH_FIELDS = ("code", "name", "short_name", "document_abbreviation")

    locality = models.ForeignKey(
        Locality,
        verbose_name="địa phương",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        help_text="Để trống với cơ quan Trung ương.",
    )
    code = models.SlugField("mã", max_length=40, help_text="Dùng khi nhập, xuất Excel, ví dụ so-vhtt.")
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên gọi tắt", max_length=80, blank=True)
    kind = models.CharField("loại", max_length=20, choices=AgencyKind)
    document_abbreviation = models.CharField(
        "chữ viết tắt trong ký hiệu", max_length=30, blank=True, help_text="Ví dụ: UBND, SVHTT, BCĐ."
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="cơ quan chủ quản",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    valid_from = models.DateField("có từ ngày", default=date(1975, 5, 1))
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name="nay là",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    is_standing = models.BooleanField("là cơ quan thường trực", default=False)
    requires_sign_off = models.BooleanField("lãnh đạo duyệt báo cáo trước khi gửi", default=False)
    requires_form_check = models.BooleanField(
        "kiểm tra thể thức trước khi ký",
        default=False,
        help_text="Một người thứ hai, không phải người soạn hay người ký, kiểm tra thể thức trước khi phê duyệt.",
    )
    email = models.EmailField("thư điện tử", blank=True)
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan, đơn vị"
        verbose_name_plural = "cơ quan, đơn vị"
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "code"],
                name="agency_code_once_a_locality",
                violation_error_message="Mã này đã có trong địa phương.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(locality__isnull=True),
                name="central_agency_code_once",
                violation_error_message="Mã này đã có ở Trung ương.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agency_ends_after_start",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="agency_not_its_own_parent",
                violation_error_message="Cơ quan không thể là chủ quản của chính mình.",
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("id")),
                name="agency_not_its_own_successor",
                violation_error_message="Cơ quan không thể kế thừa chính mình.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        for field in ("parent", "successor"):
            other = getattr(self, field)
            if other and other.locality_id not in (None, self.locality_id) and field == "parent":
                raise ValidationError({field: "Cơ quan này thuộc địa phương khác."})
        ancestor, seen = self.parent, set()
        while ancestor is not None and ancestor.pk not in seen:
            if self.pk and ancestor.pk == self.pk:
                raise ValidationError({"parent": "Cơ quan không thể đứng dưới đơn vị trực thuộc của mình."})
            seen.add(ancestor.pk)
            ancestor = ancestor.parent

    @property
    def label(self) -> str:
        return self.short_name or self.name

    @property
    def issues_plans(self) -> bool:
        """UBND and Ban Chỉ đạo issue plans; the others lead, support and report."""
        return self.kind in (AgencyKind.PEOPLES_COMMITTEE, AgencyKind.STEERING_COMMITTEE)

    def exists_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def get_absolute_url(self) -> str:
        return (
            reverse("agencies:agency_detail", args=[self.locality.code, self.code]) if self.locality else "/"
        )


class SteeringCommittee(TimeStampedModel):
    """Ban Chỉ đạo: the committee behind an agency of its kind, so that it can issue, lead and own a number series."""

    agency = models.OneToOneField(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, related_name="committee"
    )
    founding_document = models.CharField("quyết định thành lập", max_length=200, blank=True)
    term_label = models.CharField(
        "nhiệm kỳ", max_length=40, blank=True, help_text="Số văn bản theo lối của Đảng đếm theo nhiệm kỳ."
    )

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "Ban Chỉ đạo"
        verbose_name_plural = "Ban Chỉ đạo"

    def __str__(self) -> str:
        return str(self.agency)

    def clean(self) -> None:
        if self.agency_id and self.agency.kind != AgencyKind.STEERING_COMMITTEE:
            raise ValidationError({"agency": "Chọn một cơ quan thuộc loại Ban Chỉ đạo."})


class CommitteeMember(TimeStampedModel):
    """Thành viên Ban Chỉ đạo, with or without an account."""

    committee = models.ForeignKey(
        SteeringCommittee, verbose_name="Ban Chỉ đạo", on_delete=models.CASCADE, related_name="members"
    )
    user = models.ForeignKey(
        "agencies.User",
        verbose_name="tài khoản",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="committee_seats",
    )
    full_name = models.CharField("họ và tên", max_length=120)
    position_title = models.CharField("chức vụ", max_length=200, blank=True)
    role = models.CharField("vai trò", max_length=16, choices=CommitteeRole, default=CommitteeRole.MEMBER)
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = CommitteeMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên Ban Chỉ đạo"
        verbose_name_plural = "thành viên Ban Chỉ đạo"
        ordering = ["committee", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="committee_member_ends_after_start",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
