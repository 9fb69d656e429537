"""Page 1 measured: every row of the table in NĐ 30/2020/NĐ-CP, Phụ lục I, and of 36-HD/VPTW, Phụ lục 3."""

from dataclasses import replace
from datetime import date

import pytest

from documents.official.glyphs import even_lines
from documents.official.model import Letterhead, Marks, StyleFamily, Urgency
from documents.official.styles import PARTY, STATE
from tests.documents.official_samples import (
    DECISION,
    HAU_GIANG,
    HCM,
    LETTER,
    LONG,
    NUMBERED,
    printed,
)

LEFT, RIGHT = 30, 195
ISSUER_CENTER = LEFT + STATE.issuer_width / 2
NATION_CENTER = RIGHT - STATE.nation_width / 2


def first(document):
    return printed(document).pages[0]


@pytest.mark.parametrize(
    ("start", "size", "bold", "italic", "center"),
    [
        ("CỘNG HÒA XÃ HỘI", 13, True, False, NATION_CENTER),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False, NATION_CENTER),
        ("THÀNH PHỐ HỒ CHÍ MINH", 13, True, False, ISSUER_CENTER),
        ("Số: 05/KH-UBND", 13, False, False, ISSUER_CENTER),
        ("Thành phố Hồ Chí Minh, ngày 05 tháng 02 năm 2024", 13, False, True, NATION_CENTER),
        ("KẾ HOẠCH", 14, True, False, (LEFT + RIGHT) / 2),
        ("Hoạt động thông tin đối ngoại", 14, True, False, (LEFT + RIGHT) / 2),
        ("Căn cứ Luật", 14, False, True, None),
        ("Ủy ban nhân dân Thành phố ban hành", 14, False, False, None),
        ("I. MỤC ĐÍCH, YÊU CẦU", 14, True, False, None),
        ("1. Mục đích", 14, True, False, None),
    ],
)
def test_state_component_has_its_size_weight_and_place(start, size, bold, italic, center):
    run = first(NUMBERED).find(start)

    assert (run.size, run.is_bold, run.is_italic) == (size, bold, italic)
    assert run.color == (0, 0, 0)
    if center is not None:
        assert run.center == pytest.approx(center, abs=0.6)


@pytest.mark.parametrize(
    ("start", "size", "bold", "italic"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, False),
        ("TỈNH ỦY HẬU GIANG", 14, False, False),
        ("THÔNG TIN ĐỐI NGOẠI TỈNH", 14, True, False),
        ("Số       -KH/BCĐ", 14, False, False),
        ("Hậu Giang, ngày", 14, False, True),
        ("KẾ HOẠCH", 16, True, False),
        ("hoạt động thông tin đối ngoại", 14, True, False),
        ("- Căn cứ Quyết định", 14, False, False),
        ("I- MỤC ĐÍCH, YÊU CẦU", 14, True, False),
        ("1- Mục đích", 14, True, False),
        ("T/M BAN CHỈ ĐẠO", 14, True, False),
        ("K/T TRƯỞNG BAN", 14, False, False),
    ],
)
def test_party_component_has_its_size_and_weight(start, size, bold, italic):
    run = first(HAU_GIANG).find(start)

    assert (run.size, run.is_bold, run.is_italic) == (size, bold, italic)


def test_motto_rule_is_as_long_as_the_words():
    page = first(NUMBERED)
    motto = page.find("Độc lập")

    assert page.rule_under(motto).width == pytest.approx(motto.width, abs=0.3)


@pytest.mark.parametrize("start", ["THÀNH PHỐ HỒ CHÍ MINH", "Hoạt động thông tin đối ngoại"])
def test_rule_under_issuer_and_subject_is_a_third_to_a_half_of_the_words(start):
    page = first(NUMBERED)
    words = page.find(start)
    rule = page.rule_under(words)

    assert 1 / 3 <= rule.width / words.width <= 1 / 2
    assert rule.center == pytest.approx(words.center, abs=0.3)


