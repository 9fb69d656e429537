"""Press monitoring: what was said, who answers by when, how it was answered, and who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agencies.models import Mailing, Notification
from reports.choices import PressStatus
from reports.models import PressItem
from reports.reminders import due_on_day
from reports.services.reminders import send_daily_reminders
from reports.workflow import press as workflow
from tests import factories as f
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked, TransitionError

LIST = "/hcm/bao-chi/"


def day(n: int) -> str:
    return f"{timezone.localdate() + timedelta(days=n):%d/%m/%Y}"


@pytest.fixture
def item(world, standing_officer):
    return f.make_press(world.locality, standing_officer)


def typed(**changes):
    return {
        "tone": "WRONG",
        "title": "Tin sai về giá dịch vụ du lịch",
        "outlet": "Báo Ví dụ",
        "published_on": day(-3),
        "url": "www.bao.example/tin-1",
        "country": "Nhật  Bản",
        "language": "ja",
        "summary": "Nêu giá cao gấp ba lần thực tế.",
    } | changes


def test_standing_agency_writes_one_down(client, world, standing_officer, lead_officer):
    client.force_login(standing_officer)
    page = client.get(f"{LIST}them/").content.decode()
    assert "không ghi nội dung thuộc danh mục bí mật nhà nước" in page

    client.post(f"{LIST}them/", typed())

    item = PressItem.objects.get()
    assert (item.number, item.status, item.url) == (1, PressStatus.RECORDED, "https://www.bao.example/tin-1")
    assert item.country == "Nhật Bản"
    client.force_login(lead_officer)
    assert client.post(f"{LIST}them/", typed()).status_code == 403
    assert client.get(f"{LIST}1/").status_code == 404


def test_day_of_tomorrow_is_refused(client, standing_officer):
    client.force_login(standing_officer)

    answer = client.post(f"{LIST}them/", typed(published_on=day(1)))

    assert "Ngày đăng không thể ở tương lai." in answer.context["form"].errors["published_on"]


def test_from_recorded_to_closed(client, world, item, standing_officer, lead_officer, agency_leader):
    client.force_login(standing_officer)
    client.post(
        f"{LIST}1/chuyen/giao/",
        {"agency": world.lead.pk, "respond_by": day(7), "note": "Đề nghị đính chính.", "version": "1"},
    )
    item.refresh_from_db()
    assert (item.status, item.agency, item.request) == (
        PressStatus.ASSIGNED,
        world.lead,
        "Đề nghị đính chính.",
    )
    told = Notification.objects.get(kind="PRESS_ASSIGNED")
    assert (told.person, told.link) == (lead_officer, item.get_absolute_url())

    client.force_login(lead_officer)
    assert "Phản hồi báo chí" in client.get("/hcm/viec-cua-toi/").content.decode()
    client.post(
        f"{LIST}1/chuyen/phan-hoi/", {"answer": "Đã gửi văn bản.", "answered_on": day(0), "version": "2"}
    )
    item.refresh_from_db()
    assert (item.status, item.answered_by) == (PressStatus.ANSWERED, lead_officer)
    assert Notification.objects.get(kind="PRESS_ANSWERED").person == standing_officer
    assert "Phản hồi báo chí" not in client.get("/hcm/viec-cua-toi/").content.decode()

    client.force_login(standing_officer)
    again = {"note": "Chưa có đường dẫn đính chính.", "respond_by": day(3), "version": "3"}
    client.post(f"{LIST}1/chuyen/phan-hoi-lai/", again)
    item.refresh_from_db()
    assert (item.status, item.request) == (PressStatus.ASSIGNED, "Chưa có đường dẫn đính chính.")
    assert Notification.objects.filter(kind="PRESS_ASSIGNED").count() == 2
    workflow.run(
        item,
        "answer",
        actor=agency_leader,
        answer_url="https://bao.example/dinh-chinh",
        answered_on=timezone.localdate(),
    )
    client.post(f"{LIST}1/chuyen/dong/", {"version": "5"})
    item.refresh_from_db()
    assert item.status == PressStatus.CLOSED
    assert client.get(f"{LIST}1/sua/").status_code == 403


def test_letter_goes_at_once_to_whoever_has_an_address(world, item, standing_officer, lead_officer):
    lead_officer.email = "chuyenvien@example.vn"
    lead_officer.save()

    workflow.run(item, "assign", actor=standing_officer, agency=world.lead, respond_by=timezone.localdate())

    assert Mailing.objects.get().subject.startswith("Được giao phản hồi: Tin sai về giá dịch vụ")


@pytest.mark.parametrize(
    ("move", "status", "data", "sentence"),
    [
        ("assign", "RECORDED", {}, "Chọn cơ quan phản hồi."),
        ("assign", "RECORDED", {"respond_by": timezone.localdate() - timedelta(days=1)}, "ở quá khứ"),
        ("answer", "ASSIGNED", {"answered_on": timezone.localdate()}, "Ghi đã phản hồi thế nào"),
        ("answer", "ASSIGNED", {"answer": "Đã họp báo."}, "Ghi ngày phản hồi."),
        (
            "answer",
            "ASSIGNED",
            {"answer": "x", "answered_on": timezone.localdate() + timedelta(days=1)},
            "tương lai",
        ),
        (
            "answer",
            "ASSIGNED",
            {"answer": "x", "answered_on": timezone.localdate() - timedelta(days=9)},
            "trước ngày đăng",
        ),
        ("send_back", "ANSWERED", {"respond_by": timezone.localdate()}, "Ghi rõ lý do"),
    ],
)
def test_what_stands_against_a_move(world, standing_officer, lead_officer, move, status, data, sentence):
    item = f.make_press(world.locality, standing_officer, status=status, agency=world.lead)
    actor = lead_officer if move == "answer" else standing_officer

    with pytest.raises(TransitionBlocked) as blocked:
        workflow.run(item, move, actor=actor, **data)

    assert sentence in " ".join(blocked.value.problems)


def test_agency_of_another_locality_cannot_be_asked(client, world, other_world, item, standing_officer):
    client.force_login(standing_officer)

    answer = client.post(
        f"{LIST}1/chuyen/giao/", {"agency": other_world.lead.pk, "respond_by": day(7), "version": "1"}
    )

    assert "agency" in answer.context["refused"].errors
    assert PressItem.objects.get().status == PressStatus.RECORDED


MAY = {
    "assign": {"standing"},
    "no_answer": {"standing"},
    "answer": {"officer", "head"},
    "close": {"standing"},
    "send_back": {"standing"},
    "look_again": {"standing"},
}
DATA = {
    "respond_by": timezone.localdate(),
    "note": "Rõ hơn.",
    "answer": "Đã gửi.",
    "answered_on": timezone.localdate(),
}


@pytest.mark.parametrize("move", [move.name for move in workflow.TRANSITIONS])
@pytest.mark.parametrize("status", PressStatus.values)
def test_every_move_from_every_state_by_every_role(world, standing_officer, status, move):
    transition = next(one for one in workflow.TRANSITIONS if one.name == move)
    for number, (role, person) in enumerate(world.people.items(), 1):
        item = f.make_press(world.locality, standing_officer, status=status, agency=world.lead, number=number)
        data = DATA | ({"agency": world.lead} if move == "assign" else {})
        may = role in MAY[move] and status in transition.sources
        try:
            workflow.run(item, move, actor=person, **data)
        except (PermissionDenied, TransitionError):
            assert not may, (status, move, role)
        else:
            assert may, (status, move, role)
            assert PressItem.objects.get(pk=item.pk).status == transition.target


def test_whoever_comes_second_is_told(world, item, standing_officer):
    mine, theirs = PressItem.objects.get(), PressItem.objects.get()
    workflow.run(mine, "no_answer", actor=standing_officer)

    with pytest.raises(StaleState):
        workflow.run(
            theirs, "assign", actor=standing_officer, agency=world.lead, respond_by=timezone.localdate()
        )


def test_save_over_a_newer_one_is_refused_and_stays_on_the_page(client, item, standing_officer):
    client.force_login(standing_officer)
    client.post(f"{LIST}1/sua/", typed(version="1", title="Bản của tôi"))

    answer = client.post(f"{LIST}1/sua/", typed(version="1", title="Bản đến sau"))

    assert PressItem.objects.get().title == "Bản của tôi"
    assert "Người khác vừa sửa" in answer.content.decode()
    assert "Bản đến sau" in answer.content.decode()


def test_agency_is_reminded_before_the_day_and_when_it_is_late(
    world, standing_officer, lead_officer, agency_leader
):
    today = timezone.localdate()
    f.make_press(
        world.locality,
        standing_officer,
        status="ASSIGNED",
        agency=world.lead,
        respond_by=today - timedelta(days=1),
    )
    f.make_press(world.locality, standing_officer, status="ANSWERED", agency=world.lead)
    dues = [due for due in due_on_day(today, on_days_off=True) if due.kind == "PRESS_DUE"]
    assert [(due.agency_ids, due.is_late) for due in dues] in (
        [((world.lead.pk,), True)],
        [((world.lead.pk,), False)],
    )

    working = next(today + timedelta(days=n) for n in range(7) if (today + timedelta(days=n)).weekday() == 3)
    send_daily_reminders(as_of=working)
    send_daily_reminders(as_of=working)

    told = Notification.objects.filter(kind="PRESS_DUE")
    assert {notice.person for notice in told} == {lead_officer, agency_leader}
    assert told.count() == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tim=gia dich vu", 1),
        ("loai=PRAISE", 1),
        ("trang_thai=ASSIGNED", 1),
        ("trang_thai=qua-han", 1),
        ("co_quan=chu-tri", 1),
        ("ngon_ngu=en", 1),
        ("quoc_gia=Nhật Bản", 1),
        (f"tu_ngay={day(-5)}&den_ngay={day(-5)}", 1),
        ("tu_ngay=sai", 2),
    ],
)
def test_list_is_narrowed(client, world, standing_officer, query, found):
    late = timezone.localdate() - timedelta(days=7)
    f.make_press(world.locality, standing_officer, status="ASSIGNED", agency=world.lead, respond_by=late)
    f.make_press(
        world.locality, standing_officer, tone="PRAISE", title="Khen lễ hội áo dài", country="Pháp", language="en",
        published_on=timezone.localdate(),
    )  # fmt: skip
    client.force_login(standing_officer)

    assert client.get(f"{LIST}?{query}").context["pager"].page.paginator.count == found


def test_list_costs_the_same_for_one_and_for_three(
    client, world, item, standing_officer, django_assert_num_queries
):
    client.force_login(standing_officer)
    with django_assert_num_queries(7):
        client.get(LIST)
    for agency in (world.lead, world.support):
        f.make_press(world.locality, standing_officer, status="ASSIGNED", agency=agency)
    with django_assert_num_queries(7):
        assert client.get(LIST).context["pager"].page.paginator.count == 3


def test_own_work_pays_no_query_for_any_number(
    client, world, standing_officer, lead_officer, django_assert_num_queries
):
    client.force_login(lead_officer)
    with django_assert_num_queries(7):
        client.get("/hcm/viec-cua-toi/")
    for _ in range(2):
        f.make_press(world.locality, standing_officer, status="ASSIGNED", agency=world.lead)
        with django_assert_num_queries(7):
            assert "Phản hồi báo chí" in client.get("/hcm/viec-cua-toi/").content.decode()


@pytest.mark.parametrize("field", ["title", "summary", "outlet"])
def test_secrecy_marking_stops_the_save_and_everyday_phrases_pass(client, standing_officer, field):
    client.force_login(standing_officer)

    answer = client.post(f"{LIST}them/", typed(**{field: "TỐI MẬT"}))
    assert field in answer.context["form"].errors
    assert not PressItem.objects.exists()

    client.post(f"{LIST}them/", typed(**{field: "Bảo vệ bí mật Nhà nước, mật độ du khách"}))
    assert PressItem.objects.exists()
