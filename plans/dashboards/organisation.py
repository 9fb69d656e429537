"""Who does what, derived from the tasks: a proposal for *Tổ chức thực hiện* that the drafter takes over and edits."""

from collections import defaultdict

from agencies.models import Agency
from plans.models import Plan, TaskSupport


def proposed_organisation(plan: Plan) -> str:
    """One item an agency, leads first: “- Sở Du lịch: chủ trì nhiệm vụ 1.1, 3.2; phối hợp thực hiện nhiệm vụ 2.1.” Three queries."""
    leads: dict[int, list[str]] = defaultdict(list)
    supports: dict[int, list[str]] = defaultdict(list)
    tasks = plan.tasks.filter(withdrawn_on__isnull=True).order_by("sequence")
    for code, *both in tasks.values_list("code", "lead_agency_id", "joint_lead_agency_id"):
        for pk in filter(None, both):
            leads[pk].append(code)
    rows = TaskSupport.objects.filter(task__plan=plan, task__withdrawn_on__isnull=True)
    for agency, code in rows.order_by("task__sequence").values_list("agency_id", "task__code"):
        supports[agency].append(code)
    agencies = Agency.objects.filter(pk__in={*leads, *supports})
    ordered = sorted(agencies, key=lambda a: (a.pk != plan.standing_agency_id, a.pk not in leads, a.sort_key))
    return "\n".join(_line(plan, agency, leads[agency.pk], supports[agency.pk]) for agency in ordered)


def _line(plan: Plan, agency: Agency, leads: list[str], supports: list[str]) -> str:
    acts = []
    if agency.pk == plan.standing_agency_id:
        acts.append("là cơ quan thường trực, theo dõi, đôn đốc, tổng hợp báo cáo việc thực hiện Kế hoạch")
    if leads:
        acts.append(f"chủ trì nhiệm vụ {', '.join(leads)}")
    if supports:
        acts.append(f"phối hợp thực hiện nhiệm vụ {', '.join(supports)}")
    return f"- {agency.name}: {'; '.join(acts)}."
