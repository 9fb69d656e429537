"""What the issue of a plan brings with it: its number in the book, and word to the agencies of their part."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import Agency, Membership, User
from agencies.services.notices import mail_now, notify
from documents.papers import deputy_lines, lines_of, office_of
from documents.services.numbers import (
    TAKEN,
    doubts_about,
    refusal_of,
    series_label_for,
    suggested_number,
    take_number,
)
from plans.models import Amendment, Plan, Task, TaskSupport
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.text import squeeze
from ttdn_portal.shared.transitions import Doubt, at_fields

OTHER_SIGNER = "Người ký ghi trên văn bản là “{name}”, còn người phê duyệt trên cổng là “{approver}”."
DEPUTY_AS_HEAD = (
    "Người ký {name} là {post}, mà trên tên người ký văn bản sẽ in “{authority}”. "
    "Cấp phó ký thay thì ghi “{deputy}”: {mend}"
)
MEND_PAPER = "đề nghị người ký trả lại để sửa ô “Thẩm quyền ký” của văn bản."
MEND_OFFICE = "sửa ô “Thẩm quyền ký” trong Mẫu chữ của cơ quan (nút ở trang Văn thư)."
STILL_MADE_UP = "Trong kế hoạch còn phần ghi “minh họa”: {parts}. Bản ban hành sẽ in dấu MINH HỌA."
CODES_SHOWN = 10


def against_book(plan: Plan | Amendment, data: dict[str, Any]) -> list[str]:
    """A number given before stands in the way; a gap, a day out of order or another form's symbol may be right."""
    number, day, symbol = data["number"], data["issued_on"], data.get("symbol") or plan.symbol
    label = series_label_for(issuer=plan.issuer, layout=plan.layout, day=day)
    book: dict[str, Any] = {"issuer": plan.issuer, "symbol": symbol, "label": label, "number": number}
    refusal = refusal_of(**book, subject_key=plan.subject_key)
    if refusal:
        return at_fields([(True, "number", refusal)])
    doubts = doubts_about(**book, day=day)
    if not symbol.startswith(plan.type_word):
        doubts.append(f"Ký hiệu {symbol} không phải của hình thức “{plan.get_issue_form_display()}”.")
    if plan.approved_at and day < timezone.localdate(plan.approved_at):
        approved = short_date(timezone.localdate(plan.approved_at))
        doubts.append(f"Ngày ban hành {short_date(day)} trước ngày phê duyệt {approved}.")
    return [Doubt(sentence) for sentence in doubts]


def against_signer(paper: Any, data: dict[str, Any]) -> list[str]:
    """Whose name goes under the paper, and who approved it here: mostly one person, and where not, the clerk says so."""
    approver = paper.approved_by.full_name if paper.approved_by else ""
    name = data.get("signer_name") or paper.signer_name
    if not approver:
        return []
    if squeeze(name).casefold() != squeeze(approver).casefold():
        return [Doubt(OTHER_SIGNER.format(name=squeeze(name), approver=approver))]
    return against_post(paper)


def against_post(paper: Any) -> list[str]:
    """A deputy signs for the head and as a deputy (NĐ 30/2020, Phụ lục I, box 7a), not in the head's own post."""
    signer, own = paper.approved_by, lines_of(paper.signing_authority)
    authority = own or getattr(office_of(paper.issuer, paper.layout), paper.OFFICE_AUTHORITY)
    deputy = deputy_lines(authority, signer.position_title, paper.layout) if signer else ()
    if not deputy:
        return []
    sentence = DEPUTY_AS_HEAD.format(
        name=signer.full_name,
        post=squeeze(signer.position_title),
        authority=" / ".join(authority),
        deputy=" / ".join(deputy),
        mend=MEND_PAPER if own else MEND_OFFICE,
    )
    return [Doubt(sentence)]


def against_illustration(plan: Plan) -> list[str]:
    """What is made up to show the portal, or was copied from such a plan, would be issued with the rest."""
    parts = ["cả kế hoạch"] if plan.is_illustration else []
    groups = plan.groups.filter(is_illustration=True).order_by("number")
    tasks = plan.tasks.filter(is_illustration=True, withdrawn_on__isnull=True).order_by("sequence")
    supports = TaskSupport.objects.filter(task__plan=plan, is_illustration=True).count()
    parts += _counted("nội dung", [str(group.number) for group in groups])
    parts += _counted("nhiệm vụ", [task.code for task in tasks])
    parts += [f"{supports} dòng cơ quan phối hợp"] if supports else []
    return [Doubt(STILL_MADE_UP.format(parts="; ".join(parts)))] if parts else []


def _counted(noun: str, codes: list[str]) -> list[str]:
    """“5 nhiệm vụ (1.1, 1.2, 1.3 …)”."""
    more = " …" if len(codes) > CODES_SHOWN else ""
    return [f"{len(codes)} {noun} ({', '.join(codes[:CODES_SHOWN])}{more})"] if codes else []


