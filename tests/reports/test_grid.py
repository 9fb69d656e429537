"""Many reports in one grid: a row each, saved each by itself, by the same rules as the single form."""

import pytest
from django.utils.html import escape

from agencies.models import ActivityEntry
from reports.choices import ReportStatus
from reports.models import FieldComment, ProgressReport, SavedText
from reports.services.writing import ReportText, save_report
from tests import factories as f

URL = "/hcm/bao-cao/2026/2026-6-thang/luoi/"


@pytest.fixture
def tasks(world):
    """Three tasks of one agency; the second without a figure."""
    second = f.make_task(world.group, world.lead, title="Đón 4 đoàn phóng viên nước ngoài")
    third = f.make_task(world.group, world.lead, title="Xuất bản 3 ấn phẩm tiếng Anh")
    f.make_indicator(third, name="Ấn phẩm", unit="ấn phẩm", target_value=3)
    return [world.task, second, third]


@pytest.fixture
def officer(client, world, tasks, lead_officer):
    client.force_login(lead_officer)
    return client


def boxes(client, **query) -> dict[str, str]:
    """What the page would send, untouched."""
    data = {}
    for row in client.get(URL, query).context["rows"]:
        for name in row.form.fields if row.form else ():
            shown = row.form[name].value()
            data[row.form.add_prefix(name)] = "" if shown is None else str(shown)
    return data


def prefix(task) -> str:
    return f"t{task.code.replace('.', '_')}"


def typed(task, **fields) -> dict[str, str]:
    return {f"{prefix(task)}-{name}": text for name, text in fields.items()}


def save(client, *parts, **more):
    data = boxes(client)
    for part in parts:
        data |= part
    return client.post(URL, data | {"save": "1"} | more)


def texts() -> dict[str, str]:
    return dict(ProgressReport.objects.values_list("task__code", "results"))


# --- Which rows, for whom ------------------------------------------------------------------------------------


def test_one_row_for_each_task_that_owes_and_no_others(officer, world, tasks):
    f.make_task(world.group, world.lead, title="", is_secret=True)
    later = f.make_task(world.group, world.lead, title="Việc năm sau")
    type(later).objects.filter(pk=later.pk).update(starts_on="2099-01-01", due_on="2099-12-31")

    rows = officer.get(URL).context["rows"]

    assert [row.code for row in rows] == [task.code for task in tasks]
    assert [len(row.figures) for row in rows] == [1, 0, 1]


def test_row_of_another_agency_is_not_saved(client, world, tasks, other_officer):
    client.force_login(other_officer)

    save(client, typed(tasks[0], version="0", results="Viết hộ", seen="x"))

    assert not ProgressReport.objects.exists()


# --- Saving without a script --------------------------------------------------------------------------------


def test_touched_rows_are_saved_and_untouched_ones_begin_nothing(officer, tasks):
    answer = save(
        officer,
        typed(tasks[0], results="Đã phát 7 phóng sự.", progress_percent="58%", figure_1="1.250,5"),
        typed(tasks[2], results="Đã in 1 ấn phẩm."),
    )

    assert answer.status_code == 302
    assert texts() == {"1.1": "Đã phát 7 phóng sự.", tasks[2].code: "Đã in 1 ấn phẩm."}
    assert str(ProgressReport.objects.get(task=tasks[0]).figures.get().value) == "1250.50"


def test_bad_row_keeps_no_good_one_and_says_it_at_the_cell(officer, tasks):
    answer = save(
        officer,
        typed(tasks[0], results="Đã phát 7 phóng sự.", figure_1="1,234", progress_percent="120"),
        typed(tasks[1], results="Đã đón 2 đoàn."),
    )

    page = answer.content.decode()
    assert texts() == {tasks[1].code: "Đã đón 2 đoàn."}
    assert escape("“1,234” có thể hiểu hai cách.")[:10] in page
    assert "Tiến độ từ 0 đến 100." in page
    assert 'href="#id_t1_1-figure_1"' in page
    assert "Đã phát 7 phóng sự." in page  # nothing typed is lost
    assert 'value="1,234"' in page


def test_parts_that_are_no_column_stay_as_they_were(officer, world, tasks, lead_officer):
    f.make_report(tasks[0], world.period, lead_officer, next_steps="Phát 5 phóng sự còn lại.")

    save(officer, typed(tasks[0], results="Đã phát 9 phóng sự."))

    report = ProgressReport.objects.get()
    assert (report.results, report.next_steps) == ("Đã phát 9 phóng sự.", "Phát 5 phóng sự còn lại.")


