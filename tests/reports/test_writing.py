"""Writing a report in the browser, page by page."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from agencies.models import ActivityEntry
from plans.models import Task
from reports.choices import ReportStatus
from reports.models import FieldComment, ProgressReport, SavedText
from reports.services.writing import ReportText, save_report, start_report
from tests import factories as f

ADDRESS = "/hcm/bao-cao/2026/2026-6-thang/1.1/"
TYPED = {
    "version": "0", "results": "Đã phát 7 phóng sự song ngữ.", "figure_1": "7", "progress_percent": "58", "completed_on": "",
    "difficulties": "Thiếu kinh phí dịch.", "recommendations": "", "next_steps": "Phát 5 phóng sự còn lại.",
    "link": "", "link_name": "",
}  # fmt: skip


def post(client, page, **changes):
    return client.post(f"{ADDRESS}{page}", TYPED | {"version": str(version_now())} | changes)


def version_now() -> int:
    report = ProgressReport.objects.first()
    return report.version if report else 0


def state() -> list[tuple]:
    return list(
        ProgressReport.objects.values_list("status", "results", "progress_percent", "version", "deleted_at")
    )


# --- Who may open what ---------------------------------------------------------------------------------

PAGES = ["", "bat-dau/", "viet/", "xem-lai/", "da-gui/", "khong-thay-doi/", "so-sanh/"]


@pytest.mark.parametrize("page", PAGES)
def test_anonymous_is_asked_to_log_in(client, world, page):
    assert client.get(f"{ADDRESS}{page}").url.startswith("/dang-nhap/")


@pytest.mark.parametrize("page", PAGES)
def test_page_of_another_locality_is_not_found(client, world, other_world, lead_officer, page):
    f.make_report(world.task, world.period, lead_officer)
    client.force_login(other_world.people["officer"])

    assert client.get(f"{ADDRESS}{page}").status_code == 404


@pytest.mark.parametrize("page", ["viet/", "bat-dau/", "khong-thay-doi/", "so-sanh/"])
def test_form_of_a_task_that_others_lead_is_forbidden(client, world, other_officer, page):
    client.force_login(other_officer)

    assert client.get(f"{ADDRESS}{page}").status_code == 403
    assert client.post(f"{ADDRESS}{page}", TYPED).status_code == 403
    assert not ProgressReport.objects.exists()


@pytest.mark.parametrize(
    "page",
    [
        "tu-luu/",
        "chuyen/gui/",
        "chuyen/rut-lai/",
        "xoa/",
        "khoi-phuc/",
        "minh-chung/them/",
        "minh-chung/1/bo/",
    ],
)
def test_act_is_not_done_by_a_look(client, world, lead_officer, page):
    f.make_report(world.task, world.period, lead_officer)
    client.force_login(lead_officer)

    assert client.get(f"{ADDRESS}{page}").status_code == 405


@pytest.mark.parametrize("page", ["chuyen/gui/", "xoa/", "khoi-phuc/"])
def test_act_on_a_report_one_only_reads_is_forbidden(client, world, lead_officer, supporter, page):
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.ACCEPTED)
    client.force_login(supporter)

    assert client.post(f"{ADDRESS}{page}").status_code == 403
    assert state()[0][0] == ReportStatus.ACCEPTED


def test_unknown_move_is_not_found(client, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer)
    client.force_login(lead_officer)

    assert client.post(f"{ADDRESS}chuyen/submit/").status_code == 404


def test_secret_task_has_no_form(client, world, lead_officer):
    secret = f.make_task(world.group, world.lead, is_secret=True)
    client.force_login(lead_officer)

    assert client.get(f"/hcm/bao-cao/2026/2026-6-thang/{secret.code}/viet/").status_code == 403


# --- The form ---------------------------------------------------------------------------------------------


def test_looking_at_the_form_begins_nothing(client, world, lead_officer):
    client.force_login(lead_officer)

    page = client.get(f"{ADDRESS}viet/").content.decode()

    assert not ProgressReport.objects.exists()
    assert "Điều đã hứa" in page
    assert "Phóng sự song ngữ (phóng sự)" in page
    assert "Cung cấp tư liệu hình ảnh." in page


def test_three_clicks_from_the_first_page_to_a_filed_report(client, world, lead_officer):
    client.force_login(lead_officer)
    first = client.get("/hcm/viec-cua-toi/").content.decode()

    assert f'href="{ADDRESS}viet/"' in first  # 1: Báo cáo
    checked = client.post(f"{ADDRESS}viet/", TYPED | {"check": "1"})  # 2: Xem lại và gửi
    assert checked.url == f"{ADDRESS}xem-lai/"
    page = client.get(checked.url).content.decode()
    assert "Gửi báo cáo cho Sở Văn hóa và Thể thao" in page
    sent = client.post(f"{ADDRESS}chuyen/gui/", {"version": str(version_now())})  # 3: Gửi
    assert sent.url == f"{ADDRESS}da-gui/"

    report = ProgressReport.objects.get()
    assert (report.status, report.results, report.progress_percent) == (
        ReportStatus.SUBMITTED,
        "Đã phát 7 phóng sự song ngữ.",
        58,
    )
    assert report.submission["figures"][0]["value"] == "7.00"
    assert Task.objects.get(pk=world.task.pk).last_report_status == ReportStatus.SUBMITTED


def test_two_clicks_where_nothing_changed(client, world, lead_officer):
    Task.objects.filter(pk=world.task.pk).update(progress_percent=33)
    client.force_login(lead_officer)
    form = client.get(f"{ADDRESS}viet/").content.decode()  # 1: Báo cáo

    sent = client.post(f"{ADDRESS}khong-thay-doi/", {"reason": "Việc bắt đầu từ quý III."})  # 2: Gửi

    report = ProgressReport.objects.get()
    assert f'action="{ADDRESS}khong-thay-doi/"' in form
    assert sent.url == f"{ADDRESS}da-gui/"
    assert (report.status, report.no_change, report.results, report.progress_percent) == (
        ReportStatus.SUBMITTED,
        True,
        "Việc bắt đầu từ quý III.",
        33,
    )


def test_no_change_needs_its_one_line(client, world, lead_officer):
    client.force_login(lead_officer)

    page = client.post(f"{ADDRESS}khong-thay-doi/", {"reason": "  "}).content.decode()

    assert "Lỗi:" in page
    assert not ProgressReport.objects.exists()


def test_no_change_does_not_wipe_what_was_written(client, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer)
    client.force_login(lead_officer)

    page = client.post(f"{ADDRESS}khong-thay-doi/", {"reason": "Không có gì."}).content.decode()

    assert "đã có nội dung" in page
    assert state()[0][:2] == (ReportStatus.DRAFT, "Đã phát 7 phóng sự song ngữ Việt – Anh.")


def test_rewriting_the_reason_makes_it_a_report_with_change(client, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer, no_change=True, results="Chưa có gì.")
    client.force_login(lead_officer)

    post(client, "viet/", results="Đã có.", later="1")

    assert ProgressReport.objects.get().no_change is False


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"figure_1": "1,234"}, "“1,234” có thể hiểu hai cách"),
        ({"figure_1": "1.23.4"}, "Không đọc được số “1.23.4”."),
        ({"progress_percent": "101"}, "Tiến độ từ 0 đến 100."),
        ({"progress_percent": "100", "completed_on": "32/1/2026"}, "Ngày không đúng."),
        (
            {"progress_percent": "58", "completed_on": "1/6/2026"},
            "Chỉ ghi ngày hoàn thành khi tiến độ là 100%.",
        ),
        (
            {"progress_percent": "100", "completed_on": "1/1/2026"},
            "Ngày hoàn thành không thể trước ngày bắt đầu (02/01/2026).",
        ),
        ({"results": "ả" * 8001}, "Dài quá 8.000 ký tự."),
        ({"link": "javascript:alert(1)"}, "Đường dẫn không đúng."),
    ],
)
def test_bad_input_is_told_at_its_field_and_loses_nothing(client, world, lead_officer, typed, sentence):
    client.force_login(lead_officer)

    page = client.post(f"{ADDRESS}viet/", TYPED | typed | {"check": "1"}).content.decode()

    assert page.count(sentence) >= 2  # in the summary and at the field
    assert "<title>Lỗi: " in page
    assert "Thiếu kinh phí dịch." in page
    for value in typed.values():
        assert value[:50] in page.replace("&quot;", '"').replace("&#x27;", "'")


def test_figures_and_dates_are_taken_as_people_write_them(client, world, lead_officer):
    client.force_login(lead_officer)

    client.post(
        f"{ADDRESS}viet/",
        TYPED
        | {"figure_1": "1.250.000,5", "progress_percent": "100 %", "completed_on": "1/6/2026", "later": "1"},
    )

    report = ProgressReport.objects.get()
    assert report.figures.get().value == Decimal("1250000.50")
    assert (report.progress_percent, report.completed_on) == (100, date(2026, 6, 1))
    assert 'value="1.250.000,5"' in client.get(f"{ADDRESS}viet/").content.decode()


def test_what_is_missing_is_told_at_its_field_and_the_rest_is_kept(client, world, lead_officer):
    client.force_login(lead_officer)

    page = client.post(
        f"{ADDRESS}viet/", TYPED | {"results": "", "progress_percent": "100", "check": "1"}
    ).content.decode()

    assert "Chưa ghi kết quả trong kỳ." in page
    assert "Tiến độ 100% thì phải ghi ngày hoàn thành." in page
    assert ProgressReport.objects.get().difficulties == "Thiếu kinh phí dịch."
    assert f'name="version" value="{version_now()}"' in page


def test_check_page_lists_what_is_missing_and_does_not_offer_to_send(client, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer, results="")
    client.force_login(lead_officer)

    page = client.get(f"{ADDRESS}xem-lai/").content.decode()

    assert "Chưa gửi được: còn 1 chỗ cần bổ sung" in page
    assert f'href="{ADDRESS}viet/#id_results"' in page
    assert "Gửi báo cáo cho" not in page


def test_last_accepted_report_stands_beside_the_fields(client, world, lead_officer):
    today = timezone.localdate()
    before = f.make_period(
        world.plan, "2026-quy-1", name="Quý I năm 2026", data_to=today - timedelta(days=90)
    )
    report = f.make_report(
        world.task,
        before,
        lead_officer,
        status=ReportStatus.ACCEPTED,
        results="Đã phát 4 phóng sự.",
        progress_percent=33,
    )
    report.figures.create(indicator=world.task.indicators.get(), value=4)
    client.force_login(lead_officer)

    page = client.get(f"{ADDRESS}viet/").content.decode()

    assert "Đã phát 4 phóng sự." in page
    assert "Quý I năm 2026, 33%, Phóng sự song ngữ: 4 phóng sự" in page
    assert 'data-label="Kỳ trước">4</td>' in page


def test_period_that_is_closed_takes_no_new_report(client, world, lead_officer):
    type(world.period).objects.update(closed_at=timezone.now())
    client.force_login(lead_officer)

    assert client.get(f"{ADDRESS}viet/").url == "/hcm/viec-cua-toi/"
    page = client.post(f"{ADDRESS}viet/", TYPED).content.decode()
    assert "Kỳ báo cáo chưa mở hoặc đã đóng." in page
    assert "Thiếu kinh phí dịch." in page
    assert not ProgressReport.objects.exists()


# --- Two people, two clicks ------------------------------------------------------------------------------------


def test_second_click_saves_once(client, world, lead_officer):
    client.force_login(lead_officer)

    answers = [
        client.post(f"{ADDRESS}viet/", TYPED | {"later": "1", "link": "https://dulich.example/7"})
        for _ in range(2)
    ]

    assert [answer.url for answer in answers] == ["/hcm/viec-cua-toi/"] * 2
    assert ActivityEntry.objects.filter(action="save").count() == 1
    assert ProgressReport.objects.get().evidence.count() == 1


def test_second_click_sends_once(client, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer)
    client.force_login(lead_officer)

    answers = [client.post(f"{ADDRESS}chuyen/gui/", {"version": "1"}) for _ in range(2)]

    assert [answer.url for answer in answers] == [f"{ADDRESS}da-gui/"] * 2
    assert ActivityEntry.objects.filter(action="submit").count() == 1


def test_text_saved_by_another_meanwhile_is_shown_beside_ones_own(client, world, lead_officer, agency_leader):
    report = start_report(task=world.task, period=world.period, actor=lead_officer)
    save_report(
        report,
        ReportText(results="Bản của trưởng phòng.", progress_percent=60),
        actor=agency_leader,
        read_version=1,
    )
    client.force_login(lead_officer)

    answer = client.post(f"{ADDRESS}viet/", TYPED | {"version": "1", "check": "1"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Phạm Văn Trưởng" in page
    assert "Bản của trưởng phòng." in page
    assert "Đã phát 7 phóng sự song ngữ." in page
    assert ProgressReport.objects.get().results == "Bản của trưởng phòng."
    assert SavedText.objects.get().content["results"] == "Đã phát 7 phóng sự song ngữ."


def test_both_texts_are_joined_field_by_field(client, world, lead_officer, agency_leader):
    test_text_saved_by_another_meanwhile_is_shown_beside_ones_own(client, world, lead_officer, agency_leader)
    assert "Còn một bản anh/chị viết chưa vào báo cáo" in client.get(f"{ADDRESS}viet/").content.decode()

    picks = {
        "pick_results": "theirs",
        "pick_progress_percent": "theirs",
        "pick_difficulties": "mine",
        "pick_next_steps": "mine",
        "pick_figure_1": "mine",
    }
    answer = client.post(f"{ADDRESS}so-sanh/", picks | {"version": "2", "merge": "1"})

    report = ProgressReport.objects.get()
    assert answer.url == f"{ADDRESS}viet/"
    assert (report.results, report.progress_percent, report.difficulties, report.figures.get().value) == (
        "Bản của trưởng phòng.",
        60,
        "Thiếu kinh phí dịch.",
        7,
    )
    assert not SavedText.objects.exists()


def test_page_says_who_may_still_be_writing(client, world, lead_officer, agency_leader):
    f.make_report(world.task, world.period, agency_leader)
    client.force_login(lead_officer)
    words = "Phạm Văn Trưởng vừa lưu bản này lúc"

    assert words in client.get(f"{ADDRESS}viet/").content.decode()
    ProgressReport.objects.update(updated_at=timezone.now() - timedelta(minutes=16))
    assert words not in client.get(f"{ADDRESS}viet/").content.decode()
    ProgressReport.objects.update(updated_at=timezone.now(), saved_by=lead_officer)
    assert words not in client.get(f"{ADDRESS}viet/").content.decode()


def test_joining_over_a_third_text_is_refused_again(client, world, lead_officer, agency_leader):
    test_text_saved_by_another_meanwhile_is_shown_beside_ones_own(client, world, lead_officer, agency_leader)
    save_report(
        ProgressReport.objects.get(), ReportText(results="Bản thứ ba."), actor=agency_leader, read_version=2
    )

    answer = client.post(f"{ADDRESS}so-sanh/", {"pick_results": "mine", "version": "2", "merge": "1"})

    assert answer.status_code == 409
    assert "Bản thứ ba." in answer.content.decode()
    assert SavedText.objects.get().content["results"] == "Đã phát 7 phóng sự song ngữ."


def test_kept_text_can_be_dropped(client, world, lead_officer, agency_leader):
    test_text_saved_by_another_meanwhile_is_shown_beside_ones_own(client, world, lead_officer, agency_leader)

    client.post(f"{ADDRESS}so-sanh/", {"discard": "1"})

    assert not SavedText.objects.exists()
    assert ProgressReport.objects.get().results == "Bản của trưởng phòng."
    assert client.get(f"{ADDRESS}so-sanh/").status_code == 404


def test_kept_text_is_shown_to_its_writer_alone(client, world, lead_officer, agency_leader):
    test_text_saved_by_another_meanwhile_is_shown_beside_ones_own(client, world, lead_officer, agency_leader)
    client.force_login(agency_leader)

    assert client.get(f"{ADDRESS}so-sanh/").status_code == 404
    assert "Đã phát 7 phóng sự" not in client.get(f"{ADDRESS}viet/").content.decode()


def test_text_typed_while_the_report_was_sent_is_kept(client, world, lead_officer, agency_leader):
    f.make_report(world.task, world.period, agency_leader, status=ReportStatus.SUBMITTED)
    client.force_login(lead_officer)

    answer = client.post(f"{ADDRESS}viet/", TYPED | {"version": "1", "later": "1"})

    assert answer.status_code == 409
    assert "đã gửi nên không ghi thêm được" in answer.content.decode()
    assert SavedText.objects.get().content["results"] == "Đã phát 7 phóng sự song ngữ."


def test_check_page_that_is_out_of_date_sends_nothing(client, world, lead_officer, agency_leader):
    report = f.make_report(world.task, world.period, lead_officer)
    save_report(
        report, ReportText(results="Bản khác.", progress_percent=60), actor=agency_leader, read_version=1
    )
    client.force_login(lead_officer)

    answer = client.post(f"{ADDRESS}chuyen/gui/", {"version": "1"}, follow=True)

    assert "Người khác vừa thay đổi mục này." in answer.content.decode()
    assert state()[0][0] == ReportStatus.DRAFT


# --- Autosave -------------------------------------------------------------------------------------------------


def test_autosave_keeps_the_text_without_an_entry_in_the_log(client, world, lead_officer):
    client.force_login(lead_officer)

    first = client.post(f"{ADDRESS}tu-luu/", TYPED).json()
    second = client.post(
        f"{ADDRESS}tu-luu/", TYPED | {"version": str(first["version"]), "results": "Đã phát 8."}
    ).json()

    assert second["version"] == first["version"] + 1
    assert len(second["saved_at"]) == 5
    assert ProgressReport.objects.get().results == "Đã phát 8."
    assert list(ActivityEntry.objects.values_list("action", flat=True)) == ["start"]


def test_autosave_of_bad_input_says_which_field(client, world, lead_officer):
    client.force_login(lead_officer)

    answer = client.post(f"{ADDRESS}tu-luu/", TYPED | {"progress_percent": "một nửa"})

    assert answer.status_code == 422
    assert answer.json()["message"].startswith(
        "Chưa lưu được lên máy chủ. Tiến độ (%): Không đọc được số “một nửa”."
    )


def test_autosave_after_another_person_is_refused_and_kept(client, world, lead_officer, agency_leader):
    report = f.make_report(world.task, world.period, lead_officer)
    save_report(report, ReportText(results="Bản khác."), actor=agency_leader, read_version=1)
    client.force_login(lead_officer)

    answer = client.post(f"{ADDRESS}tu-luu/", TYPED | {"version": "1"})

    assert answer.status_code == 409
    assert answer.json()["message"].startswith("Phạm Văn Trưởng đã lưu bản mới hơn lúc ")
    assert SavedText.objects.get().person == lead_officer


def test_autosave_of_a_foreign_report_is_refused(client, world, lead_officer, other_officer):
    client.force_login(other_officer)

    assert client.post(f"{ADDRESS}tu-luu/", TYPED).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_form_do_not_grow(
    client, world, lead_officer, standing_officer, django_assert_max_num_queries, count
):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.RETURNED)
    for n in range(2, 2 + count):
        f.make_support(world.task, f.make_agency(world.locality))
        report.figures.create(indicator=f.make_indicator(world.task, number=n), value=n)
        FieldComment.objects.create(
            report=report, field="results", text="Rõ hơn.", round=1, author=standing_officer
        )
        report.evidence.create(kind="LINK", url=f"https://dulich.example/{n}", added_by=lead_officer)
    client.force_login(lead_officer)

    with django_assert_max_num_queries(18):
        client.get(f"{ADDRESS}viet/")


def test_what_is_saved_is_the_whole_text_though_the_row_at_hand_is_an_older_one(world, lead_officer):
    """A copy read long ago says what was rewritten only of its own version."""
    report = f.make_report(world.task, world.period, lead_officer, results="Đã phát 3 phóng sự.")
    older = type(report).objects.get(pk=report.pk)
    save_report(report, ReportText(results="Đã phát 5 phóng sự."), actor=lead_officer, read_version=1)

    save_report(older, ReportText(results="Đã phát 3 phóng sự."), actor=lead_officer, read_version=2)

    stored = type(report).objects.get(pk=report.pk)
    assert (stored.results, stored.version) == ("Đã phát 3 phóng sự.", 3)


@pytest.mark.parametrize("indicators", [1, 3])
def test_a_save_costs_the_same_with_one_figure_and_three(
    client, world, lead_officer, django_assert_num_queries, indicators
):
    for n in range(2, indicators + 1):
        f.make_indicator(world.task, n)
    client.force_login(lead_officer)
    figures = {f"figure_{n}": str(n) for n in range(1, indicators + 1)}
    post(client, "viet/", **figures)
    changed = TYPED | figures | {"version": "2", "results": "Đã phát 8 phóng sự song ngữ."}

    with django_assert_num_queries(8):
        client.post(f"{ADDRESS}viet/", changed)

    assert state()[0][1] == "Đã phát 8 phóng sự song ngữ."


def test_queries_of_a_save(client, world, lead_officer, django_assert_max_num_queries):
    f.make_report(world.task, world.period, lead_officer)
    client.force_login(lead_officer)

    with django_assert_max_num_queries(22):
        client.post(f"{ADDRESS}viet/", TYPED | {"version": "1", "later": "1"})
