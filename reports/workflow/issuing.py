"""What the moves of every issued paper share: who submitted, approved, returned; number, day and signer at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.notices import notify
from documents.services.numbers import doubts_about, refusal_of, series_label_for, take_number
from plans.services.issuing import against_signer
from plans.services.signers import nobody_to_sign, people_told
from reports.choices import ReviewStatus as S
from reports.models.issued import IssuedPaper
from ttdn_portal.shared.transitions import Doubt, Transition, TransitionBlocked, at_fields, blocked_by


@dataclass(frozen=True)
class Moved:
    """How people are told of one kind of paper: as which notice, and how the paper is named in it."""

    kind: NoticeKind
    name: Callable[[Any], str]

    def tell(self, paper: Any, people: Any, text: str) -> None:
        """One notice to each of `people`; every move makes a version of its own."""
        notify(
            people,
            kind=self.kind,
            subject_key=paper.subject_key,
            step=f"v{paper.version}",
            text=text,
            link=paper.get_absolute_url(),
            locality_id=paper.locality_id,
        )

    def to(self, *roles: str) -> Callable[..., None]:
        """An effect that tells the people of `roles` in the locality that the paper moved."""

        def effect(paper: Any, actor: User, note: str, data: dict[str, Any]) -> None:
            people = people_told(paper, *roles, actor=actor)
            said = f"{self.name(paper)}: {paper.get_status_display()}"
            self.tell(paper, people, said + (f". {note}" if note else "."))

        return effect


def moves_before_issue(
    noun: str, word: str, moved: Moved, *, blockers: Any, texts: Any
) -> tuple[Transition, ...]:
    """Submit, approve and send back: the same for every issued paper; `noun` ends its permissions, `word` names it."""
    return (
        Transition(
            "submit",
            "Trình ký",
            (S.DRAFT, S.RETURNED),
            S.SUBMITTED,
            f"reports.submit_{noun}",
            blockers=lambda paper, data: [*blockers(paper, data), *nobody_to_sign(paper)],
            stamps=submitted,
            effect=moved.to(Role.SIGNER),
            tone="main",
            done_message=f"Đã trình {word}.",
            texts=texts,
        ),
        Transition(
            "approve",
            "Phê duyệt",
            (S.SUBMITTED,),
            S.APPROVED,
            f"reports.approve_{noun}",
            stamps=approved,
            effect=moved.to(Role.CLERK, Role.STANDING_OFFICER),
            tone="main",
            done_message=f"Đã phê duyệt {word}.",
            texts=texts,
        ),
        Transition(
            "send_back",
            "Trả lại",
            (S.SUBMITTED, S.APPROVED),
            S.RETURNED,
            f"reports.return_{noun}",
            stamps=returned,
            effect=moved.to(Role.STANDING_OFFICER),
            note_required=True,
            tone="danger",
            done_message=f"Đã trả lại {word} kèm lý do.",
        ),
    )


def submitted(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"submitted_at": timezone.now(), "submitted_by_id": actor.pk, "return_note": ""}


def approved(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"approved_at": timezone.now(), "approved_by_id": actor.pk, "signer_id": actor.pk}


def returned(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "return_note": data["note"],
        "returned_at": timezone.now(),
        "returned_by_id": actor.pk,
        "approved_at": None,
        "approved_by_id": None,
    }


def issued(paper: IssuedPaper, data: dict[str, Any], digest: str) -> dict[str, Any]:
    """The columns that the issue writes; `digest` is the SHA-256 of what was issued."""
    return {
        "number": data["number"],
        "symbol": data.get("symbol") or paper.symbol,
        "issued_on": data["issued_on"],
        "series_label": series_label_for(issuer=paper.issuer, layout=paper.layout, day=data["issued_on"]),
        "signer_name": data.get("signer_name") or paper.signer_name,
        "issued_at": timezone.now(),
        "content_sha256": digest,
    }


def lacks_of_issue(
    paper: IssuedPaper, data: dict[str, Any], *, not_before: date | None, too_early: str
) -> list[str]:
    """What the clerk has not given yet: number, day and signer (NĐ 30/2020, Phụ lục I); then what the book says."""
    day: date | None = data.get("issued_on")
    number = data.get("number")
    lacks = [
        (not number, "number", "Chưa có số văn bản."),
        (not day, "issued_on", "Chưa có ngày ban hành."),
        (not (data.get("signer_name") or paper.signer_name), "signer_name", "Chưa có họ tên người ký."),
        (day is not None and day > timezone.localdate(), "issued_on", "Ngày ban hành không thể ở tương lai."),
        (day is not None and not_before is not None and day < not_before, "issued_on", too_early),
    ]
    problems = at_fields(lacks)
    if problems or not number or not day:
        return problems
    return [*_against_book(paper, data), *against_signer(paper, data)]


def _against_book(paper: Any, data: dict[str, Any]) -> list[str]:
    """A number given before stands in the way; a gap or a day out of order may be right."""
    book = book_of(paper, data)
    if refusal := refusal_of(**book, subject_key=paper.subject_key):
        return at_fields([(True, "number", refusal)])
    return [Doubt(sentence) for sentence in doubts_about(**book, day=data["issued_on"])]


def book_of(paper: IssuedPaper, data: dict[str, Any]) -> dict[str, Any]:
    """The place in the book of numbers that the paper asks for."""
    return {
        "issuer": paper.issuer,
        "symbol": data.get("symbol") or paper.symbol,
        "label": series_label_for(issuer=paper.issuer, layout=paper.layout, day=data["issued_on"]),
        "number": data["number"],
    }


def register_number(paper: Any, actor: User) -> None:
    """Give the number to this paper for ever; TransitionBlocked where it is taken."""
    try:
        take_number(
            issuer=paper.issuer,
            symbol=paper.symbol,
            layout=paper.layout,
            label=paper.series_label,
            number=paper.number or 0,
            subject_key=paper.subject_key,
            issued_on=paper.issued_on,
            actor=actor,
        )
    except ValidationError as error:
        raise blocked_by(error) from error


def taken_meanwhile(paper: Any, data: dict[str, Any]) -> TransitionBlocked:
    """What is said where another paper took the number between the question and the save."""
    refusal = refusal_of(**book_of(paper, data), subject_key=paper.subject_key)
    told = refusal or f"Số {data['number']} vừa cấp cho văn bản khác."
    return TransitionBlocked(at_fields([(True, "number", told)]))
