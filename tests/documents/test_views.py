"""A paper's page, its file, and who may have them."""

import pytest
from django.urls import reverse

from documents.choices import DocumentStatus
from documents.models import Document
from documents.services import jobs


@pytest.fixture
def document(world, clerk):
    return jobs.request_document(
        actor=clerk, locality=world.locality, kind="ke-hoach", subject_key=world.plan.subject_key, title="Kế hoạch thông tin đối ngoại năm 2026",
        is_draft=False, has_illustration=False,
    )  # fmt: skip


def address(name: str, document: Document) -> str:
    return reverse(f"documents:{name}", args=["hcm", document.pk])


PAGES = ("document_detail", "document_state", "document_file")


@pytest.mark.parametrize("name", PAGES)
def test_stranger_is_asked_to_sign_in(client, document, name):
    answer = client.get(address(name, document))

    assert answer.status_code == 302
    assert answer.url.startswith("/dang-nhap/")


@pytest.mark.parametrize("name", PAGES)
def test_another_locality_finds_nothing(client, document, other_world, name):
    client.force_login(other_world.people["clerk"])

    assert client.get(address(name, document)).status_code == 404


def test_paper_of_a_draft_plan_is_not_there_for_an_officer(client, document, world, lead_officer):
    type(world.plan).objects.filter(pk=world.plan.pk).update(status="DRAFT")
    client.force_login(lead_officer)

    assert client.get(address("document_detail", document)).status_code == 404


def test_page_moves_from_waiting_to_ready(client, document, clerk):
    client.force_login(clerk)
    waiting = client.get(address("document_detail", document)).content.decode()
    assert "Đang chờ đến lượt" in waiting
    assert client.get(address("document_file", document)).status_code == 404

    jobs.build(str(document.pk))

    fragment = client.get(address("document_state", document)).content.decode()
    assert "data-ttdn-done" in fragment
    file = client.get(address("document_file", document))
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert file["Content-Disposition"] == 'attachment; filename="ke-hoach-thong-tin-doi-ngoai-nam-2026.pdf"'
    assert (file["X-Content-Type-Options"], file["Cache-Control"]) == ("nosniff", "no-store, private")


def test_whoever_sees_the_plan_sees_its_paper_but_only_its_owner_acts(client, document, signer):
    client.force_login(signer)

    assert "Hủy việc xuất" not in client.get(address("document_detail", document)).content.decode()
    assert client.post(address("document_cancel", document)).status_code == 404
    document.refresh_from_db()
    assert document.status == DocumentStatus.PENDING


def test_owner_cancels_builds_again_and_discards(client, document, clerk):
    client.force_login(clerk)

    client.post(address("document_cancel", document))
    document.refresh_from_db()
    assert document.status == DocumentStatus.CANCELLED
    client.post(address("document_retry", document))
    jobs.build(str(document.pk))
    answer = client.post(address("document_discard", document), follow=True)

    assert "Đã bỏ văn bản xuất" in answer.content.decode()
    assert client.get(address("document_detail", document)).status_code == 404


def test_issued_paper_is_not_discarded(client, document, clerk):
    jobs.build(str(document.pk))
    Document.objects.update(is_kept=True)
    client.force_login(clerk)

    answer = client.post(address("document_discard", document), follow=True)

    assert "giữ vĩnh viễn" in answer.content.decode()
    assert Document.objects.get().discarded_at is None


def test_list_costs_the_same_for_one_and_for_three(client, document, clerk, world, django_assert_num_queries):
    client.force_login(clerk)
    url = reverse("documents:document_list", args=["hcm"])
    client.get(url)
    with django_assert_num_queries(5):
        client.get(url)
    for n in (1, 2):
        jobs.request_document(
            actor=clerk,
            locality=world.locality,
            kind="ke-hoach",
            subject_key=world.plan.subject_key,
            title="Kế hoạch",
            options={"n": n},
            is_draft=True,
            has_illustration=False,
        )

    with django_assert_num_queries(5):
        client.get(url)


def test_long_name_of_a_file_ends_with_a_whole_word(client, document, clerk):
    Document.objects.update(title=f"Phụ lục 1/2 – {'Đối ngoại ' * 30}")
    jobs.build(str(document.pk))
    client.force_login(clerk)

    name = client.get(address("document_file", document))["Content-Disposition"].split('"')[1]

    assert name == f"phu-luc-1-2-{'-'.join(['doi', 'ngoai'] * 8)}-doi.pdf"
