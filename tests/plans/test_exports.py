"""The page where papers are asked for, and the command that writes them: the same kinds, the same refusals."""

import re
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from documents import registry
from documents.choices import DocumentKind
from documents.models import Document
from documents.registry import PaperSource, Variant
from plans.dashboards.papers import DRAFTABLE
from plans.papers import build_plan
from plans.papers.amendment import NO_AMENDMENT
from plans.papers.comments import NO_ROUND

REFUSAL = "Kế hoạch chưa có lần điều chỉnh nào được ban hành."


@pytest.fixture
def two_amendments(monkeypatch, signer):
    """A kind made up for these tests: the first may be had, the second not, the signer may have neither."""
    source = PaperSource(
        build=lambda plan, options: build_plan(plan),
        is_visible=lambda user, plan, options: user != signer,
        title=lambda plan, options: f"Điều chỉnh lần {options['amendment']}",
        variants=lambda plan: (
            Variant({"amendment": 1}, "lần 1"),
            Variant({"amendment": 2}, "lần 2", REFUSAL),
        ),
    )
    monkeypatch.setitem(registry._sources, ("plan", DocumentKind.AMENDMENT), source)


@pytest.fixture
def page_url(world):
    return reverse("plans:plan_export", args=["hcm", world.plan.slug])


def test_page_offers_each_paper_and_says_why_one_can_not_be_had(client, clerk, page_url, two_amendments):
    client.force_login(clerk)

    kinds = {line.kind: line for line in client.get(page_url).context["kinds"]}

    assert kinds["ke-hoach"].papers[0].refusal == ""
    first, second = kinds["dieu-chinh"].papers
    assert (first.label, first.options, first.refusal) == ("Lần 1", (("amendment", "1"),), "")
    assert (second.label, second.refusal) == ("Lần 2", REFUSAL)
    assert REFUSAL in client.get(page_url).content.decode()


