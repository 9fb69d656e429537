"""The admin site of the portal, at /quan-tri/."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.i18n import JavaScriptCatalog

# Pages of Django's site that the portal has itself, and the redirect that would name rows of other localities.
NOT_OURS = {"password_change", "password_change_done", "view_on_site"}
APP_ORDER = ("plans", "reports", "agencies", "documents")
OTHER_ACT = "Thao tác khác"
# What the admin site itself writes; the apps name their own acts.
OWN_ACTS = {"add": "Thêm", "change": "Sửa", "delete": "Xóa", "import": "Nhập từ tệp", "export": "Xuất ra tệp"}


class WordsForScripts(JavaScriptCatalog):
    """Django's words for its scripts, and ours for those it lacks."""

    def get_paths(self, packages: Any) -> list[Any]:
        return [*super().get_paths(packages), *settings.LOCALE_PATHS]


class PortalAdminSite(AdminSite):
    """Visible rows, the portal's dress, one log."""

    site_header = "Quản trị – Thông tin đối ngoại"
    site_title = "Quản trị"
    index_title = "Việc quản trị"
    site_url = "/"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Pages that other packages bring (groups of django.contrib.auth) would pass by rows, rights and log."""
        from ttdn_portal.shared.admin import PortalModelAdmin

        if admin_class is not None and issubclass(admin_class, PortalModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.is_staff

    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal has one door; whoever is in already and may not come here is told so."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(
            f"{reverse('agencies:login')}?{urlencode({'next': request.GET.get('next', reverse('admin:index'))})}"
        )

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Leaving is the portal's own button; this address only leads back."""
        return redirect("home")

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return WordsForScripts.as_view(packages=["django.contrib.admin"])(request)

    def get_urls(self) -> list[Any]:
        return [entry for entry in super().get_urls() if getattr(entry, "name", None) not in NOT_OURS]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The work of the year first, then who, then paper; inside a group in the order that the pages name."""
        found = super().get_app_list(request, app_label)
        for app in found:
            app["models"].sort(key=lambda entry: self._registry[entry["model"]].menu_order)
        return sorted(
            found,
            key=lambda app: (
                APP_ORDER.index(app["app_label"]) if app["app_label"] in APP_ORDER else len(APP_ORDER)
            ),
        )

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().index(
            request, {"latest": self.told(self.acts_of(request.user)[:8]), **(extra_context or {})}
        )

    # --- the log ------------------------------------------------------------------------------
    def record(self, **act: Any) -> Any:
        from agencies.services.activity import record

        return record(**act)

    def entries_about(self, obj: Model) -> QuerySet[Any]:
        """History of one row: whoever sees the row sees it."""
        return apps.get_model("agencies", "ActivityEntry").objects.about(obj)

    def acts_of(self, user: Any) -> QuerySet[Any]:
        return apps.get_model("agencies", "ActivityEntry").objects.filter(actor=user)

    def told(self, entries: Iterable[Any]) -> list[dict[str, Any]]:
        """Entries as people read them: who, when, which act in words, what it changed."""
        from ttdn_portal.shared.admin.record import changes_in_words

        words = self.act_words()
        return [
            {
                "what": words.get(f"{entry.object_type}.{entry.action}")
                or words.get(entry.action, OTHER_ACT),
                "who": entry.actor_name,
                "when": entry.at,
                "why": entry.note,
                "about": entry.object_label,
                "kind": kind_of(entry.object_type),
                "changes": changes_in_words(model_of(entry.object_type), entry.before, entry.after),
            }
            for entry in entries
        ]

    def act_words(self) -> dict[str, str]:
        """Every act that the log may hold: those the apps name, and the transitions of all pages."""
        from agencies.labels import ACTION_LABELS

        moves = {
            f"{page.opts.model_name}.{move.name}": move.label
            for page in self._registry.values()
            for move in getattr(page, "moves", ())
        }
        return {**moves, **OWN_ACTS, **ACTION_LABELS}


def model_of(object_type: str) -> type[Model] | None:
    """The model named in an entry of the log."""
    return next((model for model in apps.get_models() if model._meta.model_name == object_type), None)


def kind_of(object_type: str) -> str:
    model = model_of(object_type)
    return str(model._meta.verbose_name) if model else ""


class PortalAdminConfig(AdminConfig):
    """Django's admin with the portal's site."""

    default_site = "ttdn_portal.site.PortalAdminSite"

    def ready(self) -> None:
        from ttdn_portal.shared.admin.words import speak_vietnamese

        speak_vietnamese()
        super().ready()
