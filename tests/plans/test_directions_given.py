"""Directions outside a meeting: given by the committee or written down for it, moved to another day, taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from agencies.models import ActivityEntry, Notification
from agencies.services.calendar import work_calendar
from plans.choices import PlanStatus
from plans.dashboards.directions import direction_line
from plans.models import Direction, Task
from plans.services.directions import (
    Point,
    Source,
    answer_direction,
    give_directions,
    move_direction_day,
    withdraw_direction,
)
from tests import factories as f
from ttdn_portal.shared.dates import short_date

TODAY = timezone.localdate()
DUE = TODAY + timedelta(9)
TEXT = "Làm rõ nguyên nhân chậm 12 phóng sự; báo cáo phương án trước ngày họp Ban."


@pytest.fixture
def direction(world, committee_member):
    source = Source(world.plan.subject_key, "Ý kiến của Trưởng Ban Chỉ đạo", TODAY)
    [made] = give_directions(
        world.plan, [Point(TEXT, world.lead, DUE)], source=source, actor=committee_member
    )
    return Direction.objects.with_names().get(pk=made.pk)


def url(world, name, *args):
    return reverse(f"plans:{name}", args=["hcm", world.plan.slug, *args])


def typed(world, **fields):
    words = {
        "text": TEXT,
        "agency": world.lead.pk,
        "due_on": f"{DUE:%d/%m/%Y}",
        "words": "Ý kiến của Trưởng Ban",
    }
    return words | fields


def test_member_gives_a_direction_in_the_own_name_and_the_agency_is_told(
    client, world, committee_member, lead_officer
):
    client.force_login(committee_member)
    begun = client.get(url(world, "direction_add")).context["form"].initial["words"]

    answer = client.post(url(world, "direction_add"), typed(world, words=begun))

    given = Direction.objects.get()
    assert (
        begun == f"Ý kiến của {committee_member.full_name}, thành viên Ban Chỉ đạo, ngày {short_date(TODAY)}"
    )
    assert answer.url == given.get_absolute_url()
    assert (given.text, given.agency, given.due_on, given.given_on) == (TEXT, world.lead, DUE, TODAY)
    assert (given.source, given.source_key) == (begun, world.plan.subject_key)
    told = Notification.objects.get(person=lead_officer, kind="DIRECTION_GIVEN")
    assert told.text.startswith(f"{begun} giao cơ quan anh/chị: Làm rõ nguyên nhân")
    assert ActivityEntry.objects.about(given).get().actor == committee_member


def test_standing_agency_says_whose_direction_it_writes_down(client, world, standing_officer):
    client.force_login(standing_officer)
    assert "words" not in client.get(url(world, "direction_add")).context["form"].initial

    page = client.post(url(world, "direction_add"), typed(world, words=""))

    assert set(page.context["form"].errors) == {"words"}
    assert TEXT in page.content.decode()


@pytest.mark.parametrize("role", ["officer", "head", "supporter", "signer", "clerk", "administrator"])
def test_others_give_none(client, world, role):
    client.force_login(world.people[role])

    assert client.post(url(world, "direction_add"), typed(world)).status_code == 403
    assert not Direction.objects.exists()


def test_draft_plan_gets_no_direction(client, world, standing_officer):
    draft = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)
    client.force_login(standing_officer)

    address = reverse("plans:direction_add", args=["hcm", draft.slug])

    assert client.post(address, typed(world)).status_code == 403


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": ""}, "text"),
        ({"text": "a" * 4001}, "text"),
        ({"text": "TỐI MẬT"}, "text"),
        ({"agency": ""}, "agency"),
        ({"agency": "999999"}, "agency"),
        ({"due_on": "32/13/2026"}, "due_on"),
        ({"due_on": f"{TODAY - timedelta(1):%d/%m/%Y}"}, "due_on"),
        ({"words": "a" * 301}, "words"),
    ],
)
def test_each_mistake_is_told_at_its_field(client, world, committee_member, fields, wrong):
    client.force_login(committee_member)

    page = client.post(url(world, "direction_add"), typed(world, **fields))

    assert set(page.context["form"].errors) == {wrong}
    assert not Direction.objects.exists()


def test_agencies_of_other_localities_are_not_offered(client, world, other_world, committee_member):
    client.force_login(committee_member)

    page = client.post(url(world, "direction_add"), typed(world, agency=other_world.lead.pk))

    assert set(page.context["form"].errors) == {"agency"}


@pytest.mark.parametrize("is_secret", [False, True])
def test_from_a_task_its_name_and_lead_stand_there_already(client, world, committee_member, is_secret):
    if is_secret:
        Task.objects.filter(pk=world.task.pk).update(is_secret=True, title="")
    client.force_login(committee_member)
    task = client.get(reverse("reports:task_detail", args=["hcm", world.plan.slug, world.task.code]))
    address = f"{url(world, 'direction_add')}?nhiem-vu={world.task.code}"

    initial = client.get(address).context["form"].initial

    named = "nhiệm vụ tính chất riêng" if is_secret else f"“{world.task.title}”"
    assert address in task.content.decode()
    assert initial["text"].startswith(f"Nhiệm vụ {world.task.code} ") and (
        is_secret or named in initial["text"]
    )
    assert initial["agency"] == str(world.lead.pk)


def test_another_day_is_told_with_its_reason(client, world, direction, standing_officer, lead_officer):
    later = DUE + timedelta(7)
    client.force_login(standing_officer)
    client.get(url(world, "direction_day", 1))

    data = {"due_on": f"{later:%d/%m/%Y}", "note": "Lịch họp Ban dời.", "read_due_on": str(DUE)}
    client.post(url(world, "direction_day", 1), data)

    direction.refresh_from_db()
    told = Notification.objects.get(person=lead_officer, kind="DIRECTION_CHANGED")
    entry = ActivityEntry.objects.about(direction).get(action="move_day")
    assert direction.due_on == later
    assert told.text.endswith(f"Hạn mới: {short_date(later)}. Lịch họp Ban dời.")
    assert (entry.before, entry.after) == ({"due_on": str(DUE)}, {"due_on": str(later)})


def next_sunday():
    return TODAY + timedelta((6 - TODAY.weekday()) % 7 or 7)


def test_a_day_off_is_kept_and_the_giver_is_told_until_when_it_counts(client, world, committee_member):
    sunday = next_sunday()
    client.force_login(committee_member)

    page = client.post(
        url(world, "direction_add"), typed(world, due_on=f"{sunday:%d/%m/%Y}"), follow=True
    ).content.decode()

    told = f"{short_date(sunday)} là Chủ nhật, hạn tính đến hết {short_date(sunday + timedelta(1))}"
    assert Direction.objects.get().due_on == sunday
    assert f"Hạn {told} (Bộ luật Dân sự, Điều 148)." in page
    assert page.count(told) == 2  # and beside the day, for everybody who reads it later


def test_another_day_on_a_day_off_is_told_too(client, world, direction, standing_officer):
    sunday = next_sunday()
    client.force_login(standing_officer)
    data = {"due_on": f"{sunday:%d/%m/%Y}", "note": "Dời.", "read_due_on": str(DUE)}

    page = client.post(url(world, "direction_day", 1), data, follow=True).content.decode()

    assert f"Hạn {short_date(sunday)} là Chủ nhật, hạn tính đến hết" in page


def test_direction_due_on_a_day_off_is_late_from_the_day_after_the_next_working_day(world, direction):
    Direction.objects.update(due_on=date(2026, 6, 14))
    calendar = work_calendar(world.locality.pk)

    def late_on(day):
        before = calendar.late_before(day)
        shown = direction_line(Direction.objects.get(), before).state
        return shown, Direction.objects.in_state("qua-han", before).count()

    assert late_on(date(2026, 6, 15)) == ("Chờ trả lời", 0)
    assert late_on(date(2026, 6, 16)) == ("Quá hạn trả lời", 1)


def test_day_moved_by_somebody_meanwhile_is_not_written_over(client, world, direction, standing_officer):
    between = DUE + timedelta(1)
    move_direction_day(
        direction, actor=standing_officer, due_on=between, note="Theo lịch mới.", read_due_on=DUE
    )
    client.force_login(world.people["committee"])
    data = {"due_on": f"{DUE + timedelta(7):%d/%m/%Y}", "note": "Lịch họp Ban dời.", "read_due_on": str(DUE)}

    page = client.post(url(world, "direction_day", 1), data).content.decode()

    assert "vừa được người khác đổi" in page and "Lịch họp Ban dời." in page
    assert Direction.objects.get().due_on == between


def test_direction_taken_back_stays_to_be_read_and_waits_no_more(
    client, world, direction, committee_member, lead_officer
):
    client.force_login(committee_member)

    client.post(url(world, "direction_withdraw", 1), {"note": "Đã giao cơ quan khác."})

    direction.refresh_from_db()
    assert not Direction.objects.waiting().exists()
    assert (direction.withdrawn_by, direction.withdrawn_note) == (committee_member, "Đã giao cơ quan khác.")
    client.force_login(lead_officer)
    page = client.get(direction.get_absolute_url()).content.decode()
    assert "Đã giao cơ quan khác." in page and "Gửi kết quả" not in page
    answer = client.post(direction.get_absolute_url(), {"answer": "Điều tôi đã gõ."}).content.decode()
    assert "vừa được rút: Đã giao cơ quan khác." in answer and "Điều tôi đã gõ." in answer


@pytest.mark.parametrize("name", ["direction_day", "direction_withdraw"])
def test_answered_direction_is_neither_moved_nor_taken_back(
    client, world, direction, committee_member, lead_officer, name
):
    answer_direction(direction, actor=lead_officer, answer="Đã báo cáo.")
    client.force_login(committee_member)

    answer = client.post(url(world, name, 1), {"note": "Dời", "due_on": "01/12/2099"}, follow=True)

    assert "đã được trả lời hoặc đã rút" in answer.content.decode()
    with pytest.raises(ValidationError, match="đã có người trả lời"):
        withdraw_direction(direction, actor=committee_member, note="Dời")
    assert not Direction.objects.get().is_withdrawn


def test_list_counts_and_filters_by_state(client, world, direction, committee_member, lead_officer):
    source = Source(world.plan.subject_key, "Ý kiến của Trưởng Ban Chỉ đạo", TODAY)
    points = [Point(text, world.lead, TODAY - timedelta(7)) for text in ("Điểm trễ", "Điểm xong", "Điểm rút")]
    _, done, gone = give_directions(world.plan, points, source=source, actor=committee_member)
    answer_direction(done, actor=lead_officer, answer="Xong.")
    withdraw_direction(gone, actor=committee_member, note="Trùng.")
    client.force_login(committee_member)

    def shown(word):
        page = client.get(f"{url(world, 'direction_list')}?tinh-trang={word}")
        return [line.direction.ordinal for line in page.context["lines"]]

    states = client.get(url(world, "direction_list")).context["states"]
    assert [(s.label, s.count) for s in states] == [
        ("Tất cả", 4),
        ("Chờ trả lời", 2),
        ("Quá hạn trả lời", 1),
        ("Đã trả lời", 1),
        ("Đã rút", 1),
    ]
    assert [shown(word) for word in ("cho", "qua-han", "xong", "rut", "sai")] == [
        [1, 2],
        [2],
        [3],
        [4],
        [1, 2, 3, 4],
    ]
