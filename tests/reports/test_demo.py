"""The demo: facts of the five plans to the letter, accounts, and a running year in which every list has something."""

from datetime import date, datetime, time, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from agencies.choices import MailingPurpose, NoticeKind
from agencies.models import ActivityEntry, Agency, Mailing, Membership, Notification, User
from documents.models import RegisteredNumber
from plans.choices import PlanStatus
from plans.dashboards.texts import plan_texts
from plans.models import Consultation, Plan, PlanComment, PlanVersion, Task, TaskSupport
from reports.choices import ContributionStatus, ReportStatus
from reports.demo import clock
from reports.demo.load import load_demo
from reports.models import (
    Contribution,
    Extension,
    FieldComment,
    PeriodReview,
    PeriodRule,
    ProgressReport,
    ReportingPeriod,
)
from ttdn_portal.shared.secrecy import marked_places, row_texts

AS_OF = date(2026, 11, 20)
ROLES = ("chuyenvien", "phoihop", "lanhdao", "thuongtruc", "kyduyet", "vanthu", "bcd", "quantri")

HCM_ITEMS = [
    "Triển khai thực hiện văn bản quy phạm pháp luật, văn bản quản lý, chỉ đạo, hướng dẫn về thông tin đối ngoại",
    "Tập huấn, đào tạo bồi dưỡng nghiệp vụ về thông tin đối ngoại",
    "Công tác truyền thông, giới thiệu, quảng bá hình ảnh Thành phố",
    "Tuyên truyền các sự kiện hội nhập quốc tế nổi bật",
    "Triển khai Đề án truyền thông về quyền con người",
    "Công tác tuyên truyền biển đảo; phân giới, cắm mốc và quản lý biên giới",
    "Tổ chức biên soạn và xuất bản các ấn phẩm phục vụ công tác thông tin đối ngoại",
    "Đẩy mạnh ứng dụng các nền tảng mạng xã hội trong công tác truyền thông về hoạt động thông tin đối ngoại của Thành phố",
    "Cung cấp thông tin báo chí về tình hình phát triển kinh tế - xã hội của Thành phố",
    "Tổng hợp thông tin báo chí phản ánh và tổ chức họp báo cung cấp thông tin cho báo chí",
    "“Xây dựng chuyên mục thông tin các hoạt động đối ngoại nổi bật của Thành phố” trên Đài Truyền hình và Phát thanh TPHCM",
    "Chương trình “Đối thoại quốc tế cùng chuyên gia”",
    "Tổ chức cuộc thi ảnh và bài viết với chủ đề “Thành phố Hồ Chí Minh với hành trình 50 năm hội nhập quốc tế” dành cho cộng đồng người nước ngoài đang sinh sống, học tập, làm việc tại Thành phố",
]
HAIPHONG_ITEMS = [
    "Tập huấn, bồi dưỡng nghiệp vụ cho cán bộ phụ trách công tác TTĐN",
    "Thông tin, tuyên truyền đường lối, chủ trương, chính sách của Đảng, Nhà nước, các văn bản chỉ đạo của thành phố",
    "Tuyên truyền các thành tựu trên mọi lĩnh vực kinh tế - xã hội, thu hút đầu tư, bảo đảm an sinh xã hội, bảo vệ và thúc đẩy quyền con người trên địa bàn thành phố",
    "Tăng cường hợp tác với kênh truyền hình đối ngoại xây dựng và thực hiện chương trình thông tin, tuyên truyền, quảng bá về thành phố Hải Phòng",
    "Tuyên truyền, quảng bá về ASEAN năm 2023",
    "Cung cấp thông tin về các vấn đề của thành phố được dư luận nước ngoài quan tâm",
    "Đấu tranh với các thông tin sai lệch ảnh hưởng đến uy tín, hình ảnh của thành phố",
    "Đẩy mạnh quảng bá hình ảnh Việt Nam và thành phố trên mạng xã hội",
]
HAUGIANG_ITEMS = [
    "Quán triệt văn bản chỉ đạo, hướng dẫn của Trung ương; cụ thể hóa nội dung quản lý hoạt động TTĐN phù hợp địa phương",
    "Hợp tác tuyên truyền với cơ quan báo chí Trung ương; tổng hợp thông tin báo chí; họp báo cung cấp thông tin",
    "Triển khai Đề án Tạo dựng hình ảnh tỉnh Hậu Giang giai đoạn 2020 - 2025, tầm nhìn đến năm 2030",
    "Tuyên truyền sự kiện hội nhập quốc tế nổi bật, bảo vệ quyền con người, chủ quyền biển đảo, phân giới cắm mốc và quản lý biên giới",
    "Tổ chức và tham gia sự kiện xúc tiến đầu tư, thương mại, du lịch, giới thiệu sản phẩm của tỉnh ra nước ngoài",
    "Cung cấp thông tin cho báo chí, người Việt Nam ở nước ngoài, nhà đầu tư về kinh tế - xã hội và hoạt động đối ngoại của lãnh đạo tỉnh",
    "Thông tin tuyên truyền biển đảo thông qua Triển lãm số “Hoàng Sa, Trường Sa của Việt Nam - những bằng chứng lịch sử và pháp lý”",
    "Tổng kết đánh giá hoạt động TTĐN tỉnh Hậu Giang năm 2021",
]
HANOI_ITEMS = [
    "Thông tin tuyên truyền về quan điểm, chủ trương, chính sách của Đảng, Nhà nước về công tác đối ngoại",
    "Các hoạt động về công tác thông tin đối ngoại, giới thiệu quảng bá hình ảnh của Hà Nội đến người Việt Nam ở nước ngoài và bạn bè quốc tế",
    "Đấu tranh phản bác những thông tin sai trái",
    "Định hướng thông tin đối ngoại cho báo chí",
    "Nâng cao hiệu quả hoạt động thông tin đối ngoại",
]


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for the whole module, in a transaction around those of the tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(AS_OF)
        yield
        transaction.set_rollback(True)


