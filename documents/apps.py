from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The paper: legal bases, number series, official documents and their files."""

    name = "documents"
    verbose_name = "Văn bản"
    default_auto_field = "django.db.models.BigAutoField"
