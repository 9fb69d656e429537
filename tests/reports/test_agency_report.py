"""An agency's report of its own tasks in a period: made of what it has sent, for its own people and the reviewers."""

from datetime import date

import pytest
from django.urls import reverse

from agencies.choices import AgencyKind
from documents.models import Document
from documents.official.model import Block, Level, StyleFamily
from documents.registry import source_of, subject_of
from reports.choices import ReportStatus
from reports.models import FigureValue, ReportingPeriod
from reports.papers import AgencyPeriod, build_agency_report
from tests import factories as f

LIST = "/hcm/ke-hoach/2026/so-ket/"
EXPORT = reverse("reports:agency_report_export", args=["hcm", "2026", "2026-6-thang", "chu-tri"])


@pytest.fixture
def subject(world):
    ReportingPeriod.objects.update(data_from=date(2025, 12, 15), data_to=date(2026, 6, 14))
    return AgencyPeriod(ReportingPeriod.objects.select_related("plan", "locality").get(), world.lead)


@pytest.fixture
def report(world, lead_officer):
    made = f.make_report(
        world.task,
        world.period,
        lead_officer,
        status=ReportStatus.SUBMITTED,
        difficulties="Thiếu người dịch.\n- Nhất là tiếng Nhật.",
        next_steps="Phát tiếp 5 phóng sự.",
    )
    FigureValue.objects.create(report=made, indicator=world.task.indicators.get(), value=7)
    return made


def test_paper_says_what_the_agency_has_sent_task_by_task(subject, report):
    paper = build_agency_report(subject)

    results, faults, ahead = paper.sections
    assert (results.title, faults.title, ahead.title) == (
        "Kết quả thực hiện",
        "Khó khăn, vướng mắc",
        "Nhiệm vụ kỳ tới",
    )
    [task] = results.children
    assert (task.level, task.title, task.blocks) == (
        Level.CLAUSE,
        "Sản xuất 12 phóng sự song ngữ",
        (Block(0, "Đã phát 7 phóng sự song ngữ Việt – Anh."),),
    )
    assert faults.blocks == (
        Block(1, "Sản xuất 12 phóng sự song ngữ: Thiếu người dịch."),
        Block(2, "Nhất là tiếng Nhật."),
    )
    assert paper.annexes[0].table.groups[0].rows == (
        (
            "1.1",
            "Sản xuất 12 phóng sự song ngữ",
            "30/11/2026",
            "58",
            "Phóng sự song ngữ: 7/12 phóng sự",
        ),
    )


def test_paper_goes_to_the_standing_agency_from_the_agencys_own_office(subject, report, world):
    paper = build_agency_report(subject)

    assert paper.addressed_to == (world.standing.name,)
    assert (paper.symbol, paper.number, paper.issued_on) == ("BC-CHU-TRI", None, None)
    assert paper.recipients == ("Như trên", "Lưu: VT")
    assert paper.letterhead.name_in_text == "Sở Du lịch"


@pytest.mark.parametrize("status", [ReportStatus.DRAFT, ReportStatus.RETURNED, ReportStatus.AGENCY_REVIEW])
def test_what_is_not_sent_is_not_in_it(subject, world, lead_officer, status):
    f.make_report(world.task, world.period, lead_officer, status=status)

    assert build_agency_report(subject).annexes == ()


def test_own_people_find_it_in_the_list_and_ask_for_it(client, subject, report, lead_officer):
    client.force_login(lead_officer)
    assert EXPORT in client.get(LIST).content.decode()

    client.post(EXPORT, {"format": "docx"})

    document = Document.objects.get()
    assert (document.kind, document.format, document.requested_by) == ("bao-cao", "docx", lead_officer)
    source = source_of(document.kind, document.subject_key)
    assert source.build(subject_of(document.subject_key), {}) == build_agency_report(subject)


@pytest.mark.parametrize(
    ("role", "status"),
    [("head", 302), ("standing", 302), ("committee", 302), ("other_officer", 403), ("clerk", 403)],
)
def test_who_may_have_it(client, subject, report, world, role, status):
    client.force_login(world.people[role])

    assert client.post(EXPORT).status_code == status
    assert Document.objects.count() == int(status == 302)


def test_nothing_sent_is_said_and_no_paper_is_made(client, subject, lead_officer):
    client.force_login(lead_officer)
    assert EXPORT not in client.get(LIST).content.decode()

    answer = client.post(EXPORT, follow=True)

    assert "Cơ quan chưa gửi báo cáo nào trong kỳ này" in answer.content.decode()
    assert not Document.objects.exists()


def test_list_costs_the_same_with_one_period_and_three(
    client, subject, report, world, lead_officer, django_assert_num_queries
):
    client.force_login(lead_officer)
    with django_assert_num_queries(7):
        client.get(LIST)

    for n in range(3):
        period = f.make_period(world.plan, f"ky-{n}")
        f.make_report(world.task, period, lead_officer, status=ReportStatus.ACCEPTED)
    with django_assert_num_queries(7):
        client.get(LIST)


def test_standing_agency_reports_its_own_tasks_to_the_issuer(subject, world):
    paper = build_agency_report(AgencyPeriod(subject.period, world.standing))

    assert paper.addressed_to == (world.plan.issuer.name,)


def test_body_of_the_party_writes_in_the_partys_layout(subject, world):
    body = f.make_agency(
        world.locality,
        name="Ban Tuyên giáo và Dân vận Thành ủy",
        kind=AgencyKind.PARTY_BODY,
        document_abbreviation="BTGDVTU",
    )

    paper = build_agency_report(AgencyPeriod(subject.period, body))

    assert (paper.style, paper.symbol) == (StyleFamily.PARTY, "BC/BTGDVTU")


def test_body_refers_to_its_annex_and_says_who_sums_up(subject, report, world):
    [closing] = build_agency_report(subject).closing

    assert closing.text == (
        "Trên đây là báo cáo kết quả thực hiện nhiệm vụ thông tin đối ngoại "
        f"{subject.period.as_span} (tiến độ, số liệu từng nhiệm vụ tại Phụ lục kèm theo), "
        f"Sở Du lịch kính gửi {world.standing.name} tổng hợp."
    )
