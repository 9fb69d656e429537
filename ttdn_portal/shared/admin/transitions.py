"""Transitions in the admin site: buttons on a row's page and bulk acts, all through the app's workflow."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ttdn_portal.shared.admin.access import holds_any
from ttdn_portal.shared.admin.forms import mark_of
from ttdn_portal.shared.doubts import DoubtsForm
from ttdn_portal.shared.fields import LongTextField
from ttdn_portal.shared.transitions import Transition, TransitionError, find, linked
from ttdn_portal.shared.typed import moved_on

CHANGED = "Mục này vừa được sửa trong lúc anh/chị đang mở trang. Xem lại bản mới rồi làm tiếp."


class MoveForm(DoubtsForm):
    """What a transition asks for; `arguments()` are handed to the workflow."""

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any):
        self.obj = obj
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "accepted" or value}


class NoteForm(MoveForm):
    field_order = ("note",)
    note = LongTextField(label="Lý do", help_text="Người nhận đọc đúng lời này.")


class OptionalNoteForm(MoveForm):
    field_order = ("note",)
    note = LongTextField(label="Ý kiến", required=False)


class TransitionsMixin:
    """For an admin page whose rows have a workflow.

    `move_roles` says to whom a bulk act is offered; whether it may be done is the rules' word, row by row.
    """

    workflow: ClassVar[Any]
    move_forms: ClassVar[dict[str, type[MoveForm]]] = {}
    move_roles: ClassVar[dict[str, tuple[str, ...]]] = {}
    change_form_template = "admin/change_form.html"

    @property
    def moves(self) -> tuple[Transition, ...]:
        return self.workflow.TRANSITIONS

    def form_of(self, move: Transition) -> type[MoveForm] | None:
        return self.move_forms.get(move.name) or (NoteForm if move.note_required else None)

    def get_urls(self) -> list[Any]:
        opts = self.opts
        view = self.admin_site.admin_view(self.transition_view)
        return [
            path(
                "<path:object_id>/chuyen/<slug:name>/",
                view,
                name=f"{opts.app_label}_{opts.model_name}_transition",
            ),
            *super().get_urls(),
        ]

    # --- buttons --------------------------------------------------------------------------------
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        buttons = self.buttons(request, obj) if obj is not None else []
        return super().change_view(
            request,
            object_id,
            form_url,
            {"move_buttons": buttons, "move_mark": mark_of(obj), **(extra_context or {})},
        )

    def buttons(self, request: HttpRequest, obj: Any) -> list[dict[str, Any]]:
        return [
            {
                "label": move.label,
                "tone": move.tone,
                "url": self._url("transition", obj.pk, move.name),
                "asks": self.form_of(move) is not None,
            }
            for move in self.workflow.available(obj, request.user)
        ]

    def _url(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def transition_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        move = self._move_or_404(name)
        if obj is None:
            raise Http404("no such row for this person")
        if not request.user.has_perm(move.permission, obj):
            raise PermissionDenied
        if obj.status not in move.sources or (request.method == "POST" and self._is_newer(request, obj)):
            moved_on(request, CHANGED)
            return HttpResponseRedirect(self._url("change", obj.pk))
        form_class = self.form_of(move)
        form = form_class(request.POST if request.method == "POST" else None, obj=obj) if form_class else None
        if (
            request.method == "POST"
            and (form is None or form.is_valid())
            and self._ran(request, obj, move, form)
        ):
            return HttpResponseRedirect(self._url("change", obj.pk))
        if request.method == "POST" and form is None:
            return HttpResponseRedirect(self._url("change", obj.pk))
        return self._page(
            request,
            "admin/transition.html",
            title=move.label,
            subtitle=str(obj),
            move=move,
            form=form,
            object=obj,
            mark=mark_of(obj),
        )

    def _move_or_404(self, name: str) -> Transition:
        offered = [move for move in self.moves if move.is_offered]
        try:
            return find(offered, name)
        except LookupError:
            raise Http404("no such transition") from None

    @staticmethod
    def _is_newer(request: HttpRequest, obj: Any) -> bool:
        mark = request.POST.get("read_mark", "")
        return bool(mark) and mark != mark_of(obj)

    def _ran(self, request: HttpRequest, obj: Any, move: Transition, form: MoveForm | None) -> bool:
        """Run the transition; what stands against it is told beside the form, or on the row's page."""
        problems = self._problems_of(request, obj, move, form.arguments() if form else {})
        if form is not None:
            form.take(problems)
        for problem in problems if form is None else []:
            messages.error(request, linked(problem))
        if not problems:
            messages.success(request, move.done_message)
        return not problems

    def _problems_of(
        self, request: HttpRequest, obj: Any, move: Transition, arguments: dict[str, Any]
    ) -> list[str]:
        try:
            with transaction.atomic():
                self.workflow.run(obj, move.name, actor=request.user, **arguments)
        except TransitionError as error:
            return error.problems
        return []

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}
        )

    # --- bulk acts --------------------------------------------------------------------------------
    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if self.actions is None or "_popup" in request.GET:
            return actions
        offered = [
            move
            for move in self.moves
            if move.bulk and move.is_offered and holds_any(request.user, self.move_roles.get(move.name, ()))
        ]
        return actions | {
            f"chuyen_{move.name}": (_bulk_act(move), f"chuyen_{move.name}", move.label) for move in offered
        }

    def bulk_view(
        self, request: HttpRequest, queryset: QuerySet[Any], move: Transition
    ) -> HttpResponse | None:
        """First a page that lists what is about to move; then each row by itself, its refusal in words."""
        rows = list(queryset)
        form_class = self.form_of(move)
        confirmed = "confirmed" in request.POST
        form = form_class(request.POST if confirmed else None) if form_class else None
        if not confirmed or (form is not None and not form.is_valid()):
            return self._page(
                request,
                "admin/transition_bulk.html",
                title=move.label,
                subtitle=None,
                move=move,
                form=form,
                action=f"chuyen_{move.name}",
                checkbox=ACTION_CHECKBOX_NAME,
                rows=[(row, self.refusal(request, row, move)) for row in rows],
            )
        self._run_each(request, rows, move, form.arguments() if form else {})
        return None

    def refusal(self, request: HttpRequest, row: Any, move: Transition) -> str:
        """Why this row would not move, as far as can be said before it is tried."""
        if not request.user.has_perm(move.permission, row):
            return "Anh/chị không có quyền thực hiện việc này."
        if row.status not in move.sources:
            return f"Đang ở trạng thái “{row.get_status_display()}”."
        return " ".join(
            [*self.bulk_blockers(request, row, move), *([] if self.form_of(move) else move.blockers(row, {}))]
        )

    def bulk_blockers(self, request: HttpRequest, row: Any, move: Transition) -> list[str]:
        """What stands against a bulk act besides the transition's own blockers."""
        return []

    def _run_each(
        self, request: HttpRequest, rows: list[Any], move: Transition, arguments: dict[str, Any]
    ) -> None:
        done = []
        for row in rows:
            problems = self._bulk_problems(request, row, move, arguments)
            if problems:
                messages.error(request, f"{row}: {' '.join(problems)}")
            else:
                done.append(str(row))
        if done:
            messages.success(request, f"{move.done_message} ({len(done)} mục: {'; '.join(done)})")

    def _bulk_problems(
        self, request: HttpRequest, row: Any, move: Transition, arguments: dict[str, Any]
    ) -> list[str]:
        try:
            return self.bulk_blockers(request, row, move) or self._problems_of(request, row, move, arguments)
        except PermissionDenied:
            return ["Anh/chị không có quyền thực hiện việc này."]
        except ValidationError as error:
            return error.messages


def _bulk_act(move: Transition) -> Callable[[Any, HttpRequest, QuerySet[Any]], HttpResponse | None]:
    def act(page: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        return page.bulk_view(request, queryset, move)

    return act
