"""Xin rút lại: what the reviewer has opened comes back by one click of the reviewer."""

import pytest

from agencies.models import Notification
from reports import workflow
from reports.choices import ReportStatus
from reports.models import ProgressReport
from reports.services.review import mark_opened
from tests import factories as f
from tests.reports.test_writing import ADDRESS
from ttdn_portal.shared.transitions import TransitionBlocked

WHY = "Số lượt xem gõ nhầm đơn vị."


def fresh() -> ProgressReport:
    return ProgressReport.objects.with_names().get()


@pytest.fixture
def opened(world, lead_officer, standing_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)
    mark_opened(report, actor=standing_officer)
    return fresh()


def test_asked_in_one_line_given_in_one_click(client, opened, lead_officer, standing_officer):
    client.force_login(lead_officer)
    assert "Xin rút lại" in client.get(ADDRESS).content.decode()
    client.post(f"{ADDRESS}chuyen/xin-rut-lai/", {"note": WHY, "version": opened.version})
    assert (fresh().status, fresh().recall_reason) == (ReportStatus.SUBMITTED, WHY)
    assert WHY in Notification.objects.get(person=standing_officer).text

    client.force_login(standing_officer)
    page = client.get(f"{ADDRESS}xem-xet/").content.decode()
    assert WHY in page and "Cho rút lại" in page
    assert "Cơ quan xin rút lại" in client.get("/hcm/bao-cao/").content.decode()
    client.post(f"{ADDRESS}chuyen/cho-rut-lai/", {"version": fresh().version})

    assert (fresh().status, fresh().submitted_at, fresh().recall_asked_at) == (ReportStatus.DRAFT, None, None)
    assert "Đã được rút lại" in Notification.objects.filter(person=lead_officer).latest("pk").text


def test_request_needs_a_reason_and_keeps_the_page(client, opened, lead_officer):
    client.force_login(lead_officer)

    page = client.post(f"{ADDRESS}chuyen/xin-rut-lai/", {"note": " "}).content.decode()

    assert "ttdn-field--bad" in page
    assert fresh().recall_asked_at is None


def test_what_nobody_opened_is_taken_back_without_asking(world, lead_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)

    with pytest.raises(TransitionBlocked, match="bấm Rút lại, không phải xin"):
        workflow.run(report, "ask_recall", actor=lead_officer, note=WHY)


def test_what_nobody_asked_for_is_not_let_go(opened, standing_officer):
    with pytest.raises(TransitionBlocked, match="không xin rút lại"):
        workflow.run(opened, "let_go", actor=standing_officer)


def test_request_on_its_way_is_told_to_the_reviewer_who_accepts(
    client, opened, lead_officer, standing_officer
):
    client.force_login(standing_officer)
    client.get(f"{ADDRESS}xem-xet/")
    read = fresh().version
    workflow.run(fresh(), "ask_recall", actor=lead_officer, note=WHY)

    answer = client.post(f"{ADDRESS}xem-xet/", {"act": "accept", "version": read})

    assert answer.status_code == 409
    assert "đã xin rút lại báo cáo này" in answer.content.decode()
    assert fresh().status == ReportStatus.SUBMITTED


def test_decision_answers_the_request(opened, lead_officer, standing_officer):
    workflow.run(opened, "ask_recall", actor=lead_officer, note=WHY)

    workflow.run(fresh(), "accept", actor=standing_officer)

    assert fresh().recall_asked_at is None
