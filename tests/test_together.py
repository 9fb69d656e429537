"""Two people, two processes, one row: who wins, and that the other is told. Real connections, no mocks."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone

from agencies.choices import Role
from agencies.models import ActivityEntry, User
from documents.models import Document, RegisteredNumber
from documents.services.jobs import request_document
from documents.services.numbers import take_number
from plans import workflow as plan_workflow
from plans.choices import PlanStatus, ReplyStatus
from plans.models import ConsultedBody, Plan, PlanComment
from plans.models.places import part_place
from plans.services.approval import add_point
from plans.services.comments import StaleComment, answer_comment
from plans.workflow import reply as reply_workflow
from reports import workflow as report_workflow
from reports.choices import ReportStatus
from reports.models import Extension, PeriodReview, ProgressReport
from reports.services import period_reviews, writing
from reports.services.extensions import ask_extension
from reports.services.writing import ReportText, StaleSave, save_report, start_report
from reports.workflow import extension as extension_workflow
from reports.workflow import period_review as review_workflow
from tests import factories as f
from tests.fixtures import make_world
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked, find

pytestmark = pytest.mark.django_db(transaction=True)
RETURN = {
    "note": "Thiếu minh chứng",
    "reason": "MISSING_EVIDENCE",
    "comments": [("evidence", "Thêm đường dẫn.")],
}


@pytest.fixture
def world(transactional_db):
    return make_world("hcm")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all together, each on its own connection; answers results and exceptions in order."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=20)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def move_report(pk: int, name: str, person: User, **data: Any) -> Callable[[], str]:
    report = ProgressReport.objects.with_names().get(pk=pk)

    def act() -> str:
        report_workflow.run(report, name, actor=person, **data)
        return name

    return act


@pytest.mark.parametrize(
    ("status", "first", "second"),
    [
        (ReportStatus.SUBMITTED, ("accept", "standing"), ("withdraw", "officer")),
        (ReportStatus.SUBMITTED, ("accept", "standing"), ("send_back", "standing")),
        (ReportStatus.SUBMITTED, ("send_back", "standing"), ("withdraw", "officer")),
        (ReportStatus.DRAFT, ("submit", "officer"), ("submit", "head")),
        (ReportStatus.ACCEPTED, ("reopen", "standing"), ("reopen", "standing")),
    ],
)
def test_two_moves_of_one_report_exactly_one_wins(world, status, first, second):
    report = f.make_report(world.task, world.period, world.people["officer"], status=status)

    results = at_once(
        *(
            move_report(
                report.pk, name, world.people[role], **(RETURN if name in ("send_back", "reopen") else {})
            )
            for name, role in (first, second)
        )
    )

    assert sum(isinstance(r, StaleState) for r in results) == 1, results
    assert sum(isinstance(r, str) for r in results) == 1, results
    assert ActivityEntry.objects.about(report).count() == 1


@pytest.mark.parametrize("second", ["grant", "refuse", "withdraw"])
def test_two_answers_to_one_extension_exactly_one_wins(world, second):
    day = world.period.report_due_on + timedelta(7)
    asked = ask_extension(
        period=world.period, agency=world.lead, task=None, reason="Lùi lịch.", wished_on=day, actor=world.people["officer"]
    )  # fmt: skip
    other = f.make_user(world.standing, Role.STANDING_OFFICER)

    def answer(name: str, person: User) -> Callable[[], str]:
        copy = Extension.objects.with_names().get(pk=asked.pk)

        def act() -> str:
            extension_workflow.run(copy, name, actor=person, note="Lý do", granted_on=day)
            return name

        return act

    person = world.people["officer"] if second == "withdraw" else other
    results = at_once(answer("grant", world.people["standing"]), answer(second, person))

    assert sum(isinstance(r, StaleState) for r in results) == 1, results
    [winner] = [r for r in results if isinstance(r, str)]
    world.period.refresh_from_db()
    assert len(world.period.longer) == (winner == "grant")
    assert ActivityEntry.objects.about(asked).count() == 2


def test_two_extensions_granted_at_once_lose_neither(world):
    """Each answer makes the period's list anew from the rows; one after the other."""
    day = world.period.report_due_on + timedelta(7)
    rows = [
        ask_extension(
            period=world.period, agency=agency, task=None, reason="Lùi lịch.", wished_on=day, actor=world.people[role]
        )
        for agency, role in ((world.lead, "officer"), (world.other, "other_officer"))
    ]  # fmt: skip

    def grant(extension: Extension) -> Callable[[], None]:
        copy = Extension.objects.with_names().get(pk=extension.pk)
        return lambda: extension_workflow.run(copy, "grant", actor=world.people["standing"], granted_on=day)

    assert at_once(*map(grant, rows)) == [None, None]

    world.period.refresh_from_db()
    assert {row["agency"] for row in world.period.longer} == {world.lead.pk, world.other.pk}


