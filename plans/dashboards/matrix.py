"""Bảng tổng hợp, tiếp thu, giải trình ý kiến góp ý: the same rows for the page and for the paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.choices import Verdict
from plans.dashboards.consultation import BodyLine, CommentLine, RoundPage, round_page
from plans.models import CommentChange, Consultation
from ttdn_portal.shared.compare import word_diff
from ttdn_portal.shared.dates import short_date

# Beyond this a change is named, not quoted: the draft itself is at hand.
MOST_PIECES, MOST_LETTERS = 3, 500


@dataclass(frozen=True)
class MatrixRow:
    """One comment with its answer, as it is printed."""

    number: int
    body: str
    text: str
    answer: str
    is_open: bool


@dataclass(frozen=True)
class MatrixGroup:
    """The comments on one place of the draft."""

    place: str
    rows: list[MatrixRow]


@dataclass(frozen=True)
class Matrix:
    """Everything that the table says: comments by place, who agreed, who did not answer and how that counts."""

    groups: list[MatrixGroup]
    agreed: list[str]
    silent: list[str]
    silence: str
    asked: int
    open_count: int

    @property
    def comment_count(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def matrix_of(consultation: Consultation, *, as_of: date) -> Matrix:
    page = round_page(consultation, as_of=as_of)
    silent = [line for line in page.bodies if line.is_waiting]
    return Matrix(
        groups=list(_groups(page)),
        agreed=[
            _named(line)
            for line in page.bodies
            if line.body.verdict == Verdict.AGREED and not line.is_waiting
        ],
        silent=[line.body.name for line in silent],
        silence=silence_of(consultation) if silent else "",
        asked=page.counts.asked,
        open_count=page.counts.unanswered,
    )


def silence_of(consultation: Consultation) -> str:
    """How those who did not answer are counted, as a sentence."""
    due_on = short_date(consultation.reply_due_on)
    if consultation.is_open:
        return f"Đợt lấy ý kiến chưa kết thúc, hạn trả lời {due_on}."
    if consultation.is_ended_early:
        return f"Đợt lấy ý kiến kết thúc trước hạn {due_on} ({consultation.end_note.rstrip('.')}); nơi chưa trả lời không tính là thống nhất."
    if consultation.is_silence_consent:
        return f"Quá hạn {due_on} không trả lời, được tính là thống nhất với dự thảo."
    return f"Quá hạn {due_on} không trả lời, không tính là thống nhất."


def _named(line: BodyLine) -> str:
    """“Sở Tài chính (Công văn số 12/STC ngày 05/03/2026)”."""
    return f"{line.body.name} ({line.body.paper})" if line.body.paper else line.body.name


def _groups(page: RoundPage) -> Iterator[MatrixGroup]:
    rows: list[MatrixRow] = []
    place = ""
    for number, line in enumerate(page.comments, 1):
        if line.clause.label != place and rows:
            yield MatrixGroup(place, rows)
            rows = []
        place = line.clause.label
        rows.append(MatrixRow(number, line.body.name, line.comment.text, answer_words(line), line.is_open))
    if rows:
        yield MatrixGroup(place, rows)


def answer_words(line: CommentLine) -> str:
    """“Tiếp thu. Mục đích: bổ sung “…”.”, “Giải trình: …”; nothing while it is open."""
    comment = line.comment
    if not comment.answer:
        return ""
    if not line.is_accepted:
        return f"Giải trình: {comment.answer_text}"
    changes = "; ".join(change_words(change) for change in comment.changes.all())
    words = ["Tiếp thu.", _ended(comment.answer_text), f"{changes}."]
    return " ".join(word for word in words if word)


def _ended(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?", "”")) else f"{text}."


def change_words(change: CommentChange) -> str:
    """One changed place as such tables word it: “Mục đích: thay “a” bằng “b””; a long change is only named."""
    place = change.place_label.partition(". ")[0]
    whole = change.place_label[:1].lower() + change.place_label[1:]
    if not change.after:
        return f"Bỏ {whole}"
    if not change.before and not change.clause_key.startswith("part:"):
        return f"Bổ sung {whole}"
    pieces = _pieces(change.before, change.after)
    if len(pieces) > MOST_PIECES or sum(map(len, pieces)) > MOST_LETTERS:
        return f"Sửa {place[:1].lower()}{place[1:]} như dự thảo mới"
    return f"{place}: {', '.join(pieces)}"


def _pieces(before: str, after: str) -> list[str]:
    """What was put in, taken out or replaced, each in quotation marks."""
    found: list[str] = []
    taken = ""
    for kind, text in [*word_diff(before, after), ("same", "")]:
        words = " ".join(text.split())
        if kind == "old":
            taken = words
        elif kind == "new" and taken:
            found.append(f"thay “{taken}” bằng “{words}”")
            taken = ""
        elif kind == "new" and words:
            found.append(f"bổ sung “{words}”")
        elif kind == "same" and taken:
            found.append(f"bỏ “{taken}”")
            taken = ""
    return found
