"""What holds for the whole house."""

import hashlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from agencies.labels import ACTION_LABELS
from plans import workflow as plan_workflow
from reports import workflow as report_workflow
from ttdn_portal.site import OWN_ACTS

ROOT = Path(settings.BASE_DIR)
OURS = ("agencies", "documents", "plans", "reports")
MARKED = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)


def our_models():
    return [model for name in OURS for model in apps.get_app_config(name).get_models()]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", our_models(), ids=lambda m: m.__name__)
def test_every_field_has_a_vietnamese_name(model):
    default = re.sub("([A-Z])", r" \1", model.__name__).strip().lower()
    assert model._meta.verbose_name != default
    for field in model._meta.fields:
        if field.name in ("id", "password", "last_login", "is_superuser") or field.auto_created:
            continue
        assert field.verbose_name != field.name.replace("_", " "), f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("model", our_models(), ids=lambda m: m.__name__)
def test_every_constraint_speaks_vietnamese(model):
    for constraint in model._meta.constraints:
        assert MARKED.search(str(constraint.violation_error_message)), constraint.name


@pytest.mark.parametrize("model", our_models(), ids=lambda m: m.__name__)
def test_every_model_opens_with_its_meaning(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


def test_every_template_is_used():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for pattern in ("*.py", "*.html", "*.jinja")
        for path in ROOT.rglob(pattern)
        if ".venv" not in path.parts and "var" not in path.parts
    )
    by_framework = ("django/forms/", "admin/", "import_export/")
    names = [str(path.relative_to(ROOT / "templates")) for path in templates()]

    assert [
        name
        for name in names
        if not name.startswith(by_framework) and f'"{name}"' not in code and f"'{name}'" not in code
    ] == []


@pytest.mark.parametrize(
    "path", [*templates(), *sorted((ROOT / "static").rglob("*.css"))], ids=lambda p: str(p.relative_to(ROOT))
)
def test_nothing_comes_from_outside(path):
    text = re.sub(r"http://www\.w3\.org/\S+", "", path.read_text(encoding="utf-8"))
    assert not re.search(r"(?:src|href|url\(|@import)\W{0,3}(?:https?:)?//", text)


@pytest.mark.parametrize("path", templates(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_inline_style_or_script_and_no_unescaped_text(path):
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    is_paper = "official" in path.parts

    assert "|safe" not in text and "autoescape off" not in text
    assert is_paper or not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\bsrc=)", text)


def test_vendored_files_are_the_files_named():
    rows = re.findall(
        r"\| (\S+) \| ([0-9a-f]{64}) \|", (ROOT / "static/vendor/VENDORED.md").read_text(encoding="utf-8")
    )
    assert rows
    for name, digest in rows:
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest, name


def test_every_act_in_the_log_has_vietnamese_words():
    """What services and transitions record is read by people: an act without words would stand there in English."""
    code = [
        path.read_text(encoding="utf-8")
        for app in (*OURS, "ttdn_portal")
        for path in (ROOT / app).rglob("*.py")
    ]
    acts = set(re.findall(r'\brecord(?:_all)?\((?:[^()]|\([^()]*\))*?\baction="([a-z_]+)"', "\n".join(code)))
    acts |= {
        move.name for moves in (plan_workflow.TRANSITIONS, report_workflow.TRANSITIONS) for move in moves
    }
    acts |= set(OWN_ACTS)
    assert {"transcribe", "save", "submit", "add"} <= acts

    worded = {key.rpartition(".")[2] for key in ACTION_LABELS}

    assert sorted(acts - worded) == []


def url_names(patterns=None, prefix="") -> list[str]:
    """`namespace:name` of every pattern of ours (the admin site has its own tests)."""
    found = []
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == "admin":
                continue
            found += url_names(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            found.append(f"{prefix}{entry.name}")
    return found


def test_every_address_has_a_name_of_its_own():
    names = url_names()
    assert "None" not in str(names)
    assert len(names) == len(set(names))
