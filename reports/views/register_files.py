import io
import uuid

from django.contrib import messages
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
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
from ttdn_portal.shared.admin.exchange import FOLDER, GONE, KEPT_FOR, forget_old_files, take_file
from ttdn_portal.shared.exchange import writing
from ttdn_portal.shared.exchange.reading import read_table
from ttdn_portal.shared.exchange.table import TableRefused
from ttdn_portal.shared.storage import StorageFull

SALT = "reports.views.register_files"


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
    if request.method != "POST" or not form.is_valid():
        return _page(request, locality, form)
    plan, upload = form.cleaned_data["plan"], form.cleaned_data["file"]
    content = upload.read()
    report = _read(request, plan, content, upload.name, form=form)
    if report is None:
        return _page(request, locality, form)
    token = (
        ""
        if report.problems or not (report.added or report.changed)
        else _kept(request, form, plan, content, upload.name)
    )
    return _page(request, locality, form, report=report, token=token, file_name=upload.name, scope=plan.title)


def _read(request, plan, content, name, *, form=None, dry_run=True):
    try:
        resource = OutputResource(actor=request.user, scope=plan)
        return resource.read(read_table(io.BytesIO(content), name), dry_run=dry_run)
    except TableRefused as refusal:
        if form is not None:
            form.add_error("file", str(refusal))
        return None


def _kept(request, form, plan, content, name):
    """The file stands in the private store until it is confirmed; the token says whose it is and where it goes."""
    forget_old_files()
    try:
        stored = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(content))
    except StorageFull as full:
        form.add_error("file", str(full))
        return ""
    return signing.dumps({"path": stored, "plan": plan.pk, "name": name, "user": request.user.pk}, salt=SALT)


def _write(request, locality):
    """The right to the plan and to each row is asked again: it may be gone since the preview."""
    form = PlanOfFile(user=request.user, locality=locality)
    try:
        about = signing.loads(request.POST["token"], salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        about = {}
    own = about.get("user") == request.user.pk
    plan = form.fields["plan"].queryset.filter(pk=about.get("plan")).first() if own else None
    content = take_file(about["path"]) if plan else None
    if content is None:
        messages.error(request, GONE)
        return redirect("reports:output_import", locality.code)
    report = _read(request, plan, content, about["name"], dry_run=False)
    if report is None or report.problems:
        return _page(request, locality, form, report=report, file_name=about["name"], scope=plan.title)
    record(
        actor=request.user,
        action="import",
        obj=plan,
        note=f"Sổ sản phẩm, tệp {about['name']}: {report.in_words}",
    )
    messages.success(request, f"Đã nhập sổ sản phẩm: {report.in_words}.")
    return redirect("reports:output_list", locality.code)


def _page(request, locality, form, **context):
    columns = OutputResource(actor=request.user)
    required = {columns.fields[name].column_name for name in columns.required}
    names = [(name, name in required) for name in columns.headings()]
    return render(
        request,
        "reports/output_import.html",
        {"locality": locality, "form": form, "columns": names, **context},
    )
