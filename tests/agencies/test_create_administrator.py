"""The first administrator of an installation."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agencies.models import User

pytestmark = pytest.mark.django_db


def test_link_printed_once_sets_the_password(client):
    out = StringIO()
    call_command("create_administrator", "quan.tri", stdout=out)
    link = re.search(r"https?://[^/]+(/\S+)", out.getvalue())[1]

    page = client.get(link, follow=True)
    password = "một câu dài dễ nhớ 2026"
    client.post(page.request["PATH_INFO"], {"new_password1": password, "new_password2": password})

    person = User.objects.get(username="quan.tri")
    assert person.is_superuser
    assert person.check_password(password)


def test_name_taken_ends_with_one_sentence():
    call_command("create_administrator", "quan.tri", stdout=StringIO())

    with pytest.raises(CommandError, match="đã có người dùng"):
        call_command("create_administrator", "QUAN.TRI".lower(), stdout=StringIO())
