"""What stands beside the text: copied or not, finished or not, each request met or kept for a reason, odd figures."""

from datetime import date

import pytest

from reports import workflow
from reports.choices import ReportStatus
from reports.models import FieldComment, Marks, ProgressReport
from reports.models.marks import digest
from tests import factories as f
from tests.reports.test_writing import ADDRESS, TYPED, post
from ttdn_portal.shared.transitions import TransitionBlocked

BEFORE = "Đã phát 5 phóng sự trong quý I."
RETURN = {"note": "Chưa rõ.", "reason": "UNCLEAR_RESULTS"}


def marks() -> Marks:
    return Marks.from_json(ProgressReport.objects.latest("pk").marks)


@pytest.fixture
def earlier(world, lead_officer):
    """The accepted report of the quarter before."""
    period = f.make_period(
        world.plan, "2026-quy-1", name="Quý I năm 2026", data_from=date(2025, 12, 15), opens_on=date(2026, 3, 1), data_to=date(2026, 3, 14), report_due_on=date(2026, 3, 20)
    )  # fmt: skip
    report = f.make_report(
        world.task,
        period,
        lead_officer,
        status=ReportStatus.ACCEPTED,
        results=BEFORE,
        next_steps="Phát tiếp.",
    )
    report.figures.create(indicator=world.task.indicators.get(), value=2)
    return report


# --- Copied from the period before --------------------------------------------------------------------------


def test_copy_without_script_goes_below_ones_own_words_and_is_marked(client, world, lead_officer, earlier):
    client.force_login(lead_officer)

    answer = post(client, "viet/", copy="results", results="Sáu tháng:")

    report = ProgressReport.objects.latest("pk")
    assert report.results == f"Sáu tháng:\n\n{BEFORE}"
    assert answer.url == f"{ADDRESS}viet/#id_results"
    assert list(marks().copied) == ["results"]
    assert "Chép từ kỳ trước, chưa sửa." in client.get(f"{ADDRESS}viet/").content.decode()


def test_copying_twice_copies_once(client, world, lead_officer, earlier):
    client.force_login(lead_officer)
    post(client, "viet/", copy="results", results="")

    client.post(f"{ADDRESS}viet/", TYPED | {"version": "2", "copy": "results", "results": BEFORE})

    assert ProgressReport.objects.latest("pk").results == BEFORE


def test_mark_of_a_copy_stays_over_saves_and_goes_with_the_first_change(client, world, lead_officer, earlier):
    client.force_login(lead_officer)
    client.post(f"{ADDRESS}tu-luu/", TYPED | {"results": BEFORE, "copied": "results"})
    assert marks().copied == {"results": digest(BEFORE)}

    client.post(f"{ADDRESS}tu-luu/", TYPED | {"version": "2", "results": BEFORE, "progress_percent": "60"})
    assert marks().copied == {"results": digest(BEFORE)}

    client.post(f"{ADDRESS}tu-luu/", TYPED | {"version": "3", "results": f"{BEFORE} Thêm 2 phóng sự."})
    assert marks().copied == {}


def test_copy_is_told_before_sending_does_not_stop_it_and_the_reviewer_sees_it(
    client, world, lead_officer, standing_officer, earlier
):
    client.force_login(lead_officer)
    client.post(f"{ADDRESS}tu-luu/", TYPED | {"results": BEFORE, "copied": "results"})

    check = client.get(f"{ADDRESS}xem-lai/").content.decode()
    client.post(f"{ADDRESS}chuyen/gui/", {"version": "2"})

    assert "Kết quả trong kỳ: chép từ kỳ trước, chưa sửa." in check
    assert ProgressReport.objects.latest("pk").status == ReportStatus.SUBMITTED
    client.force_login(standing_officer)
    assert "Chép nguyên văn từ kỳ trước." in client.get(f"{ADDRESS}xem-xet/").content.decode()


# --- Finished or not ---------------------------------------------------------------------------------------