def plan(locality: str, slug: str) -> Plan:
    return Plan.objects.select_related("issuer", "locality").get(locality__code=locality, slug=slug)


def titles(of: Plan) -> list[str]:
    return list(of.groups.order_by("number").values_list("title", flat=True))


# --- The five plans ---------------------------------------------------------------------------


def test_hcm_2024_holds_thirteen_items_to_the_letter():
    hcm = plan("hcm", "2024")

    assert titles(hcm) == HCM_ITEMS
    assert hcm.title == "Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2024"
    assert (hcm.status, hcm.is_transcribed, hcm.number, hcm.issued_on, hcm.signer_name) == (
        PlanStatus.ISSUED,
        True,
        None,
        None,
        "",
    )
    assert (hcm.issuer.code, hcm.basis_rows.count(), hcm.recipients) == ("ubnd", 0, "")
    assert "Kết luận số 57-KL/TW ngày 15 tháng 6 năm 2023" in hcm.purposes
    assert "đô thị thông minh" in hcm.requirements


def test_no_text_of_any_plan_is_taken_for_a_marking():
    texts = [one for each in Plan.objects.all() for one in plan_texts(each)]
    texts += [one for report in ProgressReport.objects.all() for one in row_texts(report)]

    assert len(texts) > 500
    assert marked_places(texts) == []


def test_hcm_2024_has_one_illustrative_task_below_each_item():
    tasks = Task.objects.filter(plan=plan("hcm", "2024"))
    added = tasks.get(code="8.2")  # by the amendment

    assert [task.code for task in tasks.exclude(pk=added.pk).order_by("sequence")] == [
        f"{n}.1" for n in range(1, 14)
    ]
    assert all(task.is_illustration and task.lead_agency_id and task.due_on for task in tasks)
    assert not TaskSupport.objects.filter(task__in=tasks, is_illustration=False).exists()


