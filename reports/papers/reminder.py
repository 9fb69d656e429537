"""Công văn đôn đốc: the issuer presses one agency for the tasks that it leads and that are overdue."""

from datetime import date

from django.utils import timezone

from agencies.choices import Role
from agencies.models import Agency, User
from agencies.services.calendar import WorkCalendar, calendar_from_column, days_as_column, work_calendar
from documents.choices import Layout
from documents.official.model import (
    Align,
    Block,
    Column,
    Level,
    Marks,
    Metadata,
    OfficialDocument,
    RowGroup,
    Section,
    Signature,
    Table,
)
from documents.papers import office_of
from documents.registry import WITH_TABLES, Options, PaperSource, Variant
from plans.choices import PlanStatus
from plans.models import Plan, Task
from plans.papers import contains_illustration
from ttdn_portal.shared.dates import long_date, short_date

NOT_ISSUED = "Kế hoạch chưa ban hành nên chưa có nhiệm vụ nào đến hạn để đôn đốc."
ENDED = "Kế hoạch không còn đang thực hiện nên không đôn đốc nữa."
NOTHING_LATE = "Đến {day} không có nhiệm vụ nào quá hạn; chưa có gì để đôn đốc."
DAYS_TO_ANSWER = 7  # working days; no rule gives them, the signer changes the day in the Word file
SEEN_BY = (Role.STANDING_OFFICER, Role.SIGNER, Role.CLERK, Role.COMMITTEE_MEMBER)
COLUMNS = (
    Column("STT", 8, Align.CENTER),
    Column("Nhiệm vụ", 40),
    Column("Hạn hoàn thành", 15, Align.CENTER),
    Column("Trễ (ngày làm việc)", 12, Align.CENTER),
    Column("Tiến độ theo báo cáo gần nhất", 25),
)


def build_reminder(plan: Plan, agency: Agency, *, as_of: date) -> OfficialDocument:
    """The letter to one agency; its number stays open, its day is the day it is drawn up."""
    office = office_of(plan.issuer, plan.layout)
    calendar = work_calendar(plan.locality_id)
    tasks = [
        task
        for task in late_tasks(plan, as_of).led_by({agency.pk})
        if task.due_on and calendar.is_late(task.due_on, as_of)
    ]
    answer_by = calendar.add_working_days(as_of, DAYS_TO_ANSWER)
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol=office.letter_symbol,
        place=plan.place_name or office.place,
        year=as_of.year,
        type_name="",
        subject=f"đôn đốc thực hiện nhiệm vụ của {plan.title}",
        addressed_to=(agency.name,),
        opening=(Block(0, _opening(plan, agency, len(tasks), as_of)),),
        sections=(Section(Level.PLAIN, table=_table(tasks, calendar, as_of)),),
        closing=(Block(0, _closing(plan, agency, len(tasks), answer_by)),),
        signature=Signature(office.letter_authority),
        recipients=office.letter_recipients,
        drafter_code=office.drafter_code,
        contact_line=office.contact_line,
        marks=Marks(has_illustration=contains_illustration(plan)),
        metadata=Metadata(title=title_of(plan, agency), author=plan.issuer.name),
    )


def late_tasks(plan: Plan, day: date):  # type: ignore[no-untyped-def]
    """Overdue tasks of the plan, the oldest first; whose deadline a day off moved, the calendar leaves out."""
    return plan.tasks.overdue(day).order_by("due_on", "sequence")


def title_of(plan: Plan, agency: Agency) -> str:
    return f"Công văn đôn đốc {agency.label} thực hiện {plan.title}"


def cited_plan(plan: Plan) -> str:
    """“Kế hoạch số 47/KH-UBND ngày 05 tháng 02 năm 2024 của … về …”; the Party sets a comma before the day.

    Where a decision issued the plan the number is the decision's: “Kế hoạch … ban hành kèm theo Quyết định số 15/QĐ-UBND …”.
    """
    about = plan.title.removeprefix("Kế hoạch ").strip()
    if not plan.number:
        return f"{plan.title} của {plan.issuer.name}"
    if plan.is_by_decision:
        return f"Kế hoạch {about} ban hành kèm theo Quyết định {_numbered(plan)}"
    return f"Kế hoạch {_numbered(plan)} {about if about.startswith('về ') else f'về {about}'}"


