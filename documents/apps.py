from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The paper: legal bases, number series, official documents and their files."""

    name = "documents"
    verbose_name = "Văn bản"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from agencies.labels import register_actions
        from documents.choices import ACTION_LABELS

        register_actions(ACTION_LABELS)
