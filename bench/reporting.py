"""A year of reporting in the whole country: 34 localities × 60 agencies × 12 periods, on one database.

*Việc của tôi* of an officer and of the standing agency, the review queue and the assembly of the yearly report,
each beside a bare page of the same rows; and how many queries they need in a small locality and in a large one.
"""

import argparse
import os
import sys
import time
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ttdn_portal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from agencies.choices import Role  # noqa: E402
from agencies.models import Locality, User  # noqa: E402
from bench.measure import interleave  # noqa: E402
from bench.scale import get, holder, queries_of, row, signed_in, start  # noqa: E402
from plans.models import Plan  # noqa: E402
from reports.choices import PeriodKind, ReportStatus  # noqa: E402
from reports.models import PeriodReview, ProgressReport, ReportingPeriod  # noqa: E402
from reports.services.period_reviews import create_review  # noqa: E402

SMALL = {"localities": 1, "agencies": 6, "tasks": 18, "periods": 3}
TASKS_OF_AN_AGENCY = 3


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("localities", "agencies", "periods", "rounds", "batch"):
        parser.add_argument(name, type=int)
    args = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    large = {
        "localities": args.localities,
        "agencies": args.agencies,
        "tasks": args.agencies * TASKS_OF_AN_AGENCY,
        "periods": args.periods,
    }
    for size in (SMALL, large):
        call_command("load_scale", verbosity=0, **size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself soon after rows were loaded
    print(
        f"\n{args.localities} localities × {args.agencies} agencies × {args.periods} periods, "
        f"{ProgressReport.objects.count()} reports, {args.rounds} × {args.batch} requests a cell, interleaved"
    )
    measure(args)


def pages_of(locality: Locality) -> list[tuple[str, str, str, User]]:
    """(name, address, address of the bare page, who asks) in one locality."""
    plan = Plan.objects.get(locality=locality)
    people = {
        role: holder(role, memberships__agency__locality=locality)
        for role in (Role.OFFICER, Role.STANDING_OFFICER)
    }
    officer, standing = people[Role.OFFICER], people[Role.STANDING_OFFICER]
    agency = officer.memberships.get().agency_id
    work, queue = (reverse(f"reports:{name}", args=[locality.code]) for name in ("my_work", "review_queue"))
    review = _yearly_review(plan, standing)
    return [
        ("work of an officer", work, f"/mine/{agency}", officer),
        ("work of the standing agency", work, f"/queue/{locality.pk}", standing),
        ("review queue", queue, f"/queue/{locality.pk}", standing),
        ("assembly of the year", review.get_absolute_url(), f"/assembly/{_fullest(plan)}", standing),
    ]


def _fullest(plan: Plan) -> int:
    """The period with the most accepted reports: as many rows as the year brings, one a task."""
    accepted = Count("reports", filter=Q(reports__status=ReportStatus.ACCEPTED))
    return plan.periods.annotate(n=accepted).order_by("-n", "-pk").values_list("pk", flat=True)[0]


def _yearly_review(plan: Plan, writer: User) -> PeriodReview:
    """The review of the whole year: its own period has no report, each task brings the latest of the twelve."""
    year, today = plan.year_from, timezone.localdate()
    period, _ = ReportingPeriod.objects.get_or_create(
        plan=plan,
        slug=f"{year}-nam",
        defaults={
            "locality": plan.locality,
            "name": f"Năm {year}",
            "kind": PeriodKind.YEAR,
            "data_from": date(year, 1, 1),
            "data_to": date(year, 12, 14),
            "opens_on": today,
            "report_due_on": date(year, 12, 20),
        },
    )
    return PeriodReview.objects.filter(period=period).first() or create_review(
        period, actor=writer, kind="FINAL", issuer=plan.issuer, layout="STATE"
    )


def measure(args: argparse.Namespace) -> None:
    codes = Locality.objects.filter(code__startswith="thu-").order_by("pk")
    small, large = pages_of(codes[0]), pages_of(codes[1])
    portal, portal_process = start("portal", "ttdn_portal.settings")
    floor, floor_process = start("floor", "bench.floor_settings")
    try:
        for (name, path, bare, user), (_, small_path, _, small_user) in zip(large, small, strict=True):
            portal.cookies = signed_in(user)
            pair = {"portal": (portal, get(path)), "floor": (floor, get(bare))}
            samples = interleave(pair, rounds=args.rounds, batch=args.batch)
            row(name, samples, f"{queries_of(small_user, small_path)} and {queries_of(user, path)}")
    finally:
        for process in (portal_process, floor_process):
            process.terminate()
            process.wait(timeout=20)


if __name__ == "__main__":
    begin = time.perf_counter()
    main()
    print(f"({time.perf_counter() - begin:.0f} s)")
    sys.exit()