def test_stale_row_is_refused_both_texts_stand_and_the_others_are_saved(
    officer, world, tasks, lead_officer, agency_leader
):
    report = f.make_report(tasks[0], world.period, lead_officer)
    data = boxes(officer)
    save_report(report, ReportText(results="Bản của trưởng phòng."), actor=agency_leader, read_version=1)

    answer = officer.post(
        URL, data | typed(tasks[0], results="Bản của tôi.") | typed(tasks[1], results="Đã đón 2 đoàn.") | {"save": "1"}
    )  # fmt: skip

    page = answer.content.decode()
    assert answer.status_code == 409
    assert texts() == {"1.1": "Bản của trưởng phòng.", tasks[1].code: "Đã đón 2 đoàn."}
    assert SavedText.objects.get().content["results"] == "Bản của tôi."
    assert "/hcm/bao-cao/2026/2026-6-thang/1.1/so-sanh/" in page
    assert "Phạm Văn Trưởng đã lưu bản mới hơn" in page


def test_row_that_nobody_touched_raises_no_alarm_when_another_saved_it(
    officer, world, tasks, lead_officer, agency_leader
):
    report = f.make_report(tasks[0], world.period, lead_officer)
    data = boxes(officer)
    save_report(report, ReportText(results="Bản của trưởng phòng."), actor=agency_leader, read_version=1)

    answer = officer.post(URL, data | typed(tasks[1], results="Đã đón 2 đoàn.") | {"save": "1"})

    assert answer.status_code == 302
    assert texts() == {"1.1": "Bản của trưởng phòng.", tasks[1].code: "Đã đón 2 đoàn."}
    assert not SavedText.objects.exists()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ReportStatus.SUBMITTED, "Khóa: đã gửi, chờ xem xét"),
        (ReportStatus.AGENCY_REVIEW, "Khóa: lãnh đạo đơn vị đang xem"),
        (ReportStatus.ACCEPTED, "Khóa: đã tiếp nhận"),
    ],
)
def test_locked_row_has_no_boxes_and_takes_nothing(officer, world, tasks, lead_officer, status, words):
    f.make_report(tasks[0], world.period, lead_officer, status=status)

    row = officer.get(URL).context["rows"][0]
    answer = save(officer, typed(tasks[0], version="1", seen="x", results="Ghi đè."))

    assert (row.locked, row.form) == (words, None)
    assert "Những gì vừa gõ chưa được lưu." in answer.content.decode()
    assert ProgressReport.objects.get().results == "Đã phát 7 phóng sự song ngữ Việt – Anh."


def test_comment_of_the_reviewer_stands_at_its_cell(officer, world, tasks, lead_officer, standing_officer):
    report = f.make_report(tasks[0], world.period, lead_officer, status=ReportStatus.RETURNED)
    FieldComment.objects.create(report=report, field="percent", text="Vì sao 58%?", round=1, author=standing_officer)  # fmt: skip

    row = officer.get(URL).context["rows"][0]

    assert {name: cell.comment for name, cell in row.cells.items() if cell.comment} == {
        "progress_percent": "Vì sao 58%?"
    }


def test_closed_period_takes_no_new_row(officer, world, tasks):
    world.period.closed_at = "2026-06-30T00:00:00Z"
    world.period.save()

    assert {row.locked for row in officer.get(URL).context["rows"]} == {"Kỳ báo cáo chưa mở hoặc đã đóng"}


# --- Autosave, row by row ------------------------------------------------------------------------------------


def autosave(client, task, data=None, **fields):
    return client.post(f"{URL}tu-luu/", (data or boxes(client)) | {"hang": task.code} | typed(task, **fields))


def test_autosave_keeps_one_row_and_says_its_new_version(officer, tasks):
    answer = autosave(officer, tasks[0], results="Đã phát 7 phóng sự.", figure_1="500").json()

    assert (answer["version"], texts()) == (2, {"1.1": "Đã phát 7 phóng sự."})
    assert answer["warnings"] == {
        "t1_1-figure_1": "Phóng sự song ngữ: 500 phóng sự gấp 42 lần chỉ tiêu cả năm (12)."
    }
    assert not ActivityEntry.objects.filter(action="save").exists()


def test_autosave_of_a_bad_row_names_each_cell(officer, tasks):
    answer = autosave(officer, tasks[0], progress_percent="abc", completed_on="31/02/2026")

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"t1_1-progress_percent", "t1_1-completed_on"}


def test_autosave_after_another_person_is_refused_and_kept(
    officer, world, tasks, lead_officer, agency_leader
):
    report = f.make_report(tasks[0], world.period, lead_officer)
    data = boxes(officer)
    save_report(report, ReportText(results="Bản của trưởng phòng."), actor=agency_leader, read_version=1)

    answer = autosave(officer, tasks[0], data, results="Bản của tôi.")

    assert answer.status_code == 409
    assert answer.json()["compare"] == "/hcm/bao-cao/2026/2026-6-thang/1.1/so-sanh/"
    assert SavedText.objects.get().content["results"] == "Bản của tôi."


def test_autosave_of_an_unknown_row_is_not_found(officer):
    assert officer.post(f"{URL}tu-luu/", {"hang": "9.9"}).status_code == 404


# --- Sending the chosen rows ---------------------------------------------------------------------------------


@pytest.fixture
def written(world, tasks, lead_officer):
    return [f.make_report(task, world.period, lead_officer) for task in tasks]