def test_hcm_2024_was_amended_once_between_its_periods():
    hcm = plan("hcm", "2024")
    amendment = hcm.amendments.get()
    half, whole = (
        ProgressReport.objects.filter(task__plan=hcm, task__code="13.1", period__slug=slug).get()
        for slug in ("2024-6-thang", "2024-nam")
    )

    assert (amendment.status, amendment.is_illustration, amendment.is_in_effect) == ("ISSUED", True, True)
    assert [(v.number, v.effective_from) for v in hcm.versions.order_by("number")] == [
        (1, None),
        (2, date(2024, 9, 5)),
    ]
    assert (half.plan_version, whole.plan_version) == (1, 2)
    assert Task.objects.get(plan=hcm, code="7.1").withdrawn_on == date(2024, 9, 5)
    assert Task.objects.get(plan=hcm, code="13.1").due_on == date(2024, 12, 20)


def test_haiphong_2023_is_incomplete_with_one_neutral_secret_task():
    haiphong = plan("haiphong", "2023")
    [secret] = haiphong.tasks.all()

    assert titles(haiphong) == HAIPHONG_ITEMS
    assert (haiphong.is_transcribed, haiphong.is_incomplete, haiphong.number, haiphong.issued_on) == (
        True,
        True,
        None,
        None,
    )
    assert (
        secret.code,
        secret.is_secret,
        secret.title,
        secret.expected_output,
        secret.description,
        secret.note,
    ) == ("7.1", True, "", "", "", "")
    assert (secret.due_on, secret.completed_on, secret.is_illustration) == (
        date(2023, 12, 31),
        date(2023, 12, 15),
        True,
    )
    assert Agency.objects.get(locality__code="haiphong", code="quan-hong-bang").valid_to == date(2025, 6, 30)


def test_haugiang_2021_is_the_committees_with_joint_leads():
    haugiang = plan("haugiang", "2021")
    tasks = haugiang.tasks.select_related("lead_agency", "joint_lead_agency").order_by("sequence")

    assert titles(haugiang) == HAUGIANG_ITEMS
    assert (haugiang.issuer.name, haugiang.symbol, haugiang.layout) == (
        "Ban Chỉ đạo công tác thông tin đối ngoại tỉnh Hậu Giang",
        "KH/BCĐ",
        "PARTY",
    )
    assert (haugiang.number, haugiang.issued_on, haugiang.is_incomplete, haugiang.allows_joint_lead) == (
        None,
        None,
        True,
        True,
    )
    assert {(t.lead_agency.name, t.joint_lead_agency.name) for t in tasks} == {
        ("Ban Tuyên giáo Tỉnh ủy", "Sở Thông tin và Truyền thông")
    }
    assert (tasks[7].code, tasks[7].title, tasks[7].starts_on) == ("8.1", HAUGIANG_ITEMS[7], date(2021, 1, 1))
    assert {task.due_on for task in tasks} == {None}  # the source names no day


def test_haugiangs_agencies_have_successors_up_to_can_tho():
    office = Agency.objects.get(locality__code="haugiang", code="so-tttt")

    assert (office.valid_to, office.successor.code, office.successor.successor.locality.code) == (
        date(2025, 2, 28),
        "so-vhttdl",
        "cantho",
    )


def test_hanoi_2024_has_a_number_without_a_day_and_no_items():
    hanoi = plan("hanoi", "2024")

    assert (hanoi.document_number, hanoi.issued_on, hanoi.signer_name, hanoi.groups.count()) == (
        "47/KH-UBND",
        None,
        "",
        0,
    )
    assert (hanoi.is_transcribed, hanoi.is_incomplete) == (True, True)
    assert "chủ động, kịp thời, đồng bộ, sáng tạo, hiệu quả" in hanoi.requirements
    assert (
        RegisteredNumber.objects.get(series__issuer=hanoi.issuer, number=47).subject_key == hanoi.subject_key
    )


def test_hanoi_2018_2020_is_in_consultation():
    draft = plan("hanoi", "2018-2020")

    assert titles(draft) == HANOI_ITEMS
    assert (draft.status, draft.kind, draft.year_from, draft.year_to, draft.issuer.code, draft.layout) == (
        PlanStatus.CONSULTING,
        "MULTI_YEAR",
        2018,
        2020,
        "bcd",
        "PARTY",
    )
    assert draft.consulted_agencies.filter(code="so-du-lich").exists()


