"""The letter that presses an agency and the committee's page on paper."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from documents.official.html import render_pdf
from plans.choices import IssueForm, PlanStatus
from plans.models import Plan, Task
from plans.services.exports import export_paper
from reports.dashboards.overview import overview_of, overview_plans
from reports.papers.conclusion import NO_MEETING
from reports.papers.overview import NO_TASK, build_overview
from reports.papers.overview import NOT_ISSUED as NO_PROGRESS
from reports.papers.reminder import ENDED, NOT_ISSUED, build_reminder, cited_plan, variants
from tests import factories as f
from tests.documents.pdf_measure import Measured

TODAY = timezone.localdate()


def put(task, **columns):
    Task.objects.filter(pk=task.pk).update(**columns)


def refusal(plan, actor, kind, **given):
    with pytest.raises(ValidationError) as refused:
        export_paper(plan, actor=actor, kind=kind, given=given)
    return refused.value.messages[0]


@pytest.fixture
def late(world):
    """Two overdue tasks of the lead (one neutral and secret, one jointly led), one of another agency, one in term."""
    put(world.task, starts_on=date(2026, 1, 2), due_on=TODAY + timedelta(days=9))
    put(world.other_task, starts_on=date(2026, 1, 2), due_on=TODAY - timedelta(days=14))
    group = f.make_group(world.plan, 5, title="Đấu tranh với thông tin sai lệch")
    f.make_task(
        group,
        world.lead,
        starts_on=TODAY - timedelta(days=60),
        due_on=TODAY - timedelta(days=7),
        is_secret=True,
        progress_percent=30,
        last_accepted_on=TODAY - timedelta(days=8),
    )
    f.make_task(
        group,
        world.lead,
        title="Họp báo quý",
        joint_lead_agency=world.support,
        starts_on=TODAY - timedelta(days=60),
        due_on=TODAY - timedelta(days=3),
        progress_percent=45,
        last_accepted_on=date(2026, 3, 5),
    )
    return world


def test_letter_lists_the_overdue_tasks_of_one_agency(late):
    paper = build_reminder(late.plan, late.lead, as_of=TODAY)

    rows = paper.sections[0].table.groups[0].rows
    assert [row[0] for row in rows] == ["1", "2"]
    assert rows[1][1].endswith("Họp báo quý")
    assert rows[1][4] == "45%, tiếp nhận ngày 05/03/2026"
    assert rows[0][1] == "5.1. Nhiệm vụ quản lý theo chế độ mật"
    assert rows[0][4] == ""
    assert "còn 02 nhiệm vụ được giao chủ trì đã quá hạn" in paper.opening[0].text


def test_letter_has_the_form_of_a_cong_van(late):
    paper = build_reminder(late.plan, late.lead, as_of=TODAY)

    assert (paper.type_name, paper.symbol, paper.number) == ("", "UBND-VX", None)
    assert paper.subject == f"đôn đốc thực hiện nhiệm vụ của {late.plan.title}"
    assert paper.addressed_to == (late.lead.name,)
    assert paper.signature.authority == ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")
    assert paper.recipients == ("Như trên", "Lưu: VT")
    assert f"Kế hoạch số {late.plan.document_number} ngày" in paper.opening[0].text
    assert "hoàn thành các nhiệm vụ nêu trên" in paper.closing[0].text
    assert f"gửi {late.standing.name} trước" in paper.closing[0].text


def test_plan_issued_by_decision_is_cited_by_the_number_of_the_decision(late):
    Plan.objects.filter(pk=late.plan.pk).update(
        issue_form=IssueForm.DECISION, symbol="QĐ-UBND", number=7, issued_on=date(2026, 3, 5),
        title="Kế hoạch công tác thông tin đối ngoại năm 2026",
    )  # fmt: skip
    plan = Plan.objects.with_names().get(pk=late.plan.pk)

    assert cited_plan(plan) == (
        "Kế hoạch công tác thông tin đối ngoại năm 2026 ban hành kèm theo Quyết định số 07/QĐ-UBND"
        f" ngày 05 tháng 3 năm 2026 của {plan.issuer.name}"
    )


def test_plan_whose_title_says_about_is_not_cited_as_about_about(late):
    plan = late.plan
    plan.title = "Kế hoạch về công tác thông tin đối ngoại năm 2026"

    assert cited_plan(plan).endswith(f" của {plan.issuer.name} về công tác thông tin đối ngoại năm 2026")


def test_letter_about_one_task_of_the_standing_agency_asks_it_to_tell_the_issuer(late):
    put(late.other_task, lead_agency=late.standing)

    closing = build_reminder(late.plan, late.standing, as_of=TODAY).closing[0].text

    assert "hoàn thành nhiệm vụ nêu trên" in closing
    assert f"gửi {late.plan.issuer.name} trước" in closing


def test_there_is_a_letter_for_each_lead_of_an_overdue_task(late):
    assert [v.options for v in variants(late.plan, as_of=TODAY)] == [
        {"agency": "khac"}, {"agency": "chu-tri"}, {"agency": "phoi-hop"},
    ]  # fmt: skip


def test_issuer_presses_others_and_not_itself(late):
    put(late.other_task, lead_agency=late.plan.issuer)

    assert late.plan.issuer.code not in [v.options["agency"] for v in variants(late.plan, as_of=TODAY)]


def test_letters_cost_the_same_for_one_agency_and_for_many(world, late, django_assert_num_queries):
    with django_assert_num_queries(1):
        variants(world.plan, as_of=TODAY)
    for n in range(4):
        agency = f.make_agency(world.locality, f"co-quan-{n}", name=f"Sở {n}")
        f.make_task(world.group, agency, starts_on=date(2026, 1, 2), due_on=TODAY - timedelta(days=7))
    with django_assert_num_queries(1):
        assert len(variants(world.plan, as_of=TODAY)) == 7


def test_nothing_late_and_nothing_issued_are_refused_with_the_reason(world, standing_officer):
    Task.objects.update(due_on=TODAY + timedelta(days=9), starts_on=None)
    assert "không có nhiệm vụ nào quá hạn; chưa có gì để đôn đốc." in refusal(
        world.plan, standing_officer, "don-doc"
    )
    Plan.objects.update(status=PlanStatus.DRAFT)
    world.plan.refresh_from_db()

    assert refusal(world.plan, standing_officer, "don-doc") == NOT_ISSUED
    assert refusal(world.plan, standing_officer, "tong-quan") == NO_PROGRESS


def test_ended_plan_is_no_longer_pressed_and_an_empty_one_not_looked_over(late, standing_officer):
    Plan.objects.filter(pk=late.plan.pk).update(status=PlanStatus.CLOSED, closed_at=timezone.now())
    late.plan.refresh_from_db()
    assert refusal(late.plan, standing_officer, "don-doc") == ENDED
    Task.objects.update(withdrawn_on=TODAY)

    assert refusal(late.plan, standing_officer, "tong-quan") == NO_TASK


def test_agency_without_anything_late_gets_no_letter(late, standing_officer):
    said = refusal(late.plan, standing_officer, "don-doc", agency="thuong-truc")

    assert said.startswith("Không có công văn đôn đốc như vậy; hiện có: ")
    assert "Sở Du lịch (--agency chu-tri)" in said


def test_letter_is_for_those_who_press_and_sign(
    late, standing_officer, signer, clerk, lead_officer, administrator
):
    for person in (standing_officer, signer, clerk):
        assert export_paper(late.plan, actor=person, kind="don-doc", given={"agency": "chu-tri"}).pk
    for person in (lead_officer, administrator):
        with pytest.raises(PermissionDenied):
            export_paper(late.plan, actor=person, kind="don-doc", given={"agency": "chu-tri"})


def test_overview_on_paper_counts_as_the_screen_does(late):
    plan = overview_plans(Plan.objects.filter(pk=late.plan.pk).with_names(), TODAY, TODAY.year).get()
    page = overview_of(plan, as_of=TODAY, today=TODAY, tells=True)

    paper = build_overview(late.plan, as_of=TODAY)
    groups, pressing, soon = (section.table for section in paper.annexes[0].sections)

    figures = page.figures
    lines, sums = groups.groups
    assert sums.is_total
    assert sums.rows[0][:7] == (
        "", "Tổng cộng", str(figures.total), str(figures.done), str(figures.done_late), str(figures.in_term), str(figures.overdue),
    )  # fmt: skip
    assert [row[0] for row in lines.rows] == [str(line.number) for line in page.groups]
    assert [row[0] for row in pressing.groups[0].rows] == [task.code for task in page.late]
    assert [row[0] for row in soon.groups[0].rows] == [task.code for task in page.soon]
    assert f"Tổng số {figures.total} nhiệm vụ" in paper.annexes[0].opening[0].text
    assert paper.is_annex_alone


def test_overview_tells_what_reports_say_only_to_those_who_read_them(
    late, committee_member, standing_officer, signer, clerk, administrator
):
    for person in (committee_member, standing_officer, signer):
        assert export_paper(late.plan, actor=person, kind="tong-quan").format == "pdf"
    for person in (clerk, administrator):
        with pytest.raises(PermissionDenied):
            export_paper(late.plan, actor=person, kind="tong-quan")


def test_nothing_is_concluded_without_a_meeting(world, standing_officer):
    assert refusal(world.plan, standing_officer, "thong-bao") == NO_MEETING


LONG = "Phối hợp tổ chức chuỗi hoạt động giới thiệu, quảng bá hình ảnh Thành phố tại nước ngoài cho cộng đồng doanh nghiệp"


@pytest.mark.parametrize(("groups", "tasks"), [(3, 40), (13, 12), (18, 3)])
def test_overview_stays_on_one_page_and_fills_it(late, groups, tasks):
    """However many and long its rows: what is worst and nearest is there, and the heading says how many there are."""
    agency = f.make_agency(late.locality, name=LONG, short_name="Trung tâm Xúc tiến Thương mại và Đầu tư")
    for number in range(6, 6 + groups):
        f.make_group(late.plan, number, title=f"{LONG}, nội dung {number}")
    for n in range(tasks):
        f.make_task(
            late.group, agency, title=LONG, starts_on=date(2026, 1, 2), due_on=TODAY - timedelta(days=n + 1)
        )
        f.make_task(
            late.group, agency, title=LONG, starts_on=date(2026, 1, 2), due_on=TODAY + timedelta(days=n % 30)
        )

    paper = build_overview(late.plan, as_of=TODAY)
    pages = Measured(render_pdf(paper)).pages

    shown, pressing, soon = (section.table for section in paper.annexes[0].sections)
    assert len(pages) == 1
    assert shown.groups[0].rows[-1][0] == str(5 + groups)
    assert shown.groups[0].rows[-1][1].endswith("…" if groups > 3 else f"nội dung {5 + groups}")
    assert pressing.row_count and soon.row_count
    assert (
        f"({pressing.row_count}/{tasks + 3})" in pressing.columns[1].heading
        or pressing.row_count == tasks + 3
    )
    assert max(run.y for run in pages[0].text_runs) > 175  # of 198 that the margins leave
