"""The registers of outputs and of the press, and the pairs of entries that may be one thing."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from agencies.choices import Role
from agencies.models import Agency
from reports.forms.press import agencies_asked
from reports.models import Output, OutputPair, PressItem
from reports.resources import OutputResource, PressResource
from reports.services.press import add_press_item, change_press_item
from reports.workflow import output_pair as pair_workflow
from reports.workflow import press as press_workflow
from ttdn_portal.shared.admin import SYSTEM, Access, PortalModelAdmin
from ttdn_portal.shared.admin.exchange import ExchangeMixin
from ttdn_portal.shared.admin.transitions import MoveForm, TransitionsMixin
from ttdn_portal.shared.fields import LongTextField

KEEPERS = (Role.STANDING_OFFICER,)


@admin.register(Output)
class OutputAdmin(ExchangeMixin, PortalModelAdmin):
    """What the agencies wrote down is read here; they write it in the portal."""

    access = Access(view=(Role.STANDING_OFFICER, Role.SIGNER, SYSTEM))
    resource = OutputResource
    imports = False
    menu_order = 60
    list_display = ["code_", "title", "kind", "done_on", "channel", "agency", "task", "same_as"]
    list_display_links = ["code_", "title"]
    list_filter = ["kind", "channel", "agency", "locality"]
    list_select_related = ["task", "task__plan", "agency", "same_as", "locality"]
    date_hierarchy = "done_on"
    search_fields = ["search_text"]
    fields = [
        "task",
        "kind",
        "title",
        "started_on",
        "done_on",
        "channel",
        "told_languages",
        "audience",
        "country",
        "url",
        "views",
        "attendees",
        "amount",
        "unit",
        "told_makers",
        "same_as",
        "entered_by",
    ]
    readonly_fields = ["told_languages", "told_makers", "same_as"]

    @admin.display(description="số", ordering="number")
    def code_(self, obj):
        return obj.code

    @admin.display(description="ngôn ngữ")
    def told_languages(self, obj):
        return obj.language_names or "–"

    @admin.display(description="cơ quan thực hiện")
    def told_makers(self, obj):
        return obj.maker_names


@admin.register(OutputPair)
class OutputPairAdmin(TransitionsMixin, PortalModelAdmin):
    access = Access(view=(Role.STANDING_OFFICER, SYSTEM))
    workflow = pair_workflow
    move_roles = {"merge": KEEPERS, "keep_apart": KEEPERS, "look_again": KEEPERS}
    menu_order = 61
    list_display = ["number", "first", "second", "reason", "status", "decided_by", "decided_at"]
    list_filter = ["status", "reason", "locality"]
    list_select_related = ["first", "second", "decided_by"]
    search_fields = ["first__search_text", "second__search_text"]
    fields = ["first", "second", "reason", "status", "decided_by", "decided_at"]
    readonly_fields = ["status"]


class AssignMove(MoveForm):
    """Who answers, until when."""

    field_order = ("agency", "respond_by", "note")
    agency = forms.ModelChoiceField(
        label="Cơ quan phản hồi", queryset=Agency.objects.none(), empty_label="Chọn cơ quan"
    )
    respond_by = forms.DateField(label="Hạn phản hồi", help_text="Ví dụ: 25/06/2026.")
    note = LongTextField(label="Yêu cầu", required=False)

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any):
        super().__init__(*args, obj=obj, **kwargs)
        if obj is not None:
            self.fields["agency"].queryset = agencies_asked(obj.locality)


class AskAgainMove(MoveForm):
    """What is still missing, until when."""

    field_order = ("note", "respond_by")
    note = LongTextField(label="Cần phản hồi thêm điều gì")
    respond_by = forms.DateField(label="Hạn mới", help_text="Ví dụ: 25/06/2026.")


@admin.register(PressItem)
class PressItemAdmin(ExchangeMixin, TransitionsMixin, PortalModelAdmin):
    access = Access(
        view=(Role.STANDING_OFFICER, Role.SIGNER, SYSTEM),
        add=KEEPERS,
        change=KEEPERS,
        rule="reports.change_press",
    )
    resource = PressResource
    imports = False
    workflow = press_workflow
    move_forms = {"assign": AssignMove, "send_back": AskAgainMove}
    move_roles = {"no_answer": KEEPERS, "close": KEEPERS, "look_again": KEEPERS}
    menu_order = 62
    list_display = ["code_", "title", "tone", "outlet", "published_on", "agency", "respond_by", "status"]
    list_display_links = ["code_", "title"]
    list_filter = ["status", "tone", "agency", "language", "locality"]
    list_select_related = ["agency", "locality"]
    date_hierarchy = "published_on"
    search_fields = ["search_text"]
    fixed_on_change = ("locality",)
    readonly_fields = [
        "status",
        "agency",
        "respond_by",
        "request",
        "answer",
        "answer_url",
        "answered_on",
        "answered_by",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "locality",
                    "tone",
                    "title",
                    "outlet",
                    "country",
                    "language",
                    "published_on",
                    "url",
                    "summary",
                ]
            },
        ),
        (
            "Phản hồi",
            {
                "fields": [
                    "status",
                    "agency",
                    "respond_by",
                    "request",
                    "answer",
                    "answer_url",
                    "answered_on",
                    "answered_by",
                ]
            },
        ),
    ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The portal's own services number, check and log it."""
        if change:
            change_press_item(obj, actor=request.user, read_version=obj.version)
        else:
            add_press_item(obj, actor=request.user)

    @admin.display(description="số", ordering="number")
    def code_(self, obj):
        return obj.code
