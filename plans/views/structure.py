"""Groups and tasks in order: up, down, elsewhere, out. Every button is a form of its own and needs no script."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.dashboards.outline import outline_of
from plans.dashboards.structure import deletion_text, hanging_on, structure_rows
from plans.forms.structure import DeleteForm, GroupPlaceForm, MoveForm, TaskPlaceForm
from plans.models import Plan, Task, TaskGroup
from plans.services import structure as service
from plans.views.editing import editable_plan_or_404
from ttdn_portal.shared.rows import render_rows

MOVED = "Người khác vừa sắp xếp lại hoặc xóa mục này. Xem thứ tự mới rồi làm tiếp."


def structure_url(plan: Plan, anchor: str = "") -> str:
    return reverse("plans:structure", args=[plan.locality.code, plan.slug]) + anchor


@require_safe
def structure(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    rows = structure_rows(plan)
    context = {
        "plan": plan,
        "outline": outline_of(plan, "noi-dung"),
        "page_title": "Nội dung, nhiệm vụ",
        "rows": render_rows("plans/_structure_rows.jinja", rows) if rows else "",
        "has_groups": bool(rows),
    }
    return render(request, "plans/structure.html", context)


@require_POST
def structure_move(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    """One button of the list: “task:12:3.2:1” moves task 12, read as 3.2, to the first place of its group."""
    plan = editable_plan_or_404(request, locality, plan)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Không rõ chuyển mục nào. Bấm lại nút ở dòng cần chuyển.")
        return redirect(structure_url(plan))
    kind, pk, read, to = form.cleaned_data["move"]
    try:
        place = _moved(request, plan, kind, pk, read, to)
    except service.MovedMeanwhile:
        messages.warning(request, MOVED)
        return redirect(structure_url(plan))
    if place != read:
        messages.success(request, f"{'Nội dung' if kind == 'group' else 'Nhiệm vụ'} {read} nay là {place}.")
    return redirect(structure_url(plan, f"#{'nd' if kind == 'group' else 'nv'}-{place.replace('.', '-')}"))


def _moved(request: HttpRequest, plan: Plan, kind: str, pk: int, read: str, to: int) -> str:
    if kind == "group":
        group = TaskGroup.objects.select_related("plan").filter(plan=plan, pk=pk).first()
        if group is None or not read.isdigit():
            raise service.MovedMeanwhile
        return str(service.move_group(group, actor=request.user, read_number=int(read), to=to))
    task = Task.objects.select_related("plan", "group").filter(plan=plan, pk=pk).first()
    if task is None:
        raise service.MovedMeanwhile
    return service.move_task(task, actor=request.user, read_code=read, group=task.group, to=to)


@require_http_methods(["GET", "HEAD", "POST"])
def group_place(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    group = get_object_or_404(TaskGroup, plan=plan, number=number)
    group.plan = plan
    form = GroupPlaceForm(request.POST or None, plan=plan, initial={"key": group.pk, "to": number})
    if request.method == "POST" and form.is_valid():
        move = f"group:{form.cleaned_data['key']}:{number}:{form.cleaned_data['to']}"
        return _answer_move(request, plan, move)
    heading = f"Chuyển nội dung {number}"
    return _place_page(request, plan, form, heading, group.title)


@require_http_methods(["GET", "HEAD", "POST"])
def task_place(request: HttpRequest, locality: str, plan: str, code: str) -> HttpResponse:
    """To another place, in another group if need be."""
    plan = editable_plan_or_404(request, locality, plan)
    task = get_object_or_404(Task.objects.select_related("group"), plan=plan, code=code)
    task.plan = plan
    initial = {"key": task.pk, "group": task.group_id, "to": task.number}
    form = TaskPlaceForm(request.POST or None, plan=plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["key"] != task.pk:
                raise service.MovedMeanwhile
            new = service.move_task(
                task, actor=request.user, read_code=code, group=data["group"], to=data["to"]
            )
            messages.success(request, f"Nhiệm vụ {code} nay là {new}.")
            return redirect(structure_url(plan, f"#nv-{new.replace('.', '-')}"))
        except service.MovedMeanwhile:
            messages.warning(request, MOVED)
            return redirect(structure_url(plan))
    return _place_page(request, plan, form, f"Chuyển nhiệm vụ {code}", task.display_title)


def _answer_move(request: HttpRequest, plan: Plan, move: str) -> HttpResponse:
    kind, pk, read, to = move.split(":")
    try:
        place = _moved(request, plan, kind, int(pk), read, int(to))
        messages.success(request, f"Nội dung {read} nay là {place}.")
        return redirect(structure_url(plan, f"#nd-{place}"))
    except service.MovedMeanwhile:
        messages.warning(request, MOVED)
        return redirect(structure_url(plan))


def _place_page(request: HttpRequest, plan: Plan, form, heading: str, title: str) -> HttpResponse:
    context = {
        "plan": plan,
        "outline": outline_of(plan, "noi-dung"),
        "form": form,
        "page_title": heading,
        "title": title,
    }
    return render(request, "plans/structure_place.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def group_delete(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    group = get_object_or_404(TaskGroup, plan=plan, number=number)
    group.plan = plan
    tasks = list(group.tasks.all())
    return _delete(
        request, plan, group, f"nội dung {number}", group.title,
        text=lambda: deletion_text(len(tasks), hanging_on([group, *tasks])),
        act=lambda: service.delete_group(group, actor=request.user, read_number=number),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def task_delete(request: HttpRequest, locality: str, plan: str, code: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    task = get_object_or_404(Task, plan=plan, code=code)
    task.plan = plan
    return _delete(
        request, plan, task, f"nhiệm vụ {code}", task.display_title,
        text=lambda: deletion_text(0, hanging_on([task])),
        act=lambda: service.delete_task(task, actor=request.user, read_code=code),
    )  # fmt: skip


def _delete(request: HttpRequest, plan: Plan, row, what: str, title: str, *, text, act) -> HttpResponse:
    form = DeleteForm(request.POST or None, initial={"key": row.pk})
    if request.method == "POST":
        if not form.is_valid():
            raise Http404
        try:
            if form.cleaned_data["key"] != row.pk:
                raise service.MovedMeanwhile
            act()
            messages.success(request, f"Đã xóa {what}: {title}.")
        except service.MovedMeanwhile:
            messages.warning(request, MOVED)
        except ProtectedError:
            messages.error(request, f"Không xóa được {what}: người khác đã có việc gắn với mục này.")
        return redirect(structure_url(plan))
    context = {
        "plan": plan,
        "outline": outline_of(plan, "noi-dung"),
        "form": form,
        "page_title": f"Xóa {what}",
        "title": title,
        "text": text(),
        "back": structure_url(plan),
    }
    return render(request, "plans/structure_delete.html", context)
