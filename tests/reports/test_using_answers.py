"""The lead composes its report from the answers: names kept, units never mixed, what was used remembered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.choices import ContributionStatus as S
from reports.dashboards.answers import answers_for, proposals
from reports.models import Contribution, FigureValue, ProgressReport, SavedAnswer
from tests import factories as f
from tests.shared.files import pdf

pytestmark = pytest.mark.django_db
PLACE = ["hcm", "2026", "2026-6-thang", "1.1"]


@pytest.fixture
def lead(client, lead_officer):
    client.force_login(lead_officer)
    return client


@pytest.fixture
def use_url(world):
    return reverse("reports:answer_use", args=PLACE)


@pytest.fixture
def edit_url(world):
    return reverse("reports:contribution_edit", args=PLACE)


def figure(name, unit, value, indicator=None):
    return {"indicator": indicator, "name": name, "unit": unit, "value": value}


def given(world, agency, *figures, **fields):
    support = world.task.supports.filter(agency=agency).first() or f.make_support(world.task, agency)
    return f.make_contribution(
        support,
        world.period,
        world.people["officer"],
        answered_by=world.people["supporter"],
        figures=list(figures),
        **fields,
    )


def test_words_go_into_the_results_with_the_agencys_name_and_what_was_typed_stays(
    lead, world, use_url, lead_officer
):
    row = given(world, world.support, answer="Đã gửi 24 ảnh.")

    lead.post(use_url, {"results": "Đã phát 7 phóng sự.", "version": 0, "use": f"tra-loi:{row.pk}"})

    report, row = ProgressReport.objects.get(), Contribution.objects.get()
    assert report.results == "Đã phát 7 phóng sự.\nTheo Sở Ngoại vụ: Đã gửi 24 ảnh."
    assert (row.used, row.used_by) == ({"answer": "Đã gửi 24 ảnh."}, lead_officer)

    lead.post(use_url, {"results": report.results, "version": report.version, "use": f"tra-loi:{row.pk}"})
    assert ProgressReport.objects.get().results.count("Theo Sở Ngoại vụ") == 1


def test_only_figures_of_one_name_and_unit_are_added(world, lead_officer):
    given(world, world.support, figure("Tiếp cận", "lượt", "1200"), figure("Tiếp cận", "người", "300"))
    given(world, world.other, figure("Tiếp cận", "lượt", "800.5"))

    found = proposals(
        answers_for(world.task, world.period, visible=Contribution.objects, as_of=world.period.data_to)
    )

    assert [(p.name, p.unit, str(p.total), p.sources) for p in found] == [
        ("Tiếp cận", "lượt", "2000.5", "Sở Ngoại vụ 1.200; Sở Tài chính 800,5"),
        ("Tiếp cận", "người", "300", "Sở Ngoại vụ 300"),
    ]


def test_a_sum_goes_into_the_indicator_of_the_same_unit(lead, world, use_url):
    indicator = world.task.indicators.get()
    given(world, world.support, figure(indicator.name, indicator.unit, "3", indicator.pk))
    given(world, world.other, figure(indicator.name, indicator.unit, "4", indicator.pk))

    lead.post(use_url, {"results": "", "version": 0, "use": f"so|{indicator.pk}|phong su"})

    assert FigureValue.objects.get().value == 7
    assert all(row.used for row in Contribution.objects.all())


def test_where_the_unit_has_changed_since_the_figure_becomes_a_line_with_its_sources(lead, world, use_url):
    indicator = world.task.indicators.get()
    given(world, world.support, figure(indicator.name, "tập", "3", indicator.pk))

    lead.post(use_url, {"results": "", "version": 0, "use": f"so|{indicator.pk}|tap"})

    assert not FigureValue.objects.exists()
    assert ProgressReport.objects.get().results == "Phóng sự song ngữ: 3 tập (theo Sở Ngoại vụ 3)."


def test_an_answer_changed_after_its_use_is_flagged_to_the_reviewer(
    lead, client, world, use_url, standing_officer, lead_officer
):
    row = given(world, world.support, answer="Đã gửi 24 ảnh.")
    f.make_report(world.task, world.period, lead_officer)
    lead.post(use_url, {"results": "Xong.", "version": 1, "use": f"tra-loi:{row.pk}"})
    ProgressReport.objects.update(
        status="SUBMITTED",
        submitted_at=row.answered_at,
        submitted_by=lead_officer,
        submission={"results": "Xong."},
    )
    url = reverse("reports:review", args=PLACE)
    client.force_login(standing_officer)
    assert "đã dùng trong báo cáo" in client.get(url).content.decode()
    assert "đã đổi sau khi dùng" not in client.get(url).content.decode()

    Contribution.objects.update(answer="Đã gửi 20 ảnh.")
    assert "đã đổi sau khi dùng" in client.get(url).content.decode()


def test_what_was_taken_back_to_mend_is_not_used(lead, world, use_url):
    row = given(world, world.support)
    Contribution.objects.update(status=S.DRAFT, answered_at=None)

    page = lead.post(
        use_url, {"results": "Xong.", "version": 0, "use": f"tra-loi:{row.pk}"}, follow=True
    ).content.decode()

    assert "vừa lấy lại để sửa" in page
    assert ProgressReport.objects.get().results == "Xong."


def test_only_the_lead_takes_answers_over(client, world, use_url):
    row = given(world, world.support)
    client.force_login(world.people["supporter"])

    assert client.post(use_url, {"use": f"tra-loi:{row.pk}"}).status_code == 403


# --- The answering side: figures, files, two at once ---------------------------------------------------------


@pytest.fixture
def asked(world, lead_officer):
    figures = [figure("Lượt xem", "lượt", None)]
    return f.make_contribution(
        world.task.supports.get(),
        world.period,
        lead_officer,
        figures=figures,
        wants_text=False,
        wants_file=True,
    )


def test_figures_are_taken_as_vietnamese_write_them_and_what_is_missing_is_named(
    client, world, asked, edit_url, supporter
):
    client.force_login(supporter)

    page = client.post(edit_url, {"version": 1, "figure_1": "", "send": "1"}).content.decode()
    assert "Chưa có số liệu “Lượt xem”." in page
    assert "Cơ quan chủ trì cần một tệp." in page

    upload = SimpleUploadedFile("bang.pdf", pdf(), "application/pdf")
    client.post(edit_url, {"version": 1, "figure_1": "1.234,5", "uploads": upload, "send": "1"})
    asked.refresh_from_db()
    assert (asked.status, asked.figures[0]["value"]) == (S.SENT, "1234.5")
    assert asked.files.get().name == "bang.pdf"


def test_a_hostile_file_is_refused_and_the_figures_stay_on_the_page(
    client, world, asked, edit_url, supporter
):
    client.force_login(supporter)
    upload = SimpleUploadedFile("bang.pdf", b"MZ\x90\x00", "application/pdf")

    page = client.post(
        edit_url, {"version": 1, "figure_1": "1.234,5", "uploads": upload, "send": "1"}
    ).content.decode()

    assert "bang.pdf" in page
    assert "1.234,5" in page
    assert not asked.files.exists()


def test_the_slower_of_two_is_refused_and_both_texts_are_kept(
    client, world, edit_url, supporter, lead_officer
):
    f.make_contribution(world.task.supports.get(), world.period, lead_officer)
    client.force_login(supporter)
    client.post(edit_url, {"answer": "Bản của chị Phối", "version": 1, "save": "1"})
    colleague = f.make_user(world.support, "OFFICER")
    client.force_login(colleague)

    answer = client.post(edit_url, {"answer": "Bản của anh Hai", "version": 1, "save": "1"})

    assert answer.status_code == 409
    assert Contribution.objects.get().answer == "Bản của chị Phối"
    assert SavedAnswer.objects.get().content["answer"] == "Bản của anh Hai"
    page = client.get(edit_url).content.decode()
    assert "Bản của chị Phối" in page
    assert "Bản của anh Hai" in page
    client.post(edit_url, {"drop": "1"})
    assert not SavedAnswer.objects.exists()


def test_autosave_keeps_and_tells_the_version(client, world, supporter, lead_officer):
    f.make_contribution(world.task.supports.get(), world.period, lead_officer)
    client.force_login(supporter)
    url = reverse("reports:contribution_autosave", args=PLACE)

    assert client.post(url, {"answer": "Đang viết", "version": 1}).json()["version"] == 2
    assert client.post(url, {"answer": "Cũ hơn", "version": 1}).status_code == 409
    assert Contribution.objects.get().answer == "Đang viết"


def test_the_second_click_on_send_is_answered_as_the_first(client, world, edit_url, supporter, lead_officer):
    f.make_contribution(world.task.supports.get(), world.period, lead_officer)
    client.force_login(supporter)
    sent = {"answer": "Đã gửi 24 ảnh.", "version": 1, "send": "1"}

    assert client.post(edit_url, sent).status_code == client.post(edit_url, sent).status_code == 302


def test_an_answer_after_the_report_is_taken_told_and_marked(
    client, world, edit_url, supporter, standing_officer, lead_officer
):
    f.make_contribution(world.task.supports.get(), world.period, lead_officer)
    f.make_report(world.task, world.period, lead_officer, status="SUBMITTED")
    client.force_login(supporter)
    assert "đến sau" in client.get(edit_url).content.decode()

    client.post(edit_url, {"answer": "Đã gửi 24 ảnh.", "version": 1, "send": "1"})

    client.force_login(standing_officer)
    page = client.get(reverse("reports:review", args=PLACE)).content.decode()
    assert "đến sau khi báo cáo đã gửi" in page
