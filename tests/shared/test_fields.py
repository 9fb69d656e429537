"""Form fields that take what people type."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from ttdn_portal.shared import fields


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234,5", Decimal("1234.5")),
        (" 216.350 ", Decimal(216350)),
        ("", None),
        ("  ", None),
        ("0", Decimal(0)),
    ],
)
def test_figure(typed, value):
    assert fields.FigureField(required=False).clean(typed) == value


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-1", "Số liệu không âm và không quá 14 chữ số. Kiểm tra lại đơn vị tính."),
        ("1" * 15, "Số liệu không âm và không quá 14 chữ số. Kiểm tra lại đơn vị tính."),
        ("1,2345", "Ghi nhiều nhất hai chữ số sau dấu phẩy. Ghi như 1.250.000 hoặc 1.234,5."),
        ("bảy", "Không đọc được số “bảy”. Ghi như 1.250.000 hoặc 1.234,5."),
    ],
)
def test_figure_refused(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        fields.FigureField(required=False).clean(typed)

    assert refused.value.messages == [sentence]


def test_figure_is_shown_as_it_is_written():
    assert fields.FigureField().prepare_value(Decimal("1250000.50")) == "1.250.000,5"
    assert fields.FigureField().prepare_value("1.23.4") == "1.23.4"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("58", 58), ("58%", 58), ("58 %", 58), ("100", 100), ("58,0", 58), ("0", 0), ("", None)],
)
def test_percent(typed, value):
    assert fields.PercentField(required=False).clean(typed) == value


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("101", "Tiến độ từ 0 đến 100."),
        ("-1", "Tiến độ từ 0 đến 100."),
        ("58,5", "Ghi tiến độ bằng số nguyên, ví dụ 58."),
    ],
)
def test_percent_refused(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        fields.PercentField(required=False).clean(typed)

    assert refused.value.messages == [sentence]


@pytest.mark.parametrize(
    "typed",
    [
        "05/03/2026",
        "5/3/2026",
        " 5 / 3 / 2026 ",
        "05-03-2026",
        "5.3.2026",
        "5/3/26",
        "2026-03-05",
        "０５/０３/２０２６",
    ],
)
def test_day_is_the_fifth_of_march(typed):
    assert fields.DayField().clean(typed) == date(2026, 3, 5)


@pytest.mark.parametrize("typed", ["31/02/2026", "5/13/2026", "hôm qua", "05/03/0026", "05/03/20266"])
def test_day_refused(typed):
    with pytest.raises(ValidationError) as refused:
        fields.DayField().clean(typed)

    assert refused.value.messages == ["Ngày không đúng. Ghi ngày/tháng/năm, ví dụ 05/03/2026."]


def test_text_keeps_words_and_lines_and_loses_what_no_keyboard_types():
    typed = "Đa\u0303\r\nhop\x00 \u202ebáo\t7"

    assert fields.LongTextField().clean(typed) == "Đã\nhop báo\t7"


def test_text_beyond_the_limit_is_refused_and_not_cut():
    field = fields.LongTextField(max_length=10)

    assert "maxlength" not in field.widget.attrs
    with pytest.raises(ValidationError) as refused:
        field.clean("ả" * 11)
    assert refused.value.messages == ["Dài quá 10 ký tự. Rút gọn, phần chi tiết gửi kèm nếu cần."]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("https://dulich.example/phóng-sự", "https://dulich.example/phóng-sự"),
        (" www.dulich.example/a ", "https://www.dulich.example/a"),
        ("", ""),
    ],
)
def test_link(typed, value):
    assert fields.LinkField(required=False).clean(typed) == value


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "ftp://dulich.example",
        "file:///etc/passwd",
        "data:text/html,x",
        "dulich",
        "https://",
        "//dulich.example",
        "https://" + "a" * 600 + ".example",
    ],
)
def test_link_refused(typed):
    with pytest.raises(ValidationError):
        fields.LinkField(required=False).clean(typed)
