"""Nothing secret comes in: no form, upload, import or admin page stores a marked text; none that was there goes on."""

import io

import openpyxl
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as Word
from weasyprint import HTML

from agencies.models import KeptForm
from documents.choices import DocumentStatus
from documents.services import jobs
from plans import workflow as plan_workflow
from plans.choices import PlanStatus
from plans.models import Plan, Task
from plans.resources import TaskResource
from reports import workflow
from reports.choices import ReportStatus
from reports.models import Evidence, ProgressReport, ReportingPeriod
from tests import factories as f
from tests.agencies.test_kept_forms import browser_of
from tests.shared import files as made
from ttdn_portal.shared import file_kinds as k
from ttdn_portal.shared.exchange import writing
from ttdn_portal.shared.exchange.reading import read_table
from ttdn_portal.shared.fields import PlainTextField
from ttdn_portal.shared.transitions import TransitionBlocked
from ttdn_portal.shared.uploads import check_upload

MARKED = "Số: 12/BC-CAT\nTỐI MẬT\nTình hình dư luận quý II"
TOLD = "Có chữ chỉ độ mật “TỐI MẬT” (dòng 2)."


def report_url(world, name):
    return reverse(f"reports:{name}", args=["hcm", "2026", world.period.slug, world.task.code])


TYPED = {
    "version": "0", "results": "Đã phát 6 phóng sự, mật độ đều; bảo vệ bí mật Nhà nước.", "progress_percent": "50",
    "completed_on": "", "difficulties": "", "recommendations": "", "next_steps": "", "figure_1": "6",
}  # fmt: skip


# --- What is typed ----------------------------------------------------------------------------------------


def test_report_with_a_marking_is_not_saved_and_comes_back_as_it_was_typed(client, world, lead_officer):
    client.force_login(lead_officer)

    page = client.post(report_url(world, "report_edit"), TYPED | {"difficulties": MARKED}).content.decode()

    assert TOLD in page
    assert "quản lý theo chế độ mật" in page
    assert "Tình hình dư luận quý II" in page
    assert "Đã phát 6 phóng sự" in page
    assert not ProgressReport.objects.exists()


def test_report_with_everyday_words_is_saved(client, world, lead_officer):
    client.force_login(lead_officer)

    client.post(report_url(world, "report_edit"), TYPED)

    assert "bí mật Nhà nước" in ProgressReport.objects.get().results


def test_autosave_stores_no_marking_and_says_so(client, world, lead_officer):
    client.force_login(lead_officer)

    answer = client.post(
        report_url(world, "report_autosave"), TYPED | {"results": MARKED, "progress_percent": "nhiều"},
        headers={"X-Requested-With": "fetch"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert answer.json()["message"].startswith(f"Chưa lưu được lên máy chủ. Kết quả trong kỳ: {TOLD}")
    assert answer.json()["forget"] is True
    assert not ProgressReport.objects.exists()


def test_section_of_a_plan_with_a_marking_is_not_saved(client, world, standing_officer):
    plan = f.make_plan(
        world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2027, purposes="Cũ."
    )
    url = reverse("plans:section_edit", args=["hcm", "2027", "purposes"])
    client.force_login(standing_officer)

    page = client.post(url, {"text": MARKED}).content.decode()
    answer = client.post(url, {"text": MARKED}, headers={"X-Requested-With": "fetch"})

    assert TOLD in page
    assert "Tình hình dư luận quý II" in page
    assert (answer.status_code, answer.json()["forget"]) == (422, True)
    plan.refresh_from_db()
    assert plan.purposes == "Cũ."


def test_looking_for_the_word_is_no_marking(client, world, lead_officer):
    client.force_login(lead_officer)

    page = client.get(reverse("plans:task_list", args=["hcm", "2026"]), {"tim": "MẬT"}).content.decode()

    assert "Có chữ chỉ độ mật" not in page


def test_every_box_of_several_lines_looks_for_markings():
    """A form added later cannot leave it out: a Textarea of a plain CharField fails here."""
    found = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in _all_forms(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.Textarea) and not isinstance(field, PlainTextField)
    }

    assert {
        name for name in found if name.startswith(("agencies.", "documents.", "plans.", "reports.", "ttdn"))
    } == set()


def _all_forms(base):
    for form in base.__subclasses__():
        yield form
        yield from _all_forms(form)


def test_form_kept_after_the_session_ended_leaves_the_marked_text_out(world, standing_officer):
    f.make_plan(world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2027)
    url = reverse("plans:section_edit", args=["hcm", "2027", "purposes"])
    client = browser_of(standing_officer)

    client.post(url, {"text": MARKED, "note": "Gửi lại sau."}, HTTP_SEC_FETCH_SITE="same-origin")

    kept = dict(KeptForm.objects.get().fields)
    assert "MẬT" not in str(kept)
    assert kept["text"].startswith("Phần này có chữ chỉ độ mật nên cổng không giữ lại.")
    assert kept["note"] == "Gửi lại sau."


# --- Admin and import -------------------------------------------------------------------------------------


def test_admin_page_refuses_a_marking(client, world, standing_officer):
    client.force_login(standing_officer)
    url = reverse("admin:reports_reportingperiod_change", args=[world.period.pk])
    page = client.get(url)
    form = page.context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}

    answer = client.post(url, data | {"instructions": MARKED})

    assert TOLD in answer.content.decode()
    assert ReportingPeriod.objects.get(pk=world.period.pk).instructions == ""


