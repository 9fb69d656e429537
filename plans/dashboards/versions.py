"""The versions of a plan: which days each held, and the plan as it stood in one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from plans.dashboards.changes import Content, day_of, task_clauses, title_of, when_of
from plans.dashboards.plan import SECTIONS, Section
from plans.models import Plan, PlanVersion
from ttdn_portal.shared.dates import short_date


@dataclass(frozen=True)
class VersionLine:
    """One version among its neighbours. `starts_on` is open where a transcribed plan's source states no day."""

    number: int
    starts_on: date | None
    ends_on: date | None
    made_by: str
    made_by_url: str
    sha256: str
    url: str

    @property
    def label(self) -> str:
        return f"Bản {self.number}, {self.made_by}"

    @property
    def days(self) -> str:
        """“từ 15/01/2026 đến 30/11/2026”, “từ 01/12/2026 đến nay”, “từ khi ban hành đến nay”."""
        start = f"từ {short_date(self.starts_on)}" if self.starts_on else "từ khi ban hành"
        return f"{start} đến {short_date(self.ends_on) if self.ends_on else 'nay'}"

    def holds(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


def version_lines(plan: Plan) -> list[VersionLine]:
    """All versions of an issued plan, first first, by one query."""
    versions = list(
        plan.versions.select_related("amendment", "correction").defer("content").order_by("number")
    )
    following = [*(version.effective_from for version in versions[1:]), None][: len(versions)]
    return [_line(plan, version, after) for version, after in zip(versions, following, strict=True)]


def _line(plan: Plan, version: PlanVersion, after: date | None) -> VersionLine:
    made_by, url = "ban hành", ""
    args = [plan.locality.code, plan.slug]
    if version.amendment:
        made_by = f"điều chỉnh lần {version.amendment.ordinal}"
        url = reverse("plans:amendment_detail", args=[*args, version.amendment.ordinal])
    elif version.correction:
        made_by = f"đính chính lần {version.correction.ordinal}"
        url = f"{reverse('plans:amendment_list', args=args)}#dinh-chinh-{version.correction.ordinal}"
    return VersionLine(
        version.number,
        version.effective_from,
        after - timedelta(1) if after else None,
        made_by,
        url,
        version.sha256,
        reverse("plans:version_detail", args=[*args, version.number]),
    )


def version_on(lines: Sequence[VersionLine], day: date) -> VersionLine | None:
    """The version that held on `day`: of two that begin on one day the later; None before the plan was issued."""
    return next((line for line in reversed(lines) if line.holds(day)), None)


@dataclass(frozen=True)
class VersionPage:
    """The plan as one version has it, in the shape of the plan's own page."""

    sections: list[Section]
    bases: list[str]
    facts: list[tuple[str, str]]
    rows: list[tuple[Any, ...]]
    group_count: int
    task_count: int


def version_page(content: Content) -> VersionPage:
    groups, promised = content.get("groups", []), content["plan"]
    sections = [Section(name, word, str(title), promised.get(name, "")) for name, word, title in SECTIONS]
    tasks = [task for group in groups for task in group["tasks"] if not task.get("withdrawn_on")]
    return VersionPage(
        sections=[section for section in sections if section.text or section.field != "opening"],
        bases=content.get("bases", []),
        facts=_facts(content),
        rows=[row for group in groups for row in _rows(group)],
        group_count=len(groups),
        task_count=len(tasks),
    )


def _facts(content: Content) -> list[tuple[str, str]]:
    promised = content["plan"]
    day = day_of(promised.get("issued_on"))
    return [
        ("Số, ký hiệu", f"{promised.get('number') or '…'}/{promised['symbol']}"),
        ("Ngày ban hành", short_date(day) if day else "Không ghi"),
        ("Cơ quan ban hành", content.get("issuer", "")),
        ("Người ký", promised.get("signer_name") or "Không ghi"),
    ]


def _rows(group: Content) -> list[tuple[Any, ...]]:
    """(heading or None, code, title, lead, supports, when, outputs, words of withdrawal) for `plans/_version_rows.jinja`."""
    heading = f"{group['number']}. {group['title']}"
    if not group["tasks"]:
        return [(heading, "", "", "", "", "", "", "")]
    return [_row(heading if n == 0 else None, task) for n, task in enumerate(group["tasks"])]


def _row(heading: str | None, task: Content) -> tuple[Any, ...]:
    clauses = task_clauses(task)
    outputs = "\n".join(text for text in (clauses["Sản phẩm, kết quả"], clauses["Chỉ tiêu"]) if text)
    gone = day_of(task.get("withdrawn_on"))
    return (
        heading,
        task["code"],
        title_of(task),
        clauses["Cơ quan chủ trì"] or "Chưa phân công",
        clauses["Cơ quan phối hợp"],
        when_of(task),
        outputs,
        f"Đã rút từ {short_date(gone)}" if gone else "",
    )
