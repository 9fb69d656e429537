"""What happens to a report once it is written: sent, withdrawn, signed off, deleted, read."""

import pytest
from django.utils import timezone

from agencies.models import ActivityEntry
from reports.choices import ReportStatus
from reports.models import FieldComment, ProgressReport
from tests import factories as f
from tests.reports.test_writing import ADDRESS, TYPED, state, version_now


def test_confirmation_names_the_report_its_reader_and_the_next_item(client, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)
    f.make_task(world.group, world.lead, title="Biên soạn ấn phẩm")
    client.force_login(lead_officer)

    page = client.get(f"{ADDRESS}da-gui/").content.decode()

    assert "2026/2026-6-thang/1.1" in page
    assert "Sở Văn hóa và Thể thao sẽ xem xét, muộn nhất ngày " in page
    assert "Việc tiếp theo: 1.3, Báo cáo" in page
    assert "Rút lại" in page


def test_sent_report_is_withdrawn_until_it_is_opened(client, world, lead_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)
    client.force_login(lead_officer)

    answer = client.post(f"{ADDRESS}chuyen/rut-lai/", {"version": "1"})
    assert (answer.url, state()[0][0]) == (f"{ADDRESS}viet/", ReportStatus.DRAFT)

    ProgressReport.objects.filter(pk=report.pk).update(
        status=ReportStatus.SUBMITTED,
        submitted_at=timezone.now(),
        submitted_by=lead_officer,
        opened_at=timezone.now(),
    )
    page = client.post(f"{ADDRESS}chuyen/rut-lai/", follow=True).content.decode()
    assert "Người xem xét đã mở báo cáo này" in page
    assert state()[0][0] == ReportStatus.SUBMITTED


def test_draft_is_deleted_and_restored_as_it_was(client, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer)
    client.force_login(lead_officer)

    deleted = client.post(f"{ADDRESS}xoa/", {"version": "1"}, follow=True).content.decode()
    assert "Khôi phục bản nháp" in deleted
    assert state()[0][4] is not None
    assert client.get(f"{ADDRESS}viet/").url == ADDRESS

    client.post(f"{ADDRESS}khoi-phuc/")
    assert state()[0][:3] == (ReportStatus.DRAFT, "Đã phát 7 phóng sự song ngữ Việt – Anh.", 58)
    assert state()[0][4] is None


def test_returned_report_is_not_deleted(client, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.RETURNED)
    client.force_login(lead_officer)

    assert client.post(f"{ADDRESS}xoa/").status_code == 403


def test_returned_report_shows_reason_points_and_the_old_text(client, world, lead_officer, standing_officer):
    report = f.make_report(
        world.task,
        world.period,
        lead_officer,
        status=ReportStatus.RETURNED,
        returned_by=standing_officer,
        results="Bản đã gửi: 7 phóng sự.",
    )
    ProgressReport.objects.filter(pk=report.pk).update(results="Đang sửa dở.")
    FieldComment.objects.create(
        report=report, field="results", text="Nêu tên 7 phóng sự.", round=1, author=standing_officer
    )
    FieldComment.objects.create(
        report=report, field="evidence", text="Thêm bản tiếng Anh.", round=1, author=standing_officer
    )
    client.force_login(lead_officer)

    page = client.get(f"{ADDRESS}viet/").content.decode()

    assert "Trả lại lần 1: thiếu minh chứng" in page
    assert '<a href="#id_results">Kết quả trong kỳ: Nêu tên 7 phóng sự.</a>' in page
    assert '<a href="#minh-chung">Minh chứng: Thêm bản tiếng Anh.</a>' in page
    assert "Bản đã gửi: 7 phóng sự." in page
    assert "Đang sửa dở." in page


@pytest.fixture
def signed_agency(world):
    world.lead.requires_sign_off = True
    world.lead.save()


def test_sign_off_goes_from_officer_to_head_to_reviewer(
    client, world, signed_agency, lead_officer, agency_leader
):
    client.force_login(lead_officer)
    checked = client.post(f"{ADDRESS}viet/", TYPED | {"check": "1"})
    assert "Trình lãnh đạo đơn vị duyệt" in client.get(checked.url).content.decode()
    client.post(f"{ADDRESS}chuyen/trinh-lanh-dao/", {"version": str(version_now())})
    assert state()[0][0] == ReportStatus.AGENCY_REVIEW

    client.force_login(agency_leader)
    assert "Duyệt và gửi" in client.get(ADDRESS).content.decode()
    client.post(f"{ADDRESS}chuyen/duyet-gui/", {"version": str(version_now())})

    report = ProgressReport.objects.get()
    assert (report.status, report.submitted_by) == (ReportStatus.SUBMITTED, agency_leader)


def test_head_gives_the_report_back_with_words(client, world, signed_agency, lead_officer, agency_leader):
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.AGENCY_REVIEW)
    client.force_login(agency_leader)

    refused = client.post(f"{ADDRESS}chuyen/chuyen-lai/", {"version": "1", "note": " "}).content.decode()
    assert "ttdn-field__error" in refused
    assert state()[0][0] == ReportStatus.AGENCY_REVIEW

    client.post(f"{ADDRESS}chuyen/chuyen-lai/", {"version": "1", "note": "Bổ sung số liệu."})
    assert state()[0][0] == ReportStatus.DRAFT
    assert ActivityEntry.objects.get(action="give_back").note == "Bổ sung số liệu."
    client.force_login(lead_officer)
    assert "Bổ sung số liệu." in client.get(ADDRESS).content.decode()


def test_head_who_wrote_it_is_told_that_another_must_sign(client, world, signed_agency, agency_leader):
    f.make_report(world.task, world.period, agency_leader, status=ReportStatus.AGENCY_REVIEW)
    client.force_login(agency_leader)

    page = client.get(ADDRESS).content.decode()

    assert "một lãnh đạo khác của đơn vị phải duyệt" in page
    assert "Duyệt và gửi</button>" not in page
    assert client.post(f"{ADDRESS}chuyen/duyet-gui/").status_code == 403


def test_reviewer_reads_the_version_sent(client, world, lead_officer, standing_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.RETURNED)
    ProgressReport.objects.filter(pk=report.pk).update(results="Bản đang sửa dở")
    client.force_login(standing_officer)

    page = client.get(ADDRESS).content.decode()

    assert "Đã phát 7 phóng sự song ngữ Việt – Anh." in page
    assert "Bản đang sửa dở" not in page
