"""What stands on the pages of meetings: the figures frozen for one, what has changed since, its list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F

from agencies.history import HistoryLine, history_of
from agencies.services.calendar import WorkCalendar, calendar_from_column, days_as_column
from plans.choices import SECRET_TASK_TITLE, TaskState
from plans.dashboards.directions import DirectionLine, direction_line
from plans.dashboards.figures import group_lines, total_of
from plans.models import Direction, Plan
from plans.states import Figures, state_on
from reports.dashboards.files import FileLine, copies_of, exports_of
from reports.models import Conclusion, Meeting
from ttdn_portal.shared.dates import short_date

if TYPE_CHECKING:
    from agencies.models import User

Json = dict[str, Any]
DONE = (TaskState.DONE, TaskState.DONE_LATE)
FIVE = ("total", "done", "done_late", "in_term", "overdue")


def meeting_figures(plan: Plan, as_of: date) -> Json:
    """The five figures of the plan and of each content item on a day, as plain data."""
    lines = group_lines(plan, as_of)
    return {
        "as_of": as_of.isoformat(),
        "total": _counts(total_of(lines)),
        "groups": [
            {"number": line.number, "title": line.title, "counts": _counts(line.figures)} for line in lines
        ],
    }


def _counts(figures: Figures) -> Json:
    return figures._asdict() | {"finished": figures.finished, "rate": figures.rate}


def baseline_of(plan: Plan, as_of: date) -> Json:
    """How each task stood on a day; of a neutral secret task only its state and its deadline."""
    rows = plan.tasks.counted_on(as_of).annotate(state=state_on(as_of))
    return {
        code: {"state": state, "due_on": due_on and due_on.isoformat(), "title": "" if secret else title}
        for code, title, secret, due_on, state in rows.values_list(
            "code", "title", "is_secret", "due_on", "state"
        )
    }


@dataclass(frozen=True)
class Changed:
    """One task that stands otherwise than the meeting had it."""

    code: str
    title: str
    lead: str
    detail: str = ""


@dataclass(frozen=True)
class ChangeSet:
    """Tasks that have changed in one way; `key` colours the heading."""

    key: str
    label: str
    tasks: list[Changed]


def changes_since(meeting: Meeting, as_of: date) -> list[ChangeSet]:
    """What happened to the tasks since the figures were frozen, by kind of change; one query."""
    before: Mapping[str, Json] = meeting.baseline or {}
    found: dict[str, list[Changed]] = {name: [] for name in KINDS}
    rows = meeting.plan.tasks.annotate(state=state_on(as_of), lead=F("lead_agency__short_name"))
    names = ("code", "title", "is_secret", "due_on", "withdrawn_on", "state", "lead", "lead_agency__name")
    for code, title, secret, due_on, withdrawn_on, state, short, name in rows.order_by(
        "sequence"
    ).values_list(*names):
        words = SECRET_TASK_TITLE if secret else title
        is_out = withdrawn_on is not None and withdrawn_on <= as_of
        known = before.get(code)
        for kind, detail in _kinds(known, None if is_out else state, due_on, title, is_secret=secret):
            found[kind].append(Changed(code, words, short or name or "", detail))
    return [ChangeSet(*KINDS[name], tasks) for name, tasks in found.items() if tasks]


KINDS = {
    "finished": ("done", "Đã hoàn thành"),
    "late": ("late", "Mới quá hạn"),
    "moved": ("going", "Đổi thời hạn"),
    "changed": ("going", "Đổi nội dung"),
    "withdrawn": ("idle", "Rút khỏi kế hoạch"),
    "added": ("going", "Bổ sung"),
}


def _kinds(
    known: Json | None, state: str | None, due_on: date | None, title: str, *, is_secret: bool
) -> list[tuple[str, str]]:
    """The kinds of change of one task, each with what there is to say of it; `state` is None for one withdrawn."""
    if known is None:
        return [] if state is None else [("added", "")]
    if state is None:
        return [("withdrawn", "")]
    kinds = []
    if state in DONE and known["state"] not in DONE:
        kinds.append(("finished", "quá hạn" if state == TaskState.DONE_LATE else "đúng hạn"))
    if state == TaskState.LATE and known["state"] != TaskState.LATE:
        kinds.append(("late", f"hạn {short_date(due_on)}" if due_on else ""))
    was = date.fromisoformat(known["due_on"]) if known["due_on"] else None
    if was != due_on:
        kinds.append(("moved", f"{_day(was)} → {_day(due_on)}"))
    if not is_secret and known["title"] and known["title"] != title:
        kinds.append(("changed", f"trước: {known['title']}"))
    return kinds


def _day(day: date | None) -> str:
    return short_date(day) if day else "chưa có hạn"


def five_changes(before: Mapping[str, int], now: Figures, held_on: date) -> dict[str, str]:
    """Each of the five figures against the meeting's, as components/five.jinja shows it: “+2 từ cuộc họp 16/03”."""
    changes = {name: getattr(now, name) - before[name] for name in FIVE}
    since = f"từ cuộc họp {held_on:%d/%m}"
    return {
        name: f"{'+' if n > 0 else '−'}{abs(n)} {since}" if n else f"Như {since.removeprefix('từ ')}"
        for name, n in changes.items()
    }


