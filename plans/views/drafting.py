"""The written parts and the content items of a plan that is being drafted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plans.access import plan_or_404
from plans.dashboards.budget import budget_table
from plans.dashboards.organisation import proposed_organisation
from plans.dashboards.outline import MAY_BE_BLANK, outline_of
from plans.dashboards.plan import SECTIONS
from plans.forms.comparing import differences
from plans.forms.drafting import GroupForm, SectionForm
from plans.models import Plan, TaskGroup
from plans.services import drafting
from plans.views.editing import editable_plan_or_404, frames_preview
from ttdn_portal.shared import autosave
from ttdn_portal.shared.compare import word_diff
from ttdn_portal.shared.forms import add_errors

STALE = "Người khác vừa sửa mục này. Bản của anh/chị còn nguyên dưới đây; xem bản đang có rồi lưu lại nếu vẫn muốn thay."
GONE = "Mục này vừa bị người khác xóa. Nội dung anh/chị viết còn dưới đây; lưu để thêm lại."
TITLES = {field: title for field, _, title in SECTIONS}
WORDS = {field: word for field, word, _ in SECTIONS}


# --- One written part ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@frames_preview
def section_edit(request: HttpRequest, locality: str, plan: str, section: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    if request.method == "POST":
        return _save_section(request, plan, section)
    current = getattr(plan, section)
    text = current
    if section == "organisation" and "de-xuat" in request.GET:
        text = "\n".join(part for part in (current.strip(), proposed_organisation(plan)) if part)
    form = SectionForm(
        label=TITLES[section], initial={"text": text, "version": drafting.text_version(current)}
    )
    return _section_page(request, plan, section, form)


def _save_section(request: HttpRequest, plan: Plan, section: str) -> HttpResponse:
    form = SectionForm(request.POST, label=TITLES[section])
    by_script = autosave.is_autosave(request)
    if not form.is_valid():
        return autosave.invalid(form) if by_script else _section_page(request, plan, section, form)
    text, version = form.cleaned_data["text"], form.cleaned_data["version"]
    try:
        drafting.save_section(
            plan, actor=request.user, field=section, text=text, read_version=version, is_autosave=by_script
        )
    except drafting.StaleDraft:
        return autosave.refused(STALE) if by_script else _stale_section(request, plan, section, text)
    if by_script:
        return autosave.saved(drafting.text_version(text))
    messages.success(request, f"Đã lưu phần {TITLES[section].lower()}.")
    return redirect(plan)


def _stale_section(request: HttpRequest, plan: Plan, section: str, text: str) -> HttpResponse:
    """Both texts side by side; saving again takes the place of what was read here."""
    current = getattr(plan_or_404(request, plan.locality.code, plan.slug), section)
    form = SectionForm({"text": text, "version": drafting.text_version(current)}, label=TITLES[section])
    form.add_error(None, STALE)
    return _section_page(request, plan, section, form, theirs=current, diff=word_diff(current, text))


def _section_page(request: HttpRequest, plan: Plan, section: str, form: SectionForm, **more) -> HttpResponse:
    context = {
        "plan": plan,
        "outline": outline_of(plan, WORDS[section]),
        "page_title": TITLES[section],
        "section": section,
        "form": form,
        "is_needed": section not in MAY_BE_BLANK,
        "budget": budget_table(plan) if section == "budget_text" else None,
        "is_stale": "theirs" in more,
    }
    return render(request, "plans/section_edit.html", context | more)


# --- Content items -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@frames_preview
def group_add(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    form = GroupForm(request.POST or None, instance=TaskGroup(plan=plan))
    if request.method == "POST" and form.is_valid():
        title, description = form.cleaned_data["title"], form.cleaned_data["description"]
        group = drafting.add_group(plan, actor=request.user, title=title, description=description)
        messages.success(request, f"Đã thêm nội dung {group.number}.")
        return redirect("plans:structure", plan.locality.code, plan.slug)
    return _group_page(request, plan, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@frames_preview
def group_edit(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    group = _group_or_none(request, plan, number)
    if request.method != "POST":
        if group is None:
            raise Http404
        initial = {"version": group.updated_at.isoformat(), "key": group.pk}
        return _group_page(request, plan, GroupForm(instance=group, initial=initial), group)
    form = GroupForm(request.POST, instance=group or TaskGroup(plan=plan))
    by_script = autosave.is_autosave(request)
    if group is None:
        form.add_error(None, GONE)
        return autosave.refused(GONE) if by_script else _group_page(request, plan, form, None)
    if not form.is_valid():
        return autosave.invalid(form) if by_script else _group_page(request, plan, form, group)
    return _save_group(request, plan, form, by_script)


def _save_group(request: HttpRequest, plan: Plan, form: GroupForm, by_script: bool) -> HttpResponse:
    group = form.instance
    try:
        drafting.edit_group(
            group, actor=request.user, read_at=form.cleaned_data["version"], is_autosave=by_script
        )
    except drafting.StaleDraft:
        if by_script:
            return autosave.refused(STALE)
        stored = TaskGroup.objects.filter(pk=group.pk).first()
        return _group_page(request, plan, reread(form, stored, STALE), stored, theirs=stored)
    except ValidationError as error:
        add_errors(form, error)
        return autosave.invalid(form) if by_script else _group_page(request, plan, form, group)
    if by_script:
        return autosave.saved(group.updated_at.isoformat())
    messages.success(request, f"Đã lưu nội dung {group.number}.")
    return redirect("plans:structure", plan.locality.code, plan.slug)


def _group_or_none(request: HttpRequest, plan: Plan, number: int) -> TaskGroup | None:
    """The item that the form was about, wherever it stands now; by its number where the page is only opened."""
    key = request.POST.get("key", "")
    rows = plan.groups.filter(pk=key) if key.isdigit() else plan.groups.filter(number=number)
    group = rows.first()
    if group is not None:
        group.plan = plan
    return group


def reread(form, stored, message: str):
    """The same form with what was typed, now read from the row as it stands."""
    data = form.data.copy()
    data["version"] = stored.updated_at.isoformat() if stored else ""
    form.data = data
    form.add_error(None, message)
    return form


def _group_page(
    request: HttpRequest,
    plan: Plan,
    form: GroupForm,
    group: TaskGroup | None,
    theirs: TaskGroup | None = None,
) -> HttpResponse:
    context = {
        "plan": plan,
        "outline": outline_of(plan, "noi-dung"),
        "page_title": f"Sửa nội dung {group.number}" if group else "Thêm nội dung",
        "form": form,
        "group": group,
        "action": "" if group else reverse("plans:group_add", args=[plan.locality.code, plan.slug]),
        "is_stale": theirs is not None,
        "differences": differences(form, GroupForm(instance=theirs)) if theirs else [],
    }
    return render(request, "plans/group_edit.html", context)
