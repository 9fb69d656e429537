"""The paper copy of one report: the version that was sent."""

import pytest

from documents.models import Document
from reports import workflow
from reports.choices import ReportStatus
from reports.models import ProgressReport
from reports.papers import build_report, report_of_key
from tests import factories as f
from tests.reports.test_writing import ADDRESS
from ttdn_portal.shared.dates import short_date


@pytest.fixture
def report(world, lead_officer):
    report = f.make_report(world.task, world.period, lead_officer)
    report.figures.create(indicator=world.task.indicators.get(), value=7)
    workflow.run(report, "submit", actor=lead_officer)
    return report


def test_copy_says_what_was_sent_not_what_is_being_mended(report):
    ProgressReport.objects.update(status=ReportStatus.RETURNED, return_reason="OTHER", return_note="x", results="Đang sửa dở.")  # fmt: skip

    paper = build_report(report_of_key(report.subject_key))

    period = report.period
    said = {section.title: [block.text for block in section.blocks] for section in paper.sections}
    assert said == {
        "Kết quả trong kỳ": [
            "Đã phát 7 phóng sự song ngữ Việt – Anh.",
            "Tiến độ: 58%.",
            f"Số liệu từ {short_date(period.data_from)} đến {short_date(period.data_to)}:",
        ],
        "Khó khăn, vướng mắc": ["Không có."],
        "Kiến nghị, đề xuất": ["Không có."],
        "Việc kỳ tới": ["Không có."],
        "Minh chứng": ["Không có."],
    }
    assert paper.sections[0].table.groups[0].rows == (("Phóng sự song ngữ", "phóng sự", "12", "7"),)
    assert paper.subject.startswith("Kết quả thực hiện nhiệm vụ “Sản xuất 12 phóng sự song ngữ”, ")
    assert "mã báo cáo 2026/2026-6-thang/1.1, gửi trên cổng lúc" in paper.opening[0].text


def test_confirmation_offers_the_copy_and_the_job_is_ones_own(client, report, lead_officer):
    client.force_login(lead_officer)
    assert "Bản PDF" in client.get(f"{ADDRESS}da-gui/").content.decode()

    first = client.post(f"{ADDRESS}ban-in/", {"format": "pdf"})
    again = client.post(f"{ADDRESS}ban-in/", {"format": "pdf"})

    document = Document.objects.get()
    assert first.url == again.url == document.get_absolute_url()
    assert (document.kind, document.subject_key, document.format) == ("bao-cao", report.subject_key, "pdf")


@pytest.mark.parametrize("role", ["supporter", "other_officer", "clerk", "administrator"])
def test_copy_is_not_there_for_who_may_not_see_the_report(client, world, report, role):
    client.force_login(world.people[role])

    assert client.post(f"{ADDRESS}ban-in/", {"format": "pdf"}).status_code == 404
    assert not Document.objects.exists()


def test_draft_has_no_copy_yet(client, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer)
    client.force_login(lead_officer)

    answer = client.post(f"{ADDRESS}ban-in/", {"format": "pdf"}, follow=True).content.decode()

    assert "Báo cáo chưa gửi nên chưa có bản để in." in answer
    assert "Bản PDF" not in client.get(ADDRESS).content.decode()
