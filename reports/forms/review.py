"""What the reviewer types, and how lists of reports are filtered."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from agencies.models import Agency, Locality, User
from agencies.services.calendar import next_working_day
from plans.models import TaskGroup
from reports.choices import ReportField, ReportStatus, ReturnReason
from reports.models import ProgressReport, ReportingPeriod
from ttdn_portal.shared.fields import DayField, LongTextField


class ReviewForm(forms.Form):
    """Accept, or return with a reason and at least one comment on a field. Which of both: the button pressed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    accept_note = LongTextField(required=False, rows=2, label="Ý kiến khi tiếp nhận", max_length=2000, help_text="Cơ quan báo cáo nhận được nguyên văn.")
    reason = forms.ChoiceField(required=False, label="Lý do trả lại", choices=[("", "Chọn lý do"), *((value, capfirst(label)) for value, label in ReturnReason.choices)])
    note = LongTextField(required=False, rows=2, label="Giải thích thêm", max_length=2000, help_text="Để trống nếu các ý kiến tại từng mục đã đủ rõ.")
    new_due_on = DayField(required=False, label="Hạn mới", help_text="Để trống nếu giữ hạn cũ. Ví dụ 05/03/2026.")

    def __init__(self, data: Any = None, *, report: ProgressReport, **kwargs: Any):
        self.report, self.returns = report, bool(data) and "accept" not in (data or {})
        super().__init__(data, initial={"version": report.version}, **kwargs)
        for field in ReportField:
            self.fields[f"comment_{field}"] = LongTextField(required=False, rows=2, label=f"Ý kiến về mục {field.label}", max_length=2000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.returns:
            self._clean_return(cleaned)
        return cleaned

    def _clean_return(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Chọn lý do trả lại.")
        if cleaned.get("reason") == ReturnReason.OTHER and not cleaned.get("note"):
            self.add_error("note", "Lý do khác thì phải giải thích.")
        if not self.comments and not any(name.startswith("comment_") for name in self.errors):
            self.add_error(None, "Ghi ít nhất một ý kiến tại một mục của báo cáo, để người viết biết sửa ở đâu.")
        if cleaned.get("new_due_on") and cleaned["new_due_on"] < timezone.localdate():
            self.add_error("new_due_on", "Hạn mới không thể ở quá khứ.")

    @property
    def comments(self) -> list[tuple[str, str]]:
        return [(field.value, self.cleaned_data[f"comment_{field}"]) for field in ReportField if self.cleaned_data.get(f"comment_{field}")]

    def move_data(self) -> dict[str, Any]:
        """What the workflow asks for: the note, and with a return the reason, the comments and the new deadline."""
        if not self.returns:
            return {"note": self.cleaned_data["accept_note"]}
        day, reason = self.cleaned_data["new_due_on"], self.cleaned_data["reason"]
        return {
            "note": self.cleaned_data["note"] or f"{capfirst(ReturnReason(reason).label)}.", "reason": reason, "comments": self.comments,
            "new_due_on": next_working_day(day, self.report.locality_id) if day else None,
        }  # fmt: skip


class ReportFilterForm(forms.Form):
    """Period, agency, group and state of a list of reports; a value that does not exist filters nothing."""

    ky = forms.ChoiceField(required=False, label="Kỳ báo cáo")
    co_quan = forms.ChoiceField(required=False, label="Cơ quan")
    nhom = forms.ChoiceField(required=False, label="Nội dung")
    trang_thai = forms.ChoiceField(required=False, label="Trạng thái")

    def __init__(self, data: Any = None, *, user: User, locality: Locality, with_state: bool = False):
        super().__init__(data)
        periods = ReportingPeriod.objects.visible_to(user).filter(locality=locality).select_related("plan")
        groups = TaskGroup.objects.filter(plan__in={period.plan_id for period in periods}).order_by("plan", "number")
        leads = Agency.objects.filter(locality=locality, reports__isnull=False).distinct()
        self._choose("ky", [(f"{period.plan.slug}/{period.slug}", period.name) for period in periods])
        self._choose("co_quan", [(agency.code, agency.label) for agency in leads])
        self._choose("nhom", [(str(group.number), str(group)) for group in {group.number: group for group in groups}.values()])
        states = [(value.lower().replace("_", "-"), capfirst(label)) for value, label in ReportStatus.choices]
        self._choose("trang_thai", states) if with_state else self.fields.pop("trang_thai")

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "Tất cả"), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, reports: QuerySet[ProgressReport]) -> QuerySet[ProgressReport]:
        chosen = self.chosen()
        if "ky" in chosen:
            plan, period = chosen["ky"].split("/")
            reports = reports.filter(task__plan__slug=plan, period__slug=period)
        if "co_quan" in chosen:
            reports = reports.filter(agency__code=chosen["co_quan"])
        if "nhom" in chosen:
            reports = reports.filter(task__group__number=int(chosen["nhom"]))
        if "trang_thai" in chosen:
            reports = reports.filter(status=chosen["trang_thai"].upper().replace("-", "_"))
        return reports
