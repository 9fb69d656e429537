"""What a report lacks before it may go."""

from datetime import date

from reports.dashboards.points import points_of
from reports.dashboards.reading import earlier_report
from reports.dashboards.unusual import warnings_of
from reports.models import ProgressReport
from reports.services.texts import figures_of
from ttdn_portal.shared.transitions import Doubt


def lacks_of(report: ProgressReport, *, as_of: date) -> list[tuple[str, str]]:
    """(field, sentence) for each thing missing; the field is empty where the whole report is meant.

    A report that came back may be sent again although its period has been closed: the reviewer asked for it.
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
    return found + [(f"answer_{point.field}", point.lack) for point in points_of(report) if point.lack]


def doubts_of(report: ProgressReport) -> list[Doubt]:
    """Figures far out of the ordinary: the sender looks at each again and ticks it."""
    figures = figures_of(report)
    if not figures:
        return []
    before = earlier_report(report.task, report.period)
    indicators = list(report.task.indicators.all())
    found = warnings_of(figures, indicators, before.values if before else {})
    return [Doubt(sentence) for sentence in found.values()]