def test_party_heading_has_a_full_rule_and_the_issuer_a_star():
    page = first(HAU_GIANG)
    heading, issuer, star = page.find("ĐẢNG CỘNG SẢN"), page.find("THÔNG TIN ĐỐI NGOẠI TỈNH"), page.find("*")

    assert page.rule_under(heading).width == pytest.approx(heading.width, abs=0.3)
    assert star.center == pytest.approx(issuer.center, abs=0.3)
    assert issuer.y < star.y < issuer.y + 6
    assert [rule for rule in page.rules if rule.y < issuer.y + 20] == [page.rule_under(heading)]


def test_letterhead_begins_at_the_top_margin_and_is_single_spaced():
    page = first(NUMBERED)
    nation, motto = page.find("CỘNG HÒA"), page.find("Độc lập")

    assert nation.y == page.find("ỦY BAN NHÂN DÂN").y
    assert 20 < nation.y < 26
    assert 4.5 < motto.y - nation.y < 6.5


def test_number_and_place_stand_on_one_line_below_both_boxes():
    for document, number, place in (
        (NUMBERED, "Số: 05", "Thành phố Hồ Chí Minh, "),
        (HCM, "Số:  ", "Thành phố Hồ Chí Minh, "),
        (HAU_GIANG, "Số  ", "Hậu Giang, "),
    ):
        page = first(document)

        assert page.find(number).y == pytest.approx(page.find(place).y, abs=0.05)
        assert page.find(number).y > max(run.y for run in page.text_runs[:3])


def test_blank_number_and_day_leave_room():
    page = first(HCM)

    assert page.find("Số:").text == "Số:       /KH-UBND"
    assert page.find("Thành phố Hồ Chí Minh, ").text == "Thành phố Hồ Chí Minh, ngày      tháng      năm 2024"


def test_place_keeps_14_points_where_it_fits_and_never_leaves_its_line():
    hanoi = replace(NUMBERED, place="Hà Nội", issued_on=date(2026, 12, 31))

    assert first(hanoi).find("Hà Nội, ngày 31 tháng 12 năm 2026").size == 14
    assert first(NUMBERED).find("Thành phố Hồ Chí Minh, ngày").right <= RIGHT + 0.2


@pytest.mark.parametrize("document", [NUMBERED, HAU_GIANG, LONG, LETTER])
def test_national_header_is_one_line_within_the_margin(document):
    words = {StyleFamily.STATE: STATE, StyleFamily.PARTY: PARTY}[document.style].heading_lines
    page = first(document)

    for line in words:
        run = page.find(line)
        assert run.text == line
        assert run.right <= RIGHT + 0.2


def test_parent_body_is_upright_above_the_bold_issuer():
    page = first(replace(NUMBERED, letterhead=Letterhead("Sở Ngoại vụ", "Ủy ban nhân dân thành phố Cần Thơ")))
    parent, issuer = page.find("ỦY BAN NHÂN DÂN"), page.find("SỞ NGOẠI VỤ")

    assert (parent.size, parent.is_bold) == (13, False)
    assert (issuer.size, issuer.is_bold) == (13, True)
    assert parent.y < issuer.y
    assert parent.center == pytest.approx(issuer.center, abs=0.5)


def test_long_names_wrap_by_their_sense_inside_their_box():
    page = first(HAU_GIANG)
    lines = [run for run in page.text_runs if run.y < page.find("*").y and run.x < 100]

    assert [run.text for run in lines] == [
        "TỈNH ỦY HẬU GIANG",
        "BAN CHỈ ĐẠO CÔNG TÁC",
        "THÔNG TIN ĐỐI NGOẠI TỈNH",
    ]
    assert all(run.x >= LEFT - 0.1 and run.right <= LEFT + PARTY.issuer_width + 0.1 for run in lines)


