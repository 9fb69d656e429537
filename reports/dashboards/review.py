"""One report as the reviewer reads it: the version sent, what changed in it, what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from agencies.choices import Role
from agencies.models import ActivityEntry, Membership, User
from plans.models import Task
from reports.choices import ReportField
from reports.dashboards.answers import Answer, answers_for
from reports.dashboards.reading import (
    ORDER,
    TEXTS,
    Content,
    EarlierReport,
    EvidenceItem,
    PromiseChange,
    content_from,
    earlier_report,
    promise_changes,
    promise_facts,
    sent_content_of,
)
from reports.dashboards.unusual import unusual
from reports.models import Contribution, FieldComment, Marks, PointAnswer, ProgressReport
from ttdn_portal.shared.compare import Part, word_diff

# What people did to a report, as a sentence says it.
MOVE_WORDS = {
    "submit": "gửi lại", "sign_off": "duyệt và gửi lại", "withdraw": "rút lại", "accept": "tiếp nhận",
    "send_back": "trả lại", "reopen": "mở lại",
    "ask_recall": "xin rút lại", "let_go": "cho rút lại",
}  # fmt: skip


@dataclass(frozen=True)
class FigureRow:
    """One indicator: what was promised, accepted before, sent before, and sent now."""

    name: str
    unit: str
    target: Decimal | None
    earlier: Decimal | None
    old: Decimal | None
    new: Decimal | None

    @property
    def is_changed(self) -> bool:
        return self.old != self.new

    @property
    def warning(self) -> str:
        return unusual(self.new, target=self.target, earlier=self.earlier)


@dataclass(frozen=True)
class EvidenceRow:
    """One piece of evidence, and what became of it since the sending before."""

    item: EvidenceItem
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True)
class Section:
    """One field of the report, with all that is said about it."""

    name: str
    label: str
    text: str
    old: str
    parts: tuple[Part, ...]
    earlier: str
    is_changed: bool
    comments: list[FieldComment]
    answer: PointAnswer
    is_copied: bool

    @property
    def answer_words(self) -> str:
        """How the agency met the request here; what it ticked is told as its word, not as a fact."""
        if not self.comments:
            return ""
        if self.is_changed:
            return "Đã sửa"
        return f"Giữ nguyên vì: {self.answer.why}" if self.answer.is_kept else ""

    @property
    def is_text(self) -> bool:
        return self.name in TEXTS


@dataclass(frozen=True)
class Round:
    """What was said when the report went back for the `number`-th time."""

    number: int
    author: str
    at: datetime
    comments: list[FieldComment]


@dataclass(frozen=True)
class ReviewPage:
    """All that stands on the reviewer's page."""

    report: ProgressReport
    content: Content
    has_previous: bool
    sections: list[Section]
    figures: list[FigureRow]
    evidence: list[EvidenceRow]
    earlier: EarlierReport | None
    facts: list[tuple[str, ...]]
    answers: list[Answer]
    rounds: list[Round]
    changes: list[PromiseChange]
    accepted_as: str = ""

    @property
    def changed(self) -> list[Section]:
        return [section for section in self.sections if section.is_changed]

    @property
    def points(self) -> list[tuple[str, str]]:
        """What was asked for when it went back last, each with its place on the page."""
        asked = self.rounds[0].comments if self.rounds else []
        return [
            (f"{comment.get_field_display()}: {comment.text}", f"#muc-{comment.field}") for comment in asked
        ]

    @property
    def resent_title(self) -> str:
        changed = [section.label.lower() for section in self.changed]
        return f"{self.report.status_words}: " + (
            f"đã sửa {len(changed)} mục ({', '.join(changed)})"
            if changed
            else "không sửa mục nào so với lần gửi trước"
        )

    @property
    def returned_who(self) -> str:
        """Who sent it back last, when and for which reason."""
        report = self.report
        if not (report.returned_by and report.returned_at):
            return ""
        return f"{report.returned_by} trả lại {timezone.localtime(report.returned_at):%H:%M %d/%m/%Y}: {report.get_return_reason_display()}"

    @property
    def accepted_title(self) -> str:
        report = self.report
        when = f"{timezone.localtime(report.accepted_at):%H:%M %d/%m/%Y}" if report.accepted_at else ""
        return f"{report.accepted_by}{self.accepted_as} tiếp nhận lúc {when}"