def test_import_of_tasks_refuses_a_marking_at_its_cell(world, standing_officer):
    plan = f.make_plan(world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2027)
    group = f.make_group(plan, title="Quảng bá")
    f.make_task(group, world.lead, title="Sản xuất 12 phóng sự")
    headings, rows = TaskResource(scope=plan).rows_out(Task.objects.filter(plan=plan))
    rows[0][headings.index("Ghi chú")] = "(Tuyệt mật)"
    content = writing.as_xlsx("Nhiệm vụ", headings, rows)

    report = TaskResource(scope=plan, actor=standing_officer).read(
        read_table(io.BytesIO(content), "a.xlsx"), dry_run=False
    )

    assert [problem.column for problem in report.problems] == ["Ghi chú"]
    assert "“Tuyệt mật”" in report.problems[0].sentence
    assert Task.objects.get(plan=plan).note == ""


# --- Files ------------------------------------------------------------------------------------------------


def as_pdf(*lines, blank_first=0):
    pages = "<p style='page-break-after: always'>Trang</p>" * blank_first
    return HTML(string=pages + "".join(f"<p>{line}</p>" for line in lines)).write_pdf()


def as_word(*lines, header="", cell=""):
    made_file, out = Word(), io.BytesIO()
    for line in lines:
        made_file.add_paragraph(line)
    if header:
        made_file.sections[0].header.paragraphs[0].text = header
    if cell:
        made_file.add_table(1, 2).cell(0, 1).text = cell
    made_file.save(out)
    return out.getvalue()


def as_sheet(*cells):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for cell in cells:
        book.active.append([cell])
    book.save(out)
    return out.getvalue()


def as_slide(line):
    slide = f"<p:sld><a:p><a:r><a:t>{line}</a:t></a:r></a:p></p:sld>".encode()
    return made.office("ppt/presentation.xml", extra={"ppt/slides/slide1.xml": slide})


MARKED_FILES = {
    "bao-cao.pdf": as_pdf("Số: 12/BC-CAT", "MẬT", "Tình hình"),
    "trang-ba.pdf": as_pdf("TUYỆT MẬT", blank_first=2),
    "bao-cao.docx": as_word("Báo cáo", "Tối mật"),
    "dau-trang.docx": as_word("Báo cáo", header="MẬT"),
    "o-bang.docx": as_word("Báo cáo", cell="Mật"),
    "so-lieu.xlsx": as_sheet("Biểu tổng hợp", "Độ mật: Tối mật"),
    "trinh-chieu.pptx": as_slide("TỐI MẬT"),
    "Báo cáo (Mật).pdf": as_pdf("Báo cáo"),
    "do-mat.pdf": as_pdf("Độ mật: Mật"),
}
GOOD_FILES = {
    "bao-cao.pdf": as_pdf("Bảo vệ bí mật Nhà nước, chế độ bảo mật", "Mật độ tin, bài", "theo chế độ mật"),
    "bao-cao.docx": as_word("Quản lý theo chế độ mật", header="QUẢN LÝ THEO CHẾ ĐỘ MẬT", cell="mật thiết"),
    "so-lieu.xlsx": as_sheet("Bí mật kinh doanh", "Mật khẩu"),
    "Mật độ bao phủ.pdf": as_pdf("Báo cáo"),
    "trang-muoi.pdf": as_pdf("MẬT", blank_first=9),
    "anh.png": made.picture("PNG"),
    "bao-cao-hong-chu.pdf": made.pdf(),
}
KINDS = (k.PDF, k.DOCX, k.XLSX, k.PPTX, k.PNG)


