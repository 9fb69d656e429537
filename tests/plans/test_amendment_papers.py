"""The paper of an amendment as data: decision or plan, State or Party, open blanks, the two columns."""

import pytest
from django.core.management import CommandError, call_command

from agencies.choices import AgencyKind
from documents.choices import Layout
from documents.models import Document
from documents.official.html import render_html
from documents.official.model import StyleFamily
from plans.choices import AmendmentPaper, AmendmentStatus
from plans.models import Amendment, Plan
from plans.papers import build_amendment
from plans.workflow import amendment as workflow
from tests import factories as f


@pytest.fixture
def amendment(world):
    Plan.objects.filter(pk=world.plan.pk).update(number=47, symbol="KH-UBND")
    amendment = f.make_amendment(world.plan, title="điều chỉnh, bổ sung Kế hoạch năm 2026")
    f.make_change(amendment, world.task, due_on="2026-12-15")
    return Amendment.objects.with_names().get(pk=amendment.pk)


def test_decision_names_the_plan_in_full_once_and_by_its_number_after_that(world, amendment):
    paper = build_amendment(amendment)

    articles = [section.blocks[0].text for section in paper.sections]
    assert (paper.type_name, paper.subject) == (
        "Quyết định",
        "Về việc điều chỉnh, bổ sung Kế hoạch năm 2026",
    )
    assert paper.bases == (
        f"Căn cứ Kế hoạch số 47/KH-UBND ngày 15 tháng 01 năm 2026 của {world.issuer.name} về thông tin đối ngoại năm 2026",
        "Theo đề nghị của Giám đốc Sở Văn hóa và Thể thao",
    )
    assert articles == [
        "Điều chỉnh, bổ sung một số nội dung của Kế hoạch số 47/KH-UBND như sau:",
        "Các nội dung khác của Kế hoạch số 47/KH-UBND không thay đổi.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
        "Thủ trưởng các cơ quan, đơn vị có nhiệm vụ nêu tại Điều 1 và các tổ chức, cá nhân có liên quan "
        "chịu trách nhiệm thi hành Quyết định này.",
    ]
    assert paper.recipients[0] == "Như Điều 4"
    assert (paper.marks.is_draft, paper.number) == (True, None)


def test_two_columns_say_only_what_differs(amendment):
    [group] = build_amendment(amendment).sections[0].table.groups

    assert group.heading == "Nhiệm vụ 1.1. Sản xuất 12 phóng sự song ngữ"
    assert group.rows == (
        (
            "",
            "Thời gian thực hiện: 02/01/2026 – 30/11/2026",
            "Thời gian thực hiện: 02/01/2026 – 15/12/2026",
        ),
    )


def test_what_no_source_states_of_the_plan_stays_open(world, amendment):
    Plan.objects.filter(pk=world.plan.pk).update(is_transcribed=True, number=None, issued_on=None)

    paper = build_amendment(Amendment.objects.with_names().get(pk=amendment.pk))

    assert "Kế hoạch số …/KH-UBND ngày … tháng … năm 2026 của" in paper.bases[0]
    assert "của Kế hoạch thông tin đối ngoại năm 2026 như sau:" in paper.sections[0].blocks[0].text


def test_plan_of_the_committee_in_the_partys_layout(world, amendment):
    Plan.objects.filter(pk=world.plan.pk).update(layout=Layout.PARTY, issuer=world.committee.agency)
    Amendment.objects.filter(pk=amendment.pk).update(
        paper=AmendmentPaper.PLAN, layout=Layout.PARTY, symbol="KH/BCĐ", effective_from="2026-12-01"
    )

    paper = build_amendment(Amendment.objects.with_names().get(pk=amendment.pk))

    assert world.committee.agency.kind == AgencyKind.STEERING_COMMITTEE
    assert (paper.style, paper.type_name) == (StyleFamily.PARTY, "Kế hoạch")
    assert paper.subject == "Điều chỉnh, bổ sung Kế hoạch năm 2026"
    assert [section.title for section in paper.sections] == [
        "Lý do điều chỉnh",
        "Nội dung điều chỉnh, bổ sung",
        "Tổ chức thực hiện",
    ]
    assert "47-KH-UBND, ngày 15 tháng 01 năm 2026" in paper.opening[-1].text
    assert "Kế hoạch này có hiệu lực kể từ ngày 01 tháng 12 năm 2026." in paper.sections[2].blocks[1].text
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in render_html(paper)


def test_made_up_amendment_is_marked(amendment):
    Amendment.objects.filter(pk=amendment.pk).update(is_illustration=True)

    assert build_amendment(Amendment.objects.with_names().get(pk=amendment.pk)).marks.has_illustration


def test_issue_orders_the_paper_and_keeps_it(world, amendment, clerk):
    Amendment.objects.filter(pk=amendment.pk).update(
        status=AmendmentStatus.APPROVED, submitted_at="2026-11-20T08:00Z"
    )
    fresh = Amendment.objects.with_names().get(pk=amendment.pk)

    workflow.run(
        fresh,
        "issue",
        actor=clerk,
        number=15,
        issued_on=f.timezone.localdate(),
        signer_name="Trần Văn Ký",
        accepted=f.TICKED,
    )

    document = Document.objects.get(kind="dieu-chinh")
    assert (document.is_kept, document.options["amendment"]) == (True, 1)


def test_command_writes_the_amendment_asked_for(world, amendment, tmp_path):
    target = tmp_path / "dieu-chinh.docx"

    call_command(
        "export_document", "hcm", "2026", "dieu-chinh", amendment=1, format="docx", output=str(target)
    )

    assert target.stat().st_size > 1000
    with pytest.raises(CommandError):
        call_command("export_document", "hcm", "2026", "dieu-chinh", amendment=2, output=str(target))
