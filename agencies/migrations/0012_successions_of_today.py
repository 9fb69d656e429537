"""Successions that stand as “nay là” already, each with the steps of its chain."""

from datetime import timedelta

from django.db import migrations


def write(apps, schema_editor):
    agencies = apps.get_model("agencies", "Agency").objects
    rows = apps.get_model("agencies", "AgencySuccession").objects
    ended = agencies.filter(successor__isnull=False, valid_to__isnull=False).select_related("successor")
    heirs = {agency.pk: agency for agency in ended if agency.locality_id == agency.successor.locality_id}
    for agency in heirs.values():
        heir, since, is_direct, seen = agency.successor_id, agency.valid_to, True, {agency.pk}
        while heir is not None and heir not in seen:
            rows.get_or_create(
                predecessor_id=agency.pk,
                successor_id=heir,
                defaults={"starts_on": since + timedelta(days=1), "is_direct": is_direct},
            )
            seen.add(heir)
            step = heirs.get(heir)
            heir, is_direct = (step.successor_id if step else None), False
            since = max(since, step.valid_to) if step else since


class Migration(migrations.Migration):
    dependencies = [("agencies", "0011_agency_successions")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
