"""Where the demo's plans come from: a year made from Hà Nội's 2018–2020, the running year linked to 2024."""

from datetime import date

from agencies.choices import AgencyKind
from agencies.models import Agency, User
from documents.choices import Layout
from documents.models import LegalBasis
from plans.choices import IssueForm
from plans.models import Plan, PlanBasis, Task
from plans.services.copying import copy_tasks
from plans.services.drafting import save_task
from plans.services.starting import start_from_plan
from reports.demo import clock

HANOI_YEAR = 2019
BASES = ("nd-72-2015", "tt-22-2016")  # in force that year
# Illustration: one task below each item of the period plan, with its lead and its last day.
HANOI_TASKS = (
    ("Phổ biến chủ trương, chính sách đối ngoại đến sở, ngành, quận, huyện, thị xã", "btgdv", date(2019, 6, 28), "02 hội nghị"),
    ("Giới thiệu Hà Nội với người Việt Nam ở nước ngoài qua chuyên trang tiếng Việt và tiếng Anh", "so-ngoai-vu", date(2019, 11, 29), "24 bài"),
    ("Phản bác thông tin sai trái về Thủ đô trên không gian mạng", "so-tttt", date(2019, 12, 31), "Theo từng vụ việc"),
    ("Giao ban thông tin đối ngoại với cơ quan báo chí hằng quý", "btgdv", date(2019, 12, 20), "04 cuộc giao ban"),
    ("Tập huấn nghiệp vụ thông tin đối ngoại cho cán bộ cơ sở", "so-vhtt", date(2019, 9, 30), "02 lớp"),
)  # fmt: skip
NOTE = "Minh họa: lập từ dự thảo giai đoạn 2018–2020 để thấy kế hoạch năm nối với mục tiêu; nhiệm vụ và phân công đều là minh họa."


def yearly_plan_of_hanoi() -> list[Plan]:
    """The draft of 2019, made from the plan of 2018–2020 by the portal's own steps, to be issued by a decision."""
    period = Plan.objects.select_related("locality", "issuer").get(locality__code="hanoi", slug="2018-2020")
    if Plan.objects.filter(parent=period).exists():
        return []
    author = User.objects.get(username="hanoi-thuongtruc")
    with clock.at(date(HANOI_YEAR - 1, 11, 12)):
        plan = Plan(
            locality=period.locality,
            year_from=HANOI_YEAR,
            year_to=HANOI_YEAR,
            issuer=Agency.objects.get(locality=period.locality, kind=AgencyKind.PEOPLES_COMMITTEE),
            layout=Layout.STATE,
            issue_form=IssueForm.DECISION,
            symbol="QĐ-UBND",
            title=f"Kế hoạch công tác thông tin đối ngoại trên địa bàn thành phố năm {HANOI_YEAR}",
            is_illustration=True,
            source_note=NOTE,
        )
        start_from_plan(plan, period, actor=author)
        copy_tasks(plan, [], actor=author, groups=period.groups.all())
        for position, basis in enumerate(LegalBasis.objects.filter(code__in=BASES).order_by("code"), 1):
            PlanBasis.objects.create(plan=plan, basis=basis, position=position)
        _illustrative_tasks(plan, author)
    return [plan]


def _illustrative_tasks(plan: Plan, author: User) -> None:
    agencies = {agency.code: agency for agency in Agency.objects.filter(locality=plan.locality)}
    for group, (title, lead, due_on, output) in zip(plan.groups.order_by("number"), HANOI_TASKS, strict=True):
        task = Task(
            plan=plan,
            group=group,
            objective=group.based_on,
            title=title,
            lead_agency=agencies[lead],
            starts_on=date(HANOI_YEAR, 1, 2),
            due_on=due_on,
            expected_output=output,
            is_illustration=True,
        )
        save_task(task, actor=author, supports=[], indicators=[])


def link_to_2024(plan: Plan) -> None:
    """Each item of the running year to the item of 2024 it continues, its first task to the one that stood there."""
    before = Plan.objects.filter(locality=plan.locality, slug="2024").exclude(pk=plan.pk).first()
    if before is None:
        return
    old_groups = {group.number: group for group in before.groups.all()}
    old_tasks = {task.code: task for task in before.tasks.filter(number=1)}
    for group in plan.groups.all():
        plan.groups.filter(pk=group.pk).update(based_on=old_groups.get(group.number))
        plan.tasks.filter(group=group, number=1).update(based_on=old_tasks.get(f"{group.number}.1"))
