"""The lead's side of a contribution: asking, following, reminding, taking the answers into the report."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from plans.views.editing import tell_day_off
from reports.access import place_or_404
from reports.dashboards.answers import answers_for, contribution_page, figures_given, proposals
from reports.forms.contributions import AskForm, NewDateForm, WithdrawForm
from reports.models import Contribution
from reports.services import contributions as service
from reports.services.using import drop_use, use_figure, use_text
from reports.services.writing import StaleSave
from reports.views.writing import save_typed, who_came_first, writable_or_new
from reports.workflow import contribution as workflow
from ttdn_portal.shared.access import allow_or_403, only_or_404
from ttdn_portal.shared.forms import add_problems
from ttdn_portal.shared.transitions import TransitionError
from ttdn_portal.shared.typed import moved_on

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def contribution_ask(request: HttpRequest, **address: str) -> HttpResponse:
    place = place_or_404(request, **address)
    allow_or_403(request.user, "reports.ask_contributions", place.task)
    answers = answers_for(
        place.task,
        place.period,
        visible=Contribution.objects.visible_to(request.user),
        as_of=timezone.localdate(),
    )
    waiting = {answer.code for answer in answers if answer.is_requested and answer.is_waited_for}
    supports = [
        s for s in place.task.supports.select_related("agency", "task") if s.agency.code not in waiting
    ]
    due_on = place.report.due_on if place.report else place.period.report_due_on
    form = AskForm(
        request.POST or None,
        supports=supports,
        indicators=list(place.task.indicators.all()),
        report_due_on=due_on,
    )
    if request.method == "POST" and form.is_valid() and _asked(request, place, form):
        return redirect("reports:report_edit", **address)
    return render(request, "reports/contribution_ask.html", {
        "task": place.task, "period": place.period, "address": list(address.values()), "form": form, "asked": answers, "supports": supports,
        "report_due_on": due_on, "today": timezone.localdate(),
    })  # fmt: skip


def _asked(request, place, form):
    for support in form.supports():
        support.task = place.task
    try:
        asked = workflow.ask(form.supports(), place.period, form.to_request(), actor=request.user)
    except TransitionError as error:
        add_problems(form, error.problems)
        return False
    tell_day_off(request, "Hạn trả lời", form.cleaned_data["due_on"], place.period.locality_id)
    names = ", ".join(row.support.agency.label for row in asked)
    messages.success(
        request, f"Đã gửi đề nghị phối hợp tới {names}." if asked else "Các cơ quan này đã được hỏi."
    )
    return True


@require_http_methods(FORM_METHODS)
def contribution_detail(request: HttpRequest, agency: str, **address: str) -> HttpResponse:
    contribution = _seen(request, agency, **address)
    if request.method != "POST":
        return _detail_page(request, contribution)
    allow_or_403(request.user, "reports.manage_contribution", contribution)
    acts = {"remind": _remind, "withdraw": _withdraw}
    act = next((acts[name] for name in acts if name in request.POST), _change_date)
    return act(request, contribution)


def _seen(request, agency, locality, plan, period, code):
    rows = Contribution.objects.visible_to(request.user).with_names()
    found = rows.filter(
        period__locality__code=locality, period__plan__slug=plan, period__slug=period, support__task__code=code,
        support__agency__code=agency,
    )  # fmt: skip
    contribution = only_or_404(found)
    request.locality = contribution.period.plan.locality
    return contribution


def _detail_page(request, contribution, date_form=None):
    is_managed = request.user.has_perm("reports.manage_contribution", contribution)
    may_manage = is_managed and contribution.is_waiting and contribution.is_requested
    return render(request, "reports/contribution_detail.html", {
        "plan": contribution.period.plan, "address": contribution.url_args(), "task": contribution.support.task, "period": contribution.period,
        "contribution": contribution, "support": contribution.support, "figures": figures_given(contribution), "may_manage": may_manage,
        "page": contribution_page(contribution, request.user, may_write=False, as_of=timezone.localdate()),
        "may_answer": request.user.has_perm("reports.give_contribution", contribution),
        "date_form": date_form or _date_form(contribution), "withdraw_form": WithdrawForm(),
    })  # fmt: skip


def _date_form(contribution, data=None):
    return NewDateForm(
        data, report_due_on=contribution.period.report_due_on, initial={"due_on": contribution.due_on}
    )


def _remind(request, contribution):
    try:
        told = service.remind_contribution(contribution, actor=request.user)
        messages.success(request, f"Đã nhắc {contribution.support.agency.label} ({told} người).")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(contribution)


def _withdraw(request, contribution):
    form = WithdrawForm(request.POST)
    try:
        workflow.run(contribution, "withdraw", actor=request.user, note=form.data.get("note", "")[:300])
        messages.success(request, "Đã rút đề nghị phối hợp; cơ quan được hỏi đã được báo.")
    except TransitionError as error:
        moved_on(request, " ".join(error.problems))
    return redirect(contribution)


def _change_date(request, contribution):
    form = _date_form(contribution, request.POST)
    if not form.is_valid():
        return _detail_page(request, contribution, form)
    try:
        service.change_answer_date(contribution, due_on=form.cleaned_data["due_on"], actor=request.user)
        messages.success(request, "Đã đổi hạn trả lời; cơ quan được hỏi đã được báo.")
        tell_day_off(request, "Hạn trả lời", form.cleaned_data["due_on"], contribution.period.locality_id)
    except TransitionError as error:
        messages.error(request, " ".join(error.problems))
    return redirect(contribution)


@require_POST
def answer_use(request: HttpRequest, **address: str) -> HttpResponse:
    """A button inside the report's form: what was typed is kept first."""

    def use(report):
        try:
            messages.success(request, _used(report, request.POST.get("use", ""), request.user))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except StaleSave as stale:
            who = who_came_first(stale.current, request.user)
            messages.error(request, f"{who}. Xem bản mới rồi chèn lại.")

    return save_typed(request, writable_or_new(request, address), address, done="#phoi-hop", change=use)


def _used(report, word, user):
    """`tra-loi:<pk>` the words of an answer, `bo:<pk>` no more, else the key of a proposal."""
    kind, _, number = word.partition(":")
    pk = int(number) if number.isdigit() else 0
    if kind == "tra-loi":
        return f"Đã chèn trả lời của {use_text(report, pk, actor=user)} vào kết quả."
    if kind == "bo":
        drop_use(report, pk, actor=user)
        return "Đã bỏ đánh dấu dùng trả lời này. Câu chữ trong báo cáo anh/chị tự sửa."
    answers = answers_for(
        report.task, report.period, visible=Contribution.objects.visible_to(user), as_of=timezone.localdate()
    )
    proposal = next((found for found in proposals(answers) if found.key == word), None)
    if proposal is None:
        raise ValidationError("Số liệu này không còn: cơ quan phối hợp vừa sửa câu trả lời.")
    return f"Đã đưa số liệu “{use_figure(report, proposal, actor=user)}” vào báo cáo."
