"""Words where Django's admin draws pictures named in English."""

from typing import Any

from django.contrib.admin.templatetags import admin_list

YES_NO = {True: "có", False: "không", None: "chưa rõ"}


def yes_or_no(value: Any) -> str:
    """A truth value as a word: the icon's only text would be “True”."""
    return YES_NO[value]


def speak_vietnamese() -> None:
    admin_list._boolean_icon = yes_or_no
