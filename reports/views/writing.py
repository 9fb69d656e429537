from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from reports import workflow
from reports.access import place_or_404
from reports.choices import WRITABLE_STATUSES, ReportStatus
from reports.dashboards.comparing import differences
from reports.dashboards.outputs import period_outputs
from reports.dashboards.points import asked_fields
from reports.dashboards.reading import earlier_report
from reports.dashboards.unusual import unusual
from reports.dashboards.writing import writing_page
from reports.forms.parts import form_parts
from reports.forms.writing import TEXT_LIMIT, EvidenceForm, NoChangeForm, ReportForm, typed_values
from reports.models import ProgressReport, SavedText
from reports.models.marks import LONG_PARTS
from reports.services.completeness import lacks_of
from reports.services.writing import (
    ReportText,
    StaleSave,
    add_file,
    add_link,
    drop_refused_text,
    keep_refused_text,
    new_report,
    start_report,
    write_report,
)
from ttdn_portal.shared import autosave
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.storage import StorageFull
from ttdn_portal.shared.transitions import StaleState, TransitionError

# How long after a save of another person their page is taken to be open still.
WRITING_TOO = timedelta(minutes=15)
FORM_METHODS = ["GET", "HEAD", "POST"]
PARTLY_SAVED = "Đã lưu báo cáo, còn minh chứng chưa lưu được"


