"""What is typed about a direction: its point, its answer, another day, why it is taken back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date

from agencies.choices import Role
from agencies.models import User
from plans.choices import SECRET_TASK_TITLE
from plans.forms.drafting import AgencyField, agencies_of
from plans.models import Direction, Plan, Task
from plans.services.directions import Point
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.fields import DayField, LongTextField, PlainTextField

TEXT_LIMIT, ANSWER_LIMIT, NOTE_LIMIT = 4000, 4000, 1000
WORDS_HELP = "Ai chỉ đạo, ngày nào, hoặc văn bản nào; ví dụ: Ý kiến của Trưởng Ban Chỉ đạo tại buổi làm việc ngày {day}."


class AnswerForm(forms.Form):
    answer = LongTextField(
        label="Kết quả thực hiện",
        rows=6,
        max_length=ANSWER_LIMIT,
        help_text="Nói rõ đã làm gì, kết quả ra sao. Gửi rồi thì không sửa được.",
    )


class DirectionForm(forms.Form):
    """One point to one agency, outside a meeting. A member's own name stands in `words` already."""

    text = LongTextField(label="Nội dung chỉ đạo", rows=5, max_length=TEXT_LIMIT)
    agency = AgencyField(label="Cơ quan thực hiện")
    due_on = DayField(label="Hạn", required=False, help_text="Để trống thì không nhắc theo hạn.")
    words = PlainTextField(label="Theo", max_length=300)

    def __init__(self, *args: Any, plan: Plan, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.plan = plan
        agency = self.fields["agency"]
        assert isinstance(agency, AgencyField)
        agency.required = True
        agency.offer(agencies_of(plan.locality).filter(locality=plan.locality).order_by("sort_key"))
        today = short_date(timezone.localdate())
        self.fields["words"].help_text = WORDS_HELP.format(day=today)
        if user.has_role(plan.locality_id, Role.COMMITTEE_MEMBER):
            self.initial["words"] = f"Ý kiến của {user.full_name}, thành viên Ban Chỉ đạo, ngày {today}"

    def begin_with(self, task: Task) -> None:
        """Come from a task: its name and its lead stand there already."""
        title = SECRET_TASK_TITLE.lower() if task.is_secret else f"“{task.title}”"
        self.initial["text"] = f"Nhiệm vụ {task.code} {title}: "
        self.initial["agency"] = str(task.lead_heir_id or task.lead_agency_id or "")

    def clean_due_on(self) -> Any:
        return not_past(self.cleaned_data["due_on"])

    def point(self) -> Point:
        given = self.cleaned_data
        return Point(given["text"], given["agency"], given["due_on"])


class SteerForm(forms.Form):
    """Why a direction is changed, or taken back."""

    note = LongTextField(
        label="Lý do", rows=3, max_length=NOTE_LIMIT, help_text="Cơ quan thực hiện đọc đúng lời này."
    )

    def __init__(self, *args: Any, direction: Direction, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.direction = direction


class DayForm(SteerForm):
    """Another day for a direction, and why."""

    field_order = ("due_on", "note")
    due_on = DayField(label="Hạn mới")
    read_due_on = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        day = self.direction.due_on
        self.initial["due_on"], self.initial["read_due_on"] = day, str(day or "")

    def clean_due_on(self) -> Any:
        return not_past(self.cleaned_data["due_on"])

    def clean_read_due_on(self) -> Any:
        """The day that stood there when the form was opened; nonsense is no day."""
        try:
            return parse_date(self.cleaned_data["read_due_on"])
        except ValueError:
            return None


def not_past(day: Any) -> Any:
    if day is not None and day < timezone.localdate():
        raise ValidationError("Hạn không thể ở ngày đã qua.")
    return day
