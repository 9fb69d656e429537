from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.demo.load import load_demo


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa: năm kế hoạch từ nguồn công khai, một kế hoạch đang chạy của hcm, các tài khoản dùng thử."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-of", default="", metavar="YYYY-MM-DD", help="ngày lấy làm hôm nay; mặc định là hôm nay"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TTDN_DEBUG and not settings.TTDN_DEMO:
            raise CommandError(
                "Không nạp dữ liệu minh họa vào bản chạy thật. Muốn dùng thử, đặt TTDN_DEMO=1."
            )
        new = load_demo(_day(options["as_of"]))
        self.stdout.write(
            "Đã nạp dữ liệu minh họa." if new else "Dữ liệu minh họa đã đủ, không có gì thay đổi."
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise CommandError(f"Ngày “{text}” không đúng, ví dụ: 2026-11-20.") from None