def test_two_colleagues_ask_at_once_and_one_is_told(world):
    day = world.period.report_due_on + timedelta(7)

    def ask(role: str) -> Callable[[], Extension]:
        return lambda: ask_extension(
            period=world.period, agency=world.lead, task=None, reason="Lùi lịch.", wished_on=day, actor=world.people[role]
        )  # fmt: skip

    results = at_once(ask("officer"), ask("head"))

    assert sum(isinstance(r, ValidationError) for r in results) == 1, results
    assert Extension.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "first", "second"),
    [
        (PlanStatus.SUBMITTED, ("approve", "signer"), ("send_back", "signer")),
        (PlanStatus.DRAFT, ("submit", "standing"), ("consult", "standing")),
        (PlanStatus.APPROVED, ("issue", "clerk"), ("send_back", "signer")),
        (PlanStatus.APPROVED, ("issue", "clerk"), ("issue", "clerk")),
        (PlanStatus.ISSUED, ("close", "standing"), ("revoke", "signer")),
    ],
)
def test_two_moves_of_one_plan_exactly_one_wins(world, status, first, second):
    plan = f.make_plan(world.locality, status=status, issuer=world.issuer, year=2027)
    f.make_task(f.make_group(plan), world.lead)

    def move(name: str, role: str) -> Callable[[], str]:
        copy = Plan.objects.with_names().get(pk=plan.pk)

        def act() -> str:
            plan_workflow.run(
                copy,
                name,
                actor=world.people[role],
                note="Lý do",
                number=5,
                issued_on=date(2026, 1, 5),
                signer_name="Trần Văn Ký",
                accepted=f.TICKED,
                agencies=[world.support],
                reply_due_on=date(2099, 1, 5),
            )
            return name

        return act

    results = at_once(move(*first), move(*second))

    assert sum(isinstance(r, StaleState) for r in results) == 1, results
    assert ActivityEntry.objects.about(plan).count() == 1
    assert plan.versions.count() == int("issue" in results)


@pytest.mark.parametrize("name", [move.name for move in plan_workflow.TRANSITIONS])
def test_each_move_asked_for_twice_at_once_is_made_once(world, name):
    transition = find(plan_workflow.TRANSITIONS, name)
    plan = f.make_plan(world.locality, status=transition.sources[0], issuer=world.issuer, year=2027)
    f.make_task(f.make_group(plan), world.lead)
    successor = f.make_plan(world.locality, issuer=world.issuer, year=2028)
    actor = next(p for p in world.people.values() if p.has_perm(transition.permission, plan))

    def move() -> str:
        copy = Plan.objects.with_names().get(pk=plan.pk)

        def act() -> str:
            data = {
                "number": 5,
                "issued_on": date(2026, 1, 5),
                "signer_name": "Trần Văn Ký",
                "accepted": f.TICKED,
            }
            data |= {"agencies": [world.support], "reply_due_on": date(2099, 1, 5), "replaced_by": successor}
            plan_workflow.run(copy, name, actor=actor, note="Lý do", **data)
            return name

        return act

    results = at_once(move(), move())

    assert results.count(name) == 1, results
    assert sum(isinstance(r, StaleState | TransitionBlocked) for r in results) == 1, results
    assert ActivityEntry.objects.about(plan).filter(action=name).count() == 1
    assert plan.submissions.count() == int(name == "submit")


