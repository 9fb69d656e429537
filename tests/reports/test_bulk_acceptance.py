"""Tiếp nhận các mục đã xem: many reports by one click, none of them unread."""

import pytest

from reports import workflow
from reports.choices import ReportStatus
from reports.models import ProgressReport
from tests import factories as f

QUEUE = "/hcm/bao-cao/"
URL = f"{QUEUE}tiep-nhan/"
RETURN = {"note": "Chưa rõ.", "reason": "OTHER", "comments": [("results", "Nêu tên phóng sự.")]}


@pytest.fixture
def reports(world, lead_officer):
    tasks = [world.task, *(f.make_task(world.group, world.lead, title=f"Việc {n}") for n in range(2))]
    return [f.make_report(task, world.period, lead_officer, status=ReportStatus.SUBMITTED) for task in tasks]


def read(client, report):
    assert client.get(f"{QUEUE}2026/2026-6-thang/{report.task.code}/xem-xet/").status_code == 200


def states(reports) -> list[str]:
    found = dict(ProgressReport.objects.values_list("pk", "status"))
    return [found[report.pk] for report in reports]


def accept(client, *reports) -> str:
    return client.post(URL, {"chon": [report.reference for report in reports]}, follow=True).content.decode()


def picks(client) -> list[str]:
    return [row.pick for pile in client.get(QUEUE).context["piles"] for row in pile.rows if row.pick]


def test_only_what_this_reviewer_read_can_be_ticked_and_goes(client, world, reports, standing_officer):
    client.force_login(standing_officer)
    assert "Tiếp nhận các mục đã xem" not in client.get(QUEUE).content.decode()
    read(client, reports[0])
    read(client, reports[1])
    assert sorted(picks(client)) == sorted(report.reference for report in reports[:2])

    page = accept(client, *reports)

    assert states(reports) == ["ACCEPTED", "ACCEPTED", "SUBMITTED"]
    assert f"Đã tiếp nhận 2 báo cáo: {reports[0].task.code}, {reports[1].task.code}." in page
    assert f"{reports[2]} chưa tiếp nhận được: Anh/chị chưa mở xem bản gửi lần này." in page
    assert set(ProgressReport.objects.filter(status="ACCEPTED").values_list("accepted_by", flat=True)) == {standing_officer.pk}  # fmt: skip


def test_what_a_colleague_read_is_not_read_by_oneself(client, world, reports, standing_officer):
    client.force_login(f.make_user(world.standing, "STANDING_OFFICER"))
    read(client, reports[0])
    client.force_login(standing_officer)

    assert picks(client) == []
    accept(client, reports[0])
    assert states(reports)[0] == ReportStatus.SUBMITTED


def test_version_sent_after_the_reading_is_unread_again(client, reports, standing_officer, lead_officer):
    client.force_login(standing_officer)
    read(client, reports[0])
    report = ProgressReport.objects.with_names().get(pk=reports[0].pk)
    workflow.run(report, "send_back", actor=standing_officer, **RETURN)
    workflow.run(f.keep_points(report), "submit", actor=lead_officer)

    assert picks(client) == []
    accept(client, report)
    assert states(reports)[0] == ReportStatus.SUBMITTED


def test_wish_to_have_it_back_is_not_passed_over(client, reports, standing_officer, lead_officer):
    client.force_login(standing_officer)
    read(client, reports[0])
    workflow.run(ProgressReport.objects.with_names().get(pk=reports[0].pk), "ask_recall", actor=lead_officer, note="Gõ nhầm.")  # fmt: skip

    page = accept(client, reports[0])

    assert "Cơ quan đang xin rút lại; mở ra để trả lời." in page
    assert states(reports)[0] == ReportStatus.SUBMITTED


def test_what_is_gone_meanwhile_is_counted(client, reports, standing_officer):
    client.force_login(standing_officer)
    read(client, reports[0])
    accept(client, reports[0])

    assert "1 báo cáo không còn chờ xem xét" in accept(client, reports[0])


@pytest.mark.parametrize("role", ["officer", "head", "clerk", "signer", "committee"])
def test_nobody_else_accepts(client, world, reports, role):
    client.force_login(world.people[role])

    assert client.post(URL, {"chon": [reports[0].reference]}).status_code == 403
    assert states(reports)[0] == ReportStatus.SUBMITTED


def test_acceptance_bears_name_post_and_time(client, reports, standing_officer):
    client.force_login(standing_officer)
    read(client, reports[0])
    accept(client, reports[0])

    page = client.get(f"{QUEUE}2026/2026-6-thang/{reports[0].task.code}/xem-xet/").content.decode()

    assert "Đặng Thị Trực (chuyên viên cơ quan thường trực, Sở Văn hóa và Thể thao) tiếp nhận lúc " in page
