"""The life of a contribution: the table of its transitions and what each brings with it.

ASKED → DRAFT (the agency writes) → SENT | DECLINED; ASKED, DRAFT → WITHDRAWN (by the lead); SENT, DECLINED → DRAFT
(taken back to mend); WITHDRAWN, SENT, DECLINED → ASKED (asked again: what was answered stays as a draft).

Who wins: of two people of one agency the first, and of an answer and a withdrawal whichever is written first; the
other is told, and what was typed is kept. An answer after the report has gone counts as long as the period is open:
the lead is told, and whoever reads the report sees that it came after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import notify, people_holding
from plans.models import TaskSupport
from reports.choices import ContributionStatus as S
from reports.choices import DeclineReason
from reports.models import Contribution, ReportingPeriod
from reports.services.contributions import (
    CLOSED,
    AnswerText,
    StaleAnswer,
    contribution_for,
    keep_refused_answer,
    lead_of,
    tell_asked,
    write_draft,
)
from ttdn_portal.shared import transitions
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.transitions import StaleState, Transition, TransitionBlocked, at_fields

NO_FIGURE = "Chưa có số liệu “{name}”. Không có thì chọn “Không cung cấp được”."


@dataclass(frozen=True)
class Request:
    """What the lead wants: words, figures ({"indicator", "name", "unit"}), a file; until when, and why."""

    question: str
    due_on: date
    wants_text: bool = True
    wants_file: bool = False
    figures: tuple[dict[str, Any], ...] = ()

    def columns(self, contribution: Contribution) -> dict[str, Any]:
        """A figure that was wanted before keeps the value given."""
        given = {(f["indicator"], f["name"], f["unit"]): f.get("value") for f in contribution.figures}
        wanted = [
            dict(f) | {"value": given.get((f["indicator"], f["name"], f["unit"]))} for f in self.figures
        ]
        return {
            "question": self.question,
            "due_on": self.due_on,
            "wants_text": self.wants_text,
            "wants_file": self.wants_file,
            "figures": wanted,
        }


def period_closed(contribution: Contribution, data: dict[str, Any]) -> list[str]:
    return [] if contribution.period.is_open_on(timezone.localdate()) else [CLOSED]


def missing_for_sending(contribution: Contribution, data: dict[str, Any]) -> list[str]:
    """What was asked for and is not there yet; an answer that nobody asked for says something at least."""
    columns = data["text"].columns(contribution) if "text" in data else contribution.content()
    has_words, has_file = bool(columns["answer"].strip()), contribution.pk and contribution.files.exists()
    must_write = contribution.wants_text or not (contribution.figures or contribution.wants_file)
    lacks = [
        (must_write and not has_words, "answer", "Ghi nội dung trả lời trước khi gửi."),
        *(
            (figure["value"] is None, f"figure_{n}", NO_FIGURE.format(name=figure["name"]))
            for n, figure in enumerate(columns["figures"], 1)
        ),
        (
            contribution.wants_file and not has_file,
            "uploads",
            "Cơ quan chủ trì cần một tệp. Thêm tệp trước khi gửi.",
        ),
    ]
    return period_closed(contribution, data) + at_fields(lacks)


def missing_for_decline(contribution: Contribution, data: dict[str, Any]) -> list[str]:
    known = data.get("reason") in DeclineReason
    return period_closed(contribution, data) + at_fields(
        [(not known, "reason", "Chọn vì sao không cung cấp được.")]
    )


def was_never_asked(contribution: Contribution, data: dict[str, Any]) -> list[str]:
    return [] if contribution.asked_at else ["Việc này theo kế hoạch, không có đề nghị riêng để rút."]


def _typed(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = data["text"].columns(data["contribution"])
    return written | {"answered_by": actor}


def _sent(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return _typed(actor, data) | {"answered_at": timezone.now(), "declined_as": "", "decline_note": ""}


def _declined(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "answered_by": actor,
        "answered_at": timezone.now(),
        "declined_as": data["reason"],
        "decline_note": data["note"],
    }


def _taken_back(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"answered_at": None, "declined_as": "", "decline_note": ""}


def _asked(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    asked = {"asked_by": actor, "asked_at": timezone.now(), "reminded_at": None}
    wanted: dict[str, Any] = data["request"].columns(data["contribution"])
    return _taken_back(actor, data) | asked | wanted


def _on_answer(contribution: Contribution, actor: User, note: str, data: dict[str, Any]) -> None:
    """The lead's officers hear of it."""
    support, task = contribution.support, contribution.support.task
    said = (
        f"không cung cấp được nội dung phối hợp ({contribution.get_declined_as_display()}: {note})"
        if contribution.status == S.DECLINED
        else "đã trả lời phối hợp"
    )
    notify(
        people_holding(Role.OFFICER, agency_ids=task.acting_ids),
        kind=NoticeKind.CONTRIBUTION_SENT,
        subject_key=contribution.subject_key,
        step=f"v{contribution.version}",
        text=f"{support.agency.label} {said}: {task} – {contribution.period.name}.",
        link=contribution.get_absolute_url(),
        locality_id=contribution.locality_id,
    )


