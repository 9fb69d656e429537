"""Renaming, merging and splitting agencies."""

from datetime import date
from typing import Any

from django import forms

from agencies.choices import AgencyKind, ReorganisationKind
from agencies.forms import in_words
from agencies.models import Agency
from agencies.services.succession import NewBody
from reports.dashboards.reorganising import WorkOf
from ttdn_portal.shared.fields import DayField, PlainTextField

PLACES = (1, 2, 3)
ISSUERS = (AgencyKind.PEOPLES_COMMITTEE, AgencyKind.STEERING_COMMITTEE)


class ReorganiseForm(forms.Form):
    """What happens to an agency, from which day, and who follows it."""

    needed_when = {"existing": "", "name": "", "code": "cần khi có tên mới"}
    numbered_rows = "Cơ quan kế thừa"

    kind = forms.ChoiceField(
        label="Việc sắp xếp", choices=in_words(ReorganisationKind.choices), widget=forms.RadioSelect,
        initial=ReorganisationKind.RENAME,
    )  # fmt: skip
    starts_on = DayField(label="Từ ngày")
    basis = PlainTextField(
        label="Căn cứ", required=False, max_length=300, help_text="Quyết định, nghị quyết sắp xếp."
    )
    others = forms.ModelMultipleChoiceField(
        label="Cùng sáp nhập với", required=False, queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple, help_text="Chỉ khi sáp nhập, hợp nhất.",
    )  # fmt: skip

    def __init__(self, *args: Any, agency: Agency, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.agency = agency
        near = Agency.objects.filter(locality=agency.locality, valid_to__isnull=True)
        near = near.exclude(pk=agency.pk).exclude(kind__in=ISSUERS)
        self.fields["others"].queryset = near
        for n in PLACES:
            self.fields[f"existing_{n}"] = forms.ModelChoiceField(
                label="Cơ quan đã có",
                queryset=near,
                required=False,
                empty_label="Cơ quan mới, ghi tên dưới đây",
            )
            self.fields[f"name_{n}"] = PlainTextField(label="Tên đầy đủ", required=False, max_length=200)
            self.fields[f"short_name_{n}"] = PlainTextField(
                label="Tên gọi tắt", required=False, max_length=80
            )
            self.fields[f"code_{n}"] = forms.SlugField(
                label="Mã", required=False, max_length=40, help_text="Chữ thường không dấu, ví dụ so-vhtt."
            )
            self.fields[f"abbreviation_{n}"] = PlainTextField(
                label="Chữ viết tắt trong ký hiệu", required=False, max_length=30
            )

    def heir_fields(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each heir, place by place."""
        names = ("existing", "name", "short_name", "code", "abbreviation")
        return [(n, [self[f"{name}_{n}"] for name in names]) for n in PLACES]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for n in PLACES:
            name, code = cleaned.get(f"name_{n}"), cleaned.get(f"code_{n}")
            if cleaned.get(f"existing_{n}") and name:
                self.add_error(f"name_{n}", "Đã chọn cơ quan có sẵn thì để trống tên mới.")
            if name and not code and f"code_{n}" not in self.errors:
                self.add_error(f"code_{n}", "Ghi mã của cơ quan mới.")
            if code and Agency.objects.filter(locality=self.agency.locality, code=code).exists():
                self.add_error(f"code_{n}", "Mã này đã có trong địa phương.")
        if not self.errors:
            self._check_kind(cleaned)
        return cleaned

    def _check_kind(self, cleaned: dict[str, Any]) -> None:
        count, kind = len(self.heirs()), cleaned["kind"]
        if not count:
            self.add_error("name_1", "Ghi tên cơ quan mới hoặc chọn cơ quan kế thừa.")
        elif kind == ReorganisationKind.SPLIT and count < 2:
            self.add_error("name_2", "Chia, tách cần ít nhất hai cơ quan kế thừa.")
        elif kind != ReorganisationKind.SPLIT and count > 1:
            self.add_error("name_2", "Đổi tên, sáp nhập chỉ có một cơ quan kế thừa.")
        if kind != ReorganisationKind.MERGE and cleaned.get("others"):
            self.add_error("others", "Chỉ chọn khi sáp nhập, hợp nhất.")

    def heirs(self) -> list[Agency | NewBody]:
        cleaned = self.cleaned_data
        found: list[Agency | NewBody] = []
        for n in PLACES:
            if cleaned.get(f"existing_{n}"):
                found.append(cleaned[f"existing_{n}"])
            elif cleaned.get(f"name_{n}"):
                short, abbreviation = cleaned[f"short_name_{n}"], cleaned[f"abbreviation_{n}"]
                found.append(NewBody(cleaned[f"name_{n}"], cleaned[f"code_{n}"], short, abbreviation))
        return found

    def predecessors(self) -> list[Agency]:
        return [self.agency, *self.cleaned_data["others"]]


class ShareForm(forms.Form):
    """Which heir of a split takes which task, support and post; the first takes what is not given."""

    def __init__(self, *args: Any, work: WorkOf, heirs: list[Agency | NewBody], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(place, heir.label) for place, heir in enumerate(heirs)]
        rows = {
            **{f"task_{t.pk}": f"Nhiệm vụ {t.code} {t.display_title}" for t in work.tasks},
            **{f"support_{s.pk}": f"Phối hợp {s.task.code} {s.task.display_title}" for s in work.supports},
            **{f"post_{p.pk}": f"{p.user.full_name}, {p.get_role_display()}" for p in work.posts},
        }
        for name, label in rows.items():
            self.fields[name] = forms.TypedChoiceField(label=label, choices=choices, coerce=int, initial=0)

    def places(self, kind: str) -> dict[int, int]:
        """Row → place of its heir."""
        chosen = self.cleaned_data.items()
        return {int(name.partition("_")[2]): place for name, place in chosen if name.startswith(f"{kind}_")}
