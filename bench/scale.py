"""One scale: fill a database, start floor and portal, ask both, print the ratios."""

import argparse
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from html import unescape
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ttdn_portal.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from agencies.choices import Role  # noqa: E402
from agencies.models import User  # noqa: E402
from bench.measure import Sample, Server, interleave  # noqa: E402
from plans.models import Plan, Task  # noqa: E402
from reports.choices import WRITABLE_STATUSES, ReportStatus  # noqa: E402
from reports.models import PeriodReview, ProgressReport  # noqa: E402
from reports.services.period_reviews import create_review  # noqa: E402

FIELD = re.compile(
    r'<(?:input|textarea|select)\b[^>]*\bname="([^"]+)"[^>]*>(?:([^<]*)</textarea>)?', re.DOTALL
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postmaster() -> int:
    """The database's first process; its number stands in the lock beside its socket."""
    host = settings.DATABASES["default"]["HOST"]
    return int(next(Path(host).glob(".s.PGSQL.*.lock")).read_text().splitlines()[0])


def start(name: str, settings_module: str) -> tuple[Server, subprocess.Popen[bytes]]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "ttdn_portal.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
        "--threads",
        "4",
        "--worker-class",
        "gthread",
        "--log-level",
        "warning",
    ]
    process = subprocess.Popen(command, env=os.environ | {"DJANGO_SETTINGS_MODULE": settings_module})
    server = Server(name, port, process.pid, postmaster())
    for _ in range(150):
        try:
            server.ask("GET", "/livez")
            return server, process
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{name} did not start")


def signed_in(user: User) -> dict[str, str]:
    """Cookies of a session, made without the login page: its password hash is not what is measured."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {settings.SESSION_COOKIE_NAME: session.session_key}


def holder(role: str, **where: object) -> User:
    return User.objects.filter(memberships__role=role, is_active=True, **where).order_by("pk").first()


def get(path: str) -> Callable[[Server], None]:
    def act(server: Server) -> None:
        status, body, _ = server.ask("GET", path)
        assert status == 200, (server.name, path, status, body[:300])

    return act


def form_of(html: str) -> dict[str, str]:
    """What a browser would send back of the form that holds the report's text."""
    form = next(
        part for part in re.findall(r"<form\b.*?</form>", html, re.DOTALL) if 'name="results"' in part
    )
    values: dict[str, str] = {}
    for match in FIELD.finditer(form):
        tag, name = match.group(0), match.group(1)
        kind = re.search(r'type="([^"]+)"', tag)
        if (
            kind
            and kind.group(1) in ("file", "submit")
            or kind
            and kind.group(1) in ("checkbox", "radio")
            and " checked" not in tag
        ):
            continue
        value = re.search(r'\bvalue="([^"]*)"', tag)
        values[name] = unescape(
            match.group(2).lstrip("\n") if match.group(2) is not None else value.group(1) if value else ""
        )
    return values


class Saver:
    """Saves one report again and again; the form is fetched outside the clock."""

    def __init__(self, server: Server, path: str):
        self.server, self.path, self.form, self.count = server, path, {}, 0
        self.prepare()

    def prepare(self) -> None:
        status, body, _ = self.server.ask("GET", self.path)
        assert status == 200, (self.path, status)
        self.form = form_of(body.decode())

    def __call__(self, server: Server) -> None:
        self.count += 1
        self.form["results"] = f"Đã phát {self.count} phóng sự song ngữ Việt – Anh trên kênh đối ngoại."
        status, body, _ = server.ask("POST", self.path, self.form | {"save": "1"})
        assert status == 302, (status, body[:300])
        server.cookies.pop("messages", None)  # “Đã lưu bản nháp.” is shown by the page that follows, and gone
        self.form["version"] = str(int(self.form["version"]) + 1)


def row(name: str, samples: dict[str, Sample], queries: int | str) -> None:
    portal, floor = samples["portal"], samples["floor"]
    print(
        f"{name:<28} floor {floor.median:7.1f} ms / {floor.cpu:6.1f} cpu   portal {portal.median:7.1f} ms / {portal.cpu:6.1f} cpu   "
        f"ratio {portal.median / floor.median:5.2f} wall {portal.cpu / max(floor.cpu, 0.01):5.2f} cpu   {queries} queries"
    )


