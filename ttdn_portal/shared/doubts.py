"""Doubts about a move: shown beside the form, each with a box to tick once it was looked into."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ttdn_portal.shared.forms import add_problems
from ttdn_portal.shared.transitions import Doubt

ASK = "Xem lại từng điểm. Nếu vẫn đúng như vậy, đánh dấu vào điểm ấy rồi làm tiếp."


class DoubtsForm(forms.Form):
    """For a form of a transition: `accepted` holds the sentences that were ticked, and asks for those that came up."""

    accepted = forms.MultipleChoiceField(
        label="Điểm cần xem lại", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        ticked = self.data.getlist("accepted") if hasattr(self.data, "getlist") else []
        self._offer(ticked)

    @property
    def _field(self) -> forms.MultipleChoiceField:
        field = self.fields["accepted"]
        assert isinstance(field, forms.MultipleChoiceField)
        return field

    def _offer(self, sentences: Iterable[str]) -> None:
        choices = [(sentence, sentence) for sentence in sentences]
        field = self._field
        field.choices = choices
        if not choices:
            field.widget = forms.MultipleHiddenInput()

    def foretell(self, doubts: Iterable[str]) -> None:
        """What is known before anything is typed: shown with the empty form already."""
        sentences = list(dict.fromkeys(map(str, doubts)))
        if sentences and not self.is_bound:
            self._field.widget = forms.CheckboxSelectMultiple()
            self._offer(sentences)
            self._field.required = True

    def take(self, problems: Iterable[str]) -> None:
        """What stands against the move: doubts become boxes to tick, the rest errors at the fields they name."""
        problems = list(problems)
        doubts = [problem for problem in problems if isinstance(problem, Doubt)]
        if doubts:
            field = self._field
            field.widget = forms.CheckboxSelectMultiple()
            ticked = self.cleaned_data.get("accepted", [])
            self._offer(dict.fromkeys([*ticked, *map(str, doubts)]))
            field.required = True
            self.add_error("accepted", ASK)
        add_problems(self, [problem for problem in problems if problem not in doubts])