def test_hanoi_2018_2020_went_through_a_round_and_is_in_the_second():
    first, second = Consultation.objects.filter(plan=plan("hanoi", "2018-2020"))
    comments = PlanComment.objects.sent().filter(body__consultation__plan__slug="2018-2020")

    assert (first.is_open, first.counts_silence, second.is_open) == (False, True, True)
    assert second.reply_due_on > AS_OF
    assert set(comments.filter(body__consultation=first).values_list("answer", flat=True)) == {
        "ACCEPTED",
        "EXPLAINED",
    }
    assert set(comments.filter(body__consultation=second).values_list("answer", flat=True)) == {
        "",
        "EXPLAINED",
    }
    assert {body.status for body in second.bodies.all()} == {"REPLIED", "WAITING"}
    assert comments.filter(body__member__isnull=False).count() == 3
    assert not comments.filter(is_illustration=False).exists()


def test_hanoi_2019_was_made_from_the_period_plan_and_serves_its_items():
    year, period = plan("hanoi", "2019"), plan("hanoi", "2018-2020")

    assert (year.parent, year.based_on, year.is_illustration) == (period, period, True)
    assert list(year.groups.values_list("title", "based_on")) == list(
        period.groups.values_list("title", "pk")
    )
    assert set(year.tasks.values_list("objective__plan", "is_illustration")) == {(period.pk, True)}
    assert year.tasks.count() == 5


def test_running_plan_remembers_what_it_was_made_from():
    running = Plan.objects.get(locality__code="hcm", year_from=AS_OF.year)
    first = running.tasks.filter(number=1).select_related("based_on", "group__based_on")

    assert running.based_on == plan("hcm", "2024")
    assert {(task.based_on.plan_id, task.based_on.code) for task in first} == {
        (running.based_on_id, f"{n}.1") for n in range(1, 14)
    }


def test_hanoi_2017_has_its_half_year_with_the_findings_of_the_meeting():
    period = ReportingPeriod.objects.get(plan=plan("hanoi", "2017"), slug="2017-6-thang")

    assert (period.plan.number, period.plan.groups.count(), period.plan.is_transcribed) == (49, 0, True)
    assert period.closed_at is not None
    assert "28/7/2017" in period.instructions
    assert "Hà Nội 2017 hợp tác đầu tư và phát triển" in period.instructions


def test_every_transcribed_plan_names_its_source_and_is_frozen():
    transcribed = Plan.objects.filter(is_transcribed=True)

    assert transcribed.count() == 5
    assert not transcribed.filter(source_note="").exists()
    assert PlanVersion.objects.filter(plan__in=transcribed, number=1).count() == 5


# --- The running year -------------------------------------------------------------------------


def test_running_plan_is_issued_and_is_illustration_throughout():
    running = plan("hcm", "2026")

    assert (running.status, running.is_illustration, running.is_transcribed, running.signer_name) == (
        PlanStatus.ISSUED,
        True,
        False,
        "Người ký (minh họa)",
    )
    assert titles(running) == HCM_ITEMS
    assert (running.tasks.count(), running.tasks.filter(is_illustration=False).count()) == (58, 0)
    assert running.issued_on < date(2026, 1, 1)
    assert "nd-148-2026" not in running.legal_bases.values_list("code", flat=True)  # not yet issued then
    assert running.tasks.values("lead_agency").distinct().count() >= 15


def test_running_plan_went_the_way_of_every_plan():
    entries = ActivityEntry.objects.about(plan("hcm", "2026")).order_by("at", "id")

    assert list(entries.values_list("action", flat=True)) == [
        "create",
        "consult",
        "end_consultation",
        "submit",
        "approve",
        "issue",
    ]
    assert [entry.at.year for entry in entries] == [2025] * 6


