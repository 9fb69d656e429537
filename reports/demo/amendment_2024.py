"""Illustration: hcm's plan of 2024, known without number and day, is amended once, between its two periods.

No source tells of an amendment: its number, signer and every change are made up and marked so.
"""

from datetime import date
from typing import Any

from agencies.models import Agency, User
from agencies.services.calendar import WorkCalendar
from documents.models import LegalBasis
from plans.models import Amendment, AmendmentChange, Plan, Task
from plans.services import amending
from plans.services.applying import apply_due
from plans.services.versions import indicator_content, support_content, task_content
from plans.workflow import amendment as workflow
from reports.demo import clock
from reports.demo.clerk import issue

REASONS = """\
Lịch của một số sự kiện quốc tế tại Thành phố dời sang tháng 12 (minh họa).
Kinh phí ấn phẩm được cân đối vào năm sau (minh họa)."""
NUMBER = 2_345
EFFECTIVE_FROM = date(2024, 9, 5)


def amend_2024(plan: Plan, calendar: WorkCalendar) -> Amendment:
    """Drafted in August, issued on the 20th, in effect from 5 September: a task changes, one is added, one withdrawn."""
    drafter, signer, clerk = (
        User.objects.get(username=f"hcm-{tail}") for tail in ("thuongtruc", "kyduyet", "vanthu")
    )
    with clock.at(date(2024, 8, 5)):
        amendment = _drafted(plan, drafter)
    for day, name, actor in ((12, "submit", drafter), (16, "approve", signer)):
        with clock.at(date(2024, 8, day), 15):
            workflow.run(amendment, name, actor=actor)
    issued_on = calendar.next_working_day(date(2024, 8, 20))
    with clock.at(issued_on, 10):
        issue(
            workflow.run,
            amendment,
            actor=clerk,
            number=NUMBER,
            issued_on=issued_on,
            signer_name="Người ký (minh họa)",
        )
    with clock.at(EFFECTIVE_FROM, 0, 5):
        apply_due(as_of=EFFECTIVE_FROM)
    return amendment


def _drafted(plan: Plan, drafter: User) -> Amendment:
    amendment = amending.begin(plan)
    amendment.reasons, amendment.is_illustration = REASONS, True
    amendment.effective_from = EFFECTIVE_FROM
    amendment.recipients = "Các cơ quan phối hợp nêu tại Điều 1;\nLưu: VT, VX."
    amendment.signing_authority = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    bases = LegalBasis.objects.filter(code__in=("nd-72-2015", "tt-22-2016")).order_by("code")
    amending.create_amendment(amendment, actor=drafter, bases=bases)
    _change(amendment, drafter, "3.1", due_on="2024-12-15", expected_output="02 phim ngắn, 01 bộ ảnh số")
    _change(
        amendment, drafter, "13.1", due_on="2024-12-20", note="Trao giải cùng tuần lễ hữu nghị (minh họa)"
    )
    amending.withdraw_task(
        amendment, _task(plan, "7.1"), actor=drafter, reason="Chuyển sang năm 2025 (minh họa)"
    )
    _add(amendment, drafter)
    amendment.refresh_from_db()
    return Amendment.objects.with_names().get(pk=amendment.pk)


def _task(plan: Plan, code: str) -> Task:
    return Task.objects.with_names().get(plan=plan, code=code)


def _change(amendment: Amendment, drafter: User, code: str, **after: Any) -> None:
    change = amending.change_of_task(amendment, _task(amendment.plan, code))
    amending.save_task_change(change, actor=drafter, content=change.before | after, read_at=None)


def _add(amendment: Amendment, drafter: User) -> None:
    """A second task below the item on social networks."""
    model = _task(amendment.plan, "8.1")
    helper = Agency.objects.get(locality=amendment.plan.locality, code="dai-truyen-hinh")
    content = task_content(model) | {
        "identity": str(Task().identity),
        "title": "Mở chuyên trang video ngắn tiếng Anh giới thiệu Thành phố",
        "description": "",
        "expected_output": "Chuyên trang, 20 video ngắn",
        "rhythm": "ONCE",
        "starts_on": EFFECTIVE_FROM.isoformat(),
        "due_on": "2024-12-15",
        "budget_vnd": None,
        "funding_source": "",
        "note": "",
        "supports": [support_content(helper, "Cung cấp tư liệu hình ảnh.", date(2024, 11, 15))],
        "indicators": [indicator_content("Video ngắn", "video", 20, None)],
    }
    change = AmendmentChange(amendment=amendment, group=model.group)
    amending.save_added_task(change, actor=drafter, content=content, read_at=None)
