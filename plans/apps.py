from django.apps import AppConfig


class PlansConfig(AppConfig):
    """What is promised: plans, groups, tasks, indicators."""

    name = "plans"
    verbose_name = "Kế hoạch"
    default_auto_field = "django.db.models.BigAutoField"