def test_part_not_finished_is_told_on_the_check_page_and_in_my_work(client, world, lead_officer):
    client.force_login(lead_officer)
    post(client, "viet/", later="1", finished_results="no", finished_difficulties="yes")

    assert marks().unfinished == ["results"]
    assert (
        "Kết quả trong kỳ: đánh dấu là chưa viết xong." in client.get(f"{ADDRESS}xem-lai/").content.decode()
    )
    assert "chưa viết xong: kết quả trong kỳ" in client.get("/hcm/viec-cua-toi/").content.decode()

    client.post(f"{ADDRESS}viet/", TYPED | {"version": "2", "later": "1", "finished_results": "yes"})
    assert marks().unfinished == []
    assert marks().finished == {"results": True, "difficulties": True}


# --- A returned report -------------------------------------------------------------------------------------


@pytest.fixture
def returned(world, lead_officer, standing_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)
    workflow.run(
        report, "send_back", actor=standing_officer,
        comments=[("results", "Nêu tên phóng sự."), ("percent", "Vì sao 58%?")], **RETURN,
    )  # fmt: skip
    return ProgressReport.objects.with_names().get()


def send(report, actor):
    workflow.run(ProgressReport.objects.with_names().get(pk=report.pk), "submit", actor=actor)


def test_returned_page_opens_what_to_mend_and_folds_the_rest(client, returned, lead_officer):
    client.force_login(lead_officer)

    page = client.get(f"{ADDRESS}viet/")

    parts = page.context["parts"]
    assert [name for name, part in parts.items() if not part.is_folded] == ["results", "percent"]
    assert [name for name, part in parts.items() if part.answer] == ["results", "percent"]
    html = page.content.decode()
    assert html.count("ttdn-fold--part") == 6
    assert '<a href="#id_results">Kết quả trong kỳ: Nêu tên phóng sự.</a>' in html


def test_point_left_alone_stands_against_sending(returned, lead_officer):
    with pytest.raises(TransitionBlocked) as refused:
        send(returned, lead_officer)

    assert refused.value.problems == [
        "“Kết quả trong kỳ” có ý kiến của người xem xét mà chưa sửa. Sửa lại, hoặc chọn giữ nguyên và ghi lý do.",
        "“Tiến độ” có ý kiến của người xem xét mà chưa sửa. Sửa lại, hoặc chọn giữ nguyên và ghi lý do.",
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"answer_percent": "MENDED"}, "“Tiến độ” đánh dấu đã sửa nhưng vẫn y như bản đã gửi."),
        ({"answer_percent": "KEPT", "why_percent": "  "}, "“Tiến độ” chọn giữ nguyên thì ghi lý do."),
    ],
    ids=["a tick alone mends nothing", "kept without a reason"],
)
def test_answer_that_answers_nothing_is_told_at_its_point(client, returned, lead_officer, typed, sentence):
    client.force_login(lead_officer)

    page = post(client, "viet/", check="1", results="Bảy phóng sự: …", **typed).content.decode()

    assert sentence in page
    assert 'href="#id_answer_percent"' in page
    assert ProgressReport.objects.get().status == ReportStatus.RETURNED


def test_change_mends_and_a_reason_keeps_and_the_reviewer_reads_both(
    client, returned, lead_officer, standing_officer
):
    client.force_login(lead_officer)
    post(
        client, "viet/", check="1", results="Bảy phóng sự, tên ở phụ lục.",
        answer_percent="KEPT", why_percent="Tính theo số phóng sự đã phát.",
    )  # fmt: skip

    client.post(f"{ADDRESS}chuyen/gui/", {})

    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED
    client.force_login(standing_officer)
    page = client.get(f"{ADDRESS}xem-xet/")
    said = {section.name: section.answer_words for section in page.context["page"].sections}
    assert (said["results"], said["percent"]) == ("Đã sửa", "Giữ nguyên vì: Tính theo số phóng sự đã phát.")
    assert "Giữ nguyên vì: Tính theo số phóng sự đã phát." in page.content.decode()


