"""manage.py export_document LOCALITY PLAN KIND --format pdf --output FILE"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from documents import registry
from documents.choices import DocumentFormat, DocumentKind
from documents.official.formats import render
from documents.official.model import NothingToWrite
from documents.services.asking import check_format, choose, find_source
from plans.models import Plan

OPTIONS = ("period", "round", "amendment", "meeting", "agency", registry.DRAFT)


class Command(BaseCommand):
    help = "Xuất một văn bản của kế hoạch ra tệp, bằng đúng bộ dựng mà các trang dùng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("locality", help="mã địa phương, ví dụ hcm")
        parser.add_argument("plan", help="mã kế hoạch trong địa phương, ví dụ 2024")
        parser.add_argument("kind", help=f"loại văn bản: {', '.join(DocumentKind.values)}")
        parser.add_argument(
            "--format", default=DocumentFormat.PDF, help=f"định dạng: {', '.join(DocumentFormat.values)}"
        )
        parser.add_argument("--output", required=True, help="tệp ghi ra")
        parser.add_argument("--period", help="mã kỳ báo cáo, ví dụ 2026-6-thang")
        parser.add_argument("--round", type=int, help="lần lấy ý kiến")
        parser.add_argument("--amendment", type=int, help="lần điều chỉnh")
        parser.add_argument("--meeting", type=int, help="lần họp, với thông báo kết luận")
        parser.add_argument("--agency", help="mã cơ quan nhận công văn đôn đốc")
        parser.add_argument("--draft", action="store_true", help="in chữ DỰ THẢO cả khi kế hoạch đã ban hành")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = (
            Plan.objects.with_names().filter(locality__code=options["locality"], slug=options["plan"]).first()
        )
        if plan is None:
            raise CommandError(f"Không có kế hoạch “{options['plan']}” ở địa phương “{options['locality']}”.")
        kind, format = options["kind"], options["format"]
        try:
            source = find_source(kind, plan.subject_key)
            check_format(source, format)
            chosen = choose(kind, source, plan, {name: options[name] for name in OPTIONS})
            content = render(registry.build(kind, plan.subject_key, plan, chosen), format)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except NothingToWrite as error:
            raise CommandError(str(error)) from error
        try:
            Path(options["output"]).write_bytes(content)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {options['output']}: {error.strerror}.") from error
        self.stdout.write(
            f"Đã xuất {source.title(plan, chosen)} ra {options['output']} ({len(content)} byte)."
        )
