"""How an issued plan changes: amendments with their changes, and corrections of its typing."""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agencies.models import Locality
from documents.choices import Layout
from documents.models import LegalBasis
from plans.choices import OPEN_AMENDMENT, AmendmentPaper, AmendmentStatus, ChangeKind
from plans.models.plan import Plan
from plans.models.task import Task, TaskGroup
from plans.querysets import AmendmentQuerySet
from ttdn_portal.shared.models import TimeStampedModel

_UNSIGNED = (AmendmentStatus.SUBMITTED, AmendmentStatus.APPROVED)
_EDITS = (ChangeKind.EDIT_TASK, ChangeKind.WITHDRAW_TASK)


class Amendment(TimeStampedModel):
    """Văn bản điều chỉnh, bổ sung: changes of an issued plan, in effect from a day. A document with a life of its own."""

    locality = models.ForeignKey(
        Locality,
        verbose_name="địa phương",
        on_delete=models.PROTECT,
        related_name="amendments",
        editable=False,
    )
    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.PROTECT, related_name="amendments"
    )
    ordinal = models.PositiveSmallIntegerField("điều chỉnh lần thứ", validators=[MinValueValidator(1)])
    title = models.CharField("trích yếu", max_length=400)
    reasons = models.TextField("lý do điều chỉnh", blank=True)
    legal_bases = models.ManyToManyField(
        LegalBasis, verbose_name="căn cứ trong thư viện", blank=True, related_name="amendments"
    )
    other_bases = models.TextField("căn cứ khác", blank=True, help_text="Mỗi dòng một căn cứ.")
    paper = models.CharField(
        "hình thức văn bản", max_length=10, choices=AmendmentPaper, default=AmendmentPaper.DECISION
    )
    layout = models.CharField("thể thức", max_length=5, choices=Layout, default=Layout.STATE)
    symbol = models.CharField("ký hiệu", max_length=40)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    series_label = models.CharField("năm hoặc nhiệm kỳ của số", max_length=20, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    effective_from = models.DateField(
        "có hiệu lực từ", null=True, blank=True, help_text="Để trống thì có hiệu lực từ ngày ban hành."
    )
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi dòng một nơi nhận.")
    signing_authority = models.TextField(
        "thẩm quyền ký", blank=True, help_text="Mỗi dòng một cấp, ví dụ: TM. ỦY BAN NHÂN DÂN."
    )
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="tài khoản người ký",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    signer_name = models.CharField("họ tên người ký", max_length=120, blank=True)
    status = models.CharField(
        "trạng thái", max_length=10, choices=AmendmentStatus, default=AmendmentStatus.DRAFT
    )
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
    applied_at = models.DateTimeField("đưa vào kế hoạch lúc", null=True, blank=True)
    return_note = models.TextField("lý do trả lại", blank=True)
    is_illustration = models.BooleanField("minh họa", default=False)

    OFFICE_AUTHORITY = "authority"  # which lines of its office stand where the amendment has none of its own

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản điều chỉnh"
        verbose_name_plural = "văn bản điều chỉnh"
        ordering = ["plan", "ordinal"]
        indexes = [models.Index(fields=["status", "applied_at"], name="amendment_to_apply")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "ordinal"],
                name="amendment_once_a_plan",
                violation_error_message="Lần điều chỉnh này đã có.",
            ),
            models.CheckConstraint(
                condition=~Q(status=AmendmentStatus.ISSUED)
                | (
                    Q(number__isnull=False)
                    & Q(issued_on__isnull=False)
                    & ~Q(signer_name="")
                    & Q(issued_at__isnull=False)
                    & Q(effective_from__gte=F("issued_on"))
                ),
                name="issued_amendment_has_number_day_signer",
                violation_error_message="Văn bản điều chỉnh đã ban hành phải có số, ngày, người ký và ngày có hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(status=AmendmentStatus.ISSUED),
                name="only_issued_amendment_is_applied",
                violation_error_message="Chỉ văn bản điều chỉnh đã ban hành mới có hiệu lực.",
            ),
            models.CheckConstraint(
                condition=~Q(status=AmendmentStatus.RETURNED) | ~Q(return_note=""),
                name="returned_amendment_has_note",
                violation_error_message="Trả lại phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=_UNSIGNED) | Q(submitted_at__isnull=False),
                name="submitted_amendment_has_time",
                violation_error_message="Văn bản đã trình phải có giờ trình.",
            ),
        ]

    def __str__(self) -> str:
        return f"Điều chỉnh lần {self.ordinal} – {self.plan.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.locality_id = self.plan.locality_id
        super().save(*args, **kwargs)

    @property
    def short_name(self) -> str:
        return f"Lần {self.ordinal}"

    @property
    def is_editable(self) -> bool:
        return self.status in OPEN_AMENDMENT

    @property
    def is_issued(self) -> bool:
        return self.status == AmendmentStatus.ISSUED

    @property
    def is_in_effect(self) -> bool:
        return self.applied_at is not None

    @property
    def issuer(self) -> Any:
        """Whoever issued the plan amends it."""
        return self.plan.issuer

    @property
    def document_number(self) -> str:
        """“15/QĐ-UBND”; “…/QĐ-UBND” until the clerk gives the number."""
        joint = "-" if self.layout == Layout.PARTY else "/"
        return f"{self.number:02d}{joint}{self.symbol}" if self.number else f"…{joint}{self.symbol}"

    @property
    def type_word(self) -> str:
        """QĐ or KH: what the symbol of this form begins with (NĐ 30/2020, Phụ lục III)."""
        return "QĐ" if self.paper == AmendmentPaper.DECISION else "KH"

    @property
    def usual_symbol(self) -> str:
        """QĐ-UBND, KH-UBND, KH-BCĐ; KH/BCĐ in the Party's way."""
        joint = "/" if self.layout == Layout.PARTY else "-"
        return f"{self.type_word}{joint}{self.issuer.document_abbreviation or 'UBND'}"[:40]

    def get_issue_form_display(self) -> str:
        """The form of issue in words, as a plan has it."""
        return self.get_paper_display()

    @property
    def type_name(self) -> str:
        return "Quyết định" if self.paper == AmendmentPaper.DECISION else "Kế hoạch"

    @property
    def full_title(self) -> str:
        """“Quyết định về việc điều chỉnh …”, “Kế hoạch điều chỉnh …”."""
        about = "về việc " if self.paper == AmendmentPaper.DECISION else ""
        return f"{self.type_name} {about}{self.title}"

    @property
    def subject_key(self) -> str:
        """How its number and its notices name it."""
        return f"{self.plan.subject_key}@dieu-chinh-{self.ordinal}"

    def url_args(self) -> list[Any]:
        return [self.plan.locality.code, self.plan.slug, self.ordinal]

    def get_absolute_url(self) -> str:
        return reverse("plans:amendment_detail", args=self.url_args())


