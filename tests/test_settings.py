"""Settings come from the environment, all of them are documented, and a wrong one stops start-up."""

import ast
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
GOOD = {
    "SECRET_KEY": "x1Y2z3" * 10,
    "TTDN_DEBUG": "0",
    "TTDN_HOSTS": "ttdn.tinh.example",
    "DATABASE_URL": "postgres://a:b@may/csdl",
}


def names_read() -> set[str]:
    """Names in `env.text("NAME", …)` and its like."""
    tree = ast.parse((ROOT / "ttdn_portal" / "settings.py").read_text(encoding="utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    readers = {"text", "secret", "flag", "integer", "choice", "words", "certificates"}
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func.value, ast.Name) and call.func.value.id == "env" and call.func.attr in readers
    }


def example_lines() -> list[str]:
    return (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """Start-up with the production settings of GOOD and the changes; None removes one."""
    given = {**GOOD, **changes}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env = {**kept, "PYTHONUTF8": "1", **{name: value for name, value in given.items() if value is not None}}
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", "pass"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_every_setting_stands_in_the_example_and_no_other():
    named = {match[1] for line in example_lines() if (match := re.match(r"#?([A-Z][A-Z0-9_]*)=", line))}

    assert named == names_read()


def test_every_setting_of_the_example_has_one_comment():
    lines = example_lines()

    alone = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if re.match(r"#?[A-Z][A-Z0-9_]*=", line) and not before.startswith("# ")
    ]

    assert alone == []


def test_example_holds_no_secret():
    secrets = {"SECRET_KEY", "TTDN_SECRET_KEY_FALLBACKS", "TTDN_EMAIL_PASSWORD", "DATABASE_URL", "REDIS_URL"}

    given = [line for line in example_lines() if line.split("=")[0] in secrets and line.split("=", 1)[1]]

    assert given == []


@pytest.mark.parametrize("program", [["manage.py", "check"], ["-m", "celery", "-A", "ttdn_portal", "report"]])
def test_good_settings_start(program, tmp_path):
    env = {
        **os.environ,
        **GOOD,
        "TTDN_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "ttdn_portal.settings",
    }

    done = subprocess.run(
        [sys.executable, *program], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "ngan"}, "SECRET_KEY"),
        ({"SECRET_KEY": None, "SECRET_KEY_FILE": "/khong/co/tep"}, "SECRET_KEY_FILE"),
        ({"TTDN_HOSTS": None}, "TTDN_HOSTS"),
        ({"TTDN_DEBUG": "co"}, "TTDN_DEBUG"),
        ({"TTDN_BEHIND_PROXY": "2"}, "TTDN_BEHIND_PROXY"),
        ({"TTDN_UPLOAD_MAX_MB": "nhiều"}, "TTDN_UPLOAD_MAX_MB"),
        ({"TTDN_UPLOAD_MAX_MB": "0"}, "TTDN_UPLOAD_MAX_MB"),
        ({"TTDN_REMINDER_HOUR": "24"}, "TTDN_REMINDER_HOUR"),
        ({"TTDN_LOG_LEVEL": "LOUD"}, "TTDN_LOG_LEVEL"),
        ({"DATABASE_URL": "khong-phai-dia-chi"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://a:b@may/csdl"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://a:b@may:cong/csdl"}, "DATABASE_URL"),
        ({"REDIS_URL": "http://may:6379"}, "REDIS_URL"),
        ({"TTDN_TRUST_ROOTS": "/khong/co/chung-thu.pem"}, "TTDN_TRUST_ROOTS"),
        ({"TTDN_TRUST_ROOTS": "README.md"}, "TTDN_TRUST_ROOTS"),
    ],
)
def test_wrong_setting_stops_start_up_with_one_line(changes, name):
    done = start(**changes)

    lines = (done.stdout + done.stderr).splitlines()
    assert (done.returncode, len(lines)) == (1, 1), lines
    assert lines[0].startswith(f"Cấu hình sai: {name} ")