def test_every_button_of_the_page_is_believed(clerk, page_url):
    """The test client of Django forgives a form without its token; a browser's request is not forgiven."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)

    page = strict.get(page_url).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    assert page.count('<form class="ttdn-paper"') == page.split("<main", 1)[1].count("csrfmiddlewaretoken")
    assert strict.post(page_url, {"kind": "ke-hoach", "csrfmiddlewaretoken": token}).url.startswith(
        "/hcm/van-ban/"
    )


def test_only_papers_of_an_issued_plan_can_be_asked_for_as_a_draft(client, standing_officer, page_url, world):
    client.force_login(standing_officer)

    kinds = client.get(page_url).context["kinds"]
    assert [k.kind for k in kinds if k.may_draft] == [k.kind for k in kinds if k.kind in DRAFTABLE]
    assert {"ke-hoach", "phu-luc"} <= {k.kind for k in kinds if k.may_draft}
    type(world.plan).objects.filter(pk=world.plan.pk).update(status="DRAFT")
    assert not [k.kind for k in client.get(page_url).context["kinds"] if k.may_draft]


def test_kind_that_a_person_may_not_see_is_not_offered_and_not_given(
    client, signer, page_url, two_amendments
):
    client.force_login(signer)

    assert "dieu-chinh" not in [line.kind for line in client.get(page_url).context["kinds"]]
    assert client.post(page_url, {"kind": "dieu-chinh", "amendment": "1"}).status_code == 403
    assert not Document.objects.exists()


def test_button_asks_for_the_paper_with_its_options(client, clerk, page_url, two_amendments):
    client.force_login(clerk)

    answer = client.post(page_url, {"kind": "dieu-chinh", "format": "pdf", "amendment": "1", "draft": "1"})

    document = Document.objects.get()
    assert answer["Location"] == document.get_absolute_url()
    assert (document.kind, document.format, document.title) == ("dieu-chinh", "pdf", "Điều chỉnh lần 1")
    assert {"amendment": 1, "draft": True}.items() <= document.options.items()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kind": "dieu-chinh", "amendment": "2"}, REFUSAL),
        ({"kind": "dieu-chinh", "amendment": "hai"}, "Không có kế hoạch điều chỉnh như vậy"),
        ({"kind": "dieu-chinh", "amendment": "²"}, "Không có kế hoạch điều chỉnh như vậy"),
        ({"kind": "hoa-don"}, "Chưa lập được loại “hoa-don”"),
        ({"kind": "ke-hoach", "format": "exe"}, "Chưa có định dạng “exe”"),
    ],
)
def test_refusal_is_told_on_the_page_and_makes_no_job(
    client, clerk, page_url, two_amendments, data, sentence
):
    client.force_login(clerk)

    answer = client.post(page_url, data)

    assert answer["Location"] == page_url
    assert str(next(iter(get_messages(answer.wsgi_request)))).startswith(sentence)
    assert not Document.objects.exists()


def test_same_request_twice_is_one_job_until_the_plan_changes(client, clerk, page_url, world):
    client.force_login(clerk)
    for _ in range(2):
        client.post(page_url, {"kind": "ke-hoach"})
    assert Document.objects.count() == 1
    type(world.plan).objects.filter(pk=world.plan.pk).update(version=7)

    client.post(page_url, {"kind": "ke-hoach"})

    assert Document.objects.count() == 2


def export(tmp_path: Path, *arguments: str) -> bytes:
    target = tmp_path / "van-ban"
    call_command("export_document", "hcm", "2026", *arguments, "--output", str(target))
    return target.read_bytes()


def refused(tmp_path: Path, *arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        export(tmp_path, *arguments)
    assert not (tmp_path / "van-ban").exists()
    assert "\n" not in str(error.value)
    return str(error.value)


def test_command_writes_what_the_page_gives(tmp_path, world, two_amendments, capsys):
    assert export(tmp_path, "dieu-chinh", "--amendment", "1").startswith(b"%PDF")
    assert "Đã xuất Điều chỉnh lần 1 ra" in capsys.readouterr().out


def test_command_refuses_in_one_line(tmp_path, world, two_amendments):
    assert refused(tmp_path, "dieu-chinh", "--amendment", "2") == REFUSAL
    assert refused(tmp_path, "dieu-chinh").startswith(
        "Nêu rõ muốn lập kế hoạch điều chỉnh nào: lần 1 (--amendment 1)"
    )
    assert refused(tmp_path, "hoa-don").startswith("Chưa lập được loại “hoa-don”; hiện có: ke-hoach")
    assert refused(tmp_path, "ke-hoach", "--format", "odt").startswith("Chưa có định dạng “odt”")
    assert refused(tmp_path, "ke-hoach", "--round", "1").startswith("Không có kế hoạch như vậy")


def test_command_marks_an_issued_plan_as_draft_when_asked(tmp_path, world, monkeypatch):
    built = []
    monkeypatch.setattr(
        "plans.management.commands.export_document.render",
        lambda paper, format: built.append(paper) or b"%PDF",
    )

    export(tmp_path, "ke-hoach", "--draft")
    export(tmp_path, "ke-hoach")

    assert [paper.marks.is_draft for paper in built] == [True, False]


def test_kind_of_which_the_plan_has_nothing_is_shown_and_refused_with_the_reason(
    client, world, standing_officer, tmp_path
):
    client.force_login(standing_officer)

    page = client.get(reverse("plans:plan_export", args=["hcm", "2026"])).content.decode()

    for reason in (NO_ROUND, NO_AMENDMENT):
        assert reason in page
    assert (
        refused(tmp_path, "dieu-chinh") == refused(tmp_path, "dieu-chinh", "--amendment", "3") == NO_AMENDMENT
    )


def test_command_knows_no_other_plan(tmp_path, world):
    with pytest.raises(CommandError, match="Không có kế hoạch “2031” ở địa phương “hcm”"):
        call_command("export_document", "hcm", "2031", "ke-hoach", "--output", str(tmp_path / "x"))
