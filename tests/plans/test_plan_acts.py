"""What is done to a plan from its page: moves, blanks, the signed copy, the export."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfWriter

from agencies.models import ActivityEntry
from documents.models import Document, RegisteredNumber, SignedCopy
from plans.choices import PlanStatus
from plans.models import Plan
from tests import factories as f


def url_of(plan, name, *more):
    return reverse(f"plans:{name}", args=[plan.locality.code, plan.slug, *more])


@pytest.fixture
def plan_in(world):
    def make(status, **fields):
        plan = f.make_plan(world.locality, issuer=world.issuer, status=status, year=2027, **fields)
        f.make_task(f.make_group(plan), world.lead)
        return plan

    return make


def test_move_stands_at_a_vietnamese_address(world):
    assert url_of(world.plan, "plan_move", "issue") == "/hcm/ke-hoach/2026/chuyen/ban-hanh/"


def test_move_asks_for_login_and_hides_what_may_not_be_seen(client, plan_in, other_world, standing_officer):
    draft = plan_in("DRAFT")

    assert client.get(url_of(draft, "plan_move", "submit")).status_code == 302
    client.force_login(standing_officer)
    assert client.get(url_of(other_world.plan, "plan_move", "close")).status_code == 404
    assert client.get("/hcm/ke-hoach/2027/chuyen/submit/").status_code == 404


def test_who_sees_but_may_not_act_is_refused(client, plan_in, clerk):
    draft = plan_in("DRAFT")
    client.force_login(clerk)

    assert client.get(url_of(draft, "plan_move", "submit")).status_code == 403
    assert client.post(url_of(draft, "plan_move", "submit"), {"note": ""}).status_code == 403


def test_buttons_are_those_the_rules_allow(client, plan_in, standing_officer, signer):
    draft = plan_in("DRAFT")

    client.force_login(standing_officer)
    for_drafter = [move.name for move in client.get(draft.get_absolute_url()).context["moves"]]
    client.force_login(signer)
    for_signer = client.get(draft.get_absolute_url()).context["moves"]

    assert for_drafter == ["consult", "submit"]
    assert for_signer == []


def test_what_is_missing_is_said_before_submission(client, plan_in, standing_officer):
    draft = plan_in("DRAFT", purposes="")
    client.force_login(standing_officer)

    page = client.get(url_of(draft, "plan_move", "submit"))

    assert page.context["problems"] == ["Chưa có mục đích của kế hoạch."]
    assert (
        '<a href="/hcm/ke-hoach/2027/soan/muc-dich/">Chưa có mục đích của kế hoạch.</a>'
        in page.content.decode()
    )


def test_submitting_moves_the_plan_once(client, plan_in, standing_officer):
    draft = plan_in("DRAFT")
    client.force_login(standing_officer)

    first = client.post(url_of(draft, "plan_move", "submit"), {"note": "Kính trình"})
    again = client.post(url_of(draft, "plan_move", "submit"), {"note": "Kính trình"}, follow=True)
    draft.refresh_from_db()

    assert first["Location"] == draft.get_absolute_url()
    assert draft.status == PlanStatus.SUBMITTED
    assert "Kế hoạch đã chuyển sang bước khác." in again.content.decode()
    assert ActivityEntry.objects.about(draft).filter(action="submit").count() == 1


def test_sending_back_needs_a_reason_and_keeps_what_was_typed(client, plan_in, signer):
    submitted = plan_in("SUBMITTED")
    client.force_login(signer)

    empty = client.post(url_of(submitted, "plan_move", "send_back"), {"note": "  "})
    client.post(url_of(submitted, "plan_move", "send_back"), {"note": "Bổ sung kinh phí của nhiệm vụ 1.1."})
    submitted.refresh_from_db()

    assert empty.context["form"].errors == {"note": ["Ghi ít nhất một điểm cần sửa, hoặc ý kiến chung."]}
    assert (submitted.status, submitted.return_note) == (
        PlanStatus.RETURNED,
        "Bổ sung kinh phí của nhiệm vụ 1.1.",
    )


def test_issue_suggests_the_next_number_and_keeps_the_paper(client, plan_in, world, clerk):
    approved = plan_in("APPROVED")
    client.force_login(clerk)
    today = timezone.localdate()

    page = client.get(url_of(approved, "plan_move", "issue"))
    form = page.context["form"]
    suggested = form["number"].value()
    answer = client.post(
        url_of(approved, "plan_move", "issue"),
        {
            "number": "1",
            "symbol": "KH-UBND",
            "issued_on": f"{today:%d/%m/%Y}",
            "signer_name": "Trần Văn Ký",
            "note": "",
        },
    )
    approved.refresh_from_db()
    paper = Document.objects.get(subject_key=approved.subject_key, format="pdf")

    assert (suggested, form["issued_on"].value()) == (1, today)
    assert answer.status_code == 302
    assert (approved.status, approved.number, approved.issued_on) == (PlanStatus.ISSUED, 1, today)
    assert (paper.is_kept, paper.is_draft, paper.options["version"]) == (True, False, 1)


def test_a_number_taken_is_refused_beside_the_form(client, plan_in, world, clerk):
    approved = plan_in("APPROVED")
    today = timezone.localdate()
    Plan.objects.filter(pk=world.plan.pk).update(number=1, series_label=str(today.year))
    client.force_login(clerk)

    page = client.post(
        url_of(approved, "plan_move", "issue"),
        {
            "number": "1",
            "symbol": "KH-UBND",
            "issued_on": f"{today:%d/%m/%Y}",
            "signer_name": "Trần Văn Ký",
            "note": "",
        },
    )
    approved.refresh_from_db()

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["number"]
    assert approved.status == PlanStatus.APPROVED
    assert page.context["form"]["signer_name"].value() == "Trần Văn Ký"


@pytest.fixture
def transcribed(world):
    return f.make_plan(
        world.locality,
        issuer=world.issuer,
        year=2024,
        is_transcribed=True,
        number=None,
        issued_on=None,
        signer_name="",
    )


def test_blank_is_filled_once_and_logged(client, transcribed, clerk):
    client.force_login(clerk)
    url = url_of(transcribed, "fill_blank")

    client.post(url, {"number": "12", "note": "Bản gốc lưu tại văn thư"})
    again = client.get(url)
    transcribed.refresh_from_db()
    entry = ActivityEntry.objects.about(transcribed).get(action="fill_blank")

    assert (transcribed.number, transcribed.issued_on) == (12, None)
    assert (entry.note, entry.after) == ("Bản gốc lưu tại văn thư", {"number": "12"})
    assert list(again.context["form"].fields) == ["issued_on", "signer_name", "note"]
    assert RegisteredNumber.objects.get().number == 12


def test_blank_asks_for_its_source_and_for_something_to_fill(client, transcribed, clerk):
    client.force_login(clerk)
    url = url_of(transcribed, "fill_blank")

    assert client.post(url, {"number": "12"}).context["form"].errors["note"]
    assert client.post(url, {"note": "Bản gốc"}).context["form"].errors == {
        "number": ["Chưa ghi gì để bổ sung."]
    }


def test_a_filled_plan_leads_back_to_its_page(client, transcribed, clerk):
    Plan.objects.filter(pk=transcribed.pk).update(
        number=3, issued_on=date(2024, 3, 4), signer_name="Trần Văn Ký"
    )
    client.force_login(clerk)

    assert client.get(url_of(transcribed, "fill_blank"))["Location"] == transcribed.get_absolute_url()


def test_only_the_clerk_fills_blanks_of_transcribed_plans(
    client, world, transcribed, standing_officer, clerk
):
    client.force_login(standing_officer)
    assert client.get(url_of(transcribed, "fill_blank")).status_code == 403
    client.force_login(clerk)
    assert client.get(url_of(world.plan, "fill_blank")).status_code == 403


def pdf_bytes() -> bytes:
    import io

    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_signed_copy_is_kept_and_sent_to_who_sees_the_plan(client, world, clerk, lead_officer, other_world):
    client.force_login(clerk)
    content = pdf_bytes()

    client.post(
        url_of(world.plan, "signed_copy_add"), {"file": SimpleUploadedFile("Kế hoạch đã ký.pdf", content)}
    )
    copy = SignedCopy.objects.get()
    client.force_login(lead_officer)
    sent = client.get(url_of(world.plan, "signed_copy", 1))
    client.force_login(other_world.people["clerk"])

    assert (copy.subject_key, copy.uploaded_by, copy.size) == (world.plan.subject_key, clerk, len(content))
    assert b"".join(sent.streaming_content) == content
    assert client.get(url_of(world.plan, "signed_copy", 1)).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"), [("ban-ky.pdf", b"MZ not a pdf"), ("ban-ky.exe", b"%PDF-1.7"), ("ban-ky.pdf", b"")]
)
def test_signed_copy_must_be_a_pdf(client, world, clerk, name, content):
    client.force_login(clerk)

    page = client.post(url_of(world.plan, "signed_copy_add"), {"file": SimpleUploadedFile(name, content)})

    assert page.context["form"].errors["file"]
    assert not SignedCopy.objects.exists()


def test_signed_copy_is_filed_by_the_clerk_alone(client, world, standing_officer):
    client.force_login(standing_officer)

    assert client.get(url_of(world.plan, "signed_copy_add")).status_code == 403
    assert client.get(url_of(world.plan, "signed_copy", 1)).status_code == 404


def test_export_asks_for_a_paper_that_shows_what_the_plan_is(
    client, plan_in, world, standing_officer, lead_officer
):
    draft = plan_in("DRAFT")
    client.force_login(standing_officer)
    answer = client.post(url_of(draft, "plan_export"))
    paper = Document.objects.get()
    client.force_login(lead_officer)

    assert answer["Location"] == paper.get_absolute_url()
    assert (paper.is_draft, paper.is_kept, paper.subject_key) == (True, False, "plan:hcm/2027")
    assert client.post(url_of(draft, "plan_export")).status_code == 404
    assert client.post(url_of(world.plan, "plan_export")).status_code == 302
