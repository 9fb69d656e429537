"""The paper of the issue: by which form, kept with its SHA-256, never made again; what comes after is a copy."""

from datetime import date

import pytest
from django.urls import reverse

from agencies.choices import AgencyKind
from agencies.models import ActivityEntry, Agency
from documents.choices import Layout
from documents.models import Document
from documents.official.model import Level, NothingToWrite, Orientation
from documents.services.jobs import build
from plans import workflow
from plans.choices import IssueForm, PlanStatus
from plans.models import Plan
from plans.papers import build_decision, build_plan
from plans.papers.plan import BY_DECISION, COPY_NOTE
from plans.services.exports import export_plan, issued_papers
from plans.services.versions import freeze, plan_content
from tests import factories as f


def fresh(plan):
    return Plan.objects.with_names().get(pk=plan.pk)


@pytest.fixture
def approved(world):
    plan = f.make_plan(
        world.locality,
        status=PlanStatus.APPROVED,
        year=2027,
        issuer=world.issuer,
        standing_agency=world.standing,
        symbol="QĐ-UBND",
        issue_form=IssueForm.DECISION,
    )
    f.make_task(f.make_group(plan), world.lead)
    return plan


def issue(plan, clerk, **more):
    data = {
        "number": 12,
        "issued_on": date(2026, 1, 5),
        "signer_name": "Trần Văn Ký",
        "accepted": f.TICKED,
    } | more
    workflow.run(plan, "issue", actor=clerk, **data)
    return fresh(plan)


# --- the decision --------------------------------------------------------------------------------------


def test_decision_has_its_articles_and_the_plan_as_an_attached_text(approved):
    approved.opening = "Ủy ban nhân dân Thành phố ban hành Kế hoạch như sau:\nNăm 2027 là năm bản lề."
    approved.save()

    paper = build_decision(fresh(approved))

    assert (paper.type_name, paper.symbol, paper.enacting_line) == ("Quyết định", "QĐ-UBND", "QUYẾT ĐỊNH:")
    assert paper.subject == "Ban hành Kế hoạch hoạt động thông tin đối ngoại năm 2027"
    assert paper.enacting_authority == "Ủy ban nhân dân Thành phố Hcm"
    assert paper.bases[-1] == "Theo đề nghị của Giám đốc Sở Văn hóa và Thể thao"
    assert {section.level for section in paper.sections} == {Level.ARTICLE}
    assert [section.blocks[0].text for section in paper.sections] == [
        "Ban hành kèm theo Quyết định này Kế hoạch hoạt động thông tin đối ngoại năm 2027.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
        "Chánh Văn phòng Ủy ban nhân dân Thành phố Hcm; Giám đốc Sở Văn hóa và Thể thao; Thủ trưởng các sở, ban, ngành"
        " và các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này.",
    ]
    attached, annex = paper.annexes
    assert (attached.label, attached.orientation) == ("Kế hoạch", Orientation.PORTRAIT)
    assert attached.title == "Hoạt động thông tin đối ngoại năm 2027"
    assert [block.text for block in attached.opening] == ["Năm 2027 là năm bản lề."]
    assert attached.sections[0].title == "Mục đích, yêu cầu"
    assert annex.table is not None
    assert paper.recipients[0] == "Như Điều 3;"


def test_decision_of_a_committee_names_its_members_for_it_has_no_office(approved):
    plan = fresh(approved)
    plan.issuer.kind, plan.issuer.name = (
        AgencyKind.STEERING_COMMITTEE,
        "Ban Chỉ đạo công tác thông tin đối ngoại",
    )

    last = build_decision(plan).sections[-1].blocks[0].text

    assert last.startswith("Các thành viên Ban Chỉ đạo công tác thông tin đối ngoại; Giám đốc Sở")


def test_written_articles_take_the_place_of_the_usual_ones(approved):
    approved.decision_text = "Ban hành Kế hoạch.\n\nQuyết định có hiệu lực từ ngày ký."

    paper = build_decision(approved)

    assert [section.blocks[0].text for section in paper.sections] == [
        "Ban hành Kế hoạch.",
        "Quyết định có hiệu lực từ ngày ký.",
    ]
    assert paper.recipients[0] == "Như Điều 2;"