def _on_withdraw(contribution: Contribution, actor: User, note: str, data: dict[str, Any]) -> None:
    why = f" Lý do: {note}" if note else ""
    text = f"{lead_of(contribution)} đã rút đề nghị phối hợp: {contribution.support.task} – {contribution.period.name}.{why}"
    tell_asked(contribution, text, step=f"v{contribution.version}")


def _on_ask(contribution: Contribution, actor: User, note: str, data: dict[str, Any]) -> None:
    due = short_date(contribution.due_on) if contribution.due_on else ""
    text = f"{lead_of(contribution)} xin phối hợp, hạn trả lời {due}: {contribution.support.task} – {contribution.period.name}.\n{contribution.question}"
    tell_asked(contribution, text, step=f"v{contribution.version}")


TRANSITIONS = (
    Transition(
        "begin", "Lưu nháp", (S.ASKED,), S.DRAFT, "reports.give_contribution",
        blockers=period_closed, stamps=_typed, is_offered=False,
    ),
    Transition(
        "send", "Gửi cho cơ quan chủ trì", (S.ASKED, S.DRAFT), S.SENT, "reports.give_contribution",
        blockers=missing_for_sending, stamps=_sent, effect=_on_answer, tone="main",
        done_message="Đã gửi trả lời phối hợp.",
    ),
    Transition(
        "decline", "Không cung cấp được", (S.ASKED, S.DRAFT), S.DECLINED, "reports.give_contribution",
        blockers=missing_for_decline, stamps=_declined, effect=_on_answer, note_required=True,
        done_message="Đã báo cơ quan chủ trì là không cung cấp được.",
    ),
    Transition(
        "reopen", "Lấy lại để sửa", (S.SENT, S.DECLINED), S.DRAFT, "reports.reopen_contribution",
        blockers=period_closed, stamps=_taken_back, done_message="Đã lấy lại câu trả lời để sửa.",
    ),
    Transition(
        "withdraw", "Rút đề nghị", (S.ASKED, S.DRAFT), S.WITHDRAWN, "reports.manage_contribution",
        blockers=was_never_asked, effect=_on_withdraw, tone="danger",
        done_message="Đã rút đề nghị phối hợp; cơ quan được hỏi đã được báo.",
    ),
    Transition(
        "ask_again", "Xin lại", (S.WITHDRAWN, S.SENT, S.DECLINED), S.ASKED, "reports.manage_contribution",
        blockers=period_closed, stamps=_asked, effect=_on_ask, is_offered=False,
    ),
)  # fmt: skip


def run(contribution: Contribution, name: str, *, actor: User, note: str = "", **data: Any) -> None:
    """Move `contribution`; PermissionDenied, TransitionBlocked or StaleState where it may not be.

    `send` takes `text` (AnswerText), `decline` a `reason` (DeclineReason), `ask_again` a `request` (Request).
    """
    data |= {"contribution": contribution, "note": note.strip()}
    move = transitions.find(TRANSITIONS, name)
    transitions.run(contribution, move, actor=actor, note=note, data=data, record=record)