def taken_meanwhile(plan: Plan, data: dict[str, Any]) -> str:
    """Somebody gave this number to another plan in the same moment."""
    symbol = data.get("symbol") or plan.symbol
    label = series_label_for(issuer=plan.issuer, layout=plan.layout, day=data["issued_on"])
    following = suggested_number(issuer=plan.issuer, symbol=symbol, label=label)
    free = max(following, data["number"] + 1)
    return TAKEN.format(number=data["number"], series=f"{symbol} {label}", next=free)


def register_number(plan: Plan, *, actor: User) -> None:
    """Write the plan's number into the book; ValidationError where another paper has it."""
    take_number(
        issuer=plan.issuer,
        symbol=plan.symbol,
        layout=plan.layout,
        label=plan.series_label,
        number=plan.number or 0,
        subject_key=plan.subject_key,
        issued_on=plan.issued_on,
        actor=actor,
    )


@dataclass
class Part:
    """What one agency has to do with an issued plan."""

    agency: Agency
    led: list[Task] = field(default_factory=list)
    supported: list[TaskSupport] = field(default_factory=list)

    @property
    def words(self) -> str:
        """“chủ trì 3 nhiệm vụ (1.1, 3.2, 3.4), phối hợp 1 nhiệm vụ (2.1)”."""
        rows = (("chủ trì", self.led), ("phối hợp", [support.task for support in self.supported]))
        return ", ".join(
            f"{word} {len(tasks)} nhiệm vụ ({', '.join(task.code for task in tasks)})"
            for word, tasks in rows
            if tasks
        )


def parts_of(plan: Plan) -> list[Part]:
    """The plan by agency: two queries, whatever the number of tasks."""
    parts: dict[int, Part] = {}

    def part_of(agency: Agency) -> Part:
        return parts.setdefault(agency.pk, Part(agency))

    tasks = plan.tasks.filter(withdrawn_on__isnull=True).select_related("lead_agency", "joint_lead_agency")
    for task in tasks.order_by("sequence"):
        for agency in (task.lead_agency, task.joint_lead_agency):
            if agency is not None:
                part_of(agency).led.append(task)
    supports = TaskSupport.objects.filter(task__plan=plan, task__withdrawn_on__isnull=True)
    for support in supports.select_related("agency", "task").order_by("task__sequence", "pk"):
        support.task.plan = plan
        part_of(support.agency).supported.append(support)
    return list(parts.values())


def tell_agencies(plan: Plan) -> int:
    """Each agency's people get one notice and one letter with all of its tasks; answers how many people were told."""
    parts = parts_of(plan)
    people = _people_of(parts)
    told = 0
    for part in parts:
        here = people[part.agency.pk]
        told += notify(
            here,
            kind=NoticeKind.PLAN_ISSUED,
            subject_key=plan.subject_key,
            step=f"agency {part.agency.pk}",
            link=_list_of(plan, part),
            locality_id=plan.locality_id,
            text=f"{plan.title} đã được ban hành, số {plan.document_number}. {part.agency.label} {part.words}.",
        )
        for person in here:
            mail_now(
                person,
                subject=_subject(plan, part)[:200],
                body=_letter(plan, part, person),
                locality_id=plan.locality_id,
            )
    return told


def _subject(plan: Plan, part: Part) -> str:
    """By the number of the paper that issues: of a plan attached to a decision it is the decision's."""
    paper = "Kế hoạch ban hành kèm theo Quyết định" if plan.is_by_decision else "Kế hoạch"
    return f"Phần việc của {part.agency.label} trong {paper} số {plan.document_number}"


def _people_of(parts: list[Part]) -> dict[int, list[User]]:
    held = Membership.objects.effective_on(timezone.localdate()).filter(
        agency_id__in=[part.agency.pk for part in parts],
        role__in=[Role.OFFICER, Role.AGENCY_LEADER],
        user__is_active=True,
    )
    people: dict[int, list[User]] = defaultdict(list)
    for post in held.select_related("user").order_by("user_id", "pk"):
        if post.user not in people[post.agency_id]:
            people[post.agency_id].append(post.user)
    return people


def _list_of(plan: Plan, part: Part) -> str:
    """The list of tasks, narrowed to those that the agency leads."""
    address = reverse("plans:task_list", args=[plan.locality.code, plan.slug])
    return f"{address}?chu-tri={part.agency.code}" if part.led else address


def _letter(plan: Plan, part: Part, person: User) -> str:
    context = {
        "plan": plan,
        "part": part,
        "full_name": person.full_name,
        "public_url": settings.PUBLIC_URL,
        "list_url": _list_of(plan, part),
    }
    return render_to_string("emails/plan_issued.txt", context)
