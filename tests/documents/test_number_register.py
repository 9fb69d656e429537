"""The book of numbers names the papers as people do: kind, title, link."""

from datetime import date

import pytest

from documents.models import RegisteredNumber, SignedCopy
from documents.services.numbers import take_number
from reports.choices import ReviewStatus
from tests import factories as f
from tests.factories.meetings import make_meeting

LIST = "/quan-tri/documents/registerednumber/"


def register(world, number, key, symbol="KH-UBND"):
    return take_number(
        issuer=world.issuer, symbol=symbol, layout="STATE", label="2026", number=number, subject_key=key,
        issued_on=date(2026, 1, 5), actor=world.people["clerk"],
    )  # fmt: skip


@pytest.fixture
def numbered(world):
    """One number of each kind of paper."""
    review = f.make_review(world.period, world.people["standing"], status=ReviewStatus.ISSUED)
    meeting = make_meeting(world.plan, world.people["standing"], status=ReviewStatus.ISSUED)
    amendment = f.make_amendment(world.plan, status="ISSUED")
    papers = [world.plan, amendment, review, meeting]
    for number, paper in enumerate(papers, 1):
        register(world, number, paper.subject_key)
    return papers


def test_each_number_says_kind_and_title_and_leads_to_the_paper(client, world, clerk, numbered):
    client.force_login(clerk)

    page = client.get(LIST).content.decode()

    plan, amendment, review, meeting = numbered
    for kind, title, paper in (
        ("Kế hoạch", plan.title, plan),
        ("Điều chỉnh lần 1", amendment.title, amendment),
        ("Báo cáo sơ kết", review.title, review),
        ("Thông báo kết luận", meeting.subject, meeting),
    ):
        assert f'{kind}: <a href="{paper.get_absolute_url()}">{title}</a>' in page
    assert "hcm/2026/2026-6-thang/locality<" not in page


def test_book_and_row_name_them_too(client, world, clerk, numbered):
    client.force_login(clerk)
    row = RegisteredNumber.objects.get(number=3)
    review = numbered[2]
    link = f'<a href="{review.get_absolute_url()}">{review.title}</a>'

    assert link in client.get(f"/quan-tri/documents/numberseries/{row.series_id}/change/").content.decode()
    assert link in client.get(f"{LIST}{row.pk}/change/").content.decode()


def test_title_of_what_a_person_may_not_see_stays_out(client, world, numbered):
    """The administrator of the locality takes no part in meetings."""
    client.force_login(world.people["administrator"])

    page = client.get(LIST).content.decode()

    assert numbered[3].get_absolute_url() not in page and "cuộc họp hcm/2026/1" in page
    assert numbered[0].title in page


@pytest.mark.parametrize("count", [1, 3])
def test_names_cost_the_same_for_one_number_and_for_three(world, clerk, count, django_assert_num_queries):
    from documents import registry

    keys = []
    for n in range(count):
        plan = f.make_plan(world.locality, year=2030 + n, issuer=world.issuer)
        period = f.make_period(plan, f"{2030 + n}-nam")
        review = f.make_review(period, world.people["standing"], status=ReviewStatus.ISSUED)
        keys += [plan.subject_key, review.subject_key]
    clerk.posts  # noqa: B018

    with django_assert_num_queries(2):
        assert len(registry.names_of(keys, clerk)) == 2 * count


def test_signed_copies_stand_in_the_admin_site_with_their_comparison(client, world, clerk):
    held, filed = (
        SignedCopy(
            locality=world.locality, subject_key=world.plan.subject_key, file="hcm/ban-ky/x", name=name, sha256="0" * 64,
            uploaded_by=clerk, comparison=state, comparison_note="Nội dung khớp với bản đã ban hành.", is_held=is_held,
        )
        for name, state, is_held in (("cho.pdf", "DIFFERENT", True), ("da-luu.pdf", "MATCHING", False))
    )  # fmt: skip
    SignedCopy.objects.bulk_create([held, filed])
    client.force_login(clerk)

    page = client.get("/quan-tri/documents/signedcopy/").content.decode()
    row = client.get(f"/quan-tri/documents/signedcopy/{filed.pk}/change/").content.decode()

    assert "da-luu.pdf" in page and "nội dung khớp" in page and world.plan.title in page
    assert "cho.pdf" not in page
    assert "Nội dung khớp với bản đã ban hành." in row
