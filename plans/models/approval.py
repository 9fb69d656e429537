"""A draft before its signer: each submission, what was returned with reasons, the check of its form."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from plans.choices import PointAnswer
from plans.models.places import DraftPlace
from plans.models.plan import Plan


class PlanSubmission(models.Model):
    """Lần trình: the draft as it was laid before the signer, clause by clause."""

    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField("lần", validators=[MinValueValidator(1)])
    note = models.TextField("lời trình", blank=True)
    content = models.JSONField("nội dung trình", default=list)
    sha256 = models.CharField("SHA-256", max_length=64)
    submitted_at = models.DateTimeField("trình lúc", auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trình",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "lần trình"
        verbose_name_plural = "lần trình"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="submission_number_once_a_plan",
                violation_error_message="Lần trình này đã có.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} – trình lần {self.number}"


class ReturnPoint(DraftPlace):
    """Điểm cần sửa: what the signer wants changed at one place, and what the drafter did about it.

    Written down while the draft is read; the drafter sees it only once it is sent with the plan.
    """

    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="return_points"
    )
    submission = models.ForeignKey(
        PlanSubmission, verbose_name="lần trình", on_delete=models.CASCADE, related_name="points"
    )
    number = models.PositiveSmallIntegerField("điểm", validators=[MinValueValidator(1)])
    text = models.TextField("cần sửa thế nào")
    written_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ghi", on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    answer = models.CharField("người soạn", max_length=5, choices=PointAnswer, blank=True)
    answer_note = models.TextField("giải thích", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trả lời",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "điểm cần sửa"
        verbose_name_plural = "điểm cần sửa"
        ordering = ["submission", "number"]
        constraints = [
            *DraftPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["submission", "number"],
                name="point_number_once_a_submission",
                violation_error_message="Điểm này đã có.",
            ),
            models.CheckConstraint(
                condition=~Q(answer=PointAnswer.KEPT) | ~Q(answer_note=""),
                name="kept_point_says_why",
                violation_error_message="Giữ nguyên thì ghi rõ vì sao.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, sent_at__isnull=False)),
                name="answered_point_was_sent",
                violation_error_message="Chỉ trả lời điểm đã được gửi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.place_name}"


class FormCheck(models.Model):
    """Kiểm tra thể thức: a named second person has looked at the form before signing (NĐ 30/2020, Điều 10–18).

    It speaks of one text, named by its SHA-256, and of no later one.
    """

    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="form_checks"
    )
    sha256 = models.CharField("SHA-256 của nội dung", max_length=64)
    is_passed = models.BooleanField("đúng thể thức")
    note = models.TextField("ý kiến", blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người kiểm tra", on_delete=models.PROTECT, related_name="+"
    )
    checker_name = models.CharField("họ tên", max_length=120)
    checked_at = models.DateTimeField("kiểm tra lúc", auto_now_add=True)

    class Meta:
        verbose_name = "kiểm tra thể thức"
        verbose_name_plural = "kiểm tra thể thức"
        ordering = ["plan", "-checked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_passed=True) | ~Q(note=""),
                name="failed_form_check_says_what",
                violation_error_message="Chưa đúng thể thức thì ghi rõ chỗ cần sửa.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} – {self.checker_name}"
