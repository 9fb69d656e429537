"""Filing a signed copy: what differs from the issued file is shown, and kept only with a tick and a reason."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.models import ActivityEntry
from documents.models import Document, SignedCopy
from documents.services import jobs
from documents.services.held_copies import forget_old
from plans.forms.signed_copies import OTHER_FILE
from plans.services.signed_copies import held_copy, keep_anyway
from plans.views.signed_copies import GONE
from tests import factories as f
from tests.documents.test_comparison import paper
from ttdn_portal.shared.transitions import StaleState

WHY = "Bản giấy ký trước khi sửa lỗi chữ; đã có công văn đính chính."


@pytest.fixture
def url(world):
    return reverse("plans:signed_copy_add", args=["hcm", world.plan.slug])


@pytest.fixture
def issued(world, clerk):
    """The file that the portal made of the issued plan."""
    document = jobs.request_document(
        actor=clerk, locality=world.locality, kind="ke-hoach", subject_key=world.plan.subject_key, title="Kế hoạch",
        is_draft=False, has_illustration=False, is_kept=True,
    )  # fmt: skip
    jobs.build(str(document.pk))
    with Document.objects.get().file.open("rb") as file:
        return file.read()


def pdf(content, name="ban-ky.pdf"):
    return {"file": SimpleUploadedFile(name, content, "application/pdf")}


def other_paper(words="Giao Sở khác chủ trì, lời khác hẳn bản đã ban hành."):
    return paper(words)


@pytest.fixture
def held(client, clerk, issued, url, world):
    client.force_login(clerk)
    client.post(url, pdf(other_paper(), "ban-quet.pdf"))
    return held_copy(world.plan, clerk)


def test_copy_with_other_words_is_shown_and_not_filed_yet(client, held, url, world):
    page = client.get(url).content.decode()
    shown = client.get(world.plan.get_absolute_url()).content.decode()

    assert "Tệp “ban-quet.pdf” khác bản đã ban hành, chưa lưu" in page
    assert "Nội dung khác bản đã ban hành ở trang 1: bản đã ban hành ghi “" in page
    assert "; tệp này ghi “" in page
    assert "ban-quet.pdf" not in shown and "Chưa có bản quét hoặc bản ký số." in shown
    assert not ActivityEntry.objects.filter(action="file_signed_copy").exists()
    assert client.get(reverse("plans:signed_copy", args=["hcm", "2026", 1])).status_code == 404


def test_it_is_kept_with_a_tick_and_a_reason_which_are_logged(client, held, url, world):
    answer = client.post(url, {"van-luu": "1", "copy": held.pk, "is_seen": "on", "reason": WHY}, follow=True)

    copy = SignedCopy.objects.get()
    entry = ActivityEntry.objects.get(action="file_signed_copy")
    page = answer.content.decode()
    assert (copy.is_held, copy.comparison, copy.kept_because) == (False, "DIFFERENT", WHY)
    assert (entry.note, entry.after["đối chiếu"]) == (WHY, "nội dung khác bản đã ban hành")
    assert "Nội dung khác bản đã ban hành ở trang 1" in page and f"Vẫn lưu vì: {WHY}" in page
    assert client.get(reverse("plans:signed_copy", args=["hcm", "2026", 1])).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"reason": WHY}, "is_seen"), ({"is_seen": "on", "reason": "  "}, "reason")],
)
def test_without_tick_or_reason_nothing_is_filed_and_nothing_typed_is_lost(client, held, url, typed, field):
    answer = client.post(url, {"van-luu": "1", "copy": held.pk} | typed)

    filing = answer.context["filing"]
    assert list(filing.keep.errors) == [field]
    assert filing.keep["reason"].value() == typed["reason"]
    assert "ban-quet.pdf" in answer.content.decode()
    assert SignedCopy.objects.get().is_held


def test_another_file_takes_the_place_of_the_held_one(
    client, held, url, issued, django_capture_on_commit_callbacks
):
    storage, name = held.file.storage, held.file.name

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, pdf(issued))

    copy = SignedCopy.objects.get()
    assert (copy.pk != held.pk, copy.is_held, copy.comparison) == (True, False, "IDENTICAL")
    assert not storage.exists(name)


def test_tick_for_a_file_replaced_in_another_window_is_asked_again(client, held, url, clerk, world):
    client.post(url, pdf(other_paper("Một văn bản khác nữa của cơ quan khác, dài hơn một chút."), "khac.pdf"))

    answer = client.post(url, {"van-luu": "1", "copy": held.pk, "is_seen": "on", "reason": WHY})

    keep = answer.context["filing"].keep
    assert keep.non_field_errors() == [OTHER_FILE]
    assert (keep["reason"].value(), keep["is_seen"].value()) == (WHY, False)
    assert int(keep["copy"].value()) == held_copy(world.plan, clerk).pk


def test_the_same_held_copy_is_kept_once(held, clerk, world):
    keep_anyway(world.plan, held, actor=clerk, reason=WHY)

    with pytest.raises(StaleState):
        keep_anyway(world.plan, held, actor=clerk, reason="Lần hai")

    assert SignedCopy.objects.get().kept_because == WHY
    assert ActivityEntry.objects.filter(action="file_signed_copy").count() == 1


def test_tick_that_comes_after_the_file_has_gone_says_so(client, clerk, url, issued):
    client.force_login(clerk)

    answer = client.post(url, {"van-luu": "1", "copy": "7", "is_seen": "on", "reason": WHY}, follow=True)

    assert GONE in answer.content.decode()
    assert not SignedCopy.objects.exists()


def test_held_copy_is_its_clerks_alone(client, held, url, world):
    other = f.make_user(world.issuer, "CLERK", full_name="Văn thư khác")
    client.force_login(other)

    assert "ban-quet.pdf" not in client.get(url).content.decode()
    assert not SignedCopy.objects.visible_to(other).exists()


def test_difference_without_a_reason_can_not_stand_in_the_database(held):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedCopy.objects.filter(pk=held.pk).update(is_held=False)


def test_held_copies_go_after_a_week_and_filed_ones_never(
    held, clerk, world, django_capture_on_commit_callbacks
):
    filed = SignedCopy.objects.create(
        locality=world.locality, subject_key=world.plan.subject_key, file="hcm/ban-ky/x", name="cu.pdf", sha256="0" * 64, uploaded_by=clerk
    )  # fmt: skip
    SignedCopy.objects.update(created_at=timezone.now() - timedelta(days=6))
    assert forget_old() == 0

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old(timezone.now() + timedelta(days=2)) == 1

    assert list(SignedCopy.objects.all()) == [filed]
    assert not held.file.storage.exists(held.file.name)


def test_scan_is_taken_as_before(client, clerk, issued, url):
    from tests.documents.test_comparison import scan

    client.force_login(clerk)
    answer = client.post(url, pdf(scan()), follow=True)

    assert "(không ký số; bản quét, không đối chiếu được chữ)" in answer.content.decode()
    assert SignedCopy.objects.get().is_held is False


def test_only_the_clerk_keeps_it(client, held, url, signer, standing_officer):
    for person in (signer, standing_officer):
        client.force_login(person)
        assert (
            client.post(url, {"van-luu": "1", "copy": held.pk, "is_seen": "on", "reason": WHY}).status_code
            == 403
        )
    assert SignedCopy.objects.get().is_held
