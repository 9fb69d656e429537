"""What the transitions of a plan ask for."""

from typing import Any

from plans.forms.numbers import NumberFields
from ttdn_portal.shared.admin.transitions import MoveForm


class IssueForm(NumberFields, MoveForm):
    """Number, day and signer, as the clerk writes them into the register."""

    field_order = ("number", "symbol", "issued_on", "signer_name")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.suggest(self.obj)
