"""The matrix as a paper: the same rows as the page, in the columns that offices use."""

from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pypdf import PdfReader

from documents.official.html import render_pdf
from plans.choices import CommentAnswer, PlanStatus
from plans.models import CommentChange, Consultation, PlanComment
from plans.papers import COMMENTS, build_matrix
from plans.papers.comments import NO_ROUND
from tests import factories as f


@pytest.fixture
def answered(world, lead_officer, supporter):
    """One accepted, one explained, one agreed, one silent; the round is over after its date."""
    plan = f.make_plan(
        world.locality,
        status=PlanStatus.DRAFT,
        year=2027,
        issuer=world.issuer,
        standing_agency=world.standing,
    )
    found = f.make_round(plan, world.lead, world.support, world.other, reply_due_on="2026-03-05")
    lead, support, _ = found.bodies.all()
    f.reply(lead, lead_officer, "Bổ sung mục tiêu du lịch.", "Nêu rõ nguồn kinh phí.")
    f.reply(support, supporter)
    first, second = lead.comments.all()
    now = timezone.now()
    PlanComment.objects.filter(pk=first.pk).update(answer=CommentAnswer.ACCEPTED, answered_at=now)
    CommentChange.objects.create(
        comment=first,
        clause_key="part:purposes",
        part="purposes",
        before="Quảng bá hình ảnh địa phương.",
        after="Quảng bá hình ảnh địa phương và du lịch.",
    )
    PlanComment.objects.filter(pk=second.pk).update(
        answer=CommentAnswer.EXPLAINED, answer_text="Nguồn đã nêu tại phần III.", answered_at=now
    )
    Consultation.objects.update(ended_at=now)
    return Consultation.objects.with_names().get()


def test_matrix_holds_comments_answers_and_silence(answered):
    paper = build_matrix(answered)

    table, agreed, silent = paper.sections
    assert paper.type_name == "Bảng tổng hợp, tiếp thu, giải trình ý kiến góp ý"
    assert [column.heading for column in table.table.columns] == [
        "STT",
        "Cơ quan góp ý",
        "Nội dung góp ý",
        "Tiếp thu, giải trình",
    ]
    [group] = table.table.groups
    assert (group.heading, group.rows) == (
        "Mục đích",
        (
            ("1", "Sở Du lịch", "Bổ sung mục tiêu du lịch.", "Tiếp thu. Mục đích: bổ sung “và du lịch”."),
            ("2", "Sở Du lịch", "Nêu rõ nguồn kinh phí.", "Giải trình: Nguồn đã nêu tại phần III."),
        ),
    )
    assert [block.text for block in agreed.blocks] == ["Sở Ngoại vụ."]
    assert [block.text for block in silent.blocks] == [
        "Sở Tài chính.",
        "Quá hạn 05/03/2026 không trả lời, được tính là thống nhất với dự thảo.",
    ]
    assert paper.opening[0].text.endswith(
        "Có 2 nơi trả lời: 1 nơi thống nhất, 1 nơi có ý kiến với 2 ý kiến; 1 nơi không trả lời."
    )
    assert not paper.marks.is_draft


def test_nobody_has_failed_to_answer_as_long_as_the_round_is_open(answered):
    Consultation.objects.update(ended_at=None)

    paper = build_matrix(Consultation.objects.with_names().get())

    assert paper.sections[-1].title == "Nơi chưa trả lời"
    assert paper.opening[0].text.endswith("1 nơi chưa trả lời.")


def test_plan_that_asked_nobody_is_refused_the_table_with_the_reason(world):
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)

    assert [variant.refusal for variant in COMMENTS.variants(plan)] == [NO_ROUND]


def test_matrix_with_an_open_comment_is_a_draft(answered):
    PlanComment.objects.filter(number=2).update(answer="", answer_text="", answered_at=None)

    assert build_matrix(answered).marks.is_draft


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("phát 7 phóng sự", "phát 9 phóng sự", "Mục đích: thay “7” bằng “9”"),
        ("phát 7 phóng sự ngắn", "phát 7 phóng sự", "Mục đích: bỏ “ngắn”"),
        ("", "Quảng bá.", "Mục đích: bổ sung “Quảng bá.”"),
        ("a b c d e f g h", "a 1 c 2 e 3 g 4", "Sửa mục đích như dự thảo mới"),
        ("Quảng bá.", "", "Bỏ mục đích"),
    ],
)
def test_change_is_worded_as_such_tables_word_it(answered, before, after, words):
    CommentChange.objects.update(before=before, after=after)

    row = build_matrix(answered).sections[0].table.groups[0].rows[0]

    assert row[3] == f"Tiếp thu. {words}."


def test_paper_bears_no_number_and_is_read_as_text(answered):
    text = "".join(
        page.extract_text() for page in PdfReader(BytesIO(render_pdf(build_matrix(answered)))).pages
    )

    assert "BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN GÓP Ý" in text
    assert "Số:" not in text


def test_round_without_replies_has_no_paper_while_it_is_open(world):
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)
    f.make_round(plan, world.lead)

    assert [variant.refusal for variant in COMMENTS.variants(plan)] == ["Chưa có nơi nào trả lời."]


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx"])
def test_command_exports_a_round(answered, tmp_path, format):
    target = tmp_path / f"gop-y.{format}"

    call_command(
        "export_document", "hcm", "2027", "gop-y", "--round", "1", "--format", format, "--output", str(target)
    )

    assert target.stat().st_size > 5000


def test_command_names_the_rounds_there_are(answered, tmp_path):
    with pytest.raises(CommandError, match="đợt 1"):
        call_command(
            "export_document", "hcm", "2027", "gop-y", "--round", "7", "--output", str(tmp_path / "x.pdf")
        )
