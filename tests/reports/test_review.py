"""The reviewer's page of one report: what is shown, what may be done, what happens when somebody was faster."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from agencies.models import ActivityEntry, Notification
from plans.models import Task
from reports import workflow
from reports.choices import ReportStatus
from reports.models import Contribution, Evidence, FieldComment, FigureValue, ProgressReport
from reports.services.review import mark_opened
from tests import factories as f
from ttdn_portal.shared.transitions import StaleState

URL = "/hcm/bao-cao/2026/2026-6-thang/1.1/xem-xet/"
QUEUE = "/hcm/bao-cao/"
RETURN = {
    "note": "Thiếu số liệu.",
    "reason": "MISSING_FIGURES",
    "comments": [("figures", "Bổ sung số phóng sự."), ("results", "Nêu tên đài phát.")],
}
TYPED = {
    "act": "send_back",
    "note": "Còn thiếu minh chứng.",
    "reason": "MISSING_EVIDENCE",
    "comment_evidence": "Thêm đường dẫn bản tiếng Anh.",
}


@pytest.fixture
def report(world, lead_officer):
    return f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)


@pytest.fixture
def reviewing(client, report, standing_officer):
    """The reviewer, with the page open before them."""
    client.force_login(standing_officer)
    assert client.get(URL).status_code == 200
    report.refresh_from_db()
    return client


@pytest.fixture
def colleague(world):
    return f.make_user(world.standing, "STANDING_OFFICER", full_name="Trịnh Văn Đồng")


def mended(report, officer, reviewer, **changes):
    """Returned, mended, sent again."""
    workflow.run(report, "send_back", actor=reviewer, **RETURN)
    ProgressReport.objects.filter(pk=report.pk).update(**changes)
    report = f.keep_points(ProgressReport.objects.with_names().get(pk=report.pk))
    workflow.run(report, "submit", actor=officer)
    return report


def another(world, officer, **fields):
    return f.make_report(
        f.make_task(world.group, world.lead, title="Sản xuất phim tài liệu"),
        world.period,
        officer,
        status=ReportStatus.SUBMITTED,
        **fields,
    )


# --- Who comes here ---------------------------------------------------------------------------------------


def test_signed_out_visitor_is_sent_to_the_login(client, report):
    assert client.get(URL).url.startswith("/dang-nhap/")


@pytest.mark.parametrize(
    ("role", "status", "answer"),
    [
        ("officer", "SUBMITTED", 403), ("head", "SUBMITTED", 403), ("signer", "SUBMITTED", 403), ("committee", "SUBMITTED", 403), ("supporter", "ACCEPTED", 403),
        ("supporter", "SUBMITTED", 404), ("other_officer", "SUBMITTED", 404), ("clerk", "SUBMITTED", 404), ("administrator", "SUBMITTED", 404), ("signer", "RETURNED", 404),
        ("standing", "SUBMITTED", 200), ("standing", "RETURNED", 200), ("standing", "ACCEPTED", 200), ("standing", "DRAFT", 404), ("standing", "AGENCY_REVIEW", 404),
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_page_by_role_and_state(client, world, lead_officer, role, status, answer, method):
    f.make_report(world.task, world.period, lead_officer, status=status)
    client.force_login(world.people[role])

    response = getattr(client, method)(URL, {"act": ""} if method == "post" else {})

    assert response.status_code == answer
    report = ProgressReport.objects.get()
    assert report.status == status
    assert (report.opened_at is not None) is ((role, status, method) == ("standing", "SUBMITTED", "get"))


def test_strangers_and_the_ministry_do_not_review(client, world, other_world, lead_officer, ministry_viewer):
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.ACCEPTED)

    for person, answer in ((other_world.people["standing"], 404), (ministry_viewer, 403)):
        client.force_login(person)
        assert client.get(URL).status_code == answer


# --- Opened once ------------------------------------------------------------------------------------------


def test_first_look_is_stamped_and_logged_once(reviewing, client, colleague, report):
    first = report.opened_at
    client.force_login(colleague)
    client.get(URL)
    report.refresh_from_db()

    assert first is not None
    assert report.opened_at == first
    assert ActivityEntry.objects.about(report).filter(action="open").count() == 1


def test_new_sending_is_opened_anew(reviewing, client, report, lead_officer, standing_officer):
    mended(report, lead_officer, standing_officer)
    assert ProgressReport.objects.get().opened_at is None

    client.get(URL)

    assert ProgressReport.objects.get().opened_at is not None
    assert ActivityEntry.objects.filter(action="open").count() == 2


def test_looking_without_reading_the_page_does_not_open_it(client, report, standing_officer):
    client.force_login(standing_officer)
    client.head(URL)

    assert ProgressReport.objects.get().opened_at is None


def test_opened_report_is_not_withdrawn_any_more(reviewing, report, lead_officer):
    with pytest.raises(workflow.transitions.TransitionBlocked, match="đã mở báo cáo"):
        workflow.run(ProgressReport.objects.get(), "withdraw", actor=lead_officer)


def test_withdrawal_on_its_way_does_not_slip_past_the_opening(report, lead_officer, standing_officer):
    in_the_officers_hand = ProgressReport.objects.get()
    assert mark_opened(report, actor=standing_officer)

    with pytest.raises(StaleState):
        workflow.run(in_the_officers_hand, "withdraw", actor=lead_officer)
    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED


def test_opening_what_was_withdrawn_meanwhile_stamps_nothing(report, lead_officer, standing_officer):
    workflow.run(ProgressReport.objects.get(), "withdraw", actor=lead_officer)

    assert not mark_opened(report, actor=standing_officer)
    assert ProgressReport.objects.get().opened_at is None


# --- What the page shows ----------------------------------------------------------------------------------


def test_page_shows_the_version_sent_never_the_row_being_mended(
    client, world, report, lead_officer, standing_officer
):
    workflow.run(report, "send_back", actor=standing_officer, **RETURN)
    ProgressReport.objects.update(results="CANARY đang sửa dở", difficulties="CANARY", progress_percent=99)
    FigureValue.objects.create(report=report, indicator=world.task.indicators.get(), value=77777)
    Evidence.objects.create(
        report=report, kind="LINK", url="https://canary.example/moi", added_by=lead_officer
    )
    client.force_login(standing_officer)

    page = client.get(URL).content.decode()

    assert "Đã phát 7 phóng sự song ngữ Việt – Anh." in page
    for unsent in ("CANARY", "99%", "77.777", "canary.example"):
        assert unsent not in page


def test_page_shows_what_changed_word_by_word(client, world, report, lead_officer, standing_officer):
    indicator = world.task.indicators.get()
    FigureValue.objects.create(report=report, indicator=indicator, value=9)
    mended(
        report,
        lead_officer,
        standing_officer,
        results="Đã phát 9 phóng sự song ngữ Việt – Anh.",
        progress_percent=75,
    )
    client.force_login(standing_officer)

    response = client.get(URL)
    page = response.context["page"]

    assert [section.name for section in page.changed] == ["results", "figures", "percent"]
    assert ("old", "7") in page.sections[0].parts and ("new", "9") in page.sections[0].parts
    assert (page.figures[0].target, page.figures[0].old, page.figures[0].new) == (12, None, 9)
    assert page.resent_title == "Đã sửa, trình lại (lần 1): đã sửa 3 mục (kết quả trong kỳ, số liệu, tiến độ)"
    assert "<del>58%</del>" in response.content.decode() and "<ins>75%</ins>" in response.content.decode()


def test_page_shows_evidence_added_and_taken_off(client, report, lead_officer, standing_officer):
    old = Evidence.objects.create(
        report=report, kind="LINK", url="https://dulich.example/cu", name="Trang cũ", added_by=lead_officer
    )
    ProgressReport.objects.update(
        submission=report.submission
        | {"evidence": [{"id": old.pk, "kind": "LINK", "name": "Trang cũ", "url": old.url, "size": 0}]}
    )
    report.refresh_from_db()
    old.delete()
    Evidence.objects.create(
        report=report, kind="LINK", url="https://dulich.example/moi", name="Trang mới", added_by=lead_officer
    )
    mended(report, lead_officer, standing_officer)
    client.force_login(standing_officer)

    rows = client.get(URL).context["page"].evidence

    assert [(row.item.name, row.is_new, row.is_gone) for row in rows] == [
        ("Trang mới", True, False),
        ("Trang cũ", False, True),
    ]


def test_page_links_to_the_file_sent(client, report, lead_officer, standing_officer):
    evidence = Evidence(
        report=report, kind="FILE", name="bao-cao.pdf", content_type="application/pdf", added_by=lead_officer
    )
    evidence.file.save("bao-cao.pdf", ContentFile(b"%PDF-1.7"))
    mended(report, lead_officer, standing_officer)
    client.force_login(standing_officer)

    page = client.get(URL).content.decode()

    assert f"/hcm/bao-cao/2026/2026-6-thang/1.1/minh-chung/{evidence.pk}/" in page


def test_page_shows_promise_last_accepted_report_answers_rounds_and_history(
    client, world, report, lead_officer, supporter, standing_officer
):
    before = f.make_period(
        world.plan, "2026-quy-1", name="Quý I năm 2026", data_to=timezone.localdate() - timedelta(days=90)
    )
    f.make_report(
        world.task,
        before,
        lead_officer,
        status=ReportStatus.ACCEPTED,
        results="Quý I đã phát 3 phóng sự.",
        progress_percent=25,
    )
    Contribution.objects.create(
        support=world.task.supports.get(),
        period=world.period,
        status="SENT",
        answer="Đã gửi 24 ảnh.",
        answered_by=supporter,
        answered_at=timezone.now(),
    )
    mended(report, lead_officer, standing_officer)
    client.force_login(standing_officer)

    page = client.get(URL).content.decode()

    for words in (
        "Chỉ tiêu: Phóng sự song ngữ", "Quý I đã phát 3 phóng sự.", "Quý I năm 2026, 25%", "Đã gửi 24 ảnh.", "Lần 1",
        "Số liệu: Bổ sung số phóng sự.", "Yêu cầu khi trả lại lần 1, Đặng Thị Trực", "Trả lại báo cáo", "Thiếu số liệu.",
    ):  # fmt: skip
        assert words in page, words


def test_comments_of_every_round_stay_to_be_read(client, report, lead_officer, standing_officer):
    report = mended(report, lead_officer, standing_officer)
    mended(report, lead_officer, standing_officer)
    client.force_login(standing_officer)

    rounds = client.get(URL).context["page"].rounds

    assert [(r.number, r.author, [c.text for c in r.comments]) for r in rounds] == [
        (number, "Đặng Thị Trực", ["Bổ sung số phóng sự.", "Nêu tên đài phát."]) for number in (2, 1)
    ]


def test_text_of_the_officer_is_text_and_nothing_else(client, world, lead_officer, standing_officer):
    report = f.make_report(
        world.task,
        world.period,
        lead_officer,
        status=ReportStatus.SUBMITTED,
        results="<script>alert(1)</script>",
    )
    mended(report, lead_officer, standing_officer, results="<img src=x onerror=alert(2)>")
    client.force_login(standing_officer)

    page = client.get(URL).content.decode()

    assert "<script>alert" not in page and "<img src=x" not in page


def test_returned_report_is_read_without_buttons(client, report, standing_officer):
    workflow.run(report, "send_back", actor=standing_officer, **RETURN)
    client.force_login(standing_officer)

    page = client.get(URL).content.decode()

    assert "Cơ quan báo cáo đang sửa" in page
    assert 'name="act"' not in page


def test_own_sending_is_shown_without_buttons_and_not_opened(client, world, standing_officer):
    f.make_membership(standing_officer, world.lead, "OFFICER")
    f.make_report(world.task, world.period, standing_officer, status=ReportStatus.SUBMITTED)
    client.force_login(standing_officer)

    page = client.get(URL).content.decode()

    assert 'name="act"' not in page
    assert "Anh/chị đã gửi báo cáo này" in page
    assert ProgressReport.objects.get().opened_at is None
    assert client.post(URL, {"act": "accept"}).status_code == 403
    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED


# --- Accepting --------------------------------------------------------------------------------------------


def test_accepting_moves_the_task_and_tells_the_writers(
    reviewing, world, report, lead_officer, standing_officer
):
    response = reviewing.post(URL, {"act": "accept", "version": report.version, "note": "Kết quả tốt."})

    report.refresh_from_db()
    assert (response.status_code, response.url) == (302, QUEUE)
    assert (report.status, report.accepted_by, report.accept_note) == (
        ReportStatus.ACCEPTED,
        standing_officer,
        "Kết quả tốt.",
    )
    assert Task.objects.get(pk=world.task.pk).progress_percent == 58
    assert Notification.objects.get(person=lead_officer).text.endswith("Ý kiến: Kết quả tốt.")
    assert "1.1 – 6 tháng đầu năm 2026: đã tiếp nhận báo cáo." in reviewing.get(QUEUE).content.decode()


def test_accepting_goes_on_to_the_next_with_the_filter(reviewing, world, report, lead_officer):
    another(world, lead_officer, submitted_at=timezone.now() + timedelta(minutes=1))

    response = reviewing.post(f"{URL}?coquan=chu-tri", {"act": "accept next", "version": report.version})

    assert response.url == "/hcm/bao-cao/2026/2026-6-thang/1.3/xem-xet/?coquan=chu-tri"


def test_after_the_last_one_comes_the_queue_and_what_was_put_off_is_named(
    reviewing, world, report, lead_officer
):
    another(world, lead_officer, submitted_at=timezone.now() - timedelta(hours=1))

    response = reviewing.post(URL, {"act": "accept next", "version": report.version}, follow=True)

    assert response.redirect_chain == [(QUEUE, 302)]
    assert "Các báo cáo để sau vẫn còn ở dưới đây." in response.content.decode()


def test_comments_written_are_not_thrown_away_by_accepting(reviewing, report):
    response = reviewing.post(
        URL, {"act": "accept", "version": report.version, "comment_figures": "Thiếu số liệu quý II."}
    )

    page = response.content.decode()
    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED
    assert "Anh/chị đã ghi ý kiến tại mục: Số liệu." in page
    assert "Thiếu số liệu quý II." in page


# --- Returning --------------------------------------------------------------------------------------------


def test_returning_pins_comments_and_gives_a_new_deadline(reviewing, report, standing_officer):
    due = timezone.localdate() + timedelta(days=3)

    response = reviewing.post(
        URL,
        TYPED
        | {
            "version": report.version,
            "comment_results": "Nêu tên đài phát.",
            "new_due_on": f"{due:%d/%m/%Y}",
        },
    )

    report.refresh_from_db()
    assert response.url == QUEUE
    assert (report.status, report.return_reason, report.return_note, report.new_due_on) == (
        ReportStatus.RETURNED,
        "MISSING_EVIDENCE",
        "Còn thiếu minh chứng.",
        due,
    )
    assert list(FieldComment.objects.order_by("pk").values_list("field", "text", "round", "author")) == [
        ("results", "Nêu tên đài phát.", 1, standing_officer.pk),
        ("evidence", "Thêm đường dẫn bản tiếng Anh.", 1, standing_officer.pk),
    ]


@pytest.mark.parametrize(
    ("left_out", "field", "sentence"),
    [
        ("comment_evidence", None, "Ghi ít nhất một ý kiến tại một mục của báo cáo."),
        ("reason", "reason", "Chọn loại lý do trả lại."),
        ("note", "note", "Nói rõ cần sửa gì, vì sao."),
    ],
)
def test_return_without_a_part_is_refused_and_keeps_what_was_typed(
    reviewing, report, left_out, field, sentence
):
    typed = TYPED | {"new_due_on": "05/03/2099", "version": report.version}
    typed[left_out] = ""

    response = reviewing.post(URL, typed)

    page = response.content.decode()
    assert response.status_code == 200
    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED
    assert response.context["form"].errors[field or "__all__"] == [sentence]
    assert page.count("<title>Lỗi: ") == 1 and sentence in page
    kept = {
        "note": "Còn thiếu minh chứng.",
        "comment_evidence": "Thêm đường dẫn bản tiếng Anh.",
        "reason": '<option value="MISSING_EVIDENCE" selected>',
        "new_due_on": "05/03/2099",
    }
    for name, text in kept.items():
        assert name == left_out or text in page, name


def test_all_that_is_missing_is_said_at_once(reviewing, report):
    response = reviewing.post(
        URL, {"act": "send_back", "version": report.version, "new_due_on": "01/01/2020"}
    )

    assert response.context["form"].errors == {
        "note": ["Nói rõ cần sửa gì, vì sao."],
        "reason": ["Chọn loại lý do trả lại."],
        "new_due_on": ["Hạn mới không thể ở quá khứ."],
        "__all__": ["Ghi ít nhất một ý kiến tại một mục của báo cáo."],
    }


@pytest.mark.parametrize(
    ("name", "typed"),
    [("new_due_on", "31/02/2026"), ("comment_results", "ă" * 2001), ("note", "ă" * 4001), ("reason", "BOGUS"), ("version", "abc")],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_moves(reviewing, report, name, typed):
    response = reviewing.post(URL, TYPED | {"version": report.version, name: typed})

    assert name in response.context["form"].errors
    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED


def test_form_sent_without_a_button_decides_nothing(reviewing, report):
    response = reviewing.post(URL, {"version": report.version, "note": "Được."})

    assert response.context["form"].non_field_errors() == ["Chọn Tiếp nhận hoặc Trả lại."]
    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED


def test_first_button_of_the_form_cannot_be_pressed_by_enter(reviewing):
    form = reviewing.get(URL).content.decode().split('method="post" novalidate')[1]

    assert form[form.index("<button") :].startswith('<button type="submit" disabled hidden>')


def test_accepted_report_is_reopened_with_reason_and_comment(client, world, lead_officer, standing_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.ACCEPTED)
    client.force_login(standing_officer)
    assert 'value="reopen"' in client.get(URL).content.decode()
    assert (
        client.post(
            URL, TYPED | {"act": "reopen", "version": report.version, "comment_evidence": ""}
        ).status_code
        == 200
    )

    client.post(URL, TYPED | {"act": "reopen", "version": report.version})

    report.refresh_from_db()
    assert (report.status, report.return_count) == (ReportStatus.RETURNED, 1)


# --- Somebody was faster ----------------------------------------------------------------------------------


def test_colleague_was_faster(reviewing, report, colleague):
    version = report.version
    workflow.run(ProgressReport.objects.get(), "send_back", actor=colleague, **RETURN)

    response = reviewing.post(URL, {"act": "accept", "version": version, "note": "Kết quả tốt."})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Trịnh Văn Đồng đã trả lại báo cáo này lúc " in page and "Kết quả tốt." in page
    assert 'name="act"' not in page
    assert ProgressReport.objects.get().status == ReportStatus.RETURNED


def test_version_mended_meanwhile_is_not_accepted_unread(reviewing, report, lead_officer, colleague):
    version = report.version
    mended(ProgressReport.objects.with_names().get(), lead_officer, colleague, results="Bản khác hẳn")

    response = reviewing.post(URL, {"act": "accept", "version": version})

    assert response.status_code == 409
    assert "Lê Thị Chuyên đã gửi lại báo cáo này" in response.content.decode()
    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED
    again = {"act": "accept", "version": response.context["form"]["version"].value()}
    assert reviewing.post(URL, again).status_code == 302


def test_withdrawn_meanwhile_is_told_with_what_was_typed(client, report, lead_officer, standing_officer):
    client.force_login(standing_officer)
    workflow.run(report, "withdraw", actor=lead_officer)
    ProgressReport.objects.update(results="CANARY đang sửa")

    response = client.post(URL, TYPED)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Lê Thị Chuyên đã rút lại báo cáo này lúc " in page
    assert (
        "Thêm đường dẫn bản tiếng Anh." in page and "Còn thiếu minh chứng." in page and "CANARY" not in page
    )
    assert client.get(URL).status_code == 404


@pytest.mark.parametrize("role", ["signer", "committee", "supporter", "clerk"])
def test_withdrawal_is_told_to_reviewers_alone(client, world, report, lead_officer, role):
    workflow.run(report, "withdraw", actor=lead_officer)
    client.force_login(world.people[role])

    response = client.get(URL)

    assert response.status_code == 404
    assert "rút lại" not in response.content.decode()


def test_second_click_on_one_button_is_no_error(reviewing, report):
    data = {"act": "accept", "version": report.version}
    reviewing.post(URL, data)

    response = reviewing.post(URL, data)

    assert response.status_code == 302
    assert ActivityEntry.objects.about(report).filter(action="accept").count() == 1


# --- The way through the queue ----------------------------------------------------------------------------


def test_place_in_the_queue_and_the_way_on(client, world, report, lead_officer, standing_officer):
    for minutes in (1, 2):
        another(world, lead_officer, submitted_at=timezone.now() + timedelta(minutes=minutes))
    client.force_login(standing_officer)

    first, last = client.get(URL), client.get(URL.replace("1.1", "1.4"))

    assert "1 / 3" in first.content.decode() and "3 / 3" in last.content.decode()
    assert first.context["place"].next_url == URL.replace("1.1", "1.3")
    assert last.context["place"].next_url == ""
    assert "và sang mục sau" not in last.content.decode()


def test_mended_report_stands_before_the_new_ones(client, world, report, lead_officer, standing_officer):
    another(world, lead_officer, submitted_at=timezone.now() - timedelta(minutes=5))
    mended(report, lead_officer, standing_officer)
    client.force_login(standing_officer)

    assert client.get(URL).context["place"].words == "1 / 2"


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_whatever_there_is(
    reviewing, world, report, lead_officer, standing_officer, django_assert_num_queries, count
):
    for number in range(count):
        Evidence.objects.create(
            report=report, kind="LINK", url=f"https://dulich.example/{number}", added_by=lead_officer
        )
        FigureValue.objects.create(
            report=report,
            indicator=f.make_indicator(world.task, 2 + number, name=f"Chỉ tiêu {number}"),
            value=3,
        )
        f.make_support(world.task, f.make_agency(world.locality))
        another(world, lead_officer)
        report = mended(report, lead_officer, standing_officer)
    reviewing.get(URL)

    with django_assert_num_queries(16):
        reviewing.get(URL)
