"""Hà Nội's draft of 2018–2020 in consultation: comments, answers and who is still to reply, all of it illustration.

The source says that members gave many concrete comments at the meeting of 28/7/2017, not which; what stands here is made up.
"""

from collections.abc import Iterable
from datetime import date

from agencies.models import Agency, CommitteeMember, Notification, User
from agencies.services.calendar import work_calendar
from plans import workflow
from plans.choices import CommentAnswer
from plans.dashboards.clauses import Clause, changes_since, sent_clauses
from plans.dashboards.consultation import WHOLE
from plans.models import Consultation, ConsultedBody, Plan, PlanComment, Task
from plans.services.comments import add_comment, answer_comment
from plans.services.drafting import save_task
from plans.workflow import reply as reply_workflow
from reports.demo import clock
from reports.demo.people import People

MEETING, FIRST_DUE, FIRST_END = date(2017, 7, 28), date(2017, 8, 11), date(2017, 8, 14)
AT_MEETING = "Phát biểu tại cuộc họp ngày 28/7/2017 (minh họa)"
# Seat (by its order) → (content item or 0 for the whole, what was said) at the meeting.
SAID_AT_MEETING: dict[int, tuple[tuple[int, str], ...]] = {
    1: ((0, "Xác định rõ trọng tâm từng năm để cụ thể hóa bằng kế hoạch năm."),),
    2: ((2, "Bổ sung nhiệm vụ xây dựng bộ ấn phẩm song ngữ giới thiệu Hà Nội, nêu rõ cơ quan chủ trì."),),
    3: ((4, "Bổ sung cơ chế cung cấp thông tin định kỳ cho báo chí."),),
}
FROM_DIPLOMACY = (5, "Bổ sung tập huấn nghiệp vụ hằng năm cho cán bộ làm thông tin đối ngoại của các đơn vị.")
SECOND_COMMENTS = (
    (2, "Đề nghị ghi rõ ngôn ngữ của bộ ấn phẩm (Anh, Nhật, Hàn) tại nhiệm vụ 2.1."),
    (5, "Đề nghị xác định số lớp tập huấn mỗi năm."),
)
SECOND_NOTE = "Dự thảo đã tiếp thu ý kiến đợt 1. Đợt 2 được gửi theo ngày nạp dữ liệu minh họa."


def consult(plan: Plan, author: User, people: People, as_of: date) -> None:
    """Two rounds: the first from the meeting on, answered and closed; the second open on `as_of`."""
    agencies = list(plan.consulted_agencies.order_by("sort_key"))
    seats = list(CommitteeMember.objects.filter(committee__agency=plan.issuer).order_by("position"))
    with clock.at(MEETING, 17):
        _send(plan, author, agencies, seats, due_on=FIRST_DUE)
    _first_replies(plan, author, people)
    with clock.at(FIRST_END):
        workflow.run(_fresh(plan), "end_consultation", actor=author)
    _take_up(plan, author)
    _second_round(plan, author, people, as_of)
    _mark(plan, as_of)


def _send(
    plan: Plan,
    author: User,
    agencies: list[Agency],
    seats: list[CommitteeMember],
    *,
    due_on: date,
    note: str = "",
) -> None:
    workflow.run(
        _fresh(plan),
        "consult",
        actor=author,
        note=note,
        agencies=agencies,
        members=seats,
        reply_due_on=due_on,
    )


def _fresh(plan: Plan) -> Plan:
    return Plan.objects.with_names().get(pk=plan.pk)


def _bodies(plan: Plan, number: int) -> Iterable[ConsultedBody]:
    return ConsultedBody.objects.with_names().filter(consultation__plan=plan, consultation__number=number)


def _clause(body: ConsultedBody, item: int) -> Clause:
    """A content item of the draft as it was sent; 0 is the draft as a whole."""
    name = f"Nội dung {item}"
    return next((c for c in sent_clauses(body.consultation) if c.name == name), WHOLE)


def _first_replies(plan: Plan, author: User, people: People) -> None:
    for body in _bodies(plan, 1):
        if body.member and body.member.position in SAID_AT_MEETING:
            said = [(_clause(body, item), text) for item, text in SAID_AT_MEETING[body.member.position]]
            with clock.at(date(2017, 7, 31), 9 + body.member.position):
                reply_workflow.record_paper_reply(
                    body, actor=author, paper=AT_MEETING, agrees=False, said=said
                )
        elif body.agency and body.agency.code == "so-ngoai-vu":
            with clock.at(date(2017, 8, 8), 10):
                _reply(body, people.writer(body.agency), FROM_DIPLOMACY)
        elif body.agency and body.agency.code in ("so-cong-thuong", "so-du-lich", "btgdv"):
            with clock.at(date(2017, 8, 9), 14):
                _reply(body, people.writer(body.agency))


