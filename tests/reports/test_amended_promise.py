"""A report remembers the version of the plan that it answers, and says what an amendment changed since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from plans.choices import AmendmentStatus
from plans.services import amending
from plans.services.applying import apply_due
from plans.services.versions import freeze
from reports import workflow
from reports.choices import ReportStatus
from reports.models import ProgressReport
from reports.services.writing import start_report
from tests import factories as f

TODAY = timezone.localdate()
CHANGED = "Điều đã hứa đã đổi so với bản kế hoạch mà báo cáo này theo"


@pytest.fixture
def started(world, lead_officer):
    """Begun under the first version."""
    freeze(world.plan, actor=None)
    report = start_report(task=world.task, period=world.period, actor=lead_officer)
    ProgressReport.objects.filter(pk=report.pk).update(results="Đã phát 7 phóng sự.", progress_percent=58)
    return ProgressReport.objects.with_names().get(pk=report.pk)


def amend(world, task, **after):
    amendment = f.make_amendment(
        world.plan, status=AmendmentStatus.ISSUED, issued_on=TODAY, effective_from=TODAY
    )
    f.make_change(amendment, task, **after)
    apply_due(as_of=TODAY)


def test_report_begun_before_the_amendment_says_what_changed(client, world, started, lead_officer):
    client.force_login(lead_officer)
    page = started.get_absolute_url()
    assert CHANGED not in client.get(page).content.decode()

    amend(world, world.task, due_on="2026-12-15")

    text = client.get(page).content.decode()
    assert started.plan_version == 1
    assert CHANGED in text and "<ins>15/12/2026</ins>" in text
    assert "Báo cáo theo bản 1 của kế hoạch." in text


def test_amendment_of_another_task_is_no_matter_of_this_report(client, world, started, lead_officer):
    client.force_login(lead_officer)

    amend(world, world.other_task, note="Làm sớm")

    assert CHANGED not in client.get(started.get_absolute_url()).content.decode()


def test_sending_answers_the_version_that_holds_then(client, world, started, lead_officer):
    amend(world, world.task, due_on="2026-12-15")

    workflow.run(started, "submit", actor=lead_officer)

    started.refresh_from_db()
    client.force_login(lead_officer)
    assert started.plan_version == 2
    assert CHANGED not in client.get(started.get_absolute_url()).content.decode()


def test_accepted_report_keeps_its_version_and_its_words(client, world, lead_officer, standing_officer):
    freeze(world.plan, actor=None)
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.ACCEPTED)

    amend(world, world.task, title="Sản xuất 20 phóng sự song ngữ")

    report.refresh_from_db()
    client.force_login(standing_officer)
    text = client.get(report.get_absolute_url()).content.decode()
    assert (report.plan_version, report.results) == (1, "Đã phát 7 phóng sự song ngữ Việt – Anh.")
    assert "<del>12</del>" in text and "<ins>20</ins>" in text


def test_withdrawn_task_says_so_on_its_report(client, world, started, lead_officer, standing_officer):
    draft = f.make_amendment(world.plan)
    amending.withdraw_task(draft, world.task, actor=standing_officer, reason="Trùng việc")
    type(draft).objects.filter(pk=draft.pk).update(
        status=AmendmentStatus.ISSUED,
        number=9,
        issued_on=TODAY - timedelta(1),
        effective_from=TODAY,
        signer_name="Trần Văn Ký",
        issued_at=timezone.now(),
    )
    apply_due(as_of=TODAY)
    client.force_login(lead_officer)

    assert "nhiệm vụ rút khỏi kế hoạch." in client.get(started.get_absolute_url()).content.decode()