def test_decision_and_plan_are_offered_as_the_form_has_it(client, approved, clerk, world):
    client.force_login(clerk)
    url = reverse("plans:plan_export", args=["hcm", approved.slug])

    def refusals():
        lines = client.get(url).context["kinds"]
        return {line.kind: line.papers[0].refusal for line in lines if line.papers}

    by_decision = refusals()
    Plan.objects.filter(pk=approved.pk).update(issue_form=IssueForm.PLAN)
    as_plan = refusals()

    assert (by_decision["ke-hoach"], by_decision["quyet-dinh"]) == (BY_DECISION, "")
    assert as_plan["ke-hoach"] == ""
    assert as_plan["quyet-dinh"] == "Kế hoạch này không ban hành bằng quyết định."


# --- what is kept --------------------------------------------------------------------------------------


def test_issue_keeps_its_files_and_later_papers_are_copies(approved, clerk, world):
    plan = issue(approved, clerk)

    kept = list(issued_papers(plan))
    later = export_plan(plan, actor=clerk)
    again = export_plan(plan, actor=world.people["standing"])

    assert {(paper.kind, paper.format) for paper in kept} == {("quyet-dinh", "pdf"), ("quyet-dinh", "docx")}
    assert (later.is_kept, later.options["copy"], again.is_kept) == (False, True, False)
    assert build_decision(plan, later.options).marks.incomplete_note == COPY_NOTE
    assert build_decision(plan, kept[0].options).marks.incomplete_note == ""
    assert issued_papers(plan).count() == 2


def test_file_of_the_issue_is_shown_with_its_sha256(client, approved, clerk):
    Plan.objects.filter(pk=approved.pk).update(issue_form=IssueForm.PLAN, symbol="KH-UBND")
    plan = issue(fresh(approved), clerk)
    paper = issued_papers(plan).get(format="docx")
    build(str(paper.pk))
    paper.refresh_from_db()
    client.force_login(clerk)

    page = client.get(plan.get_absolute_url()).content.decode()
    papers = client.get(reverse("plans:plan_export", args=["hcm", plan.slug])).content.decode()

    assert len(paper.sha256) == 64
    for html in (page, papers):
        assert "Bản ban hành" in html and f"SHA-256 {paper.sha256}" in html
    assert "Bản sao kế hoạch" in papers


def test_file_of_the_issue_is_not_made_of_a_later_version(approved, clerk):
    plan = issue(approved, clerk)
    options = issued_papers(plan)[0].options

    build_decision(plan, options)
    plan.versions.create(number=2, content={}, sha256="0" * 64)

    with pytest.raises(NothingToWrite, match="không dựng lại được"):
        build_decision(plan, options)


def leads_of(paper):
    return [row[2] for group in paper.annexes[-1].table.groups for row in group.rows]


def test_copy_calls_agencies_as_the_issued_plan_did(approved, clerk, world):
    Agency.objects.filter(pk=world.lead.pk).update(short_name="Sở Du lịch TP")
    plan = issue(approved, clerk)
    Agency.objects.filter(pk=world.lead.pk).update(name="Sở Du lịch và Thể thao", short_name="Sở DLTT")

    later = export_plan(plan, actor=clerk)

    assert leads_of(build_decision(fresh(plan), later.options)) == ["Sở Du lịch TP"]
    assert Plan.objects.get(pk=plan.pk).tasks.get().lead_agency.label == "Sở DLTT"


def test_later_version_keeps_the_names_of_the_issue(approved, clerk, world):
    Agency.objects.filter(pk=world.lead.pk).update(short_name="Sở Du lịch TP")
    plan = issue(approved, clerk)
    Agency.objects.filter(pk=world.lead.pk).update(short_name="Sở DLTT")
    f.make_task(plan.groups.get(), world.support)

    freeze(plan, actor=None)

    assert leads_of(build_decision(fresh(plan))) == ["Sở Du lịch TP", world.support.label]


def test_version_from_before_short_names_were_kept_gives_the_full_name_where_that_changed(world):
    content = plan_content(world.plan)
    del content["agencies"]
    world.plan.versions.create(number=9, content=content, sha256="0" * 64)
    before = world.lead.name
    Agency.objects.filter(pk=world.lead.pk).update(name="Sở Du lịch và Thể thao", short_name="Sở DLTT")
    Agency.objects.filter(pk=world.other.pk).update(short_name="CQK")

    assert leads_of(build_plan(fresh(world.plan))) == [before, "CQK"]


