"""Plans and tasks in the admin site: what is written, what is frozen, and every move through the one workflow."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.models import ActivityEntry
from documents.models import LegalBasis, RegisteredNumber
from plans.choices import LastReport, PlanStatus
from plans.models import Plan, Task
from tests import factories as f
from tests.shared import tables
from tests.test_admin_site import form_of
from ttdn_portal.shared.admin.forms import NEWER


def url(model, page, *args):
    return reverse(f"admin:plans_{model}_{page}", args=args)


@pytest.fixture
def draft(world):
    plan = f.make_plan(
        world.locality,
        status=PlanStatus.DRAFT,
        year=2027,
        issuer=world.issuer,
        standing_agency=world.standing,
    )
    f.make_task(f.make_group(plan), world.lead)
    return plan


@pytest.fixture
def as_(client, world):
    def sign_in(who):
        client.force_login(world.people[who])
        return client

    return sign_in


def at(world, status, year=2028):
    plan = f.make_plan(world.locality, status=status, year=year, issuer=world.issuer)
    f.make_task(f.make_group(plan), world.lead)
    return plan


# --- writing -----------------------------------------------------------------------------------------------


def test_change_is_saved_recorded_and_counted(as_, draft, standing_officer):
    client = as_("standing")
    data = form_of(client, url("plan", "change", draft.pk)) | {
        "title": "Kế hoạch   đã sửa\r\ntên",
        "purposes": "Mục đích mới.",
    }

    assert client.post(url("plan", "change", draft.pk), data).status_code == 302

    stored = Plan.objects.get(pk=draft.pk)
    entry = ActivityEntry.objects.about(draft).get(action="change")
    assert (stored.title, stored.purposes, stored.version) == (
        "Kế hoạch đã sửa tên",
        "Mục đích mới.",
        draft.version + 1,
    )
    assert (entry.actor, entry.before["title"], entry.after) == (
        standing_officer,
        draft.title,
        {"title": "Kế hoạch đã sửa tên", "purposes": "Mục đích mới."},
    )
    history = client.get(url("plan", "history", draft.pk)).content.decode()
    assert "Mục đích mới." in history and "Quảng bá hình ảnh địa phương." in history


def test_save_over_a_newer_one_is_told_and_loses_nothing(as_, draft):
    client = as_("standing")
    data = form_of(client, url("plan", "change", draft.pk)) | {"title": "Bản của tôi"}
    Plan.objects.filter(pk=draft.pk).update(title="Bản của người khác", version=draft.version + 1)

    page = client.post(url("plan", "change", draft.pk), data).content.decode()

    assert NEWER in page and "Bản của tôi" in page
    assert Plan.objects.get(pk=draft.pk).title == "Bản của người khác"
    again = data | {"read_mark": str(draft.version + 1)}
    assert client.post(url("plan", "change", draft.pk), again).status_code == 302
    assert Plan.objects.get(pk=draft.pk).title == "Bản của tôi"


@pytest.mark.parametrize(
    "status", [PlanStatus.ISSUED, PlanStatus.SUBMITTED, PlanStatus.APPROVED, PlanStatus.CLOSED]
)
def test_plan_past_drafting_is_only_looked_at(as_, world, status):
    plan, client = at(world, status), as_("standing")
    before = Plan.objects.filter(pk=plan.pk).values().get(), list(plan.tasks.values())

    for address in (
        url("plan", "change", plan.pk),
        url("task", "change", plan.tasks.get().pk),
        url("taskgroup", "change", plan.groups.get().pk),
    ):
        assert 'name="_save"' not in client.get(address).content.decode()
        assert client.post(address, {"title": "Sửa lén", "status": "DRAFT", "number": "1"}).status_code == 403
    assert client.post(url("task", "delete", plan.tasks.get().pk), {"post": "yes"}).status_code == 403

    assert (Plan.objects.filter(pk=plan.pk).values().get(), list(plan.tasks.values())) == before


def test_fields_that_are_not_on_the_page_are_not_taken(as_, draft):
    client = as_("standing")
    forged = {
        "status": "ISSUED",
        "number": "1",
        "issued_on": "01/01/2027",
        "version": "99",
        "is_transcribed": "on",
        "approved_by": "1",
        "locality": "2",
        "is_illustration": "on",
        "signer": "1",
    }
    data = form_of(client, url("plan", "change", draft.pk))

    client.post(url("plan", "change", draft.pk), data | forged)

    row = Plan.objects.filter(pk=draft.pk).values(*[name for name in forged if name != "version"]).get()
    assert (
        row == Plan.objects.filter(pk=draft.pk).values(*row).get()
        and row["status"] == "DRAFT"
        and row["number"] is None
        and not row["is_transcribed"]
    )


def test_progress_of_a_task_is_never_typed(as_, draft):
    client, task = as_("standing"), draft.tasks.get()
    data = form_of(client, url("task", "change", task.pk)) | {
        "progress_percent": "100",
        "completed_on": "01/02/2027",
        "title": "Việc mới",
    }

    assert client.post(url("task", "change", task.pk), data).status_code == 302

    task.refresh_from_db()
    assert (task.title, task.progress_percent, task.completed_on) == ("Việc mới", 0, None)


def test_model_rule_is_told_on_the_page(as_, draft, world):
    client, task = as_("standing"), draft.tasks.get()
    data = form_of(client, url("task", "change", task.pk)) | {
        "joint_lead_agency": world.other.pk,
        "due_on": "01/01/2020",
    }

    page = client.post(url("task", "change", task.pk), data).content.decode()

    assert "Kế hoạch này không cho phép đồng chủ trì." in page
    assert "01/01/2020" in page


def test_task_is_added_to_an_open_plan_only(as_, draft, world):
    client = as_("standing")
    blank = {"number": "9", "title": "Việc thêm", "rhythm": "ONCE", "funding_source": ""}

    client.post(url("task", "add"), blank | {"plan": draft.pk, "group": draft.groups.get().pk})
    client.post(url("task", "add"), blank | {"plan": world.plan.pk, "group": world.group.pk})
    assert client.post(url("task", "add"), blank).status_code == 200

    assert list(Task.objects.filter(title="Việc thêm").values_list("plan_id", flat=True)) == [draft.pk]


def test_bases_and_groups_stand_on_the_plans_page_and_in_its_history(as_, draft, world):
    client = as_("standing")
    basis = LegalBasis.objects.create(
        locality=world.locality,
        code="qc",
        title="Quy chế",
        full_citation="Quy chế",
        short_citation="Quy chế phối hợp",
    )
    data = form_of(client, url("plan", "change", draft.pk))
    prefixes = [
        inline.formset.prefix
        for inline in client.get(url("plan", "change", draft.pk)).context["inline_admin_formsets"]
    ]
    data |= {
        f"{prefixes[0]}-TOTAL_FORMS": "1",
        f"{prefixes[0]}-0-position": "1",
        f"{prefixes[0]}-0-basis": basis.pk,
        f"{prefixes[0]}-0-plan": draft.pk,
    }

    client.post(url("plan", "change", draft.pk), data)

    assert draft.legal_bases.get() == basis
    assert "Quy chế phối hợp" in client.get(url("plan", "history", draft.pk)).content.decode()


def test_deletion_is_recorded_with_what_stood_there(as_, draft):
    client, task = as_("standing"), draft.tasks.get()
    assert client.post(url("task", "delete", task.pk), {"post": "yes"}).status_code == 302

    entry = ActivityEntry.objects.get(action="delete", object_type="task")
    assert entry.before["title"] == task.title and entry.locality == draft.locality
    assert not Task.objects.filter(pk=task.pk).exists()


def test_what_is_used_is_not_deleted(as_, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer)
    page = as_("standing").post(
        reverse("admin:reports_reportingperiod_delete", args=[world.period.pk]), {"post": "yes"}
    )

    assert "Đang được dùng ở: 1 báo cáo tiến độ" in page.content.decode()


# --- moves -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status", "buttons"),
    [
        ("standing", PlanStatus.DRAFT, {"consult", "submit"}), ("signer", PlanStatus.DRAFT, set()), ("signer", PlanStatus.SUBMITTED, {"approve", "send_back"}),
        ("clerk", PlanStatus.APPROVED, {"issue"}), ("administrator", PlanStatus.SUBMITTED, set()), ("standing", PlanStatus.ISSUED, {"close"}),
    ],
)  # fmt: skip
def test_buttons_are_what_the_workflow_allows(as_, world, who, status, buttons):
    plan = at(world, status)
    page = as_(who).get(url("plan", "change", plan.pk)).content.decode()

    assert {
        name
        for name in (
            "consult",
            "end_consultation",
            "submit",
            "approve",
            "send_back",
            "issue",
            "close",
            "replace",
            "revoke",
        )
        if url("plan", "transition", plan.pk, name) in page
    } == buttons


def test_superuser_sees_no_button_and_moves_nothing(client, world, system_administrator):
    plan = at(world, PlanStatus.SUBMITTED)
    client.force_login(system_administrator)

    assert "chuyen/" not in client.get(url("plan", "change", plan.pk)).content.decode()
    for name in ("approve", "submit", "issue", "send_back"):
        assert client.post(url("plan", "transition", plan.pk, name)).status_code == 403
    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.SUBMITTED


def test_one_click_move_runs_the_workflow(as_, world):
    plan = at(world, PlanStatus.SUBMITTED)
    response = as_("signer").post(url("plan", "transition", plan.pk, "approve"), follow=True)

    assert "Đã phê duyệt kế hoạch." in response.content.decode()
    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.APPROVED
    assert ActivityEntry.objects.about(plan).filter(action="approve", actor=world.people["signer"]).exists()


def test_move_of_a_page_that_was_overtaken_is_told(as_, world):
    plan, client = at(world, PlanStatus.SUBMITTED), as_("signer")
    Plan.objects.filter(pk=plan.pk).update(version=plan.version + 1)

    page = client.post(
        url("plan", "transition", plan.pk, "approve"), {"read_mark": str(plan.version)}, follow=True
    ).content.decode()

    assert "vừa được sửa" in page
    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.SUBMITTED


def test_move_with_a_reason_asks_for_it_and_keeps_what_was_typed(as_, world):
    plan, client = at(world, PlanStatus.SUBMITTED), as_("signer")
    address = url("plan", "transition", plan.pk, "send_back")

    assert "data-ttdn-errors" in client.post(address, {"note": " "}).content.decode()
    client.post(address, {"note": "Thiếu phần kinh phí."})

    assert (Plan.objects.get(pk=plan.pk).status, Plan.objects.get(pk=plan.pk).return_note) == (
        PlanStatus.RETURNED,
        "Thiếu phần kinh phí.",
    )


def test_blocked_move_says_what_is_missing(as_, world):
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer, purposes="")
    page = as_("standing").post(url("plan", "transition", plan.pk, "submit"), follow=True).content.decode()

    assert '<a href="/hcm/ke-hoach/2027/soan/muc-dich/">Chưa có mục đích của kế hoạch.</a>' in page
    assert "Chưa có nội dung nào." in page
    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.DRAFT


def test_clerk_issues_with_number_day_and_signer(as_, world):
    plan, client = at(world, PlanStatus.APPROVED), as_("clerk")
    address = url("plan", "transition", plan.pk, "issue")
    assert "Số tiếp theo trong sổ KH-UBND" in client.get(address).content.decode()

    late = client.post(
        address, {"number": "5", "symbol": "KH-UBND", "issued_on": "01/01/2099", "signer_name": "Trần Văn Ký"}
    ).content.decode()
    assert "Ngày ban hành không thể ở tương lai." in late and "Trần Văn Ký" in late
    client.post(
        address, {"number": "1", "symbol": "KH-UBND", "issued_on": "15/01/2026", "signer_name": "Trần Văn Ký"}
    )

    stored = Plan.objects.get(pk=plan.pk)
    assert (stored.status, stored.document_number, stored.versions.count()) == (
        PlanStatus.ISSUED,
        "01/KH-UBND",
        1,
    )
    assert RegisteredNumber.objects.filter(subject_key=plan.subject_key, number=1).exists()


@pytest.mark.parametrize("name", ["khong-co", "approve%00", "close_by_review"])
def test_move_that_does_not_exist(as_, world, name):
    assert as_("signer").post(f"/quan-tri/plans/plan/{world.plan.pk}/chuyen/{name}/").status_code in (
        400,
        404,
    )


# --- bulk acts ---------------------------------------------------------------------------------------------


def bulk(client, action, *plans, **extra):
    return client.post(
        url("plan", "changelist"),
        {"action": f"chuyen_{action}", "_selected_action": [plan.pk for plan in plans], **extra},
        follow=True,
    )


def test_bulk_move_first_shows_what_will_happen_then_tells_each_row(as_, world):
    ready, blocked, wrong = (
        at(world, PlanStatus.DRAFT, 2030),
        f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2031, issuer=world.issuer),
        at(world, PlanStatus.SUBMITTED, 2032),
    )
    client = as_("standing")

    page = bulk(client, "submit", ready, blocked, wrong, index="0").content.decode()
    assert (
        page.count("Sẽ bỏ qua") == 2
        and "Chưa có nội dung nào." in page
        and "Đang ở trạng thái “đã trình”." in page
    )
    assert Plan.objects.get(pk=ready.pk).status == PlanStatus.DRAFT

    done = bulk(client, "submit", ready, blocked, wrong, confirmed="1").content.decode()
    assert f"(1 mục: {ready})" in done and f"{blocked}: Chưa có nội dung" in done
    assert [Plan.objects.get(pk=plan.pk).status for plan in (ready, blocked, wrong)] == [
        "SUBMITTED",
        "DRAFT",
        "SUBMITTED",
    ]


def test_bulk_move_with_a_reason_asks_once_for_all(as_, world):
    plans, client = [at(world, PlanStatus.SUBMITTED, year) for year in (2030, 2031)], as_("signer")

    refused = bulk(client, "send_back", *plans, confirmed="1", note="").content.decode()
    assert refused.count("Ghi ít nhất một điểm cần sửa, hoặc ý kiến chung.") == len(plans)
    bulk(client, "send_back", *plans, confirmed="1", note="Bổ sung kinh phí.")

    assert {plan.return_note for plan in Plan.objects.filter(pk__in=[plan.pk for plan in plans])} == {
        "Bổ sung kinh phí."
    }


@pytest.mark.parametrize("extra", [{"index": "0"}, {"confirmed": "1"}])
def test_one_foreign_row_stops_the_whole_bulk_move(as_, world, other_world, extra):
    own, other = at(world, PlanStatus.SUBMITTED, 2030), at(other_world, PlanStatus.SUBMITTED, 2030)

    page = bulk(as_("signer"), "approve", own, other, **extra).content.decode()

    assert "Chưa thay đổi gì" in page and "CANARY" not in page
    assert {plan.status for plan in Plan.objects.filter(pk__in=[own.pk, other.pk])} == {PlanStatus.SUBMITTED}


@pytest.mark.parametrize(
    ("who", "action"),
    [("standing", "approve"), ("clerk", "submit"), ("administrator", "approve"), ("clerk", "issue")],
)
def test_bulk_move_that_is_not_ones_own_is_not_offered(as_, world, who, action):
    plan = at(world, PlanStatus.SUBMITTED)
    bulk(as_(who), action, plan, confirmed="1")
    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.SUBMITTED


# --- import by the web ---------------------------------------------------------------------------------------


def preview(client, plan, content, name="nhiem-vu.xlsx"):
    return client.post(url("task", "import"), {"scope": plan.pk, "file": SimpleUploadedFile(name, content)})


def token_of(response):
    return response.context["token"]


def test_nothing_is_written_before_the_preview_was_seen(as_, draft, standing_officer):
    client = as_("standing")
    page = preview(client, draft, tables.workbook(("1.5", "1", "Việc mới")))

    assert "Việc mới" in page.content.decode() and not Task.objects.filter(title="Việc mới").exists()
    done = client.post(url("task", "process_import"), {"token": token_of(page)}, follow=True).content.decode()

    assert "Đã nhập nhiệm vụ: 1 thêm mới, 0 thay đổi, 0 giữ nguyên." in done
    assert Task.objects.get(title="Việc mới").plan == draft
    assert (
        ActivityEntry.objects.about(draft).get(action="import").note
        == "Nhiệm vụ, tệp nhiem-vu.xlsx: 1 thêm mới, 0 thay đổi, 0 giữ nguyên"
    )


def test_a_file_is_taken_once(as_, draft):
    client = as_("standing")
    token = token_of(preview(client, draft, tables.workbook(("1.5", "1", "Việc mới"))))
    client.post(url("task", "process_import"), {"token": token})

    assert (
        "đã được nhập rồi"
        in client.post(url("task", "process_import"), {"token": token}, follow=True).content.decode()
    )


@pytest.mark.parametrize("token", ["", "x", "eyJwYXRoIjogIi4uLy4uL2V0Yy9wYXNzd2QifQ:1:x"])
def test_forged_token_writes_nothing(as_, draft, token):
    client = as_("standing")
    assert (
        client.post(
            url("task", "process_import"),
            {"token": token, "import_file_name": "../../etc/passwd", "format": "0"},
        ).status_code
        == 302
    )
    assert draft.tasks.count() == 1


def test_anothers_preview_and_another_pages_preview_are_not_taken(as_, draft, world):
    token = token_of(preview(as_("standing"), draft, tables.workbook(("1.5", "1", "Việc mới"))))
    other = f.make_user(world.standing, "STANDING_OFFICER")
    client = as_("standing")
    client.post(reverse("admin:documents_legalbasis_process_import"), {"token": token})
    client.force_login(other)
    client.post(url("task", "process_import"), {"token": token})

    assert not Task.objects.filter(title="Việc mới").exists()


def test_plan_submitted_meanwhile_takes_nothing(as_, draft):
    client = as_("standing")
    token = token_of(preview(client, draft, tables.workbook(("1.5", "1", "Việc mới"))))
    Plan.objects.filter(pk=draft.pk).update(status=PlanStatus.SUBMITTED, submitted_at="2026-11-01T00:00Z")

    answer = client.post(url("task", "process_import"), {"token": token})

    assert answer.status_code == 200 and "Nơi đã chọn không còn nhận tệp nhập nữa" in answer.content.decode()
    assert not Task.objects.filter(title="Việc mới").exists()


def test_file_whose_plan_is_gone_is_previewed_for_another_without_a_second_upload(as_, draft, world):
    client = as_("standing")
    token = token_of(preview(client, draft, tables.workbook(("1.5", "1", "Việc mới"))))
    Plan.objects.filter(pk=draft.pk).update(status=PlanStatus.SUBMITTED, submitted_at="2026-11-01T00:00Z")
    other = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2031)
    f.make_group(other, number=1)
    page = client.post(url("task", "process_import"), {"token": token})

    again = client.post(url("task", "import"), {"scope": other.pk, "kept": page.context["kept"]})
    client.post(url("task", "process_import"), {"token": token_of(again)})

    assert Task.objects.get(title="Việc mới").plan == other


def test_what_changed_since_the_preview_is_shown_before_it_is_written(as_, draft):
    client = as_("standing")
    rows = tables.workbook(("1.1", "1", "Tên mới trong tệp"))
    token = token_of(preview(client, draft, rows))
    draft.tasks.update(title="Tên vừa sửa trên cổng")

    page = client.post(url("task", "process_import"), {"token": token})

    told = page.content.decode()
    assert "Nội dung trên cổng vừa thay đổi nên chưa ghi gì." in told and "Tên vừa sửa trên cổng" in told
    assert [task.title for task in draft.tasks.all()] == ["Tên vừa sửa trên cổng"]
    client.post(url("task", "process_import"), {"token": token_of(page)})
    assert [task.title for task in draft.tasks.all()] == ["Tên mới trong tệp"]


def test_old_preview_is_made_anew_from_the_same_file(as_, draft, monkeypatch):
    client = as_("standing")
    token = token_of(preview(client, draft, tables.workbook(("1.5", "1", "Việc mới"))))

    with monkeypatch.context() as later:
        later.setattr("ttdn_portal.shared.exchange.kept.KEPT_FOR", timedelta(0))
        page = client.post(url("task", "process_import"), {"token": token})

    assert "Bản xem trước để quá lâu nên chưa ghi gì." in page.content.decode()
    assert not Task.objects.filter(title="Việc mới").exists()
    client.post(url("task", "process_import"), {"token": token_of(page)})
    assert Task.objects.filter(title="Việc mới").exists()


def test_import_into_an_issued_or_foreign_plan_is_refused(as_, draft, world, other_world):
    other = f.make_plan(other_world.locality, status=PlanStatus.DRAFT, year=2027)
    for plan in (world.plan, other):
        page = preview(as_("standing"), plan, tables.workbook(("1.5", "1", "Việc mới"))).content.decode()
        assert "Kế hoạch này không tồn tại." in page
    assert not Task.objects.filter(title="Việc mới").exists()


def test_import_says_where_no_plan_can_take_a_file(as_, world):
    page = as_("standing").get(url("task", "import")).content.decode()

    assert "Hiện chưa có kế hoạch nào nhận được tệp này." in page


def test_bad_cells_are_named_and_the_button_stays_away(as_, draft):
    page = preview(
        as_("standing"), draft, tables.workbook(("1.5", "1", ""), ("x", "1", "Việc"))
    ).content.decode()

    assert "có 2 chỗ cần sửa" in page and "ô C2: Nội dung nhiệm vụ" in page and "ô A3: Số" in page
    assert 'name="token"' not in page


@pytest.mark.parametrize("name", tables.HOSTILE)
def test_hostile_file_is_a_sentence_beside_the_field(as_, draft, name):
    file_name, make = tables.HOSTILE[name]
    response = preview(as_("standing"), draft, make(), file_name)

    assert response.status_code == 200
    assert len(response.context["form"].errors["file"]) == 1
    assert draft.tasks.count() == 1


def test_export_is_recorded_and_taken_back_without_a_change(as_, draft):
    client = as_("standing")
    for kind in ("xlsx", "csv"):
        content = client.post(url("task", "export"), {"scope": draft.pk, "format": kind}).content
        page = preview(client, draft, content, f"a.{kind}").content.decode()
        assert "0 thay đổi" in page
    assert ActivityEntry.objects.about(draft).filter(action="export").count() == 2


def test_export_keeps_to_the_filter_of_the_list(as_, draft, world):
    f.make_task(draft.groups.get(), world.other, title="Việc của sở khác")
    content = (
        as_("standing")
        .post(
            f"{url('task', 'export')}?lead_agency__id__exact={world.other.pk}",
            {"scope": draft.pk, "format": "csv"},
        )
        .content.decode("utf-8-sig")
    )

    assert "Việc của sở khác" in content and len(io.StringIO(content).readlines()) == 2


def test_task_list_says_state_percent_and_last_report_in_one_column(as_, world):
    Task.objects.filter(pk=world.task.pk).update(progress_percent=45, last_report_status=LastReport.ACCEPTED)

    page = as_("standing").get(url("task", "changelist")).content.decode()

    assert '<span class="ttdn-table__sub">45%, báo cáo đã tiếp nhận</span>' in page
    assert '<span class="ttdn-table__sub">0%, chưa có báo cáo</span>' in page
    assert "column-percent" not in page and "column-last_report_status" not in page


def test_items_of_two_drafts_are_told_apart_where_a_task_is_added(as_, world, draft):
    other = at(world, PlanStatus.DRAFT)
    title = draft.groups.get().title
    other.groups.update(title=title)

    page = as_("standing").get(url("task", "add")).content.decode()

    assert f">1. {title} (năm 2027)</option>" in page
    assert f">1. {title} (năm 2028)</option>" in page


def test_content_items_have_one_name_on_every_screen(as_, world):
    page = as_("standing").get(url("taskgroup", "changelist")).content.decode()

    assert "nhóm nhiệm vụ" not in page.lower()
    assert "Nội dung" in page