def test_joining_two_texts_keeps_the_answers(client, returned, lead_officer, agency_leader):
    client.force_login(lead_officer)
    post(client, "viet/", later="1", answer_percent="KEPT", why_percent="Tính theo số đã phát.")
    client.post(f"{ADDRESS}viet/", TYPED | {"version": "1", "later": "1", "results": "Bản cũ của tôi."})

    client.post(
        f"{ADDRESS}so-sanh/", {"version": str(ProgressReport.objects.get().version), "pick_results": "mine"}
    )

    assert ProgressReport.objects.get().results == "Bản cũ của tôi."
    assert marks().answers["percent"].why == "Tính theo số đã phát."


def test_next_return_asks_anew(returned, lead_officer, standing_officer):
    send(f.keep_points(returned), lead_officer)
    report = ProgressReport.objects.with_names().get()
    workflow.run(report, "send_back", actor=standing_officer, comments=[("results", "Vẫn thiếu.")], **RETURN)

    assert marks().answers == {}
    with pytest.raises(TransitionBlocked):
        send(report, lead_officer)


def test_points_outlive_a_withdrawal_and_the_head(client, world, returned, lead_officer):
    send(f.keep_points(returned), lead_officer)
    workflow.run(ProgressReport.objects.with_names().get(), "withdraw", actor=lead_officer)
    client.force_login(lead_officer)

    page = client.get(f"{ADDRESS}viet/").content.decode()
    work = client.get("/hcm/viec-cua-toi/").content.decode()

    assert ProgressReport.objects.get().status == ReportStatus.DRAFT
    assert "Kết quả trong kỳ: Nêu tên phóng sự." in page
    assert "Sửa và gửi lại" in work


def test_point_at_figures_of_a_task_without_figures_can_be_answered(
    client, world, lead_officer, standing_officer
):
    world.task.indicators.all().delete()
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.RETURNED)
    FieldComment.objects.create(
        report=report, field="figures", text="Ghi số lượt xem.", round=1, author=standing_officer
    )
    client.force_login(lead_officer)

    assert "id_answer_figures" in client.get(f"{ADDRESS}viet/").content.decode()


# --- Figures out of the ordinary ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("120", "gấp 10 lần chỉ tiêu cả năm (12)"),
        ("20", "gấp 10 lần số kỳ trước (2)"),
        ("19", None),
    ],
)
def test_odd_figure_is_a_question_never_an_error(client, world, lead_officer, earlier, figure, words):
    client.force_login(lead_officer)
    post(client, "viet/", check="1", figure_1=figure)

    check = client.get(f"{ADDRESS}xem-lai/").content.decode()
    client.post(f"{ADDRESS}chuyen/gui/", {"version": "2"})

    sent = ProgressReport.objects.latest("pk").status == ReportStatus.SUBMITTED
    assert sent is (words is None)
    if words:
        sentence = f"Phóng sự song ngữ: {figure} phóng sự {words}."
        assert f'value="{sentence}"' in check
        client.post(f"{ADDRESS}chuyen/gui/", {"version": "2", "accepted": sentence})
        assert ProgressReport.objects.latest("pk").status == ReportStatus.SUBMITTED


def test_form_and_reviewer_see_the_odd_figure(client, world, lead_officer, standing_officer, earlier):
    report = f.make_report(world.task, world.period, lead_officer)
    report.figures.create(indicator=world.task.indicators.get(), value=500)
    client.force_login(lead_officer)
    assert "Kiểm tra lại: gấp 42 lần chỉ tiêu cả năm (12)." in client.get(f"{ADDRESS}viet/").content.decode()

    client.post(f"{ADDRESS}chuyen/gui/", {"accepted": "Phóng sự song ngữ: 500 phóng sự gấp 42 lần chỉ tiêu cả năm (12)."})  # fmt: skip

    client.force_login(standing_officer)
    assert "Gấp 42 lần chỉ tiêu cả năm (12)." in client.get(f"{ADDRESS}xem-xet/").content.decode()
