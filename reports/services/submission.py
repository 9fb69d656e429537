"""The version last submitted: what reviewers read, and what changed since the one before."""

from typing import Any

from reports.models import Output, ProgressReport


def submission_of(report: ProgressReport) -> dict[str, Any]:
    """Everything the report says at the moment of sending, as plain data."""
    figures = report.figures.select_related("indicator").order_by("indicator__number")
    outputs = Output.objects.kept().in_period(report.period).filter(task=report.task)
    outputs = outputs.prefetch_related("makers").order_by("done_on", "pk")
    return {
        "results": report.results,
        "difficulties": report.difficulties,
        "recommendations": report.recommendations,
        "next_steps": report.next_steps,
        "progress_percent": report.progress_percent,
        "completed_on": report.completed_on.isoformat() if report.completed_on else None,
        "no_change": report.no_change,
        "marks": report.marks,
        "figures": [
            {
                "indicator": f.indicator_id,
                "name": f.indicator.name,
                "unit": f.indicator.unit,
                "value": str(f.value),
            }
            for f in figures
        ],
        "evidence": [
            {"id": e.pk, "kind": e.kind, "name": str(e), "url": e.url, "size": e.size}
            for e in report.evidence.all()
        ],
        "outputs": [
            {
                "number": output.number,
                "title": output.title,
                "kind": output.kind,
                "done_on": output.done_on.isoformat(),
                "makers": output.maker_names,
            }
            for output in outputs
        ],
        "previous": _without_previous(report.submission),
    }


def _without_previous(submission: dict[str, Any] | None) -> dict[str, Any] | None:
    return {k: v for k, v in submission.items() if k != "previous"} if submission else None
