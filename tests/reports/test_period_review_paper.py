"""The review on paper: the builder's data exactly, and that a later change never reaches an issued one."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from documents.choices import DocumentKind
from documents.official.model import Block, Level, StyleFamily
from documents.registry import source_of, subject_of
from plans.models import Task, TaskGroup
from reports.dashboards.review_figures import period_figures
from reports.models import PeriodReview, ReportingPeriod
from reports.papers import build_review, figures_in_words
from reports.services.period_reviews import export_review
from tests import factories as f

TEXTS = {
    "overview": "Triển khai đúng kế hoạch.",
    "group-1": "- Đã phát 7 phóng sự. [1.1]\n+ Trên 3 kênh. [1.1] [1.2 2026-quy-1]",
    "shortcomings": "- Thiếu người dịch (Sở Du lịch). [1.1]",
    "causes": "Chuẩn bị chậm.",
    "next_steps": "Phát tiếp 5 phóng sự.",
    "recommendations": "Đề nghị bố trí kinh phí. [1.2]",
}


@pytest.fixture
def review(world, standing_officer):
    ReportingPeriod.objects.update(data_from=date(2025, 12, 15), data_to=date(2026, 6, 14))
    world.period.refresh_from_db()
    made = f.make_review(
        world.period, standing_officer, status="ISSUED", number=5, issued_on=date(2026, 7, 3), texts=TEXTS
    )
    return PeriodReview.objects.with_names().get(pk=made.pk)


def test_paper_has_the_four_parts_and_the_annex_of_figures(review):
    paper = build_review(review)

    assert [section.title for section in paper.sections] == [
        "Tình hình, kết quả",
        "Tồn tại, hạn chế, nguyên nhân",
        "Phương hướng, nhiệm vụ",
        "Kiến nghị, đề xuất",
    ]
    general, by_group = paper.sections[0].children
    assert general.blocks[0] == Block(0, "Triển khai đúng kế hoạch.")
    [group] = by_group.children
    assert (group.level, group.title) == (Level.POINT, "Quảng bá hình ảnh")
    assert group.blocks[1:] == (Block(1, "Đã phát 7 phóng sự."), Block(2, "Trên 3 kênh."))
    assert [annex.title for annex in paper.annexes] == [
        "Tổng hợp tình hình thực hiện nhiệm vụ",
        "Kết quả thực hiện chỉ tiêu",
        "Tình hình gửi báo cáo của các cơ quan",
    ]
    assert paper.annexes[0].opening == (Block(0, "Số liệu tính đến 14/06/2026."),)


def test_paper_bears_number_day_kind_and_opens_with_the_plan(review):
    paper = build_review(review)

    assert (paper.type_name, paper.symbol, paper.number, paper.issued_on) == (
        "Báo cáo",
        "BC-UBND",
        "5",
        date(2026, 7, 3),
    )
    assert (paper.style, paper.marks.is_draft, paper.addressed_to) == (StyleFamily.STATE, False, ())
    assert paper.opening[0].text.startswith("Thực hiện Kế hoạch số ")
    assert paper.recipients == ("Các sở, ban, ngành;", "Lưu: VT.")


def test_no_mark_of_a_source_reaches_the_paper(review):
    assert "[1." not in repr(build_review(review))


def test_issued_paper_is_the_same_whatever_is_reported_later(review, world):
    before = build_review(review)
    Task.objects.update(completed_on=date(2026, 1, 5), due_on=date(2026, 1, 4))
    TaskGroup.objects.update(title="Tên khác")

    assert build_review(PeriodReview.objects.with_names().get()) == before


def test_page_and_paper_give_the_same_numbers(client, review, world):
    Task.objects.update(completed_on=date(2026, 1, 5))  # later than the freeze: neither may show it
    client.force_login(world.people["officer"])

    html = client.get(review.get_absolute_url()).content.decode()
    paper = build_review(review)

    table = paper.annexes[0].table
    [total] = table.groups[-1].rows
    assert total == ("", "Tổng cộng", "2", "0", "0", "0", "2", "0", "–")
    assert "Cùng kỳ năm trước" not in {column.heading for column in table.columns}  # nothing is known of it
    cells = re.findall(r'<td data-label="[^"]+"\s+class="ttdn-table__num">\s*([^<]*?)\s*</td>', html)
    assert tuple(cells[8:16]) == (*total[2:], "–")


def test_figures_in_words_say_how_the_rate_is_counted():
    counts = {
        "total": 5,
        "done": 2,
        "done_late": 1,
        "in_term": 1,
        "overdue": 1,
        "finished": 3,
        "rate": 75.0,
        "planned_due": 4,
    }
    figures = {
        "as_of": "2026-06-14",
        "total": counts,
        "groups": [1, 2],
        "last_year": counts | {"as_of": "2025-06-14"},
        "agencies": [
            {"name": "Sở A", "owed": 1, "sent": 1, "late": 1},
            {"name": "Sở B", "owed": 2, "sent": 0, "late": 0},
        ],
    }

    assert [block.text for block in figures_in_words(figures)] == [
        "Kế hoạch có 5 nhiệm vụ thuộc 2 nội dung. Số liệu tính đến 14/06/2026: đã hoàn thành 3 (đúng hạn 2, quá hạn 1), chưa hoàn thành 2 (trong hạn 1, quá hạn 1).",
        "Tỷ lệ hoàn thành 75%: 3 nhiệm vụ đã hoàn thành trên 4 nhiệm vụ đã hoàn thành hoặc quá hạn; nhiệm vụ còn trong hạn không tính.",
        "Cùng kỳ năm trước (tính đến 14/06/2025): hoàn thành 3 trên 5 nhiệm vụ, tỷ lệ hoàn thành 75%.",
        "Có 1 trên 2 cơ quan chủ trì gửi đủ báo cáo. Chưa gửi hoặc gửi chưa đủ: Sở B. Có báo cáo gửi sau hạn: Sở A.",
    ]


def test_blank_parts_are_left_out_and_a_report_going_up_names_its_addressee(world, standing_officer):
    own = f.make_review(world.period, standing_officer, status="ISSUED")
    upward = f.make_review(
        world.period,
        standing_officer,
        level="UPWARD",
        based_on=own,
        is_frozen=True,
        texts={"overview": "Tốt."},
        addressed_to="Bộ Văn hóa, Thể thao và Du lịch",
        recipients="Như trên;\nLưu: VT.",
    )

    paper = build_review(upward)

    assert [section.title for section in paper.sections] == ["Tình hình, kết quả"]
    assert paper.addressed_to == ("Bộ Văn hóa, Thể thao và Du lịch",)
    assert paper.recipients[0] == "Như trên;"
    assert paper.marks.is_draft


def test_committee_paper_follows_the_partys_layout(world, standing_officer):
    review = f.make_review(
        world.period, standing_officer, layout="PARTY", issuer=world.committee.agency, symbol="BC/BCĐ"
    )

    assert build_review(review).style is StyleFamily.PARTY


def test_registry_finds_the_review_by_its_key_and_asks_who_sees_it(review, world, lead_officer, other_world):
    document = export_review(review, actor=world.people["clerk"], format="docx")
    source = source_of(document.kind, review.subject_key)

    assert (document.kind, document.is_draft, document.format) == (DocumentKind.REPORT, False, "docx")
    assert source.build(subject_of(review.subject_key), document.options) == build_review(review)
    assert source.is_visible(lead_officer, review, {})
    assert not source.is_visible(other_world.people["standing"], review, {})


def test_command_prints_the_issued_review_of_a_period_and_says_why_another_is_not(
    review, world, standing_officer, tmp_path, capsys
):
    f.make_review(f.make_period(world.plan, "2026-quy-3", name="Quý III năm 2026"), standing_officer)
    out = str(tmp_path / "bao-cao.xlsx")
    words = ["export_document", "hcm", "2026", "bao-cao", "--format", "xlsx", "--output", out]

    call_command(*words, "--period", "2026-6-thang")

    assert tmp_path.joinpath("bao-cao.xlsx").read_bytes().startswith(b"PK")
    with pytest.raises(CommandError, match="Chưa ban hành báo cáo kỳ quý III năm 2026"):
        call_command(*words, "--period", "2026-quy-3")


def test_body_refers_to_its_annexes_by_their_numbers(review):
    general, _ = build_review(review).sections[0].children

    assert general.blocks[-1].text == "Số liệu chi tiết tại các Phụ lục I, II, III kèm theo."


def test_one_of_faults_and_causes_alone_is_the_heading_itself(review):
    PeriodReview.objects.update(texts=TEXTS | {"shortcomings": ""})

    faults = build_review(PeriodReview.objects.with_names().get()).sections[1]

    assert (faults.title, faults.children) == ("Nguyên nhân", ())
    assert faults.blocks == (Block(0, "Chuẩn bị chậm."),)


def test_joint_lead_is_counted_among_those_who_owe_reports_as_on_the_overview(world):
    ReportingPeriod.objects.update(data_from=date(2025, 12, 15), data_to=date(2026, 6, 14))
    Task.objects.filter(pk=world.task.pk).update(joint_lead_agency=world.support)
    period = ReportingPeriod.objects.get()

    with_joint = {
        row["name"]: row["owed"] for row in period_figures(period, as_of=period.data_to)["agencies"]
    }

    assert with_joint[world.support.label] == with_joint[world.lead.label] == 1


def test_agencies_are_summed_under_their_table(review):
    *_, agencies = build_review(review).annexes
    rows, sums = agencies.table.groups

    assert sums.rows == (
        ("", "Tổng cộng", *(str(sum(int(row[n]) for row in rows.rows)) for n in range(2, 6))),
    )
