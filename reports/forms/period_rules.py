"""A rule by which periods are opened, as it is typed."""

from typing import Any

from plans.models import Plan
from reports.models import PeriodRule
from ttdn_portal.shared.forms import RowForm


class PeriodRuleForm(RowForm):
    class Meta:
        model = PeriodRule
        fields = (
            "kind",
            "name",
            "cut_off_day",
            "cut_off_month",
            "opens_before",
            "agency_days",
            "standing_days",
            "ministry_days",
            "is_automatic",
        )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.plan, self.instance.locality_id = plan, plan.locality_id
