"""What an officer types: the report, its evidence, the one line for a period without change."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone

from plans.models import Indicator
from reports.dashboards.counting import is_counted
from reports.dashboards.reading import field_label
from reports.forms.marks import add_marks, marks_of
from reports.models import ProgressReport
from reports.services.texts import ReportText, figures_of
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.fields import (
    DayField,
    FigureField,
    LinkField,
    LongTextField,
    ManyFilesField,
    PercentField,
    PlainTextField,
)
from ttdn_portal.shared.file_kinds import DOCX, JPEG, PDF, PNG, PPTX, WEBP, XLSX
from ttdn_portal.shared.uploads import CheckedFile

EVIDENCE_KINDS = (PDF, DOCX, XLSX, PPTX, JPEG, PNG, WEBP)
TEXT_LIMIT = 8000


class ReportForm(forms.Form):
    """One report. A draft may be saved with blanks; what cannot be stored is refused at its field."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    results = LongTextField(
        rows=8,
        required=False,
        label=field_label("results"),
        help_text="Việc đã làm, ở đâu, cho ai, kết quả ra sao.",
        max_length=TEXT_LIMIT,
    )
    progress_percent = PercentField(
        required=False,
        label=field_label("progress_percent"),
        help_text="Số nguyên từ 0 đến 100, tính cho cả nhiệm vụ.",
    )
    completed_on = DayField(
        required=False,
        label=field_label("completed_on"),
        help_text="Chỉ ghi khi tiến độ là 100%, ví dụ 05/03/2026.",
    )
    difficulties = LongTextField(required=False, label=field_label("difficulties"), max_length=TEXT_LIMIT)
    recommendations = LongTextField(
        required=False,
        label=field_label("recommendations"),
        help_text="Đề nghị gì, với cơ quan nào.",
        max_length=TEXT_LIMIT,
    )
    next_steps = LongTextField(required=False, label=field_label("next_steps"), max_length=TEXT_LIMIT)

    def __init__(
        self,
        data: Any = None,
        *,
        report: ProgressReport,
        indicators: list[Indicator],
        asked: Collection[str] = (),
        only: Collection[str] = (),
        **kwargs: Any,
    ):
        """`asked`: fields the reviewer commented on; `only`: the columns of a grid, the rest stays as stored."""
        indicators = [indicator for indicator in indicators if not is_counted(indicator)]
        self.report, self.indicators, self.asked = report, indicators, asked
        stored = figures_of(report) if data is None or only else {}
        initial = {name: getattr(report, name, None) for name in self.base_fields} | {
            figure_name(i): stored.get(i.pk) for i in indicators
        }
        super().__init__(data, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for name in set(self.fields) - {"version", *only} if only else ():
            del self.fields[name]
        for indicator in indicators:
            self.fields[figure_name(indicator)] = FigureField(required=False, label=str(indicator))
        if not only:
            add_marks(self, report, asked)

    def clean_completed_on(self) -> Any:
        day = self.cleaned_data["completed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Ngày hoàn thành không thể ở tương lai.")
        if day and self.report.task.starts_on and day < self.report.task.starts_on:
            raise forms.ValidationError(
                f"Ngày hoàn thành không thể trước ngày bắt đầu ({short_date(self.report.task.starts_on)})."
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("completed_on")
            and "progress_percent" in cleaned
            and cleaned["progress_percent"] != 100
        ):
            self.add_error("completed_on", "Chỉ ghi ngày hoàn thành khi tiến độ là 100%.")
        return cleaned

    def to_text(self) -> ReportText:
        """What was typed; a report marked “không có thay đổi” stays so only while its reason is not rewritten."""
        cleaned = self.cleaned_data
        texts = {name: cleaned.get(name, getattr(self.report, name)) for name in ProgressReport.TEXT_FIELDS}
        return ReportText(
            **texts,
            progress_percent=cleaned["progress_percent"],
            completed_on=cleaned["completed_on"],
            no_change=self.report.no_change and cleaned["results"] == self.report.results,
            figures={i.pk: cleaned[figure_name(i)] for i in self.indicators},
            marks=marks_of(self, texts),
        )

    def figure_fields(self) -> list[tuple[Indicator, forms.BoundField]]:
        return [(indicator, self[figure_name(indicator)]) for indicator in self.indicators]


def figure_name(indicator: Indicator) -> str:
    return f"figure_{indicator.number}"


def typed_values(text: ReportText, indicators: list[Indicator]) -> dict[str, str]:
    """A text as it would be typed into the form."""
    percent = "" if text.progress_percent is None else str(text.progress_percent)
    values = {name: str(getattr(text, name)) for name in ProgressReport.TEXT_FIELDS}
    values |= {
        "progress_percent": percent,
        "completed_on": short_date(text.completed_on) if text.completed_on else "",
    }
    shown = FigureField()
    return values | {
        figure_name(i): str(shown.prepare_value(text.figures.get(i.pk)) or "") for i in indicators
    }


class EvidenceForm(forms.Form):
    """A link, files, or both; may stand in the same form as the report."""

    uploads = ManyFilesField(required=False, label="Thêm tệp", kinds=EVIDENCE_KINDS)
    link = LinkField(
        required=False,
        label="Thêm đường dẫn",
        help_text="Bài đã đăng, phóng sự đã phát, ảnh, video: dán địa chỉ trang.",
    )
    link_name = PlainTextField(required=False, label="Tên gọi của đường dẫn", max_length=255)

    def good_files(self) -> list[CheckedFile]:
        """Files that may be kept, though another of the same choice may not."""
        field = self.fields["uploads"]
        assert isinstance(field, ManyFilesField)
        return field.good

    def forget_link(self) -> None:
        """It was kept: the page shows it among the evidence and no longer in its box."""
        self.data = {**self.data.dict(), "link": "", "link_name": ""}


class NoChangeForm(forms.Form):
    """Không có thay đổi trong kỳ: one line says why."""

    reason = PlainTextField(
        label="Lý do không có thay đổi",
        max_length=300,
        help_text="Một dòng, ví dụ: Theo kế hoạch, việc bắt đầu từ quý sau.",
    )


class GiveBackForm(forms.Form):
    """What the head wants changed before the report goes."""

    note = LongTextField(
        label="Ý kiến cho người viết", rows=3, max_length=2000, help_text="Nói rõ mục nào, cần sửa thế nào."
    )


class RecallForm(forms.Form):
    """Why a report that the reviewer has opened should come back."""

    note = PlainTextField(
        label="Lý do xin rút lại",
        max_length=300,
        help_text="Một dòng, ví dụ: Số lượt xem gõ nhầm đơn vị, cần sửa.",
    )
