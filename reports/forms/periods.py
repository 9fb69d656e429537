"""A reporting period as it is typed."""

from typing import Any

from django import forms

from agencies.services.calendar import WorkCalendar
from plans.models import Plan
from reports.models import ReportingPeriod
from reports.services.periods import moved_to_working_day
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.fields import LongTextField

DAY = {"placeholder": "dd/mm/yyyy", "autocomplete": "off", "inputmode": "numeric"}


class PeriodForm(forms.ModelForm):
    class Meta:
        model = ReportingPeriod
        fields = ("name", "kind", "slug", "data_from", "data_to", "opens_on", "report_due_on", "instructions")
        widgets = {
            name: forms.DateInput(attrs=DAY) for name in ("data_from", "data_to", "opens_on", "report_due_on")
        }

    instructions = LongTextField(label="Hướng dẫn", rows=3, max_length=4000, required=False)

    def __init__(self, *args: Any, plan: Plan, calendar: WorkCalendar, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.calendar, self.moved_from = calendar, ""
        self.instance.plan, self.instance.locality_id = plan, plan.locality_id
        if self.instance.pk:  # the address and the kind of a period never change: reports and links name them
            del self.fields["slug"], self.fields["kind"]

    def clean_report_due_on(self) -> Any:
        """A deadline on a day off is moved, and the person is told."""
        day = self.cleaned_data["report_due_on"]
        working = moved_to_working_day(day, self.calendar)
        if working != day:
            self.moved_from = short_date(day)
        return working

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if ReportingPeriod.objects.filter(plan=self.instance.plan, slug=slug).exists():
            raise forms.ValidationError("Mã kỳ này đã có trong kế hoạch.")
        return slug