@pytest.mark.parametrize("name", MARKED_FILES)
def test_marked_file_is_not_taken(name):
    with pytest.raises(ValidationError) as refusal:
        check_upload(SimpleUploadedFile(name, MARKED_FILES[name]), KINDS)

    assert "không được nhận. Có chữ chỉ độ mật" in refusal.value.messages[0]


@pytest.mark.parametrize("name", GOOD_FILES)
def test_everyday_file_is_taken(name):
    checked = check_upload(SimpleUploadedFile(name, GOOD_FILES[name]), KINDS)

    assert checked.name


def test_marked_evidence_is_told_at_its_box_and_the_text_is_saved(client, world, lead_officer):
    client.force_login(lead_officer)
    upload = SimpleUploadedFile("bao-cao.pdf", MARKED_FILES["bao-cao.pdf"])

    page = client.post(report_url(world, "report_edit"), TYPED | {"uploads": upload}).content.decode()

    assert "“bao-cao.pdf” không được nhận. Có chữ chỉ độ mật “MẬT”" in page
    assert "không đọc được chữ trong ảnh, bản quét" in page
    assert ProgressReport.objects.get().results == TYPED["results"]
    assert not Evidence.objects.exists()


def test_page_of_a_pdf_that_unpacks_to_too_much_is_not_read():
    import pikepdf

    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(b"BT (x) Tj ET\n" * 400_000)
    pdf.save(out, compress_streams=True)

    assert check_upload(SimpleUploadedFile("nang.pdf", out.getvalue()), KINDS).name == "nang.pdf"


# --- What was there before --------------------------------------------------------------------------------


def test_marked_plan_is_neither_submitted_nor_printed(world, standing_officer, clerk):
    plan = f.make_plan(
        world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2027, purposes="a", requirements="b", organisation="c", recipients="d",
    )  # fmt: skip
    task = f.make_task(f.make_group(plan), world.lead)
    Task.objects.filter(pk=task.pk).update(description="(MẬT)")

    with pytest.raises(TransitionBlocked) as blocked:
        plan_workflow.run(plan, "submit", actor=standing_officer)
    document = jobs.request_document(
        actor=standing_officer, locality=world.locality, kind="ke-hoach", subject_key=plan.subject_key, title=plan.title,
        is_draft=True, has_illustration=False,
    )  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(purposes="Mục đích.\nTỐI MẬT")
    jobs.build(str(document.pk))

    assert any(
        "Có chữ chỉ độ mật “MẬT” (nhiệm vụ 1.1, diễn giải)" in problem for problem in blocked.value.problems
    )
    document.refresh_from_db()
    assert document.status == DocumentStatus.FAILED
    assert document.error.startswith("Có chữ chỉ độ mật “TỐI MẬT” (trong văn bản này).")
    assert not document.file


def test_marked_report_is_not_sent_but_can_be_returned(world, lead_officer, standing_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.DRAFT)
    ProgressReport.objects.filter(pk=report.pk).update(next_steps="Mật")
    report.refresh_from_db()

    with pytest.raises(TransitionBlocked) as blocked:
        workflow.run(report, "submit", actor=lead_officer)

    assert any("(việc kỳ tới)" in problem for problem in blocked.value.problems)


def test_note_of_a_move_bears_no_marking(world, lead_officer, standing_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)

    with pytest.raises(TransitionBlocked) as blocked:
        workflow.run(report, "accept", actor=standing_officer, note="(Mật)")

    assert any("(lời ghi kèm)" in problem for problem in blocked.value.problems)
