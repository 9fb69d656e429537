"""The annex alone and the tờ trình, as data: what they say, when they can be had, who may have them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from documents.choices import Layout
from documents.models import OfficeWording
from documents.official.html import render_pdf
from documents.official.model import StyleFamily
from documents.official.word import render_docx
from documents.papers import office_of
from plans.choices import IssueForm, PlanStatus
from plans.models import Task
from plans.papers import build_plan
from plans.papers.annex import NO_TASK, build_annex
from plans.papers.submission import (
    CONSULTING,
    NO_STANDING,
    OWN_PLAN,
    TRANSCRIBED,
    build_submission,
)
from plans.services.exports import export_paper
from tests import factories as f
from tests.documents.pdf_measure import Measured
from tests.documents.word_measure import Word

DAY = date(2026, 11, 25)


def refusal(plan, actor, kind):
    with pytest.raises(ValidationError) as refused:
        export_paper(plan, actor=actor, kind=kind)
    return refused.value.messages[0]


def texts(blocks):
    return [block.text for block in blocks]


@pytest.fixture
def draft(world):
    plan = f.make_plan(
        world.locality,
        issuer=world.issuer,
        standing_agency=world.standing,
        status=PlanStatus.DRAFT,
        year=2027,
        title="Kế hoạch thông tin đối ngoại năm 2027",
        purposes="Quảng bá hình ảnh Thành phố.\n- Thông tin kịp thời.",
    )
    group = f.make_group(plan, 1, title="Tập huấn nghiệp vụ")
    f.make_task(group, world.lead, budget_vnd=1_250_000_000)
    f.make_task(group, world.lead, budget_vnd=500_000)
    f.make_task(group, world.lead, withdrawn_on=date(2027, 1, 1), budget_vnd=9)
    f.make_group(plan, 2, title="Ấn phẩm")
    return plan


def test_annex_alone_is_the_annex_of_the_plan_and_nothing_else(world):
    paper = build_annex(world.plan)

    assert paper.annexes == build_plan(world.plan).annexes
    page = Measured(render_pdf(paper)).pages[0]
    assert (round(page.width), round(page.height)) == (297, 210)
    assert page.text.startswith("Phụ lục\nPHÂN CÔNG NHIỆM VỤ")
    assert "CỘNG HÒA" not in page.text
    assert "(Kèm theo Kế hoạch số" in page.text
    word = Word(render_docx(paper))
    assert word.lines[0].text == "Phụ lục"
    assert round(word.sections[0].page_width / 36000) == 297
    assert "PAGE" in "".join(word.sections[0].header._element.itertext())


def test_plan_without_tasks_has_no_annex(world, standing_officer):
    world.plan.tasks.all().delete()

    assert refusal(world.plan, standing_officer, "phu-luc") == NO_TASK


def test_task_without_a_first_day_goes_up_to_its_last_as_the_portal_counts(draft, world):
    task = f.make_task(draft.groups.get(number=2), world.lead, starts_on=None, due_on=date(2027, 3, 5))

    rows = {row[0]: row for group in build_annex(draft).annexes[0].table.groups for row in group.rows}

    assert "Đến 05/03/2027" in rows[task.code]


def test_submission_says_what_is_submitted_by_whom_to_whom(draft, world):
    paper = build_submission(draft, as_of=DAY)

    assert (paper.type_name, paper.subject) == (
        "Tờ trình",
        "Về việc ban hành Kế hoạch thông tin đối ngoại năm 2027",
    )
    assert paper.addressed_to == (world.issuer.name,)
    assert paper.letterhead.issuer_name == world.standing.name
    assert paper.signature.authority == ("GIÁM ĐỐC",)
    assert paper.recipients[0] == "Như trên"
    assert [section.title for section in paper.sections] == [
        "Sự cần thiết",
        "Nội dung cơ bản của dự thảo",
        "Kiến nghị",
    ]
    assert texts(paper.sections[0].blocks) == [
        "Việc ban hành Kế hoạch nhằm:",
        "Quảng bá hình ảnh Thành phố.",
        "Thông tin kịp thời.",
    ]
    assert texts(paper.sections[1].blocks) == [
        "Dự thảo Kế hoạch năm 2027 gồm 2 nội dung với 2 nhiệm vụ:",
        "Nội dung 1: Tập huấn nghiệp vụ (2 nhiệm vụ);",
        "Nội dung 2: Ấn phẩm.",
        "Tổng kinh phí của các nhiệm vụ đã ghi dự toán: 1.250,5 triệu đồng.",
    ]
    assert texts(paper.closing)[0] == "(Kèm theo Tờ trình: dự thảo Kế hoạch, Phụ lục phân công nhiệm vụ.)"


def test_submission_goes_to_the_recipients_of_a_letter_not_to_those_of_a_plan(draft, world):
    OfficeWording.objects.create(
        locality=world.locality, agency=world.standing, issuer_name="SỞ", place_name="Bà Rịa",
        recipients="Các sở, ban, ngành;\nLưu: VT.", letter_recipients="Như trên;\nGiám đốc Sở;\nLưu: VT.",
    )  # fmt: skip

    paper = build_submission(draft, as_of=DAY)

    assert paper.recipients == ("Như trên;", "Giám đốc Sở;", "Lưu: VT.")


def test_submission_closes_each_content_item_once_whatever_its_title_ends_with(draft, world):
    draft.groups.filter(number=1).update(title="Tập huấn nghiệp vụ.")
    draft.groups.filter(number=2).update(title="Ấn phẩm.")

    items = texts(build_submission(draft, as_of=DAY).sections[1].blocks)[1:3]

    assert items == ["Nội dung 1: Tập huấn nghiệp vụ (2 nhiệm vụ);", "Nội dung 2: Ấn phẩm."]


def test_submission_names_the_bodies_that_were_asked(draft, world):
    draft.consulted_agencies.set([world.support, world.other])

    paper = build_submission(draft, as_of=DAY)

    asked = paper.sections[1]
    assert asked.title == "Quá trình xây dựng dự thảo"
    assert "lấy ý kiến của 2 cơ quan, đơn vị: Sở Ngoại vụ; Sở Tài chính." in asked.blocks[0].text
    assert "Bảng tiếp thu, giải trình" in paper.closing[0].text


@pytest.mark.parametrize(
    ("status", "is_draft"),
    [("DRAFT", True), ("RETURNED", True), ("SUBMITTED", False), ("APPROVED", False), ("ISSUED", False)],
)
def test_submission_is_a_draft_until_the_plan_is_submitted(draft, status, is_draft):
    draft.status = status

    assert build_submission(draft, as_of=DAY).marks.is_draft is is_draft


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "CONSULTING"}, CONSULTING),
        ({"standing_agency": None}, NO_STANDING),
        ({"is_transcribed": True}, TRANSCRIBED),
    ],
)
def test_plan_whose_state_has_no_submission_says_why(draft, standing_officer, fields, reason):
    type(draft).objects.filter(pk=draft.pk).update(**fields)
    draft.refresh_from_db()

    assert refusal(draft, standing_officer, "to-trinh") == reason


def test_office_that_issues_its_own_plan_submits_to_nobody(draft, world, standing_officer):
    draft.standing_agency = world.issuer

    assert refusal(draft, standing_officer, "to-trinh") == OWN_PLAN


def test_submission_is_for_those_who_make_the_plan(
    world, standing_officer, signer, clerk, lead_officer, committee_member
):
    for person in (standing_officer, signer, clerk):
        assert export_paper(world.plan, actor=person, kind="to-trinh").title.startswith("Tờ trình")
    for person in (lead_officer, committee_member):
        with pytest.raises(PermissionDenied):
            export_paper(world.plan, actor=person, kind="to-trinh")


def test_office_writes_as_its_wording_says(world):
    OfficeWording.objects.create(
        locality=world.locality, agency=world.issuer, issuer_name="ỦY BAN NHÂN DÂN\nTHÀNH PHỐ", place_name="Sài Gòn", signing_authority="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
        recipients="- Các sở;\nLưu: VT.", letter_symbol="UBND-NV", letter_authority="TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG", letter_recipients="Như trên;\nLưu: VT, NV.",
    )  # fmt: skip

    office = office_of(world.issuer, Layout.STATE)

    assert office.letterhead.issuer_name == "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ"
    assert (office.place, office.letter_symbol) == ("Sài Gòn", "UBND-NV")
    assert office.recipients == ("Các sở;", "Lưu: VT.")
    assert office.letter_authority == ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG")


def test_office_without_a_wording_signs_as_its_kind_does(world):
    city, party = office_of(world.issuer, Layout.STATE), office_of(world.committee.agency, Layout.PARTY)

    assert city.authority == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert (city.letter_symbol, city.letter_authority) == ("UBND-VX", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"))
    assert (party.style, party.letter_symbol) == (
        StyleFamily.PARTY,
        f"CV/{world.committee.agency.document_abbreviation}",
    )
    assert office_of(world.standing, Layout.STATE).authority == ("GIÁM ĐỐC",)


def test_submission_of_a_decision_sends_its_draft_along(draft):
    draft.issue_form = IssueForm.DECISION

    said = texts(build_submission(draft, as_of=DAY).closing)

    assert said[0].startswith(
        "(Kèm theo Tờ trình: dự thảo Quyết định, dự thảo Kế hoạch, Phụ lục phân công nhiệm vụ"
    )


def test_column_that_nobody_has_filled_is_left_out_the_days_too(draft):
    Task.objects.filter(plan=draft).update(starts_on=None, due_on=None)

    headings = {column.heading for column in build_annex(draft).annexes[0].table.columns}

    assert "Thời gian thực hiện" not in headings
    assert "Kinh phí (triệu đồng)" in headings
