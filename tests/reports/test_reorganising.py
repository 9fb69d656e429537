"""Agencies renamed, merged, split: old papers keep the old name, the running work goes on under the new one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency, AgencySuccession, Membership, Reorganisation, User
from agencies.services.notices import people_holding
from agencies.services.succession import note_successor
from plans.models import Task
from reports.models import ProgressReport
from reports.reminders import due_on_day
from reports.reminders.people import people_of
from reports.services.reorganising import apply_due_reorganisations
from reports.services.writing import start_report
from tests import factories as f
from ttdn_portal.shared.dates import short_date

pytestmark = pytest.mark.django_db
NEW = {
    "name_1": "Sở Văn hóa, Thể thao và Du lịch",
    "short_name_1": "Sở VHTTDL",
    "code_1": "so-vhttdl",
    "abbreviation_1": "SVHTTDL",
}
SECOND = {"name_2": "Trung tâm Xúc tiến du lịch", "code_2": "tt-xtdl"}


@pytest.fixture
def url(world):
    return reverse("reports:reorganise", args=["hcm", "chu-tri"])


@pytest.fixture
def as_admin(client, administrator):
    client.force_login(administrator)
    return client


def days(n):
    return timezone.localdate() + timedelta(days=n)


def typed(kind="RENAME", day=0, **fields):
    return {"kind": kind, "starts_on": short_date(days(day)), "basis": "Nghị quyết 12/NQ-HĐND"} | NEW | fields


def again(person):
    return User.objects.get(pk=person.pk)


def test_preview_changes_nothing(as_admin, world, url):
    page = as_admin.post(url, typed(preview="1")).content.decode()

    assert "Sở Du lịch → Sở Văn hóa, Thể thao và Du lịch" in page
    assert "1 nhiệm vụ đang chủ trì" in page
    assert not Reorganisation.objects.exists()


def test_renamed_agency_ends_and_its_people_go_on_writing_for_its_tasks(
    as_admin, world, url, lead_officer, agency_leader
):
    old = f.make_report(
        world.task,
        f.make_period(world.plan, slug="2026-quy-1", name="Quý I"),
        lead_officer,
        status="ACCEPTED",
    )

    as_admin.post(url, typed(confirm="1"))

    ended, new = Agency.objects.get(code="chu-tri"), Agency.objects.get(code="so-vhttdl")
    assert (ended.valid_to, ended.successor, new.valid_from, new.kind) == (days(-1), new, days(0), ended.kind)
    officer = again(lead_officer)
    assert [post.agency_id for post in officer.posts] == [new.pk]
    assert officer.agency_ids() == {new.pk, ended.pk}
    assert officer.has_perm("reports.start_report", Task.objects.get(pk=world.task.pk))
    report = start_report(task=Task.objects.get(pk=world.task.pk), period=world.period, actor=officer)
    assert (report.agency, ProgressReport.objects.get(pk=old.pk).agency) == (new, ended)
    assert set(ProgressReport.objects.visible_to(officer)) == {report, old}
    assert Task.objects.get(pk=world.task.pk).lead_agency == ended


def test_the_task_page_says_who_carries_it_on(as_admin, world, url):
    page = reverse("reports:task_detail", args=["hcm", "2026", "1.1"])
    assert "Nay thực hiện" not in as_admin.get(page).content.decode()

    as_admin.post(url, typed(confirm="1"))

    facts = dict(as_admin.get(page).context["page"].facts)
    assert (facts["Chủ trì"], facts["Nay thực hiện"]) == ("Sở Du lịch", "Sở Văn hóa, Thể thao và Du lịch")


def test_a_draft_not_sent_yet_will_go_under_the_new_name(as_admin, world, url, lead_officer):
    f.make_report(world.task, world.period, lead_officer)

    as_admin.post(url, typed(confirm="1"))

    assert ProgressReport.objects.get().agency.code == "so-vhttdl"


def test_a_day_to_come_changes_nobodys_rights_before_it(as_admin, world, url, lead_officer):
    f.make_report(world.task, world.period, lead_officer)

    as_admin.post(url, typed(day=10, confirm="1"))

    assert again(lead_officer).agency_ids() == {world.lead.pk}
    assert ProgressReport.objects.get().agency == world.lead
    assert Membership.objects.get(user=lead_officer, agency=world.lead).valid_to == days(9)
    assert apply_due_reorganisations(as_of=days(9)) == 0
    assert apply_due_reorganisations(as_of=days(10)) == 1
    assert apply_due_reorganisations(as_of=days(10)) == 0


def test_merged_agencies_are_both_answered_for(as_admin, world, url, lead_officer, other_officer):
    as_admin.post(url, typed("MERGE", others=[world.other.pk], confirm="1"))

    new = Agency.objects.get(code="so-vhttdl")
    for person in (lead_officer, other_officer):
        assert again(person).agency_ids("OFFICER") == {new.pk, world.lead.pk, world.other.pk}


def test_agency_merges_into_one_that_exists(as_admin, world, url, lead_officer, other_officer):
    blank = dict.fromkeys(NEW, "")
    as_admin.post(url, typed("MERGE", existing_1=world.other.pk, confirm="1") | blank)

    assert again(other_officer).agency_ids("OFFICER") == {world.other.pk, world.lead.pk}
    assert not Agency.objects.filter(code="so-vhttdl").exists()


def test_split_gives_each_task_and_post_to_the_heir_chosen(as_admin, world, url, lead_officer):
    second_task = f.make_task(world.group, world.lead, title="Hội chợ du lịch quốc tế")
    colleague = f.make_user(world.lead, "OFFICER")
    posts = {m.user_id: m.pk for m in Membership.objects.filter(agency=world.lead)}
    shared = {f"task_{world.task.pk}": 0, f"task_{second_task.pk}": 1}
    shared |= {f"post_{pk}": int(user == colleague.pk) for user, pk in posts.items()}

    page = as_admin.post(url, typed("SPLIT", preview="1") | SECOND).content.decode()
    assert "Hội chợ du lịch quốc tế" in page
    as_admin.post(url, typed("SPLIT", confirm="1") | SECOND | shared)

    main, second = Agency.objects.get(code="so-vhttdl"), Agency.objects.get(code="tt-xtdl")
    first, other = again(lead_officer), again(colleague)
    assert (first.agency_ids(), other.agency_ids()) == ({main.pk, world.lead.pk}, {second.pk})
    tasks = {task.pk: task for task in Task.objects.all()}
    writes = {
        (person, pk): person.has_perm("reports.start_report", tasks[pk])
        for person in (first, other)
        for pk in (world.task.pk, second_task.pk)
    }
    assert writes == {
        (first, world.task.pk): True, (first, second_task.pk): False,
        (other, world.task.pk): False, (other, second_task.pk): True,
    }  # fmt: skip
    assert set(Task.objects.led_by(other.agency_ids())) == {second_task}
    report = start_report(task=tasks[second_task.pk], period=world.period, actor=other)
    assert report.agency == second
    assert report not in ProgressReport.objects.visible_to(first)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "SPLIT"}, "Chia, tách cần ít nhất hai cơ quan kế thừa."),
        (SECOND, "Đổi tên, sáp nhập chỉ có một cơ quan kế thừa."),
        ({"code_1": "phoi-hop"}, "Mã này đã có trong địa phương."),
        ({"code_1": ""}, "Ghi mã của cơ quan mới."),
        (dict.fromkeys(NEW, ""), "Ghi tên cơ quan mới hoặc chọn cơ quan kế thừa."),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(as_admin, url, fields, sentence):
    page = as_admin.post(url, typed(confirm="1") | fields).content.decode()

    assert sentence in page
    assert not Reorganisation.objects.exists()


def test_bodies_that_issue_plans_are_left_alone(as_admin, world):
    url = reverse("reports:reorganise", args=["hcm", "ubnd"])

    assert as_admin.post(url, typed(confirm="1")).status_code == 302
    assert not Reorganisation.objects.exists()


def test_a_chain_of_renames_stays_one_join_away(as_admin, world, lead_officer):
    third = f.make_agency(world.locality, "thu-ba")
    Agency.objects.filter(pk=world.other.pk).update(valid_to=days(-10), successor=third)
    Agency.objects.filter(pk=world.lead.pk).update(valid_to=days(-20), successor=world.other)
    for code in ("khac", "chu-tri"):  # out of order on purpose
        note_successor(Agency.objects.get(code=code))
    person = f.make_user(third, "OFFICER")

    assert again(person).agency_ids() == {third.pk, world.other.pk, world.lead.pk}
    assert AgencySuccession.objects.count() == 3


def test_a_successor_in_another_locality_gives_no_rights(world, other_world):
    Agency.objects.filter(pk=world.lead.pk).update(valid_to=days(-1), successor=other_world.lead)
    note_successor(Agency.objects.get(pk=world.lead.pk))

    assert again(other_world.people["officer"]).agency_ids() == {other_world.lead.pk}


def test_notices_and_reminders_reach_the_people_of_the_heir(as_admin, world, url, lead_officer):
    as_admin.post(url, typed(confirm="1"))

    assert lead_officer in people_holding("OFFICER", agency_ids=[world.lead.pk])
    dues = [
        due
        for due in due_on_day(timezone.localdate() + timedelta(days=9), on_days_off=True)
        if due.agency_ids == (world.lead.pk,)
    ]
    assert lead_officer.pk in {person.pk for person in people_of(dues, timezone.localdate())}


def test_only_the_administrator_reorganises(client, world, url, standing_officer):
    client.force_login(standing_officer)

    assert client.get(url).status_code == client.post(url, typed(confirm="1")).status_code == 403
