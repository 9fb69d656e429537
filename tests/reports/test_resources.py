"""Periods in and out; reports out as they were submitted."""

import io
from datetime import date

import pytest

from reports.choices import ReportStatus
from reports.models import ProgressReport, ReportingPeriod
from reports.resources import PeriodResource, ReportResource
from tests import factories as f
from tests.shared import tables
from ttdn_portal.shared.exchange import writing
from ttdn_portal.shared.exchange.reading import read_table

HEADINGS = (
    "Mã",
    "Tên kỳ",
    "Loại kỳ",
    "Số liệu từ ngày",
    "Ngày chốt số liệu",
    "Mở từ ngày",
    "Hạn gửi báo cáo",
)


def take(resource, content, name="a.xlsx"):
    return resource.read(read_table(io.BytesIO(content), name), dry_run=False)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_periods_taken_back_change_nothing(world, standing_officer, kind):
    headings, rows = PeriodResource(scope=world.plan).rows_out(
        ReportingPeriod.objects.filter(plan=world.plan)
    )
    content = writing.as_xlsx("Kỳ", headings, rows) if kind == "xlsx" else writing.as_csv(headings, rows)

    report = take(PeriodResource(scope=world.plan, actor=standing_officer), content, f"a.{kind}")

    assert (report.added, report.changed, report.unchanged, report.problems) == (0, 0, 1, ())


def test_new_period_is_of_the_plan_and_its_locality(world, standing_officer):
    row = ("2026-nam", "Năm 2026", "năm", "15/12/2025", "14/12/2026", "15/11/2026", "20/12/2026")
    report = take(
        PeriodResource(scope=world.plan, actor=standing_officer), tables.workbook(row, headings=HEADINGS)
    )

    period = ReportingPeriod.objects.get(slug="2026-nam")
    assert report.problems == ()
    assert (period.plan, period.locality, period.report_due_on) == (
        world.plan,
        world.locality,
        date(2026, 12, 20),
    )


def test_deadline_before_the_cut_off_is_refused(world, standing_officer):
    row = ("2026-nam", "Năm 2026", "năm", "15/12/2025", "14/12/2026", "15/11/2026", "14/12/2026")
    report = take(
        PeriodResource(scope=world.plan, actor=standing_officer), tables.workbook(row, headings=HEADINGS)
    )

    assert "Hạn gửi phải sau ngày chốt số liệu" in report.problems[0].sentence


def test_report_being_mended_goes_out_as_it_was_submitted(world, lead_officer):
    report = f.make_report(
        world.task, world.period, lead_officer, status=ReportStatus.RETURNED, results="Bản đã gửi"
    )
    ProgressReport.objects.filter(pk=report.pk).update(results="Đang sửa, chưa gửi", difficulties="Chưa gửi")

    _, rows = ReportResource(scope=world.locality).rows_out(ProgressReport.objects.with_names())

    assert "Bản đã gửi" in rows[0]
    assert "Chưa gửi" not in str(rows) and "chưa gửi" not in str(rows)
