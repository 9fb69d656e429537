"""The pages of sơ kết and tổng kết: what each person reads and may do, and that nothing typed is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agencies.models import User
from plans.models import Task
from reports.choices import ReportStatus
from reports.models import KeptReviewText, PeriodReview
from tests import factories as f
from tests.shared.files import pdf

ACCEPTED = ReportStatus.ACCEPTED
PERIOD = ["hcm", "2026", "2026-6-thang"]
OWN = [*PERIOD, "LOCALITY"]


def url(name: str = "period_review", *args: str) -> str:
    return reverse(f"reports:{name}", args=[*OWN, *args])


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def standing(client, standing_officer):
    client.force_login(standing_officer)
    return client


@pytest.fixture
def review(world, standing_officer):
    return f.make_review(world.period, standing_officer)


def test_standing_agency_begins_the_review_from_the_list(standing, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer, status=ACCEPTED)
    assert "Lập báo cáo" in page(standing, reverse("reports:period_review_list", args=["hcm", "2026"]))

    answer = standing.post(
        reverse("reports:period_review_add", args=PERIOD),
        {"kind": "INTERIM", "issuer": world.issuer.pk, "layout": "STATE"},
    )

    assert answer.url == url("period_review_edit")
    assert "Đã phát 7 phóng sự song ngữ Việt – Anh. [1.1]" in PeriodReview.objects.get().texts["group-1"]


def test_second_review_of_a_period_is_refused_with_a_sentence(standing, world, review):
    answer = standing.post(
        reverse("reports:period_review_add", args=PERIOD),
        {"kind": "INTERIM", "issuer": world.issuer.pk, "layout": "STATE"},
    )

    assert answer.status_code == 200
    assert "Kỳ này đã có báo cáo." in answer.content.decode()
    assert PeriodReview.objects.count() == 1


def test_list_shows_only_what_this_person_may_see(client, world, review, lead_officer, standing_officer):
    address = reverse("reports:period_review_list", args=["hcm", "2026"])
    client.force_login(lead_officer)
    assert "Dự thảo" not in page(client, address)

    client.force_login(standing_officer)
    assert "Dự thảo" in page(client, address)


@pytest.mark.parametrize(
    ("status", "role", "answer"),
    [
        ("DRAFT", "officer", 404),
        ("DRAFT", "clerk", 404),
        ("DRAFT", "committee", 404),
        ("DRAFT", "signer", 200),
        ("APPROVED", "clerk", 200),
        ("ISSUED", "officer", 200),
        ("ISSUED", "committee", 200),
    ],
)
def test_who_reads_the_review(client, world, standing_officer, status, role, answer):
    f.make_review(world.period, standing_officer, status=status)
    client.force_login(world.people[role])

    assert client.get(url()).status_code == answer


def test_paragraph_leads_to_its_report_only_for_whoever_may_read_that(
    client, world, standing_officer, lead_officer
):
    f.make_report(world.task, world.period, lead_officer, status=ACCEPTED)
    f.make_review(
        world.period, standing_officer, status="ISSUED", texts={"group-1": "Đã phát 7 phóng sự. [1.1]"}
    )
    source = reverse("reports:report_detail", args=[*PERIOD, "1.1"])

    client.force_login(world.people["committee"])
    assert f'href="{source}"' in page(client, url())
    client.force_login(world.people["other_officer"])
    html = page(client, url())
    assert f'href="{source}"' not in html
    assert "Đã phát 7 phóng sự." in html


def test_issued_page_shows_the_frozen_figures_whatever_came_later(client, world, standing_officer, signer):
    Task.objects.update(due_on=world.period.report_due_on)
    f.make_review(world.period, standing_officer, status="ISSUED")
    Task.objects.update(completed_on=world.period.data_from)
    client.force_login(signer)

    html = page(client, url())

    figures = PeriodReview.objects.get().figures
    assert (figures["total"]["total"], figures["total"]["done"]) == (2, 0)
    assert f"Số liệu tính đến {world.period.data_to:%d/%m/%Y}" in html
    assert "đã chốt" in html
    assert "hoàn thành đúng hạn 0, hoàn thành quá hạn 0, trong hạn 2" in html


def test_draft_says_that_its_figures_are_provisional_and_what_is_missing(standing, review):
    html = page(standing, url())

    assert "tạm tính" in html
    assert "Chưa chốt số liệu." in html

    standing.post(url("period_review_freeze"))
    html = page(standing, url())
    assert "tạm tính" not in html
    assert "Chưa chốt số liệu." not in html


def test_save_keeps_every_part_and_leads_on(standing, review):
    answer = standing.post(
        url("period_review_edit"), {"version": 1, "overview": "Mới.", "group-1": "- Kết quả [1.1]"}
    )

    assert answer.url == url()
    assert PeriodReview.objects.get().texts == {"overview": "Mới.", "group-1": "- Kết quả [1.1]"}


def test_too_long_text_stays_on_the_page_with_an_error_at_its_place(standing, review):
    text = "dài " * 5001

    html = standing.post(url("period_review_edit"), {"version": 1, "overview": text}).content.decode()

    assert "Dài quá 20.000 ký tự" in html
    assert text.strip() in html
    assert PeriodReview.objects.get().version == 1


def test_slower_of_two_sees_both_texts_and_merges_them(standing, review, world):
    other = f.make_user(world.standing, "STANDING_OFFICER", full_name="Chị Lan")
    PeriodReview.objects.update(
        texts={"overview": "Của chị Lan.", "next_steps": "Như cũ."}, version=2, saved_by=other
    )

    answer = standing.post(
        url("period_review_edit"), {"version": 1, "overview": "Của tôi.", "next_steps": "Như cũ."}
    )

    html = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in html for words in ("Chị Lan", "Của chị Lan.", "Của tôi."))
    assert KeptReviewText.objects.get().content["overview"] == "Của tôi."

    standing.post(url("period_review_compare"), {"merge": "1", "version": 2, "pick_overview": "mine"})
    assert PeriodReview.objects.get().texts == {"overview": "Của tôi.", "next_steps": "Như cũ."}
    assert not KeptReviewText.objects.exists()


def test_text_typed_while_the_review_was_submitted_is_kept_and_shown(standing, review):
    PeriodReview.objects.update(
        status="SUBMITTED",
        version=2,
        submitted_at=timezone.now(),
        submitted_by=User.objects.first(),
        figures={"as_of": "2026-06-14", "groups": [], "agencies": []},
        figures_as_of=timezone.localdate(),
        figures_sha256="0" * 64,
    )

    answer = standing.post(url("period_review_edit"), {"version": 1, "overview": "Viết thêm."})

    assert answer.status_code == 409
    assert "Viết thêm." in answer.content.decode()
    assert "Ghép và lưu" not in answer.content.decode().partition("<form")[2]


def test_autosave_answers_version_conflict_and_error(standing, review):
    saved = standing.post(url("period_review_autosave"), {"version": 1, "overview": "Một."})
    assert saved.json()["version"] == "2"

    late = standing.post(url("period_review_autosave"), {"version": 1, "overview": "Hai."})
    assert late.status_code == 409
    own = "Anh/chị đã lưu bản mới hơn ở một cửa sổ khác lúc "
    assert late.json()["message"].startswith(own)
    compared = standing.post(url("period_review_edit"), {"version": 1, "overview": "Hai."}).content.decode()
    assert (
        own in compared
        and "do chính anh/chị lưu lúc" in standing.get(url("period_review_edit")).content.decode()
    )
    assert KeptReviewText.objects.get().content["overview"] == "Hai."

    bad = standing.post(url("period_review_autosave"), {"version": "", "overview": "Ba."})
    assert bad.status_code == 422


def test_new_sources_are_offered_and_taken_in(standing, world, review, lead_officer):
    f.make_report(world.task, world.period, lead_officer, status=ACCEPTED, results="Kết quả đến sau.")
    assert "1 thay đổi" in page(standing, url("period_review_edit"))
    html = page(standing, url("period_review_assemble"))
    assert "Kết quả đến sau." in html

    seen = re.search(r'name="seen" value="(\w+)"', html)[1]
    standing.post(url("period_review_assemble"), {"version": 1, "seen": seen, "take": ["group-1|1.1"]})

    assert "Kết quả đến sau. [1.1]" in PeriodReview.objects.get().texts["group-1"]
    assert "Không có gì mới." in page(standing, url("period_review_assemble"))


def test_form_of_the_review_is_changed_and_a_stale_one_is_told(standing, world, review):
    typed = {
        "version": 1,
        "title": "Sơ kết 6 tháng",
        "kind": "INTERIM",
        "issuer": world.committee.agency.pk,
        "layout": "PARTY",
        "symbol": "BC/BCĐ",
        "recipients": "Lưu: Ban Chỉ đạo.",
    }
    assert standing.post(url("period_review_form"), typed).url == url()
    stored = PeriodReview.objects.get()
    assert (stored.issuer, stored.layout, stored.symbol, stored.version) == (
        world.committee.agency,
        "PARTY",
        "BC/BCĐ",
        2,
    )

    html = standing.post(url("period_review_form"), typed | {"title": "Khác"}).content.decode()
    assert "Người khác vừa lưu báo cáo này." in html
    assert 'value="Khác"' in html


def test_signer_returns_with_a_reason_and_approves(client, world, standing_officer, signer):
    f.make_review(world.period, standing_officer, status="SUBMITTED")
    client.force_login(signer)
    html = client.post(url("period_review_move", "send_back"), {"note": " "}).content.decode()
    assert "Có 1 chỗ cần sửa" in html

    client.post(url("period_review_move", "send_back"), {"note": "Bổ sung nguyên nhân."})

    assert PeriodReview.objects.get().status == "RETURNED"
    client.force_login(standing_officer)
    assert "Bổ sung nguyên nhân." in page(client, url())


def test_clerk_is_told_that_a_final_review_closes_the_plan(client, world, standing_officer, clerk):
    f.make_review(world.period, standing_officer, status="APPROVED", kind="FINAL")
    client.force_login(clerk)

    html = page(client, url("period_review_move", "issue"))

    assert "kế hoạch được ghi nhận đã tổng kết" in html
    assert "Số tiếp theo trong sổ BC-UBND" in html


def test_issued_review_goes_up_once(standing, world, standing_officer):
    f.make_review(world.period, standing_officer, status="ISSUED")

    first = standing.post(url("period_review_pass_up"))
    second = standing.post(url("period_review_pass_up"))

    assert first.url == second.url == reverse("reports:period_review", args=[*PERIOD, "UPWARD"])
    assert PeriodReview.objects.filter(level="UPWARD").count() == 1
    assert "Kính gửi" in page(standing, first.url)


def test_export_asks_for_a_paper_and_draft_says_so(standing, review):
    answer = standing.post(url("period_review_export"))

    assert answer.status_code == 302
    assert "báo cáo" in page(standing, answer.url).lower()


def test_clerk_files_the_signed_copy_and_whoever_reads_the_review_takes_it_away(
    client, world, standing_officer, clerk, lead_officer
):
    f.make_review(world.period, standing_officer, status="ISSUED")
    client.force_login(clerk)

    client.post(url("period_review_copy_add"), {"file": SimpleUploadedFile("bao-cao.pdf", pdf())})

    client.force_login(lead_officer)
    assert "bao-cao.pdf" in page(client, url())
    answer = client.get(url("period_review_copy", "1"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert client.get(url("period_review_copy", "2")).status_code == 404


@pytest.mark.parametrize("name", ["period_review", "period_review_edit"])
def test_page_asks_the_database_as_often_for_many_tasks(
    standing, world, review, lead_officer, django_assert_num_queries, name
):
    f.make_report(world.task, world.period, lead_officer, status=ACCEPTED)
    with django_assert_num_queries(17):
        page(standing, url(name))

    for n in range(3):
        group = f.make_group(world.plan, n + 2)
        agency = f.make_agency(world.locality)
        task = f.make_task(group, agency)
        f.make_indicator(task)
        f.make_report(task, world.period, lead_officer, status=ACCEPTED)
    with django_assert_num_queries(17):
        page(standing, url(name))


def test_list_asks_the_database_as_often_for_many_periods(
    standing, world, review, standing_officer, django_assert_num_queries
):
    address = reverse("reports:period_review_list", args=["hcm", "2026"])
    with django_assert_num_queries(6):
        page(standing, address)

    for n in range(3):
        f.make_review(f.make_period(world.plan, f"ky-{n}"), standing_officer, status="ISSUED")
    with django_assert_num_queries(6):
        page(standing, address)
