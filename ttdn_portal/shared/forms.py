"""What all forms say alike: what is missing, what may be left out, and at which field a refusal belongs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget

OPTIONAL = "không bắt buộc"
STALE_PAGE = "Trang này đã cũ hoặc thiếu dữ liệu. Mở lại trang rồi làm tiếp; những gì đã gõ còn ở dưới."
_BARE = forms.Field.default_error_messages["required"]
NOT_A_DAY = "Ngày không đúng. Ghi ngày/tháng/năm, ví dụ 05/03/2026."
# What Django's own fields say in words that no office uses (“Nhập một số tổng thể.”), said as ours say it.
_SAID = {
    forms.DateField: {"invalid": NOT_A_DAY},
    forms.IntegerField: {
        "invalid": "Ghi bằng số nguyên, ví dụ 5.",
        "min_value": "Ghi số từ %(limit_value)s trở lên.",
        "max_value": "Ghi số không quá %(limit_value)s.",
    },
    forms.DecimalField: {"invalid": "Không đọc được số này. Ghi bằng chữ số."},
    forms.CharField: {"max_length": "Dài quá %(limit_value)d ký tự (đang có %(show_value)d). Rút gọn rồi lưu lại."},
    forms.EmailField: {"invalid": "Thư điện tử không đúng. Ghi như ten@coquan.gov.vn."},
    forms.ModelChoiceField: {"invalid_choice": "Không chọn được mục này. Chọn lại trong danh sách."},
    forms.ChoiceField: {"invalid_choice": "Không chọn được mục này. Chọn lại trong danh sách."},
}  # fmt: skip
# Names that keep their capital in a sentence; a word of capitals (UBND, KH) keeps them in any case.
_NAMES = ("Ban Chỉ đạo", "Ban Tuyên giáo", "Ủy ban", "Bộ ", "Việt Nam", "Excel", "Word")
# A label that is no name of a thing is named as what stands over the box.
_NO_NOUN = re.compile(
    r"^(Từ|Đến|Vào|Ở|Theo|Thuộc|Vì|Cần|Đã|Giữ|Xem|Xin|Lấy|Sửa|Mở|Gõ|Thêm|Cùng)\b|.\b(ngày|cho|về|vào đâu)$"
)


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: without its parenthesis, its capital kept only in a name.

    >>> in_sentence("Kinh phí (đồng)"), in_sentence("KH thay thế"), in_sentence("Ban Chỉ đạo")
    ('kinh phí', 'KH thay thế', 'Ban Chỉ đạo')
    """
    words = re.sub(r"\s*\([^()]*\)", "", label).strip().rstrip(":").strip()
    first = words.partition(" ")[0]
    if words.startswith(_NAMES) or any(sign.isupper() for sign in first[1:]):
        return words
    return words[:1].lower() + words[1:]


def missing(field: forms.Field, label: str) -> str:
    """What to do where `field` was left blank, by its label and the kind of its box.

    >>> missing(forms.CharField(), "Lý do"), missing(forms.FileField(), "Tệp")
    ('Chưa nhập lý do.', 'Chưa chọn tệp.')
    >>> missing(forms.ChoiceField(), "Cơ quan"), missing(forms.DateField(), "Từ ngày")
    ('Chưa chọn cơ quan.', 'Chưa nhập ô “Từ ngày”.')
    """
    widget = getattr(field.widget, "widget", field.widget)  # the admin site wraps a choice of rows
    if isinstance(widget, forms.CheckboxInput):
        return f"Chưa đánh dấu “{label}”."
    what = f"ô “{label}”" if _NO_NOUN.search(label) else in_sentence(label)
    if isinstance(widget, forms.FileInput):
        return f"Chưa chọn {what if what.startswith('tệp') else f'tệp {what}'}."
    verb = "chọn" if isinstance(widget, ChoiceWidget) else "nhập"
    how = "" if field.help_text else getattr(field, "how_to_fill", "")
    return " ".join(filter(None, [f"Chưa {verb} {what}.", how]))


def say_plainly(field: forms.Field) -> None:
    """Put our words where `field` would speak Django's; what its form or its class says otherwise stays.

    >>> field = forms.IntegerField(max_value=9, error_messages={"max_value": "Nhiều nhất 9 ngày."})
    >>> say_plainly(field)
    >>> field.error_messages["invalid"], field.error_messages["max_value"]
    ('Ghi bằng số nguyên, ví dụ 5.', 'Nhiều nhất 9 ngày.')
    """
    for kind in type(field).__mro__:
        for code, sentence in _SAID.get(kind, {}).items():
            bare = kind.__dict__.get("default_error_messages", {}).get(code)
            if field.error_messages.get(code) is bare:
                field.error_messages[code] = sentence


class PortalBoundField(forms.BoundField):
    """A field of a form that tells what it lacks in its own words, unless its form has better ones."""

    def __init__(self, form: Any, field: forms.Field, name: str):
        super().__init__(form, field, name)
        say_plainly(field)
        if field.required and field.error_messages.get("required") is _BARE:
            told = STALE_PAGE if self.is_hidden else missing(field, str(self.label))
            field.error_messages["required"] = told

    @property
    def optional_words(self) -> str:
        """What the label says where a blank is taken, or is taken sometimes."""
        if self.field.required:
            return ""
        for group in getattr(self.form, "one_of", ()):
            if self.name in group.fields:
                return group.words_for(self.form)
        when: dict[str, str] = getattr(self.form, "needed_when", {})
        return when.get(re.sub(r"_\d+$", "", self.name), OPTIONAL)