def _numbered(plan: Plan) -> str:
    comma = "," if plan.layout == Layout.PARTY else ""
    day = f"{comma} {long_date(plan.issued_on)}" if plan.issued_on else ""
    return f"số {plan.document_number}{day} của {plan.issuer.name}"


def _opening(plan: Plan, agency: Agency, count: int, day: date) -> str:
    return (
        f"Thực hiện {cited_plan(plan)}; qua theo dõi, đến {long_date(day)}, {agency.name} còn {count:02d} nhiệm vụ"
        " được giao chủ trì đã quá hạn, chưa hoàn thành, cụ thể như sau:"
    )


def _closing(plan: Plan, agency: Agency, count: int, day: date) -> str:
    tasks = "nhiệm vụ" if count == 1 else "các nhiệm vụ"
    return (
        f"{plan.issuer.name} đề nghị {agency.name} khẩn trương hoàn thành {tasks} nêu trên; báo cáo kết quả, nguyên nhân"
        f" chậm và thời hạn hoàn thành, gửi {receiver_of(plan, agency).name} trước {long_date(day)} để tổng hợp."
    )


def receiver_of(plan: Plan, agency: Agency) -> Agency:
    """To whom an agency reports: the standing agency; it does so itself to whoever has issued the plan."""
    standing = plan.standing_agency
    return standing if standing is not None and standing != agency else plan.issuer


def _table(tasks: list[Task], calendar: WorkCalendar, day: date) -> Table:
    return Table(COLUMNS, (RowGroup(tuple(_row(n, task, calendar, day) for n, task in enumerate(tasks, 1))),))


def _row(position: int, task: Task, calendar: WorkCalendar, day: date) -> tuple[str, ...]:
    assert task.due_on is not None  # overdue tasks have one
    return (
        str(position),
        f"{task.code}. {task.display_title}",
        short_date(task.due_on),
        str(calendar.days_late(task.due_on, day)),
        _progress(task),
    )


def _progress(task: Task) -> str:
    """What the last accepted report said; of a neutral secret task nothing is told."""
    if task.is_secret:
        return ""
    if task.last_accepted_on is None:
        return "Chưa có báo cáo được tiếp nhận"
    return f"{task.progress_percent}%, tiếp nhận ngày {short_date(task.last_accepted_on)}"


def variants(plan: Plan, *, as_of: date) -> tuple[Variant, ...]:
    """One letter for each agency that leads an overdue task; the issuer writes none to itself."""
    if not plan.is_public:
        return (Variant(refusal=NOT_ISSUED),)
    if plan.status != PlanStatus.ISSUED:
        return (Variant(refusal=ENDED),)
    leads: dict[str, str] = {}
    late = late_tasks(plan, as_of).select_related("lead_agency", "joint_lead_agency")
    late = late.annotate(days=days_as_column(plan.locality_id))
    for task in late:
        if not calendar_from_column(task.days, plan.locality_id).is_late(task.due_on, as_of):
            continue
        for agency in (task.lead_agency, task.joint_lead_agency):
            if agency and agency.pk != plan.issuer_id:
                leads.setdefault(agency.code, agency.label)
    found = tuple(Variant({"agency": code}, label) for code, label in leads.items())
    return found or (Variant(refusal=NOTHING_LATE.format(day=long_date(as_of))),)


def agency_of(plan: Plan, options: Options) -> Agency:
    """The agency meant, among those that lead in this plan."""
    found: Agency = Agency.objects.filter(pk__in=_lead_ids(plan)).get(code=options["agency"])
    return found


def _lead_ids(plan: Plan) -> set[int]:
    pairs = plan.tasks.values_list("lead_agency_id", "joint_lead_agency_id")
    return {pk for pair in pairs for pk in pair if pk}


def is_visible(user: User, plan: Plan, options: Options) -> bool:
    """Who presses and who signs; the agency gets the letter itself."""
    return plan.locality_id in user.locality_ids(*SEEN_BY)


REMINDER = PaperSource(
    build=lambda plan, options: build_reminder(plan, agency_of(plan, options), as_of=timezone.localdate()),
    is_visible=is_visible,
    title=lambda plan, options: title_of(plan, agency_of(plan, options)),
    variants=lambda plan: variants(plan, as_of=timezone.localdate()),
    formats=WITH_TABLES,
)
