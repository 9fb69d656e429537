"""Kinds of paper, the papers of a kind, and why one can't be had."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from documents import registry
from documents.choices import DocumentKind
from documents.models import Document
from documents.official.model import OfficialDocument
from documents.registry import PaperSource, Variant
from documents.services import jobs
from documents.services.asking import ask
from tests.documents.official_samples import HCM

ROUNDS = (
    Variant({"round": 1}, "lần 1"),
    Variant({"round": 2}, "lần 2", refusal="Lần 2 đang lấy ý kiến, chưa có gì để tổng hợp."),
)


@pytest.fixture
def source(monkeypatch):
    """A kind with several papers, of which only the clerk may have any."""

    def put(variants=ROUNDS, sees=lambda user, plan, options: user.username.endswith("clerk"), build=None):
        made = PaperSource(
            build=build or (lambda plan, options: HCM),
            is_visible=sees,
            title=lambda plan, options: f"Bảng tiếp thu lần {options.get('round')}",
            variants=lambda plan: variants,
        )
        monkeypatch.setitem(registry._sources, ("plan", DocumentKind.COMMENTS), made)

    return put


@pytest.fixture
def request_matrix(world, clerk):
    def request(actor=clerk, format="pdf", **given):
        return ask(
            actor=actor, locality=world.locality, kind="gop-y", subject=world.plan, format=format, given=given
        )

    return request


def reason(call) -> str:
    with pytest.raises(ValidationError) as refused:
        call()
    return refused.value.messages[0]


def test_every_kind_of_the_contract_has_a_name():
    words = "ke-hoach quyet-dinh phu-luc gop-y dieu-chinh bao-cao don-doc to-trinh thong-bao tong-quan"

    assert words.split() == DocumentKind.values
    assert all(DocumentKind(kind).label for kind in DocumentKind.values)


def test_paper_asked_for_carries_its_options_and_is_built_from_them(source, request_matrix):
    asked = []

    def build(plan, options) -> OfficialDocument:
        asked.append((plan.slug, dict(options)))
        return HCM

    source(sees=lambda *who: True, build=build)
    document = request_matrix(round=1, draft=True)
    jobs.build(str(document.pk))
    document.refresh_from_db()

    assert (document.title, document.options, document.status) == (
        "Bảng tiếp thu lần 1",
        {"round": 1, "draft": True},
        "READY",
    )
    assert asked == [("2026", {"round": 1, "draft": True})]
    assert document.is_draft


def test_paper_that_the_state_does_not_allow_is_refused_with_its_reason(source, request_matrix):
    source(sees=lambda *who: True)

    assert reason(lambda: request_matrix(round=2)) == ROUNDS[1].refusal
    assert reason(lambda: request_matrix(round=3)) == (
        "Không có bảng tiếp thu, giải trình như vậy; hiện có: lần 1 (--round 1); lần 2 (--round 2)."
    )
    assert reason(request_matrix) == (
        "Nêu rõ muốn lập bảng tiếp thu, giải trình nào: lần 1 (--round 1); lần 2 (--round 2)."
    )
    assert not Document.objects.exists()


def test_the_only_paper_of_a_kind_needs_no_option(source, request_matrix):
    source(variants=ROUNDS[:1], sees=lambda *who: True)

    assert request_matrix().options == {"round": 1}


def test_kind_without_papers_and_format_it_does_not_take_are_refused(source, request_matrix, monkeypatch):
    source(variants=(), sees=lambda *who: True)

    assert reason(request_matrix) == "Chưa có gì để lập bảng tiếp thu, giải trình."
    assert reason(lambda: request_matrix(format="odt")).startswith(
        "Chưa có định dạng “odt” cho loại này; hiện có: pdf"
    )
    monkeypatch.delitem(registry._sources, ("plan", DocumentKind.COMMENTS))
    assert reason(request_matrix).startswith("Chưa lập được loại “gop-y”; hiện có: ke-hoach")


def test_who_may_not_see_a_paper_does_not_get_it(source, request_matrix, signer):
    source(sees=lambda user, plan, options: user != signer)

    with pytest.raises(PermissionDenied):
        request_matrix(actor=signer, round=1)
    assert request_matrix(round=1).status == "PENDING"
