"""Meetings of the committee: what is recorded, what it changes, who sees it, what its notice brings."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from agencies.models import ActivityEntry, Notification
from documents.models import Document, OfficeWording, RegisteredNumber
from plans.models import Direction, Task
from reports.choices import ReviewStatus
from reports.dashboards.meeting import baseline_of, changes_since
from reports.models import Conclusion, Meeting
from reports.papers import build_notice
from reports.services import meetings as service
from reports.workflow import meeting as workflow
from tests import factories as f
from tests.factories.meetings import CHAIR, make_meeting
from ttdn_portal.shared.dates import long_date
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked

TODAY = timezone.localdate()
HELD = TODAY - timedelta(1)
TARGETS = {
    ("DRAFT", "submit"): "SUBMITTED",
    ("RETURNED", "submit"): "SUBMITTED",
    ("SUBMITTED", "approve"): "APPROVED",
    ("SUBMITTED", "send_back"): "RETURNED",
    ("APPROVED", "send_back"): "RETURNED",
    ("APPROVED", "issue"): "ISSUED",
}
MOVERS = {"submit": "standing", "approve": "signer", "send_back": "signer", "issue": "clerk"}
ISSUE = {"number": 7, "issued_on": TODAY, "signer_name": "Trần Văn Ký", "accepted": f.TICKED}


@pytest.fixture
def points(world):
    return (
        ("Rà soát nguyên nhân chậm.", None, None),
        ("Hoàn thành 12 phóng sự song ngữ", world.lead, TODAY + timedelta(20)),
    )


def url_of(meeting, name="meeting"):
    return reverse(f"reports:{name}", args=meeting.url_args())


# --- Its life ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ReviewStatus.values)
def test_every_move_from_every_state_by_every_role(world, system_administrator, points, status):
    people = world.people | {"superuser": system_administrator}
    for n, (move, mover) in enumerate(MOVERS.items(), 1):
        for role, person in people.items():
            meeting = make_meeting(world.plan, world.people["standing"], status=status, points=points)
            may, target = role == mover, TARGETS.get((status, move))

            def act(meeting=meeting, move=move, person=person, n=n):
                workflow.run(meeting, move, actor=person, note="Chưa rõ hạn", **ISSUE | {"number": n})

            if not may:
                with pytest.raises(PermissionDenied):
                    act()
            elif target is None:
                with pytest.raises(StaleState):
                    act()
            else:
                act()

            meeting.refresh_from_db()
            moved = may and target is not None
            assert meeting.status == (target if moved else status), (status, move, role)
            meeting.delete()


def test_signer_does_not_approve_what_the_signer_recorded(world, signer, points):
    f.make_membership(signer, world.standing, "STANDING_OFFICER")
    meeting = make_meeting(world.plan, signer, status="SUBMITTED", points=points)

    with pytest.raises(PermissionDenied):
        workflow.run(meeting, "approve", actor=signer)


def test_submission_waits_for_figures_conclusions_and_recipients(world, standing_officer):
    bare = {"figures": None, "figures_as_of": None, "figures_sha256": "", "recipients": " "}
    meeting = make_meeting(world.plan, standing_officer, **bare)

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(meeting, "submit", actor=standing_officer)

    assert refused.value.problems == [
        "Chưa chốt số liệu của cuộc họp.",
        "Chưa có kết luận nào.",
        "Chưa có nơi nhận.",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"number": None}, "Chưa có số văn bản."),
        ({"issued_on": date(2090, 1, 1)}, "Ngày ban hành không thể ở tương lai."),
        ({"issued_on": HELD - timedelta(1)}, "Ngày ban hành không thể trước ngày họp."),
        ({"signer_name": ""}, "Chưa có họ tên người ký."),
    ],
)
def test_issue_waits_for_number_day_and_signer(world, clerk, standing_officer, points, data, sentence):
    meeting = make_meeting(world.plan, standing_officer, status="APPROVED", points=points)

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(meeting, "issue", actor=clerk, **ISSUE | data)

    assert refused.value.problems == [sentence]


def test_issue_takes_its_number_keeps_the_paper_and_follows_each_addressed_point(
    world, clerk, standing_officer, lead_officer, other_officer, points
):
    meeting = make_meeting(world.plan, standing_officer, status="APPROVED", points=points)

    workflow.run(meeting, "issue", actor=clerk, **ISSUE)

    taken = RegisteredNumber.objects.get()
    assert (taken.number, taken.series.symbol, taken.subject_key) == (7, "TB-UBND", meeting.subject_key)
    assert Document.objects.get(subject_key=meeting.subject_key).is_kept
    [direction] = Direction.objects.all()
    assert (direction.text, direction.agency, direction.due_on) == points[1]
    assert direction.source == f"Thông báo số 07/TB-UBND ngày {TODAY:%d/%m/%Y}"
    assert Notification.objects.get(person=lead_officer, kind="DIRECTION_GIVEN").link == (
        direction.get_absolute_url()
    )
    assert not Notification.objects.filter(person=other_officer).exists()


def test_number_of_another_notice_is_refused_with_the_next_free_one(world, clerk, standing_officer, points):
    first = make_meeting(world.plan, standing_officer, status="APPROVED", points=points)
    second = make_meeting(world.plan, standing_officer, status="APPROVED", points=points)
    workflow.run(first, "issue", actor=clerk, **ISSUE)

    with pytest.raises(TransitionBlocked, match=r"đã cấp cho văn bản khác. Số tiếp theo là 8"):
        workflow.run(second, "issue", actor=clerk, **ISSUE)

    assert Direction.objects.count() == 1


# --- What is written -------------------------------------------------------------------------------------


def test_meeting_begins_in_the_words_of_the_office_letters(world, standing_officer):
    meeting = service.create_meeting(
        world.plan,
        actor=standing_officer,
        attending=[world.lead],
        subject="Sơ kết",
        held_on=HELD,
        chair=CHAIR,
    )

    assert (meeting.ordinal, meeting.symbol) == (1, "TB-UBND")
    assert meeting.signing_authority == "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG"
    assert list(meeting.attending.all()) == [world.lead]


def test_second_writer_of_the_conclusions_is_told_and_nothing_is_overwritten(world, standing_officer):
    meeting = make_meeting(world.plan, standing_officer)
    mine, theirs = (Meeting.objects.with_names().get(pk=meeting.pk) for _ in range(2))
    service.save_conclusions(
        theirs, [service.Point("Của người kia.")], actor=standing_officer, read_version=1
    )

    with pytest.raises(service.StaleMeeting):
        service.save_conclusions(mine, [service.Point("Của tôi.")], actor=standing_officer, read_version=1)

    assert list(meeting.conclusions.values_list("text", flat=True)) == ["Của người kia."]


def test_frozen_figures_stay_while_the_tasks_move_on(world, standing_officer):
    meeting = make_meeting(world.plan, standing_officer, figures=None, figures_as_of=None, figures_sha256="")
    service.freeze_figures(meeting, actor=standing_officer, read_version=1)
    frozen = meeting.figures["total"]

    Task.objects.filter(pk=world.task.pk).update(completed_on=TODAY, starts_on=HELD, due_on=TODAY)

    meeting.refresh_from_db()
    assert meeting.figures["total"] == frozen
    assert (frozen["total"], frozen["done"]) == (2, 0)
    assert meeting.figures_as_of == HELD


def test_changes_since_the_meeting_are_told_task_by_task(world, standing_officer):
    plan, day = world.plan, HELD
    tasks = {
        name: f.make_task(
            world.group, world.lead, title=name, starts_on=day - timedelta(30), due_on=TODAY + timedelta(9)
        )
        for name in ("xong", "chậm", "lùi", "đổi tên", "rút", "yên")
    }
    meeting = make_meeting(plan, standing_officer, baseline=baseline_of(plan, day))
    put = lambda name, **columns: Task.objects.filter(pk=tasks[name].pk).update(**columns)  # noqa: E731
    put("xong", completed_on=TODAY)
    put("chậm", due_on=HELD)
    put("lùi", due_on=TODAY + timedelta(40))
    put("đổi tên", title="tên mới")
    put("rút", withdrawn_on=TODAY)
    f.make_task(world.group, world.lead, title="thêm")

    found = {
        change.label: [(task.title, task.detail) for task in change.tasks]
        for change in changes_since(meeting, TODAY)
    }

    later = f"{TODAY + timedelta(9):%d/%m/%Y} → {TODAY + timedelta(40):%d/%m/%Y}"
    earlier = f"{TODAY + timedelta(9):%d/%m/%Y} → {HELD:%d/%m/%Y}"
    assert found == {
        "Đã hoàn thành": [("xong", "đúng hạn")],
        "Mới quá hạn": [("chậm", f"hạn {HELD:%d/%m/%Y}")],
        "Đổi thời hạn": [("chậm", earlier), ("lùi", later)],
        "Đổi nội dung": [("tên mới", "trước: đổi tên")],
        "Rút khỏi kế hoạch": [("rút", "")],
        "Bổ sung": [("thêm", "")],
    }


def test_neutral_secret_task_leaves_no_text_in_the_baseline(world):
    task = f.make_task(world.group, world.lead, is_secret=True, title="", starts_on=None, due_on=None)

    assert baseline_of(world.plan, HELD)[task.code] == {"state": "idle", "due_on": None, "title": ""}


# --- The notice --------------------------------------------------------------------------------------------


def test_notice_is_addressed_to_nobody_as_above(world, standing_officer):
    OfficeWording.objects.create(
        locality=world.locality, agency=world.issuer, issuer_name="ỦY BAN NHÂN DÂN", place_name="Bà Rịa",
        letter_recipients="Như trên;\nSở Văn hóa và Thể thao;\nLưu: VT, VX.",
    )  # fmt: skip

    meeting = service.create_meeting(
        world.plan, actor=standing_officer, attending=[], subject="Sơ kết", held_on=HELD, chair=CHAIR
    )

    assert meeting.recipients == "Sở Văn hóa và Thể thao;\nLưu: VT, VX."


@pytest.mark.parametrize("point", ["Có gia hạn không?", "Thống nhất: “Làm ngay.”", "Rà soát, bổ sung…"])
def test_point_that_ends_by_itself_takes_no_second_stop(world, standing_officer, point):
    meeting = make_meeting(world.plan, standing_officer, points=((point, world.lead, None),))

    [said] = build_notice(meeting).sections[-1].children

    assert said.blocks[0].text == f"{point} Giao Sở Du lịch thực hiện."


@pytest.mark.parametrize(
    ("chair", "inside"),
    [
        ("Đồng chí Nguyễn Văn A, Trưởng ban", "đồng chí Nguyễn Văn A, Trưởng ban"),
        ("Phó Chủ tịch Ủy ban nhân dân", "Phó Chủ tịch Ủy ban nhân dân"),
    ],
)
def test_notice_names_the_chair_as_inside_a_sentence(world, standing_officer, chair, inside):
    paper = build_notice(make_meeting(world.plan, standing_officer, chair=chair))

    assert paper.subject.startswith(f"Kết luận của {inside} tại cuộc họp")
    assert f", {inside} chủ trì" in paper.opening[0].text
    assert paper.opening[1].text.endswith(f", {inside} kết luận như sau:")


def test_notice_says_who_met_how_things_stood_and_what_was_concluded(world, standing_officer, points):
    meeting = make_meeting(world.plan, standing_officer, points=points, assessment="Cơ bản đúng tiến độ.")
    meeting.attending.set([world.lead, world.support])

    paper = build_notice(meeting)

    assert (paper.type_name, paper.symbol, paper.marks.is_draft) == ("Thông báo", "TB-UBND", True)
    assert (
        paper.subject
        == f"Kết luận của {CHAIR} tại cuộc họp sơ kết công tác thông tin đối ngoại 6 tháng đầu năm 2026"
    )
    assert paper.opening[0].text.startswith(f"Thực hiện Kế hoạch số {world.plan.document_number} ngày")
    assert f", {long_date(HELD)}, {CHAIR} chủ trì cuộc họp sơ kết" in paper.opening[0].text.replace(
        " tại Trụ sở,", ""
    )
    assert "Dự họp có đại diện Sở Du lịch và Sở Ngoại vụ." in paper.opening[0].text
    situation, conclusions = paper.sections
    assert "trong tổng số 2 nhiệm vụ của kế hoạch" in situation.blocks[0].text
    assert situation.blocks[1].text == "Cơ bản đúng tiến độ."
    day = f"{TODAY + timedelta(20):%d/%m/%Y}"
    assert [section.blocks[0].text for section in conclusions.children] == [
        "Rà soát nguyên nhân chậm.",
        f"Hoàn thành 12 phóng sự song ngữ. Giao Sở Du lịch thực hiện, hoàn thành chậm nhất ngày {day}.",
    ]
    assert paper.recipients == ("Các sở, ban, ngành", "Lưu: VT")


def test_notice_of_a_plan_is_refused_until_a_meeting_is_issued(world, standing_officer, points, tmp_path):
    def export(*options):
        call_command("export_document", "hcm", world.plan.slug, "thong-bao", *options, output=str(target))

    target = tmp_path / "thong-bao.pdf"
    with pytest.raises(CommandError, match="chưa ghi nhận cuộc họp nào"):
        export()
    meeting = make_meeting(world.plan, standing_officer, points=points)
    with pytest.raises(CommandError, match="chưa ban hành"):
        export("--meeting", "1")
    meeting.delete()
    make_meeting(world.plan, standing_officer, status="ISSUED", points=points)

    export("--meeting", "1")

    assert target.read_bytes().startswith(b"%PDF")


# --- The pages ------------------------------------------------------------------------------------------------


def test_standing_officer_records_a_meeting_and_its_conclusions(client, world, standing_officer):
    client.force_login(standing_officer)
    typed = {
        "subject": "Sơ kết 6 tháng",
        "held_on": f"{HELD:%d/%m/%Y}",
        "chair": CHAIR,
        "attending": [str(world.lead.pk)],
    }
    client.post(reverse("reports:meeting_add", args=["hcm", world.plan.slug]), typed)
    meeting = Meeting.objects.with_names().get()
    rows = {
        "version": "1",
        "ket-luan-TOTAL_FORMS": "3",
        "ket-luan-INITIAL_FORMS": "0",
        "ket-luan-0-text": "Rà soát nguyên nhân.",
        "ket-luan-0-ORDER": "2",
        "ket-luan-1-text": "Hoàn thành 12 phóng sự.",
        "ket-luan-1-agency": str(world.lead.pk),
        "ket-luan-1-due_on": "31/12/2026",
        "ket-luan-1-ORDER": "1",
    }

    answer = client.post(url_of(meeting, "meeting_conclusions"), rows)

    assert answer.status_code == 302
    assert list(meeting.conclusions.values_list("text", "agency__code", "due_on")) == [
        ("Hoàn thành 12 phóng sự.", "chu-tri", date(2026, 12, 31)),
        ("Rà soát nguyên nhân.", None, None),
    ]


def test_date_without_an_agency_is_an_error_at_the_field_and_keeps_what_was_typed(
    client, world, standing_officer
):
    meeting = make_meeting(world.plan, standing_officer)
    client.force_login(standing_officer)
    rows = {
        "version": "1",
        "ket-luan-TOTAL_FORMS": "1",
        "ket-luan-INITIAL_FORMS": "0",
        "ket-luan-0-text": "Hoàn thành 12 phóng sự.",
        "ket-luan-0-due_on": "31/12/2026",
    }

    page = client.post(url_of(meeting, "meeting_conclusions"), rows).content.decode()

    assert "Có hạn thì phải chọn cơ quan thực hiện." in page
    assert "Hoàn thành 12 phóng sự." in page
    assert not Conclusion.objects.exists()


def test_stale_form_keeps_what_was_typed(client, world, standing_officer):
    meeting = make_meeting(world.plan, standing_officer)
    Meeting.objects.filter(pk=meeting.pk).update(version=5, agenda="Của người kia")
    client.force_login(standing_officer)
    typed = {"version": "1", "subject": "Của tôi", "held_on": f"{HELD:%d/%m/%Y}", "chair": CHAIR}

    page = client.post(url_of(meeting, "meeting_edit"), typed).content.decode()

    assert "Người khác vừa lưu cuộc họp này." in page
    assert "Của tôi" in page
    assert 'name="version" value="5"' in page
    meeting.refresh_from_db()
    assert meeting.agenda == "Của người kia"


def test_page_of_a_meeting_asks_as_often_with_one_point_as_with_three(
    client, world, committee_member, standing_officer, points, django_assert_num_queries
):
    meeting = make_meeting(world.plan, standing_officer, points=points[1:])
    client.force_login(committee_member)
    with django_assert_num_queries(9):
        client.get(url_of(meeting))
    for n in (2, 3):
        Conclusion.objects.create(meeting=meeting, position=n, text="Thêm", agency=world.support)

    with django_assert_num_queries(9):
        page = client.get(url_of(meeting)).content.decode()

    assert page.count("Giao Sở Ngoại vụ") == 2


def test_list_of_meetings_asks_as_often_with_one_as_with_three(
    client, world, standing_officer, django_assert_num_queries
):
    url = reverse("reports:meeting_list", args=["hcm", world.plan.slug])
    make_meeting(world.plan, standing_officer)
    client.force_login(standing_officer)
    with django_assert_num_queries(4):
        client.get(url)
    make_meeting(world.plan, standing_officer)
    make_meeting(world.plan, standing_officer, figures=None, figures_as_of=None, figures_sha256="")

    with django_assert_num_queries(4):
        page = client.get(url).content.decode()

    assert page.count("Cuộc họp ngày") == 3


def test_overview_tells_each_figure_against_the_last_meeting(client, world, committee_member):
    Task.objects.update(starts_on=HELD, due_on=TODAY)
    Task.objects.filter(pk=world.task.pk).update(completed_on=TODAY)
    make_meeting(world.plan, committee_member, status=ReviewStatus.ISSUED)
    client.force_login(committee_member)

    page = client.get(reverse("reports:overview", args=["hcm"])).content.decode()

    since = f"cuộc họp {HELD:%d/%m}"
    told = re.findall(r'ttdn-five__change">([^<]+)<', page)
    assert told == [f"Như {since}", f"+1 từ {since}", f"Như {since}", f"−1 từ {since}", f"Như {since}"]
    assert "cuoc-hop/1/#thay-doi" in page


@pytest.mark.parametrize("status", [status for status in ReviewStatus if status != ReviewStatus.ISSUED])
def test_meeting_whose_notice_is_not_issued_is_no_yardstick(client, world, committee_member, status):
    issued = make_meeting(world.plan, committee_member, status=ReviewStatus.ISSUED)
    make_meeting(world.plan, committee_member, status=status)
    client.force_login(committee_member)

    shown = client.get(reverse("reports:overview", args=["hcm"])).context["meeting"]

    assert (shown.ordinal, shown.held_on) == (issued.ordinal, issued.held_on)
    issued.__class__.objects.filter(pk=issued.pk).delete()
    assert client.get(reverse("reports:overview", args=["hcm"])).context["meeting"] is None


def test_log_names_each_step(world, standing_officer, signer, points):
    meeting = make_meeting(world.plan, standing_officer, points=points)

    workflow.run(meeting, "submit", actor=standing_officer)
    workflow.run(meeting, "send_back", actor=signer, note="Chưa rõ hạn.")

    assert list(ActivityEntry.objects.about(meeting).values_list("action", "note")) == [
        ("send_back", "Chưa rõ hạn."),
        ("submit", ""),
    ]