class AmendmentChange(TimeStampedModel):
    """Phần điều chỉnh: one change of the promise: what was issued before, what stands after.

    `before` and `after` have the shape of a task, group or text in `PlanVersion.content`; `base_version` is the version
    that the drafter had before them.
    """

    amendment = models.ForeignKey(
        Amendment, verbose_name="văn bản điều chỉnh", on_delete=models.CASCADE, related_name="changes"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    kind = models.CharField("loại thay đổi", max_length=14, choices=ChangeKind)
    task = models.ForeignKey(
        Task,
        verbose_name="nhiệm vụ",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
    )
    group = models.ForeignKey(
        TaskGroup,
        verbose_name="nội dung",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
    )
    new_group = models.ForeignKey(
        "self",
        verbose_name="thuộc nội dung bổ sung",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="new_tasks",
    )
    field = models.CharField("phần lời", max_length=20, blank=True)
    before = models.JSONField("đã ban hành (trước)", default=dict, blank=True)
    after = models.JSONField("điều chỉnh, bổ sung (sau)", default=dict, blank=True)
    base_version = models.PositiveSmallIntegerField("lập trên bản số", default=1)
    reason = models.CharField("lý do", max_length=400, blank=True)

    class Meta:
        verbose_name = "phần điều chỉnh"
        verbose_name_plural = "phần điều chỉnh"
        ordering = ["amendment", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "position"],
                name="change_position_once",
                violation_error_message="Thứ tự này đã có.",
            ),
            models.UniqueConstraint(
                fields=["amendment", "task"],
                condition=Q(task__isnull=False),
                name="one_change_a_task",
                violation_error_message="Nhiệm vụ này đã có trong văn bản điều chỉnh.",
            ),
            models.UniqueConstraint(
                fields=["amendment", "field"],
                condition=~Q(field=""),
                name="one_change_a_text",
                violation_error_message="Phần này đã có trong văn bản điều chỉnh.",
            ),
            models.UniqueConstraint(
                fields=["amendment", "group"],
                condition=Q(kind=ChangeKind.EDIT_GROUP),
                name="one_change_a_group",
                violation_error_message="Nội dung này đã có trong văn bản điều chỉnh.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_EDITS, task__isnull=False)
                | Q(kind=ChangeKind.ADD_TASK, task__isnull=True)
                & (
                    Q(group__isnull=False, new_group__isnull=True)
                    | Q(group__isnull=True, new_group__isnull=False)
                )
                | Q(kind=ChangeKind.EDIT_TEXT, task__isnull=True, group__isnull=True) & ~Q(field="")
                | Q(kind=ChangeKind.EDIT_GROUP, task__isnull=True, group__isnull=False)
                | Q(kind=ChangeKind.ADD_GROUP, task__isnull=True, group__isnull=True),
                name="change_names_what_it_changes",
                violation_error_message="Phần điều chỉnh phải nêu đúng một chỗ của kế hoạch.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amendment}: {self.get_kind_display()}"

    @property
    def target(self) -> tuple[str, Any]:
        """What two amendments must not both change without knowing of each other."""
        if self.task_id:
            return "task", self.task_id
        if self.kind == ChangeKind.EDIT_GROUP:
            return "group", self.group_id
        return ("text", self.field) if self.field else ("new", self.pk)


class Correction(TimeStampedModel):
    """Đính chính: typing faults of an issued document, put right by a letter. What was promised does not change."""

    locality = models.ForeignKey(
        Locality,
        verbose_name="địa phương",
        on_delete=models.PROTECT,
        related_name="corrections",
        editable=False,
    )
    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.PROTECT, related_name="corrections"
    )
    ordinal = models.PositiveSmallIntegerField("đính chính lần thứ", validators=[MinValueValidator(1)])
    number = models.PositiveIntegerField("số công văn", validators=[MinValueValidator(1)])
    symbol = models.CharField("ký hiệu", max_length=40)
    issued_on = models.DateField("ngày công văn")
    signer_name = models.CharField("họ tên người ký", max_length=120)
    place = models.CharField("chỗ sai", max_length=80)
    place_label = models.CharField("tên chỗ sai", max_length=600)
    wrong = models.TextField("đã in")
    right = models.TextField("sửa là")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ghi", on_delete=models.PROTECT, related_name="+"
    )
    is_illustration = models.BooleanField("minh họa", default=False)

    class Meta:
        verbose_name = "đính chính"
        verbose_name_plural = "đính chính"
        ordering = ["plan", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "ordinal"],
                name="correction_once_a_plan",
                violation_error_message="Lần đính chính này đã có.",
            ),
            models.CheckConstraint(
                condition=~Q(wrong=F("right")) & ~Q(wrong=""),
                name="correction_changes_words",
                violation_error_message="Hai cách viết phải khác nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"Đính chính lần {self.ordinal} – {self.plan.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.locality_id = self.plan.locality_id
        super().save(*args, **kwargs)

    @property
    def document_number(self) -> str:
        return f"{self.number:02d}/{self.symbol}"

    @property
    def subject_key(self) -> str:
        return f"{self.plan.subject_key}@dinh-chinh-{self.ordinal}"
