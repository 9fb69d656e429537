from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import locality_or_404
from agencies.history import history_of
from reports.access import output_or_404
from reports.dashboards.outputs import amounts_of, day_words, facts_of, tasks_of, together_with
from reports.forms.outputs import OutputFilter, OutputForm
from reports.models import Output, OutputPair, ReportingPeriod
from reports.services.likeness import look_alike
from reports.services.outputs import (
    add_output,
    change_output,
    delete_output,
    locking_report,
    restore_output,
)
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.lists import page_of, pager_of
from ttdn_portal.shared.storage import StorageFull
from ttdn_portal.shared.templatetags.ttdn import number as grouped
from ttdn_portal.shared.transitions import StaleState
from ttdn_portal.shared.uploads import send_file

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def output_list(request, locality):
    locality = locality_or_404(request, locality)
    form = OutputFilter(request.GET, user=request.user, locality=locality)
    page = page_of(request, form.apply().with_names())
    judges = request.user.has_perm("reports.judge_outputs", locality)
    return render(request, "reports/output_list.html", {
        "locality": locality, "form": form, "pager": pager_of(request, page), "found": f"{grouped(page.paginator.count)} sản phẩm",
        "rows": [(output, day_words(output), amounts_of(output)) for output in page], "is_deleted": form.chosen.get("xem") == "da-xoa",
        "open_pairs": OutputPair.objects.visible_to(request.user).filter(locality=locality, status="OPEN").count() if judges else 0,
        "judges": judges, "plans": {period.plan_id: period.plan for period in form.periods.values()}.values() if judges else [], "query": request.GET.urlencode(),
    })  # fmt: skip


@require_http_methods(FORM_METHODS)
def output_add(request, locality):
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "reports.add_output", locality)
    place = _place_asked(request, locality)
    initial = {"task": place[0].pk} if place else {}
    form = OutputForm(
        request.POST or None, request.FILES or None, user=request.user, locality=locality, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        output = _saved(
            form,
            lambda: add_output(
                form.to_output(), actor=request.user, makers=cleaned["makers"], file=cleaned["file"]
            ),
        )
        if output:
            return _after_add(request, locality, output, place)
    return _form_page(request, locality, form, place=place)


def _place_asked(request, locality):
    """Task and period from which the form was opened: that task is chosen, and the way back leads to its report."""
    asked = request.GET.get("bao-cao", "").split("/")
    if len(asked) != 3:
        return None
    plan, period, code = asked
    task = tasks_of(request.user, locality).filter(plan__slug=plan, code=code).first()
    found = ReportingPeriod.objects.visible_to(request.user).filter(
        plan__slug=plan, slug=period, locality=locality
    )
    period = found.first() if task else None
    return (task, period) if period else None


def _saved(form, save):
    """What the service saved; what it refused stands above the form, and nothing typed is lost."""
    try:
        return save()
    except ValidationError as error:
        add_errors(form, error)
    except StorageFull as full:
        form.add_error("file", str(full))
    except StaleState:
        form.add_error(None, "Người khác vừa sửa sản phẩm này. Mở lại trang để xem bản mới, rồi sửa tiếp.")
    return None


def _after_add(request, locality, output, place):
    messages.success(
        request,
        format_html(
            'Đã ghi <a href="{}">{} {}</a> vào sổ.', output.get_absolute_url(), output.code, output.title
        ),
    )
    _tell_alike(request, output)
    if "again" in request.POST:
        return redirect(request.get_full_path())
    return redirect(_report_url(place) if place else output.get_absolute_url())


def _tell_alike(request, output):
    """Entries that its writer may see too and that look the same: to be looked at by themselves first."""
    alike = {other.pk for other, _ in look_alike(output)}
    for other in Output.objects.visible_to(request.user).filter(pk__in=alike).select_related("locality"):
        messages.warning(
            request,
            format_html(
                'Sổ đã có sản phẩm giống thế này: <a href="{}">{} {}</a>. Nếu là một thì xóa bớt.',
                other.get_absolute_url(),
                other.code,
                other.title,
            ),
        )


def _report_url(place):
    task, period = place
    return (
        reverse("reports:report_edit", args=[task.plan.locality.code, task.plan.slug, period.slug, task.code])
        + "#san-pham"
    )


def _form_page(request, locality, form, output=None, place=None):
    quick = [form[name] for name in ("task", "kind", "title", "done_on", "channel")]
    back = (
        _report_url(place)
        if place
        else output.get_absolute_url()
        if output
        else reverse("reports:output_list", args=[locality.code])
    )
    return render(request, "reports/output_form.html", {
        "locality": locality, "form": form, "output": output, "place": place, "quick": quick, "back": back,
        "has_tasks": form.fields["task"].queryset.exists(),
    })  # fmt: skip


@require_safe
def output_detail(request, locality, number):
    output = output_or_404(request, locality, number)
    may_write = request.user.has_perm("reports.change_output", output)
    lock = locking_report(output.task_id, output.done_on) if may_write else None
    return render(request, "reports/output_detail.html", {
        "output": output, "facts": facts_of(output), "together": together_with(output), "history": history_of(output), "lock": lock,
        "may_change": may_write and not lock, "root": _root_of(request, output),
    })  # fmt: skip


def _root_of(request, output):
    """The entry it is counted with, where this person may see that one too."""
    if not output.same_as_id:
        return None
    return (
        Output.objects.visible_to(request.user)
        .select_related("locality")
        .filter(pk=output.same_as_id)
        .first()
    )


@require_http_methods(FORM_METHODS)
def output_edit(request, locality, number):
    output = output_or_404(request, locality, number)
    allow_or_403(request.user, "reports.change_output", output)
    if output.deleted_at or locking_report(output.task_id, output.done_on):
        return redirect(output)
    form = OutputForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        locality=output.locality,
        output=output,
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        saved = _saved(
            form,
            lambda: change_output(
                form.to_output(),
                actor=request.user,
                read_version=cleaned["version"] or 0,
                makers=cleaned["makers"] or [output.agency],
                file=cleaned["file"],
                drops_file=cleaned.get("drops_file", False),
            ),
        )
        if saved:
            messages.success(request, "Đã lưu sản phẩm.")
            _tell_alike(request, saved)
            return redirect(saved)
    return _form_page(request, output.locality, form, output)


@require_POST
def output_delete(request, locality, number):
    return _act(
        request,
        locality,
        number,
        lambda output: _delete(request, output),
        "Đã xóa khỏi sổ. Có thể khôi phục ngay tại trang này.",
    )


@require_POST
def output_restore(request, locality, number):
    return _act(
        request,
        locality,
        number,
        lambda output: restore_output(output, actor=request.user),
        "Đã khôi phục sản phẩm vào sổ.",
    )


def _act(request, locality, number, act, done):
    output = output_or_404(request, locality, number)
    allow_or_403(request.user, "reports.change_output", output)
    try:
        act(output)
        messages.success(request, done)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except StaleState as stale:
        messages.warning(request, " ".join(stale.problems))
    return redirect(output)


def _delete(request, output):
    typed = request.POST.get("version", "")
    read_version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else output.version
    delete_output(output, actor=request.user, read_version=read_version)


@require_safe
def output_file(request, locality, number):
    output = output_or_404(request, locality, number)
    if not output.file or output.deleted_at:
        raise Http404
    return send_file(output.file, name=output.file_name, content_type=output.content_type)
