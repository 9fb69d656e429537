"""Form widgets where Django's own are too slow."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from markupsafe import escape


class PlainSelect(forms.Select):
    """A select drawn without a template per option: for choices as long as a list of agencies."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = "".join(
            _group(str(value), label, chosen)
            if isinstance(label, list | tuple)
            else _option(str(value), str(label), str(value) in chosen)
            for value, label in self.choices
        )
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return SafeString(f"<select{attributes}>{options}</select>")  # both parts are escaped


class PlainText(forms.TextInput):
    """A text box of a filter, drawn without a template."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = {"type": self.input_type, "name": name} | (attrs or {})
        text = self.format_value(value)
        if text is not None:
            given["value"] = text
        return SafeString(f"<input{flatatt(self.build_attrs(self.attrs, given))}>")  # flatatt escapes


class PlainDay(PlainText, forms.DateInput):
    """A day's text box of a filter, drawn without a template."""


def _group(label: str, choices: Iterable[tuple[str, str]], chosen: set[str]) -> str:
    options = "".join(_option(str(value), str(name), str(value) in chosen) for value, name in choices)
    return f'<optgroup label="{escape(label)}">{options}</optgroup>'


def _option(value: str, label: str, is_chosen: bool) -> str:
    return f'<option value="{escape(value)}"{" selected" if is_chosen else ""}>{escape(label)}</option>'
