from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agencies.access import locality_or_404
from agencies.history import history_of
from reports.access import output_pair_or_404
from reports.choices import PairStatus
from reports.dashboards.outputs import pair_sides
from reports.models import OutputPair
from reports.workflow import output_pair as workflow
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.lists import page_of, pager_of
from ttdn_portal.shared.transitions import TransitionError, find

STATES = {"": PairStatus.OPEN, "da-gop": PairStatus.SAME, "khac-nhau": PairStatus.DIFFERENT}
TABS = (("", "Chờ xem"), ("da-gop", "Đã gộp"), ("khac-nhau", "Không phải trùng"))


@require_safe
def pair_list(request, locality):
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "reports.judge_outputs", locality)
    chosen = request.GET.get("xem", "")
    chosen = chosen if chosen in STATES else ""
    pairs = OutputPair.objects.visible_to(request.user).filter(locality=locality, status=STATES[chosen])
    pairs = pairs.select_related("decided_by", "first", "second").prefetch_related(
        "first__makers", "second__makers"
    )
    page = page_of(request, pairs)
    tabs = [
        {"label": label, "url": f"?xem={key}" if key else request.path, "is_current": key == chosen}
        for key, label in TABS
    ]
    return render(request, "reports/pair_list.html", {
        "locality": locality, "pager": pager_of(request, page), "tabs": tabs, "chosen": chosen,
    })  # fmt: skip


@require_safe
def pair_detail(request, locality, number):
    pair = output_pair_or_404(request, locality, number)
    return render(request, "reports/pair_detail.html", {
        "locality": pair.locality, "pair": pair, "sides": pair_sides(pair), "history": history_of(pair),
        "moves": workflow.available(pair, request.user),
    })  # fmt: skip


@require_POST
def pair_move(request, locality, number, move):
    pair = output_pair_or_404(request, locality, number)
    transition = find(workflow.TRANSITIONS, move)
    allow_or_403(request.user, transition.permission, pair)
    typed = request.POST.get("version", "")
    pair.version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else pair.version
    try:
        workflow.run(pair, move, actor=request.user)
    except TransitionError as error:
        messages.error(request, " ".join(error.problems))
        return redirect("reports:pair_detail", pair.locality.code, pair.number)
    messages.success(request, transition.done_message)
    if move == "look_again":
        return redirect("reports:pair_detail", pair.locality.code, pair.number)
    waiting = (
        OutputPair.objects.visible_to(request.user)
        .filter(locality=pair.locality, status=PairStatus.OPEN)
        .first()
    )
    if waiting:
        return redirect("reports:pair_detail", pair.locality.code, waiting.number)
    return redirect("reports:pair_list", pair.locality.code)