def review_page(report: ProgressReport, user: User, *, as_of: date) -> ReviewPage:
    """The version last sent, never the row that is being mended."""
    submission = report.submission or {}
    content, before = sent_content_of(report), submission.get("previous")
    old = content_from(before) if before else None
    earlier = earlier_report(report.task, report.period)
    answers = answers_for(
        report.task, report.period, visible=Contribution.objects.visible_to(user), as_of=as_of
    )
    rounds, marks = (
        _rounds(report.comments.select_related("author")),
        Marks.from_json(submission.get("marks")),
    )
    return ReviewPage(
        report=report, content=content, has_previous=old is not None, sections=[_section(name, content, old, earlier, rounds, marks) for name in ORDER],
        figures=_figures(report.task, content, old or content, earlier), evidence=_evidence(content, old), earlier=earlier,
        facts=promise_facts(report.task, answers, earlier, as_of=as_of), answers=answers, rounds=rounds, changes=promise_changes(report),
        accepted_as=_post_at_acceptance(report),
    )  # fmt: skip


def _post_at_acceptance(report: ProgressReport) -> str:
    """The post in which it was accepted: the one held on that day, whoever holds it now."""
    if not (report.accepted_by_id and report.accepted_at):
        return ""
    held = Membership.objects.effective_on(timezone.localdate(report.accepted_at)).filter(
        user=report.accepted_by_id, role=Role.STANDING_OFFICER, agency__locality=report.locality_id
    )
    post = held.select_related("agency").first()
    return f" ({post.get_role_display()}, {post.agency.label})" if post else ""


def _section(
    name: ReportField,
    new: Content,
    old: Content | None,
    earlier: EarlierReport | None,
    rounds: list[Round],
    marks: Marks,
) -> Section:
    text, was = new.text_of(name), old.text_of(name) if old else ""
    flag_moved = name == ReportField.RESULTS and old is not None and old.no_change != new.no_change
    is_changed = old is not None and (text != was or flag_moved)
    asked = [comment for comment in rounds[0].comments if comment.field == name] if rounds else []
    return Section(
        name.value, name.label, text, was, tuple(word_diff(was, text)) if is_changed else (),
        earlier.content.text_of(name) if earlier else "", is_changed, asked, marks.answers.get(name.value, PointAnswer()), name.value in marks.copied,
    )  # fmt: skip


def _figures(task: Task, new: Content, old: Content, earlier: EarlierReport | None) -> list[FigureRow]:
    """Every indicator of the task, then figures whose indicator the plan no longer has."""
    now, was = ({figure.indicator: figure for figure in content.figures} for content in (new, old))
    before = earlier.values if earlier else {}
    targets = {indicator.pk: indicator for indicator in task.indicators.all()}
    rows = []
    for pk in dict.fromkeys([*targets, *was, *now]):
        named = targets.get(pk) or now.get(pk) or was[pk]
        target = targets[pk].target_value if pk in targets else None
        rows.append(
            FigureRow(
                named.name,
                named.unit,
                target,
                before.get(pk),
                was[pk].value if pk in was else None,
                now[pk].value if pk in now else None,
            )
        )
    return rows


def _evidence(new: Content, old: Content | None) -> list[EvidenceRow]:
    before = {_key(item) for item in old.evidence} if old else set()
    rows = [EvidenceRow(item, is_new=old is not None and _key(item) not in before) for item in new.evidence]
    kept = {_key(item) for item in new.evidence}
    return rows + [
        EvidenceRow(item, is_gone=True) for item in (old.evidence if old else ()) if _key(item) not in kept
    ]


def _key(item: EvidenceItem) -> tuple[str, str, int]:
    return (item.name, item.url, item.size)


def _rounds(comments: Iterable[FieldComment]) -> list[Round]:
    """Newest first."""
    found = []
    for number, group in groupby(sorted(comments, key=lambda c: (-c.round, c.pk)), key=lambda c: c.round):
        said = list(group)
        found.append(Round(number, str(said[0].author), said[0].created_at, said))
    return found


# --- Somebody was faster -----------------------------------------------------------------------------------


def last_move(report: ProgressReport) -> ActivityEntry | None:
    return ActivityEntry.objects.about(report).filter(action__in=MOVE_WORDS).first()


def what_happened(report: ProgressReport) -> str:
    """Who did what to the report last, as a sentence."""
    move = last_move(report)
    if move is None:
        return "Báo cáo này vừa thay đổi."
    return f"{move.actor_name} đã {MOVE_WORDS[move.action]} báo cáo này lúc {timezone.localtime(move.at):%H:%M %d/%m/%Y}."


def withdrawn_report(user: User, locality: str, plan: str, period: str, code: str) -> ProgressReport | None:
    """A report that this reviewer might have read until its agency took it back: only that, and by whom, may be told."""
    rows = (
        ProgressReport.objects.kept()
        .with_names()
        .filter(submitted_at__isnull=True, locality_id__in=user.locality_ids(Role.STANDING_OFFICER))
    )
    report = rows.filter(
        locality__code=locality, task__plan__slug=plan, period__slug=period, task__code=code
    ).first()
    move = last_move(report) if report else None
    return report if move and move.action in ("withdraw", "let_go") else None
