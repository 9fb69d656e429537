from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Who: localities, agencies, people, calendar, log, notices."""

    name = "agencies"
    verbose_name = "Địa phương, cơ quan, con người"
    default_auto_field = "django.db.models.BigAutoField"
