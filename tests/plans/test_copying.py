"""Taking tasks over from another plan: the promise goes along, what came of it does not."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import ActivityEntry, Agency
from agencies.services.calendar import WorkCalendar
from documents.models import LegalBasis
from plans.choices import PlanKind, PlanStatus
from plans.dashboards.copying import changed_bases, day_mark, ended_agencies, moved_day, proposals
from plans.models import PlanBasis, Task, TaskGroup
from plans.services.copying import TaskPick, copy_tasks
from tests import factories as f


@pytest.fixture
def draft(world):
    return f.make_plan(
        world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2027, based_on=world.plan
    )


def pick(task, **days):
    return TaskPick(task, **({"starts_on": date(2027, 1, 4), "due_on": date(2027, 11, 30)} | days))


def test_promise_goes_along_and_what_came_of_it_does_not(world, draft, standing_officer):
    Task.objects.filter(pk=world.task.pk).update(
        progress_percent=60,
        first_reported_on="2026-03-01",
        last_result="Đã phát 7 phóng sự.",
        budget_vnd=5_000_000,
    )
    source = Task.objects.select_related("group").get(pk=world.task.pk)

    [task] = copy_tasks(draft, [pick(source)], actor=standing_officer)
    task = Task.objects.get(pk=task.pk)

    assert (task.code, task.title, task.based_on_id, task.budget_vnd) == (
        "1.1",
        source.title,
        source.pk,
        5_000_000,
    )
    assert (task.starts_on, task.due_on) == (date(2027, 1, 4), date(2027, 11, 30))
    assert (task.progress_percent, task.first_reported_on, task.last_result) == (0, None, "")
    assert task.identity != source.identity
    assert [s.agency for s in task.supports.all()] == [world.support]
    assert [(i.name, i.target_value) for i in task.indicators.all()] == [("Phóng sự song ngữ", 12)]
    assert task.group.based_on == world.group
    assert Task.objects.search("phong su 1.1").filter(pk=task.pk).exists()
    assert ActivityEntry.objects.about(draft).get(action="copy_tasks").after == {"groups": 1, "tasks": 1}


def test_the_same_request_twice_takes_over_once(world, draft, standing_officer):
    for _ in range(2):
        copy_tasks(draft, [pick(world.task)], actor=standing_officer, groups=[world.group])

    assert draft.tasks.count() == draft.groups.count() == 1


def test_a_group_of_the_same_title_receives_the_tasks_after_its_own(world, draft, standing_officer):
    f.make_group(draft, 1, title="Tập huấn")
    own = f.make_group(draft, 2, title=world.group.title.upper())
    f.make_task(own, world.lead)

    copy_tasks(draft, [pick(world.task), pick(world.other_task)], actor=standing_officer)

    assert list(draft.tasks.values_list("code", flat=True)) == ["2.1", "2.2", "2.3"]
    assert draft.groups.count() == 2


def test_groups_are_taken_over_without_tasks_too(world, draft, standing_officer):
    empty = f.make_group(world.plan, 2, title="Nâng cao hiệu quả hoạt động")

    copy_tasks(draft, [], actor=standing_officer, groups=[empty])

    assert list(draft.groups.values_list("number", "title", "based_on")) == [(1, empty.title, empty.pk)]


def test_an_agency_that_ended_gives_way_to_the_one_that_follows(world, draft, standing_officer):
    Agency.objects.filter(pk=world.lead.pk).update(valid_to="2026-06-30", successor=world.support)
    task = Task.objects.select_related("group").get(pk=world.task.pk)

    [ended] = ended_agencies([task], draft.starts_on)
    [copy] = copy_tasks(
        draft, [pick(task)], actor=standing_officer, agencies={ended.agency.pk: ended.successor.pk}
    )

    assert (ended.agency, ended.successor, ended.tasks) == (world.lead, world.support, 1)
    assert copy.lead_agency_id == world.support.pk
    assert not copy.supports.exists()  # whoever leads does not support


def test_successors_are_followed_to_the_one_that_exists(world, draft):
    last = f.make_agency(world.locality, name="Sở Văn hóa, Thể thao và Du lịch")
    Agency.objects.filter(pk=world.other.pk).update(valid_to="2026-09-30", successor=last)
    Agency.objects.filter(pk=world.lead.pk).update(valid_to="2026-06-30", successor=world.other)

    [ended] = ended_agencies([world.task], draft.starts_on)

    assert ended.successor == last


def test_nothing_is_taken_into_a_plan_that_left_the_drafters(world, draft, standing_officer):
    type(draft).objects.filter(pk=draft.pk).update(status=PlanStatus.SUBMITTED, submitted_at=timezone.now())

    with pytest.raises(ValidationError):
        copy_tasks(draft, [pick(world.task)], actor=standing_officer)

    assert not draft.tasks.exists()


def test_secret_task_takes_no_content_along(world, draft, standing_officer):
    secret = f.make_task(world.group, world.lead, is_secret=True)

    [copy] = copy_tasks(draft, [pick(secret)], actor=standing_officer)

    assert Task.objects.get(pk=copy.pk).is_secret
    assert copy.title == ""


def test_a_task_of_the_period_plan_serves_the_group_it_stood_in(world, standing_officer):
    period = f.make_plan(
        world.locality, issuer=world.issuer, slug="2026-2028", kind=PlanKind.MULTI_YEAR, year_to=2028
    )
    task = f.make_task(f.make_group(period, title="Đấu tranh phản bác"), world.lead)
    year = f.make_plan(world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2027, parent=period)

    [copy] = copy_tasks(year, [pick(task)], actor=standing_officer)

    assert copy.objective_id == task.group_id
    Task.objects.get(pk=copy.pk).full_clean()


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 6, 30), date(2027, 6, 30)), (None, None), (date(2025, 12, 15), date(2026, 12, 15))],
)
def test_days_move_with_the_years(world, draft, day, expected):
    assert moved_day(day, world.plan, draft) == expected


def test_days_of_a_period_plan_stay_inside_the_year(world, draft):
    period = f.make_plan(
        world.locality, issuer=world.issuer, slug="2026-2028", kind=PlanKind.MULTI_YEAR, year_to=2028
    )

    assert moved_day(date(2026, 1, 1), period, draft) == date(2027, 1, 1)
    assert moved_day(date(2028, 12, 31), period, draft) == date(2027, 12, 31)


def test_days_off_are_marked_with_the_next_working_day():
    calendar = WorkCalendar(days_off=frozenset([date(2027, 4, 30)]))

    assert day_mark(date(2027, 5, 1), calendar) == "Thứ Bảy; ngày làm việc kế tiếp 03/05/2027"
    assert (
        day_mark(date(2027, 4, 30), calendar, {date(2027, 4, 30): "Ngày Giải phóng miền Nam"})
        == "Ngày Giải phóng miền Nam; ngày làm việc kế tiếp 03/05/2027"
    )
    assert day_mark(date(2027, 5, 4), calendar) == day_mark(None, calendar) == ""


def test_bases_that_no_longer_stand_are_told(world, draft):
    rows = [
        LegalBasis.objects.create(code=code, title=code, full_citation=code, short_citation=code, state=state)
        for code, state in (("moi", "IN_FORCE"), ("cu", "REPLACED"), ("sua", "AMENDED"))
    ]
    PlanBasis.objects.bulk_create(PlanBasis(plan=draft, basis=b, position=n) for n, b in enumerate(rows))

    assert [basis.code for basis in changed_bases(draft)] == ["cu", "sua"]


def test_queries_do_not_grow_with_the_plan(world, draft, standing_officer):
    other = f.make_plan(world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2028)
    counts = [
        _queries_of_taking_over(world, plan, standing_officer, groups, tasks)
        for plan, groups, tasks in ((draft, 1, 2), (other, 6, 18))
    ]

    assert counts[0] == counts[1]


def _queries_of_taking_over(world, plan, actor, groups: int, tasks: int) -> int:
    source = f.make_plan(world.locality, issuer=world.issuer, year=2010 + groups)
    for n in range(groups):
        group = f.make_group(source, n + 1, title=f"Nội dung {n}")
        for _ in range(tasks // groups):
            f.make_support(f.make_task(group, world.lead), world.support)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        rows = proposals(plan, source, WorkCalendar())
        copy_tasks(
            plan,
            [TaskPick(row.task, row.start.new, row.due.new) for group in rows for row in group.tasks],
            actor=actor,
            groups=[group.group for group in rows],
        )
    assert plan.tasks.count() == tasks
    assert TaskGroup.objects.filter(plan=plan).count() == groups
    return len(seen)