@transaction.atomic
def save(
    contribution: Contribution, text: AnswerText, *, actor: User, read_version: int, is_autosave: bool = False
) -> None:
    """Keep what was typed, beginning the answer with the first word; StaleAnswer where a colleague was faster."""
    if not contribution.period.is_open_on(timezone.localdate()):
        raise TransitionBlocked([CLOSED])
    if contribution.pk is None or contribution.status == S.DRAFT:
        if contribution.pk and contribution.version != read_version and _says(contribution, text):
            return  # a double click, a reload: answered as the first time
        write_draft(contribution, text, actor=actor, read_version=read_version, is_autosave=is_autosave)
        return
    contribution.version = read_version
    try:
        run(contribution, "begin", actor=actor, text=text)
    except StaleState:
        raise StaleAnswer from None


@transaction.atomic
def send(contribution: Contribution, text: AnswerText, *, actor: User, read_version: int) -> None:
    """Hand the answer over; StaleAnswer where a colleague was faster, TransitionBlocked where something is missing."""
    if contribution.pk is None:
        if problems := missing_for_sending(contribution, {"text": text}):
            raise TransitionBlocked(problems)
        write_draft(contribution, text, actor=actor, read_version=read_version, is_autosave=True)
        read_version = contribution.version
    contribution.version = read_version
    try:
        run(contribution, "send", actor=actor, text=text)
    except StaleState:
        raise StaleAnswer from None


def _says(contribution: Contribution, text: AnswerText) -> bool:
    return contribution.content() == text.columns(contribution)


def keep_typed(contribution: Contribution, text: AnswerText, *, actor: User) -> Contribution:
    """After StaleAnswer: the row as it stands now, and what was typed kept beside it where it says something else."""
    current = contribution_for(contribution.support, contribution.period)
    if current.pk and not _says(current, text):
        keep_refused_answer(current, text, actor=actor)
    return current


@transaction.atomic
def ask(
    supports: Iterable[TaskSupport], period: ReportingPeriod, request: Request, *, actor: User
) -> list[Contribution]:
    """Ask these agencies for the same at once; one that is asked already and has not answered is left as it is."""
    if not period.is_open_on(timezone.localdate()):
        raise TransitionBlocked([CLOSED])
    asked = []
    for support in supports:
        contribution = contribution_for(support, period)
        if contribution.is_waiting and contribution.asked_at:
            continue
        _ask_one(contribution, request, actor)
        asked.append(contribution)
    return asked


def _ask_one(contribution: Contribution, request: Request, actor: User) -> None:
    if contribution.status in (S.WITHDRAWN, S.SENT, S.DECLINED):
        run(contribution, "ask_again", actor=actor, request=request)
        return
    columns = {"asked_by": actor, "asked_at": timezone.now()} | request.columns(contribution)
    is_new = contribution.pk is None
    for name, value in columns.items():
        setattr(contribution, name, value)
    if is_new:
        contribution.status, contribution.version = S.ASKED, 1
        contribution.full_clean(validate_unique=False, validate_constraints=False)
        try:
            with transaction.atomic():
                contribution.save()
        except IntegrityError:  # a colleague asked, or the agency began, in this moment
            raise StaleState from None
    else:  # the agency began by itself: its draft stays, and it hears what is wanted
        rows = Contribution.objects.filter(pk=contribution.pk, version=contribution.version, status=S.DRAFT)
        if not rows.update(**columns, version=contribution.version + 1, updated_at=timezone.now()):
            raise StaleState
        contribution.version += 1
    record(actor=actor, action="ask", obj=contribution, note=request.question)
    _on_ask(contribution, actor, "", {})


@transaction.atomic
def decline(contribution: Contribution, *, actor: User, reason: str, note: str) -> None:
    """Say that there is nothing to give, and why; an agency may say so before anybody asked in particular."""
    if contribution.pk is None:
        if problems := period_closed(contribution, {}):
            raise TransitionBlocked(problems)
        write_draft(contribution, AnswerText(), actor=actor, read_version=0, is_autosave=True)
    run(contribution, "decline", actor=actor, note=note, reason=reason)
