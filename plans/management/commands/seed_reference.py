from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from agencies.services.reference import seed_agencies_reference
from documents.services.reference import seed_bases
from plans.services.reference import seed_templates


class Command(BaseCommand):
    help = "Nạp dữ liệu nền: địa phương, cơ quan Trung ương, ngày nghỉ, căn cứ pháp lý, mẫu kế hoạch. Chạy lại không làm thay đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            default=None,
            metavar="YYYY-MM-DD",
            help="ngày lấy làm hôm nay (lịch nghỉ: năm trước, năm ấy và năm sau)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        new = seed_agencies_reference(options["as_of"] or timezone.localdate()) | {
            "căn cứ pháp lý": seed_bases(),
            "mẫu kế hoạch": seed_templates(),
        }
        added = [f"{count} {name}" for name, count in new.items() if count]
        self.stdout.write(
            "Dữ liệu nền: " + (f"thêm {', '.join(added)}." if added else "đã đủ, không có gì thay đổi.")
        )
