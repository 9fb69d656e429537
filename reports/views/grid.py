from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.services.versions import current_version
from reports import workflow
from reports.access import period_or_404
from reports.dashboards.grid import grid_places
from reports.dashboards.unusual import warnings_of
from reports.dashboards.writing import remarks_of
from reports.forms.grid import GridForm, GridRow, posted_form
from reports.services.completeness import doubts_of, lacks_of
from reports.services.grid import save_row
from reports.services.texts import figures_of
from reports.services.writing import new_report
from reports.views.writing import who_saved
from reports.workflow.many import move_each
from ttdn_portal.shared.access import allow_or_403

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def grid(request, **address):
    period = grid_period(request, address)
    rows = rows_of(request.user, period)
    if request.method != "POST":
        return grid_page(request, period, rows)
    return save_all(request, period, rows, address)


def grid_period(request, address):
    period = period_or_404(request, **address)
    allow_or_403(request.user, "reports.fill_grid", period)
    return period


def rows_of(user, period, codes=None):
    places = grid_places(user, period, codes)
    width = max((len(place.indicators) for place in places), default=0)
    version, today = current_version(period.plan), timezone.localdate()
    rows = []
    for place in places:
        begun = place.report or new_report(task=place.task, period=period, actor=user, plan_version=version)
        locked = place.locked(today)
        form = None if locked else GridForm(place=place, report=begun)
        rows.append(GridRow(place, begun, locked, form, width))
    return rows


def grid_page(request, period, rows, status=200):
    bad = [row for row in rows if row.form and row.form.errors]
    width = max((row.width for row in rows), default=0)
    return render(request, "reports/grid.html", {
        "period": period, "plan": period.plan, "rows": rows, "bad": bad, "width": width, "open": sum(not row.locked for row in rows),
        "address": [period.locality.code, period.plan.slug, period.slug], "stale": [row for row in rows if row.is_stale or row.problem],
    }, status=status)  # fmt: skip


# --- Saving: every row that was touched, each by itself ------------------------------------------------------


def save_all(request, period, rows, address):
    chosen = request.POST.getlist("chon")
    told, saved = {}, 0
    for row in rows:
        form = posted_form(row.place, row.report, request.POST)
        if form is None or not form.is_touched:
            continue
        told[row.code] = outcome = save_one(request, row, form)
        saved += outcome == {}
    if saved:
        messages.success(request, f"Đã lưu {saved} hàng.")
    told = {code: outcome for code, outcome in told.items() if outcome}
    if told:  # whatever was pressed: going on would drop what the row that cannot be saved holds
        fresh = [
            replace(row, is_chosen=row.code in chosen, **told.get(row.code, {}))
            for row in rows_of(request.user, period)
        ]
        return grid_page(request, period, fresh, status=409 if any(row.is_stale for row in fresh) else 200)
    if "check" in request.POST:
        return to_check(request, chosen, address)
    return redirect("reports:grid", **address)


def save_one(request, row, form):
    """What the page must say of this row; nothing where it is saved."""
    if row.locked:
        return {"problem": f"{row.locked}. Những gì vừa gõ chưa được lưu."}
    if not form.is_valid():
        return {"form": form}
    done = save_row(row.report, form.to_text(), actor=request.user, read_version=form.cleaned_data["version"])
    if done.newer:
        return {"is_stale": True, "problem": who_saved(done.newer)}
    return {"form": form, "problem": done.problem} if done.problem else {}


def to_check(request, chosen, address):
    if not chosen:
        messages.error(request, "Chọn ít nhất một hàng để gửi.")
        return redirect("reports:grid", **address)
    return redirect(
        f"{reverse('reports:grid_check', kwargs=address)}?{urlencode({'chon': chosen}, doseq=True)}"
    )


@require_POST
def grid_autosave(request, **address):
    period = grid_period(request, address)
    rows = rows_of(request.user, period, [request.POST.get("hang", "")])
    form = posted_form(rows[0].place, rows[0].report, request.POST) if rows else None
    if form is None:
        raise Http404
    row = rows[0]
    if row.locked:
        return JsonResponse({"message": row.locked}, status=409)
    if not form.is_valid():
        errors = {form.add_prefix(name): problems[0] for name, problems in form.errors.items()}
        return JsonResponse({"message": f"{len(errors)} ô chưa đúng", "errors": errors}, status=422)
    done = save_row(
        row.report,
        form.to_text(),
        actor=request.user,
        read_version=form.cleaned_data["version"],
        is_autosave=True,
    )
    if done.newer:
        return JsonResponse(
            {"message": who_saved(done.newer), "compare": compare_url(done.newer)}, status=409
        )
    if done.problem:
        return JsonResponse({"message": done.problem}, status=422)
    return JsonResponse({
        "version": done.report.version, "seen": form.digest(), "saved_at": f"{timezone.localtime():%H:%M}", "warnings": cell_warnings(form, row.place),
    })  # fmt: skip


def compare_url(report):
    return reverse("reports:report_compare", args=report.url_args())


def cell_warnings(form, place):
    figures = form.to_text().figures
    found = warnings_of(figures, place.indicators, place.earlier)
    return {form.add_prefix(f"figure_{i.number}"): found[i.pk] for i in place.indicators if i.pk in found}


# --- Sending the chosen rows ---------------------------------------------------------------------------------


@require_safe
def grid_check(request, **address):
    period = grid_period(request, address)
    rows = [row for row in rows_of(request.user, period, request.GET.getlist("chon")) if not row.locked]
    checked = [checked_row(row) for row in rows]
    return render(request, "reports/grid_check.html", {
        "period": period, "plan": period.plan, "address": [period.locality.code, period.plan.slug, period.slug],
        "ready": [item for item in checked if not item["lacks"]], "lacking": [item for item in checked if item["lacks"]],
    })  # fmt: skip


def checked_row(row):
    report, asked = row.report, list(row.place.comments)
    figures = figures_of(report)
    return {
        "row": row, "report": report, "task": row.place.task, "lacks": [sentence for _, sentence in lacks_of(report, as_of=timezone.localdate(), asked=asked)],
        "doubts": doubts_of(report, earlier=row.place.earlier), "remarks": remarks_of(report),
        "figures": [(i, figures[i.pk]) for i in row.place.indicators if i.pk in figures], "move": workflow.sending_move(report),
    }  # fmt: skip


@require_POST
def grid_send(request, **address):
    period = grid_period(request, address)
    rows = rows_of(request.user, period, request.POST.getlist("chon"))
    reports = [with_version_read(row.report, request.POST.get(f"version_{row.code}", "")) for row in rows]
    done = move_each(
        reports, actor=request.user, move=lambda report: workflow.sending_move(report).name,
        data=lambda report: {"accepted": request.POST.getlist(f"accepted_{report.task.code}")},
    )  # fmt: skip
    sent = [item.report.task.code for item in done if item.went]
    if sent:
        messages.success(request, f"Đã gửi {len(sent)} báo cáo: {', '.join(sent)}.")
    for item in done:
        if not item.went:
            messages.error(request, f"{item.report.task.code} chưa gửi được: {' '.join(item.problems)}")
    return redirect("reports:grid", **address)


def with_version_read(report, typed):
    """The version that stood on the page when the button was pressed."""
    report.version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else report.version
    return report