@require_http_methods(FORM_METHODS)
def report_start(request, **address):
    place = place_or_404(request, **address)
    allow_or_403(request.user, "reports.start_report", place.task)
    if request.method == "POST":
        try:
            start_report(task=place.task, period=place.period, actor=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("reports:my_work", address["locality"])
    return redirect("reports:report_edit", **address)


@require_http_methods(FORM_METHODS)
def report_edit(request, **address):
    report = writable_or_new(request, address)
    if request.method == "POST":
        return save_typed(request, report, address)
    if report.pk and not report.is_writable:
        return redirect(report)
    if not report.pk and not report.period.is_open_on(timezone.localdate()):
        messages.error(request, f"{report.period.name}: kỳ báo cáo chưa mở hoặc đã đóng.")
        return redirect("reports:my_work", address["locality"])
    return form_page(request, report, report_form(report), EvidenceForm())


def report_form(report, data=None):
    return ReportForm(
        data, report=report, indicators=list(report.task.indicators.all()), asked=asked_fields(report)
    )


def writable_or_new(request, address):
    """The report, or one not begun yet, of a task that this person's agency leads."""
    place = place_or_404(request, **address)
    allow_or_403(request.user, "reports.start_report", place.task)
    return place.report or new_report(task=place.task, period=place.period, actor=request.user)


def form_page(request, report, form, evidence_form, status=200, saved=""):
    """`saved`: what was saved all the same, where not all of it was."""
    page = writing_page(report, request.user, as_of=timezone.localdate())
    may_skip = not report.return_count and not report.results and not form.is_bound
    return render(request, "reports/report_form.html", {
        "report": report, "task": report.task, "period": report.period, "form": form, "evidence_form": evidence_form, "page": page, "limit": TEXT_LIMIT,
        "figures": figure_rows(form, page), "parts": form_parts(form, page),
        "no_change_form": NoChangeForm() if may_skip else None, "address": report.url_args(),
        "outputs": period_outputs(report.task, report.period),
        "error_forms": [evidence_form] if evidence_form.errors else [], "where": _where(report), "writing_too": who_writes_too(report, request.user),
        "saved": saved, "saved_heading": PARTLY_SAVED if saved else "",
    }, status=status)  # fmt: skip


def figure_rows(form, page):
    """(indicator, field, last value, what is unusual about the stored one)."""
    rows = [(indicator, field, page.earlier_value(indicator)) for indicator, field in form.figure_fields()]
    return [
        (indicator, field, last, unusual(field.initial, target=indicator.target_value, earlier=last))
        for indicator, field, last in rows
    ]


def who_writes_too(report, user):
    """“Chị Lan đang sửa”: another person saved this draft a moment ago and may be at it still."""
    moment = timezone.now() - WRITING_TOO
    if not report.pk or report.saved_by_id in (None, user.pk) or report.updated_at < moment:
        return ""
    return f"{report.saved_by} vừa lưu bản này lúc {timezone.localtime(report.updated_at):%H:%M} và có thể còn đang sửa."


def _where(report):
    return autosave.where_saved(report.updated_at) if report.pk else ""


def save_typed(request, report, address, done="", change=None):
    """Keep what was typed, then what goes with it; every way out leaves the text in the database or on the page."""
    form = report_form(report, with_copied_part(request.POST, report))
    evidence_form = EvidenceForm(request.POST, request.FILES)
    evidence_form.is_valid()
    if not form.is_valid():
        return form_page(request, report, form, evidence_form)
    try:
        report = write_report(
            report, form.to_text(), actor=request.user, read_version=form.cleaned_data["version"]
        )
    except StaleSave as stale:
        return refused_page(request, stale.current, form.to_text())
    except ValidationError as error:
        add_errors(form, error)
        return form_page(request, report, form, evidence_form)
    kept = _keep_evidence(request, report, evidence_form)
    if change:
        change(report)
    if evidence_form.errors:
        said = _what_was_saved(report, kept)
        return form_page(request, report, _with_version(request, report), evidence_form, saved=said)
    return _next_page(request, report, address, done)


def with_copied_part(data, report):
    """Without JavaScript “Chép từ kỳ trước” is a button of the form: the text of the last period goes below one's own."""
    part = data.get("copy", "")
    earlier = earlier_report(report.task, report.period) if part in LONG_PARTS else None
    text = getattr(earlier.content, part).strip() if earlier else ""
    if not text or text in data.get(part, ""):
        return data
    data = data.copy()
    data[part] = "\n\n".join(filter(None, [data.get(part, "").strip(), text]))
    data["copied"] = part
    return data


def _keep_evidence(request, report, evidence_form):
    """Add what was chosen and is good, and name it; what cannot be stored becomes an error at its field."""
    cleaned, kept = evidence_form.cleaned_data, []
    try:
        for checked in evidence_form.good_files():
            tell_same_file(request, add_file(report, actor=request.user, checked=checked), checked)
            kept.append(f"tệp “{checked.name}”")
        if cleaned.get("link") and "link_name" in cleaned:
            add_link(report, actor=request.user, url=cleaned["link"], name=cleaned["link_name"])
            kept.append("đường dẫn")
            evidence_form.forget_link()
    except StorageFull as full:
        evidence_form.add_error("uploads", str(full))
    except StaleState as stale:
        evidence_form.add_error(None, stale.problems)
    return kept


def tell_same_file(request, stored, checked):
    """The same file under another name is not stored twice; without a word it would seem to be lost."""
    if stored.name != checked.name:
        messages.info(
            request, f"Tệp “{checked.name}” giống hệt “{stored.name}” đã gửi trước, nên không thêm lần nữa."
        )


def _what_was_saved(report, kept):
    """In words, for the head of the list of what was not."""
    when = f"Bản nháp đã lưu lúc {timezone.localtime(report.updated_at):%H:%M}"
    also = f"; đã thêm {', '.join(kept)}" if kept else ""
    return f"{when}{also}. Chỉ những mục dưới đây chưa lưu được; sửa rồi bấm Thêm minh chứng."


def _with_version(request, report):
    """The same typing on top of what was just saved."""
    data = request.POST.copy()
    data["version"] = str(report.version)
    return report_form(report, data)


def _next_page(request, report, address, done):
    if "check" in request.POST:
        lacks = lacks_of(report, as_of=timezone.localdate())
        if not lacks:
            return redirect("reports:report_check", **address)
        form = _with_version(request, report)
        for field, sentence in lacks:
            form.add_error(field or None, sentence)
        return form_page(request, report, form, EvidenceForm())
    if "later" in request.POST:
        messages.success(request, f"Đã lưu bản nháp {report.task.code}.")
        return redirect("reports:my_work", address["locality"])
    if "outputs" in request.POST:
        messages.success(request, f"Đã lưu bản nháp {report.task.code}.")
        asked = urlencode({"bao-cao": f"{address['plan']}/{address['period']}/{address['code']}"})
        return redirect(f"{reverse('reports:output_add', args=[address['locality']])}?{asked}")
    if not done:
        messages.success(request, "Đã lưu bản nháp.")
    response = redirect("reports:report_edit", **address)
    part = request.POST.get("copy", "")
    response["Location"] += f"#id_{part}" if part in LONG_PARTS else done
    return response


# --- Two people on one report ------------------------------------------------------------------------------


def refused_page(request, current, text):
    """409: who saved when, both texts field by field, and what was typed is kept."""
    if ReportText.of(current) != text:
        keep_refused_text(current, text, actor=request.user)
    return compare_page(request, current, text, status=409)


def compare_page(request, current, mine, status=200):
    rows = differences(ReportText.of(current), mine, list(current.task.indicators.all()))
    return render(request, "reports/report_compare.html", {
        "report": current, "task": current.task, "period": current.period, "rows": rows, "address": current.url_args(),
        "who": who_came_first(current, request.user), "is_own": current.saved_by_id == request.user.pk,
    }, status=status)  # fmt: skip


@require_http_methods(FORM_METHODS)
def report_compare(request, **address):
    place = place_or_404(request, **address)
    allow_or_403(request.user, "reports.start_report", place.task)
    if place.report is None:
        raise Http404
    kept = get_object_or_404(SavedText, report=place.report, person=request.user)
    mine = ReportText.from_json(kept.content)
    if request.method != "POST":
        return compare_page(request, place.report, mine)
    if "discard" in request.POST:
        drop_refused_text(place.report, actor=request.user)
        messages.success(request, "Đã bỏ bản giữ lại.")
        return redirect("reports:report_edit", **address)
    return _merged(request, place.report, mine, address)


def _merged(request, report, mine, address):
    indicators = list(report.task.indicators.all())
    chosen, other = typed_values(ReportText.of(report), indicators), typed_values(mine, indicators)
    chosen |= {name: other[name] for name in other if request.POST.get(f"pick_{name}") == "mine"}
    form = report_form(report, chosen | {"version": request.POST.get("version", "")})
    if not form.is_valid():
        return form_page(request, report, form, EvidenceForm())
    try:
        write_report(report, form.to_text(), actor=request.user, read_version=form.cleaned_data["version"])
    except StaleSave as stale:
        return refused_page(request, stale.current, form.to_text())
    drop_refused_text(report, actor=request.user)
    messages.success(request, "Đã ghép hai bản và lưu.")
    return redirect("reports:report_edit", **address)


# --- Autosave, and a period without change -------------------------------------------------------------------


@require_POST
def report_autosave(request, **address):
    report = writable_or_new(request, address)
    form = report_form(report, request.POST)
    if not form.is_valid():
        return autosave.invalid(form, whole="Báo cáo")
    try:
        saved = write_report(
            report,
            form.to_text(),
            actor=request.user,
            read_version=form.cleaned_data["version"],
            is_autosave=True,
        )
    except StaleSave as stale:
        keep_refused_text(stale.current, form.to_text(), actor=request.user)
        return JsonResponse({"message": who_saved(stale.current, request.user)}, status=409)
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=422)
    return JsonResponse({"version": saved.version, "saved_at": f"{timezone.localtime():%H:%M}"})


