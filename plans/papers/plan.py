"""The plan as an official document: data in, data out; how it looks is not known here."""

from collections import defaultdict

from django.db.models import Prefetch

from agencies.models import User
from documents.official.model import (
    Align,
    Annex,
    Column,
    Level,
    Marks,
    Metadata,
    NothingToWrite,
    OfficialDocument,
    RowGroup,
    Section,
    Signature,
    StyleFamily,
    Table,
)
from documents.official.styles import layout_style
from documents.papers import Office, lines_of, office_of
from documents.registry import WITH_TABLES, Options, PaperSource, Variant
from plans.choices import IssueForm
from plans.dashboards.words import when
from plans.models import Plan, Task, TaskGroup, TaskSupport
from plans.papers.calling import Names, names_in
from ttdn_portal.shared.templatetags.ttdn import number
from ttdn_portal.shared.text import Block, blocks

INCOMPLETE_NOTE = (
    "Nguồn công khai không nêu hết nội dung của kế hoạch này; bản chép lại chỉ ghi những gì nguồn có."
)
COPY = "copy"  # an option: made again after the issue, beside the file that was issued
KEPT = "kept"  # an option: the file of the issue itself, made of the version it names and of no other
COPY_NOTE = (
    "Bản sao dựng lại từ nội dung đã ban hành; bản ban hành là tệp lập khi ban hành, lưu cùng kế hoạch."
)
OTHER_VERSION = "Kế hoạch đã có bản mới sau khi ban hành, nên tệp của lần ban hành không dựng lại được từ nội dung hiện nay."
BY_DECISION = "Kế hoạch này ban hành kèm theo quyết định: chọn “Quyết định ban hành”, kế hoạch nằm trong đó."
ANNEX_TITLE = "Phân công nhiệm vụ"
MILLION = 1_000_000
# Usual columns of such an annex; the sources show none (domain notes, section 4).
COLUMNS = (
    Column("STT", 5, Align.CENTER),
    Column("Nội dung nhiệm vụ", 27),
    Column("Cơ quan chủ trì", 14),
    Column("Cơ quan phối hợp", 16),
    Column("Thời gian thực hiện", 11, Align.CENTER),
    Column("Sản phẩm, kết quả", 14),
    Column("Kinh phí (triệu đồng)", 8, Align.RIGHT),
    Column("Ghi chú", 11),
)
# Left out where no task has anything there.
OPTIONAL = (
    "Cơ quan phối hợp",
    "Thời gian thực hiện",
    "Sản phẩm, kết quả",
    "Kinh phí (triệu đồng)",
    "Ghi chú",
)


def build_plan(plan: Plan, options: Options | None = None) -> OfficialDocument:
    """The plan as it stands, marked DỰ THẢO until it is issued; with the option `copy` it says that it is one."""
    options = options or {}
    if options.get(KEPT) and options.get("version") != plan.versions.count():
        raise NothingToWrite(OTHER_VERSION)
    office = office_of(plan.issuer, plan.layout, plan.issued_at)
    groups = _groups(plan)
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol=plan.symbol,
        number=str(plan.number) if plan.number else None,
        place=plan.place_name or office.place,
        issued_on=plan.issued_on,
        year=plan.year_from,
        type_name="Kế hoạch",
        subject=subject_of(plan),
        bases=tuple(cited(row.basis.full_citation) for row in plan.basis_rows.select_related("basis")),
        opening=tuple(blocks(plan.opening)),
        sections=_sections(plan, groups),
        signature=Signature(_signed_as(plan, office), plan.signer_name or None),
        recipients=tuple(plan.recipient_lines),
        drafter_code=office.drafter_code,
        annexes=_annexes(groups, names_in(plan)),
        marks=Marks(
            is_draft=not plan.is_public,
            has_illustration=contains_illustration(plan),
            incomplete_note=_note(plan, options),
        ),
        metadata=Metadata(
            title=f"Kế hoạch {plan.document_number}: {plan.title}",
            author=plan.issuer.name,
            subject="Thông tin đối ngoại",
        ),
    )


def _note(plan: Plan, options: Options) -> str:
    notes = (INCOMPLETE_NOTE if plan.is_incomplete else "", COPY_NOTE if options.get(COPY) else "")
    return " ".join(note for note in notes if note)


def contains_illustration(plan: Plan) -> bool:
    """Whether anything that the paper prints is made up to show the portal."""
    return (
        plan.is_illustration
        or plan.groups.filter(is_illustration=True).exists()
        or plan.tasks.filter(is_illustration=True).exists()
        or TaskSupport.objects.filter(task__plan=plan, is_illustration=True).exists()
    )


def plan_of_key(subject_key: str) -> Plan:
    """The plan that "plan:hcm/2024" names."""
    locality, _, slug = subject_key.removeprefix("plan:").partition("/")
    return Plan.objects.with_names().get(locality__code=locality, slug=slug)


def is_visible(user: User, plan: Plan, options: Options) -> bool:
    """Whoever sees the plan sees its papers."""
    return Plan.objects.visible_to(user).filter(pk=plan.pk).exists()


