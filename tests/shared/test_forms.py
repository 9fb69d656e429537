"""What every form says alike: what is missing, what may be left out, where a refusal stands."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from ttdn_portal.shared.fields import DayField
from ttdn_portal.shared.forms import (
    STALE_PAGE,
    NamedRows,
    OneOf,
    OneOfMixin,
    add_errors,
    add_problems,
    told,
)
from ttdn_portal.shared.transitions import Problem


class AnyForm(forms.Form):
    note = forms.CharField(label="Lý do")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (forms.DateField(), "31/02/2026", "Ngày không đúng. Ghi ngày/tháng/năm, ví dụ 05/03/2026."),
        (forms.IntegerField(), "mười", "Ghi bằng số nguyên, ví dụ 5."),
        (forms.IntegerField(min_value=1), "0", "Ghi số từ 1 trở lên."),
        (forms.IntegerField(max_value=31), "32", "Ghi số không quá 31."),
        (forms.CharField(max_length=5), "Sở Du lịch", "Dài quá 5 ký tự (đang có 10). Rút gọn rồi lưu lại."),
        (forms.EmailField(), "so du lich", "Thư điện tử không đúng. Ghi như ten@coquan.gov.vn."),
        (forms.ChoiceField(choices=[("A", "A")]), "B", "Không chọn được mục này. Chọn lại trong danh sách."),
        (forms.IntegerField(error_messages={"invalid": "Ghi số ngày."}), "mười", "Ghi số ngày."),
    ],
)
def test_wrong_value_is_told_in_the_words_of_an_office(field, typed, sentence):
    form = type("OneField", (forms.Form,), {"box": field})({"box": typed})

    assert form.errors == {"box": [sentence]}


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (forms.CharField(label="Lý do"), "Chưa nhập lý do."),
        (forms.CharField(label="KH thay thế"), "Chưa nhập KH thay thế."),
        (forms.CharField(label="UBND cấp xã"), "Chưa nhập UBND cấp xã."),
        (forms.CharField(label="Kinh phí (đồng)"), "Chưa nhập kinh phí."),
        (forms.ChoiceField(label="Cơ quan"), "Chưa chọn cơ quan."),
        (forms.ChoiceField(label="Ban Chỉ đạo"), "Chưa chọn Ban Chỉ đạo."),
        (forms.ChoiceField(label="Vào nội dung"), "Chưa chọn ô “Vào nội dung”."),
        (forms.FileField(label="Tệp"), "Chưa chọn tệp."),
        (forms.FileField(label="Bản đã ký"), "Chưa chọn tệp bản đã ký."),
        (forms.BooleanField(label="Tôi đã đọc"), "Chưa đánh dấu “Tôi đã đọc”."),
        (DayField(label="Hạn trả lời"), "Chưa nhập hạn trả lời."),
        (DayField(label="Hạn mới", help_text=""), "Chưa nhập hạn mới. Ghi ngày/tháng/năm, ví dụ 05/03/2026."),
    ],
)
def test_what_is_missing_is_told_by_its_label_and_kind(field, sentence):
    form = type("OneField", (forms.Form,), {"asked": field})({})

    assert form.errors == {"asked": [sentence]}


def test_a_form_may_word_it_better_and_a_hidden_field_never_asks_for_what_nobody_sees():
    class Worded(forms.Form):
        answer = forms.CharField(label="Trả lời", error_messages={"required": "Chọn một trong hai."})
        version = forms.IntegerField(widget=forms.HiddenInput)

    assert Worded({}).errors == {"answer": ["Chọn một trong hai."], "version": [STALE_PAGE]}


class AnswerForm(OneOfMixin, forms.Form):
    one_of = (OneOf(("answer", "url"), "Ghi nội dung, hoặc dán đường dẫn.", words="nội dung, đường dẫn"),)
    needed_when = {"day": "cần khi đã hoàn thành"}

    answer = forms.CharField(label="Nội dung", required=False)
    url = forms.CharField(label="Đường dẫn", required=False)
    day = forms.CharField(label="Ngày", required=False)
    note = forms.CharField(label="Ghi chú", required=False)


def test_a_field_of_which_one_is_needed_is_not_called_optional():
    form = AnswerForm()

    assert [field.optional_words for field in form] == [
        "cần ít nhất một trong: nội dung, đường dẫn",
        "cần ít nhất một trong: nội dung, đường dẫn",
        "cần khi đã hoàn thành",
        "không bắt buộc",
    ]
    assert "(cần ít nhất một trong: nội dung, đường dẫn)" in form.as_div()


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"answer": ["Ghi nội dung, hoặc dán đường dẫn."]}),
        ({"answer": " "}, {"answer": ["Ghi nội dung, hoặc dán đường dẫn."]}),
        ({"url": "https://bao.example"}, {}),
        ({"answer": "Đã họp báo."}, {}),
    ],
)
def test_one_of_several_is_enough(typed, errors):
    assert AnswerForm(typed).errors == errors


def test_alone_on_the_page_it_is_no_group():
    class Alone(AnswerForm):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            del self.fields["url"]

    assert [Alone()[name].optional_words for name in ("answer", "note")] == ["", "không bắt buộc"]


class AskForm(forms.Form):
    """The columns of an extension that its page shows."""

    wished_on = DayField(label="Hạn đề nghị")
    task = forms.CharField(label="Gia hạn cho", required=False)
    agency = forms.CharField(widget=forms.HiddenInput, required=False)


class PeriodDays(forms.Form):
    data_to = DayField(label="Ngày chốt số liệu")
    report_due_on = DayField(label="Hạn gửi báo cáo")


def refused(form, error):
    form.is_valid()
    form.errors.clear()
    add_errors(form, error)
    return {name: list(errors) for name, errors in form.errors.items()}


@pytest.mark.parametrize(
    ("form", "error", "told"),
    [
        (AskForm, {"wished_on": "Ngày này là ngày nghỉ."}, {"wished_on": ["Ngày này là ngày nghỉ."]}),
        (AskForm, {"period": "Kỳ đã đóng."}, {"__all__": ["Kỳ đã đóng."]}),
        (
            AskForm,
            "Hạn đề nghị phải sau hạn hiện nay.",
            {"wished_on": ["Hạn đề nghị phải sau hạn hiện nay."]},
        ),
        (
            AskForm,
            "Cơ quan đang có một đề nghị gia hạn cả kỳ chờ trả lời.",
            {"task": ["Cơ quan đang có một đề nghị gia hạn cả kỳ chờ trả lời."]},
        ),
        (
            PeriodDays,
            "Hạn gửi phải sau ngày chốt số liệu ít nhất một ngày.",
            {"report_due_on": ["Hạn gửi phải sau ngày chốt số liệu ít nhất một ngày."]},
        ),
    ],
)
def test_what_a_service_refused_stands_at_the_field_it_is_about(form, error, told):
    assert refused(form({}), ValidationError(error)) == told


def test_a_blank_that_only_the_table_refused_is_told_like_any_other():
    blank = ValidationError("Trường này không được để trống.", code="blank")

    assert refused(AskForm({}), ValidationError({"task": [blank]})) == {
        "task": ["Chưa nhập ô “Gia hạn cho”."]
    }


def test_what_stands_against_a_move_goes_to_the_form_that_asks_for_it():
    form, other = AskForm({}), AnyForm({})
    form.is_valid(), form.errors.clear()
    other.is_valid(), other.errors.clear()

    add_problems(
        form,
        [Problem("Hạn ở quá khứ.", field="wished_on"), Problem("Thiếu lý do.", field="note"), "Kỳ đã đóng."],
        other,
    )

    assert form.errors == {"wished_on": ["Hạn ở quá khứ."], "__all__": ["Kỳ đã đóng."]}
    assert other.errors == {"note": ["Thiếu lý do."]}


class Rows(NamedRows):
    row_word = "Kết luận"


def test_the_list_of_errors_names_the_row_and_says_no_label_twice():
    rows = forms.formset_factory(AnyForm, formset=Rows)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-note": "", "form-1-note": ""}
    )
    rows.is_valid()

    field = rows.forms[1]["note"]
    assert told(field, field.errors[0]) == "Kết luận 2: Chưa nhập lý do."
    assert told(field, "Dài quá 300 ký tự.") == "Kết luận 2, lý do: Dài quá 300 ký tự."
    alone = AnyForm({})
    assert told(alone["note"], alone.errors["note"][0]) == "Chưa nhập lý do."
    assert told(alone["note"], "Dài quá 300 ký tự.") == "Lý do: Dài quá 300 ký tự."
