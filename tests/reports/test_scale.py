"""Made-up data for measuring: the figures asked for, and rows that stand as if they had come one by one."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Max, Min

from agencies.models import Agency, Locality
from plans.models import Task
from plans.services.progress import ProgressState
from reports.models import ProgressReport, ReportingPeriod
from reports.services.reminders import send_daily_reminders
from reports.services.state import state_of


@pytest.fixture
def scale(db):
    call_command("load_scale", localities=2, agencies=6, tasks=40, periods=3, verbosity=0)


def test_figures_are_those_asked_for(scale):
    for locality in Locality.objects.filter(code__startswith="thu-"):
        assert Agency.objects.filter(locality=locality, code__startswith="co-quan").count() == 6
        assert Task.objects.filter(locality=locality).count() == 40
        assert ReportingPeriod.objects.filter(locality=locality).count() == 3
        assert ProgressReport.objects.filter(locality=locality).count() > 80
    assert Locality.objects.filter(code__startswith="thu-").count() == 2


def test_task_rows_say_what_their_reports_say(scale):
    for task in Task.objects.all()[:25]:
        reports = list(
            ProgressReport.objects.filter(task=task)
            .select_related("period")
            .order_by("period__report_due_on")
        )
        assert {name: getattr(task, name) for name in ProgressState.__dataclass_fields__} == vars(
            state_of(reports)
        )


def test_bulk_rows_are_filled_like_saved_ones(scale):
    task = Task.objects.order_by("sequence").first()
    filled = (task.code, task.sequence, task.search_text, task.sort_key)

    task.save()
    task.refresh_from_db()

    assert (task.code, task.sequence, task.search_text, task.sort_key) == filled
    task.lead_agency.full_clean()
    ProgressReport.objects.filter(task=task).last().full_clean()


def test_work_is_spread_and_due_around_today(scale):
    days = Task.objects.aggregate(Min("due_on"), Max("due_on"))

    assert days["due_on__min"] < days["due_on__max"]
    assert Task.objects.values("lead_agency").distinct().count() > 6


def test_its_people_are_reminded(scale):
    day = ReportingPeriod.objects.filter(closed_at__isnull=True).first().report_due_on

    assert (
        send_daily_reminders(as_of=day if day.weekday() < 5 else day + timedelta(7 - day.weekday())).people
        > 0
    )


def test_second_run_goes_on_numbering(scale):
    call_command("load_scale", localities=1, agencies=1, tasks=1, periods=1, verbosity=0)

    assert Locality.objects.filter(code="thu-03").exists()


def test_command_refuses_on_a_production_installation(settings):
    settings.TTDN_DEBUG = settings.TTDN_DEMO = False

    with pytest.raises(CommandError, match="TTDN_DEMO=1"):
        call_command("load_scale")


def test_command_refuses_figures_out_of_range():
    with pytest.raises(CommandError, match="--tasks phải từ 1"):
        call_command("load_scale", tasks=0)
