"""What a supporting agency answers; the lead that asked and the readers of the report see it once sent."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.access import plan_or_404
from plans.models import TaskSupport
from plans.querysets import supported_by
from reports.choices import ContributionStatus
from reports.dashboards.answers import contribution_page, figures_given
from reports.forms.contributions import AnswerFilesForm, ContributionForm, DeclineForm
from reports.models import Contribution, ContributionFile, ReportingPeriod
from reports.querysets import WRITING_ROLES
from reports.services import contributions as service
from reports.views.writing import tell_same_file
from reports.workflow import contribution as workflow
from ttdn_portal.shared import autosave
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_problems
from ttdn_portal.shared.storage import StorageFull
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked, TransitionError
from ttdn_portal.shared.uploads import send_file

STALE_DECLINE = "Câu trả lời này vừa được lưu ở nơi khác. Xem bản đang lưu ở trên rồi làm tiếp."
STALE = "Nội dung anh/chị gõ còn ở dưới và đã được giữ lại; bản đang lưu ghi ở cuối trang."
FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def contribution_edit(request: HttpRequest, **address: str) -> HttpResponse:
    contribution = _own_or_404(request, **address)
    if request.method != "POST":
        return _page(request, contribution)
    acts = {"reopen": _reopen, "decline": _decline, "drop": _drop, "remove": _remove_file}
    act = next((acts[name] for name in acts if name in request.POST), _save_or_send)
    return act(request, contribution)


def _own_or_404(request: HttpRequest, locality: str, plan: str, period: str, code: str) -> Contribution:
    """One's own agency's part of the task; everybody else meets 404 here and reads answers on the task's page."""
    owner = plan_or_404(request, locality, plan)
    agencies = request.user.agency_ids(*WRITING_ROLES)
    supports = TaskSupport.objects.select_related(
        "agency", "task", "task__plan", "task__plan__locality", "task__lead_agency", "task__joint_lead_agency"
    )
    support = supports.filter(supported_by(agencies), task__plan=owner, task__code=code).first()
    if support is None:
        raise Http404
    periods = ReportingPeriod.objects.visible_to(request.user).select_related("plan__locality", "locality")
    return service.contribution_for(support, get_object_or_404(periods, plan=owner, slug=period))