def test_reports_stand_in_every_state():
    reports = ProgressReport.objects.filter(task__plan=plan("hcm", "2026"))

    assert set(reports.values_list("status", flat=True)) == set(ReportStatus.values)
    assert reports.filter(status=ReportStatus.SUBMITTED, return_count=1).exists()
    assert reports.filter(status=ReportStatus.RETURNED, new_due_on__gt=AS_OF).exists()
    assert reports.filter(status=ReportStatus.ACCEPTED, no_change=True).exists()
    assert reports.filter(status=ReportStatus.ACCEPTED).exclude(accept_note="").exists()
    assert reports.filter(deleted_at__isnull=False).exists()
    assert not reports.filter(is_illustration=False).exists()
    assert FieldComment.objects.filter(report__in=reports).count() >= 4
    assert set(
        Contribution.objects.filter(support__task__plan=plan("hcm", "2026")).values_list("status", flat=True)
    ) == set(ContributionStatus.values)


def test_nothing_was_done_after_the_loading_day():
    assert not ActivityEntry.objects.filter(at__date__gt=AS_OF).exists()
    assert not ProgressReport.objects.filter(submitted_at__date__gt=AS_OF).exists()
    assert not Notification.objects.filter(created_at__date__gt=AS_OF).exists()


def test_whoever_is_late_was_told_on_the_morning_before():
    told = Notification.objects.filter(person__username="hcm-chuyenvien", kind=NoticeKind.REPORT_DUE)
    letter = Mailing.objects.get(person__username="hcm-chuyenvien", purpose=MailingPurpose.DIGEST)

    assert letter.day == date(2026, 11, 19)
    assert told.exists()
    assert {timezone.localdate(notice.created_at) for notice in told} == {letter.day}


def test_five_figures_have_something_each():
    figures = plan("hcm", "2026").tasks.figures(AS_OF)

    assert figures.total == 58
    assert all(
        value > 0 for value in (figures.done, figures.done_late, figures.going, figures.overdue, figures.idle)
    )


# --- Accounts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("locality", ["hcm", "hanoi", "haiphong", "haugiang"])
@pytest.mark.parametrize("role", ROLES)
def test_account_signs_in_and_meets_its_first_page(locality, role):
    client = Client()

    response = client.post(
        "/dang-nhap/", {"username": f"{locality}-{role}", "password": settings.DEMO_PASSWORD}, follow=True
    )

    assert response.status_code == 200
    assert response.wsgi_request.user.username == f"{locality}-{role}"
    assert response.wsgi_request.user.posts
    assert response.wsgi_request.user.is_illustration


@pytest.mark.parametrize("username", ["bo-xem", "admin"])
def test_common_account_signs_in(username):
    response = Client().post(
        "/dang-nhap/", {"username": username, "password": settings.DEMO_PASSWORD}, follow=True
    )

    assert response.status_code == 200
    assert response.wsgi_request.user.username == username


def test_only_the_contracts_accounts_have_a_password():
    with_password = {user.username for user in User.objects.all() if user.has_usable_password()}

    assert with_password == {
        f"{loc}-{role}" for loc in ("hcm", "hanoi", "haiphong", "haugiang") for role in ROLES
    } | {"bo-xem", "admin"}


# --- Again ------------------------------------------------------------------------------------


def counts() -> list[int]:
    return [
        model.objects.count()
        for model in (
            Agency,
            User,
            Membership,
            Plan,
            Task,
            TaskSupport,
            ReportingPeriod,
            ProgressReport,
            Contribution,
            ActivityEntry,
            Notification,
        )
    ]


def test_loading_again_changes_nothing():
    before = counts()

    assert load_demo(AS_OF) == []

    assert counts() == before


def test_loading_again_keeps_what_people_typed():
    User.objects.filter(username="hcm-chuyenvien").update(full_name="Lê Thị Hoa")
    Task.objects.filter(plan=plan("hcm", "2026"), code="3.1").update(progress_percent=77)
    Agency.objects.filter(locality__code="hcm", code="so-du-lich").update(requires_sign_off=True)

    load_demo(AS_OF)

    assert User.objects.get(username="hcm-chuyenvien").full_name == "Lê Thị Hoa"
    assert Task.objects.get(plan=plan("hcm", "2026"), code="3.1").progress_percent == 77
    assert Agency.objects.get(locality__code="hcm", code="so-du-lich").requires_sign_off


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 2, 10), date(2026, 12, 31)])
def test_loads_for_any_day_of_the_year(day):
    next_year = day.replace(year=2027)  # beside the module's demo of 2026

    assert load_demo(next_year) == ["Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2027"]

    open_now = ReportingPeriod.objects.filter(plan=plan("hcm", "2027")).open_on(next_year)
    assert open_now.filter(report_due_on__gte=next_year).exists()
    assert not ProgressReport.objects.filter(submitted_at__date__gt=next_year).exists()


