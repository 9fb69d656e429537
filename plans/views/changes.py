"""What an amendment changes: places of the plan are picked, then edited in forms like those of drafting."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.choices import ChangeKind
from plans.dashboards.amendment import change_url, pick_page
from plans.dashboards.changes import SECTION_TITLES
from plans.dashboards.tasks import plan_names
from plans.forms.amendments import (
    AddTaskForm,
    ChangeTaskForm,
    GroupTextForm,
    TextForm,
    WithdrawForm,
    indicator_rows,
    rows_of,
)
from plans.forms.drafting import agencies_of
from plans.forms.filters import TaskFilterForm
from plans.models import Amendment, AmendmentChange, Task
from plans.services import amending
from plans.services.drafting import StaleDraft
from plans.services.versions import task_content
from plans.views.amendments import FORM_METHODS, amendment_or_404, refuse_if_sent
from plans.views.drafting import STALE, reread
from plans.views.editing import tell_day_off
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.lists import page_of, pager_of


def open_amendment_or_404(request: HttpRequest, locality: str, plan: str, ordinal: int) -> Amendment:
    amendment = amendment_or_404(request, locality, plan, ordinal)
    allow_or_403(request.user, "plans.change_amendment", amendment)
    return amendment


def standing_task_or_404(amendment: Amendment, code: str) -> Task:
    """A task of the plan that was not withdrawn before."""
    tasks = Task.objects.with_names().filter(plan=amendment.plan, withdrawn_on__isnull=True)
    task: Task = get_object_or_404(tasks, code=code)
    task.plan = amendment.plan
    return task


@require_safe
def amendment_pick(request: HttpRequest, locality: str, plan: str, ordinal: int) -> HttpResponse:
    amendment = open_amendment_or_404(request, locality, plan, ordinal)
    today = timezone.localdate()
    form = TaskFilterForm(request.GET, plan=amendment.plan, names=plan_names(amendment.plan, today))
    tasks = form.choice().tasks(amendment.plan.pk, today).filter(withdrawn_on__isnull=True).with_names()
    if words := form.chosen("tim"):
        tasks = tasks.search(words)
    page = page_of(request, tasks.order_by("sequence" if form.is_in_plan_order else "due_on", "sequence"))
    context = {
        "plan": amendment.plan,
        "amendment": amendment,
        "form": form,
        "pager": pager_of(request, page),
        "page": pick_page(amendment, list(page.object_list)),
    }
    return render(request, "plans/amendment_pick.html", context)


# --- One task -----------------------------------------------------------------------------------------


@require_http_methods(FORM_METHODS)
def change_task(request: HttpRequest, locality: str, plan: str, ordinal: int, code: str) -> HttpResponse:
    amendment = open_amendment_or_404(request, locality, plan, ordinal)
    task = standing_task_or_404(amendment, code)
    change = amending.change_of_task(amendment, task)
    is_overtaken = amending.is_overtaken(change, task)
    content = change.after or task_content(task)
    proposed = amending.task_of_content(copy(task), content)

    def save(form, supports, indicators):
        content = amending.proposed_content(
            form.instance, supports.cleaned_rows(), indicator_rows(indicators)
        )
        return amending.save_task_change(
            change, actor=request.user, content=content, read_at=form.cleaned_data["version"]
        )

    form = _task_form(request, ChangeTaskForm, amendment, proposed, change, content)
    return _edited(request, change, form, save, {"task": task, "is_overtaken": is_overtaken})


@require_http_methods(FORM_METHODS)
def change_add_task(
    request: HttpRequest, locality: str, plan: str, ordinal: int, position: int | None = None
) -> HttpResponse:
    amendment = open_amendment_or_404(request, locality, plan, ordinal)
    change = _added_or_404(amendment, ChangeKind.ADD_TASK, position)
    task = Task(plan=amendment.plan)
    if change.after:
        task = amending.task_of_content(task, change.after)
        task.identity = change.after["identity"]

    def save(form, supports, indicators):
        content = amending.proposed_content(
            form.instance, supports.cleaned_rows(), indicator_rows(indicators)
        )
        amending.set_place(change, form.cleaned_data["place"])
        return amending.save_added_task(
            change, actor=request.user, content=content, read_at=form.cleaned_data["version"]
        )

    form = _task_form(
        request,
        AddTaskForm,
        amendment,
        task,
        change,
        change.after,
        places=amending.places_for_tasks(amendment),
        initial={"place": amending.place_word(change) or request.GET.get("nhom", "")},
    )
    return _edited(request, change, form, save, {"task": None})


def _added_or_404(amendment: Amendment, kind: str, position: int | None) -> AmendmentChange:
    if position is None:
        return AmendmentChange(amendment=amendment, kind=kind)
    changes = amendment.changes.select_related("group", "new_group")
    change: AmendmentChange = get_object_or_404(changes, kind=kind, position=position)
    change.amendment = amendment
    return change


def _task_form(request, form_class, amendment, task, change, content, *, initial=None, **kwargs):
    chosen = [content.get("lead_agency_id"), content.get("joint_lead_agency_id")]
    chosen += [row["agency_id"] for row in content.get("supports", ())]
    agencies = list(agencies_of(amendment.plan.locality, *chosen))
    form = form_class(
        request.POST or None,
        plan=amendment.plan,
        agencies=agencies,
        instance=task,
        initial={"version": _read_at(change), **(initial or {})},
        **kwargs,
    )
    form.agencies, form.content = agencies, content
    return form


def _read_at(change: AmendmentChange) -> str:
    return change.updated_at.isoformat() if change.pk else ""


def _edited(request, change, form, save, context):
    """Save what was typed, or show it again with what stands against it."""
    amendment = change.amendment
    supports, indicators = rows_of(request.POST or None, form.content, form.agencies)
    is_valid = request.method == "POST" and all([form.is_valid(), supports.is_valid(), indicators.is_valid()])
    if is_valid and not supports.refuse(form.instance.lead_ids):
        problem = _kept(request, change, form, lambda: save(form, supports, indicators))
        if not problem:
            return redirect(change_url(change) if "more" in request.POST else amendment)
    rows = [*supports, *indicators]
    context |= {
        "plan": amendment.plan,
        "amendment": amendment,
        "change": change,
        "form": form,
        "supports": supports,
        "indicators": indicators,
        "bad_rows": [row for row in rows if row.is_bound and row.errors],
    }
    return render(request, "plans/change_task.html", context)


def _kept(request, change, form, save):
    """Do `save`; True where something stands against it, which is then told in the form and nothing typed is lost."""
    try:
        save()
    except StaleDraft:
        reread(form, amending.stored(change) or change.amendment, STALE)
        return True
    except ValidationError as error:
        refuse_if_sent(error)
        add_errors(form, error)
        return True
    messages.success(request, "Đã ghi phần điều chỉnh.")
    tell_day_off(
        request, "Hạn hoàn thành", form.cleaned_data.get("due_on"), change.amendment.plan.locality_id
    )
    return False


@require_http_methods(FORM_METHODS)
def change_withdraw(request: HttpRequest, locality: str, plan: str, ordinal: int, code: str) -> HttpResponse:
    amendment = open_amendment_or_404(request, locality, plan, ordinal)
    task = standing_task_or_404(amendment, code)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            amending.withdraw_task(amendment, task, actor=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"Đã ghi: rút nhiệm vụ {task.code}.")
            return redirect(amendment)
        except StaleDraft:
            form.add_error(None, "Người khác vừa sửa phần điều chỉnh nhiệm vụ này. Xem lại rồi làm tiếp.")
        except ValidationError as error:
            refuse_if_sent(error)
            add_errors(form, error)
    context = {"plan": amendment.plan, "amendment": amendment, "task": task, "form": form}
    return render(request, "plans/change_withdraw.html", context)


# --- A written part, a content item ---------------------------------------------------------------------


@require_http_methods(FORM_METHODS)
def change_text(request: HttpRequest, locality: str, plan: str, ordinal: int, section: str) -> HttpResponse:
    amendment = open_amendment_or_404(request, locality, plan, ordinal)
    change = amending.change_of_text(amendment, section)
    label = SECTION_TITLES[section]
    initial = {"text": change.after["text"], "version": _read_at(change)}
    form = TextForm(request.POST or None, label=label, initial=initial)

    def save():
        cleaned = form.cleaned_data
        amending.save_text_change(
            change, actor=request.user, text=cleaned["text"], read_at=cleaned["version"]
        )

    issued = getattr(amendment.plan, section)
    context = {"heading": f"Điều chỉnh phần {label.lower()}", "issued": issued}
    return _saved_text(request, change, form, save, context)


@require_http_methods(FORM_METHODS)
def change_group(request: HttpRequest, locality: str, plan: str, ordinal: int, number: int) -> HttpResponse:
    amendment = open_amendment_or_404(request, locality, plan, ordinal)
    group = get_object_or_404(amendment.plan.groups, number=number)
    change = amending.change_of_group(amendment, group)
    form = GroupTextForm(request.POST or None, initial={**change.after, "version": _read_at(change)})

    def save():
        cleaned = form.cleaned_data
        amending.save_group_change(
            change,
            actor=request.user,
            title=cleaned["title"],
            description=cleaned["description"],
            read_at=cleaned["version"],
        )

    issued = "\n".join(text for text in (group.title, group.description) if text)
    context = {"heading": f"Điều chỉnh tên nội dung {number}", "issued": issued}
    return _saved_text(request, change, form, save, context)


@require_http_methods(FORM_METHODS)
def change_add_group(
    request: HttpRequest, locality: str, plan: str, ordinal: int, position: int | None = None
) -> HttpResponse:
    amendment = open_amendment_or_404(request, locality, plan, ordinal)
    change = _added_or_404(amendment, ChangeKind.ADD_GROUP, position)
    form = GroupTextForm(request.POST or None, initial={**change.after, "version": _read_at(change)})

    def save():
        cleaned = form.cleaned_data
        amending.save_added_group(
            change,
            actor=request.user,
            title=cleaned["title"],
            description=cleaned["description"],
            read_at=cleaned["version"],
        )

    return _saved_text(request, change, form, save, {"heading": "Bổ sung nội dung", "issued": ""})


def _saved_text(request, change, form, save, context):
    amendment = change.amendment
    if request.method == "POST" and form.is_valid() and not _kept(request, change, form, save):
        return redirect(amendment)
    context |= {"plan": amendment.plan, "amendment": amendment, "form": form}
    return render(request, "plans/change_text.html", context)


@require_POST
def change_remove(
    request: HttpRequest, locality: str, plan: str, ordinal: int, position: int
) -> HttpResponse:
    amendment = open_amendment_or_404(request, locality, plan, ordinal)
    change = get_object_or_404(amendment.changes.select_related("amendment"), position=position)
    try:
        amending.remove_change(change, actor=request.user)
        messages.success(request, "Đã bỏ phần điều chỉnh; nội dung đã ban hành giữ nguyên.")
    except ValidationError as error:
        refuse_if_sent(error)
        messages.error(request, " ".join(error.messages))
    return redirect(amendment)
