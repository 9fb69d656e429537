"""Shared templates to begin from. What stands already is left as people made it."""

import json
from pathlib import Path

from django.db import transaction

from plans.models import PlanTemplate

TEMPLATES = Path(__file__).resolve().parent.parent / "reference" / "templates.json"


@transaction.atomic
def seed_templates() -> int:
    """Templates of the file that are not yet there; answers how many are new."""
    facts = json.loads(TEMPLATES.read_text(encoding="utf-8"))
    known = set(PlanTemplate.objects.filter(locality=None).values_list("code", flat=True))
    new = [fact for fact in facts if fact["code"] not in known]
    for fact in new:
        PlanTemplate(**fact).save()
    return len(new)
