"""From a `PlanFact` to the rows of a plan."""

from agencies.models import Agency, Locality, User
from agencies.services.activity import record
from documents.models import LegalBasis
from documents.services.numbers import take_number
from plans.choices import PlanStatus
from plans.models import Indicator, Plan, PlanBasis, Task, TaskGroup, TaskSupport
from plans.services.versions import freeze
from reports.demo.facts import PlanFact, TaskFact

TEXTS = (
    "title",
    "year_from",
    "year_to",
    "kind",
    "layout",
    "issue_form",
    "symbol",
    "place_name",
    "opening",
    "purposes",
    "requirements",
    "organisation",
    "budget_text",
    "recipients",
    "signing_authority",
    "allows_joint_lead",
    "is_incomplete",
    "is_illustration",
    "source_note",
)


def draft_plan(fact: PlanFact, *, author: User) -> Plan:
    """The plan as a draft with its groups and tasks."""
    locality = Locality.objects.get(code=fact.locality)
    agencies = {agency.code: agency for agency in Agency.objects.filter(locality=locality)}
    plan = Plan.objects.create(
        locality=locality,
        slug=fact.slug,
        issuer=agencies[fact.issuer],
        standing_agency=agencies.get(fact.standing),
        **{name: getattr(fact, name) for name in TEXTS},
    )
    plan.consulted_agencies.set([agencies[code] for code in fact.consulted])
    bases = {basis.code: basis for basis in LegalBasis.objects.filter(locality=None, code__in=fact.bases)}
    PlanBasis.objects.bulk_create(
        PlanBasis(plan=plan, basis=bases[code], position=n) for n, code in enumerate(fact.bases, 1)
    )
    for number, group_fact in enumerate(fact.groups, 1):
        group = TaskGroup.objects.create(plan=plan, number=number, title=group_fact.title)
        for task_number, task_fact in enumerate(group_fact.tasks, 1):
            _task(group, task_number, task_fact, agencies)
    record(actor=author, action="create", obj=plan)
    return plan


def _task(group: TaskGroup, number: int, fact: TaskFact, agencies: dict[str, Agency]) -> None:
    names = (
        "title",
        "starts_on",
        "due_on",
        "rhythm",
        "expected_output",
        "budget_vnd",
        "funding_source",
        "note",
        "is_secret",
    )
    task = Task.objects.create(
        plan=group.plan,
        group=group,
        number=number,
        lead_agency=agencies[fact.lead],
        joint_lead_agency=agencies.get(fact.joint_lead),
        is_illustration=True,
        **{name: getattr(fact, name) for name in names},
    )
    TaskSupport.objects.bulk_create(
        TaskSupport(
            task=task,
            agency=agencies[s.agency],
            contribution=s.contribution,
            due_on=s.due_on,
            is_illustration=True,
        )
        for s in fact.supports
    )
    Indicator.objects.bulk_create(
        Indicator(task=task, number=n, name=i.name, unit=i.unit, target_value=i.target, is_illustration=True)
        for n, i in enumerate(fact.indicators, 1)
    )


def transcribe_plan(fact: PlanFact, *, author: User) -> Plan:
    """An issued plan copied from a public source: only such a plan may lack number, day and signer."""
    plan = draft_plan(fact, author=author)
    changes = {
        "status": PlanStatus.ISSUED,
        "is_transcribed": True,
        "number": fact.number,
        "series_label": str(fact.year_from) if fact.number else "",
    }
    Plan.objects.filter(pk=plan.pk).update(**changes)
    plan.refresh_from_db()
    if fact.number:
        take_number(
            issuer=plan.issuer,
            symbol=plan.symbol,
            layout=plan.layout,
            label=plan.series_label,
            number=fact.number,
            subject_key=plan.subject_key,
            issued_on=None,
            actor=author,
        )
    freeze(plan, actor=author)
    record(
        actor=author,
        action="transcribe",
        obj=plan,
        note=fact.source_note,
        after={"status": PlanStatus.ISSUED},
    )
    return plan
