"""The preview is the official page itself, framed by this portal and by nobody else."""

import base64
import hashlib
import re

import pytest

from tests.plans.test_structure import make_draft, url_of


@pytest.fixture
def draft(world):
    return make_draft(world)


@pytest.fixture
def drafter(client, standing_officer):
    client.force_login(standing_officer)
    return client


def test_preview_shows_the_paper_of_the_draft(drafter, draft):
    type(draft).objects.filter(pk=draft.pk).update(purposes="Quảng bá <b>hình ảnh</b> Thành phố.")

    text = drafter.get(url_of(draft, "preview_page")).content.decode()

    assert "DỰ THẢO" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "Quảng bá &lt;b&gt;hình ảnh&lt;/b&gt; Thành phố." in text
    assert "Nội dung gốc 3" in text
    assert "ttdn:" not in text and "style=" not in text


def test_the_sheet_runs_nothing_and_only_this_portal_frames_it(drafter, draft):
    answer = drafter.get(url_of(draft, "preview_page"))
    policy = answer["Content-Security-Policy"]
    style = re.search("<style>(.*?)</style>", answer.content.decode(), re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert f"style-src 'sha256-{digest}'" in policy
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy


def test_pages_of_the_drafter_frame_the_sheet_and_are_framed_by_nobody(drafter, draft):
    for name, more in (("preview", []), ("section_edit", ["purposes"]), ("task_edit", ["1.1"])):
        answer = drafter.get(url_of(draft, name, *more))

        assert "frame-src 'self'" in answer["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"
    assert "frame-src" not in drafter.get(draft.get_absolute_url())["Content-Security-Policy"]


def test_preview_is_the_drafters(client, world, draft):
    client.force_login(world.people["committee"])
    assert client.get(url_of(draft, "preview_page")).status_code == 404
    client.force_login(world.people["signer"])
    assert client.get(url_of(draft, "preview")).status_code == 403


def test_preview_costs_the_same_for_few_rows_and_many(drafter, world, draft, django_assert_max_num_queries):
    larger = make_draft(world, 6, 6, year=2028)
    for plan in (draft, larger):
        drafter.get(url_of(plan, "preview_page"))

    with django_assert_max_num_queries(16) as few:
        drafter.get(url_of(draft, "preview_page"))
    with django_assert_max_num_queries(16) as many:
        drafter.get(url_of(larger, "preview_page"))

    assert len(few) == len(many)
