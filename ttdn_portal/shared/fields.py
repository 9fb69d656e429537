"""Form fields that take what people in Vietnam type: texts, figures, percents, days, links, files."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from ttdn_portal.shared.file_kinds import FileKind
from ttdn_portal.shared.forms import NOT_A_DAY
from ttdn_portal.shared.numbers import HOW_TO, UnclearNumber, parse_number
from ttdn_portal.shared.secrecy import refuse_marked
from ttdn_portal.shared.templatetags.ttdn import number
from ttdn_portal.shared.text import nfc
from ttdn_portal.shared.uploads import CheckedFile, accept_of, check_upload, labels_of

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean_text(text: str) -> str:
    """`text` composed, lines ended alike, without signs that nobody sees (PostgreSQL refuses NUL)."""
    return nfc(_CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


class PlainTextField(forms.CharField):
    """Text as it was meant; what no keyboard types is left out instead of refused.

    A secrecy marking in it is refused: such a text is neither saved nor autosaved.
    """

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_text(str(value if value is not None else ""))) or ""

    def validate(self, value: str) -> None:
        super().validate(value)
        refuse_marked(value)


class SearchField(PlainTextField):
    """Words looked for: nothing is kept of them, whatever they say."""

    def validate(self, value: str) -> None:
        forms.CharField.validate(self, value)


class LongTextField(PlainTextField):
    """A text of several lines. Beyond its limit it is refused on saving, never cut while it is typed."""

    def __init__(self, *, rows: int = 5, max_length: int = 8000, **kwargs: Any):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=max_length, **kwargs)
        self.error_messages["max_length"] = (
            f"Dài quá {number(max_length)} ký tự. Rút gọn, phần chi tiết gửi kèm nếu cần."
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class FigureField(forms.Field):
    """A figure that is not negative, typed in any of the ways that can be told (see shared.numbers)."""

    decimal_places = 2
    most = Decimal(10) ** 14 - 1
    not_in_range = "Số liệu không âm và không quá 14 chữ số. Kiểm tra lại đơn vị tính."
    how_to = HOW_TO
    not_so_fine = f"Ghi nhiều nhất hai chữ số sau dấu phẩy. {how_to}"

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Decimal | int):
            return value
        if not str(value).strip():
            return None
        try:
            return parse_number(str(value), self.how_to)
        except UnclearNumber as unclear:
            raise ValidationError(str(unclear), code="unclear") from unclear

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 0 <= value <= self.most:
            raise ValidationError(self.not_in_range, code="range")
        if value is not None and value != round(Decimal(value), self.decimal_places):
            raise ValidationError(self.not_so_fine, code="decimals")

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, Decimal | int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}


class PercentField(FigureField):
    """A whole percentage from 0 to 100, with or without its sign."""

    decimal_places = 0
    most = Decimal(100)
    not_in_range = "Tiến độ từ 0 đến 100."
    not_so_fine = "Ghi tiến độ bằng số nguyên, ví dụ 58."
    how_to = "Ghi số nguyên từ 0 đến 100, ví dụ 58."

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().removesuffix("%").strip() if isinstance(value, str) else value)

    def clean(self, value: Any) -> int | None:
        cleaned = super().clean(value)
        return None if cleaned is None else int(cleaned)


DAY_HINT = "ngày/tháng/năm"


class DayField(forms.DateField):
    """A day as 05/03/2026, 5/3/2026, 5-3-2026 or 5.3.2026; without a line of help the box itself shows the form."""

    how_to_fill = "Ghi ngày/tháng/năm, ví dụ 05/03/2026."

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("help_text", "Ngày/tháng/năm, ví dụ 05/03/2026.")
        super().__init__(**kwargs)
        self.error_messages["invalid"] = NOT_A_DAY

    def to_python(self, value: Any) -> date | None:
        typed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value)) if isinstance(value, str) else value
        day = super().to_python(typed)
        if day is not None and not 1990 <= day.year <= 2100:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        hint = {} if self.help_text else {"placeholder": DAY_HINT}
        return {"inputmode": "numeric", "autocomplete": "off"} | hint


class LinkField(PlainTextField):
    """An address on the web; http and https only. One without its beginning is taken as https."""

    def __init__(self, **kwargs: Any):
        super().__init__(**({"max_length": 600} | kwargs))
        self.error_messages["max_length"] = "Đường dẫn dài quá 600 ký tự. Dùng đường dẫn gọn hơn."

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value).strip()
        return f"https://{typed}" if typed.lower().startswith("www.") else typed

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            try:
                URLValidator(schemes=["http", "https"])(value)
            except ValidationError as error:
                raise ValidationError(
                    "Đường dẫn không đúng. Dán cả dòng bắt đầu bằng http:// hoặc https://.", code="invalid"
                ) from error

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {
            "inputmode": "url",
            "placeholder": "https://",
            "autocomplete": "off",
        }


# The portal reads the text of documents; what is only a picture is the person's own to look at.
UNREADABLE = "Cổng không đọc được chữ trong ảnh, bản quét: không gửi văn bản có dấu độ mật."


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.Field):
    """Several files, each looked at; the field's value is a list of CheckedFile."""

    widget = ManyFilesInput
    good: list[CheckedFile] = []  # what may be kept although other files of the same choice may not

    def __init__(self, *, kinds: tuple[FileKind, ...], **kwargs: Any):
        self.kinds = kinds
        bare = " Vị trí chụp ghi trong ảnh được bỏ khi lưu." if any(kind.bare for kind in kinds) else ""
        kwargs.setdefault(
            "help_text",
            f"Nhận {labels_of(kinds)}; mỗi tệp không quá {settings.UPLOAD_MAX_MB} MB.{bare} {UNREADABLE}",
        )
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            "accept": accept_of(self.kinds),
            "data-ttdn-max-mb": str(settings.UPLOAD_MAX_MB),
            "multiple": True,
        }

    def clean(self, value: Any) -> list[CheckedFile]:
        files = value if isinstance(value, list) else [value] if value else []
        super().validate(files)
        self.good, bad = [], []
        for upload in files:
            try:
                self.good.append(check_upload(upload, self.kinds))
            except ValidationError as error:
                bad.append(error)
        if bad:  # one ValidationError that names every bad one
            raise ValidationError(bad)
        return self.good