def test_chosen_rows_are_saved_shown_and_sent_each_by_itself(officer, tasks, written):
    ProgressReport.objects.filter(pk=written[2].pk).update(progress_percent=None)
    chosen = [task.code for task in tasks]

    to_check = save(officer, typed(tasks[0], results="Đã phát 9 phóng sự."), check="1", chon=chosen)
    check = officer.get(to_check.url)
    assert [item["task"].code for item in check.context["ready"]] == chosen[:2]
    assert [item["lacks"] for item in check.context["lacking"]] == [["Chưa ghi tiến độ (%)."]]
    answer = officer.post(f"{URL}gui/", {"chon": chosen}, follow=True).content.decode()

    assert f"Đã gửi 2 báo cáo: {chosen[0]}, {chosen[1]}." in answer
    assert f"{chosen[2]} chưa gửi được: Chưa ghi tiến độ (%)." in answer
    states = dict(ProgressReport.objects.values_list("task__code", "status"))
    assert states == {chosen[0]: "SUBMITTED", chosen[1]: "SUBMITTED", chosen[2]: "DRAFT"}
    assert ProgressReport.objects.get(task=tasks[0]).submission["results"] == "Đã phát 9 phóng sự."


def test_row_changed_since_the_check_page_is_not_sent(officer, tasks, written, agency_leader):
    save_report(
        written[0], ReportText(results="Khác.", progress_percent=60), actor=agency_leader, read_version=1
    )

    answer = officer.post(
        f"{URL}gui/", {"chon": [tasks[0].code, tasks[1].code], f"version_{tasks[0].code}": "1"}, follow=True
    ).content.decode()

    assert f"{tasks[0].code} chưa gửi được: Người khác vừa thay đổi mục này." in answer
    assert ProgressReport.objects.get(task=tasks[0]).status == ReportStatus.DRAFT
    assert ProgressReport.objects.get(task=tasks[1]).status == ReportStatus.SUBMITTED


def test_odd_figure_is_ticked_in_its_row(officer, tasks, written):
    written[0].figures.create(indicator=tasks[0].indicators.get(), value=500)
    sentence = "Phóng sự song ngữ: 500 phóng sự gấp 42 lần chỉ tiêu cả năm (12)."
    assert sentence in officer.get(f"{URL}xem-lai/", {"chon": tasks[0].code}).content.decode()

    officer.post(f"{URL}gui/", {"chon": tasks[0].code})
    assert ProgressReport.objects.get(task=tasks[0]).status == ReportStatus.DRAFT
    officer.post(f"{URL}gui/", {"chon": tasks[0].code, f"accepted_{tasks[0].code}": sentence})
    assert ProgressReport.objects.get(task=tasks[0]).status == ReportStatus.SUBMITTED


def test_agency_that_signs_off_gets_the_rows_to_its_head(officer, world, tasks, written):
    world.lead.requires_sign_off = True
    world.lead.save()

    officer.post(f"{URL}gui/", {"chon": [task.code for task in tasks]})

    assert set(ProgressReport.objects.values_list("status", flat=True)) == {ReportStatus.AGENCY_REVIEW}


def test_nothing_chosen_is_told(officer, tasks, written):
    answer = officer.post(URL, boxes(officer) | {"check": "1"}, follow=True).content.decode()

    assert "Chọn ít nhất một hàng để gửi." in answer


@pytest.mark.parametrize("chosen", [(), (1,)], ids=["nothing chosen", "another row chosen"])
def test_wrong_row_that_is_not_chosen_keeps_what_was_typed_in_it(officer, tasks, written, chosen):
    codes = [tasks[number].code for number in chosen]
    wrong = typed(tasks[0], progress_percent="150", recommendations="Đề nghị bố trí kinh phí in ấn.")

    answer = save(officer, wrong, typed(tasks[1], results="Đã đón 2 đoàn."), check="1", chon=codes)

    rows = {row.code: row for row in answer.context["rows"]}
    assert rows[tasks[0].code].form["recommendations"].value() == "Đề nghị bố trí kinh phí in ấn."
    assert rows[tasks[0].code].form.errors["progress_percent"] == ["Tiến độ từ 0 đến 100."]
    assert [code for code, row in rows.items() if row.is_chosen] == codes
    assert texts()[tasks[1].code] == "Đã đón 2 đoàn."


# --- Cost ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("page", ["", "xem-lai/"])
def test_pages_cost_the_same_for_one_row_and_twenty(
    client, world, lead_officer, standing_officer, django_assert_num_queries, count, page
):
    client.force_login(lead_officer)
    codes = []
    for number in range(count):
        task = world.task if not number else f.make_task(world.group, world.lead, title=f"Việc {number}")
        indicator = task.indicators.first() or f.make_indicator(task)
        report = f.make_report(task, world.period, lead_officer, status=ReportStatus.RETURNED)
        report.figures.create(indicator=indicator, value=7)
        FieldComment.objects.create(report=report, field="results", text="Rõ hơn.", round=1, author=standing_officer)  # fmt: skip
        codes.append(task.code)

    with django_assert_num_queries(11):
        client.get(f"{URL}{page}", {"chon": codes})
