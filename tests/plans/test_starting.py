"""Where a plan comes from: another plan, a plan of several years, a template."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.choices import DayKind
from agencies.models import Agency, CalendarDay
from documents.models import LegalBasis
from plans.choices import PlanKind, PlanStatus
from plans.models import Plan, PlanBasis, PlanTemplate, Task
from plans.services.copying import TaskPick, copy_tasks
from plans.services.reference import seed_templates
from plans.services.starting import moved_text
from tests import factories as f
from tests.plans.test_structure import make_draft, url_of

NEW = {"kind": "ANNUAL", "year_from": "2027", "title": "", "layout": "STATE"}


@pytest.fixture
def drafter(client, standing_officer):
    client.force_login(standing_officer)
    return client


def begin(client, world, source, **changes):
    data = NEW | {"issuer": world.issuer.pk, "source": source} | changes
    return client.post(reverse("plans:plan_add", args=["hcm"]), data)


def test_last_year_gives_its_words_its_bases_and_leads_to_its_tasks(drafter, world):
    basis = LegalBasis.objects.create(
        code="a", title="a", full_citation="a", short_citation="a", state="REPLACED"
    )
    PlanBasis.objects.create(plan=world.plan, basis=basis)
    Plan.objects.filter(pk=world.plan.pk).update(
        purposes="Quảng bá năm 2026; theo Nghị định 72/2026/NĐ-CP ngày 15/6/2026."
    )

    answer = begin(drafter, world, f"plan-{world.plan.pk}")
    plan = Plan.objects.get(slug="2027")
    page = drafter.get(answer["Location"])

    assert answer["Location"] == url_of(plan, "copy_tasks", "2026")
    assert (plan.title, plan.based_on) == ("Kế hoạch thông tin đối ngoại năm 2027", world.plan)
    assert plan.purposes == "Quảng bá năm 2027; theo Nghị định 72/2026/NĐ-CP ngày 15/6/2026."
    assert [row.basis for row in plan.basis_rows.all()] == [basis]
    assert list(page.context["changed"]) == [basis]


def take_over(client, plan, source, *tasks, **days):
    data = {f"task-{task.pk}": "1" for task in tasks}
    for task in tasks:
        data |= {f"start-{task.pk}": "04/01/2027", f"due-{task.pk}": "30/11/2027"}
    return client.post(url_of(plan, "copy_tasks", source.slug), data | days)


@pytest.fixture
def draft(world):
    return f.make_plan(
        world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2027, based_on=world.plan
    )


def test_chosen_tasks_are_taken_over_with_the_days_that_were_typed(drafter, world, draft):
    take_over(drafter, draft, world.plan, world.task, **{f"due-{world.task.pk}": "15/12/2027"})
    task = draft.tasks.get()

    assert (task.based_on, task.starts_on, task.due_on) == (world.task, date(2027, 1, 4), date(2027, 12, 15))


def test_old_and_new_days_stand_side_by_side_and_days_off_are_marked(drafter, world, draft):
    Task.objects.filter(pk=world.task.pk).update(starts_on="2026-05-01", due_on="2026-05-02")
    CalendarDay.objects.create(day="2027-05-01", kind=DayKind.DAY_OFF, name="Ngày Quốc tế Lao động")
    CalendarDay.objects.create(day="2027-05-03", kind=DayKind.DAY_OFF, name="Nghỉ bù")

    text = drafter.get(url_of(draft, "copy_tasks", "2026")).content.decode()

    assert 'value="01/05/2027"' in text and "01/05/2026" in text
    assert "Ngày Quốc tế Lao động; ngày làm việc kế tiếp 04/05/2027" in text
    assert "Chủ nhật; ngày làm việc kế tiếp 04/05/2027" in text


def test_days_are_looked_at_again_on_request(drafter, world, draft):
    page = take_over(
        drafter, draft, world.plan, world.task, check="1", **{f"due-{world.task.pk}": "04/12/2027"}
    )

    assert "Thứ Bảy; ngày làm việc kế tiếp 06/12/2027" in page.content.decode()
    assert not draft.tasks.exists()


@pytest.mark.parametrize("day", ["31/02/2027", "01/01/2027 là", "03/01/2027"])
def test_a_wrong_day_is_told_at_its_place_and_nothing_typed_is_lost(drafter, world, draft, day):
    name = f"due-{world.task.pk}"

    page = take_over(drafter, draft, world.plan, world.task, **{name: day})

    assert [found for found, _ in page.context["errors"]] == [name]
    assert f'value="{day}"' in page.content.decode()
    assert not draft.tasks.exists()


def test_an_ended_agency_is_shown_with_its_successor_and_replaced(drafter, world, draft):
    Agency.objects.filter(pk=world.lead.pk).update(valid_to="2026-06-30", successor=world.other)

    page = drafter.get(url_of(draft, "copy_tasks", "2026"))
    take_over(drafter, draft, world.plan, world.task, **{f"agency-{world.lead.pk}": world.other.pk})

    assert [(line.agency, chosen) for line, chosen in page.context["ended"]] == [(world.lead, world.other.pk)]
    assert draft.tasks.get().lead_agency == world.other


def test_an_ended_agency_may_be_left_open(drafter, world, draft):
    Agency.objects.filter(pk=world.lead.pk).update(valid_to="2026-06-30", successor=world.other)

    take_over(drafter, draft, world.plan, world.task, **{f"agency-{world.lead.pk}": ""})

    assert draft.tasks.get().lead_agency is None


def test_agency_of_another_locality_follows_nobody(drafter, world, draft, other_world):
    Agency.objects.filter(pk=world.lead.pk).update(valid_to="2026-06-30")

    take_over(drafter, draft, world.plan, world.task, **{f"agency-{world.lead.pk}": other_world.lead.pk})

    assert draft.tasks.get().lead_agency is None


def test_a_plan_of_another_locality_is_no_source(drafter, world, draft, other_world):
    answer = begin(drafter, world, f"plan-{other_world.plan.pk}", year_from="2029")

    assert answer.context["form"].errors["source"]
    assert drafter.get(url_of(draft, "copy_tasks", "khac")).status_code == 404


def test_a_year_of_a_period_plan_belongs_to_it_and_its_tasks_serve_its_items(drafter, world):
    period = f.make_plan(
        world.locality, issuer=world.issuer, slug="2026-2028", kind=PlanKind.MULTI_YEAR, year_to=2028,
        title="Kế hoạch thông tin đối ngoại giai đoạn 2026-2028",
    )  # fmt: skip
    objective = f.make_group(period, title="Đấu tranh phản bác")
    task = f.make_task(objective, world.lead)

    outside = begin(drafter, world, f"plan-{period.pk}", year_from="2029")
    begin(drafter, world, f"plan-{period.pk}")
    year = Plan.objects.get(slug="2027")
    take_over(drafter, year, period, task)
    page = drafter.get(url_of(period, "objectives"))
    line = page.context["lines"][0]

    assert outside.context["form"].errors["year_from"] == ["Chọn năm trong giai đoạn 2026–2028."]
    assert (year.parent, year.title) == (period, "Kế hoạch thông tin đối ngoại năm 2027")
    assert year.tasks.get().objective == objective
    assert [(cell.year, [t.code for t in cell.tasks]) for cell in line.years] == [
        (2026, []),
        (2027, ["1.1"]),
        (2028, []),
    ]


def test_years_that_one_may_not_see_stay_out_of_the_objectives(client, world, lead_officer):
    period = f.make_plan(
        world.locality, issuer=world.issuer, slug="2026-2028", kind=PlanKind.MULTI_YEAR, year_to=2028
    )
    objective = f.make_group(period)
    year = make_draft(world, 1, 1)
    Plan.objects.filter(pk=year.pk).update(parent=period)
    Task.objects.filter(plan=year).update(objective=objective)
    client.force_login(lead_officer)

    page = client.get(url_of(period, "objectives"))

    assert page.context["lines"][0].is_bare
    words = re.sub(r'value="[^"]*"', "", page.content.decode())  # the form's token may hold any letters
    assert not re.search(r"\b1a\b", words)


def test_the_thirteen_items_are_a_template(drafter, world):
    assert (seed_templates(), seed_templates()) == (1, 0)
    template = PlanTemplate.objects.get()

    answer = begin(drafter, world, f"template-{template.pk}", title="Kế hoạch năm 2027")
    plan = Plan.objects.get(slug="2027")

    assert answer["Location"] == url_of(plan, "structure")
    assert plan.groups.count() == 13
    assert plan.groups.get(number=12).title == "Chương trình “Đối thoại quốc tế cùng chuyên gia”"


def test_a_plan_is_kept_as_a_template_without_agencies_days_and_secrets(drafter, world):
    f.make_task(world.group, world.lead, is_secret=True)

    drafter.post(url_of(world.plan, "template_save"), {"name": "Mẫu của Thành phố"})
    template = PlanTemplate.objects.get(locality=world.locality)
    begin(drafter, world, f"template-{template.pk}", title="Kế hoạch năm 2027")
    plan = Plan.objects.get(slug="2027")

    assert [task.title for task in plan.tasks.all()] == [world.task.title, world.other_task.title]
    assert set(plan.tasks.values_list("lead_agency", "due_on")) == {(None, None)}
    assert plan.purposes == world.plan.purposes


def test_templates_of_another_locality_are_not_offered_nor_dropped(drafter, world, other_world):
    foreign = PlanTemplate.objects.create(
        locality=other_world.locality, code="m", name="CANARY-HP-000017", content={"groups": []}
    )
    shared = PlanTemplate.objects.create(code="chung", name="Mẫu chung", content={"groups": []})

    page = drafter.get(reverse("plans:template_list", args=["hcm"])).content.decode()
    form = drafter.get(reverse("plans:plan_add", args=["hcm"])).content.decode()
    answers = [
        drafter.post(reverse("plans:template_drop", args=["hcm", code])).status_code
        for code in ("m", "chung")
    ]

    assert "CANARY" not in page + form
    assert "Mẫu chung" in page and "Mẫu chung" in form
    assert answers == [404, 404]
    assert PlanTemplate.objects.filter(pk__in=[foreign.pk, shared.pk]).count() == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("năm 2024", "năm 2027"),
        ("15/6/2024", "15/6/2024"),
        ("72/2024/NĐ-CP", "72/2024/NĐ-CP"),
        ("2020-2024", "2020-2024"),
        ("năm 2024.", "năm 2027."),
    ],
)
def test_only_the_year_itself_moves(text, expected):
    assert (
        moved_text(text, Plan(year_from=2024, year_to=2024), Plan(year_from=2027, year_to=2027)) == expected
    )


def test_the_table_costs_the_same_for_few_tasks_and_many(drafter, world, draft):
    counts = []
    for source in (make_draft(world, 2, 2, year=2020), make_draft(world, 6, 12, year=2021)):
        with CaptureQueriesContext(connection) as seen:
            drafter.get(url_of(draft, "copy_tasks", source.slug))
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_a_task_names_the_one_it_comes_from_to_whoever_may_see_it(
    client, world, draft, standing_officer, lead_officer
):
    [copy] = copy_tasks(
        draft, [TaskPick(world.task, date(2027, 1, 4), date(2027, 11, 30))], actor=standing_officer
    )
    Task.objects.filter(pk=world.other_task.pk).update(based_on=copy)  # a draft that an officer may not see
    client.force_login(standing_officer)
    seen = client.get(copy.get_absolute_url()).context["origins"]
    client.force_login(lead_officer)
    hidden = client.get(world.other_task.get_absolute_url()).context["origins"]

    assert [(origin.label, origin.url) for origin in seen] == [
        ("Chép từ nhiệm vụ 1.1, kế hoạch năm 2026", world.task.get_absolute_url())
    ]
    assert hidden == []
