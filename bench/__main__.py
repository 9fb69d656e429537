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

from tests.servers import running_servers

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="+", default=[150, 15_000])
    parser.add_argument("--periods", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batch", type=int, default=6)
    parser.add_argument("--no-browser", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ttdn-bench-") as data, running_servers() as servers:
        for tasks in args.tasks:
            environment = os.environ | {
                "DATABASE_URL": servers.new_database(f"bench_{tasks}"), "REDIS_URL": servers.redis_url, "TTDN_DATA_DIR": data,
                "TTDN_DEBUG": "1", "TTDN_HOSTS": "127.0.0.1", "PYTHONPATH": str(ROOT), "TTDN_LOG_LEVEL": "WARNING",
            }  # fmt: skip
            command = [sys.executable, "-m", "bench.scale", str(tasks), str(args.periods), str(args.rounds), str(args.batch)]
            done = subprocess.run([*command, *(["--no-browser"] if args.no_browser else [])], env=environment, cwd=ROOT, check=False)
            if done.returncode:
                return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
