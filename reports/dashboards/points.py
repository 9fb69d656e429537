"""Điểm cần sửa: what the reviewer asked for, field by field, and whether the server finds it mended."""

from collections.abc import Collection
from dataclasses import dataclass

from reports.choices import ReportField
from reports.dashboards.reading import content_from, content_of
from reports.models import FieldComment, Marks, PointAnswer, ProgressReport
from reports.models.marks import KEPT, MENDED


@dataclass(frozen=True)
class Point:
    """One field that was commented on in the last return."""

    field: ReportField
    is_changed: bool
    answer: PointAnswer

    @property
    def lack(self) -> str:
        """What stands against sending it again, as a sentence; empty where the point is settled.

        The server compares by itself: a changed field is mended, ticked or not; a tick alone mends nothing.
        """
        name = self.field.label
        if self.is_changed or self.answer.is_kept:
            return ""
        if self.answer.tick == MENDED:
            return f"“{name}” đánh dấu đã sửa nhưng vẫn y như bản đã gửi. Sửa lại, hoặc chọn giữ nguyên và ghi lý do."
        if self.answer.tick == KEPT:
            return f"“{name}” chọn giữ nguyên thì ghi lý do."
        return (
            f"“{name}” có ý kiến của người xem xét mà chưa sửa. Sửa lại, hoặc chọn giữ nguyên và ghi lý do."
        )


def asked_fields(report: ProgressReport) -> list[ReportField]:
    """The fields to mend, in the order of the comments; nothing, and no query, for a report that did not come back."""
    if not (report.pk and report.is_mending):
        return []
    rows = FieldComment.objects.filter(report=report, round=report.return_count).order_by("pk")
    return [ReportField(name) for name in dict.fromkeys(rows.values_list("field", flat=True))]


def points_of(report: ProgressReport, asked: Collection[str] | None = None) -> list[Point]:
    """Each field to mend beside what was sent; compared with the version that the reviewer commented on."""
    fields = asked_fields(report) if asked is None else [ReportField(name) for name in asked]
    if not fields:
        return []
    now, sent = content_of(report), content_from(report.submission or {})
    answers = Marks.from_json(report.marks).answers
    return [
        Point(name, now.text_of(name) != sent.text_of(name), answers.get(name.value, PointAnswer()))
        for name in fields
    ]
