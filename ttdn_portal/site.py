"""The admin site of the portal, at /quan-tri/."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest


class PortalAdminSite(AdminSite):
    site_header = "Quản trị – Thông tin đối ngoại"
    site_title = "Quản trị"
    index_title = "Việc quản trị"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.is_staff


class PortalAdminConfig(AdminConfig):
    default_site = "ttdn_portal.site.PortalAdminSite"
