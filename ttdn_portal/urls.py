"""Addresses: `/dang-nhap/`, one's own first page, `/<LOC>/…`, the admin site, health."""

from django.contrib import admin
from django.urls import include, path

from ttdn_portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("livez", views.livez, name="livez"),
    path("healthz", views.healthz, name="healthz"),
    path("quan-tri/", admin.site.urls),
    path("", include("agencies.urls")),
    path("", include("documents.urls")),
    path("", include("plans.urls")),
    path("", include("reports.urls")),
]

handler400 = "ttdn_portal.views.bad_request"
handler403 = "ttdn_portal.views.forbidden"
handler404 = "ttdn_portal.views.not_found"
handler500 = "ttdn_portal.views.server_error"