def test_draft_calls_agencies_as_they_are_called_today(approved, world):
    Agency.objects.filter(pk=world.lead.pk).update(short_name="Sở DLTT")

    assert leads_of(build_decision(fresh(approved))) == ["Sở DLTT"]


def test_transcribed_plan_has_no_file_of_an_issue_and_no_copy(world, clerk):
    plan = f.make_plan(
        world.locality, year=2024, issuer=world.issuer, is_transcribed=True, number=None, issued_on=None
    )

    paper = export_plan(plan, actor=clerk)

    assert "copy" not in paper.options
    assert build_plan(plan, paper.options).marks.is_draft is False


# --- choosing the form ---------------------------------------------------------------------------------


@pytest.fixture
def draft(world):
    return f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)


def chosen(plan, **more):
    return {
        "layout": "STATE", "issue_form": "DECISION", "symbol": "", "place_name": "Hà Nội",
        "signing_authority": "TM. ỦY BAN NHÂN DÂN", "decision_text": "", "version": plan.version,
    } | more  # fmt: skip


def test_form_of_issue_sets_the_symbol_that_goes_with_it(client, draft, standing_officer):
    client.force_login(standing_officer)
    url = reverse("plans:form_of_issue", args=["hcm", draft.slug])

    client.post(url, chosen(draft))

    plan = fresh(draft)
    assert (plan.issue_form, plan.symbol, plan.place_name) == ("DECISION", "QĐ-UBND", "Hà Nội")
    entry = ActivityEntry.objects.about(plan).get(action="edit")
    assert entry.after["issue_form"] == "DECISION" and entry.before["symbol"] == "KH-UBND"


def test_partys_layout_writes_the_symbol_the_partys_way(client, draft, standing_officer, world):
    Plan.objects.filter(pk=draft.pk).update(issuer=world.committee.agency)
    client.force_login(standing_officer)

    client.post(
        reverse("plans:form_of_issue", args=["hcm", draft.slug]),
        chosen(draft, layout=Layout.PARTY, issue_form="COMMITTEE_PLAN"),
    )

    assert fresh(draft).symbol == "KH/BCĐ"
    assert fresh(draft).document_number == "…-KH/BCĐ"


def test_symbol_of_another_form_is_refused_beside_its_field(client, draft, standing_officer):
    client.force_login(standing_officer)
    url = reverse("plans:form_of_issue", args=["hcm", draft.slug])

    page = client.post(url, chosen(draft, symbol="KH-UBND"))

    assert page.context["form"].errors["symbol"] == [
        "Ký hiệu của hình thức “quyết định kèm kế hoạch (QĐ-UBND)” bắt đầu bằng QĐ."
    ]
    assert fresh(draft).issue_form == IssueForm.PLAN


def test_save_over_a_newer_plan_is_told_and_keeps_what_was_typed(client, draft, standing_officer):
    client.force_login(standing_officer)
    url = reverse("plans:form_of_issue", args=["hcm", draft.slug])
    Plan.objects.filter(pk=draft.pk).update(version=draft.version + 1)

    page = client.post(url, chosen(draft, place_name="Thủ Đức"))
    again = client.post(url, chosen(draft, place_name="Thủ Đức", version=draft.version + 1))

    assert "Người khác vừa sửa kế hoạch." in page.content.decode() and "Thủ Đức" in page.content.decode()
    assert again.status_code == 302 and fresh(draft).place_name == "Thủ Đức"


def test_officer_may_not_choose_the_form(client, draft, signer, other_world):
    client.force_login(signer)
    assert client.get(reverse("plans:form_of_issue", args=["hcm", draft.slug])).status_code == 403
    client.force_login(other_world.people["standing"])
    assert client.get(reverse("plans:form_of_issue", args=["hcm", draft.slug])).status_code == 404


def test_papers_of_the_issue_are_asked_for_once(approved, clerk):
    issue(approved, clerk)

    assert Document.objects.filter(is_kept=True).count() == 2
