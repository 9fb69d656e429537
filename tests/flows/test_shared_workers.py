"""Several papers of several people at once on real workers: built side by side, each once, in a fair order; cancelled; put away at night."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from agencies.models import Notification, User
from documents.choices import DocumentStatus
from documents.models import Document
from documents.services import jobs
from documents.services.jobs import request_document
from documents.tasks import delete_temporary_documents
from plans.models import Plan
from tests import factories as f
from tests.fixtures import make_world
from ttdn_portal.celery import app

FOLDER = Path("hcm") / "van-ban"


@pytest.fixture
def world(transactional_db):
    """A plan of many pages and a short one."""
    world = make_world("hcm")
    world.short = world.plan
    world.long = f.make_plan(
        world.locality, year=2027, issuer=world.issuer, standing_agency=world.standing, title="Kế hoạch dài"
    )
    group = f.make_group(world.long)
    for number in range(1, 251):
        f.make_task(group, world.lead, number=number, title=f"Tổ chức hoạt động đối ngoại số {number}")
    return world


@pytest.fixture(autouse=True)
def stored(world) -> Callable[[], set[str]]:
    """Names of the files that came during the test."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER

    def names() -> set[str]:
        return {path.name for path in folder.iterdir()} if folder.exists() else set()

    before = names()
    return lambda: names() - before


def ask(actor: User, plan: Plan, format: str = "pdf", **fields) -> Document:
    return request_document(
        actor=actor, locality=plan.locality, kind="ke-hoach", subject_key=plan.subject_key, title=plan.title,
        format=format, is_draft=False, has_illustration=False, **fields,
    )  # fmt: skip


def states() -> list[str]:
    return list(Document.objects.order_by("created_at").values_list("status", flat=True))


def all_ready() -> bool:
    return set(states()) == {DocumentStatus.READY}


def test_two_processes_build_side_by_side_and_nothing_twice(world, stored, start_celery_worker):
    worker, seen = start_celery_worker(processes=2), []
    people = [world.people[role] for role in ("clerk", "signer", "standing")]

    for format in ("pdf", "docx", "pdf"):
        for person, plan in zip(people, (world.long, world.long, world.short), strict=True):
            ask(person, plan, format)  # the second PDF while the first is under way is the same job

    def at_work() -> bool:
        seen.append(states().count(DocumentStatus.BUILDING))
        return all_ready()

    worker.wait_for(at_work, seconds=180)
    papers = list(Document.objects.all())
    assert max(seen) == 2
    assert len(papers) in (6, 7, 8, 9)  # short ones may be ready before they are asked for again
    assert {paper.attempts for paper in papers} == {1}
    assert stored() == {Path(paper.file.name).name for paper in papers}
    assert Notification.objects.filter(kind="DOCUMENT_READY").count() == len(papers)


def test_many_papers_of_one_person_do_not_hold_up_the_one_of_another(world, start_celery_worker):
    many = [ask(world.people["clerk"], world.short, "docx", options={"n": n}) for n in range(20)]
    other = ask(world.people["signer"], world.short, "docx")

    worker = start_celery_worker()
    worker.wait_for(all_ready, seconds=120)

    order = list(Document.objects.order_by("finished_at").values_list("pk", flat=True))
    assert order == [many[0].pk, other.pk, *(paper.pk for paper in many[1:])]


def test_paper_cancelled_while_it_is_built_leaves_nothing_and_frees_the_worker(
    client, world, stored, start_celery_worker
):
    worker = start_celery_worker()
    paper = ask(world.people["clerk"], world.long)
    client.force_login(world.people["clerk"])
    worker.wait_for(lambda: Document.objects.get().step.startswith("Dàn trang "))
    reached = Document.objects.get().percent

    client.post(f"{paper.get_absolute_url()}huy/")
    after = ask(world.people["signer"], world.short)

    worker.wait_for(lambda: states() == [DocumentStatus.CANCELLED, DocumentStatus.READY], seconds=120)
    after.refresh_from_db()
    paper.refresh_from_db()
    assert f"document {paper.pk} was cancelled" in worker.output()
    assert 10 < reached <= paper.percent < 80  # in the midst of the pages, not after the last
    assert stored() == {Path(after.file.name).name}
    assert not Notification.objects.filter(person=world.people["clerk"]).exists()


def test_nightly_job_takes_what_is_old_and_never_what_was_issued(world, stored, start_celery_worker):
    worker = start_celery_worker()
    old, new = (ask(world.people["clerk"], world.short, format) for format in ("pdf", "docx"))
    issued = ask(world.people["signer"], world.short, is_kept=True)
    worker.wait_for(all_ready, seconds=120)
    long_ago = timezone.now() - timedelta(days=10 * jobs.TEMPORARY_DAYS)
    Document.objects.exclude(pk=new.pk).update(created_at=long_ago, finished_at=long_ago)

    delete_temporary_documents.delay()

    worker.wait_for(lambda: not Document.objects.filter(pk=old.pk).exists())
    left = list(Document.objects.all())
    assert {paper.pk for paper in left} == {new.pk, issued.pk}
    assert stored() == {Path(paper.file.name).name for paper in left}


def test_every_scheduled_job_is_known_to_the_worker_and_the_nightly_one_is_among_them():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert scheduled <= set(app.tasks)
    assert delete_temporary_documents.name in scheduled