def test_point_noted_while_another_signer_approves_is_not_lost(world):
    plan = f.make_plan(world.locality, status=PlanStatus.SUBMITTED, issuer=world.issuer, year=2027)
    copy = Plan.objects.with_names().get(pk=plan.pk)
    place = part_place(plan, "purposes")

    def note() -> str:
        add_point(plan, actor=world.people["signer"], place=place, text="Nêu rõ mục đích.")
        return "note"

    def approve() -> str:
        plan_workflow.run(copy, "approve", actor=world.people["signer"])
        return "approve"

    results = at_once(note, approve)

    status, noted = Plan.objects.get(pk=plan.pk).status, plan.return_points.count()
    if "approve" in results:
        assert status == PlanStatus.APPROVED and noted in (0, 1), results
    else:
        assert (status, noted) == (PlanStatus.SUBMITTED, 1), results


def test_number_is_given_once(world):
    def take(n: int) -> Callable[[], Any]:
        return lambda: take_number(
            issuer=world.issuer, symbol="KH-UBND", layout="STATE", label="2027", number=12, subject_key=f"plan:hcm/{n}",
            issued_on=date(2027, 1, 5), actor=world.people["clerk"],
        )  # fmt: skip

    results = at_once(*(take(n) for n in range(4)))

    assert RegisteredNumber.objects.filter(series__period_label="2027").count() == 1
    assert sum(isinstance(r, ValidationError) for r in results) == 3, results


def test_two_plans_with_the_same_number_one_stays_approved(world):
    plans = [
        f.make_plan(world.locality, status=PlanStatus.APPROVED, issuer=world.issuer, year=2027, slug=slug)
        for slug in ("2027", "2027-b")
    ]

    def issue(plan: Plan) -> Callable[[], Any]:
        return lambda: plan_workflow.run(
            plan,
            "issue",
            actor=world.people["clerk"],
            number=9,
            issued_on=date(2026, 1, 5),
            signer_name="Trần Văn Ký",
            accepted=f.TICKED,
        )

    results = at_once(*(issue(plan) for plan in plans))

    assert sum(isinstance(r, TransitionBlocked) for r in results) == 1, results
    assert sorted(Plan.objects.filter(year_from=2027).values_list("status", flat=True)) == [
        "APPROVED",
        "ISSUED",
    ]


def hammer_saves(report: ProgressReport, people: list[User], saves: int) -> tuple[int, int]:
    """Each person saves again and again what they last read; answers (saves that stood, saves refused)."""
    stood, refused, lock = [0], [0], threading.Lock()

    def work(person: User) -> Callable[[], None]:
        def act() -> None:
            for n in range(saves):
                copy = ProgressReport.objects.get(pk=report.pk)
                text = ReportText(results=f"{person.username} lần {n}", progress_percent=10)
                try:
                    save_report(copy, text, actor=person, read_version=copy.version)
                    with lock:
                        stood[0] += 1
                except StaleSave:
                    with lock:
                        refused[0] += 1

        return act

    failures = [r for r in at_once(*(work(p) for p in people)) if isinstance(r, Exception)]
    assert failures == []
    return stood[0], refused[0]


def test_no_save_is_lost_without_a_word(world):
    report = f.make_report(world.task, world.period, world.people["officer"])
    people = [f.make_user(world.lead, "OFFICER") for _ in range(8)]

    stood, refused = hammer_saves(report, people, saves=10)

    assert stood + refused == 80
    assert ProgressReport.objects.get(pk=report.pk).version == 1 + stood
    assert ActivityEntry.objects.about(report).filter(action="save").count() == stood


def test_the_guard_is_what_keeps_saves(world, monkeypatch):
    """The same hammering with the version check off loses saves: the test above can fail."""
    report = f.make_report(world.task, world.period, world.people["officer"])
    people = [f.make_user(world.lead, "OFFICER") for _ in range(8)]

    def unguarded(copy: ProgressReport, text: ReportText, *, actor: User, read_version: int) -> None:
        ProgressReport.objects.filter(pk=copy.pk).update(results=text.results, version=read_version + 1)

    monkeypatch.setattr(writing, "save_report", unguarded)
    monkeypatch.setitem(globals(), "save_report", unguarded)
    stood, _ = hammer_saves(report, people, saves=10)

    assert ProgressReport.objects.get(pk=report.pk).version < 1 + stood