def test_command_refuses_on_a_production_installation(settings):
    settings.TTDN_DEBUG = settings.TTDN_DEMO = False

    with pytest.raises(CommandError, match="TTDN_DEMO=1"):
        call_command("load_demo")


def test_command_refuses_a_day_that_is_none():
    with pytest.raises(CommandError, match="2026-13-01"):
        call_command("load_demo", "--as-of", "2026-13-01")


# --- Sơ kết, tổng kết ---------------------------------------------------------------------------


def test_half_year_review_of_2017_says_what_its_source_says_and_leaves_the_rest_blank():
    review = PeriodReview.objects.get(plan=plan("hanoi", "2017"))

    assert (review.status, review.is_transcribed, review.number, review.issued_on, review.signer_name) == (
        "ISSUED",
        True,
        None,
        None,
        "",
    )
    assert (review.issuer.code, review.layout, review.is_illustration) == ("bcd", "PARTY", False)
    assert list(review.texts) == ["overview"]
    assert "hội nghị Hà Nội 2017 hợp tác đầu tư và phát triển" in review.texts["overview"]
    assert review.figures["total"]["total"] == 0


def test_every_state_of_a_review_can_be_seen_and_all_but_the_transcribed_are_illustration():
    made = PeriodReview.objects.filter(is_transcribed=False)

    assert set(made.values_list("status", flat=True)) == {
        "DRAFT",
        "SUBMITTED",
        "RETURNED",
        "APPROVED",
        "ISSUED",
    }
    assert not made.filter(is_illustration=False).exists()
    issued = made.get(status="ISSUED", plan__slug="2026")
    assert (issued.period.slug, issued.document_number) == ("2026-6-thang", "256/BC-UBND")
    assert made.get(level="UPWARD").figures == issued.figures


def test_hcm_2024_waits_for_the_number_of_its_final_review_and_goes_on_in_the_running_plan():
    hcm, running = plan("hcm", "2024"), plan("hcm", "2026")
    final = PeriodReview.objects.get(plan=hcm, kind="FINAL")

    assert (final.status, hcm.status) == ("APPROVED", PlanStatus.ISSUED)
    assert not hcm.periods.filter(closed_at__isnull=True).exists()
    carried = {(new.based_on.code, new.code) for new in running.tasks.filter(based_on__plan=hcm)}
    assert {("3.1", "3.1"), ("12.1", "12.1")} <= carried
    assert {"3.1", "12.1"} <= {task.code for task in hcm.tasks.unfinished()}


def test_haugiang_2021_waits_for_the_number_of_its_final_review():
    final = PeriodReview.objects.get(plan=plan("haugiang", "2021"))

    assert (final.kind, final.status, final.layout, final.is_illustration) == (
        "FINAL",
        "APPROVED",
        "PARTY",
        True,
    )
    assert final.plan.status == PlanStatus.ISSUED


def test_more_time_was_asked_for_granted_and_refused_as_illustration():
    asked = Extension.objects.filter(locality__code="hcm")

    assert set(asked.values_list("status", flat=True)) == {"PENDING", "GRANTED", "REFUSED"}
    assert not asked.filter(is_illustration=False).exists()
    assert PeriodRule.objects.filter(plan__locality__code="hcm").count() == 3


def test_the_demos_clock_never_runs_ahead_of_the_day_of_loading(monkeypatch):
    morning = timezone.make_aware(datetime.combine(AS_OF, time(8, 15)))
    monkeypatch.setattr(clock, "real_now", lambda: morning)

    with (
        clock.at(AS_OF, 16) as late,
        clock.at(AS_OF, 7) as early,
        clock.at(AS_OF - timedelta(1), 16) as before,
    ):
        assert (late, timezone.localtime(early).hour) == (morning, 7)
        assert timezone.localtime(before).hour == 16
