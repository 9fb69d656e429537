from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import locality_or_404, member_locality_or_404
from agencies.services.activity import record
from reports.forms.outputs import OutputFilter, PlanOfFile
from reports.forms.press import PressFilter
from reports.resources import OutputResource, PressResource
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.exchange import writing
from ttdn_portal.shared.exchange.kept import (
    CHANGED,
    GONE,
    NO_PLACE,
    OLD,
    from_before,
    is_old,
    keep_chosen,
    kept_by,
    preview,
    write,
)

# --- Out -------------------------------------------------------------------------------------------------


@require_POST
def output_export(request, locality):
    """The rows of the list as it was filtered."""
    locality = locality_or_404(request, locality)
    rows = OutputFilter(request.GET, user=request.user, locality=locality).apply()
    return _file(request, locality, OutputResource(actor=request.user, scope=locality), rows)


@require_POST
def press_export(request, locality):
    locality = member_locality_or_404(request, locality)
    rows = PressFilter(request.GET, user=request.user, locality=locality).apply().with_names()
    return _file(request, locality, PressResource(actor=request.user, scope=locality), rows)


def _file(request, locality, resource, rows):
    headers, cells = resource.rows_out(rows)
    record(
        actor=request.user, action="export", obj=locality, note=f"{resource.title}: {len(cells)} dòng, xlsx"
    )
    response = HttpResponse(writing.as_xlsx(resource.title, headers, cells), content_type=writing.XLSX_TYPE)
    name = f"{resource.file_stem}-{locality.code}-{timezone.localdate():%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- In: first what would be written, then the same file once more ------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def output_import(request, locality):
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "reports.add_output", locality)
    if "token" in request.POST:
        return _write(request, locality)
    form = PlanOfFile(request.POST or None, request.FILES or None, user=request.user, locality=locality)
    before = from_before(form, request, owner=_owner(request, locality))
    if request.method != "POST" or not form.is_valid():
        about = {"kept": before.token(), "file_name": before.name} if before else {}
        return _page(request, locality, form, **about)
    file = before or keep_chosen(form, owner=_owner(request, locality))
    if file is None:
        return _page(request, locality, form)
    return _preview(request, locality, form, file, form.cleaned_data["plan"])


def _owner(request, locality):
    return f"{request.user.pk} reports.output_import {locality.pk}"


def _preview(request, locality, form, file, plan, note=""):
    report, refusal = preview(form, file, OutputResource(actor=request.user, scope=plan))
    if report is None:
        return _page(request, locality, form, note=note or refusal)
    return _told(request, locality, form, file, report, plan, note)


def _told(request, locality, form, file, report, plan, note):
    """The preview, with the button where there is something to write."""
    token = file.token_for(report, plan)
    return _page(
        request,
        locality,
        form,
        report=report,
        token=token,
        file_name=file.name,
        scope=plan.title,
        note=note,
    )


def _write(request, locality):
    """The right to the plan and to each row is asked again: it may be gone since the preview."""
    token = request.POST["token"]
    file = kept_by(token, owner=_owner(request, locality))
    content = file.read() if file else None
    if content is None:
        messages.error(request, GONE)
        return redirect("reports:output_import", locality.code)
    form = PlanOfFile(user=request.user, locality=locality, initial={"plan": file.scope})
    plan = form.fields["plan"].queryset.filter(pk=file.scope).first()
    if plan is None:
        told = NO_PLACE.format(name=file.name)
        return _page(request, locality, form, note=told, kept=file.token(), file_name=file.name)
    if is_old(token):
        return _preview(request, locality, form, file, plan, OLD)
    report, is_written = write(OutputResource(actor=request.user, scope=plan), file, content)
    if not is_written:
        return _told(request, locality, form, file, report, plan, "" if report.problems else CHANGED)
    note = f"Sổ sản phẩm, tệp {file.name}: {report.in_words}"
    record(actor=request.user, action="import", obj=plan, note=note)
    messages.success(request, f"Đã nhập sổ sản phẩm: {report.in_words}.")
    return redirect("reports:output_list", locality.code)


def _page(request, locality, form, **context):
    columns = OutputResource(actor=request.user)
    required = {columns.fields[name].column_name for name in columns.required}
    names = [(name, name in required) for name in columns.headings()]
    return render(
        request,
        "reports/output_import.html",
        {
            "locality": locality,
            "form": form,
            "columns": names,
            "note": "",
            "kept": "",
            "token": "",
            "file_name": "",
            **context,
        },
    )
