"""Handing the work of one person over to another."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst

from agencies.choices import Role
from agencies.models import Locality, Membership, User
from agencies.services.handovers import NO_POST, seats_of
from ttdn_portal.shared.fields import DayField, PlainTextField
from ttdn_portal.shared.forms import OneOf, OneOfMixin


class HandoverForm(OneOfMixin, forms.Form):
    """To whom, from when, which posts. The head of an agency hands over its officers' posts alone."""

    one_of = (OneOf(("posts", "takes_seats"), NO_POST, words="các vai trò, ghế thành viên Ban Chỉ đạo"),)

    to_person = forms.ModelChoiceField(
        label="Người nhận", queryset=User.objects.none(), empty_label="Chọn người nhận",
        help_text="Người nhận chưa có vai trò nào thì được giao đúng vai trò này từ ngày bàn giao.",
    )  # fmt: skip
    starts_on = DayField(label="Từ ngày")
    posts = forms.MultipleChoiceField(
        label="Vai trò chuyển giao", required=False, widget=forms.CheckboxSelectMultiple
    )
    takes_seats = forms.BooleanField(label="Kể cả ghế thành viên Ban Chỉ đạo", required=False)
    note = PlainTextField(
        label="Lý do", max_length=300, help_text="Ghi vào nhật ký của cả hai người, ví dụ: chuyển công tác."
    )

    def __init__(self, *args: Any, user: User, locality: Locality, person: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.person, today = person, timezone.localdate()
        administers = user.is_superuser or user.has_role(locality.pk, Role.LOCALITY_ADMIN)
        ends = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
        posts = person.memberships.filter(ends, agency__locality=locality).select_related("agency", "user")
        people = User.objects.filter(is_active=True, locality=locality).exclude(pk__in=[person.pk, user.pk])
        if not administers:
            headed = user.agency_ids(Role.AGENCY_LEADER)
            posts = posts.current_in(headed)
            people = people.filter(memberships__in=Membership.objects.current_in(headed)).distinct()
        self._posts = {str(post.pk): post for post in posts}
        self.fields["to_person"].queryset = people
        self.fields["posts"].choices = [
            (pk, capfirst(f"{p.get_role_display()}, {p.agency.name}")) for pk, p in self._posts.items()
        ]
        self.fields["posts"].initial, self.fields["starts_on"].initial = list(self._posts), today
        if not administers or not seats_of(person, today):
            del self.fields["takes_seats"]

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(
                "Chọn hôm nay hoặc một ngày sắp tới: việc đã làm giữ tên người đã làm."
            )
        return day

    def memberships(self) -> list[Membership]:
        return [self._posts[pk] for pk in self.cleaned_data["posts"]]

    def facts(self) -> dict[str, Any]:
        """The rest, as the service takes it."""
        chosen = self.cleaned_data
        return {
            "to_person": chosen["to_person"],
            "starts_on": chosen["starts_on"],
            "takes_seats": chosen.get("takes_seats", False),
            "note": chosen["note"],
        }
