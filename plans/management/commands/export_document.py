"""manage.py export_document LOCALITY PLAN KIND --format pdf --output FILE"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.choices import DocumentFormat, DocumentKind
from documents.official.html import render_pdf
from plans.models import Plan
from plans.papers import build_plan


class Command(BaseCommand):
    help = "Xuất một văn bản của kế hoạch ra tệp, bằng đúng bộ dựng mà các trang dùng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("locality", help="mã địa phương, ví dụ hcm")
        parser.add_argument("plan", help="mã kế hoạch trong địa phương, ví dụ 2024")
        parser.add_argument("kind", help=f"loại văn bản: {DocumentKind.PLAN.value}")
        parser.add_argument("--format", default=DocumentFormat.PDF, help="định dạng: pdf")
        parser.add_argument("--output", required=True, help="tệp ghi ra")
        parser.add_argument("--draft", action="store_true", help="in chữ DỰ THẢO cả khi kế hoạch đã ban hành")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = (
            Plan.objects.with_names().filter(locality__code=options["locality"], slug=options["plan"]).first()
        )
        if plan is None:
            raise CommandError(f"Không có kế hoạch “{options['plan']}” ở địa phương “{options['locality']}”.")
        if options["kind"] != DocumentKind.PLAN:
            raise CommandError(f"Chưa lập được loại “{options['kind']}”; hiện có: {DocumentKind.PLAN.value}.")
        if options["format"] != DocumentFormat.PDF:
            raise CommandError(f"Chưa có định dạng “{options['format']}” cho loại này; hiện có: pdf.")
        content = render_pdf(build_plan(plan, is_draft=True if options["draft"] else None))
        try:
            Path(options["output"]).write_bytes(content)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {options['output']}: {error.strerror}.") from error
        self.stdout.write(f"Đã xuất {plan.title} ra {options['output']} ({len(content)} byte).")
