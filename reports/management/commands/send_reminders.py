import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.services.reminders import Sent, send_daily_reminders


class Command(BaseCommand):
    help = "Nhắc những ai có báo cáo, nhiệm vụ đến hạn trong 7, 3, 0 ngày làm việc hoặc quá hạn. Chạy hai lần trong ngày chỉ nhắc một lần."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-of", default="", metavar="YYYY-MM-DD", help="ngày lấy làm hôm nay; mặc định là hôm nay"
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ tính, không ghi và không gửi")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_daily_reminders(as_of=_day(options["as_of"]), dry_run=options["dry_run"])
        self.stdout.write(
            json.dumps(sent.as_json(), ensure_ascii=False) if options["json"] else _sentence(sent)
        )


def _sentence(sent: Sent) -> str:
    if not sent.notices:
        return f"Ngày {sent.as_of:%d/%m/%Y}: không có ai cần nhắc."
    act = "Sẽ nhắc" if sent.is_dry_run else "Đã nhắc"
    return f"Ngày {sent.as_of:%d/%m/%Y}: {act.lower()} {sent.people} người, {sent.notices} việc; {sent.mails} thư, {sent.without_address} người chưa có địa chỉ thư."


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise CommandError(f"Ngày “{text}” không đúng, ví dụ: 2026-11-20.") from None