def test_longest_names_do_not_touch_the_other_box():
    page = first(LONG)
    number = page.find("Số:")
    left = [run for run in page.text_runs if run.y < number.y and run.x < NATION_CENTER - 50]

    assert len(left) > 5
    assert max(run.right for run in left) <= LEFT + STATE.issuer_width + 0.2


def test_decision_names_who_decides_and_the_enacting_line():
    page = first(DECISION)
    authority, line = page.find("ỦY BAN NHÂN DÂN THÀNH PHỐ"), page.find("QUYẾT ĐỊNH:")

    assert authority.y < page.find("Căn cứ Luật").y < line.y < page.find("Điều 1.").y
    for run in (authority, line):
        assert run.is_bold and run.center == pytest.approx((LEFT + RIGHT) / 2, abs=0.6)


def test_article_number_is_bold_and_its_text_upright():
    page = first(DECISION)
    number = page.find("Điều 1.")
    same_line = [run for run in page.text_runs if abs(run.y - number.y) < 0.1 and run is not number]

    assert number.is_bold and number.x == pytest.approx(LEFT + 12.7, abs=0.2)
    assert [run.is_bold for run in same_line] == [False]


def test_letter_bears_its_subject_under_the_number_and_no_type():
    page = first(LETTER)
    subject, number = page.find("V/v đôn đốc"), page.find("Số: 05/UBND-VX")

    assert (subject.size, subject.is_bold, subject.is_italic) == (12, False, False)
    assert subject.center == pytest.approx(number.center, abs=0.6)
    assert number.y + 2 < subject.y
    assert not page.has("KẾ HOẠCH")


def test_addressees_stand_below_each_other_beside_the_word():
    page = first(LETTER)
    word, lines = (
        page.find("Kính gửi:"),
        [page.find(f"- Sở {name}") for name in ("Thông tin", "Ngoại vụ", "Du lịch")],
    )

    assert word.y == pytest.approx(lines[0].y, abs=0.05)
    assert len({round(line.x, 1) for line in lines}) == 1
    assert lines[0].x > word.right
    assert [line.text[-1] for line in lines] == [";", ";", "."]


def test_single_addressee_shares_the_line():
    page = first(replace(LETTER, addressed_to=("Bộ Văn hóa, Thể thao và Du lịch",)))

    assert page.find("Kính gửi:").y == pytest.approx(page.find("Bộ Văn hóa, Thể thao").y, abs=0.05)


@pytest.mark.parametrize(
    ("urgency", "width"), [(Urgency.URGENT, 20), (Urgency.VERY_URGENT, 40), (Urgency.IMMEDIATE, 30)]
)
def test_urgency_stamp_is_red_bold_capitals_in_its_frame(urgency, width):
    page = first(replace(LETTER, marks=Marks(urgency=urgency)))
    words = page.find(urgency.value)

    assert words.color[0] > 0.8 and words.color[1] == words.color[2] == 0
    assert words.is_bold and words.size in (13, 14)
    assert words.width < width
    assert words.center == pytest.approx(ISSUER_CENTER, abs=0.6)


def test_nothing_is_stamped_without_urgency():
    assert {run.color for run in first(NUMBERED).runs} == {(0, 0, 0)}


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "Sơ kết công tác thông tin đối ngoại quý III năm 2026; phương hướng, nhiệm vụ thời gian tới",
            (
                "Sơ kết công tác thông tin đối ngoại quý III năm 2026;",
                "phương hướng, nhiệm vụ thời gian tới",
            ),
        ),
        (
            "Ban hành Kế hoạch công tác thông tin đối ngoại trên địa bàn thành phố năm 2019",
            ("Ban hành Kế hoạch công tác thông tin đối ngoại", "trên địa bàn thành phố năm 2019"),
        ),
    ],
)
def test_titles_are_broken_by_their_sense(title, lines):
    assert even_lines(title, STATE.text_width - 20, STATE.faces["subject"]) == lines
