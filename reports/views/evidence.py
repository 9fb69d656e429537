from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from reports.access import report_or_404
from reports.models import Evidence
from reports.services.writing import remove_evidence
from reports.views.writing import save_typed, writable_or_new
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.transitions import StaleState
from ttdn_portal.shared.uploads import send_file


@require_POST
def evidence_add(request, **address):
    """The button inside the report's form: what was typed is kept first."""
    return save_typed(request, writable_or_new(request, address), address, done="#minh-chung")


@require_POST
def evidence_remove(request, number, **address):
    report = report_or_404(request, **address)
    allow_or_403(request.user, "reports.start_report", report.task)

    def remove(saved):
        evidence = saved.evidence.filter(pk=number).first()
        try:
            if evidence:
                remove_evidence(evidence, actor=request.user)
        except StaleState as stale:
            messages.error(request, " ".join(stale.problems))

    return save_typed(request, report, address, done="#minh-chung", change=remove)


@require_safe
def evidence_file(request, number, **address):
    report = report_or_404(request, **address)
    evidence = get_object_or_404(
        Evidence.objects.visible_to(request.user), report=report, pk=number, kind="FILE"
    )
    if not request.user.has_perm("reports.read_working_copy", report) and number not in _sent_numbers(report):
        raise Http404
    return send_file(evidence.file, name=evidence.name, content_type=evidence.content_type)


def _sent_numbers(report):
    """Whoever reviews reads the version sent; what was added since is not part of it."""
    return {item["id"] for item in (report.submission or {}).get("evidence", ())}
