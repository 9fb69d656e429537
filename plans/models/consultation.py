"""Asking for comments on a draft: the rounds, who was asked, what they said, what became of it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from agencies.models import Agency, CommitteeMember
from plans.choices import CommentAnswer, ReplyStatus, Verdict
from plans.models.places import DraftPlace
from plans.models.plan import Plan
from plans.querysets import ConsultationQuerySet, ConsultedBodyQuerySet, PlanCommentQuerySet
from ttdn_portal.shared.compare import Part, word_diff
from ttdn_portal.shared.models import TimeStampedModel


def person(name: str) -> Any:
    """Who did it, kept as long as the row."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=name,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )


class Consultation(TimeStampedModel):
    """Đợt lấy ý kiến (góp ý dự thảo): one round in which a draft is sent out for comments.

    `content` is the draft as it was sent, clause by clause (see `plans.dashboards.clauses`); `scope` names the clauses on
    which comments were asked, none for the whole draft. The draft goes on being written meanwhile.
    """

    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="consultations"
    )
    number = models.PositiveSmallIntegerField("đợt")
    sent_at = models.DateTimeField("gửi lúc")
    sent_by = person("người gửi")
    reply_due_on = models.DateField("hạn trả lời")
    is_silence_consent = models.BooleanField(
        "quá hạn coi như thống nhất",
        default=True,
        help_text="Nơi không trả lời khi đợt kết thúc sau hạn được tính là thống nhất.",
    )
    note = models.TextField("lời nhắn", blank=True)
    scope = models.JSONField("phần được lấy ý kiến", default=list, blank=True)
    content = models.JSONField("dự thảo khi gửi", default=list)
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    ended_by = person("người kết thúc")
    is_ended_early = models.BooleanField("kết thúc trước hạn", default=False)
    end_note = models.TextField("lý do kết thúc", blank=True)
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt lấy ý kiến"
        verbose_name_plural = "đợt lấy ý kiến"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="consultation_number_once",
                violation_error_message="Đợt lấy ý kiến này đã có.",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(ended_at__isnull=True),
                name="one_open_consultation_a_plan",
                violation_error_message="Kế hoạch đang trong một đợt lấy ý kiến khác.",
            ),
            models.CheckConstraint(
                condition=Q(is_ended_early=False) | (Q(ended_at__isnull=False) & ~Q(end_note="")),
                name="early_end_has_reason",
                violation_error_message="Kết thúc trước hạn phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"Lấy ý kiến đợt {self.number}: {self.plan}"

    @property
    def locality_id(self) -> int:
        return self.plan.locality_id

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def counts_silence(self) -> bool:
        """Silence is consent only where the setting says so and the bodies had all their time."""
        return self.is_silence_consent and not self.is_open and not self.is_ended_early

    @property
    def subject_key(self) -> str:
        """How notices and papers name this round."""
        return f"consultation:{self.plan.locality.code}/{self.plan.slug}@{self.number}"

    def is_asked(self, key: str) -> bool:
        """Whether comments are asked on the clause of this key."""
        return not self.scope or key in self.scope

    def url_of(self, page: str, *args: Any) -> str:
        return reverse(f"plans:{page}", args=[self.plan.locality.code, self.plan.slug, self.number, *args])

    def get_absolute_url(self) -> str:
        return self.url_of("consultation_desk")


class ConsultedBody(TimeStampedModel):
    """Nơi được lấy ý kiến: one agency, or one committee member, and its reply in one round.

    `name` is what it was called when it was asked. `version` counts every change of the reply, so that nobody sends
    what they have not read.
    """

    consultation = models.ForeignKey(
        Consultation, verbose_name="đợt lấy ý kiến", on_delete=models.CASCADE, related_name="bodies"
    )
    number = models.PositiveSmallIntegerField("thứ tự")
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    member = models.ForeignKey(
        CommitteeMember,
        verbose_name="thành viên Ban Chỉ đạo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField("tên khi lấy ý kiến", max_length=330)
    status = models.CharField("trạng thái", max_length=14, choices=ReplyStatus, default=ReplyStatus.WAITING)
    verdict = models.CharField("ý kiến chung", max_length=10, choices=Verdict, blank=True)
    passed_on_by = person("người trình lãnh đạo")
    head_note = models.TextField("ý kiến của lãnh đạo đơn vị", blank=True)
    replied_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    replied_by = person("người trả lời")
    paper = models.CharField("văn bản trả lời", max_length=300, blank=True)
    reopen_note = models.TextField("lý do mở lại", blank=True)
    version = models.PositiveIntegerField("lần thay đổi", default=1)
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = ConsultedBodyQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi được lấy ý kiến"
        verbose_name_plural = "nơi được lấy ý kiến"
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"],
                name="body_number_once",
                violation_error_message="Thứ tự này đã có trong đợt lấy ý kiến.",
            ),
            models.UniqueConstraint(
                fields=["consultation", "agency"],
                condition=Q(agency__isnull=False),
                name="agency_asked_once_a_round",
                violation_error_message="Cơ quan này đã có trong đợt lấy ý kiến.",
            ),
            models.UniqueConstraint(
                fields=["consultation", "member"],
                condition=Q(member__isnull=False),
                name="member_asked_once_a_round",
                violation_error_message="Thành viên này đã có trong đợt lấy ý kiến.",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=True, member__isnull=False)
                | Q(agency__isnull=False, member__isnull=True),
                name="body_is_agency_or_member",
                violation_error_message="Chọn một cơ quan hoặc một thành viên Ban Chỉ đạo.",
            ),
            models.CheckConstraint(
                condition=(Q(status=ReplyStatus.REPLIED) & Q(replied_at__isnull=False) & ~Q(verdict=""))
                | (~Q(status=ReplyStatus.REPLIED) & Q(replied_at__isnull=True)),
                name="reply_has_time_and_verdict",
                violation_error_message="Trả lời phải có thời điểm và ý kiến chung.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def locality_id(self) -> int:
        return self.consultation.locality_id

    @property
    def needs_sign_off(self) -> bool:
        return self.agency is not None and self.agency.requires_sign_off

    @property
    def is_writable(self) -> bool:
        return self.status == ReplyStatus.WAITING and self.consultation.is_open

    def get_absolute_url(self) -> str:
        return self.consultation.url_of("reply", self.number)


class PlanComment(DraftPlace, TimeStampedModel):
    """Ý kiến góp ý: what one body says about one place of the draft, and the drafter's answer to it.

    `clause_key` is the clause of the draft as it was sent; the place itself may be gone from the draft by now.
    """

    body = models.ForeignKey(
        ConsultedBody, verbose_name="nơi góp ý", on_delete=models.CASCADE, related_name="comments"
    )
    number = models.PositiveSmallIntegerField("thứ tự")
    clause_key = models.CharField("chỗ trong dự thảo đã gửi", max_length=40)
    text = models.TextField("nội dung góp ý")
    author = person("người viết")
    answer = models.CharField("trả lời", max_length=10, choices=CommentAnswer, blank=True)
    answer_text = models.TextField("nội dung tiếp thu, giải trình", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = person("người trả lời")
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = PlanCommentQuerySet.as_manager()

    class Meta(DraftPlace.Meta):
        verbose_name = "ý kiến góp ý"
        verbose_name_plural = "ý kiến góp ý"
        ordering = ["body", "number"]
        constraints = [
            *DraftPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["body", "number"],
                name="comment_number_once",
                violation_error_message="Thứ tự này đã có.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="comment_says_something",
                violation_error_message="Ghi nội dung góp ý.",
            ),
            models.CheckConstraint(
                condition=(Q(answer="") & Q(answered_at__isnull=True))
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="answer_has_time",
                violation_error_message="Trả lời góp ý phải có thời điểm.",
            ),
            models.CheckConstraint(
                condition=~Q(answer=CommentAnswer.EXPLAINED) | ~Q(answer_text=""),
                name="explanation_has_reason",
                violation_error_message="Giải trình phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.place_label}"

    @property
    def plan(self) -> Plan:
        return self.body.consultation.plan

    @property
    def locality_id(self) -> int:
        return self.plan.locality_id

    @property
    def answer_url(self) -> str:
        return self.body.consultation.url_of("comment_answer", self.body.number, self.number)


class CommentChange(DraftPlace):
    """Chỗ đã sửa theo góp ý: a place that the drafter changed because of a comment, before and after."""

    comment = models.ForeignKey(
        PlanComment, verbose_name="ý kiến góp ý", on_delete=models.CASCADE, related_name="changes"
    )
    clause_key = models.CharField("chỗ trong dự thảo", max_length=40)
    before = models.TextField("trước khi sửa", blank=True)
    after = models.TextField("sau khi sửa", blank=True)

    class Meta(DraftPlace.Meta):
        verbose_name = "chỗ đã sửa theo góp ý"
        verbose_name_plural = "chỗ đã sửa theo góp ý"
        ordering = ["comment", "id"]
        constraints = [
            *DraftPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["comment", "clause_key"],
                name="change_once_a_comment",
                violation_error_message="Chỗ này đã gắn với ý kiến.",
            ),
        ]

    def __str__(self) -> str:
        return self.place_label

    @property
    def parts(self) -> list[Part]:
        """Word by word; computed when it is drawn."""
        return word_diff(self.before, self.after)

    def clean(self) -> None:
        super().clean()
        if self.before == self.after:
            raise ValidationError("Chỗ này chưa khác dự thảo đã gửi.")

    @property
    def plan(self) -> Plan:
        return self.comment.plan
