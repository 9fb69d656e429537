"""Every kind of paper that the contract names: made in each of its formats, Word and PDF alike, refused with a reason."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from agencies.choices import AgencyKind
from documents import registry
from documents.choices import DocumentFormat, DocumentKind
from documents.models import OfficeWording
from documents.official import flow
from documents.official.formats import render
from plans.choices import IssueForm, PlanStatus
from plans.models import Plan, Task
from tests import factories as f
from tests.documents.conversion import OFFICE, convert, in_order, pages_of
from tests.factories.meetings import make_meeting

LONG_NAME = "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch Thành phố trực thuộc Ủy ban nhân dân Thành phố"


@pytest.fixture
def papers(world, lead_officer, standing_officer):
    """(kind, name) → paper, of every paper that three plans allow; reasons of those that they do not."""
    today = timezone.localdate()
    OfficeWording.objects.create(
        locality=world.locality,
        agency=world.issuer,
        issuer_name="ỦY BAN NHÂN DÂN\nTHÀNH PHỐ",
        place_name="Thành phố Hồ Chí Minh",
        recipients="Các sở, ban, ngành\nLưu: VT, VX",
        contact_line="Số 86 Lê Thánh Tôn, phường Sài Gòn",
        drafter_code="NVA.(10)",
    )
    long = f.make_agency(world.locality, "dai", name=LONG_NAME, kind=AgencyKind.DEPARTMENT)
    for n in range(30):
        f.make_support(
            f.make_task(world.group, long, title=f"Xây dựng chuyên trang số {n} bằng năm thứ tiếng"),
            world.support,
        )
    Task.objects.filter(pk=world.task.pk).update(starts_on=today - timedelta(60), due_on=today - timedelta(5))
    f.make_report(world.task, world.period, lead_officer, status="ACCEPTED")
    f.make_review(world.period, standing_officer, status="ISSUED")
    f.make_change(f.make_amendment(world.plan, status="ISSUED"), world.task, note="Làm sớm")
    make_meeting(
        world.plan,
        standing_officer,
        status="ISSUED",
        points=(("Rà soát nguyên nhân chậm.", None, None), ("Hoàn thành phóng sự", world.lead, today)),
    )
    draft = f.make_plan(
        world.locality,
        status=PlanStatus.DRAFT,
        issuer=world.issuer,
        standing_agency=world.standing,
        year=2027,
    )
    f.make_task(f.make_group(draft), world.lead)
    found = f.make_round(draft, world.lead, ended_at=timezone.now())
    f.reply(found.bodies.get(), lead_officer, "Bổ sung mục tiêu quảng bá du lịch.")
    decided = f.make_plan(
        world.locality, issuer=world.issuer, year=2028, issue_form=IssueForm.DECISION, symbol="QĐ-UBND"
    )
    f.make_task(f.make_group(decided), world.lead)
    return [_of(plan) for plan in (world.plan, draft, decided)]


def _of(plan):
    plan = Plan.objects.with_names().get(pk=plan.pk)
    made, refused = {}, {}
    for kind, source in registry.sources(plan.subject_key).items():
        for variant in source.variants(plan):
            name = "-".join([kind.value, plan.slug, *map(str, variant.options.values())])
            if variant.refusal:
                refused[name] = variant.refusal
            else:
                made[name] = (kind, source, registry.build(kind, plan.subject_key, plan, variant.options))
    return made, refused


def test_every_kind_of_the_contract_is_made_of_one_of_three_plans(papers):
    kinds = {kind for made, _ in papers for kind, _, _ in made.values()}

    assert kinds == set(DocumentKind)


def test_kind_that_the_state_does_not_allow_gives_its_reason(papers):
    reasons = {name: reason for _, refused in papers for name, reason in refused.items()}

    assert {name.rsplit("-", 1)[0] for name in reasons} >= {"quyet-dinh", "ke-hoach", "tong-quan"}
    assert all(reason.endswith(".") and len(reason) > 30 for reason in reasons.values())


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_word_and_pdf_of_every_kind_say_the_same_in_the_same_order(papers, tmp_path):
    made = {name: row for plan, _ in papers for name, row in plan.items()}
    for name, (_, _, paper) in made.items():
        (tmp_path / f"{name}.docx").write_bytes(render(paper, DocumentFormat.DOCX))
        (tmp_path / f"{name}-own.pdf").write_bytes(render(paper, DocumentFormat.PDF))
    convert(tmp_path, made)

    for name, (kind, _, paper) in made.items():
        own, word = pages_of(tmp_path / f"{name}-own.pdf"), pages_of(tmp_path / f"{name}.pdf")
        assert abs(len(own) - len(word)) <= 1, name
        assert not [page for page in own if not page], f"{name}: an empty page"
        assert kind is not DocumentKind.OVERVIEW or len(word) == 1, f"{name}: one page, in Word too"
        for text in ("".join(own), "".join(word)):
            assert in_order(headings(paper), text) == "", name
            assert in_order(rows(paper), text) == "", name


def headings(paper):
    found = [] if paper.is_annex_alone else [p for p in flow.body(paper) if p.is_title]
    for annex in paper.annexes:
        found += [p for p in flow.annex_body(paper, annex) if p.is_title]
    return [f"{p.number} {p.text}" for p in found]


def rows(paper):
    found = []
    for table in paper.tables():
        for group in table.groups:
            found += [f"{group.number} {group.heading}"] if group.heading else []
            found += [" ".join(row) for row in group.rows]
    return found


def test_every_table_has_its_workbook(papers):
    for made, _ in papers:
        for name, (_, source, paper) in made.items():
            if any(True for _ in paper.tables()):
                assert DocumentFormat.XLSX in source.formats, name
                assert render(paper, DocumentFormat.XLSX).startswith(b"PK"), name


def test_overview_of_many_tasks_is_one_page(papers):
    [(made, _), *_] = papers
    [paper] = [paper for kind, _, paper in made.values() if kind is DocumentKind.OVERVIEW]

    assert len(PdfReader(BytesIO(render(paper, DocumentFormat.PDF))).pages) == 1
