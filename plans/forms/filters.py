"""What the list of tasks can be narrowed to. Each field is one word of the address."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from plans.choices import TaskState
from plans.dashboards.tasks import PlanNames, TaskChoice
from plans.models import Plan
from ttdn_portal.shared.fields import DayField, SearchField
from ttdn_portal.shared.prepared import Numbers
from ttdn_portal.shared.widgets import PlainDay, PlainSelect, PlainText

# Word in the address → (label, the states it stands for).
STATES = {
    "dung-han": ("Hoàn thành đúng hạn", (TaskState.DONE,)),
    "xong-qua-han": ("Hoàn thành quá hạn", (TaskState.DONE_LATE,)),
    "trong-han": ("Chưa xong, trong hạn", (TaskState.GOING, TaskState.IDLE)),
    "dang-lam": ("Đang thực hiện, trong hạn", (TaskState.GOING,)),
    "chua-bat-dau": ("Chưa bắt đầu", (TaskState.IDLE,)),
    "qua-han": ("Chưa xong, quá hạn", (TaskState.LATE,)),
}
NO_DUE, WITHDRAWN, NO_LEAD = "chua-co-han", "da-rut", "chua-co"
ORDERS = (("", "Theo kế hoạch"), ("han", "Theo hạn, gần nhất trước"))


class TaskFilterForm(forms.Form):
    nhom = forms.ChoiceField(label="Nội dung", required=False, widget=PlainSelect)
    chu_tri = forms.ChoiceField(label="Cơ quan chủ trì", required=False, widget=PlainSelect)
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, widget=PlainSelect)
    han_den = DayField(
        label="Hạn đến hết ngày",
        help_text="",
        required=False,
        widget=PlainDay(),
    )
    tim = SearchField(
        label="Tìm trong nhiệm vụ",
        required=False,
        max_length=200,
        widget=PlainText(attrs={"type": "search"}),
    )
    sap_xep = forms.ChoiceField(label="Sắp xếp", required=False, choices=ORDERS, widget=PlainSelect)
    ngay = DayField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, plan: Plan, names: PlanNames):
        super().__init__(data)
        self.plan, self.names = plan, names
        self.fields["nhom"].choices = [("", "Tất cả"), *names.group_choices()]
        self.fields["chu_tri"].choices = [
            ("", "Tất cả"),
            *names.agency_choices(),
            (NO_LEAD, "Chưa phân công"),
        ]
        states = [(word, label) for word, (label, _) in STATES.items()]
        self.fields["tinh_trang"].choices = [
            ("", "Tất cả"),
            *states,
            (NO_DUE, "Chưa có thời hạn"),
            (WITHDRAWN, "Đã rút khỏi kế hoạch"),
        ]
        self.is_valid()

    def add_prefix(self, field_name: str) -> str:
        """Words of the address are joined by hyphens."""
        return field_name.replace("_", "-")

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name)

    @property
    def is_filtered(self) -> bool:
        return any(self.chosen(name) for name in ("nhom", "chu_tri", "tinh_trang", "han_den", "tim"))

    @property
    def is_in_plan_order(self) -> bool:
        return not self.chosen("sap_xep")

    @property
    def shows_all(self) -> bool:
        """The whole plan in its own order: there withdrawn tasks stay in their place."""
        return not self.is_filtered and self.is_in_plan_order

    def as_of(self, today: date) -> date:
        """The day asked for; what has not come yet is counted as of today."""
        return min(self.chosen("ngay") or today, today)

    def choice(self) -> TaskChoice:
        word, lead = self.chosen("tinh_trang"), self.chosen("chu_tri")
        return TaskChoice(
            group=int(self.chosen("nhom")) if self.chosen("nhom") else None,
            leads=self._lead_ids(lead) if lead and lead != NO_LEAD else None,
            with_joint_leads=self.plan.allows_joint_lead,
            has_no_lead=lead == NO_LEAD,
            has_no_due=word == NO_DUE,
            is_withdrawn=word == WITHDRAWN,
            with_withdrawn=self.shows_all,
            states=STATES[word][1] if word in STATES else (),
            due_until=self.chosen("han_den"),
        )

    def _lead_ids(self, code: str) -> Numbers:
        return Numbers(pk for pk, (known, _) in self.names.agencies.items() if known == code)
