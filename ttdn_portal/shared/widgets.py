"""Form widgets where Django's own are too slow."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class PlainSelect(forms.Select):
    """A select without groups, drawn without a template per option: for choices as long as a list of agencies."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join("", '<option value="{}"{}>{}</option>', self._options(chosen))
        return format_html(
            "<select{}>{}</select>",
            flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})})),
            options,
        )

    def _options(self, chosen: set[str]) -> list[tuple[str, SafeString, str]]:
        yes, no = SafeString(" selected"), SafeString("")
        return [
            (str(value), yes if str(value) in chosen else no, str(label)) for value, label in self.choices
        ]
