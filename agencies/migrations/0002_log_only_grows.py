"""The database itself refuses to change or remove an entry of the activity log."""

from django.db import migrations

TABLE = "agencies_activityentry"

SQLITE = [
    f"CREATE TRIGGER activity_log_no_update BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'the activity log only grows'); END",
    f"CREATE TRIGGER activity_log_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'the activity log only grows'); END",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS activity_log_no_update",
    "DROP TRIGGER IF EXISTS activity_log_no_delete",
]
POSTGRESQL = [
    "CREATE FUNCTION activity_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the activity log only grows'; END $$",
    f"CREATE TRIGGER activity_log_only_grows BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION activity_log_only_grows()",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER IF EXISTS activity_log_only_grows ON {TABLE}",
    "DROP FUNCTION IF EXISTS activity_log_only_grows()",
]


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_places_people_notices")]

    operations = [migrations.RunPython(guard, unguard)]
