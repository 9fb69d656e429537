"""Import and export on the admin pages: a preview before anything is written, an export that runs nothing."""

import logging
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from import_export.admin import ImportExportMixin

from ttdn_portal.shared.admin.access import holds_any, localities_of
from ttdn_portal.shared.exchange import writing
from ttdn_portal.shared.exchange.kept import (
    CHANGED,
    GONE,
    NO_PLACE,
    OLD,
    KeptFile,
    from_before,
    is_old,
    keep_chosen,
    kept_by,
    preview,
    write,
)
from ttdn_portal.shared.exchange.resource import ImportReport, PortalResource
from ttdn_portal.shared.exchange.table import MAX_ROWS

logger = logging.getLogger(__name__)

FORMATS = [("xlsx", "Excel (.xlsx)"), ("csv", "CSV (.csv, UTF-8)")]


class ImportForm(forms.Form):
    """Where the rows go, and the file they come from."""

    file = forms.FileField(
        label="Tệp",
        help_text=f"Excel (.xlsx) hoặc CSV UTF-8, tối đa {MAX_ROWS} dòng và 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "data-ttdn-max-mb": "10"}),
        error_messages={"empty": "Tệp rỗng. Mở tệp kiểm tra rồi chọn lại."},
    )

    def __init__(self, *args: Any, scopes: QuerySet[Any], label: str, whole: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["scope"] = scope_field(scopes, label, whole)
        if not whole and not scopes.exists():
            self.fields["scope"].help_text = f"Hiện chưa có {label.lower()} nào nhận được tệp này."
        self.order_fields(["scope", "file"])


class ExportForm(forms.Form):
    format = forms.ChoiceField(label="Dạng tệp", choices=FORMATS, initial="xlsx")

    def __init__(self, *args: Any, scopes: QuerySet[Any], label: str, whole: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["scope"] = scope_field(scopes, label, whole)
        self.order_fields(["scope", "format"])


def scope_field(scopes: QuerySet[Any], label: str, whole: str) -> forms.ModelChoiceField:
    """A place to choose; `whole` names what a blank stands for, where it may be left blank."""
    field = forms.ModelChoiceField(
        queryset=scopes,
        label=label,
        required=not whole,
        empty_label=whole or f"Chọn {label.lower()}",
        error_messages={"invalid_choice": f"{label} này không tồn tại."},
    )
    if not whole and scopes.count() == 1:
        field.initial, field.empty_label = scopes.first(), None
    return field


class ExchangeMixin(ImportExportMixin):
    """For an admin page whose rows go out, and perhaps come in, as a table.

    `scope_column` is the column that holds the place (a locality, a plan) that one file is about.
    """

    resource: ClassVar[type[PortalResource]]
    scope_column: ClassVar[str] = "locality"
    scope_label: ClassVar[str] = "Địa phương"
    # What a blank place means (“Cả nước”), for the system's administrator alone; empty where a place must be named.
    whole_scope: ClassVar[str] = ""
    imports: ClassVar[bool] = True
    import_export_change_list_template = "admin/change_list.html"

    # --- who, where ---------------------------------------------------------------------------------
    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.imports and holds_any(request.user, self.access.add)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def scope_model(self) -> type[models.Model]:
        return self.model._meta.get_field(self.scope_column).remote_field.model

    def import_scopes(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.visible_rows(self.scope_model(), request)
        return (
            rows
            if request.user.is_superuser
            else rows.filter(pk__in=localities_of(request.user, self.access.add))
        )

    def export_scopes(self, request: HttpRequest) -> QuerySet[Any]:
        return self.visible_rows(self.scope_model(), request)

    def _whole(self, request: HttpRequest) -> str:
        return self.whole_scope if request.user.is_superuser else ""

    # --- import -------------------------------------------------------------------------------------
    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take the file, or the one that stands here from before; say what it would do, keep it for the confirmation."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self._import_form(request)
        before = from_before(form, request, owner=self._owner(request))
        if request.method != "POST" or not form.is_valid():
            about = {"kept": before.token(), "file_name": before.name} if before else {}
            return self._import_page(request, form=form, **about)
        file = before or keep_chosen(form, owner=self._owner(request))
        if file is None:
            return self._import_page(request, form=form)
        return self._preview(request, form, file, form.cleaned_data["scope"])

    def _import_form(self, request: HttpRequest) -> ImportForm:
        data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        return self._import_form_for(request, request.GET.get("scope"), data, files)

    def _owner(self, request: HttpRequest) -> str:
        return f"{request.user.pk} {self.opts}"

    def _preview(
        self, request: HttpRequest, form: forms.Form, file: KeptFile, scope: Any, note: str = ""
    ) -> HttpResponse:
        report, refusal = preview(form, file, self._resource(request, scope))
        if report is None:
            return self._import_page(request, form=form, note=note or refusal)
        return self._told(request, form, file, report, scope, note)

    def _told(
        self,
        request: HttpRequest,
        form: forms.Form,
        file: KeptFile,
        report: ImportReport,
        scope: Any,
        note: str,
    ) -> HttpResponse:
        """The preview, with the button where there is something to write."""
        return self._import_page(
            request,
            form=form,
            report=report,
            token=file.token_for(report, scope),
            file_name=file.name,
            scope=scope or self.whole_scope,
            note=note,
        )

    def _resource(self, request: HttpRequest, scope: Any) -> PortalResource:
        return self.resource(actor=request.user, scope=scope)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Write what was previewed, and nothing else: the same file, by the same person, into the same place."""
        if request.method != "POST":
            return HttpResponseRedirect(self._url_of("import"))
        if not self.has_import_permission(request):
            raise PermissionDenied
        token = request.POST.get("token", "")
        file = kept_by(token, owner=self._owner(request))
        content = file.read() if file else None
        if file is None or content is None:
            messages.error(request, GONE)
            return HttpResponseRedirect(self._url_of("import"))
        is_there, scope = self._scope_again(request, file.scope)
        form = self._import_form_for(request, scope)
        if not is_there:
            told = NO_PLACE.format(name=file.name)
            return self._import_page(request, form=form, note=told, kept=file.token(), file_name=file.name)
        if is_old(token):
            return self._preview(request, form, file, scope, OLD)
        report, is_written = write(self._resource(request, scope), file, content)
        if not is_written:
            return self._told(request, form, file, report, scope, "" if report.problems else CHANGED)
        self._record(request, "import", scope, f"{self.resource.title}, tệp {file.name}: {report.in_words}")
        messages.success(request, f"Đã nhập {self.resource.title.lower()}: {report.in_words}.")
        return HttpResponseRedirect(self._url_of("changelist"))

    def _scope_again(self, request: HttpRequest, pk: Any) -> tuple[bool, Any]:
        """The right to the place is asked again: it may be gone since the preview. (is it there, the place)."""
        if pk is None:
            return bool(self._whole(request)), None
        scope = self.import_scopes(request).filter(pk=pk).first()
        return scope is not None, scope

    def _import_form_for(
        self, request: HttpRequest, scope: Any, data: Any = None, files: Any = None
    ) -> ImportForm:
        return ImportForm(
            data,
            files,
            scopes=self.import_scopes(request),
            label=self.scope_label,
            whole=self._whole(request),
            initial={"scope": scope},
        )

    def _import_page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        columns = self._resource(request, None)
        required = {columns.fields[name].column_name for name in columns.required}
        names = [(name, name in required) for name in columns.headings()]
        return self._exchange_page(
            request,
            "admin/import_export/import.html",
            title=f"Nhập {self.resource.title.lower()} từ tệp",
            **{"columns": names, "note": "", "kept": "", "token": "", "file_name": ""} | context,
        )

    # --- export -------------------------------------------------------------------------------------
    def export_action(self, request: HttpRequest) -> HttpResponse:
        """The rows of the list as it was filtered, of one place."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        data = request.POST if request.method == "POST" else None
        form = ExportForm(
            data,
            scopes=self.export_scopes(request),
            label=self.scope_label,
            whole=self._export_whole(request),
        )
        if data is None or not form.is_valid():
            return self._exchange_page(
                request,
                "admin/import_export/export.html",
                title=f"Xuất {self.resource.title.lower()} ra tệp",
                form=form,
            )
        scope = form.cleaned_data["scope"]
        rows = self.get_export_queryset(request).filter(**{self.scope_column: scope})
        headers, cells = self._resource(request, scope).rows_out(rows)
        self._record(
            request,
            "export",
            scope,
            f"{self.resource.title}: {len(cells)} dòng, {form.cleaned_data['format']}",
        )
        return self._file(form.cleaned_data["format"], scope, headers, cells)

    def _export_whole(self, request: HttpRequest) -> str:
        """Whoever sees the rows of the whole country may take them along."""
        return self.whole_scope

    def _file(self, kind: str, scope: Any, headers: list[str], cells: list[list[Any]]) -> HttpResponse:
        makers: dict[str, tuple[Callable[[], bytes], str]] = {
            "xlsx": (lambda: writing.as_xlsx(self.resource.title, headers, cells), writing.XLSX_TYPE),
            "csv": (lambda: writing.as_csv(headers, cells), writing.CSV_TYPE),
        }
        make, content_type = makers[kind]
        response = HttpResponse(make(), content_type=content_type)
        place = getattr(scope, "slug", "") or getattr(scope, "code", "") or "ca-nuoc"
        response["Content-Disposition"] = (
            f'attachment; filename="{self.resource.file_stem}-{place}-{timezone.localdate():%Y-%m-%d}.{kind}"'
        )
        return response

    # --- both ---------------------------------------------------------------------------------------
    def _record(self, request: HttpRequest, action: str, scope: Any, note: str) -> None:
        self.record(request, scope if scope is not None else request.user, action, note=note)

    def _url_of(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def _exchange_page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        request.current_app = self.admin_site.name
        media = self.media + context["form"].media
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "media": media,
                "resource": self.resource,
                **context,
            },
        )
