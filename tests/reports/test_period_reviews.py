"""Sơ kết, tổng kết: what is assembled, what later reports bring, what stands still once frozen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from plans.models import Task
from reports import workflow as report_workflow
from reports.choices import ReportStatus, ReviewKind
from reports.dashboards.assembly import assemble, changes_between, from_json, to_json
from reports.dashboards.review_figures import a_year_before, digest_of, period_figures
from reports.models import FigureValue, KeptReviewText, PeriodReview
from reports.services import period_reviews as service
from reports.services.period_reviews import StaleReview
from tests import factories as f

ACCEPTED = ReportStatus.ACCEPTED


@pytest.fixture
def period(world):
    return f.make_period(
        world.plan,
        "2026-quy-1",
        name="Quý I năm 2026",
        data_from=date(2025, 12, 15),
        data_to=date(2026, 3, 14),
    )


def accept(world, task, period, results="Đã phát 7 phóng sự song ngữ.", **fields):
    author = world.people["officer"]
    return f.make_report(task, period, author, status=ACCEPTED, results=results, **fields)


def begin(world, period, **fields):
    choices = {"kind": ReviewKind.INTERIM, "issuer": world.issuer, "layout": "STATE"} | fields
    return service.create_review(period, actor=world.people["standing"], **choices)


# --- Assembly ----------------------------------------------------------------------------------------------


def test_review_begins_from_accepted_reports_each_paragraph_with_its_source(world, period):
    accept(
        world,
        world.task,
        period,
        "Đã phát 7 phóng sự song ngữ.\nĐăng lại trên 3 kênh.",
        difficulties="Thiếu người dịch.",
        next_steps="Phát tiếp 5 phóng sự.",
        recommendations="Đề nghị bố trí kinh phí.",
    )

    review = begin(world, period)

    assert review.texts == {
        "group-1": "- Sản xuất 12 phóng sự song ngữ (Sở Du lịch): Đã phát 7 phóng sự song ngữ. [1.1]\n+ Đăng lại trên 3 kênh. [1.1]",
        "shortcomings": "- Thiếu người dịch (Sở Du lịch). [1.1]",
        "next_steps": "- Sản xuất 12 phóng sự song ngữ (Sở Du lịch): Phát tiếp 5 phóng sự. [1.1]",
        "recommendations": "- Đề nghị bố trí kinh phí (Sở Du lịch). [1.1]",
    }
    assert (review.symbol, review.status, review.saved_by) == ("BC-UBND", "DRAFT", world.people["standing"])
    assert review.title.startswith("Sơ kết công tác thông tin đối ngoại quý I năm 2026")


@pytest.mark.parametrize(
    "status", [ReportStatus.DRAFT, ReportStatus.SUBMITTED, ReportStatus.RETURNED, ReportStatus.AGENCY_REVIEW]
)
def test_what_is_not_accepted_does_not_enter(world, period, lead_officer, status):
    f.make_report(world.task, period, lead_officer, status=status)

    assert begin(world, period).texts == {}


def test_what_was_to_come_of_a_task_withdrawn_since_is_left_out(world, period):
    accept(world, world.task, period, "Đã phát 7 phóng sự.", next_steps="Phát tiếp 5 phóng sự.")
    Task.objects.filter(pk=world.task.pk).update(withdrawn_on=period.data_to)

    texts = begin(world, period).texts

    assert "next_steps" not in texts
    assert "Đã phát 7 phóng sự." in texts["group-1"]


def test_same_complaint_of_two_agencies_is_said_once_with_both_names_and_sources(world, period):
    accept(world, world.task, period, difficulties="Thiếu người dịch.")
    accept(world, world.other_task, period, difficulties="thiếu người dịch", agency=world.other)

    assert begin(world, period).texts["shortcomings"] == (
        "- Thiếu người dịch (Sở Du lịch, Sở Tài chính). [1.1] [1.2]"
    )


def test_report_without_change_is_a_source_but_no_text(world, period):
    accept(world, world.task, period, "Chờ kinh phí.", no_change=True)

    review = begin(world, period)

    assert review.texts == {}
    assert [row.no_change for row in from_json(review.assembly)] == [True]


def test_task_told_only_in_an_earlier_period_inside_the_span_is_taken_from_there(world, period):
    half = f.make_period(world.plan, "2026-nua-dau", data_from=date(2025, 12, 15), data_to=date(2026, 6, 14))
    accept(world, world.task, period, "Kết quả quý I.")
    accept(world, world.other_task, period, "Kết quả quý I của việc kia.")
    accept(world, world.task, half, "Kết quả 6 tháng.")

    texts = begin(world, half).texts

    assert texts["group-1"].splitlines() == [
        "- Sản xuất 12 phóng sự song ngữ (Sở Du lịch): Kết quả 6 tháng. [1.1]",
        "- Tập huấn nghiệp vụ cho cán bộ phường, xã (Sở Tài chính): Kết quả quý I của việc kia. [1.2 2026-quy-1]",
    ]


def test_one_review_a_period_and_one_final_review_a_plan(world, period):
    begin(world, period, kind=ReviewKind.FINAL)

    with pytest.raises(ValidationError, match="Kỳ này đã có báo cáo"):
        begin(world, period)
    with pytest.raises(ValidationError, match="đã có báo cáo tổng kết"):
        begin(world, world.period, kind=ReviewKind.FINAL)
    assert PeriodReview.objects.count() == 1


def test_committee_report_in_the_partys_way_has_its_own_symbol(world, period):
    review = begin(world, period, issuer=world.committee.agency, layout="PARTY")

    assert (review.symbol, review.document_number) == ("BC/BCĐ", "…-BC/BCĐ")


# --- Assembled again ---------------------------------------------------------------------------------------


def again(review, *names, seen=None):
    seen = seen or digest_of(to_json(assemble(review.period)))
    return service.apply_assembly(
        review, actor=review.saved_by, read_version=review.version, seen=seen, chosen=set(names)
    )


def changed(review):
    return [(c.kind, c.name) for c in changes_between(from_json(review.assembly), assemble(review.period))]


def test_later_report_is_shown_as_new_and_added_below_what_was_written_by_hand(world, period):
    accept(world, world.task, period)
    review = begin(world, period)
    service.save_texts(
        review, {"group-1": "Viết lại bằng tay. [1.1]"}, actor=review.saved_by, read_version=review.version
    )
    accept(world, world.other_task, period, "Đã mở 2 lớp.")
    assert changed(review) == [("new", "group-1|1.2")]

    again(review, "group-1|1.2")

    assert PeriodReview.objects.get().texts["group-1"] == (
        "Viết lại bằng tay. [1.1]\n- Tập huấn nghiệp vụ cho cán bộ phường, xã (Sở Tài chính): Đã mở 2 lớp. [1.2]"
    )
    assert changed(PeriodReview.objects.with_names().get()) == []


def test_rewritten_source_replaces_its_old_words_only_where_nobody_touched_them(world, period):
    first, second = (
        accept(world, world.task, period, "Cũ một."),
        accept(world, world.other_task, period, "Cũ hai."),
    )
    review = begin(world, period)
    edited = review.texts["group-1"].replace("Cũ hai.", "Sửa tay.")
    service.save_texts(review, {"group-1": edited}, actor=review.saved_by, read_version=review.version)
    for report, text in ((first, "Mới một."), (second, "Mới hai.")):
        type(report).objects.filter(pk=report.pk).update(results=text)
    assert changed(review) == [("changed", "group-1|1.1"), ("changed", "group-1|1.2")]

    again(review, "group-1|1.1", "group-1|1.2")

    text = PeriodReview.objects.get().texts["group-1"]
    assert "Cũ một." not in text
    assert [word for word in ("Mới một.", "Sửa tay.", "Mới hai.") if word in text] == [
        "Mới một.",
        "Sửa tay.",
        "Mới hai.",
    ]


def test_reopened_report_is_told_and_its_paragraph_stays_until_a_person_takes_it_out(world, period):
    report = accept(world, world.task, period)
    review = begin(world, period)
    before = review.texts
    report_workflow.run(
        report,
        "reopen",
        actor=world.people["standing"],
        note="Sai kỳ",
        reason="WRONG_PERIOD",
        comments=[("results", "Xem lại.")],
    )
    assert changed(review) == [("gone", "group-1|1.1")]

    again(review, "group-1|1.1")

    assert PeriodReview.objects.get().texts == before


def test_what_is_not_chosen_is_remembered_as_seen_and_not_offered_again(world, period):
    review = begin(world, period)
    accept(world, world.task, period)

    again(review)

    assert PeriodReview.objects.get().texts == {}
    assert changed(PeriodReview.objects.with_names().get()) == []


def test_report_accepted_while_the_person_chose_is_not_taken_as_read(world, period):
    review = begin(world, period)
    accept(world, world.task, period)
    seen = digest_of(to_json(assemble(period)))
    accept(world, world.other_task, period, "Đến trong lúc chọn.")

    with pytest.raises(StaleReview):
        again(review, "group-1|1.1", seen=seen)

    assert PeriodReview.objects.get().texts == {}
    assert len(changed(PeriodReview.objects.with_names().get())) == 2


# --- Two people --------------------------------------------------------------------------------------------


def test_stale_save_is_refused_and_what_was_typed_can_be_kept(world, period, standing_officer):
    review = begin(world, period)
    service.save_texts(review, {"overview": "Của người nhanh hơn."}, actor=standing_officer, read_version=1)
    late = PeriodReview.objects.with_names().get()

    with pytest.raises(StaleReview) as refused:
        service.save_texts(late, {"overview": "Của người chậm hơn."}, actor=standing_officer, read_version=1)
    service.keep_refused_text(
        refused.value.current, {"overview": "Của người chậm hơn."}, actor=standing_officer
    )

    assert PeriodReview.objects.get().texts == {"overview": "Của người nhanh hơn."}
    assert KeptReviewText.objects.get().content == {"overview": "Của người chậm hơn."}


def test_save_that_changes_nothing_makes_no_version(world, period, standing_officer):
    review = begin(world, period)
    service.save_texts(review, {"overview": "Một."}, actor=standing_officer, read_version=1)

    service.save_texts(review, {"overview": "Một.", "causes": "  "}, actor=standing_officer, read_version=1)

    assert PeriodReview.objects.get().version == 2


@pytest.mark.parametrize("status", ["SUBMITTED", "APPROVED", "ISSUED"])
def test_nothing_is_written_once_it_is_out_of_the_writers_hands(world, standing_officer, status):
    review = f.make_review(world.period, standing_officer, status=status)
    before = PeriodReview.objects.values().get()

    for act in (
        lambda: service.save_texts(review, {"overview": "Khác"}, actor=standing_officer, read_version=1),
        lambda: service.change_form(review, actor=standing_officer, read_version=1),
        lambda: service.freeze_figures(review, actor=standing_officer, read_version=1),
        lambda: again(review),
    ):
        with pytest.raises(StaleReview):
            act()

    assert PeriodReview.objects.values().get() == before


# --- Figures -----------------------------------------------------------------------------------------------


def test_figures_count_as_of_the_cut_off_with_the_plans_and_last_years_beside_them(world, period):
    day = date(2026, 3, 14)
    Task.objects.filter(pk=world.task.pk).update(completed_on=date(2026, 3, 1), due_on=date(2026, 3, 10))
    Task.objects.filter(pk=world.other_task.pk).update(due_on=date(2026, 3, 12))
    f.make_task(world.group, world.lead, due_on=date(2026, 11, 30))
    f.make_task(world.group, world.lead, is_secret=True)
    before = f.make_plan(world.locality, issuer=world.issuer, year=2025)
    old = f.make_task(f.make_group(before, title=world.group.title), world.lead, due_on=date(2025, 3, 1))
    Task.objects.filter(pk=old.pk).update(completed_on=date(2025, 3, 20))

    figures = period_figures(period, as_of=day)

    total = figures["total"]
    assert (total["total"], total["done"], total["done_late"], total["in_term"], total["overdue"]) == (
        4,
        1,
        0,
        2,
        1,
    )
    assert (total["planned_due"], total["rate"]) == (2, 50.0)
    assert figures["groups"][0]["last_year"] == {"total": 1, "finished": 0, "rate": 0.0}
    assert (figures["last_year"]["as_of"], figures["last_year"]["overdue"]) == ("2025-03-14", 1)


def test_indicators_stand_beside_their_targets_and_are_never_added_up(world, period):
    f.make_indicator(world.task, 2, name="Khán giả", unit="lượt", target_value=5000)
    report = accept(world, world.task, period)
    for indicator, value in zip(world.task.indicators.order_by("number"), (7, 1250), strict=True):
        FigureValue.objects.create(report=report, indicator=indicator, value=value)

    rows = period_figures(period, as_of=period.data_to)["indicators"]

    assert [(r["name"], r["unit"], Decimal(r["target"]), Decimal(r["value"])) for r in rows] == [
        ("Phóng sự song ngữ", "phóng sự", 12, 7),
        ("Khán giả", "lượt", 5000, 1250),
    ]
    assert not {"sum", "total"} & set(rows[0])


def test_who_reported_who_did_not_and_who_was_late(world, period, lead_officer):
    f.make_report(world.task, period, lead_officer, status=ACCEPTED)
    period.report_due_on = date(2026, 3, 20)
    period.opens_on = date(2026, 3, 1)
    period.save()

    agencies = period_figures(period, as_of=period.data_to)["agencies"]

    assert agencies == [
        {"code": "chu-tri", "name": "Sở Du lịch", "owed": 1, "sent": 1, "late": 1, "extended": 0},
        {"code": "khac", "name": "Sở Tài chính", "owed": 1, "sent": 0, "late": 0, "extended": 0},
    ]


def test_frozen_figures_stand_still_when_a_later_report_is_accepted(world, period, standing_officer):
    review = begin(world, period)
    service.freeze_figures(review, actor=standing_officer, read_version=review.version)
    frozen = dict(review.figures)

    accept(world, world.task, period, progress_percent=100, completed_on=date(2026, 3, 1))
    Task.objects.filter(pk=world.task.pk).update(completed_on=date(2026, 3, 1))

    stored = PeriodReview.objects.get()
    assert stored.figures == frozen
    assert stored.figures_sha256 == digest_of(stored.figures)
    assert period_figures(period, as_of=period.data_to) != frozen


def test_figures_are_frozen_at_the_cut_off_or_today_while_it_has_not_come(world, period, standing_officer):
    review = begin(world, period)
    service.freeze_figures(review, actor=standing_officer, read_version=review.version)
    assert review.figures_as_of == date(2026, 3, 14)

    late = f.make_period(world.plan, "sau", data_to=timezone.localdate() + timedelta(5))
    other = begin(world, late)
    service.freeze_figures(other, actor=standing_officer, read_version=other.version)
    assert other.figures_as_of < late.data_to


def test_leap_day_has_a_day_a_year_before():
    assert a_year_before(date(2024, 2, 29)) == date(2023, 2, 28)


# --- The next level ----------------------------------------------------------------------------------------


def test_issued_review_goes_up_with_the_same_text_and_figures_addressed_to_the_ministry(
    world, standing_officer
):
    own = f.make_review(
        world.period, standing_officer, status="ISSUED", issuer=world.committee.agency, layout="PARTY"
    )

    upward = service.pass_up(own, actor=standing_officer)

    assert (upward.status, upward.level, upward.based_on) == ("DRAFT", "UPWARD", own)
    assert (upward.issuer, upward.layout, upward.symbol) == (world.issuer, "STATE", "BC-UBND")
    assert (upward.texts, upward.figures_sha256, upward.figures) == (
        own.texts,
        own.figures_sha256,
        own.figures,
    )
    assert upward.addressed_to == "Bộ Văn hóa, Thể thao và Du lịch"
    assert upward.recipients.splitlines()[0] == "Như trên;"
    with pytest.raises(ValidationError, match="dùng đúng số liệu đã chốt"):
        service.freeze_figures(upward, actor=standing_officer, read_version=upward.version)