def test_edit_against_submission_one_wins_and_the_text_sent_is_the_text_read(world):
    officer, head = world.people["officer"], world.people["head"]
    report = f.make_report(world.task, world.period, officer)
    copy = ProgressReport.objects.get(pk=report.pk)

    def edit() -> str:
        save_report(
            copy,
            ReportText(results="Sửa vào phút chót", progress_percent=60),
            actor=head,
            read_version=copy.version,
        )
        return "edit"

    results = at_once(edit, move_report(report.pk, "submit", officer))

    stored = ProgressReport.objects.get(pk=report.pk)
    assert sum(isinstance(r, StaleSave | StaleState) for r in results) == 1, results
    if "edit" in results:
        assert (stored.status, stored.results) == (ReportStatus.DRAFT, "Sửa vào phút chót")
    else:
        assert stored.submission["results"] == stored.results == "Đã phát 7 phóng sự song ngữ Việt – Anh."


def test_two_people_who_begin_together_write_one_report(world):
    acts = [
        lambda p=p: start_report(task=world.task, period=world.period, actor=p).pk
        for p in (world.people["officer"], world.people["head"])
    ]

    results = at_once(*acts)

    assert len(set(results)) == 1, results
    assert ProgressReport.objects.count() == 1


def test_the_same_paper_asked_for_twice_at_once_is_one_job(world):
    def ask() -> Any:
        return request_document(
            actor=world.people["clerk"], locality=world.locality, kind="ke-hoach", subject_key=world.plan.subject_key,
            title=world.plan.title, is_draft=False, has_illustration=False,
        ).pk  # fmt: skip

    results = at_once(ask, ask, ask)

    assert len(set(results)) == 1, results
    assert Document.objects.count() == 1


def test_connections_are_real(world):
    seen = at_once(
        lambda: id(connection.connection or connection.ensure_connection() or connection.connection),
        lambda: id(connection.connection or connection.ensure_connection() or connection.connection),
    )

    assert len(set(seen)) == 2


def review_of(world, **fields):
    made = f.make_review(world.period, world.people["standing"], is_frozen=True, **fields)
    return PeriodReview.objects.with_names().get(pk=made.pk)


@pytest.mark.parametrize(
    ("status", "first", "second"),
    [
        ("DRAFT", ("submit", "standing"), ("submit", "standing")),
        ("SUBMITTED", ("approve", "signer"), ("send_back", "signer")),
        ("APPROVED", ("issue", "clerk"), ("send_back", "signer")),
        ("APPROVED", ("issue", "clerk"), ("issue", "clerk")),
    ],
)
def test_two_moves_of_one_review_exactly_one_wins(world, status, first, second):
    pk = review_of(world, status=status).pk
    year = timezone.localdate()

    def move(name: str, role: str) -> Callable[[], str]:
        copy = PeriodReview.objects.with_names().get(pk=pk)

        def act() -> str:
            data = {"number": 5, "issued_on": year, "signer_name": "Trần Văn Ký", "accepted": f.TICKED}
            review_workflow.run(copy, name, actor=world.people[role], note="Lý do", **data)
            return name

        return act

    results = at_once(move(*first), move(*second))

    assert sum(isinstance(r, StaleState) for r in results) == 1, results
    assert ActivityEntry.objects.about(PeriodReview.objects.get()).count() == 1


def test_two_people_save_one_review_the_slower_is_told(world):
    pk = review_of(world).pk

    def save(words: str) -> Callable[[], Any]:
        copy = PeriodReview.objects.with_names().get(pk=pk)
        return lambda: period_reviews.save_texts(
            copy, {"overview": words}, actor=world.people["standing"], read_version=1
        )

    results = at_once(save("Một"), save("Hai"))

    assert sum(isinstance(r, period_reviews.StaleReview) for r in results) == 1, results
    assert PeriodReview.objects.get().version == 2


def test_two_people_begin_the_review_of_one_period_one_stands(world):
    def begin() -> Any:
        return period_reviews.create_review(
            world.period, actor=world.people["standing"], kind="INTERIM", issuer=world.issuer, layout="STATE"
        )

    results = at_once(begin, begin)

    assert sum(isinstance(r, ValidationError) for r in results) == 1, results
    assert PeriodReview.objects.count() == 1


