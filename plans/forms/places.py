"""Choosing a place of a draft."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plans.models.places import Place
from ttdn_portal.shared.widgets import PlainSelect


class PlaceField(forms.ChoiceField):
    """A place out of a list that was read once for the page; the field's value is the `Place`, or None."""

    widget = PlainSelect
    default_error_messages = {
        "invalid_choice": "Chỗ này không còn trong dự thảo. Chọn lại chỗ cần góp ý.",
        "required": "Chọn chỗ trong dự thảo.",
    }

    def __init__(self, *, places: Iterable[Place] = (), **kwargs: Any):
        super().__init__(**({"label": "Chỗ trong dự thảo"} | kwargs))
        self.offer(places)

    def offer(self, places: Iterable[Place]) -> None:
        self.places = {place.key: place for place in places}
        self.choices = [("", "Chọn chỗ"), *((place.key, place.label) for place in self.places.values())]

    def clean(self, value: Any) -> Place | None:
        key = super().clean(value)
        if key and key not in self.places:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return self.places.get(key)

    def prepare_value(self, value: Any) -> Any:
        return value.key if isinstance(value, Place) else value
