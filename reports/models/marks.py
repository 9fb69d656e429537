"""What stands beside a report's text: how far its writer is, what was copied, how each request was met."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

LONG_PARTS = ("results", "difficulties", "recommendations", "next_steps")
MENDED, KEPT = "MENDED", "KEPT"


@dataclass(frozen=True)
class PointAnswer:
    """Trả lời một điểm cần sửa: mended, or kept as it is for a reason."""

    tick: str = ""
    why: str = ""

    @property
    def is_kept(self) -> bool:
        return self.tick == KEPT and bool(self.why.strip())


@dataclass(frozen=True)
class Marks:
    """Ghi chú khi viết: `finished` by part, `copied` by part (digest of the copied text), `answers` by commented field."""

    finished: Mapping[str, bool] = field(default_factory=dict)
    copied: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, PointAnswer] = field(default_factory=dict)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "Marks":
        kept = kept or {}
        answers = {name: PointAnswer(*said) for name, said in kept.get("answers", {}).items()}
        return cls(dict(kept.get("finished", {})), dict(kept.get("copied", {})), answers)

    def as_json(self) -> dict[str, Any]:
        """Plain data; what is empty is left out, so that a report without marks holds nothing."""
        answers = {name: [said.tick, said.why] for name, said in self.answers.items()}
        parts = {"finished": dict(self.finished), "copied": dict(self.copied), "answers": answers}
        return {name: value for name, value in parts.items() if value}

    @property
    def unfinished(self) -> list[str]:
        """Parts of which the writer said that they are not written to the end."""
        return [part for part in LONG_PARTS if self.finished.get(part) is False]

    def settled(self, texts: Mapping[str, str], copied_now: Iterable[str] = ()) -> "Marks":
        """A copy stays marked as long as its text is word for word the copied one."""
        now = {part: digest(texts[part]) for part in LONG_PARTS if texts.get(part, "").strip()}
        fresh = {part: now[part] for part in copied_now if part in now}
        still = {part: mark for part, mark in self.copied.items() if now.get(part) == mark}
        return replace(self, copied=still | fresh)

    def for_next_round(self) -> "Marks":
        """A report that came back is unanswered again; what was copied is still so."""
        return Marks(copied=self.copied)


def digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
