from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports.demo.scale import Size, load_scale

LIMITS = {"localities": 100, "agencies": 5_000, "tasks": 100_000, "periods": 60}


class Command(BaseCommand):
    help = "Nạp dữ liệu tự tạo để đo tốc độ: số địa phương, và số cơ quan, nhiệm vụ, kỳ báo cáo của mỗi địa phương."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--localities", type=int, default=1, metavar="N", help="số địa phương (1)")
        parser.add_argument(
            "--agencies", type=int, default=30, metavar="N", help="số cơ quan của mỗi địa phương (30)"
        )
        parser.add_argument(
            "--tasks", type=int, default=1_500, metavar="N", help="số nhiệm vụ của mỗi địa phương (1500)"
        )
        parser.add_argument(
            "--periods", type=int, default=4, metavar="N", help="số kỳ báo cáo của mỗi địa phương (4)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TTDN_DEBUG and not settings.TTDN_DEMO:
            raise CommandError("Không nạp dữ liệu thử tải vào bản chạy thật. Muốn đo, đặt TTDN_DEMO=1.")
        for name, most in LIMITS.items():
            if not 1 <= options[name] <= most:
                raise CommandError(f"--{name} phải từ 1 đến {most}, không phải {options[name]}.")
        size = Size(options["agencies"], options["tasks"], options["periods"])
        made = load_scale(options["localities"], size, as_of=timezone.localdate())
        self.stdout.write(
            f"Đã nạp {len(made)} địa phương thử tải: {', '.join(made)}; mỗi nơi {size.tasks} nhiệm vụ, {size.periods} kỳ báo cáo."
        )
