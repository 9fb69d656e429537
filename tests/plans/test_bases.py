"""The bases of a plan: from the library, in order, with a word where they no longer stand."""

import pytest
from django.urls import reverse

from documents.models import LegalBasis
from plans.choices import PlanStatus
from tests import factories as f


def url_of(plan, name, *more):
    return reverse(f"plans:{name}", args=[plan.locality.code, plan.slug, *more])


@pytest.fixture
def draft(world):
    return f.make_plan(world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2027)


@pytest.fixture
def drafter(client, standing_officer):
    client.force_login(standing_officer)
    return client


def make_basis(code, name, **fields):
    return LegalBasis.objects.create(
        code=code,
        title=name,
        symbol=code.upper(),
        full_citation=f"{name} về thông tin đối ngoại",
        short_citation=name,
        **fields,
    )


@pytest.fixture
def library(db):
    new = make_basis("nd-148", "Nghị định số 148/2026/NĐ-CP")
    return {
        "new": new,
        "old": make_basis("qd-1486", "Quyết định số 1486/QĐ-TTg", state="REPLACED", replaced_by=new),
        "other": make_basis("kl-57", "Kết luận số 57-KL/TW"),
    }


def act(client, plan, word, basis):
    return client.post(url_of(plan, "basis_act"), {"act": f"{word}:{basis.pk}"})


def cited(plan):
    return [row.basis.code for row in plan.basis_rows.select_related("basis")]


def test_bases_are_found_without_marks_and_cited_in_order(drafter, draft, library):
    page = drafter.get(url_of(draft, "basis_list"), {"q": "ket luan 57"})
    for basis in (library["other"], library["new"], library["other"]):
        act(drafter, draft, "cite", basis)
    act(drafter, draft, "up", library["new"])

    assert [row.short for row in page.context["found"]] == ["Kết luận số 57-KL/TW"]
    assert cited(draft) == ["nd-148", "kl-57"]


def test_a_replaced_basis_is_told_on_the_page_and_in_the_outline(drafter, draft, library):
    act(drafter, draft, "cite", library["old"])

    page = drafter.get(url_of(draft, "basis_list"))
    plan_page = drafter.get(draft.get_absolute_url())
    part = page.context["outline"][0]

    assert (part.is_done, part.detail) == (False, "1 căn cứ đã hết hiệu lực, bị thay thế.")
    assert "Nay là Nghị định số 148/2026/NĐ-CP" in page.content.decode()
    assert plan_page.context["checklist"][0].detail == "1 căn cứ đã hết hiệu lực, bị thay thế."


def test_an_amended_basis_is_still_cited_and_nothing_is_missing(drafter, draft):
    act(drafter, draft, "cite", make_basis("nd-72", "Nghị định số 72/2015/NĐ-CP", state="AMENDED"))

    page = drafter.get(url_of(draft, "basis_list"))

    assert (page.context["outline"][0].is_done, page.context["outline"][0].detail) == (True, "1 căn cứ")
    assert drafter.get(draft.get_absolute_url()).context["checklist"][0].is_done


def test_what_replaced_it_takes_its_place(drafter, draft, library):
    for name in ("old", "other"):
        act(drafter, draft, "cite", library[name])

    act(drafter, draft, "later", library["old"])

    assert cited(draft) == ["nd-148", "kl-57"]


def test_a_basis_is_taken_out_twice_without_fault(drafter, draft, library):
    act(drafter, draft, "cite", library["other"])

    statuses = [act(drafter, draft, "out", library["other"]).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert cited(draft) == []


def test_bases_of_another_locality_are_neither_found_nor_cited(drafter, draft, other_world):
    foreign = make_basis("kh-hp", "Kế hoạch của nơi khác", locality=other_world.locality)

    found = drafter.get(url_of(draft, "basis_list"), {"q": "noi khac"}).context["found"]
    answer = act(drafter, draft, "cite", foreign)

    assert found == []
    assert answer.status_code == 404
    assert cited(draft) == []


NEW = {
    "type_name": "Kế hoạch",
    "symbol": "211-KH/TU",
    "issued_on": "05/10/2023",
    "issuer_name": "Thành ủy",
    "abstract": "về công tác thông tin đối ngoại",
    "state": "IN_FORCE",
}


def test_a_missing_text_is_added_to_the_library_and_cited(drafter, draft, world):
    drafter.post(url_of(draft, "basis_add"), NEW)
    basis = LegalBasis.objects.get(symbol="211-KH/TU")

    assert basis.locality == world.locality
    assert basis.short_citation == "Kế hoạch số 211-KH/TU"
    assert basis.full_citation == (
        "Kế hoạch số 211-KH/TU ngày 05 tháng 10 năm 2023 của Thành ủy về công tác thông tin đối ngoại"
    )
    assert cited(draft) == [basis.code]


def test_a_text_that_the_library_has_is_refused_by_name(drafter, draft):
    make_basis("211-kh/tu", "Kế hoạch số 211-KH/TU")

    page = drafter.post(url_of(draft, "basis_add"), NEW)

    assert "Kế hoạch số 211-KH/TU" in page.context["form"].errors["symbol"][0]
    assert LegalBasis.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type_name": ""}, "type_name"),
        ({"issued_on": "31/02/2023"}, "issued_on"),
        ({"state": "GONE"}, "state"),
    ],
)
def test_a_wrong_text_is_told_beside_the_field(drafter, draft, changes, field):
    page = drafter.post(url_of(draft, "basis_add"), NEW | changes)

    assert page.context["form"].errors[field]
    assert not LegalBasis.objects.exists()
