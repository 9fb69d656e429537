from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Tools without tables; imports no other app of the portal."""

    name = "ttdn_portal.shared"
    label = "shared"
    verbose_name = "công cụ chung"