def _groups(plan: Plan) -> list[tuple[TaskGroup, list[Task]]]:
    supports = Prefetch("supports", queryset=TaskSupport.objects.select_related("agency").order_by("id"))
    tasks = (
        plan.tasks.filter(withdrawn_on__isnull=True)
        .select_related("lead_agency", "joint_lead_agency")
        .prefetch_related(supports, "indicators")
    )
    by_group: dict[int, list[Task]] = defaultdict(list)
    for task in tasks.order_by("sequence"):
        by_group[task.group_id].append(task)
    return [(group, by_group[group.pk]) for group in plan.groups.order_by("number")]


def _signed_as(plan: Plan, office: Office) -> tuple[str, ...]:
    """The lines above the signature: the plan's own, else the office's; of a transcribed plan only what its source states."""
    return lines_of(plan.signing_authority) or (() if plan.is_transcribed else office.authority)


def subject_of(plan: Plan) -> str:
    """The abstract under the type's name: the title without the word that stands above it."""
    title = plan.title.removeprefix("Kế hoạch ").strip()
    return title[:1].upper() + title[1:]


def cited(citation: str) -> str:
    """A basis as its line begins: “Căn cứ …”, unless the citation says “Thực hiện …” itself."""
    return citation if citation.startswith(("Căn cứ", "Thực hiện", "Theo")) else f"Căn cứ {citation}"


def _sections(plan: Plan, groups: list[tuple[TaskGroup, list[Task]]]) -> tuple[Section, ...]:
    """I. Mục đích, yêu cầu – II. Nội dung – III. Kinh phí – IV. Tổ chức thực hiện; what is blank is left out."""
    aims = [
        Section(Level.CLAUSE, title, tuple(blocks(text)))
        for title, text in (("Mục đích", plan.purposes), ("Yêu cầu", plan.requirements))
        if text.strip()
    ]
    found = [
        Section(Level.SECTION, "Mục đích, yêu cầu", children=tuple(aims)) if aims else None,
        Section(
            Level.SECTION,
            "Nội dung",
            blocks=_annex_reference(groups),
            children=tuple(_group_section(g, _mark(plan)) for g, _ in groups),
        )
        if groups
        else None,
        Section(Level.SECTION, "Kinh phí thực hiện", tuple(blocks(plan.budget_text)))
        if plan.budget_text.strip()
        else None,
        Section(Level.SECTION, "Tổ chức thực hiện", tuple(blocks(plan.organisation)))
        if plan.organisation.strip()
        else None,
    ]
    return tuple(section for section in found if section)


def _annex_reference(groups: list[tuple[TaskGroup, list[Task]]]) -> tuple[Block, ...]:
    """NĐ 30/2020, Phụ lục I: the body refers to its annex."""
    return (
        (Block(0, "Nhiệm vụ cụ thể của từng nội dung được phân công tại Phụ lục kèm theo."),)
        if any(tasks for _, tasks in groups)
        else ()
    )


def _mark(plan: Plan) -> str:
    """What stands behind the number of a clause: one way through the whole paper."""
    return layout_style(StyleFamily(plan.layout)).clause_mark


def _group_section(group: TaskGroup, mark: str) -> Section:
    return Section(
        Level.CLAUSE, group.title, tuple(blocks(group.description)), number=f"{group.number}{mark}"
    )


def _annexes(groups: list[tuple[TaskGroup, list[Task]]], name_of: Names) -> tuple[Annex, ...]:
    rows = tuple(
        RowGroup(
            heading=group.title, number=str(group.number), rows=tuple(_row(task, name_of) for task in tasks)
        )
        for group, tasks in groups
        if tasks
    )
    return (Annex(title=ANNEX_TITLE, table=_without_empty(Table(COLUMNS, rows))),) if rows else ()


def _without_empty(table: Table) -> Table:
    """Without the columns that nobody has filled for any task: an empty column says nothing and costs the others their room."""
    rows = [row for group in table.groups for row in group.rows]
    empty = {c.heading for n, c in enumerate(table.columns) if not any(row[n].strip() for row in rows)}
    return table.without(empty.intersection(OPTIONAL))


def _row(task: Task, name_of: Names) -> tuple[str, ...]:
    leads = [name_of(agency) for agency in (task.lead_agency, task.joint_lead_agency) if agency]
    return (
        task.code,
        task.display_title,
        "; ".join(leads),
        "; ".join(name_of(support.agency) for support in task.supports.all()),
        when(task),
        _outputs(task),
        millions(task.budget_vnd),
        task.note,
    )


def _outputs(task: Task) -> str:
    figures = [
        f"{i.name}: {number(i.target_value)} {i.unit}"
        for i in task.indicators.all()
        if i.target_value is not None
    ]
    return task.expected_output or "; ".join(figures)


def millions(amount_vnd: int | None) -> str:
    """Đồng as triệu đồng: 1250000 → “1,25”."""
    return number(amount_vnd / MILLION) if amount_vnd is not None else ""


def _variants(plan: Plan) -> tuple[Variant, ...]:
    return (Variant(refusal=BY_DECISION if plan.issue_form == IssueForm.DECISION else ""),)


PLAN = PaperSource(
    build=build_plan,
    is_visible=is_visible,
    title=lambda plan, options: plan.title,
    variants=_variants,
    formats=WITH_TABLES,
)
