"""Open an account again that locked itself: for the person at the machine when no administrator can log in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.models import User
from agencies.services.login import unlock


class Command(BaseCommand):
    help = "Mở khóa đăng nhập cho một tài khoản bị khóa vì sai mật khẩu nhiều lần."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="tên đăng nhập")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        person = User.objects.filter(username__iexact=name).first()
        if person is None:
            raise CommandError(f"Không có tài khoản “{name}”.")
        forgotten = unlock(person, actor=None, note="Mở bằng lệnh unlock_account.")
        self.stdout.write(f"Đã mở khóa đăng nhập cho {person.username}, bỏ qua {forgotten} lần sai mật khẩu.")
