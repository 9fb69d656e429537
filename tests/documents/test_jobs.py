"""A paper's row, its job and its file."""

import hashlib
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone

from agencies.models import Membership, Notification
from documents.choices import DocumentStatus
from documents.models import Document
from documents.official.xlsx import NO_TABLE
from documents.services import jobs
from documents.tasks import build_document
from tests import factories as f


@pytest.fixture
def ask(world, clerk):
    def request(actor=clerk, plan=world.plan, **fields):
        return jobs.request_document(
            actor=actor, locality=world.locality, kind="ke-hoach", subject_key=plan.subject_key, title=plan.title,
            is_draft=False, has_illustration=False, **fields,
        )  # fmt: skip

    return request


def build(document: Document) -> Document:
    jobs.build(str(document.pk))
    document.refresh_from_db()
    return document


def test_built_paper_has_file_hash_pages_and_a_notice(ask, clerk):
    document = build(ask())

    with document.file.open("rb") as file:
        content = file.read()
    assert (document.status, document.percent, document.attempts) == (DocumentStatus.READY, 100, 1)
    assert content.startswith(b"%PDF")
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.pages >= 2
    assert document.size == len(content)
    assert Notification.objects.get(person=clerk).text == f"Đã xuất xong: {document.title}."


@pytest.mark.parametrize(
    ("format", "magic", "part"), [("docx", b"PK", "word/document.xml"), ("xlsx", b"PK", "xl/workbook.xml")]
)
def test_word_and_excel_are_built_by_the_same_job(ask, format, magic, part):
    document = build(ask(format=format))

    with document.file.open("rb") as file:
        content = file.read()
    assert (document.status, document.percent, document.step) == (DocumentStatus.READY, 100, "Xong")
    assert content.startswith(magic)
    assert part in zipfile.ZipFile(BytesIO(content)).namelist()
    assert document.file.name.endswith(f".{format}")
    assert document.sha256 == hashlib.sha256(content).hexdigest()


def test_formats_of_one_paper_are_jobs_of_their_own(ask):
    assert len({ask(format=format).pk for format in ("pdf", "docx", "xlsx", "docx")}) == 3


def test_workbook_of_a_paper_without_tables_says_so(ask, world):
    world.plan.tasks.all().delete()

    document = build(ask(format="xlsx"))

    assert (document.status, document.error) == (DocumentStatus.FAILED, NO_TABLE)


def test_same_request_while_one_is_under_way_is_one_job(ask, signer):
    first = ask()

    assert ask() == first
    assert ask(actor=signer) != first
    assert Document.objects.count() == 2


def test_turn_goes_to_whoever_has_waited_longest_for_a_worker(ask, clerk, signer, standing_officer):
    """The clerk asked first and often, and is being served; the signer was served before that."""
    many = [ask(options={"n": n}) for n in range(4)]
    two = [ask(actor=signer, options={"n": n}) for n in range(2)]
    one = ask(actor=standing_officer)
    now = timezone.now()
    Document.objects.filter(pk=many[0].pk).update(status=DocumentStatus.BUILDING, claimed_at=now)
    Document.objects.filter(pk=two[0].pk).update(
        status=DocumentStatus.CANCELLED, claimed_at=now - timedelta(minutes=1)
    )

    assert list(Document.objects.in_turn()) == [one, two[1], *many[1:]]


def test_message_builds_whose_turn_it_is_and_every_paper_gets_one(ask, signer):
    many, other = [ask(options={"n": n}) for n in range(2)], ask(actor=signer)
    finished = []

    for message in (*many, other, other):
        build_document(str(message.pk))
        ready = Document.objects.filter(status=DocumentStatus.READY).exclude(pk__in=finished)
        finished += ready.values_list("pk", flat=True)

    assert finished == [many[0].pk, other.pk, many[1].pk]
    assert set(Document.objects.values_list("attempts", flat=True)) == {1}


def test_claimed_row_is_left_alone(ask):
    document = ask()
    Document.objects.filter(pk=document.pk).update(
        status=DocumentStatus.BUILDING, claimed_at=timezone.now(), attempts=1
    )

    assert build(document).status == DocumentStatus.BUILDING


