"""manage.py create_administrator NAME"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agencies.models import User
from agencies.services.activity import record
from agencies.services.links import one_time_link


class Command(BaseCommand):
    help = "Tạo người quản trị hệ thống đầu tiên và in đường dẫn dùng một lần để đặt mật khẩu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="tên đăng nhập: chữ thường không dấu, số, dấu chấm, gạch nối")
        parser.add_argument("--full-name", default="Quản trị hệ thống", help="họ và tên")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        person = User(username=options["name"], full_name=options["full_name"], is_superuser=True)
        person.set_unusable_password()
        try:
            person.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        person.save()
        record(actor=None, action="create_administrator", obj=person)
        self.stdout.write(f"Đã tạo {person.username}. Mở đường dẫn này một lần để đặt mật khẩu:")
        self.stdout.write(one_time_link(person))
