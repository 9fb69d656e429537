"""A reporting period as it is typed."""

from typing import Any

from django import forms

from agencies.services.calendar import WorkCalendar
from plans.models import Plan
from reports.models import DEADLINE_COLUMNS, ReportingPeriod
from ttdn_portal.shared.fields import DAY_HINT, LongTextField
from ttdn_portal.shared.forms import RowForm

DAY = {"placeholder": DAY_HINT, "autocomplete": "off", "inputmode": "numeric"}


class PeriodForm(RowForm):
    class Meta:
        model = ReportingPeriod
        fields = (
            "name",
            "kind",
            "slug",
            "data_from",
            "data_to",
            "opens_on",
            *DEADLINE_COLUMNS,
            "instructions",
        )
        labels = {"slug": "Tên ngắn trong địa chỉ trang"}
        widgets = {
            name: forms.DateInput(attrs=DAY)
            for name in ("data_from", "data_to", "opens_on", *DEADLINE_COLUMNS)
        }

    instructions = LongTextField(label="Hướng dẫn", rows=3, max_length=4000, required=False)

    def __init__(self, *args: Any, plan: Plan, calendar: WorkCalendar, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.calendar = calendar
        self.moved: list[str] = []
        self.instance.plan, self.instance.locality_id = plan, plan.locality_id
        if self.instance.pk:  # the address and the kind of a period never change: reports and links name them
            del self.fields["slug"], self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        """A deadline on a day off is moved to the next working day, and the person is told."""
        cleaned = super().clean() or self.cleaned_data
        for name in DEADLINE_COLUMNS:
            day = cleaned.get(name)
            if day and not self.calendar.is_working_day(day):
                cleaned[name] = self.calendar.next_working_day(day)
                label = self.fields[name].label
                self.moved.append(f"{label} {self.calendar.moved_words(day)}")
        return cleaned

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if ReportingPeriod.objects.filter(plan=self.instance.plan, slug=slug).exists():
            raise forms.ValidationError("Tên ngắn này đã dùng cho một kỳ khác của kế hoạch.")
        return slug