# --- Comments on a draft ------------------------------------------------------------------------------------


def make_reply(world, *texts: str) -> ConsultedBody:
    """The lead asked in an open round; with texts its reply is sent."""
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, issuer=world.issuer, year=2027)
    f.make_task(f.make_group(plan), world.lead)
    body = f.make_round(plan, world.lead).bodies.get()
    return f.reply(body, world.people["officer"], *texts) if texts else body


def move_reply(body: ConsultedBody, name: str, person: User, **data: Any) -> Callable[[], str]:
    copy = ConsultedBody.objects.with_names().get(pk=body.pk)

    def act() -> str:
        reply_workflow.run(copy, name, actor=person, **data)
        return name

    return act


def test_two_people_of_one_body_answer_at_once_the_first_wins(world):
    body = make_reply(world)

    results = at_once(
        *(move_reply(body, "reply", world.people[role], agrees=True) for role in ("officer", "head"))
    )

    assert sum(isinstance(r, StaleState) for r in results) == 1, results
    assert ActivityEntry.objects.about(body).filter(action="reply").count() == 1


def test_reply_against_the_end_of_its_round(world):
    """Either the reply is in and the round over, or the round is over and the reply refused: never half."""
    body = make_reply(world)
    plan = Plan.objects.with_names().get(pk=body.consultation.plan_id)

    def end() -> str:
        plan_workflow.run(plan, "end_consultation", actor=world.people["standing"], note="Cần trình sớm.")
        return "end"

    results = at_once(move_reply(body, "reply", world.people["officer"], agrees=True), end)

    stored = ConsultedBody.objects.select_related("consultation").get(pk=body.pk)
    assert "end" in results and not stored.consultation.is_open
    replied = stored.status == ReplyStatus.REPLIED
    assert replied == ("reply" in results)
    if not replied:
        assert isinstance(results[0], TransitionBlocked), results


def test_answer_against_withdrawal_one_wins(world):
    body = make_reply(world, "Bổ sung nguồn lực.")
    comment = PlanComment.objects.select_related("body__consultation__plan__locality").get()

    def answer() -> str:
        answer_comment(
            comment,
            actor=world.people["standing"],
            answer="EXPLAINED",
            text="Đã nêu.",
            read_at=comment.updated_at,
        )
        return "answer"

    results = at_once(answer, move_reply(body, "withdraw", world.people["officer"]))

    stored = PlanComment.objects.select_related("body").get()
    assert sum(isinstance(r, Exception) for r in results) == 1, results
    assert (stored.answer != "") == (stored.body.status == ReplyStatus.REPLIED) == ("answer" in results)


def test_two_drafters_answer_one_comment_at_once_one_text_stands(world):
    make_reply(world, "Bổ sung nguồn lực.")
    comment = PlanComment.objects.select_related("body__consultation__plan__locality").get()

    def answer(text: str) -> Callable[[], str]:
        copy = PlanComment.objects.select_related("body__consultation__plan__locality").get()

        def act() -> str:
            answer_comment(
                copy,
                actor=world.people["standing"],
                answer="EXPLAINED",
                text=text,
                read_at=comment.updated_at,
            )
            return text

        return act

    results = at_once(answer("Câu thứ nhất."), answer("Câu thứ hai."))

    [stood] = [r for r in results if isinstance(r, str)]
    assert sum(isinstance(r, StaleComment) for r in results) == 1, results
    assert PlanComment.objects.get().answer_text == stood


def test_two_drafters_send_at_once_one_round_is_opened(world):
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, issuer=world.issuer, year=2027)

    def send() -> Callable[[], str]:
        copy = Plan.objects.with_names().get(pk=plan.pk)

        def act() -> str:
            plan_workflow.run(
                copy,
                "consult",
                actor=world.people["standing"],
                agencies=[world.lead],
                reply_due_on=date(2099, 1, 5),
            )
            return "sent"

        return act

    results = at_once(send(), send())

    assert sum(isinstance(r, StaleState) for r in results) == 1, results
    assert plan.consultations.count() == 1
