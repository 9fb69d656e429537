from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What happened: periods, progress reports, evidence, reminders, overviews."""

    name = "reports"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from agencies.labels import register_actions
        from documents import registry
        from reports import papers
        from reports.choices import ACTION_LABELS

        registry.register(
            "review", registry.PaperSource(build=papers.build_for, is_visible=papers.is_visible)
        )
        register_actions(ACTION_LABELS)