def _reply(body: ConsultedBody, writer: User, *comments: tuple[int, str]) -> None:
    for item, text in comments:
        add_comment(body, actor=writer, clause=_clause(body, item), text=text)
    body.refresh_from_db(fields=["version"])
    reply_workflow.run(body, "reply", actor=writer, agrees=not comments)


def _take_up(plan: Plan, author: User) -> None:
    """Two comments become tasks of the draft, the others are explained."""
    with clock.at(date(2017, 8, 15), 9):
        first = _task(plan, 2, "Xây dựng bộ ấn phẩm song ngữ giới thiệu Hà Nội", "so-du-lich", author)
        second = _task(
            plan, 5, "Tập huấn nghiệp vụ hằng năm cho cán bộ làm thông tin đối ngoại", "so-vhtt", author
        )
    with clock.at(date(2017, 8, 16), 9):
        for comment in _comments(plan, 1):
            if "ấn phẩm" in comment.text:
                _accept(comment, author, first)
            elif "tập huấn" in comment.text:
                _accept(comment, author, second)
            elif comment.clause_key == WHOLE.key:
                _explain(
                    comment,
                    author,
                    "Trọng tâm từng năm được xác định trong kế hoạch năm, lập trên cơ sở kế hoạch này.",
                )
            else:
                _explain(
                    comment,
                    author,
                    "Cơ chế cung cấp thông tin cho báo chí đã được quy định riêng; dự thảo không nhắc lại.",
                )


def agree_all(plan: Plan, people: People) -> None:
    """A round in which all agree, in words or (where a head would have to sign) by silence, for a plan that went on its way."""
    for body in _bodies(plan, 1):
        if body.agency and not body.needs_sign_off:
            _reply(body, people.writer(body.agency))
    ConsultedBody.objects.filter(consultation__plan=plan).update(is_illustration=True)
    Consultation.objects.filter(plan=plan).update(is_illustration=True)


def _task(plan: Plan, item: int, title: str, lead: str, author: User) -> Task:
    task = Task(
        plan=_fresh(plan),
        group=plan.groups.get(number=item),
        title=title,
        lead_agency=Agency.objects.get(locality=plan.locality, code=lead),
        starts_on=plan.starts_on,
        due_on=plan.ends_on,
        is_illustration=True,
    )
    return save_task(task, actor=author, supports=[], indicators=[])


def _comments(plan: Plan, number: int) -> list[PlanComment]:
    rows = PlanComment.objects.sent().filter(body__consultation__plan=plan, body__consultation__number=number)
    return list(rows.select_related("body__consultation__plan__locality").order_by("body__number", "number"))


def _accept(comment: PlanComment, author: User, task: Task) -> None:
    changes = [c for c in changes_since(comment.body.consultation) if c.clause.key == f"task:{task.pk}"]
    answer_comment(
        comment,
        actor=author,
        answer=CommentAnswer.ACCEPTED,
        text="",
        changes=changes,
        read_at=comment.updated_at,
    )


def _explain(comment: PlanComment, author: User, text: str) -> None:
    answer_comment(
        comment, actor=author, answer=CommentAnswer.EXPLAINED, text=text, read_at=comment.updated_at
    )


def _second_round(plan: Plan, author: User, people: People, as_of: date) -> None:
    """Open on the loading day: one has commented, one agrees, the others still have some days."""
    calendar = work_calendar(plan.locality_id)
    sent_on = calendar.add_working_days(as_of, -4)
    agencies = list(plan.consulted_agencies.order_by("sort_key"))
    seats = list(CommitteeMember.objects.filter(committee__agency=plan.issuer).order_by("position"))
    with clock.at(sent_on, 9):
        _send(plan, author, agencies, seats, due_on=calendar.add_working_days(as_of, 6), note=SECOND_NOTE)
    with clock.at(calendar.add_working_days(sent_on, 1), 15):
        for body in _bodies(plan, 2):
            if body.agency and body.agency.code == "so-ngoai-vu":
                _reply(body, people.writer(body.agency), *SECOND_COMMENTS)
            elif body.agency and body.agency.code == "so-cong-thuong":
                _reply(body, people.writer(body.agency))
    with clock.at(calendar.add_working_days(sent_on, 2), 10):
        _explain(
            _comments(plan, 2)[1],
            author,
            "Số lớp tập huấn được xác định trong kế hoạch từng năm theo khả năng bố trí kinh phí.",
        )


def _mark(plan: Plan, as_of: date) -> None:
    """All of it is made up; what was told in 2017 has been read."""
    rounds = Consultation.objects.filter(plan=plan)
    rounds.update(is_illustration=True)
    ConsultedBody.objects.filter(consultation__in=rounds).update(is_illustration=True)
    PlanComment.objects.filter(body__consultation__in=rounds).update(is_illustration=True)
    first = f"consultation:{plan.locality.code}/{plan.slug}@1"
    with clock.at(FIRST_END, 18) as moment:
        Notification.objects.filter(subject_key=first, read_at__isnull=True).update(read_at=moment)
