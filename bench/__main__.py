"""`make bench`: the portal and a bare Django beside each other, in one run, as ratios.

Both serve the same database from one gunicorn process each; requests go A B A B, so a slow moment
falls on both. Ratios are the result, absolute times are not.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import dj_database_url
import psycopg2

from tests.servers import servers

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="*", default=[150, 15_000])
    parser.add_argument("--periods", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batch", type=int, default=6)
    parser.add_argument(
        "--country",
        type=int,
        nargs="*",
        default=[34, 60, 12],
        metavar="N",
        help="localities, agencies of each and periods of a year of reporting; nothing leaves it out",
    )
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument(
        "--rows", type=int, nargs="*", default=[150, 600], help="rows of the annex of the papers"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ttdn-bench-") as data, servers(with_postgresql=True) as found:
        runs = [("bench.scale", f"bench_{n}", (n, args.periods, args.rounds, args.batch)) for n in args.tasks]
        country = (*args.country, args.rounds, args.batch)
        runs += [("bench.reporting", "bench_reporting", country)] if args.country else []
        for module, name, words in [*runs, ("bench.drafts", "bench_drafts", ())]:
            environment = os.environ | {
                "DATABASE_URL": new_database(found["DATABASE_URL"], name), "REDIS_URL": found["REDIS_URL"], "TTDN_DATA_DIR": data,
                "TTDN_DEBUG": "1", "TTDN_HOSTS": "127.0.0.1", "PYTHONPATH": str(ROOT), "TTDN_LOG_LEVEL": "WARNING",
            }  # fmt: skip
            command = [sys.executable, "-m", module, *map(str, words)]
            bare = ["--no-browser"] if args.no_browser and module == "bench.scale" else []
            done = subprocess.run([*command, *bare], env=environment, cwd=ROOT, check=False)
            if done.returncode:
                return done.returncode
    if args.rows:
        done = subprocess.run(
            [sys.executable, "-m", "bench.papers", *map(str, args.rows)], cwd=ROOT, check=False
        )
        return done.returncode
    return 0


def new_database(url: str, name: str) -> str:
    """A database of its own on the throw-away server; answers its URL."""
    connection = psycopg2.connect(**{key: value for key, value in psycopg2_arguments(url).items() if value})
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return f"{url.rpartition('/')[0]}/{name}"


def psycopg2_arguments(url: str) -> dict[str, str]:
    parsed = dj_database_url.parse(url)
    return {
        "host": parsed["HOST"],
        "user": parsed["USER"],
        "password": parsed["PASSWORD"],
        "dbname": "postgres",
    }


if __name__ == "__main__":
    sys.exit(main())
