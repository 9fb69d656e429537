"""Reports and periods in the admin site: read as submitted, judged through the one workflow."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import ActivityEntry
from reports.choices import ReportStatus
from reports.models import ProgressReport, ReportingPeriod
from tests import factories as f
from tests.test_admin_site import form_of


def url(model, page, *args):
    return reverse(f"admin:reports_{model}_{page}", args=args)


@pytest.fixture
def sent(world, lead_officer):
    return f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)


@pytest.fixture
def as_reviewer(client, standing_officer):
    client.force_login(standing_officer)
    return client


def fresh(report):
    return ProgressReport.objects.get(pk=report.pk)


def test_a_look_is_noted_once(as_reviewer, sent):
    as_reviewer.get(url("progressreport", "change", sent.pk))
    first = fresh(sent).opened_at
    as_reviewer.get(url("progressreport", "change", sent.pk))

    assert first is not None and fresh(sent).opened_at == first


def test_a_look_of_somebody_who_does_not_review_is_not_noted(client, signer, sent):
    client.force_login(signer)
    assert client.get(url("progressreport", "change", sent.pk)).status_code == 200
    assert fresh(sent).opened_at is None


def test_report_being_mended_shows_what_was_submitted(as_reviewer, world, lead_officer):
    report = f.make_report(
        world.task, world.period, lead_officer, status=ReportStatus.RETURNED, results="Bản đã gửi"
    )
    ProgressReport.objects.filter(pk=report.pk).update(results="Đang viết lại, chưa gửi", progress_percent=99)

    for address in (url("progressreport", "change", report.pk), url("progressreport", "changelist")):
        page = as_reviewer.get(address).content.decode()
        assert "Đang viết lại" not in page and "99%" not in page
    assert "Bản đã gửi" in as_reviewer.get(url("progressreport", "change", report.pk)).content.decode()


def test_draft_never_sent_is_not_there(as_reviewer, world, lead_officer):
    draft = f.make_report(world.task, world.period, lead_officer)
    assert as_reviewer.get(url("progressreport", "change", draft.pk)).status_code == 404


def test_accepting_takes_a_word_along(as_reviewer, sent):
    response = as_reviewer.post(
        url("progressreport", "transition", sent.pk, "accept"), {"note": "Kết quả rõ."}, follow=True
    )

    assert "Đã tiếp nhận báo cáo." in response.content.decode()
    assert (fresh(sent).status, fresh(sent).accept_note) == (ReportStatus.ACCEPTED, "Kết quả rõ.")
    assert fresh(sent).task.progress_percent == 58


def test_return_needs_reason_and_a_comment_at_a_field(as_reviewer, sent):
    address = url("progressreport", "transition", sent.pk, "send_back")
    page = as_reviewer.post(
        address, {"reason": "MISSING_EVIDENCE", "note": "Thiếu minh chứng."}
    ).content.decode()
    assert "Ghi ít nhất một ý kiến tại một mục của báo cáo." in page and "Thiếu minh chứng." in page

    due = timezone.localdate() + timedelta(days=5)
    as_reviewer.post(
        address,
        {
            "reason": "MISSING_EVIDENCE",
            "note": "Thiếu minh chứng.",
            "comment_evidence": "Thêm ảnh.",
            "new_due_on": f"{due:%d/%m/%Y}",
        },
    )

    assert (fresh(sent).status, fresh(sent).new_due_on, fresh(sent).comments.get().text) == (
        ReportStatus.RETURNED,
        due,
        "Thêm ảnh.",
    )


def test_nothing_is_accepted_unread_in_bulk(as_reviewer, world, sent):
    opened = f.make_report(
        world.other_task,
        world.period,
        world.people["other_officer"],
        status=ReportStatus.SUBMITTED,
    )
    as_reviewer.get(url("progressreport", "change", opened.pk))
    data = {"action": "chuyen_accept", "_selected_action": [sent.pk, opened.pk]}

    assert (
        "Anh/chị chưa mở xem bản gửi lần này."
        in as_reviewer.post(url("progressreport", "changelist"), data | {"index": "0"}).content.decode()
    )
    page = as_reviewer.post(
        url("progressreport", "changelist"), data | {"confirmed": "1"}, follow=True
    ).content.decode()

    assert "Anh/chị chưa mở xem bản gửi lần này." in page and "(1 mục:" in page
    assert (fresh(sent).status, fresh(opened).status) == (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)


def test_sender_who_is_also_a_reviewer_does_not_judge(client, world, standing_officer):
    report = f.make_report(world.task, world.period, standing_officer, status=ReportStatus.SUBMITTED)
    client.force_login(standing_officer)
    assert (
        client.post(url("progressreport", "transition", report.pk, "accept"), {"note": ""}).status_code == 403
    )


@pytest.mark.parametrize("who", ["signer", "superuser"])
def test_whoever_only_reads_moves_nothing(client, world, system_administrator, sent, who):
    client.force_login((world.people | {"superuser": system_administrator})[who])
    page = client.get(url("progressreport", "change", sent.pk)).content.decode()

    assert "/chuyen/" not in page and 'name="_save"' not in page
    assert (
        client.post(url("progressreport", "transition", sent.pk, "accept"), {"note": ""}).status_code == 403
    )
    assert client.post(url("progressreport", "change", sent.pk), {"results": "x"}).status_code == 403


def test_period_is_added_to_the_plans_locality(as_reviewer, world):
    data = {
        "plan": world.plan.pk,
        "slug": "2026-nam",
        "name": "Năm 2026",
        "kind": "YEAR",
        "data_from": "15/12/2025",
        "data_to": "14/12/2026",
        "opens_on": "01/12/2026",
        "report_due_on": "18/12/2026",
    }
    assert as_reviewer.post(url("reportingperiod", "add"), data).status_code == 302

    period = ReportingPeriod.objects.get(slug="2026-nam")
    assert period.locality == world.locality
    assert ActivityEntry.objects.about(period).get().action == "add"


def test_deadline_before_the_cut_off_is_told_at_once(as_reviewer, world):
    address = url("reportingperiod", "change", world.period.pk)
    page = as_reviewer.post(
        address,
        form_of(as_reviewer, address)
        | {
            "data_from": "01/01/2026",
            "data_to": "10/02/2026",
            "opens_on": "01/02/2026",
            "report_due_on": "10/02/2026",
        },
    ).content.decode()

    assert "Hạn gửi phải sau ngày chốt số liệu ít nhất một ngày." in page
