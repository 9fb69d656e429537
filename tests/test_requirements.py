"""The portal imports only what requirements.txt names: the tests' own packages are on no server."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

from django.conf import settings

OURS = {"ttdn_portal", "agencies", "documents", "plans", "reports"}
# Parts of a package that is named: celery's processes, import-export's tables, escaping of Jinja2, fonts and pictures of WeasyPrint,
# the XML of python-docx, which is imported as docx.
COMES_WITH = {
    "billiard": "celery",
    "tablib": "django-import-export",
    "markupsafe": "jinja2",
    "pillow": "weasyprint",
    "fonttools": "weasyprint",
    "lxml": "python-docx",
    "docx": "python-docx",
    "pyhanko-certvalidator": "pyhanko",
}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named() -> set[str]:
    lines = (settings.BASE_DIR / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return {plain(match[0]) for line in lines if (match := re.match(r"[A-Za-z0-9_.-]+", line))}


def imported() -> dict[str, str]:
    """Top package -> one file that imports it, on its top or inside a function."""
    found = {}
    for path in (path for app in OURS for path in (settings.BASE_DIR / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            for name in names:
                found[name.partition(".")[0]] = str(path.relative_to(settings.BASE_DIR))
    return {name: path for name, path in found.items() if name not in OURS | set(sys.stdlib_module_names)}


def test_every_import_is_a_package_of_the_portal_itself():
    owners = packages_distributions()
    listed = named()

    strange = {
        name: path
        for name, path in imported().items()
        if not {COMES_WITH.get(plain(owner), plain(owner)) for owner in owners.get(name, [name])} & listed
    }

    assert strange == {}


def test_every_requirement_is_pinned():
    files = ("requirements.txt", "requirements-dev.txt")
    lines = [
        line for name in files for line in (settings.BASE_DIR / name).read_text(encoding="utf-8").splitlines()
    ]

    loose = [line for line in lines if line and not line.startswith(("#", "-r ")) and "==" not in line]

    assert loose == []
