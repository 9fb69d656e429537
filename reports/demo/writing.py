"""What people write in the demo's reports; everything is illustration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plans.models import Indicator, Task
from reports.services.writing import ReportText
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number

_RESULTS = (
    "Đã triển khai theo tiến độ; {figure}. Đang hoàn thiện các phần việc còn lại.",
    "Trong kỳ {figure}; đã phối hợp các cơ quan liên quan kiểm tra nội dung trước khi công bố.",
    "Đã thực hiện các bước chuẩn bị và tổ chức thực hiện, {figure}. Thông tin được đăng tải kịp thời.",
)
_DIFFICULTIES = (
    "",
    "Khâu hiệu đính bản tiếng nước ngoài kéo dài do thiếu người dịch chuyên ngành.",
    "",
    "Thủ tục thẩm định dự toán chậm so với dự kiến.",
    "Một số đơn vị phối hợp gửi tư liệu chưa đủ.",
)
_REQUESTS = (
    "",
    "Đề nghị Sở Tài chính sớm có ý kiến về dự toán phần còn lại.",
    "",
    "Đề nghị các cơ quan phối hợp gửi tư liệu đúng hạn.",
)
_NEXT = "Tiếp tục thực hiện, hoàn thành trước ngày {due}."
NO_CHANGE = "Trong kỳ chưa phát sinh yêu cầu nên không có thay đổi so với kỳ trước."


@dataclass(frozen=True)
class Told:
    """How far a task is said to be."""

    percent: int
    completed_on: date | None = None
    no_change: bool = False


def report_text(task: Task, told: Told, *, salt: int, before: Mapping[int, Decimal]) -> ReportText:
    """A plausible text; `salt` varies it from task to task, the same on every load. `before`: reached before the period."""
    if told.no_change:
        return ReportText(results=NO_CHANGE, progress_percent=told.percent, no_change=True)
    indicators = list(task.indicators.all())
    earlier = {indicator.pk: before.get(indicator.pk, Decimal(0)) for indicator in indicators}
    reached = {i.pk: max(_figure(i, told.percent), earlier[i.pk]) for i in indicators}
    figures = {pk: reached[pk] - earlier[pk] for pk in reached}
    return ReportText(
        results=_result(task, told, figures, reached, salt),
        difficulties="" if told.completed_on else _DIFFICULTIES[salt % len(_DIFFICULTIES)],
        recommendations="" if told.completed_on else _REQUESTS[salt % len(_REQUESTS)],
        next_steps="" if told.completed_on or not task.due_on else _NEXT.format(due=short_date(task.due_on)),
        progress_percent=told.percent,
        completed_on=told.completed_on,
        figures=figures,
    )


def _figure(indicator: Indicator, percent: int) -> Decimal:
    """Whole pieces of the target, at least the share that is said to be done."""
    target = indicator.target_value or Decimal(0)
    return (target * percent / 100).to_integral_value()


def _said(indicator: Indicator, figure: Decimal, reached: Decimal) -> str:
    """What was made in the period and what it comes to since the year began."""
    name, unit = indicator.name.lower(), indicator.unit
    share = f"{number(reached)}/{number(indicator.target_value)} {unit}"
    if figure == reached:
        return f"đạt {share} ({name})"
    return (
        f"thêm {number(figure)} {unit} ({name}), lũy kế {share}" if figure else f"lũy kế vẫn {share} ({name})"
    )


def _result(
    task: Task, told: Told, figures: Mapping[int, Decimal], reached: Mapping[int, Decimal], salt: int
) -> str:
    parts = [_said(i, figures[i.pk], reached[i.pk]) for i in task.indicators.all()]
    figure = "; ".join(parts) or f"đã thực hiện khoảng {told.percent}% khối lượng"
    if told.completed_on:
        return f"Đã hoàn thành ngày {short_date(told.completed_on)}: {figure}. Sản phẩm: {task.expected_output[:1].lower() + task.expected_output[1:]}."
    return _RESULTS[salt % len(_RESULTS)].format(figure=figure)