class PortalRenderer(TemplatesSetting):
    """FORM_RENDERER: every form of the portal, of the admin site and of Django's own has these fields."""

    bound_field_class = PortalBoundField


@dataclass(frozen=True)
class OneOf:
    """Of these fields one at least is filled; `words` name them, or else their labels."""

    fields: tuple[str, ...]
    sentence: str
    words: str = ""
    in_legend: bool = False  # said once above all of them by the page

    def words_for(self, form: forms.BaseForm) -> str:
        there = [name for name in self.fields if name in form.fields]
        if self.in_legend or len(there) < 2:
            return ""
        named = self.words or ", ".join(in_sentence(str(form[name].label)) for name in there)
        return f"cần ít nhất một trong: {named}"

    def check(self, form: forms.BaseForm) -> None:
        there = [name for name in self.fields if name in form.fields]
        is_filled = any(form.cleaned_data.get(name) not in (None, "", [], False) for name in there)
        if there and not is_filled and not any(name in form.errors for name in there):
            form.add_error(there[0], self.sentence)


class OneOfMixin:
    """For a form with `one_of`: the rule, its error and the words of the labels from one line.

    `needed_when` gives the words of a field that is needed in a certain case; empty where its form asks for it always.
    """

    one_of: ClassVar[tuple[OneOf, ...]] = ()
    needed_when: ClassVar[dict[str, str]] = {}

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        for group in self.one_of:
            group.check(self)  # type: ignore[arg-type]
        return cleaned


class NamedRows(forms.BaseFormSet):
    """Rows that have a name where their errors are listed: “Kết luận 2”."""

    row_word: ClassVar[str] = "Dòng"

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.row_name = f"{self.row_word} {index + 1}" if index is not None else ""


class RowForm(forms.ModelForm):
    """A form of one row: what a constraint of its table refuses is told at the field it is about."""

    def _update_errors(self, errors: ValidationError) -> None:
        super()._update_errors(placed(self, errors))  # type: ignore[misc]


def told(field: forms.BoundField, error: str) -> str:
    """An error where a page lists all of them: led by its row and its field, unless it names the field itself."""
    label, row = str(field.label), getattr(field.form, "row_name", "") or _numbered_row(field)
    names_itself = field.is_hidden or in_sentence(label).lower() in error.lower()
    places = [row] if names_itself else [row, in_sentence(label) if row else label]
    return ": ".join(filter(None, [", ".join(filter(None, places)), error]))


def _numbered_row(field: forms.BoundField) -> str:
    """“Cơ quan kế thừa 2” for `code_2` of a form that holds several rows (`numbered_rows`)."""
    word, number = getattr(field.form, "numbered_rows", ""), re.search(r"_(\d+)$", field.name)
    return f"{word} {number[1]}" if word and number else ""


def add_errors(form: forms.BaseForm, refusal: ValidationError) -> None:
    """What a service refused, each sentence at its field; above the form only what belongs to none."""
    for name, errors in placed(form, refusal).error_dict.items():
        form.add_error(None if name == NON_FIELD_ERRORS else name, errors)


def add_problems(form: forms.BaseForm, problems: Iterable[str], *others: forms.BaseForm) -> None:
    """What stands against a move, each sentence at the field it names, in this form or in the `others` of the page."""
    for problem in problems:
        name = getattr(problem, "field", "")
        holder = next((one for one in (form, *others) if name in one.fields), None)
        (holder or form).add_error(name if holder else None, problem)


def placed(form: forms.BaseForm, refusal: ValidationError) -> ValidationError:
    """`refusal` by fields of `form`: a constraint's sentence goes to its one column that the form shows."""
    by_name: dict[str, list[ValidationError]] = {}
    found = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for name, errors in found.items():
        for error in errors:
            place = name if name in form.fields else _column_of(form, error)
            by_name.setdefault(place or NON_FIELD_ERRORS, []).append(_told(form, place, error))
    return ValidationError(by_name)


def _told(form: forms.BaseForm, name: str, error: ValidationError) -> ValidationError:
    """A blank that only the table refused is told like any other blank."""
    is_blank = name and error.code in ("blank", "null")
    field = form[name] if is_blank else None
    return ValidationError(missing(field.field, str(field.label)), code="required") if field else error


def _column_of(form: forms.BaseForm, error: ValidationError) -> str:
    """The column of a constraint that its sentence is about: the only one shown, the one it begins with, or the last."""
    sentence = str(error.message)
    columns = _constraints().get(sentence, ())
    shown = [name for name in columns if name in form.fields and not form[name].is_hidden]
    begun = [name for name in shown if _begins_alike(sentence, str(form[name].label))]
    if len(shown) == 1 or len(begun) == 1:
        return (begun or shown)[0]
    return shown[-1] if shown and isinstance(columns, tuple) else ""


def _begins_alike(sentence: str, label: str) -> bool:
    """“Hạn gửi phải sau …” is about “Hạn gửi báo cáo”: two words are enough."""
    return sentence.lower().split()[:2] == label.lower().split()[:2]


@cache
def _constraints() -> dict[str, tuple[str, ...] | frozenset[str]]:
    """Sentence → columns: of what is unique in their order, its condition's first; of what is checked as a set."""
    found: dict[str, tuple[str, ...] | frozenset[str]] = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                where = sorted(constraint.condition.referenced_base_fields) if constraint.condition else []
                found[str(constraint.violation_error_message)] = (*where, *constraint.fields)
            elif isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q):
                found[str(constraint.violation_error_message)] = frozenset(
                    constraint.condition.referenced_base_fields
                )
    return found