def test_unchanged_plan_takes_the_file_that_is_there(ask, monkeypatch):
    first, rendered = build(ask()), []
    monkeypatch.setattr(jobs, "render", lambda *a, **k: rendered.append(1))

    second = build(ask())

    assert rendered == []
    assert (second.status, second.sha256) == (DocumentStatus.READY, first.sha256)
    assert second.file.name != first.file.name


def test_right_lost_meanwhile_stops_the_job(ask, clerk):
    document = ask()
    Membership.objects.filter(user=clerk).update(valid_to=timezone.localdate() - timedelta(days=1))

    build(document)

    assert (document.status, document.error, bool(document.file)) == (
        DocumentStatus.FAILED,
        jobs.NO_RIGHT_TEXT,
        False,
    )


def test_failure_says_what_to_do_and_can_be_tried_again(ask, clerk, monkeypatch):
    document = ask()
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "render", lambda *a, **k: 1 / 0)
        build(document)
    assert (document.status, document.error) == (DocumentStatus.FAILED, jobs.FAILED_TEXT)

    jobs.retry(document, actor=clerk)

    assert build(document).status == DocumentStatus.READY


def test_cancelled_while_building_leaves_no_file(ask, clerk, monkeypatch):
    document = ask()

    def cancel_midway(paper, format, *, progress):
        progress("Dàn trang", 10)
        jobs.cancel(document, actor=clerk)
        progress("Ghi tệp", 80)

    monkeypatch.setattr(jobs, "render", cancel_midway)
    build(document)

    assert (document.status, bool(document.file)) == (DocumentStatus.CANCELLED, False)


def test_sweeper_brings_back_what_a_dead_worker_left(ask, monkeypatch, django_capture_on_commit_callbacks):
    document, sent = ask(), []
    monkeypatch.setattr(jobs.build_task, "delay", sent.append)
    long_ago = timezone.now() - jobs.STALE_AFTER - timedelta(seconds=1)
    Document.objects.filter(pk=document.pk).update(
        status=DocumentStatus.BUILDING, claimed_at=long_ago, created_at=long_ago, attempts=1
    )

    with django_capture_on_commit_callbacks(execute=True):
        jobs.sweep()

    assert sent == [str(document.pk)]
    assert Document.objects.get().status == DocumentStatus.PENDING


def test_sweeper_gives_up_after_three_attempts(ask):
    document = ask()
    long_ago = timezone.now() - timedelta(minutes=5)
    Document.objects.filter(pk=document.pk).update(
        status=DocumentStatus.BUILDING, claimed_at=long_ago, attempts=jobs.MAX_ATTEMPTS
    )

    jobs.sweep()

    assert Document.objects.get().status == DocumentStatus.FAILED


def test_worker_that_lost_its_claim_does_not_write_over_the_next(ask, monkeypatch):
    document = ask()

    def overtaken(paper, format, *, progress):
        Document.objects.filter(pk=document.pk).update(attempts=2)
        return b"%PDF-"

    monkeypatch.setattr(jobs, "render", overtaken)
    monkeypatch.setattr(jobs, "page_count", lambda content: 1)
    build(document)

    assert (document.status, document.attempts, bool(document.file)) == (DocumentStatus.BUILDING, 2, False)


def test_nightly_job_takes_old_and_discarded_papers_but_never_issued_ones(ask, clerk):
    old, discarded, kept = (build(ask(options={"n": n}, is_kept=n == 3)) for n in (1, 2, 3))
    Document.objects.exclude(pk=discarded.pk).update(
        created_at=timezone.now() - timedelta(days=jobs.TEMPORARY_DAYS + 1)
    )
    jobs.discard(discarded, actor=clerk)
    paths = [Path(document.file.path) for document in (old, discarded, kept)]

    assert jobs.delete_temporary() == 2

    assert Document.objects.get().pk == kept.pk
    assert [path.exists() for path in paths] == [False, False, True]


def test_every_page_is_told_as_it_is_laid_out_and_the_percentage_only_grows(ask, world, monkeypatch):
    for _ in range(60):
        f.make_task(world.group, world.lead)
    told, tell = [], jobs._tell

    def note(document, step, percent):
        told.append((step, percent))
        tell(document, step, percent)

    monkeypatch.setattr(jobs, "_tell", note)
    document = build(ask())

    pages = [step for step, _ in told if step.startswith("Dàn trang ")]
    assert pages[-1] == f"Dàn trang {document.pages}"
    assert [percent for _, percent in told] == sorted(percent for _, percent in told)
