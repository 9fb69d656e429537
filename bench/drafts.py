"""A large plan beside an ordinary one in one run: opened, reordered, compared; 30 items with 600 tasks against 13 with 60.

CPU milliseconds of the portal's own process, the two in turn; the ratio is the result. Needs an empty database (bench.__main__ gives one).
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ttdn_portal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from agencies.choices import Role  # noqa: E402
from agencies.models import User  # noqa: E402
from plans.dashboards.compare import compare  # noqa: E402
from plans.models import Plan  # noqa: E402
from plans.services.structure import move_group  # noqa: E402
from plans.services.versions import plan_content  # noqa: E402
from tests import factories as f  # noqa: E402

SIZES = ((13, 60), (30, 600))
ROUNDS = 9


def build() -> tuple[User, list[Plan]]:
    locality = f.make_locality("thu-nghiem")
    issuer, standing = f.make_agency(locality, "ubnd"), f.make_agency(locality, "thuong-truc")
    plans = []
    for year, (groups, tasks) in enumerate(SIZES, 2026):
        plan = f.make_plan(locality, issuer=issuer, year=year, status="DRAFT")
        for number in range(1, groups + 1):
            group = f.make_group(plan, number, title=f"Nội dung số {number} của kế hoạch")
            for _ in range(tasks // groups):
                f.make_task(group, standing)
        plans.append(plan)
    return f.make_user(standing, Role.STANDING_OFFICER), plans


def acts(plan: Plan, actor: User) -> dict[str, Callable[[], object]]:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(actor)
    content = plan_content(plan)
    changed = plan_content(plan)
    for group in changed["groups"]:
        for task in group["tasks"][::2]:
            task["title"] += ", bằng tiếng Việt và tiếng Anh"

    def open_page() -> None:
        assert client.get(plan.get_absolute_url()).status_code == 200

    def reorder() -> None:
        group = plan.groups.get(number=1)
        move_group(group, actor=actor, read_number=1, to=plan.groups.count())

    return {
        "open the plan's page": open_page,
        "move the first item to the end": reorder,
        "compare, every second task changed": lambda: compare(content, changed, is_same_plan=True),
    }


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    actor, plans = build()
    both = [acts(plan, actor) for plan in plans]
    print("\n30 items × 600 tasks against 13 × 60, median CPU ms of the process, in turn")
    for name in both[0]:
        samples: list[list[float]] = [[], []]
        for _ in range(ROUNDS):
            for place, plan_acts in enumerate(both):
                begin = time.process_time()
                plan_acts[name]()
                samples[place].append((time.process_time() - begin) * 1000)
        queries = []
        for plan_acts in both:
            with CaptureQueriesContext(connection) as captured:
                plan_acts[name]()
            queries.append(len(captured))
        small, large = (statistics.median(row) for row in samples)
        print(
            f"{name:<36} {small:7.1f} ms   {large:7.1f} ms   ratio {large / small:5.2f}   queries {queries[0]} and {queries[1]}"
        )


if __name__ == "__main__":
    sys.exit(main())
