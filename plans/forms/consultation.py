"""Forms of a round: whom to ask, what to say, what to answer."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from agencies.choices import AgencyKind
from agencies.models import Agency, CommitteeMember
from agencies.querysets import effective_on
from agencies.services.calendar import work_calendar
from plans.choices import CommentAnswer
from plans.dashboards.clauses import Clause, ClauseChange, clauses_of
from plans.models import Consultation, Plan, PlanComment
from plans.services.consultation import member_name
from ttdn_portal.shared.fields import DayField, LongTextField, PlainTextField
from ttdn_portal.shared.forms import NamedRows, OneOf, OneOfMixin

USUAL_WORKING_DAYS = 10
WHOLE_DRAFT, SOME_PARTS = "ca", "phan"
# A committee answers through its members, each under their own name.
NOT_ASKED_KINDS = (AgencyKind.STEERING_COMMITTEE,)


class SendForm(OneOfMixin, forms.Form):
    """Whom to ask, about what, until when."""

    one_of = (
        OneOf(
            ("agencies", "members"),
            "Chọn ít nhất một nơi để lấy ý kiến.",
            words="cơ quan, thành viên Ban Chỉ đạo",
        ),
    )
    needed_when = {"parts": "cần khi lấy ý kiến một số phần"}

    reply_due_on = DayField(label="Hạn trả lời")
    is_silence_consent = forms.BooleanField(
        label="Quá hạn không trả lời coi như thống nhất",
        required=False,
        initial=True,
        help_text="Chỉ tính khi đợt kết thúc sau hạn; kết thúc sớm thì nơi chưa trả lời không được tính là thống nhất.",
    )
    agencies = forms.MultipleChoiceField(
        label="Cơ quan, đơn vị", required=False, widget=forms.CheckboxSelectMultiple
    )
    members = forms.MultipleChoiceField(
        label="Thành viên Ban Chỉ đạo", required=False, widget=forms.CheckboxSelectMultiple
    )
    scope = forms.ChoiceField(
        label="Lấy ý kiến về",
        choices=[(WHOLE_DRAFT, "Toàn bộ dự thảo"), (SOME_PARTS, "Một số phần chọn dưới đây")],
        initial=WHOLE_DRAFT,
        widget=forms.RadioSelect,
    )
    parts = forms.MultipleChoiceField(
        label="Các phần lấy ý kiến",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chọn một nội dung là lấy ý kiến cả các nhiệm vụ của nội dung ấy.",
    )
    note = LongTextField(
        label="Lời nhắn",
        required=False,
        max_length=4000,
        rows=3,
        help_text="Người được hỏi đọc đầu trang góp ý.",
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        near = Agency.objects.filter(locality_id=plan.locality_id).exclude(kind__in=NOT_ASKED_KINDS)
        self._agencies = {str(agency.pk): agency for agency in near.effective_on(today)}
        seats = CommitteeMember.objects.filter(
            effective_on(today), committee__agency__locality_id=plan.locality_id
        )
        self._members = {str(seat.pk): seat for seat in seats}
        self._clauses = clauses_of(plan)
        self.fields["agencies"].choices = [(pk, agency.name) for pk, agency in self._agencies.items()]
        self.fields["members"].choices = [(pk, member_name(seat)) for pk, seat in self._members.items()]
        self.fields["parts"].choices = [(c.key, c.label) for c in self._clauses if not c.is_task]
        self.fields[
            "reply_due_on"
        ].help_text = "Rơi vào ngày nghỉ thì tính đến hết ngày làm việc kế tiếp. Ví dụ 05/03/2026."
        if not self._members:
            del self.fields["members"]
        self.initial = {**_suggested(plan, self._agencies, self._members), **self.initial}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        due_on = data.get("reply_due_on")
        if due_on and due_on < timezone.localdate():
            self.add_error("reply_due_on", "Hạn trả lời không thể ở quá khứ.")
        if data.get("scope") == SOME_PARTS and not data.get("parts"):
            self.add_error("parts", "Chọn ít nhất một phần, hoặc lấy ý kiến toàn bộ dự thảo.")
        return data

    def move_data(self) -> dict[str, Any]:
        """What the transition takes; a content item brings its tasks along."""
        data = self.cleaned_data
        return {
            "agencies": [self._agencies[pk] for pk in data["agencies"]],
            "members": [self._members[pk] for pk in data.get("members", [])],
            "reply_due_on": data["reply_due_on"],
            "is_silence_consent": data["is_silence_consent"],
            "scope": self._scope() if data["scope"] == SOME_PARTS else [],
        }

    def _scope(self) -> list[str]:
        chosen, keys, is_in = set(self.cleaned_data["parts"]), [], False
        for clause in self._clauses:
            is_in = is_in if clause.is_task else clause.key in chosen
            if is_in:
                keys.append(clause.key)
        return keys


class ReplyDateForm(forms.Form):
    """Another last day for a round that is open."""

    reply_due_on = DayField(
        label="Hạn trả lời mới",
        help_text="Rơi vào ngày nghỉ thì tính đến hết ngày làm việc kế tiếp. Ví dụ 05/03/2026.",
    )
    reason = LongTextField(
        label="Lý do", max_length=500, rows=3, help_text="Nơi chưa trả lời đọc được lời này trong thông báo."
    )
    read = DayField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._sent_on = timezone.localdate(consultation.sent_at)
        self.initial = {"read": consultation.reply_due_on, "reply_due_on": consultation.reply_due_on}

    def clean_reply_due_on(self) -> date:
        due_on: date = self.cleaned_data["reply_due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError("Hạn trả lời không thể ở quá khứ.")
        return due_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reply_due_on") and data["reply_due_on"] == data.get("read"):
            self.add_error("reply_due_on", "Ngày này đang là hạn trả lời. Ghi một ngày khác.")
        return data


def _suggested(
    plan: Plan, agencies: dict[str, Agency], members: dict[str, CommitteeMember]
) -> dict[str, Any]:
    """Whoever was asked last; the first time everybody with a task, and the whole committee."""
    last = Consultation.objects.filter(plan=plan).order_by("-number").first()
    if last is not None:
        bodies = list(last.bodies.all())
        asked = {str(body.agency_id) for body in bodies if body.agency_id}
        seats = {str(body.member_id) for body in bodies if body.member_id}
    else:
        tasks = plan.tasks.filter(withdrawn_on__isnull=True)
        with_task = Agency.objects.filter(
            Q(led_tasks__in=tasks) | Q(jointly_led_tasks__in=tasks) | Q(supports__task__in=tasks)
        )
        named = set(plan.consulted_agencies.values_list("pk", flat=True))
        asked = {str(pk) for pk in named | set(with_task.values_list("pk", flat=True))}
        seats = set(members)
    calendar = work_calendar(plan.locality_id)
    return {
        "agencies": [pk for pk in agencies if pk in asked],
        "members": [pk for pk in members if pk in seats],
        "reply_due_on": calendar.add_working_days(timezone.localdate(), USUAL_WORKING_DAYS),
    }


class ReadAtForm(forms.Form):
    """Remembers when the row was read, so that a later save of somebody else is not written over."""

    read_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_read_at(self) -> datetime | None:
        return parse_datetime(self.cleaned_data["read_at"]) if self.cleaned_data["read_at"] else None


class CommentForm(ReadAtForm):
    """What one body says about one clause."""

    text = LongTextField(
        label="Ý kiến góp ý",
        max_length=8000,
        rows=6,
        help_text="Nói rõ đề nghị sửa, bổ sung hoặc bỏ gì. Không ghi nội dung bí mật nhà nước.",
    )

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).strip()


class AnswerForm(ReadAtForm):
    """Tiếp thu with what was changed because of it, or giải trình with the reason."""

    needed_when = {"changes": "cần khi tiếp thu", "text": "cần khi giải trình"}

    answer = forms.ChoiceField(
        label="Trả lời",
        choices=CommentAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn “Tiếp thu” hoặc “Giải trình”."},
    )
    changes = forms.MultipleChoiceField(
        label="Chỗ đã sửa theo ý kiến này", required=False, widget=forms.CheckboxSelectMultiple
    )
    text = LongTextField(label="Nội dung tiếp thu, giải trình", max_length=8000, rows=5, required=False)

    def __init__(self, *args: Any, comment: PlanComment, changes: list[ClauseChange], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._changes = {change.clause.key: change for change in changes}
        self.fields["answer"].choices = [
            (CommentAnswer.ACCEPTED.value, "Tiếp thu: đã sửa dự thảo theo ý kiến này"),
            (CommentAnswer.EXPLAINED.value, "Giải trình: giữ nguyên, kèm lý do"),
        ]
        self.fields["changes"].choices = [
            (key, _change_label(change)) for key, change in self._changes.items()
        ]
        self.fields["text"].help_text = "Giải trình thì ghi lý do giữ nguyên. Lời này in vào bảng tổng hợp."
        linked = [change.clause_key for change in comment.changes.all()]
        own = [comment.clause_key] if comment.clause_key in self._changes else []
        answered: dict[str, Any] = {
            "answer": comment.answer,
            "text": comment.answer_text,
            "changes": linked or own,
            "read_at": comment.updated_at.isoformat(),
        }
        self.initial = {**answered, **self.initial}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == CommentAnswer.ACCEPTED and not data.get("changes"):
            self.add_error(
                "changes",
                "Chọn chỗ đã sửa."
                if self._changes
                else "Dự thảo chưa có chỗ nào khác bản đã gửi. Sửa dự thảo trước, rồi ghi tiếp thu.",
            )
        if data.get("answer") == CommentAnswer.EXPLAINED and not str(data.get("text", "")).strip():
            self.add_error("text", "Giải trình thì ghi rõ lý do.")
        return data

    def chosen(self) -> list[ClauseChange]:
        return [self._changes[key] for key in self.cleaned_data["changes"]]


def _change_label(change: ClauseChange) -> str:
    words = {"new": "mới thêm", "gone": "đã bỏ", "changed": "đã sửa"}
    return f"{change.clause.label} ({words[change.kind]})"


class ReplyNoteForm(forms.Form):
    """The reason that goes with giving a reply back, or opening it again."""

    note = LongTextField(label="Lý do", max_length=4000, rows=4)


class RecordForm(forms.Form):
    """A reply that came on paper, as the drafter writes it down for the body."""

    paper = PlainTextField(
        label="Văn bản trả lời", max_length=300, help_text="Ví dụ: Công văn số 215/SDL-QLDL ngày 12/11/2026."
    )
    agrees = forms.ChoiceField(
        label="Ý kiến chung",
        choices=[("1", "Thống nhất với dự thảo"), ("0", "Có ý kiến, ghi dưới đây")],
        widget=forms.RadioSelect,
    )


class RecordedCommentForm(forms.Form):
    """One comment of a paper reply; a row without text is a blank line of the form."""

    clause = forms.ChoiceField(label="Chỗ trong dự thảo")
    text = LongTextField(label="Ý kiến", max_length=8000, rows=2, required=False)

    def __init__(self, *args: Any, clauses: Iterable[Clause], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._clauses = {clause.key: clause for clause in clauses}
        self.fields["clause"].choices = [(key, clause.label) for key, clause in self._clauses.items()]

    def said(self) -> tuple[Clause, str] | None:
        text = str(self.cleaned_data.get("text", "")).strip()
        return (self._clauses[self.cleaned_data["clause"]], text) if text else None


class RecordedRows(NamedRows):
    row_word = "Ý kiến"


RecordedFormSet = forms.formset_factory(RecordedCommentForm, formset=RecordedRows, extra=3, max_num=60)
