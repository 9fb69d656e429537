"""Asking for more time, and the answer."""

from datetime import date
from typing import Any

from django import forms

from agencies.models import Agency, User
from agencies.services.calendar import WorkCalendar
from plans.models import Task
from reports.dashboards.extensions import tasks_to_extend
from reports.models import Extension, ReportingPeriod
from reports.querysets import WRITING_ROLES
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.fields import DayField, LongTextField


class TaskChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Task) -> str:
        return f"{obj.code} {obj.display_title}"


class WorkingDayField(DayField):
    """A day that is moved to the next working day; `moved` says so."""

    calendar = WorkCalendar()
    moved = ""

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        self.moved = self.calendar.moved_words(day) if day else ""
        return self.calendar.next_working_day(day) if day else None


class ExtensionForm(forms.Form):
    """One task's report, or all of the agency's reports of the period."""

    needed_when = {"task": ""}

    agency = forms.ModelChoiceField(label="Cơ quan", queryset=Agency.objects.none(), empty_label=None)
    task = TaskChoice(
        label="Gia hạn cho",
        queryset=Task.objects.none(),
        required=False,
        empty_label="Mọi báo cáo của cơ quan trong kỳ",
    )
    wished_on = WorkingDayField(label="Hạn đề nghị")
    reason = LongTextField(
        label="Lý do", rows=4, max_length=2000, help_text="Vì sao chưa gửi được đúng hạn, đã làm đến đâu."
    )

    def __init__(
        self, *args: Any, user: User, period: ReportingPeriod, calendar: WorkCalendar, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        ids = {
            post.agency_id
            for post in user.posts
            if post.locality_id == period.locality_id and post.role in WRITING_ROLES
        }
        agency, task, wished_on = (self.fields[name] for name in ("agency", "task", "wished_on"))
        agency.queryset = Agency.objects.filter(pk__in=ids).order_by("sort_key")
        task.queryset = tasks_to_extend(period, ids)
        wished_on.calendar = calendar
        if len(ids) == 1:
            agency.initial, agency.widget = next(iter(ids)), forms.HiddenInput()

    @property
    def moved(self) -> str:
        return str(self.fields["wished_on"].moved)

    def choose(self, code: str) -> None:
        """The task whose page the person came from."""
        tasks = self.fields["task"].queryset
        self.initial["task"] = tasks.filter(code=code).first() if code else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        task, agency = cleaned.get("task"), cleaned.get("agency")
        if task and agency and agency.pk not in task.acting_ids:
            self.add_error("task", "Nhiệm vụ này không do cơ quan đã chọn chủ trì.")
        return cleaned


class AnswerForm(forms.Form):
    """One form for both answers, so that a change of mind loses nothing typed."""

    needed_when = {"granted_on": "cần khi đồng ý", "note": "cần khi không đồng ý"}

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    granted_on = WorkingDayField(label="Hạn mới nếu đồng ý", required=False)
    note = LongTextField(
        label="Ý kiến trả lời",
        rows=3,
        max_length=2000,
        required=False,
        help_text="Cơ quan đề nghị đọc nguyên văn.",
    )

    def __init__(self, data: Any = None, *, extension: Extension, calendar: WorkCalendar):
        super().__init__(
            data, initial={"version": extension.version, "granted_on": short_date(extension.wished_on)}
        )
        self.fields["granted_on"].calendar = calendar
        self.fields[
            "granted_on"
        ].help_text = f"Cơ quan đề nghị {short_date(extension.wished_on)}; có thể ghi ngày khác."