def queries_of(user: User, path: str) -> int:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(path, headers={"host": "127.0.0.1"})
    assert answer.status_code == 200, (path, answer.status_code)
    return len(captured)


def review_page(plan: Plan, writer: User) -> tuple[str, str, str, User]:
    """The review of the period with the most accepted reports, as a draft: assembled anew and counted on every look."""
    accepted = Count("reports", filter=Q(reports__status=ReportStatus.ACCEPTED))
    period = plan.periods.annotate(n=accepted).order_by("-n", "-pk").select_related("plan__issuer").first()
    review = PeriodReview.objects.filter(period=period).first() or create_review(
        period, actor=writer, kind="INTERIM", issuer=plan.issuer, layout="STATE"
    )
    return ("7 review of a period", review.get_absolute_url(), f"/assembly/{period.pk}", writer)


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("tasks", "periods", "rounds", "batch"):
        parser.add_argument(name, type=int)
    parser.add_argument("--no-browser", action="store_true")
    args = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_scale", localities=1, agencies=50, tasks=args.tasks, periods=args.periods, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself soon after rows were loaded
    plan = Plan.objects.annotate(n=Count("tasks")).order_by("-n").select_related("locality").first()
    print(
        f"\n{plan.tasks.count()} tasks, {ProgressReport.objects.count()} reports, {args.rounds} × {args.batch} requests a cell, interleaved"
    )
    measure(plan, args)


def measure(plan: Plan, args: argparse.Namespace) -> None:
    base = f"/{plan.locality.code}"
    member = holder(Role.COMMITTEE_MEMBER, memberships__agency__locality=plan.locality)
    standing = holder(Role.STANDING_OFFICER, memberships__agency__locality=plan.locality)
    draft = (
        ProgressReport.objects.kept()
        .filter(task__plan=plan, status__in=WRITABLE_STATUSES, period__closed_at__isnull=True)
        .with_names()
        .first()
    )
    officer = holder(Role.OFFICER, memberships__agency=draft.agency)
    task: Task = (
        Task.objects.filter(plan=plan).annotate(n=Count("reports")).order_by("-n").with_names().first()
    )
    portal, portal_process = start("portal", "ttdn_portal.settings")
    floor, floor_process = start("floor", "bench.floor_settings")
    try:
        portal.cookies = signed_in(standing)
        tasks = f"{base}/ke-hoach/{plan.slug}/nhiem-vu/"
        agency = plan.tasks.values_list("lead_agency__code", flat=True).first()
        pages = [
            ("1 task list", tasks, f"/list/{plan.pk}", standing),
            (
                "2 filtered, sorted list",
                f"{tasks}?chu-tri={agency}&sap-xep=han",
                f"/list/{plan.pk}",
                standing,
            ),
            ("3 task page", task.get_absolute_url(), f"/task/{task.pk}", standing),
            ("4 committee page", f"{base}/tong-quan/{quote(plan.slug)}/", f"/overview/{plan.pk}", member),
            (
                "5 the same / over reports",
                f"{base}/tong-quan/{quote(plan.slug)}/",
                f"/reports/{plan.pk}",
                member,
            ),
        ]
        pages.append(review_page(plan, standing))
        for name, path, bare, user in pages:
            portal.cookies = signed_in(user)
            row(
                name,
                interleave(
                    {"portal": (portal, get(path)), "floor": (floor, get(bare))},
                    rounds=args.rounds,
                    batch=args.batch,
                ),
                queries_of(user, path),
            )
        portal.cookies = signed_in(officer)
        saver = Saver(portal, f"{draft.get_absolute_url()}viet/")
        row(
            "6 save of a report",
            interleave(
                {
                    "portal": (portal, saver),
                    "floor": (floor, lambda s: s.ask("POST", f"/save/{draft.pk}", {"results": "x"}) and None),
                },
                rounds=args.rounds,
                batch=args.batch,
            ),
            "–",
        )
        if not args.no_browser:
            from bench.browser import weigh

            weigh(portal, floor, tasks, f"/list/{plan.pk}", signed_in(standing))
    finally:
        for process in (portal_process, floor_process):
            process.terminate()
            process.wait(timeout=20)


if __name__ == "__main__":
    main()
