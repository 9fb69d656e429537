"""The database itself refuses to change or remove a version of an issued plan."""

from django.db import migrations

TABLE = "plans_planversion"

SQLITE = [
    f"CREATE TRIGGER plan_versions_no_update BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'an issued version stays as it is'); END",
    f"CREATE TRIGGER plan_versions_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'an issued version stays as it is'); END",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS plan_versions_no_update",
    "DROP TRIGGER IF EXISTS plan_versions_no_delete",
]
POSTGRESQL = [
    "CREATE FUNCTION plan_versions_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an issued version stays as it is'; END $$",
    f"CREATE TRIGGER plan_versions_only_grow BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION plan_versions_only_grow()",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER IF EXISTS plan_versions_only_grow ON {TABLE}",
    "DROP FUNCTION IF EXISTS plan_versions_only_grow()",
]


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_amendments")]

    operations = [migrations.RunPython(guard, unguard)]
