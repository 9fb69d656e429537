"""A wrong input of a report, a meeting or a press item is told at its field, and what was typed stands there still."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agencies.services.calendar import work_calendar
from reports.choices import ContributionStatus, PressStatus, ReviewStatus
from reports.models import Contribution, Extension, ProgressReport
from tests import factories as f
from tests.factories.meetings import make_meeting
from tests.reports.test_writing import ADDRESS, TYPED
from tests.shared import files as made

TODAY = timezone.localdate()
SORRY = "Đã lưu báo cáo, còn minh chứng chưa lưu được"


def short(day) -> str:
    return f"{day:%d/%m/%Y}"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    backend = {"BACKEND": "ttdn_portal.shared.storage.PrivateStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": backend}


@pytest.fixture
def officer(client, lead_officer):
    client.force_login(lead_officer)
    return client


# --- More time ---------------------------------------------------------------------------------------------


def ask(client, world, **changes):
    later = work_calendar(world.locality.pk).add_working_days(world.period.report_due_on, 4)
    data = {"agency": world.lead.pk, "wished_on": short(later), "reason": "Đoàn phóng viên lùi lịch."}
    return client.post(reverse("reports:extension_ask", args=["hcm", "2026", "2026-6-thang"]), data | changes)


def test_a_day_that_is_no_later_is_told_at_the_day(officer, world):
    page = ask(officer, world, wished_on=short(world.period.report_due_on - timedelta(3)))

    assert page.context["form"].errors == {"wished_on": ["Hạn đề nghị phải sau hạn hiện nay."]}
    assert "Đoàn phóng viên lùi lịch." in page.content.decode()


@pytest.mark.parametrize("whole", [True, False])
def test_asking_twice_is_told_at_what_was_asked_for(officer, world, whole):
    chosen = {} if whole else {"task": world.task.pk}
    ask(officer, world, **chosen)

    page = ask(officer, world, **chosen)

    assert list(page.context["form"].errors) == ["task"]
    assert Extension.objects.count() == 1


# --- The press ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"answer": ["Ghi đã phản hồi thế nào, hoặc dán đường dẫn bài phản hồi."]}),
        (
            {"answer": "Đã họp báo.", "answered_on": short(TODAY + timedelta(1))},
            {"answered_on": ["Ngày phản hồi không thể ở tương lai."]},
        ),
    ],
)
def test_an_answer_to_the_press_is_refused_at_its_field(officer, world, standing_officer, typed, errors):
    item = f.make_press(world.locality, standing_officer, status=PressStatus.ASSIGNED, agency=world.lead)

    page = officer.post(
        reverse("reports:press_move", args=["hcm", item.number, "answer"]),
        {"answered_on": short(TODAY), "version": item.version} | typed,
    )

    assert page.context["refused"].errors == errors
    assert "(cần ít nhất một trong: nội dung phản hồi, đường dẫn bài phản hồi)" in page.content.decode()


def test_a_day_to_answer_by_that_is_over_is_told_at_the_day(client, world, standing_officer):
    item = f.make_press(world.locality, standing_officer)
    client.force_login(standing_officer)

    page = client.post(
        reverse("reports:press_move", args=["hcm", item.number, "assign"]),
        {"agency": world.lead.pk, "respond_by": short(TODAY - timedelta(1)), "version": item.version},
    )

    assert page.context["refused"].errors == {"respond_by": ["Hạn phản hồi không thể ở quá khứ."]}


def test_an_answer_over_a_newer_item_stays_typed(officer, world, standing_officer):
    item = f.make_press(world.locality, standing_officer, status=PressStatus.ASSIGNED, agency=world.lead)
    data = {"answer": "Đã gửi văn bản đề nghị đính chính.", "answered_on": short(TODAY)}
    address = reverse("reports:press_move", args=["hcm", item.number, "answer"])

    page = officer.post(address, data | {"version": item.version + 1})
    assert page.context["refused"]["answer"].value() == data["answer"]
    assert "Người khác vừa thay đổi mục này." in page.content.decode()


# --- Meetings ----------------------------------------------------------------------------------------------


def conclusions(client, meeting, *rows):
    data = {"version": meeting.version, "ket-luan-TOTAL_FORMS": len(rows), "ket-luan-INITIAL_FORMS": 0}
    for n, row in enumerate(rows):
        data |= {f"ket-luan-{n}-{name}": value for name, value in row.items()}
    return client.post(reverse("reports:meeting_conclusions", args=meeting.url_args()), data)


@pytest.fixture
def meeting(client, world, standing_officer):
    client.force_login(standing_officer)
    return make_meeting(world.plan, standing_officer)


def test_no_conclusion_is_told_at_the_first_and_named(client, meeting):
    page = conclusions(client, meeting, {"text": ""}, {"text": ""})

    assert page.context["rows"].forms[0].errors == {"text": ["Chưa ghi kết luận nào."]}
    assert (
        'href="#id_ket-luan-0-text">Kết luận 1, nội dung kết luận: Chưa ghi kết luận nào.'
        in page.content.decode()
    )


def test_the_wrong_one_of_several_conclusions_is_named(client, meeting):
    page = conclusions(
        client,
        meeting,
        {"text": "Rà soát nguyên nhân chậm."},
        {"text": "Báo cáo Trưởng ban", "due_on": "31/12/2026"},
    ).content.decode()

    assert "Kết luận 2, giao cơ quan: Có hạn thì phải chọn cơ quan thực hiện." in page
    assert "Kết luận 1" in page and "Kết luận 1, " not in page and "Báo cáo Trưởng ban" in page


def test_a_day_of_issue_to_come_is_told_at_the_day(client, world):
    clerk = world.people["clerk"]
    meeting = make_meeting(world.plan, world.people["standing"], status=ReviewStatus.APPROVED)
    client.force_login(clerk)

    page = client.post(
        reverse("reports:meeting_move", args=[*meeting.url_args(), "issue"]),
        {
            "number": 7,
            "symbol": "TB-BCĐ",
            "issued_on": short(TODAY + timedelta(1)),
            "signer_name": "Trần Văn Ký",
        },
    )

    assert page.context["form"].errors == {"issued_on": ["Ngày ban hành không thể ở tương lai."]}


# --- Answers to a lead -------------------------------------------------------------------------------------


def test_every_figure_that_is_missing_is_told_in_its_own_box(client, world, lead_officer, supporter):
    figures = [
        {"indicator": None, "name": name, "unit": "lượt", "value": None}
        for name in ("Lượt xem", "Lượt chia sẻ")
    ]
    contribution = f.make_contribution(
        world.task.supports.get(),
        world.period,
        lead_officer,
        figures=figures,
        wants_text=False,
        wants_file=True,
    )
    client.force_login(supporter)
    address = reverse("reports:contribution_edit", args=["hcm", "2026", "2026-6-thang", "1.1"])

    page = client.post(address, {"version": contribution.version, "answer": "", "figure_1": "7", "send": "1"})

    form, files = page.context["form"], page.context["files_form"]
    assert form.errors == {
        "figure_2": ["Chưa có số liệu “Lượt chia sẻ”. Không có thì chọn “Không cung cấp được”."]
    }
    assert files.errors == {"uploads": ["Cơ quan chủ trì cần một tệp. Thêm tệp trước khi gửi."]}
    assert Contribution.objects.get().status == ContributionStatus.ASKED


# --- A report with one bad file of evidence ---------------------------------------------------------------------


def send_files(client, *uploads, **typed):
    return client.post(f"{ADDRESS}viet/", TYPED | {"uploads": uploads} | typed)


def test_what_was_saved_and_what_was_not_are_told_apart(officer, world):
    page = send_files(
        officer,
        SimpleUploadedFile("Ke hoach.pdf", made.pdf()),
        SimpleUploadedFile("phan-mem.exe", b"MZ"),
        link="https://dulich.example/7",
    )

    html, report = page.content.decode(), ProgressReport.objects.get()
    assert SORRY in html and "Chưa lưu được: còn chỗ cần sửa" not in html
    assert (
        "đã thêm tệp “Ke hoach.pdf”, đường dẫn" in html
        and "“phan-mem.exe” không thuộc loại được nhận." in html
    )
    assert report.results == TYPED["results"]
    assert sorted(str(item) for item in report.evidence.all()) == ["Ke hoach.pdf", "https://dulich.example/7"]
    assert page.context["evidence_form"]["link"].value() == ""


def test_a_wrong_link_stays_typed_beside_its_error(officer, world):
    page = send_files(officer, link="khong phai lien ket")

    assert page.context["evidence_form"]["link"].value() == "khong phai lien ket"
    assert SORRY in page.content.decode() and "Bản nháp đã lưu lúc" in page.content.decode()


def test_nothing_is_called_saved_where_the_report_itself_was_refused(officer, world):
    page = send_files(officer, link="khong phai lien ket", progress_percent="một nửa").content.decode()

    assert "Chưa lưu được: còn chỗ cần sửa" in page and SORRY not in page
    assert not ProgressReport.objects.exists()


# --- The grid and the button that leads there --------------------------------------------------------------------


def test_the_button_counts_what_the_grid_can_take(officer, world, lead_officer):
    for title in ("Đón 4 đoàn phóng viên", "Xuất bản 3 ấn phẩm"):
        f.make_task(world.group, world.lead, title=title)
    f.make_report(world.task, world.period, lead_officer, deleted_at=timezone.now())

    work = officer.get("/hcm/viec-cua-toi/")
    grid = officer.get("/hcm/bao-cao/2026/2026-6-thang/luoi/")

    assert [row.count for row in work.context["mine"].grids] == [grid.context["open"]] == [2]
    assert "Khôi phục bản nháp" in work.content.decode()
    assert officer.get(f"{ADDRESS}").status_code == 200