def _page(
    request: HttpRequest,
    contribution: Contribution,
    form: ContributionForm | None = None,
    files: AnswerFilesForm | None = None,
    decline: DeclineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_write = request.user.has_perm("reports.give_contribution", contribution)
    page = contribution_page(contribution, request.user, may_write=may_write, as_of=timezone.localdate())
    bound = [f for f in (form, files, decline) if f is not None]
    return render(request, "reports/contribution_form.html", {
        "plan": contribution.support.task.plan, "address": contribution.url_args(), "support": contribution.support, "task": contribution.support.task,
        "period": contribution.period, "contribution": contribution, "page": page, "may_write": may_write,
        "may_reopen": request.user.has_perm("reports.reopen_contribution", contribution), "form": form or ContributionForm(contribution=contribution),
        "files_form": files or AnswerFilesForm(), "decline_form": decline or DeclineForm(), "error_forms": [f for f in bound[1:] if f.errors], "is_stale": status == 409,
        "figures": figures_given(contribution), "where": _where(contribution),
    }, status=status)  # fmt: skip


def _where(contribution: Contribution) -> str:
    saved = contribution.pk and contribution.answered_by_id
    return autosave.where_saved(contribution.updated_at) if saved else ""


def _save_or_send(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    """Kept or sent; on refusal the sentence stands beside the field and what was typed stays."""
    form = ContributionForm(request.POST, contribution=contribution)
    files = AnswerFilesForm(request.POST, request.FILES)
    is_good = form.is_valid() & files.is_valid()
    if is_good and _was_sent(request, contribution, form):
        return _to_work(request, contribution)
    allow_or_403(request.user, "reports.give_contribution", contribution)
    if not is_good:
        return _page(request, contribution, form, files)
    try:
        is_sent = _keep(request, contribution, form, files.cleaned_data["uploads"])
    except service.StaleAnswer:
        return _refused(request, contribution, form)
    except TransitionBlocked as blocked:
        add_problems(form, blocked.problems, files)
        return _page(
            request, service.contribution_for(contribution.support, contribution.period), form, files
        )
    except (StorageFull, StaleState) as full:
        files.add_error("uploads", str(full))
        return _page(
            request, service.contribution_for(contribution.support, contribution.period), None, files
        )
    messages.success(request, "Đã gửi trả lời phối hợp." if is_sent else "Đã lưu nháp trả lời.")
    return _to_work(request, contribution) if is_sent else redirect(request.path)


def _keep(request: HttpRequest, contribution: Contribution, form: ContributionForm, uploads: list) -> bool:
    """Files need a row to hang on, so the text is kept before them; what is sent goes with all of it."""
    text, version, is_sent = form.to_text(), form.cleaned_data["version"], "send" in request.POST
    if uploads or not is_sent:
        workflow.save(contribution, text, actor=request.user, read_version=version)
        version = contribution.version
    for checked in uploads:
        row = service.add_answer_file(contribution, actor=request.user, checked=checked)
        tell_same_file(request, row, checked)
    if is_sent:
        workflow.send(contribution, text, actor=request.user, read_version=version)
    return is_sent


def _was_sent(request: HttpRequest, contribution: Contribution, form: ContributionForm) -> bool:
    """The second click of a double click: the first has sent the very same."""
    same = contribution.content() == form.to_text().columns(contribution)
    is_own = contribution.answered_by_id == request.user.pk
    return "send" in request.POST and contribution.status == ContributionStatus.SENT and same and is_own


def _to_work(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    return redirect("reports:my_work", locality=contribution.url_args()[0])


def _refused(request: HttpRequest, contribution: Contribution, form: ContributionForm) -> HttpResponse:
    """409: both texts on the page, and what was typed kept beside the newer one."""
    current = workflow.keep_typed(contribution, form.to_text(), actor=request.user)
    who = autosave.who_was_faster(current.answered_by, request.user, current.updated_at)
    form.add_error(None, f"{who}. {STALE}")
    return _page(request, current, form, status=409)


def _reopen(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    try:
        workflow.run(contribution, "reopen", actor=request.user)
        messages.success(request, "Đã lấy lại câu trả lời để sửa.")
    except TransitionError as error:
        messages.error(request, " ".join(error.problems))
    return redirect(request.path)


def _decline(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    allow_or_403(request.user, "reports.give_contribution", contribution)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, contribution, decline=form)
    try:
        workflow.decline(contribution, actor=request.user, **form.cleaned_data)
    except (TransitionError, service.StaleAnswer) as error:
        form.add_error(None, getattr(error, "problems", None) or STALE_DECLINE)
        return _page(
            request, service.contribution_for(contribution.support, contribution.period), decline=form
        )
    messages.success(request, "Đã báo cơ quan chủ trì là không cung cấp được.")
    return _to_work(request, contribution)


def _drop(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    service.drop_refused_answer(contribution, actor=request.user)
    messages.success(request, "Đã bỏ bản giữ lại.")
    return redirect(request.path)


def _remove_file(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    allow_or_403(request.user, "reports.give_contribution", contribution)
    number = request.POST["remove"]
    row = contribution.files.filter(pk=number if number.isdigit() else 0).first()
    try:
        if row:
            service.remove_answer_file(row, actor=request.user)
            messages.success(request, f"Đã bỏ tệp {row.name}.")
    except StaleState as stale:
        messages.error(request, " ".join(stale.problems))
    return redirect(request.path)


@require_POST
def contribution_autosave(request: HttpRequest, **address: str) -> JsonResponse:
    contribution = _own_or_404(request, **address)
    allow_or_403(request.user, "reports.give_contribution", contribution)
    form = ContributionForm(request.POST, contribution=contribution)
    if not form.is_valid():
        problem = next(iter(form.errors.values()))[0]
        return JsonResponse({"message": f"Chưa lưu được lên máy chủ. {problem}"}, status=422)
    version = form.cleaned_data["version"]
    try:
        workflow.save(
            contribution, form.to_text(), actor=request.user, read_version=version, is_autosave=True
        )
    except service.StaleAnswer:
        current = workflow.keep_typed(contribution, form.to_text(), actor=request.user)
        who = autosave.who_was_faster(current.answered_by, request.user, current.updated_at)
        return autosave.refused(f"{who}. Bài anh/chị viết đã được giữ lại; tải lại trang để so hai bản.")
    except TransitionError as error:
        return JsonResponse({"message": " ".join(error.problems)}, status=422)
    return JsonResponse({"version": contribution.version, "saved_at": f"{timezone.localtime():%H:%M}"})


@require_safe
def contribution_file(request: HttpRequest, agency: str, number: int, **address: str) -> HttpResponse:
    seen: QuerySet[ContributionFile] = ContributionFile.objects.visible_to(request.user)
    place = {
        "contribution__support__agency__code": agency,
        "contribution__support__task__code": address["code"],
        "contribution__period__slug": address["period"],
        "contribution__period__plan__slug": address["plan"],
        "contribution__period__locality__code": address["locality"],
    }
    row = get_object_or_404(seen.filter(**place), pk=number)
    return send_file(row.file, name=row.name, content_type=row.content_type)