@dataclass(frozen=True)
class MeetingPage:
    """What the page of one meeting shows beside the row itself."""

    conclusions: list[Conclusion]
    attending: list[str]
    directions: list[DirectionLine]
    changes: list[ChangeSet]
    facts: list[tuple[str, str]]
    copies: list[FileLine]
    exports: list[FileLine]
    history: list[HistoryLine]


def meeting_page(meeting: Meeting, user: "User", *, as_of: date) -> MeetingPage:
    """Everything of a meeting that its page shows, by a constant number of queries."""
    return MeetingPage(
        conclusions=list(meeting.conclusions.select_related("agency").order_by("position")),
        attending=list(meeting.attending.order_by("sort_key").values_list("name", flat=True)),
        directions=_directions(meeting, user, as_of),
        changes=changes_since(meeting, as_of) if meeting.is_frozen else [],
        facts=facts_of(meeting),
        copies=copies_of(meeting, "reports:meeting_copy"),
        exports=exports_of(meeting),
        history=history_of(meeting),
    )


def _directions(meeting: Meeting, user: "User", as_of: date) -> list[DirectionLine]:
    """What became of the points of an issued notice, as far as this person may see."""
    if not meeting.is_issued:
        return []
    rows = Direction.objects.visible_to(user).filter(source_key=meeting.subject_key).with_names()
    rows = rows.annotate(days_off=days_as_column(meeting.locality_id)).order_by("ordinal")
    return [direction_line(row, _calendar_of(row).late_before(as_of)) for row in rows]


def _calendar_of(direction: Any) -> WorkCalendar:
    return calendar_from_column(direction.days_off, direction.locality_id)


def meeting_lines(plan: Plan, user: "User") -> list[Meeting]:
    """The meetings about a plan that this person sees, the newest first; one query."""
    rows = Meeting.objects.visible_to(user).filter(plan=plan).with_names()
    return list(rows.annotate(point_count=Count("conclusions")).order_by("-held_on", "-ordinal"))


def facts_of(meeting: Meeting) -> list[tuple[str, str]]:
    """The notice as a document: number, day, who issues and signs it."""
    return [
        ("Số, ký hiệu", meeting.document_number if meeting.number else f"Chưa có số ({meeting.symbol})"),
        ("Ngày ban hành", short_date(meeting.issued_on) if meeting.issued_on else "Chưa có"),
        ("Cơ quan ban hành", meeting.issuer.name),
        ("Người ký", meeting.signer_name or "Chưa có"),
        ("Thể thức", meeting.get_layout_display()),
    ]
