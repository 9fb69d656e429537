"""Forms of the admin site: the whole row is checked, and a save over a newer one is refused."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError

from ttdn_portal.shared.fields import PlainTextField
from ttdn_portal.shared.forms import RowForm
from ttdn_portal.shared.secrecy import markings, sentence_for
from ttdn_portal.shared.text import squeeze

LONG_LINE = 160

NEWER = "Người khác vừa sửa mục này trong lúc anh/chị đang mở trang. Những gì anh/chị gõ vẫn còn ở dưới; mở trang ở cửa sổ khác để xem bản mới, rồi lưu lại nếu vẫn muốn."


def mark_of(obj: Any) -> str:
    """What changes with every save of a row: its version, or else the moment of the last save."""
    if obj is None or obj.pk is None:
        return ""
    if hasattr(obj, "version"):
        return str(obj.version)
    return obj.updated_at.isoformat() if getattr(obj, "updated_at", None) else ""


class OneLineField(PlainTextField):
    """One line that may be long: the box grows with it, line ends become spaces."""

    widget = forms.Textarea(attrs={"rows": 1, "class": "vTextField vOneLine"})

    def to_python(self, value: Any) -> str:
        return squeeze(super().to_python(value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class PortalModelForm(RowForm):
    """A model form that runs the model's whole `full_clean`, columns that are not on the page included.

    `made_later` names columns that the saving service fills.
    """

    made_later: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def _post_clean(self) -> None:
        self._refuse_marked_texts()
        try:
            super()._post_clean()
        except ObjectDoesNotExist:
            # The model's clean() follows a foreign key that was left blank: the blank is the error told.
            if not self.errors:
                raise
            return
        if not self.errors:
            self._clean_whole_row()

    def _refuse_marked_texts(self) -> None:
        """No secrecy marking in any text that was typed here; what stands unchanged is not this save's matter."""
        for name in self.changed_data:
            value = self.cleaned_data.get(name)
            if isinstance(value, str) and (found := markings(value)):
                self.add_error(name, sentence_for(found[0]))

    def _clean_whole_row(self) -> None:
        try:
            self.instance.full_clean(exclude=self.made_later)
        except ValidationError as error:
            for name, errors in error.update_error_dict({}).items():
                self.add_error(name if name in self.fields else None, self._named(name, errors))

    def _named(self, name: str, errors: Any) -> Any:
        """An error of a column that is not on the page says which one."""
        if name == NON_FIELD_ERRORS or name in self.fields:
            return errors
        label = self.instance._meta.get_field(name).verbose_name
        return [f"{str(label).capitalize()}: {message}" for error in errors for message in error.messages]


class MarkedModelForm(PortalModelForm):
    """Keeps in the page which save it was read from."""

    read_mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["read_mark"] = mark_of(self.instance)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        mark, now = (cleaned or {}).get("read_mark", ""), mark_of(self.instance)
        if self.instance.pk is not None and mark and mark != now:
            # What was typed is shown again over the newer mark: saving once more is then a choice.
            self.data = self.data.copy()
            self.data[self.add_prefix("read_mark")] = now
            raise ValidationError(NEWER)
        return cleaned
