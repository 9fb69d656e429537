"""Import the tasks of a plan from a workbook, by the same resource as the admin site."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.models import Plan
from plans.resources import TaskResource
from ttdn_portal.shared.exchange.reading import read_table
from ttdn_portal.shared.exchange.resource import ImportReport
from ttdn_portal.shared.exchange.table import TableRefused


class Command(BaseCommand):
    help = "Nhập nhiệm vụ của một kế hoạch từ tệp .xlsx hoặc .csv. Một dòng sai thì không ghi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("locality", metavar="LOCALITY", help="mã địa phương, ví dụ hcm")
        parser.add_argument("plan", metavar="PLAN", help="mã kế hoạch trong địa phương, ví dụ 2026")
        parser.add_argument(
            "file", metavar="FILE", help="tệp .xlsx hoặc .csv có các cột của phụ lục phân công nhiệm vụ"
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra và xem thay đổi, không ghi")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = self._plan(options["locality"], options["plan"])
        try:
            report = self._import(plan, Path(options["file"]), options["dry_run"])
        except (TableRefused, OSError) as error:
            sentence = (
                str(error) if isinstance(error, TableRefused) else f"Không mở được tệp {options['file']}."
            )
            if options["json"]:
                self.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False))
            raise CommandError(sentence) from error
        self._tell(report, as_json=options["json"])
        if report.problems:
            raise CommandError(f"Chưa ghi gì: có {len(report.problems)} lỗi trong tệp.")

    def _plan(self, locality: str, slug: str) -> Plan:
        plan = Plan.objects.select_related("locality").filter(locality__code=locality, slug=slug).first()
        if plan is None:
            raise CommandError(f"Không có kế hoạch {slug} ở địa phương {locality}.")
        if not plan.is_editable:
            raise CommandError(
                f"Kế hoạch đang ở trạng thái “{plan.get_status_display()}”: chỉ nhập vào kế hoạch còn sửa được."
            )
        return plan

    def _import(self, plan: Plan, path: Path, dry_run: bool) -> ImportReport:
        with path.open("rb") as file:
            table = read_table(file, path.name)
        return TaskResource(scope=plan).read(table, dry_run=dry_run)

    def _tell(self, report: ImportReport, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_as_data(report), ensure_ascii=False, indent=2))
            return
        for problem in report.problems:
            self.stdout.write(str(problem))
        if not report.problems:
            self.stdout.write(f"{'Đã nhập' if report.is_written else 'Sẽ nhập'}: {report.in_words}.")


def _as_data(report: ImportReport) -> dict[str, Any]:
    return {
        "written": report.is_written,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "problems": [
            {"where": p.where, "line": p.line, "column": p.column, "sentence": p.sentence}
            for p in report.problems
        ],
    }
