from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What happened: periods, progress reports, evidence, reminders, overviews."""

    name = "reports"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"
