"""What a report lacks before it may go."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from reports.dashboards.points import points_of
from reports.dashboards.reading import earlier_report
from reports.dashboards.unusual import warnings_of
from reports.models import ProgressReport
from reports.services.texts import figures_of
from ttdn_portal.shared.transitions import Doubt


def lacks_of(
    report: ProgressReport, *, as_of: date, asked: Collection[str] | None = None
) -> list[tuple[str, str]]:
    """(field, sentence) for each thing missing; the field is empty where the whole report is meant.

    `asked`: the commented fields, where they are at hand. A report that came back may be sent again although its period has been closed: the reviewer asked for it.
    """
    done = report.progress_percent == 100
    said = report.results.strip()
    lacks = [
        (report.deleted_at is not None, "", "Bản nháp này đã xóa; khôi phục trước khi gửi."),
        (
            not report.period.is_open_on(as_of) and not report.return_count,
            "",
            "Kỳ báo cáo đã đóng. Liên hệ cơ quan thường trực.",
        ),
        (not said and not report.no_change, "results", "Chưa ghi kết quả trong kỳ."),
        (not said and report.no_change, "results", "Ghi một dòng lý do vì sao không có thay đổi trong kỳ."),
        (report.progress_percent is None, "progress_percent", "Chưa ghi tiến độ (%)."),
        (done and report.completed_on is None, "completed_on", "Tiến độ 100% thì phải ghi ngày hoàn thành."),
        (
            report.completed_on is not None and report.completed_on > as_of,
            "completed_on",
            "Ngày hoàn thành không thể ở tương lai.",
        ),
    ]
    found = [(field, sentence) for is_missing, field, sentence in lacks if is_missing]
    return found + [(f"answer_{point.field}", point.lack) for point in points_of(report, asked) if point.lack]


def doubts_of(report: ProgressReport, *, earlier: Mapping[int, Decimal] | None = None) -> list[Doubt]:
    """Figures far out of the ordinary: the sender looks at each again and ticks it. `earlier`: the last figures, where they are at hand."""
    figures = figures_of(report)
    if not figures:
        return []
    if earlier is None:
        before = earlier_report(report.task, report.period)
        earlier = before.values if before else {}
    found = warnings_of(figures, list(report.task.indicators.all()), earlier)
    return [Doubt(sentence) for sentence in found.values()]
