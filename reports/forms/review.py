"""The reviewer's form, and what the lists of reports can be narrowed to."""

from typing import Any

from django import forms

from reports.choices import ReportField, ReportStatus, ReturnReason
from reports.dashboards.queue import Choices
from reports.models import ProgressReport
from reports.querysets import ReportQuerySet
from reports.workflow import missing_for_return
from ttdn_portal.shared.fields import DayField, LongTextField
from ttdn_portal.shared.widgets import PlainSelect

ALL = ("", "Tất cả")


class ReportFilterForm(forms.Form):
    """Each field is one word of the address. A word that finds nothing any more gives an empty list, no error."""

    ky = forms.ChoiceField(label="Kỳ báo cáo", required=False, widget=PlainSelect)
    coquan = forms.ChoiceField(label="Cơ quan báo cáo", required=False, widget=PlainSelect)
    noidung = forms.ChoiceField(label="Nội dung", required=False, widget=PlainSelect)
    tinhtrang = forms.ChoiceField(label="Trạng thái", required=False, widget=PlainSelect)

    def __init__(self, data: Any, *, choices: Choices, has_status: bool = False):
        super().__init__(data)
        self._offer_by_plan("ky", choices.periods)
        self._offer("coquan", choices.agencies)
        self._offer_by_plan("noidung", choices.groups)
        if has_status:
            self._offer(
                "tinhtrang", {status.value.lower(): status.label.capitalize() for status in ReportStatus}
            )
        else:
            del self.fields["tinhtrang"]
        self.is_valid()

    def _offer(self, name: str, labels: dict[str, str]) -> None:
        asked = str(self.data.get(name, ""))
        gone = [] if asked in labels or not asked else [(asked, asked)]
        self.fields[name].choices = [ALL, *labels.items(), *gone]

    def _offer_by_plan(self, name: str, groups: dict[str, dict[str, str]]) -> None:
        """Under the plans' titles where there are several plans to tell apart."""
        self._offer(name, {word: label for labels in groups.values() for word, label in labels.items()})
        if len(groups) > 1:
            known = [(title, list(labels.items())) for title, labels in groups.items()]
            gone = self.fields[name].choices[1 + sum(map(len, groups.values())) :]
            self.fields[name].choices = [ALL, *known, *gone]

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    @property
    def is_filtered(self) -> bool:
        return any(self.cleaned_data.values())

    def apply(self, reports: ReportQuerySet) -> ReportQuerySet:
        found = reports
        plan, _, period = self.chosen("ky").partition("/")
        if period:
            found = found.filter(period__plan__slug=plan, period__slug=period)
        if self.chosen("coquan"):
            found = found.filter(agency__code=self.chosen("coquan"))
        plan, _, number = self.chosen("noidung").partition("/")
        if number:
            found = found.filter(
                task__plan__slug=plan, task__group__number=int(number) if number.isdecimal() else 0
            )
        if self.chosen("tinhtrang"):
            found = found.filter(status=self.chosen("tinhtrang").upper())
        return found


# --- The reviewer's decision -------------------------------------------------------------------------------

ACCEPT, SEND_BACK, REOPEN = "accept", "send_back", "reopen"
NEXT = "next"
NO_NOTE = "Nói rõ cần sửa gì, vì sao."
# Where a sentence of the workflow stands; what is not named here stands on top of the page.
PLACES = {
    "Ghi rõ lý do trước khi thực hiện.": "note",
    NO_NOTE: "note",
    "Chọn loại lý do trả lại.": "reason",
    "Hạn mới không thể ở quá khứ.": "new_due_on",
}


class _AskedOnReturn:
    """Needed for a return only: not called optional on the page, and asked for by `ReviewForm.clean`."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)  # type: ignore[misc]


class _Reason(_AskedOnReturn, forms.ChoiceField):
    pass


class _Note(_AskedOnReturn, LongTextField):
    pass


class ReviewForm(forms.Form):
    """One form for accepting and returning, so that a change of mind loses nothing typed."""

    use_required_attribute = False

    version = forms.IntegerField(label="Lần lưu", widget=forms.HiddenInput, required=False)
    note = _Note(
        label="Ý kiến chung",
        rows=3,
        max_length=4000,
        help_text="Cần khi trả lại, không bắt buộc khi tiếp nhận. Cơ quan báo cáo đọc nguyên văn.",
    )
    reason = _Reason(
        label="Loại lý do trả lại",
        choices=[
            ("", "Chọn loại lý do"),
            *((value, label.capitalize()) for value, label in ReturnReason.choices),
        ],
    )
    new_due_on = DayField(label="Hạn mới để sửa", required=False)

    def __init__(self, *args: Any, report: ProgressReport, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = report.version
        self.report = report
        if report.status == ReportStatus.ACCEPTED:
            self.fields["note"].help_text = "Vì sao mở lại, cần sửa gì. Cơ quan báo cáo đọc nguyên văn."
        for name in ReportField:
            self.fields[self.comment_name(name)] = LongTextField(
                label=f"Ý kiến tại mục “{name.label}”", rows=3, max_length=2000, required=False
            )

    @staticmethod
    def comment_name(field: str) -> str:
        return f"comment_{field}"

    @property
    def act(self) -> str:
        """The move that the pressed button asks for; empty where none was pressed."""
        act = str(self.data.get("act", "")).partition(" ")[0]
        return act if act in (ACCEPT, SEND_BACK, REOPEN) else ""

    @property
    def goes_on(self) -> bool:
        """… và sang mục sau."""
        return str(self.data.get("act", "")).endswith(f" {NEXT}")

    def comments(self) -> list[tuple[str, str]]:
        texts = [
            (field.value, self.cleaned_data.get(self.comment_name(field), "").strip())
            for field in ReportField
        ]
        return [(field, text) for field, text in texts if text]

    def move_data(self) -> dict[str, Any]:
        if self.act == ACCEPT:
            return {}
        return {
            "reason": self.cleaned_data.get("reason", ""),
            "comments": self.comments(),
            "new_due_on": self.cleaned_data.get("new_due_on"),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.act:
            self.add_error(None, "Chọn Tiếp nhận hoặc Trả lại.")
        elif self.act == ACCEPT:
            self._refuse_lost_comments()
        else:
            no_note = [] if cleaned.get("note", "").strip() else [NO_NOTE]
            self.take(no_note + missing_for_return(self.report, self.move_data()))
        return cleaned

    def _refuse_lost_comments(self) -> None:
        written = [ReportField(field).label for field, _ in self.comments()]
        if written:
            self.add_error(
                None,
                f"Anh/chị đã ghi ý kiến tại mục: {', '.join(written)}. Bấm Trả lại để cơ quan sửa, hoặc xóa các ý kiến đó rồi tiếp nhận.",
            )

    def take(self, problems: list[str]) -> None:
        """Sentences that stand against the move, beside their fields where they have one."""
        for problem in problems:
            place = PLACES.get(problem)
            if place not in self.errors:
                self.add_error(place, problem)

    def typed(self) -> list[tuple[str, str]]:
        """(label, text) of all that was typed, to be read and copied where it can't be sent any more."""
        names = ["note", *(self.comment_name(field) for field in ReportField)]
        return [
            (str(self.fields[name].label), str(self.data[name]))
            for name in names
            if str(self.data.get(name, "")).strip()
        ]

    def overtaken_by(self, report: ProgressReport, sentence: str) -> None:
        """Say what happened; the next press of a button is about the report as it stands now."""
        self.add_error(None, sentence)
        self.data = {name: self.data[name] for name in self.data} | {"version": str(report.version)}
