"""What an amendment does to an issued plan: nothing before its day, then exactly what it says, once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies.models import ActivityEntry
from plans.choices import AmendmentStatus, ChangeKind, PlanStatus
from plans.dashboards.changes import change_lines
from plans.models import Amendment, AmendmentChange, Indicator, Plan, PlanVersion, Task, TaskSupport
from plans.services import amending
from plans.services.applying import apply_amendment, apply_due
from plans.services.versions import freeze, task_content
from plans.tasks import apply_due_amendments
from plans.workflow import amendment as workflow
from reports.choices import ReportStatus
from reports.models import FigureValue
from tests import factories as f
from ttdn_portal.shared.transitions import TransitionBlocked

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(1)


@pytest.fixture
def draft(world):
    return f.make_amendment(world.plan)


def issued(amendment, clerk, **data):
    """Approved and then issued by the clerk, as of now."""
    Amendment.objects.filter(pk=amendment.pk).update(
        status=AmendmentStatus.APPROVED, submitted_at=timezone.now()
    )
    fresh = Amendment.objects.with_names().get(pk=amendment.pk)
    given = {
        "number": 20 + fresh.ordinal,
        "issued_on": TODAY,
        "signer_name": "Trần Văn Ký",
        "accepted": f.TICKED,
    } | data
    workflow.run(fresh, "issue", actor=clerk, **given)
    return Amendment.objects.with_names().get(pk=amendment.pk)


def change_of(draft, task):
    return amending.change_of_task(draft, Task.objects.with_names().get(pk=task.pk))


def test_draft_moves_nothing_of_the_plan(world, draft, standing_officer):
    before = task_content(world.task)

    amending.save_task_change(
        change_of(draft, world.task),
        actor=standing_officer,
        content=before | {"due_on": "2026-12-15"},
        read_at=None,
    )

    assert task_content(Task.objects.get(pk=world.task.pk)) == before
    assert world.plan.versions.count() == 1


def test_change_is_written_on_issue_and_a_version_kept(world, draft, clerk):
    f.make_change(draft, world.task, due_on="2026-12-15", note="Lùi theo lịch sự kiện")

    amendment = issued(draft, clerk)

    task = Task.objects.get(pk=world.task.pk)
    version = world.plan.versions.get(number=2)
    kept = version.content["groups"][0]["tasks"][0]
    assert (task.due_on, task.note) == (date(2026, 12, 15), "Lùi theo lịch sự kiện")
    assert amendment.is_in_effect
    assert (version.amendment, version.effective_from) == (amendment, TODAY)
    assert (kept["due_on"], kept["note"]) == ("2026-12-15", "Lùi theo lịch sự kiện")
    assert ActivityEntry.objects.about(world.plan).filter(action="apply_amendment").count() == 1


def test_later_day_waits_and_then_takes_effect_once(world, draft, clerk):
    f.make_change(draft, world.task, due_on="2026-12-15")
    Amendment.objects.filter(pk=draft.pk).update(effective_from=TOMORROW)

    amendment = issued(draft, clerk)

    assert not amendment.is_in_effect
    assert Task.objects.get(pk=world.task.pk).due_on == date(2026, 11, 30)
    assert apply_due(as_of=TODAY) == 0
    assert apply_due(as_of=TOMORROW) == 1
    assert Task.objects.get(pk=world.task.pk).due_on == date(2026, 12, 15)
    assert apply_due(as_of=TOMORROW) == 0
    assert [v.effective_from for v in world.plan.versions.order_by("number")] == [date(2026, 1, 15), TOMORROW]


def test_beat_task_applies_what_is_due(world, draft):
    f.make_change(draft, world.task, note="Làm sớm")
    Amendment.objects.filter(pk=draft.pk).update(
        status=AmendmentStatus.ISSUED,
        number=5,
        issued_on=TODAY - timedelta(3),
        effective_from=TODAY,
        signer_name="Trần Văn Ký",
        issued_at=timezone.now(),
    )

    apply_due_amendments()
    apply_due_amendments()

    assert Task.objects.get(pk=world.task.pk).note == "Làm sớm"
    assert world.plan.versions.count() == 2


def test_failure_half_way_leaves_nothing_behind(world, draft):
    """As a worker killed between the first change and the version: claim, changes and version stand or fall together."""
    f.make_change(draft, world.task, note="Làm sớm")
    broken = f.make_change(draft, world.other_task, title="")
    Amendment.objects.filter(pk=draft.pk).update(
        status=AmendmentStatus.ISSUED,
        number=5,
        issued_on=TODAY,
        effective_from=TODAY,
        signer_name="Trần Văn Ký",
        issued_at=timezone.now(),
    )

    assert apply_due(as_of=TODAY) == 0

    draft.refresh_from_db()
    assert (draft.applied_at, Task.objects.get(pk=world.task.pk).note) == (None, "")
    assert world.plan.versions.count() == 1

    AmendmentChange.objects.filter(pk=broken.pk).update(after=broken.before | {"note": "Mời thêm phường"})
    assert apply_due(as_of=TODAY) == 1
    assert world.plan.versions.count() == 2


def test_one_that_cannot_take_effect_does_not_stop_the_others(world):
    for ordinal, (task, after) in enumerate(
        [(world.task, {"title": ""}), (world.other_task, {"note": "Làm sớm"})], 1
    ):
        amendment = f.make_amendment(world.plan, status=AmendmentStatus.ISSUED, ordinal=ordinal)
        f.make_change(amendment, task, **after)

    assert apply_due(as_of=TODAY) == 1
    assert Task.objects.get(pk=world.other_task.pk).note == "Làm sớm"


def test_scheduled_change_that_could_not_be_written_is_refused_on_issue(world, draft, clerk):
    f.make_change(draft, world.task, starts_on="2026-12-01", due_on="2026-11-01")
    Amendment.objects.filter(pk=draft.pk).update(effective_from=TOMORROW)

    with pytest.raises(TransitionBlocked) as refused:
        issued(draft, clerk)

    assert refused.value.problems == ["Hạn hoàn thành phải sau ngày bắt đầu."]
    assert Amendment.objects.get(pk=draft.pk).status == AmendmentStatus.APPROVED


@pytest.mark.parametrize("status", [PlanStatus.REPLACED, PlanStatus.REVOKED])
def test_amendment_waiting_for_its_day_ends_with_its_plan(world, status):
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.ISSUED)
    f.make_change(amendment, world.task, note="Làm sớm")
    Plan.objects.filter(pk=world.plan.pk).update(status=status)

    assert apply_due(as_of=TODAY) == 0


# --- Kinds of change -------------------------------------------------------------------------------------


def test_tasks_and_groups_are_added_with_the_numbers_that_the_paper_printed(
    world, draft, clerk, standing_officer
):
    group = amending.save_added_group(
        AmendmentChange(amendment=draft),
        actor=standing_officer,
        title="Thông tin đối ngoại trên nền tảng số",
        description="",
        read_at=None,
    )
    content = task_content(world.task) | {"title": "Mở kênh tiếng Anh", "supports": [], "indicators": []}
    for n, target in enumerate(({"group": world.group}, {"new_group": group})):
        change = AmendmentChange(amendment=draft, **target)
        new = content | {"identity": f"00000000-0000-0000-0000-00000000000{n}"}
        amending.save_added_task(change, actor=standing_officer, content=new, read_at=None)
    printed = [line.place for line in change_lines(draft)]

    issued(draft, clerk)

    codes = set(world.plan.tasks.values_list("code", "title"))
    assert printed == ["Nhiệm vụ 1.3", "Nội dung 2", "Nhiệm vụ 2.1"]
    assert {("1.3", "Mở kênh tiếng Anh"), ("2.1", "Mở kênh tiếng Anh")} <= codes
    assert world.plan.groups.get(number=2).title == "Thông tin đối ngoại trên nền tảng số"


def test_number_promised_by_a_waiting_amendment_is_not_given_to_another(world, clerk, standing_officer):
    first, second = (f.make_amendment(world.plan, ordinal=n) for n in (1, 2))
    for n, amendment in enumerate((first, second)):
        content = task_content(world.task) | {"title": f"Việc thêm {n}", "supports": [], "indicators": []}
        content |= {"identity": f"00000000-0000-0000-0000-00000000000{n}"}
        change = AmendmentChange(amendment=amendment, group=world.group)
        amending.save_added_task(change, actor=standing_officer, content=content, read_at=None)
    Amendment.objects.filter(pk=first.pk).update(effective_from=TOMORROW)
    issued(first, clerk)

    issued(second, clerk)
    apply_due(as_of=TOMORROW)

    assert Task.objects.get(title="Việc thêm 1").code == "1.4"
    assert Task.objects.get(title="Việc thêm 0").code == "1.3"


def test_withdrawn_task_keeps_its_row_its_progress_and_its_reports(
    world, draft, clerk, standing_officer, lead_officer
):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.ACCEPTED)
    Task.objects.filter(pk=world.task.pk).update(progress_percent=58)
    amending.withdraw_task(draft, world.task, actor=standing_officer, reason="Trùng với việc của Bộ")

    issued(draft, clerk)

    task = Task.objects.get(pk=world.task.pk)
    report.refresh_from_db()
    assert (task.withdrawn_on, task.progress_percent) == (TODAY, 58)
    assert report.status == ReportStatus.ACCEPTED
    assert world.plan.tasks.figures(TODAY).total == 1
    assert world.plan.tasks.figures(TODAY - timedelta(1)).total == 2
    assert world.plan.versions.last().content["groups"][0]["tasks"][0]["withdrawn_on"] == TODAY.isoformat()


def test_text_part_and_group_title_change(world, draft, clerk, standing_officer):
    amending.save_text_change(
        amending.change_of_text(draft, "purposes"),
        actor=standing_officer,
        text="Quảng bá hình ảnh Thành phố.",
        read_at=None,
    )
    amending.save_group_change(
        amending.change_of_group(draft, world.group),
        actor=standing_officer,
        title="Quảng bá hình ảnh, con người",
        description="",
        read_at=None,
    )

    issued(draft, clerk)

    assert Plan.objects.get(pk=world.plan.pk).purposes == "Quảng bá hình ảnh Thành phố."
    assert world.plan.groups.get().title == "Quảng bá hình ảnh, con người"


def test_indicator_keeps_its_figures_as_long_as_it_keeps_its_unit(world, draft, clerk, lead_officer):
    indicator = world.task.indicators.get()
    report = f.make_report(world.task, world.period, lead_officer)
    FigureValue.objects.create(report=report, indicator=indicator, value=7)
    row = {"id": indicator.pk, "name": "Phóng sự song ngữ", "unit": "phóng sự", "target": "20.00"}
    f.make_change(draft, world.task, indicators=[row])

    issued(draft, clerk)

    changed = world.task.indicators.get()
    assert (changed.pk, changed.target_value) == (indicator.pk, Decimal(20))


def test_another_unit_is_another_indicator_and_the_old_figures_stay_with_the_old_one(
    world, draft, clerk, lead_officer
):
    indicator = world.task.indicators.get()
    report = f.make_report(world.task, world.period, lead_officer)
    FigureValue.objects.create(report=report, indicator=indicator, value=7)
    row = {"id": indicator.pk, "name": "Phóng sự song ngữ", "unit": "tập", "target": "20.00"}
    f.make_change(draft, world.task, indicators=[row])

    issued(draft, clerk)

    assert world.task.indicators.get().unit == "tập"
    assert report.figures.get().indicator.unit == "phóng sự"
    assert Indicator.every.get(pk=indicator.pk).withdrawn_on == TODAY


def test_support_that_ends_and_comes_back_is_the_same_row(world, clerk):
    support = world.task.supports.get()
    rows = task_content(world.task)["supports"]
    first = f.make_amendment(world.plan, ordinal=1)
    f.make_change(first, world.task, supports=[])
    issued(first, clerk)
    assert not world.task.supports.exists()
    assert TaskSupport.every.get(pk=support.pk).withdrawn_on == TODAY

    second = f.make_amendment(world.plan, ordinal=2)
    f.make_change(second, Task.objects.get(pk=world.task.pk), supports=rows)
    issued(second, clerk)

    assert world.task.supports.get().pk == support.pk


# --- Two amendments on one task ----------------------------------------------------------------------------


def test_second_amendment_of_the_same_task_is_told_and_mends_it(world, clerk, standing_officer):
    first, second = (f.make_amendment(world.plan, ordinal=n) for n in (1, 2))
    f.make_change(first, world.task, due_on="2026-12-15")
    change = f.make_change(second, world.task, note="Làm sớm")
    issued(first, clerk)

    with pytest.raises(TransitionBlocked) as refused:
        issued(second, clerk)

    assert refused.value.problems == [
        "Nhiệm vụ 1.1: dự thảo lập trên bản 1, nay chỗ này đã được văn bản khác điều chỉnh. "
        "Mở lại phần này, xem nội dung đang có hiệu lực rồi lưu lại."
    ]
    Amendment.objects.filter(pk=second.pk).update(status=AmendmentStatus.DRAFT)
    task = Task.objects.with_names().get(pk=world.task.pk)
    again = amending.change_of_task(Amendment.objects.get(pk=second.pk), task)
    assert amending.is_overtaken(again, task)
    amending.save_task_change(
        again,
        actor=standing_officer,
        content=task_content(task) | {"note": "Làm sớm"},
        read_at=AmendmentChange.objects.get(pk=change.pk).updated_at,
    )

    issued(second, clerk)

    task.refresh_from_db()
    assert (task.due_on, task.note) == (date(2026, 12, 15), "Làm sớm")
    assert world.plan.versions.count() == 3


def test_task_that_a_waiting_amendment_changes_is_closed_to_others(world, clerk):
    first, second = (f.make_amendment(world.plan, ordinal=n) for n in (1, 2))
    f.make_change(first, world.task, due_on="2026-12-15")
    f.make_change(second, world.task, note="Làm sớm")
    Amendment.objects.filter(pk=first.pk).update(effective_from=TOMORROW)
    issued(first, clerk)

    with pytest.raises(TransitionBlocked) as refused:
        issued(second, clerk)

    assert refused.value.problems == [
        "Nhiệm vụ 1.1: văn bản điều chỉnh lần 1 (21/QĐ-UBND) đã ban hành cũng điều chỉnh chỗ này và chưa đến ngày "
        f"có hiệu lực ({TOMORROW:%d/%m/%Y})."
    ]


def test_amendments_of_different_tasks_do_not_meet(world, clerk):
    first, second = (f.make_amendment(world.plan, ordinal=n) for n in (1, 2))
    f.make_change(first, world.task, due_on="2026-12-15")
    f.make_change(second, world.other_task, note="Làm sớm")

    issued(first, clerk)
    issued(second, clerk)

    assert world.plan.versions.count() == 3


# --- The freeze ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["task", "group", "support", "indicator"])
def test_rows_of_an_issued_plan_refuse_every_other_hand(world, name):
    row, column = {
        "task": (world.task, "note"),
        "group": (world.group, "title"),
        "support": (world.task.supports.get(), "contribution"),
        "indicator": (world.task.indicators.get(), "name"),
    }[name]
    setattr(row, column, "Sửa thẳng")

    with pytest.raises(ValidationError, match="chỉ thay đổi bằng văn bản điều chỉnh"):
        row.full_clean()


@pytest.mark.usefixtures("guarded_rows")
@pytest.mark.parametrize(
    "statement", ["UPDATE plans_planversion SET sha256 = 'khác'", "DELETE FROM plans_planversion"]
)
def test_database_refuses_to_change_or_remove_a_version(world, statement):
    version = freeze(world.plan, actor=None)

    with (
        pytest.raises(DatabaseError, match="stays as it is"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert PlanVersion.objects.get(pk=version.pk).sha256 == version.sha256


def test_applied_twice_by_hand_is_once(world, draft, clerk):
    f.make_change(draft, world.task, note="Làm sớm")
    amendment = issued(draft, clerk)

    assert apply_amendment(amendment, actor=clerk) is None
    assert world.plan.versions.count() == 2


def test_change_that_changes_nothing_is_refused(world, draft, standing_officer):
    with pytest.raises(ValidationError, match="Chưa thay đổi gì"):
        amending.save_task_change(
            change_of(draft, world.task),
            actor=standing_officer,
            content=task_content(world.task),
            read_at=None,
        )


def test_content_item_that_holds_an_added_task_is_not_taken_back_first(world, draft, standing_officer):
    group = amending.save_added_group(
        AmendmentChange(amendment=draft),
        actor=standing_officer,
        title="Nền tảng số",
        description="",
        read_at=None,
    )
    amending.save_added_task(
        AmendmentChange(amendment=draft, new_group=group),
        actor=standing_officer,
        content=task_content(world.task),
        read_at=None,
    )

    with pytest.raises(ValidationError, match="Bỏ các nhiệm vụ"):
        amending.remove_change(group, actor=standing_officer)

    assert draft.changes.filter(kind=ChangeKind.ADD_GROUP).exists()