def who_saved(report, reader):
    return f"{who_came_first(report, reader)}. Bài anh/chị viết đã được giữ lại; tải lại trang để so hai bản."


def who_came_first(report, reader):
    """Who saved or sent the report since it was read; the reader too, at another window."""
    if report.is_writable:
        return autosave.who_was_faster(report.saved_by, reader, report.updated_at)
    if report.status == ReportStatus.AGENCY_REVIEW:
        return "Báo cáo này đã chuyển lãnh đạo đơn vị xem"
    return autosave.who_was_faster(
        report.submitted_by, reader, report.submitted_at, what="đã gửi báo cáo này"
    )


@require_http_methods(FORM_METHODS)
def no_change(request, **address):
    report = writable_or_new(request, address)
    if report.pk and (not report.is_writable or report.return_count):
        return redirect(report)
    form = NoChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.send_unchanged(report, actor=request.user, reason=form.cleaned_data["reason"])
            return redirect("reports:report_sent", **address)
        except (TransitionError, ValidationError, StaleSave) as error:
            if _was_sent(report):  # a double click: the first has done it
                return redirect("reports:report_sent", **address)
            already = "Báo cáo này đã có nội dung. Mở bản đang viết để sửa và gửi."
            form.add_error(None, already if isinstance(error, StaleSave) else _sentences_of(error))
    return render(
        request,
        "reports/no_change.html",
        {
            "report": report,
            "task": report.task,
            "period": report.period,
            "form": form,
            "address": report.url_args(),
        },
    )


def _was_sent(report):
    """Asked afresh: the copy at hand was read before the other click."""
    stored = ProgressReport.objects.filter(task=report.task, period=report.period)
    return stored.exclude(status__in=WRITABLE_STATUSES).exists()


def _sentences_of(error):
    return getattr(error, "problems", None) or error.messages
