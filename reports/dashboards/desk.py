"""The desk at which one person's work is laid out: its groups, its rows, how its days are counted."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from agencies.models import User
from agencies.services.calendar import WorkCalendar
from reports.models import ReportingPeriod

SOON_DAYS = 7
HEAD, RETURNED, LATE, SOON = "cho-duyet", "bi-tra-lai", "qua-han", "sap-den-han"
DRAFTS, LATER, SUPPORT, COMMENTS, WAITING = "ban-nhap", "chua-den-han", "phoi-hop", "gop-y", "da-gui"
PRESS, DIRECTIONS = "bao-chi", "chi-dao"
TITLES = {
    HEAD: "Chờ anh/chị duyệt",
    RETURNED: "Bị trả lại",
    LATE: "Quá hạn",
    SOON: f"Đến hạn trong {SOON_DAYS} ngày làm việc",
    DRAFTS: "Bản nháp đang viết",
    LATER: "Chưa đến hạn kỳ này",
    SUPPORT: "Cần phối hợp",
    DIRECTIONS: "Ý kiến chỉ đạo",
    PRESS: "Phản hồi báo chí",
    COMMENTS: "Góp ý dự thảo kế hoạch",
    WAITING: "Đã gửi, chờ xem xét",
}


@dataclass(frozen=True)
class WorkRow:
    """One thing to do. `page` is the address name in `reports`, for plan, period and task code; `url` the address itself where it is another."""

    number: str
    title: str
    sub: str
    status_key: str
    status_label: str
    due_on: date
    due_note: str
    act_label: str
    page: str = ""
    plan: str = ""
    period: str = ""
    url: str = ""
    is_main: bool = False

    @property
    def due(self) -> date | None:
        """The day, where there is one."""
        return None if self.due_on == date.max else self.due_on


@dataclass(frozen=True)
class WorkGroup:
    key: str
    title: str
    rows: list[WorkRow]

    @property
    def is_folded(self) -> bool:
        return self.key == WAITING


@dataclass(frozen=True)
class Desk:
    """Whose work it is and how days are counted there."""

    user: User
    heads: set[int]
    calendar: WorkCalendar
    as_of: date

    def days_left(self, due_on: date) -> int:
        return self.calendar.days_left(due_on, self.as_of)

    def is_late(self, due_on: date) -> bool:
        return self.calendar.is_late(due_on, self.as_of)

    def pile_of(self, due_on: date, otherwise: str) -> str:
        """Late, soon, or where it stands else."""
        return LATE if self.is_late(due_on) else SOON if self.days_left(due_on) <= SOON_DAYS else otherwise

    def due_note(self, due_on: date) -> str:
        """How long there is, in words; lateness is told by the status."""
        return "" if self.is_late(due_on) else self.calendar.left_words(due_on, self.as_of)

    def lateness(self, due_on: date) -> str:
        return capfirst(self.calendar.left_words(due_on, self.as_of))


def named(period: ReportingPeriod) -> str:
    """“Kỳ quý II năm 2026”, at the head of a line."""
    return f"K{period.in_sentence[1:]}"
