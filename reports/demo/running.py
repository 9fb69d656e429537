"""The running year of Thành phố Hồ Chí Minh: 2024's items with illustrative tasks, carried through to issue."""

from datetime import date

from agencies.models import Agency, User
from agencies.services.calendar import WorkCalendar
from documents.reference.bases import BASES
from plans import workflow
from plans.models import Plan
from reports.demo import clock, hcm_2024, running_tasks_first, running_tasks_second
from reports.demo.clerk import issue
from reports.demo.consulting import agree_all
from reports.demo.facts import GroupFact, PlanFact
from reports.demo.hcm_place import RECIPIENTS
from reports.demo.origins import link_to_2024
from reports.demo.people import People
from reports.demo.plan_rows import draft_plan

CITED = ("nd-72-2015", "nd-148-2026", "tt-22-2016", "kl-57-2023", "nq-47-2024", "qd-1079-2022")

PURPOSES = """\
Cụ thể hóa các nhiệm vụ thông tin đối ngoại của Trung ương và của Thành phố trong năm {year}; bảo đảm sự thống nhất từ Thành phố đến cơ sở.
Giới thiệu Thành phố Hồ Chí Minh là trung tâm kinh tế, tài chính, văn hóa, du lịch năng động, giàu bản sắc và hiếu khách tới bạn bè quốc tế và người Việt Nam ở nước ngoài.
Cung cấp thông tin chính thức, kịp thời cho báo chí và dư luận trong nước, ngoài nước."""
REQUIREMENTS = """\
Mỗi nhiệm vụ có một cơ quan chủ trì, thời hạn, sản phẩm và chỉ tiêu cụ thể; cơ quan phối hợp chủ động thực hiện phần việc được giao.
Thông tin chính xác, đúng định hướng, phù hợp với từng nhóm đối tượng và ngôn ngữ; tăng cường các nền tảng số.
Chấp hành quy định về bảo vệ bí mật nhà nước; sử dụng kinh phí tiết kiệm, hiệu quả."""
BUDGET = """\
Kinh phí thực hiện từ ngân sách nhà nước theo phân cấp, nguồn xã hội hóa và các nguồn hợp pháp khác theo quy định.
Các cơ quan chủ trì lập dự toán gửi Sở Tài chính thẩm định, trình cấp có thẩm quyền phê duyệt."""
ORGANISATION = """\
Sở Văn hóa và Thể thao là cơ quan thường trực: theo dõi, đôn đốc, tổng hợp báo cáo Ủy ban nhân dân Thành phố và Ban Chỉ đạo công tác thông tin đối ngoại.
Các sở, ban, ngành, cơ quan báo chí, tổ chức chính trị - xã hội, Ủy ban nhân dân phường, xã, đặc khu căn cứ phụ lục phân công để xây dựng kế hoạch và báo cáo đúng kỳ.
Sở Tài chính thẩm định dự toán, hướng dẫn sử dụng và quyết toán kinh phí.
Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan phản ánh về Sở Văn hóa và Thể thao để tổng hợp, báo cáo Ủy ban nhân dân Thành phố."""


def plan_fact(as_of: date) -> PlanFact:
    year = as_of.year
    rows = running_tasks_first.GROUPS + running_tasks_second.GROUPS
    groups = tuple(
        GroupFact(title, tuple(row.task(as_of) for row in group))
        for title, group in zip(hcm_2024.ITEMS, rows, strict=True)
    )
    known = {fact.code: fact for fact in BASES}
    return PlanFact(
        locality="hcm",
        slug=str(year),
        year_from=year,
        year_to=year,
        issuer="ubnd",
        standing="so-vhtt",
        place_name="Thành phố Hồ Chí Minh",
        title=f"Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm {year}",
        groups=groups,
        bases=tuple(code for code in CITED if known[code].issued_on < date(year - 1, 12, 1)),
        opening=f"Ủy ban nhân dân Thành phố Hồ Chí Minh ban hành Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm {year} như sau:",
        purposes=PURPOSES.format(year=year),
        requirements=REQUIREMENTS,
        budget_text=BUDGET,
        organisation=ORGANISATION,
        recipients=RECIPIENTS,
        signing_authority="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        is_illustration=True,
        source_note="Minh họa: lập từ mười ba nội dung của năm 2024; nhiệm vụ, phân công, tiến độ đều là minh họa.",
    )


def _leads_but_the_drafter(plan: Plan) -> list[Agency]:
    """Whoever leads in the draft is asked for comments, but not the agency that wrote it."""
    leads = Agency.objects.filter(led_tasks__plan=plan).exclude(standing_plans=plan)
    return list(leads.distinct().order_by("sort_key"))


def issue_running_plan(as_of: date, calendar: WorkCalendar, writers: People) -> tuple[Plan, dict[str, str]]:
    """The plan as it went from draft to issue at the end of the year before; with each task's script by its code."""
    people = {tail: User.objects.get(username=f"hcm-{tail}") for tail in ("thuongtruc", "kyduyet", "vanthu")}
    fact = plan_fact(as_of)
    year = as_of.year - 1
    with clock.at(date(year, 11, 10)):
        plan = draft_plan(fact, author=people["thuongtruc"])
        plan.based_on = Plan.objects.filter(locality=plan.locality, slug="2024").exclude(pk=plan.pk).first()
        plan.save(update_fields=["based_on"])
        link_to_2024(plan)
    with clock.at(date(year, 11, 17)):
        workflow.run(
            plan,
            "consult",
            actor=people["thuongtruc"],
            agencies=_leads_but_the_drafter(plan),
            reply_due_on=date(year, 12, 5),
        )
    with clock.at(date(year, 11, 28), 15):
        agree_all(plan, writers)
    with clock.at(date(year, 12, 8)):
        workflow.run(plan, "end_consultation", actor=people["thuongtruc"])
    with clock.at(date(year, 12, 11)):
        workflow.run(plan, "submit", actor=people["thuongtruc"])
    with clock.at(date(year, 12, 18), 16):
        workflow.run(plan, "approve", actor=people["kyduyet"])
    issued_on = calendar.next_working_day(date(year, 12, 22))
    with clock.at(issued_on, 10):
        issue(
            workflow.run,
            plan,
            actor=people["vanthu"],
            number=1_234,
            issued_on=issued_on,
            signer_name="Người ký (minh họa)",
        )
    scripts = {
        f"{n}.{m}": task.script
        for n, group in enumerate(fact.groups, 1)
        for m, task in enumerate(group.tasks, 1)
    }
    return plan, scripts
