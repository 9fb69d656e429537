"""The clerk's act: the book of numbers, the warnings that may be waved through, word to the agencies."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from agencies.models import ActivityEntry, Mailing, Notification
from documents.models import RegisteredNumber
from documents.services.numbers import take_number
from plans import workflow
from plans.choices import IssueForm, PlanStatus
from plans.models import Plan
from plans.services.issuing import against_illustration
from tests import factories as f
from ttdn_portal.shared.transitions import Doubt, TransitionBlocked

SIGNED = {"symbol": "KH-UBND", "signer_name": "Trần Văn Ký"}


@pytest.fixture
def approved(world):
    plan = f.make_plan(world.locality, status=PlanStatus.APPROVED, year=2027, issuer=world.issuer)
    f.make_task(f.make_group(plan), world.lead)
    return plan


@pytest.fixture
def in_book(world):
    """Write numbers of KH-UBND 2026 into the book, each with its day."""

    def write(*rows, label="2026"):
        for number, day in rows:
            take_number(
                issuer=world.issuer,
                symbol="KH-UBND",
                layout="STATE",
                label=label,
                number=number,
                subject_key=f"plan:hcm/{number}",
                issued_on=day,
                actor=None,
            )

    return write


def issue(plan, clerk, number, day, **more):
    workflow.run(plan, "issue", actor=clerk, number=number, issued_on=day, **(SIGNED | more))


def refused(plan, clerk, number, day, **more):
    with pytest.raises(TransitionBlocked) as blocked:
        issue(plan, clerk, number, day, **more)
    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.APPROVED
    return blocked.value.problems


def test_number_of_another_paper_is_refused_with_the_next_free_one(approved, clerk, in_book):
    in_book((46, date(2026, 3, 5)), (47, date(2026, 3, 6)))

    problems = refused(approved, clerk, 46, date(2026, 3, 7))

    assert problems == ["Số 46 của sổ KH-UBND 2026 đã cấp cho văn bản khác. Số tiếp theo là 48."]
    assert not isinstance(problems[0], Doubt)


def test_book_of_another_year_symbol_or_issuer_does_not_stand_in_the_way(approved, clerk, in_book, world):
    in_book((46, date(2026, 3, 5)))

    issue(approved, clerk, 46, date(2025, 12, 30), accepted=f.TICKED)

    assert Plan.objects.get(pk=approved.pk).series_label == "2025"
    assert RegisteredNumber.objects.filter(number=46).count() == 2


@pytest.mark.parametrize(
    ("number", "day", "sentences"),
    [
        (47, date(2026, 3, 6), []),
        (47, date(2026, 3, 5), []),
        (47, date(2026, 3, 2), ["Số 46 ngày 05/03/2026, số 47 ngày 02/03/2026: số sau lại có ngày trước."]),
        (48, date(2026, 3, 6), ["Sổ KH-UBND 2026 còn bỏ trống số 47."]),
        (
            50,
            date(2026, 3, 2),
            [
                "Sổ KH-UBND 2026 còn bỏ trống các số từ 47 đến 49.",
                "Số 46 ngày 05/03/2026, số 50 ngày 02/03/2026: số sau lại có ngày trước.",
            ],
        ),
        (43, date(2026, 3, 7), ["Số 43 ngày 07/03/2026, số 44 ngày 01/03/2026: số sau lại có ngày trước."]),
    ],
)
def test_gap_and_day_out_of_order_are_doubts(approved, clerk, in_book, number, day, sentences):
    in_book((42, None), (44, date(2026, 3, 1)), (46, date(2026, 3, 5)))

    if not sentences:
        issue(approved, clerk, number, day)
        return
    problems = refused(approved, clerk, number, day)

    assert problems == sentences
    assert all(isinstance(problem, Doubt) for problem in problems)


def test_doubt_that_was_read_is_passed_over_and_logged(approved, clerk, in_book):
    in_book((46, date(2026, 3, 5)))
    sentence = "Số 46 ngày 05/03/2026, số 47 ngày 02/03/2026: số sau lại có ngày trước."

    other = refused(approved, clerk, 47, date(2026, 3, 2), accepted=["Câu khác."])
    issue(approved, clerk, 47, date(2026, 3, 2), accepted=[sentence])

    entry = ActivityEntry.objects.about(approved).get(action="issue")
    assert other == [sentence]
    assert entry.after == {"status": "ISSUED", "accepted": [sentence]}


def test_what_stands_in_the_way_is_never_waved_through(approved, clerk, in_book):
    in_book((46, date(2026, 3, 5)))
    taken = "Số 46 của sổ KH-UBND 2026 đã cấp cho văn bản khác. Số tiếp theo là 47."

    assert refused(approved, clerk, 46, date(2026, 3, 5), accepted=[taken]) == [taken]


def test_symbol_of_another_form_and_a_day_before_approval_are_doubts(approved, clerk):
    approved.issue_form = IssueForm.DECISION
    approved.approved_at = timezone.now()
    approved.save()
    day = timezone.localdate() - timedelta(days=2)

    problems = refused(approved, clerk, 1, day)

    assert problems == [
        "Ký hiệu KH-UBND không phải của hình thức “quyết định kèm kế hoạch (QĐ-UBND)”.",
        f"Ngày ban hành {day:%d/%m/%Y} trước ngày phê duyệt {timezone.localdate():%d/%m/%Y}.",
    ]


def test_clerk_reads_the_doubt_ticks_it_and_issues(client, approved, clerk, in_book, world):
    yesterday = timezone.localdate() - timedelta(days=1)
    in_book((46, timezone.localdate()), label=str(yesterday.year))
    client.force_login(clerk)
    url = reverse("plans:plan_move", args=["hcm", approved.slug, "issue"])
    typed = SIGNED | {"number": "47", "issued_on": f"{yesterday:%d/%m/%Y}", "note": ""}

    page = client.post(url, typed)
    sentence = page.context["form"].fields["accepted"].choices[0][0]
    ticked = client.post(url, typed | {"accepted": [sentence]})

    assert page.status_code == 200 and "số sau lại có ngày trước" in sentence
    assert sentence in page.content.decode() and page.context["form"]["number"].value() == "47"
    assert ticked.status_code == 302
    assert Plan.objects.get(pk=approved.pk).number == 47


def test_form_shows_the_next_number_and_the_one_before(client, approved, clerk, world):
    today = timezone.localdate()
    take_number(
        issuer=world.issuer, symbol="QĐ-UBND", layout="STATE", label=str(today.year), number=7,
        subject_key="plan:hcm/x", issued_on=today, actor=None,
    )  # fmt: skip
    Plan.objects.filter(pk=approved.pk).update(issue_form=IssueForm.DECISION)
    client.force_login(clerk)

    form = client.get(reverse("plans:plan_move", args=["hcm", approved.slug, "issue"])).context["form"]

    assert (form["number"].value(), form["symbol"].value()) == (8, "QĐ-UBND")
    assert (
        form.fields["number"].help_text
        == f"Số tiếp theo trong sổ QĐ-UBND {today.year} là 08. Số trước là 07 ngày {today:%d/%m/%Y}."
    )


def test_each_agency_is_told_of_its_part_in_one_message(approved, clerk, world):
    group = approved.groups.get()
    secret = f.make_task(group, world.lead, is_secret=True)
    second = f.make_task(group, world.other, title="Tập huấn nghiệp vụ")
    f.make_support(second, world.lead)
    f.make_support(second, world.support)
    both = f.make_membership(world.people["officer"], world.support, Role.OFFICER)
    world.people["officer"].__class__.objects.filter(pk=both.user_id).update(email="chuyen@hcm.example")

    issue(approved, clerk, 5, date(2026, 1, 5), accepted=f.TICKED)

    told = Notification.objects.filter(kind="PLAN_ISSUED")
    texts = {(n.person, n.text.partition("05/KH-UBND. ")[2]) for n in told}
    people = world.people
    lead = f"{world.lead.label} chủ trì 2 nhiệm vụ (1.1, {secret.code}), phối hợp 1 nhiệm vụ (1.3)."
    support = f"{world.support.label} phối hợp 1 nhiệm vụ (1.3)."
    assert texts == {
        (people["officer"], lead),
        (people["head"], lead),
        (people["officer"], support),
        (people["supporter"], support),
        (people["other_officer"], f"{world.other.label} chủ trì 1 nhiệm vụ (1.3)."),
    }
    letters = list(Mailing.objects.order_by("pk").values_list("body", flat=True))
    assert len(letters) == 2
    assert (
        "/hcm/ke-hoach/2027/nhiem-vu/1.1/" in letters[0]
        and "1.2 Nhiệm vụ quản lý theo chế độ mật" in letters[0]
    )


def test_word_to_the_agencies_of_a_plan_by_decision_names_the_decision(approved, clerk, world):
    world.people["officer"].__class__.objects.filter(pk=world.people["officer"].pk).update(
        email="a@hcm.example"
    )
    Plan.objects.filter(pk=approved.pk).update(issue_form=IssueForm.DECISION, symbol="QĐ-UBND")
    approved.refresh_from_db()

    issue(approved, clerk, 5, date(2026, 1, 5), accepted=f.TICKED)

    [letter] = Mailing.objects.all()
    approved.refresh_from_db()
    assert letter.subject.endswith(
        f"trong Kế hoạch ban hành kèm theo Quyết định số {approved.document_number}"
    )


def test_word_to_the_agencies_costs_the_same_for_one_task_and_for_many(
    approved, world, django_assert_max_num_queries
):
    from plans.services.issuing import parts_of

    for n in range(6):
        task = f.make_task(approved.groups.get(), world.lead, title=f"Việc {n}")
        f.make_support(task, world.support)

    with django_assert_max_num_queries(2):
        parts = parts_of(approved)

    assert [(len(part.led), len(part.supported)) for part in parts] == [(7, 0), (0, 6)]


def test_book_begins_at_one_and_a_later_beginning_is_ticked(approved, clerk):
    sentence = "Sổ KH-UBND 2026 trên cổng chưa có số nào trước số 46, mà sổ bắt đầu từ số 01."

    assert refused(approved, clerk, 46, date(2026, 3, 5)) == [sentence]
    issue(approved, clerk, 46, date(2026, 3, 5), accepted=[sentence])

    assert Plan.objects.get(pk=approved.pk).document_number == "46/KH-UBND"


def test_first_number_of_a_book_raises_no_doubt(approved, clerk):
    issue(approved, clerk, 1, date(2026, 3, 5))

    assert Plan.objects.get(pk=approved.pk).status == PlanStatus.ISSUED


def test_signer_other_than_who_approved_is_a_doubt_to_tick(approved, clerk, signer):
    approved.approved_by = signer
    approved.save()
    sentence = "Người ký ghi trên văn bản là “Lê Văn Khác”, còn người phê duyệt trên cổng là “Trần Văn Ký”."

    [doubt] = refused(approved, clerk, 1, date(2026, 1, 5), signer_name="Lê Văn Khác")
    issue(approved, clerk, 1, date(2026, 1, 5), signer_name="Lê Văn Khác", accepted=[doubt])

    assert (doubt, isinstance(doubt, Doubt)) == (sentence, True)
    assert ActivityEntry.objects.about(approved).get(action="issue").after["accepted"] == [sentence]


def test_name_of_who_approved_written_with_other_spaces_and_capitals_is_the_same(approved, clerk, signer):
    approved.approved_by = signer
    approved.save()

    issue(approved, clerk, 1, date(2026, 1, 5), signer_name="TRẦN VĂN  KÝ")

    assert Plan.objects.get(pk=approved.pk).status == PlanStatus.ISSUED


def test_what_is_marked_as_illustration_is_told_on_the_page_of_issue_and_ticked(
    client, approved, clerk, world
):
    group = approved.groups.get()
    made_up = f.make_task(group, world.lead, title="Chép từ kế hoạch minh họa", is_illustration=True)
    f.make_task(group, world.lead, title="Đã bỏ", is_illustration=True, withdrawn_on=date(2026, 1, 1))
    sentence = f"Trong kế hoạch còn phần ghi “minh họa”: 1 nhiệm vụ ({made_up.code}). Bản ban hành sẽ in dấu MINH HỌA."
    client.force_login(clerk)
    url = reverse("plans:plan_move", args=["hcm", approved.slug, "issue"])
    typed = SIGNED | {"number": "1", "issued_on": "05/01/2026", "note": ""}

    before = client.get(url)
    unticked = client.post(url, typed)
    ticked = client.post(url, typed | {"accepted": [sentence]})

    assert [word for word, _ in before.context["form"].fields["accepted"].choices] == [sentence]
    assert f'<input type="checkbox" name="accepted" value="{sentence}"' in before.content.decode()
    assert (unticked.status_code, sentence in unticked.content.decode()) == (200, True)
    assert unticked.context["form"]["number"].value() == "1"
    assert (ticked.status_code, Plan.objects.get(pk=approved.pk).status) == (302, PlanStatus.ISSUED)


def test_parts_marked_as_illustration_are_counted_and_named(approved, world):
    group = approved.groups.get()
    type(group).objects.filter(pk=group.pk).update(is_illustration=True)
    f.make_support(approved.tasks.get(), world.support, is_illustration=True)
    for n in range(12):
        f.make_task(group, world.lead, title=f"Việc {n}", is_illustration=True)
    approved.is_illustration = True

    [doubt] = against_illustration(approved)

    codes = ", ".join(f"1.{n}" for n in range(2, 12))
    assert f"cả kế hoạch; 1 nội dung (1); 12 nhiệm vụ ({codes} …); 1 dòng cơ quan phối hợp." in doubt
