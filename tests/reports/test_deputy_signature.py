"""A deputy signs for the head: what would be issued in the head's own post is a doubt to tick, for every kind of paper."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import User
from documents.models import OfficeWording
from documents.papers import deputy_lines
from plans import workflow as plan_moves
from plans.models import Plan
from plans.workflow import amendment as amendment_moves
from reports.workflow import meeting as meeting_moves
from reports.workflow import period_review as review_moves
from tests import factories as f
from tests.factories.meetings import make_meeting
from ttdn_portal.shared.transitions import Doubt

COMMITTEE = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
DEPUTY = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
MOVES = {
    "plan": plan_moves,
    "amendment": amendment_moves,
    "review": review_moves,
    "notice": meeting_moves,
}
SAID = "Người ký Trần Văn Ký là Phó Chủ tịch Ủy ban nhân dân Thành phố, mà trên tên người ký văn bản sẽ in “{}”. Cấp phó ký thay thì ghi “{}”: {}"
OFFICE = "sửa ô “Thẩm quyền ký” trong Mẫu chữ của cơ quan (nút ở trang Văn thư)."
PAPER = "đề nghị người ký trả lại để sửa ô “Thẩm quyền ký” của văn bản."


@pytest.fixture
def deputy(signer):
    User.objects.filter(pk=signer.pk).update(position_title="Phó Chủ tịch Ủy ban nhân dân Thành phố")
    signer.refresh_from_db()
    return signer


@pytest.fixture
def approved(world, deputy, standing_officer):
    """Make a paper of each kind that waits for its number; `fields` say what stands above the name."""

    def make(kind, **fields):
        given = {"status": "APPROVED", "approved_by": deputy, **fields}
        if kind == "plan":
            return f.make_plan(world.locality, year=2027, issuer=world.issuer, **given)
        if kind == "amendment":
            amendment = f.make_amendment(world.plan, **given)
            f.make_change(amendment, world.task, due_on="2026-12-15")
            return amendment
        if kind == "review":
            return f.make_review(world.period, standing_officer, is_frozen=True, **given)
        point = ("Rà soát nguyên nhân chậm.", None, None)
        return make_meeting(world.plan, standing_officer, points=(point,), **given)

    return make


def doubts(kind, paper):
    move = next(move for move in MOVES[kind].TRANSITIONS if move.name == "issue")
    data = {"number": 1, "issued_on": timezone.localdate(), "signer_name": "Trần Văn Ký"}
    found = move.blockers(paper, data)
    assert all(isinstance(problem, Doubt) for problem in found), found
    return [str(problem) for problem in found if "Cấp phó" in problem]


@pytest.mark.parametrize("kind", ["plan", "amendment", "review"])
def test_paper_that_would_bear_the_head_over_a_deputy_says_so_and_where_to_mend_it(approved, kind):
    said = SAID.format(" / ".join(COMMITTEE), " / ".join(DEPUTY), OFFICE)

    assert doubts(kind, approved(kind)) == [said]


@pytest.mark.parametrize("kind", MOVES)
def test_lines_of_the_paper_itself_are_mended_by_sending_it_back(approved, kind):
    said = SAID.format(" / ".join(COMMITTEE), " / ".join(DEPUTY), PAPER)

    assert doubts(kind, approved(kind, signing_authority="\n".join(COMMITTEE))) == [said]


@pytest.mark.parametrize("kind", MOVES)
def test_paper_with_the_lines_of_a_deputy_raises_no_doubt(approved, kind):
    assert doubts(kind, approved(kind, signing_authority="\n".join(DEPUTY))) == []


def test_words_of_the_office_that_a_deputy_signs_under_raise_no_doubt(approved, world):
    paper = approved("plan")
    OfficeWording.objects.create(
        locality=world.locality, agency=world.issuer, issuer_name="ỦY BAN NHÂN DÂN", signing_authority="\n".join(DEPUTY)
    )  # fmt: skip

    assert doubts("plan", paper) == []


def test_head_signs_in_the_own_post(approved, deputy):
    User.objects.filter(pk=deputy.pk).update(position_title="Phó Bí thư Thành ủy, Chủ tịch UBND Thành phố")
    deputy.refresh_from_db()

    assert doubts("plan", approved("plan")) == []


def test_page_of_issue_tells_it_before_anything_is_typed(client, approved, clerk):
    paper = approved("plan")
    client.force_login(clerk)

    page = client.get(reverse("plans:plan_move", args=["hcm", paper.slug, "issue"])).content.decode()

    assert "Cấp phó ký thay thì ghi “TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH”" in page
    assert Plan.objects.get(pk=paper.pk).signing_authority == ""


@pytest.mark.parametrize(
    ("authority", "post", "lines"),
    [
        (("TRƯỞNG BAN",), "Phó Trưởng Ban Chỉ đạo", ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")),
        (("TRƯỞNG BAN",), "Phó Chủ tịch UBND tỉnh", ()),
        (("GIÁM ĐỐC",), "Tỉnh ủy viên, Phó Giám đốc Sở", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (("GIÁM ĐỐC",), "Phó Giám đốc phụ trách", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (("GIÁM ĐỐC",), "Giám đốc", ()),
        (("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "Phó Chánh Văn phòng", ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")),
        (("Q. CHỦ TỊCH",), "Phó Chủ tịch", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (("THỦ TRƯỞNG CƠ QUAN",), "Phó Viện trưởng", ("KT. THỦ TRƯỞNG CƠ QUAN", "PHÓ THỦ TRƯỞNG CƠ QUAN")),
        (DEPUTY, "Phó Chủ tịch", ()),
        ((), "Phó Chủ tịch", ()),
        (COMMITTEE, "", ()),
    ],
)  # fmt: skip
def test_lines_of_a_deputy_follow_the_post(authority, post, lines):
    assert deputy_lines(authority, post) == lines


def test_party_writes_its_signs_with_a_slash():
    assert deputy_lines(("T/M BAN CHỈ ĐẠO", "TRƯỞNG BAN"), "Phó Trưởng ban", "PARTY") == (
        "T/M BAN CHỈ ĐẠO", "K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN",
    )  # fmt: skip
