"""The filter of the notices sent."""

from typing import Any

from django import forms
from django.db.models import Q

from agencies.choices import NoticeKind
from agencies.forms import FilterForm


class NoticeFilter(FilterForm):
    q = forms.CharField(
        label="Người nhận",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Họ tên"}),
    )
    loai = forms.ChoiceField(
        label="Về việc",
        required=False,
        choices=[
            ("", "Báo cáo và nhiệm vụ"),
            (NoticeKind.REPORT_DUE, "Báo cáo đến hạn"),
            (NoticeKind.TASK_DUE, "Nhiệm vụ đến hạn"),
            (NoticeKind.CONTRIBUTION_DUE, "Trả lời phối hợp đến hạn"),
            (NoticeKind.COMMENT_DUE, "Góp ý đến hạn"),
            (NoticeKind.PRESS_DUE, "Phản hồi báo chí đến hạn"),
        ],
    )
    buoc = forms.ChoiceField(
        label="Bước",
        required=False,
        choices=[
            ("", "Mọi bước"),
            ("truoc", "Trước hạn, đúng hạn"),
            ("qua", "Quá hạn"),
            ("tay", "Nhắc bằng tay"),
        ],
    )

    def apply(self, notices: Any) -> Any:
        chosen = self.chosen
        if "q" in chosen:
            notices = notices.to_people_named(chosen["q"])
        if "loai" in chosen:
            notices = notices.filter(kind=chosen["loai"])
        steps = {
            "truoc": Q(step__startswith="-") | Q(step="0"),
            "qua": Q(step__startswith="+"),
            "tay": Q(step__startswith="nhac"),
        }
        return notices.filter(steps[chosen["buoc"]]) if "buoc" in chosen else notices
